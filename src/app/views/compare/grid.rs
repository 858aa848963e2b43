//! The places of the columns of the matrix: plain arithmetic, the same for two columns and two hundred.

use ratatui::layout::Rect;

use super::layout::Names;
use super::table::Table;

/// What runs down the matrix; the other runs across.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Down {
    /// Issues.
    Issues,
    /// Actors.
    Parties,
}

/// What a cell has room for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cells {
    /// A mark and words.
    Words,
    /// A mark and a small scale.
    Scales,
    /// A mark on the colour of the place.
    Marks,
}

/// The columns and lines of a matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grid {
    /// Rows of the header; where columns are narrower than their names, neighbours take turns in them.
    pub head: u16,
    /// Cells of the names to the left.
    pub names: u16,
    /// Cells of the base's own column; 0 where the base is a line.
    pub base: u16,
    /// Cells of every other column.
    pub column: u16,
    /// How many other columns fit.
    pub shown: u16,
    /// Rows between the header and the summary.
    pub rows: u16,
    /// Rows of a line.
    pub line: u16,
    /// Rows of the legend.
    pub legend: u16,
    /// What a cell has room for.
    pub cells: Cells,
}

/// From this width on, a cell shows a mark and a small scale.
const SCALE: u16 = 8;
/// From this width on, a cell shows words.
const WORDS: u16 = 15;
/// The narrowest cell that shows its colour and a mark, and the widest.
const MARK: (u16, u16) = (2, 6);
/// Where issues are the columns, their names need as much.
const ISSUE: u16 = 12;
/// The most rows of a line, for words that take several.
const LINES: u16 = 3;
/// The widest column, and the widest of small scales.
const WIDEST: (u16, u16) = (30, 12);

impl Grid {
    /// How many lines fit.
    pub fn lines(&self) -> u16 {
        self.rows / self.line.max(1)
    }
}

/// Divides `area` among the columns of a table with `lines` and `headings`. Costs the same for every size of
/// table.
pub fn grid(area: Rect, (table, names): (&Table, Names), down: Down, (lines, headings): (usize, usize)) -> Grid {
    let count = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
    let is_long = match down {
        Down::Issues => area.width < 100 && area.height >= 16,
        Down::Parties => area.width < 120 && area.height >= 12,
    };
    let legend = if is_long { 2 } else { 1 };
    let summary = if down == Down::Issues { 2 } else { 1 };
    let mut grid = match down {
        Down::Issues => by_issue(area, names, count(table.parties().len())),
        Down::Parties => by_party(area, names, count(table.issues().len())),
    };
    if down == Down::Issues {
        let indent = u16::from(grid.cells == Cells::Words);
        grid.head = head_rows(table, grid.column.saturating_sub(indent), area.height);
    } else if area.height < 8 {
        grid.head = 1;
    }
    grid.legend = legend;
    grid.rows = area.height.saturating_sub(summary + legend + grid.head);
    // Where everything fits, lines are as high as there is room for, up to what words need.
    let spare = usize::from(grid.rows).saturating_sub(headings) / lines.max(1);
    grid.line = if grid.cells == Cells::Words { count(spare).clamp(1, LINES) } else { 1 };
    grid
}

/// The fewest rows in which the names of actors, taking turns, fit over columns of this width; where no three are
/// enough, in which their letters have. Low areas have one or two.
pub fn head_rows(table: &Table, column: u16, height: u16) -> u16 {
    let rows = |cells: usize| (1..=3).find(|rows| usize::from(rows * column) > cells);
    let rows = rows(table.longest_party()).or_else(|| rows(table.longest_tag()).map(|rows| rows.max(2))).unwrap_or(3);
    rows.min(match height {
        0..8 => 1,
        8..18 => 2,
        18.. => 3,
    })
}

/// A column for each party, the base first.
fn by_issue(area: Rect, names: Names, parties: u16) -> Grid {
    let columns = parties.max(2);
    let most = (area.width / 10 * 3).max(12);
    let more = names.more;
    let names = names.cells(area.width, 3, (12, most));
    let rest = area.width.saturating_sub(names);
    let grid = Grid { head: 2, names, base: 0, column: 0, shown: 0, rows: 0, line: 1, legend: 1, cells: Cells::Words };
    if rest / columns >= WORDS {
        let column = (rest / columns).min(WIDEST.0);
        return Grid { head: 1, base: column, column, shown: columns - 1, ..grid };
    }
    if rest / columns >= SCALE {
        let column = (rest / columns).min(WIDEST.1);
        // What is left is for the words of the base.
        let base = rest.saturating_sub(column.saturating_mul(columns - 1)).min(24);
        return Grid { base, column, shown: columns - 1, cells: Cells::Scales, ..grid };
    }
    // A picture of many is worth shorter names of issues.
    let narrow = rest / columns < MARK.0;
    let names = if narrow && more <= 0 { names.min(16) } else { names };
    let rest = area.width.saturating_sub(names);
    let column = (rest / columns).clamp(MARK.0, MARK.1);
    let shown = (rest / column).saturating_sub(1).min(columns - 1).max(u16::from(rest >= 2 * column));
    Grid { names, base: column.min(rest), column, shown, cells: Cells::Marks, ..grid }
}

/// A line for each party, the base first, and a column for each issue.
fn by_party(area: Rect, names: Names, issues: u16) -> Grid {
    let columns = issues.max(1);
    let most = (area.width / 10 * 3).max(12);
    let names = names.cells(area.width, 6, (12, most));
    let rest = area.width.saturating_sub(names);
    let column = (rest / columns).clamp(ISSUE, WIDEST.0).min(rest.max(1));
    let shown = (rest / column).min(columns);
    let cells = if column >= WORDS { Cells::Words } else { Cells::Scales };
    Grid { head: 3, names, base: 0, column, shown, rows: 0, line: 1, legend: 1, cells }
}

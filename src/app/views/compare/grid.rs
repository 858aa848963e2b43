//! Where the columns of the matrix stand: plain arithmetic, the same for two columns and two hundred.

use ratatui::layout::Rect;

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
    /// A mark.
    Marks,
}

/// The columns and lines of a matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grid {
    /// Rows of the header; in two of them, neighbouring names take turns.
    pub head: u16,
    /// Cells of the names to the left.
    pub names: u16,
    /// Cells of the base's own column; 0 where the base is a line.
    pub base: u16,
    /// Cells of every other column.
    pub column: u16,
    /// How many other columns fit.
    pub shown: u16,
    /// Lines between the header and the summary.
    pub lines: u16,
    /// What a cell has room for.
    pub cells: Cells,
}

/// Rows that are no lines of the matrix: those of the summary and the legend.
const OTHER_ROWS: u16 = 3;
/// The base keeps as many cells where the others need the room.
const MARKED_BASE: u16 = 12;
/// From this width on, a cell shows a mark and a small scale.
const SCALE: u16 = 7;
/// From this width on, a cell shows words.
const WORDS: u16 = 15;

/// Divides `area` among the columns. Costs the same for every size of table.
pub fn grid(area: Rect, table: &Table, down: Down) -> Grid {
    let count = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
    let (longest, title, columns) = match down {
        Down::Issues => (table.longest_issue(), table.longest_party(), table.parties().len().saturating_sub(1)),
        Down::Parties => (table.longest_party() + 3, table.longest_issue(), table.issues().len()),
    };
    let most = count(usize::from(area.width) * 3 / 10).max(12);
    let names = count(longest + 3).clamp(12, most).min(area.width);
    let rest = area.width.saturating_sub(names);
    let columns = count(columns).max(1);
    let is_wide = match down {
        Down::Issues => rest / (columns.saturating_add(1)) >= WORDS,
        Down::Parties => rest / columns >= WORDS,
    };
    let base = match (down, is_wide) {
        (Down::Parties, _) => 0,
        (Down::Issues, true) => (rest / columns.saturating_add(1)).min(30),
        // What the base says in words gives way to the places of the others.
        (Down::Issues, false) => {
            let words = (rest / 4).clamp(8, 24);
            let least = words.min(MARKED_BASE);
            rest.saturating_sub(columns.saturating_mul(SCALE)).clamp(least, words).min(rest)
        }
    };
    let room = rest - base;
    let column = if is_wide { (room / columns).min(30) } else { (room / columns).clamp(6, 9) };
    let head = if usize::from(column) > title + 1 || is_wide || area.height < 8 { 1 } else { 2 };
    Grid {
        head,
        names,
        base,
        column,
        shown: (room / column).min(columns),
        lines: area.height.saturating_sub(OTHER_ROWS + head),
        cells: match column {
            _ if is_wide => Cells::Words,
            SCALE.. => Cells::Scales,
            _ => Cells::Marks,
        },
    }
}

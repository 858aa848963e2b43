//! The rows of the detail that are on the screen, and how many are above and below.

use super::lines::{Line, Lines};
use crate::app::views::compare::ground::GroundItem;
use crate::compare::{Measure, Normalise};

/// The rows below the screen to count.
const AHEAD: usize = 20;

/// What the detail is of.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(in crate::app::views::compare) enum Of {
    /// Nothing.
    #[default]
    Nothing,
    /// A cell of the matrix, or of a scale.
    Cell { cell: (usize, usize), is_scale: bool },
    /// Two actors, the number of groups, and the measure.
    Pair((usize, usize), usize, (Measure, Normalise)),
    /// An event.
    Event(usize),
    /// A row of the common ground, the cursor on a column.
    Ground(GroundItem, Option<usize>),
}

/// The detail: its title, and as many of its rows as are needed to show those on the screen and count some more.
#[derive(Debug, Clone, Default)]
pub struct Detail {
    /// What it is of, in words.
    pub title: String,
    /// How the two relate, or when.
    pub aside: String,
    of: Of,
    rows: Vec<Line>,
    /// Whether there are more than these.
    has_more: bool,
    top: usize,
    width: u16,
    height: usize,
}

/// How many rows are hidden on one side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hidden {
    /// So many.
    pub rows: usize,
    /// Whether there are more than that.
    pub is_more: bool,
}

impl Detail {
    /// Scrolls by half its height; [`Detail::fit`] then stops it at the end.
    pub(in crate::app::views::compare) fn page(&mut self, halves: isize) {
        self.scroll(halves * isize::try_from((self.height / 2).max(1)).unwrap_or(1));
    }

    /// Scrolls by rows, likewise.
    pub(in crate::app::views::compare) fn scroll(&mut self, by: isize) {
        self.top = self.top.saturating_add_signed(by).min(self.rows.len());
    }

    /// Fits it to a width and a height; a new subject is shown from its beginning. `tell` gathers its rows, and returns its
    /// title and what goes beside that; it is only called when there is something new to show.
    pub(in crate::app::views::compare) fn fit(
        &mut self,
        of: Of,
        (width, height): (u16, u16),
        tell: impl FnOnce(&mut Lines) -> (String, String),
    ) {
        let height = usize::from(height);
        if self.of != of {
            self.top = 0;
        }
        let is_same = self.of == of && (self.width, self.height) == (width, height);
        let wanted = self.top.saturating_add(height + AHEAD);
        if !is_same || self.has_more && self.rows.len() < wanted {
            // Twice as many each time, so that scrolling far stays linear.
            let most = if is_same { wanted.max(2 * self.rows.len()) } else { wanted };
            let mut lines = Lines::new((width, height), most);
            (self.title, self.aside) = tell(&mut lines);
            (self.rows, self.has_more) = (lines.rows, lines.has_more);
            (self.of, self.width, self.height) = (of, width, height);
        }
        self.top = self.top.min(self.rows.len().saturating_sub(height));
    }

    /// The rows on the screen.
    pub fn window(&self) -> &[Line] {
        let end = self.rows.len().min(self.top + self.height);
        self.rows.get(self.top..end).unwrap_or_default()
    }

    /// How many rows are above those on the screen.
    pub fn above(&self) -> usize {
        self.top
    }

    /// How many rows are below those on the screen; `None` for none.
    pub fn below(&self) -> Option<Hidden> {
        let rows = self.rows.len().saturating_sub(self.top + self.height);
        let is_more = self.has_more || rows > AHEAD;
        (rows > 0 || self.has_more).then(|| Hidden { rows: rows.min(AHEAD), is_more })
    }
}

#[cfg(test)]
mod tests {
    use super::{AHEAD, Detail, Hidden, Of};
    use crate::app::views::compare::detail::lines::Tone;

    /// Fits a detail of `count` rows that say their numbers into three; gives how many of them were asked for.
    fn fit(detail: &mut Detail, of: usize, count: usize) -> usize {
        let mut asked = 0;
        detail.fit(Of::Event(of), (20, 3), |lines| {
            for number in 0..count {
                if !lines.has_room() {
                    break;
                }
                lines.put(&number.to_string(), Tone::Text, 0);
                asked += 1;
            }
            ("Title".to_owned(), String::new())
        });
        asked
    }

    fn shown(detail: &Detail) -> Vec<&str> {
        detail.window().iter().map(|line| &*line.text).collect()
    }

    #[test]
    fn it_scrolls_to_its_end_and_back_and_begins_anew_with_something_else() {
        let mut detail = Detail::default();
        fit(&mut detail, 0, 8);
        assert_eq!((shown(&detail), detail.above()), (vec!["0", "1", "2"], 0));
        assert_eq!(detail.below(), Some(Hidden { rows: 5, is_more: false }));
        for (by, first, below) in [(2, "2", 3), (9, "5", 0), (isize::MAX, "5", 0), (-1, "4", 1), (isize::MIN, "0", 5)] {
            detail.scroll(by);
            fit(&mut detail, 0, 8);
            assert_eq!((shown(&detail)[0], detail.below().map_or(0, |more| more.rows)), (first, below), "{by}");
        }
        detail.page(1);
        fit(&mut detail, 0, 8);
        assert_eq!(shown(&detail)[0], "1");
        fit(&mut detail, 1, 8);
        assert_eq!((shown(&detail)[0], detail.above()), ("0", 0));
        fit(&mut detail, 2, 2);
        assert_eq!((shown(&detail), detail.below()), (vec!["0", "1"], None));
    }

    #[test]
    fn only_what_is_shown_and_a_little_more_is_worked_out() {
        let mut detail = Detail::default();
        assert_eq!(fit(&mut detail, 0, 1_000_000), 3 + AHEAD);
        assert_eq!(fit(&mut detail, 0, 1_000_000), 0, "it is there already");
        assert_eq!(detail.below(), Some(Hidden { rows: AHEAD, is_more: true }));
        let mut asked = 0;
        for _ in 0..1_000 {
            detail.scroll(3);
            asked += fit(&mut detail, 0, 1_000_000);
        }
        assert_eq!(shown(&detail)[0], "3000");
        assert!(asked < 4 * 3_000, "{asked}");
    }
}

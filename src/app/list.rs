//! A list with headings, a cursor and a window, used by every pane and overlay with rows.

use std::sync::Arc;

use ratatui::layout::{Position, Rect};

use super::command::{Command, Direction};

/// The effect of a click.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Click {
    /// There is nothing to select.
    Nothing,
    /// Something else is selected now.
    Moved,
    /// It was already selected: open it.
    Again,
}

/// One row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Row<H, T> {
    /// A heading over the rows that follow; the cursor passes over it.
    Heading(H),
    /// Something to select.
    Item(T),
}

/// Rows, the cursor among the items, and the part that is on the screen.
///
/// The cursor follows an item, not a row: when the rows change it stays on the same item, else on the nearest one.
/// Cloning is cheap, so that places can be remembered.
#[derive(Debug, Clone)]
pub struct List<H, T> {
    rows: Arc<[Row<H, T>]>,
    headings: Arc<[u32]>,
    at: usize,
    top: usize,
    height: usize,
}

impl<H, T> Default for List<H, T> {
    fn default() -> Self {
        Self { rows: Arc::new([]), headings: Arc::new([]), at: 0, top: 0, height: 0 }
    }
}

impl<H: Copy, T: Copy + PartialEq> List<H, T> {
    /// A list without headings.
    pub fn plain(items: impl IntoIterator<Item = T>) -> Self {
        let mut list = Self::default();
        list.replace(items.into_iter().map(Row::Item).collect());
        list
    }

    /// Like [`List::replace`], for items without headings.
    pub fn replace_items(&mut self, items: impl IntoIterator<Item = T>) {
        self.replace(items.into_iter().map(Row::Item).collect());
    }

    /// Replaces the rows; the cursor stays on its item if that still exists, else near its row. O(rows).
    pub fn replace(&mut self, rows: Vec<Row<H, T>>) {
        let held = self.selected();
        let headings = rows.iter().enumerate().filter(|(_, row)| matches!(row, Row::Heading(_)));
        self.headings = headings.map(|(at, _)| u32::try_from(at).unwrap_or(u32::MAX)).collect();
        self.rows = rows.into();
        // An item may be in several rows.
        if held.is_some() && self.selected() == held {
            self.fit();
        } else if held.is_none_or(|item| !self.select(item)) {
            self.jump(self.at);
        }
    }

    /// The item under the cursor; `None` in an empty list.
    pub fn selected(&self) -> Option<T> {
        match self.rows.get(self.at) {
            Some(Row::Item(item)) => Some(*item),
            Some(Row::Heading(_)) | None => None,
        }
    }

    /// Moves the cursor to `item`; returns whether the list has it. O(rows).
    pub fn select(&mut self, item: T) -> bool {
        let found = self.rows.iter().position(|row| matches!(row, Row::Item(here) if *here == item));
        if let Some(at) = found {
            self.at = at;
            self.fit();
        }
        found.is_some()
    }

    /// Moves the cursor by a command; `None` for commands that do not move lists.
    pub fn run(&mut self, command: Command) -> Option<()> {
        match command {
            Command::Step(toward) => self.step(toward.sign()),
            Command::HalfPage(toward) => self.page(toward.sign()),
            Command::Page(toward) => self.page(2 * toward.sign()),
            Command::End(Direction::Previous) => self.first(),
            Command::End(Direction::Next) => self.last(),
            Command::Group(toward) => self.step_heading(toward.sign()),
            _ => return None,
        }
        Some(())
    }

    /// Selects the item under the pointer, where the window is drawn in `area`.
    pub fn click(&mut self, area: Rect, at: Position) -> Click {
        if !area.contains(at) {
            return Click::Nothing;
        }
        let row = usize::from(at.y - area.y);
        if self.item_at(row).is_none() {
            return Click::Nothing;
        }
        let before = std::mem::replace(&mut self.at, self.top + row);
        if before == self.at { Click::Again } else { Click::Moved }
    }

    /// Moves the cursor by `by` items, stopping at both ends, where the window scrolls to show the headings beyond.
    pub fn step(&mut self, by: isize) {
        let here = self.ordinal().saturating_sub(1);
        let there = here.saturating_add_signed(by).min(self.count().saturating_sub(1));
        if there == here {
            self.top = self.top.saturating_add_signed(by).min(self.rows.len().saturating_sub(self.height));
        } else {
            self.select_nth(there);
        }
    }

    /// Moves the cursor by half windows.
    pub fn page(&mut self, halves: isize) {
        let half = isize::try_from((self.height / 2).max(1)).unwrap_or(1);
        self.step(half.saturating_mul(halves));
    }

    /// Moves the cursor to the first item, and the window to the first row if it has room for both.
    pub fn first(&mut self) {
        self.top = 0;
        self.select_nth(0);
    }

    /// Moves the cursor to the last item.
    pub fn last(&mut self) {
        self.select_nth(self.count().saturating_sub(1));
    }

    /// Moves the cursor to the `n`th item, from 0, or to the last.
    pub fn select_nth(&mut self, n: usize) {
        let n = n.min(self.count().saturating_sub(1));
        // The headings before the nth item are those with at most n items before them.
        let before = self.headings.iter().enumerate().take_while(|(k, at)| **at as usize - k <= n).count();
        self.at = n + before;
        self.fit();
    }

    /// Moves the cursor to the first item of the previous or next heading.
    pub fn step_heading(&mut self, by: isize) {
        let here = self.headings.partition_point(|at| (*at as usize) < self.at);
        let target = here.saturating_sub(1).saturating_add_signed(by).min(self.headings.len().saturating_sub(1));
        if let Some(at) = self.headings.get(target) {
            self.jump(*at as usize);
        }
    }

    /// Moves the cursor to the item at row `at`, else to the next one, else to the last.
    fn jump(&mut self, at: usize) {
        let is_item = |row: &Row<H, T>| matches!(row, Row::Item(_));
        let behind = self.rows.iter().skip(at).position(is_item).map(|n| at + n);
        self.at = behind.or_else(|| self.rows.iter().rposition(is_item)).unwrap_or(0);
        self.fit();
    }

    /// Sets the number of rows on the screen.
    pub fn set_height(&mut self, height: u16) {
        if self.height != usize::from(height) {
            self.height = usize::from(height);
            self.fit();
        }
    }

    /// Scrolls the window to the cursor, with the heading above it if there is room.
    fn fit(&mut self) {
        if self.height == 0 {
            self.top = 0;
            return;
        }
        let over_heading =
            matches!(self.at.checked_sub(1).and_then(|above| self.rows.get(above)), Some(Row::Heading(_)));
        let upper = if over_heading && self.height > 1 { self.at - 1 } else { self.at };
        self.top = self.top.min(upper);
        if self.at >= self.top + self.height {
            self.top = (self.at + 1).saturating_sub(self.height);
        }
        self.top = self.top.min(self.rows.len().saturating_sub(self.height));
    }

    /// Number of items.
    pub fn count(&self) -> usize {
        self.rows.len() - self.headings.len()
    }

    /// The number of the item under the cursor, from 1; 0 in a list without items.
    pub fn ordinal(&self) -> usize {
        if self.selected().is_none() {
            return 0;
        }
        self.at + 1 - self.headings.partition_point(|at| (*at as usize) < self.at)
    }

    /// Every row.
    pub fn rows(&self) -> &[Row<H, T>] {
        &self.rows
    }

    /// Every item in order.
    pub fn items(&self) -> impl Iterator<Item = T> {
        self.rows.iter().filter_map(|row| if let Row::Item(item) = row { Some(*item) } else { None })
    }

    /// The rows on the screen, each with whether it is under the cursor.
    pub fn window(&self) -> impl Iterator<Item = (&Row<H, T>, bool)> {
        let at = self.at;
        self.rows.iter().enumerate().skip(self.top).take(self.height).map(move |(row, what)| (what, row == at))
    }

    /// The items on the screen.
    pub fn shown(&self) -> impl Iterator<Item = T> {
        self.window().filter_map(|(row, _)| if let Row::Item(item) = row { Some(*item) } else { None })
    }

    /// The item in a row of the window, from 0; `None` for a heading and after the last row.
    pub fn item_at(&self, row: usize) -> Option<T> {
        match self.rows.get(self.top..)?.get(row).filter(|_| row < self.height)? {
            Row::Item(item) => Some(*item),
            Row::Heading(_) => None,
        }
    }

    /// First row on the screen, and how many rows there are on the screen and in all: what a scrollbar shows.
    pub fn extent(&self) -> (usize, usize, usize) {
        (self.top, self.height, self.rows.len())
    }
}

#[cfg(test)]
mod tests {
    use super::{List, Row};

    fn list() -> List<char, u8> {
        let mut list = List::default();
        list.replace(vec![
            Row::Heading('a'),
            Row::Item(1),
            Row::Item(2),
            Row::Heading('b'),
            Row::Item(3),
            Row::Heading('c'),
            Row::Item(4),
        ]);
        list.set_height(3);
        list
    }

    #[test]
    fn the_cursor_passes_over_headings() {
        let mut list = list();
        assert_eq!((list.selected(), list.ordinal(), list.count()), (Some(1), 1, 4));
        for (by, item) in [(1, 2), (1, 3), (1, 4), (1, 4), (-2, 2), (-9, 1)] {
            list.step(by);
            assert_eq!(list.selected(), Some(item));
        }
    }

    #[test]
    fn the_window_holds_the_cursor_and_its_heading() {
        let mut list = list();
        list.step(2);
        assert_eq!(list.extent(), (2, 3, 7));
        list.first();
        assert_eq!(list.extent().0, 0);
        list.last();
        assert_eq!(list.extent().0, 4);
    }

    #[test]
    fn the_cursor_stays_on_its_item_when_rows_change() {
        let mut list = list();
        list.select(3);
        list.replace(vec![Row::Item(3), Row::Item(9)]);
        assert_eq!((list.selected(), list.ordinal()), (Some(3), 1));
        list.replace(vec![Row::Heading('x')]);
        assert_eq!((list.selected(), list.ordinal(), list.count()), (None, 0, 0));
        list.step(1);
        list.replace(vec![Row::Item(5)]);
        assert_eq!(list.selected(), Some(5));
    }

    #[test]
    fn at_the_ends_the_window_goes_on_over_the_headings() {
        let mut list: List<char, u8> = List::default();
        list.replace(vec![Row::Heading('a'), Row::Heading('b'), Row::Heading('c'), Row::Item(1), Row::Heading('d')]);
        list.set_height(2);
        assert_eq!((list.selected(), list.extent().0), (Some(1), 2));
        for (by, top) in [(-1, 1), (-1, 0), (-1, 0), (1, 1), (9, 3)] {
            list.step(by);
            assert_eq!((list.selected(), list.extent().0), (Some(1), top));
        }
        list.set_height(4);
        list.first();
        assert_eq!((list.selected(), list.extent().0), (Some(1), 0));
        list.set_height(2);
        list.replace(vec![Row::Heading('a'), Row::Heading('b'), Row::Heading('c')]);
        list.step(1);
        assert_eq!((list.selected(), list.extent().0), (None, 1));
    }

    #[test]
    fn numbers_of_any_size_lead_to_the_ends() {
        let mut list = list();
        for (by, item) in [(isize::MAX, 4), (isize::MAX, 4), (isize::MIN, 1), (isize::MIN, 1)] {
            list.step(by);
            assert_eq!(list.selected(), Some(item));
            list.page(by);
            assert_eq!(list.selected(), Some(item));
            list.step_heading(by);
        }
        list.select_nth(usize::MAX);
        assert_eq!((list.selected(), list.item_at(2), list.item_at(usize::MAX)), (Some(4), Some(4), None));
        list.replace(vec![Row::Item(9)]);
        list.set_height(u16::MAX);
        assert_eq!((list.selected(), list.extent()), (Some(9), (0, usize::from(u16::MAX), 1)));
    }

    #[test]
    fn headings_can_be_walked() {
        let mut list = list();
        list.step_heading(1);
        assert_eq!(list.selected(), Some(3));
        list.step_heading(1);
        assert_eq!(list.selected(), Some(4));
        list.step_heading(-1);
        assert_eq!(list.selected(), Some(3));
    }

    proptest::proptest! {
        #[test]
        fn the_cursor_is_always_on_the_screen(headings in proptest::collection::vec(proptest::bool::ANY, 0..40), steps in proptest::collection::vec(-9isize..9, 0..20), height in 0u16..12) {
            let mut list: List<(), usize> = List::default();
            list.replace(headings.iter().enumerate().map(|(n, heading)| if *heading { Row::Heading(()) } else { Row::Item(n) }).collect());
            list.set_height(height);
            for by in steps {
                let before = list.selected();
                list.step(by);
                assert_eq!(list.items().position(|item| Some(item) == list.selected()).map_or(0, |n| n + 1), list.ordinal());
                assert!(height == 0 || list.selected() == before || list.window().any(|(_, here)| here));
            }
        }
    }
}

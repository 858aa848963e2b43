//! The state of the reader: a cursor in the text of an article, and the passages around it.

use std::sync::Arc;

use unicode_segmentation::UnicodeSegmentation;

use super::coverage::Coverage;
use super::layout::{regions, text_width};
use super::margin::{Entry, entries};
use super::selected::{Selected, last_of};
use crate::app::change::{Change, moved};
use crate::app::command::Direction;
use crate::app::layout::{Edge, Measures};
use crate::app::page;
use crate::model::{ActorId, ArticleId, Model, PassageId};
use crate::search::{ActorNames, literal_matches};
use crate::text::Span;

/// State of the reader. Offsets are bytes of the article's text.
#[derive(Debug, Clone)]
pub struct Reader {
    /// The article.
    pub article: ArticleId,
    /// The first byte of the character under the cursor.
    pub cursor: usize,
    /// The last search in the text.
    pub search: String,
    /// Every match of it, in order.
    pub matches: Vec<Span>,
    /// The rows on the screen.
    pub rows: Vec<Span>,
    /// The places of passages that touch these rows, in order of the text.
    pub marks: Vec<(Span, PassageId)>,
    /// What the margin says of them, where there is one.
    pub margin: Vec<Entry>,
    /// The names of actors in these rows, in order.
    pub names: Vec<(Span, ActorId)>,
    /// Where the selection began, while there is one.
    pub anchor: Option<usize>,
    /// Where the mouse was pressed in the text last.
    pub pressed: Option<usize>,
    /// Details of the selection.
    pub selected: Option<Selected>,
    /// Made when the article is first shown.
    pub coverage: Option<Arc<Coverage>>,
    /// The passages at the cursor, the shortest first.
    pub here: Vec<PassageId>,
    /// The foreground passage of those at the cursor: the picked one, else the shortest.
    pub chosen: Option<PassageId>,
    /// The passage picked last; moving the cursor does not pick.
    picked: Option<PassageId>,
    page: Option<Page>,
    /// The piece of the text in which the names were found.
    seen: Span,
}

/// The rows on the screen: their width, and the first byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Page {
    top: usize,
    width: u16,
}

impl Reader {
    /// The reader at `span` of `article`.
    pub fn new(article: ArticleId, span: Span) -> Self {
        Self {
            article,
            cursor: span.start(),
            search: String::new(),
            matches: Vec::new(),
            rows: Vec::new(),
            marks: Vec::new(),
            margin: Vec::new(),
            names: Vec::new(),
            anchor: None,
            pressed: None,
            selected: None,
            coverage: None,
            here: Vec::new(),
            chosen: None,
            picked: None,
            page: None,
            seen: Span::default(),
        }
    }

    /// The reader carried over to a new snapshot: the cursor on the same words if they still exist, the page about
    /// where it was. `None` if the article or its text is gone.
    pub fn moved_to(&self, change: &Change<'_>) -> Option<Self> {
        let article = change.article(self.article)?;
        let (old, new) = (change.old.article(self.article).text(), change.new.article(article).text());
        let mut reader = Self::new(article, Span::default());
        reader.set_search(change.new, &self.search);
        reader.cursor = moved(self.cursor, old, new);
        reader.anchor = self.anchor.map(|anchor| moved(anchor, old, new));
        reader.picked = self.picked.and_then(|passage| change.passage(passage));
        reader.page = self.page.map(|page| Page { top: moved(page.top, old, new), ..page });
        Some(reader)
    }

    /// Wraps the rows around the cursor for a terminal of `size`, and gathers the passages in them.
    pub fn cut(&mut self, model: &Model, names: &ActorNames, (size, measures): ((u16, u16), Measures)) {
        let regions = regions(size, measures);
        let text_area = regions.text.inner;
        let article = model.article(self.article);
        let text = article.text();
        self.cursor = text.floor_char_boundary(self.cursor.min(text.len().saturating_sub(1)));
        let (width, height) = (text_width(size, measures), usize::from(text_area.height));
        match self.page.filter(|page| page.width == width) {
            Some(page) => {
                if !self.has_rows((page.top, text.len()), height) {
                    self.rows = page::rows_from(article, page.top, width, height);
                }
                self.reveal(model, (width, height));
            }
            None => self.rows = page::around(article, Span::new(self.cursor, self.cursor), width, text_area.height),
        }
        let top = self.rows.first().map_or(0, |row| row.start());
        self.page = Some(Page { top, width });
        let seen = Span::new(top, self.rows.last().map_or(0, |row| row.end()));
        self.marks = model.placed_in(self.article).iter().copied().filter(|(span, _)| span.overlaps(seen)).collect();
        if std::mem::replace(&mut self.seen, seen) != seen {
            self.names = found_names(names, text, seen);
        }
        self.gather(model);
        let before = std::mem::take(&mut self.margin);
        if regions.margin.edge == Edge::Boxed {
            let marks: Vec<_> = self.marks.iter().map(|(span, id)| (*span, self.row_of(*span), *id)).collect();
            let cells = usize::from(regions.margin.inner.width.saturating_sub(5)).max(1);
            self.margin = entries(model, (&marks, &self.here), before, cells);
        }
        self.look_at_selection(model);
        self.coverage.get_or_insert_with(|| Arc::new(Coverage::new(model, self.article)));
    }

    /// Whether the rows are those of a page of this height from `top` on, as most keys move the cursor within the page.
    /// They need not be full where they reach the end of the text, of `length` bytes.
    fn has_rows(&self, (top, length): (usize, usize), height: usize) -> bool {
        let (Some(first), Some(last)) = (self.rows.first(), self.rows.last()) else { return false };
        first.start() == top && (self.rows.len() == height || self.rows.len() < height && last.end() == length)
    }

    /// The row on the screen in which a place begins.
    fn row_of(&self, place: Span) -> u16 {
        u16::try_from(self.rows.partition_point(|row| row.end() <= place.start())).unwrap_or(u16::MAX)
    }

    /// The page on the screen.
    fn shown(&self) -> Page {
        self.page.unwrap_or_else(|| unreachable!("every update ends by cutting a page"))
    }

    /// Scrolls just enough to bring the cursor's row onto the screen, two rows from the edge.
    fn reveal(&mut self, model: &Model, (width, height): (u16, usize)) {
        let article = model.article(self.article);
        let margin = margin(height);
        let first = self.rows.get(margin).or(self.rows.first()).map_or(0, |row| row.start());
        let last = self.rows.get(height.saturating_sub(1 + margin)).or(self.rows.last()).map_or(0, |row| row.end());
        let row = page::row_at(article, self.cursor, width);
        let start = if row.start() < first {
            page::step(article, row.start(), -isize::try_from(margin).unwrap_or(0), width)
        } else if row.start() >= last {
            page::step(article, row.start(), -isize::try_from(height.saturating_sub(1 + margin)).unwrap_or(0), width)
        } else {
            return;
        };
        self.rows = page::rows_from(article, start.start(), width, height);
    }

    /// Finds the passages at the cursor.
    fn gather(&mut self, model: &Model) {
        let mut here: Vec<(usize, PassageId)> = model
            .placed_in(self.article)
            .iter()
            .filter(|(span, _)| span.contains(self.cursor))
            .map(|(span, passage)| (span.len(), *passage))
            .collect();
        here.sort_unstable();
        // The parts of an adapted quote count as one passage.
        let mut seen = Vec::new();
        here.retain(|(_, passage)| {
            !seen.contains(passage) && {
                seen.push(*passage);
                true
            }
        });
        self.here = here.into_iter().map(|(_, passage)| passage).collect();
        self.chosen = self.picked.filter(|picked| self.here.contains(picked)).or(self.here.first().copied());
    }

    /// Brings the next of the passages at the cursor to the foreground.
    pub fn choose_next(&mut self) {
        let at = self.here.iter().position(|passage| Some(*passage) == self.chosen);
        self.chosen = self.here.get(at.map_or(0, |at| (at + 1) % self.here.len().max(1))).copied();
        self.picked = self.chosen;
    }

    /// Brings a passage to the foreground as soon as the cursor is in its words.
    pub fn pick(&mut self, passage: PassageId) {
        self.picked = Some(passage);
    }

    /// Moves the cursor `by` rows, staying in its column as far as the row reaches.
    pub fn step(&mut self, model: &Model, by: isize) {
        let article = model.article(self.article);
        let row = page::row_at(article, self.cursor, self.shown().width);
        let column = Span::new(row.start(), self.cursor).of(article.text()).graphemes(true).count();
        let target = page::step(article, row.start(), by, self.shown().width);
        let words = target.of(article.text()).trim_end();
        let offset = words.grapheme_indices(true).nth(column).map(|(at, _)| at);
        let last = words.grapheme_indices(true).next_back().map_or(0, |(at, _)| at);
        self.cursor = target.start() + offset.unwrap_or(last);
    }

    /// Scrolls the page by rows. The cursor stays on its words while they are on the screen; at the ends of the text
    /// the cursor moves instead.
    pub fn scroll_by(&mut self, model: &Model, by: isize) {
        let article = model.article(self.article);
        let page = self.shown();
        let top = page::step(article, page.top, by, page.width).start();
        let (height, margin) = (self.rows.len(), margin(self.rows.len()));
        let rows = page::rows_from(article, top, page.width, height);
        if top == page.top || rows.len() < height {
            return self.step(model, by);
        }
        self.page = Some(Page { top, ..page });
        let (first, last) = (rows.get(margin).copied(), rows.get(height.saturating_sub(1 + margin)).copied());
        for _ in 0..by.unsigned_abs() + margin {
            if first.is_some_and(|row| self.cursor < row.start()) {
                self.step(model, 1);
            } else if last.is_some_and(|row| self.cursor >= row.end()) {
                self.step(model, -1);
            }
        }
    }

    /// Moves the cursor by half pages.
    pub fn page(&mut self, model: &Model, halves: isize) {
        let half = isize::try_from(self.rows.len() / 2).unwrap_or(1).max(1);
        self.step(model, half.saturating_mul(halves));
    }

    /// Moves the cursor to the beginning or the end of the text.
    pub fn end(&mut self, model: &Model, toward: Direction) {
        let text = model.article(self.article).text();
        self.cursor = match toward {
            Direction::Previous => 0,
            Direction::Next => text.trim_end().grapheme_indices(true).next_back().map_or(0, |(at, _)| at),
        };
    }

    /// Moves the cursor to the beginning or end of its row.
    pub fn row_end(&mut self, model: &Model, toward: Direction) {
        let article = model.article(self.article);
        let row = page::row_at(article, self.cursor, self.shown().width);
        let words = row.of(article.text()).trim_end();
        self.cursor = row.start()
            + match toward {
                Direction::Previous => 0,
                Direction::Next => words.grapheme_indices(true).next_back().map_or(0, |(at, _)| at),
            };
    }

    /// Moves the cursor by one character.
    pub fn character(&mut self, model: &Model, toward: Direction) {
        let text = model.article(self.article).text();
        self.cursor = match toward {
            Direction::Next => {
                let after = text.get(self.cursor..).and_then(|rest| rest.grapheme_indices(true).nth(1));
                after.map_or(self.cursor, |(at, _)| self.cursor + at)
            }
            Direction::Previous => {
                let before = text.get(..self.cursor).and_then(|rest| rest.grapheme_indices(true).next_back());
                before.map_or(0, |(at, _)| at)
            }
        };
    }

    /// Moves the cursor to the beginning of the next or previous word.
    pub fn word(&mut self, model: &Model, toward: Direction) {
        if let Some(anchor) = self.anchor {
            return self.select_word(model, anchor, toward);
        }
        let text = model.article(self.article).text();
        let found = match toward {
            Direction::Next => {
                let rest = text.get(self.cursor..).unwrap_or("");
                rest.unicode_word_indices().map(|(at, _)| self.cursor + at).find(|at| *at > self.cursor)
            }
            Direction::Previous => {
                let before = text.get(..self.cursor).unwrap_or("");
                before.unicode_word_indices().next_back().map(|(at, _)| at)
            }
        };
        self.cursor = found.unwrap_or(self.cursor);
    }

    /// Moves the cursor to the beginning of the next or previous passage, if there is one.
    pub fn go_to_passage(&mut self, model: &Model, toward: Direction) {
        let places = model.placed_in(self.article);
        let found = match toward {
            Direction::Next => places.iter().find(|(span, _)| span.start() > self.cursor),
            Direction::Previous => places.iter().rev().find(|(span, _)| span.start() < self.cursor),
        };
        if let Some((span, _)) = found {
            self.cursor = span.start();
            self.picked = None;
        }
    }

    /// Moves the cursor to the beginning of the next or previous line of the text.
    pub fn paragraph(&mut self, model: &Model, toward: Direction) {
        let lines = &model.article(self.article).lines;
        let line = lines.line(self.cursor) as usize;
        let start = lines.span(line).map_or(0, Span::start);
        let target = match toward {
            Direction::Next => (line + 1).min(lines.count()),
            Direction::Previous if self.cursor > start => line,
            Direction::Previous => line.saturating_sub(1).max(1),
        };
        self.cursor = lines.span(target).map_or(self.cursor, Span::start);
    }

    /// The sentence at the cursor, across line ends; on a blank line, that line.
    pub fn sentence(&self, model: &Model) -> Span {
        let made = || Arc::new(Coverage::new(model, self.article));
        let coverage = self.coverage.clone().unwrap_or_else(made);
        let behind = coverage.sentences.partition_point(|span| span.start() <= self.cursor);
        let article = model.article(self.article);
        let found = behind.checked_sub(1).and_then(|at| coverage.sentences.get(at)).filter(|found| {
            let between = article.text().get(found.end()..self.cursor);
            between.is_none_or(|between| !between.contains(['\n', '\r']))
        });
        found.copied().unwrap_or_else(|| page::block_at(article, self.cursor))
    }

    /// Moves the cursor to the next or previous name of an actor, also off the screen, within the lines around it.
    pub fn name(&mut self, model: &Model, names: &ActorNames, toward: Direction) {
        let article = model.article(self.article);
        let (mut block, cursor) = (page::block_at(article, self.cursor), self.cursor);
        loop {
            let found = found_names(names, article.text(), block);
            let found = match toward {
                Direction::Next => found.into_iter().find(|(span, _)| span.start() > cursor),
                Direction::Previous => found.into_iter().rev().find(|(span, _)| span.start() < cursor),
            };
            if let Some((span, _)) = found {
                self.cursor = span.start();
                return;
            }
            let beyond = match toward {
                Direction::Next => Some(block.end()).filter(|at| *at < article.text().len()),
                Direction::Previous => block.start().checked_sub(1),
            };
            let Some(beyond) = beyond else { return };
            block = page::block_at(article, beyond);
        }
    }

    /// Searches the text for the exact words, see [`literal_matches`], and goes to the first match from the cursor on.
    /// An empty search clears the last one.
    pub fn set_search(&mut self, model: &Model, wanted: &str) {
        wanted.clone_into(&mut self.search);
        self.matches = literal_matches(model.article(self.article).text(), wanted);
        if let Some(span) = self.matches.iter().find(|span| span.start() >= self.cursor).or(self.matches.first()) {
            self.cursor = self.at_match(model, *span);
            self.picked = None;
        }
    }

    /// Moves the cursor to the next or previous match, wrapping around.
    pub fn go_to_match(&mut self, model: &Model, toward: Direction) {
        let found = match toward {
            Direction::Next => self.matches.iter().find(|span| span.start() > self.cursor).or(self.matches.first()),
            Direction::Previous => {
                self.matches.iter().rev().find(|span| span.start() < self.cursor).or(self.matches.last())
            }
        };
        if let Some(span) = found {
            self.cursor = self.at_match(model, *span);
        }
    }

    /// Where the cursor goes for a match: its start; with a selection, its end.
    fn at_match(&self, model: &Model, found: Span) -> usize {
        let text = model.article(self.article).text();
        if self.anchor.is_some() { last_of(text, found) } else { found.start() }
    }

    /// Moves the cursor to the next or previous sentence without a passage; returns whether there is one.
    pub fn go_to_open(&mut self, toward: Direction) -> bool {
        let open = self.coverage.as_ref().map_or(&[][..], |coverage| &coverage.open);
        let found = match toward {
            Direction::Next => open.iter().find(|span| span.start() > self.cursor),
            Direction::Previous => open.iter().rev().find(|span| span.start() < self.cursor),
        };
        let Some(span) = found else { return false };
        (self.cursor, self.anchor) = (span.start(), None);
        true
    }
}

/// Rows between the cursor and the edge of a page of `height` rows.
fn margin(height: usize) -> usize {
    2.min(height.saturating_sub(1) / 2)
}

/// The names of actors in a piece of a text, as pieces of the text.
fn found_names(names: &ActorNames, text: &str, piece: Span) -> Vec<(Span, ActorId)> {
    names.find(piece.of(text)).into_iter().map(|(span, actor)| (span.shifted(piece.start()), actor)).collect()
}

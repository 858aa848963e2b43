//! Selecting words in the reader: whole words, then sentences or characters.
//!
//! A selection goes from the anchor to the cursor, the characters at both included.

use unicode_segmentation::UnicodeSegmentation;

use super::selected::{Selected, last_of, word_at};
use super::state::Reader;
use crate::app::command::Direction;
use crate::model::Model;
use crate::text::Span;

impl Reader {
    /// The words from the beginning of the selection to the cursor, both characters included; `None` without one.
    pub fn selection(&self, model: &Model) -> Option<Span> {
        let text = model.article(self.article).text();
        let (start, last) = (self.anchor?.min(self.cursor), self.anchor?.max(self.cursor));
        let length = text.get(last..).and_then(|rest| rest.graphemes(true).next()).map_or(0, str::len);
        Some(Span::new(start, last + length))
    }

    /// Looks the selection up in the article, where it is another than before. Costs a pass over the text.
    pub fn look_at_selection(&mut self, model: &Model) {
        let span = self.selection(model);
        if self.selected.as_ref().map(|selected| selected.span) != span {
            self.selected = span.map(|span| Selected::new(model, self.article, span));
        }
    }

    /// Selects the word under the cursor, or drops the selection there is.
    pub fn select(&mut self, model: &Model) {
        if self.anchor.take().is_some() {
            return;
        }
        let text = model.article(self.article).text();
        let word = word_at(text, self.cursor);
        self.anchor = Some(word.start());
        self.cursor = last_of(text, word);
    }

    /// Selects whole words from one place to another, the cursor at that one.
    pub fn select_between(&mut self, model: &Model, from: usize, to: usize) {
        let text = model.article(self.article).text();
        let (first, last) = (word_at(text, from), word_at(text, to));
        (self.anchor, self.cursor) = if to < from {
            (Some(last_of(text, first)), last.start())
        } else {
            (Some(first.start()), last_of(text, last))
        };
    }

    /// Selects the sentence with the cursor; with a selection that ends as its sentence does, the next one too.
    pub fn select_sentence(&mut self, model: &Model) {
        let text = model.article(self.article).text();
        if let Some(anchor) = self.anchor.as_mut().filter(|anchor| **anchor > self.cursor) {
            std::mem::swap(anchor, &mut self.cursor);
        }
        let mut sentence = self.sentence(model);
        if let Some(selection) = self.selection(model)
            && selection.end() >= sentence.end()
        {
            let rest = text.get(selection.end()..).unwrap_or("");
            let Some(next) = rest.find(|c: char| !c.is_whitespace()) else { return };
            self.cursor = selection.end() + next;
            sentence = self.sentence(model);
        }
        self.anchor.get_or_insert(sentence.start());
        self.cursor = last_of(text, sentence);
    }

    /// The cursor goes to the other end of the selection.
    pub fn swap_ends(&mut self) {
        if let Some(anchor) = &mut self.anchor {
            std::mem::swap(anchor, &mut self.cursor);
        }
    }

    /// With a selection, takes a word in at the cursor's end or leaves one out.
    pub fn select_word(&mut self, model: &Model, anchor: usize, toward: Direction) {
        let text = model.article(self.article).text();
        let (is_forward, first) = (self.cursor >= anchor, word_at(text, anchor));
        let here = word_at(text, self.cursor);
        let found = match toward {
            Direction::Next => {
                let rest = text.get(here.end()..).unwrap_or("");
                rest.unicode_word_indices().next().map(|(at, word)| Span::new(at, at + word.len()).shifted(here.end()))
            }
            Direction::Previous => {
                let before = text.get(..here.start()).unwrap_or("");
                before.unicode_word_indices().next_back().map(|(at, word)| Span::new(at, at + word.len()))
            }
        };
        let Some(found) = found else { return };
        self.cursor = match (is_forward, toward) {
            (true, Direction::Previous) if found.start() < anchor => {
                self.anchor = Some(last_of(text, first));
                found.start()
            }
            (false, Direction::Next) if found.end() > anchor => {
                self.anchor = Some(first.start());
                last_of(text, first)
            }
            (true, _) => last_of(text, found),
            (false, _) => found.start(),
        };
    }

    /// The words that are meant: what is selected, else the sentence with the cursor.
    pub fn meant(&self, model: &Model) -> Span {
        self.selection(model).unwrap_or_else(|| self.sentence(model))
    }
}

//! Selecting words in the reader: whole words, then sentences or characters.
//!
//! A selection reaches from the anchor to the cursor, both characters included.

use unicode_segmentation::UnicodeSegmentation;

use super::selected::{Selected, last_of, word_at};
use super::state::Reader;
use crate::app::command::Direction;
use crate::model::Model;
use crate::text::Span;

impl Reader {
    /// The selected words; `None` without a selection.
    pub fn selection(&self, model: &Model) -> Option<Span> {
        let text = model.article(self.article).text();
        let (start, last) = (self.anchor?.min(self.cursor), self.anchor?.max(self.cursor));
        let length = text.get(last..).and_then(|rest| rest.graphemes(true).next()).map_or(0, str::len);
        Some(Span::new(start, last + length))
    }

    /// Locates a changed selection in the article. Costs a pass over the text.
    pub fn look_at_selection(&mut self, model: &Model) {
        let span = self.selection(model);
        if self.selected.as_ref().map(|selected| selected.span) != span {
            self.selected = span.map(|span| Selected::new(model, self.article, span));
        }
    }

    /// Selects the word under the cursor, or clears the selection.
    pub fn select(&mut self, model: &Model) {
        if self.anchor.take().is_some() {
            return;
        }
        let text = model.article(self.article).text();
        let word = word_at(text, self.cursor);
        self.anchor = Some(word.start());
        self.cursor = last_of(text, word);
    }

    /// Selects whole words between two places, with the cursor at the second.
    pub fn select_between(&mut self, model: &Model, from: usize, to: usize) {
        let text = model.article(self.article).text();
        let (first, last) = (word_at(text, from), word_at(text, to));
        (self.anchor, self.cursor) = if to < from {
            (Some(last_of(text, first)), last.start())
        } else {
            (Some(first.start()), last_of(text, last))
        };
    }

    /// Selects the sentence at the cursor; extends a selection that ends with a sentence by the next one.
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

    /// Moves the cursor to the other end of the selection.
    pub fn swap_ends(&mut self) {
        if let Some(anchor) = &mut self.anchor {
            std::mem::swap(anchor, &mut self.cursor);
        }
    }

    /// Extends or shrinks the selection by a word at the cursor's end.
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

    /// The words to quote: the selection, else the sentence at the cursor.
    pub fn meant(&self, model: &Model) -> Span {
        self.selection(model).unwrap_or_else(|| self.sentence(model))
    }
}

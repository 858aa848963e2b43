//! Completion of the field of a query being typed.

use super::command::Direction;
use super::field::Field;
use crate::model::Model;
use crate::search::{Completion, complete};
use crate::text::Span;

/// The candidates for the field under the cursor of a line.
#[derive(Debug, Clone, Default)]
pub struct Completer {
    /// The completions; `None` if the cursor is in no field.
    pub offered: Option<Completion>,
    /// Which candidate was taken last.
    pub taken: Option<usize>,
}

impl Completer {
    /// Offers what fits the line now. One pass over the records.
    pub fn typed(&mut self, field: &Field, model: &Model) {
        *self = Self { offered: complete(field.text(), field.offset(), model), taken: None };
    }

    /// Replaces the field by the next or previous candidate, wrapping around, beginning with the first. Returns whether
    /// there was one.
    pub fn take(&mut self, toward: Direction, field: &mut Field) -> bool {
        let Some(completion) = &mut self.offered else { return false };
        let count = completion.candidates.len();
        let next = match (self.taken, toward) {
            (None, Direction::Next) => 0,
            (Some(at), Direction::Next) => (at + 1) % count,
            (None, Direction::Previous) => count - 1,
            (Some(at), Direction::Previous) => (at + count - 1) % count,
        };
        let Some(candidate) = completion.candidates.get(next) else { return false };
        field.replace(completion.span, candidate);
        let start = completion.span.start();
        completion.span = Span::new(start, start + candidate.len());
        self.taken = Some(next);
        true
    }
}

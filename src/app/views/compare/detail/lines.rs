//! Rows of the detail: texts and quotes, wrapped.

use crate::compare::Verdict;
use crate::model::ActorId;
use crate::quote::ShownQuote;
use crate::text::{Span, hang, width, wrap};

/// What a row says, for its looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Something plain.
    Text,
    /// What a reader looks for first.
    Strong,
    /// What may be overlooked.
    Dim,
    /// A heading.
    Heading,
    /// Something to look at.
    Warn,
    /// How two relate.
    Verdict(Verdict),
    /// Where an actor stands.
    Actor(ActorId),
}

/// A row of the detail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its words.
    pub text: String,
    /// What they are.
    pub tone: Tone,
    /// The pieces of the words that a quote leaves out or cuts off.
    pub missing: Vec<Span>,
    /// What follows the words, in a tone of its own; may be empty.
    pub tail: (String, Tone),
    /// Whose bar precedes it, for a quote.
    pub bar: Option<ActorId>,
    /// Cells before it.
    pub indent: u16,
}

/// Rows being gathered, no more than are asked for.
pub struct Lines {
    /// The rows so far.
    pub rows: Vec<Line>,
    /// Cells of each.
    pub width: u16,
    /// Rows on the screen.
    pub page: usize,
    /// Whether there was more than was asked for.
    pub has_more: bool,
    most: usize,
}

impl Lines {
    /// For about `most` rows of `width` cells, `page` of which are on the screen at once.
    pub fn new((width, page): (u16, usize), most: usize) -> Self {
        Self { rows: Vec::new(), width, page, has_more: false, most }
    }

    /// For what follows `used` rows: as many as are asked for behind them.
    pub fn rest(&self, used: usize) -> Self {
        Self::new((self.width, self.page), self.most.saturating_sub(used))
    }

    /// For no more than `most` rows.
    pub fn leading(&self, most: usize) -> Self {
        Self::new((self.width, self.page), most)
    }

    /// Adds what was gathered apart, with an empty row before each where `has_gaps`.
    pub fn extend(&mut self, parts: Vec<Self>, has_gaps: bool) {
        for part in parts {
            self.gap(has_gaps);
            self.rows.extend(part.rows);
            self.has_more |= part.has_more;
        }
    }

    /// Adds an empty row behind others, if wanted.
    pub fn gap(&mut self, is_wanted: bool) {
        if is_wanted && !self.rows.is_empty() {
            self.put("", Tone::Text, 0);
        }
    }

    /// Leaves what the screen shows at once as it is: what follows begins below it.
    pub fn fill_page(&mut self) {
        self.rows.truncate(self.page);
        while self.rows.len() < self.page {
            self.put("", Tone::Text, 0);
        }
    }

    /// Whether more is wanted, asked by those who have more.
    pub fn has_room(&mut self) -> bool {
        let has_room = self.rows.len() < self.most;
        self.has_more |= !has_room;
        has_room
    }

    /// Adds a text, wrapped.
    pub fn put(&mut self, text: &str, tone: Tone, indent: u16) {
        self.add(&ShownQuote { text: text.to_owned(), missing: Vec::new() }, tone, (indent, None));
    }

    /// Adds where a quote is from, in full or in short: after its last row if it fits, else below it.
    pub fn end_with(&mut self, [full, short]: [&str; 2], tone: Tone) {
        let room = usize::from(self.width.saturating_sub(5));
        let texts = [full, if short.is_empty() { full } else { short }];
        if let Some(last) = self.rows.last_mut()
            && let Some(text) = texts.into_iter().find(|text| width(&last.text) + 2 + width(text) <= room)
        {
            last.tail = (format!("  {text}"), tone);
            return;
        }
        let fitting = texts.into_iter().find(|text| width(text) <= room);
        self.put(fitting.unwrap_or(texts[1]), tone, 3);
    }

    /// Adds a text or a quote, wrapped, behind its bar.
    pub fn add(&mut self, quote: &ShownQuote, tone: Tone, (indent, bar): (u16, Option<ActorId>)) {
        if !self.has_room() {
            return;
        }
        let bar_width = if bar.is_some() { 2 } else { 0 };
        let room = usize::from(self.width.saturating_sub(indent + bar_width + 2));
        let (text, hang) = (&quote.text, hang(&quote.text));
        for span in wrap(text, room.saturating_sub(hang)) {
            let hang = if span.start() > 0 { hang } else { 0 };
            let shift = |at: usize| at - span.start() + hang;
            let pieces = quote.missing.iter().map(|missing| missing.intersection(span));
            let pieces = pieces.filter(|piece| !piece.is_empty());
            let missing = pieces.map(|piece| Span::new(shift(piece.start()), shift(piece.end()))).collect();
            let text = " ".repeat(hang) + span.of(text).trim_end();
            self.rows.push(Line { text, tone, missing, tail: (String::new(), Tone::Dim), bar, indent });
        }
    }
}

//! Rows of the detail: texts and quotes, wrapped.

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::layout::right;
use crate::quote::ShownQuote;
use crate::text::{Span, hang, width, wrap};
use crate::view::paint::{Canvas, row};
use crate::view::theme::PASSAGE;

/// A row of the detail.
pub struct Line {
    pub text: String,
    style: Style,
    /// The pieces of the text that a quote leaves out or cuts off.
    missing: Vec<Span>,
    /// What stands behind it, overlooked more easily.
    tail: String,
    /// The colour of the bar before it, for a quote.
    bar: Option<Style>,
    indent: u16,
}

/// Rows being gathered, no more than there is room for.
pub struct Lines {
    pub rows: Vec<Line>,
    pub width: u16,
    pub most: usize,
    /// Whether there was more than room for it.
    has_more: bool,
}

impl Lines {
    pub fn new(area: Rect) -> Self {
        Self::up_to(usize::from(area.height), area.width)
    }

    /// For at most so many rows of so many cells.
    pub fn up_to(most: usize, width: u16) -> Self {
        Self { rows: Vec::new(), width, most, has_more: false }
    }

    /// Whether there is room for more, asked by those who have more: where there is none, a mark will say so.
    pub fn has_room(&mut self) -> bool {
        let has_room = self.rows.len() < self.most;
        self.has_more |= !has_room;
        has_room
    }

    /// Adds a text, wrapped.
    pub fn put(&mut self, text: &str, style: Style, indent: u16) {
        self.add(&ShownQuote { text: text.to_owned(), missing: Vec::new() }, style, (indent, None));
    }

    /// Adds where a quote stands, in full or in short: behind its last row where there is room, else below it.
    pub fn end_with(&mut self, [full, short]: [&str; 2], style: Style) {
        let room = usize::from(self.width.saturating_sub(5));
        let texts = [full, if short.is_empty() { full } else { short }];
        if let Some(last) = self.rows.last_mut()
            && let Some(text) = texts.into_iter().find(|text| width(&last.text) + 2 + width(text) <= room)
        {
            last.tail = format!("  {text}");
            return;
        }
        let fitting = texts.into_iter().find(|text| width(text) <= room);
        self.put(fitting.unwrap_or(texts[1]), style, 3);
    }

    /// Adds a text or a quote, wrapped, behind its bar.
    pub fn add(&mut self, quote: &ShownQuote, style: Style, (indent, bar): (u16, Option<Style>)) {
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
            self.rows.push(Line { text, style, missing, tail: String::new(), bar, indent });
        }
    }

    /// Draws the rows from the first of `area` on, and at the end of the last that there are more.
    pub fn draw(&self, area: Rect, canvas: &mut Canvas<'_>) {
        let theme = canvas.theme;
        for (at, line) in (0..area.height).zip(&self.rows) {
            let pen = canvas.pen(row(area, at), 0).put(" ", theme.text).column(1 + line.indent);
            let pen = match line.bar {
                Some(bar) => pen.put(PASSAGE, bar).put(" ", theme.text),
                None => pen,
            };
            let missing = line.style.patch(theme.missing);
            let is_missing = |at: usize| line.missing.iter().any(|piece| piece.contains(at));
            let pen = pen.styled(&line.text, |at| if is_missing(at) { missing } else { line.style });
            let _ = pen.put(&line.tail, theme.dim);
        }
        if self.has_more || self.rows.len() > usize::from(area.height) {
            let end = right(row(area, area.height.saturating_sub(1)), 1);
            let _ = canvas.pen(end, 0).put("…", theme.warn);
        }
    }
}

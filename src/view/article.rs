//! Rows of an article's text with its passages, for the reader, the context and the preview.

use std::borrow::Cow;

use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::paint::{Canvas, row};
use super::theme::Theme;
use crate::model::{ActorId, ArticleId, Model, PassageId};
use crate::text::{Span, width};

/// What to show of an article.
pub struct Text<'a> {
    /// The model.
    pub model: &'a Model,
    /// The article.
    pub article: ArticleId,
    /// The rows, one for each row of the area.
    pub rows: &'a [Span],
    /// The places of passages to show, in order of the text.
    pub marks: &'a [(Span, PassageId)],
    /// Words in the foreground.
    pub chosen: Option<Span>,
    /// Search matches, in order, not overlapping.
    pub found: &'a [Span],
    /// The names of actors, in order.
    pub names: &'a [(Span, ActorId)],
    /// The selection.
    pub selection: Option<Span>,
    /// The character under the cursor.
    pub cursor: Option<usize>,
    /// Cells for the bars at the left.
    pub gutter: u16,
}

/// Draws the rows with a gutter that has a bar for each actor with a passage in the row.
pub fn draw(text: &Text<'_>, area: Rect, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    for (at_row, span) in (0..).zip(text.rows) {
        if canvas.is_covered(row(area, at_row)) {
            continue;
        }
        bars(text, *span, row(area, at_row), canvas);
        let pen = canvas.pen(row(area, at_row), 0).column(text.gutter);
        let whole = span.of(text.model.article(text.article).text());
        let words = joined(whole.trim_end_matches(['\n', '\r', ' ', '\t']));
        let pieces = Ink::in_row(text, *span).pieces(text, *span, theme);
        let mut piece = 0;
        let pen = pen.styled(&words, |offset| {
            while pieces.get(piece + 1).is_some_and(|(from, _)| *from <= span.start() + offset) {
                piece += 1;
            }
            pieces[piece].1
        });
        let cursor_behind = text.cursor.is_some_and(|at| at >= span.start() + words.len() && span.contains(at));
        if cursor_behind {
            let _ = pen.here().put(" ", theme.selection);
        } else if let Some(at) = text.cursor.filter(|at| span.contains(*at)) {
            let before = words.get(..at - span.start()).map_or(0, width);
            let indent = text.gutter.saturating_add(u16::try_from(before).unwrap_or(u16::MAX));
            let _ = canvas.pen(row(area, at_row), 0).column(indent).here();
        }
    }
}

/// The words of a row without the line ends within it; every other byte stays where it is.
fn joined(words: &str) -> Cow<'_, str> {
    if words.contains('\n') { words.replace("\r\n", "\u{a0}").replace('\n', " ").into() } else { words.into() }
}

/// Everything that styles the characters of one row.
struct Ink<'a> {
    marks: Vec<(Span, PassageId)>,
    names: Vec<(Span, ActorId)>,
    found: &'a [Span],
}

impl<'a> Ink<'a> {
    fn in_row(text: &Text<'a>, row: Span) -> Self {
        let from = text.found.partition_point(|found| found.end <= row.start);
        let found = text.found.get(from..).unwrap_or_default();
        Self {
            marks: text.marks.iter().filter(|(span, _)| span.overlaps(row)).copied().collect(),
            names: text.names.iter().filter(|(span, _)| span.overlaps(row)).copied().collect(),
            found: found.get(..found.partition_point(|found| found.start < row.end)).unwrap_or_default(),
        }
    }

    /// The pieces of the row whose characters look alike: where each begins, the first with the row, and its style.
    fn pieces(&self, text: &Text<'_>, row: Span, theme: &Theme) -> Vec<(usize, Style)> {
        let cursor = text.cursor.map(|at| Span::new(at, at + 1));
        let spans = self.marks.iter().map(|(span, _)| *span).chain(self.names.iter().map(|(span, _)| *span));
        let spans = spans.chain(self.found.iter().copied()).chain(text.chosen).chain(text.selection).chain(cursor);
        let borders = spans.flat_map(|span| [span.start(), span.end()]).filter(|at| row.contains(*at));
        let mut starts: Vec<usize> = std::iter::once(row.start()).chain(borders).collect();
        starts.sort_unstable();
        starts.dedup();
        starts.into_iter().map(|at| (at, self.style(text, at, theme))).collect()
    }

    /// The style of the character at `offset`.
    fn style(&self, text: &Text<'_>, offset: usize, theme: &Theme) -> Style {
        let mark = self.marks.iter().filter(|(span, _)| span.contains(offset)).min_by_key(|(span, _)| span.len());
        let mut style = mark.map_or(theme.text, |(_, passage)| theme.actor(text.model, actor(text.model, *passage)));
        if text.chosen.is_some_and(|span| span.contains(offset)) {
            style = style.patch(theme.chosen);
        }
        if let Some((_, actor)) = self.names.iter().find(|(span, _)| span.contains(offset)) {
            style = style.patch(theme.actor(text.model, *actor)).patch(theme.name);
        }
        if text.selection.is_some_and(|span| span.contains(offset)) {
            style = style.patch(theme.held).add_modifier(Modifier::REVERSED);
        }
        if self.found.iter().any(|span| span.contains(offset)) {
            style = style.patch(theme.found);
        }
        if text.cursor == Some(offset) { theme.selection } else { style }
    }
}

/// A bar for each actor, those with the earliest passages first; a count if there is no room for all.
fn bars(text: &Text<'_>, span: Span, area: Rect, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    let room = usize::from(text.gutter.saturating_sub(1));
    let mut actors: Vec<ActorId> = Vec::new();
    for (place, passage) in text.marks {
        let who = actor(text.model, *passage);
        if place.overlaps(span) && !actors.contains(&who) {
            actors.push(who);
        }
    }
    let mut pen = canvas.pen(area, 0);
    let shown = if actors.len() > room { room.saturating_sub(1) } else { actors.len() };
    for who in actors.iter().take(shown) {
        pen = pen.actor(text.model, *who);
    }
    if actors.len() > shown {
        let _ = pen.put("+", theme.dim);
    }
}

/// Whose position a passage supports.
pub fn actor(model: &Model, passage: PassageId) -> ActorId {
    model.demand(model.demand_of(passage)).actor
}

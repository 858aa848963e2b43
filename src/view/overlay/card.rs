//! The card of one thing.

use super::open;
use crate::app::App;
use crate::app::layout;
use crate::app::list::Row;
use crate::app::overlay::{Card, Tone};
use crate::model::Subject;
use crate::text::hang;
use crate::view::edge;
use crate::view::paint::{Canvas, ListRow, row};

pub(super) fn draw(app: &App, card: &Card, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    let frame = layout::overlay(app.size);
    let position =
        if card.list.count() == 0 { String::new() } else { format!("{}/{}", card.list.ordinal(), card.list.count()) };
    open(canvas, frame, &card.title, &position);
    edge::scrollbar(canvas, frame, card.list.extent(), theme.focus);
    for (at, (what, selected)) in (0..).zip(card.list.window()) {
        let (Row::Heading((place, span)) | Row::Item((place, span))) = what;
        let Some(line) = card.lines.get(*place) else { continue };
        let list_row = ListRow::focused(row(frame.inner, at), selected);
        let style = match line.tone {
            Tone::Heading => theme.heading,
            Tone::Quote => line.actor.map_or(theme.text, |actor| theme.actor(app.model(), actor)),
            Tone::Fact if *place == 0 => theme.strong,
            Tone::Fact => theme.text,
            Tone::Note => theme.dim,
            Tone::Link(Subject::Demand(id)) if !app.model().is_live(id) => list_row.or(theme, theme.dim),
            Tone::Link(_) => list_row.style(theme),
        };
        let hang = if span.start() > 0 { u16::try_from(hang(&line.text)).unwrap_or(0) } else { 0 };
        let pen = canvas.begin(list_row);
        let pen = match (line.tone, line.actor) {
            (Tone::Link(_), Some(actor)) => pen.put(" ", style).actor(app.model(), actor).put(" ", style),
            (Tone::Link(_), None) => pen.put("   ", style),
            (Tone::Heading | Tone::Quote | Tone::Fact | Tone::Note, _) => pen.column(1 + line.indent + hang),
        };
        let missing = style.patch(theme.missing);
        let is_missing = |at: usize| line.missing.iter().any(|piece| piece.contains(span.start() + at));
        let _ = pen.styled(span.of(&line.text).trim_end(), |at| if is_missing(at) { missing } else { style });
    }
}

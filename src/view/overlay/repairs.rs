//! The repairs of a quote: the quoted words, similar places, and what the selected repair changes.

use ratatui::layout::Rect;

use super::open;
use crate::app::App;
use crate::app::layout::{self, Frame};
use crate::app::list::Row;
use crate::app::overlay::Repairs;
use crate::edit::Repair;
use crate::text::{Span, wrap};
use crate::view::edge;
use crate::view::paint::{Canvas, ListRow, row};

pub(super) fn draw(app: &App, repairs: &Repairs, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    let (model, frame) = (app.model(), layout::overlay(app.size));
    let position = format!("{}/{}", repairs.list.ordinal(), repairs.list.count());
    let passage = model.passage(repairs.passage);
    let title = format!("Repair {} · {}", model.passage_key(repairs.passage), passage.anchor.word());
    open(canvas, frame, &title, &position);
    let words = model.quote(repairs.passage);
    let (rows, [quote, list, detail]) = repairs.regions(model, app.size);
    for (at, span) in (0..quote.height).zip(&rows) {
        let is_last = at + 1 == quote.height && rows.len() > usize::from(quote.height);
        let pen = canvas.pen(quote, at).put(" ", theme.text).put(span.of(words).trim_end(), theme.strong);
        let _ = if is_last { pen.put("…", theme.dim) } else { pen };
    }
    edge::scrollbar(canvas, Frame { inner: list, ..frame }, repairs.list.extent(), theme.focus);
    for (at, (what, selected)) in (0..).zip(repairs.list.window()) {
        if let Row::Item(place) = what
            && let Some(repair) = repairs.all.get(*place)
        {
            let line = ListRow::focused(row(list, at), selected);
            let article = model.article(repair.article);
            let number = article.lines.line(repair.place.start());
            let pen = canvas.begin(line).put(&format!("{}:{number} ", article.key), line.or(theme, theme.dim));
            let _ = pen.put(&repair.quote, line.style(theme));
        }
    }
    canvas.pen(detail, 0).fill("─", theme.edge);
    if let Some(repair) = repairs.selected() {
        change(app, repair, detail, canvas);
    }
}

/// The changes of a repair, and the words of the article around its place.
fn change(app: &App, repair: &Repair, area: Rect, canvas: &mut Canvas<'_>) {
    let (theme, model) = (canvas.theme, app.model());
    let cells = usize::from(area.width.saturating_sub(2)).max(1);
    let told = repair.what(model);
    let pieces = marked(&told);
    let style = |at: usize| match pieces.iter().find(|(span, _)| span.contains(at)) {
        Some((_, true)) => theme.accent,
        Some((_, false)) => theme.error,
        None => theme.text,
    };
    let rows = wrap(&told, cells);
    for (at, span) in (1..area.height).zip(&rows) {
        let pen = canvas.pen(area, at).put(" ", theme.text);
        let _ = pen.styled(span.of(&told).trim_end(), |offset| style(span.start() + offset));
    }
    let (around, place) = around(model.article(repair.article).text(), repair.place);
    let first = u16::try_from(rows.len()).unwrap_or(u16::MAX).saturating_add(2);
    for (at, span) in (first..area.height).zip(wrap(&around, cells)) {
        let pen = canvas.pen(area, at).put(" ", theme.text);
        let tone = |offset: usize| if place.contains(span.start() + offset) { theme.text } else { theme.dim };
        let _ = pen.styled(span.of(&around).trim_end(), tone);
    }
}

/// The words at and around a place, on one line, and the span of the place in it.
fn around(text: &str, place: Span) -> (String, Span) {
    /// Bytes on each side.
    const REACH: usize = 240;
    let joined = |piece: &str| piece.split_whitespace().collect::<Vec<_>>().join(" ");
    let start = text.ceil_char_boundary(place.start().saturating_sub(REACH));
    let before = text.get(start..place.start()).unwrap_or_default();
    // Drop a cut word.
    let before = if start == 0 { before } else { before.split_once(char::is_whitespace).map_or("", |(_, rest)| rest) };
    let behind = text.get(place.end()..text.ceil_char_boundary(place.end() + REACH)).unwrap_or_default();
    let gap = |is_there: bool| if is_there { " " } else { "" };
    let head = joined(before) + gap(before.ends_with(char::is_whitespace));
    let words = joined(place.of(text));
    let place = Span::new(head.len(), head.len() + words.len());
    (format!("{head}{words}{}{}", gap(behind.starts_with(char::is_whitespace)), joined(behind)), place)
}

/// The deleted (`[-…-]`) and inserted (`{+…+}`) pieces of a word diff, and whether they are inserted.
fn marked(diff: &str) -> Vec<(Span, bool)> {
    let of = |(open, close, comes): (&str, &str, bool)| {
        let pieces = diff.match_indices(open).filter_map(|(at, _)| {
            let length = diff.get(at..)?.find(close)? + close.len();
            Some((Span::new(at, at + length), comes))
        });
        pieces.collect::<Vec<_>>()
    };
    [("[-", "-]", false), ("{+", "+}", true)].into_iter().flat_map(of).collect()
}

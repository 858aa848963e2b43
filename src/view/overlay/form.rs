//! The form, and the preview of what it writes.

use ratatui::layout::Rect;

use super::{open, typed};
use crate::app::App;
use crate::app::overlay::{Form, FormLine, FormPreview as Preview, FormPurpose, LineKind, form_regions};
use crate::model::Subject;
use crate::text::{Span, clean, counted, width, wrap};
use crate::view::paint::{Canvas, row};
use crate::view::theme::BAR;

/// Cells of the names of lines, with the space behind.
const NAMES: u16 = 13;

pub(super) fn draw(app: &App, form: &Form, canvas: &mut Canvas<'_>) {
    let regions = form_regions(app.size);
    let what = match &form.purpose {
        FormPurpose::Demand(..) => "Add a demand",
        FormPurpose::Passage(..) => "Add a passage",
        FormPurpose::Article => "Add an article",
        FormPurpose::Change(held) => &*format!("Change {}", clean(&held.id).as_str()),
    };
    if let Some(preview) = &form.preview {
        open(canvas, regions.frame, what, "⏎ writes  Esc goes back");
        return previewed(preview, regions.frame.inner, canvas);
    }
    open(canvas, regions.frame, what, "⏎ shows the TOML");
    quote(app, form, regions.quote, canvas);
    let shown = form.lines.iter().enumerate().skip(form.top).take(usize::from(regions.lines.height));
    for (at, (place, line)) in (0..).zip(shown) {
        self::line(line, place == form.at, row(regions.lines, at), canvas);
    }
    if let Some(line) = form.lines.get(form.at) {
        choices(line, regions.choices, canvas);
    }
}

/// The words that are quoted; of a record, what it is called.
fn quote(app: &App, form: &Form, area: Rect, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    let model = app.model();
    let quoted = |words: &str| format!("“{}”", words.split_whitespace().collect::<Vec<_>>().join(" "));
    let words = match &form.purpose {
        FormPurpose::Demand(words) | FormPurpose::Passage(words) => quoted(&words.text),
        FormPurpose::Article => "a text in the folder of the model or below; its first line is the title".to_owned(),
        FormPurpose::Change(held) => match model.subject(&held.id) {
            Some(Subject::Actor(id)) => model.actor(id).name.to_string(),
            Some(Subject::Issue(id)) => model.issue(id).name.to_string(),
            Some(Subject::Article(id)) => model.article(id).title.to_string(),
            Some(Subject::Passage(id)) => quoted(model.quote(id)),
            Some(Subject::Demand(id)) => match model.demand(id).passages().next() {
                Some(first) => quoted(model.quote(first)),
                None => model.demand(id).text.to_string(),
            },
            Some(Subject::Words(..)) | None => String::new(),
        },
    };
    let style = match &form.purpose {
        FormPurpose::Demand(words) | FormPurpose::Passage(words) if words.place(model).is_none() => theme.missing,
        _ => theme.chosen,
    };
    let rows = wrap(&words, usize::from(area.width.saturating_sub(2)).max(1));
    for (at, span) in (0..area.height).zip(&rows) {
        let pen = canvas.pen(row(area, at), 0).put(" ", theme.text);
        let pen = pen.put(span.of(&words).trim_end(), style);
        if at + 1 == area.height && rows.len() > usize::from(area.height) {
            let _ = pen.put("…", style);
        }
    }
}

/// What a line is called.
fn name(line: &FormLine) -> String {
    match line.key {
        "addressee" => "asked of".to_owned(),
        "in_exchange_for" => "in exchange".to_owned(),
        key => key.replace('_', " "),
    }
}

fn line(line: &FormLine, is_here: bool, area: Rect, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    if is_here {
        canvas.tint(area, theme.held);
    }
    let (mark, style) = if is_here { (BAR, theme.held) } else { (" ", theme.dim) };
    let pen = canvas.pen(area, 0).put(mark, theme.focus).put(&name(line), style).column(NAMES);
    if line.kind.is_text() {
        let _ = if is_here { typed(pen, &line.field, theme) } else { pen.put(line.field.text(), theme.text) };
        return;
    }
    let labels: Vec<String> = line
        .taken
        .iter()
        .map(|choice| if choice.is_new { format!("{} (new)", choice.label) } else { choice.label.clone() })
        .collect();
    let value = labels.join(", ");
    let is_typed = !line.field.text().is_empty();
    let hides = is_here && is_typed && !matches!(line.kind, LineKind::Many(_));
    let pen = if hides { pen } else { pen.put(&value, theme.strong) };
    if is_here {
        let pen = if value.is_empty() || hides { pen } else { pen.put(" ", theme.text) };
        let _ = typed(pen, &line.field, theme);
    }
}

/// What may be taken in a line: all of a closed list with the digits that pick, else what fits what is typed.
fn choices(line: &FormLine, area: Rect, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    canvas.pen(area, 0).fill("─", theme.edge);
    let is_closed = line.kind == LineKind::Closed;
    let fitting = line.fitting();
    if fitting.is_empty() {
        let hint = match line.kind {
            LineKind::Words if line.key == "date" => "YYYY-MM-DD, a month or a year; empty: the article's date",
            LineKind::Words => "type; empty leaves it out",
            LineKind::List => "type them with | between them",
            LineKind::Closed => "this issue has no scale; a number places the demand all the same",
            LineKind::Many(_) => "type a part of it, Tab takes; Backspace drops the last one",
            LineKind::One(_) => "type a part of a name, Tab takes",
        };
        let _ = canvas.pen(area, 1).put(" ", theme.text).put(hint, theme.dim);
        return;
    }
    let next = fitting.get(line.next % fitting.len()).copied();
    let (mut at, mut used) = (1, 0);
    let room = usize::from(area.width.saturating_sub(2));
    for place in &fitting {
        let Some(choice) = line.choices.get(*place) else { continue };
        let number = if is_closed && *place < 10 { format!("{} ", (*place + 1) % 10) } else { String::new() };
        let plus = if choice.is_new { "+ new: " } else { "" };
        let label = format!("{plus}{}", choice.label);
        let cells = width(&label) + number.len() + if line.key == "position" { 4 } else { 2 };
        if used > 0 && used + cells > room {
            (at, used) = (at + 1, 0);
        }
        let column = u16::try_from(used + 1).unwrap_or(u16::MAX);
        let is_taken = line.taken.contains(choice);
        let is_next = !line.field.text().is_empty() && Some(*place) == next;
        let style = if is_next {
            theme.selection
        } else if is_taken {
            theme.strong
        } else {
            theme.text
        };
        let pen = canvas.pen(row(area, at), 0).column(column).put(&number, theme.accent).put(&label, style);
        let between = if line.key == "position" && Some(place) != fitting.last() { " ── " } else { " " };
        let _ = pen.put(between, theme.edge);
        used += cells;
    }
}

/// The lines that come and go, with what has to be known of them.
fn previewed(preview: &Preview, area: Rect, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    let mut at = 0;
    for note in &preview.notes {
        for span in wrap(note, usize::from(area.width.saturating_sub(2)).max(1)) {
            let _ = canvas.pen(row(area, at), 0).put(" ", theme.text).put(span.of(note).trim_end(), theme.warn);
            at += 1;
        }
    }
    let room = usize::from(area.width.saturating_sub(3)).max(1);
    let shown = preview.lines.iter().skip(preview.top).filter(|line| !line.starts_with("@@"));
    for line in shown {
        let style = if line.starts_with('+') {
            theme.text
        } else if line.starts_with('-') {
            theme.missing
        } else {
            theme.dim
        };
        let (mark, rest) = line.split_at(line.chars().next().map_or(0, char::len_utf8));
        let rows = if rest.is_empty() { vec![Span::default()] } else { wrap(rest, room) };
        for (number, span) in rows.into_iter().enumerate() {
            if at >= area.height {
                let more = counted(preview.lines.len(), "line");
                let _ = canvas
                    .pen(row(area, area.height.saturating_sub(1)), 0)
                    .right(&format!("{more}, ↑ ↓ scroll"), theme.dim);
                return;
            }
            let pen = canvas.pen(row(area, at), 0).put(if number == 0 { mark } else { " " }, theme.accent);
            let _ = pen.put(" ", style).put(span.of(rest).trim_end(), style);
            at += 1;
        }
    }
}

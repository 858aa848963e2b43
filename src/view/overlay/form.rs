//! The form, and the preview of what it writes.

use ratatui::layout::Rect;

use super::{open, typed};
use crate::app::App;
use crate::app::layout::{Frame, below};
use crate::app::overlay::{
    Form, FormLine, FormPreview as Preview, FormPurpose, LineKind, LineWhat, Suggested, form_regions,
};
use crate::model::{ArticleId, Model, Subject};
use crate::quote::ShownQuote;
use crate::search::sentences;
use crate::text::{Span, clean, clip, counted, one_line, width, wrap};
use crate::view::edge;
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
        FormPurpose::Pin(id) => &*format!("Pin {} as it is", clean(id).as_str()),
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
    let extent = (form.top, usize::from(regions.lines.height), form.lines.len());
    edge::scrollbar(canvas, Frame { inner: regions.lines, ..regions.frame }, extent, canvas.theme.focus);
    hidden(form.hidden(app.size), row(regions.choices, 0), canvas);
    if let Some(line) = form.lines.get(form.at) {
        choices(form, line, below(regions.choices, 1), canvas);
    }
}

/// The rule below the lines: how many are above the window, and which are below it.
fn hidden((above, below): (usize, &[FormLine]), area: Rect, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    let mut pen = canvas.pen(area, 0);
    if above > 0 {
        pen = pen.put(&format!("─ ↑ {above} more "), theme.dim);
    }
    if !below.is_empty() {
        let names: Vec<String> = below.iter().map(FormLine::name).collect();
        pen = pen.put(&format!("─ ↓ {} more: {} ", below.len(), names.join(", ")), theme.dim);
    }
    pen.fill("─", theme.edge);
}

/// The words that are quoted; of a record, what it is called.
fn quote(app: &App, form: &Form, area: Rect, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    let model = app.model();
    let plain = |text: &str| ShownQuote { text: text.to_owned(), missing: Vec::new() };
    let quoted = |words: &str| plain(&format!("“{}”", one_line(words)));
    let of_passage = |id| {
        let shown = ShownQuote::new(model, id).in_marks();
        // As long, so that what is missing stays where it is.
        ShownQuote { text: shown.text.replace(['\n', '\r', '\t'], " "), ..shown }
    };
    let words = match &form.purpose {
        FormPurpose::Demand(words) | FormPurpose::Passage(words) => quoted(&words.text),
        FormPurpose::Article => plain("a text in the folder of the model or below; its first line is the title"),
        FormPurpose::Change(held) => match model.subject(&held.id) {
            Some(Subject::Actor(id)) => plain(&model.actor(id).name),
            Some(Subject::Issue(id)) => plain(&model.issue(id).name),
            Some(Subject::Article(id)) => plain(&model.article(id).title),
            Some(Subject::Passage(id)) => of_passage(id),
            Some(Subject::Demand(id)) => match model.demand(id).passages().next() {
                Some(first) => of_passage(first),
                None => plain(&model.demand(id).text),
            },
            Some(Subject::Words(..)) | None => plain(""),
        },
        FormPurpose::Pin(_) => plain(""),
    };
    let style = match &form.purpose {
        FormPurpose::Demand(words) | FormPurpose::Passage(words) if words.place(model).is_none() => theme.missing,
        _ => theme.chosen,
    };
    let rows = wrap(&words.text, usize::from(area.width.saturating_sub(2)).max(1));
    for (at, span) in (0..area.height).zip(&rows) {
        let pen = canvas.pen(row(area, at), 0).put(" ", theme.text);
        let is_cut = at + 1 == area.height && rows.len() > usize::from(area.height);
        if !is_cut {
            let _ = pen.quoted(&words, *span, (&[], style));
            continue;
        }
        let extent = match &form.purpose {
            FormPurpose::Demand(words) | FormPurpose::Passage(words) => words.place(model),
            _ => None,
        };
        let extent = extent.map_or_else(String::new, |place| extent_of(model, place));
        if extent.is_empty() {
            let _ = pen.quoted(&words, *span, (&[], style)).put("…", style);
            continue;
        }
        let room = pen.room().saturating_sub(width(&extent) + 1);
        let begins = clip(span.of(&words.text).trim_end(), room);
        let _ = pen.put(begins.as_str().trim_end_matches('…'), style).put("…", style).put(&extent, theme.dim);
    }
}

/// How much is quoted: `  6 sentences, lines 4–9`; empty for one sentence.
fn extent_of(model: &Model, (article, span): (ArticleId, Span)) -> String {
    let article = model.article(article);
    let count = sentences(span.of(article.text())).len();
    if count < 2 {
        return String::new();
    }
    let (first, last) = (article.lines.line(span.start()), article.lines.line(span.end().saturating_sub(1)));
    let lines = if first == last { format!("line {first}") } else { format!("lines {first}–{last}") };
    format!("  {}, {lines}", counted(count, "sentence"))
}

fn line(line: &FormLine, is_here: bool, area: Rect, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    if is_here {
        canvas.tint(area, theme.held);
    }
    let (mark, style) = if is_here { (BAR, theme.held) } else { (" ", theme.dim) };
    let pen = canvas.pen(area, 0).put(mark, theme.focus).put(&line.name(), style).column(NAMES);
    if line.kind.is_text() {
        let text = line.field.text();
        let _ = match is_here {
            true if line.is_preset && !text.is_empty() => pen.typing().put(text, theme.selection),
            true => typed(pen, &line.field, theme),
            false => pen.put(text, theme.text),
        };
        return;
    }
    let labels: Vec<String> = line
        .taken
        .iter()
        .map(|choice| if choice.is_new { format!("{} (new)", choice.label) } else { choice.label.clone() })
        .collect();
    let value = labels.join(", ");
    let text = line.field.text();
    if is_here && !text.is_empty() && !matches!(line.kind, LineKind::Many(_)) {
        let pen = typed(pen, &line.field, theme);
        let _ = if value.is_empty() { pen } else { pen.put(&format!(" for {value}"), theme.dim) };
        return;
    }
    // What is typed is in sight behind whatever was taken.
    let room = pen.room().saturating_sub(width(text) + 4).max(pen.room() / 2);
    let gap = if value.is_empty() { "" } else { " " };
    let style = if line.from == Some(Suggested::LastUsed) { theme.dim } else { theme.strong };
    let pen = pen.put(clip(&value, room).as_str(), style).put(gap, theme.text);
    if let (Some(from), true, true) = (line.from, text.is_empty(), !value.is_empty()) {
        let pen = if is_here { typed(pen, &line.field, theme).put(" ", theme.text) } else { pen };
        let _ = pen.put(&format!(" {}", from.words()), theme.dim);
        return;
    }
    let _ = match (is_here, text.is_empty()) {
        (true, _) => typed(pen, &line.field, theme),
        (false, true) => pen,
        (false, false) => pen.put(&format!("{text} (not taken)"), theme.warn),
    };
}

/// What to do in a line that offers nothing.
fn hint(form: &Form, line: &FormLine) -> &'static str {
    let is_article = form.purpose == FormPurpose::Article;
    match (line.kind, line.key) {
        (LineKind::Words, _) if line.is_preset && !line.field.text().is_empty() => {
            "a letter replaces it; ← Home Backspace edit it; Ctrl-u empties it"
        }
        (LineKind::Words, "date") if is_article => "YYYY-MM-DD, a month or a year; empty leaves it out",
        (LineKind::Words, "date") => "YYYY-MM-DD, a month or a year; empty: the article's date",
        (LineKind::Words, "title") if is_article => "type; empty: the first line of the file",
        (LineKind::Words, "id") if is_article => "type; empty: made of the name of the file",
        (LineKind::Words, "text") => "say in a sentence what is demanded",
        (LineKind::Words, "quote") => "the exact words of the article",
        (LineKind::Words, "id") => "a word that other records call it by",
        (LineKind::Words, "name" | "title") => "type; it cannot be empty",
        (LineKind::Words, _) => "type; empty leaves it out",
        (LineKind::List, _) => "type them with | between them",
        (LineKind::Closed, _) if !line.choices.is_empty() => "nothing in the list begins so",
        (LineKind::Closed, _) if form.taken("issue").is_none() => "choose an issue first: its scale has the positions",
        (LineKind::Closed, _) => "this issue has no scale, so no position can be taken on it",
        (LineKind::Many(_), "supersedes") if line.field.text().is_empty() => {
            "no other demand of this actor is on this issue"
        }
        (LineKind::Many(_), "supersedes") => "nothing of this actor on this issue is like it",
        (LineKind::Many(_) | LineKind::One(_), _) if !line.field.text().is_empty() => "nothing is like it",
        (LineKind::Many(LineWhat::Anything), _) => "type a label, Tab takes it; from one end of the scale to the other",
        (LineKind::Many(_), _) => "type a part of it, Tab takes; Backspace drops the last one",
        (LineKind::One(_), _) => "type a part of a name, Tab takes",
    }
}

/// What may be taken in a line: all of a closed list with the digits that pick, else what fits what is typed.
fn choices(form: &Form, line: &FormLine, area: Rect, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    let is_closed = line.kind == LineKind::Closed;
    let fitting = line.fitting();
    if fitting.is_empty() {
        return told(hint(form, line), area, canvas);
    }
    let next = line.next.and_then(|next| fitting.get(next)).copied();
    let (mut at, mut used) = (0, 0);
    let room = usize::from(area.width.saturating_sub(2));
    for place in &fitting {
        let Some(choice) = line.choices.get(*place) else { continue };
        let number = if is_closed && *place < 10 { format!("{} ", (*place + 1) % 10) } else { String::new() };
        let label = if choice.is_new { new(line, &choice.label) } else { choice.label.clone() };
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
    let is_new = line.next_choice().is_some_and(|choice| choice.is_new);
    if line.is_unchosen() || is_new {
        told(if is_new { "Tab makes it new" } else { "Tab twice makes it new" }, below(area, at + 1), canvas);
    }
}

/// The row of what the model does not have yet.
fn new(line: &FormLine, name: &str) -> String {
    let what = if matches!(line.kind, LineKind::One(LineWhat::Issue)) { "issue" } else { "actor" };
    format!("+ new {what} “{name}”")
}

/// A sentence below the lines.
fn told(sentence: &str, area: Rect, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    let rows = wrap(sentence, usize::from(area.width.saturating_sub(2)).max(1));
    for (at, span) in (0..area.height).zip(rows) {
        let _ = canvas.pen(row(area, at), 0).put(" ", theme.text).put(span.of(sentence).trim_end(), theme.dim);
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
    let all = preview.lines.iter().enumerate().skip(preview.top);
    for (place, line) in all.filter(|(_, line)| !line.starts_with("@@")) {
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
                let more = format!(" ↓ {} more", counted(preview.lines.len() - place, "line"));
                let _ = canvas.pen(row(area, area.height.saturating_sub(1)), 0).right(&more, theme.dim);
                return;
            }
            let pen = canvas.pen(row(area, at), 0).put(if number == 0 { mark } else { " " }, theme.accent);
            let _ = pen.put(" ", style).put(span.of(rest).trim_end(), style);
            at += 1;
        }
    }
}

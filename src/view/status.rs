//! The first line.

use super::compare;
use super::paint::Canvas;
use crate::app::command::Command;
use crate::app::keymap::Context;
use crate::app::layout::{self, Shape};
use crate::app::place::Pane;
use crate::app::reader::Reader;
use crate::app::{App, Live, Screen, Stale};
use crate::diagnose::Level;
use crate::load::Progress;
use crate::text::{counted, width};

/// Says that changes of the files come to the screen by themselves.
const LIVE: &str = " · live";

/// Draws the first line: what is open, what it holds, what is wrong with it.
pub fn header(app: &App, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    let area = layout::header(app.size);
    canvas.tint(area, theme.text);
    let pen = canvas.pen(area, 0);
    let pen = match findings(app) {
        Some((text, level)) => {
            let style = if level == Level::Error { theme.error } else { theme.warn };
            pen.right(" ", theme.text).right(&text, style).right("  ", theme.text)
        }
        None => pen,
    };
    if layout::shape(app.size) == Shape::Single {
        let crumbs = crumbs(app);
        let room = pen.room().saturating_sub(width(&crumbs) + 1);
        let far = app.progress.as_ref().map(|progress| reading_model(progress, room)).unwrap_or_default();
        let _ = pen.right(&far, theme.dim).put(&crumbs, theme.focus);
        return;
    }
    let title = app.model().title().unwrap_or("untitled");
    let pen = pen.put(" demarche ", theme.accent).put(title, theme.text);
    let pen = if app.loaded.is_example { pen.put("  built-in example", theme.warn) } else { pen };
    let room = pen.room().saturating_sub(3);
    let live = match app.live {
        Live::Yes if room > width(LIVE) => LIVE,
        Live::Yes | Live::No => "",
    };
    let room = room - width(live);
    let right = match (&app.progress, app.place.over.last()) {
        (Some(progress), _) => reading_model(progress, room),
        (None, Some(Screen::Reader(reader))) => reading(app, reader, room),
        (None, Some(Screen::Compare(view))) => compare::account(view, room),
        (None, None) => counts(app, room),
    };
    let _ = pen.right(" ", theme.text).right(live, theme.dim).right(&right, theme.dim);
}

/// How far the reading of the model is: `reading 37 % · 120,000 demands`.
fn reading_model(progress: &Progress, room: usize) -> String {
    let doing = progress.account();
    let so_far = format!("{doing} · {} demands", grouped(progress.demands));
    [so_far, doing].into_iter().find(|account| width(account) <= room).unwrap_or_default()
}

/// A number with a comma at every thousand.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// How many findings, and how bad the worst is.
fn findings(app: &App) -> Option<(String, Level)> {
    let (count, level) = match app.wrong {
        (0, 0) => (String::new(), Level::Warning),
        (0, n) => (counted(n, "warning"), Level::Warning),
        (n, 0) => (counted(n, "error"), Level::Error),
        (n, m) => (format!("{}, {}", counted(n, "error"), counted(m, "warning")), Level::Error),
    };
    let keys =
        app.keymap.keys_of(Context::Anywhere, Command::Findings).first().map(|keys| format!(" ({})", keys.short()));
    let keys = keys.unwrap_or_default();
    let stale = if layout::shape(app.size) == Shape::Single { "last good" } else { "last good model" };
    match &app.stale {
        Some(Stale::Unread(_)) => Some((format!("{stale}{keys}"), Level::Error)),
        Some(Stale::Broken(_)) => Some((format!("{stale} · {count}{keys}"), Level::Error)),
        None if count.is_empty() => None,
        None => Some((format!("{count}{keys}"), level)),
    }
}

/// The longest account of the model that fits.
fn counts(app: &App, room: usize) -> String {
    let all = app.model().counts();
    let verified = match (all.passages, all.verified) {
        (0, _) => String::new(),
        (passages, verified) if passages == verified => ", all verified".to_owned(),
        (_, verified) => format!(", {verified} verified"),
    };
    let (actors, issues) = (counted(all.actors, "actor"), counted(all.issues, "issue"));
    let (demands, passages) = (counted(all.demands, "demand"), counted(all.passages, "passage"));
    let articles = counted(all.articles, "article");
    let accounts = [
        format!("{actors} · {issues} · {demands} · {passages}{verified} · {articles}"),
        format!("{actors} · {demands} · {passages}{verified}"),
        format!("{demands} · {passages}{verified}"),
        format!("{demands} · {passages}"),
        passages,
    ];
    accounts.into_iter().find(|account| width(account) <= room).unwrap_or_default()
}

/// Where in which article the reader is.
fn reading(app: &App, reader: &Reader, room: usize) -> String {
    let article = app.model().article(reader.article);
    let (line, lines) = (article.lines.line(reader.cursor), article.lines.count());
    let percent = reader.cursor * 100 / article.text().len().max(1);
    let marked = app.model().placed_in(reader.article).len();
    let title = &article.title;
    let accounts = [
        format!("{title} · line {line}/{lines} · {percent}% · {}", counted(marked, "marked passage")),
        format!("{title} · line {line}/{lines} · {percent}%"),
        format!("line {line}/{lines} · {percent}%"),
    ];
    accounts.into_iter().find(|account| width(account) <= room).unwrap_or_default()
}

/// The way to the pane, where there is only one on the screen.
fn crumbs(app: &App) -> String {
    if let Some(view) = app.compare() {
        return compare::heading(app, view);
    }
    if let Some(Screen::Reader(reader)) = app.place.over.last() {
        let article = app.model().article(reader.article);
        return format!("{} · line {}/{}", article.title, article.lines.line(reader.cursor), article.lines.count());
    }
    let (model, browse) = (app.model(), &app.place.browse);
    let position =
        |ordinal: usize, count: usize| if count == 0 { String::new() } else { format!(" {ordinal}/{count}") };
    let first = browse.first.selected().map_or("", |entry| model.name(entry));
    let filter = &browse.filters[browse.focus.index()];
    let filter = if filter.is_empty() { String::new() } else { format!(" /{filter}") };
    match browse.focus {
        Pane::First => {
            format!("{}{}{filter}", browse.by.title(), position(browse.first.ordinal(), browse.first.count()))
        }
        Pane::Demands => format!("‹ {first}{}{filter}", position(browse.demands.ordinal(), browse.demands.count())),
        Pane::Passages => {
            let key = browse.demands.selected().map_or("", |id| &model.demand(id).key);
            format!("‹ {key}{}{filter}", position(browse.passages.ordinal(), browse.passages.count()))
        }
    }
}

#[cfg(test)]
mod tests {
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;

    use super::{grouped, reading_model};
    use crate::app::{App, Message, Options, update};
    use crate::load::{Progress, Stage};
    use crate::view::draw;

    #[test]
    fn a_single_pane_tells_how_far_the_reading_is() {
        let mut app = App::waiting(&Options::default(), (40, 12));
        let progress = Progress { done: 37, of: 100, demands: 120_000, ..Progress::default() };
        update(&mut app, Message::Progress(progress));
        let mut screen = Buffer::empty(Rect::new(0, 0, 40, 12));
        draw(&app, &mut screen);
        let first: String = screen.content.iter().take(40).map(ratatui::buffer::Cell::symbol).collect();
        assert_eq!(first, "Actors    reading 37 % · 120,000 demands");
    }

    #[test]
    fn the_progress_line_tells_share_and_counts_as_far_as_they_fit() {
        let progress = Progress { done: 37, of: 100, demands: 120_000, ..Progress::default() };
        assert_eq!(reading_model(&progress, 80), "reading 37 % · 120,000 demands");
        assert_eq!(reading_model(&progress, 20), "reading 37 %");
        assert_eq!(reading_model(&Progress { stage: Stage::Quotes, ..progress }, 20), "locating quotes 37 %");
        assert_eq!(reading_model(&Progress { stage: Stage::Index, of: 0, ..progress }, 20), "indexing");
        assert_eq!(reading_model(&Progress::default(), 5), "");
        assert_eq!((grouped(0), grouped(999), grouped(1_000_000)), ("0".into(), "999".into(), "1,000,000".into()));
    }
}

//! The first line.

use super::drawing::Drawing;
use super::paint::Canvas;
use crate::app::command::Command;
use crate::app::keymap::Context;
use crate::app::layout::{self, Shape};
use crate::app::{App, Live, ModelState};
use crate::diagnose::Level;
use crate::load::Progress;
use crate::text::{clip, counted, width};

/// Says that changes of the files appear automatically.
const LIVE: &str = " · live";

/// Draws the first line: what is open, its size, and its findings.
pub fn header(app: &App, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    let area = layout::header(app.size);
    canvas.tint(area, theme.text);
    let pen = canvas.pen(area, 0);
    let heading = if layout::shape(app.size) == Shape::Single { app.screen().heading(app) } else { String::new() };
    let pen = match findings(app) {
        Some((told, level)) => {
            // What is on the screen is worth more than how many findings there are of each kind.
            let fits = |text: &&String| width(&heading) + width(text) + 4 <= pen.room();
            let text = told.iter().find(fits).or(told.last()).map_or("", |text| text);
            let style = if level == Level::Error { theme.error } else { theme.warn };
            pen.right(" ", theme.text).right(text, style).right("  ", theme.text)
        }
        None => pen,
    };
    if layout::shape(app.size) == Shape::Single {
        let crumbs = fitted(&heading, pen.room());
        let room = pen.room().saturating_sub(width(&crumbs) + 1);
        let far = app.progress().map(|progress| reading_model(&progress, room)).unwrap_or_default();
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
    let right = match app.progress() {
        Some(progress) => reading_model(&progress, room),
        None => app.screen().account(app, room),
    };
    let _ = pen.right(" ", theme.text).right(live, theme.dim).right(&right, theme.dim);
}

/// Names cut shorter than this are useless.
const LEAST_NAME: usize = 8;

/// A heading of at most `room` cells: cuts or drops the name before the place.
fn fitted(heading: &str, room: usize) -> String {
    match heading.rsplit_once(" · ") {
        Some((name, place)) if width(heading) > room => {
            let rest = format!(" · {place}");
            match room.saturating_sub(width(&rest)) {
                ..LEAST_NAME => place.to_owned(),
                room => format!("{}{rest}", clip(name, room)),
            }
        }
        Some(_) | None => heading.to_owned(),
    }
}

/// The progress of reading: `reading 37 % · 120,000 demands`.
fn reading_model(progress: &Progress, room: usize) -> String {
    let doing = progress.account();
    let so_far = format!("{doing} · {} demands", grouped(progress.demands));
    [so_far, doing].into_iter().find(|account| width(account) <= room).unwrap_or_default()
}

/// A number with thousands separators.
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

/// The number of findings: of each level, of the worst alone, and of all without a word; and the worst level.
fn findings(app: &App) -> Option<(Vec<String>, Level)> {
    let (count, worst, level) = match app.wrong {
        (0, 0) => (String::new(), String::new(), Level::Warning),
        (0, n) => (counted(n, "warning"), counted(n, "warning"), Level::Warning),
        (n, 0) => (counted(n, "error"), counted(n, "error"), Level::Error),
        (n, m) => (format!("{}, {}", counted(n, "error"), counted(m, "warning")), counted(n, "error"), Level::Error),
    };
    let key = app.keymap.keys_of(Context::Anywhere, Command::Findings).next();
    let key = key.map(|keys| format!("({})", keys.short())).unwrap_or_default();
    let keyed = |text: &str| format!("{text} {key}").trim_end().to_owned();
    let stale = if layout::shape(app.size) == Shape::Single { "last good" } else { "last good model" };
    match &app.state {
        ModelState::Unreadable(_) => Some((vec![keyed(stale)], Level::Error)),
        ModelState::Broken(_) => Some((vec![keyed(&format!("{stale} · {count}")), keyed(stale)], Level::Error)),
        ModelState::Loading { .. } | ModelState::Current if count.is_empty() => None,
        ModelState::Loading { .. } | ModelState::Current => {
            let all = (app.wrong.0 + app.wrong.1).to_string();
            Some((vec![keyed(&count), keyed(&worst), keyed(&all)], level))
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

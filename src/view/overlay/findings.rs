//! The list of findings.

use ratatui::layout::Rect;

use super::open;
use crate::app::App;
use crate::app::layout::{self, below, top};
use crate::app::list::{List, Row};
use crate::diagnose::{Finding, Level, Site};
use crate::text::{Span, wrap};
use crate::view::edge;
use crate::view::paint::{Canvas, ListRow, row};

pub(super) fn draw(app: &App, list: &List<(), usize>, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    let frame = layout::overlay(app.size);
    open(canvas, frame, "Findings", &format!("{}/{}", list.ordinal(), list.count()));
    let selected = list.selected().and_then(|place| app.finding(place));
    if let Some(finding) = selected {
        help(finding, top(frame.inner, 2), canvas);
        if let Some(area) = layout::finding(app.size) {
            whole(finding, area, canvas);
        }
    }
    let has_files = app.loaded.files.len() > 1 || !app.configured.1.is_empty();
    let area = top(below(frame.inner, 2), layout::finding_rows(app.size));
    edge::scrollbar(canvas, layout::Frame { inner: area, ..frame }, list.extent(), theme.focus);
    for (at, (what, selected)) in (0..).zip(list.window()) {
        if let Row::Item(place) = what
            && let Some(finding) = app.finding(*place)
        {
            line(finding, (ListRow::focused(row(area, at), selected), has_files), canvas);
        }
    }
}

/// The finding under the cursor in full: its message, its place, and the line with the place marked.
fn whole(finding: &Finding, area: Rect, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    canvas.pen(area, 0).fill("─", theme.edge);
    let cells = usize::from(area.width.saturating_sub(2)).max(1);
    let rows = wrap(&finding.message, cells);
    let mut at = 1;
    for span in rows.iter().take(3) {
        let _ = canvas.pen(area, at).put(" ", theme.text).put(span.of(&finding.message).trim_end(), theme.strong);
        at += 1;
    }
    let Some(site) = &finding.site else { return };
    let place = format!("{}:{}:{}", site.file, site.start.line, site.start.column);
    let _ = canvas.pen(area, at).put(" ", theme.text).put(&place, theme.dim);
    let excerpt = &site.excerpt;
    let indent = excerpt.text.len() - excerpt.text.trim_start().len();
    // Show a long line from a little before the place.
    let near = excerpt.marked.start().saturating_sub(cells / 3);
    let from = excerpt.text.ceil_char_boundary(indent.max(near));
    let shown = excerpt.text.get(from..).unwrap_or("");
    let marked = |offset: usize| if excerpt.marked.contains(from + offset) { theme.error } else { theme.text };
    let _ = canvas.pen(area, at + 1).put(" ", theme.text).styled(shown, marked);
    if let Some(second) = &finding.second {
        let Site { file, start, .. } = &second.site;
        let where_it_is = format!("{file}:{}:{}: {}", start.line, start.column, second.words);
        let _ = canvas.pen(area, at + 2).put(" ", theme.text).put(&where_it_is, theme.dim);
    }
}

/// The help for the finding under the cursor, and how many like it were only counted.
fn help(finding: &Finding, area: Rect, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    let mut text = finding.help.as_deref().unwrap_or(finding.code.title).to_owned();
    if finding.more > 0 {
        text = format!("and {} more of {} in this file; {text}", finding.more, finding.code.name);
    }
    let rows = wrap(&text, usize::from(area.width.saturating_sub(2)));
    for (at, span) in (0..area.height).zip(&rows) {
        // The last row takes all that is left, so that a cut is seen.
        let is_last = at + 1 == area.height;
        let words = if is_last { Span::new(span.start(), text.len()) } else { *span };
        let _ = canvas.pen(area, at).put(" ", theme.text).put(words.of(&text).trim_end(), theme.accent);
    }
}

/// Rows narrower than this show only the beginning of the message.
const NARROW: u16 = 60;

fn line(finding: &Finding, (line, has_files): (ListRow, bool), canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    let style = line.style(theme);
    let level = match finding.code.level {
        Level::Error => theme.error,
        Level::Warning => theme.warn,
    };
    let pen = canvas.begin(line);
    let pen = pen.put(finding.code.name, line.or(theme, level)).put(" ", style);
    let dim = line.or(theme, theme.dim);
    // The whole path is below; with several files, name each.
    let pen = match &finding.site {
        Some(site) if has_files => {
            let name = site.file.rsplit('/').next().unwrap_or(&site.file);
            pen.put(&format!("{name}:{}:{} ", site.start.line, site.start.column), dim)
        }
        Some(site) => pen.put(&format!("{}:{} ", site.start.line, site.start.column), dim),
        None => pen,
    };
    let about = finding.about.as_ref();
    // If the row is cut, put the record first.
    let is_narrow = line.area.width < NARROW;
    let pen = match about.filter(|about| is_narrow && !finding.message.contains(&*about.id)) {
        Some(about) => pen.put(&format!("{}: ", about.id), dim),
        None => pen,
    };
    let pen = pen.put(&finding.message, style);
    let Some(about) = about.filter(|_| !is_narrow) else { return };
    let words = if about.words.is_empty() { String::new() } else { format!(" “{}”", about.words) };
    let _ = pen.put(&format!(" · {}{words}", about.id), dim);
}

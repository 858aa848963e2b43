//! What was found wrong with the model.

use ratatui::layout::Rect;

use super::open;
use crate::app::App;
use crate::app::layout::{self, below, top};
use crate::app::list::{List, Row};
use crate::diagnose::{Finding, Level};
use crate::text::wrap;
use crate::view::edge;
use crate::view::paint::{Canvas, ListRow, row};

pub(super) fn draw(app: &App, list: &List<(), usize>, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    let frame = layout::overlay(app.size);
    open(canvas, frame, "Findings", &format!("{}/{}", list.ordinal(), list.count()));
    let selected = list.selected().and_then(|place| app.findings().get(place));
    if let Some(finding) = selected {
        help(finding, top(frame.inner, 2), canvas);
    }
    let area = below(frame.inner, 2);
    edge::scrollbar(canvas, layout::Frame { inner: area, ..frame }, list.extent(), theme.focus);
    for (at, (what, selected)) in (0..).zip(list.window()) {
        if let Row::Item(place) = what
            && let Some(finding) = app.findings().get(*place)
        {
            line(finding, ListRow::focused(row(area, at), selected), canvas);
        }
    }
}

/// What to do about the finding under the cursor.
fn help(finding: &Finding, area: Rect, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    let text = finding.help.as_deref().unwrap_or(finding.code.title);
    for (at, span) in (0..area.height).zip(wrap(text, usize::from(area.width.saturating_sub(2)))) {
        let _ = canvas.pen(area, at).put(" ", theme.text).put(span.of(text).trim_end(), theme.accent);
    }
}

fn line(finding: &Finding, line: ListRow, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    let style = line.style(theme);
    let level = match finding.code.level {
        Level::Error => theme.error,
        Level::Warning => theme.warn,
    };
    let pen = canvas.begin(line);
    let pen = pen.put(finding.code.name, line.or(theme, level)).put(" ", style);
    let pen = match &finding.site {
        Some(site) => pen.put(&format!("{}:{} ", site.file, site.start.line), line.or(theme, theme.dim)),
        None => pen,
    };
    let _ = pen.put(&finding.message, style);
}

//! What was found wrong with the model.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{Theme, open};
use crate::app::App;
use crate::app::layout::{self, below, top};
use crate::app::list::{List, Row};
use crate::diagnose::{Finding, Level};
use crate::text::wrap;
use crate::view::edge;
use crate::view::paint::{Pen, row, tint};
use crate::view::theme::BAR;

pub(super) fn draw(app: &App, list: &List<(), usize>, theme: &Theme, buffer: &mut Buffer) {
    let frame = layout::overlay(app.size);
    open(buffer, frame, "Findings", &format!("{}/{}", list.ordinal(), list.count()), theme);
    let selected = list.selected().and_then(|place| app.loaded.findings.get(place));
    let _ = Pen::new(buffer, frame.inner, 0);
    if let Some(finding) = selected {
        help(finding, top(frame.inner, 2), theme, buffer);
    }
    let area = below(frame.inner, 2);
    edge::scrollbar(buffer, layout::Frame { inner: area, ..frame }, list.extent(), theme.focus);
    for (at, (what, selected)) in (0..).zip(list.window()) {
        if let Row::Item(place) = what
            && let Some(finding) = app.loaded.findings.get(*place)
        {
            line(finding, row(area, at), selected, theme, buffer);
        }
    }
}

/// What to do about the finding under the cursor.
fn help(finding: &Finding, area: Rect, theme: &Theme, buffer: &mut Buffer) {
    let text = finding.help.as_deref().unwrap_or(finding.code.title);
    for (at, span) in (0..area.height).zip(wrap(text, usize::from(area.width.saturating_sub(2)))) {
        let _ = Pen::new(buffer, area, at).put(" ", theme.text).put(span.of(text).trim_end(), theme.accent);
    }
}

fn line(finding: &Finding, area: Rect, selected: bool, theme: &Theme, buffer: &mut Buffer) {
    let style = if selected { theme.selection } else { theme.text };
    let level = match finding.code.level {
        Level::Error => theme.error,
        Level::Warning => theme.warn,
    };
    tint(buffer, area, style);
    let pen = Pen::new(buffer, area, 0).put(if selected { BAR } else { " " }, theme.focus);
    let pen = pen.put(finding.code.name, if selected { style } else { level }).put(" ", style);
    let pen = match &finding.site {
        Some(site) => pen.put(&format!("{}:{} ", site.file, site.start.line), if selected { style } else { theme.dim }),
        None => pen,
    };
    let _ = pen.put(&finding.message, style);
}

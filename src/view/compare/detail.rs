//! What is under the cursor, in sentences and quotes.

use ratatui::style::{Modifier, Style};

use super::painter::{Painter, verdict_style};
use crate::app::command::{Command, Direction};
use crate::app::compare::{Line, Tone};
use crate::app::keymap::Context;
use crate::app::layout::Frame;
use crate::text::width;
use crate::view::edge::{self, Focus, Title};
use crate::view::paint::{Canvas, Pen, row};
use crate::view::theme::PASSAGE;

impl Painter<'_> {
    pub fn detail(&self, frame: Frame, canvas: &mut Canvas<'_>) {
        let detail = &self.compare.detail;
        let room = usize::from(frame.outer.width.saturating_sub(6));
        let right = if width(&detail.title) + width(&detail.aside) <= room { &*detail.aside } else { "" };
        edge::draw(canvas, frame, Title { left: &detail.title, right, focus: Focus::Elsewhere });
        let area = frame.inner;
        let last = area.height.saturating_sub(1);
        for (at, line) in (0..area.height).zip(detail.window()) {
            let pen = canvas.pen(row(area, at), 0);
            let pen = match (detail.below(), detail.above()) {
                (Some(more), _) if at == last => {
                    let sign = if more.is_more { "+" } else { "" };
                    self.hidden(pen, Direction::Next, &format!("↓ {}{sign} more", more.rows))
                }
                (_, 1..) if at == 0 => self.hidden(pen, Direction::Previous, &format!("↑ {} more", detail.above())),
                _ => pen,
            };
            self.line(line, pen);
        }
    }

    /// That rows are hidden, and the key that leads there.
    fn hidden<'p>(&self, pen: Pen<'p>, toward: Direction, words: &str) -> Pen<'p> {
        let tip = self.keymap.label(Context::Compare, Command::ScrollChild(toward), words);
        pen.right(&format!(" {tip} "), self.theme.warn)
    }

    fn line(&self, line: &Line, pen: Pen<'_>) {
        let (theme, style) = (self.theme, self.tone(line.tone));
        let pen = pen.put(" ", theme.text).column(1 + line.indent);
        let pen = match line.bar {
            Some(actor) => pen.put(PASSAGE, theme.actor(self.model, actor)).put(" ", theme.text),
            None => pen,
        };
        let missing = style.patch(theme.missing);
        let is_missing = |at: usize| line.missing.iter().any(|piece| piece.contains(at));
        let pen = pen.styled(&line.text, |at| if is_missing(at) { missing } else { style });
        let (tail, tone) = &line.tail;
        let _ = pen.put(tail, self.tone(*tone));
    }

    fn tone(&self, tone: Tone) -> Style {
        let theme = self.theme;
        match tone {
            Tone::Text => theme.text,
            Tone::Strong => theme.strong,
            Tone::Dim => theme.dim,
            Tone::Heading => theme.heading,
            Tone::Warn => theme.warn,
            Tone::Verdict(verdict) => verdict_style(theme, verdict),
            Tone::Actor(actor) => theme.actor(self.model, actor).add_modifier(Modifier::BOLD),
        }
    }
}

//! What each said and when: lanes with events, the axis above them.

use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::painter::Painter;
use crate::app::compare::{
    Course, Down, EVENTS, Event, LANES, Mark, When, lane_part, lane_rows, legend_rows, place_in_text,
};
use crate::app::layout::{Frame, below, left};
use crate::text::width;
use crate::view::edge;
use crate::view::paint::{Canvas, ListRow, row};
use crate::view::theme::DOTS;

/// Numbers of events from two on.
const DIGITS: [&str; 8] = ["2", "3", "4", "5", "6", "7", "8", "9"];

/// What is written over the dots of a lane is not as dim as they are.
fn plain(style: Style) -> Style {
    style.remove_modifier(Modifier::DIM)
}

fn symbol(mark: Mark) -> &'static str {
    EVENTS.iter().find(|(known, ..)| *known == mark).map_or("o", |(_, symbol, _)| symbol)
}

impl Painter<'_> {
    pub fn timeline(&self, frame: Frame, canvas: &mut Canvas<'_>) {
        let (area, timeline) = (frame.inner, &self.compare.timeline);
        let course = self.table.course(self.model);
        if timeline.lanes.count() == 0 {
            let _ = canvas.pen(area, 0).put(" nothing here has a demand", self.theme.dim);
            return;
        }
        let (names, cells) = lane_part(area.width, self.compare.names());
        let axis = Rect { x: area.x + names, width: cells, ..area };
        self.axis_line(course, axis, canvas);
        let step = lane_rows(area, timeline.lanes.count());
        let rest = below(area, 1);
        for (nth, lane) in (0u16..).zip(timeline.lanes.shown()) {
            let line = row(rest, nth * step);
            let list_row =
                ListRow::focused(left(line, names.saturating_sub(1)), timeline.lanes.selected() == Some(lane));
            let style = list_row.or(self.theme, self.lane_style(lane));
            let pen = canvas.begin(list_row).put(self.lane_sign(lane), list_row.style(self.theme));
            let name = match timeline.down {
                Down::Parties => self.table.tag(lane).within(pen.room()),
                Down::Issues => self.table.issue(lane).map_or("", |id| &self.model.issue(id).name),
            };
            let _ = pen.put(name, style);
            self.lane((course, lane), Rect { x: axis.x, width: axis.width, ..line }, canvas);
        }
        edge::scrollbar(canvas, frame, timeline.lanes.extent(), self.theme.focus);
        if legend_rows(area.height) > 0 {
            self.timeline_legend(row(area, area.height.saturating_sub(1)), canvas);
        }
    }

    fn lane_sign(&self, lane: usize) -> &'static str {
        match self.compare.timeline.down {
            Down::Issues => self.issue_sign(lane),
            Down::Parties => self.party_sign(lane),
        }
    }

    fn lane_style(&self, lane: usize) -> Style {
        match self.compare.timeline.down {
            Down::Issues => self.theme.text,
            Down::Parties => self.ink(lane),
        }
    }

    /// Dates over the events that have them; else lines of the text, or that there is no order but that of the file.
    fn axis_line(&self, course: &Course, area: Rect, canvas: &mut Canvas<'_>) {
        let (theme, undated) = (self.theme, course.left_part(area.width));
        if course.days.is_some() && undated > 0 {
            let words = ["undated, in file order", "undated", "?"]
                .into_iter()
                .find(|words| width(words) < usize::from(undated));
            let _ = canvas.pen(left(area, undated), 0).put(words.unwrap_or(""), theme.dim);
        }
        let mut free = if course.days.is_some() { undated } else { 0 };
        loop {
            let next = course.events.partition_point(|event| course.cells(event, area.width).0 < free);
            let Some(event) = course.events.get(next) else { return };
            let at = course.cells(event, area.width).0;
            let label = self.tick(course, event).unwrap_or_default();
            let cells = u16::try_from(width(&label)).unwrap_or(u16::MAX);
            let start = at.min(area.width.saturating_sub(cells));
            if start < free {
                return;
            }
            let _ = canvas.pen(area, 0).column(start).put(&label, theme.dim);
            free = start.saturating_add(cells.max(1) + 2);
        }
    }

    /// What the axis says at an event: its date, or its line where no event has a date.
    fn tick(&self, course: &Course, event: &Event) -> Option<String> {
        match (event.when, course.days) {
            (When::Days(..), _) => self.model.date_of(event.demand).map(|date| date.to_string()),
            (When::Nth(_), Some(_)) => None,
            (When::Nth(_), None) => place_in_text(self.model, event.demand).map(|(article, start)| {
                let article = self.model.articles().get(article);
                format!("line {}", article.map_or(1, |article| article.lines.line(start)))
            }),
        }
    }

    /// The events of a lane on their cells; of several on one cell the weightiest is seen, or the one under the cursor.
    fn lane(&self, (course, lane): (&Course, usize), area: Rect, canvas: &mut Canvas<'_>) {
        let (theme, timeline) = (self.theme, &self.compare.timeline);
        canvas.pen(area, 0).fill(DOTS, theme.edge);
        let Some(cells) = timeline.cells(lane) else { return };
        let event = |at: usize| course.events.get(at);
        for (cell, event) in cells.lines.iter().filter_map(|(cell, at)| Some((cell, event(*at)?))) {
            let _ = canvas.pen(area, 0).column(*cell).put("─", plain(self.ink(event.column)));
        }
        for (cell, best, count) in cells.marks.iter().filter_map(|(cell, at, count)| Some((cell, event(*at)?, count))) {
            let text = match (best.mark(), count) {
                (Mark::States, 2..) => DIGITS.get(count - 2).copied().unwrap_or("+"),
                (mark, _) => symbol(mark),
            };
            let _ = canvas.pen(area, 0).column(*cell).put(text, plain(self.event_style(best)));
        }
        let Some(here) = timeline.event.and_then(|at| course.events.get(at)) else { return };
        if timeline.lanes.selected() == Some(lane) {
            let (first, _) = course.cells(here, area.width);
            let pen = canvas.pen(area, 0).column(first).here();
            let _ = pen.put(symbol(here.mark()), theme.selection.add_modifier(Modifier::REVERSED));
        }
    }

    fn event_style(&self, event: &Event) -> Style {
        let ink = self.ink(event.column);
        if event.mark() > Mark::States {
            self.theme.warn
        } else if self.model.is_live(event.demand) {
            ink.add_modifier(Modifier::BOLD)
        } else {
            ink
        }
    }

    /// What the marks of the lanes on the screen mean.
    fn timeline_legend(&self, area: Rect, canvas: &mut Canvas<'_>) {
        let (theme, timeline) = (self.theme, &self.compare.timeline);
        // The cursor shows its own event, even where several share a cell.
        let here = timeline.event.and_then(|at| self.table.course(self.model).events.get(at)).map(Event::mark);
        let here = EVENTS.iter().position(|(mark, ..)| here == Some(*mark)).map_or(0, |at| 1 << at);
        let seen =
            timeline.lanes.shown().filter_map(|lane| timeline.cells(lane)).fold(here, |seen, cells| seen | cells.seen);
        let turns = EVENTS.into_iter().map(|(mark, symbol, meaning)| {
            (symbol, if mark == Mark::States { theme.text } else { theme.warn }, meaning)
        });
        let lanes = LANES.into_iter().map(|(symbol, meaning)| (symbol, theme.text, meaning));
        let items = turns.chain(lanes).enumerate().filter(|(at, _)| seen >> at & 1 == 1).map(|(_, item)| item);
        let _ = self.legend_row(items, area, canvas);
    }

    /// What the lanes and the axis are.
    pub fn axis_words(&self) -> String {
        let lanes = match self.compare.timeline.down {
            Down::Parties => "by actor",
            Down::Issues => "by issue",
        };
        let axis = match self.table.course(self.model).days {
            Some(_) => "by date",
            None if self.is_quoted() => "no dates: the order of the text",
            None => "no dates, no text: the order of the files",
        };
        format!("{lanes} · {axis}")
    }

    /// Whether any event has a place in a text: those come first.
    fn is_quoted(&self) -> bool {
        let first = self.table.course(self.model).events.first();
        first.is_some_and(|event| place_in_text(self.model, event.demand).is_some())
    }
}

//! What is under the cursor: both demands, both quotes with their places, and why the cell says what it says.

use super::lines::{Line, Lines};
use super::painter::{Painter, verdict_style};
use crate::app::layout::Frame;
use crate::app::place::Mode;
use crate::compare::Stance;
use crate::model::DemandId;
use crate::quote::{ShownQuote, Source, who_in_brief};
use crate::text::width;
use crate::view::edge::{self, Focus, Title};
use crate::view::paint::Canvas;
use crate::view::words;

/// With fewer rows than this, only one quote is shown.
const BRIEF: usize = 6;

/// What is shown of a side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// Demands and the quotes that support them.
    Demands,
    /// The quotes alone, where there is no room for more.
    Quotes,
}

impl Painter<'_> {
    pub fn detail(&self, frame: Frame, canvas: &mut Canvas<'_>) {
        match self.compare.mode {
            Mode::Groups => return self.groups_detail(frame, canvas),
            Mode::Timeline => return self.timeline_detail(frame, canvas),
            Mode::Ground => return self.ground_detail(frame, canvas),
            Mode::Matrix | Mode::Spectrum => {}
        }
        let Some((nth, column)) = self.compare.cell() else {
            edge::draw(canvas, frame, Title { left: "Detail", right: "", focus: Focus::Elsewhere });
            return;
        };
        let Some(id) = self.table.issue(nth) else { return };
        let issue = self.model.issue(id);
        let pair = self.table.pair(self.model, nth, column).filter(|_| column > 0);
        let (base, other) = (&self.table.tag(0).name, &self.table.tag(column).name);
        let whom = if column == 0 || self.compare.mode == Mode::Spectrum {
            other.clone()
        } else {
            format!("{base} and {other}")
        };
        let left = format!("{} · {whom}", issue.name);
        let verdict =
            pair.map_or(String::new(), |pair| format!("{} {}", self.mark(nth, column).0, pair.verdict.word()));
        let room = usize::from(frame.outer.width.saturating_sub(6));
        let right = if width(&left) + width(&verdict) <= room { &verdict } else { "" };
        edge::draw(canvas, frame, Title { left: &left, right, focus: Focus::Elsewhere });
        let area = frame.inner;
        let mut lines = Lines::new(area);
        if let Some(pair) = pair {
            let style = verdict_style(self.theme, pair.verdict);
            let reason = self.table.reason(self.model, nth, (0, column)).unwrap_or_default();
            lines.put(&format!("{} {reason}", self.mark(nth, column).0), style, 0);
        }
        self.sides((nth, column), &mut lines);
        lines.draw(area, canvas);
    }

    /// What both say, in equal parts where there is not room for all; on a scale, what the one under the cursor says.
    fn sides(&self, (nth, column): (usize, usize), lines: &mut Lines) {
        if lines.most < BRIEF {
            return self.brief((nth, column), lines);
        }
        let room = lines.most.saturating_sub(lines.rows.len());
        let columns = match (self.compare.mode, column) {
            (Mode::Matrix, 1..) => vec![0, column],
            _ => vec![column],
        };
        let side = |column, shown, most| {
            let mut side = Lines::up_to(most, lines.width);
            self.side((nth, column), shown, &mut side);
            side.rows
        };
        let count = |sides: &[Vec<Line>]| sides.iter().map(Vec::len).sum::<usize>();
        let mut sides: Vec<Vec<Line>> = Vec::with_capacity(columns.len());
        for column in &columns {
            // One row too many says that there is not room for all.
            let most = (room + 1).saturating_sub(count(&sides));
            sides.push(side(*column, Shown::Demands, most));
        }
        if count(&sides) > room {
            sides = columns.iter().map(|column| side(*column, Shown::Quotes, lines.most)).collect();
        }
        let total = count(&sides);
        let gap = usize::from(total + sides.len() <= room);
        let shares = match sides.as_slice() {
            [one, other] if total > room => {
                let first = one.len().min((room / 2).max(room.saturating_sub(other.len())));
                vec![first, room - first]
            }
            _ => vec![room; sides.len()],
        };
        for (side, share) in sides.into_iter().zip(shares) {
            if gap == 1 && !lines.rows.is_empty() {
                lines.put("", self.theme.text, 0);
            }
            lines.rows.extend(cut(side, share));
        }
    }

    /// The words of one demand of the party, else of the base: all there is room for on a small screen.
    fn brief(&self, (nth, column): (usize, usize), lines: &mut Lines) {
        lines.rows.truncate(1);
        let demand = |column| self.table.stance(self.model, nth, column).demands().first().copied();
        let Some(id) = demand(column).or_else(|| demand(0)) else { return };
        let demand = self.model.demand(id);
        match demand.passages().next() {
            Some(passage) => {
                // Whose words they are comes first: the quote may be cut.
                let before = format!("{}{}: ", who_in_brief(self.model, passage), self.model.ended(id));
                let quote = ShownQuote::new(self.model, passage).in_marks().behind(&before);
                lines.add(&quote, self.theme.text, (0, Some(self.theme.actor(self.model, demand.actor))));
                let source = Source::of_passage(self.model, passage).to_string();
                lines.end_with([&source, &source], self.theme.dim);
            }
            None => lines.put(&demand.text, self.theme.text, 0),
        }
    }

    /// What a party says: where it stands, each demand with its quotes, and where it stood before.
    pub fn side(&self, (nth, column): (usize, usize), shown: Shown, lines: &mut Lines) {
        let theme = self.theme;
        let (Some(party), Some(issue)) = (self.table.parties().get(column), self.table.issue(nth)) else { return };
        let stance = self.table.stance(self.model, nth, column);
        let where_it_is = stance.phrase(self.model.issue(issue));
        let place = match stance {
            Stance::Placed { .. } => format!("“{where_it_is}”"),
            Stance::Mixed { .. } => format!("mixed, {where_it_is}"),
            Stance::NotPlaced { .. } => "not placed".to_owned(),
            Stance::Silent => "silent".to_owned(),
        };
        let name = &self.model.actor(party.actor).name;
        let bold = theme.actor(self.model, party.actor).add_modifier(ratatui::style::Modifier::BOLD);
        let before = self.table.standing(self.model, nth, column).before;
        let before: Vec<String> =
            before.into_iter().map(|at| format!("“{}”", self.model.issue(issue).place(at))).collect();
        let moved = if before.is_empty() { String::new() } else { format!(", before: {}", before.join(", ")) };
        lines.put(&format!("{name}: {place}{moved}"), bold, 0);
        for demand in stance.demands() {
            if !lines.has_room() {
                return;
            }
            self.demand(*demand, shown, lines);
        }
        for shift in self.table.shifts(self.model, nth, column) {
            if !lines.has_room() {
                return;
            }
            let before = shift.before.map(|at| self.model.issue(issue).place(at));
            let moved = before.map_or("moved on from:".to_owned(), |place| format!("moved from “{place}”:"));
            lines.put(&moved, theme.warn, 0);
            if !stance.demands().contains(&shift.from) {
                self.demand(shift.from, shown, lines);
            }
        }
    }

    /// A demand, its facts and its quotes, each with its place.
    pub fn demand(&self, id: DemandId, shown: Shown, lines: &mut Lines) {
        let (model, theme) = (self.model, self.theme);
        let demand = model.demand(id);
        let facts = model.move_words(id);
        let date = model.date_of(id).map_or(String::new(), |date| format!(", {date}"));
        let text = demand.text.trim_end_matches('.');
        if shown == Shown::Demands || demand.passages().len() == 0 {
            let ink = if model.is_live(id) { theme.text } else { theme.dim };
            lines.put(&format!("{text} ({facts}{date})"), ink, 1);
        }
        let bar = theme.actor(self.model, demand.actor);
        if demand.passages().len() == 0 {
            lines.put("no passage supports it", theme.warn, 3);
        }
        for passage in demand.passages() {
            if !lines.has_room() {
                return;
            }
            lines.add(&ShownQuote::new(model, passage).in_marks(), theme.text, (1, Some(bar)));
            let (site, state) = (words::site(model, passage), &model.passage(passage).anchor);
            let state =
                if state.verified().is_some() { String::new() } else { format!(" · {}", words::anchor(state)) };
            // The only article need not be named with every quote.
            let short = if model.articles().len() == 1 { site.rest.trim_start_matches(" · ") } else { "" };
            lines.end_with([&format!("{}{}{state}", site.title, site.rest), &format!("{short}{state}")], theme.dim);
        }
    }
}

/// The first `share` rows; the last of them says so where there were more.
fn cut(mut side: Vec<Line>, share: usize) -> Vec<Line> {
    if side.len() > share {
        side.truncate(share);
        if let Some(last) = side.last_mut() {
            last.text.push_str(" …");
        }
    }
    side
}

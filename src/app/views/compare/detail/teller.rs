//! What every part of the detail tells with.

use super::lines::{Lines, Tone};
use super::panel::Of;
use crate::app::layout::Frame;
use crate::app::place::Mode;
use crate::app::views::compare::state::Compare;
use crate::app::views::compare::table::Table;
use crate::app::words::{anchor, site};
use crate::compare::{LOST, NOT_FOUND, Stance};
use crate::model::{DemandId, Model};
use crate::quote::ShownQuote;

/// What every part of the detail needs.
pub struct Teller<'a> {
    pub model: &'a Model,
    pub compare: &'a Compare,
    pub table: &'a Table,
}

/// How much to say of a side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// Demands and the quotes that support them.
    Demands,
    /// The quotes alone, where there is no room for more.
    Quotes,
}

impl Compare {
    /// Gathers the rows of the detail in `frame`, as far as they are seen.
    pub(in crate::app::views::compare) fn cut_detail(&mut self, model: &Model, frame: Option<Frame>) {
        let area = frame.map_or((0, 0), |frame| (frame.inner.width, frame.inner.height));
        let mut detail = std::mem::take(&mut self.detail);
        let teller = Teller { model, compare: self, table: &self.table };
        detail.fit(self.subject_of_detail(), area, |lines| teller.tell(lines));
        self.detail = detail;
    }

    fn subject_of_detail(&self) -> Of {
        let of = match self.mode {
            Mode::Matrix | Mode::Spectrum => {
                self.cell().map(|cell| Of::Cell { cell, is_scale: self.mode == Mode::Spectrum })
            }
            Mode::Groups => {
                let by = (self.groups.measure, self.groups.normalise);
                self.groups.pair().map(|pair| Of::Pair(pair, self.groups.count, by))
            }
            Mode::Timeline => self.timeline.event.map(Of::Event),
            Mode::Ground => self.ground.list.selected().map(|item| Of::Ground(item, self.parties.selected())),
        };
        of.unwrap_or_default()
    }
}

impl Teller<'_> {
    /// Gathers the rows; returns the title and what goes beside it.
    fn tell(&self, lines: &mut Lines) -> (String, String) {
        let nothing = || ("Detail".to_owned(), String::new());
        match self.compare.subject_of_detail() {
            Of::Nothing => nothing(),
            Of::Cell { cell, .. } => self.cell(cell, lines).unwrap_or_else(nothing),
            Of::Pair(pair, ..) => (self.pair(pair, lines), String::new()),
            Of::Event(event) => self.event(event, lines).unwrap_or_else(nothing),
            Of::Ground(item, _) => (self.ground(item, lines).unwrap_or_default(), String::new()),
        }
    }

    /// What a column is called.
    pub fn name(&self, column: usize) -> &str {
        &self.table.tag(column).name
    }

    /// The name of the issue of a row.
    pub fn issue_name(&self, row: usize) -> &str {
        self.table.issue(row).map_or("", |id| &self.model.issue(id).name)
    }

    /// What a party says: where it stands, each demand with its quotes, and where it stood before.
    pub fn side(&self, (row, column): (usize, usize), told: Told, lines: &mut Lines) {
        let (Some(party), Some(issue)) = (self.table.parties().get(column), self.table.issue(row)) else { return };
        let (issue, stance) = (self.model.issue(issue), self.table.stance(self.model, row, column));
        let where_it_is = stance.phrase(issue);
        let place = match stance {
            Stance::Placed { .. } => format!("“{where_it_is}”"),
            Stance::Mixed { .. } => format!("mixed, {where_it_is}"),
            Stance::NotPlaced { .. } => "not placed".to_owned(),
            Stance::Silent => "silent".to_owned(),
        };
        let before = self.table.standing(self.model, row, column).before;
        let before: Vec<String> = before.into_iter().map(|at| format!("“{}”", issue.place(at))).collect();
        let moved = if before.is_empty() { String::new() } else { format!(", before: {}", before.join(", ")) };
        let lost = stance.lost(self.model).map_or(String::new(), |_| format!(" {} {NOT_FOUND}", LOST[0].0));
        let name = &self.model.actor(party.actor).name;
        lines.put(&format!("{name}: {place}{moved}{lost}"), Tone::Actor(party.actor), 0);
        for demand in stance.demands() {
            if !lines.has_room() {
                return;
            }
            self.demand(*demand, told, lines);
        }
        for shift in self.table.shifts(self.model, row, column) {
            if !lines.has_room() {
                return;
            }
            let before = shift.before.map(|at| issue.place(at));
            let moved = before.map_or("moved on from:".to_owned(), |place| format!("moved from “{place}”:"));
            lines.put(&moved, Tone::Warn, 0);
            if !stance.demands().contains(&shift.from) {
                self.demand(shift.from, told, lines);
            }
        }
    }

    /// A demand, its facts and its quotes, each with its place.
    pub fn demand(&self, id: DemandId, told: Told, lines: &mut Lines) {
        let model = self.model;
        let demand = model.demand(id);
        let facts = model.move_words(id);
        let date = model.date_of(id).map_or(String::new(), |date| format!(", {date}"));
        let text = demand.text.trim_end_matches('.');
        if told == Told::Demands || demand.passages().len() == 0 {
            let tone = if model.is_live(id) { Tone::Text } else { Tone::Dim };
            lines.put(&format!("{text} ({facts}{date})"), tone, 1);
        }
        if demand.passages().len() == 0 {
            lines.put("no passage supports it", Tone::Warn, 3);
        }
        for passage in demand.passages() {
            if !lines.has_room() {
                return;
            }
            let (site, state) = (site(model, passage), &model.passage(passage).anchor);
            // A quote that is not in the article must not look as if it were.
            let tones = if state.is_lost() { (Tone::Warn, Tone::Warn) } else { (Tone::Text, Tone::Dim) };
            lines.add(&ShownQuote::new(model, passage).in_marks(), tones.0, (1, Some(demand.actor)));
            let state = if state.verified().is_some() { String::new() } else { format!(" · {}", anchor(state)) };
            // The only article need not be named with every quote.
            let short = if model.articles().len() == 1 { site.rest.trim_start_matches(" · ") } else { "" };
            lines.end_with([&format!("{}{}{state}", site.title, site.rest), &format!("{short}{state}")], tones.1);
        }
    }
}

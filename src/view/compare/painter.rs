//! What every part of the compare view draws with.

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::command::Command;
use crate::app::compare::{Compare, Down, Listed, MARKED, Sign, Table};
use crate::app::keymap::{Context, Keymap};
use crate::app::place::Mode;
use crate::compare::{Folding, Order, Stance, Verdict};
use crate::model::{Issue, Model};
use crate::text::width;
use crate::view::paint::{Canvas, Pen};
use crate::view::theme::Theme;

/// What every part of the view needs.
pub struct Painter<'a> {
    pub model: &'a Model,
    pub compare: &'a Compare,
    pub table: &'a Table,
    pub theme: &'a Theme,
    pub keymap: &'a Keymap,
}

impl Painter<'_> {
    /// What is drawn, and how it was chosen.
    pub fn title(&self) -> String {
        let listed = match self.compare.listed {
            Listed::All => "",
            Listed::Differences => " · differences",
            Listed::Shared => " · what both speak of",
        };
        let folding = match self.compare.folding {
            Folding::Alone => "",
            Folding::Blocs => " · blocs",
        };
        let order = if self.compare.order == Order::Group {
            String::new()
        } else {
            format!(" · by {}", self.compare.order.word())
        };
        let zoom = if self.compare.zoom { " · zoomed" } else { "" };
        let words = self.compare.narrowed();
        let narrowed = if words.is_empty() { String::new() } else { format!(" · “{words}”") };
        let what = match self.compare.mode {
            Mode::Matrix | Mode::Spectrum => format!("{listed}{folding}{order} · against {}", self.table.tag(0).name),
            Mode::Groups => format!("{folding} · {}", self.measure_words()),
            Mode::Timeline => format!("{folding}{order} · {}", self.axis_words()),
            Mode::Ground => format!("{folding} · stated positions, nothing weighted"),
        };
        let marked = match self.compare.marked_lines() {
            0 => String::new(),
            count => format!(" · {} {count} {}", MARKED.0, MARKED.1),
        };
        format!("{}{what}{narrowed}{marked}{zoom}", self.face())
    }

    /// The name of the face, behind its key.
    pub fn face(&self) -> String {
        let face = match self.compare.mode {
            Mode::Matrix => "Matrix",
            Mode::Spectrum => "Spectrum",
            Mode::Groups => "Who stands with whom",
            Mode::Timeline => "Timeline",
            Mode::Ground => "Common ground",
        };
        self.keymap.label(Context::Compare, Command::Show(self.compare.mode), face)
    }

    /// Before the name of an issue's row, where any row is marked.
    pub fn issue_sign(&self, row: usize) -> &'static str {
        let is_marked = self.table.issue(row).is_some_and(|id| self.compare.marks.issues.contains(&id));
        self.sign(is_marked)
    }

    /// Before the name of an actor's row, where any row is marked.
    pub fn party_sign(&self, column: usize) -> &'static str {
        let party = self.table.parties().get(column);
        self.sign(party.is_some_and(|party| self.compare.marks.actors.contains(&party.actor)))
    }

    /// Marks with their meanings in a row, closer where they would not fit, without those for which that is not enough; gives
    /// the pen behind them.
    pub fn legend_row<'c, 'm>(
        &self,
        items: impl Iterator<Item = (&'m str, Style, &'m str)> + Clone,
        area: Rect,
        canvas: &'c mut Canvas<'_>,
    ) -> Pen<'c> {
        let cells: usize = items.clone().map(|(mark, _, meaning)| width(mark) + width(meaning) + 3).sum();
        let gap = if cells <= usize::from(area.width) { "  " } else { " " };
        let mut pen = canvas.pen(area, 0).put(gap.get(1..).unwrap_or(""), self.theme.text);
        for (mark, style, meaning) in items {
            // Half a meaning would be none.
            if width(mark) + width(meaning) + 1 > pen.room() {
                continue;
            }
            pen = pen.put(mark, style).put(" ", self.theme.text).put(meaning, self.theme.dim).put(gap, self.theme.text);
        }
        pen
    }

    fn sign(&self, is_marked: bool) -> &'static str {
        match (is_marked, self.compare.marked_lines()) {
            (true, _) => MARKED.0,
            (false, 0) => "",
            (false, _) => " ",
        }
    }

    /// Which of how many lines the cursor is on.
    pub fn position(&self) -> String {
        let (nth, of) = match self.compare.mode {
            Mode::Matrix if self.compare.down == Down::Parties => {
                (self.compare.parties.ordinal(), self.compare.parties.count())
            }
            Mode::Matrix | Mode::Spectrum => (self.compare.issues.ordinal(), self.compare.issues.count()),
            Mode::Groups => (self.compare.groups.down.ordinal(), self.compare.groups.down.count()),
            Mode::Timeline => (self.compare.timeline.lanes.ordinal(), self.compare.timeline.lanes.count()),
            Mode::Ground => (self.compare.ground.list.ordinal(), self.compare.ground.list.count()),
        };
        format!("{nth}/{of}")
    }

    /// What a cell says: a label, a range, the first demand where there is no place; empty where silent. What has
    /// become of it comes first where none of its demands is live.
    pub fn said(&self, row: usize, column: usize) -> String {
        let Some(issue) = self.table.issue(row).map(|id| self.model.issue(id)) else { return String::new() };
        let stance = self.table.stance(self.model, row, column);
        let words = self.words(issue, stance);
        match stance.first(self.model) {
            Some(first) if !self.model.is_live(first) => format!("{}: {words}", self.model.standing(first)),
            _ => words,
        }
    }

    fn words(&self, issue: &Issue, stance: &Stance) -> String {
        match stance {
            Stance::Placed { at, .. } => short_place(issue, *at),
            Stance::Mixed { low, high, .. } => format!("{}..{}", short_place(issue, *low), short_place(issue, *high)),
            Stance::NotPlaced { demands } => {
                let first = stance.first(self.model).map_or("", |id| &*self.model.demand(id).text);
                if demands.len() > 1 { format!("{first} (+{})", demands.len() - 1) } else { first.to_owned() }
            }
            Stance::Silent => String::new(),
        }
    }

    /// The colour of a mark: something to look at where it rests on lost words, else that of the verdict.
    pub fn sign_style(&self, sign: &Sign) -> Style {
        if sign.lost > 0 { self.theme.warn } else { verdict_style(self.theme, sign.verdict) }
    }

    /// The colour of a column's actor.
    pub fn ink(&self, column: usize) -> Style {
        self.table.parties().get(column).map_or(self.theme.text, |party| self.theme.actor(self.model, party.actor))
    }
}

/// A place in few words: its label, else the nearest one with the number.
fn short_place(issue: &Issue, at: f64) -> String {
    match (issue.label(at), issue.nearest_label(at)) {
        (Some(label), _) => label.to_owned(),
        (None, Some(near)) => format!("~{near} ({at})"),
        (None, None) => issue.place(at),
    }
}

/// The colour of a verdict.
pub fn verdict_style(theme: &Theme, verdict: Verdict) -> Style {
    match verdict {
        Verdict::Agree => theme.agree,
        Verdict::Near => theme.near,
        Verdict::Apart | Verdict::Opposed => theme.opposed,
        Verdict::Unknown => theme.silent,
    }
}

//! The compare view: matrix or scales, and what is under the cursor.

mod detail;
mod matrix;
mod pair;
mod spectrum;

use super::edge::{self, Focus, Title};
use super::paint::Canvas;
use super::theme::Theme;
use crate::app::App;
use crate::app::command::Command;
use crate::app::compare::{Compare, Face, Listed, Table};
use crate::app::keymap::{Context, Keymap};
use crate::app::layout::{self, Shape};
use crate::compare::{Because, Folding, Stance, Verdict, place_in_words};
use crate::model::{Issue, Model};
use crate::text::counted;
use ratatui::style::Style;

/// What every part of the view needs.
struct View<'a> {
    model: &'a Model,
    compare: &'a Compare,
    table: &'a Table,
    theme: &'a Theme,
    keymap: &'a Keymap,
}

/// Draws the view between header and footer.
pub fn draw(app: &App, compare: &Compare, canvas: &mut Canvas<'_>) {
    let table = &compare.table;
    let view = View { model: app.model(), compare, table, theme: canvas.theme, keymap: &app.keymap };
    let regions = layout::compare(app.size, compare.wish());
    let left = view.title();
    let position = format!("{}/{}", compare.issues.ordinal(), compare.issues.count());
    edge::draw(canvas, regions.table, Title { left: &left, right: &position, focus: Focus::Here });
    let area = regions.table.inner;
    if compare.issues.count() == 0 {
        let (why, tip) = if compare.listed == Listed::Differences {
            ("Nobody differs from the base on any issue.", (Command::Differences, "lists all issues."))
        } else {
            ("This model has no issues.", (Command::Close, "goes back."))
        };
        let tip = app.keymap.tips(Context::Compare, &[tip]);
        let _ = canvas.pen(area, 0).put(" ", view.theme.text).put(why, view.theme.text);
        let _ = canvas.pen(area, 1).put(" ", view.theme.text).put(&tip, view.theme.dim);
    } else {
        match (compare.face, layout::shape(app.size)) {
            (Face::Spectrum, _) => view.spectrum(regions.table, canvas),
            (Face::Matrix, Shape::Single | Shape::TooSmall) => view.pairs(area, canvas),
            (Face::Matrix, Shape::Stacked | Shape::Columns | Shape::Wide) => view.matrix(regions.table, canvas),
        }
    }
    if let Some(frame) = regions.detail {
        view.detail(frame, canvas);
    }
}

impl View<'_> {
    /// What is drawn, and how it was chosen.
    fn title(&self) -> String {
        let face = match self.compare.face {
            Face::Matrix => "Matrix",
            Face::Spectrum => "Spectrum",
        };
        let face = self.keymap.label(Context::Compare, Command::Show(self.compare.face), face);
        let listed = match self.compare.listed {
            Listed::All => "",
            Listed::Differences => " · differences",
        };
        let folding = match self.compare.folding {
            Folding::Alone => "",
            Folding::Blocs => " · blocs",
        };
        format!("{face}{listed}{folding} · against {}", self.table.tag(0).name)
    }

    /// The mark of a cell with its style: how the column stands to the base, or what keeps that unknown. A second
    /// letter `r` says that a relation decided.
    fn mark(&self, row: usize, column: usize) -> (&'static str, Style) {
        let stance = self.table.stance(row, column).unwrap_or(&Stance::Silent);
        let unknown = match stance {
            Stance::Silent => (".", self.theme.silent),
            Stance::NotPlaced { .. } => ("-", self.theme.silent),
            Stance::Placed { .. } | Stance::Mixed { .. } => ("?", self.theme.silent),
        };
        let Some(pair) = self.table.pair(row, column) else { return unknown };
        let style = verdict_style(self.theme, pair.verdict);
        match (pair.verdict, matches!(pair.because, Because::Relation { .. })) {
            (Verdict::Agree, false) => ("+", style),
            (Verdict::Agree, true) => ("+r", style),
            (Verdict::Near, _) => ("~", style),
            (Verdict::Opposed, false) => ("x", style),
            (Verdict::Opposed, true) => ("xr", style),
            (Verdict::Unknown, _) => unknown,
        }
    }

    /// What a cell says: a label, a range, the first demand where there is no place; empty where silent.
    fn said(&self, row: usize, column: usize) -> String {
        let Some(issue) = self.table.issue(row).map(|id| self.model.issue(id)) else { return String::new() };
        match self.table.stance(row, column).unwrap_or(&Stance::Silent) {
            Stance::Placed { at, .. } => short_place(issue, *at),
            Stance::Mixed { low, high, .. } => format!("{}..{}", short_place(issue, *low), short_place(issue, *high)),
            Stance::NotPlaced { demands } => match demands.as_slice() {
                [] => String::new(),
                [one] => self.model.demand(*one).text.to_string(),
                [first, rest @ ..] => format!("{} (+{})", self.model.demand(*first).text, rest.len()),
            },
            Stance::Silent => String::new(),
        }
    }

    /// A column's name, the base marked with a star.
    fn party_name(&self, column: usize) -> String {
        let name = &self.table.tag(column).name;
        if column == 0 { format!("* {name}") } else { name.clone() }
    }
}

/// A place in few words: its label, else the nearest one with the number.
fn short_place(issue: &Issue, at: f64) -> String {
    match (issue.label(at), issue.nearest_label(at)) {
        (Some(label), _) => label.to_owned(),
        (None, Some(near)) => format!("~{near} ({at})"),
        (None, None) => place_in_words(issue, at),
    }
}

fn verdict_style(theme: &Theme, verdict: Verdict) -> Style {
    match verdict {
        Verdict::Agree => theme.agree,
        Verdict::Near => theme.near,
        Verdict::Opposed => theme.opposed,
        Verdict::Unknown => theme.silent,
    }
}

/// What is compared: for the right end of the header.
pub fn account(compare: &Compare, room: usize) -> String {
    let parties = counted(compare.table.parties().len(), "actor");
    let issues = counted(compare.issues.count(), "issue");
    let base = &compare.table.tag(0).name;
    let legend = "+ agree  ~ near  x opposed  r by relation  . silent  - not placed  ? unknown";
    let accounts = match compare.face {
        Face::Matrix => vec![
            format!("{legend}   {parties} · {issues}"),
            legend.to_owned(),
            "+ agree ~ near x opposed r relation . silent - not placed ? unknown".to_owned(),
            "+ agree ~ near x opposed . silent - not placed".to_owned(),
        ],
        Face::Spectrum => {
            vec![format!("{parties} · {issues} · base {base}"), format!("{parties} · {issues}"), parties]
        }
    };
    accounts.into_iter().find(|account| crate::text::width(account) <= room).unwrap_or_default()
}

/// Where the cursor is, in words.
pub fn crumbs(app: &App, compare: &Compare) -> String {
    let issue = compare.issue().map_or("", |id| &*app.model().issue(id).name);
    let (base, column) = (&compare.table.tag(0).name, compare.parties.selected().unwrap_or(0));
    if column == 0 {
        format!("{base} › {issue}")
    } else {
        format!("{base} × {} › {issue}", compare.table.tag(column).name)
    }
}

/// The title of the view where it has no edge: the pair, and which of the others it is.
pub fn heading(app: &App, compare: &Compare) -> String {
    let (column, count) = (compare.parties.selected().unwrap_or(0), compare.parties.count().saturating_sub(1));
    let (base, other) = (&compare.table.tag(0).name, &compare.table.tag(column).name);
    match (compare.face, compare.runs_down()) {
        (Face::Matrix, crate::app::compare::Down::Issues) => format!("* {base} vs {other}  {column}/{count}"),
        (Face::Matrix, crate::app::compare::Down::Parties) | (Face::Spectrum, _) => {
            let issue = compare.issue().map_or("", |id| &*app.model().issue(id).name);
            format!("{issue}  {}/{}", compare.issues.ordinal(), compare.issues.count())
        }
    }
}

#[cfg(test)]
mod tests;

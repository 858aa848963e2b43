//! The compare view as a whole, and what the first and last line say of it.

use super::painter::Painter;
use crate::app::App;
use crate::app::command::Command;
use crate::app::compare::{Compare, Down, Listed, regions};
use crate::app::keymap::Context;
use crate::app::layout::{self, Shape};
use crate::app::place::Mode;
use crate::text::{counted, width};
use crate::view::drawing::Drawing;
use crate::view::edge::{self, Focus, Title};
use crate::view::paint::Canvas;
use crate::view::theme::Theme;

impl Drawing for Compare {
    fn draw(&self, app: &App, canvas: &mut Canvas<'_>) {
        let compare = self;
        let table = &compare.table;
        let painter = Painter { model: app.model(), compare, table, theme: canvas.theme, keymap: &app.keymap };
        let regions = regions(app.size, compare.wish());
        let left = painter.title();
        let position = painter.position();
        edge::draw(canvas, regions.table, Title { left: &left, right: &position, focus: Focus::Here });
        let area = regions.table.inner;
        let lists_issues = matches!(compare.mode, Mode::Matrix | Mode::Spectrum);
        if lists_issues && compare.issues.count() == 0 {
            let (why, tip) = match compare.listed {
                _ if !compare.filter.is_empty() => ("No issue is called so.", (Command::Cancel, "lists all issues.")),
                Listed::Differences => {
                    ("Nobody differs from the base on any issue.", (Command::Differences, "lists all issues."))
                }
                Listed::Shared => ("These speak on no common issue.", (Command::Cancel, "lists all issues.")),
                Listed::All => ("This model has no issues.", (Command::Close, "goes back.")),
            };
            let tip = app.keymap.tips(Context::Compare, &[tip]);
            let _ = canvas.pen(area, 0).put(" ", painter.theme.text).put(why, painter.theme.text);
            let _ = canvas.pen(area, 1).put(" ", painter.theme.text).put(&tip, painter.theme.dim);
        } else {
            match (compare.mode, layout::shape(app.size)) {
                (Mode::Spectrum, _) => painter.spectrum(regions.table, canvas),
                (Mode::Groups, _) => painter.groups(regions.table, canvas),
                (Mode::Timeline, _) => painter.timeline(regions.table, canvas),
                (Mode::Ground, _) => painter.ground(regions.table, canvas),
                (Mode::Matrix, Shape::Single | Shape::TooSmall) => painter.pairs(area, canvas),
                (Mode::Matrix, Shape::Stacked | Shape::Columns | Shape::Wide) => painter.matrix(regions.table, canvas),
            }
        }
        if let Some(frame) = regions.detail {
            painter.detail(frame, canvas);
        }
    }

    fn account(&self, _: &App, room: usize) -> String {
        let parties = counted(self.table.parties().len(), "actor");
        let listed = match self.mode {
            Mode::Matrix | Mode::Spectrum => self.issues.count(),
            Mode::Groups | Mode::Timeline | Mode::Ground => self.table.issues().len(),
        };
        let issues = counted(listed, "issue");
        let base = &self.table.tag(0).name;
        let accounts = match self.mode {
            Mode::Matrix | Mode::Groups | Mode::Timeline | Mode::Ground => {
                vec![format!("{parties} · {issues}"), parties]
            }
            Mode::Spectrum => {
                vec![format!("{parties} · {issues} · base {base}"), format!("{parties} · {issues}"), parties]
            }
        };
        accounts.into_iter().find(|account| width(account) <= room).unwrap_or_default()
    }

    /// The pair or the issue of the matrix; else the face, how it was chosen, and which line of it. The detail names what
    /// is under the cursor.
    fn heading(&self, app: &App) -> String {
        let painter = Painter {
            model: app.model(),
            compare: self,
            table: &self.table,
            theme: Theme::named(app.theme),
            keymap: &app.keymap,
        };
        let title = match (self.mode, self.runs_down()) {
            (Mode::Matrix, Down::Issues) => {
                let (column, count) = (self.parties.selected().unwrap_or(0), self.parties.count().saturating_sub(1));
                let (base, other) = (&self.table.tag(0).name, &self.table.tag(column).name);
                return format!("* {base} vs {other}  {column}/{count}");
            }
            (Mode::Matrix, Down::Parties) => {
                let issue = self.issue().map_or("", |id| &*app.model().issue(id).name);
                return format!("{issue}  {}/{}", self.issues.ordinal(), self.issues.count());
            }
            (Mode::Groups, _) => format!("{} · {}", painter.face(), painter.measured()),
            (Mode::Ground, _) => painter.face(),
            (Mode::Spectrum | Mode::Timeline, _) => painter.title(),
        };
        format!("{title}  {}", painter.position())
    }

    fn crumbs(&self, app: &App) -> String {
        match self.mode {
            Mode::Groups => {
                let (a, b) = self.groups.pair().unwrap_or((0, 0));
                let (a, b) = (&self.table.tag(a).name, &self.table.tag(b).name);
                return if a == b { format!("{a} and the others") } else { format!("{a} and {b}") };
            }
            Mode::Timeline => return self.event_title(app.model()),
            Mode::Matrix | Mode::Spectrum | Mode::Ground => {}
        }
        let issue = self.issue().map_or("", |id| &*app.model().issue(id).name);
        let (base, column) = (&self.table.tag(0).name, self.parties.selected().unwrap_or(0));
        if column == 0 {
            format!("{base} › {issue}")
        } else {
            format!("{base} × {} › {issue}", self.table.tag(column).name)
        }
    }
}

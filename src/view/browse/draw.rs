//! Browse as a whole, and its parts of the first and last line.

use ratatui::layout::Rect;

use super::panes::Painter;
use crate::app::App;
use crate::app::browse::{Browse, regions};
use crate::app::layout::{self, Shape};
use crate::app::place::{By, Order, Pane};
use crate::text::{counted, width};
use crate::view::drawing::Drawing;
use crate::view::edge;
use crate::view::paint::Canvas;

impl Drawing for Browse {
    fn draw(&self, app: &App, canvas: &mut Canvas<'_>) {
        let (model, theme, keymap) = (app.model(), canvas.theme, &app.keymap);
        let painter = Painter { model, browse: self, theme, keymap, progress: app.progress() };
        let regions = regions(app.size, self.wish());
        for pane in Pane::ALL {
            if let Some(frame) = regions.pane(pane) {
                painter.edge(pane, frame, canvas);
                match pane {
                    Pane::First => painter.first(frame, canvas),
                    Pane::Demands => painter.demands(frame, canvas),
                    Pane::Passages => painter.passages(frame, canvas),
                }
            }
        }
        if layout::shape(app.size) == Shape::Stacked
            && let (Some(first), Some(second)) = (regions.pane(Pane::First), regions.pane(Pane::Demands))
        {
            let between = Rect { x: first.outer.right(), width: second.outer.x - first.outer.right(), ..first.outer };
            edge::upright(canvas, between, painter.theme.edge);
        }
        if let Some(frame) = regions.card {
            painter.card(frame, canvas);
        }
        if let Some(frame) = regions.context {
            painter.context(frame, canvas);
        }
    }

    /// The longest account of the model that fits.
    fn account(&self, app: &App, room: usize) -> String {
        let all = app.model().counts();
        let adapted = if all.adapted == 0 { String::new() } else { format!(" ({} adapted)", all.adapted) };
        let verified = match (all.passages, all.verified) {
            (0, _) => String::new(),
            (passages, verified) if passages == verified => format!(", all in the source{adapted}"),
            (_, verified) => format!(", {verified} in the source{adapted}"),
        };
        let (actors, issues) = (counted(all.actors, "actor"), counted(all.issues, "issue"));
        let (demands, passages) = (counted(all.demands, "demand"), counted(all.passages, "passage"));
        let articles = counted(all.articles, "article");
        let accounts = [
            format!("{actors} · {issues} · {demands} · {passages}{verified} · {articles}"),
            format!("{actors} · {demands} · {passages}{verified}"),
            format!("{demands} · {passages}{verified}"),
            format!("{demands} · {passages}"),
            passages,
        ];
        accounts.into_iter().find(|account| width(account) <= room).unwrap_or_default()
    }

    fn heading(&self, app: &App) -> String {
        let model = app.model();
        let position =
            |ordinal: usize, count: usize| if count == 0 { String::new() } else { format!(" {ordinal}/{count}") };
        let first = self.first.selected().map_or("", |entry| model.name(entry));
        let filter = &self.filters[self.focus.index()];
        let filter = if filter.is_empty() { String::new() } else { format!(" /{filter}") };
        let asked = self.asked.as_ref().map_or(String::new(), |(query, _)| format!(" &{query}"));
        match self.focus {
            Pane::First => {
                let order =
                    if self.order == Order::File { String::new() } else { format!(" by {}", self.order.word()) };
                let position = position(self.first.ordinal(), self.first.count());
                format!("{}{order}{position}{filter}{asked}", self.by.title())
            }
            Pane::Demands => {
                let position = position(self.demands.ordinal(), self.demands.count());
                format!("‹ {first}{position}{filter}{asked}")
            }
            Pane::Passages => {
                let of = self.demands.selected().map_or(String::new(), |id| model.demand_title(id));
                format!("‹ {of}{}{filter}", position(self.passages.ordinal(), self.passages.count()))
            }
        }
    }

    /// The path to the selection: record, heading, demand.
    fn crumbs(&self, app: &App) -> String {
        let model = app.model();
        let record = self.first.selected().map(|record| model.name(record).to_owned());
        let demand = self.demands.selected();
        let heading = demand.map(|id| match self.by {
            By::Actors => model.issue(model.demand(id).issue).name.to_string(),
            By::Issues | By::Articles => model.actor(model.demand(id).actor).name.to_string(),
        });
        let passage = self.passages.selected().filter(|_| self.focus == Pane::Passages);
        let passage = passage.map(|id| format!("passage {}", model.number(id)));
        let words = demand.filter(|_| passage.is_none()).map(|id| model.demand(id).text.to_string());
        [record, heading, words, passage].into_iter().flatten().collect::<Vec<_>>().join(" › ")
    }
}

//! Commands in browse.

use ratatui::layout::Position;

use super::sides;
use super::state::Browse;
use crate::app::change::Change;
use crate::app::command::{Command, Direction};
use crate::app::keymap::Context;
use crate::app::list::Click;
use crate::app::place::{By, Pane};
use crate::app::prompt::{Prompt, Purpose};
use crate::app::views::{Outcome, Scene, TextCursor, View};
use crate::model::{Demand, Model, PassageId, Record, Subject};
use crate::text::Span;

impl View for Browse {
    fn title(&self) -> &'static str {
        "Keys · Browse"
    }

    fn context(&self) -> Context {
        Context::Browse
    }

    fn subject(&self, _: &Model) -> Option<Subject> {
        let first = self.first.selected().map(Subject::from);
        let demand = self.demands.selected().map(Subject::Demand);
        let passage = self.passages.selected().map(Subject::Passage);
        match self.focus {
            Pane::First => first,
            Pane::Demands => demand.or(first),
            Pane::Passages => passage.or(demand).or(first),
        }
    }

    fn passage(&self, _: &Model) -> Option<PassageId> {
        self.passages.selected()
    }

    fn text_cursor(&self, _: &Model) -> Option<TextCursor> {
        None
    }

    fn run(&mut self, scene: Scene<'_>, command: Command) -> Outcome {
        let outcome = self.carry_out(scene.model, command);
        self.follow(scene.model);
        outcome
    }

    fn typed(&mut self, scene: Scene<'_>, purpose: Purpose, text: &str) {
        match purpose {
            Purpose::Filter => self.set_filter(scene.model, text),
            Purpose::Fields => self.look_up(text),
            Purpose::Search { .. } | Purpose::AddActor | Purpose::Set => {
                unreachable!("browse does not ask for it")
            }
        }
    }

    fn entered(&mut self, _: Scene<'_>, _: Purpose, _: &str) -> Outcome {
        Outcome::Done
    }

    fn restore(&mut self, scene: Scene<'_>, prompt: &Prompt) {
        self.typed(scene, prompt.purpose, &prompt.before);
    }

    fn go_to_row(&mut self, scene: Scene<'_>, row: usize) {
        match self.focus {
            Pane::First => self.first.select_nth(row),
            Pane::Demands => self.demands.select_nth(row),
            Pane::Passages => self.passages.select_nth(row),
        }
        self.follow(scene.model);
    }

    fn click(&mut self, scene: Scene<'_>, at: Position) -> Click {
        let before = self.focus;
        let click = self.click_at(scene.size, at);
        self.follow(scene.model);
        // A click that moves the focus opens nothing.
        if click == Click::Again && self.focus != before { Click::Moved } else { click }
    }

    fn scroll(&mut self, scene: Scene<'_>, at: Position, by: isize) {
        self.scroll_at(scene.size, at, by);
        self.follow(scene.model);
    }

    fn fit(&mut self, scene: Scene<'_>) {
        self.wider = scene.measures.panes;
        self.cut(scene.model, scene.size);
    }

    fn carried_over(&self, change: &Change<'_>) -> Option<Self> {
        Some(self.moved_to(change))
    }
}

impl Browse {
    fn carry_out(&mut self, model: &Model, command: Command) -> Outcome {
        match command {
            Command::PaneBeside(toward) => self.beside(toward),
            Command::PaneRound(toward) => self.round(toward),
            Command::GoToPane(pane) => self.focus = pane,
            Command::ScrollChild(toward) => self.scroll_child(toward),
            Command::FirstPane(toward) => self.first.step(toward.sign()),
            Command::Open => return self.open(model),
            Command::Read => return self.read(model),
            Command::BrowseByNext => self.set_by(model, self.by.next()),
            Command::Blocs => return self.fold_members(model),
            Command::Order => {
                self.reorder(model);
                return Outcome::Say(format!("{} by {}", self.by.title(), self.order.word()));
            }
            Command::Zoom => self.zoom = !self.zoom,
            Command::Context => self.shows_context = !self.shows_context,
            Command::NextPlace => return self.next_place(model),
            Command::Mark => return self.mark(),
            Command::ClearMarks => self.marks.clear(),
            Command::Compare => return sides::compare(self, model),
            Command::Filter => return prompt(Purpose::Filter, &self.filters[self.focus.index()]),
            Command::FilterByField => return prompt(Purpose::Fields, self.query()),
            Command::Cancel => self.cancel(model),
            Command::GoToActor => return self.go_to(model, |demand| Subject::Actor(demand.actor)),
            Command::GoToIssue => return self.go_to(model, |demand| Subject::Issue(demand.issue)),
            _ => self.move_focused(command),
        }
        Outcome::Done
    }

    fn move_focused(&mut self, command: Command) {
        match self.focus {
            Pane::First => self.first.run(command),
            Pane::Demands => self.demands.run(command),
            Pane::Passages => self.passages.run(command),
        };
    }

    fn beside(&mut self, toward: Direction) {
        let beside = match toward {
            Direction::Next => self.focus.child(),
            Direction::Previous => self.focus.parent(),
        };
        self.focus = beside.unwrap_or(self.focus);
    }

    fn round(&mut self, toward: Direction) {
        let (at, count) = (self.focus.index(), Pane::ALL.len());
        let next = match toward {
            Direction::Next => at + 1,
            Direction::Previous => at + count - 1,
        };
        self.focus = Pane::ALL[next % count];
    }

    fn scroll_child(&mut self, toward: Direction) {
        match self.focus {
            Pane::First => self.demands.step(toward.sign()),
            Pane::Demands | Pane::Passages => self.passages.step(toward.sign()),
        }
    }

    /// Descends: from the first pane to the demands, from there to the passages, from there to the article.
    fn open(&mut self, model: &Model) -> Outcome {
        match self.focus {
            Pane::First | Pane::Demands => {
                self.beside(Direction::Next);
                Outcome::Done
            }
            Pane::Passages => self.read(model),
        }
    }

    /// Opens the article at the selected passage, or a selected article at its start.
    fn read(&self, model: &Model) -> Outcome {
        if let (Pane::First, Some(Record::Article(article))) = (self.focus, self.first.selected()) {
            return Outcome::Read(article, Some(Span::default()));
        }
        match self.passages.selected() {
            Some(passage) => Outcome::Read(model.passage(passage).article, self.shown_place(model)),
            None => Outcome::say("there is no passage to read here"),
        }
    }

    fn next_place(&mut self, model: &Model) -> Outcome {
        let places = self.passages.selected().map_or(0, |id| model.passage(id).anchor.places().len());
        if places < 2 {
            return Outcome::Done;
        }
        self.place = (self.place + 1) % places;
        Outcome::Say(format!("place {} of {places}", self.place + 1))
    }

    /// Marks or unmarks the actor under the cursor, and moves to the next.
    fn mark(&mut self) -> Outcome {
        let (Pane::First, Some(Record::Actor(actor))) = (self.focus, self.first.selected()) else {
            return Outcome::Advise(
                "actors are marked in the first pane",
                Command::BrowseBy(By::Actors),
                "browses by actors",
            );
        };
        match self.marks.iter().position(|marked| *marked == actor) {
            Some(at) => drop(self.marks.remove(at)),
            None => self.marks.push(actor),
        }
        self.first.step(1);
        Outcome::Done
    }

    /// Folds members into what they belong to, or unfolds them.
    fn fold_members(&mut self, model: &Model) -> Outcome {
        if self.by != By::Actors {
            return Outcome::Advise(
                "members are folded among actors",
                Command::BrowseBy(By::Actors),
                "browses by actors",
            );
        }
        self.fold(model);
        Outcome::Done
    }

    /// Clears the filter of the focused pane, else that of another pane.
    fn cancel(&mut self, model: &Model) {
        let focus = self.focus;
        let filtered = |pane: &Pane| !self.filters[pane.index()].is_empty();
        if let Some(pane) = [focus].into_iter().chain(Pane::ALL).find(filtered) {
            self.focus = pane;
            self.set_filter(model, "");
            self.focus = focus;
        } else if self.asked.is_some() {
            self.ask(model, None);
        } else if self.zoom {
            self.zoom = false;
        }
    }

    /// Goes to a record of the selected demand, which stays selected.
    fn go_to(&self, model: &Model, subject: impl Fn(&Demand) -> Subject) -> Outcome {
        let Some(demand) = self.demands.selected() else { return Outcome::Done };
        let mut there = self.clone();
        there.go(model, subject(model.demand(demand)));
        there.focus = self.focus;
        there.demands.select(demand);
        there.follow(model);
        Outcome::Replace(Box::new(there.into()))
    }
}

fn prompt(purpose: Purpose, before: &str) -> Outcome {
    Outcome::Prompt(Prompt::new(purpose, before, before))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::app::{App, Key, Options, press};
    use crate::load::example;

    #[test]
    fn esc_clears_the_filter_of_the_focused_pane_first_then_the_others_then_the_query_then_zoom() {
        let mut app = App::new(Arc::new(example()), &Options::default(), (160, 48));
        let mut keys = |names: &str| {
            for name in names.split_whitespace() {
                assert_eq!(press(&mut app, Key::parse(name).unwrap()), None, "{name}");
            }
            let browse = app.browse();
            (browse.filters.clone(), browse.query().to_owned(), browse.zoom)
        };
        let filters = |texts: [&str; 3]| texts.map(str::to_owned);
        let query = "kind:demand";
        keys("& k i n d : d e m a n d Enter z / u Enter l / t Enter l / e Enter h");
        for (pressed, left, query, zoom) in [
            ("", ["u", "t", "e"], query, true),
            ("Esc", ["u", "", "e"], query, true),
            ("l Esc", ["u", "", ""], query, true),
            ("Esc", ["", "", ""], query, true),
            ("Esc", ["", "", ""], "", true),
            ("Esc", ["", "", ""], "", false),
        ] {
            assert_eq!(keys(pressed), (filters(left), query.to_owned(), zoom), "{pressed}");
        }
    }
}

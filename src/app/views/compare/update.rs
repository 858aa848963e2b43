//! What commands do to the compare view.

use ratatui::layout::Position;

use super::grid::Down;
use super::layout::regions;
use super::marks::Marks;
use super::state::{Compare, Listed};
use super::walk::Reached;
use crate::app::change::Change;
use crate::app::command::{Command, Direction};
use crate::app::keymap::Context;
use crate::app::list::Click;
use crate::app::place::{Mode, Pane};
use crate::app::prompt::{Prompt, Purpose};
use crate::app::views::{Outcome, Scene, TextCursor, View};
use crate::model::{Model, PassageId, Subject};

impl View for Compare {
    fn title(&self) -> &'static str {
        "Keys · Compare"
    }

    fn context(&self) -> Context {
        match self.mode {
            Mode::Groups => Context::Groups,
            Mode::Matrix | Mode::Spectrum | Mode::Timeline | Mode::Ground => Context::Compare,
        }
    }

    fn subject(&self, model: &Model) -> Option<Subject> {
        self.demand(model).map(Subject::Demand).or_else(|| self.party().map(Subject::Actor))
    }

    fn passage(&self, model: &Model) -> Option<PassageId> {
        self.first_passage(model)
    }

    fn text_cursor(&self, _: &Model) -> Option<TextCursor> {
        None
    }

    fn run(&mut self, scene: Scene<'_>, command: Command) -> Outcome {
        match command {
            Command::Open if self.mode == Mode::Groups => self.explain(scene.model),
            Command::Open => self.open_passages(scene.model),
            Command::Read => self.read(scene.model),
            Command::GoToActor => go_to(self.party().map(Subject::Actor)),
            Command::GoToIssue => go_to(self.issue().map(Subject::Issue)),
            Command::Filter => Outcome::Prompt(Prompt::new(Purpose::Filter, self.narrowed(), self.narrowed())),
            Command::AddActor => {
                self.offer(scene.model, "");
                Outcome::Prompt(Prompt::new(Purpose::AddActor, "", ""))
            }
            Command::Mark => self.mark(scene.model),
            Command::Compare => self.compare_marked(scene.model),
            Command::ActorSet => Outcome::Prompt(Prompt::new(Purpose::Set, "", "")),
            Command::DropActor if self.drop_party(scene.model) => Outcome::Done,
            Command::DropActor => Outcome::say("two actors are needed to compare"),
            Command::Order if matches!(self.mode, Mode::Groups | Mode::Ground) => {
                elsewhere("this face has its own order")
            }
            Command::Differences if !matches!(self.mode, Mode::Matrix | Mode::Spectrum) => {
                elsewhere("the matrix and the spectrum list differences")
            }
            Command::Transpose if !matches!(self.mode, Mode::Matrix | Mode::Timeline) => {
                elsewhere("the matrix and the timeline have rows and columns to swap")
            }
            Command::Order => {
                self.next_order(scene.model);
                Outcome::Say(format!("by {}", self.order.word()))
            }
            Command::Conflict(toward) if self.mode == Mode::Groups => match self.groups.next_nearest(toward) {
                Some((nth, of)) => Outcome::Say(format!("number {nth} of {of} by {}", self.groups.measure.word())),
                None => Outcome::say("nobody can be compared with this actor"),
            },
            Command::Conflict(toward) => {
                tell(self.go_to_conflict(scene.model, toward), "conflict", "nobody is in conflict with the base")
            }
            Command::Shift(toward) if self.mode == Mode::Timeline => self.turn(scene.model, toward),
            Command::Shift(toward) => tell(self.go_to_move(scene.model, toward), "move", "nobody moved on an issue"),
            _ => {
                self.arrange(scene.model, command);
                Outcome::Done
            }
        }
    }

    fn typed(&mut self, scene: Scene<'_>, purpose: Purpose, text: &str) {
        match purpose {
            Purpose::AddActor => self.offer(scene.model, text),
            Purpose::Set => {}
            Purpose::Filter | Purpose::Fields | Purpose::Search { .. } => self.narrow(scene.model, text),
        }
    }

    fn entered(&mut self, scene: Scene<'_>, purpose: Purpose, text: &str) -> Outcome {
        match purpose {
            Purpose::AddActor => match self.offered.first().copied() {
                Some(actor) => {
                    self.add(scene.model, actor);
                    Outcome::Say(format!("{} is compared too", scene.model.actor_name(actor)))
                }
                None => Outcome::Say(format!("no other actor is called `{}`", text.trim())),
            },
            Purpose::Set if text.trim().is_empty() => Outcome::say("a set needs a name"),
            Purpose::Set => Outcome::Set(text.trim().to_owned()),
            Purpose::Filter | Purpose::Fields | Purpose::Search { .. } => Outcome::Done,
        }
    }

    fn restore(&mut self, scene: Scene<'_>, prompt: &Prompt) {
        match prompt.purpose {
            Purpose::AddActor | Purpose::Set => {}
            Purpose::Filter | Purpose::Fields | Purpose::Search { .. } => self.narrow(scene.model, &prompt.before),
        }
    }

    fn go_to_row(&mut self, scene: Scene<'_>, row: usize) {
        match (self.mode, self.runs_down()) {
            (Mode::Groups, _) => self.groups.down.select_nth(row),
            (Mode::Timeline, _) => {
                self.timeline.lanes.select_nth(row);
                self.timeline.fit(self.table.course(scene.model), None);
            }
            (Mode::Ground, _) => self.ground.list.select_nth(row),
            (Mode::Matrix | Mode::Spectrum, Down::Issues) => self.issues.select_nth(row),
            (Mode::Matrix | Mode::Spectrum, Down::Parties) => self.parties.select_nth(row),
        }
        self.follow(scene.model);
    }

    fn click(&mut self, scene: Scene<'_>, at: Position) -> Click {
        self.click_at(scene.model, scene.size, at)
    }

    fn scroll(&mut self, scene: Scene<'_>, at: Position, by: isize) {
        let detail = regions(scene.size, self.wish()).detail;
        if detail.is_some_and(|frame| frame.outer.contains(at)) {
            return self.detail.scroll(by);
        }
        self.run_down(scene.model, Command::Step(if by < 0 { Direction::Previous } else { Direction::Next }));
    }

    fn fit(&mut self, scene: Scene<'_>) {
        self.wider = scene.measures.names;
        self.cut(scene.model, scene.size);
    }

    fn carried_over(&self, change: &Change<'_>) -> Option<Self> {
        self.moved_to(change)
    }
}

impl Compare {
    fn arrange(&mut self, model: &Model, command: Command) {
        match command {
            Command::Column(toward) => {
                self.beside(model, toward);
                self.follow(model);
            }
            Command::RowEnd(toward) => {
                self.far_beside(toward);
                self.follow(model);
            }
            Command::ScrollChild(toward) => self.detail.page(toward.sign()),
            Command::Show(mode) => self.show(model, mode),
            Command::Measure => self.groups.next_measure(),
            Command::Normalise => self.groups.next_normalise(),
            Command::Cut(toward) => {
                let count = self.groups.count.saturating_add_signed(toward.sign());
                self.groups.cut_tree(model, &self.table, count);
            }
            Command::Differences => {
                let listed = if self.listed == Listed::All { Listed::Differences } else { Listed::All };
                self.list_issues(model, listed);
            }
            Command::Cancel => self.list_all(model),
            Command::ClearMarks => self.marks = Marks::default(),
            Command::Base => self.rebase(model),
            Command::Transpose => self.transpose(model),
            Command::Blocs => self.fold(model),
            Command::Zoom => self.zoom = !self.zoom,
            _ => self.run_down(model, command),
        }
    }

    /// Opens the issues that make the number under the cursor, with what both say on them.
    fn explain(&self, model: &Model) -> Outcome {
        match self.groups.pair() {
            Some((a, b)) if a != b => match self.of_pair(model, (a, b)) {
                Some(pair) if pair.issues.count() > 0 => Outcome::Open(Box::new(pair.into())),
                _ if self.table.speak_on_one(model, (a, b)) => Outcome::say("nothing these two say can be compared"),
                _ => Outcome::say("these two speak on no common issue"),
            },
            _ => Outcome::Advise("this is one actor", Command::Conflict(Direction::Next), "goes to the nearest other"),
        }
    }

    /// Goes to the next or previous event at which somebody moved.
    fn turn(&mut self, model: &Model, toward: Direction) -> Outcome {
        let reached = self.timeline.next_turn(self.table.course(model), toward);
        self.follow(model);
        match reached {
            Some((nth, of)) => Outcome::Say(format!("move {nth} of {of}")),
            None => Outcome::say("nobody moved on an issue"),
        }
    }

    /// Goes to the passages of the demand under the cursor, in browse.
    fn open_passages(&self, model: &Model) -> Outcome {
        match self.demand(model) {
            Some(demand) => Outcome::Go(Subject::Demand(demand), Some(Pane::Passages)),
            None => Outcome::say("neither says anything on this issue"),
        }
    }

    /// Opens the article at the words under the cursor.
    fn read(&self, model: &Model) -> Outcome {
        match self.first_passage(model).map(|id| model.passage(id)) {
            Some(passage) => Outcome::Read(passage.article, passage.anchor.places().first().copied()),
            None => Outcome::say("there is no passage to read here"),
        }
    }
}

fn go_to(subject: Option<Subject>) -> Outcome {
    subject.map_or(Outcome::Done, |subject| Outcome::Go(subject, None))
}

/// Why a command does nothing in the present face.
fn elsewhere(why: &'static str) -> Outcome {
    Outcome::Advise(why, Command::Show(Mode::Matrix), "shows the matrix")
}

/// Says which of several cells the cursor went to, or that there is none.
fn tell(reached: Option<Reached>, what: &str, none: &str) -> Outcome {
    match reached {
        Some(Reached { nth, of, is_round }) => {
            let round = if is_round { ", round from the other end" } else { "" };
            Outcome::Say(format!("{what} {nth} of {of}{round}"))
        }
        None => Outcome::say(none),
    }
}

//! What commands do to the compare view.

use ratatui::layout::Position;

use super::grid::Down;
use super::state::{Compare, Listed, Reached};
use crate::app::change::Change;
use crate::app::command::{Command, Direction};
use crate::app::keymap::Context;
use crate::app::list::Click;
use crate::app::place::Pane;
use crate::app::prompt::{Prompt, Purpose};
use crate::app::views::{Outcome, Scene, TextCursor, View};
use crate::model::{Model, PassageId, Subject};

impl View for Compare {
    fn title(&self) -> &'static str {
        "Keys · Compare"
    }

    fn context(&self) -> Context {
        Context::Compare
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
            Command::Open => self.open_passages(scene.model),
            Command::Read => self.read(scene.model),
            Command::GoToActor => go_to(self.party().map(Subject::Actor)),
            Command::GoToIssue => go_to(self.issue().map(Subject::Issue)),
            Command::Conflict(toward) => {
                tell(self.go_to_conflict(toward), "conflict", "nobody is in conflict with the base")
            }
            Command::Shift(toward) => tell(self.go_to_move(scene.model, toward), "move", "nobody moved on an issue"),
            _ => {
                self.arrange(scene.model, command);
                Outcome::Done
            }
        }
    }

    fn typed(&mut self, _: Scene<'_>, _: Purpose, _: &str) {
        unreachable!("a comparison opens no prompt");
    }

    fn restore(&mut self, _: Scene<'_>, _: &Prompt) {
        unreachable!("a comparison opens no prompt");
    }

    fn go_to_row(&mut self, _: Scene<'_>, row: usize) {
        match self.runs_down() {
            Down::Issues => self.issues.select_nth(row),
            Down::Parties => self.parties.select_nth(row),
        }
    }

    fn click(&mut self, _: Scene<'_>, _: Position) -> Click {
        Click::Nothing
    }

    fn scroll(&mut self, _: Scene<'_>, _: Position, by: isize) {
        self.run_down(Command::Step(if by < 0 { Direction::Previous } else { Direction::Next }));
    }

    fn fit(&mut self, scene: Scene<'_>) {
        self.cut(scene.model, scene.size);
    }

    fn carried_over(&self, change: &Change<'_>) -> Option<Self> {
        self.moved_to(change)
    }
}

impl Compare {
    fn arrange(&mut self, model: &Model, command: Command) {
        match command {
            Command::Column(toward) => self.beside(toward),
            Command::RowEnd(toward) => self.far_beside(toward),
            Command::Show(mode) => self.mode = mode,
            Command::Differences => {
                let listed = if self.listed == Listed::All { Listed::Differences } else { Listed::All };
                self.list_differences(model, listed);
            }
            Command::Cancel => self.list_differences(model, Listed::All),
            Command::Base => self.rebase(model),
            Command::Transpose => self.transpose(model),
            Command::Blocs => self.fold(model),
            Command::Zoom => self.zoom = !self.zoom,
            _ => self.run_down(command),
        }
    }

    /// Moves the cursor among the lines.
    fn run_down(&mut self, command: Command) {
        match self.runs_down() {
            Down::Issues => self.issues.run(command),
            Down::Parties => self.parties.run(command),
        };
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

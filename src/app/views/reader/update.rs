//! Commands in the reader.

use ratatui::layout::Position;

use super::layout::text_area;
use super::state::Reader;
use crate::app::change::Change;
use crate::app::command::{Command, Direction};
use crate::app::keymap::Context;
use crate::app::list::Click;
use crate::app::place::Pane;
use crate::app::prompt::{Prompt, Purpose};
use crate::app::views::{Outcome, Scene, TextCursor, View};
use crate::model::{Demand, Model, PassageId, Subject};
use crate::text::Span;

impl View for Reader {
    fn title(&self) -> &'static str {
        "Keys · Reader"
    }

    fn context(&self) -> Context {
        Context::Reader
    }

    fn subject(&self, model: &Model) -> Option<Subject> {
        let words = || Subject::Words(self.article, self.sentence(model));
        Some(self.chosen.map_or_else(words, Subject::Passage))
    }

    fn passage(&self, _: &Model) -> Option<PassageId> {
        self.chosen
    }

    fn text_cursor(&self, model: &Model) -> Option<TextCursor> {
        let (sentence, selection) = (self.sentence(model), self.selection(model));
        Some(TextCursor { article: self.article, offset: self.cursor, sentence, selection })
    }

    fn run(&mut self, scene: Scene<'_>, command: Command) -> Outcome {
        match command {
            Command::GoToDemand | Command::Open => self.go_to_demand(),
            Command::GoToActor => self.go_to(scene.model, |demand| Subject::Actor(demand.actor)),
            Command::GoToIssue => self.go_to(scene.model, |demand| Subject::Issue(demand.issue)),
            Command::Search => self.prompt(),
            Command::Select => self.begin_or_end_selection(scene.model),
            Command::Uncoded(toward) if !self.go_to_open(toward) => Outcome::say(match toward {
                Direction::Next => "every sentence from here on supports a demand",
                Direction::Previous => "every sentence up to here supports a demand",
            }),
            _ => {
                self.move_cursor(scene, command);
                Outcome::Done
            }
        }
    }

    fn typed(&mut self, scene: Scene<'_>, _: Purpose, text: &str) {
        self.set_search(scene.model, text);
    }

    fn entered(&mut self, _: Scene<'_>, _: Purpose, _: &str) -> Outcome {
        Outcome::Done
    }

    fn restore(&mut self, scene: Scene<'_>, prompt: &Prompt) {
        self.set_search(scene.model, &prompt.before);
        match prompt.purpose {
            Purpose::Search { cursor } => self.cursor = cursor,
            Purpose::Filter | Purpose::Fields | Purpose::AddActor | Purpose::Set => {
                unreachable!("the reader only searches")
            }
        }
    }

    fn go_to_row(&mut self, scene: Scene<'_>, row: usize) {
        let lines = &scene.model.article(self.article).lines;
        self.cursor = lines.span(row.saturating_add(1).min(lines.count())).map_or(0, Span::start);
    }

    fn click(&mut self, scene: Scene<'_>, at: Position) -> Click {
        if self.point(scene, at) {
            (self.anchor, self.pressed) = (None, Some(self.cursor));
        }
        Click::Moved
    }

    fn drag(&mut self, scene: Scene<'_>, at: Position) {
        let Some(from) = self.pressed else { return };
        let area = text_area(scene.size, scene.measures);
        let within = |at: u16, start: u16, length: u16| at.clamp(start, start + length.saturating_sub(1));
        let at = Position::new(within(at.x, area.x, area.width), within(at.y, area.y, area.height));
        if self.point(scene, at) {
            self.select_between(scene.model, from, self.cursor);
        }
    }

    fn scroll(&mut self, scene: Scene<'_>, _: Position, by: isize) {
        self.scroll_by(scene.model, by);
    }

    fn fit(&mut self, scene: Scene<'_>) {
        self.cut(scene.model, scene.names(), (scene.size, scene.measures));
    }

    fn carried_over(&self, change: &Change<'_>) -> Option<Self> {
        self.moved_to(change)
    }
}

impl Reader {
    fn move_cursor(&mut self, scene: Scene<'_>, command: Command) {
        let model = scene.model;
        match command {
            Command::Step(toward) => self.step(model, toward.sign()),
            Command::HalfPage(toward) => self.page(model, toward.sign()),
            Command::Page(toward) => self.page(model, 2 * toward.sign()),
            Command::End(toward) => self.end(model, toward),
            Command::Paragraph(toward) => self.paragraph(model, toward),
            Command::Passage(toward) => self.go_to_passage(model, toward),
            Command::Character(toward) => self.character(model, toward),
            Command::Word(toward) => self.word(model, toward),
            Command::RowEnd(toward) => self.row_end(model, toward),
            Command::PassageHere => self.choose_next(),
            Command::Match(toward) => self.go_to_match(model, toward),
            Command::SelectSentence => self.select_sentence(model),
            Command::SwapEnds => self.swap_ends(),
            Command::Name(toward) => self.name(model, scene.names(), toward),
            Command::Cancel if self.anchor.is_some() => self.anchor = None,
            Command::Cancel => self.set_search(model, ""),
            _ => {}
        }
    }

    fn begin_or_end_selection(&mut self, model: &Model) -> Outcome {
        self.select(model);
        if self.anchor.is_none() {
            return Outcome::Done;
        }
        Outcome::Advise("moving selects", Command::Cancel, "drops the selection")
    }

    fn prompt(&self) -> Outcome {
        let purpose = Purpose::Search { cursor: self.cursor };
        Outcome::Prompt(Prompt::new(purpose, "", &self.search))
    }

    /// Goes to the demand of the foreground passage, in browse.
    fn go_to_demand(&self) -> Outcome {
        match self.chosen {
            Some(passage) => Outcome::Go(Subject::Passage(passage), Some(Pane::Demands)),
            None => Outcome::Advise("no passage here", Command::Passage(Direction::Next), "goes to the next one"),
        }
    }

    fn go_to(&self, model: &Model, subject: impl Fn(&Demand) -> Subject) -> Outcome {
        let demand = self.chosen.map(|passage| model.demand(model.demand_of(passage)));
        demand.map_or(Outcome::Done, |demand| Outcome::Go(subject(demand), None))
    }
}

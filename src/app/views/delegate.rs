//! A screen does what its view does.

use ratatui::layout::Position;

use super::outcome::Outcome;
use super::screen::{Screen, each};
use super::view::{Scene, TextCursor, View};
use crate::app::change::Change;
use crate::app::command::Command;
use crate::app::keymap::Context;
use crate::app::list::Click;
use crate::app::prompt::{Prompt, Purpose};
use crate::model::{Model, PassageId, Subject};

impl View for Screen {
    fn title(&self) -> &'static str {
        each!(self, view => view.title())
    }

    fn context(&self) -> Context {
        each!(self, view => view.context())
    }

    fn subject(&self, model: &Model) -> Option<Subject> {
        each!(self, view => view.subject(model))
    }

    fn passage(&self, model: &Model) -> Option<PassageId> {
        each!(self, view => view.passage(model))
    }

    fn text_cursor(&self, model: &Model) -> Option<TextCursor> {
        each!(self, view => view.text_cursor(model))
    }

    fn run(&mut self, scene: Scene<'_>, command: Command) -> Outcome {
        each!(self, view => view.run(scene, command))
    }

    fn typed(&mut self, scene: Scene<'_>, purpose: Purpose, text: &str) {
        each!(self, view => view.typed(scene, purpose, text));
    }

    fn entered(&mut self, scene: Scene<'_>, purpose: Purpose, text: &str) -> Outcome {
        each!(self, view => view.entered(scene, purpose, text))
    }

    fn restore(&mut self, scene: Scene<'_>, prompt: &Prompt) {
        each!(self, view => view.restore(scene, prompt));
    }

    fn go_to_row(&mut self, scene: Scene<'_>, row: usize) {
        each!(self, view => view.go_to_row(scene, row));
    }

    fn click(&mut self, scene: Scene<'_>, at: Position) -> Click {
        each!(self, view => view.click(scene, at))
    }

    fn drag(&mut self, scene: Scene<'_>, at: Position) {
        each!(self, view => view.drag(scene, at));
    }

    fn scroll(&mut self, scene: Scene<'_>, at: Position, by: isize) {
        each!(self, view => view.scroll(scene, at, by));
    }

    fn fit(&mut self, scene: Scene<'_>) {
        each!(self, view => view.fit(scene));
    }

    fn carried_over(&self, change: &Change<'_>) -> Option<Self> {
        each!(self, view => view.carried_over(change).map(Self::from))
    }
}

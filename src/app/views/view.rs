//! What every view can do.

use ratatui::layout::Position;

use super::outcome::Outcome;
use crate::app::change::Change;
use crate::app::command::Command;
use crate::app::keymap::Context;
use crate::app::layout::Measures;
use crate::app::list::Click;
use crate::app::prompt::{Prompt, Purpose};
use crate::model::{ArticleId, Model, PassageId, Subject};
use crate::search::{ActorNames, SearchData};
use crate::text::Span;

/// What a view sees of the program.
#[derive(Debug, Clone, Copy)]
pub struct Scene<'a> {
    /// The model.
    pub model: &'a Model,
    /// What makes the model searchable.
    pub knowledge: &'a SearchData,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// How wide things are.
    pub measures: Measures,
}

impl<'a> Scene<'a> {
    /// The names of actors, to find them in articles. Made when first asked for.
    pub fn names(&self) -> &'a ActorNames {
        self.knowledge.names_of(self.model)
    }
}

/// A cursor in the text of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextCursor {
    /// The article.
    pub article: ArticleId,
    /// The first byte of the character under the cursor.
    pub offset: usize,
    /// The sentence with the cursor.
    pub sentence: Span,
    /// The selected words, if there are any.
    pub selection: Option<Span>,
}

/// A view. Drawing is not part of it: that is the `view` room's.
pub trait View: Sized {
    /// What help calls it.
    fn title(&self) -> &'static str;

    /// Where its keys have their meaning.
    fn context(&self) -> Context;

    /// What is under the cursor; in an empty pane, what that pane belongs to. `None` where there is nothing at all.
    fn subject(&self, model: &Model) -> Option<Subject>;

    /// The passage under the cursor, else the one that is shown beside it.
    fn passage(&self, model: &Model) -> Option<PassageId>;

    /// The cursor in a text, in a view that has one.
    fn text_cursor(&self, model: &Model) -> Option<TextCursor>;

    /// Carries a command out; one that means nothing here does nothing.
    fn run(&mut self, scene: Scene<'_>, command: Command) -> Outcome;

    /// Acts on what is typed in a prompt of this view.
    fn typed(&mut self, scene: Scene<'_>, purpose: Purpose, text: &str);

    /// Acts on what a prompt of this view holds when Enter closes it.
    fn entered(&mut self, scene: Scene<'_>, purpose: Purpose, text: &str) -> Outcome;

    /// Brings back what there was before a prompt that is dropped.
    fn restore(&mut self, scene: Scene<'_>, prompt: &Prompt);

    /// Moves the cursor to a row of the focused list or a line of the text, counted from 0; to the last where there are
    /// fewer.
    fn go_to_row(&mut self, scene: Scene<'_>, row: usize);

    /// Takes a click.
    fn click(&mut self, scene: Scene<'_>, at: Position) -> Click;

    /// Takes a move of the pointer with the button held down since the last click; nothing happens where there is no text.
    fn drag(&mut self, _: Scene<'_>, _: Position) {}

    /// Scrolls what is under the pointer by rows.
    fn scroll(&mut self, scene: Scene<'_>, at: Position, by: isize);

    /// Makes every window true for the terminal's size. Costs what is on the screen.
    fn fit(&mut self, scene: Scene<'_>);

    /// The same view of another reading of the model, every cursor on the same record or words as far as they still
    /// exist; `None` where nothing of it is left.
    fn carried_over(&self, change: &Change<'_>) -> Option<Self>;
}

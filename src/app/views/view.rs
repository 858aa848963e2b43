//! The interface of every view.

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
    /// The search data of the model.
    pub search_data: &'a SearchData,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// The widths the user chose.
    pub measures: Measures,
}

impl<'a> Scene<'a> {
    /// The names of actors, to find them in articles. Built on first use.
    pub fn names(&self) -> &'a ActorNames {
        self.search_data.names_of(self.model)
    }
}

/// A cursor in the text of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextCursor {
    /// The article.
    pub article: ArticleId,
    /// The first byte of the character under the cursor.
    pub offset: usize,
    /// The sentence at the cursor.
    pub sentence: Span,
    /// The selected words, if any.
    pub selection: Option<Span>,
}

/// A view. The `view` room draws it.
pub trait View: Sized {
    /// Its title in help.
    fn title(&self) -> &'static str;

    /// The context of its keys.
    fn context(&self) -> Context;

    /// What is under the cursor; in an empty pane, what that pane belongs to. `None` if there is nothing at all.
    fn subject(&self, model: &Model) -> Option<Subject>;

    /// The passage under the cursor, else the one shown beside it.
    fn passage(&self, model: &Model) -> Option<PassageId>;

    /// The cursor in a text, if the view has one.
    fn text_cursor(&self, model: &Model) -> Option<TextCursor>;

    /// Runs a command; ignores those without a meaning here.
    fn run(&mut self, scene: Scene<'_>, command: Command) -> Outcome;

    /// Follows the typing in a prompt of this view.
    fn typed(&mut self, scene: Scene<'_>, purpose: Purpose, text: &str);

    /// Acts on the text of a prompt of this view when Enter closes it.
    fn entered(&mut self, scene: Scene<'_>, purpose: Purpose, text: &str) -> Outcome;

    /// Restores what there was before a prompt that Esc closed.
    fn restore(&mut self, scene: Scene<'_>, prompt: &Prompt);

    /// Moves the cursor to a row of the focused list or a line of the text, from 0; to the last if there are fewer.
    fn go_to_row(&mut self, scene: Scene<'_>, row: usize);

    /// Takes a click.
    fn click(&mut self, scene: Scene<'_>, at: Position) -> Click;

    /// Follows the pointer while the button is held down, in a text.
    fn drag(&mut self, _: Scene<'_>, _: Position) {}

    /// Scrolls what is under the pointer by rows.
    fn scroll(&mut self, scene: Scene<'_>, at: Position, by: isize);

    /// Fits every window to the terminal's size. Costs what is on the screen.
    fn fit(&mut self, scene: Scene<'_>);

    /// The same view of the changed model, with every cursor on the same record or words as far as they still exist;
    /// `None` if nothing is left.
    fn carried_over(&self, change: &Change<'_>) -> Option<Self>;
}

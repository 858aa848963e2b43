//! The closed set of overlays.

use ratatui::layout::{Position, Rect};

use super::card::Card;
use super::find::{Find, regions as find_regions};
use super::form::{Form, Typed};
use super::keys::Keys;
use super::repairs::Repairs;
use super::themes::{Themes, frame as themes_frame};
use crate::app::command::Command;
use crate::app::field::Field;
use crate::app::keymap::Context;
use crate::app::layout;
use crate::app::list::{Click, List};
use crate::app::prompt::Prompt;
use crate::model::Model;

/// An overlay with its own state.
#[derive(Debug, Clone)]
pub enum Overlay {
    /// The list of keys: help of one view, or every action.
    Keys(Keys),
    /// Search over everything.
    Find(Box<Find>),
    /// Everything about one subject.
    Card(Card),
    /// The findings, as indices of those loaded.
    Findings(List<(), usize>),
    /// A form for a record.
    Form(Box<Form>),
    /// The repairs of a quote.
    Repairs(Repairs),
    /// The themes to choose from.
    Themes(Themes),
    /// The filter of a pane or the search in a text, while it is typed.
    Prompt(Prompt),
}

impl Overlay {
    /// The context of its keys.
    pub fn context(&self) -> Context {
        match self {
            Self::Keys(_) | Self::Prompt(_) => Context::Typing,
            Self::Find(find) if find.chosen.is_some() => Context::Pick,
            Self::Find(_) => Context::Find,
            Self::Card(_) => Context::Card,
            Self::Findings(_) => Context::Findings,
            Self::Form(form) if form.preview.is_some() => Context::Preview,
            Self::Form(_) => Context::Form,
            Self::Repairs(_) => Context::Repairs,
            Self::Themes(_) => Context::Themes,
        }
    }

    /// Whether it is a form with something typed.
    pub fn is_touched(&self) -> bool {
        matches!(self, Self::Form(form) if form.typed != Typed::Nothing)
    }

    /// The field that letters go to, if any.
    pub fn field_mut(&mut self) -> Option<&mut Field> {
        match self {
            Self::Keys(keys) => Some(&mut keys.field),
            Self::Find(find) => Some(&mut find.field),
            Self::Prompt(prompt) => Some(&mut prompt.field),
            Self::Findings(_) | Self::Card(_) | Self::Repairs(_) | Self::Form(_) | Self::Themes(_) => None,
        }
    }

    /// What it covers of a terminal of `size`; a prompt is in the last line.
    pub fn area(&self, size: (u16, u16)) -> Rect {
        match self {
            Self::Find(find) => find_regions(size, find.shows_preview).frame.outer,
            Self::Themes(_) => themes_frame(size).outer,
            Self::Keys(_) | Self::Card(_) | Self::Findings(_) | Self::Form(_) | Self::Repairs(_) => {
                layout::overlay(size).outer
            }
            Self::Prompt(_) => Rect::ZERO,
        }
    }

    /// Fits its windows to a terminal of `size`.
    pub fn fit(&mut self, model: &Model, size: (u16, u16)) {
        match self {
            Self::Find(find) => find.fit(model, size),
            Self::Keys(keys) => keys.fit(size),
            Self::Card(card) => card.fit(size),
            Self::Findings(list) => list.set_height(layout::finding_rows(size)),
            Self::Form(form) => form.fit(size),
            Self::Repairs(repairs) => repairs.fit(model, size),
            Self::Themes(themes) => themes.fit(size),
            Self::Prompt(_) => {}
        }
    }

    /// Moves its cursor; `None` for other commands, or without a list.
    pub fn run(&mut self, command: Command) -> Option<()> {
        match self {
            Self::Keys(keys) => keys.list.run(command),
            Self::Find(find) => find.run(command),
            Self::Card(card) => card.list.run(command),
            Self::Findings(list) => list.run(command),
            Self::Repairs(repairs) => repairs.list.run(command),
            Self::Themes(themes) => themes.list.run(command),
            Self::Prompt(_) | Self::Form(_) => None,
        }
    }

    /// Moves its cursor by rows, if it has a list.
    pub fn scroll(&mut self, by: isize) {
        match self {
            Self::Keys(keys) => keys.list.step(by),
            Self::Find(find) => find.scroll(by),
            Self::Card(card) => card.list.step(by),
            Self::Findings(list) => list.step(by),
            Self::Repairs(repairs) => repairs.list.step(by),
            Self::Themes(themes) => themes.list.step(by),
            Self::Prompt(_) | Self::Form(_) => {}
        }
    }

    /// Selects the row under the pointer.
    pub fn click(&mut self, size: (u16, u16), at: Position) -> Click {
        let frame = layout::overlay(size).inner;
        let below_field = layout::below(frame, 2);
        match self {
            Self::Keys(keys) => keys.click(size, at),
            Self::Findings(list) => list.click(below_field, at),
            Self::Repairs(repairs) => repairs.list.click(repairs.area, at),
            Self::Themes(themes) => themes.list.click(themes_frame(size).inner, at),
            Self::Card(card) => card.list.click(frame, at),
            Self::Find(find) => find.click(size, at),
            Self::Prompt(_) | Self::Form(_) => Click::Nothing,
        }
    }
}

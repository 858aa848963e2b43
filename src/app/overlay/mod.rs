//! What may lie over a view. The uppermost takes the keys.

mod card;
mod find;
mod keys;

pub use card::{Card, Line, Tone, reversed};
pub use find::{Find, Preview, place_of, regions as find_regions};
pub use keys::Keys;

use super::field::Field;
use super::keymap::Context;
use super::list::List;

/// An overlay with its own state.
#[derive(Debug, Clone)]
pub enum Overlay {
    /// The list of keys: help of one view, or every action.
    Keys(Keys),
    /// Search over everything.
    Find(Find),
    /// Everything about one thing.
    Card(Card),
    /// What was found wrong, as places in the loaded findings.
    Findings(List<(), usize>),
    /// The filter of a pane or the search in a text, being typed.
    Prompt(Prompt),
}

/// A line typed at the foot of the screen, which acts on the view with every letter.
#[derive(Debug, Clone)]
pub struct Prompt {
    /// What is typed.
    pub purpose: Purpose,
    /// The line.
    pub field: Field,
    /// What it was before, to go back to.
    pub before: String,
    /// Where the reader's cursor was before.
    pub cursor: usize,
}

/// What a prompt is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Words that narrow a pane of browse.
    Filter,
    /// A query that narrows the demands.
    Fields,
    /// Words to go to in the reader.
    Search,
}

impl Overlay {
    /// Where the keys of this overlay have their meaning.
    pub fn context(&self) -> Context {
        match self {
            Self::Keys(_) | Self::Prompt(_) => Context::Typing,
            Self::Find(_) => Context::Find,
            Self::Card(_) => Context::Card,
            Self::Findings(_) => Context::Findings,
        }
    }

    /// The field that letters go to, if there is one.
    pub fn field_mut(&mut self) -> Option<&mut Field> {
        match self {
            Self::Keys(keys) => Some(&mut keys.field),
            Self::Find(find) => Some(&mut find.field),
            Self::Prompt(prompt) => Some(&mut prompt.field),
            Self::Findings(_) | Self::Card(_) => None,
        }
    }
}

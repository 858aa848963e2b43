//! The language server: what an editor asks about a model while it is written.
//!
//! [`Server`] is a state that takes messages and gives messages: it reads files only through the loader, in the
//! [`Job`] that it asks for after a change. [`serve`] is the loop around it: one thread talks to the editor, another
//! reads the model, and only the newest state of the texts is read.

mod actions;
mod analysis;
mod completion;
mod diagnostics;
mod document;
mod hover;
mod places;
mod sentence;
mod serve;
mod server;
mod symbols;
mod uri;
mod wire;

pub use analysis::{Analysis, Job};
pub use completion::Taste;
pub use document::Encoding;
pub use serve::{Ended, serve};
pub use server::{Options, Server};
pub use uri::uri_of;

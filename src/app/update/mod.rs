//! The only place where state changes.

mod ask;
mod card;
mod configure;
mod copy;
mod dispatch;
mod form;
mod goto;
mod look;
mod mouse;
mod overlay;
mod reload;
mod repair;
mod session;
mod sets;
mod start;
mod write;

pub use dispatch::{apart, press, press_run, update};

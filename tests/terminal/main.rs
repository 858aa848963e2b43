//! The real program in a real terminal.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail anywhere")]
#![cfg(unix)]

mod config;
mod editor;
mod effects;
mod keyboard;
mod lifecycle;
mod session;
mod shell;
mod writing;

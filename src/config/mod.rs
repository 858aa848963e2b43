//! The configuration: what a file may say, reading it, and the pages made of the table of its keys.
//!
//! A faulty file never keeps the program from starting: what is right in it counts, and the rest becomes findings.

mod bind;
mod file;
mod keys;
mod read;
mod reference;
mod report;

pub use file::{config_file, open};
pub use keys::{Clipboard, Config, Form, KEYS, Key};
pub use read::read;
pub use reference::{commented, page};

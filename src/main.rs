//! The door: picks what to do and turns the outcome into an exit code.

use std::process::ExitCode;
use std::sync::Arc;

use demarche::load::Loaded;
use demarche::tui;

fn main() -> ExitCode {
    let settings = tui::Settings {
        screen: demarche::app::Options::default(),
        mouse: tui::Mouse::Captured,
        colour: tui::Colour::Shown,
        reader: Arc::new(Loaded::default),
    };
    match tui::run(Arc::new(Loaded::default()), settings) {
        tui::Ending::Quit => ExitCode::SUCCESS,
        _ => ExitCode::from(2),
    }
}

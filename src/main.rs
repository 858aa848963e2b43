//! The door: picks what to do and turns the outcome into an exit code.

use std::io::{self, BufWriter, IsTerminal};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use demarche::app::{self, Glyphs, ThemeName};
use demarche::cli::{self, Args, BrowseArgs, Choice, Failure, Output, PickArgs, Picked, Task};
use demarche::text::Colour;
use demarche::tui::{self, Door, Ending, MouseMode, Settings};

/// A model of so many bytes is read in a few milliseconds.
const SMALL: u64 = 256 << 10;

/// How `pick` ends when it is left without a choice, as with fzf.
const LEFT: u8 = 130;

fn main() -> ExitCode {
    cli::watch_panics();
    cli::complete();
    let stdout = io::stdout();
    let is_terminal = stdout.is_terminal();
    let mut result = BufWriter::new(stdout);
    let mut notes = io::stderr();
    let auto = cli::colour_of_stdout();
    let mut output = Output { result: &mut result, notes: &mut notes, colour: auto, is_terminal };
    let ended = match Args::read(std::env::args_os()) {
        Err(error) => error.answer(&mut output),
        Ok(Args { task, colour }) => {
            output.colour = colour.unwrap_or(auto);
            match task {
                Task::Command(command) => cli::run(&command, &mut output),
                Task::Pick(args) => match pick(&args, colour.unwrap_or_else(cli::colour_of_terminal)) {
                    Ok(Ending::Picked(picked, loaded)) => {
                        let picked = Picked { query: &picked.query, hits: picked.hits };
                        cli::write_picked(&args, &loaded.model, picked, &mut output)
                    }
                    Ok(Ending::Quit) => return ExitCode::from(LEFT),
                    Ok(ending) => return leave(ending, &mut output),
                    Err(failure) => Err(failure),
                },
                Task::Browse(browse) => match open(&browse, output.colour) {
                    Ok(ending) => return leave(ending, &mut output),
                    Err(failure) => Err(failure),
                },
            }
        }
    };
    cli::finish(ended, &mut output)
}

/// Opens the screen and stays there until it is left.
fn open(browse: &BrowseArgs, colour: Colour) -> Result<Ending, Failure> {
    let screen = app::Options {
        query: browse.query.clone(),
        at: browse.at.clone(),
        theme: browse.theme,
        glyphs: glyphs(browse.ascii),
        ..app::Options::default()
    };
    show(&browse.paths, screen, (Door::Standard, mouse(browse.no_mouse), colour))
}

/// Opens find, to choose in it.
fn pick(args: &PickArgs, colour: Colour) -> Result<Ending, Failure> {
    let screen = app::Options {
        query: Some(args.query.join(" ")),
        is_pick: true,
        theme: args.theme,
        glyphs: glyphs(args.ascii),
        ..app::Options::default()
    };
    show(&args.model.paths, screen, (Door::Controlling, mouse(args.no_mouse), colour))
}

fn glyphs(ascii: bool) -> Glyphs {
    if ascii || cli::is_ascii_locale() { Glyphs::Ascii } else { Glyphs::Unicode }
}

fn mouse(is_free: bool) -> MouseMode {
    if is_free { MouseMode::Free } else { MouseMode::Captured }
}

/// Shows a model on the terminal until it is left.
fn show(
    paths: &[PathBuf],
    screen: app::Options,
    (door, mouse, colour): (Door, MouseMode, Colour),
) -> Result<Ending, Failure> {
    let choice = Choice::new(paths);
    // A small model is on the first frame; a large one comes to the screen while it is read.
    let loaded = if choice.size() <= SMALL { Some(Arc::new(choice.read()?)) } else { None };
    // Without a model the texts that are here can become one.
    let texts = if choice == Choice::Example && !screen.is_pick { cli::texts(Path::new("")) } else { Vec::new() };
    let colour = if screen.theme == ThemeName::Mono { Colour::Off } else { colour };
    let paths = paths.to_owned();
    let settings = Settings {
        screen: app::Options { texts: texts.len(), ..screen },
        door,
        mouse,
        colour,
        paths: match &choice {
            Choice::Paths(paths) => paths.clone(),
            Choice::Example => Vec::new(),
        },
        reader: Arc::new(move |watch| Choice::new(&paths).watched(watch).map_err(|failure| failure.to_string())),
        maker: Some(Box::new(move || cli::model_of(&texts).map_err(|failure| failure.to_string()))),
    };
    Ok(tui::run(loaded, settings))
}

/// The exit code of a run on the screen.
fn leave(ending: Ending, output: &mut Output) -> ExitCode {
    match ending {
        Ending::Quit | Ending::Picked(..) => ExitCode::SUCCESS,
        Ending::Signal(number) => ExitCode::from(u8::try_from(128 + number).unwrap_or(u8::MAX)),
        Ending::Bug(message) => cli::bug(&message),
        Ending::NoTerminal(sentence) => cli::finish(Err(Failure::Usage(sentence)), output),
        Ending::Failed(error) => cli::finish(Err(Failure::World(format!("the terminal failed: {error}"))), output),
    }
}

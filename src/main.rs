//! The entry point: picks what to do and turns the outcome into an exit code.

use std::io::{self, BufWriter, IsTerminal};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Arc, OnceLock};
use std::time::SystemTime;

use demarche::app::{self, Glyphs, ThemeName};
use demarche::cli::{self, Args, BrowseArgs, Choice, Failure, Output, PickArgs, Picked, ScreenArgs, Task};
use demarche::config::{self, Config};
use demarche::load::Watch;
use demarche::session::SessionFile;
use demarche::text::{Colour, clean};
use demarche::tui::{self, Door, Ending, Settings};

/// Models up to this many bytes are read within a few milliseconds, before the first frame.
const SMALL: u64 = 256 << 10;

/// Exit code of `pick` when the user leaves without choosing, as with fzf.
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
        Ok(Args { task, colour, config }) => {
            output.colour = colour.unwrap_or(auto);
            match task {
                Task::Command(command) => cli::run(&command, config.as_deref(), &mut output),
                Task::Pick(args) => match pick(&args, config, colour.unwrap_or_else(cli::colour_of_terminal)) {
                    Ok(Ending::Picked(picked, loaded)) => {
                        let picked = Picked { query: &picked.query, hits: picked.hits };
                        cli::write_picked(&args, &loaded.model, picked, &mut output)
                    }
                    Ok(Ending::Quit) => return ExitCode::from(LEFT),
                    Ok(ending) => return leave(ending, &mut output),
                    Err(failure) => Err(failure),
                },
                Task::Browse(browse) => match open(browse, config, output.colour) {
                    Ok(ending) => return leave(ending, &mut output),
                    Err(failure) => Err(failure),
                },
            }
        }
    };
    cli::finish(ended, &mut output)
}

/// Opens the screen and stays there until the user leaves.
fn open(browse: BrowseArgs, config: Option<PathBuf>, colour: Colour) -> Result<Ending, Failure> {
    let BrowseArgs { paths, query, at, screen: wanted, no_session, .. } = browse;
    let screen = app::Options { query, at, ..app::Options::default() };
    let visit = if no_session { Visit::Forgotten } else { Visit::Remembered };
    show(&paths, screen, (Door::Standard, visit, colour), (wanted, config))
}

/// Opens find as a picker.
fn pick(args: &PickArgs, config: Option<PathBuf>, colour: Colour) -> Result<Ending, Failure> {
    let screen = app::Options { query: Some(args.query.join(" ")), is_pick: true, ..app::Options::default() };
    let wanted = (args.screen.clone(), config);
    show(&args.model.paths, screen, (Door::Controlling, Visit::Forgotten, colour), wanted)
}

/// Whether to remember where the user was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Visit {
    /// The next visit starts where this one ended.
    Remembered,
    /// Every visit starts from the top.
    Forgotten,
}

/// Shows a model in the terminal until the user leaves.
fn show(
    given: &[PathBuf],
    mut screen: app::Options,
    (door, visit, colour): (Door, Visit, Colour),
    (wanted, file): (ScreenArgs, Option<PathBuf>),
) -> Result<Ending, Failure> {
    let choice = Choice::new(given);
    // A small model is in the first frame; a large one appears while it is being read.
    let loaded = if choice.size() <= SMALL { Some(Arc::new(choice.read()?)) } else { None };
    // Without a model, offer to make one of the texts in this folder.
    let texts = if choice == Choice::Example && !screen.is_pick { cli::texts(Path::new("")) } else { Vec::new() };
    let names = texts.iter().map(|text| clean(&text.to_string_lossy()).into_string()).collect();
    let config_file = config::config_file(file.as_deref());
    let paths = match &choice {
        Choice::Paths(paths) => paths.clone(),
        Choice::Example => Vec::new(),
    };
    let is_remembered = visit == Visit::Remembered;
    let memory = SessionFile::of(&paths).filter(|_| is_remembered || screen.is_pick);
    let theme = (memory.as_ref().and_then(SessionFile::theme), is_remembered && memory.is_some());
    let configure = move || configured(&wanted, file.as_deref(), theme);
    let config_read = SystemTime::now();
    let config = configure();
    // A theme chosen before may be changed for one with colours.
    let is_mono = config.names_theme && config.settings.theme == ThemeName::Mono;
    let colour = if is_mono { Colour::Off } else { colour };
    let given = given.to_owned();
    // Once chosen, the files of the model stay the same, whatever happens to them.
    let chosen = if choice == Choice::Example { OnceLock::new() } else { OnceLock::from(choice) };
    let reader = move |watch: &mut Watch<'_>| {
        let choice = chosen.get().cloned().unwrap_or_else(|| Choice::new(&given));
        if choice != Choice::Example {
            // A concurrent reader may have set it first, to the same choice.
            let _ = chosen.set(choice.clone());
        }
        choice.watched(watch).map_err(|failure| failure.to_string())
    };
    let session = memory.filter(|_| is_remembered && config.session);
    screen.session = session.as_ref().map(SessionFile::read);
    let settings = Settings {
        screen: app::Options { texts: names, ..screen },
        door,
        session,
        config,
        config_file,
        config_read,
        configure: Arc::new(configure),
        colour,
        paths,
        reader: Arc::new(reader),
        maker: Some(Box::new(move || cli::model_of(&texts).map_err(|failure| failure.to_string()))),
    };
    Ok(tui::run(loaded, settings))
}

/// The configuration as it is now; the command line overrides the file, and both the theme that is `remembered`, if any is
/// kept.
fn configured(wanted: &ScreenArgs, file: Option<&Path>, (remembered, is_kept): (Option<ThemeName>, bool)) -> Config {
    let mut config = config::open(file);
    config.names_theme |= wanted.theme.is_some();
    let settings = &mut config.settings;
    let remembered = remembered.filter(|_| config.session && !config.names_theme);
    settings.theme = wanted.theme.or(remembered).unwrap_or(settings.theme);
    settings.keeps_theme = is_kept && config.session && !config.names_theme;
    let usual = if cli::is_ascii_locale() { Glyphs::Ascii } else { Glyphs::Unicode };
    settings.glyphs = if wanted.ascii { Glyphs::Ascii } else { config.glyphs.unwrap_or(usual) };
    config.mouse &= !wanted.no_mouse;
    config
}

/// The exit code after the screen has closed.
fn leave(ending: Ending, output: &mut Output) -> ExitCode {
    match ending {
        Ending::Quit | Ending::Picked(..) => ExitCode::SUCCESS,
        Ending::Signal(number) => ExitCode::from(u8::try_from(128 + number).unwrap_or(u8::MAX)),
        Ending::Bug(message) => cli::bug(&message),
        Ending::NoTerminal(sentence) => cli::finish(Err(Failure::Usage(sentence)), output),
        Ending::Failed(error) => cli::finish(Err(Failure::World(format!("the terminal failed: {error}"))), output),
    }
}

//! `demarche man`: the manual page, in roff.

use std::path::Path;

use clap_mangen::Man;
use clap_mangen::roff::{Inline, Roff, bold, roman};

use super::args::command;
use super::{Failure, Outcome, Output};
use crate::config;

/// What the exit codes mean.
const EXIT_CODES: &[(&str, &str)] = &[
    ("0", "success"),
    ("1", "nothing found, an unknown id, or `check` found errors"),
    ("2", "invalid arguments, no terminal, or a file or the system failed"),
    ("101", "a bug in the program"),
    ("128 + n", "ended by signal n; 130 where `pick` was left"),
];

/// The variables that the program reads.
const ENVIRONMENT: &[(&str, &str)] = &[
    ("DEMARCHE_MODEL", "model files and directories, separated as in PATH, where no -m names one"),
    ("DEMARCHE_CONFIG", "the configuration, where no --config names one"),
    ("NO_COLOR", "if set and not empty, no colours; bold, underline and reverse remain"),
    ("VISUAL, EDITOR", "what `e` opens, at the line; else vi"),
    ("TERM, COLORTERM", "how many colours the terminal has"),
    ("LC_ALL, LC_CTYPE, LANG", "in the locales C and POSIX the screen is drawn in ASCII"),
    ("XDG_STATE_HOME", "where what `undo` needs is kept; else ~/.local/state"),
    ("XDG_RUNTIME_DIR", "where running programs listen for `at`; else a folder of your own among the temporary files"),
];

/// The files that the program reads and writes.
const FILES: &[(&str, &str)] = &[
    ("./positions.toml", "the model, where neither -m nor DEMARCHE_MODEL names one"),
    ("~/.config/demarche/config.toml", "the configuration; see `demarche explain config`"),
    ("~/.local/state/demarche/journal/", "the last changes of each model file, for `undo` and `redo`"),
    ("~/.local/state/demarche/session/", "where you were with each model the last time"),
    ("$XDG_RUNTIME_DIR/demarche/PID.sock", "the socket of a running program, for `at`"),
];

/// Carries out the command; `config` is the file of the configuration, where it is named.
pub fn run(config: Option<&Path>, output: &mut Output) -> Result<Outcome, Failure> {
    let mut command = command();
    command.build();
    let man = Man::new(command.clone());
    let out = &mut *output.result;
    man.render_title(out)?;
    man.render_name_section(out)?;
    man.render_synopsis_section(out)?;
    man.render_description_section(out)?;
    man.render_options_section(out)?;
    let mut rest = Roff::new();
    rest.control("SH", ["COMMANDS"]);
    for sub in command.get_subcommands_mut().filter(|sub| !sub.is_hide_set()) {
        let name = sub.get_name().to_owned();
        section(&mut rest, "SS", &name, &sub.render_long_help().to_string());
    }
    section(&mut rest, "SH", "KEYS", &config::open(config).settings.keymap.reference());
    table(&mut rest, "EXIT STATUS", EXIT_CODES);
    table(&mut rest, "ENVIRONMENT", ENVIRONMENT);
    table(&mut rest, "FILES", FILES);
    rest.to_writer(out)?;
    man.render_version_section(out)?;
    Ok(Outcome::Done)
}

/// A heading and text that is shown as it is.
fn section(roff: &mut Roff, level: &str, heading: &str, text: &str) {
    roff.control(level, [heading]).control("nf", []);
    for line in text.trim_end().lines() {
        roff.text(vec![roman(line)]);
    }
    roff.control("fi", []);
}

/// A heading and names with what they mean.
fn table(roff: &mut Roff, heading: &str, rows: &[(&str, &str)]) {
    roff.control("SH", [heading]);
    for (name, meaning) in rows {
        let name: Inline = bold(*name);
        roff.control("TP", []).text(vec![name]).text(vec![roman(*meaning)]);
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::run;
    use crate::cli::Output;
    use crate::text::Colour;

    #[test]
    fn the_page_has_every_command_and_its_sections() {
        let (mut result, mut notes) = (Vec::new(), Vec::new());
        let mut output = Output { result: &mut result, notes: &mut notes, colour: Colour::Off, is_terminal: false };
        // Whoever runs the tests may have a configuration.
        run(Some(Path::new("/dev/null")), &mut output).unwrap();
        let page = String::from_utf8(result).unwrap();
        for heading in ["NAME", "SYNOPSIS", "OPTIONS", "COMMANDS", "KEYS", "\"EXIT STATUS\"", "ENVIRONMENT", "FILES"] {
            assert!(page.contains(&format!(".SH {heading}\n")), "{heading}\n{page}");
        }
        for sub in crate::cli::args::command().get_subcommands() {
            assert!(page.contains(&format!(".SS {}\n", sub.get_name())), "{}", sub.get_name());
        }
        assert!(page.contains("DEMARCHE_MODEL") && page.contains("next passage"));
    }
}

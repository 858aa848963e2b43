//! How a run ends: exit codes and messages.

use std::fmt::{self, Display};
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use crate::text::{Colour, clean};

/// How a command that ran to its end fared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It has a result.
    Done,
    /// Nothing was found, or `check` found errors.
    Unsatisfied,
}

/// Why a command did not run to its end.
#[derive(Debug)]
pub enum Failure {
    /// The arguments make no sense; the sentence says why.
    Usage(String),
    /// A file or the system failed; the sentence says what was being done.
    World(String),
    /// Writing the result failed.
    Write(io::Error),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Write(error)
    }
}

impl Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(sentence) | Self::World(sentence) => out.write_str(sentence),
            Self::Write(error) => write!(out, "cannot write the result: {error}"),
        }
    }
}

/// Colours on a terminal that has them, unless `NO_COLOR` is set and not empty.
pub fn colour_of_stdout() -> Colour {
    if io::stdout().is_terminal() { colour_of_terminal() } else { Colour::Off }
}

/// Colours on a terminal that is not standard output.
pub fn colour_of_terminal() -> Colour {
    let is_set = |name, unset: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty() && value != unset);
    if is_set("TERM", "dumb") && !is_set("NO_COLOR", "") { Colour::On } else { Colour::Off }
}

/// Whether the locale knows ASCII alone: it is set, to C or POSIX.
pub fn is_ascii_locale() -> bool {
    let set = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(set);
    locale.is_some_and(|locale| locale == "C" || locale == "POSIX")
}

/// Where a command writes to.
pub struct Output<'o> {
    /// Takes the result and nothing else. Where it is a terminal, texts of a model must be cleaned.
    pub result: &'o mut dyn Write,
    /// Takes messages.
    pub notes: &'o mut dyn Write,
    /// Whether the result is coloured.
    pub colour: Colour,
    /// Whether `result` is a terminal.
    pub is_terminal: bool,
}

/// The widest text that reads well.
const READABLE: usize = 100;
/// The width of text for files and pipes.
const USUAL: usize = 80;

impl Output<'_> {
    /// Writes a message beside the result, cleaned.
    pub fn note(&mut self, sentence: &str) {
        say(self.notes, "note", sentence);
    }

    /// Writes why the command does not do what was asked, cleaned.
    pub fn error(&mut self, sentence: &str) {
        say(self.notes, "error", sentence);
    }

    /// Writes what to do about it, cleaned.
    pub fn help(&mut self, sentence: &str) {
        say(self.notes, "help", sentence);
    }

    /// The columns of the terminal; `None` where the result goes elsewhere or the terminal does not know.
    pub fn terminal_width(&self) -> Option<usize> {
        let size = self.is_terminal.then(|| rustix::termios::tcgetwinsize(io::stdout()).ok())?;
        size.map(|size| usize::from(size.ws_col)).filter(|columns| *columns > 0)
    }

    /// The width for a table: all of the terminal's.
    pub fn table_width(&self) -> usize {
        self.terminal_width().unwrap_or(USUAL)
    }

    /// The width for prose.
    pub fn reading_width(&self) -> usize {
        self.table_width().min(READABLE)
    }

    /// Writes a report; if the result is a terminal, cleans each line of it first.
    pub fn report(&mut self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        if !self.is_terminal {
            return write(self.result);
        }
        let mut report = Vec::new();
        write(&mut report)?;
        String::from_utf8_lossy(&report).lines().try_for_each(|line| writeln!(self.result, "{}", clean(line)))
    }
}

/// Ends a command: flushes the result, reports a failure, and returns the exit code.
///
/// A reader that closes the pipe has seen enough: that is success.
pub fn finish(ended: Result<Outcome, Failure>, output: &mut Output) -> ExitCode {
    let ended = match (ended, output.result.flush()) {
        (Ok(_), Err(error)) => Err(Failure::Write(error)),
        (ended, _) => ended,
    };
    ExitCode::from(match ended {
        Ok(Outcome::Done) => 0,
        Ok(Outcome::Unsatisfied) => 1,
        Err(Failure::Write(error)) if error.kind() == io::ErrorKind::BrokenPipe => 0,
        Err(failure) => {
            say(output.notes, "error", &failure.to_string());
            2
        }
    })
}

/// Reports a defect of the program and returns the exit code. `message` need not be clean.
pub fn bug(message: &str) -> ExitCode {
    let notes = &mut io::stderr();
    say(notes, "bug", message);
    let version = env!("CARGO_PKG_VERSION");
    say(notes, "help", &format!("please report this message and what led to it (demarche {version})"));
    ExitCode::from(101)
}

/// Reports panics like other messages, cleaned, from now on.
pub fn watch_panics() {
    std::panic::set_hook(Box::new(|info| {
        bug(&info.to_string());
    }));
}

/// Writes a message of one or more lines, as far as standard error takes it.
fn say(notes: &mut (impl Write + ?Sized), kind: impl Display, text: &str) {
    let lines: Vec<String> = text.lines().map(|line| clean(line).into_string()).collect();
    let _ = writeln!(notes, "{kind}: {}", lines.join("\n")).and_then(|()| notes.flush());
}

#[cfg(test)]
mod tests {
    use std::io::{self, ErrorKind, Write};
    use std::process::ExitCode;

    use super::{Colour, Failure, Outcome, Output, finish};

    /// A writer that fails when it is flushed.
    struct Fails(ErrorKind);

    impl Write for Fails {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Err(self.0.into())
        }
    }

    fn ended(result: &mut dyn Write, outcome: Result<Outcome, Failure>) -> (String, String) {
        let mut notes = Vec::new();
        let mut output = Output { result, notes: &mut notes, colour: Colour::Off, is_terminal: false };
        let code = finish(outcome, &mut output);
        (format!("{code:?}"), String::from_utf8(notes).unwrap())
    }

    fn code(number: u8) -> String {
        format!("{:?}", ExitCode::from(number))
    }

    #[test]
    fn a_report_is_cleaned_for_a_terminal_and_true_in_a_pipe() {
        for (is_terminal, written) in [(false, "\u{1b}[31m\u{202e}a\r\nb"), (true, "␛[31m\u{fffd}a\nb\n")] {
            let (mut result, mut notes) = (Vec::new(), Vec::new());
            let mut output = Output { result: &mut result, notes: &mut notes, colour: Colour::Off, is_terminal };
            output.report(|out| out.write_all("\u{1b}[31m\u{202e}a\r\nb".as_bytes())).unwrap();
            assert_eq!(String::from_utf8(result).unwrap(), written);
        }
    }

    #[test]
    fn every_ending_has_its_code() {
        let sink = &mut io::sink();
        assert_eq!(ended(sink, Ok(Outcome::Done)), (code(0), String::new()));
        assert_eq!(ended(sink, Ok(Outcome::Unsatisfied)), (code(1), String::new()));
        let call = Err(Failure::Usage("no \u{1b}[2J".to_owned()));
        assert_eq!(ended(sink, call), (code(2), "error: no ␛[2J\n".to_owned()));
        let pipe = Err(Failure::Write(ErrorKind::BrokenPipe.into()));
        assert_eq!(ended(sink, pipe), (code(0), String::new()));
    }

    #[test]
    fn a_result_that_cannot_be_flushed_is_a_failure_unless_the_reader_left() {
        let (number, message) = ended(&mut Fails(ErrorKind::StorageFull), Ok(Outcome::Done));
        assert!(number == code(2) && message.starts_with("error: cannot write the result"), "{message}");
        assert_eq!(ended(&mut Fails(ErrorKind::BrokenPipe), Ok(Outcome::Done)).0, code(0));
    }
}

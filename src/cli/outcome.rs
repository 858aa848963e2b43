//! How a run ends: every exit code, every message to standard error.

use std::fmt::{self, Display};
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use crate::text::{Colour, clean};

/// A command that did its work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Done, and something was found where something was sought.
    Done,
    /// Nothing was found, or `check` found errors.
    Wanting,
}

/// A command that could not do its work.
#[derive(Debug)]
pub enum Failure {
    /// The call makes no sense; the sentence says why.
    Call(String),
    /// A file or the system failed; the sentence says what was being done.
    World(String),
    /// The result could not be written.
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
            Self::Call(sentence) | Self::World(sentence) => out.write_str(sentence),
            Self::Write(error) => write!(out, "the result cannot be written: {error}"),
        }
    }
}

/// What suits standard output: colours on a terminal that knows them, unless `NO_COLOR` is set to anything.
pub fn colour_of_stdout() -> Colour {
    let is_set = |name, unset: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty() && value != unset);
    let wants = io::stdout().is_terminal() && is_set("TERM", "dumb") && !is_set("NO_COLOR", "");
    if wants { Colour::On } else { Colour::Off }
}

/// Where a command writes to.
pub struct Output<'o> {
    /// The result and nothing else. Text of a model is written here as it is only where that is a file or a pipe.
    pub result: &'o mut dyn Write,
    /// Messages.
    pub notes: &'o mut dyn Write,
    /// Whether the result is coloured.
    pub colour: Colour,
    /// Whether the result goes to a terminal, so that every text of a model has to be cleaned.
    pub is_terminal: bool,
}

impl Output<'_> {
    /// Says a sentence beside the result, cleaned.
    pub fn note(&mut self, sentence: &str) {
        say(self.notes, "note", sentence);
    }
}

/// Ends a command: flushes the result, says what went wrong, and gives the exit code.
///
/// A reader that closed the pipe has seen what it wanted: that is success.
pub fn finish(ended: Result<Outcome, Failure>, output: &mut Output) -> ExitCode {
    let ended = match (ended, output.result.flush()) {
        (Ok(_), Err(error)) => Err(Failure::Write(error)),
        (ended, _) => ended,
    };
    ExitCode::from(match ended {
        Ok(Outcome::Done) => 0,
        Ok(Outcome::Wanting) => 1,
        Err(Failure::Write(error)) if error.kind() == io::ErrorKind::BrokenPipe => 0,
        Err(failure) => {
            say(output.notes, "error", &failure.to_string());
            2
        }
    })
}

/// Says that the program has a defect; gives the exit code. `message` need not be clean.
pub fn bug(message: &str) -> ExitCode {
    let notes = &mut io::stderr();
    say(notes, "bug", message);
    let version = env!("CARGO_PKG_VERSION");
    say(notes, "help", &format!("please report this line and what you did before it (demarche {version})"));
    ExitCode::from(101)
}

/// From now on a panic is reported like every other message, cleaned.
pub fn watch_panics() {
    std::panic::set_hook(Box::new(|info| {
        bug(&info.to_string());
    }));
}

/// Writes a message of one or more lines. Where not even that can be written there is nobody to tell.
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
    fn every_ending_has_its_code() {
        let sink = &mut io::sink();
        assert_eq!(ended(sink, Ok(Outcome::Done)), (code(0), String::new()));
        assert_eq!(ended(sink, Ok(Outcome::Wanting)), (code(1), String::new()));
        let call = Err(Failure::Call("no \u{1b}[2J".to_owned()));
        assert_eq!(ended(sink, call), (code(2), "error: no ␛[2J\n".to_owned()));
        let pipe = Err(Failure::Write(ErrorKind::BrokenPipe.into()));
        assert_eq!(ended(sink, pipe), (code(0), String::new()));
    }

    #[test]
    fn a_result_that_cannot_be_flushed_is_a_failure_unless_the_reader_left() {
        let (number, message) = ended(&mut Fails(ErrorKind::StorageFull), Ok(Outcome::Done));
        assert!(number == code(2) && message.starts_with("error: the result cannot be written"), "{message}");
        assert_eq!(ended(&mut Fails(ErrorKind::BrokenPipe), Ok(Outcome::Done)).0, code(0));
    }
}

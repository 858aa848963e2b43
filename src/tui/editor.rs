//! The user's editor: which program to run and how to pass it a line number.

use std::ffi::{OsStr, OsString};
use std::io;
use std::path::Path;
use std::process::{Child, Command, ExitStatus};

use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_current_process_group, kill_process, waitid};

use super::terminal::has_job_control;
use crate::text::Place;

/// How an editor takes a line number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LineSyntax {
    /// `+N FILE`
    Plus,
    /// `FILE:N`
    Colon,
    /// `-g FILE:N`
    Goto,
    /// `FILE` alone
    Plain,
}

/// The syntax of known editors, by program name.
const SYNTAXES: &[(LineSyntax, &[&str])] = &[
    (LineSyntax::Plus, &["vi", "vim", "nvim", "view", "nano", "kak", "emacs", "emacsclient", "micro", "ed", "joe"]),
    (LineSyntax::Colon, &["hx", "helix", "subl", "zed"]),
    (LineSyntax::Goto, &["code", "codium", "code-insiders"]),
];

/// Opens `file` at `at` in the `configured` editor, else in that of the environment, and waits until it ends. The error
/// is a sentence.
pub fn open(configured: &[String], file: &Path, at: Place) -> Result<(), String> {
    let words = if configured.is_empty() { chosen()? } else { configured.to_vec() };
    let file = std::path::absolute(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let words = words_for(&words, &file, at);
    let Some((program, arguments)) = words.split_first() else { return Err("no editor: set VISUAL or EDITOR".into()) };
    let program = &*program.to_string_lossy();
    let started = Command::new(program).args(arguments).spawn();
    match started.and_then(wait) {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("the editor `{program}` failed: {status}")),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Err(format!("the editor `{program}` was not found: set VISUAL or EDITOR"))
        }
        Err(error) => Err(format!("the editor `{program}` cannot be started: {error}")),
    }
}

/// Waits until the editor ends. If it stops, stops the whole job; without a shell to continue the job, continues the
/// editor.
fn wait(mut editor: Child) -> io::Result<ExitStatus> {
    let pid = Pid::from_child(&editor);
    let options = WaitIdOptions::EXITED | WaitIdOptions::STOPPED | WaitIdOptions::NOWAIT;
    while waitid(WaitId::Pid(pid), options).is_ok_and(|status| status.is_some_and(|status| status.stopped())) {
        if has_job_control() {
            kill_current_process_group(Signal::STOP)?;
        }
        kill_process(pid, Signal::CONT)?;
    }
    editor.wait()
}

/// The words of $VISUAL, else $EDITOR, else `vi`, split like in a shell but without running one.
fn chosen() -> Result<Vec<String>, String> {
    let set = |name| std::env::var(name).ok().filter(|words| !words.trim().is_empty()).map(|words| (name, words));
    let Some((name, words)) = set("VISUAL").or_else(|| set("EDITOR")) else { return Ok(vec!["vi".to_owned()]) };
    shlex::split(&words).ok_or_else(|| format!("{name} has an unclosed quote: {words}"))
}

/// A command with its placeholders replaced; if it has none for the file, file and line are appended.
fn words_for(words: &[String], file: &Path, at: Place) -> Vec<OsString> {
    const FILE: &str = "{file}";
    let put = |word: &String| {
        let word = word.replace("{line}", &at.line.to_string()).replace("{column}", &at.column.to_string());
        let mut out = OsString::new();
        for (nth, piece) in word.split(FILE).enumerate() {
            if nth > 0 {
                out.push(file);
            }
            out.push(piece);
        }
        out
    };
    let mut out: Vec<OsString> = words.iter().map(put).collect();
    if let (Some(program), false) = (words.first(), words.iter().any(|word| word.contains(FILE))) {
        out.extend(place(program, file, at.line));
    }
    out
}

/// The arguments for the file and the line. The path is absolute, so it cannot be mistaken for an option.
fn place(program: &str, file: &Path, line: u32) -> Vec<OsString> {
    let name = Path::new(program).file_name().and_then(OsStr::to_str).unwrap_or_default();
    let syntax =
        SYNTAXES.iter().find(|(_, names)| names.contains(&name)).map_or(LineSyntax::Plain, |(syntax, _)| *syntax);
    let plus = || OsString::from(format!("+{line}"));
    let with_line = || {
        let mut both = file.as_os_str().to_owned();
        both.push(format!(":{line}"));
        both
    };
    match syntax {
        LineSyntax::Plus => vec![plus(), file.into()],
        LineSyntax::Colon => vec![with_line()],
        LineSyntax::Goto => vec!["-g".into(), with_line()],
        LineSyntax::Plain => vec![file.into()],
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{place, words_for};
    use crate::text::Place;

    #[test]
    fn a_command_has_the_place_where_it_names_it() {
        let words = |command: &str| -> String {
            let words: Vec<String> = command.split('|').map(str::to_owned).collect();
            let words = words_for(&words, Path::new("/a/b c.toml"), Place { line: 7, column: 3 });
            words.iter().map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join("|")
        };
        assert_eq!(words("hx|{file}:{line}:{column}"), "hx|/a/b c.toml:7:3");
        assert_eq!(words("ed|-c|{line}|{file}|{file}"), "ed|-c|7|/a/b c.toml|/a/b c.toml");
        assert_eq!(words("nvim|-R"), "nvim|-R|+7|/a/b c.toml", "as it takes them");
        assert_eq!(words("my-own"), "my-own|/a/b c.toml");
    }

    #[test]
    fn every_editor_gets_the_line_in_its_own_syntax() {
        for (program, arguments) in [
            ("nvim", &["+7", "/a/b c;rm.toml"][..]),
            ("/usr/bin/vim", &["+7", "/a/b c;rm.toml"]),
            ("hx", &["/a/b c;rm.toml:7"]),
            ("code", &["-g", "/a/b c;rm.toml:7"]),
            ("my-own", &["/a/b c;rm.toml"]),
        ] {
            assert_eq!(place(program, Path::new("/a/b c;rm.toml"), 7), arguments, "{program}");
        }
    }
}

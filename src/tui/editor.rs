//! The user's editor: which program, and how it is told the line.

use std::ffi::{OsStr, OsString};
use std::io;
use std::path::Path;
use std::process::Command;

/// How editors are told the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manner {
    /// `+N FILE`
    Plus,
    /// `FILE:N`
    Colon,
    /// `-g FILE:N`
    Goto,
    /// `FILE` alone
    Plain,
}

/// What is known of editors, by the name of the program.
const MANNERS: &[(Manner, &[&str])] = &[
    (Manner::Plus, &["vi", "vim", "nvim", "view", "nano", "kak", "emacs", "emacsclient", "micro", "ed", "joe"]),
    (Manner::Colon, &["hx", "helix", "subl", "zed"]),
    (Manner::Goto, &["code", "codium", "code-insiders"]),
];

/// Opens `file` at `line` and waits until the editor ends; a sentence where it could not be started or failed.
pub fn open(file: &Path, line: u32) -> Result<(), String> {
    let words = chosen()?;
    let Some((program, arguments)) = words.split_first() else { return Err("no editor: set VISUAL or EDITOR".into()) };
    let file = std::path::absolute(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let status = Command::new(program).args(arguments).args(place(program, &file, line)).status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("the editor `{program}` ended with {status}")),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Err(format!("there is no editor `{program}`: set VISUAL or EDITOR"))
        }
        Err(error) => Err(format!("the editor `{program}` cannot be started: {error}")),
    }
}

/// The words of $VISUAL, else of $EDITOR, else `vi`. They are split as a shell would, and no shell sees them.
fn chosen() -> Result<Vec<String>, String> {
    let set = |name| std::env::var(name).ok().filter(|words| !words.trim().is_empty()).map(|words| (name, words));
    let Some((name, words)) = set("VISUAL").or_else(|| set("EDITOR")) else { return Ok(vec!["vi".to_owned()]) };
    shlex::split(&words).ok_or_else(|| format!("{name} has a quote that does not end: {words}"))
}

/// The arguments that name the file and the line. The path is absolute, so it is never taken for an option.
fn place(program: &str, file: &Path, line: u32) -> Vec<OsString> {
    let name = Path::new(program).file_name().and_then(OsStr::to_str).unwrap_or_default();
    let manner = MANNERS.iter().find(|(_, names)| names.contains(&name)).map_or(Manner::Plain, |(manner, _)| *manner);
    let plus = || OsString::from(format!("+{line}"));
    let with_line = || {
        let mut both = file.as_os_str().to_owned();
        both.push(format!(":{line}"));
        both
    };
    match manner {
        Manner::Plus => vec![plus(), file.into()],
        Manner::Colon => vec![with_line()],
        Manner::Goto => vec!["-g".into(), with_line()],
        Manner::Plain => vec![file.into()],
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::place;

    #[test]
    fn every_editor_is_told_the_line_in_its_own_way() {
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

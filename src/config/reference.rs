//! The pages about the configuration, drawn from the table of its keys.

use std::fmt::Write;

use super::keys::{ACTORS, BINDINGS, Form, KEYS, STYLES};
use crate::app::keymap::{Context, Keymap};
use crate::text::wrap;
use crate::view::TOKENS;

/// Cells of a line.
const WIDTH: usize = 100;

/// The settings as text: each with its form, default and meaning; ends with a line end.
pub fn page() -> String {
    let mut out = String::from("config.toml\n\n");
    let widest = KEYS.iter().map(|key| key.name.len()).max().unwrap_or(0);
    for key in KEYS {
        let default = if key.default.is_empty() { String::new() } else { format!(", {} by default", key.default) };
        let words = format!("{}{default} — {}", kind(key.form, key.kind), key.meaning);
        push(&mut out, (key.name, widest), &words);
    }
    out.push_str("\n[styles]\n");
    let widest = TOKENS.iter().map(|(name, ..)| name.len()).max().unwrap_or(0);
    for (name, meaning, _) in TOKENS {
        push(&mut out, (name, widest), meaning.trim().trim_end_matches('.'));
    }
    let contexts: Vec<&str> = Context::ALL.iter().map(|context| context.name()).collect();
    let words = format!(
        "{}. Keys of an inner context come before those of `anywhere`, in fields before those of `typing`. `demarche explain \
         config --toml` lists every row as it comes.",
        contexts.join(", ")
    );
    out.push_str("\n[keys.CONTEXT]\n");
    push(&mut out, ("CONTEXT", "CONTEXT".len()), &words);
    out
}

/// What may be written, where that is a list of words.
fn kind(form: Form, kind: &str) -> String {
    match form {
        Form::Word(words) => words().join(", "),
        Form::Flag | Form::Cells(..) | Form::Command | Form::Table(_) => kind.to_owned(),
    }
}

fn push(out: &mut String, (name, widest): (&str, usize), words: &str) {
    let indent = widest + 4;
    let _ = write!(out, "  {name:widest$}  ");
    let rows: Vec<&str> = wrap(words, WIDTH - indent).into_iter().map(|row| row.of(words).trim_end()).collect();
    out.push_str(&rows.join(&format!("\n{}", " ".repeat(indent))));
    out.push('\n');
}

/// A file with every default behind a `#`: prose after `# `, what can be taken over after `#` alone.
pub fn commented() -> String {
    let mut out = String::from(
        "# The configuration of demarche. Every line with a # and no space behind it is a default: take the # away and\n\
         # change it.\n",
    );
    for key in KEYS {
        out.push('\n');
        let words = match key.form {
            Form::Word(words) => format!("{}: {}", words().join(", "), key.meaning),
            _ => key.meaning.to_owned(),
        };
        for row in wrap(&words, WIDTH - 2) {
            let _ = writeln!(out, "# {}", row.of(&words).trim_end());
        }
        match key.name {
            STYLES => {
                out.push_str("#[styles]\n");
                for (name, meaning, auto) in TOKENS {
                    let _ = writeln!(out, "#{name} = \"{auto}\" #{meaning}");
                }
            }
            ACTORS => out.push_str("#[actors]\n# putin = \"bold red\"\n"),
            BINDINGS => bindings(&mut out),
            name => {
                let _ = writeln!(out, "#{name} = {}", key.default);
            }
        }
    }
    out
}

/// Every key as it comes, a table for each context.
fn bindings(out: &mut String) {
    let keymap = Keymap::default();
    for (nth, context) in Context::ALL.iter().enumerate() {
        let gap = if nth == 0 { "" } else { "\n" };
        let _ = writeln!(out, "{gap}# {}\n#[keys.{}]", context.title(), context.name());
        for binding in keymap.bindings().iter().filter(|binding| binding.context == *context) {
            let keys = binding.keys.to_string();
            // A literal string has no escapes.
            let mark = if keys.contains(['"', '\\']) { '\'' } else { '"' };
            let (command, help) = (binding.command.name(), binding.command.help());
            let _ = writeln!(out, "#{mark}{keys}{mark} = \"{command}\" # {help}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{commented, page};
    use crate::app::keymap::Keymap;
    use crate::config::{KEYS, read};

    #[test]
    fn the_page_names_every_setting_and_fits() {
        let page = page();
        for key in KEYS {
            assert!(page.contains(&format!("\n  {} ", key.name)), "{}", key.name);
        }
        assert!(page.lines().all(|line| line.chars().count() <= 100), "{page}");
    }

    #[test]
    fn every_default_can_be_taken_over_as_it_stands() {
        let text = commented();
        assert!(read("config.toml", &text).settings.findings.is_empty());
        let taken: String = text
            .lines()
            .map(|line| line.strip_prefix('#').filter(|rest| !rest.starts_with(' ')).unwrap_or(line))
            .fold(String::new(), |all, line| all + line + "\n");
        let config = read("config.toml", &taken);
        let findings: Vec<&str> = config.settings.findings.iter().map(|finding| &*finding.message).collect();
        assert_eq!(findings, [""; 0], "{taken}");
        let (usual, own) = (Keymap::default(), &config.settings.keymap);
        assert_eq!(own.bindings().len(), usual.bindings().len());
        assert!(usual.bindings().iter().all(|binding| own.bindings().contains(binding)));
        assert_eq!((config.settings.reading_width, config.mouse, config.session), (76, true, true));
        assert!(taken.lines().filter(|line| line.contains(" = ")).count() > KEYS.len() + usual.bindings().len());
    }
}

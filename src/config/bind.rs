//! The rows of `[keys.CONTEXT]`: which keys mean which command.

use std::ops::Range;

use super::report::{Report, cut};
use crate::app::Key;
use crate::app::command::Command;
use crate::app::key::{Code, Sequence};
use crate::app::keymap::{Conflict, Context, Keymap};
use crate::diagnose::codes;
use crate::load::nearest;

/// The word for no command.
const NONE: &str = "none";
/// More rows are no keymap of a person.
const MOST: usize = 500;

/// A row as it is written.
pub(super) struct Row<'r> {
    pub(super) context: Context,
    pub(super) keys: &'r str,
    pub(super) command: &'r str,
    pub(super) keys_at: Range<usize>,
    pub(super) command_at: Range<usize>,
}

/// A row that can be read.
struct Binding {
    context: Context,
    keys: Sequence,
    /// `None` takes the keys away.
    command: Option<Command>,
    at: Range<usize>,
}

/// The rows that can be read, in the order of the file.
#[derive(Default)]
pub(super) struct Bindings(Vec<Binding>);

impl Bindings {
    /// Takes a row, or says what is wrong with it.
    pub(super) fn take(&mut self, row: &Row<'_>, report: &mut Report<'_>) {
        let Some(keys) = read_keys(row, report) else { return };
        let command = match row.command {
            NONE => None,
            name => match Command::parse(name) {
                Some(command) => Some(command),
                None => return unknown_command(row, report),
            },
        };
        let at = row.keys_at.clone();
        if let Some(same) = self.0.iter().find(|known| known.context == row.context && known.keys == keys) {
            let message = format!("`{keys}` is bound twice");
            report.add(&codes::CONFIG_CONFLICT, at, (message, None));
            return report.label(same.at.clone(), "here already");
        }
        if self.0.len() >= MOST {
            let message = format!("more than {MOST} rows of keys");
            return report.add(&codes::CONFIG_CONFLICT, at, (message, None));
        }
        self.0.push(Binding { context: row.context, keys, command, at });
    }

    /// Gives the keys to `keymap`: those that are taken away go first, so that their place in the file does not matter.
    pub(super) fn apply(&self, keymap: &mut Keymap, report: &mut Report<'_>) {
        for row in self.0.iter().filter(|row| row.command.is_none()) {
            if keymap.unbind(row.context, &row.keys).is_none() {
                let message = format!("`{}` has no meaning of its own in [keys.{}]", row.keys, row.context.name());
                let outer = row
                    .context
                    .stack()
                    .iter()
                    .find(|at| keymap.bindings().iter().any(|old| old.context == **at && old.keys == row.keys));
                let help = outer.map(|at| format!("take it from [keys.{}]", at.name()));
                report.add(&codes::CONFIG_BINDING, row.at.clone(), (message, help));
            }
        }
        for row in &self.0 {
            let Some(command) = row.command else { continue };
            if let Err(Conflict(old)) = keymap.bind(row.context, row.keys.clone(), command) {
                let message = if old.keys.keys().starts_with(row.keys.keys()) {
                    format!("`{}` begins `{}`, which is {}", row.keys, old.keys, old.command.name())
                } else {
                    format!("`{}` begins with `{}`, which is {}", row.keys, old.keys, old.command.name())
                };
                let help = format!("free it with \"{}\" = \"{NONE}\", or choose other keys", old.keys);
                report.add(&codes::CONFIG_CONFLICT, row.at.clone(), (message, Some(help)));
                if let Some(own) = self.row_of(old.context, &old.keys) {
                    report.label(own.at.clone(), "bound here");
                }
            }
        }
        self.tell_hidden(keymap, report);
        self.keep_a_way_out(keymap, report);
    }

    fn row_of(&self, context: Context, keys: &Sequence) -> Option<&Binding> {
        self.0.iter().find(|row| row.context == context && row.keys == *keys && row.command.is_some())
    }

    /// Says which keys cannot be pressed any more because of a row.
    fn tell_hidden(&self, keymap: &Keymap, report: &mut Report<'_>) {
        for (outer, inner) in keymap.hidden() {
            let row = self.row_of(inner.context, &inner.keys).or_else(|| self.row_of(outer.context, &outer.keys));
            let Some(row) = row else { continue };
            let message = format!(
                "`{}` ({}) cannot be pressed in {}, where `{}` is {}",
                outer.keys,
                outer.command.name(),
                inner.context.name(),
                inner.keys,
                inner.command.name()
            );
            report.add(&codes::CONFIG_HIDDEN, row.at.clone(), (message, None));
        }
    }

    /// Nobody is to be locked in: where nothing closes or quits any more, the usual keys do.
    fn keep_a_way_out(&self, keymap: &mut Keymap, report: &mut Report<'_>) {
        let is_locked = |keymap: &Keymap| {
            // `cancel` closes an overlay; a view has to be left by the others.
            let out = |context: Context| match context {
                Context::Anywhere | Context::Browse | Context::Reader | Context::Compare | Context::Groups => {
                    &[Command::Close, Command::Quit][..]
                }
                Context::Typing
                | Context::Find
                | Context::Pick
                | Context::Form
                | Context::Preview
                | Context::Findings
                | Context::Repairs
                | Context::Card
                | Context::Themes => &[Command::Close, Command::Quit, Command::Cancel],
            };
            Context::ALL.iter().any(|at| out(*at).iter().all(|out| keymap.keys_of(*at, *out).next().is_none()))
        };
        if !is_locked(keymap) {
            return;
        }
        *keymap = Keymap::default();
        let at = self.0.first().map_or(0..0, |row| row.at.clone());
        let message =
            "with these keys nothing closes a view or quits the program; all keys are the usual ones".to_owned();
        let help = "leave keys for `close` or `quit` in every view, and for `cancel` elsewhere".to_owned();
        report.add(&codes::CONFIG_CONFLICT, at, (message, Some(help)));
    }
}

/// The keys of a row; reports those that do not exist and those that nobody could press.
fn read_keys(row: &Row<'_>, report: &mut Report<'_>) -> Option<Sequence> {
    let (message, help) = match Sequence::parse(row.keys) {
        None => {
            let unknown = row.keys.split(' ').find(|name| !name.is_empty() && Key::parse(name).is_none());
            let message = match unknown {
                Some(name) => format!("there is no key `{}`", cut(name)),
                None => "a key is missing here".to_owned(),
            };
            (
                message,
                "keys are written `j`, `G`, `g d`, `Ctrl-x`, `Alt-Left`, `Enter`, `PgDn`, `F1`, `Space`".to_owned(),
            )
        }
        Some(keys) => match keys.keys().iter().find_map(|key| Some((*key, sent_as(*key)?))) {
            Some((key, sent)) => (format!("terminals send `{key}` as `{sent}`"), format!("write `{sent}`")),
            None if row.context.is_typing() && keys.keys().first().is_some_and(|key| key.letter().is_some()) => {
                let message = format!("`{keys}` is typed in [keys.{}]", row.context.name());
                (message, "begin with a key that types nothing, such as `Ctrl-x`".to_owned())
            }
            None => return Some(keys),
        },
    };
    report.add(&codes::CONFIG_BINDING, row.keys_at.clone(), (message, Some(help)));
    None
}

/// What a terminal sends for a key, where that is another one.
fn sent_as(key: Key) -> Option<Key> {
    let lower = match key.code {
        Code::Char(c) if key.ctrl && c.is_ascii_uppercase() => Key { code: Code::Char(c.to_ascii_lowercase()), ..key },
        _ => key,
    };
    Some(lower.as_sent()).filter(|sent| *sent != key)
}

fn unknown_command(row: &Row<'_>, report: &mut Report<'_>) {
    let known = Command::ALL.iter().map(|command| command.name()).chain([NONE]);
    let help = match nearest(row.command, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`demarche explain config --toml` lists every command".to_owned(),
    };
    let message = format!("there is no command `{}`", cut(row.command));
    report.add(&codes::CONFIG_BINDING, row.command_at.clone(), (message, Some(help)));
}

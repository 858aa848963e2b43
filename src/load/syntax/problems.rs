//! Problems of a run of tables, before the report decides how many findings to keep.

use super::header::LISTS;
use crate::diagnose::{Code, codes};
use crate::format::{Key, TableKind, keys};
use crate::load::nearest::nearest;
use crate::load::report::At;

/// A mistake in a model file.
#[derive(Debug)]
pub(in crate::load) struct Problem {
    pub(in crate::load) code: &'static Code,
    pub(in crate::load) at: At,
    pub(in crate::load) message: String,
    pub(in crate::load) help: Option<String>,
}

/// Problems of one code to keep; the rest are counted.
const MOST: usize = 1000;

/// See [`Problems::mark`].
pub(super) struct Mark {
    kept: usize,
    is_headless: bool,
    counts: Vec<(&'static Code, usize)>,
}

/// Problems in the order found.
#[derive(Debug, Default)]
pub(in crate::load) struct Problems {
    kept: Vec<Problem>,
    /// How many there are of each code.
    counts: Vec<(&'static Code, usize)>,
    /// Whether a key of a record came before any header.
    is_headless: bool,
}

impl Problems {
    /// Adds a problem.
    pub(in crate::load) fn push(&mut self, problem: Problem) {
        if self.count(problem.code) <= MOST {
            self.kept.push(problem);
        }
    }

    /// Counts one more of a code; returns the new count.
    fn count(&mut self, code: &'static Code) -> usize {
        let known = self.counts.iter().position(|(known, _)| *known == code);
        let place = known.unwrap_or_else(|| {
            self.counts.push((code, 0));
            self.counts.len() - 1
        });
        self.counts[place].1 += 1;
        self.counts[place].1
    }

    /// The current state, to go [back](Self::back) to.
    pub(super) fn mark(&self) -> Mark {
        Mark { kept: self.kept.len(), is_headless: self.is_headless, counts: self.counts.clone() }
    }

    /// Forgets what was added since.
    pub(super) fn back(&mut self, mark: Mark) {
        self.kept.truncate(mark.kept);
        self.counts = mark.counts;
        self.is_headless = mark.is_headless;
    }

    /// The kept problems, and for each code how many more there are.
    pub(in crate::load) fn into_parts(self) -> (Vec<Problem>, impl Iterator<Item = (&'static Code, usize)>) {
        let more = self.counts.into_iter().filter(|(_, count)| *count > MOST);
        (self.kept, more.map(|(code, count)| (code, count - MOST)))
    }

    /// Adds a key of a record before any header, once: later ones are the same mistake.
    fn headless(&mut self, name: &str, at: At) {
        if !std::mem::replace(&mut self.is_headless, true) {
            let message = format!("`{name}` is before any header");
            let help = "write the header of its table above it, such as `[[actors]]`".to_owned();
            self.push(Problem { code: &codes::UNKNOWN_KEY, at, message, help: Some(help) });
        }
    }

    /// Adds an unknown key. Returns its nearest key, which should not be reported as missing.
    pub(in crate::load) fn unknown_key(&mut self, name: &str, at: At, table: TableKind) -> Option<u8> {
        if table == TableKind::Top && keys().any(|key| key.name == name && !LISTS.contains(&name)) {
            self.headless(name, at);
            return None;
        }
        let is_full = self.counts.iter().any(|(code, count)| *code == &codes::UNKNOWN_KEY && *count >= MOST);
        if is_full {
            // The nearest key would cost more than it helps.
            self.count(&codes::UNKNOWN_KEY);
            return None;
        }
        let known = table.keys();
        let near = nearest(name, known.iter().map(|key| key.name));
        let near = near.and_then(|near| known.iter().position(|key| key.name == near));
        let title = known[0].table;
        let elsewhere = || keys().find(|key| key.name == name).map(|key: &Key| key.table);
        let help = match (near, elsewhere()) {
            (Some(near), _) => format!("did you mean `{}`?", known[near].name),
            (None, Some(elsewhere)) => format!("it is a key of {elsewhere}"),
            (None, None) => format!("`demarche explain format` lists the keys of {title}"),
        };
        let message = format!("`{name}` is no key of {title}");
        self.push(Problem { code: &codes::UNKNOWN_KEY, at, message, help: Some(help) });
        near.and_then(|near| u8::try_from(near).ok())
    }
}

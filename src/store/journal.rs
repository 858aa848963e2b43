//! What was done to a model file, so that it can be undone: one file of lines in the state folder for each model file.
//!
//! A line is an operation, written before the file is replaced, or the end of one. An operation without its end is one that
//! was cut short. Whoever holds the lock of the model file may read and write its journal.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::replace::digest;
use super::state::{read_state, state_folder, state_options};
use crate::edit::{Action, Done, Splice, context_of, locate_undone, undone};

/// A journal that is longer loses its oldest steps.
const LONGEST: usize = 1 << 20;

/// Which way a step goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Kind {
    Do,
    Undo,
    Redo,
}

/// What an operation does to one file.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Operation {
    pub(super) kind: Kind,
    /// The step, the same in the journals of all its files; later steps sort later.
    pub(super) step: String,
    /// What it does, in a few words.
    pub(super) said: String,
    /// All files of the step, behind all links.
    pub(super) files: Vec<PathBuf>,
    /// The records it touches, with words for what happens to them.
    pub(super) records: Vec<(String, String)>,
    /// The records that it gives another id: the one before and the one after.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    renamed: Vec<(String, String)>,
    /// Digests of this file.
    pub(super) before: String,
    pub(super) after: String,
    splices: Vec<Place>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Place {
    at: usize,
    old: String,
    new: String,
    lead: String,
    trail: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
enum Line {
    Operation(Box<Operation>),
    End { end: String, done: bool },
    PassedOver { passed_over: String },
}

/// How a step is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Done,
    Undone,
    /// Its last operation has no end.
    Unfinished,
}

/// A step: its last operation, and how it is.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) last: Operation,
    pub(super) state: State,
    /// What it was before an operation without end.
    previous: Option<(Operation, State)>,
}

/// The journal of one model file.
pub(super) struct Journal {
    path: PathBuf,
    pub(super) entries: Vec<Entry>,
}

impl Operation {
    /// What the splices do to the text of a file of the step; `digests` are those of the text before and after.
    pub(super) fn new(
        kind: Kind,
        step: &Stamp,
        [before, after]: &[String; 2],
        (text, splices): (&str, &[Splice]),
    ) -> Self {
        let around = context_of(text, splices);
        let place = |(splice, (lead, trail)): (&Splice, (String, String))| {
            let Splice { at, old, new } = splice.clone();
            Place { at, old, new, lead, trail }
        };
        Self {
            kind,
            step: step.id.clone(),
            said: step.said.clone(),
            files: step.files.clone(),
            records: step.records.clone(),
            renamed: step.renamed.clone(),
            before: before.clone(),
            after: after.clone(),
            splices: splices.iter().zip(around).map(place).collect(),
        }
    }

    pub(super) fn splices(&self) -> Vec<Splice> {
        let splice = |place: &Place| Splice { at: place.at, old: place.old.clone(), new: place.new.clone() };
        self.splices.iter().map(splice).collect()
    }

    /// The splices that undo it in the text as it is now; `None` where its bytes are not there any more. Whether the text is
    /// still the one it left behind.
    pub(super) fn reversed(&self, text: &str) -> (bool, Option<Vec<Splice>>) {
        if digest(text.as_bytes()) == self.after {
            return (true, Some(undone(&self.splices())));
        }
        let around: Vec<(String, String)> =
            self.splices.iter().map(|place| (place.lead.clone(), place.trail.clone())).collect();
        (false, locate_undone(text, &self.splices(), &around))
    }

    /// The records it touches, as they are called after the way back.
    pub(super) fn records_back(&self) -> Vec<Done> {
        let back = |(id, word): &(String, String)| {
            let action = match word.as_str() {
                "added" => Action::Removed,
                "removed" => Action::Added,
                _ => Action::Changed,
            };
            let mut done = Done { id: id.clone(), action };
            // One is enough: two records may have exchanged their ids.
            let _ = self.renamed.iter().any(|(old, new)| done.rename(new, old));
            done
        };
        self.records.iter().map(back).collect()
    }

    /// What it takes to undo it.
    pub(super) fn back(&self) -> Stamp {
        let Self { step: id, said, files, renamed, .. } = self.clone();
        let renamed = renamed.into_iter().map(|(old, new)| (new, old)).collect();
        Stamp { id, said, files, records: noted(&self.records_back()), renamed }
    }
}

/// What the operations of one step have in common.
#[derive(Debug, Clone)]
pub(super) struct Stamp {
    pub(super) id: String,
    pub(super) said: String,
    pub(super) files: Vec<PathBuf>,
    pub(super) records: Vec<(String, String)>,
    pub(super) renamed: Vec<(String, String)>,
}

/// Records as a journal has them.
pub(super) fn noted(done: &[Done]) -> Vec<(String, String)> {
    done.iter().map(|done| (done.id.clone(), done.action.word().to_owned())).collect()
}

impl Journal {
    /// The journal of the model file at `model`, empty where there is none yet; fails without a state folder.
    pub(super) fn open(model: &Path) -> io::Result<Self> {
        let name: String = digest(model.as_os_str().as_encoded_bytes()).chars().take(32).collect();
        let path = folder()?.join(format!("{name}.jsonl"));
        let text = match read_state(&path, u64::MAX) {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(why) if why.kind() == io::ErrorKind::NotFound => String::new(),
            Err(why) => return Err(why),
        };
        let mut journal = Self { path, entries: Vec::new() };
        // A line that was cut short was followed by nothing.
        text.lines().filter_map(|line| serde_json::from_str(line).ok()).for_each(|line| journal.take(line));
        Ok(journal)
    }

    fn take(&mut self, line: Line) {
        match line {
            Line::Operation(last) if last.kind == Kind::Do => {
                self.entries.retain(|entry| entry.state != State::Undone);
                self.entries.push(Entry { last: *last, state: State::Unfinished, previous: None });
            }
            Line::Operation(last) => {
                if let Some(entry) = self.entries.iter_mut().find(|entry| entry.last.step == last.step) {
                    let before = std::mem::replace(&mut entry.last, *last);
                    entry.previous = Some((before, std::mem::replace(&mut entry.state, State::Unfinished)));
                }
            }
            Line::PassedOver { passed_over } => self.entries.retain(|entry| entry.last.step != passed_over),
            Line::End { end, done } => {
                let Some(at) = self.entries.iter().position(|entry| entry.last.step == end) else { return };
                let entry = &mut self.entries[at];
                match (done, entry.previous.take()) {
                    (true, _) => {
                        entry.state = if entry.last.kind == Kind::Undo { State::Undone } else { State::Done };
                    }
                    (false, Some((last, state))) => (entry.last, entry.state) = (last, state),
                    (false, None) => drop(self.entries.remove(at)),
                }
            }
        }
    }

    /// Notes an operation, on disk before this returns.
    pub(super) fn begin(&mut self, operation: Operation) -> io::Result<()> {
        self.append(Line::Operation(Box::new(operation)))
    }

    /// Notes that an operation is done, or that nothing came of it.
    pub(super) fn end(&mut self, step: &str, done: bool) -> io::Result<()> {
        self.append(Line::End { end: step.to_owned(), done })
    }

    /// Forgets a step.
    pub(super) fn pass_over(&mut self, step: &str) -> io::Result<()> {
        self.append(Line::PassedOver { passed_over: step.to_owned() })
    }

    fn append(&mut self, line: Line) -> io::Result<()> {
        let mut text = serde_json::to_string(&line)?;
        text.push('\n');
        let is_new = !self.path.exists();
        let mut file = state_options().create(true).append(true).open(&self.path)?;
        let length = file.metadata()?.len();
        // Behind a line that was cut short a new one begins.
        let written =
            file.write_all(b"\n").and_then(|()| file.write_all(text.as_bytes())).and_then(|()| file.sync_all());
        if let Err(why) = written {
            let _ = file.set_len(length);
            return Err(why);
        }
        if is_new {
            let _ = super::replace::sync_folder(&self.path);
        }
        self.take(line);
        let is_resting = self.entries.iter().all(|entry| entry.state != State::Unfinished);
        if is_resting && usize::try_from(length).unwrap_or(LONGEST) + text.len() > LONGEST {
            self.prune()?;
        }
        Ok(())
    }

    /// Keeps the latest steps that take no more than half of what a journal may hold.
    fn prune(&mut self) -> io::Result<()> {
        let (mut kept, mut size) = (Vec::new(), 0);
        for entry in self.entries.iter().rev() {
            let lines = lines_of(entry)?;
            size += lines.concat().len();
            if size > LONGEST / 2 {
                break;
            }
            kept.push((entry.clone(), lines));
        }
        kept.reverse();
        let draft = self.path.with_extension("tmp");
        let mut file = File::create(&draft)?;
        // Steps that are undone were so in the order in which the last one came first.
        kept.iter().try_for_each(|(_, [done, _])| file.write_all(done.as_bytes()))?;
        kept.iter().rev().try_for_each(|(_, [_, undone])| file.write_all(undone.as_bytes()))?;
        file.sync_all()?;
        fs::rename(&draft, &self.path)?;
        self.entries = kept.into_iter().map(|(entry, _)| entry).collect();
        Ok(())
    }
}

/// The lines that make a step done, and those that undo it if it is undone.
fn lines_of(entry: &Entry) -> serde_json::Result<[String; 2]> {
    let lines = |kind| {
        let operation = Line::Operation(Box::new(Operation { kind, ..entry.last.clone() }));
        let end = Line::End { end: entry.last.step.clone(), done: true };
        Ok(format!("{}\n{}\n", serde_json::to_string(&operation)?, serde_json::to_string(&end)?))
    };
    Ok([lines(Kind::Do)?, if entry.state == State::Undone { lines(Kind::Undo)? } else { String::new() }])
}

/// The folder of the journals, made where it is missing.
fn folder() -> io::Result<PathBuf> {
    let folder = state_folder()?.join("journal");
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

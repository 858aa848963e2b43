//! Undoing and redoing steps by their journals.

use std::path::PathBuf;
use std::sync::Arc;

use super::Failure;
use super::Mode;
use super::journal::{Entry, Journal, Kind, State};
use super::write::{Held, Prepared, Writer, Written, changed, lock, read, replace, text, with};
use crate::diagnose::Level;
use crate::edit::{Done, FileStep, apply, new_findings};
use crate::load::{Loaded, ModelFile};

/// [`Writer::pass_over`] of a writer that keeps nothing.
pub fn pass_over(paths: &[PathBuf], direction: Direction) -> Result<(String, Option<String>), Failure> {
    Writer::new(paths).pass_over(direction)
}

/// Back or forth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// The last step that is done goes.
    Undo,
    /// The last step that was undone comes again.
    Redo,
}

impl Direction {
    fn kind(self) -> Kind {
        match self {
            Self::Undo => Kind::Undo,
            Self::Redo => Kind::Redo,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Undo => "undo",
            Self::Redo => "redo",
        }
    }

    /// Whether a step waits for it.
    fn takes(self, state: State) -> bool {
        state == if self == Self::Undo { State::Done } else { State::Undone }
    }
}

/// [`Writer::undo`] of a writer that keeps nothing.
pub fn undo(paths: &[PathBuf], direction: Direction, mode: Mode) -> Result<Written, Failure> {
    Writer::new(paths).undo(direction, mode)
}

impl Writer {
    /// Undoes or redoes the last step of the model files, in all of them. Where somebody else has changed them since, the
    /// bytes of the step are looked for by what stands around them. Costs up to two loads of the model, none where both
    /// readings are kept.
    pub fn undo(&mut self, direction: Direction, mode: Mode) -> Result<Written, Failure> {
        let Waiting { files, last, held } = Waiting::new(&self.paths, direction)?;
        let way = Way::new(self, files, &last, direction)?;
        if mode == Mode::DryRun {
            return Ok(way.written(None));
        }
        let stamp = last.last.back();
        let mut prepared = Vec::new();
        for step in &way.steps {
            let Some(file) = way.files.get(step.file) else { continue };
            let of_file = held.iter().find(|held| held.named == file.path);
            let of_file = of_file.unwrap_or_else(|| unreachable!("all files of a step are locked"));
            prepared.push(Prepared::new(&of_file.target, text(file)?, &step.after, &step.splices)?);
        }
        match replace(direction.kind(), prepared, &stamp)? {
            Ok(no_undo) => Ok(way.written(no_undo)),
            Err(_) => Err(Failure::World("another program saved the file just now; try again".to_owned())),
        }
    }

    /// Takes the step that would be undone or redone next out of the journals; what it did stays. Gives what it was, and
    /// what is next now, in a few words.
    pub fn pass_over(&self, direction: Direction) -> Result<(String, Option<String>), Failure> {
        let Waiting { files, last, held } = Waiting::new(&self.paths, direction)?;
        for file in held.iter().filter(|held| last.last.files.contains(&held.target.path)) {
            let path = &file.target.path;
            let passed = Journal::open(path).and_then(|mut journal| journal.pass_over(&last.last.step));
            passed.map_err(|why| Failure::world("write the journal of", path, why))?;
        }
        let next = self::last(&files, direction).ok().map(|next| next.last.said);
        Ok((last.last.said, next))
    }
}

/// The step that goes back or forth next, its files locked.
struct Waiting {
    files: Vec<ModelFile>,
    last: Entry,
    held: Vec<Held>,
}

impl Waiting {
    fn new(paths: &[PathBuf], direction: Direction) -> Result<Self, Failure> {
        let files = read(paths)?;
        // Files without a journal were never written: they need not even be writable.
        let has_journal = |file: &&ModelFile| {
            let journal = file.path.canonicalize().and_then(|path| Journal::open(&path));
            journal.is_ok_and(|journal| !journal.entries.is_empty())
        };
        let named: Vec<PathBuf> = files.iter().filter(has_journal).map(|file| file.path.clone()).collect();
        // Steps that were cut short are completed or dropped first; what is undone is only then known.
        let mut held = lock(&named, paths)?;
        let files = read(paths)?;
        let last = last(&files, direction)?;
        let missing: Vec<PathBuf> = last
            .last
            .files
            .iter()
            .filter(|path| !held.iter().any(|held| held.target.path == **path))
            .cloned()
            .collect();
        let files = if missing.is_empty() {
            files
        } else {
            // A step of more files than were named: they are all needed.
            drop(std::mem::take(&mut held));
            let all = |paths: &[PathBuf]| paths.iter().chain(&missing).cloned().collect::<Vec<_>>();
            held = lock(&all(&named), paths)?;
            read(&all(paths))?
        };
        Ok(Self { files, last, held })
    }
}

/// The step to go back or forth, among those of all files.
fn last(files: &[ModelFile], direction: Direction) -> Result<Entry, Failure> {
    let mut found: Vec<Entry> = Vec::new();
    for file in files {
        let path = file.path.canonicalize().map_err(|why| Failure::world("read", &file.path, why))?;
        let journal = Journal::open(&path)
            .map_err(|why| Failure::World(format!("cannot {}: the journal cannot be read: {why}", direction.word())))?;
        found.extend(journal.entries.into_iter().filter(|entry| direction.takes(entry.state)));
    }
    found.sort_by(|a, b| a.last.step.cmp(&b.last.step));
    let chosen = if direction == Direction::Undo { found.pop() } else { found.into_iter().next() };
    chosen.ok_or_else(|| Failure::Nothing(format!("there is nothing to {}", direction.word())))
}

/// A step on its way back or forth.
struct Way {
    files: Vec<ModelFile>,
    steps: Vec<FileStep>,
    before: Arc<Loaded>,
    after: Arc<Loaded>,
    done: Vec<Done>,
    sentence: String,
}

impl Way {
    fn new(writer: &mut Writer, files: Vec<ModelFile>, entry: &Entry, direction: Direction) -> Result<Self, Failure> {
        let said = &entry.last.said;
        let refuse = |why: &str| Failure::Blocked(format!("cannot {} “{said}”: {why}", direction.word()));
        let (mut steps, mut is_untouched) = (Vec::new(), true);
        for (number, file) in files.iter().enumerate() {
            let path = file.path.canonicalize().map_err(|why| Failure::world("read", &file.path, why))?;
            if !entry.last.files.contains(&path) {
                continue;
            }
            let journal = Journal::open(&path).map_err(|why| Failure::world("read the journal of", &path, why))?;
            let own = journal.entries.into_iter().find(|own| own.last.step == entry.last.step);
            let before = text(file)?;
            let (is_same, splices) = own.map_or((false, None), |own| own.last.reversed(before));
            is_untouched &= is_same;
            let after = splices.as_deref().and_then(|splices| apply(before, splices));
            let (Some(splices), Some(after)) = (splices, after) else {
                return Err(refuse("the file was changed at that place since"));
            };
            steps.push(FileStep { file: number, splices, after });
        }
        let (before, after) = (writer.readings.load(&files)?, writer.readings.load(&with(&files, &steps))?);
        // What was there before a step comes back with its mistakes; beside other changes none may come in.
        if !is_untouched
            && let Some(error) = new_findings(&before, &after).into_iter().find(|new| new.code.level == Level::Error)
        {
            return Err(refuse(&format!("then {}", error.message)));
        }
        let (done, sentence) = (entry.last.records_back(), format!("{}: {said}", direction.word()));
        Ok(Self { files, steps, before, after, done, sentence })
    }

    fn written(self, no_undo: Option<String>) -> Written {
        let Self { files, steps, before, after, done, sentence } = self;
        Written { before, after, done, files: changed(files, steps), findings: Vec::new(), sentence, no_undo }
    }
}

//! Carrying out a step: read, plan, compare, replace.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

use signal_hook::consts::SIGXFSZ;

use super::Failure;
use super::journal::{Journal, Kind, Operation, Stamp, State, noted};
use super::readings::Readings;
use super::replace::{Draft, Replaced, digest, draft_path, put_back};
use super::target::Target;
use crate::diagnose::Finding;
use crate::edit::{Allowed, Change, Done, FileStep, Refusal, Splice, Step, apply, plan, verify};
use crate::load::{Loaded, ModelFile, Unsaved, model_files};

/// Whether files are replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// They are.
    Write,
    /// They are not: what would be written comes back.
    DryRun,
}

/// A file before and after a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedFile {
    /// The file, as it was named or found.
    pub path: PathBuf,
    /// Its text before.
    pub before: String,
    /// Its text after.
    pub after: String,
}

/// What came of a step.
#[derive(Debug)]
pub struct Written {
    /// The model before.
    pub before: Arc<Loaded>,
    /// The model after: it need not be read again.
    pub after: Arc<Loaded>,
    /// What changed, in the order of the changes.
    pub done: Vec<Done>,
    /// The files that changed; none where they said so already.
    pub files: Vec<ChangedFile>,
    /// The warnings that came with it.
    pub findings: Vec<Finding>,
    /// What was done, in a few words: `add putin-donbas`.
    pub sentence: String,
    /// Why it cannot be undone, if it cannot.
    pub no_undo: Option<String>,
}

/// The changes that are wanted of a model: asked for again where the files changed meanwhile.
pub type Wanted<'w> = &'w dyn Fn(&Loaded) -> Result<Vec<Change>, Refusal>;

/// So often a step is planned anew when somebody else keeps saving the files.
const TRIES: usize = 100;

/// [`Writer::write`] of a writer that keeps nothing.
pub fn write(paths: &[PathBuf], wanted: Wanted<'_>, allowed: Allowed, mode: Mode) -> Result<Written, Failure> {
    Writer::new(paths).write(wanted, allowed, mode)
}

/// Writes into the files of one model.
///
/// Of files that hold what they held before, the reading of that time is taken: what was looked at is written, and a
/// change undone, without reading the model again.
#[derive(Debug, Default)]
pub struct Writer {
    pub(super) paths: Vec<PathBuf>,
    pub(super) readings: Readings,
    /// What would be written, as it was shown last.
    shown: Option<Planned>,
}

impl Writer {
    /// A writer for the files and folders that `paths` name.
    pub fn new(paths: &[PathBuf]) -> Self {
        Self { paths: paths.to_vec(), ..Self::default() }
    }

    /// The paths that were named.
    pub fn paths(&self) -> &[PathBuf] {
        &self.paths
    }

    /// Forgets what was read, as its articles may have changed; `left_out` are the files of the folders that have no table
    /// of the format.
    pub fn forget(&mut self, left_out: &[PathBuf]) {
        (self.readings, self.shown) = (Readings::new(left_out), None);
    }

    /// Takes a reading of the files and of their articles as they are now, and forgets those of before: files that hold what
    /// they held then are not read again.
    pub fn know(&mut self, loaded: Arc<Loaded>) {
        (self.readings, self.shown) = (Readings::of(loaded), None);
    }

    /// Makes the changes that are `wanted` in the model files, together as one step: all of them or none.
    ///
    /// The files are read, `wanted` asked and its changes planned on them, the result read by the loader and compared; then
    /// each file is replaced at once. Costs about two loads of the model, or one where its reading is known; none where the
    /// same changes were looked at before by [`Mode::DryRun`].
    pub fn write(&mut self, wanted: Wanted<'_>, allowed: Allowed, mode: Mode) -> Result<Written, Failure> {
        let mut held = Vec::new();
        for _ in 0..TRIES {
            let planned = self.plan(wanted, allowed)?;
            if mode == Mode::DryRun || planned.step.files.is_empty() {
                self.shown = Some(planned.clone());
                return Ok(planned.into_written(None));
            }
            let paths_changed: Vec<PathBuf> = planned.paths().map(Path::to_owned).collect();
            if !holds(&held, &paths_changed) {
                drop(std::mem::take(&mut held));
                held = lock(&paths_changed, &self.paths)?;
                if !planned.is_still_right(&mut held)? {
                    continue;
                }
            }
            let drafts = planned.drafts(&held)?;
            if let Ok(no_undo) = replace(Kind::Do, drafts, &planned.stamp(&held))? {
                return Ok(planned.into_written(no_undo));
            }
        }
        Err(Failure::World("the files of the model keep changing; try again".to_owned()))
    }

    /// The step for the files as they are now: the one that was shown, where it is still the one.
    fn plan(&mut self, wanted: Wanted<'_>, allowed: Allowed) -> Result<Planned, Failure> {
        let files = read(&self.paths)?;
        if let Some(shown) = self.shown.take()
            && shown.files == files
            && shown.allowed == allowed
            && wanted(&shown.before).is_ok_and(|changes| changes == shown.changes)
        {
            return Ok(shown);
        }
        let texts: Vec<&str> = files.iter().map(text).collect::<Result<_, _>>()?;
        let before = self.readings.load(&files)?;
        let changes = wanted(&before).map_err(Failure::Refused)?;
        let step = plan(&texts, &changes).map_err(Failure::Refused)?;
        let after = self.readings.load(&with(&files, &step.files))?;
        let findings = verify(&before, &after, &step, allowed).map_err(Failure::Refused)?;
        Ok(Planned { files, changes, allowed, step, before, after, findings })
    }
}

/// The model files with what they hold.
pub(super) fn read(paths: &[PathBuf]) -> Result<Vec<ModelFile>, Failure> {
    model_files(paths, &Unsaved::default()).map_err(|error| Failure::World(error.to_string()))
}

/// A step on files as they were read.
#[derive(Debug, Clone)]
struct Planned {
    files: Vec<ModelFile>,
    changes: Vec<Change>,
    allowed: Allowed,
    step: Step,
    before: Arc<Loaded>,
    after: Arc<Loaded>,
    findings: Vec<Finding>,
}

impl Planned {
    /// The files that change.
    fn changed(&self) -> impl Iterator<Item = (&ModelFile, &FileStep)> {
        self.step.files.iter().filter_map(|of| Some((self.files.get(of.file)?, of)))
    }

    fn paths(&self) -> impl Iterator<Item = &Path> {
        self.changed().map(|(file, _)| file.path.as_path())
    }

    /// Whether the files hold what was read now that they are locked.
    fn is_still_right(&self, held: &mut [Held]) -> Result<bool, Failure> {
        for (file, _) in self.changed() {
            let Some(held) = held.iter_mut().find(|held| held.named == file.path) else { return Ok(false) };
            if !held.target.holds(&file.bytes)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn drafts<'p>(&'p self, held: &'p [Held]) -> Result<Vec<Prepared<'p>>, Failure> {
        let of = |(file, step): (&'p ModelFile, &'p FileStep)| {
            let held = held.iter().find(|held| held.named == file.path);
            let held = held.unwrap_or_else(|| unreachable!("all files that change are locked"));
            Prepared::new(&held.target, text(file)?, &step.after, &step.splices)
        };
        self.changed().map(of).collect()
    }

    fn stamp(&self, held: &[Held]) -> Stamp {
        Stamp {
            id: step_id(held),
            said: self.step.sentence(&self.after.model),
            files: held.iter().map(|held| held.target.path.clone()).collect(),
            records: noted(&self.step.done),
            renamed: self.step.renamed.clone(),
        }
    }

    fn into_written(self, no_undo: Option<String>) -> Written {
        let sentence = self.step.sentence(&self.after.model);
        let Self { files, step, before, after, findings, .. } = self;
        Written { before, after, done: step.done, files: changed(files, step.files), findings, sentence, no_undo }
    }
}

/// The files that a step changes, which have been read as text.
pub(super) fn changed(files: Vec<ModelFile>, steps: Vec<FileStep>) -> Vec<ChangedFile> {
    let mut files: Vec<Option<ModelFile>> = files.into_iter().map(Some).collect();
    let of = |FileStep { file, after, .. }: FileStep| {
        let ModelFile { path, bytes } = files.get_mut(file)?.take()?;
        Some(ChangedFile { path, before: String::from_utf8(bytes).ok()?, after })
    };
    steps.into_iter().filter_map(of).collect()
}

/// The text of a model file; one that is not UTF-8 is refused.
pub(super) fn text(file: &ModelFile) -> Result<&str, Failure> {
    std::str::from_utf8(&file.bytes).map_err(|_| Failure::refused(&file.path, "it is not UTF-8 text"))
}

/// The files with a step.
pub(super) fn with(files: &[ModelFile], steps: &[FileStep]) -> Vec<ModelFile> {
    let bytes = |number: usize, file: &ModelFile| {
        let step = steps.iter().find(|step| step.file == number);
        step.map_or_else(|| file.bytes.clone(), |step| step.after.clone().into_bytes())
    };
    let files = files.iter().enumerate();
    files.map(|(number, file)| ModelFile { path: file.path.clone(), bytes: bytes(number, file) }).collect()
}

/// A locked file, as it was named.
pub(super) struct Held {
    pub(super) named: PathBuf,
    pub(super) target: Target,
}

fn holds(held: &[Held], wanted: &[PathBuf]) -> bool {
    wanted.iter().all(|path| held.iter().any(|held| held.named == *path))
}

/// Locks files, always in the same order, and completes or drops what a writer left unfinished that was killed.
pub(super) fn lock(wanted: &[PathBuf], paths: &[PathBuf]) -> Result<Vec<Held>, Failure> {
    let mut wanted = wanted.to_vec();
    wanted.sort_by_key(|path| path.canonicalize().unwrap_or_else(|_| path.clone()));
    let mut held = Vec::new();
    for named in wanted {
        let mut target = Target::lock(&named, root(&named, paths))?;
        if let Some(why) = target.objection() {
            return Err(Failure::refused(&named, &why));
        }
        if recover(&mut target)? {
            // What was completed is another file.
            target = Target::lock(&named, root(&named, paths))?;
        }
        held.push(Held { named, target });
    }
    Ok(held)
}

/// The folder that a model file may not lead out of: the one that was named, else its own.
fn root<'p>(file: &'p Path, paths: &'p [PathBuf]) -> &'p Path {
    let named = paths.iter().find(|path| path.is_dir() && file.starts_with(path));
    named.map(PathBuf::as_path).or_else(|| file.parent()).unwrap_or(Path::new(""))
}

/// A new file that is ready to be put in its place.
pub(super) struct Prepared<'p> {
    target: &'p Target,
    draft: Draft,
    before: &'p str,
    after: &'p str,
    splices: &'p [Splice],
    /// Digests of the text before and after.
    digests: [String; 2],
}

impl<'p> Prepared<'p> {
    pub(super) fn new(
        target: &'p Target,
        before: &'p str,
        after: &'p str,
        splices: &'p [Splice],
    ) -> Result<Self, Failure> {
        // A file that would be too long is an error, no reason to be killed.
        let _ = signal_hook::flag::register(SIGXFSZ, Arc::new(AtomicBool::new(false)));
        // The digests are done by the time a long draft is on the disk.
        let (draft, digests) = thread::scope(|scope| {
            let digests = scope.spawn(|| [before, after].map(|text| digest(text.as_bytes())));
            let draft = Draft::beside(target, after.as_bytes());
            (draft, digests.join())
        });
        let digests = digests.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        Ok(Self { target, draft: draft?, before, after, splices, digests })
    }
}

/// Somebody else saved a file meanwhile.
pub(super) struct Meanwhile;

/// Notes a step in the journals, then replaces its files one after the other. Answers why it cannot be undone, if it cannot.
pub(super) fn replace(
    kind: Kind,
    prepared: Vec<Prepared<'_>>,
    stamp: &Stamp,
) -> Result<Result<Option<String>, Meanwhile>, Failure> {
    let (mut journals, mut no_undo) = (Vec::new(), None);
    for file in &prepared {
        let operation = Operation::new(kind, stamp, &file.digests, (file.before, file.splices));
        let noted = Journal::open(&file.target.path).and_then(|mut journal| {
            journal.begin(operation)?;
            Ok(journal)
        });
        match noted {
            Ok(journal) => journals.push(Some(journal)),
            Err(why) => {
                no_undo = Some(format!("the journal cannot be written: {why}"));
                journals.push(None);
            }
        }
    }
    let mut is_first = true;
    for (file, journal) in prepared.into_iter().zip(&mut journals) {
        let Prepared { target, draft, before, after, .. } = file;
        let replaced = draft.replace(target, before.as_bytes(), after.as_bytes());
        let is_done = matches!(replaced, Ok(Replaced::Done));
        if let Some(journal) = journal {
            // Without its end the next writer finds out what came of it.
            let _ = if is_done { journal.end(&stamp.id, true) } else { Ok(()) };
        }
        match replaced {
            Ok(Replaced::Done) => is_first = false,
            // Once one file is new the others follow, when they are next locked at the latest.
            Ok(Replaced::Meanwhile) if !is_first => {}
            other => {
                for journal in journals.iter_mut().flatten() {
                    let _ = journal.end(&stamp.id, false);
                }
                return other.map(|_| Err(Meanwhile));
            }
        }
    }
    Ok(Ok(no_undo))
}

/// An id for a step that sorts behind those of the files' journals.
fn step_id(held: &[Held]) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos());
    let journals = held.iter().filter_map(|held| Journal::open(&held.target.path).ok());
    let last = journals
        .flat_map(|journal| journal.entries)
        .filter_map(|entry| entry.last.step.split('-').next().and_then(|number| number.parse::<u128>().ok()));
    let number = last.max().map_or(now, |last| now.max(last + 1));
    format!("{number:024}-{}", std::process::id())
}

/// Completes or drops the operation that a killed writer left without an end; whether the file was replaced.
fn recover(target: &mut Target) -> Result<bool, Failure> {
    let Ok(mut journal) = Journal::open(&target.path) else { return Ok(false) };
    let Some(entry) = journal.entries.iter().find(|entry| entry.state == State::Unfinished) else { return Ok(false) };
    let operation = entry.last.clone();
    let now = target.read()?;
    let held = digest(&now);
    let mut is_done = held == operation.after;
    let mut is_replaced = false;
    if is_done {
        // It may have been killed before it gave back what somebody saved at that moment.
        let draft = draft_path(&target.path);
        let left =
            std::fs::read(&draft).ok().filter(|left| ![&operation.before, &operation.after].contains(&&digest(left)));
        if left.is_some() && put_back(&draft, &target.path, &now).is_ok() {
            (is_done, is_replaced) = (false, true);
        }
    } else if held == operation.before && operation.files.iter().any(|file| is_behind(file, &operation, &target.path)) {
        let text = String::from_utf8(now).ok();
        if let Some((before, after)) = text.and_then(|text| Some((text.clone(), apply(&text, &operation.splices())?))) {
            let draft = Draft::beside(target, after.as_bytes())?;
            is_done = draft.replace(target, before.as_bytes(), after.as_bytes())? == Replaced::Done;
            is_replaced = true;
        }
    } else if let Ok(text) = String::from_utf8(now) {
        // Replaced, then saved by somebody else: its bytes are there.
        is_done = held != operation.before && operation.reversed(&text).1.is_some();
    }
    let _ = journal.end(&operation.step, is_done);
    Ok(is_replaced)
}

/// Whether another file of an operation has been replaced.
fn is_behind(file: &Path, operation: &Operation, own: &Path) -> bool {
    if file == own {
        return false;
    }
    let Ok(journal) = Journal::open(file) else { return false };
    let Some(entry) = journal.entries.iter().find(|entry| entry.last.step == operation.step) else { return false };
    if entry.last.kind != operation.kind {
        return false;
    }
    entry.state != State::Unfinished || std::fs::read(file).is_ok_and(|bytes| digest(&bytes) == entry.last.after)
}

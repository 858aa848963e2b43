//! `demarche add`, `set`, `remove`, `undo`, `redo`: changes of a model from a shell.

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::check::FindingJson;
use super::wanted;
use super::write_args::{AddArgs, AddArticleArgs, AddCommand, RemoveArgs, SetArgs, UndoArgs, WriteArgs, WriteFormat};
use super::{Choice, Failure, Outcome, Output};
use crate::diagnose::Finding;
use crate::edit::{Action, Allowed, Change, Done, Entry, NOTHING_TO_CHANGE, Refusal, outline, unified};
use crate::load::Loaded;
use crate::model::{Model, PassageId, Record, Subject};
use crate::report::write_json;
use crate::store::{self, Direction, Mode, Source, Wanted, Written};
use crate::text::clean;

/// Carries out `add`.
pub fn add(args: &AddArgs, output: &mut Output) -> Result<Outcome, Failure> {
    let (call, ended) = match &args.what {
        AddCommand::Demand(args) => {
            let call = Call { write: &args.write, adapted: args.quote.adapted };
            (call, call.write(&|loaded| wanted::demand(&loaded.model, args))?)
        }
        AddCommand::Passage(args) => {
            let call = Call { write: &args.write, adapted: args.quote.adapted };
            (call, call.write(&|loaded| wanted::passage_of(&loaded.model, args))?)
        }
        AddCommand::Actor(args) => {
            let call = Call::plain(&args.write);
            (call, call.write(&|loaded| wanted::new_actor(&loaded.model, args))?)
        }
        AddCommand::Issue(args) => {
            let call = Call::plain(&args.write);
            (call, call.write(&|loaded| Ok(wanted::new_issue(&loaded.model, args)))?)
        }
        AddCommand::Article(args) => (Call::plain(&args.write), article(args)?),
    };
    if let Ok(written) = &ended {
        note_same(written, output);
    }
    call.end(ended, output)
}

/// Carries out `set`.
pub fn set(args: &SetArgs, output: &mut Output) -> Result<Outcome, Failure> {
    let call = Call { write: &args.write, adapted: args.adapted };
    call.run(&|loaded| wanted::set(&loaded.model, args), output)
}

/// Carries out `remove`.
pub fn remove(args: &RemoveArgs, output: &mut Output) -> Result<Outcome, Failure> {
    Call::plain(&args.write).run(&|_| Ok(vec![Change::Remove { id: args.id.clone() }]), output)
}

/// Carries out `undo` and `redo`.
pub fn undo(args: &UndoArgs, direction: Direction, output: &mut Output) -> Result<Outcome, Failure> {
    let call = Call::plain(&args.write);
    let paths = call.paths()?;
    if args.skip {
        return match store::pass_over(&paths, direction) {
            Ok((passed, _)) => {
                output.note(&format!("“{passed}” stays as it is"));
                call.unwritten(&[], output)?;
                Ok(Outcome::Done)
            }
            Err(failure) => call.failed(failure, output),
        };
    }
    call.end(store::undo(&paths, direction, call.mode()), output)
}

fn article(args: &AddArticleArgs) -> Result<Result<Written, store::Failure>, Failure> {
    let call = Call::plain(&args.write);
    let paths = call.paths()?;
    let folder = match paths.first() {
        Some(path) if path.is_dir() => path.as_path(),
        Some(path) => path.parent().unwrap_or(Path::new("")),
        None => Path::new(""),
    };
    let source = source(args.path(), folder)?;
    let real = args.path().canonicalize().ok();
    let wanted = |loaded: &Loaded| {
        if loaded.files.iter().any(|file| file.canonicalize().ok() == real) {
            return Err(Refusal::new(format!("`{}` is a file of the model itself", clean(&source.file))));
        }
        Ok(wanted::new_article(&loaded.model, args, &source))
    };
    call.write(&wanted)
}

/// What is to be said of an article's file in a model that is in `folder`.
pub fn source(file: &Path, folder: &Path) -> Result<Source, Failure> {
    store::source(file, folder).map_err(|why| Failure::World(why.to_string()))
}

/// Says where what was added is in the model already.
fn note_same(written: &Written, output: &mut Output) {
    let (before, after) = (&written.before.model, &written.after.model);
    for done in written.done.iter().filter(|done| done.action == Action::Added) {
        let Some(subject) = after.subject(&done.id) else { continue };
        if let Some((id, what)) = wanted::same_already(before, after, subject) {
            output.note(&format!("`{id}` {what}"));
        }
    }
}

/// A call of a command that writes.
#[derive(Clone, Copy)]
pub(super) struct Call<'a> {
    write: &'a WriteArgs,
    adapted: bool,
}

impl<'a> Call<'a> {
    pub(super) fn plain(write: &'a WriteArgs) -> Self {
        Self { write, adapted: false }
    }

    pub(super) fn paths(&self) -> Result<Vec<PathBuf>, Failure> {
        let given = &self.write.model.paths;
        if given.iter().any(|path| path.as_os_str() == "-") {
            return Err(Failure::Usage("a model from standard input cannot be changed: save it first".to_owned()));
        }
        match Choice::new(given) {
            Choice::Paths(paths) => Ok(paths),
            Choice::Example => {
                let help = "or save the built-in example first: demarche new --example";
                Err(Failure::Usage(format!("no `positions.toml` here: name a model with `-m PATH`, {help}")))
            }
        }
    }

    pub(super) fn mode(&self) -> Mode {
        if self.write.dry_run { Mode::DryRun } else { Mode::Write }
    }

    fn run(&self, wanted: Wanted<'_>, output: &mut Output) -> Result<Outcome, Failure> {
        self.end(self.write(wanted)?, output)
    }

    fn write(&self, wanted: Wanted<'_>) -> Result<Result<Written, store::Failure>, Failure> {
        let allowed = Allowed { adapted: self.adapted };
        Ok(store::write(&self.paths()?, wanted, allowed, self.mode()))
    }

    /// Says what came of it.
    fn end(&self, ended: Result<Written, store::Failure>, output: &mut Output) -> Result<Outcome, Failure> {
        match ended {
            Ok(written) => {
                if let Some(why) = &written.no_undo {
                    output.note(&format!("this cannot be undone: {why}"));
                }
                self.tell(&written, output)?;
                Ok(Outcome::Done)
            }
            Err(failure) => self.failed(failure, output),
        }
    }

    /// Says why nothing was written.
    pub(super) fn failed(&self, failure: store::Failure, output: &mut Output) -> Result<Outcome, Failure> {
        match failure {
            store::Failure::World(sentence) => Err(Failure::World(sentence)),
            store::Failure::Nothing(sentence) => {
                output.note(&sentence);
                self.unwritten(&[], output)
            }
            store::Failure::Blocked(sentence) => {
                output.error(&sentence);
                output.help("`--skip` leaves it as it is, and the one before is next");
                self.unwritten(&[], output)
            }
            store::Failure::Refused(refusal) => {
                output.error(&refusal.sentence);
                for help in refusal.findings.iter().filter_map(|finding| finding.help.as_ref()) {
                    if !refusal.sentence.contains(help.as_str()) {
                        output.help(help);
                    }
                }
                self.unwritten(&refusal.findings, output)
            }
        }
    }

    /// What programs are told where nothing was written.
    fn unwritten(&self, findings: &[Finding], output: &mut Output) -> Result<Outcome, Failure> {
        if self.write.format == WriteFormat::Json {
            write_json(&WrittenJson::new(false, None, findings), output.result)?;
        }
        Ok(Outcome::Unsatisfied)
    }

    pub(super) fn tell(&self, written: &Written, output: &mut Output) -> Result<(), Failure> {
        for finding in &written.findings {
            let help = finding.help.as_ref().map_or(String::new(), |help| format!("; {help}"));
            output.note(&format!("{}{help}", finding.message));
        }
        for id in new_passages(written) {
            let left_out = written.after.model.left_out(id);
            if !left_out.is_empty() {
                output.note(&format!("left out: “{}”", left_out.join("” … “")));
            }
        }
        if self.write.format == WriteFormat::Json {
            let is_written = !self.write.dry_run && !written.files.is_empty();
            return Ok(write_json(&WrittenJson::new(is_written, Some(written), &written.findings), output.result)?);
        }
        if written.files.is_empty() {
            output.note(NOTHING_TO_CHANGE);
            return Ok(());
        }
        if self.write.dry_run {
            let diffs: String =
                written.files.iter().map(|file| unified(&file.path, &file.before, &file.after)).collect();
            return Ok(output.report(|out| out.write_all(diffs.as_bytes()))?);
        }
        let lines: Vec<String> = changes(written).iter().map(ChangeJson::line_of_text).collect();
        let sentence = clean(&written.sentence);
        let head = written.sentence.split_once(": ").map(|_| format!("{sentence}\n")).unwrap_or_default();
        Ok(output.report(|out| writeln!(out, "{head}{}", lines.join("\n")))?)
    }
}

/// The passages that are new in a model.
fn new_passages(written: &Written) -> Vec<PassageId> {
    let model = &written.after.model;
    let added = written.done.iter().filter(|done| done.action == Action::Added);
    added
        .flat_map(|done| match model.subject(&done.id) {
            Some(Subject::Passage(id)) => vec![id],
            Some(Subject::Demand(id)) => model.demand(id).passages().collect(),
            _ => Vec::new(),
        })
        .collect()
}

/// What was done, with the stable keys.
#[derive(Serialize)]
pub(super) struct WrittenJson<'w> {
    written: bool,
    changes: Vec<ChangeJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    anchor: Option<&'static str>,
    findings: Vec<FindingJson<'w>>,
}

#[derive(Serialize)]
struct ChangeJson {
    id: String,
    file: String,
    line: u32,
    action: &'static str,
}

impl ChangeJson {
    fn line_of_text(&self) -> String {
        format!("{} {} ({}:{})", self.action, clean(&self.id), clean(&self.file), self.line)
    }
}

impl<'w> WrittenJson<'w> {
    pub(super) fn new(written: bool, of: Option<&Written>, findings: &'w [Finding]) -> Self {
        let anchor = of.and_then(|of| {
            let id = new_passages(of).into_iter().next()?;
            Some(of.after.model.passage(id).anchor.word())
        });
        let changes = of.map(changes).unwrap_or_default();
        Self { written, changes, anchor, findings: findings.iter().map(FindingJson::new).collect() }
    }
}

fn changes(written: &Written) -> Vec<ChangeJson> {
    let of = |done: &Done| {
        let (file, line) = place(written, done);
        ChangeJson { id: done.id.clone(), file: file.to_string_lossy().into_owned(), line, action: done.action.word() }
    };
    written.done.iter().map(of).collect()
}

/// The file and line of a record or passage, after the step or, where it is removed, before it.
fn place<'w>(written: &'w Written, done: &Done) -> (&'w Path, u32) {
    let is_gone = done.action == Action::Removed;
    let loaded = if is_gone { &written.before } else { &written.after };
    if let Some(origin) = origin(&loaded.model, &done.id)
        && let Some(file) = loaded.files.get(origin.file as usize)
    {
        return (file, origin.line.max(1));
    }
    // What the model leaves out is still in its file.
    let id = done.id.rsplit_once('#').map_or(&*done.id, |(record, _)| record);
    let is_it = |entry: &Entry| entry.id == id || entry.id == done.id;
    let found = written.files.iter().find_map(|file| {
        let text = if is_gone { &file.before } else { &file.after };
        let at = outline(text).into_iter().find(is_it)?.head.start;
        Some((file.path.as_path(), text.get(..at)?.matches('\n').count() + 1))
    });
    let (file, line) = found.unwrap_or((Path::new(""), 1));
    (file, u32::try_from(line).unwrap_or(u32::MAX))
}

fn origin(model: &Model, id: &str) -> Option<crate::model::Origin> {
    Some(match model.subject(id)? {
        Subject::Passage(id) => model.passage(id).origin,
        subject => match subject.record()? {
            Record::Actor(id) => model.actor(id).origin,
            Record::Issue(id) => model.issue(id).origin,
            Record::Demand(id) => model.demand(id).origin,
            Record::Article(id) => model.article(id).origin,
        },
    })
}

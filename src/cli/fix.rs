//! `demarche check --fix`: quotes put right.

use std::collections::HashSet;
use std::path::PathBuf;

use super::write::{Call, WrittenJson};
use super::write_args::{WriteArgs, WriteFormat};
use super::{CheckArgs, CheckFormat, Choice, Failure, ModelArgs, Outcome, Output};
use crate::diagnose::Level;
use crate::edit::{Allowed, Change, Outdated, Refusal, Repair, outdated, repairs};
use crate::model::{Model, PassageId, Subject};
use crate::report::write_json;
use crate::store::{self, Written};
use crate::text::counted;

/// Carries out the command. Errors that are in the files when it ends, and with `--strict` warnings, leave it unsatisfied.
pub fn run(args: &CheckArgs, output: &mut Output) -> Result<Outcome, Failure> {
    let given: Vec<PathBuf> = args.files.iter().chain(&args.model.paths).cloned().collect();
    let format = match args.format {
        CheckFormat::Text => WriteFormat::Text,
        CheckFormat::Json => WriteFormat::Json,
    };
    let model = ModelArgs { paths: Choice::required(&given)? };
    let write = WriteArgs { model, dry_run: !args.repair.write, format };
    let call = Call::plain(&write);
    let wanted = |loaded: &crate::load::Loaded| {
        let accepted = accepted(&loaded.model, &args.repair.accept)?;
        let made: Vec<Repair> =
            repairs(&loaded.model).into_iter().filter(|repair| is_made(repair, &accepted)).collect();
        let pinned = pins(&loaded.model, &made).into_iter().filter(|pin| pin.is_made(&args.repair.accept));
        let pinned: Vec<Change> = pinned.map(|pin| pin.change).collect();
        Ok(made.into_iter().flat_map(|repair| repair.changes).chain(pinned).collect())
    };
    // A repair of an adapted quote changes its context alone.
    match store::write(&call.paths()?, &wanted, Allowed { adapted: true }, call.mode()) {
        Ok(written) => {
            if let Some(why) = &written.no_undo {
                output.note(&format!("this cannot be undone: {why}"));
            }
            tell(args, &call, &written, output)?;
            let now = if args.repair.write { &written.after } else { &written.before };
            let counts_warnings = args.strict && now.count(Level::Warning) > 0;
            Ok(if now.count(Level::Error) > 0 || counts_warnings { Outcome::Unsatisfied } else { Outcome::Done })
        }
        Err(failure) => call.failed(failure, output),
    }
}

/// The passages that may be repaired even where words change.
fn accepted(model: &Model, ids: &[String]) -> Result<HashSet<PassageId>, Refusal> {
    let mut accepted = HashSet::new();
    for id in ids {
        match model.subject(id) {
            Some(Subject::Passage(passage)) => drop(accepted.insert(passage)),
            Some(Subject::Demand(demand)) => accepted.extend(model.demand(demand).passages()),
            Some(Subject::Article(_)) => {}
            _ => return Err(Refusal::new(format!("there is no demand, passage or article `{id}`"))),
        }
    }
    Ok(accepted)
}

/// An article whose text has changed since it was pinned.
struct Pin {
    id: String,
    change: Change,
    /// The passages whose quotes will still not be in it.
    lost: Vec<String>,
}

impl Pin {
    fn is_made(&self, accepted: &[String]) -> bool {
        self.lost.is_empty() && accepted.contains(&self.id)
    }
}

/// The articles whose pins are of other texts, in order, with the quotes that are lost in spite of these repairs.
fn pins(model: &Model, made: &[Repair]) -> Vec<Pin> {
    let of = |id| {
        let Outdated { change, lost } = outdated(model, id)?;
        let is_lost = |passage: &&PassageId| !made.iter().any(|repair| repair.passage == **passage);
        let lost = lost.iter().filter(is_lost).map(|passage| model.passage_key(*passage)).collect();
        Some(Pin { id: model.article(id).key.to_string(), change, lost })
    };
    model.article_ids().filter_map(of).collect()
}

fn is_made(repair: &Repair, accepted: &HashSet<PassageId>) -> bool {
    repair.is_safe || accepted.contains(&repair.passage)
}

fn tell(args: &CheckArgs, call: &Call<'_>, written: &Written, output: &mut Output) -> Result<(), Failure> {
    if args.format == CheckFormat::Json {
        let is_written = args.repair.write && !written.files.is_empty();
        let findings = if args.repair.write { &written.after.findings } else { &written.before.findings };
        write_json(&WrittenJson::new(is_written, Some(written), findings), output.result)?;
    } else if !written.files.is_empty() {
        call.tell(written, output)?;
    }
    let model = &written.before.model;
    let accepted = accepted(model, &args.repair.accept).unwrap_or_default();
    let (made, left): (Vec<Repair>, Vec<Repair>) =
        repairs(model).into_iter().partition(|repair| is_made(repair, &accepted));
    for repair in &left {
        let id = model.passage_key(repair.passage);
        output.note(&format!("`{id}` is left as it is: --accept {id} takes {}", repair.what(model)));
    }
    let pinned = tell_pins(&pins(model, &made), args, output);
    let is_of_passages = |id: &&String| !matches!(model.subject(id), Some(Subject::Article(_)));
    for id in args.repair.accept.iter().filter(is_of_passages) {
        let own = self::accepted(model, std::slice::from_ref(id)).unwrap_or_default();
        if !made.iter().any(|repair| own.contains(&repair.passage)) {
            output.note(&format!("nothing is known that would repair `{id}`"));
        }
    }
    let parts = [(made.len(), "quote", "repaired"), (pinned, "article", "pinned")];
    let is_written = args.repair.write;
    let told: Vec<String> = parts
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, what, done)| {
            format!("{} {}{done}", counted(count, what), if is_written { "" } else { "can be " })
        })
        .collect();
    output.note(&match (told.is_empty(), is_written) {
        (true, _) => "nothing is repaired".to_owned(),
        (false, true) => told.join(", "),
        (false, false) => format!("{}: --write does it", told.join(", ")),
    });
    Ok(())
}

/// Says which articles are not pinned and why; gives the number of those that are.
fn tell_pins(pins: &[Pin], args: &CheckArgs, output: &mut Output) -> usize {
    for Pin { id, lost, .. } in pins.iter().filter(|pin| !pin.is_made(&args.repair.accept)) {
        output.note(&if lost.is_empty() {
            format!("the text of `{id}` has changed, its quotes are in it: --accept {id} pins it as it is")
        } else {
            format!("the text of `{id}` has changed and is not pinned: it lacks the quotes of {}", lost.join(", "))
        });
    }
    pins.iter().filter(|pin| pin.is_made(&args.repair.accept)).count()
}

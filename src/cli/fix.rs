//! `demarche check --fix`: quotes put right.

use std::collections::HashSet;
use std::path::PathBuf;

use super::write::{Call, WrittenJson};
use super::write_args::{WriteArgs, WriteFormat};
use super::{CheckArgs, CheckFormat, Choice, Failure, ModelArgs, Outcome, Output};
use crate::diagnose::Level;
use crate::edit::{Allowed, Refusal, Repair, repairs};
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
        let made = repairs(&loaded.model).into_iter().filter(|repair| is_made(repair, &accepted));
        Ok(made.flat_map(|repair| repair.changes).collect())
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
            _ => return Err(Refusal::new(format!("there is no demand or passage `{id}`"))),
        }
    }
    Ok(accepted)
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
    for id in &args.repair.accept {
        let own = self::accepted(model, std::slice::from_ref(id)).unwrap_or_default();
        if !made.iter().any(|repair| own.contains(&repair.passage)) {
            output.note(&format!("nothing is known that would repair `{id}`"));
        }
    }
    output.note(&match (made.len(), args.repair.write) {
        (0, _) => "nothing is repaired".to_owned(),
        (count, true) => format!("{} repaired", counted(count, "quote")),
        (count, false) => format!("{} can be repaired: --write does it", counted(count, "quote")),
    });
    Ok(())
}

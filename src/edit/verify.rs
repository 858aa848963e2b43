//! Whether the model after a step is the model before it with exactly what was meant.

use std::collections::{HashMap, HashSet};

use super::outcome::{Action, Done, Refusal};
use super::plan::Step;
use super::same::first_other;
use crate::diagnose::{Finding, Level, codes};
use crate::load::Loaded;
use crate::model::{Anchor, Model, PassageId, Subject};

/// What a step may do that it may not without being told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Allowed {
    /// A new quote may leave out or replace words of its source where it marks that.
    pub adapted: bool,
}

/// Compares what the loader made of the files before and after a step. Answers with the findings that are new, all of them
/// warnings.
///
/// Refused: a new error; a new quote that is not in its source, is at several places, or is adapted where that is not
/// allowed; any record that is not of the step and is not the same.
pub fn verify(before: &Loaded, after: &Loaded, step: &Step, allowed: Allowed) -> Result<Vec<Finding>, Refusal> {
    let new = new_findings(before, after);
    for done in step.done.iter().filter(|done| done.action != Action::Removed) {
        for passage in quotes_of(&before.model, &after.model, done) {
            check_quote(&after.model, passage, allowed).map_err(|sentence| {
                let is_of_quotes = |finding: &&Finding| {
                    [&codes::ORPHAN, &codes::NEAR, &codes::AMBIGUOUS, &codes::MISFIT].contains(&finding.code)
                };
                Refusal { sentence, findings: new.iter().filter(is_of_quotes).cloned().collect() }
            })?;
        }
    }
    if let Some(error) = new.iter().find(|finding| finding.code.level == Level::Error) {
        let errors = new.iter().filter(|finding| finding.code.level == Level::Error).cloned().collect();
        let help = error.help.as_ref().map_or(String::new(), |help| format!("; {help}"));
        return Err(Refusal { sentence: format!("{}{help}", error.message), findings: errors });
    }
    let touched: HashSet<&str> = step.done.iter().flat_map(|done| ids_of(&done.id)).collect();
    let renamed = renamed(&before.model, &after.model, step);
    let touched: HashSet<&str> = touched.into_iter().chain(renamed.iter().map(String::as_str)).collect();
    match first_other(&before.model, &after.model, &touched) {
        Some(id) => Err(Refusal::new(format!("the change would change `{id}` too; edit the file by hand"))),
        None => Ok(new),
    }
}

/// The ids that an id may stand for: itself, and that of the demand of a passage.
fn ids_of(id: &str) -> impl Iterator<Item = &str> {
    std::iter::once(id).chain(id.rsplit_once('#').map(|(demand, _)| demand))
}

/// Ids that are gone because their record has another one now.
fn renamed(before: &Model, after: &Model, step: &Step) -> Vec<String> {
    let is_new = |done: &&Done| {
        done.action == Action::Changed && before.subject(&done.id).is_none() && after.subject(&done.id).is_some()
    };
    let count = step.done.iter().filter(is_new).count();
    before.keys().filter(|key| after.find(key).is_none()).take(count).map(str::to_owned).collect()
}

/// The passages of a record or passage whose quote is new or says something else than before.
fn quotes_of(before: &Model, after: &Model, done: &Done) -> Vec<PassageId> {
    let passages: Vec<PassageId> = match after.subject(&done.id) {
        Some(Subject::Passage(id)) => vec![id],
        Some(Subject::Demand(id)) => after.demand(id).passages().collect(),
        _ => Vec::new(),
    };
    let was = |id: &PassageId| match before.subject(&after.passage_key(*id)) {
        Some(Subject::Passage(old)) => Some(old),
        _ => None,
    };
    let is_other = |id: &PassageId| {
        was(id).is_none_or(|old| {
            let (new, old_passage) = (after.passage(*id), before.passage(old));
            after.quote(*id) != before.quote(old)
                || (&new.prefix, &new.suffix) != (&old_passage.prefix, &old_passage.suffix)
                || after.article(new.article).key != before.article(old_passage.article).key
        })
    };
    passages.into_iter().filter(is_other).collect()
}

fn check_quote(model: &Model, id: PassageId, allowed: Allowed) -> Result<(), String> {
    let article = model.article(model.passage(id).article);
    match &model.passage(id).anchor {
        Anchor::Exact(_) | Anchor::Normalised(_) | Anchor::NoSource => Ok(()),
        Anchor::Adapted(_) if allowed.adapted => Ok(()),
        Anchor::Adapted(_) => {
            let left_out = model.left_out(id).join(" … ");
            let what = if left_out.is_empty() { String::new() } else { format!("; it leaves out “{left_out}”") };
            Err(format!("the quote differs from article `{}` where it says so{what}", article.key))
        }
        Anchor::Ambiguous(places) => {
            let mut lines: Vec<u32> = places.iter().map(|place| article.lines.line(place.start())).collect();
            lines.dedup();
            let lines: Vec<String> = lines.iter().take(20).map(u32::to_string).collect();
            let count = places.len();
            Err(format!("the quote is found {count} times in article `{}`: line {}", article.key, lines.join(", ")))
        }
        Anchor::Near(_) => Err(format!("the quote is not quite in article `{}`", article.key)),
        Anchor::Orphan => Err(format!("the quote is not in article `{}`", article.key)),
    }
}

/// The findings that came with a step. What says the same of the same line is not new; where a line changed, what is said
/// as often as before is not.
pub fn new_findings(before: &Loaded, after: &Loaded) -> Vec<Finding> {
    let line = |finding: &'_ Finding| -> Option<String> { Some(finding.site.as_ref()?.excerpt.text.clone()) };
    let (mut lines, mut said): (HashMap<_, usize>, HashMap<_, usize>) = (HashMap::new(), HashMap::new());
    for finding in &before.findings {
        *lines.entry((finding.code.name, finding.message.as_str(), line(finding))).or_default() += 1;
        *said.entry((finding.code.name, finding.message.as_str())).or_default() += 1;
    }
    let mut unknown = Vec::new();
    for finding in &after.findings {
        let of_line = lines.entry((finding.code.name, finding.message.as_str(), line(finding))).or_default();
        if *of_line > 0 {
            *of_line -= 1;
            said.entry((finding.code.name, finding.message.as_str())).and_modify(|count| *count -= 1);
        } else {
            unknown.push(finding);
        }
    }
    let mut new = Vec::new();
    for finding in unknown {
        match said.get_mut(&(finding.code.name, finding.message.as_str())) {
            Some(count) if *count > 0 => *count -= 1,
            _ => new.push(finding.clone()),
        }
    }
    new
}

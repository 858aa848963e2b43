//! Verifies that a step changes the model exactly as intended.

use std::collections::HashMap;

use super::outcome::{Action, Done, Refusal};
use super::plan::Step;
use super::repair::{beside, quote_of};
use super::same::Both;
use super::spot::{Written, spot};
use crate::diagnose::{Finding, Level, codes};
use crate::format::{Field, PASSAGE};
use crate::load::Loaded;
use crate::model::{Anchor, Model, PassageId, Subject, count_of};
use crate::quote::{Side, locate};
use crate::text::LineIndex;

/// What a step may do only with explicit permission.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Allowed {
    /// Add an adapted quote, which leaves out or replaces words and marks it.
    pub adapted: bool,
}

/// Compares the models before and after a step. Returns the new findings, all of them warnings.
///
/// Refuses a new error; a new quote that is not in its source, is ambiguous, has a context that is not beside it,
/// cannot be checked, or is adapted without permission; and a change in any record that the step does not name.
pub fn verify(before: &Loaded, after: &Loaded, step: &Step, allowed: Allowed) -> Result<Vec<Finding>, Refusal> {
    let new = new_findings(before, after);
    let both = Both::new(&before.model, &after.model, step);
    for done in step.done.iter().filter(|done| done.action != Action::Removed) {
        for passage in quotes_of(&both, done) {
            let checked = check_quote(&after.model, passage, allowed);
            let checked = checked.map_err(|sentence| (sentence, PASSAGE.quote));
            checked.and_then(|()| check_context(&after.model, passage)).map_err(|(sentence, field)| {
                let is_of_quotes =
                    |finding: &&Finding| [&codes::ORPHAN, &codes::NEAR, &codes::AMBIGUOUS].contains(&finding.code);
                let findings = new.iter().filter(is_of_quotes).cloned().collect();
                Refusal { sentence, findings, key: Some(field.name) }
            })?;
        }
    }
    if let Some(error) = new.iter().find(|finding| finding.code.level == Level::Error) {
        let errors = new.iter().filter(|finding| finding.code.level == Level::Error).cloned().collect();
        let help = error.help.as_ref().map_or(String::new(), |help| format!("; {help}"));
        let (sentence, key) = (format!("{}{help}", error.message), key_of(error, after, step));
        return Err(Refusal { sentence, findings: errors, key });
    }
    if let Some(done) = step.done.iter().find(|done| is_left_out(&after.model, done)) {
        let sentence = format!("`{}` would be left out of the model, so its quotes cannot be checked", done.id);
        return Err(Refusal::new(sentence));
    }
    match both.first_other() {
        Some(id) => Err(Refusal::new(format!("the change would change `{id}` too; edit the file by hand"))),
        None => Ok(new),
    }
}

/// The key that a finding is about, in a file that the step changes.
fn key_of(finding: &Finding, after: &Loaded, step: &Step) -> Option<&'static str> {
    let site = finding.site.as_ref()?;
    let is_its_file =
        |file: usize| after.files.get(file).is_some_and(|path| path.to_string_lossy().as_ref() == site.file.as_str());
    let text = &step.files.iter().find(|step| is_its_file(step.file))?.after;
    let line = LineIndex::new(text).span(site.start.line as usize)?;
    let column = site.start.column.saturating_sub(1) as usize;
    let at = line.of(text).char_indices().nth(column).map_or(line.end(), |(at, _)| line.start() + at);
    match spot(text, at)?.written {
        Written::Key(key) | Written::Value(key, _) => Some(key.name),
        Written::Table => None,
    }
}

/// Whether the model lacks what a step adds, or a passage it changes.
fn is_left_out(model: &Model, done: &Done) -> bool {
    let is_told = match done.action {
        Action::Added => true,
        Action::Changed => done.id.contains('#'),
        Action::Removed => false,
    };
    is_told && model.subject(&done.id).is_none()
}

/// The passages of a touched record that are new or have a new quote, context or article.
fn quotes_of(both: &Both<'_>, done: &Done) -> Vec<PassageId> {
    let passages: Vec<PassageId> = match both.after.subject(&done.id) {
        Some(Subject::Passage(id)) => vec![id],
        Some(Subject::Demand(id)) => both.after.demand(id).passages().collect(),
        _ => Vec::new(),
    };
    let demand = passages.first().map(|id| both.after.demand_of(*id));
    let was = demand.and_then(|id| both.demand_before(id)).filter(|_| done.action == Action::Changed);
    let is_known = |id: &PassageId| {
        was.is_some_and(|was| both.before.demand(was).passages().any(|old| both.same_evidence(old, *id)))
    };
    passages.into_iter().filter(|id| !is_known(id)).collect()
}

fn check_quote(model: &Model, id: PassageId, allowed: Allowed) -> Result<(), String> {
    let article = model.article(model.passage(id).article);
    match &model.passage(id).anchor {
        Anchor::Exact(_) | Anchor::Normalised(_) => Ok(()),
        Anchor::NoSource => {
            let why = if article.file.is_some() { "cannot be read" } else { "has no text" };
            Err(format!("the article `{}` {why}, so the quote cannot be checked", article.key))
        }
        Anchor::Adapted(_) if allowed.adapted => Ok(()),
        Anchor::Adapted(_) => {
            let left_out = model.left_out(id).join(" … ");
            let what = if left_out.is_empty() { String::new() } else { format!("; it leaves out “{left_out}”") };
            Err(format!("the quote differs from article `{}` where it says so{what}", article.key))
        }
        Anchor::Ambiguous(places) => {
            let (count, lines) = (count_of(places), article.on_lines(places));
            Err(format!("the quote is found {count} times in article `{}`: {lines}", article.key))
        }
        Anchor::Near(_) => Err(format!("the quote is not quite in article `{}`", article.key)),
        Anchor::Orphan => Err(format!("the quote is not in article `{}`", article.key)),
    }
}

/// Refuses a prefix or suffix that is not beside the quote. Costs a pass over the article if there is one.
fn check_context(model: &Model, id: PassageId) -> Result<(), (String, Field)> {
    const WORDS: usize = 4;
    let (passage, text) = (model.passage(id), model.article(model.passage(id).article).text());
    if passage.prefix.is_none() && passage.suffix.is_none() {
        return Ok(());
    }
    let located = locate(text, &[quote_of(model, id)]).pop();
    let Some((misfit, place)) = located.and_then(|located| located.misfit.zip(located.anchor.verified())) else {
        return Ok(());
    };
    let (field, side, where_) =
        if misfit.prefix { (PASSAGE.prefix, Side::Prefix, "before") } else { (PASSAGE.suffix, Side::Suffix, "after") };
    let there = beside(text, place, side, WORDS);
    let there = if there.is_empty() { "nothing".to_owned() } else { format!("“{there}”") };
    Err((format!("the `{}` is not {where_} the quote; {there} is {where_} it", field.name), field))
}

/// The findings that are new after a step: not those for the same line, nor, if the line changed, those that occur as
/// often as before.
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

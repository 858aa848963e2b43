//! What puts right what is wrong under the cursor.

use std::ops::Range;

use lsp_types::{CodeAction, CodeActionKind, Range as Area, TextEdit};

use super::diagnostics::{area, diagnostic};
use super::document::Document;
use super::hover::passage_of;
use super::places::{Edits, World, workspace_edit};
use crate::diagnose::{Finding, codes};
use crate::edit::{Change, FileStep, Refusal, Spot, plan, repairs_of, spot, written_string};
use crate::format::{ARTICLE, TableKind};
use crate::load::digest;
use crate::model::Record;

/// So many ways to put one quote right are offered.
const MOST: usize = 10;

/// The actions for a piece of a model file. What is found there must be what was read: the text has not changed since.
pub fn actions(world: &World<'_>, file: usize, asked: Range<usize>) -> Vec<CodeAction> {
    let (Some(document), Some(read)) = (world.texts.get(file), world.analysis.texts.get(file)) else {
        return Vec::new();
    };
    if document.text != read.text {
        return Vec::new();
    }
    let of_file = |finding: &&Finding| {
        let site = finding.site.as_ref().filter(|site| Some(&site.file) == name(world, file).as_ref());
        site.is_some_and(|site| {
            let (start, end) = (read.offset_of(site.start), read.offset_of(site.end));
            start <= asked.end && asked.start <= end
        })
    };
    let findings: Vec<&Finding> = world.analysis.loaded.findings.iter().filter(of_file).collect();
    let mut all: Vec<CodeAction> = findings.iter().filter_map(|finding| meant(world, file, finding)).collect();
    all.extend(findings.iter().flat_map(|finding| labels(world, (file, document), finding)));
    all.extend(repairs(world, (file, document), &findings, &asked));
    all.extend(pin(world, document, asked.start));
    all
}

fn name(world: &World<'_>, file: usize) -> Option<String> {
    world.analysis.loaded.files.get(file).map(|path| path.to_string_lossy().into_owned())
}

/// The word that is nearest to one that is not known.
fn meant(world: &World<'_>, file: usize, finding: &Finding) -> Option<CodeAction> {
    let meant = finding.meant()?;
    let site = finding.site.as_ref()?;
    let text = world.texts.get(file)?;
    let there = text.text.get(text.offset_of(site.start)..text.offset_of(site.end))?;
    let new_text = if there.starts_with(['"', '\'']) { written_string(meant) } else { meant.to_owned() };
    let edit = TextEdit { range: area(world.analysis, site, world.encoding), new_text };
    let uri = world.uris.get(file)?.clone();
    Some(action(format!("write `{meant}`"), vec![(uri, vec![edit])], (world, &[finding]), true))
}

/// The labels of the issue's scale, in its order, to replace a position that is not one of them.
fn labels(world: &World<'_>, (file, document): (usize, &Document), finding: &Finding) -> Vec<CodeAction> {
    let site = finding.site.as_ref().filter(|_| finding.code.name == codes::BAD_POSITION.name);
    let Some((site, uri)) = site.zip(world.uris.get(file)) else { return Vec::new() };
    let model = &world.analysis.loaded.model;
    let id = spot(&document.text, document.offset_of(site.start)).map(|spot| spot.id).unwrap_or_default();
    let Some(Record::Demand(demand)) = model.find(&id) else { return Vec::new() };
    let write = |label: &str| {
        let edit = TextEdit { range: area(world.analysis, site, world.encoding), new_text: written_string(label) };
        let title = super::hover::clean_lines(&format!("write `{label}`"));
        action(title, vec![(uri.clone(), vec![edit])], (world, &[finding]), false)
    };
    model.issue(model.demand(demand).issue).scale.iter().map(|point| write(&point.label)).collect()
}

/// Whether a finding is about the quote of a passage.
fn is_of_quote(finding: &Finding) -> bool {
    let of_quote = [&codes::ORPHAN, &codes::NEAR, &codes::AMBIGUOUS, &codes::CUT_QUOTE, &codes::MISFIT];
    of_quote.iter().any(|code| code.name == finding.code.name)
}

/// The ways to put the quote right that the findings are about: other words, the context that decides, the whole word.
fn repairs(
    world: &World<'_>,
    (file, document): (usize, &Document),
    findings: &[&Finding],
    asked: &Range<usize>,
) -> Vec<CodeAction> {
    let of_quotes: Vec<&Finding> = findings.iter().copied().filter(|finding| is_of_quote(finding)).collect();
    let Some(first) = of_quotes.first().and_then(|finding| finding.site.as_ref()) else { return Vec::new() };
    let at = document.offset_of(first.start).max(asked.start.min(document.offset_of(first.end)));
    let passage = spot(&document.text, at).and_then(|spot| passage_of(world.analysis, file, document, &spot));
    let Some(passage) = passage else { return Vec::new() };
    let model = &world.analysis.loaded.model;
    let repair = |repair: crate::edit::Repair| {
        let edits = planned(world, &repair.changes).ok()?;
        let title = super::hover::clean_lines(&format!("repair: {}", repair.what(model)));
        Some(action(title, edits, (world, &of_quotes), repair.is_safe))
    };
    repairs_of(model, passage).into_iter().take(MOST).filter_map(repair).collect()
}

/// The pin of the article's text, where it is missing or differs.
fn pin(world: &World<'_>, document: &Document, at: usize) -> Option<CodeAction> {
    let Spot { table: TableKind::Article, id, .. } = spot(&document.text, at)? else { return None };
    let Record::Article(article) = world.analysis.loaded.model.find(&id)? else { return None };
    let article = world.analysis.loaded.model.article(article);
    let pin = digest(article.text.as_deref()?);
    if article.sha256.as_deref().is_some_and(|old| old.trim().eq_ignore_ascii_case(&pin)) {
        return None;
    }
    let change = Change::Set { id, key: ARTICLE.sha256.name.to_owned(), value: Some(pin.as_str().into()) };
    let edits = planned(world, &[change]).ok()?;
    Some(action("pin the text as it is: `sha256`".to_owned(), edits, (world, &[]), false))
}

/// The edits of all files that make changes.
fn planned(world: &World<'_>, changes: &[Change]) -> Result<Edits, Refusal> {
    let texts: Vec<&str> = world.texts.iter().map(|document| &*document.text).collect();
    let step = plan(&texts, changes)?;
    let edit = |step: &FileStep| {
        let (document, uri) = (world.texts.get(step.file)?, world.uris.get(step.file)?);
        let (range, new) = difference(&document.text, &step.after);
        let edit = TextEdit { range: document.area(range, world.encoding), new_text: new.to_owned() };
        Some((uri.clone(), vec![edit]))
    };
    Ok(step.files.iter().filter_map(edit).collect())
}

/// The one range of a text that differs from another, and what is there in the other.
fn difference<'a>(before: &str, after: &'a str) -> (Range<usize>, &'a str) {
    let same = before.bytes().zip(after.bytes()).take_while(|(a, b)| a == b).count();
    let start = before.floor_char_boundary(same).min(after.floor_char_boundary(same));
    let most = before.len().min(after.len()) - start;
    let same = before.bytes().rev().zip(after.bytes().rev()).take(most).take_while(|(a, b)| a == b).count();
    let border =
        |length: usize| before.is_char_boundary(before.len() - length) && after.is_char_boundary(after.len() - length);
    let back = (0..=same).rev().find(|length| border(*length)).unwrap_or(0);
    (start..before.len() - back, after.get(start..after.len() - back).unwrap_or_default())
}

fn action(title: String, edits: Edits, (world, findings): (&World<'_>, &[&Finding]), is_preferred: bool) -> CodeAction {
    let diagnostics = findings.iter().map(|finding| diagnostic(world.analysis, finding, world.encoding)).collect();
    CodeAction {
        title,
        kind: Some(CodeActionKind::QUICKFIX),
        diagnostics: Some(diagnostics),
        edit: Some(workspace_edit(edits)),
        is_preferred: is_preferred.then_some(true),
        ..CodeAction::default()
    }
}

/// The bytes of positions.
pub fn range_of(document: &Document, area: Area, world: &World<'_>) -> Range<usize> {
    let (start, end) = (document.offset(area.start, world.encoding), document.offset(area.end, world.encoding));
    start.min(end)..start.max(end)
}

#[cfg(test)]
mod tests {
    use super::difference;

    #[test]
    fn what_differs_is_one_range_on_character_borders() {
        for (before, after, range, new) in [
            ("abcd", "abXcd", 2..2, "X"),
            ("aXbYc", "a1b2c", 1..4, "1b2"),
            ("é", "è", 0..2, "è"),
            ("aa", "aaa", 2..2, "a"),
            ("same", "same", 4..4, ""),
        ] {
            assert_eq!(difference(before, after), (range, new), "{before} {after}");
        }
    }
}

//! Whole records of a file: where a new one goes, and what goes with an old one.

use super::change::Record;
use super::doc::{Doc, Edit, List, Rec, list_name};
use super::element::remove;
use super::references::Target;
use super::style::{Style, blank_before, first_of_block};
use crate::format::TableKind;
use crate::load::Chunk;

/// The last record of a kind that is wanted; chunks without `words` are skipped.
pub(super) fn last_of(
    doc: &Doc<'_>,
    kind: TableKind,
    words: Option<&str>,
    is_wanted: impl Fn(&Rec) -> bool,
) -> Option<Rec> {
    let name = list_name(kind);
    let may_hold = |chunk: &&Chunk| {
        (chunk.mark.is_empty() || doc.piece(chunk.mark.clone()).contains(name))
            && words.is_none_or(|words| doc.holds(chunk, words))
    };
    let mut likely = doc.chunks.iter().rev().filter(may_hold);
    likely.find_map(|chunk| doc.records(chunk).into_iter().rfind(|other| other.table.kind == kind && is_wanted(other)))
}

/// The list of a kind at the top of the file, if it is empty.
pub(super) fn empty_list(doc: &Doc<'_>, kind: TableKind) -> Option<List> {
    let top = doc.sections(doc.chunks.first()?)?.into_iter().next()?;
    let pair = top.pairs.iter().find(|pair| pair.key == list_name(kind))?;
    List::of(&pair.value).filter(|list| list.items.is_empty())
}

/// Inserts a record with a header after the record `model`, else after the top of the file, else at its end.
pub(super) fn block_edit(doc: &Doc<'_>, model: Option<&Rec>, style: &Style, record: &Record) -> Vec<Edit> {
    let top = || doc.chunks.first().and_then(|chunk| doc.sections(chunk)).and_then(|all| all.into_iter().next());
    let behind = match model {
        Some(Rec { within: None, end, .. }) => Some(*end),
        _ => top().and_then(|top| top.pairs.last().map(|pair| pair.range().end)),
    };
    let at = behind.map_or(doc.text.len(), |end| doc.line_end(end));
    let before = doc.piece(0..at);
    let mut new = String::new();
    if !before.is_empty() && before != "\u{feff}" {
        if !before.ends_with('\n') {
            new.push_str(doc.eol);
        }
        if style.is_loose() && !blank_before(doc, at) {
            new.push_str(doc.eol);
        }
    }
    new.push_str(&style.block(record, doc.eol));
    let behind = doc.piece(at..doc.text.len());
    if style.is_loose() && !behind.is_empty() && !behind.trim_start_matches([' ', '\t', '\r']).starts_with('\n') {
        new.push_str(doc.eol);
    }
    vec![(at..at, new)]
}

/// Removes a record with the comments right above it, or a passage.
pub(super) fn removal(doc: &Doc<'_>, target: &Target) -> Vec<Edit> {
    let record = &target.record;
    if let Some(at) = target.passage {
        if let Some(list) = &record.passage_list {
            return remove(doc, list, at);
        }
    } else if let Some((list, index)) = &record.within {
        return remove(doc, list, *index);
    }
    let table = target.table();
    let end = if target.passage.is_some() { table.end() } else { record.end };
    let (mut start, mut end) = (first_of_block(doc, table.head.start), doc.line_end(end));
    let blank = |at: usize| {
        let line = doc.piece(at..doc.line_end(at));
        !line.is_empty() && line.trim_matches([' ', '\t', '\r', '\n']).is_empty()
    };
    // Remove one of the gaps on either side with it.
    if target.passage.is_none() && blank(end) {
        while (blank_before(doc, start) || start == doc.line_start(0)) && blank(end) {
            end = doc.line_end(end);
        }
    } else if blank_before(doc, start) && (end == doc.text.len() || target.passage.is_some()) {
        while blank_before(doc, start) && start > doc.line_start(0) {
            start = doc.line_start(start - 1);
        }
    }
    vec![(start..end, String::new())]
}

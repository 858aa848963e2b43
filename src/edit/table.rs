//! Another value for a key of a table, a new key, a key less.

use super::doc::{Doc, Edit, List, Table};
use super::element::{insert, remove, remove_all};
use super::layout::{Node, Shape, text_of};
use super::style::{equals_of, marks_of};
use super::value::{Marks, Value, written_key};

/// The edits that give `key` this value.
pub(super) fn put(doc: &Doc<'_>, table: &Table, key: &str, value: &Value) -> Vec<Edit> {
    match table.pair(key) {
        Some(pair) => replace(doc, &pair.value, value),
        None => add(doc, table, key, value),
    }
}

/// The edits that take `key` out; none where it is not there.
pub(super) fn take(doc: &Doc<'_>, table: &Table, key: &str) -> Vec<Edit> {
    let Some(index) = table.pairs.iter().position(|pair| pair.key == key) else { return Vec::new() };
    if table.is_inline {
        return remove(doc, &pairs_of(table), index);
    }
    let range = table.pairs.get(index).map_or(0..0, super::layout::Pair::range);
    vec![(doc.line_start(range.start)..doc.line_end(range.end), String::new())]
}

/// The pairs of an inline table as items of a list.
fn pairs_of(table: &Table) -> List {
    List { range: table.head.clone(), items: table.pairs.iter().map(super::layout::Pair::range).collect() }
}

/// A value in place of another: of a list that only lost or gained items, these alone.
fn replace(doc: &Doc<'_>, old: &Node, value: &Value) -> Vec<Edit> {
    let raw = doc.piece(old.range.clone());
    let marks = if raw.starts_with('\'') { Marks::Literal } else { Marks::Basic };
    if let (Shape::List(items), Value::List(wanted)) = (&old.shape, value)
        && let Some(edits) = items_changed(doc, old, items, wanted)
    {
        return edits;
    }
    let marks = if matches!(value, Value::Text(_)) { marks } else { marks_of(doc, old.range.start) };
    vec![(old.range.clone(), value.written(marks))]
}

/// The edits of the items that are others, each in its place, so that comments stay; `None` where an item cannot be read.
fn items_changed(doc: &Doc<'_>, node: &Node, items: &[Node], wanted: &[Value]) -> Option<Vec<Edit>> {
    let list = List::of(node)?;
    let read = |item: &Node| {
        let raw = doc.piece(item.range.clone());
        text_of(raw).map(Value::Text).or_else(|| Some(Value::from_toml(&raw.parse().ok()?)))
    };
    let there: Vec<Value> = items.iter().map(read).collect::<Option<_>>()?;
    let mut rest = wanted.iter().peekable();
    let gone: Vec<usize> =
        (0..there.len()).filter(|at| rest.next_if(|value| **value == there[*at]).is_none()).collect();
    if rest.peek().is_none() {
        return Some(remove_all(doc, &list, &gone));
    }
    let is_same = |(a, b): &(&Value, &Value)| a == b;
    let first = there.iter().zip(wanted).take_while(is_same).count();
    let most = there.len().min(wanted.len()) - first;
    let kept = there.iter().rev().zip(wanted.iter().rev()).take(most).take_while(is_same).count();
    let (old, new) = (items.get(first..there.len() - kept)?, wanted.get(first..wanted.len() - kept)?);
    let mut edits = Vec::new();
    for (item, value) in old.iter().zip(new) {
        let is_literal = doc.piece(item.range.clone()).starts_with('\'');
        let marks = if is_literal { Marks::Literal } else { Marks::Basic };
        edits.push((item.range.clone(), value.written(marks)));
    }
    let common = first + old.len().min(new.len());
    let gone: Vec<usize> = (common..there.len() - kept).collect();
    if !gone.is_empty() {
        edits.extend(remove_all(doc, &list, &gone));
    }
    let more: Vec<String> = {
        let marks = marks_of(doc, items.first().map_or(node.range.start, |item| item.range.start));
        new.iter().skip(old.len()).map(|value| value.written(marks)).collect()
    };
    if !more.is_empty() {
        let previous = common.checked_sub(1);
        let indent = previous.and_then(|at| items.get(at)).and_then(|item| doc.indent(item.range.start));
        let between = indent.map_or_else(|| ", ".to_owned(), |indent| format!(",{}{indent}", doc.eol));
        edits.extend(insert(doc, &list, previous, &more.join(&between)));
    }
    Some(edits)
}

/// A new key, after the last one that precedes it in the format.
fn add(doc: &Doc<'_>, table: &Table, key: &str, value: &Value) -> Vec<Edit> {
    let rank = |key: &str| table.kind.keys().iter().position(|known| known.name == key);
    let before = |name: &str| rank(name).is_some_and(|of| Some(of) < rank(key));
    let behind = table.pairs.iter().rposition(|pair| before(&pair.key));
    let marks = marks_of(doc, table.head.start);
    let written = format!("{}{}{}", written_key(key), equals_of(doc, table), value.written(marks));
    if table.is_inline {
        if table.pairs.is_empty() {
            return vec![(table.head.start + 1..table.head.start + 1, format!(" {written} "))];
        }
        if behind.is_some() {
            return insert(doc, &pairs_of(table), behind, &written);
        }
        let at = table.pairs.first().map_or(table.head.start, |pair| pair.key_range.start);
        return vec![(at..at, format!("{written}, "))];
    }
    let neighbour = behind.and_then(|at| table.pairs.get(at)).or(table.pairs.first());
    let indent = neighbour.map_or_else(|| doc.indent(table.head.start), |pair| doc.indent(pair.key_range.start));
    let end = behind.and_then(|at| table.pairs.get(at)).map_or(table.head.end, |pair| pair.range().end);
    line_behind(doc, end, &format!("{}{written}", indent.unwrap_or_default()))
}

/// A line after the line of `at`.
pub(super) fn line_behind(doc: &Doc<'_>, at: usize, line: &str) -> Vec<Edit> {
    let end = doc.line_end(at);
    let is_ended = doc.piece(at..end).ends_with('\n');
    let text = if is_ended { format!("{line}{}", doc.eol) } else { format!("{}{line}", doc.eol) };
    vec![(end..end, text)]
}

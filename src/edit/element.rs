//! Inserts and removes items of a list, or pairs of an inline table.

use std::ops::Range;

use super::doc::{Doc, Edit, List};

/// Inserts an item after item `behind`, or at the start of the list.
pub(super) fn insert(doc: &Doc<'_>, list: &List, behind: Option<usize>, item: &str) -> Vec<Edit> {
    let Some(previous) = behind.and_then(|index| list.items.get(index)) else {
        let at = list.range.start + 1;
        let comma = if list.items.is_empty() { "" } else { ", " };
        return vec![(at..at, format!("{item}{comma}"))];
    };
    let end = previous.end;
    let comma = comma_behind(doc, end, list.range.end);
    let line_end = doc.line_end(comma.unwrap_or(end));
    let indent = doc.indent(previous.start);
    // An item on its own line: the new one goes on the next line, after any comment on the old one.
    if let Some(indent) = indent
        && line_end < list.range.end
        && closes_line(doc, comma.map_or(end, |at| at + 1)..line_end)
    {
        let is_last = behind.is_some_and(|index| index + 1 == list.items.len());
        let trailing = if is_last && comma.is_none() { "" } else { "," };
        let mut edits = vec![(line_end..line_end, format!("{indent}{item}{trailing}{}", doc.eol))];
        if comma.is_none() {
            edits.push((end..end, ",".to_owned()));
        }
        return edits;
    }
    match indent.filter(|_| !doc.piece(list.range.clone()).contains('#')) {
        Some(indent) => vec![(end..end, format!(",{}{indent}{item}", doc.eol))],
        None => vec![(end..end, format!(", {item}"))],
    }
}

/// Removes the item at `index` with its comma, and its line if nothing else is on it.
pub(super) fn remove(doc: &Doc<'_>, list: &List, index: usize) -> Vec<Edit> {
    let Some(item) = list.items.get(index) else { return Vec::new() };
    let comma = comma_behind(doc, item.end, list.range.end);
    let end = comma.map_or(item.end, |at| at + 1);
    let line_end = doc.line_end(end);
    if doc.indent(item.start).is_some()
        && doc.line_start(item.start) > list.range.start
        && line_end < list.range.end
        && closes_line(doc, end..line_end)
    {
        return vec![(doc.line_start(item.start)..line_end, String::new())];
    }
    let range = match (list.items.get(index + 1), index.checked_sub(1).and_then(|before| list.items.get(before))) {
        (Some(next), _) => item.start..next.start,
        (None, Some(before)) => before.end..item.end,
        (None, None) => item.start..end,
    };
    vec![(range, String::new())]
}

/// Removes several items.
pub(super) fn remove_all(doc: &Doc<'_>, list: &List, indices: &[usize]) -> Vec<Edit> {
    if indices.len() == list.items.len() {
        let (Some(begin), Some(end)) = (list.items.first(), list.items.last()) else { return Vec::new() };
        let end = comma_behind(doc, end.end, list.range.end).map_or(end.end, |at| at + 1);
        return vec![(begin.start..end, String::new())];
    }
    // Neighbours at the end of the list would both remove the comma before them.
    let kept_end = (0..list.items.len()).rev().find(|index| !indices.contains(index)).unwrap_or(0);
    let mut edits: Vec<Edit> =
        indices.iter().filter(|index| **index < kept_end).flat_map(|index| remove(doc, list, *index)).collect();
    if let (Some(kept), Some(last)) = (list.items.get(kept_end), list.items.last())
        && kept_end + 1 < list.items.len()
    {
        if kept_end + 2 == list.items.len() {
            edits.extend(remove(doc, list, kept_end + 1));
        } else {
            edits.push((kept.end..last.end, String::new()));
        }
    }
    edits
}

/// The comma after `at`, before `limit`.
fn comma_behind(doc: &Doc<'_>, at: usize, limit: usize) -> Option<usize> {
    let mut place = at;
    while place < limit {
        let rest = doc.piece(place..limit);
        let inner = rest.trim_start_matches([' ', '\t', '\r', '\n']);
        place += rest.len() - inner.len();
        match inner.chars().next()? {
            ',' => return Some(place),
            '#' => place = doc.line_end(place),
            _ => return None,
        }
    }
    None
}

/// Whether the rest of a line is only white space and a comment.
fn closes_line(doc: &Doc<'_>, rest: Range<usize>) -> bool {
    let rest = doc.piece(rest);
    let rest = rest.trim_start_matches([' ', '\t']);
    rest.starts_with('#') || rest.trim_end_matches(['\r', '\n']).is_empty()
}

#[cfg(test)]
mod tests {
    use super::{insert, remove, remove_all};
    use crate::edit::doc::{Doc, Edit, List};
    use crate::edit::layout::sections;
    use crate::edit::splice::apply;

    fn edited(text: &str, edit: impl Fn(&Doc<'_>, &List) -> Vec<Edit>) -> String {
        let doc = Doc::new(text, &[]);
        let all = sections(text, &(0..text.len())).unwrap();
        let list = List::of(&all[0].pairs[0].value).unwrap();
        let after = apply(text, &doc.splices(edit(&doc, &list))).unwrap();
        assert!(sections(&after, &(0..after.len())).is_some(), "{after}");
        after
    }

    #[test]
    fn an_item_more_takes_the_form_of_its_neighbours() {
        for (text, behind, after) in [
            ("a = []\n", None, "a = [9]\n"),
            ("a = [ ]\n", None, "a = [9 ]\n"),
            ("a = [ # none\n]\n", None, "a = [9 # none\n]\n"),
            ("a = [1]\n", None, "a = [9, 1]\n"),
            ("a = [1, 2]\n", Some(1), "a = [1, 2, 9]\n"),
            ("a = [1, 2,]\n", Some(1), "a = [1, 2, 9,]\n"),
            ("a = [1, 2]\n", Some(0), "a = [1, 9, 2]\n"),
            ("a = [\n  1,\n  2,\n]\n", Some(1), "a = [\n  1,\n  2,\n  9,\n]\n"),
            ("a = [\r\n  1,\r\n  2 # two\r\n]\r\n", Some(1), "a = [\r\n  1,\r\n  2, # two\r\n  9\r\n]\r\n"),
            ("a = [\n  1, # one\n  2,\n]\n", Some(0), "a = [\n  1, # one\n  9,\n  2,\n]\n"),
            ("a = [\n  1,\n  2]\n", Some(1), "a = [\n  1,\n  2,\n  9]\n"),
            ("a = [\n  1\n  , # odd\n]\n", Some(0), "a = [\n  1\n  , # odd\n  9,\n]\n"),
        ] {
            assert_eq!(edited(text, |doc, list| insert(doc, list, behind, "9")), after);
        }
    }

    #[test]
    fn an_item_less_leaves_the_others_as_they_are() {
        for (text, index, after) in [
            ("a = [1]\n", 0, "a = []\n"),
            ("a = [1, 2, 3]\n", 0, "a = [2, 3]\n"),
            ("a = [1, 2, 3]\n", 2, "a = [1, 2]\n"),
            ("a = [1, 2,]\n", 1, "a = [1,]\n"),
            ("a = [\n  1,\n  2, # two\n  3\n]\n", 1, "a = [\n  1,\n  3\n]\n"),
            ("a = [\n  1,\n  2\n]\n", 1, "a = [\n  1,\n]\n"),
        ] {
            assert_eq!(edited(text, |doc, list| remove(doc, list, index)), after);
        }
        assert_eq!(edited("a = [1, 2, 3, 4]\n", |doc, list| remove_all(doc, list, &[0, 2, 3])), "a = [2]\n");
        assert_eq!(edited("a = [1, 2]\n", |doc, list| remove_all(doc, list, &[0, 1])), "a = []\n");
    }
}

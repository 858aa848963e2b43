//! Splices: replacements of byte ranges, and their inverse.

/// A replacement of one range of a text. Several apply one after another, each to the result of the last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Splice {
    /// Where the range begins.
    pub at: usize,
    /// The current content.
    pub old: String,
    /// Its replacement.
    pub new: String,
}

impl Splice {
    /// The inverse.
    #[must_use]
    fn back(&self) -> Self {
        Self { at: self.at, old: self.new.clone(), new: self.old.clone() }
    }
}

/// Applies splices in order; `None` if one does not find what it replaces.
pub fn apply(text: &str, splices: &[Splice]) -> Option<String> {
    let mut text = text.to_owned();
    for splice in splices {
        let range = splice.at..splice.at + splice.old.len();
        (text.get(range.clone())? == splice.old).then(|| text.replace_range(range, &splice.new))?;
    }
    Some(text)
}

/// The splices that undo `splices`.
pub fn undone(splices: &[Splice]) -> Vec<Splice> {
    splices.iter().rev().map(Splice::back).collect()
}

/// Bytes of context that identify a splice after the text has moved.
const CONTEXT: usize = 60;

/// The text before and after each splice, up to about 60 bytes each, right after it is applied.
pub fn context_of(before: &str, splices: &[Splice]) -> Vec<(String, String)> {
    let mut text = before.to_owned();
    let mut around = Vec::new();
    for splice in splices {
        let range = splice.at..splice.at + splice.old.len();
        if text.get(range.clone()).is_none() {
            break;
        }
        text.replace_range(range, &splice.new);
        let (start, end) = (splice.at, splice.at + splice.new.len());
        let from = text.ceil_char_boundary(start.saturating_sub(CONTEXT));
        let to = text.floor_char_boundary(end + CONTEXT);
        let piece = |range: std::ops::Range<usize>| text.get(range).unwrap_or_default().to_owned();
        around.push((piece(from..start), piece(end..to)));
    }
    around
}

/// The splices that undo `splices` in a text that changed around them. Each is found by its bytes and context; of
/// several places, the one at the original distance from the splice found before. `None` if one is gone or ambiguous.
pub fn locate_undone(text: &str, splices: &[Splice], around: &[(String, String)]) -> Option<Vec<Splice>> {
    let mut text = text.to_owned();
    let mut found: Vec<Splice> = Vec::new();
    let mut last: Option<(usize, usize)> = None;
    for (splice, (lead, trail)) in splices.iter().zip(around).rev() {
        let beside = last.and_then(|(is, was)| (splice.at + is).checked_sub(was));
        let at = place(&text, &splice.new, (lead, trail), beside)?;
        last = Some((at, splice.at));
        text.replace_range(at..at + splice.new.len(), &splice.old);
        found.push(Splice { at, old: splice.new.clone(), new: splice.old.clone() });
    }
    (found.len() == splices.len()).then_some(found)
}

/// The only place of `words` with its context on both sides, else on one side, else with none. Of several with both
/// sides, the one at `beside`.
fn place(text: &str, words: &str, (lead, trail): (&str, &str), beside: Option<usize>) -> Option<usize> {
    let whole = [lead, words, trail].concat();
    if let Some(at) = beside
        && at.checked_sub(lead.len()).and_then(|from| text.get(from..)).is_some_and(|there| there.starts_with(&whole))
    {
        return Some(at);
    }
    let with_lead = [lead, words].concat();
    let with_trail = [words, trail].concat();
    for (needle, offset) in [(whole, lead.len()), (with_lead, lead.len()), (with_trail, 0), (words.to_owned(), 0)] {
        if needle.is_empty() {
            continue;
        }
        let mut places = memchr::memmem::find_iter(text.as_bytes(), needle.as_bytes());
        match (places.next(), places.next()) {
            (Some(at), None) => return Some(at + offset),
            (Some(_), Some(_)) => return None,
            (None, _) => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{Splice, apply, context_of, locate_undone, undone};

    fn splice(at: usize, old: &str, new: &str) -> Splice {
        Splice { at, old: old.to_owned(), new: new.to_owned() }
    }

    #[test]
    fn splices_go_there_and_back() {
        let splices = [splice(4, "two", "2"), splice(0, "", ">"), splice(7, "three", "")];
        let after = apply("one two three", &splices).unwrap();
        assert_eq!(after, ">one 2 ");
        assert_eq!(apply(&after, &undone(&splices)).unwrap(), "one two three");
        assert_eq!(apply("one too three", &splices), None);
    }

    #[test]
    fn what_moved_is_found_by_what_stands_around_it() {
        let splices = [splice(4, "", "new\n"), splice(0, "old", "young")];
        let around = context_of("old\nend\n", &splices);
        for (text, back) in [
            ("young\nnew\nend\n", Some("old\nend\n")),
            ("# more\nyoung\nnew\nend\n", Some("# more\nold\nend\n")),
            ("young\nother\nend\n", None),
            ("young\nnew\nbetween\nend\n", Some("old\nbetween\nend\n")),
        ] {
            let found = locate_undone(text, &splices, &around).and_then(|splices| apply(text, &splices));
            assert_eq!(found.as_deref(), back, "{text}");
        }
    }

    #[test]
    fn of_places_that_look_alike_the_one_beside_the_last_is_taken() {
        let same = format!("{0}quote\n{0}", "the same words all around it, ".repeat(3));
        let before = format!("first\n{same}between\n{same}last\n");
        let places: Vec<usize> = before.match_indices("quote").map(|(at, _)| at).collect();
        let splices = [splice(places[1], "", "new "), splice(places[0], "", "new "), splice(0, "first", "1st")];
        let (around, after) = (context_of(&before, &splices), apply(&before, &splices).unwrap());
        let undo = |text: &str, splices: &[Splice], around: &[(String, String)]| {
            locate_undone(text, splices, around).and_then(|splices| apply(text, &splices))
        };
        let moved = format!("# more\n{after}# more\n");
        assert_eq!(undo(&moved, &splices, &around), Some(format!("# more\n{before}# more\n")));
        // Nothing tells which of the two it was.
        let (one, around) = (&splices[..1], &around[..1]);
        assert_eq!(
            undo(&moved.replacen("new ", "", 1), one, around),
            Some(format!("# more\n{before}# more\n").replacen("first", "1st", 1))
        );
        assert_eq!(undo(&moved, one, around), None);
        // Between the two somebody else wrote.
        let apart = moved.replace("between", "between and more");
        assert_eq!(
            undo(&apart, &splices, &context_of(&before, &splices)),
            Some(format!("# more\n{before}# more\n").replace("between", "between and more"))
        );
    }
}

//! Telling apart rows that begin alike.

use super::{Span, glyphs, width};

/// The piece of `text` to replace with `…` so that the part that differs from `others` fits within `room` cells. `None`
/// where the text fits as a whole, or its visible beginning already differs.
///
/// Equal texts are ignored. Costs the length of the common beginnings.
pub fn telling_gap<'o>(text: &str, others: impl Iterator<Item = &'o str>, room: usize) -> Option<Span> {
    if width(text) <= room {
        return None;
    }
    let visible = fitting(text, room.saturating_sub(1));
    let common = |other: &str| text.char_indices().zip(other.chars()).take_while(|((_, a), b)| a == b).last();
    let differs =
        others.filter(|other| *other != text).filter_map(common).map(|((at, c), _)| at + c.len_utf8()).max()?;
    if differs < visible {
        return None;
    }
    // Keep from the start of the word that differs; if that is cut too, its beginning is enough.
    let tail = text.get(..differs)?.rfind(char::is_whitespace).map_or(differs, |at| at + 1);
    let behind = width(text.get(tail..)?);
    let lead = fitting(text, room.saturating_sub(behind + 1).max(room / 3));
    let lead = text.get(..lead)?.rfind(char::is_whitespace).unwrap_or(lead);
    (lead < tail).then(|| Span::new(lead, tail))
}

/// How many bytes of `text` fit in `room` cells.
fn fitting(text: &str, room: usize) -> usize {
    let mut used = 0;
    let beyond = glyphs(text).find(|glyph| {
        used += glyph.width;
        used > room
    });
    beyond.map_or(text.len(), |glyph| glyph.start)
}

#[cfg(test)]
mod tests {
    use super::telling_gap;

    #[test]
    fn rows_show_where_they_differ() {
        let later = "Ships leave the harbour by the first of June";
        for (text, others, room, shown) in [
            ("Ships leave the harbour by the first of May", &[later][..], 24, Some("Ships leave the…May")),
            ("Ships leave the harbour by the first of May", &["Ships stay"], 24, None),
            ("Ships leave the harbour by the first of May", &[later], 60, None),
            (later, &[later], 24, None),
            ("Ships leave the harbour (2007)", &["Ships leave the harbour (2014)"], 20, Some("Ships leave…(2007)")),
            ("一二三四五六七八九", &["一二三四五六七八十"], 8, Some("一二…九")),
        ] {
            let gap = telling_gap(text, others.iter().copied(), room);
            let found = gap.map(|gap| text.replacen(gap.of(text), "…", 1));
            assert_eq!(found.as_deref(), shown, "{text}");
        }
    }
}

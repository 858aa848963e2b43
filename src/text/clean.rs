//! The only way text of a model or an article reaches a terminal.
//!
//! Articles and models are untrusted: their control characters could drive the terminal, their bidirectional marks
//! reorder a line, their combining marks flood a cell. Each is replaced by something visible.

use std::borrow::Cow;
use std::fmt;

use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Text that is safe to show: no control, bidirectional or invisible character, no overlong cluster.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Clean(String);

impl Clean {
    /// The text itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text, owned.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl fmt::Display for Clean {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// One user-perceived character of a text, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glyph<'t> {
    /// First byte in the text as written.
    pub start: usize,
    /// First byte after it in the text as written.
    pub end: usize,
    /// What the terminal gets; never empty.
    pub shown: Cow<'t, str>,
    /// Cells it takes: 1 or 2 (a tab: 4).
    pub width: usize,
    /// Whether `shown` replaces something that must not be shown as it is.
    pub replaced: bool,
}

/// A cluster may carry at most this many bytes into one cell.
const CLUSTER_BYTES: usize = 32;
/// A cluster may carry at most this many characters of no width.
const CLUSTER_MARKS: usize = 4;
/// A glyph takes at most this many cells.
const MOST_CELLS: usize = 2;
/// The only clusters that may hold tag characters: the flags of England, Scotland and Wales. Elsewhere tags hide text.
pub(super) const FLAGS: [&str; 3] = [
    "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
    "🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}",
    "🏴\u{e0067}\u{e0062}\u{e0077}\u{e006c}\u{e0073}\u{e007f}",
];
/// A tab is shown as this many spaces.
const TAB: &str = "    ";

/// The glyphs of `text` in order, one for each grapheme cluster; together they cover every byte.
///
/// Line ends are glyphs too (`␊`, `␍`, `␍␊` as one): split into lines before drawing.
pub fn glyphs(text: &str) -> impl Iterator<Item = Glyph<'_>> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let glyph = glyph_at(text, start)?;
        start = glyph.end;
        Some(glyph)
    })
}

/// The glyph that begins at `start`, which must be a glyph boundary.
#[inline]
fn glyph_at(text: &str, start: usize) -> Option<Glyph<'_>> {
    // The common cases: in ASCII only CR LF forms a cluster of two; lines and blocks (U+2500 to U+25BF) fill much of a
    // screen.
    let (bytes, rest) = match text.as_bytes().get(start..) {
        Some([first, rest @ ..]) if is_printable(*first) => (1, rest),
        Some([0xe2, 0x94..=0x96, _, rest @ ..]) => (3, rest),
        _ => return rare_glyph_at(text, start),
    };
    if !rest.first().is_none_or(u8::is_ascii) {
        return rare_glyph_at(text, start);
    }
    let end = start + bytes;
    Some(Glyph { start, end, shown: Cow::Borrowed(text.get(start..end)?), width: 1, replaced: false })
}

fn rare_glyph_at(text: &str, start: usize) -> Option<Glyph<'_>> {
    let glyph = cluster_at(text, start)?;
    let rest = text.get(glyph.end..)?;
    if rest.as_bytes().first().is_none_or(u8::is_ascii) {
        return Some(glyph);
    }
    // A character shown as nothing belongs to the glyph before it.
    let is_joined = |c: &char| is_silent(*c, text.get(..glyph.end).and_then(|before| before.chars().next_back()));
    let silent: usize = rest.chars().take_while(is_joined).map(char::len_utf8).sum();
    Some(Glyph { end: glyph.end + silent, ..glyph })
}

/// Whether `c` may be shown as nothing after `before`: it only marks where a word may break, so it hides nothing.
fn is_silent(c: char, before: Option<char>) -> bool {
    let has_no_spaces =
        |c: char| matches!(c as u32, 0xe00..=0xeff | 0x1000..=0x109f | 0x1780..=0x17ff | 0xaa60..=0xaa7f);
    c == '\u{ad}' || c == '\u{200b}' && before.is_some_and(has_no_spaces)
}

/// The glyph of the cluster that begins at `start`; soft hyphens that open a text belong to the glyph after them.
fn cluster_at(text: &str, start: usize) -> Option<Glyph<'_>> {
    let rest = text.get(start..)?;
    if start == 0 && rest.starts_with('\u{ad}') {
        let behind = rest.len() - rest.trim_start_matches('\u{ad}').len();
        return cluster_at(text, behind).map(|glyph| Glyph { start, ..glyph });
    }
    let cluster = rest.graphemes(true).next()?;
    let shown = show(cluster);
    let width = shown.width();
    if let Cow::Borrowed(whole) = shown
        && width > MOST_CELLS
    {
        let piece = whole.get(..cut(whole))?;
        let shown = Cow::Borrowed(piece);
        return Some(Glyph { start, end: start + piece.len(), shown, width: piece.width(), replaced: false });
    }
    let replaced = matches!(&shown, Cow::Owned(_)) && cluster != "\t";
    Some(Glyph { start, end: start + cluster.len(), shown, width, replaced })
}

/// Where to cut a cluster that is too wide, such as an Indic syllable of several consonants; after the first character
/// at the earliest.
fn cut(cluster: &str) -> usize {
    let ends = cluster.char_indices().map(|(at, c)| at + c.len_utf8());
    let fits = |end: &usize| cluster.get(..*end).is_some_and(|piece| piece.width() <= MOST_CELLS);
    // Half a flag would join whatever follows the cluster.
    let is_within_flag = |end: &usize| {
        let (before, behind) = (cluster.get(..*end), cluster.get(*end..));
        before.is_some_and(|piece| piece.ends_with(is_regional))
            && behind.is_some_and(|rest| rest.starts_with(is_regional))
    };
    ends.take_while(fits).filter(|end| !is_within_flag(end)).last().unwrap_or(cluster.len())
}

/// Whether `byte` is printable ASCII.
fn is_printable(byte: u8) -> bool {
    (0x20..0x7f).contains(&byte)
}

/// `text` as it may be shown on one line: line ends and controls become visible pictures. One pass.
pub fn clean(text: &str) -> Clean {
    if text.bytes().all(is_printable) {
        return Clean(text.to_owned());
    }
    Clean(glyphs(text).map(|glyph| glyph.shown).collect())
}

/// Whether `text` is shown as it is: [`clean`] would give the same.
pub fn is_clean(text: &str) -> bool {
    let mut chars = text.chars();
    if let (Some(only), None) = (chars.next(), chars.next()) {
        return is_plain_alone(only);
    }
    glyphs(text).all(|glyph| matches!(glyph.shown, Cow::Borrowed(shown) if shown.len() == glyph.end - glyph.start))
}

/// Whether terminals disagree about the width of a cluster: not all know flags, skin tones and joined pictures, or
/// count spacing marks.
pub fn is_disputed(cluster: &str) -> bool {
    cluster.chars().skip(1).any(|c| !is_combining_mark(c) || !is_flat(c))
}

/// `text` cleaned and cut to at most `cells` cells, the cut marked with `…`. Nothing at 0 cells.
pub fn clip(text: &str, cells: usize) -> Clean {
    let (mut out, mut used, mut fits) = (String::new(), 0, 0);
    for glyph in glyphs(text) {
        if used + glyph.width > cells {
            out.truncate(fits);
            if cells > 0 {
                out.push('…');
            }
            return Clean(out);
        }
        used += glyph.width;
        out.push_str(&glyph.shown);
        if used < cells {
            fits = out.len();
        }
    }
    Clean(out)
}

/// Cells that `text` takes once cleaned.
pub fn width(text: &str) -> usize {
    if text.bytes().all(is_printable) {
        return text.len();
    }
    glyphs(text).map(|glyph| glyph.width).sum()
}

fn show(cluster: &str) -> Cow<'_, str> {
    if cluster == "\t" {
        return Cow::Owned(TAB.to_owned());
    }
    if is_plain(cluster) {
        return Cow::Borrowed(cluster);
    }
    // Replacing a character may split or join clusters, so check the result again.
    let shown = Some(cluster).filter(|cluster| cluster.len() <= CLUSTER_BYTES).map(replace);
    let shown = shown.filter(|shown| shown.width() <= MOST_CELLS && shown.graphemes(true).all(is_plain));
    Cow::Owned(shown.unwrap_or_else(|| '\u{fffd}'.to_string()))
}

/// Whether a cluster may be shown as it is.
fn is_plain(cluster: &str) -> bool {
    let mut chars = cluster.chars();
    let Some(first) = chars.next() else { return true };
    if is_hidden(first) || is_mark_alone(first) {
        return false;
    }
    if chars.as_str().is_empty() {
        return is_plain_alone(first);
    }
    if FLAGS.contains(&cluster) {
        return true;
    }
    let has_joiner = cluster.contains('\u{200d}');
    let marks = chars.clone().filter(|c| is_flat(*c)).count();
    let is_small = cluster.len() <= CLUSTER_BYTES && (marks <= CLUSTER_MARKS || (has_joiner && is_joinable(first)));
    // Terminals draw joined pictures as one, so these cannot be cut.
    let can_be_cut = !(has_joiner && is_picture(first));
    is_small
        && (can_be_cut || cluster.width() <= MOST_CELLS)
        && chars.zip(cluster.chars()).all(|(c, before)| match c {
            '\u{200c}' | '\u{200d}' => is_joinable(before),
            '\u{fe0e}' | '\u{fe0f}' => false,
            _ => !is_hidden(c),
        })
}

/// Whether a cluster of this one character may be shown as it is.
fn is_plain_alone(c: char) -> bool {
    !is_hidden(c) && (1..=MOST_CELLS).contains(&c.width().unwrap_or(0))
}

/// The cluster with everything that must not be shown replaced.
fn replace(cluster: &str) -> String {
    let mut out = String::with_capacity(cluster.len());
    let mut before = None;
    for c in cluster.chars() {
        match c {
            _ if before.is_none() && is_mark_alone(c) => {
                out.push_str(if is_combining_mark(c) { "\u{25cc}" } else { "\u{fffd}" });
                out.extend(Some(c).filter(|c| is_combining_mark(*c)));
            }
            '\u{200c}' | '\u{200d}' if before.is_some_and(is_joinable) => out.push(c),
            // Terminals disagree about the width that a variation selector asks for, so drop it, unless what is left
            // would join the next cluster.
            '\u{fe0e}' | '\u{fe0f}' if !before.is_some_and(|c| c == '\u{200d}' || is_regional(c)) => {}
            _ => out.push(picture(c)),
        }
        before = Some(c);
    }
    out
}

/// `c` as shown: itself, a control picture, or U+FFFD.
fn picture(c: char) -> char {
    match c {
        '\0'..='\u{1f}' => char::from_u32(0x2400 + c as u32).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        _ if is_hidden(c) => '\u{fffd}',
        _ => c,
    }
}

/// Whether `c` must never reach a terminal as it is: controls, bidirectional and invisible format characters,
/// line and paragraph separators, private use, noncharacters.
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{ad}' | '\u{180e}' | '\u{34f}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
            | '\u{3164}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffc}' | '\u{e000}'..='\u{f8ff}'
            | '\u{fdd0}'..='\u{fdef}' | '\u{e0000}'..='\u{e0fff}' | '\u{f0000}'..='\u{10ffff}')
        || (c as u32) & 0xfffe == 0xfffe
}

/// Whether `c` is a regional indicator, half of a flag.
fn is_regional(c: char) -> bool {
    matches!(c, '\u{1f1e6}'..='\u{1f1ff}')
}

/// Whether a joiner can merge `c` with other pictures.
fn is_picture(c: char) -> bool {
    matches!(c as u32, 0x2190..=0x2bff | 0x1f000..=0x1faff)
}

/// Whether a joiner after `c` has a meaning: Arabic, Syriac and Indic letters, pictographs.
pub(super) fn is_joinable(c: char) -> bool {
    is_picture(c) || matches!(c as u32, 0x600..=0x7ff | 0x900..=0xdff | 0xfb50..=0xfdff | 0xfe70..=0xfefc | 0xfe0f)
}

fn is_mark_alone(c: char) -> bool {
    !is_hidden(c) && is_flat(c)
}

/// Whether `c` takes no cell when alone.
fn is_flat(c: char) -> bool {
    c.width() == Some(0)
}

#[cfg(test)]
mod tests {
    use unicode_segmentation::UnicodeSegmentation;
    use unicode_width::UnicodeWidthStr;

    use super::{FLAGS, clean, clip, glyph_at, glyphs, is_clean, is_flat, is_hidden, rare_glyph_at, width};

    #[test]
    fn controls_and_invisible_characters_are_shown_as_pictures() {
        for (raw, shown) in [
            ("a\u{1b}]52;c;x\u{7}", "a␛]52;c;x␇"),
            ("\u{9b}2J", "\u{fffd}2J"),
            ("a\u{202e}b", "a\u{fffd}b"),
            ("a\u{200b}b", "a\u{fffd}b"),
            ("co\u{ad}\u{ad}ope\u{ad}rate\u{ad}", "cooperate"),
            ("\u{ad}x\u{ad}\n", "x␊"),
            ("\u{ad}", ""),
            ("កខ\u{200b}គ\u{200b} ไทย\u{200b}", "កខគ ไทย"),
            ("\u{200b}ក", "\u{fffd}ក"),
            ("a\u{8}\u{7f}\u{0}", "a␈␡␀"),
            ("x\ty", "x    y"),
            ("a\r\nb", "a␍␊b"),
            ("\u{feff}a\u{2028}\u{e000}\u{fffe}", "\u{fffd}a\u{fffd}\u{fffd}\u{fffd}"),
            ("می\u{200c}خواهم", "می\u{200c}خواهم"),
            ("a\u{200d}b", "a\u{fffd}b"),
            ("\u{301}x", "\u{25cc}\u{301}x"),
            ("e\u{301}", "e\u{301}"),
            ("\u{301}\u{301}\u{301}\u{301}\u{301}", "\u{fffd}"),
            ("\u{5c8}x\u{17d8}", "\u{fffd}x\u{fffd}"),
        ] {
            assert_eq!(clean(raw).as_str(), shown, "{raw:?}");
        }
    }

    #[test]
    fn disputed_are_clusters_that_terminals_may_draw_as_several() {
        for cluster in
            ["🇺🇦", "👍🏽", "👩\u{200d}👩\u{200d}👧", "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}", "की"]
        {
            assert!(super::is_disputed(cluster), "{cluster}");
        }
        for cluster in ["a", "欧", "e\u{301}", "👍", "ֶ", ""] {
            assert!(!super::is_disputed(cluster), "{cluster}");
        }
    }

    #[test]
    fn one_cell_never_carries_a_flood_of_marks() {
        let flood = format!("a{}b", "\u{301}".repeat(100_000));
        assert_eq!(clean(&flood).as_str(), "\u{fffd}b");
        assert!(glyphs(&flood).all(|glyph| glyph.shown.len() <= 32));
    }

    #[test]
    fn emoji_families_and_flags_stay_whole() {
        for text in ["👩\u{200d}👩\u{200d}👧", "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}", "🇺🇦"]
        {
            assert_eq!(clean(text).as_str(), text);
            assert_eq!(width(text), 2, "{text}");
        }
    }

    #[test]
    fn lines_and_blocks_are_clusters_of_one_cell() {
        for c in '\u{2500}'..='\u{25bf}' {
            for text in
                [c.to_string(), format!("{c}a"), format!("{c}{c}"), format!("{c}\u{301}"), format!("{c}\u{fe0f}")]
            {
                assert_eq!(glyph_at(&text, 0), rare_glyph_at(&text, 0), "{text:?}");
            }
        }
    }

    #[test]
    fn clipping_counts_cells_and_marks_the_cut() {
        for (text, cells, shown) in [
            ("abcdef", 6, "abcdef"),
            ("abcdef", 4, "abc…"),
            ("欧盟提议", 5, "欧盟…"),
            ("欧盟", 1, "…"),
            ("a", 0, ""),
            ("", 3, ""),
        ] {
            assert_eq!(clip(text, cells).as_str(), shown, "{text} in {cells}");
        }
    }

    #[test]
    fn a_character_is_as_flat_alone_as_in_a_text() {
        for c in '\0'..=char::MAX {
            assert_eq!(is_flat(c), c.to_string().width() == 0, "{c:?}");
        }
    }

    /// The scalars; of ideographs, syllables, private and empty planes, which are all alike, every 97th.
    fn scalars() -> impl Iterator<Item = char> {
        let is_dull =
            |c: &char| matches!(*c as u32, 0x3400..=0x9fff | 0xac00..=0xf8ff | 0x2_0000..=0xd_ffff | 0xf_0000..);
        ('\0'..=char::MAX).filter(move |c| !is_dull(c) || (*c as u32).is_multiple_of(97))
    }

    /// A scalar alone, between letters, after an emoji that takes joiners and tags, and after a black flag.
    fn contexts(c: char) -> [String; 4] {
        [c.to_string(), format!("a{c}b"), format!("👩{c}👧"), format!("🏴{c}\u{e007f}x")]
    }

    /// What is wrong with how `text` is cleaned.
    fn faults(text: &str) -> Option<String> {
        let once = clean(text);
        let once = once.as_str();
        let wrong = glyphs(text).find(|glyph| {
            let is_tab = glyph.shown == "    ";
            let is_sized = glyph.shown.width() == glyph.width && (is_tab || (1..=2).contains(&glyph.width));
            !is_sized || !is_clean(&glyph.shown)
        });
        if let Some(glyph) = wrong {
            return Some(format!("{glyph:?} is not clean, or not one or two cells wide"));
        }
        if once.contains(|c| ('\u{e0000}'..='\u{e0fff}').contains(&c)) && !FLAGS.iter().any(|flag| once.contains(flag))
        {
            return Some(format!("{once:?} has tags"));
        }
        (clean(once).as_str() != once || !is_clean(once)).then(|| format!("{once:?} is cleaned again"))
    }

    #[test]
    fn every_scalar_is_shown_in_one_cell_or_two_and_as_it_is_the_second_time() {
        let found: Vec<String> = scalars().flat_map(contexts).filter_map(|text| faults(&text)).collect();
        assert!(found.is_empty(), "{} texts: {:#?}", found.len(), found.iter().take(30).collect::<Vec<_>>());
    }

    #[test]
    fn tags_are_shown_in_the_three_flags_alone() {
        let tagged =
            |tags: &str| -> String { tags.chars().map(|c| char::from_u32(0xe0000 + c as u32).unwrap()).collect() };
        let end = '\u{e007f}';
        for region in ["gbeng", "gbsct", "gbwls"] {
            let flag = format!("🏴{}{end}", tagged(region));
            assert_eq!((clean(&flag).as_str(), width(&flag)), (flag.as_str(), 2), "{region}");
        }
        for (text, shown) in [
            (format!("🏴{}{end}", tagged("ignore all this")), "\u{fffd}"),
            (format!("🏴{}", tagged("gbeng")), "\u{fffd}"),
            (format!("🏴{}{end}", tagged("gbengx")), "\u{fffd}"),
            (format!("👩{}{end}", tagged("gbeng")), "\u{fffd}"),
            (format!("🏴{}{end}{}", tagged("gbeng"), tagged("no")), "\u{fffd}"),
            (format!("👩\u{200d}👩{}", tagged("x")), "\u{fffd}"),
        ] {
            assert_eq!(clean(&text).as_str(), shown, "{text:?}");
        }
    }

    #[test]
    fn a_wide_cluster_is_cut_and_its_text_stays() {
        let widths = |text: &str| glyphs(text).map(|glyph| glyph.width).collect::<Vec<_>>();
        for (text, cells) in [
            ("ष्ट्री", &[2, 2][..]),
            ("👩ः", &[2, 1]),
            ("\u{600}👧", &[1, 2]),
            ("\u{600}🇦🇺🇺", &[1, 2, 1]),
            ("한\u{1100}\u{1100}\u{1100}", &[2, 2, 2, 2]),
        ] {
            assert_eq!((clean(text).as_str(), &*widths(text)), (text, cells), "{text:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn glyphs_cover_every_byte_and_show_nothing_hidden(text in "\\PC*|[\\x00-\\x1f\u{200b}-\u{202e}\u{301}\u{1f468}\u{200d}a-c]*") {
            let mut at = 0;
            for glyph in glyphs(&text) {
                assert_eq!(glyph.start, at);
                at = glyph.end;
                assert!(glyph.shown.chars().all(|c| !is_hidden(c) || c == '\u{200c}' || c == '\u{200d}' || ('\u{e0020}'..='\u{e007f}').contains(&c)));
            }
            assert_eq!(at, text.len());
            assert_eq!(is_clean(&text), clean(&text).as_str() == text);
            assert!(width(clip(&text, 7).as_str()) <= 7);
        }

        #[test]
        fn what_is_clean_stays_clean(text in "[\\x00-\x7f\u{301}\u{600}\u{903}\u{5c8}\u{1f1fa}\u{1f1e6}\u{1f468}\u{1f3f4}\u{200d}\u{200c}\u{fe0f}\u{fe0e}\u{e0067}\u{e007f}\u{34f}\u{1100}\u{1161}\u{2640}☎क्षयé欧می]*") {
            assert_eq!(faults(&text), None);
        }

        #[test]
        fn a_glyph_is_a_grapheme_cluster_unless_that_is_too_wide(text in "[\\x00-\x7f\u{301}\u{600}\u{903}\u{1f1fa}\u{1f1e6}\u{1f468}\u{200d}\u{fe0f}\u{e0067}क्षयé欧]*") {
            let clusters: Vec<(usize, usize)> = text.grapheme_indices(true).map(|(at, cluster)| (at, at + cluster.len())).collect();
            let wide = text.graphemes(true).filter(|cluster| cluster.width() > 2).count();
            let shown: Vec<(usize, usize)> = glyphs(&text).map(|glyph| (glyph.start, glyph.end)).collect();
            let starts: Vec<usize> = shown.iter().map(|(start, _)| *start).collect();
            assert!(clusters.iter().all(|(start, _)| starts.contains(start)));
            assert!(wide > 0 || shown == clusters, "{shown:?}, not {clusters:?}");
        }
    }
}

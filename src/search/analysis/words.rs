//! Cutting folded text into words.

use std::borrow::Cow;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::text::fold_for_search;

/// A word of a folded text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token<'t> {
    /// Where it is, in bytes of the folded text.
    pub range: Range<usize>,
    /// The word as the index has it: `us` of `u.s`, `1500` of `1,500`.
    pub text: Cow<'t, str>,
    pub role: Role,
}

/// What a word is in the sequence of its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// One of the words that make up the text.
    Word,
    /// The last character of a run without spaces, which repeats the end of a pair.
    Tail,
    /// Another reading of words before it: several that a hyphen or another sign joins (`ceasefire` of `cease-fire`), or
    /// a number whose dot may be that of a decimal (`1.500` of `1500`).
    Joined,
}

/// The words of a folded text, in order.
///
/// Words are those of UAX #29, spelled without what is written in different ways: dots of abbreviations, signs between
/// thousands, quotation marks and apostrophes inside. A possessive `'s` and an elided article (`l'`, `d'`) belong to no
/// word; a contraction (`don't`) is one word, which begins with an apostrophe so that no half of it is found. In scripts
/// without spaces every two neighbouring characters are a word, and so is the last character of the run.
pub fn tokenize(folded: &str) -> Vec<Token<'_>> {
    let mut out = tokenize_all(folded);
    out.retain(|token| token.role != Role::Joined);
    out
}

/// The words of a folded text, and behind the words of a compound what they make together.
pub fn tokenize_all(folded: &str) -> Vec<Token<'_>> {
    let mut out = Vec::with_capacity(folded.len() / 5);
    each_word(folded, |range, spelled, role| {
        let text = spelled.map_or_else(|| Cow::Borrowed(slice(folded, range.clone())), |text| text.to_owned().into());
        out.push(Token { range, text, role });
    });
    out
}

/// The words that make up the text, each once.
pub fn tokenize_query(folded: &str) -> Vec<Token<'_>> {
    let mut out = tokenize(folded);
    out.retain(|token| token.role == Role::Word);
    out
}

/// Replaces `out` with `text` folded for search. ASCII takes a fast path.
pub fn fold_into(text: &str, out: &mut String) {
    out.clear();
    if text.is_ascii() {
        out.push_str(text);
        out.make_ascii_lowercase();
    } else {
        out.push_str(fold_for_search(text).text());
    }
}

/// Calls `each` with every word, in order: its range, its spelling where that differs from what is there, and what it is.
/// One pass; ASCII takes a fast path.
pub fn each_word(folded: &str, mut each: impl FnMut(Range<usize>, Option<&str>, Role)) {
    let bytes = folded.as_bytes();
    let mut words = WordReader { folded, compound: Vec::new(), each: &mut each };
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at].is_ascii_whitespace() {
            at += 1;
            continue;
        }
        let end = chunk_end(bytes, at);
        let chunk = slice(folded, at..end);
        if chunk.is_ascii() {
            ascii_segments(chunk.as_bytes(), at, &mut |range| words.segment(range));
        } else {
            unicode_segments(chunk, at, &mut words);
        }
        words.end_compound();
        at = end;
    }
}

/// Where the text without spaces that begins at `start` ends. It goes on behind a line that ends with a hyphen.
fn chunk_end(bytes: &[u8], start: usize) -> usize {
    let end_from =
        |from: usize| bytes.iter().skip(from).position(u8::is_ascii_whitespace).map_or(bytes.len(), |n| from + n);
    let mut end = end_from(start);
    while end < bytes.len() && bytes[end - 1] == b'-' {
        let rest = &bytes[end..];
        let spaces = rest.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(rest.len());
        if !rest[..spaces].iter().any(|byte| matches!(byte, b'\n' | b'\r')) || spaces == rest.len() {
            break;
        }
        end = end_from(end + spaces);
    }
    end
}

fn slice(text: &str, range: Range<usize>) -> &str {
    text.get(range).unwrap_or_else(|| unreachable!("words end at character boundaries"))
}

/// Compounds of more words than this are joined by neighbouring pairs only.
const MOST_JOINED: usize = 5;

/// Takes a word: its range, its spelling where that differs, what it is.
type Each<'e> = dyn FnMut(Range<usize>, Option<&str>, Role) + 'e;

/// Spells the segments of a text and joins those of compounds.
struct WordReader<'f, 'e> {
    folded: &'f str,
    /// The segments of the compound being read.
    compound: Vec<Range<usize>>,
    each: &'e mut Each<'e>,
}

impl WordReader<'_, '_> {
    /// Takes the next segment: a word by UAX #29.
    fn segment(&mut self, range: Range<usize>) {
        if self.compound.last().is_some_and(|last| !joins_words(slice(self.folded, last.end..range.start))) {
            self.end_compound();
        }
        let folded = self.folded;
        each_spelled(folded, range.clone(), &mut |range, spelled| {
            (self.each)(range.clone(), spelled, Role::Word);
            if spelled.is_some() && may_be_decimal(slice(folded, range.clone())) {
                (self.each)(range, None, Role::Joined);
            }
        });
        self.compound.push(range);
    }

    /// Gives what the segments so far make together: all of them, and each two neighbours.
    fn end_compound(&mut self) {
        if self.compound.len() > 1 {
            for pair in self.compound.windows(2) {
                join(self.folded, pair, self.each);
            }
            if (3..=MOST_JOINED).contains(&self.compound.len()) {
                join(self.folded, &self.compound, self.each);
            }
        }
        self.compound.clear();
    }
}

/// Whether what is between two words makes them one: a hyphen, also at a line end, or a sign of a name.
fn joins_words(between: &str) -> bool {
    match between.strip_prefix('.').unwrap_or(between) {
        "-" | "+" | "&" => true,
        other => other.strip_prefix('-').is_some_and(|space| !space.is_empty() && space.trim_ascii_start().is_empty()),
    }
}

fn join(folded: &str, segments: &[Range<usize>], each: &mut Each<'_>) {
    let mut whole = String::new();
    for segment in segments {
        each_spelled(folded, segment.clone(), &mut |range, spelled| {
            whole.push_str(spelled.unwrap_or(slice(folded, range)).trim_start_matches('\''));
        });
    }
    let (Some(first), Some(last)) = (segments.first(), segments.last()) else { return };
    each(first.start..last.end, Some(&whole), Role::Joined);
}

/// Articles and pronouns that French and Italian join to the next word.
const ELIDED: &[&str] = &[
    "l", "d", "j", "m", "n", "s", "t", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "dell", "all", "nell", "sull",
    "dall", "un", "quest",
];
/// What English contractions end with.
const CONTRACTED: &[&str] = &["t", "re", "ve", "ll", "d", "m"];

/// Calls `each` with the words of one segment, each with its spelling where that differs.
fn each_spelled(folded: &str, range: Range<usize>, each: &mut dyn FnMut(Range<usize>, Option<&str>)) {
    let segment = slice(folded, range.clone());
    let is_mark = |byte: &u8| matches!(byte, b'\'' | b'"' | b'.' | b',' | b':' | b';');
    if !segment.as_bytes().iter().any(is_mark) {
        return each(range, None);
    }
    let (mut start, mut end) = (range.start, range.end);
    if segment.len() > 2 && segment.ends_with("'s") {
        end -= 2;
    }
    while let Some((article, rest)) = slice(folded, start..end).split_once('\'')
        && ELIDED.contains(&article)
        && rest.chars().nth(1).is_some()
    {
        start += article.len() + 1;
    }
    if let Some((word, ending)) = slice(folded, start..end).split_once('\'')
        && CONTRACTED.contains(&ending)
    {
        return each(start..end, Some(&format!("'{word}{ending}")));
    }
    for part in parts(slice(folded, start..end)) {
        let range = start + part.start..start + part.end;
        let written = slice(folded, range.clone());
        let spelled = spelled(written);
        each(range, (spelled != written).then_some(&*spelled));
    }
}

/// The parts of a segment that are words of their own, as some marks only look as if they were inside one.
fn parts(segment: &str) -> Vec<Range<usize>> {
    let is_abbreviation = is_abbreviation(segment);
    let mut out = Vec::new();
    let mut start = 0;
    for (at, mark) in segment.match_indices([':', ';', '.']) {
        let is_decimal = segment.get(..at).is_some_and(|before| before.ends_with(|c: char| c.is_ascii_digit()));
        if mark == "." && (is_abbreviation || is_decimal) {
            continue;
        }
        out.push(start..at);
        start = at + 1;
    }
    out.push(start..segment.len());
    out.retain(|part| !part.is_empty());
    out
}

/// Whether it is one or two letters between dots: `u.s`, `ph.d`.
fn is_abbreviation(segment: &str) -> bool {
    let mut shortest = 2;
    let is_short = |part: &str| {
        let count = part.chars().count();
        shortest = shortest.min(count);
        (1..=2).contains(&count) && part.chars().all(char::is_alphabetic)
    };
    segment.contains('.') && segment.split('.').all(is_short) && shortest == 1
}

/// A word without the marks inside it, and without those between thousands.
fn spelled(word: &str) -> Cow<'_, str> {
    if !word.contains(['\'', '"', '.', ',']) {
        return word.into();
    }
    let bytes = word.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let parts_thousands = |at: usize| at > 0 && is_digit(at - 1) && (at + 1..at + 4).all(is_digit) && !is_digit(at + 4);
    let dots = word.match_indices('.').filter(|(at, _)| parts_thousands(*at)).count();
    let is_number = word.contains(|c: char| c.is_ascii_digit());
    let (parts_lakhs, has_dots) = (has_lakhs(word), dots > 1 || has_thousands(word));
    let stays = |at: usize, c: char| match c {
        '\'' | '"' => false,
        ',' => !parts_thousands(at) && !parts_lakhs,
        '.' => is_number && !(has_dots && parts_thousands(at)),
        _ => true,
    };
    word.char_indices().filter(|(at, c)| stays(*at, *c)).map(|(_, c)| c).collect::<String>().into()
}

/// Whether commas part a number as India does, by two digits before the last three: `1,50,000`.
fn has_lakhs(word: &str) -> bool {
    let mut groups =
        word.split(',').map(|group| group.bytes().all(|byte| byte.is_ascii_digit()).then_some(group.len()));
    let is_first = matches!(groups.next(), Some(Some(1 | 2)));
    let is_last = groups.next_back() == Some(Some(3));
    is_first && is_last && groups.all(|length| length == Some(2))
}

/// Whether the one dot of a word may part its thousands: behind one to three digits, no `0` before them, and before three.
fn has_thousands(word: &str) -> bool {
    let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    word.split_once('.').is_some_and(|(before, behind)| {
        let group = behind.split_once(',').map_or(behind, |(group, _)| group);
        (1..=3).contains(&before.len())
            && !before.starts_with('0')
            && are_digits(before)
            && group.len() == 3
            && are_digits(group)
    })
}

/// Whether that dot may be the one of a decimal as well: English writes `1.500` so, German and Spanish `1500`.
fn may_be_decimal(word: &str) -> bool {
    has_thousands(word) && !word.contains(',')
}

/// The segments of an ASCII chunk, by the rules of UAX #29.
fn ascii_segments(chunk: &[u8], offset: usize, each: &mut impl FnMut(Range<usize>)) {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let mut at = 0;
    while at < chunk.len() {
        if !is_word(chunk[at]) {
            at += 1;
            continue;
        }
        let start = at;
        while at < chunk.len() && (is_word(chunk[at]) || joins(chunk, at)) {
            at += 1;
        }
        if chunk[start..at].iter().any(u8::is_ascii_alphanumeric) {
            each(offset + start..offset + at);
        }
    }
}

/// Whether the punctuation at `at` is inside a word or number.
fn joins(chunk: &[u8], at: usize) -> bool {
    let (Some(before), Some(after)) = (at.checked_sub(1).and_then(|n| chunk.get(n)), chunk.get(at + 1)) else {
        return false;
    };
    let letters = before.is_ascii_alphabetic() && after.is_ascii_alphabetic();
    let digits = before.is_ascii_digit() && after.is_ascii_digit();
    match chunk[at] {
        b'.' | b'\'' => letters || digits,
        b':' => letters,
        b',' | b';' => digits,
        _ => false,
    }
}

fn unicode_segments(chunk: &str, offset: usize, words: &mut WordReader<'_, '_>) {
    let mut run: Vec<Range<usize>> = Vec::new();
    for (at, segment) in chunk.unicode_word_indices() {
        let start = offset + at;
        if !segment.starts_with(is_unspaced) {
            emit_pairs(&mut run, words);
            words.segment(start..start + segment.len());
            continue;
        }
        words.end_compound();
        for (into, c) in segment.char_indices() {
            let range = start + into..start + into + c.len_utf8();
            if run.last().is_some_and(|last| last.end != range.start) {
                emit_pairs(&mut run, words);
            }
            run.push(range);
        }
    }
    emit_pairs(&mut run, words);
}

/// Emits the neighbouring pairs of a run of characters and its last character, and empties the run.
fn emit_pairs(run: &mut Vec<Range<usize>>, words: &mut WordReader<'_, '_>) {
    for pair in run.windows(2) {
        (words.each)(pair[0].start..pair[1].end, None, Role::Word);
    }
    if let Some(last) = run.last() {
        // Alone it is no tail.
        let role = if run.len() > 1 { Role::Tail } else { Role::Word };
        (words.each)(last.clone(), None, role);
    }
    run.clear();
}

/// Whether `c` belongs to a script without spaces between words.
pub fn is_unspaced(c: char) -> bool {
    matches!(c as u32, 0x0e00..=0x0eff | 0x1000..=0x109f | 0x1780..=0x17ff | 0x2e80..=0x2fdf | 0x3005..=0x3007
        | 0x3041..=0x3096 | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff | 0x20000..=0x3ffff)
}

#[cfg(test)]
mod tests {
    use super::{Role, WordReader, ascii_segments, fold_into, tokenize_all, tokenize_query, unicode_segments};
    use crate::text::fold_for_search;

    /// The words, those that are joined in brackets, tails behind a point.
    fn list(text: &str) -> Vec<String> {
        let shown = |token: super::Token<'_>| match token.role {
            Role::Word => token.text.into_owned(),
            Role::Tail => format!(".{}", token.text),
            Role::Joined => format!("[{}]", token.text),
        };
        tokenize_all(text).into_iter().map(shown).collect()
    }

    #[test]
    fn words_end_where_a_user_expects() {
        for (text, expected) in [
            ("", ""),
            ("putin's war, ukraine's", "putin war ukraine"),
            ("don't they're i'm", "'dont 'theyre 'im"),
            ("l'union d'europe qu'il", "union europe il"),
            ("sana'a o'brien прем'єр", "sanaa obrien премєр"),
            ("cease-fire now", "cease fire [ceasefire] now"),
            ("cease-\n  fire, now -\nthen", "cease fire [ceasefire] now then"),
            ("g-7 eu27 p5+1 at&t", "g 7 [g7] eu27 p5 1 [p51] at t [att]"),
            ("state-of-the-art", "state of the art [stateof] [ofthe] [theart] [stateoftheart]"),
            ("u.s.-led u.n. ph.d. e.g. a.m", "us led [usled] un phd eg am"),
            ("end.next a.b.org x:y", "end next a b org x y"),
            ("1.5 3,000 1,500,000 1.500.000 3,5 1'500 12,34", "1.5 3000 1500000 1500000 3,5 1500 12,34"),
            ("1,50,000 12,50,000 1,5,000 1,50", "150000 1250000 1,5000 1,50"),
            ("1.500 12.345,5 0.500 2025.123 1.5000 10.0.0.1", "1500 [1.500] 12345,5 0.500 2025.123 1.5000 10.0.0.1"),
            ("צה\"ל נסוג", "צהל נסוג"),
            ("a--b a-b-", "a b a b [ab]"),
            ("путін і зеленський", "путін і зеленський"),
            ("国家利益", "国家 家利 利益 .益"),
            ("欧盟 eu 提", "欧盟 .盟 eu 提"),
            ("العربية", "العربية"),
        ] {
            assert_eq!(list(text).join(" "), expected, "{text}");
        }
        let asked: Vec<String> = tokenize_query("国家利益 提 x-y").into_iter().map(|token| token.text.into()).collect();
        assert_eq!(asked, ["国家", "家利", "利益", "提", "x", "y"]);
    }

    proptest::proptest! {
        #[test]
        fn the_fast_path_gives_the_same_words(text in "[a-c1-2_.,:;'\\-+]{0,24}") {
            let (mut short, mut long) = (Vec::new(), Vec::new());
            ascii_segments(text.as_bytes(), 0, &mut |range| short.push(range));
            let mut each = |range, _: Option<&str>, role| if role != Role::Joined { long.push(range) };
            unicode_segments(&text, 0, &mut WordReader { folded: &text, compound: Vec::new(), each: &mut each });
            let spelled = short.iter().flat_map(|range| {
                let mut found = Vec::new();
                super::each_spelled(&text, range.clone(), &mut |range, _| found.push(range));
                found
            });
            assert_eq!(spelled.collect::<Vec<_>>(), long, "{text:?}");
        }

        #[test]
        fn words_are_in_order_and_never_empty(text in "[a-c1 '\"،.,:;é国家צה\\-+\n]{0,30}") {
            let folded = fold_for_search(&text);
            let tokens = tokenize_all(folded.text());
            assert!(tokens.iter().all(|token| !token.text.is_empty() && !token.range.is_empty()));
            let words: Vec<_> = tokens.iter().filter(|token| token.role == Role::Word).collect();
            assert!(words.windows(2).all(|pair| pair[0].range.start < pair[1].range.start), "{words:?}");
        }

        #[test]
        fn the_fast_path_folds_the_same(text in "[ -~\n]{0,40}") {
            let mut short = String::new();
            fold_into(&text, &mut short);
            assert_eq!(short, fold_for_search(&text).text());
        }
    }
}

//! Whether a mark ends its sentence.
//!
//! UAX #29 knows no abbreviations (`Mr. Brown` is two sentences), ends a sentence at every `?` and at no `…`, and at
//! every line end. So the rules here are our own; where they must guess, they rather leave two sentences as one than cut
//! one in two.

/// Abbreviations that a name follows: never the end. Folded to lower case.
const BEFORE_NAMES: &[&str] = &[
    "mr", "mrs", "ms", "mx", "dr", "prof", "hon", "rev", "fr", "sr", "st", "ste", "mt", "gen", "col", "lt", "maj",
    "capt", "cmdr", "adm", "sgt", "sen", "rep", "gov", "pres", "amb", "sec", "dept", "messrs", "vs", "cf", "viz", "hr",
    "frl", "bzw", "mme", "mlle", "mm", "sra", "srta", "dra", "ud", "проф", "акад", "им", "ул", "ген", "гр", "тов",
    "пл",
];
/// Abbreviations that a number follows: not the end before one.
const BEFORE_NUMBERS: &[&str] = &[
    "no", "nos", "nr", "num", "art", "arts", "vol", "ch", "chap", "p", "pp", "para", "paras", "para", "fig", "figs",
    "ed", "abs", "ziff", "kap", "res", "doc", "op", "ca", "approx", "jan", "feb", "mar", "apr", "jun", "jul", "aug",
    "sept", "sep", "oct", "nov", "dec", "al", "ст", "п", "рис", "стр", "гл", "табл",
];
/// Abbreviations that end a sentence only before a word that begins one.
const ANYWHERE: &[&str] = &[
    "jr", "inc", "ltd", "co", "corp", "bros", "est", "etc", "usw", "approx", "ca", "resp", "incl", "тыс", "млн",
    "млрд", "г", "гг", "вв", "руб", "см", "др", "т", "д", "е", "к",
];
/// Words that begin a sentence, and no name.
const STARTERS: &[&str] = &[
    "the", "a", "an", "he", "she", "it", "they", "we", "i", "you", "this", "that", "these", "those", "there", "here",
    "his", "her", "its", "their", "our", "my", "your", "in", "on", "at", "by", "for", "from", "with", "to", "as",
    "but", "and", "or", "so", "if", "when", "while", "after", "before", "since", "because", "although", "however",
    "then", "thus", "both", "all", "some", "many", "most", "no", "not", "what", "who", "how", "why", "where", "der",
    "die", "das", "er", "sie", "es", "wir", "ein", "eine", "und", "aber", "le", "la", "les", "il", "elle", "un", "une",
    "et", "mais", "el", "los", "las", "on", "он", "она", "они", "мы", "это", "но", "і", "він", "вона", "вони", "ми",
    "це",
];
/// Words inside names that name nobody.
const JOINERS: &[&str] = &["of", "de", "del", "du", "des", "di", "da", "von", "van", "den", "dem"];
/// How the names of months begin that may follow the number of a day with its point.
const MONTHS: &[&str] = &[
    "jan", "jän", "feb", "mär", "mar", "apr", "mai", "maj", "jun", "jul", "aug", "sep", "okt", "oct", "nov", "dez",
    "dec",
];

/// Whether a word is an article, a pronoun or the like, which names nobody even within a name: `the` of `the West`.
pub fn is_function_word(word: &str) -> bool {
    let word = word.to_lowercase();
    STARTERS.contains(&&*word) || JOINERS.contains(&&*word)
}

/// What follows the mark at `at` of a paragraph: where the marks end, and where the sentence ends, if it does. Both are
/// bytes; the end is behind the white space that follows.
pub fn ends_at(paragraph: &str, at: usize) -> (usize, Option<usize>) {
    let rest = paragraph.get(at..).unwrap_or("");
    let marks = rest.len() - rest.trim_start_matches(is_stop).len();
    if marks == 0 {
        return (at + rest.chars().next().map_or(1, char::len_utf8), None);
    }
    let (before, stop) = (paragraph.get(..at).unwrap_or(""), rest.get(..marks).unwrap_or(""));
    let behind = rest.get(marks..).unwrap_or("");
    let closed = closing(behind);
    let after = behind.get(closed..).unwrap_or("");
    let next = after.trim_start();
    let (has_space, is_closed) = (next.len() < after.len(), closed > 0);
    let end = paragraph.len() - next.len();
    let place = Place { before, next, is_closed };
    let is_end = match kind(stop) {
        _ if next.is_empty() => false,
        Kind::Unspaced => has_space || !(is_closed && next.starts_with(is_hiragana)),
        _ if !has_space => false,
        Kind::Strong => place.ends_strongly(),
        Kind::Ellipsis => place.ends_with_ellipsis(),
        Kind::Period => place.ends_with_period(),
    };
    (at + marks, is_end.then_some(end))
}

/// What marks may mean.
enum Kind {
    /// One full stop.
    Period,
    /// `…` or `...`.
    Ellipsis,
    /// A question mark, an exclamation mark, the stops of other scripts.
    Strong,
    /// A stop of a script that puts no space behind it.
    Unspaced,
}

fn kind(stop: &str) -> Kind {
    let is_unspaced = |c: char| {
        matches!(c, '\u{3002}' | '\u{ff01}' | '\u{ff0e}' | '\u{ff1f}' | '\u{ff61}' | '\u{964}' | '\u{965}' | '\u{61f}')
    };
    if stop == "." {
        Kind::Period
    } else if stop.contains(is_unspaced) {
        Kind::Unspaced
    } else if stop.chars().all(|c| matches!(c, '.' | '\u{2026}')) {
        Kind::Ellipsis
    } else {
        Kind::Strong
    }
}

/// Whether `c` is a mark that ends sentences.
fn is_stop(c: char) -> bool {
    matches!(c, '.' | '?' | '!' | '\u{2026}')
        || (c as u32 > 0x580
            && matches!(c, '\u{589}' | '\u{61d}'..='\u{61f}' | '\u{6d4}' | '\u{700}'..='\u{702}' | '\u{7f9}' | '\u{964}'
                | '\u{965}' | '\u{104a}' | '\u{104b}' | '\u{1362}' | '\u{1367}' | '\u{1368}' | '\u{166e}' | '\u{17d4}'
                | '\u{17d5}' | '\u{1803}' | '\u{1809}' | '\u{203c}' | '\u{203d}' | '\u{2047}'..='\u{2049}' | '\u{3002}'
                | '\u{a4ff}' | '\u{a60e}' | '\u{a876}' | '\u{a877}' | '\u{fe52}' | '\u{fe56}' | '\u{fe57}' | '\u{ff01}'
                | '\u{ff0e}' | '\u{ff1f}' | '\u{ff61}'))
}

/// How many bytes of closing marks begin `behind`: quotation marks, brackets, numbers of footnotes. French puts a space
/// before its own.
fn closing(behind: &str) -> usize {
    let mut rest = behind;
    loop {
        let mut chars = rest.chars();
        let next = match chars.next() {
            // An opening mark has its word right behind it.
            Some('"' | '\'' | '\u{201c}' | '\u{2018}' | '»' | '«' | '›' | '‹')
                if !chars.clone().next().is_some_and(char::is_alphanumeric) =>
            {
                chars.as_str()
            }
            Some(
                '\u{2019}'
                | '\u{201d}'
                | ')'
                | ']'
                | '}'
                | '\u{3009}'
                | '\u{300b}'
                | '\u{300d}'
                | '\u{300f}'
                | '\u{3011}'
                | '\u{ff09}'
                | '\u{ff63}'
                | '¹'
                | '²'
                | '³'
                | '⁰'
                | '⁴'..='⁹',
            ) => chars.as_str(),
            Some('[') => {
                let inner = chars.as_str();
                let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
                match inner.get(digits..).and_then(|behind| behind.strip_prefix(']')) {
                    Some(behind) if (1..=3).contains(&digits) => behind,
                    Some(_) | None => break,
                }
            }
            Some(' ' | '\u{a0}' | '\u{202f}') => match chars.next() {
                Some('»' | '›') if chars.clone().next().is_none_or(|c| !c.is_alphanumeric()) => chars.as_str(),
                Some(_) | None => break,
            },
            Some(_) | None => break,
        };
        rest = next;
    }
    behind.len() - rest.len()
}

fn is_hiragana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{3096}')
}

/// What is around a mark.
struct Place<'p> {
    before: &'p str,
    /// What follows behind white space, which there is.
    next: &'p str,
    /// Whether a closing mark is between.
    is_closed: bool,
}

impl Place<'_> {
    fn ends_strongly(&self) -> bool {
        !(self.next.starts_with([',', ';', ':']) || (self.is_closed && self.is_before_lower_case()))
    }

    /// An ellipsis ends a sentence where it is right behind a word and a capital follows; else it is an omission.
    fn ends_with_ellipsis(&self) -> bool {
        let is_behind_word = self.before.ends_with(|c: char| !c.is_whitespace() && !matches!(c, '[' | '('));
        is_behind_word && self.first_letter().is_some_and(char::is_uppercase)
    }

    fn ends_with_period(&self) -> bool {
        if self.next.starts_with([',', ';', ':', '.', '?', '!']) || self.is_before_lower_case() {
            return false;
        }
        if self.is_closed {
            return true;
        }
        let word = last_word(self.before);
        let lower = word.to_lowercase();
        let is_number_next = self.next.starts_with(|c: char| c.is_numeric() || c == '§');
        let is_start_next = STARTERS.contains(&&*self.next_word());
        let is_in = |list: &[&str]| list.contains(&&*lower);
        if is_in(BEFORE_NAMES) || (is_in(BEFORE_NUMBERS) && is_number_next) {
            return false;
        }
        let is_initial = word.chars().all(char::is_alphabetic) && word.chars().nth(1).is_none() && !word.is_empty();
        if is_initial || is_in(ANYWHERE) || is_dotted(word) {
            return is_start_next && !matches!(&*lower, "e.g" | "i.e");
        }
        let is_day = !word.is_empty() && word.len() <= 2 && word.bytes().all(|byte| byte.is_ascii_digit());
        !(is_day && MONTHS.iter().any(|month| self.next_word().starts_with(month)))
    }

    /// The first letter or digit that follows, behind opening marks.
    fn first_letter(&self) -> Option<char> {
        self.next.chars().take(4).find(|c| c.is_alphanumeric())
    }

    fn is_before_lower_case(&self) -> bool {
        // `(a)` begins an item.
        let is_item = self.next.starts_with('(') && self.next.chars().nth(2) == Some(')');
        !is_item && self.first_letter().is_some_and(char::is_lowercase)
    }

    /// The word that follows, in lower case, as far as it matters.
    fn next_word(&self) -> String {
        let mut chars = self.next.chars();
        let first = chars.by_ref().take(4).find(|c| c.is_alphanumeric());
        let rest = chars.take_while(|c| c.is_alphanumeric()).take(24);
        first.into_iter().chain(rest).flat_map(char::to_lowercase).collect()
    }
}

/// Letters and points at the end of `before`, at most 20 characters.
fn last_word(before: &str) -> &str {
    let word = before.char_indices().rev().take(20).take_while(|(_, c)| c.is_alphanumeric() || *c == '.').last();
    word.and_then(|(at, _)| before.get(at..)).unwrap_or("")
}

/// Whether it is one or two letters between points: `U.S`, `p.m`, `Ph.D`.
fn is_dotted(word: &str) -> bool {
    let is_short = |part: &str| (1..=2).contains(&part.chars().count()) && part.chars().all(char::is_alphabetic);
    word.contains('.') && word.split('.').all(is_short)
}

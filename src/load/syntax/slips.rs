//! Common slips in writing TOML: how to recognize each, what it is, and what to write.
//!
//! The parser says what it expected, which rarely names the mistake. The first of [`SLIPS`] in a statement is its
//! finding; only a statement without a known slip gets the parser's message.

use std::ops::Range;

use toml_parser::Source;
use toml_parser::lexer::{Token, TokenKind};

use super::chunk::is_closed;
use crate::format::{Form, Key};
use crate::load::day_meant::day_meant;
use crate::text::{hidden_name, is_hidden};

/// What is wrong with a statement.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Explained {
    /// Where, in the statement.
    pub(super) at: Range<usize>,
    pub(super) message: String,
    pub(super) help: String,
}

/// One slip.
struct Slip {
    find: fn(&Statement<'_>) -> Option<Found>,
    /// What it is; `{}` is what was found.
    sentence: &'static str,
    /// What to do; `{}` is what to write.
    help: &'static str,
}

/// Where a slip is.
struct Found {
    at: Range<usize>,
    what: String,
    write: String,
}

/// Checked from first to last.
const SLIPS: &[Slip] = &[
    Slip {
        find: conflict,
        sentence: "a merge conflict of git is not resolved",
        help: "keep one of the two versions, and delete the lines that git put in",
    },
    Slip { find: invisible, sentence: "{} is not allowed here", help: "{}" },
    Slip {
        find: control,
        sentence: "{} is not allowed in a string",
        help: "delete it, or write `{}` in a string with double quotation marks",
    },
    Slip { find: comment, sentence: "`{}` does not begin a comment", help: "begin a comment with `#`" },
    Slip {
        find: list_mark,
        sentence: "`{}` does not begin an entry",
        help: "write `{}`, under the header of the table",
    },
    Slip { find: not_equals, sentence: "`{}` is used for `=`", help: "write `{}`" },
    Slip { find: key_in_quotes, sentence: "typographic quotation marks around a key", help: "write `{}`" },
    Slip { find: key_of_words, sentence: "a key is one word", help: "write `{}`" },
    Slip { find: no_equals, sentence: "`=` is missing behind `{}`", help: "write `{}`" },
    Slip { find: no_value, sentence: "`{}` has no value", help: "write `{}`, or delete the line" },
    Slip {
        find: no_pair,
        sentence: "this is not `key = value`",
        help: "a line is a header, a key with a value, or a comment, which begins with `#`",
    },
    Slip { find: typographic, sentence: "typographic quotation marks do not delimit a string", help: "write `{}`" },
    Slip { find: percent, sentence: "a number has no percent sign", help: "write `{}`" },
    Slip { find: date, sentence: "a date is written year-month-day", help: "write `{}`" },
    Slip {
        find: no_day,
        sentence: "this is not a day",
        help: "a date is written year-month-day, such as `2025-08-15`",
    },
    Slip { find: decimal_comma, sentence: "a number has a point, not a comma", help: "write `{}`" },
    Slip { find: typographic_minus, sentence: "{} is not a minus sign", help: "write `{}`" },
    Slip { find: number, sentence: "`{}` is not how TOML writes a number", help: "write `{}`" },
    Slip { find: end_mark, sentence: "a line does not end with `{}`", help: "write `{}`" },
    Slip { find: no_brackets, sentence: "a list is written in square brackets", help: "write `{}`" },
    Slip {
        find: line_break,
        sentence: "a line break within a string",
        help: "write the string in one line, or between `{}` and `{}`",
    },
    Slip { find: mismatched, sentence: "the string begins with {} and ends with another mark", help: "write `{}`" },
    Slip { find: unclosed, sentence: "the closing quotation mark is missing", help: "write `{}`" },
    Slip { find: semicolon_inside, sentence: "`;` is used for `,`", help: "put a comma between two values" },
    Slip { find: inner_mark, sentence: "a quotation mark within a string ends it", help: "write `{}`" },
    Slip {
        find: escape,
        sentence: "`\\` begins an escape in a string, and there is no `{}`",
        help: "write `\\\\`, or put the string between single quotation marks",
    },
    Slip {
        find: no_word,
        sentence: "`{}` is not a value",
        help: "no key of the format takes it; where nothing is known, leave the line out",
    },
    Slip { find: bare_word, sentence: "a string is written in quotation marks", help: "write `{}`" },
    Slip { find: colon_inside, sentence: "`:` is used for `=`", help: "write `{}`" },
    Slip { find: no_comma, sentence: "a comma is missing", help: "put a comma between two values" },
    Slip { find: unclosed_bracket, sentence: "`{}` is not closed", help: "close it with `{}`" },
    Slip { find: closed_twice, sentence: "`{}` closes nothing", help: "delete it" },
    Slip {
        find: behind_value,
        sentence: "something follows the value",
        help: "begin a comment with `#`, or write one value: `{}`",
    },
];

/// The slip in a statement that is not valid TOML; `None` if it has no known one.
pub(super) fn explain(text: &str, keys: &'static [Key]) -> Option<Explained> {
    let statement = Statement::new(text, keys);
    SLIPS.iter().find_map(|slip| {
        let Found { at, what, write } = (slip.find)(&statement)?;
        Some(Explained { at, message: slip.sentence.replace("{}", &what), help: slip.help.replace("{}", &write) })
    })
}

/// The first character of a header that is not what it looks like, and what is wrong.
pub(super) fn odd_character(header: &str) -> Option<(Range<usize>, String)> {
    let (at, c) = header.char_indices().find(|(_, c)| is_invisible(*c) || is_mark(*c) || *c == '"')?;
    let message = if is_invisible(c) {
        format!("{} is not allowed here", name(c))
    } else {
        "quotation marks around a header".to_owned()
    };
    Some((at..at + c.len_utf8(), message))
}

/// The most characters of a value to show in a finding.
const SHOWN: usize = 60;
/// The most bytes of a statement to examine.
const LOOKED_AT: usize = 64 << 10;

/// A statement split into key and value where possible.
struct Statement<'t> {
    text: &'t str,
    keys: &'static [Key],
    /// What precedes the first `=`, without spaces; the first line if there is none.
    key: Range<usize>,
    /// What follows it, without spaces and comment; `None` without `=`.
    value: Option<Range<usize>>,
    /// The tokens of the value, without spaces, comments and line ends.
    tokens: Vec<(TokenKind, Range<usize>)>,
}

impl<'t> Statement<'t> {
    fn new(text: &'t str, keys: &'static [Key]) -> Self {
        let text = text.get(..text.floor_char_boundary(LOOKED_AT)).unwrap_or("");
        let equals = text.find('=');
        let key = trimmed(text, 0..equals.unwrap_or_else(|| text.lines().next().unwrap_or("").len()));
        let begin = equals.map_or(text.len(), |at| at + 1);
        let mut tokens = Vec::new();
        let mut end = begin;
        for token in Source::new(text.get(begin..).unwrap_or("")).lex() {
            let range = begin + token.span().start()..begin + token.span().end();
            match token.kind() {
                TokenKind::Whitespace | TokenKind::Newline | TokenKind::Comment | TokenKind::Eof => {}
                kind => {
                    end = range.end;
                    tokens.push((kind, range));
                }
            }
        }
        let value = equals.map(|_| trimmed(text, begin..end));
        Self { text, keys, key, value, tokens }
    }

    fn key(&self) -> &'t str {
        self.text.get(self.key.clone()).unwrap_or("")
    }

    fn value(&self) -> &'t str {
        self.value.clone().and_then(|range| self.text.get(range)).unwrap_or("")
    }

    fn of(&self, range: &Range<usize>) -> &'t str {
        self.text.get(range.clone()).unwrap_or("")
    }

    /// The key, if it is one of the format.
    fn known(&self) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == self.key())
    }

    fn form(&self) -> Form {
        self.known().map_or(Form::Text, |key| key.form)
    }

    fn is_number(&self) -> bool {
        matches!(self.form(), Form::Number | Form::Label)
    }

    /// Whether the value is a list or a table.
    fn is_compound(&self) -> bool {
        self.value().starts_with(['[', '{'])
    }

    /// The whole value as a slip, and what to write instead.
    fn whole(&self, found: &str, value: &str) -> Found {
        let at = self.value.clone().unwrap_or(0..self.text.len());
        Found { at, what: shown(found), write: format!("{} = {value}", self.key()) }
    }

    /// The whole value as a slip, to be written as a string.
    fn string(&self, words: &str) -> Found {
        self.whole(words, &quoted(words))
    }
}

/// `range` without surrounding spaces.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let inner = text.get(range.clone()).unwrap_or("");
    let start = range.start + (inner.len() - inner.trim_start().len());
    start..(start + inner.trim().len())
}

fn shown(words: &str) -> String {
    let mut chars = words.chars();
    let head: String = chars.by_ref().take(SHOWN).collect();
    if chars.next().is_some() { head + "…" } else { head }
}

/// A string in TOML, cut if it is long.
fn quoted(words: &str) -> String {
    let words = shown(words.trim());
    match (words.contains(['"', '\\']), words.contains('\'')) {
        (false, _) => format!("\"{words}\""),
        (true, false) => format!("'{words}'"),
        (true, true) => format!("\"{}\"", words.replace('\\', "\\\\").replace('"', "\\\"")),
    }
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{201c}'..='\u{201f}' | '\u{2018}'..='\u{201b}' | '«' | '»' | '‹' | '›' | '「' | '」' | '＂' | '＇' | '`' | '´')
}

fn is_string(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::BasicString | TokenKind::LiteralString | TokenKind::MlBasicString | TokenKind::MlLiteralString
    )
}

/// Whether a single-line string is closed.
fn has_end(raw: &str) -> bool {
    let Some(mark) = raw.chars().next() else { return false };
    let mut is_escaped = false;
    raw.chars().skip(1).any(|c| {
        let ends = c == mark && !is_escaped;
        is_escaped = mark == '"' && c == '\\' && !is_escaped;
        ends
    })
}

/// A word without surrounding marks.
pub(super) fn bare(raw: &str) -> &str {
    raw.trim_matches(|c: char| is_mark(c) || matches!(c, '"' | '\'') || c.is_whitespace())
}

fn conflict(it: &Statement<'_>) -> Option<Found> {
    let marks = ["<<<<<<<", ">>>>>>>", "|||||||", "======="];
    let mut at = 0;
    it.text.split_inclusive('\n').find_map(|line| {
        at += line.len();
        let begin = at - line.len();
        let is_mark = marks.iter().any(|mark| line.starts_with(mark));
        is_mark.then(|| Found { at: begin..begin + line.trim_end().len(), what: String::new(), write: String::new() })
    })
}

/// Common names of characters that get into TOML by mistake, where they differ from Unicode.
const NAMES: &[(char, &str)] = &[
    ('\0', "NUL"),
    ('\r', "carriage return"),
    ('\u{a0}', "no-break space"),
    ('\u{2007}', "figure space"),
    ('\u{2009}', "thin space"),
    ('\u{202f}', "narrow no-break space"),
    ('\u{3000}', "ideographic space"),
    ('\u{feff}', "byte order mark"),
];

fn name(c: char) -> String {
    let known = NAMES.iter().find(|(known, _)| *known == c).map(|(_, name)| *name);
    let otherwise = || if c.is_control() { "control character" } else { hidden_name(c) };
    format!("U+{:04X} ({})", c as u32, known.unwrap_or_else(otherwise))
}

/// Whether `c` looks like a space or like nothing, but is not white space in TOML.
fn is_invisible(c: char) -> bool {
    !matches!(c, ' ' | '\t' | '\n' | '\r') && (c.is_whitespace() || is_hidden(c))
}

fn outside_strings(it: &Statement<'_>) -> impl Iterator<Item = (usize, char)> {
    Source::new(it.text).lex().filter(|token| !is_string(token.kind()) && token.kind() != TokenKind::Comment).flat_map(
        |token| {
            let start = token.span().start();
            let raw = it.text.get(start..token.span().end()).unwrap_or("");
            raw.char_indices().map(move |(at, c)| (start + at, c))
        },
    )
}

fn invisible(it: &Statement<'_>) -> Option<Found> {
    // A lexer skips a byte order mark at the start, where a file may have it.
    let first = it.text.chars().next().filter(|c| *c == '\u{feff}').map(|c| (0, c));
    let (at, c) = first.or_else(|| outside_strings(it).find(|(_, c)| is_invisible(*c)))?;
    let write = if c.is_whitespace() { "type a plain space" } else { "delete it" };
    Some(Found { at: at..at + c.len_utf8(), what: name(c), write: write.to_owned() })
}

fn control(it: &Statement<'_>) -> Option<Found> {
    let is_lone_return =
        |at: usize| it.text.get(at + 1..).is_some_and(|rest| !rest.starts_with('\n') && !rest.is_empty());
    let (at, c) = it.text.char_indices().find(|(at, c)| match c {
        '\t' | '\n' => false,
        '\r' => is_lone_return(*at),
        c => (*c as u32) < 0x20 || *c == '\u{7f}',
    })?;
    Some(Found { at: at..at + 1, what: name(c), write: format!("\\u{:04X}", c as u32) })
}

fn comment(it: &Statement<'_>) -> Option<Found> {
    let sign = ["//", "--", ";", "/*", "<!--", "%"].into_iter().find(|sign| it.text.trim_start().starts_with(sign))?;
    let start = it.text.len() - it.text.trim_start().len();
    Some(Found { at: start..start + sign.len(), what: sign.to_owned(), write: String::new() })
}

fn list_mark(it: &Statement<'_>) -> Option<Found> {
    let start = it.key.start;
    let sign = ["- ", "* ", "• "].into_iter().find(|sign| it.key().starts_with(sign))?;
    let rest = it.text.get(start + sign.len()..)?.trim().replacen(':', " =", 1);
    Some(Found { at: start..start + sign.trim().len(), what: sign.trim().to_owned(), write: shown(&rest) })
}

/// What people write instead of `=`, the longest first.
const FOR_EQUALS: [&str; 9] = ["= =", ":=", "=>", "->", "==", "＝", "：", "→", ":"];

fn not_equals(it: &Statement<'_>) -> Option<Found> {
    let line = it.text.lines().next()?;
    let word = line.trim_start();
    let length =
        word.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '-' | '"' | '\'')).unwrap_or(word.len());
    let sign_and_rest = word.get(length..)?.trim_start();
    let sign = FOR_EQUALS.iter().find(|sign| sign_and_rest.starts_with(*sign))?;
    let at = line.len() - sign_and_rest.len();
    let rest = sign_and_rest.strip_prefix(sign)?.trim_start_matches('=').trim();
    let key = word.get(..length).filter(|key| !key.is_empty())?;
    // `->` and `--` may be the end of a key.
    let is_known = it.keys.iter().any(|known| known.name == bare(key));
    let is_sure = is_known || length < word.len();
    let rest = rest.split(" #").next().unwrap_or("").trim().trim_end_matches(',');
    let value = match rest {
        "" => "…".to_owned(),
        _ if toml::de::DeValue::parse(rest).is_ok() => shown(rest),
        _ => quoted(bare(rest)),
    };
    let write = format!("{} = {value}", bare(key));
    is_sure.then(|| Found { at: at..at + sign.len(), what: (*sign).to_owned(), write })
}

fn key_in_quotes(it: &Statement<'_>) -> Option<Found> {
    it.value.as_ref()?;
    let key = it.key();
    let inner = key.trim_matches(is_mark);
    let write = format!("{inner} = {}", shown(it.value()));
    (inner.len() < key.len() && !inner.is_empty()).then(|| Found { at: it.key.clone(), what: String::new(), write })
}

fn key_of_words(it: &Statement<'_>) -> Option<Found> {
    it.value.as_ref()?;
    let key = it.key();
    let is_words = key.contains(' ') && key.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-'));
    let write = format!("{} = {}", key.replace(' ', "_").to_lowercase(), shown(it.value()));
    is_words.then(|| Found { at: it.key.clone(), what: String::new(), write })
}

fn no_equals(it: &Statement<'_>) -> Option<Found> {
    let line = it.text.lines().next()?.trim_start();
    let length = line.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(line.len());
    let (key, rest) = line.split_at_checked(length)?;
    // An `=` may belong to the value.
    it.keys.iter().find(|known| known.name == key)?;
    if rest.trim_start().starts_with('=') {
        return None;
    }
    let rest = rest.trim().trim_end_matches(',');
    let value = match rest {
        "" => "…".to_owned(),
        _ if toml::de::DeValue::parse(rest).is_ok() => shown(rest),
        _ => quoted(bare(rest)),
    };
    Some(Found { at: it.key.clone(), what: key.to_owned(), write: format!("{key} = {value}") })
}

fn no_value(it: &Statement<'_>) -> Option<Found> {
    let is_empty = it.value.is_some() && it.value().is_empty() && !it.key().is_empty();
    is_empty.then(|| {
        let value = if it.form().is_list() { "[]" } else { "\"…\"" };
        Found { at: it.key.clone(), what: shown(it.key()), write: format!("{} = {value}", it.key()) }
    })
}

fn no_pair(it: &Statement<'_>) -> Option<Found> {
    let is_pair = it.value.is_some() && !it.key().is_empty();
    let line = trimmed(it.text, 0..it.text.lines().next().unwrap_or("").len());
    (!is_pair).then(|| Found { at: line, what: String::new(), write: String::new() })
}

fn typographic(it: &Statement<'_>) -> Option<Found> {
    let value = it.value();
    if !it.is_compound() {
        let (first, last) = (value.chars().next()?, value.chars().last()?);
        let is_open = value.starts_with(['"', '\'']) && !has_end(value);
        return (is_mark(first) || (is_open && is_mark(last))).then(|| it.string(bare(value)));
    }
    let (_, at) =
        it.tokens.iter().find(|(kind, range)| *kind == TokenKind::Atom && it.of(range).starts_with(is_mark))?;
    let words = it.text.get(at.start..)?;
    let inner = words.trim_start_matches(is_mark);
    let opening = words.len() - inner.len();
    let end = inner.find(is_mark).unwrap_or_else(|| inner.find([',', ']', '}', '\n']).unwrap_or(inner.len()));
    let closing = inner.get(end..)?.chars().next().filter(|c| is_mark(*c)).map_or(0, char::len_utf8);
    let at = at.start..at.start + opening + end + closing;
    Some(Found { at, what: String::new(), write: quoted(inner.get(..end)?) })
}

fn percent(it: &Statement<'_>) -> Option<Found> {
    let number = it.value().strip_suffix('%')?.trim();
    let share: f64 = number.replace(',', ".").parse().ok().filter(|_| it.is_number())?;
    Some(it.whole("", &format!("{}", share / 100.0)))
}

fn date(it: &Statement<'_>) -> Option<Found> {
    let is_date = it.form() == Form::Date;
    let day = day_meant(it.value()).filter(|day| is_date && day != it.value());
    day.map(|day| it.whole("", &day))
}

fn no_day(it: &Statement<'_>) -> Option<Found> {
    let is_like = it.value().starts_with(|c: char| c.is_ascii_digit());
    (it.form() == Form::Date && is_like).then(|| it.whole("", ""))
}

fn decimal_comma(it: &Statement<'_>) -> Option<Found> {
    let value = it.value();
    let number = value.replacen(',', ".", 1);
    let is_one = it.is_number() && value.contains(',') && !value.ends_with(',') && !it.is_compound();
    (is_one && number.parse::<f64>().is_ok()).then(|| it.whole("", &number))
}

fn typographic_minus(it: &Statement<'_>) -> Option<Found> {
    let value = it.value();
    let dash = value.chars().find(|c| matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe63}' | '\u{ff0d}'))?;
    let number: String = value.replace(dash, "-").replace(',', ".");
    number.parse::<f64>().ok()?;
    let found = it.whole("", &number);
    Some(Found { what: format!("`{dash}` (U+{:04X})", dash as u32), ..found })
}

fn number(it: &Statement<'_>) -> Option<Found> {
    let value = it.value();
    let is_like = value.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | '+' | '-')) && it.is_number();
    let plain: String = value.chars().filter(|c| !matches!(c, ' ' | '\'' | '\u{2019}' | '_')).collect();
    let plain = plain.replace(',', ".");
    let number: f64 = plain.parse().ok().filter(|number: &f64| is_like && number.is_finite())?;
    Some(it.whole(value, &format!("{number}")))
}

/// A value on one line that ends with a comma or a semicolon.
fn end_mark(it: &Statement<'_>) -> Option<Found> {
    let value = it.value();
    let last = value.chars().last().filter(|last| matches!(last, ',' | ';'))?;
    let rest = value.strip_suffix(last)?.trim_end();
    toml::de::DeValue::parse(rest).ok()?;
    let end = it.value.clone()?.end;
    Some(Found { at: end - 1..end, ..it.whole(&last.to_string(), &shown(rest)) })
}

fn no_brackets(it: &Statement<'_>) -> Option<Found> {
    let value = it.value();
    let inner = value.trim_matches(['(', ')', '[', ']', '{', '}']);
    let list = format!("[{inner}]");
    let is_list = it.form().is_list() && !matches!(it.form(), Form::Tables(_));
    let is_one = is_list && !value.starts_with('[') && toml::de::DeValue::parse(&list).is_ok();
    is_one.then(|| it.whole("", &shown(&list)))
}

fn is_open(kind: TokenKind, raw: &str) -> bool {
    match kind {
        TokenKind::BasicString | TokenKind::LiteralString => !has_end(raw),
        TokenKind::MlBasicString | TokenKind::MlLiteralString => !is_closed(raw, ""),
        _ => false,
    }
}

/// Whether a string of a statement is not closed.
pub(super) fn has_open_string(text: &str) -> bool {
    let raw = |token: &Token| text.get(token.span().start()..token.span().end()).unwrap_or("");
    Source::new(text).lex().any(|token| is_open(token.kind(), raw(&token)))
}

/// The first string that is not closed on its line.
fn open_string<'s>(it: &'s Statement<'_>) -> Option<&'s Range<usize>> {
    it.tokens.iter().find(|(kind, range)| is_open(*kind, it.of(range))).map(|(_, range)| range)
}

fn line_break(it: &Statement<'_>) -> Option<Found> {
    let open = open_string(it)?;
    let mark = it.of(open).chars().next()?;
    let rest = it.text.get(open.end..)?.trim_start();
    let is_closed = !it.of(open).starts_with("\"\"\"")
        && rest.lines().any(|line| line.trim_end_matches([',', ']', '}', ' ', '\r']).ends_with(mark));
    let write = mark.to_string().repeat(3);
    is_closed.then(|| Found { at: open.clone(), what: String::new(), write })
}

fn mismatched(it: &Statement<'_>) -> Option<Found> {
    let open = open_string(it)?;
    let raw = it.of(open).trim_end();
    let mark = raw.chars().next()?;
    let other = if mark == '"' { '\'' } else { '"' };
    let is_one = !it.is_compound() && raw.len() > 1 && raw.ends_with(other);
    is_one.then(|| Found { what: format!("`{mark}`"), ..it.string(bare(raw)) })
}

fn unclosed(it: &Statement<'_>) -> Option<Found> {
    let open = open_string(it)?;
    let raw = it.of(open);
    let is_long = raw.starts_with("\"\"\"") || raw.starts_with("'''");
    let at = open.start..open.start + raw.lines().next().unwrap_or("").trim_end().len();
    let write = match raw.get(..3) {
        Some(marks) if is_long => format!("{marks} at its end"),
        _ if it.is_compound() => quoted(raw.trim_start_matches(['"', '\'']).trim_end_matches([']', '}', ',', ' '])),
        _ => format!("{} = {}", it.key(), quoted(raw.trim_start_matches(['"', '\'']))),
    };
    Some(Found { at, what: String::new(), write })
}

fn inner_mark(it: &Statement<'_>) -> Option<Found> {
    let touching = it.tokens.windows(2).find_map(|pair| {
        let [(kind, first), (next, second)] = pair else { return None };
        let is_text = |kind: TokenKind| kind == TokenKind::Atom || kind == TokenKind::Dot || is_string(kind);
        (is_string(*kind) && is_text(*next) && first.end == second.start).then(|| first.clone())
    })?;
    let value = it.value();
    let mark = it.of(&touching).chars().next()?;
    let at = touching.end - 1..touching.end;
    let is_whole = !it.is_compound() && value.len() > 2 && value.ends_with(mark);
    let inner = value.get(1..value.len().saturating_sub(1)).filter(|_| is_whole);
    let write = match (inner, mark) {
        (Some(inner), _) => format!("{} = {}", it.key(), quoted(&inner.replace("\\\"", "\""))),
        (None, '"') => "\\\"".to_owned(),
        (None, _) => "\"…\"".to_owned(),
    };
    Some(Found { at, what: String::new(), write })
}

fn escape(it: &Statement<'_>) -> Option<Found> {
    it.tokens.iter().filter(|(kind, _)| matches!(kind, TokenKind::BasicString | TokenKind::MlBasicString)).find_map(
        |(kind, range)| {
            let raw = it.of(range);
            let mut chars = raw.char_indices();
            while let Some((at, c)) = chars.next() {
                let Some((_, next)) = Some(c).filter(|c| *c == '\\').and_then(|_| chars.next()) else { continue };
                let is_end = *kind == TokenKind::MlBasicString && next.is_whitespace();
                if is_end || matches!(next, '"' | '\\' | 'b' | 't' | 'n' | 'f' | 'r' | 'e' | 'u' | 'U' | 'x') {
                    continue;
                }
                let at = range.start + at;
                return Some(Found {
                    at: at..at + 1 + next.len_utf8(),
                    what: format!("\\{next}"),
                    write: String::new(),
                });
            }
            None
        },
    )
}

fn no_word(it: &Statement<'_>) -> Option<Found> {
    let is_word = ["null", "none", "nil", "~", "n/a", "-", "?", "undefined", "true", "false", "yes", "no"]
        .iter()
        .any(|word| it.value().eq_ignore_ascii_case(word));
    is_word.then(|| it.whole(it.value(), ""))
}

fn is_value(raw: &str) -> bool {
    toml::de::DeValue::parse(raw).is_ok()
}

fn bare_word(it: &Statement<'_>) -> Option<Found> {
    let value = it.value();
    if !it.is_compound() {
        let is_words = !value.starts_with(['"', '\'']) && value.chars().any(char::is_alphanumeric);
        return is_words.then(|| it.string(bare(value)));
    }
    let (_, at) = it.tokens.iter().enumerate().find_map(|(place, (kind, range))| {
        let before = place.checked_sub(1).and_then(|before| it.tokens.get(before)).map(|(kind, _)| *kind);
        let behind = it.tokens.get(place + 1).map(|(kind, _)| *kind);
        let begins = matches!(before, Some(TokenKind::LeftSquareBracket | TokenKind::Comma | TokenKind::Equals));
        let is_key = matches!(behind, Some(TokenKind::Equals | TokenKind::Dot));
        let raw = it.of(range);
        let is_word = *kind == TokenKind::Atom && raw.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
        let is_word = is_word && raw.starts_with(char::is_alphabetic);
        (is_word && begins && !is_key && !is_value(raw)).then_some((kind, range.clone()))
    })?;
    let words = it.text.get(at.start..)?;
    let end = words.find([',', ']', '}', '\n']).unwrap_or(words.len());
    let words = words.get(..end)?.trim_end();
    Some(Found { at: at.start..at.start + words.len(), what: String::new(), write: quoted(words) })
}

fn colon_inside(it: &Statement<'_>) -> Option<Found> {
    let (_, at) = it
        .tokens
        .iter()
        .find(|(kind, range)| *kind == TokenKind::Atom && it.of(range).contains(':') && !is_value(it.of(range)))?;
    let (key, _) = it.of(at).split_once(':')?;
    let colon = at.start + key.len();
    it.is_compound().then(|| Found { at: colon..colon + 1, what: String::new(), write: format!("{} = …", bare(key)) })
}

fn semicolon_inside(it: &Statement<'_>) -> Option<Found> {
    let (_, at) = it.tokens.iter().find(|(kind, range)| *kind == TokenKind::Atom && it.of(range).ends_with(';'))?;
    it.is_compound().then(|| Found { at: at.end - 1..at.end, what: String::new(), write: String::new() })
}

fn no_comma(it: &Statement<'_>) -> Option<Found> {
    let is_end = |kind: TokenKind| {
        is_string(kind)
            || matches!(kind, TokenKind::Atom | TokenKind::RightCurlyBracket | TokenKind::RightSquareBracket)
    };
    let is_begin = |kind: TokenKind| {
        is_string(kind) || matches!(kind, TokenKind::Atom | TokenKind::LeftCurlyBracket | TokenKind::LeftSquareBracket)
    };
    let mut open = 0_usize;
    let at = it.tokens.windows(2).find_map(|pair| {
        let [(kind, first), (next, second)] = pair else { return None };
        match kind {
            TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => open += 1,
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => open = open.saturating_sub(1),
            _ => {}
        }
        (open > 0 && is_end(*kind) && is_begin(*next)).then(|| first.end..second.start.max(first.end))
    })?;
    Some(Found { at: at.start..at.start, what: String::new(), write: String::new() })
}

fn unclosed_bracket(it: &Statement<'_>) -> Option<Found> {
    let mut open: Vec<(&str, Range<usize>)> = Vec::new();
    for (kind, range) in &it.tokens {
        match kind {
            TokenKind::LeftSquareBracket => open.push(("]", range.clone())),
            TokenKind::LeftCurlyBracket => open.push(("}", range.clone())),
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => {
                let (closing, opening) = open.pop()?;
                if closing != it.of(range) {
                    return Some(Found { what: it.of(&opening).to_owned(), at: opening, write: closing.to_owned() });
                }
            }
            _ => {}
        }
    }
    let (closing, at) = open.pop()?;
    Some(Found { what: it.of(&at).to_owned(), at, write: closing.to_owned() })
}

fn closed_twice(it: &Statement<'_>) -> Option<Found> {
    let mut open = 0_usize;
    let (_, at) = it.tokens.iter().find(|(kind, _)| match kind {
        TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => {
            open += 1;
            false
        }
        TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => {
            open = open.wrapping_sub(1);
            open == usize::MAX
        }
        _ => false,
    })?;
    Some(Found { at: at.clone(), what: it.of(at).to_owned(), write: String::new() })
}

fn behind_value(it: &Statement<'_>) -> Option<Found> {
    let (_, first) = it.tokens.first().filter(|(kind, _)| is_string(*kind))?;
    let (_, second) = it.tokens.get(1)?;
    let end = it.value.clone()?.end;
    Some(Found { at: second.start..end, ..it.whole("", &shown(it.of(first))) })
}

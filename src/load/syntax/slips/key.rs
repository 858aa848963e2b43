//! Slips in keys, and in what joins them to values.

use super::statement::{Found, Statement, as_value, bare, is_mark, shown, trimmed};

pub fn comment(it: &Statement<'_>) -> Option<Found> {
    let sign = ["//", "--", ";", "/*", "<!--", "%"].into_iter().find(|sign| it.text.trim_start().starts_with(sign))?;
    let start = it.text.len() - it.text.trim_start().len();
    Some(Found { at: start..start + sign.len(), what: sign.to_owned(), write: String::new() })
}

pub fn list_mark(it: &Statement<'_>) -> Option<Found> {
    let start = it.key.start;
    let sign = ["- ", "* ", "• "].into_iter().find(|sign| it.key().starts_with(sign))?;
    let rest = it.text.get(start + sign.len()..)?.trim().replacen(':', " =", 1);
    Some(Found { at: start..start + sign.trim().len(), what: sign.trim().to_owned(), write: shown(&rest) })
}

/// What people write instead of `=`, the longest first.
const FOR_EQUALS: [&str; 9] = ["= =", ":=", "=>", "->", "==", "＝", "：", "→", ":"];

pub fn not_equals(it: &Statement<'_>) -> Option<Found> {
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
    let write = format!("{} = {}", bare(key), as_value(rest));
    is_sure.then(|| Found { at: at..at + sign.len(), what: (*sign).to_owned(), write })
}

pub fn key_in_quotes(it: &Statement<'_>) -> Option<Found> {
    it.value.as_ref()?;
    let key = it.key();
    let inner = key.trim_matches(is_mark);
    let write = format!("{inner} = {}", shown(it.value()));
    (inner.len() < key.len() && !inner.is_empty()).then(|| Found { at: it.key.clone(), what: String::new(), write })
}

pub fn key_of_words(it: &Statement<'_>) -> Option<Found> {
    it.value.as_ref()?;
    let key = it.key();
    let is_words = key.contains(' ') && key.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-'));
    let write = format!("{} = {}", key.replace(' ', "_").to_lowercase(), shown(it.value()));
    is_words.then(|| Found { at: it.key.clone(), what: String::new(), write })
}

pub fn no_equals(it: &Statement<'_>) -> Option<Found> {
    let line = it.text.lines().next()?.trim_start();
    let length = line.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(line.len());
    let (key, rest) = line.split_at_checked(length)?;
    // An `=` may belong to the value.
    it.keys.iter().find(|known| known.name == key)?;
    if rest.trim_start().starts_with('=') {
        return None;
    }
    let rest = rest.trim().trim_end_matches(',');
    Some(Found { at: it.key.clone(), what: key.to_owned(), write: format!("{key} = {}", as_value(rest)) })
}

pub fn no_value(it: &Statement<'_>) -> Option<Found> {
    let is_empty = it.value.is_some() && it.value().is_empty() && !it.key().is_empty();
    is_empty.then(|| {
        let value = if it.form().is_list() { "[]" } else { "\"…\"" };
        Found { at: it.key.clone(), what: shown(it.key()), write: format!("{} = {value}", it.key()) }
    })
}

pub fn no_pair(it: &Statement<'_>) -> Option<Found> {
    let is_pair = it.value.is_some() && !it.key().is_empty();
    let line = trimmed(it.text, 0..it.text.lines().next().unwrap_or("").len());
    (!is_pair).then(|| Found { at: line, what: String::new(), write: String::new() })
}

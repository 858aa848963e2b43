//! Escaping texts of a model for CSV and Markdown.

use crate::text::clean;

/// `text` as a quoted field of a CSV file (RFC 4180).
///
/// A field that a spreadsheet would run as a formula, because it begins with `=`, `+`, `-`, `@`, a tab, a line end,
/// NUL, or a full-width form, gets a leading `'` (ASVS 1.2.10). Do not use it for numbers.
pub fn csv_field(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠']);
    let mark = if is_formula { "'" } else { "" };
    format!("\"{mark}{}\"", text.replace('"', "\"\""))
}

/// `text` for a line or table cell of Markdown, without any markup, links or HTML.
pub fn markdown(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut out = String::with_capacity(text.len());
    for c in clean(&text).as_str().chars() {
        if "\\`*_[]<>|#&~!(){}".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    // These open a list, a quote or a rule only at the start of a line.
    let starts_a_block = out.starts_with(['-', '+', '=']);
    let digits = out.bytes().take_while(u8::is_ascii_digit).count();
    match out.as_bytes().get(digits) {
        Some(b'.') if digits > 0 => out.insert(digits, '\\'),
        _ if starts_a_block => out.insert(0, '\\'),
        _ => {}
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{csv_field, markdown};

    #[test]
    fn a_field_that_a_spreadsheet_would_run_is_made_plain() {
        for (text, field) in [
            ("plain", "\"plain\""),
            ("a \"b\", c\n", "\"a \"\"b\"\", c\n\""),
            ("", "\"\""),
            ("=1+1", "\"'=1+1\""),
            ("+1", "\"'+1\""),
            ("-x", "\"'-x\""),
            ("@SUM(A1)", "\"'@SUM(A1)\""),
            ("\t=1", "\"'\t=1\""),
            ("\r=1", "\"'\r=1\""),
            ("＝1", "\"'＝1\""),
            (" =1", "\" =1\""),
        ] {
            assert_eq!(csv_field(text), field, "{text:?}");
        }
    }

    #[test]
    fn markup_is_shown_and_not_obeyed() {
        for (text, shown) in [
            ("plain, words.", "plain, words."),
            ("a|b", "a\\|b"),
            ("<b>&amp;", "\\<b\\>\\&amp;"),
            ("[x](javascript:1)", "\\[x\\]\\(javascript:1\\)"),
            ("`a`", "\\`a\\`"),
            ("# a", "\\# a"),
            ("- a", "\\- a"),
            ("1. a", "1\\. a"),
            ("10 a", "10 a"),
            ("two\n lines", "two lines"),
            ("a\u{1b}b", "a␛b"),
        ] {
            assert_eq!(markdown(text), shown, "{text:?}");
        }
    }
}

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

/// `text` as plain words of Markdown that begin a line, an item of a list or a quote: nothing in it is markup, a link or
/// HTML.
pub fn markdown(text: &str) -> String {
    let mut out = markdown_within(text);
    // Only here do these open a list, a heading, a quote or a rule.
    let starts_a_block = out.starts_with(['-', '+', '=', '#', '>']);
    let digits = out.bytes().take_while(u8::is_ascii_digit).count();
    match out.as_bytes().get(digits) {
        Some(b'.' | b')') if digits > 0 => out.insert(digits, '\\'),
        _ if starts_a_block => out.insert(0, '\\'),
        _ => {}
    }
    out
}

/// `text` as plain words of Markdown within a line or in a table cell; only what would be markup there is escaped.
pub fn markdown_within(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = clean(&text);
    let mut out = String::with_capacity(text.as_str().len());
    let mut rest = text.as_str().chars();
    while let Some(c) = rest.next() {
        let next = rest.clone().next();
        let is_markup = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '{' | '}' => true,
            // What is struck out begins with a character right behind; a tag and a character by its name likewise.
            '~' => next.is_some_and(|next| next != ' '),
            '<' | '&' => next.is_some_and(|next| next.is_ascii_alphanumeric() || "!?/#".contains(next)),
            _ => false,
        };
        if is_markup {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{csv_field, markdown, markdown_within};

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
            ("<b>&amp;&#38;", "\\<b>\\&amp;\\&#38;"),
            ("</b><!-- a -->", "\\</b>\\<!-- a -->"),
            ("[x](javascript:1)", "\\[x\\](javascript:1)"),
            ("![x](y.png)", "!\\[x\\](y.png)"),
            ("~~a~~ ~b~", "\\~\\~a\\~~ \\~b~"),
            ("`a`", "\\`a\\`"),
            ("# a", "\\# a"),
            ("> a", "\\> a"),
            ("- a", "\\- a"),
            ("1. a", "1\\. a"),
            ("1) a", "1\\) a"),
            ("10 a", "10 a"),
            ("~ near (0.25), 1 < 2 & more! #5", "~ near (0.25), 1 < 2 & more! #5"),
            ("two\n lines", "two lines"),
            ("a\u{1b}b", "a␛b"),
        ] {
            assert_eq!(markdown(text), shown, "{text:?}");
        }
        for (text, shown) in [("+ open", "+ open"), ("1. a", "1. a"), ("- *a*", "- \\*a\\*"), ("a|b", "a\\|b")] {
            assert_eq!(markdown_within(text), shown, "{text:?}");
        }
    }
}

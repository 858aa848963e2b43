//! Invisible characters.

use super::clean::{FLAGS, is_hidden, is_joinable};

/// The hidden characters of `text` with their offsets, in order: controls except tabs and line ends, bidirectional and
/// invisible ones. Allowed are joiners within words or pictures that need them, flags, and an initial byte order mark.
/// One pass.
pub fn hidden(text: &str) -> impl Iterator<Item = (usize, char)> + '_ {
    let mut at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut before = None;
    std::iter::from_fn(move || {
        loop {
            let rest = text.get(at..)?;
            let plain = rest.bytes().take_while(|byte| matches!(byte, b' '..=b'~' | b'\t' | b'\n' | b'\r')).count();
            if plain > 0 {
                (at, before) = (at + plain, None);
                continue;
            }
            let c = rest.chars().next()?;
            let here = at;
            let flag = FLAGS.iter().find(|flag| c == '🏴' && rest.starts_with(**flag));
            at += flag.map_or(c.len_utf8(), |flag| flag.len());
            let last = before.replace(c);
            let is_known = match c {
                '\u{200c}' | '\u{200d}' => last.is_some_and(is_joinable),
                _ => !is_hidden(c),
            };
            if !is_known {
                return Some((here, c));
            }
        }
    })
}

/// The Unicode name of a hidden character, else its kind.
pub fn hidden_name(c: char) -> &'static str {
    NAMES.iter().find(|(named, _)| *named == c).map_or_else(|| kind(c), |(_, name)| name)
}

fn kind(c: char) -> &'static str {
    match c {
        _ if c.is_control() => "control character",
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}' => "private use character",
        '\u{e0000}'..='\u{e007f}' => "tag character",
        '\u{e0100}'..='\u{e01ef}' => "variation selector",
        _ => "invisible character",
    }
}

const NAMES: &[(char, &str)] = &[
    ('\0', "null"),
    ('\u{7}', "bell"),
    ('\u{8}', "backspace"),
    ('\u{b}', "vertical tab"),
    ('\u{c}', "form feed"),
    ('\u{1b}', "escape"),
    ('\u{7f}', "delete"),
    ('\u{85}', "next line"),
    ('\u{ad}', "soft hyphen"),
    ('\u{34f}', "combining grapheme joiner"),
    ('\u{61c}', "Arabic letter mark"),
    ('\u{180e}', "Mongolian vowel separator"),
    ('\u{200b}', "zero width space"),
    ('\u{200c}', "zero width non-joiner"),
    ('\u{200d}', "zero width joiner"),
    ('\u{200e}', "left-to-right mark"),
    ('\u{200f}', "right-to-left mark"),
    ('\u{2028}', "line separator"),
    ('\u{2029}', "paragraph separator"),
    ('\u{202a}', "left-to-right embedding"),
    ('\u{202b}', "right-to-left embedding"),
    ('\u{202c}', "pop directional formatting"),
    ('\u{202d}', "left-to-right override"),
    ('\u{202e}', "right-to-left override"),
    ('\u{2060}', "word joiner"),
    ('\u{2066}', "left-to-right isolate"),
    ('\u{2067}', "right-to-left isolate"),
    ('\u{2068}', "first strong isolate"),
    ('\u{2069}', "pop directional isolate"),
    ('\u{feff}', "zero width no-break space"),
    ('\u{fffc}', "object replacement character"),
];

#[cfg(test)]
mod tests {
    use super::{hidden, hidden_name};

    #[test]
    fn what_nobody_sees_is_found_and_named() {
        for (text, found) in [
            ("plain text\twith a tab\r\nand a line", &[][..]),
            ("\u{feff}a\u{feff}b", &[(4, "zero width no-break space")]),
            (
                "co\u{ad}op \u{202e}x\u{202c}",
                &[(2, "soft hyphen"), (7, "right-to-left override"), (11, "pop directional formatting")],
            ),
            ("می\u{200c}خواهم a\u{200d}b", &[(19, "zero width joiner")]),
            ("🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}🏴\u{e0067}", &[(32, "tag character")]),
            ("a\u{1}\u{1b}[2J", &[(1, "control character"), (2, "escape")]),
            ("\u{e001}\u{2064}", &[(0, "private use character"), (3, "invisible character")]),
        ] {
            let named: Vec<(usize, &str)> = hidden(text).map(|(at, c)| (at, hidden_name(c))).collect();
            assert_eq!(named, found, "{text:?}");
        }
    }
}

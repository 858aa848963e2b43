//! Letters and marks that both foldings treat alike.

use unicode_normalization::UnicodeNormalization;

/// The plain form of typographic quotes and dashes of all scripts.
pub(super) fn plain(c: char) -> char {
    match c {
        _ if is_single_mark(c) => '\'',
        _ if is_double_mark(c) => '"',
        _ if is_dash(c) => '-',
        _ => c,
    }
}

fn is_single_mark(c: char) -> bool {
    matches!(
        c,
        '\u{2018}'
            ..='\u{201b}'
                | '\u{2032}'
                | '\u{2035}'
                | '\u{2bc}'
                | '\u{b4}'
                | '`'
                | '\u{2039}'
                | '\u{203a}'
                | '\u{5f3}'
                | '\u{ff07}'
    )
}

fn is_double_mark(c: char) -> bool {
    matches!(c, '\u{201c}'..='\u{201f}' | '\u{2033}' | '\u{2036}' | '\u{ab}' | '\u{bb}' | '\u{5f4}'
        | '\u{300c}'..='\u{300f}' | '\u{301d}'..='\u{301f}' | '\u{ff62}' | '\u{ff63}' | '\u{ff02}')
}

fn is_dash(c: char) -> bool {
    matches!(
        c,
        '\u{2010}'
            ..='\u{2015}'
                | '\u{2212}'
                | '\u{58a}'
                | '\u{5be}'
                | '\u{2e3a}'
                | '\u{2e3b}'
                | '\u{fe58}'
                | '\u{fe63}'
                | '\u{ff0d}'
    )
}

pub(super) fn is_space(cluster: &str) -> bool {
    cluster.chars().all(char::is_whitespace)
}

/// Whether `c` is a letter or punctuation of a script without spaces between words.
pub fn is_unspaced(c: char) -> bool {
    matches!(c as u32,
        // Thai, Lao, Tibetan; Myanmar; Khmer
        0xe00..=0xfff | 0x1000..=0x109f | 0x1780..=0x17ff
        // Han and its radicals, kana and their punctuation, full-width and half-width forms
        | 0x2e80..=0x30ff | 0x31f0..=0x31ff | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff | 0xff01..=0xff9f
        | 0x20000..=0x3ffff)
}

/// `text` with `ae` for `ä` and the like; `None` if it has no such letter.
pub fn spelled_out(text: &str) -> Option<String> {
    let mut is_other = false;
    let mut out = String::with_capacity(text.len());
    for c in text.nfc() {
        let letters = match c {
            'ä' | 'Ä' => "ae",
            'ö' | 'Ö' | 'ø' | 'Ø' => "oe",
            'ü' | 'Ü' => "ue",
            'å' | 'Å' => "aa",
            c => {
                out.push(c);
                continue;
            }
        };
        is_other = true;
        out.push_str(letters);
    }
    is_other.then_some(out)
}

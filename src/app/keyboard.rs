//! Non-Latin keyboards: maps their letters to keys of the standard layout (US).

/// Letters of a layout, and the characters of the standard layout in the same places. Where layouts of a script
/// disagree, the more common one counts; ASCII is left out, as it does not tell the layout.
const PLACES: &[(&str, &str)] = &[
    // Russian (ЙЦУКЕН); Ukrainian and Belarusian where they have other letters.
    ("ёйцукенгшщзхъфывапролджэячсмитьбю", "`qwertyuiop[]asdfghjkl;'zxcvbnm,."),
    ("ЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ№", "~QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>#"),
    ("іїєґўІЇЄҐЎ", "s]'\\oS}\"|O"),
    // Greek.
    ("ςερτυθιοπασδφγηξκλζχψωβνμ΄", "wertyuiopasdfghjklzxcvbnm;"),
    ("ΕΡΤΥΘΙΟΠΑΣΔΦΓΗΞΚΛΖΧΨΩΒΝΜ΅", "ERTYUIOPASDFGHJKLZXCVBNMW"),
    // Hebrew, whose shifted keys are Latin.
    ("קראטוןםפשדגכעיחלךףזסבהנמצתץ", "ertyuiopasdfghjkl;zxcvbnm,."),
    // Arabic, with the letters of Persian.
    ("ذضصثقفغعهخحجدشسيبلاتنمكطئءؤرىةوزظ", "`qwertyuiop[]asdfghjkl;'zxcvnm,./"),
    ("\u{651}\u{64e}\u{64b}\u{64f}\u{64c}إ÷×؛\u{650}\u{64d}أـ،\u{652}آ؟", "~QWERYIOPASHJKXN?"),
    ("ﻻپچژیکگ", "b\\]Cd;'"),
    ("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789"),
];

/// The character that the key of `typed` has on the standard layout; `None` for ASCII and unknown letters.
pub fn on_standard_layout(typed: char) -> Option<char> {
    // East Asian input methods in wide mode.
    if matches!(typed, '\u{ff01}'..='\u{ff5e}') {
        return char::from_u32(typed as u32 - 0xfee0);
    }
    if typed.is_ascii() {
        return None;
    }
    let mut pairs = PLACES.iter().flat_map(|(letters, places)| letters.chars().zip(places.chars()));
    pairs.find(|(letter, _)| *letter == typed).map(|(_, place)| place)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{PLACES, on_standard_layout};

    #[test]
    fn every_letter_has_one_place() {
        let mut seen = HashSet::new();
        for (letters, places) in PLACES {
            assert_eq!(letters.chars().count(), places.chars().count(), "{letters}");
            for letter in letters.chars() {
                assert!(seen.insert(letter), "{letter} is twice in the table");
            }
        }
    }

    #[test]
    fn a_letter_is_looked_up_by_its_place() {
        for (letters, places) in [
            ("йомлфХю", "qjvkaX.".replace('X', "{").as_str()),
            ("іїІ", "s]S"),
            ("ξκςΗ", "jkwH"),
            ("חלמ", "jkn"),
            ("تنض؟", "jkq?"),
            ("ｊＧ：", "jG:"),
        ] {
            let found: String = letters.chars().filter_map(on_standard_layout).collect();
            assert_eq!(found, places, "{letters}");
        }
        assert_eq!((on_standard_layout('j'), on_standard_layout('欧'), on_standard_layout('é')), (None, None, None));
    }
}

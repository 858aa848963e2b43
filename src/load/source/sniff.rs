//! Recognizes files that are not plain UTF-8 text.

use infer::MatcherType;
use memchr::memmem;

/// Bytes to examine for a wide encoding.
const HEAD: usize = 1024;
/// Bytes of a text to search for tags.
const MARKUP: usize = 64 << 10;
/// Fewer closing tags may be part of the text.
const FEWEST_TAGS: usize = 3;
/// NUL bytes are counted in blocks of this length, to detect a part of a long file.
const BLOCK: usize = 64;

/// A file that is not plain text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::load) struct NoPlainText {
    /// What it is: `a PDF`.
    pub(in crate::load) what: String,
    /// How to make a text of it.
    pub(in crate::load) help: String,
}

impl NoPlainText {
    fn new(what: impl Into<String>, help: impl Into<String>) -> Self {
        Self { what: what.into(), help: help.into() }
    }
}

/// `bytes` as text, or what they are instead.
///
/// Magic bytes are checked only if `bytes` cannot be text: `BMW` begins like a bitmap.
pub(super) fn plain_text(bytes: &[u8]) -> Result<&str, NoPlainText> {
    if let Some(document) = written_in_ascii(bytes) {
        return Err(document);
    }
    if let Some(encoding) = wide_encoding(bytes) {
        let (name, _) = encoding.split_at(6);
        let help = format!("it looks like {name}: convert it, e.g. with `iconv -f {encoding} -t UTF-8`");
        return Err(NoPlainText::new("not UTF-8", help));
    }
    let invalid = std::str::from_utf8(bytes).map_err(|error| error.valid_up_to());
    let nul = memchr::memchr(0, bytes);
    if invalid.is_err() || nul.is_some() {
        if let Some(format) = known_format(bytes) {
            return Err(format);
        }
        if nul.is_some() && bytes.chunks(BLOCK).any(is_full_of_nul) {
            let help = "a part of it looks like UTF-16: save all of it as UTF-8";
            return Err(NoPlainText::new("not text: it has many NUL bytes", help));
        }
    }
    invalid.map_err(|at| NoPlainText::new(format!("not UTF-8 (byte {at})"), "convert it to UTF-8"))
}

/// Documents whose bytes are text, but not the text they show.
fn written_in_ascii(bytes: &[u8]) -> Option<NoPlainText> {
    let head = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    let (what, help) = if head.starts_with(b"%PDF-") {
        ("a PDF", "extract its text first, e.g. with `pdftotext`")
    } else if head.starts_with(b"%!PS") {
        ("PostScript", "extract its text first, e.g. with `ps2ascii`")
    } else if head.starts_with(b"{\\rtf") {
        ("a document (rtf)", SAVE_AS_TEXT)
    } else {
        return None;
    };
    Some(NoPlainText::new(what, help))
}

const SAVE_AS_TEXT: &str = "save it as plain text (UTF-8) and name that file";

fn known_format(bytes: &[u8]) -> Option<NoPlainText> {
    let format = infer::get(bytes)?;
    let ending = format.extension();
    // Office documents are archives with files in any order.
    let is_office = |part: &&str| memmem::find(bytes, part.as_bytes()).is_some();
    if ending == "zip" && ["word/", "xl/", "ppt/"].iter().any(is_office) {
        return Some(NoPlainText::new("an office document", SAVE_AS_TEXT));
    }
    let (what, help) = match format.matcher_type() {
        MatcherType::Doc | MatcherType::Book => ("a document", SAVE_AS_TEXT),
        MatcherType::Archive => {
            ("an archive", "unpack it, save what is in it as plain text (UTF-8) and name that file")
        }
        MatcherType::Image => ("an image", "copy its text into a file, e.g. with `tesseract`"),
        MatcherType::Audio | MatcherType::Video => ("a recording", "write its words down in a file"),
        _ => ("a binary file", SAVE_AS_TEXT),
    };
    Some(NoPlainText::new(format!("{what} ({ending})"), help))
}

fn is_full_of_nul(block: &[u8]) -> bool {
    block.len() >= BLOCK / 4 && memchr::memchr_iter(0, block).count() * 4 >= block.len()
}

/// The encoding, as named by `iconv`, of a text in UTF-16 or UTF-32: by its byte order mark, or because of each two or
/// four bytes some are controls and others are not.
pub(in crate::load) fn wide_encoding(bytes: &[u8]) -> Option<&'static str> {
    for (mark, encoding) in [
        (b"\xff\xfe\0\0".as_slice(), "UTF-32LE"),
        (b"\0\0\xfe\xff", "UTF-32BE"),
        (b"\xff\xfe", "UTF-16LE"),
        (b"\xfe\xff", "UTF-16BE"),
    ] {
        if bytes.starts_with(mark) {
            return Some(encoding);
        }
    }
    let head = bytes.get(..bytes.len().min(HEAD))?;
    // The share of controls in percent at each offset modulo four: 0 for Latin, 3 to 6 for other alphabets.
    let is_control = |byte: &&u8| matches!(byte, 0..=8 | 0x0e..=0x1a);
    let share = |place: usize| {
        let of_place = || head.iter().skip(place).step_by(4);
        of_place().filter(is_control).count() * 100 / of_place().count().max(1)
    };
    match [share(0), share(1), share(2), share(3)].map(|share| (share < 15, share > 60)) {
        [(true, _), (_, true), (_, true), (_, true)] => Some("UTF-32LE"),
        [(_, true), (_, true), (_, true), (true, _)] => Some("UTF-32BE"),
        [(true, _), (_, true), (true, _), (_, true)] => Some("UTF-16LE"),
        [(_, true), (true, _), (_, true), (true, _)] => Some("UTF-16BE"),
        _ => None,
    }
}

/// The markup language of `text`, if it begins like a document of one or has closing tags.
pub(in crate::load) fn markup(text: &str) -> Option<&'static str> {
    let bytes = text.trim_start_matches('\u{feff}').trim_start().as_bytes();
    let begins = |with: &[u8]| bytes.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with));
    if begins(b"<?xml") {
        return Some("XML");
    }
    let is_page = begins(b"<!doctype html") || begins(b"<html");
    (is_page || has_closing_tags(bytes.get(..bytes.len().min(MARKUP))?)).then_some("HTML")
}

fn has_closing_tags(bytes: &[u8]) -> bool {
    let is_name = |at: usize| {
        let name = bytes.get(at + 2..).unwrap_or(&[]);
        let length = name.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        name.first().is_some_and(u8::is_ascii_alphabetic) && name.get(length) == Some(&b'>')
    };
    memmem::find_iter(bytes, b"</").filter(|at| is_name(*at)).take(FEWEST_TAGS).count() == FEWEST_TAGS
}

#[cfg(test)]
mod tests {
    use super::{markup, plain_text, wide_encoding};

    fn wide(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn characters_of_two_or_four_bytes_are_known_without_a_mark() {
        for text in ["Hi", "They want the port open now.\r\n", "Они хотят открыть порт сейчас.", "يريدون فتح الميناء"]
        {
            assert_eq!(wide_encoding(&wide(text, u16::to_le_bytes)), Some("UTF-16LE"), "{text}");
            assert_eq!(wide_encoding(&wide(text, u16::to_be_bytes)), Some("UTF-16BE"), "{text}");
            let four = |bytes: fn(u32) -> [u8; 4]| text.chars().flat_map(|c| bytes(c.into())).collect::<Vec<u8>>();
            assert_eq!(wide_encoding(&four(u32::to_le_bytes)), Some("UTF-32LE"), "{text}");
            assert_eq!(wide_encoding(&four(u32::to_be_bytes)), Some("UTF-32BE"), "{text}");
            assert_eq!(wide_encoding(text.as_bytes()), None, "{text}");
        }
        for text in ["", "a", "\0", "one two three\0", "a\u{1b}[31mb", "\n\n\n\n"] {
            assert_eq!(wide_encoding(text.as_bytes()), None, "{text:?}");
        }
    }

    #[test]
    fn what_is_no_plain_text_is_named() {
        let mixed =
            [b"They want the port open now.\n".repeat(100), wide(&"They want more. ".repeat(5), u16::to_le_bytes)];
        let odt = b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x08\0\0\0mimetypeapplication/vnd.oasis.opendocument.text";
        for (bytes, what) in [
            (b"%PDF-1.4\n1 0 obj".as_slice(), "a PDF"),
            (b"\xef\xbb\xbf\n%PDF-1.7\n%\xe2\xe3\xcf\xd3", "a PDF"),
            (b"{\\rtf1\\ansi The port.}", "a document (rtf)"),
            (b"%!PS-Adobe-3.0\n", "PostScript"),
            (b"PK\x03\x04\x14\0\0\0\x08\0", "an archive (zip)"),
            (odt, "a document (odt)"),
            (b"\x1f\x8b\x08\0\0\0\0\0", "an archive (gz)"),
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "an image (png)"),
            (b"\xff\xd8\xff\xe0\0\x10JFIF\0", "an image (jpg)"),
            (b"ID3\x03\0\0\0\0\0\xff", "a recording (mp3)"),
            (b"caf\xe9", "not UTF-8 (byte 3)"),
            (&mixed.concat(), "not text: it has many NUL bytes"),
            (&wide("They want it.", u16::to_le_bytes), "not UTF-8"),
        ] {
            assert_eq!(plain_text(bytes).unwrap_err().what, what, "{:?}", String::from_utf8_lossy(bytes));
        }
        for text in
            ["BMW opens a plant.", "ID3 is a tag.", "MZ says no.", "They read %PDF-1.4 aloud.", "one\0", "", "\u{feff}"]
        {
            assert_eq!(plain_text(text.as_bytes()), Ok(text));
        }
    }

    #[test]
    fn tags_are_known_from_words() {
        for (text, language) in [
            ("\u{feff}\n<!DOCTYPE HTML><title>T</title>", Some("HTML")),
            ("<HTML lang=en>", Some("HTML")),
            ("<?xml version='1.0'?><TEI>", Some("XML")),
            ("Some <p>They</p> want <b>it</b> <i>now</i>.", Some("HTML")),
            ("They say </sarcasm> and x < y, a </ b, </1>", None),
            ("An <html> tag is discussed.", None),
            ("", None),
        ] {
            assert_eq!(markup(text), language, "{text}");
        }
    }
}

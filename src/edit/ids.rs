//! New ids.

use super::outcome::Refusal;
use crate::model::Model;
use crate::text::hidden;

/// Refuses a new id that the format does not allow, that has hidden characters, or that reads as a passage or line of
/// another record, which it would shadow.
pub(super) fn check_id(id: &str) -> Result<(), Refusal> {
    if id.is_empty() || id.contains(|c: char| c.is_whitespace() || c.is_control()) {
        let why = "an id has at least one character, no white space and no control characters";
        return Err(Refusal::of_id(format!("`{id}` is not an id: {why}")));
    }
    if is_hiding(id) {
        return Err(Refusal::of_id(format!("the id `{id}` has a hidden character; choose one without")));
    }
    if let Some((mark, _)) = place_mark(id) {
        let what = if mark == '#' { "a passage" } else { "a line of an article" };
        return Err(Refusal::of_id(format!(
            "the id `{id}` reads as {what}; choose one that does not end in `{mark}` and digits"
        )));
    }
    Ok(())
}

fn is_hiding(id: &str) -> bool {
    id.contains('\u{feff}') || hidden(id).next().is_some()
}

/// The mark of an id that ends like that of a passage or a line, and its offset.
fn place_mark(id: &str) -> Option<(char, usize)> {
    let (at, mark) = id.char_indices().rfind(|(_, c)| matches!(c, '#' | ':'))?;
    let digits = id.get(at + 1..)?;
    (!digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some((mark, at))
}

/// An id made of a name: lower-case letters and digits, with hyphens between words; `record` if it has none.
pub fn id_of_name(name: &str) -> String {
    let lower = name.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if words.is_empty() { "record".to_owned() } else { words.join("-") }
}

/// `stem`, else `stem-2` and so on: the first id that is free in the model. Removes what a new id must not have.
pub fn fresh_id(model: &Model, stem: &str) -> String {
    let mut stem: String = stem.to_owned();
    stem.retain(|c| !is_hiding(c.encode_utf8(&mut [0; 4])));
    if let Some((_, at)) = place_mark(&stem) {
        stem.replace_range(at..=at, "-");
    }
    let is_free = |id: &String| model.find(id).is_none();
    let numbered = (2..).map(|number| format!("{stem}-{number}"));
    std::iter::once(stem.clone()).chain(numbered).find(is_free).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{check_id, fresh_id, id_of_name};
    use crate::load::load_str;

    #[test]
    fn ids_are_made_of_names() {
        assert_eq!(id_of_name("Volodymyr Zelenskyy's  allies"), "volodymyr-zelenskyy-s-allies");
        assert_eq!((id_of_name("Путин"), id_of_name("—")), ("путин".to_owned(), "record".to_owned()));
        let text = "actors = [{ id = 'eu', name = 'Union', aliases = ['The 27'] }, { id = 'eu-2', name = 'union' }]\n";
        let model = load_str(&[("m.toml", text)], &[]).model;
        assert_eq!((fresh_id(&model, "eu"), fresh_id(&model, "us")), ("eu-3".to_owned(), "us".to_owned()));
        assert_eq!(
            (fresh_id(&model, "eu-cop:26"), fresh_id(&model, "e\u{202e}u#")),
            ("eu-cop-26".to_owned(), "eu#".to_owned())
        );
    }

    #[test]
    fn a_new_id_is_seen_and_hides_no_passage_or_line() {
        for id in ["a", "a#b", "a:b:", "#", "a#1b", "x:1-2", "путин", "한국", "क्ष"] {
            assert!(check_id(id).is_ok(), "{id}");
        }
        for id in ["", "a b", "a\tb", "a#1", "a:12", "#0", "a#b:3", "a\u{202e}", "\u{feff}a", "a\u{200b}b", "a\u{ad}b"]
        {
            assert!(check_id(id).is_err(), "{id:?}");
        }
    }
}

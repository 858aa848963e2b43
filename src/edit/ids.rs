//! Ids: new ones that are free, and those that a name stands for.

use crate::model::Model;

/// An id made of a name: small letters and digits, with hyphens between words; `record` where it has none.
pub fn id_of_name(name: &str) -> String {
    let lower = name.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if words.is_empty() { "record".to_owned() } else { words.join("-") }
}

/// `stem`, else `stem-2` and so on: the first that no record of the model has.
pub fn fresh_id(model: &Model, stem: &str) -> String {
    let is_free = |id: &String| model.find(id).is_none();
    let numbered = (2..).map(|number| format!("{stem}-{number}"));
    std::iter::once(stem.to_owned()).chain(numbered).find(is_free).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{fresh_id, id_of_name};
    use crate::load::load_str;

    #[test]
    fn ids_are_made_of_names() {
        assert_eq!(id_of_name("Volodymyr Zelenskyy's  allies"), "volodymyr-zelenskyy-s-allies");
        assert_eq!((id_of_name("Путин"), id_of_name("—")), ("путин".to_owned(), "record".to_owned()));
        let text = "actors = [{ id = 'eu', name = 'Union', aliases = ['The 27'] }, { id = 'eu-2', name = 'union' }]\n";
        let model = load_str(&[("m.toml", text)], &[]).model;
        assert_eq!((fresh_id(&model, "eu"), fresh_id(&model, "us")), ("eu-3".to_owned(), "us".to_owned()));
    }
}

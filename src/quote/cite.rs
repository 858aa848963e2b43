//! A quote beside what its article has and it has not: nothing that was left out is passed over.

use super::border::whole_words;
use crate::model::{Anchor, Model, PassageId};

/// What an adapted quote leaves out, or the whole words where a quote has a part of one; `None` where nothing is missing.
pub fn aside(model: &Model, id: PassageId) -> Option<String> {
    let left_out = model.left_out(id);
    if !left_out.is_empty() {
        let words: Vec<String> = left_out.iter().map(|words| on_one_line(words)).collect();
        return Some(format!("left out: “{}”", words.join("” … “")));
    }
    let passage = model.passage(id);
    let (Anchor::Exact(span) | Anchor::Normalised(span)) = &passage.anchor else { return None };
    let text = model.article(passage.article).text();
    let (whole, _) = whole_words(text, *span)?;
    Some(format!("the article has “{}”", on_one_line(whole.of(text))))
}

/// The words of a quote with the letters that it cuts off its first and last word in brackets: `[un]able to leave`.
pub fn cited(model: &Model, id: PassageId) -> String {
    let quote = model.quote(id);
    let passage = model.passage(id);
    let (Anchor::Exact(span) | Anchor::Normalised(span)) = &passage.anchor else { return quote.to_owned() };
    let text = model.article(passage.article).text();
    let Some((whole, _)) = whole_words(text, *span) else { return quote.to_owned() };
    let bracketed = |missing: Option<&str>| match missing.unwrap_or("") {
        "" => String::new(),
        letters => format!("[{letters}]"),
    };
    let before = bracketed(text.get(whole.start()..span.start()));
    before + quote + &bracketed(text.get(span.end()..whole.end()))
}

fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<&str>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{aside, cited};
    use crate::load::load_str;
    use crate::model::PassageId;

    #[test]
    fn what_a_quote_leaves_out_is_told_beside_it() {
        let text = "The fleet will, as said\\nbefore, not leave. Some are unable to leave now.";
        for (quote, told, in_brackets) in [
            ("The fleet will … leave", Some("left out: “, as said before, not”"), "The fleet will … leave"),
            ("able to lea", Some("the article has “unable to leave”"), "[un]able to lea[ve]"),
            ("unable to leave", None, "unable to leave"),
            ("nowhere at all", None, "nowhere at all"),
        ] {
            let model = format!(
                "[[articles]]\nid = 'a'\ntitle = 'A'\ntext = \"{text}\"\n[[actors]]\nid = 'x'\nname = 'X'\n\
                 [[issues]]\nid = 'i'\nname = 'I'\n[[demands]]\nid = 'd'\nactor = 'x'\nissue = 'i'\ntext = 'T'\n\
                 passages = [{{ quote = '{quote}' }}]\n"
            );
            let loaded = load_str(&[("m.toml", &model)], &[]);
            let id = PassageId::new(0);
            assert_eq!(aside(&loaded.model, id).as_deref(), told, "{quote}");
            assert_eq!(cited(&loaded.model, id), in_brackets);
        }
    }
}

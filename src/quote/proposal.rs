//! Where the words of a lost quote may be: a proposal, never evidence.

use super::repair::{Change, difference, only_change};
use crate::model::{Anchor, Article, Model, Nearest, PassageId};
use crate::text::one_line;

/// A longer quote is not compared word by word.
const LONGEST_DIFFERENCE: usize = 4_000;
/// Excerpts of an article are cut to this many characters.
const LONGEST_EXCERPT: usize = 160;

/// [`proposal`], marked as such to be shown beside a quote: it must not be taken for evidence.
pub fn proposed(model: &Model, id: PassageId) -> Option<String> {
    let words = proposal(model, id)?;
    Some(if model.passage(id).nearest.is_some() { format!("proposal: {words}") } else { words })
}

/// What to say about a quote that is not in its article: another article that has it word for word, else the only thing
/// that differs, else the most similar place with the words that differ, else that nothing is similar. `None` for other
/// quotes. Costs one [`difference`] of at most 4,000 bytes.
pub fn proposal(model: &Model, id: PassageId) -> Option<String> {
    let passage = model.passage(id);
    let (Anchor::Near(_) | Anchor::Orphan) = passage.anchor else { return None };
    let Some(nearest) = passage.nearest.as_deref() else {
        return Some("nothing like it is in that article; copy the exact words from it".to_owned());
    };
    let article = model.article(nearest.article);
    let (written, line) = words_at(article, nearest);
    if nearest.article != passage.article {
        return Some(format!("it is word for word in article `{}`, line {line}", article.key));
    }
    let quote = model.quote(id);
    let change = only_change(quote, written);
    let shown = if quote.len() + written.len() > LONGEST_DIFFERENCE {
        excerpt(written)
    } else {
        excerpt(&difference(quote, written))
    };
    Some(match change {
        Some(change) => format!("only {change} differ from line {line}: {shown}"),
        None => format!("line {line} is most like it: {shown}"),
    })
}

/// The article's words to write in place of a lost quote, if they differ only in case, in marks or in accents.
pub fn replacement(model: &Model, id: PassageId) -> Option<&str> {
    let passage = model.passage(id);
    let nearest = passage.nearest.as_deref().filter(|nearest| nearest.article == passage.article)?;
    let (written, _) = words_at(model.article(nearest.article), nearest);
    only_change(model.quote(id), written).map(|_: Change| written)
}

fn words_at<'m>(article: &'m Article, nearest: &Nearest) -> (&'m str, u32) {
    (nearest.span.of(article.text()), article.lines.line(nearest.span.start()))
}

/// `text` on one line, cut where it is long.
pub fn excerpt(text: &str) -> String {
    let words = one_line(text);
    match words.char_indices().nth(LONGEST_EXCERPT) {
        Some((end, _)) => words.get(..end).unwrap_or("").to_owned() + "…",
        None => words,
    }
}

#[cfg(test)]
mod tests {
    use super::proposal;
    use crate::load::load_str;
    use crate::model::PassageId;

    #[test]
    fn what_a_lost_quote_differs_in_is_said_unless_it_is_very_long() {
        // Words of one letter, each once.
        let letters = |first: &str, count: u32| {
            let letters = (0..count).filter_map(|number| char::from_u32(0x4e00 + number));
            letters.fold(first.to_owned(), |text, letter| format!("{text} {letter}"))
        };
        for (count, difference) in [(20, "[-sign-]{+signed+} 一 丁"), (510, "They signed 一 丁")] {
            let (text, quote) = (letters("They signed", count), letters("They sign", count));
            let model = format!(
                "[[articles]]\nid = 'a'\ntitle = 'A'\ntext = '{text}'\n[[actors]]\nid = 'x'\nname = 'X'\n\
                 [[issues]]\nid = 'i'\nname = 'I'\n[[demands]]\nid = 'd'\nactor = 'x'\nissue = 'i'\ntext = 'T'\n\
                 passages = [{{ quote = '{quote}' }}]\n"
            );
            let model = load_str(&[("m.toml", &model)], &[]).model;
            let said = proposal(&model, PassageId::new(0)).unwrap_or_default();
            assert!(said.starts_with("line 1 is most like it: ") && said.contains(difference), "{said}");
        }
    }
}

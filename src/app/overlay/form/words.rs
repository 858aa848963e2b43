//! The words of an article that a form quotes.

use crate::app::change::{Change, moved};
use crate::model::{Anchor, ArticleId, Model, Record};
use crate::quote::{Quote, locate};
use crate::text::Span;

/// Words of an article as they were selected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// The id of the article. The form outlives a reading of the model in which it is missing.
    pub article: String,
    /// Where they are, or would be if they were still there.
    pub span: Span,
    /// The words themselves.
    pub text: String,
}

impl Words {
    /// The words at a place.
    pub fn at(model: &Model, (article, span): (ArticleId, Span)) -> Self {
        let of = model.article(article);
        Self { article: of.key.to_string(), span, text: span.of(of.text()).to_owned() }
    }

    /// Their place; `None` where they are no longer in the article.
    pub fn place(&self, model: &Model) -> Option<(ArticleId, Span)> {
        let (article, text) = article(model, &self.article)?;
        (self.span.of(text) == self.text).then_some((article, self.span))
    }

    /// The same words in another reading of the model: at the place nearest to where they were, as they are written now.
    #[must_use]
    pub fn carried_over(&self, change: &Change<'_>) -> Self {
        let Some((_, new)) = article(change.new, &self.article) else { return self.clone() };
        let move_to = |at| article(change.old, &self.article).map_or(at, |(_, old)| moved(at, old, new));
        let span = Span::new(move_to(self.span.start()), move_to(self.span.end()));
        if span.of(new) == self.text {
            return Self { span, ..self.clone() };
        }
        let quote = Quote { words: &self.text, prefix: None, suffix: None };
        let places = locate(new, &[quote]).into_iter().flat_map(|found| match found.anchor {
            Anchor::Exact(place) | Anchor::Normalised(place) => vec![place],
            Anchor::Ambiguous(places) => places.into_vec(),
            Anchor::Adapted(_) | Anchor::Near(_) | Anchor::Orphan | Anchor::NoSource => Vec::new(),
        });
        match places.min_by_key(|place| place.start().abs_diff(span.start())) {
            Some(place) => Self { span: place, text: place.of(new).to_owned(), ..self.clone() },
            None => Self { span, ..self.clone() },
        }
    }
}

/// An article that has a text.
fn article<'m>(model: &'m Model, id: &str) -> Option<(ArticleId, &'m str)> {
    let Some(Record::Article(article)) = model.find(id) else { return None };
    Some((article, model.article(article).text.as_deref()?))
}

#[cfg(test)]
mod tests {
    use super::Words;
    use crate::app::change::Change;
    use crate::load::load_str;
    use crate::model::Model;
    use crate::text::Span;

    fn model(text: Option<&str>) -> Model {
        let article =
            text.map_or(String::new(), |text| format!("[[articles]]\nid = 't'\ntitle = 'T'\ntext = '''{text}'''\n"));
        load_str(&[("a.toml", &format!("[[actors]]\nid = 'a'\nname = 'A'\n{article}"))], &[]).model
    }

    #[test]
    fn words_are_found_again_wherever_they_are_and_are_gone_where_they_are_not() {
        let before = "We must stay. They must go. We wait.";
        for (words, after, expected) in [
            ("They must go.", "We must stay. They must go. We wait.", Some((14, "They must go."))),
            ("They must go.", "So. We must stay. They must go. We wait.", Some((18, "They must go."))),
            ("They must go.", "They must go. We must stay. We wait.", Some((0, "They must go."))),
            ("They must go.", "We must stay.\nThey must\ngo. We wait.", Some((14, "They must\ngo."))),
            ("They must go.", "They must go. Yes. They must go. We wait.", Some((19, "They must go."))),
            ("They must go.", "We must stay. They must not go. We wait.", None),
            ("must", "We must. They go.", Some((3, "must"))),
            ("They must go.", "", None),
        ] {
            let (old, new) = (model(Some(before)), model(Some(after)));
            let at = before.find(words).unwrap();
            let article = old.article_ids().next().unwrap();
            let held = Words::at(&old, (article, Span::new(at, at + words.len())));
            let carried = held.carried_over(&Change { old: &old, new: &new });
            let place = carried.place(&new).map(|(_, span)| (span.start(), span.of(after)));
            assert_eq!(place, expected, "{words:?} in {after:?}");
            // They outlive a reading without their article, and come back with the text that had them.
            let none = model(None);
            let lost = carried.carried_over(&Change { old: &new, new: &none });
            assert_eq!(lost.place(&none), None);
            let back = lost.carried_over(&Change { old: &none, new: &old });
            assert_eq!(back.place(&old).map(|(_, span)| span.of(before)), Some(words), "{after:?}");
        }
    }
}

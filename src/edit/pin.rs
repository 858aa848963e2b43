//! The pin of an article's text.

use super::change::Change;
use crate::format::ARTICLE;
use crate::load::digest;
use crate::model::{Anchor, ArticleId, Model, PassageId};

/// An article whose text has changed since it was pinned.
#[derive(Debug, Clone, PartialEq)]
pub struct Outdated {
    /// What pins the text as it is now.
    pub change: Change,
    /// The passages whose quotes are not in it, or at no place for sure.
    pub lost: Vec<PassageId>,
}

/// What an article needs whose pin is of another text; `None` where it has no pin, no text, or the right one. Costs a pass
/// over the text, and one over the passages where the pin is of another.
pub fn outdated(model: &Model, id: ArticleId) -> Option<Outdated> {
    let article = model.article(id);
    let (pin, text) = (article.sha256.as_deref()?, article.text.as_deref()?);
    let new = digest(text);
    if pin.trim().eq_ignore_ascii_case(&new) {
        return None;
    }
    let is_lost = |passage: &PassageId| {
        let of = model.passage(*passage);
        of.article == id && of.anchor.verified().is_none() && of.anchor != Anchor::NoSource
    };
    let lost = model.passage_ids().filter(is_lost).collect();
    let (id, key) = (article.key.to_string(), ARTICLE.sha256.name.to_owned());
    Some(Outdated { change: Change::Set { id, key, value: Some(new.as_str().into()) }, lost })
}

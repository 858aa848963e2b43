//! Wording of quotes on the screen.

use crate::model::{Anchor, Model, PassageId};
use crate::quote::who;

/// How a quote relates to its article, with the key that leads through several places.
pub fn anchor(anchor: &Anchor) -> String {
    match anchor {
        Anchor::Ambiguous(_) => format!("{} (n steps)", anchor.phrase()),
        Anchor::Near(_) | Anchor::Orphan => anchor.phrase().to_uppercase(),
        Anchor::Exact(_) | Anchor::Normalised(_) | Anchor::Adapted(_) | Anchor::NoSource => {
            anchor.phrase().into_owned()
        }
    }
}

/// Where a passage is and who says it.
pub struct Site<'m> {
    /// The article's title.
    pub title: &'m str,
    /// What follows it: the line, if there is one place, and who says the words about whom.
    pub rest: String,
}

/// Where a passage is and who says it.
pub fn site(model: &Model, id: PassageId) -> Site<'_> {
    let passage = model.passage(id);
    let article = model.article(passage.article);
    let line = passage.anchor.verified().map(|span| format!(" · line {}", article.lines.line(span.start())));
    Site {
        title: &article.title,
        rest: format!("{} · {}", line.unwrap_or_default(), who(model, id, Model::short_name)),
    }
}

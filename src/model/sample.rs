//! A passage for the tests of all rooms.

use super::{Anchor, ArticleId, Origin, Passage, Voice};

/// A passage of the first article without words of its own, in no source.
pub(crate) fn passage() -> Passage {
    Passage {
        article: ArticleId::new(0),
        quote: None,
        anchor: Anchor::NoSource,
        nearest: None,
        speaker: None,
        voice: Voice::Reported,
        prefix: None,
        suffix: None,
        note: None,
        origin: Origin::default(),
    }
}

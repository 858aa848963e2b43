//! What counts how much in the order of hits. All constants of ranking are here.
//!
//! A score is that of the words, 0 to [`ALL_WORDS`], with a bonus for what the text is, and for the best candidates a
//! bonus from reading the text. Ids have scores of their own.

use crate::model::SubjectKind;
use crate::search::index::units::Label;

/// How a word of a text matches a typed one, worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// No word: the unit meets a field or an exclusion. The lowest, as it is worth least: what is also found by a word
    /// counts by the word.
    Condition,
    /// Has its letters in order.
    Subsequence,
    /// Is two edits away, or begins with a word that is one or two edits away.
    Far,
    /// Has other words, but belongs to the actor or issue that is named.
    Named,
    /// Is one edit away.
    Near,
    /// Is another name of the same actor.
    Synonym,
    /// Begins with it.
    Prefix,
    /// Equals it.
    Exact,
}

impl Grade {
    /// How good a match is, 0 to 100. Each step must outweigh small differences in rarity: a word as typed comes first,
    /// a synonym is as sure as a prefix but not what was typed, edits and gaps are guesses.
    pub fn worth(self) -> u32 {
        match self {
            Self::Exact => 100,
            Self::Prefix => 80,
            Self::Synonym => 70,
            Self::Near => 55,
            Self::Named => 50,
            Self::Far => 42,
            Self::Subsequence => 25,
            // Fields and exclusions hold for all hits alike.
            Self::Condition => 0,
        }
    }
}

/// The score of a text that has every word exactly.
pub const ALL_WORDS: u32 = 1000;

/// How much a word counts that `postings` of `units` texts have: 2 if it is in more than half of them, and 2 more each
/// time it is half as frequent.
pub fn rarity(units: usize, postings: usize) -> u32 {
    2 + 2 * (units / postings.max(1)).max(1).ilog2()
}

/// A near word counts beside words that match exactly if it is this many times as frequent: then they are the typos.
pub const OUTNUMBERS: usize = 16;

/// An id as typed is what was meant: above any words.
pub const WHOLE_ID: u32 = 2500;
/// The beginning of an id: above prose with half of the words, below names.
pub const ID_PREFIX: u32 = 850;

/// The bonus of a label. A name or alias is above any prose, an actor's or issue's id nearly; titles and questions are
/// sentences, but say what the record is about.
pub fn label_bonus(label: Label) -> u32 {
    match label {
        Label::ActorName(_) | Label::ActorAlias(..) | Label::IssueName(_) => 500,
        Label::ActorKey(_) | Label::IssueKey(_) => 350,
        Label::ArticleTitle(_) => 120,
        Label::IssueQuestion(_) => 100,
    }
}

/// The bonus of prose: the words of a party before a paraphrase, both before the rest of an article.
pub fn prose_bonus(kind: SubjectKind) -> u32 {
    match kind {
        SubjectKind::Passage => 60,
        SubjectKind::Demand => 40,
        SubjectKind::Actor | SubjectKind::Issue | SubjectKind::Article => 0,
    }
}

/// Prose: all words are neighbours. Less for each word between them.
pub const PROXIMITY: u32 = 150;
/// Prose: the text has no other words. Breaks ties in favour of short texts.
pub const COVERAGE: u32 = 30;
/// A label has no other words: `union` is Union before European Union.
pub const LABEL_COVERAGE: u32 = 100;
/// A label begins with a typed word.
pub const FIRST_WORD: u32 = 20;
/// The most that reading a text adds.
pub const MAX_READING_BONUS: u32 = PROXIMITY + COVERAGE;

/// Candidates beyond the limit that are read before the best are chosen.
pub const RERANKED: usize = 40;
/// At most this many candidates are read before the best are chosen; after them the rough order holds.
pub const MAX_RERANKED: usize = 600;

/// Pasted text: points for each percent of the shorter text that is shared, as it may be part of the other.
pub const PASTED_SHARE: u32 = 6;
/// Pasted text: points for each percent of the longer text that is shared.
pub const PASTED_COVER: u32 = 2;
/// Pasted text: points for each percent of shared words in the same order.
pub const PASTED_ORDER: u32 = 2;
/// Pasted text: a sentence of an article that no passage quotes comes behind all that supports something.
pub const PASTED_SOURCE: u32 = 300;
/// Pasted text: one that is only like a pasted sentence comes last.
pub const PASTED_ALIKE: u32 = 150;

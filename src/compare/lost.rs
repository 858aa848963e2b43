//! Whether the words that a stance and a verdict rest on are in their articles.

use super::stance::Stance;
use super::verdict::{Because, Cell, Pair};
use crate::model::{Anchor, DemandId, Model};

/// Whether a demand has quotes and none of them is in its article. Of an article without a text nothing is known.
fn is_lost(model: &Model, id: DemandId) -> bool {
    let anchors = || model.demand(id).passages().map(|id| &model.passage(id).anchor);
    anchors().any(Anchor::is_lost) && anchors().all(|anchor| anchor.places().is_empty())
}

impl Stance {
    /// The first of its deciding demands whose quotes are not in the article; without a place, the demand that represents it,
    /// if its quotes are not. O(passages of its demands).
    pub fn lost(&self, model: &Model) -> Option<DemandId> {
        match self {
            Self::Placed { demands, .. } | Self::Mixed { demands, .. } => {
                demands.iter().copied().find(|id| is_lost(model, *id))
            }
            Self::NotPlaced { .. } => self.first(model).filter(|id| is_lost(model, *id)),
            Self::Silent => None,
        }
    }
}

impl Pair {
    /// For each side the first demand that decides and whose quotes are not in the article. Where nothing decides, as
    /// [`Stance::lost`]; none where a side is silent, or the very same demands count for both.
    pub fn lost(&self, model: &Model, (a, b): (Cell, Cell)) -> [Option<DemandId>; 2] {
        match (self.because, self.stated) {
            (Because::Positions | Because::NotPlaced, _) => [a, b].map(|cell| cell.stance.lost(model)),
            (Because::Relation, Some(stated)) => [a, b].map(|cell| {
                let own = |id: &DemandId| cell.party.speaks(model.demand(*id).actor);
                [stated.from, stated.to].into_iter().filter(own).find(|id| is_lost(model, *id))
            }),
            (Because::Silent, _) | (Because::Relation, None) => [None, None],
        }
    }
}

/// Who is quoted with words that are not in the article: `the quote of North is not in the article`; empty for nobody.
pub fn lost_words(model: &Model, lost: [Option<DemandId>; 2]) -> String {
    let name = |id: DemandId| model.actor_name(model.demand(id).actor);
    match lost {
        [None, None] => String::new(),
        [Some(one), None] | [None, Some(one)] => format!("the quote of {} is not in the article", name(one)),
        [Some(a), Some(b)] => format!("the quotes of {} and {} are not in the article", name(a), name(b)),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::format_push_string, reason = "short models read best as they stand")]

    use super::lost_words;
    use crate::compare::{Folding, Matrix, Stances, parties};
    use crate::load::load_str;
    use crate::model::{ActorId, IssueId, Model};

    /// Two actors on one issue, each with its quotes of the article `They talk of peace.` and its position; `relation` is a
    /// line of the second's demand.
    fn model(sides: [(&[&str], &str); 2], relation: &str) -> Model {
        let mut text = "format = 1\n[[articles]]\nid = 't'\ntext = 'They talk of peace.'\n[[articles]]\nid = 'bare'\n\
            [[issues]]\nid = 'i'\nscale = ['low', 'high']\n"
            .to_owned();
        for (at, (quotes, position)) in sides.into_iter().enumerate() {
            let id = ["a", "b"][at];
            text += &format!("[[actors]]\nid = '{id}'\nname = '{}'\n", ["Ann", "Ben"][at]);
            text += &format!("[[demands]]\nid = '{id}1'\nactor = '{id}'\nissue = 'i'\ntext = 'T'\n{position}\n");
            text += if at == 1 { relation } else { "" };
            for quote in quotes {
                let article = if quote.is_empty() { "bare" } else { "t" };
                let quote = if quote.is_empty() { "Any" } else { quote };
                text += &format!("\n[[demands.passages]]\narticle = '{article}'\nquote = '{quote}'\n");
            }
        }
        load_str(&[("positions.toml", &text)], &[]).model
    }

    fn words(model: &Model) -> String {
        let actors: Vec<ActorId> = model.actor_ids().collect();
        let issues: Vec<IssueId> = model.issue_ids().collect();
        let matrix = Matrix::new(model, Stances::new(model), parties(model, &actors, Folding::Alone), &issues);
        let cells = (matrix.cell(0, 0).unwrap(), matrix.cell(0, 1).unwrap());
        lost_words(model, matrix.pair(model, 0, (0, 1)).unwrap().lost(model, cells))
    }

    #[test]
    fn a_verdict_rests_on_lost_words_where_no_quote_of_a_deciding_demand_is_found() {
        const FOUND: &[&str] = &["talk of peace"];
        const LOST: &[&str] = &["talk of war and nothing else"];
        const BOTH: &[&str] = &["talk of war and nothing else", "talk of peace"];
        let (low, high, none) = ("position = 0.0", "position = 1.0", "");
        for (sides, relation, expected) in [
            ([(FOUND, low), (FOUND, high)], "", ""),
            ([(LOST, low), (FOUND, high)], "", "the quote of Ann is not in the article"),
            ([(FOUND, low), (LOST, low)], "", "the quote of Ben is not in the article"),
            ([(LOST, low), (LOST, high)], "", "the quotes of Ann and Ben are not in the article"),
            // One found quote is enough; a demand without any claims nothing, nor does an article without a text.
            ([(BOTH, low), (FOUND, high)], "", ""),
            ([(&[], low), (FOUND, high)], "", ""),
            ([(&[""], low), (FOUND, high)], "", ""),
            (
                [(&["", "talk of war and nothing else"], low), (FOUND, high)],
                "",
                "the quote of Ann is not in the article",
            ),
            // A relation decides by the demands it is stated of.
            ([(FOUND, none), (LOST, none)], "opposes = ['a1']", "the quote of Ben is not in the article"),
            ([(LOST, none), (FOUND, none)], "supports = ['a1']", "the quote of Ann is not in the article"),
            // What has no place is told in its words all the same.
            ([(LOST, none), (FOUND, high)], "", "the quote of Ann is not in the article"),
        ] {
            assert_eq!(words(&model(sides, relation)), expected, "{sides:?} {relation}");
        }
    }
}

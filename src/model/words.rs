//! Wording for people; [`word`](super::Status::word) gives the words of files and JSON.
//!
//! Names and labels are as in the file: clean them before they reach a terminal.

use std::borrow::Cow;

use super::article::COUNTED_PLACES;
use super::{ActorId, Anchor, Article, DemandId, Issue, Model, Record, RelationKind, Status};
use crate::text::Span;

impl RelationKind {
    /// The relation seen from the demand that states it: `depends on`.
    pub fn phrase(self) -> &'static str {
        match self {
            Self::Supersedes => "supersedes",
            Self::Opposes => "opposes",
            Self::Supports => "supports",
            Self::DependsOn => "depends on",
            Self::InExchangeFor => "in exchange for",
        }
    }

    /// The relation seen from the demand it points to: `condition of`.
    pub fn reverse_phrase(self) -> &'static str {
        match self {
            Self::Supersedes => "superseded by",
            Self::Opposes => "opposed by",
            Self::Supports => "supported by",
            Self::DependsOn => "condition of",
            Self::InExchangeFor => "asked for in exchange by",
        }
    }
}

impl Anchor {
    /// How a quote relates to its article: `in the source`, `3 places`, `not in the article`.
    pub fn phrase(&self) -> Cow<'static, str> {
        match self {
            Self::Exact(_) => "in the source".into(),
            Self::Normalised(_) => "in the source, normalised".into(),
            Self::Ambiguous(places) => format!("{} places", count_of(places)).into(),
            Self::Adapted(_) => "in the source, adapted".into(),
            Self::Near(_) => "not in the article, but nearly".into(),
            Self::Orphan => "not in the article".into(),
            Self::NoSource => "no source text".into(),
        }
    }

    /// What to say of each place of an ambiguous quote: `one of 2 places`; `None` for others.
    pub fn one_of(&self) -> Option<String> {
        let Self::Ambiguous(places) = self else { return None };
        Some(format!("one of {} places", count_of(places)))
    }
}

/// How many places a quote has: `2`; `at least 1000` from where [`COUNTED_PLACES`] ends.
pub fn count_of(places: &[Span]) -> String {
    let least = if places.len() < COUNTED_PLACES { "" } else { "at least " };
    format!("{least}{}", places.len())
}

impl Article {
    /// The lines of places in order, the first 20 of them: `lines 3, 5, …`. O(places · log lines).
    pub fn on_lines(&self, places: &[Span]) -> String {
        const SHOWN: usize = 20;
        let mut lines: Vec<u32> = places.iter().map(|place| self.lines.line(place.start())).collect();
        lines.dedup();
        let shown: Vec<String> = lines.iter().take(SHOWN).map(u32::to_string).collect();
        let more = if lines.len() > SHOWN { ", …" } else { "" };
        format!("line{} {}{more}", if lines.len() == 1 { "" } else { "s" }, shown.join(", "))
    }
}

impl Issue {
    /// A point of the scale: its label, else `near LABEL (at)`, or the bare number without a scale.
    pub fn place(&self, at: f64) -> String {
        match (self.label(at), self.nearest_label(at)) {
            (Some(label), _) => label.to_owned(),
            (None, Some(near)) => format!("near {near} ({at})"),
            (None, None) => at.to_string(),
        }
    }
}

impl Model {
    /// The name of a record: an article's title, a demand's text.
    pub fn name(&self, record: Record) -> &str {
        match record {
            Record::Actor(id) => &self.actor(id).name,
            Record::Issue(id) => &self.issue(id).name,
            Record::Demand(id) => &self.demand(id).text,
            Record::Article(id) => &self.article(id).title,
        }
    }

    /// The names of `actors`, separated by commas.
    pub fn names(&self, actors: &[ActorId]) -> String {
        actors.iter().map(|id| &*self.actor(*id).name).collect::<Vec<_>>().join(", ")
    }

    /// What has become of a demand: `hardened`, `withdrawn`, `superseded`; empty while it is simply held.
    pub fn standing(&self, id: DemandId) -> &'static str {
        match (self.demand(id).status, self.is_superseded(id)) {
            (Status::Held, false) => "",
            (Status::Held, true) => "superseded",
            (Status::Hardened, true) => "hardened, superseded",
            (Status::Softened, true) => "softened, superseded",
            (status, _) => status.word(),
        }
    }

    /// A suffix for demands that are no longer live: ` (withdrawn)`; empty for live ones.
    pub fn ended(&self, id: DemandId) -> String {
        if self.is_live(id) { String::new() } else { format!(" ({})", self.standing(id)) }
    }

    /// The kind of a demand and, unless simply held, its standing: `offer, withdrawn`.
    pub fn move_words(&self, id: DemandId) -> String {
        match (self.demand(id).kind.word(), self.standing(id)) {
            (kind, "") => kind.to_owned(),
            (kind, standing) => format!("{kind}, {standing}"),
        }
    }

    /// A demand in a title: `Putin on Donetsk and Luhansk`.
    pub fn demand_title(&self, id: DemandId) -> String {
        let demand = self.demand(id);
        format!("{} on {}", self.short_name(demand.actor), self.issue(demand.issue).name)
    }

    /// The facts of a demand besides its text: kind, status, position, then salience, power and date where given.
    pub fn facts(&self, id: DemandId) -> Vec<String> {
        let demand = self.demand(id);
        let issue = self.issue(demand.issue);
        let place = |at| match (issue.label(at), issue.nearest_label(at)) {
            (Some(label), _) => format!("at “{label}”"),
            (None, Some(near)) => format!("near “{near}” ({at})"),
            (None, None) => format!("at {at}"),
        };
        let standing = Some(self.standing(id)).filter(|standing| !standing.is_empty());
        let standing = standing.unwrap_or(demand.status.word());
        let mut facts = vec![demand.kind.word().to_owned(), standing.to_owned()];
        facts.push(demand.position.map_or_else(|| "not placed".to_owned(), place));
        facts.extend(demand.salience.map(|salience| format!("salience {salience}")));
        facts.extend(demand.power.map(|power| format!("power {power}")));
        facts.extend(self.date_of(id).map(|date| date.to_string()));
        facts
    }
}

#[cfg(test)]
mod tests {
    use super::super::Anchor;
    use crate::text::Span;

    #[test]
    fn places_that_may_not_be_all_are_counted_as_at_least() {
        let told = |count: usize| {
            let anchor = Anchor::Ambiguous(vec![Span::new(0, 1); count].into());
            (anchor.phrase().into_owned(), anchor.one_of())
        };
        assert_eq!(told(2), ("2 places".to_owned(), Some("one of 2 places".to_owned())));
        assert_eq!(told(999).0, "999 places");
        assert_eq!(told(1_000), ("at least 1000 places".to_owned(), Some("one of at least 1000 places".to_owned())));
    }
}

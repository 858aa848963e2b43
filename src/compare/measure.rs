//! Measures of how alike two sides are.

use std::collections::BTreeSet;

use super::party::Party;
use super::stance::{SAME, length};
use super::summary::Summary;
use crate::model::{ActorId, ArticleId, Demand, DemandId, IssueId, Model, vocabulary};

vocabulary! {
    /// A number for how alike or unlike two sides are.
    ///
    /// x(k), y(l): how often one side takes point k, the other point l, of the same issue; R: the length of its scale.
    #[derive(Default)]
    pub enum Measure {
        /// Share of comparable issues on which both agree, 0..1; see [`Summary::agreement`].
        #[default]
        Agreement = "agreement",
        /// Mean distance of what both hold now, 0..1; see [`Summary::distance`].
        Distance = "distance",
        /// `Σ x(k) · y(l) · (1 − |k − l| ÷ R)` over shared issues: pairs of statements, weighted by how far they match.
        /// From 0.
        Congruence = "congruence",
        /// `Σ x(k) · y(l) · |k − l| ÷ R`: the same, weighted by how far they differ. From 0.
        Conflict = "conflict",
        /// Congruence − conflict; negative where conflict prevails.
        Subtract = "subtract",
        /// `Σ x(k) · y(l)`: the same, unweighted; congruence + conflict. From 0.
        Ignore = "ignore",
    }
}

impl Measure {
    /// Whether it counts statements, so that [`Normalise`] and [`Duplicates`] have an effect.
    pub fn counts_statements(self) -> bool {
        match self {
            Self::Agreement | Self::Distance => false,
            Self::Congruence | Self::Conflict | Self::Subtract | Self::Ignore => true,
        }
    }

    /// What the value means, in a sentence; for counts also what a value above 1 means.
    pub fn meaning(self, normalise: Normalise) -> String {
        let what = match self {
            Self::Agreement => {
                return "Agreement is the share of comparable issues on which both agree, 0 to 1.".to_owned();
            }
            Self::Distance => {
                return "Distance is the mean distance of what both hold now, as a share of the scale, 0 to 1."
                    .to_owned();
            }
            Self::Congruence => {
                "Congruence pairs every statement of one with every one of the other on the same issue and counts each pair as far as the two match."
            }
            Self::Conflict => {
                "Conflict pairs every statement of one with every one of the other on the same issue and counts each pair as far as the two differ."
            }
            Self::Subtract => {
                "Subtract is congruence minus conflict: above 0 the statements of both match more than they differ."
            }
            Self::Ignore => {
                "Ignore pairs every statement of one with every one of the other on the same issue and counts each pair, whatever they say."
            }
        };
        let above = match normalise {
            Normalise::None => {
                "It is a number of pairs, not a share: above 1 means more than one pair, and it grows with how much both say."
            }
            Normalise::Average => {
                "Divided by the mean number of statements of the two, it is not a share: above 1 means more pairs than statements."
            }
            Normalise::Jaccard => {
                "Divided by the statements that only one makes plus the pairs at the same point: above 1 means more pairs than these."
            }
        };
        format!("{what} {above}")
    }

    /// The measure of two sides, from their summary and their profiles. `None` for a division by 0. `normalise` has no
    /// effect on agreement and distance, which are shares already.
    pub fn value(self, summary: &Summary, (a, b): (&Profile, &Profile), normalise: Normalise) -> Option<f64> {
        let share = |length: fn(f64) -> f64| normalise.apply(weigh(a, b, length), (a, b));
        match self {
            Self::Agreement => summary.agreement(),
            Self::Distance => summary.distance(),
            Self::Congruence => share(|distance| 1.0 - distance),
            Self::Conflict => share(|distance| distance),
            Self::Subtract => share(|distance| 1.0 - 2.0 * distance),
            Self::Ignore => share(|_| 1.0),
        }
    }
}

vocabulary! {
    /// What to divide a count of shared statements by, so that actors do not look alike just for talking much.
    #[derive(Default)]
    pub enum Normalise {
        /// Nothing.
        #[default]
        None = "none",
        /// The mean number of statements of the two, `(n + m) ÷ 2`.
        Average = "average",
        /// The statements (same issue, same point) that only one of the two makes + the products of those both make.
        Jaccard = "jaccard",
    }
}

impl Normalise {
    fn apply(self, value: f64, (a, b): (&Profile, &Profile)) -> Option<f64> {
        let by = match self {
            Self::None => 1.0,
            Self::Average => a.total().midpoint(b.total()),
            Self::Jaccard => union(a, b),
        };
        // The sum of nothing is -0.0.
        (by > 0.0).then(|| value / by + 0.0)
    }
}

vocabulary! {
    /// How often to count a statement, the same point of the same issue, that one article has several times.
    #[derive(Default)]
    pub enum Duplicates {
        /// As often as it is made.
        #[default]
        Keep = "keep",
        /// Once per article, that of its first passage; demands without a passage are never duplicates.
        Once = "once",
    }
}

/// How often a side takes each point of each issue, over all its placed demands. Withdrawn, rejected and superseded
/// ones count too: they were stated.
///
/// The profile and the measures on it are those of Discourse Network Analyzer (Leifeld, `Exporter.java` and manual): x
/// of an actor, an issue and a qualifier level. One thing differs: the distance of two levels is divided by the scale's
/// own length, not by the range of the levels observed, so that a result does not depend on the sample.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Profile {
    /// Sorted by issue, then place.
    entries: Vec<Statements>,
}

/// The statements of one side at one point.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Statements {
    issue: IssueId,
    /// Place as a share of the scale.
    place: f64,
    count: f64,
}

impl Profile {
    /// Counts the statements of a party. O(n log n) in its demands: make it once per party.
    pub fn new(model: &Model, party: &Party, duplicates: Duplicates) -> Self {
        let demands = party.voices.iter().flat_map(|actor| model.demands_of(*actor));
        let placed = demands.filter_map(|id| {
            let demand = model.demand(*id);
            let place = demand.position? / length(model.issue(demand.issue))?;
            let article = demand.passages().next().map(|passage| model.passage(passage).article);
            Some((article, Statements { issue: demand.issue, place, count: 1.0 }))
        });
        let mut placed: Vec<(Option<ArticleId>, Statements)> = placed.collect();
        if duplicates == Duplicates::Once {
            let key = |(article, statement): &(Option<ArticleId>, Statements)| (statement.issue, *article);
            placed.sort_by(|a, b| key(a).cmp(&key(b)).then(a.1.place.total_cmp(&b.1.place)));
            placed.dedup_by(|later, first| first.0.is_some() && first.0 == later.0 && meet(&later.1, &first.1));
        }
        let mut entries: Vec<Statements> = placed.into_iter().map(|(_, statement)| statement).collect();
        entries.sort_by(|a, b| a.issue.cmp(&b.issue).then(a.place.total_cmp(&b.place)));
        entries.dedup_by(|later, first| {
            let is_same = meet(later, first);
            first.count += if is_same { later.count } else { 0.0 };
            is_same
        });
        Self { entries }
    }

    /// How many statements there are.
    pub fn total(&self) -> f64 {
        self.entries.iter().map(|entry| entry.count).sum()
    }

    fn on(&self, issue: IssueId) -> &[Statements] {
        let start = self.entries.partition_point(|entry| entry.issue < issue);
        let end = self.entries.partition_point(|entry| entry.issue <= issue);
        &self.entries[start..end]
    }

    /// How many statements are at `point`.
    fn count_at(&self, point: &Statements) -> f64 {
        self.on(point.issue).iter().filter(|entry| meet(entry, point)).map(|entry| entry.count).sum()
    }
}

/// How many of the statements of these sides have ended, which measures that count statements count all the same, in a
/// sentence with a space before it: ` Of the 7 demands counted, 2 were withdrawn, rejected, met or superseded since.`
/// Empty where none has.
pub fn ended_words<'p>(model: &Model, parties: impl Iterator<Item = &'p Party>) -> String {
    let voices: BTreeSet<ActorId> = parties.flat_map(|party| party.voices.iter().copied()).collect();
    let demands = voices.into_iter().flat_map(|actor| model.demands_of(actor)).map(|id| (id, model.demand(*id)));
    let is_placed = |demand: &Demand| demand.position.is_some() && length(model.issue(demand.issue)).is_some();
    let placed: Vec<DemandId> = demands.filter(|(_, demand)| is_placed(demand)).map(|(id, _)| *id).collect();
    let ended = placed.iter().filter(|id| !model.is_live(**id)).count();
    let demands = if placed.len() == 1 { "demand" } else { "demands" };
    let was = if ended == 1 { "was" } else { "were" };
    match ended {
        0 => String::new(),
        _ => format!(
            " Of the {} {demands} counted, {ended} {was} withdrawn, rejected, met or superseded since.",
            placed.len()
        ),
    }
}

fn meet(a: &Statements, b: &Statements) -> bool {
    a.issue == b.issue && (a.place - b.place).abs() < SAME
}

fn weigh(a: &Profile, b: &Profile, weight: impl Fn(f64) -> f64) -> f64 {
    let products = a.entries.iter().flat_map(|x| {
        let weight = &weight;
        b.on(x.issue).iter().map(move |y| x.count * y.count * weight((x.place - y.place).abs()))
    });
    products.sum()
}

fn union(a: &Profile, b: &Profile) -> f64 {
    let only = |one: &Profile, other: &Profile| -> f64 {
        one.entries.iter().filter(|entry| other.count_at(entry) <= 0.0).map(|entry| entry.count).sum()
    };
    let both: f64 = a.entries.iter().map(|entry| entry.count * b.count_at(entry)).sum();
    only(a, b) + only(b, a) + both
}

#[cfg(test)]
mod tests {
    use super::{Duplicates, Measure, Normalise, Profile};
    use crate::compare::party::Party;
    use crate::compare::sample::{STATUSES, Sample};
    use crate::compare::summary::Summary;
    use crate::model::{Model, RelationKind};
    use proptest::prelude::{prop, proptest};

    /// The 40 statements of Discourse Network Analyzer's sample: for 7 organizations (rows) and 6 concepts (columns), how
    /// often the one (disagrees with, agrees with) the other.
    const SAMPLE: [[(u8, u8); 6]; 7] = [
        [(2, 0), (1, 1), (0, 0), (0, 0), (0, 0), (0, 0)],
        [(2, 0), (1, 0), (0, 2), (0, 0), (0, 0), (0, 0)],
        [(1, 0), (0, 0), (0, 10), (0, 0), (0, 0), (0, 0)],
        [(0, 0), (0, 2), (0, 1), (0, 1), (0, 0), (0, 0)],
        [(0, 2), (0, 1), (0, 1), (0, 1), (0, 1), (0, 0)],
        [(0, 1), (0, 1), (0, 0), (0, 1), (0, 2), (0, 1)],
        [(2, 0), (0, 0), (2, 0), (0, 0), (0, 0), (0, 0)],
    ];
    const NAMES: [&str; 7] = ["a", "b", "c", "d", "e", "f", "g"];

    fn sample(rows: &[usize], columns: &[usize]) -> Model {
        let mut sample = Sample::new(&NAMES, 6);
        for (row, column) in rows.iter().flat_map(|row| columns.iter().map(move |column| (*row, *column))) {
            let (against, in_favour) = SAMPLE[row][column];
            for position in std::iter::repeat_n(0.0, against.into()).chain(std::iter::repeat_n(100.0, in_favour.into()))
            {
                sample.demand(NAMES[row], column, Some(position));
            }
        }
        sample.finish()
    }

    /// The sum over the full matrix without its diagonal.
    fn sum(model: &Model, measure: Measure, normalise: Normalise) -> f64 {
        let profiles: Vec<Profile> =
            model.actor_ids().map(|id| Profile::new(model, &Party::alone(id), Duplicates::Keep)).collect();
        let pairs = (0..7).flat_map(|a| (0..7).filter(move |b| a != *b).map(move |b| (a, b)));
        let value = |(a, b): (usize, usize)| {
            measure.value(&Summary::default(), (&profiles[a], &profiles[b]), normalise).unwrap_or(0.0)
        };
        pairs.map(value).sum()
    }

    #[test]
    fn sums_equal_those_of_discourse_network_analyzer_on_its_sample() {
        let model = sample(&[0, 1, 2, 3, 4, 5, 6], &[0, 1, 2, 3, 4, 5]);
        assert_eq!(model.counts().demands, 40);
        for (measure, none, average, jaccard) in [
            (Measure::Ignore, 276.0, 46.2619, 24.4690),
            (Measure::Congruence, 160.0, 25.8024, 13.6107),
            (Measure::Conflict, 116.0, 20.4594, 10.8583),
            (Measure::Subtract, 44.0, 5.3430, 2.7523),
        ] {
            for (normalise, expected) in
                [(Normalise::None, none), (Normalise::Average, average), (Normalise::Jaccard, jaccard)]
            {
                let got = sum(&model, measure, normalise);
                assert!((got - expected).abs() < 6e-5, "{measure:?} {normalise:?}: {got} is not {expected}");
            }
        }
    }

    #[test]
    fn the_sum_without_one_concept_and_two_organizations_equals_too() {
        let model = sample(&[0, 2, 3, 5, 6], &[0, 1, 3, 4, 5]);
        let got = sum(&model, Measure::Congruence, Normalise::Average);
        assert!((got - 9.8095).abs() < 6e-5, "{got}");
    }

    fn two(a: &[f64], b: &[f64]) -> (Profile, Profile) {
        let mut sample = Sample::new(&["a", "b"], 1);
        for (actor, places) in [("a", a), ("b", b)] {
            for place in places {
                sample.demand(actor, 0, Some(*place));
            }
        }
        let model = sample.finish();
        let [a, b] = Sample::actors(&model).map(|id| Profile::new(&model, &Party::alone(id), Duplicates::Keep));
        (a, b)
    }

    fn value((a, b): &(Profile, Profile), measure: Measure, normalise: Normalise) -> Option<f64> {
        measure.value(&Summary::default(), (a, b), normalise)
    }

    #[test]
    fn levels_are_apart_by_the_scale_and_not_by_what_was_observed() {
        let pair = two(&[0.0], &[50.0]);
        assert_eq!(value(&pair, Measure::Congruence, Normalise::None), Some(0.5));
        assert_eq!(value(&pair, Measure::Conflict, Normalise::None), Some(0.5));
        let same = two(&[50.0, 50.0], &[50.0]);
        assert_eq!(value(&same, Measure::Congruence, Normalise::None), Some(2.0));
        assert_eq!(value(&same, Measure::Conflict, Normalise::None), Some(0.0));
    }

    #[test]
    fn nothing_divided_by_nothing_has_no_value() {
        let pair = two(&[], &[]);
        assert_eq!(value(&pair, Measure::Congruence, Normalise::None), Some(0.0));
        assert_eq!(value(&pair, Measure::Congruence, Normalise::Average), None);
        assert_eq!(value(&pair, Measure::Subtract, Normalise::Jaccard), None);
        assert_eq!(value(&pair, Measure::Agreement, Normalise::None), None);
        assert_eq!(value(&pair, Measure::Distance, Normalise::None), None);
    }

    #[test]
    fn every_statement_counts_whatever_became_of_it() {
        for (status, _) in STATUSES {
            let mut sample = Sample::new(&["a"], 1);
            sample.demand("a", 0, Some(0.0)).status = *status;
            sample.demand("a", 0, Some(100.0));
            sample.demand("a", 0, None);
            sample.relate(1, RelationKind::Supersedes, 0);
            let model = sample.finish();
            let [actor] = Sample::actors(&model);
            let total = Profile::new(&model, &Party::alone(actor), Duplicates::Keep).total();
            assert!((total - 2.0).abs() < 1e-12, "{status:?}: {total}");
        }
    }

    #[test]
    fn the_same_statement_may_count_once_an_article() {
        let mut sample = Sample::new(&["a"], 2);
        for (issue, place, article) in [
            (0, 0.0, Some(0)),
            (0, 0.0, Some(0)),
            (0, 0.0, Some(1)),
            (0, 50.0, Some(0)),
            (1, 0.0, Some(0)),
            (0, 0.0, None),
            (0, 0.0, None),
        ] {
            sample.demand("a", issue, Some(place));
            sample.quoted_from(article);
        }
        let model = sample.finish();
        let [actor] = Sample::actors(&model);
        for (duplicates, expected) in [(Duplicates::Keep, 7.0), (Duplicates::Once, 6.0)] {
            let total = Profile::new(&model, &Party::alone(actor), duplicates).total();
            assert!((total - expected).abs() < 1e-12, "{duplicates:?}: {total}");
        }
    }

    #[test]
    fn words_differ() {
        let mut words: Vec<&str> = Measure::ALL.iter().map(|measure| measure.word()).collect();
        words.extend(Normalise::ALL.iter().map(|normalise| normalise.word()));
        assert_eq!(words.join(" "), "agreement distance congruence conflict subtract ignore none average jaccard");
    }

    proptest! {
        #[test]
        fn congruence_and_conflict_make_up_ignore(
            a in prop::collection::vec(0.0..=100.0, 0..8), b in prop::collection::vec(0.0..=100.0, 0..8),
            normalise in prop::sample::select(Normalise::ALL),
        ) {
            let pair = two(&a, &b);
            let get = |measure| value(&pair, measure, normalise);
            let sum = get(Measure::Congruence).zip(get(Measure::Conflict)).map(|(c, f)| (c + f, c - f));
            match (sum, get(Measure::Ignore), get(Measure::Subtract)) {
                (Some((sum, difference)), Some(ignore), Some(subtract)) => {
                    assert!((sum - ignore).abs() < 1e-9 && (difference - subtract).abs() < 1e-9);
                }
                (sum, ignore, subtract) => assert_eq!((sum.is_none(), ignore, subtract), (true, None, None)),
            }
            let turned = (pair.1.clone(), pair.0.clone());
            for measure in Measure::ALL {
                let (one, other) = (get(*measure), value(&turned, *measure, normalise));
                assert!(one == other || one.zip(other).is_some_and(|(a, b)| (a - b).abs() < 1e-9), "{measure:?}");
            }
        }
    }
}

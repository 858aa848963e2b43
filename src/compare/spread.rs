//! Statistics of what all sides hold on one issue.

use super::matrix::Matrix;
use super::party::tops;
use super::stance::{SAME, Stance, length};
use crate::model::{ActorId, Model};

/// Statistics of what all sides of a row hold. Places are in the scale's own units, columns those of the matrix. A side
/// at several points counts at their middle; silent and unplaced sides do not count, and of sides for which the very
/// same demands count only the first does.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Spread {
    /// How many sides have a place.
    pub placed: usize,
    /// How many sides there are.
    pub sides: usize,
    /// How many pairs are in conflict, by position or by relation.
    pub conflicts: usize,
    /// Mean distance over all pairs of placed sides, 0..1 (Gini's mean difference); `None` with fewer than two.
    pub contention: Option<f64>,
    /// Mean of the places; `None` where there are none.
    pub mean: Option<f64>,
    /// Median of the places; for an even number, the midpoint of the middle two.
    pub median: Option<f64>,
    /// Columns beyond Tukey's fences, 1.5 interquartile ranges outside the quartiles; none with fewer than four places.
    pub outliers: Vec<usize>,
    /// What bargaining models expect, from the sides that state salience and power.
    pub compromise: Option<Compromise>,
    /// The place that most of every bloc holds.
    pub consensus: Option<Consensus>,
}

/// The compromise that models of bargaining expect from places x, powers c and saliences s. A model of stated
/// positions, not a forecast.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Compromise {
    /// `Σ c·s·x ÷ Σ c·s` (the compromise model of DECIDE, after Van den Bos).
    pub mean: f64,
    /// The median weighted by c·s (the median voter of Bueno de Mesquita): no place has a smaller `Σ c·s·|x − place|`.
    pub median: f64,
    /// How many placed sides state both and so count; at least two.
    pub of: usize,
}

/// Consensus across blocs, as Polis computes it for a statement; here, that a place is right.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Consensus {
    /// The place with the highest value; of several the lowest.
    pub at: f64,
    /// `Π (agreeing + 1) ÷ (speaking + 2)` over the blocs, 0..1: agreeing are the members at the place, speaking those
    /// at any. A bloc where nobody speaks gives ½.
    pub value: f64,
    /// How many blocs the sides belong to; at least two.
    pub blocs: usize,
}

impl Spread {
    /// The statistics of a row; empty outside the matrix. O(sides²).
    pub fn new(model: &Model, matrix: &Matrix, row: usize) -> Self {
        let Some(entry) = matrix.rows().get(row) else { return Self::default() };
        let kept = entry.distinct();
        let is_kept = |column: &usize| kept.binary_search(column).is_ok();
        let pairs = matrix.pairs().filter(|(a, b)| is_kept(a) && is_kept(b));
        let pairs: Vec<_> = pairs.filter_map(|columns| matrix.pair(model, row, columns)).collect();
        let distances: Vec<f64> = pairs.iter().filter_map(|pair| pair.distance).collect();
        let places: Vec<(usize, f64)> =
            kept.iter().filter_map(|column| Some((*column, entry.stances[*column].at()?))).collect();
        let values: Vec<f64> = places.iter().map(|(_, at)| *at).collect();
        Self {
            placed: places.len(),
            sides: kept.len(),
            conflicts: pairs.iter().filter(|pair| pair.verdict.is_conflict()).count(),
            contention: mean(&distances),
            mean: mean(&values),
            median: weighted_median(values.iter().map(|at| (*at, 1.0)).collect()),
            outliers: outliers(&places),
            compromise: compromise(model, kept.iter().map(|column| &entry.stances[*column])),
            consensus: consensus(model, matrix, (row, &kept)),
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "numbers of sides are far below 2^52")]
fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

/// The place with half of the weight on either side, or the midpoint of two neighbours with half each: it minimises `Σ
/// weight · |value − place|`. `None` without weight; weights are not negative. O(n log n).
fn weighted_median(mut values: Vec<(f64, f64)>) -> Option<f64> {
    values.retain(|(_, weight)| *weight > 0.0);
    values.sort_by(|a, b| a.0.total_cmp(&b.0));
    let half = values.iter().map(|(_, weight)| weight).sum::<f64>() / 2.0;
    let mut below = 0.0;
    let mut sums = values.iter().map(|(_, weight)| {
        below += weight;
        below
    });
    let middle = sums.position(|sum| sum >= half * (1.0 - SAME))?;
    let is_even = values[..=middle].iter().map(|(_, weight)| weight).sum::<f64>() <= half * (1.0 + SAME);
    let next = values.get(middle + 1).filter(|_| is_even).unwrap_or(&values[middle]);
    Some(values[middle].0.midpoint(next.0))
}

fn outliers(places: &[(usize, f64)]) -> Vec<usize> {
    if places.len() < 4 {
        return Vec::new();
    }
    let mut values: Vec<f64> = places.iter().map(|(_, at)| *at).collect();
    values.sort_by(f64::total_cmp);
    let (low, high) = (quartile(&values, 1), quartile(&values, 3));
    let fence = 1.5 * (high - low) + SAME * (values[values.len() - 1] - values[0]);
    places.iter().filter(|(_, at)| *at < low - fence || *at > high + fence).map(|(column, _)| *column).collect()
}

/// A quartile of sorted values, interpolated between neighbours (type 7 of Hyndman and Fan).
#[expect(clippy::cast_precision_loss, reason = "numbers of sides are far below 2^52")]
fn quartile(sorted: &[f64], number: usize) -> f64 {
    let quarters = (sorted.len() - 1) * number;
    let (at, rest) = (quarters / 4, (quarters % 4) as f64 / 4.0);
    let next = sorted.get(at + 1).unwrap_or(&sorted[at]);
    sorted[at] + rest * (next - sorted[at])
}

fn compromise<'s>(model: &Model, stances: impl Iterator<Item = &'s Stance>) -> Option<Compromise> {
    let weigh = |stance: &Stance| Some((stance.at()?, stance.salience(model)? * stance.power(model)?));
    let weighed: Vec<(f64, f64)> = stances.filter_map(weigh).collect();
    let weight: f64 = weighed.iter().map(|(_, weight)| weight).sum();
    if weighed.len() < 2 || weight <= 0.0 {
        return None;
    }
    let (mean, of) = (weighed.iter().map(|(at, weight)| at * weight).sum::<f64>() / weight, weighed.len());
    Some(Compromise { mean, median: weighted_median(weighed)?, of })
}

#[expect(clippy::cast_precision_loss, reason = "numbers of sides are far below 2^52")]
fn consensus(model: &Model, matrix: &Matrix, (row, kept): (usize, &[usize])) -> Option<Consensus> {
    let entry = matrix.rows().get(row)?;
    let length = length(model.issue(entry.issue))?;
    let mut members: Vec<(ActorId, usize)> = Vec::new();
    for column in kept {
        members.extend(tops(model, matrix.parties()[*column].actor).into_iter().map(|top| (top, *column)));
    }
    members.sort_unstable();
    let blocs: Vec<&[(ActorId, usize)]> = members.chunk_by(|a, b| a.0 == b.0).collect();
    let is_at = |column: usize, place: f64| match &entry.stances[column] {
        Stance::Placed { at, .. } => (at - place).abs() < SAME * length,
        Stance::Mixed { .. } | Stance::NotPlaced { .. } | Stance::Silent => false,
    };
    let value = |place: f64| {
        let shares = blocs.iter().map(|bloc| {
            let speaking = bloc.iter().filter(|(_, column)| entry.stances[*column].at().is_some()).count();
            let agreeing = bloc.iter().filter(|(_, column)| is_at(*column, place)).count();
            (agreeing as f64 + 1.0) / (speaking as f64 + 2.0)
        });
        shares.product::<f64>()
    };
    let mut places: Vec<f64> = kept.iter().filter_map(|column| entry.stances[*column].at()).collect();
    places.sort_by(f64::total_cmp);
    places.dedup();
    let valued = places.into_iter().map(|at| Consensus { at, value: value(at), blocs: blocs.len() });
    let best = valued.reduce(|best, next| if next.value > best.value { next } else { best });
    best.filter(|best| best.blocs > 1)
}

#[cfg(test)]
mod tests {
    use super::{Compromise, Consensus, Spread, weighted_median};
    use crate::compare::matrix::Matrix;
    use crate::compare::party::{Folding, parties};
    use crate::compare::sample::Sample;
    use crate::compare::stance::Stances;
    use crate::model::{ActorId, IssueId, RelationKind};
    use proptest::prelude::{prop, proptest};

    const NAMES: [&str; 6] = ["a", "b", "c", "d", "e", "f"];

    fn spread(sample: Sample) -> Spread {
        let model = sample.finish();
        let actors: Vec<ActorId> = model.actor_ids().collect();
        let parties = parties(&model, &actors, Folding::Alone);
        Spread::new(&model, &Matrix::new(&model, Stances::new(&model), parties, &[IssueId::new(0)]), 0)
    }

    fn at(places: &[f64]) -> Sample {
        let mut sample = Sample::new(&NAMES[..places.len()], 1);
        for (name, place) in NAMES.iter().zip(places) {
            sample.demand(name, 0, Some(*place));
        }
        sample
    }

    #[test]
    fn places_have_a_mean_a_median_and_a_spread() {
        for (places, contention, mean, median) in [
            (&[][..], None, None, None),
            (&[20.0], None, Some(20.0), Some(20.0)),
            (&[20.0, 40.0], Some(0.2), Some(30.0), Some(30.0)),
            (&[0.0, 100.0, 20.0], Some(2.0 / 3.0), Some(40.0), Some(20.0)),
            (&[0.0, 100.0, 20.0, 40.0], Some(3.2 / 6.0), Some(40.0), Some(30.0)),
        ] {
            let spread = spread(at(places));
            let is_close = |got: Option<f64>, expected: Option<f64>| match (got, expected) {
                (Some(got), Some(expected)) => (got - expected).abs() < 1e-9,
                (got, expected) => got == expected,
            };
            assert!(is_close(spread.contention, contention), "{places:?}: {:?}", spread.contention);
            assert!(is_close(spread.mean, mean) && is_close(spread.median, median), "{places:?}: {spread:?}");
        }
    }

    #[test]
    fn conflicts_count_by_position_and_by_relation() {
        let mut sample = at(&[0.0, 0.0, 100.0]);
        sample.relate(0, RelationKind::Opposes, 1);
        assert_eq!(spread(sample).conflicts, 3);
    }

    #[test]
    fn outliers_lie_beyond_the_fences() {
        for (places, outliers) in [
            (&[0.0, 0.0, 100.0][..], &[][..]),
            (&[0.0, 0.0, 0.0, 0.0, 100.0], &[4]),
            (&[0.0, 50.0, 50.0, 100.0], &[]),
            (&[0.0, 10.0, 20.0, 30.0, 100.0], &[4]),
            // Quartiles between two places: the fence is at 85.
            (&[10.0, 20.0, 30.0, 40.0, 50.0, 85.0], &[]),
            (&[10.0, 20.0, 30.0, 40.0, 50.0, 86.0], &[5]),
            // However near each other they are
            (&[0.0, 0.0, 0.0, 0.0, 1e-5], &[4]),
        ] {
            assert_eq!(spread(at(places)).outliers, outliers, "{places:?}");
        }
    }

    #[test]
    fn the_compromise_weighs_those_that_state_salience_and_power() {
        let mut sample = Sample::new(&NAMES[..4], 1);
        for (name, place, salience, power) in [
            ("a", 0.0, Some(1.0), Some(0.2)),
            ("b", 50.0, Some(0.5), Some(0.2)),
            ("c", 100.0, Some(0.5), Some(1.0)),
            ("d", 0.0, Some(1.0), None),
        ] {
            let demand = sample.demand(name, 0, Some(place));
            (demand.salience, demand.power) = (salience, power);
        }
        let Some(Compromise { mean, median, of }) = spread(sample).compromise else { panic!("there is one") };
        assert!((mean - 55.0 / 0.8).abs() < 1e-9 && (median - 100.0).abs() < 1e-9, "{mean} {median}");
        assert_eq!(of, 3);
        assert_eq!(spread(at(&[0.0, 100.0])).compromise, None);
    }

    #[test]
    fn consensus_is_the_product_of_the_shares_of_the_blocs() {
        let mut sample = Sample::new(&["x", "y", "a", "b", "c", "d"], 1);
        for (member, bloc) in [("a", "x"), ("b", "x"), ("c", "y"), ("d", "y")] {
            sample.member(member, bloc);
        }
        // Those of b and c are one place.
        for (name, place) in [("a", 0.0), ("b", 50.0), ("c", 50.000_000_01)] {
            sample.demand(name, 0, Some(place));
        }
        let model = sample.finish();
        let actors: Vec<ActorId> = model.actor_ids().skip(2).collect();
        let matrix =
            Matrix::new(&model, Stances::new(&model), parties(&model, &actors, Folding::Alone), &[IssueId::new(0)]);
        let expected = Consensus { at: 50.0, value: 2.0 / 4.0 * (2.0 / 3.0), blocs: 2 };
        assert_eq!(Spread::new(&model, &matrix, 0).consensus, Some(expected));
    }

    #[test]
    fn a_stance_that_counts_for_several_sides_counts_once() {
        let mut sample = Sample::new(&["state", "a", "b", "c"], 1);
        sample.member("a", "state");
        for (name, place) in [("a", 0.0), ("b", 100.0), ("c", 50.0)] {
            sample.demand(name, 0, Some(place));
        }
        let spread = spread(sample);
        assert_eq!((spread.placed, spread.sides, spread.conflicts), (3, 3, 3));
        assert_eq!((spread.mean, spread.median), (Some(50.0), Some(50.0)));
        assert_eq!(spread.contention, Some(2.0 / 3.0));
        let consensus = spread.consensus.map(|consensus| (consensus.at, consensus.blocs));
        assert_eq!(consensus, Some((0.0, 3)), "the lowest of places that are worth the same");
    }

    proptest! {
        #[test]
        fn the_weighted_median_minimises_the_weighted_sum(
            values in prop::collection::vec((0..=20u8, 0..=5u8), 1..12), other in 0..=20u8,
        ) {
            let values: Vec<(f64, f64)> = values.into_iter().map(|(at, weight)| (at.into(), weight.into())).collect();
            let sum = |place: f64| values.iter().map(|(at, weight)| weight * (at - place).abs()).sum::<f64>();
            match weighted_median(values.clone()) {
                Some(median) => assert!(sum(median) <= sum(other.into()) + 1e-9, "{median}"),
                None => assert!(values.iter().all(|(_, weight)| *weight <= 0.0)),
            }
        }

        #[test]
        fn the_order_of_the_sides_does_not_matter(places in prop::collection::vec(0..=10u8, 0..6)) {
            let places: Vec<f64> = places.into_iter().map(|at| f64::from(at) * 10.0).collect();
            let (forth, back) = (spread(at(&places)), spread(at(&places.iter().rev().copied().collect::<Vec<_>>())));
            assert_eq!((forth.median, forth.outliers.len()), (back.median, back.outliers.len()));
            assert!(forth.contention.is_none_or(|value| (0.0..=1.0).contains(&value)));
            assert!(forth.contention.zip(back.contention).is_none_or(|(a, b)| (a - b).abs() < 1e-9));
        }
    }
}

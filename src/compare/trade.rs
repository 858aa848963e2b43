//! Pairs of issues on which two sides could each give way where they care less.

use super::matrix::{Matrix, MatrixRow};
use super::stance::length;
use super::verdict::NEAR;
use crate::model::Model;

/// A trade between two sides over two issues: a side gives up, or gets, salience times distance if one side moves all
/// the way. Arithmetic on what both state, not advice. Columns and rows are those of the matrix.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Trade {
    /// One side.
    pub a: Side,
    /// The other.
    pub b: Side,
}

/// What one side would give and get.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Side {
    /// Who.
    pub column: usize,
    /// The row on which it would move to the other's place.
    pub row: usize,
    /// Its salience there times the distance.
    pub gives: f64,
    /// Its salience on the other row times the distance there; more than it gives.
    pub gets: f64,
}

impl Trade {
    /// What the side that gains less would gain, above 0.
    pub fn gain(&self) -> f64 {
        (self.a.gets - self.a.gives).min(self.b.gets - self.b.gives)
    }
}

/// The trades in which each side gives on the issue it cares less about and gets more than it gives: the greatest
/// [`Trade::gain`] first, then by columns and rows; at most `limit`. Only issues count on which the two are apart or
/// opposed and both state their salience. After the logrolling of Tollison and Willett (1979). O(sides² · rows²).
pub fn trades(model: &Model, matrix: &Matrix, limit: usize) -> Vec<Trade> {
    let mut best: Vec<Trade> = Vec::new();
    let stakes: Vec<Vec<Stake>> = (0..matrix.parties().len()).map(|column| stakes(model, matrix, column)).collect();
    for columns in matrix.pairs() {
        let open = open((&stakes[columns.0], &stakes[columns.1]));
        let most_to_a = open.iter().map(|open| open.saliences.0 * open.distance).fold(0.0, f64::max);
        for (one, a_gives) in open.iter().enumerate() {
            let (a_loses, b_wins) = (a_gives.saliences.0 * a_gives.distance, a_gives.saliences.1 * a_gives.distance);
            let least = best.last().filter(|_| best.len() >= limit).map_or(0.0, Trade::gain);
            if (most_to_a - a_loses).min(b_wins) <= least {
                continue;
            }
            for (other, b_gives) in open.iter().enumerate() {
                let cares_less = a_gives.saliences.0 < b_gives.saliences.0 && b_gives.saliences.1 < a_gives.saliences.1;
                if one == other || !cares_less {
                    continue;
                }
                let trade = trade(columns, a_gives, b_gives);
                let is_better = best.len() < limit || best.last().is_some_and(|last| last.gain() < trade.gain());
                if trade.gain() > 0.0 && is_better {
                    best.push(trade);
                    best.sort_by(|a, b| b.gain().total_cmp(&a.gain()));
                    best.truncate(limit);
                }
            }
        }
    }
    best
}

/// What a side holds on an issue, on a scale of this length, and how much it cares.
struct Stake {
    row: usize,
    at: f64,
    length: f64,
    salience: f64,
}

/// The stakes of a side, by rows; none where it has no place or states no salience.
fn stakes(model: &Model, matrix: &Matrix, column: usize) -> Vec<Stake> {
    let stake = |(row, entry): (usize, &'_ MatrixRow)| {
        let stance = &entry.stances[column];
        let (at, salience) = (stance.at()?, stance.salience(model)?);
        Some(Stake { row, at, length: length(model.issue(entry.issue))?, salience })
    };
    matrix.rows().iter().enumerate().filter_map(stake).collect()
}

/// An issue on which two sides differ.
struct Open {
    row: usize,
    distance: f64,
    saliences: (f64, f64),
}

fn open((a, b): (&[Stake], &[Stake])) -> Vec<Open> {
    let rows = a.iter().filter_map(|a| {
        let b = &b[b.binary_search_by_key(&a.row, |b| b.row).ok()?];
        Some(Open { row: a.row, distance: (a.at - b.at).abs() / a.length, saliences: (a.salience, b.salience) })
    });
    rows.filter(|open| open.distance > NEAR).collect()
}

fn trade((a, b): (usize, usize), a_gives: &Open, b_gives: &Open) -> Trade {
    let side = |column, row, gives, gets| Side { column, row, gives, gets };
    Trade {
        a: side(a, a_gives.row, a_gives.saliences.0 * a_gives.distance, b_gives.saliences.0 * b_gives.distance),
        b: side(b, b_gives.row, b_gives.saliences.1 * b_gives.distance, a_gives.saliences.1 * a_gives.distance),
    }
}

#[cfg(test)]
mod tests {
    use super::{Side, Trade, trades};
    use crate::compare::matrix::Matrix;
    use crate::compare::party::{Folding, parties};
    use crate::compare::sample::Sample;
    use crate::compare::stance::Stances;
    use crate::model::{ActorId, IssueId};
    use proptest::prelude::{prop, proptest};

    /// An issue, and the place and salience of each side.
    type Held = (usize, f64, Option<f64>, f64, Option<f64>);

    fn found(cells: &[Held], limit: usize) -> Vec<Trade> {
        let mut sample = Sample::new(&["a", "b"], cells.len());
        for (issue, of_a, cares_a, of_b, cares_b) in cells {
            sample.demand("a", *issue, Some(*of_a)).salience = *cares_a;
            sample.demand("b", *issue, Some(*of_b)).salience = *cares_b;
        }
        let model = sample.finish();
        let actors: Vec<ActorId> = model.actor_ids().collect();
        let issues: Vec<IssueId> = model.issue_ids().collect();
        let parties = parties(&model, &actors, Folding::Alone);
        trades(&model, &Matrix::new(&model, Stances::new(&model), parties, &issues), limit)
    }

    #[test]
    fn each_gives_where_it_cares_less() {
        let cells = [(0, 0.0, Some(0.25), 100.0, Some(1.0)), (1, 0.0, Some(0.75), 100.0, Some(0.5))];
        let expected = Trade {
            a: Side { column: 0, row: 0, gives: 0.25, gets: 0.75 },
            b: Side { column: 1, row: 1, gives: 0.5, gets: 1.0 },
        };
        assert_eq!(found(&cells, 5), [expected]);
        assert_eq!(found(&cells, 0), []);
    }

    #[test]
    fn there_is_no_trade_without_both_saliences_or_where_both_care_for_the_same() {
        for cells in [
            [(0, 0.0, Some(0.2), 100.0, None), (1, 0.0, Some(0.8), 100.0, Some(0.5))],
            [(0, 0.0, Some(0.2), 100.0, Some(0.2)), (1, 0.0, Some(0.8), 100.0, Some(0.8))],
            [(0, 0.0, Some(0.2), 20.0, Some(1.0)), (1, 0.0, Some(0.8), 100.0, Some(0.5))],
        ] {
            assert_eq!(found(&cells, 5), [], "{cells:?}");
        }
    }

    /// What the side that gains less gains in each trade of one issue for another, greatest first.
    fn every_gain(cells: &[Held]) -> Vec<f64> {
        let open = cells.iter().map(|(_, of_a, cares_a, of_b, cares_b)| {
            let distance = (of_a - of_b).abs() / 100.0;
            (distance, cares_a.unwrap(), cares_b.unwrap())
        });
        let open: Vec<(f64, f64, f64)> = open.filter(|(distance, ..)| *distance > 0.25).collect();
        let pairs = open.iter().flat_map(|one| open.iter().map(move |other| (*one, *other)));
        let meant = pairs.filter(|(a_gives, b_gives)| a_gives.1 < b_gives.1 && b_gives.2 < a_gives.2);
        let gain = meant.map(|((far, a, b), (other_far, other_a, other_b))| {
            (other_a * other_far - a * far).min(b * far - other_b * other_far)
        });
        let mut gains: Vec<f64> = gain.filter(|gain| *gain > 0.0).collect();
        gains.sort_by(|a, b| b.total_cmp(a));
        gains
    }

    proptest! {
        #[test]
        fn the_best_trades_are_those_that_trying_every_pair_finds(
            cells in prop::collection::vec((0..=4u8, 0..=4u8, 0..=4u8, 0..=4u8), 2..6), limit in 0..5_usize,
        ) {
            let quarters = |count: u8| f64::from(count) / 4.0;
            let cells: Vec<Held> = cells.into_iter().enumerate().map(|(issue, (of_a, cares_a, of_b, cares_b))| {
                (issue, quarters(of_a) * 100.0, Some(quarters(cares_a)), quarters(of_b) * 100.0, Some(quarters(cares_b)))
            }).collect();
            let mut expected = every_gain(&cells);
            expected.truncate(limit);
            let gains: Vec<f64> = found(&cells, limit).iter().map(Trade::gain).collect();
            assert_eq!(gains, expected, "{cells:?}");
        }
    }
}

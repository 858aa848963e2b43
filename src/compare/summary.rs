//! How two sides relate over all issues.

use super::verdict::{Pair, Verdict};

/// How two sides relate over all issues counted. The empty summary has seen no issue.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Summary {
    /// Issues where they agree.
    pub agree: usize,
    /// Issues where they are near each other.
    pub near: usize,
    /// Issues where they are apart.
    pub apart: usize,
    /// Issues where they are opposed.
    pub opposed: usize,
    /// Issues that cannot be compared.
    pub unknown: usize,
    /// Those of `unknown` where the very same demands count for both.
    pub same: usize,
    /// Issues compared by position: those in the mean [`Summary::distance`].
    pub placed: usize,
    /// Those of `placed` where both sides state their salience.
    pub weighted: usize,
    sum: f64,
    weight: f64,
}

impl Summary {
    /// Counts one issue. `salience` is the mean of the two sides' saliences, `None` where either is missing.
    pub fn count(&mut self, pair: Pair, salience: Option<f64>) {
        match pair.verdict {
            Verdict::Agree => self.agree += 1,
            Verdict::Near => self.near += 1,
            Verdict::Apart => self.apart += 1,
            Verdict::Opposed => self.opposed += 1,
            Verdict::Unknown => self.unknown += 1,
        }
        self.same += usize::from(pair.is_same);
        let Some(distance) = pair.distance else { return };
        self.placed += 1;
        let weight = salience.unwrap_or(1.0);
        self.weighted += usize::from(salience.is_some());
        self.sum += weight * distance;
        self.weight += weight;
    }

    /// How many issues could be compared: agree + near + apart + opposed.
    pub fn comparable(&self) -> usize {
        self.agree + self.near + self.apart + self.opposed
    }

    /// agree ÷ comparable, 0..1, as voting-advice sites count it; `None` where nothing is comparable.
    #[expect(clippy::cast_precision_loss, reason = "issues are far below 2^52")]
    pub fn agreement(&self) -> Option<f64> {
        (self.comparable() > 0).then(|| self.agree as f64 / self.comparable() as f64)
    }

    /// Mean distance, 0..1: Σ w·d ÷ Σ w over the issues compared by position, w the mean of the two saliences, 1 where
    /// either is missing. `None` where nothing is compared by position or all weights are 0.
    ///
    /// The weighted Manhattan distance of `OpenVAA`; weighting by the mean of the two saliences is our choice.
    pub fn distance(&self) -> Option<f64> {
        (self.weight > 0.0).then(|| self.sum / self.weight)
    }

    /// The counts as a sentence: `3 of 5 comparable agree, 6 unknown`, and on how many of these the same demands count
    /// for both.
    pub fn sentence(&self) -> String {
        let same = match self.same {
            0 => String::new(),
            same => format!(": the same demands count for both on {same}"),
        };
        match self.comparable() {
            0 => format!("nothing comparable, {} unknown{same}", self.unknown),
            comparable => format!("{} of {comparable} comparable agree, {} unknown{same}", self.agree, self.unknown),
        }
    }
}

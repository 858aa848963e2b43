//! Random choices that a number decides, so that a failure can be repeated.
#![allow(dead_code, reason = "not every test needs all of it")]

use std::env;

/// The generator `SplitMix64`: small, good enough for tests, and the same everywhere.
pub struct Random(u64);

impl Random {
    /// The choices that follow from `seed`.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Any number.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// A number below `bound`, which is not 0.
    pub fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % bound as u64).unwrap()
    }

    /// Whether one of `times` chances came up.
    pub fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// One of `choices`, which are not empty.
    pub fn pick<'c, T>(&mut self, choices: &'c [T]) -> &'c T {
        &choices[self.below(choices.len())]
    }
}

/// The number in the environment variable `name`, or `otherwise`.
pub fn number(name: &str, otherwise: u64) -> u64 {
    env::var(name).map_or(otherwise, |value| value.parse().unwrap_or_else(|why| panic!("{name}={value}: {why}")))
}

/// As few of `items` as still fail, found by leaving halves out, then quarters, and so on.
pub fn fewest<T: Clone>(items: &[T], fails: impl Fn(&[T]) -> bool) -> Vec<T> {
    let mut least = items.to_vec();
    let mut piece = least.len() / 2;
    while piece > 0 {
        let mut at = 0;
        while at < least.len() {
            let mut fewer = least.clone();
            fewer.drain(at..(at + piece).min(fewer.len()));
            if fails(&fewer) {
                least = fewer;
            } else {
                at += piece;
            }
        }
        piece /= 2;
    }
    least
}

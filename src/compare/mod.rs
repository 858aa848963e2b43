//! Compares actors: what each holds now on an issue, how two of them relate on it, and over all issues.
//!
//! Values only: it neither prints nor draws. Missing is never zero: an actor that says nothing on an issue, or whose
//! demands have no place on its scale, is unknown there, and every share comes with its base.

mod caveat;
mod cluster;
mod ground;
mod lost;
mod matrix;
mod measure;
mod movement;
mod order;
mod party;
mod shift;
mod spread;
mod stance;
mod summary;
mod trade;
mod verdict;
mod words;

pub use cluster::{Clusters, Merge, Split, splits};
pub use ground::{Ground, Move, Related, common_ground, related_ground, staying};
pub use lost::lost_words;
pub use matrix::{Matrix, MatrixRow};
pub use measure::{Duplicates, Measure, Normalise, Profile, ended_words};
pub use movement::{Change, Movement, Movements, movements};
pub use order::Order;
pub use party::{Folding, Party, parties};
pub use shift::{CourseStep, Shift, Turn, course, has_moved, moved, shifts, shifts_in};
pub use spread::{Compromise, Consensus, Spread};
pub use stance::{Stance, Stances, Stated};
pub use summary::Summary;
pub use trade::{Side, Trade, trades};
pub use verdict::{Because, Cell, Pair, Verdict, verdict};
pub use words::{LOST, MARKS, NOT_FOUND, places, reason, target, way_words};

#[cfg(test)]
mod sample;

//! What the marks of the faces mean: one table for their own legends and for the help.

use super::course::Mark;
use crate::app::place::Mode;
use crate::compare::{LOST, MARKS, NOT_FOUND};

/// A mark and its meaning.
type Meaning = (&'static str, &'static str);

/// Beside [`MARKS`], what cells of the matrix have.
pub const CELLS: [Meaning; 2] = [(">", "moved"), ("*", "base")];

/// What the scales have.
pub const SCALES: [Meaning; 6] = [
    ("┼", "point"),
    ("o─►", "moved"),
    ("├─┤", "mixed"),
    ("(name)", "given up"),
    ("3 a b", "count, names"),
    ("+2", "more"),
];

/// Behind a name whose quotes are not in the article.
pub const LOST_NAME: Meaning = ("name!", NOT_FOUND);

/// What stands between the numbers of who stands with whom.
pub const NUMBERS: [Meaning; 2] = [("·", "nothing to compare"), ("1 2", "the group")];

/// Where there is no number since relations alone compare two; the marks that are on the screen are told.
pub const RELATED: Meaning = ("+r xr +x", "by relation, no distance");

/// What an event is, its symbol, and what that means.
pub const EVENTS: [(Mark, &str, &str); 6] = [
    (Mark::States, "o", "states"),
    (Mark::Hardened, "^", "harder"),
    (Mark::Softened, "v", "softer"),
    (Mark::InPlace, ">", "instead"),
    (Mark::GivenUp, "x", "withdrawn or rejected"),
    (Mark::Met, "=", "met"),
];

/// What else a lane has.
pub const LANES: [Meaning; 3] = [("─", "span"), ("2", "count"), ("+", "over 9")];

/// Before a marked row.
pub const MARKED: Meaning = ("#", "marked");

/// Every mark of a face, in the order of its legend; then those of all faces.
pub fn marks(face: Mode) -> Vec<Meaning> {
    let own: Vec<Meaning> = match face {
        Mode::Matrix => MARKS.into_iter().chain(LOST).chain(CELLS).chain([("·-o-·", "place on the scale")]).collect(),
        Mode::Spectrum => SCALES.into_iter().chain([LOST_NAME]).collect(),
        Mode::Groups => NUMBERS.into_iter().chain([RELATED, ("*", "the actor itself")]).collect(),
        Mode::Timeline => {
            let events = EVENTS.into_iter().map(|(_, symbol, meaning)| (symbol, meaning));
            // On a narrow axis.
            events.chain(LANES).chain([("?", "undated")]).collect()
        }
        Mode::Ground => vec![("%", "how far, as a share of the scale")],
    };
    own.into_iter().chain([("▌ [ ]", "cursor"), MARKED]).collect()
}

//! Marks and wording of stances and verdicts for people; `word` gives those of JSON and CSV.

use super::ground::{Move, staying};
use super::lost::lost_words;
use super::matrix::MatrixRow;
use super::stance::{Stance, Stated};
use super::summary::Summary;
use super::verdict::{Because, Cell, Pair, Verdict};
use crate::model::{DemandId, Issue, IssueId, Model};

/// Every mark with its meaning, in the order of a legend. The last one follows another mark.
pub const MARKS: [(&str, &str); 8] = [
    (AGREE, "agree"),
    (NEAR, "near"),
    (APART, "apart"),
    (OPPOSED, "opposed"),
    (SILENT, "silent"),
    (NOT_PLACED, "not placed"),
    (UNKNOWN, "unknown"),
    ("r", "by relation"),
];

/// The marks of what rests on quotes that are not in the article, by how many of the two sides do, and their meanings.
pub const LOST: [(&str, &str); 2] = [("!", NOT_FOUND), ("!!", "those of both")];

/// Said of a quote that is not in its article, or only nearly.
pub const NOT_FOUND: &str = "quote not in the article";

const AGREE: &str = "+";
const NEAR: &str = "~";
const APART: &str = "/";
const OPPOSED: &str = "x";
const SILENT: &str = ".";
const NOT_PLACED: &str = "-";
const UNKNOWN: &str = "?";

impl Pair {
    /// The mark of a side whose stance is `stance`, compared with another: that of the verdict, followed by `r` if a
    /// relation decided (`+r`, `xr`). For an unknown verdict, `.` if the side is silent, `-` if it is not placed, `?`
    /// if the other side is.
    pub fn mark(&self, stance: &Stance) -> &'static str {
        match (self.verdict, self.because) {
            (Verdict::Agree, Because::Relation) => "+r",
            (Verdict::Opposed, Because::Relation) => "xr",
            (Verdict::Agree, _) => AGREE,
            (Verdict::Near, _) => NEAR,
            (Verdict::Apart, _) => APART,
            (Verdict::Opposed, _) => OPPOSED,
            (Verdict::Unknown, _) => stance.mark().unwrap_or(UNKNOWN),
        }
    }
}

impl Summary {
    /// The mark of two sides that relations alone compare: `+r` agree, `xr` opposed, `+x` both, each on some issue. Empty
    /// where positions compare them, or nothing does.
    pub fn related_mark(&self) -> &'static str {
        match (self.placed, self.agree, self.opposed) {
            (1.., ..) | (0, 0, 0) => "",
            (0, 1.., 0) => "+r",
            (0, 0, 1..) => "xr",
            (0, 1.., 1..) => "+x",
        }
    }
}

impl Stance {
    /// `.` silent, `-` not placed; `None` where there is a place.
    pub fn mark(&self) -> Option<&'static str> {
        match self {
            Self::Silent => Some(SILENT),
            Self::NotPlaced { .. } => Some(NOT_PLACED),
            Self::Placed { .. } | Self::Mixed { .. } => None,
        }
    }

    /// The stance in words: a point of the scale, `LOW to HIGH`, `not placed` or `silent`. Labels are as in the file:
    /// clean them before showing them.
    pub fn phrase(&self, issue: &Issue) -> String {
        match self {
            Self::Placed { at, .. } => issue.place(*at),
            Self::Mixed { low, high, .. } => format!("{} to {}", issue.place(*low), issue.place(*high)),
            Self::NotPlaced { .. } => "not placed".to_owned(),
            Self::Silent => "silent".to_owned(),
        }
    }
}

/// The places held on an issue, in rising order, each with its holders: `“open”: North, South; “shut”: East`. A place
/// lists at most `most` names, then the number of the others. Empty if nobody has a place.
pub fn places<'n>(issue: &Issue, held: impl Iterator<Item = (&'n Stance, &'n str)>, most: usize) -> String {
    let mut held: Vec<(f64, &Stance, &str)> =
        held.filter_map(|(stance, name)| Some((stance.at()?, stance, name))).collect();
    held.sort_by(|(a, ..), (b, ..)| a.total_cmp(b));
    let mut places: Vec<(String, Vec<&str>)> = Vec::new();
    for (_, stance, name) in held {
        let place = stance.phrase(issue);
        match places.last_mut() {
            Some((last, names)) if *last == place => names.push(name),
            _ => places.push((place, vec![name])),
        }
    }
    let told = places.iter().map(|(place, names)| {
        let more = names.len().saturating_sub(most);
        let more = if more > 0 { format!(" +{more}") } else { String::new() };
        format!("“{place}”: {}{more}", names.iter().take(most).copied().collect::<Vec<_>>().join(", "))
    });
    told.collect::<Vec<_>>().join("; ")
}

/// Where a move leads: `to “open”` at a label of the scale, else `to near “shut”`, the farthest place of
/// those that stay.
pub fn target(issue: &Issue, step: &Move, staying: Option<(f64, f64)>) -> String {
    if let Some(label) = issue.label(step.to) {
        return format!("to “{label}”");
    }
    match staying {
        Some((low, high)) => {
            let farthest = if step.from - low > high - step.from { low } else { high };
            format!("to near “{}”", issue.place(farthest))
        }
        None => format!("to “{}”", issue.place(step.to)),
    }
}

/// The moves of a way on the issue of a row, `; ` between them: `North from “shut” to near “open”, 75% of the
/// scale`. O(n log n) in the columns and moves.
pub fn way_words<'n>(issue: &Issue, row: &MatrixRow, way: &[Move], name: impl Fn(usize) -> &'n str) -> String {
    let staying = staying(row, way);
    let step = |step: &Move| {
        let (name, from, to) = (name(step.column), issue.place(step.from), target(issue, step, staying));
        format!("{name} from “{from}” {to}, {:.0}% of the scale", step.distance * 100.0)
    };
    way.iter().map(step).collect::<Vec<_>>().join("; ")
}

/// Why two sides relate as they do on an issue, in a sentence that attributes the words of both demands. If a relation
/// contradicts the positions it says both; if the quotes of a side are not in the article, it says so. Texts are as in the
/// file: clean them before showing them.
pub fn reason(model: &Model, issue: IssueId, pair: &Pair, cells: (Cell, Cell)) -> String {
    let lost = lost_words(model, pair.lost(model, cells));
    let gap = if lost.is_empty() { "" } else { "; " };
    format!("{}{gap}{lost}", why(model, issue, pair, cells))
}

fn why(model: &Model, issue: IssueId, pair: &Pair, (a, b): (Cell, Cell)) -> String {
    let positions = || {
        let issue = model.issue(issue);
        let side = |cell: Cell| format!("{} ({})", said(model, cell), cell.stance.phrase(issue));
        format!("{}; {}", side(a), side(b))
    };
    if pair.is_same {
        return format!("the same demands count for both; {}", said(model, a));
    }
    match (pair.because, pair.stated) {
        (Because::Relation, Some(stated)) if pair.is_contradictory() => {
            let how = pair.distance.map_or("near", |distance| verb(Verdict::at_distance(distance)));
            let at = |cell: Cell| format!("{} ({})", name(model, cell), cell.stance.phrase(model.issue(issue)));
            format!("{}; yet by their positions they {how}: {}, {}", related(model, stated), at(a), at(b))
        }
        (Because::Relation, Some(stated)) => related(model, stated),
        (Because::Positions, Some(stated)) if pair.is_contradictory() => {
            format!("{}; yet {}", positions(), related(model, stated))
        }
        (Because::Positions, _) => positions(),
        (Because::Silent, _) => {
            let silent: Vec<&str> = [a, b]
                .into_iter()
                .filter(|cell| *cell.stance == Stance::Silent)
                .map(|cell| name(model, cell))
                .collect();
            match silent.as_slice() {
                [one] => format!("no demand of {one} on this issue"),
                _ => "no demand of either on this issue".to_owned(),
            }
        }
        (Because::NotPlaced, _) | (Because::Relation, None) => {
            let is_bare = model.issue(issue).scale.is_empty();
            let how = if is_bare {
                "this issue has no scale to compare them by"
            } else {
                "not both have a place on the scale"
            };
            format!("{}; {}: {how}", said(model, a), said(model, b))
        }
    }
}

/// `Trump: Putin should compromise; opposed by Putin: No compromise`.
fn related(model: &Model, Stated { kind, from, to }: Stated) -> String {
    let by = kind.reverse_phrase();
    let text = |id: DemandId| model.demand(id).text.trim_end_matches('.');
    let actor = |id: DemandId| &model.actor(model.demand(id).actor).name;
    format!("{}: {}; {by} {}: {}", actor(to), text(to), actor(from), text(from))
}

/// What a side says: its first demand, preferably a live one, with the name of its actor, its standing, and how many
/// more there are.
fn said(model: &Model, cell: Cell) -> String {
    let demands = cell.stance.demands();
    let Some(id) = cell.stance.first(model) else { return name(model, cell).to_owned() };
    let more = if demands.len() > 1 { format!(" and {} more", demands.len() - 1) } else { String::new() };
    let (text, ended) = (model.demand(id).text.trim_end_matches('.'), model.ended(id));
    format!("{}: {text}{ended}{more}", model.actor_name(model.demand(id).actor))
}

fn name<'m>(model: &'m Model, cell: Cell) -> &'m str {
    &model.actor(cell.party.actor).name
}

fn verb(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Agree => "agree",
        Verdict::Near => "are near each other",
        Verdict::Apart => "are apart",
        Verdict::Opposed => "are opposed",
        Verdict::Unknown => "cannot be compared",
    }
}

#[cfg(test)]
mod tests {
    use super::{MARKS, reason};
    use crate::compare::sample::Sample;
    use crate::compare::{Because, Folding, Matrix, Pair, Stance, Stances, Verdict, parties};
    use crate::model::{ActorId, DemandId, IssueId, RelationKind};

    #[test]
    fn every_outcome_has_its_mark_and_every_mark_its_meaning() {
        let silent = Stance::Silent;
        let bare = Stance::NotPlaced { demands: vec![DemandId::new(0)] };
        let placed = Stance::Placed { at: 0.0, demands: vec![DemandId::new(0)] };
        for (verdict, because, stance, mark) in [
            (Verdict::Agree, Because::Positions, &placed, "+"),
            (Verdict::Agree, Because::Relation, &bare, "+r"),
            (Verdict::Near, Because::Positions, &placed, "~"),
            (Verdict::Apart, Because::Positions, &placed, "/"),
            (Verdict::Opposed, Because::Positions, &placed, "x"),
            (Verdict::Opposed, Because::Relation, &placed, "xr"),
            (Verdict::Unknown, Because::Silent, &silent, "."),
            (Verdict::Unknown, Because::Silent, &bare, "-"),
            (Verdict::Unknown, Because::Silent, &placed, "?"),
            (Verdict::Unknown, Because::NotPlaced, &bare, "-"),
            (Verdict::Unknown, Because::NotPlaced, &placed, "?"),
        ] {
            let pair = Pair { verdict, distance: None, because, stated: None, is_same: false };
            assert_eq!(pair.mark(stance), mark);
            let is_explained = |letter: char| MARKS.iter().any(|(mark, _)| mark.chars().eq([letter]));
            assert!(mark.chars().all(is_explained), "{mark}");
        }
    }

    fn told(positions: [Option<f64>; 2], relation: Option<RelationKind>) -> String {
        let mut sample = Sample::new(&["Ana", "Ben"], 1);
        for (actor, text, at) in [("Ana", "Open it.", positions[0]), ("Ben", "Close it", positions[1])] {
            sample.demand(actor, 0, at).text = text.into();
        }
        if let Some(kind) = relation {
            sample.relate(1, kind, 0);
        }
        reason_of(sample)
    }

    fn reason_of(sample: Sample) -> String {
        let model = sample.finish();
        let actors: Vec<ActorId> = model.actor_ids().collect();
        let parties = parties(&model, &actors, Folding::Alone);
        let matrix = Matrix::new(&model, Stances::new(&model), parties, &[IssueId::new(0)]);
        let pair = matrix.pair(&model, 0, (0, 1)).unwrap();
        reason(&model, IssueId::new(0), &pair, (matrix.cell(0, 0).unwrap(), matrix.cell(0, 1).unwrap()))
    }

    #[test]
    fn a_reason_has_the_words_of_both_and_says_where_relation_and_positions_disagree() {
        use RelationKind::{Opposes, Supports};
        for (positions, relation, expected) in [
            ([Some(0.0), Some(100.0)], None, "Ana: Open it (none); Ben: Close it (full)"),
            ([None, None], Some(Opposes), "Ana: Open it; opposed by Ben: Close it"),
            ([None, Some(0.0)], Some(Supports), "Ana: Open it; supported by Ben: Close it"),
            ([Some(0.0), Some(100.0)], Some(Opposes), "Ana: Open it; opposed by Ben: Close it"),
            (
                [Some(0.0), Some(0.0)],
                Some(Opposes),
                "Ana: Open it; opposed by Ben: Close it; yet by their positions they agree: Ana (none), Ben (none)",
            ),
            (
                [Some(0.0), Some(100.0)],
                Some(Supports),
                "Ana: Open it (none); Ben: Close it (full); yet Ana: Open it; supported by Ben: Close it",
            ),
            ([None, Some(0.0)], None, "Ana: Open it; Ben: Close it: not both have a place on the scale"),
        ] {
            assert_eq!(told(positions, relation), expected);
        }
    }

    #[test]
    fn a_silent_side_is_named() {
        let mut sample = Sample::new(&["Ana", "Ben"], 1);
        assert_eq!(reason_of(Sample::new(&["Ana", "Ben"], 1)), "no demand of either on this issue");
        sample.demand("Ana", 0, None);
        assert_eq!(reason_of(sample), "no demand of Ben on this issue");
    }

    #[test]
    fn a_group_without_demands_speaks_with_those_of_its_members_under_their_names() {
        let mut sample = Sample::new(&["North", "South", "Ana", "Ben"], 1);
        sample.member("Ana", "North");
        sample.member("Ben", "South");
        sample.demand("Ana", 0, Some(0.0)).text = "Open it".into();
        sample.demand("Ben", 0, Some(100.0)).text = "Close it".into();
        assert_eq!(reason_of(sample), "Ana: Open it (none); Ben: Close it (full)");
    }

    #[test]
    fn a_group_and_the_member_that_speaks_for_it_have_the_same_demands() {
        let mut sample = Sample::new(&["North", "Ana"], 1);
        sample.member("Ana", "North");
        sample.demand("Ana", 0, Some(0.0)).text = "Open it".into();
        assert_eq!(reason_of(sample), "the same demands count for both; Ana: Open it");
    }

    #[test]
    fn a_stance_uses_the_labels_of_the_scale() {
        let model = Sample::new(&[], 1).finish();
        let issue = model.issue(IssueId::new(0));
        let demands = vec![DemandId::new(0)];
        for (stance, phrase, mark) in [
            (Stance::Placed { at: 50.0, demands: demands.clone() }, "half", None),
            (Stance::Placed { at: 60.5, demands: demands.clone() }, "near half (60.5)", None),
            (Stance::Mixed { low: 0.0, high: 100.0, demands: demands.clone() }, "none to full", None),
            (Stance::NotPlaced { demands }, "not placed", Some("-")),
            (Stance::Silent, "silent", Some(".")),
        ] {
            assert_eq!((&*stance.phrase(issue), stance.mark()), (phrase, mark));
        }
    }
}

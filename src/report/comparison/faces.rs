//! Groups, movements and common ground, as text and as tables.

use super::compared::Comparison;
use super::number::{bare, rounded};
use crate::compare::{Change, Clusters, Consensus, Movement, Side, Spread, Trade, related_ground, splits, trades};
use crate::model::{DemandId, Record};
use crate::report::escape::csv_field;
use crate::text::counted;

/// Lines under a title, each with its indentation level, from 1.
pub struct Section {
    pub title: String,
    pub lines: Vec<(usize, String)>,
}

/// The most splits, trades, and names of incomparable sides to list.
const MOST: usize = 5;

/// The requested sections, in the order of the help.
pub fn asked(comparison: &Comparison) -> Vec<Section> {
    let request = comparison.request;
    let mut sections = request.groups.map_or_else(Vec::new, |number| groups(comparison, number));
    if request.timeline {
        sections.extend(timeline(comparison));
    }
    if request.common_ground {
        sections.push(ground(comparison));
        sections.extend(traded(comparison));
    }
    sections
}

/// The statistics of each issue; `None` if none has three placed sides.
pub fn issues(comparison: &Comparison) -> Option<Section> {
    let mut lines = Vec::new();
    for (row, issue) in comparison.rows() {
        let spread = comparison.spread(row);
        let Some((contention, mean, median)) = shared(&spread) else { continue };
        // Two decimals are enough for a mean.
        let place = |at: f64| issue.place((at * 100.0).round() / 100.0);
        let (placed, conflicts) = (spread.placed, counted(spread.conflicts, "pair"));
        let outliers = match spread.outliers.as_slice() {
            [] => String::new(),
            columns => format!("; far from the others: {}", comparison.names(columns)),
        };
        lines.push((1, format!("{}: contention {contention:.2} over {placed} placed, {conflicts} in conflict; median {}, mean {}{outliers}", issue.name, place(median), place(mean))));
        lines.extend(spread.consensus.map(|consensus| {
            let Consensus { at, value, blocs } = consensus;
            (
                2,
                format!(
                    "consensus across {blocs} sides {value:.2} at {}, over {placed} placed of {}",
                    place(at),
                    spread.sides
                ),
            )
        }));
        lines.extend(spread.compromise.map(|model| {
            (2, format!("compromise model, no forecast: {}, weighted median {}, of the {} of {placed} that state salience and power", place(model.mean), place(model.median), model.of))
        }));
    }
    let title = "Contention is the mean distance over all pairs, 0 to 1:".to_owned();
    (!lines.is_empty()).then_some(Section { title, lines })
}

fn shared(spread: &Spread) -> Option<(f64, f64, f64)> {
    (spread.placed > 2).then_some((spread.contention?, spread.mean?, spread.median?))
}

fn groups(comparison: &Comparison, number: usize) -> Vec<Section> {
    let clusters = comparison.clusters();
    let groups = clusters.groups(number);
    let mut sections = vec![divided(comparison, &clusters, &groups)];
    let splits = splits(comparison.model, &comparison.matrix, &groups);
    let split = splits.iter().take(MOST).map(|split| {
        let issue = &comparison.issue(split.row).name;
        let within = split.within.map_or_else(|| "nothing comparable".to_owned(), |within| format!("{within:.2}"));
        (1, format!("{issue}: mean distance {:.2} between groups, {within} within", split.between))
    });
    let lines: Vec<_> = split.collect();
    if !lines.is_empty() {
        sections.push(Section { title: "What divides them most:".to_owned(), lines });
    }
    sections.push(tree(comparison, &clusters));
    sections.extend(incomparable(comparison, &clusters));
    sections
}

/// The groups of those that can be compared, each with what keeps it from being one, then those left out.
fn divided(comparison: &Comparison, clusters: &Clusters, groups: &[Vec<usize>]) -> Section {
    let compared = compared(clusters, groups);
    let count = compared.len();
    let distance = |pair| comparison.matrix.mean_distance(comparison.model, pair);
    let named = compared.iter().enumerate().map(|(at, group)| {
        let apart = clusters.apart(group, distance, |column| comparison.name(column));
        (1, format!("{}: {}{apart}", at + 1, comparison.names(group)))
    });
    let mut lines: Vec<_> = named.collect();
    let alone = clusters.alone();
    lines.extend((!alone.is_empty()).then(|| (1, format!("compared with nobody: {}", comparison.names(&alone)))));
    lines.extend(clusters.unshared().map(|words| (1, words)));
    let title =
        format!("{} by mean distance (average linkage); ties go by the order of the file:", counted(count, "group"));
    Section { title, lines }
}

/// The groups without the sides that can be compared with nobody.
fn compared(clusters: &Clusters, groups: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let alone = clusters.alone();
    let kept = |group: &Vec<usize>| group.iter().copied().filter(|column| !alone.contains(column)).collect();
    groups.iter().map(kept).filter(|group: &Vec<usize>| !group.is_empty()).collect()
}

fn tree(comparison: &Comparison, clusters: &Clusters) -> Section {
    let merge = clusters.merges.iter().map(|merge| {
        let (left, right) = (comparison.names(&merge.left), comparison.names(&merge.right));
        (1, format!("{}  {left} + {right}", rounded(Some(merge.height))))
    });
    Section { title: "Who joins whom, at which mean distance:".to_owned(), lines: merge.collect() }
}

fn incomparable(comparison: &Comparison, clusters: &Clusters) -> Option<Section> {
    let of = |column: usize| {
        let others: Vec<usize> = clusters.unknown.iter().filter(|(a, _)| *a == column).map(|(_, b)| *b).collect();
        let more = others.len().saturating_sub(MOST);
        let named = comparison.names(&others[..others.len() - more]);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        (!others.is_empty()).then(|| (1, format!("{} and {named}{more}", comparison.name(column))))
    };
    let lines: Vec<_> = comparison.columns().filter_map(of).collect();
    let title = "Nothing compares these by position; they count as 1 apart:".to_owned();
    (!lines.is_empty()).then_some(Section { title, lines })
}

/// Who moved; then whose demands were turned down or met, which moves nobody.
fn timeline(comparison: &Comparison) -> Vec<Section> {
    let (own, others): (Vec<_>, Vec<_>) = comparison.movements().into_iter().partition(Movement::is_own);
    let title = if own.is_empty() { "Nobody moved." } else { "Who moved, and how:" };
    let mut sections = vec![Section { title: title.to_owned(), lines: by_side(comparison, &own) }];
    if !others.is_empty() {
        let title = "What was turned down or met, its holder not moving:".to_owned();
        sections.push(Section { title, lines: by_side(comparison, &others) });
    }
    sections
}

fn by_side(comparison: &Comparison, movements: &[Movement]) -> Vec<(usize, String)> {
    let (mut lines, mut last) = (Vec::new(), None);
    for movement in movements {
        if last != Some(movement.column) {
            lines.push((1, comparison.name(movement.column).to_owned()));
            last = Some(movement.column);
        }
        lines.push((2, moved(comparison, movement)));
    }
    lines
}

/// `2025-08-15 Sanctions: withdrawn: Severe consequences (consequences threatened); now: Threats dropped (…)`, or
/// `Sanctions: withdrawn, no date given: Severe consequences`.
fn moved(comparison: &Comparison, movement: &Movement) -> String {
    let issue = comparison.issue(movement.row);
    let said = |id: DemandId| {
        let demand = comparison.model.demand(id);
        let place = demand.position.map(|at| format!(" ({})", issue.place(at))).unwrap_or_default();
        format!("{}{place}", demand.text.trim_end_matches('.'))
    };
    let (date, undated) = match movement.date {
        Some(date) => (format!("{date} "), ""),
        None => (String::new(), ", no date given"),
    };
    let change = match (movement.change, movement.to) {
        (Change::Rejected, None) => "turned down",
        (change, _) => change.word(),
    };
    let words = match (movement.from, movement.to) {
        (Some(from), Some(to)) => format!("{}; now: {}{}", said(from), said(to), comparison.model.ended(to)),
        (from, to) => from.or(to).map(said).unwrap_or_default(),
    };
    format!("{date}{}: {change}{undated}: {words}", issue.name)
}

fn ground(comparison: &Comparison) -> Section {
    let mut lines = Vec::new();
    for ground in comparison.common_ground() {
        let issue = comparison.issue(ground.row);
        let how = match (ground.agreed, ground.moves.is_empty()) {
            (true, _) => "agreed, or near".to_owned(),
            (false, true) => "near by their positions, yet one opposes another".to_owned(),
            (false, false) => format!("{} would bring all near", counted(ground.moves.len(), "move")),
        };
        let unknown = match ground.unknown.as_slice() {
            [] => String::new(),
            columns => format!("; silent or not placed: {}", comparison.names(columns)),
        };
        lines.push((1, format!("{}: {how}{unknown}", issue.name)));
        lines.push((2, comparison.places(ground.row)));
        let ways = [&ground.moves].into_iter().chain(&ground.others).filter(|moves| !moves.is_empty());
        for (at, moves) in ways.enumerate() {
            let or = if at > 0 { "or " } else { "" };
            lines.push((2, format!("{or}{}", comparison.way_words(&ground, moves))));
        }
    }
    for related in related_ground(comparison.model, &comparison.matrix) {
        lines.push((
            1,
            format!("{}: agreed by relation, without two places to compare", comparison.issue(related.row).name),
        ));
        lines.extend(related.pairs.iter().map(|pair| (2, comparison.reason(related.row, *pair))));
    }
    let title = if lines.is_empty() {
        "No two of them have a place on the same issue, and none agree by relation."
    } else {
        "On what they agree, and the fewest moves where not; of stated positions, nothing weighted:"
    };
    Section { title: title.to_owned(), lines }
}

fn traded(comparison: &Comparison) -> Option<Section> {
    let lines: Vec<_> = trades(comparison.model, &comparison.matrix, MOST)
        .iter()
        .map(|Trade { a, b }| (1, format!("{}; {}", side(comparison, a), side(comparison, b))))
        .collect();
    let title = "Trades, as arithmetic on stated positions and saliences (salience × distance), not advice:".to_owned();
    (!lines.is_empty()).then_some(Section { title, lines })
}

fn side(comparison: &Comparison, side: &Side) -> String {
    let (name, issue) = (comparison.name(side.column), &comparison.issue(side.row).name);
    format!("{name} gives on {issue} ({:.2}) and gets {:.2}", side.gives, side.gets)
}

/// The rows of a table, as fields.
type Table = Vec<Vec<String>>;

/// The requested tables with their headers, in the order of the help; fields are ready for CSV.
pub fn tables(comparison: &Comparison) -> Vec<Table> {
    let request = comparison.request;
    let mut tables = Vec::new();
    tables.extend(request.groups.map(|number| group_table(comparison, number)));
    tables.extend(request.timeline.then(|| movement_table(comparison)));
    tables.extend(request.common_ground.then(|| ground_table(comparison)));
    tables
}

fn group_table(comparison: &Comparison, number: usize) -> Table {
    let mut table = vec![["group", "actor"].map(csv_field).to_vec()];
    let clusters = comparison.clusters();
    for (at, group) in compared(&clusters, &clusters.groups(number)).iter().enumerate() {
        table.extend(group.iter().map(|column| vec![(at + 1).to_string(), csv_field(comparison.key(*column))]));
    }
    table.extend(clusters.alone().iter().map(|column| vec![String::new(), csv_field(comparison.key(*column))]));
    table
}

fn movement_table(comparison: &Comparison) -> Table {
    let mut table = vec![["actor", "issue", "change", "from", "to", "date"].map(csv_field).to_vec()];
    let key = |id: Option<DemandId>| id.map_or("", |id| comparison.model.key(Record::Demand(id)));
    table.extend(comparison.movements().iter().map(|movement| {
        let date = movement.date.map(|date| date.to_string()).unwrap_or_default();
        let (actor, issue) = (comparison.key(movement.column), &comparison.issue(movement.row).key);
        let (from, to) = (key(movement.from), key(movement.to));
        [actor, issue, movement.change.word(), from, to, &date].map(csv_field).to_vec()
    }));
    table
}

fn ground_table(comparison: &Comparison) -> Table {
    let mut table = vec![["issue", "agreed", "actor", "from", "to", "distance"].map(csv_field).to_vec()];
    for ground in comparison.common_ground() {
        let issue = || [csv_field(&comparison.issue(ground.row).key), ground.agreed.to_string()];
        if ground.moves.is_empty() {
            table.push([&issue()[..], &[csv_field(""), String::new(), String::new(), String::new()]].concat());
        }
        table.extend(ground.moves.iter().map(|step| {
            let numbers = [step.from, step.to, step.distance].map(|value| bare(Some(value)));
            [&issue()[..], &[csv_field(comparison.key(step.column))], &numbers].concat()
        }));
    }
    table
}

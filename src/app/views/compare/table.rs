//! Everything the compare view shows of a model, each piece worked out when it is first shown.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::{Arc, OnceLock};

use super::affinity::{Affinity, Cut};
use super::course::Course;
use super::sign::Sign;
use super::tags::{Tag, tags};
use crate::compare::{
    Cell, Folding, Ground, Matrix, MatrixRow, Order, Pair, Party, Related, Spread, Stance, Stances, Summary, Trade,
    Verdict, common_ground, course, has_moved, parties, reason, related_ground, shifts_in, trades, verdict,
};
use crate::model::{ActorId, DemandId, IssueId, Model, Status};
use crate::text::width;

/// The most trades that are looked for.
const TRADES: usize = 12;

/// What each party holds on each issue, how that compares with the base, and what it held before. Column 0 is the base. It
/// belongs to the model it was made of.
#[derive(Default)]
pub struct Table {
    stances: Stances,
    parties: Vec<Party>,
    issues: Vec<IssueId>,
    /// Row by row.
    cells: Vec<OnceLock<Stance>>,
    summaries: Vec<OnceLock<Summary>>,
    tags: Vec<Tag>,
    longest_issue: usize,
    longest_party: usize,
    longest_tag: usize,
    moved: Vec<OnceLock<bool>>,
    /// Row by row.
    signs: Vec<OnceLock<Sign>>,
    spreads: OnceLock<Vec<Spread>>,
    standings: Vec<OnceLock<Vec<Standing>>>,
    matrix: OnceLock<Matrix>,
    affinity: OnceLock<Affinity>,
    course: OnceLock<Course>,
    ground: OnceLock<(Vec<Ground>, Vec<Trade>)>,
    related: OnceLock<Vec<Related>>,
}

/// What it is of; what has been worked out so far says nothing about it.
impl fmt::Debug for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (parties, issues) = (&self.parties, &self.issues);
        f.debug_struct("Table").field("parties", parties).field("issues", issues).finish_non_exhaustive()
    }
}

/// Where a party stands on a scale and where it stood before, in the scale's own units.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Standing {
    /// The lowest and the highest point it holds now; `None` where it has no place.
    pub now: Option<(f64, f64)>,
    /// Points that it gave up, by rising place, other than those it holds now.
    pub before: Vec<f64>,
    /// Whether it rests on quotes that are not in the article.
    pub is_lost: bool,
}

impl Table {
    /// Prepares the columns and rows; no cell is looked up. Columns are ordered by their sides, after the base; issues by their
    /// groups, the groups in the order of the files. O(actors + issues + n log n) in the demands.
    pub fn new(model: &Model, actors: &[ActorId], base: ActorId, folding: Folding) -> Self {
        let mut columns = by_side(model, parties(model, actors, folding));
        let own = columns.iter().position(|party| party.actor == base);
        if let Some(at) = own.or_else(|| columns.iter().position(|party| party.speaks(base))) {
            let party = columns.remove(at);
            columns.insert(0, party);
        }
        let issues = by_group(model);
        let tags = tags(model, &columns);
        Self {
            stances: Stances::new(model),
            cells: (0..issues.len() * columns.len()).map(|_| OnceLock::new()).collect(),
            summaries: columns.iter().map(|_| OnceLock::new()).collect(),
            longest_issue: issues.iter().map(|id| width(&model.issue(*id).name)).max().unwrap_or(0),
            longest_party: tags.iter().map(|tag| tag.cells[0]).max().unwrap_or(0),
            longest_tag: tags.iter().map(|tag| tag.cells[1]).max().unwrap_or(0),
            moved: (0..issues.len() * columns.len()).map(|_| OnceLock::new()).collect(),
            signs: (0..issues.len() * columns.len()).map(|_| OnceLock::new()).collect(),
            standings: issues.iter().map(|_| OnceLock::new()).collect(),
            parties: columns,
            issues,
            tags,
            ..Self::default()
        }
    }

    /// The columns, the base first.
    pub fn parties(&self) -> &[Party] {
        &self.parties
    }

    /// The rows.
    pub fn issues(&self) -> impl ExactSizeIterator<Item = IssueId> {
        self.issues.iter().copied()
    }

    /// The issue of a row.
    pub fn issue(&self, row: usize) -> Option<IssueId> {
        self.issues.get(row).copied()
    }

    /// What a party holds. Silent where there is no such row or column.
    pub fn stance(&self, model: &Model, row: usize, column: usize) -> &Stance {
        let (Some(issue), Some(party)) = (self.issue(row), self.parties.get(column)) else { return &Stance::Silent };
        let cell = self.cells.get(row * self.parties.len() + column);
        cell.map_or(&Stance::Silent, |cell| cell.get_or_init(|| self.stances.stance(model, party, issue)))
    }

    fn cell(&self, model: &Model, row: usize, column: usize) -> Option<Cell<'_>> {
        Some(Cell { party: self.parties.get(column)?, stance: self.stance(model, row, column) })
    }

    /// How two columns relate in a row.
    pub fn between(&self, model: &Model, row: usize, (a, b): (usize, usize)) -> Option<Pair> {
        let cells = (self.cell(model, row, a)?, self.cell(model, row, b)?);
        Some(verdict(model, &self.stances, self.issue(row)?, cells))
    }

    /// How a column compares with the base.
    pub fn pair(&self, model: &Model, row: usize, column: usize) -> Option<Pair> {
        self.between(model, row, (0, column))
    }

    /// How a column compares with the base over all issues. O(issues), once.
    pub fn summary(&self, model: &Model, column: usize) -> Summary {
        let count = || self.summary_of(model, (0, column));
        self.summaries.get(column).map(|summary| *summary.get_or_init(count)).unwrap_or_default()
    }

    /// How two columns compare over all issues. O(issues).
    pub fn summary_of(&self, model: &Model, (a, b): (usize, usize)) -> Summary {
        let mut summary = Summary::default();
        for row in 0..self.issues.len() {
            let Some(pair) = self.between(model, row, (a, b)) else { continue };
            let saliences = [a, b].map(|column| self.stance(model, row, column).salience(model));
            summary.count(pair, saliences[0].zip(saliences[1]).map(|(a, b)| a.midpoint(b)));
        }
        summary
    }

    /// Every cell at once, for what looks at all of them. O(actors · issues), once.
    pub fn matrix(&self, model: &Model) -> &Matrix {
        self.matrix.get_or_init(|| {
            let rows = self.issues.iter().enumerate().map(|(row, issue)| {
                let stances = (0..self.parties.len()).map(|column| self.stance(model, row, column).clone()).collect();
                MatrixRow { issue: *issue, stances }
            });
            Matrix::of_rows(self.stances.clone(), self.parties.clone(), rows.collect())
        })
    }

    /// How alike the parties are. O(actors² · issues + actors³), once.
    pub fn affinity(&self, model: &Model) -> &Affinity {
        self.affinity.get_or_init(|| Affinity::new(model, self.matrix(model)))
    }

    /// The parties as so many groups, clamped to one and all. O(issues · actors log actors), once for each number.
    pub fn cut(&self, model: &Model, count: usize) -> Arc<Cut> {
        self.affinity(model).cut((model, self.matrix(model)), count, |column| &self.tag(column).name)
    }

    /// Who said what when, and who moved. O(actors · issues + n log n) in the demands, once.
    pub fn course(&self, model: &Model) -> &Course {
        self.course.get_or_init(|| Course::new(model, self.matrix(model)))
    }

    /// On what all agree and what would bring them near, and the trades among them, once.
    pub fn ground(&self, model: &Model) -> &(Vec<Ground>, Vec<Trade>) {
        self.ground.get_or_init(|| {
            let matrix = self.matrix(model);
            (common_ground(model, matrix), trades(model, matrix, TRADES))
        })
    }

    /// On what some agree by relation where fewer than two have a place, once.
    pub fn related(&self, model: &Model) -> &[Related] {
        self.related.get_or_init(|| related_ground(model, self.matrix(model)))
    }

    /// Works out what the faces ask for first, piece by piece as long as it is wanted.
    pub fn work_out(&self, model: &Model, is_wanted: impl Fn() -> bool) {
        for row in (0..self.issues.len()).take_while(|_| is_wanted()) {
            self.standings(model, row);
        }
        let pieces: [fn(&Self, &Model); 5] = [
            |table, model| _ = table.affinity(model),
            |table, model| _ = table.course(model),
            |table, model| _ = table.ground(model),
            |table, model| _ = table.related(model),
            // Only the order by contention asks for this.
            |table, model| _ = table.spread(model, 0),
        ];
        pieces.into_iter().take_while(|_| is_wanted()).for_each(|piece| piece(self, model));
    }

    /// Whether the last piece of that is there.
    pub fn is_worked_out(&self) -> bool {
        self.spreads.get().is_some()
    }

    /// Whether a party's name or one of its aliases has `words` in it, in small letters or capitals; every one without
    /// words.
    pub fn is_named(&self, model: &Model, column: usize, words: &str) -> bool {
        let Some(party) = self.parties.get(column) else { return false };
        let (actor, words) = (model.actor(party.actor), words.trim().to_lowercase());
        let mut names = std::iter::once(&actor.name).chain(&actor.aliases);
        words.is_empty() || names.any(|name| name.to_lowercase().contains(&words))
    }

    /// What a column is called where there is little room.
    pub fn tag(&self, column: usize) -> &Tag {
        const NONE: &Tag = &Tag { name: String::new(), tag: String::new(), cells: [0; 2] };
        self.tags.get(column).unwrap_or(NONE)
    }

    /// Cells of the longest name of an issue.
    pub fn longest_issue(&self) -> usize {
        self.longest_issue
    }

    /// Cells of the longest name of a party.
    pub fn longest_party(&self) -> usize {
        self.longest_party
    }

    /// Cells of the longest tag.
    pub fn longest_tag(&self) -> usize {
        self.longest_tag
    }

    /// What all parties together hold on the issue of a row. O(issues · actors²), once for all rows.
    pub fn spread(&self, model: &Model, row: usize) -> Option<&Spread> {
        let all = || (0..self.issues.len()).map(|row| Spread::new(model, self.matrix(model), row)).collect();
        self.spreads.get_or_init(all).get(row)
    }

    /// The rows in this order; by group where that is the order of the columns. What is equal stays as the groups have it.
    pub fn rows(&self, model: &Model, order: Order) -> Vec<usize> {
        let mut rows: Vec<usize> = (0..self.issues.len()).collect();
        match order {
            Order::Group | Order::Cluster => {}
            Order::File => rows.sort_by_key(|row| self.issue(*row)),
            Order::Name => {
                rows.sort_by_cached_key(|row| self.issue(*row).map(|id| model.issue(id).name.to_lowercase()));
            }
            Order::Contention => {
                let key = |row: usize| {
                    self.spread(model, row).map_or((-1.0, 0), |all| (all.contention.unwrap_or(-1.0), all.conflicts))
                };
                rows.sort_by(|a, b| {
                    let ((a, less), (b, more)) = (key(*a), key(*b));
                    b.total_cmp(&a).then(more.cmp(&less))
                });
            }
        }
        rows
    }

    /// The columns in this order, the base first: by their sides, or as the leaves of the tree that joins them.
    pub fn columns(&self, model: &Model, order: Order) -> Vec<usize> {
        match order {
            Order::Cluster => {
                let leaves = self.affinity(model).order.iter().copied().filter(|column| *column > 0);
                std::iter::once(0).chain(leaves).collect()
            }
            Order::File | Order::Contention | Order::Name | Order::Group => (0..self.parties.len()).collect(),
        }
    }

    /// Whether two columns both say something on any one issue. O(issues).
    pub fn speak_on_one(&self, model: &Model, (a, b): (usize, usize)) -> bool {
        let speaks = |row, column| *self.stance(model, row, column) != Stance::Silent;
        (0..self.issues.len()).any(|row| speaks(row, a) && speaks(row, b))
    }

    /// Why two columns relate in a row as they do.
    pub fn reason(&self, model: &Model, row: usize, (a, b): (usize, usize)) -> Option<String> {
        let cells = (self.cell(model, row, a)?, self.cell(model, row, b)?);
        Some(reason(model, self.issue(row)?, &self.between(model, row, (a, b))?, cells))
    }

    /// For each of two columns the first demand that decides between them in a row and whose quotes are not in the article.
    pub fn lost(&self, model: &Model, row: usize, (a, b): (usize, usize)) -> [Option<DemandId>; 2] {
        let cells = self.cell(model, row, a).zip(self.cell(model, row, b));
        let pair = self.between(model, row, (a, b));
        pair.zip(cells).map_or([None; 2], |(pair, cells)| pair.lost(model, cells))
    }

    /// The mark of a cell; that of its stance alone for the base. Looked at once.
    pub fn sign(&self, model: &Model, row: usize, column: usize) -> Sign {
        let cell = self.signs.get(row * self.parties.len() + column);
        cell.map(|cell| *cell.get_or_init(|| self.signed(model, row, column))).unwrap_or_default()
    }

    fn signed(&self, model: &Model, row: usize, column: usize) -> Sign {
        let stance = self.stance(model, row, column);
        let (own, moved) = (stance.lost(model).is_some(), self.has_moved(model, row, column));
        let letters = stance.mark().unwrap_or("");
        let alone = Sign { letters, verdict: Verdict::Unknown, lost: usize::from(own), moved, seen: 0 };
        let sign = match self.pair(model, row, column).filter(|_| column > 0) {
            None => alone,
            Some(pair) => {
                let [base, other] = self.lost(model, row, (0, column)).map(|demand| demand.is_some());
                let lost = usize::from(base && pair.verdict != Verdict::Unknown) + usize::from(own || other);
                Sign { letters: pair.mark(stance), verdict: pair.verdict, lost, ..alone }
            }
        };
        sign.looked_at()
    }

    /// Whether someone disagrees with the base, be it a little, on the issue of a row.
    pub fn differs(&self, model: &Model, row: usize) -> bool {
        let mut pairs = (0..self.parties.len()).filter_map(|column| self.pair(model, row, column));
        pairs.any(|pair| pair.verdict == Verdict::Near || pair.verdict.is_conflict())
    }

    /// The columns with demands on the issue of a row: the placed ones from the lowest up, then the others.
    pub fn along(&self, model: &Model, row: usize) -> Vec<usize> {
        let stance = |column: usize| self.stance(model, row, column);
        let mut columns: Vec<usize> =
            (0..self.parties.len()).filter(|column| *stance(*column) != Stance::Silent).collect();
        let place = |column: usize| stance(column).at().unwrap_or(f64::INFINITY);
        columns.sort_by(|a, b| place(*a).total_cmp(&place(*b)));
        columns
    }

    /// Where each party stands and stood on the issue of a row. O(demands on it), once.
    pub fn standings(&self, model: &Model, row: usize) -> &[Standing] {
        let look_up = || (0..self.parties.len()).map(|column| self.standing(model, row, column)).collect();
        self.standings.get(row).map_or(&[], |standings| standings.get_or_init(look_up))
    }

    /// Where a party stands and stood. What it gave up is what another of its demands superseded, or it withdrew.
    pub fn standing(&self, model: &Model, row: usize, column: usize) -> Standing {
        let (Some(party), Some(issue)) = (self.parties.get(column), self.issue(row)) else {
            return Standing::default();
        };
        let stance = self.stance(model, row, column);
        let is_lost = stance.lost(model).is_some();
        let now = match stance {
            Stance::Placed { at, .. } => Some((*at, *at)),
            Stance::Mixed { low, high, .. } => Some((*low, *high)),
            Stance::NotPlaced { .. } | Stance::Silent => None,
        };
        if *stance == Stance::Silent || model.issue(issue).scale.is_empty() {
            return Standing { now, before: Vec::new(), is_lost };
        }
        let steps = course(model, &self.stances, party, issue);
        let left = shifts_in(model, issue, &steps).into_iter().map(|shift| shift.from);
        let was_given_up = |status| match status {
            Status::Withdrawn => true,
            Status::Held | Status::Hardened | Status::Softened | Status::Met | Status::Rejected => false,
        };
        let given_up = steps.iter().filter(|step| step.is_superseded || was_given_up(step.status));
        let mut before: Vec<f64> = given_up
            .map(|step| step.demand)
            .chain(left)
            .filter_map(|id| model.demand(id).position)
            .filter(|at| now.is_none_or(|(low, high)| *at < low || *at > high))
            .collect();
        before.sort_by(f64::total_cmp);
        before.dedup();
        Standing { now, before, is_lost }
    }

    /// Whether a party moved on the issue of a row: from one place to another, or by what a demand's status says.
    pub fn has_moved(&self, model: &Model, row: usize, column: usize) -> bool {
        let cell = self.moved.get(row * self.parties.len() + column);
        cell.is_some_and(|cell| *cell.get_or_init(|| self.moves(model, row, column)))
    }

    fn moves(&self, model: &Model, row: usize, column: usize) -> bool {
        let (Some(party), Some(issue)) = (self.parties.get(column), self.issue(row)) else { return false };
        has_moved(model, &self.stances, party, issue)
    }

    /// The moves of a party on an issue that lead somewhere else, earlier demand first.
    pub fn shifts(&self, model: &Model, row: usize, column: usize) -> Vec<crate::compare::Shift> {
        match (self.parties.get(column), self.issue(row)) {
            (Some(party), Some(issue)) => crate::compare::shifts(model, &self.stances, party, issue),
            _ => Vec::new(),
        }
    }
}

/// The parties by their sides, the sides in the order of their first party.
fn by_side(model: &Model, mut parties: Vec<Party>) -> Vec<Party> {
    let mut order: BTreeMap<ActorId, usize> = BTreeMap::new();
    for party in &parties {
        let next = order.len();
        order.entry(top(model, party.actor)).or_insert(next);
    }
    parties.sort_by_cached_key(|party| order.get(&top(model, party.actor)).copied());
    parties
}

/// The top of an actor along the first of its groups; where that leads in a circle, the first that comes again.
fn top(model: &Model, actor: ActorId) -> ActorId {
    let (mut at, mut seen) = (actor, BTreeSet::new());
    while let Some(group) = model.actor(at).member_of.first().copied().filter(|_| seen.insert(at)) {
        at = group;
    }
    at
}

/// The issues by their groups, the groups in the order of the files.
fn by_group(model: &Model) -> Vec<IssueId> {
    let mut order: BTreeMap<Option<&str>, usize> = BTreeMap::new();
    for issue in model.issues() {
        let next = order.len();
        order.entry(issue.group.as_deref()).or_insert(next);
    }
    let mut issues: Vec<IssueId> = model.issue_ids().collect();
    issues.sort_by_key(|id| order.get(&model.issue(*id).group.as_deref()).copied());
    issues
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::Table;
    use crate::compare::Folding;
    use crate::load::example;
    use crate::model::ActorId;

    #[test]
    fn what_is_worked_out_ahead_ends_where_nobody_wants_it_any_more() {
        let loaded = example();
        let model = &loaded.model;
        let actors: Vec<ActorId> = model.actor_ids().collect();
        let rows = model.issues().len();
        for (pieces, done) in [(0, [false; 3]), (rows, [true, false, false]), (rows + 2, [true, true, false])] {
            let table = Table::new(model, &actors, actors[0], Folding::Alone);
            let asked = Cell::new(0);
            table.work_out(model, || asked.replace(asked.get() + 1) < pieces);
            let standings = table.standings.iter().all(|standings| standings.get().is_some());
            let found = [standings, table.course.get().is_some(), table.is_worked_out()];
            assert_eq!(found, done, "{pieces}");
        }
    }
}

//! The state of the compare view.

use std::sync::Arc;

use super::detail::Detail;
use super::grid::{Down, Grid};
use super::ground::CommonGround;
use super::groups::Groups;
use super::held::Held;
use super::marks::Marks;
use super::spectrum::{Block, Scales};
use super::table::Table;
use super::timeline::Timeline;
use crate::app::change::Change;
use crate::app::list::{List, Row};
use crate::app::place::Mode;
use crate::compare::{Folding, Order, Verdict};
use crate::model::{ActorId, DemandId, IssueId, Model, PassageId, Record};

/// More actors than this are ordered by who stands with whom at first, and more than [`TOO_MANY`] are not.
const MANY: usize = 16;
/// The tree of more actors than this takes too long to open with.
const TOO_MANY: usize = 80;

/// So many actors are offered at once.
const OFFERED: usize = 6;

/// Which issues are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listed {
    /// All.
    All,
    /// Those on which someone disagrees with the base.
    Differences,
    /// Those on which the second column can be compared with the base.
    Shared,
}

/// State of the compare view. The cursor is on one issue and one party at once.
#[derive(Debug, Clone)]
pub struct Compare {
    /// How it is drawn.
    pub mode: Mode,
    /// How issues and actors are ordered.
    pub order: Order,
    /// The columns of the matrix on the present screen.
    pub grid: Option<Grid>,
    /// Actors that the name being typed may mean, the best first.
    pub offered: Vec<ActorId>,
    /// Which issues are listed.
    pub listed: Listed,
    /// What runs down the matrix.
    pub down: Down,
    /// Whether members speak for themselves or in their blocs.
    pub folding: Folding,
    /// Whether the detail is hidden.
    pub zoom: bool,
    /// Who holds what, and how each compares with the base, which is the first column.
    pub table: Arc<Table>,
    /// Rows of the table under the first issues of their groups.
    pub issues: List<IssueId, usize>,
    /// Columns of the table.
    pub parties: List<(), usize>,
    /// The scales on the screen, in order; empty elsewhere.
    pub blocks: Vec<Arc<Block>>,
    /// Those that were on the screen since it had this width, the one under the cursor aside.
    pub(super) scales: Scales,
    /// Who stands with whom.
    pub groups: Groups,
    /// What each said and when.
    pub timeline: Timeline,
    /// On what they agree.
    pub ground: CommonGround,
    /// What is under the cursor, in sentences and quotes.
    pub detail: Detail,
    /// What the names of the listed issues have in them.
    pub filter: String,
    /// What the names of the listed actors have in them, in faces that list actors.
    pub named: String,
    /// The marked rows.
    pub marks: Marks,
    /// Cells that the names at the left have more than they come with: those of the measures.
    pub wider: i16,
    actors: Arc<[ActorId]>,
    base: ActorId,
    /// Whether the table was given away to be worked out.
    is_ahead: bool,
}

impl Compare {
    /// Compares `actors`, one of which is the base. O(actors · issues).
    pub fn new(model: &Model, base: ActorId, actors: &[ActorId]) -> Self {
        let mut compare = Self {
            mode: Mode::Matrix,
            order: if (MANY..TOO_MANY).contains(&actors.len()) { Order::Cluster } else { Order::Group },
            grid: None,
            offered: Vec::new(),
            listed: Listed::All,
            down: Down::Issues,
            folding: Folding::Alone,
            zoom: false,
            table: Arc::default(),
            issues: List::default(),
            parties: List::default(),
            blocks: Vec::new(),
            scales: Scales::default(),
            groups: Groups::default(),
            timeline: Timeline::default(),
            ground: CommonGround::default(),
            detail: Detail::default(),
            filter: String::new(),
            named: String::new(),
            marks: Marks::default(),
            wider: 0,
            actors: actors.into(),
            base,
            is_ahead: false,
        };
        compare.build(model);
        compare.parties.select_nth(1);
        compare.open_on_conflict(model);
        compare
    }

    /// The table, to be worked out before it is asked for; each only once.
    pub fn table_ahead(&mut self) -> Option<Arc<Table>> {
        let was_given = std::mem::replace(&mut self.is_ahead, true);
        (!was_given && !self.table.is_worked_out()).then(|| self.table.clone())
    }

    /// Two of the parties on the issues that make up what they have in common.
    #[must_use]
    pub fn of_pair(&self, model: &Model, (a, b): (usize, usize)) -> Option<Self> {
        let actor = |column: usize| self.table.parties().get(column).map(|party| party.actor);
        let (a, b) = (actor(a)?, actor(b)?);
        let mut compare = Self::new(model, a, &[a, b]);
        compare.list_issues(model, Listed::Shared);
        compare.issues.first();
        compare.open_on_conflict(model);
        Some(compare)
    }

    /// Puts the cursor on the first conflict with the base; without one it stays.
    fn open_on_conflict(&mut self, model: &Model) {
        let columns = 0..self.parties.count();
        let cells = self.issues.items().flat_map(|row| columns.clone().map(move |column| (row, column)));
        let first = cells.into_iter().find(|(row, column)| self.is_conflict(model, *row, *column));
        if let Some((row, column)) = first {
            self.issues.select(row);
            self.parties.select(column);
        }
    }

    fn is_conflict(&self, model: &Model, row: usize, column: usize) -> bool {
        self.table.pair(model, row, column).is_some_and(|pair| pair.verdict.is_conflict())
    }

    /// Shows another face, the cursor on the same actor and issue as far as it has them.
    pub fn show(&mut self, model: &Model, mode: Mode) {
        self.mode = mode;
        self.prepare(model);
    }

    /// Lists what the present face shows.
    fn prepare(&mut self, model: &Model) {
        let table = self.table.clone();
        let words = self.filter.to_lowercase();
        let is_listed = |row: usize| table.issue(row).is_some_and(|id| names_issue(model, id, &words));
        match self.mode {
            Mode::Matrix | Mode::Spectrum => {}
            Mode::Groups => {
                self.groups.list(model, &table, &self.named);
                if self.groups.pair().is_none_or(|(down, _)| Some(down) != self.parties.selected()) {
                    self.groups.select(self.parties.selected().unwrap_or(0));
                }
            }
            Mode::Timeline => match self.timeline.down {
                Down::Parties => {
                    let is_named = |column| table.is_named(model, column, &self.named);
                    self.timeline.list(table.course(model), self.parties.items(), is_named);
                }
                Down::Issues => {
                    let rows = table.rows(model, self.order);
                    self.timeline.list(table.course(model), rows.into_iter(), is_listed);
                }
            },
            Mode::Ground => self.ground.list(model, &table, is_listed),
        }
        self.follow(model);
    }

    /// Puts the cursor of the matrix where that of the present face is.
    pub fn follow(&mut self, model: &Model) {
        match self.mode {
            Mode::Matrix | Mode::Spectrum => {}
            Mode::Groups => {
                if let Some((down, _)) = self.groups.pair() {
                    self.parties.select(down);
                }
            }
            Mode::Timeline => {
                if let Some(event) = self.timeline.event.and_then(|at| self.table.course(model).events.get(at)) {
                    self.parties.select(event.column);
                    self.issues.select(event.row);
                }
            }
            Mode::Ground => {
                if let Some(row) = self.ground.row(model, &self.table) {
                    self.issues.select(row);
                }
            }
        }
    }

    /// What the list of the present face is narrowed by.
    pub fn narrowed(&self) -> &str {
        if self.lists_actors() { &self.named } else { &self.filter }
    }

    /// Narrows the list of the present face.
    pub fn narrow(&mut self, model: &Model, words: &str) {
        let narrowed = if self.lists_actors() { &mut self.named } else { &mut self.filter };
        words.clone_into(narrowed);
        self.list(model);
        self.prepare(model);
    }

    fn lists_actors(&self) -> bool {
        match self.mode {
            Mode::Groups => true,
            Mode::Timeline => self.timeline.down == Down::Parties,
            Mode::Matrix | Mode::Spectrum | Mode::Ground => false,
        }
    }

    /// Lists everything again; where everything is listed, unmarks every row.
    pub fn list_all(&mut self, model: &Model) {
        if self.filter.is_empty() && self.named.is_empty() && self.listed == Listed::All {
            self.marks = Marks::default();
        }
        self.filter.clear();
        self.named.clear();
        self.list_issues(model, Listed::All);
        self.prepare(model);
    }

    /// The same comparison of another reading of the model, the cursor on the same issue and actor, near them where they
    /// are gone. `None` where fewer than two of its actors still exist.
    #[must_use]
    pub fn moved_to(&self, change: &Change<'_>) -> Option<Self> {
        let actors: Vec<ActorId> = self.actors.iter().filter_map(|id| change.actor(*id)).collect();
        let [first, _, ..] = actors.as_slice() else { return None };
        let held = self.held(change.old);
        let mut compare = self.clone();
        compare.base = change.actor(self.base).unwrap_or(*first);
        compare.actors = actors.into();
        compare.marks = self.marks.carried_over(change);
        compare.build(change.new);
        compare.parties.select_nth(self.parties.ordinal().saturating_sub(1));
        let held = Held {
            party: held.party.and_then(|id| change.actor(id)),
            across: held.across.and_then(|id| change.actor(id)),
            issue: held.issue.and_then(|id| change.issue(id)),
            demand: held.demand.and_then(|id| change.demand(id)),
        };
        compare.hold(change.new, held);
        Some(compare)
    }

    /// Rebuilds the table, the cursor on the same issue and, as far as it is still there, the same actor.
    pub(super) fn build(&mut self, model: &Model) {
        let (party, issue) = (self.party(), self.issue());
        self.table = Arc::new(Table::new(model, &self.actors, self.base, self.folding));
        self.is_ahead = false;
        (self.detail, self.scales) = (Detail::default(), Scales::default());
        self.list(model);
        self.parties = List::plain(self.table.columns(model, self.order));
        if let Some(party) = party {
            self.select_party(party);
        }
        if let Some(issue) = issue {
            self.select_issue(issue);
        }
        self.timeline.event = None;
        self.prepare(model);
    }

    /// Lists the issues, under the first of their group where the model groups them.
    fn list(&mut self, model: &Model) {
        let mut rows = Vec::with_capacity(self.table.issues().len());
        let (mut group, words) = (None, self.filter.to_lowercase());
        for row in self.table.rows(model, self.order) {
            let Some(issue) = self.table.issue(row) else { continue };
            let is_listed = match self.listed {
                Listed::All => true,
                Listed::Differences => self.table.differs(model, row),
                Listed::Shared => self.table.pair(model, row, 1).is_some_and(|pair| pair.verdict != Verdict::Unknown),
            };
            if !is_listed || !names_issue(model, issue, &words) {
                continue;
            }
            let its_group = model.issue(issue).group.as_deref();
            let is_grouped = matches!(self.order, Order::Group | Order::Cluster) && self.down == Down::Issues;
            if is_grouped && its_group.is_some() && its_group != group {
                rows.push(Row::Heading(issue));
            }
            group = its_group;
            rows.push(Row::Item(row));
        }
        self.issues.replace(rows);
    }

    /// Orders issues and actors in the next way, round and round.
    pub fn next_order(&mut self, model: &Model) {
        self.order = match self.order {
            Order::Group => Order::Contention,
            Order::Contention => Order::Name,
            Order::Name => Order::Cluster,
            Order::Cluster => Order::File,
            Order::File => Order::Group,
        };
        self.list(model);
        self.parties.replace_items(self.table.columns(model, self.order));
        if self.mode == Mode::Timeline {
            self.prepare(model);
        }
    }

    /// The actors that are compared, as they were given.
    pub fn actors(&self) -> &[ActorId] {
        &self.actors
    }

    /// Offers the actors that are not compared yet and whose names have `words` in them, those that begin with them first.
    pub fn offer(&mut self, model: &Model, words: &str) {
        let words = words.trim().to_lowercase();
        let rank = |id: ActorId| {
            let names = model.names_of(Record::Actor(id)).map(str::to_lowercase);
            let rank = |name: String| match name.find(&words) {
                Some(0) => Some((name.len() != words.len(), 0)),
                Some(_) => Some((true, 1)),
                None => None,
            };
            names.filter_map(rank).min()
        };
        let free = model.actor_ids().filter(|id| !self.actors.contains(id));
        let mut offered: Vec<_> =
            free.filter_map(|id| Some((rank(id)?, model.demands_of(id).is_empty(), id))).collect();
        offered.sort_unstable();
        self.offered = offered.into_iter().take(OFFERED).map(|(.., id)| id).collect();
    }

    /// Compares an actor more, with the cursor on it.
    pub fn add(&mut self, model: &Model, actor: ActorId) {
        self.actors = self.actors.iter().copied().chain([actor]).collect();
        self.build(model);
        self.select_party(actor);
        self.prepare(model);
    }

    /// Takes the party under the cursor out; says whether two are left without it.
    pub fn drop_party(&mut self, model: &Model) -> bool {
        let Some(party) = self.parties.selected().and_then(|column| self.table.parties().get(column)) else {
            return false;
        };
        let actors: Arc<[ActorId]> = match self.folding {
            Folding::Alone => self.actors.iter().copied().filter(|actor| *actor != party.actor).collect(),
            Folding::Blocs => self.actors.iter().copied().filter(|actor| !party.speaks(*actor)).collect(),
        };
        let [first, _, ..] = &*actors else { return false };
        self.base = if actors.contains(&self.base) { self.base } else { *first };
        let nth = self.parties.ordinal();
        self.actors = actors;
        self.build(model);
        self.parties.select_nth(nth.saturating_sub(1).max(1));
        self.prepare(model);
        true
    }

    /// The issue under the cursor; `None` where none is listed.
    pub fn issue(&self) -> Option<IssueId> {
        self.table.issue(self.issues.selected()?)
    }

    /// The actor whose column the cursor is on.
    pub fn party(&self) -> Option<ActorId> {
        Some(self.table.parties().get(self.parties.selected()?)?.actor)
    }

    /// Row and column of the cursor.
    pub fn cell(&self) -> Option<(usize, usize)> {
        Some((self.issues.selected()?, self.parties.selected()?))
    }

    /// Puts the cursor on an issue, if it is listed.
    pub fn select_issue(&mut self, issue: IssueId) {
        if let Some(row) = self.table.issues().position(|other| other == issue) {
            self.issues.select(row);
        }
    }

    /// Puts the cursor on an issue, and there on the first conflict; without one the column stays.
    pub fn open_on(&mut self, model: &Model, issue: IssueId) {
        self.select_issue(issue);
        let row = self.issues.selected();
        let first = row.and_then(|row| (0..self.parties.count()).find(|column| self.is_conflict(model, row, *column)));
        if let Some(column) = first {
            self.parties.select(column);
        }
    }

    /// Puts the cursor on the column of an actor, or that of the bloc that speaks for it.
    pub fn select_party(&mut self, actor: ActorId) {
        let parties = self.table.parties();
        let own = parties.iter().position(|party| party.actor == actor);
        if let Some(column) = own.or_else(|| parties.iter().position(|party| party.speaks(actor))) {
            self.parties.select(column);
        }
    }

    /// What runs down as it is drawn now: on scales always the issues.
    pub fn runs_down(&self) -> Down {
        match self.mode {
            Mode::Matrix => self.down,
            Mode::Timeline => self.timeline.down,
            Mode::Groups => Down::Parties,
            Mode::Spectrum | Mode::Ground => Down::Issues,
        }
    }

    /// Lists these issues only.
    pub fn list_issues(&mut self, model: &Model, listed: Listed) {
        self.listed = listed;
        self.list(model);
    }

    /// Makes the column under the cursor the base; the former base is under the cursor then.
    pub fn rebase(&mut self, model: &Model) {
        let Some(party) = self.party() else { return };
        let before = self.base;
        self.base = party;
        self.build(model);
        self.select_party(before);
    }

    /// Lets what runs down run across, and the other way round.
    pub fn transpose(&mut self, model: &Model) {
        if self.mode == Mode::Timeline {
            self.timeline.transpose();
            return self.prepare(model);
        }
        self.down = match self.down {
            Down::Issues => Down::Parties,
            Down::Parties => Down::Issues,
        };
        self.list(model);
    }

    /// Folds members into their blocs, or unfolds them.
    pub fn fold(&mut self, model: &Model) {
        self.folding = match self.folding {
            Folding::Alone => Folding::Blocs,
            Folding::Blocs => Folding::Alone,
        };
        self.build(model);
    }

    /// The demand to go to from the cursor: of the party there, else of the base.
    pub fn demand(&self, model: &Model) -> Option<DemandId> {
        match self.mode {
            Mode::Groups => return None,
            Mode::Timeline => return Some(self.table.course(model).events.get(self.timeline.event?)?.demand),
            Mode::Matrix | Mode::Spectrum | Mode::Ground => {}
        }
        let (row, column) = self.cell()?;
        let of = |column: usize| {
            let demands = self.table.stance(model, row, column).demands();
            let with_words = demands.iter().find(|id| model.demand(**id).passages().len() > 0);
            with_words.or(demands.first()).copied()
        };
        of(column).or_else(|| of(0))
    }

    /// The first words of the demand to go to from the cursor.
    pub fn first_passage(&self, model: &Model) -> Option<PassageId> {
        model.demand(self.demand(model)?).passages().next()
    }
}

/// Whether the name, the question, the group or a point of an issue has `words` in it, which are in small letters.
fn names_issue(model: &Model, id: IssueId, words: &str) -> bool {
    let issue = model.issue(id);
    let points = issue.scale.iter().map(|point| &*point.label);
    let texts = [Some(&*issue.name), issue.question.as_deref(), issue.group.as_deref()];
    let words = words.trim();
    words.is_empty() || texts.into_iter().flatten().chain(points).any(|text| text.to_lowercase().contains(words))
}

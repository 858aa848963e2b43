//! Find: a query, its hits by kind, and beside them what the one under the cursor is about.

use std::sync::Arc;

use ratatui::layout::Position;

use crate::app::change::{Change, moved};
use crate::app::command::{Command, Direction};
use crate::app::completer::Completer;
use crate::app::field::Field;
use crate::app::layout::{self, Edge, Frame, Shape};
use crate::app::list::{Click, List, Row};
use crate::app::lookup::{LookupState, Picked};
use crate::app::page;
use crate::model::{ArticleId, DemandId, Model, Record, Subject, SubjectKind};
use crate::search::{Hit, Hits, Scope, SearchOptions, fields};
use crate::text::Span;

/// More hits than this are counted, not listed.
const LISTED: usize = 200;

/// So many queries of before are offered; the others can be called back.
const OFFERED: usize = 5;

/// What an empty line may become.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offer {
    /// The query asked so many before the newest.
    Query(usize),
    /// The field of this name.
    Field(&'static str),
}

/// What stands between offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Between {
    /// What may be typed.
    Words,
    /// What calls back the queries.
    Queries,
    /// The operators.
    Operators,
    /// Nothing.
    Gap,
}

/// State of find.
#[derive(Debug, Clone)]
pub struct Find {
    /// The query being typed.
    pub field: Field,
    /// Which kinds of results are shown.
    pub scope: Scope,
    /// The results, as places in `hits`, under the headings of their kinds.
    pub list: List<SubjectKind, usize>,
    /// What may be taken while nothing is typed.
    pub offers: List<Between, Offer>,
    /// What was found, best first.
    pub hits: Arc<Hits>,
    /// What in the query could not be read.
    pub mistake: Option<String>,
    /// What the field under the cursor may become.
    pub completer: Completer,
    /// How many queries before the newest one is shown; `None` for the one being typed.
    recalled: Option<usize>,
    /// Whether the preview is wanted.
    pub shows_preview: bool,
    /// What is shown of the selected result.
    pub preview: Option<Preview>,
    /// What is chosen so far, in the order of choosing; `None` where Enter goes to a result instead.
    pub chosen: Option<Vec<Hit>>,
    /// Whether `hits` answer what is typed. While they do not, they are those of the query or the model before.
    pub lookup: LookupState<Then>,
}

/// What is done when the results come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// The cursor goes to the first.
    First,
    /// The first is gone to.
    Open,
    /// The cursor stays on its result, which is this one where none is on the screen; else as far down as it was.
    Stay(Option<Subject>, usize),
}

/// What is shown of a result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Preview {
    /// A page of an article with something marked in it.
    Article {
        /// The article.
        article: ArticleId,
        /// The rows on the screen.
        rows: Vec<Span>,
        /// What is marked.
        marked: Span,
    },
    /// The demands of an actor, or on an issue, as many as there are rows at most.
    Demands {
        /// The actor or issue.
        of: Record,
        /// The first of its demands.
        listed: Vec<DemandId>,
        /// How many it has.
        count: usize,
    },
}

impl Find {
    /// Find with `query` typed already; `count` queries were asked before.
    pub fn new(query: &str, count: usize) -> Self {
        Self {
            field: Field::new(query),
            scope: Scope::All,
            list: List::default(),
            offers: offers(count),
            hits: Arc::default(),
            mistake: None,
            completer: Completer::default(),
            recalled: None,
            shows_preview: true,
            preview: None,
            chosen: None,
            lookup: LookupState::Done,
        }
    }

    /// Find that chooses results for another program.
    pub fn to_pick(query: &str) -> Self {
        Self { chosen: Some(Vec::new()), ..Self::new(query, 0) }
    }

    /// Whether nothing is typed, so that the offers are on the screen.
    pub fn is_empty(&self) -> bool {
        self.field.text().is_empty()
    }

    /// Types the offer under the cursor, where nothing is typed. Says whether there was one.
    pub fn take_offer(&mut self, queries: &[String], model: &Model) -> bool {
        let Some(offer) = self.offers.selected().filter(|_| self.is_empty()) else { return false };
        self.field = match offer {
            Offer::Query(age) => Field::new(queries.iter().nth_back(age).map_or("", String::as_str)),
            Offer::Field(name) => Field::new(&format!("{name}:")),
        };
        self.typed(model);
        true
    }

    /// Moves the cursor of what is on the screen as a command says; `None` for a command that does not.
    pub fn run(&mut self, command: Command) -> Option<()> {
        if self.is_empty() { self.offers.run(command) } else { self.list.run(command) }
    }

    /// Moves the cursor of what is on the screen by rows.
    pub fn scroll(&mut self, by: isize) {
        if self.is_empty() { self.offers.step(by) } else { self.list.step(by) }
    }

    /// Selects the row under the pointer.
    pub fn click(&mut self, size: (u16, u16), at: Position) -> Click {
        let regions = regions(size, self.shows_preview);
        if self.is_empty() { self.offers.click(regions.whole, at) } else { self.list.click(regions.list, at) }
    }

    /// Chooses the result under the cursor, or not any more, and goes down.
    pub fn choose(&mut self) {
        let Some(hit) = self.selected().cloned() else { return };
        let Some(chosen) = &mut self.chosen else { return };
        match chosen.iter().position(|other| other.subject == hit.subject) {
            Some(at) => drop(chosen.remove(at)),
            None => chosen.push(hit),
        }
        self.list.step(1);
    }

    /// Whether a result is chosen.
    pub fn is_chosen(&self, subject: Subject) -> bool {
        self.chosen.iter().flatten().any(|hit| hit.subject == subject)
    }

    /// What Enter hands over: all that is chosen, else the result under the cursor, else nothing. `None` where Enter goes
    /// to a result instead.
    pub fn picked(&self) -> Option<Picked> {
        let chosen = self.chosen.as_ref()?;
        let hits = if chosen.is_empty() { self.selected().cloned().into_iter().collect() } else { chosen.clone() };
        Some(Picked { query: self.field.text().to_owned(), hits })
    }

    /// Looks up what is typed.
    pub fn look_up(&mut self) {
        self.lookup = LookupState::Wanted(Then::First);
    }

    /// What is wanted of the search.
    pub fn wanted(&self) -> SearchOptions {
        SearchOptions { scope: self.scope, limit: LISTED }
    }

    /// Goes to the first result of what is typed as soon as it is known. Says whether it is not known yet.
    pub fn open_later(&mut self) -> bool {
        let (LookupState::Wanted(then) | LookupState::Asked(_, then)) = &mut self.lookup else { return false };
        match then {
            Then::Stay(..) => false,
            Then::First | Then::Open => {
                *then = Then::Open;
                true
            }
        }
    }

    /// Takes the results of what is typed. Says whether the one under the cursor is to be gone to.
    pub fn take(&mut self, hits: Arc<Hits>) -> bool {
        let held = self.selected().map(|hit| hit.subject);
        let ordinal = self.list.ordinal();
        self.list_hits(hits);
        match std::mem::take(&mut self.lookup).pending() {
            None | Some(Then::First) => false,
            Some(Then::Open) => true,
            Some(&Then::Stay(hidden, down)) => {
                let (held, ordinal) = if held.is_some() { (held, ordinal) } else { (hidden, down) };
                self.stand(held, ordinal);
                false
            }
        }
    }

    /// Takes what was typed: looks it up and offers what it may become.
    pub fn typed(&mut self, model: &Model) {
        self.completer.typed(&self.field, model);
        self.recalled = None;
        self.look_up();
    }

    /// Puts the next or previous candidate in the place of the field, round and round; the first one at first.
    pub fn complete(&mut self, toward: Direction) {
        if self.completer.take(toward, &mut self.field) {
            self.look_up();
        }
    }

    /// Shows the query before or after this one of `queries`, the oldest of which stands first.
    pub fn recall(&mut self, queries: &[String], toward: Direction) {
        self.recalled = match (self.recalled, toward) {
            (None, Direction::Previous) => Some(0),
            (Some(age), Direction::Previous) => Some((age + 1).min(queries.len().saturating_sub(1))),
            (age, Direction::Next) => age.and_then(|age| age.checked_sub(1)),
        };
        let query = self.recalled.map_or(Some(""), |age| queries.iter().nth_back(age).map(String::as_str));
        self.field = Field::new(query.unwrap_or(""));
        self.completer = Completer::default();
        self.look_up();
    }

    fn list_hits(&mut self, hits: Arc<Hits>) {
        self.hits = hits;
        let mut rows = Vec::new();
        for kind in self.kinds() {
            let of_kind = self.hits.hits.iter().enumerate().filter(|(_, hit)| hit.subject.kind() == kind);
            let mut items: Vec<_> = of_kind.map(|(place, _)| Row::Item(place)).collect();
            if !items.is_empty() {
                rows.push(Row::Heading(kind));
                rows.append(&mut items);
            }
        }
        self.list.replace(rows);
        self.list.first();
    }

    /// Puts the cursor on a result, else as far down as `ordinal`, from 1.
    fn stand(&mut self, on: Option<Subject>, ordinal: usize) {
        let at = self.hits.hits.iter().position(|hit| Some(hit.subject) == on);
        if at.is_none_or(|at| !self.list.select(at)) {
            self.list.select_nth(ordinal.saturating_sub(1));
        }
    }

    /// Looks the query up in a changed model; the cursor stays on its result where that is still found. Until that is
    /// known the results that still exist are shown, or none where find is not on the screen.
    pub fn carry_over(&mut self, change: &Change<'_>, is_shown: bool) {
        let (hidden, down) = match self.lookup.pending() {
            Some(&Then::Stay(held, ordinal)) if self.selected().is_none() => (held, ordinal),
            None | Some(Then::Stay(..) | Then::First | Then::Open) => (None, self.list.ordinal()),
        };
        let held = self.selected().map(|hit| hit.subject).or(hidden).and_then(|subject| same(change, subject));
        let then = match self.lookup.pending() {
            None | Some(Then::Stay(..)) => Then::Stay(held, down),
            Some(then) => *then,
        };
        self.lookup = LookupState::Wanted(then);
        if let Some(chosen) = &mut self.chosen {
            chosen.retain_mut(|hit| same(change, hit.subject).map(|subject| hit.subject = subject).is_some());
        }
        let mut hits = Hits::default();
        if is_shown {
            let still = |hit: &Hit| Some(Hit { subject: same(change, hit.subject)?, ..hit.clone() });
            hits = Hits { hits: self.hits.hits.iter().filter_map(still).collect(), ..(*self.hits).clone() };
        }
        self.list_hits(Arc::new(hits));
        self.stand(held, down);
    }

    /// The kinds with results, in the order in which their best results rank.
    fn kinds(&self) -> Vec<SubjectKind> {
        let mut kinds = Vec::new();
        for hit in &self.hits.hits {
            if !kinds.contains(&hit.subject.kind()) {
                kinds.push(hit.subject.kind());
            }
        }
        kinds
    }

    /// The next scope: all, then each kind, round and round.
    pub fn next_scope(&mut self) {
        let kinds = SubjectKind::ALL;
        self.scope = match self.scope {
            Scope::All => Scope::Only(kinds[0]),
            Scope::Only(kind) => {
                let next = kinds.iter().position(|other| *other == kind).and_then(|at| kinds.get(at + 1));
                next.map_or(Scope::All, |kind| Scope::Only(*kind))
            }
        };
        self.look_up();
    }

    /// The result under the cursor.
    pub fn selected(&self) -> Option<&Hit> {
        self.hits.hits.get(self.list.selected()?)
    }

    /// Cuts the window and the preview for a terminal of `size`.
    pub fn fit(&mut self, model: &Model, size: (u16, u16)) {
        let regions = regions(size, self.shows_preview);
        self.list.set_height(regions.list.height);
        self.offers.set_height(regions.whole.height);
        self.preview = regions.preview.and_then(|frame| preview(model, self.selected()?.subject, frame.inner));
    }
}

/// What an empty line may become: queries of before, then fields.
fn offers(count: usize) -> List<Between, Offer> {
    let mut rows = vec![Row::Heading(Between::Words), Row::Heading(Between::Gap)];
    if count > 0 {
        rows.push(Row::Heading(Between::Queries));
        rows.extend((0..count.min(OFFERED)).map(|age| Row::Item(Offer::Query(age))));
        rows.push(Row::Heading(Between::Gap));
    }
    rows.push(Row::Heading(Between::Operators));
    rows.extend(
        fields().filter_map(|field| field.typed.split_once(':')).map(|(name, _)| Row::Item(Offer::Field(name))),
    );
    let mut list = List::default();
    list.replace(rows);
    list
}

fn preview(model: &Model, subject: Subject, area: ratatui::layout::Rect) -> Option<Preview> {
    let demands = match subject {
        // A state or bloc has what its members hold.
        Subject::Actor(id) => {
            let lists = std::iter::once(&id).chain(model.members_of(id)).map(|id| model.demands_of(*id));
            Some((Record::Actor(id), lists.collect::<Vec<_>>()))
        }
        Subject::Issue(id) => Some((Record::Issue(id), vec![model.demands_on(id)])),
        Subject::Demand(_) | Subject::Passage(_) | Subject::Article(_) | Subject::Words(..) => None,
    };
    if let Some((of, lists)) = demands {
        let count = lists.iter().map(|list| list.len()).sum();
        let listed: Vec<DemandId> = lists.into_iter().flatten().copied().take(usize::from(area.height)).collect();
        if !listed.is_empty() {
            return Some(Preview::Demands { of, listed, count });
        }
    }
    let (article, marked) = place_of(model, subject)?;
    let rows = page::around(model.article(article), marked, page::beside_gutter(area.width), area.height);
    Some(Preview::Article { article, rows, marked })
}

/// The same result in a changed model, where it still exists.
fn same(change: &Change<'_>, subject: Subject) -> Option<Subject> {
    match subject {
        Subject::Actor(id) => change.actor(id).map(Subject::Actor),
        Subject::Issue(id) => change.issue(id).map(Subject::Issue),
        Subject::Demand(id) => change.demand(id).map(Subject::Demand),
        Subject::Passage(id) => change.passage(id).map(Subject::Passage),
        Subject::Article(id) => change.article(id).map(Subject::Article),
        Subject::Words(id, span) => {
            let (old, new) = (change.old.article(id).text(), change.article(id)?);
            let to = |offset| moved(offset, old, change.new.article(new).text());
            Some(Subject::Words(new, Span::new(to(span.start()), to(span.end()))))
        }
    }
}

/// Where a result is in an article: its own place, or that of the first passage that has one.
pub fn place_of(model: &Model, subject: Subject) -> Option<(ArticleId, Span)> {
    let first_placed = |demands: &[DemandId]| {
        let mut passages = demands.iter().flat_map(|demand| model.demand(*demand).passages());
        passages.find_map(|id| model.passage(id).anchor.places().first().map(|span| (model.passage(id).article, *span)))
    };
    match subject {
        Subject::Actor(id) => first_placed(model.demands_of(id)),
        Subject::Issue(id) => first_placed(model.demands_on(id)),
        Subject::Demand(id) => first_placed(&[id]),
        Subject::Passage(id) => {
            let passage = model.passage(id);
            passage.anchor.places().first().map(|span| (passage.article, *span))
        }
        Subject::Article(id) => Some((id, Span::default())),
        Subject::Words(id, span) => Some((id, span)),
    }
}

/// Where everything of find is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Regions {
    /// The whole overlay.
    pub frame: Frame,
    /// The line with the query.
    pub query: ratatui::layout::Rect,
    /// The results.
    pub list: ratatui::layout::Rect,
    /// What is shown of the selected result.
    pub preview: Option<Frame>,
    /// The place of both, where nothing is found yet.
    pub whole: ratatui::layout::Rect,
}

/// Arranges find on a terminal of `size`.
pub fn regions(size: (u16, u16), preview: bool) -> Regions {
    use layout::{below, bottom, left, right, top};
    let body = layout::body(size);
    let whole = ratatui::layout::Rect { y: 0, height: size.1.saturating_sub(1), ..body };
    let frame = match layout::shape(size) {
        Shape::Wide => Frame::new(
            layout::centred((size.0, size.1.saturating_sub(1)), size.0 * 9 / 10, size.1 * 9 / 10),
            Edge::Boxed,
        ),
        Shape::Columns | Shape::Stacked => Frame::new(whole, Edge::Boxed),
        Shape::Single | Shape::TooSmall => Frame::new(whole, Edge::Bare),
    };
    let rest = below(frame.inner, 2);
    let (list, preview) = match layout::shape(size) {
        Shape::Wide if preview => {
            let beside = rest.width * 45 / 100;
            (left(rest, rest.width - beside - 1), Some(Frame::new(right(rest, beside), Edge::Bare)))
        }
        Shape::Columns | Shape::Stacked if preview && rest.height >= 15 => {
            let beneath = (rest.height * 2 / 5).max(6);
            (top(rest, rest.height - beneath), Some(Frame::new(bottom(rest, beneath), Edge::Ruled)))
        }
        Shape::Wide | Shape::Columns | Shape::Stacked | Shape::Single | Shape::TooSmall => (rest, None),
    };
    Regions { frame, query: top(frame.inner, 1), list, preview, whole: rest }
}

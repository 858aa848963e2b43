//! The state of browse. Each pane determines what the panes after it list.

use std::collections::HashMap;
use std::sync::Arc;

use super::layout::BrowseWish;
use super::rows::{FirstRow, Heading, Listing, Matching, demand_label, demand_rows, kept, narrowed};
use super::story::StoryRow;
use crate::app::change::Change;
use crate::app::list::{List, Row};
use crate::app::lookup::LookupState;
use crate::app::place::{By, Order, Pane};
use crate::app::views::compare::Compare;
use crate::compare::Folding;
use crate::model::{ActorId, DemandId, Model, PassageId, Record, Subject};
use crate::quote::ShownQuote;
use crate::text::{Span, wrap};

/// A passage in its pane, wrapped into rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassageRows {
    /// The passage.
    pub passage: PassageId,
    /// Its quote, with what it leaves out or cuts off.
    pub quote: ShownQuote,
    /// Rows of its quote, as pieces of the text of `quote`.
    pub rows: Vec<Span>,
    /// The proposal for a quote that is not in the article; else empty.
    pub proposal: Arc<str>,
    /// Rows of the proposal, as pieces of it.
    pub proposal_rows: Vec<Span>,
}

impl PassageRows {
    pub(super) fn new(model: &Model, passage: PassageId, (proposal, cells): (Arc<str>, usize)) -> Self {
        let quote = ShownQuote::new(model, passage);
        let proposal_rows = if proposal.is_empty() { Vec::new() } else { wrap(&proposal, cells) };
        Self { passage, rows: wrap(&quote.text, cells), quote, proposal, proposal_rows }
    }

    /// Its height in rows: the site, the quote, the proposal, and an empty row.
    pub fn height(&self) -> usize {
        self.rows.len() + self.proposal_rows.len() + 2
    }
}

/// A comparison that was opened, and by which cursors and marks. Opened by the same again it is there at once, with all
/// that its faces have worked out.
#[derive(Debug, Clone)]
pub(super) struct Compared {
    pub(super) by: (Pane, Option<Record>, Option<DemandId>, Vec<ActorId>),
    pub(super) compare: Arc<Compare>,
}

/// State of the browse view. Each pane determines what the panes after it list, and remembers its cursor.
#[derive(Debug, Clone)]
pub struct Browse {
    /// What the first pane lists.
    pub by: By,
    /// How it is ordered.
    pub order: Order,
    /// Whether members are folded into what they belong to.
    pub folding: Folding,
    /// The pane with the keyboard.
    pub focus: Pane,
    /// Whether that pane alone is shown.
    pub zoom: bool,
    /// Whether the text around the passage is shown where there is room.
    pub shows_context: bool,
    /// Cells that the first and the second pane have more than they come with: those of the measures.
    pub wider: [i16; 2],
    /// Actors, issues or articles; the headings are the first issues of their groups.
    pub first: List<Record, Record>,
    /// What each row of the first pane shows beside its name.
    pub first_rows: Arc<[FirstRow]>,
    /// Which of its rows have demands that the query asks for.
    pub matching: Matching,
    /// The demands of what is selected in the first pane, then what is asked of it.
    pub demands: List<Heading, DemandId>,
    /// The passages of the selected demand.
    pub passages: List<Record, PassageId>,
    /// Rows of all that the selected demand says, in a card of its own or over its passages.
    pub story: Arc<[StoryRow]>,
    /// How many of them are on the screen.
    pub story_shown: usize,
    /// How many of these are over the passages.
    pub story_over: u16,
    /// Of which demand and for which width the story is.
    pub(super) story_is_of: Option<(DemandId, u16)>,
    /// The passages on the screen, in order.
    pub shown: Vec<PassageRows>,
    /// Rows of the article around the selected passage; empty where the passage has no place.
    pub context: Vec<Span>,
    /// Which of its places is shown, for a passage that is in several.
    pub place: usize,
    place_is_of: Option<PassageId>,
    /// The actors marked to be compared, in the order of marking.
    pub marks: Vec<ActorId>,
    /// What narrows each pane, by [`Pane::index`].
    pub filters: [String; 3],
    /// The query that narrows the demands of every record, and the demands that meet it, rising.
    pub asked: Option<(String, Arc<[DemandId]>)>,
    /// The query that is to narrow the demands instead, until its demands are known.
    pub lookup: LookupState<String>,
    pub(super) compared: Option<Compared>,
    demands_are_of: Option<Record>,
    passages_are_of: Option<DemandId>,
    kept_first: HashMap<By, Record>,
    kept_demand: HashMap<Record, DemandId>,
    kept_passage: HashMap<DemandId, PassageId>,
}

impl Browse {
    /// The view at the beginning of `model`, by actors.
    pub fn new(model: &Model) -> Self {
        let mut browse = Self {
            by: By::Actors,
            order: Order::File,
            folding: Folding::Alone,
            focus: Pane::First,
            zoom: false,
            shows_context: true,
            wider: [0, 0],
            first: List::default(),
            first_rows: Arc::default(),
            matching: Matching::default(),
            demands: List::default(),
            passages: List::default(),
            story: Arc::default(),
            story_shown: 0,
            story_over: 0,
            story_is_of: None,
            shown: Vec::new(),
            context: Vec::new(),
            place: 0,
            place_is_of: None,
            marks: Vec::new(),
            filters: Default::default(),
            asked: None,
            lookup: LookupState::Done,
            compared: None,
            demands_are_of: None,
            passages_are_of: None,
            kept_first: HashMap::new(),
            kept_demand: HashMap::new(),
            kept_passage: HashMap::new(),
        };
        browse.derive_all(model);
        browse
    }

    /// Derives every pane again, each cursor on the same record where it still exists. O(records shown).
    pub fn derive_all(&mut self, model: &Model) {
        let asked = self.asked.as_ref().map(|(_, ids)| &**ids);
        let (by, order, is_folded, filter) = (self.by, self.order, self.folding == Folding::Blocs, &self.filters[0]);
        let (rows, shown, matching) = Listing { model, by, order, is_folded, filter, asked }.rows();
        self.first.replace(rows);
        self.matching = matching;
        self.first_rows = shown.into();
        self.demands_are_of = None;
        self.passages_are_of = None;
        self.follow(model);
    }

    /// Lists something else in the first pane.
    pub fn set_by(&mut self, model: &Model, by: By) {
        if let Some(record) = self.first.selected() {
            self.kept_first.insert(self.by, record);
        }
        self.by = by;
        if self.order == Order::Side {
            self.order = Order::File;
        }
        self.filters = Default::default();
        self.derive_all(model);
        if self.kept_first.get(&by).is_none_or(|record| !self.first.select(*record)) {
            self.first.first();
        }
        self.follow(model);
    }

    /// Narrows the focused pane to the rows that hold every word of `filter`, in any order and case.
    pub fn set_filter(&mut self, model: &Model, filter: &str) {
        filter.clone_into(&mut self.filters[self.focus.index()]);
        match self.focus {
            Pane::First => self.derive_all(model),
            Pane::Demands => {
                self.demands_are_of = None;
                self.follow(model);
            }
            Pane::Passages => {
                self.passages_are_of = None;
                self.follow(model);
            }
        }
    }

    /// Narrows the demands of every record to those that meet a query; `None` shows all.
    pub fn ask(&mut self, model: &Model, asked: Option<(String, Arc<[DemandId]>)>) {
        (self.asked, self.lookup) = (asked, LookupState::Done);
        self.derive_all(model);
    }

    /// Orders the first pane in the next way; the cursor stays on its record.
    pub fn reorder(&mut self, model: &Model) {
        self.order = self.order.next(self.by);
        self.derive_all(model);
    }

    /// Folds members into what they belong to, or unfolds them; the cursor goes with its record.
    pub fn fold(&mut self, model: &Model) {
        let before = self.first.selected();
        self.folding = match self.folding {
            Folding::Alone => Folding::Blocs,
            Folding::Blocs => Folding::Alone,
        };
        self.derive_all(model);
        if let Some(Record::Actor(actor)) = before
            && self.first.selected() != before
        {
            let top = self.first.items().find(
                |record| matches!(record, Record::Actor(top) if model.voices_of(&[*top]).binary_search(&actor).is_ok()),
            );
            top.map(|top| self.first.select(top));
            self.follow(model);
        }
    }

    /// Narrows the demands of every record to those that the query looked up is met by; `None` shows all.
    pub fn answer(&mut self, model: &Model, demands: Option<Arc<[DemandId]>>) {
        let query = self.lookup.pending().cloned();
        self.ask(model, query.zip(demands));
    }

    /// Looks up which demands meet a query, to narrow the demands by it.
    pub fn look_up(&mut self, query: &str) {
        self.lookup = LookupState::Wanted(query.to_owned());
    }

    /// The query that narrows the demands, empty without one.
    pub fn query(&self) -> &str {
        self.asked.as_ref().map_or("", |(query, _)| query)
    }

    /// Makes the panes that follow show what the ones before them select.
    ///
    /// A cursor is remembered when it moves, not when its list is made: what a filter passes over while it is typed
    /// was never chosen.
    pub fn follow(&mut self, model: &Model) {
        self.follow_first(model);
        let demand = self.demands.selected();
        if demand != self.passages_are_of || demand.is_none() {
            self.passages_are_of = demand;
            let rows =
                demand.map(|demand| model.demand(demand).passages().map(Row::Item).collect()).unwrap_or_default();
            self.passages.replace(narrowed(rows, &self.filters[2], |id| model.quote(id).to_owned()));
            let kept = demand.and_then(|demand| self.kept_passage.get(&demand));
            if kept.is_none_or(|kept| !self.passages.select(*kept)) {
                self.passages.first();
            }
        } else if let (Some(demand), Some(passage)) = (demand, self.passages.selected()) {
            self.kept_passage.insert(demand, passage);
        }
        let passage = self.passages.selected();
        if passage != self.place_is_of {
            (self.place_is_of, self.place) = (passage, 0);
        }
    }

    fn follow_first(&mut self, model: &Model) {
        let record = self.first.selected();
        if record != self.demands_are_of || record.is_none() {
            self.demands_are_of = record;
            let mut rows = record.map(|record| demand_rows(model, record)).unwrap_or_default();
            if let Some((_, ids)) = &self.asked {
                rows = kept(rows, |id| ids.binary_search(&id).is_ok());
            }
            self.demands.replace(narrowed(rows, &self.filters[1], |id| demand_label(model, id)));
            let before = record.and_then(|record| self.kept_demand.get(&record));
            if before.is_none_or(|before| !self.demands.select(*before)) {
                self.demands.first();
            }
        } else if let (Some(record), Some(demand)) = (record, self.demands.selected()) {
            self.kept_demand.insert(record, demand);
        }
    }

    /// The same view of another reading of the model: every cursor on the record with the same id, where that exists,
    /// else near where it was. Which demands the query of its filter meets is to be looked up again.
    #[must_use]
    pub fn moved_to(&self, change: &Change<'_>) -> Self {
        let query = self.lookup.pending().or(self.asked.as_ref().map(|(query, _)| query));
        let lookup = query.map_or(LookupState::Done, |query| LookupState::Wanted(query.clone()));
        let mut browse = Self {
            by: self.by,
            order: self.order,
            folding: self.folding,
            focus: self.focus,
            zoom: self.zoom,
            shows_context: self.shows_context,
            wider: self.wider,
            marks: self.marks.iter().filter_map(|id| change.actor(*id)).collect(),
            filters: self.filters.clone(),
            lookup,
            ..Self::new(change.new)
        };
        let (record, demand) = (|record: &Record| change.record(*record), |id: &DemandId| change.demand(*id));
        browse.kept_first = self.kept_first.iter().filter_map(|(by, kept)| Some((*by, record(kept)?))).collect();
        browse.kept_demand =
            self.kept_demand.iter().filter_map(|(of, kept)| Some((record(of)?, demand(kept)?))).collect();
        let passages = self.kept_passage.iter();
        browse.kept_passage = passages.filter_map(|(of, kept)| Some((demand(of)?, change.passage(*kept)?))).collect();
        browse.derive_all(change.new);
        browse.restore_cursors(self, change);
        browse
    }

    /// Puts each cursor where `old` has it.
    fn restore_cursors(&mut self, old: &Self, change: &Change<'_>) {
        restore_cursor(&mut self.first, &old.first, |record| change.record(record));
        self.follow(change.new);
        if old.first.selected().and_then(|record| change.record(record)) != self.first.selected() {
            return;
        }
        restore_cursor(&mut self.demands, &old.demands, |id| change.demand(id));
        self.follow(change.new);
        if old.demands.selected().and_then(|id| change.demand(id)) != self.demands.selected() {
            return;
        }
        restore_cursor(&mut self.passages, &old.passages, |id| change.passage(id));
        self.follow(change.new);
        self.place = old.place;
    }

    /// What the view is asked to show.
    pub fn wish(&self) -> BrowseWish {
        let story = u16::try_from(self.story.len()).unwrap_or(u16::MAX);
        let (focus, zoom, context, wider) = (self.focus, self.zoom, self.shows_context, self.wider);
        BrowseWish { focus, zoom, context, story, wider }
    }

    /// The place of the selected passage that is shown; `None` where it has none.
    pub fn shown_place(&self, model: &Model) -> Option<Span> {
        let places = model.passage(self.passages.selected()?).anchor.places();
        places.get(self.place % places.len().max(1)).copied()
    }

    /// Selects `demand` in the panes; the first pane goes to where the demand is listed. Says whether it was found.
    pub fn show_demand(&mut self, model: &Model, demand: DemandId) -> bool {
        self.filters = Default::default();
        (self.asked, self.lookup) = (None, LookupState::Done);
        self.derive_all(model);
        if !self.demands.items().any(|item| item == demand) {
            let record = match self.by {
                By::Issues => Record::Issue(model.demand(demand).issue),
                By::Actors | By::Articles => Record::Actor(model.demand(demand).actor),
            };
            self.show_record(model, record);
        }
        let found = self.demands.select(demand);
        self.follow(model);
        found
    }

    /// Selects a record in the first pane, changing what the pane lists where needed; a demand is selected in its own.
    pub fn show_record(&mut self, model: &Model, record: Record) -> bool {
        let by = match record {
            Record::Actor(_) => By::Actors,
            Record::Issue(_) => By::Issues,
            Record::Article(_) => By::Articles,
            Record::Demand(demand) => return self.show_demand(model, demand),
        };
        self.filters = Default::default();
        self.by = by;
        self.derive_all(model);
        let found = self.first.select(record);
        self.follow(model);
        found
    }

    /// Selects a subject in its pane and puts the focus there; words of an article are their article.
    pub fn go(&mut self, model: &Model, subject: Subject) {
        match subject {
            Subject::Demand(id) => self.show_demand(model, id),
            Subject::Passage(id) => self.show_passage(model, id),
            Subject::Actor(id) => self.show_record(model, Record::Actor(id)),
            Subject::Issue(id) => self.show_record(model, Record::Issue(id)),
            Subject::Article(id) | Subject::Words(id, _) => self.show_record(model, Record::Article(id)),
        };
        self.focus = match subject {
            Subject::Demand(_) => Pane::Demands,
            Subject::Passage(_) => Pane::Passages,
            Subject::Actor(_) | Subject::Issue(_) | Subject::Article(_) | Subject::Words(..) => Pane::First,
        };
    }

    /// Selects a passage and its demand.
    pub fn show_passage(&mut self, model: &Model, passage: PassageId) -> bool {
        let found = self.show_demand(model, model.demand_of(passage)) && self.passages.select(passage);
        self.follow(model);
        found
    }
}

/// Puts the cursor of `list` on the item that `old` has it on, else as far down as it was there.
fn restore_cursor<H: Copy, T: Copy + PartialEq>(
    list: &mut List<H, T>,
    old: &List<H, T>,
    same: impl Fn(T) -> Option<T>,
) {
    if !old.selected().and_then(same).is_some_and(|item| list.select(item)) {
        list.select_nth(old.ordinal().saturating_sub(1));
    }
}

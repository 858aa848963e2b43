//! The list of repairs of a quote.

use ratatui::layout::Rect;

use crate::app::layout;
use crate::app::list::List;
use crate::edit::{Repair, repairs_of};
use crate::model::{Anchor, ArticleId, Model, PassageId, Subject};
use crate::quote::whole_words;
use crate::text::{Span, wrap};

/// A faulty quote and the repairs to choose from.
#[derive(Debug, Clone)]
pub struct Repairs {
    /// The passage.
    pub passage: PassageId,
    /// The repairs, the best first; at least one.
    pub all: Vec<Repair>,
    /// Indices into them.
    pub list: List<(), usize>,
    /// Where the list is.
    pub(super) area: Rect,
    /// The list of findings it was opened from, to return to.
    pub findings: Option<List<(), usize>>,
}

impl Repairs {
    /// The repairs of a passage's quote; `None` if nothing is wrong with it, or nothing in the articles is similar.
    pub fn of(model: &Model, passage: PassageId) -> Option<Self> {
        let all = repairs_of(model, passage);
        let list = List::plain(0..all.len());
        (!all.is_empty()).then_some(Self { passage, all, list, area: Rect::ZERO, findings: None })
    }

    /// The rows of the quote, and the areas of the quote, the list, and the changes of the selected repair.
    pub fn regions(&self, model: &Model, size: (u16, u16)) -> (Vec<Span>, [Rect; 3]) {
        let cells = usize::from(layout::overlay(size).inner.width.saturating_sub(2)).max(1);
        let rows = wrap(model.quote(self.passage), cells);
        let regions = layout::repairs(size, rows.len(), self.all.len());
        (rows, regions)
    }

    /// Makes its window true for a terminal of `size`.
    pub(super) fn fit(&mut self, model: &Model, size: (u16, u16)) {
        let (_, [_, area, _]) = self.regions(model, size);
        self.area = area;
        self.list.set_height(area.height);
    }

    /// Puts the cursor on the repair for a place of an article, if there is one.
    pub fn go_to(&mut self, article: ArticleId, place: Span) {
        let is_there = |repair: &Repair| repair.article == article && repair.place.overlaps(place);
        if let Some(at) = self.all.iter().position(is_there) {
            self.list.select(at);
        }
    }

    /// The repair under the cursor.
    pub fn selected(&self) -> Option<&Repair> {
        self.list.selected().and_then(|at| self.all.get(at))
    }
}

/// Whether a quote needs repair: lost, nearly there, ambiguous, or cutting a word.
pub fn is_faulty(model: &Model, id: PassageId) -> bool {
    let passage = model.passage(id);
    match passage.anchor {
        Anchor::Near(_) | Anchor::Orphan | Anchor::Ambiguous(_) => true,
        Anchor::Exact(span) | Anchor::Normalised(span) => {
            whole_words(model.article(passage.article).text(), span).is_some()
        }
        Anchor::Adapted(_) | Anchor::NoSource => false,
    }
}

/// The passages whose quotes are no longer in their articles.
pub fn lost_since(before: &Model, model: &Model) -> Vec<PassageId> {
    let is_lost = |id: &PassageId| {
        let passage = model.passage(*id);
        let is_out = passage.anchor.verified().is_none() && passage.anchor != Anchor::NoSource;
        is_out
            && matches!(before.subject(&model.passage_key(*id)), Some(Subject::Passage(old))
                if before.passage(old).anchor.verified().is_some())
    };
    model.passage_ids().filter(is_lost).collect()
}

//! Fits browse into a terminal: windows, story, passages and context.

use std::sync::Arc;

use super::layout::{BrowseRegions, LEAST_PASSAGE, regions};
use super::state::{Browse, PassageRows};
use super::story::story;
use crate::app::layout::{READING_WIDTH, Shape, shape};
use crate::app::page;
use crate::app::place::Pane;
use crate::model::{Model, PassageId};
use crate::quote::proposed;
use crate::text::Span;

impl Browse {
    /// Cuts windows, story, passages and context for a terminal of `size`.
    pub fn cut(&mut self, model: &Model, size: (u16, u16)) {
        let regions = self.make_room(model, size);
        let inner = |pane: Pane| regions.pane(pane).map(|frame| frame.inner);
        self.first.set_height(inner(Pane::First).map_or(0, |area| area.height));
        self.demands.set_height(inner(Pane::Demands).map_or(0, |area| area.height));
        let (width, height) = inner(Pane::Passages).map_or((0, 0), |area| (area.width, area.height));
        let room = match (regions.card, shape(size)) {
            (Some(card), _) => card.inner.height,
            (None, Shape::Single | Shape::TooSmall) => (height / 2).saturating_sub(1).min(3),
            (None, _) => height.saturating_sub(LEAST_PASSAGE),
        };
        self.story_shown = self.story.len().min(usize::from(room));
        let shown = u16::try_from(self.story_shown).unwrap_or(u16::MAX);
        self.story_over = if regions.card.is_some() { 0 } else { shown };
        let height = height.saturating_sub(self.story_over);
        self.shown = if height == 0 { Vec::new() } else { self.cut_cards(model, width, height) };
        let context = regions.context.map(|frame| frame.inner);
        self.context = context.map(|area| self.cut_context(model, area.width, area.height)).unwrap_or_default();
    }

    /// Gathers the details of the selected demand and arranges the panes so that they fit.
    fn make_room(&mut self, model: &Model, size: (u16, u16)) -> BrowseRegions {
        // How wide it is does not depend on how long it is.
        let any = regions(size, self.wish());
        let width = any.card.or(any.pane(Pane::Passages)).map_or(0, |frame| frame.inner.width);
        let of = self.demands.selected().filter(|_| width > 2).map(|id| (id, width));
        if self.story_is_of != of {
            self.story_is_of = of;
            let rows = of.map(|(id, width)| story(model, id, usize::from(width - 2)));
            self.story = rows.unwrap_or_default().into();
        }
        regions(size, self.wish())
    }

    /// The cards from the first that fits on, such that the selected one is on the screen.
    fn cut_cards(&mut self, model: &Model, width: u16, height: u16) -> Vec<PassageRows> {
        let cells = usize::from(width.saturating_sub(4)).min(usize::from(READING_WIDTH)).max(1);
        let items: Vec<PassageId> = self.passages.items().collect();
        // Comparing words takes longer than a row may: what is on the screen keeps its proposal.
        let before = std::mem::take(&mut self.shown);
        let card = |passage: PassageId| {
            let kept = before.iter().find(|rows| rows.passage == passage).map(|rows| Arc::clone(&rows.proposal));
            let words = || proposed(model, passage).map_or(Arc::default(), Into::into);
            let proposal = kept.unwrap_or_else(words);
            PassageRows::new(model, passage, (proposal, cells))
        };
        let selected = self.passages.ordinal().saturating_sub(1);
        let (mut used, mut top) = (0, selected);
        for at in (0..=selected.min(items.len().saturating_sub(1))).rev() {
            used += items.get(at).map_or(0, |passage| card(*passage).height());
            // The empty row below the last card may be cut.
            if used > usize::from(height) + 1 && at < selected {
                break;
            }
            top = at;
        }
        let mut left = usize::from(height);
        let mut out = Vec::new();
        for passage in items.into_iter().skip(top) {
            if left == 0 {
                break;
            }
            let card = card(passage);
            left = left.saturating_sub(card.height());
            out.push(card);
        }
        out
    }

    /// The article's rows around the place that is shown of the selected passage.
    fn cut_context(&self, model: &Model, width: u16, height: u16) -> Vec<Span> {
        let Some(passage) = self.passages.selected() else { return Vec::new() };
        let Some(span) = self.shown_place(model) else { return Vec::new() };
        let article = model.article(model.passage(passage).article);
        page::around(article, span, page::beside_gutter(width), height)
    }
}

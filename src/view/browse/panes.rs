//! The panes of browse.

use std::borrow::Cow;

use ratatui::layout::Rect;

use crate::app::browse::{Browse, FirstRow, Heading, Matching, PassageRows, StoryTone};
use crate::app::command::{Command, Direction};
use crate::app::keymap::{Context, Keymap};
use crate::app::layout::{self, Frame};
use crate::app::list::Row;
use crate::app::place::{By, Order, Pane};
use crate::app::words::{anchor, site};
use crate::compare::Folding;
use crate::load::Progress;
use crate::model::{Anchor, DemandId, Model, PassageId, Record};
use crate::search::filter;
use crate::text::{Span, counted, telling_gap, width, wrap};
use crate::view::edge::{self, Focus, Title};
use crate::view::paint::{Canvas, Cursor, ListRow, row};
use crate::view::theme::{DOTS, PASSAGE, Theme, UNVERIFIED, VERIFIED};
use crate::view::{article, words};

/// The deepest indentation of the tree.
const DEEPEST: u16 = 4;

/// What every part of the view needs.
pub struct Painter<'a> {
    pub model: &'a Model,
    pub browse: &'a Browse,
    pub theme: &'a Theme,
    pub keymap: &'a Keymap,
    /// Whether the model is still being read.
    pub progress: Option<Progress>,
}

impl Painter<'_> {
    pub fn edge(&self, pane: Pane, frame: Frame, canvas: &mut Canvas<'_>) {
        let (browse, model) = (self.browse, self.model);
        let filter = &browse.filters[pane.index()];
        let (title, ordinal, count) = match pane {
            Pane::First => {
                let is_folded = browse.folding == Folding::Blocs && browse.by == By::Actors;
                // Short, so that no pane cuts it.
                let title = match (browse.order, is_folded) {
                    (Order::File, false) => browse.by.title().to_owned(),
                    (Order::File, true) => "Blocs".to_owned(),
                    (order, false) => format!("By {}", order.word()),
                    (order, true) => format!("Blocs by {}", order.word()),
                };
                (titled(&title, filter, ""), browse.first.ordinal(), browse.first.count())
            }
            Pane::Demands => {
                let of = browse.first.selected().map_or("", |record| model.name(record));
                let asked = browse.asked.as_ref().map_or(String::new(), |(query, _)| format!(" &{query}"));
                (titled(&format!("Demands{asked}"), filter, of), browse.demands.ordinal(), browse.demands.count())
            }
            Pane::Passages => {
                let of = browse.demands.selected().map_or(String::new(), |id| model.demand_title(id));
                (titled("Passages", filter, &of), browse.passages.ordinal(), browse.passages.count())
            }
        };
        let marks = match (pane, self.browse.marks.len()) {
            (_, 0) | (Pane::Demands | Pane::Passages, _) => String::new(),
            (Pane::First, n) => format!(" *{n}"),
        };
        let left = self.keymap.label(Context::Browse, Command::GoToPane(pane), &format!("{title}{marks}"));
        let left = left + if self.browse.zoom { " · zoomed" } else { "" };
        let right = if count == 0 { String::new() } else { format!("{ordinal}/{count}") };
        let focus = if browse.focus == pane { Focus::Here } else { Focus::Elsewhere };
        edge::draw(canvas, frame, Title { left: &left, right: &right, focus });
        let extent = match pane {
            Pane::First => browse.first.extent(),
            Pane::Demands => browse.demands.extent(),
            Pane::Passages => (0, 0, 0),
        };
        let style = if focus == Focus::Here { self.theme.focus } else { self.theme.edge };
        edge::scrollbar(canvas, frame, extent, style);
    }

    /// A row of `pane`.
    fn row(&self, pane: Pane, area: Rect, selected: bool) -> ListRow {
        let cursor = match (selected, self.browse.focus == pane) {
            (false, _) => Cursor::Off,
            (true, true) => Cursor::Here,
            (true, false) => Cursor::Held,
        };
        ListRow { area, cursor }
    }

    /// The matches of the pane's filter in `text`.
    fn found(&self, pane: Pane, text: &str) -> Vec<Span> {
        // A row may match by words that it does not show, such as an alias, so mark each word separately.
        let typed = self.browse.filters[pane.index()].split_whitespace();
        typed.flat_map(|word| filter([text], word)).flat_map(|kept| kept.marks).collect()
    }

    fn heading(&self, text: &str, area: Rect, canvas: &mut Canvas<'_>) {
        canvas.pen(area, 0).put(text, self.theme.heading).put(" ", self.theme.text).fill(DOTS, self.theme.edge);
    }

    pub fn first(&self, frame: Frame, canvas: &mut Canvas<'_>) {
        let area = frame.inner;
        if self.browse.first.count() == 0 {
            return self.empty(Pane::First, area, canvas);
        }
        let (top, ..) = self.browse.first.extent();
        for (at, (what, selected)) in (0..).zip(self.browse.first.window()) {
            let shown = self.browse.first_rows.get(top + usize::from(at)).copied().unwrap_or_default();
            let area = row(area, at);
            match what {
                _ if canvas.is_covered(area) => {}
                Row::Heading(Record::Issue(id)) => {
                    let group = self.model.issue(*id).group.as_deref().unwrap_or("");
                    self.heading(group, area, canvas);
                }
                Row::Heading(record) => self.heading(self.model.name(*record), area, canvas),
                Row::Item(record) => {
                    self.first_row((*record, shown), self.row(Pane::First, area, selected), canvas);
                }
            }
        }
    }

    fn first_row(&self, (record, shown): (Record, FirstRow), line: ListRow, canvas: &mut Canvas<'_>) {
        let (model, theme) = (self.model, self.theme);
        let bar = if let Record::Actor(id) = record { Some(id) } else { None };
        let (style, dim) = (line.style(theme), line.or(theme, theme.dim));
        let pen = canvas.begin(line);
        let pen = match bar {
            Some(actor) => {
                let mark = if self.browse.marks.contains(&actor) { "*" } else { " " };
                pen.actor(model, actor).put(mark, line.or(theme, theme.accent))
            }
            None => pen,
        };
        let pen = pen.put(&"  ".repeat(usize::from(shown.depth.min(DEEPEST))), style);
        let pen = pen.right(" ", style).right(&shown.count.to_string(), dim).right(" ", style);
        let date = if let Record::Article(id) = record { model.article(id).date } else { None };
        let pen = match date {
            Some(date) => pen.put(&format!("{date} "), dim),
            None => pen,
        };
        let has_none = self.browse.asked.is_some() && shown.count == 0;
        let style = if has_none { dim } else { style };
        let name = match record {
            // Prefer a whole short name to a cut long one.
            Record::Actor(id) if width(model.name(record)) > pen.room() => model.short_name(id),
            _ => model.name(record),
        };
        let _ = pen.marked(name, &self.found(Pane::First, name), style);
    }

    pub fn demands(&self, frame: Frame, canvas: &mut Canvas<'_>) {
        let area = frame.inner;
        if self.browse.demands.count() == 0 {
            return self.empty(Pane::Demands, area, canvas);
        }
        for (at, (what, selected)) in (0..).zip(self.browse.demands.window()) {
            let area = row(area, at);
            match what {
                _ if canvas.is_covered(area) => {}
                Row::Heading(Heading::Of(record)) => self.heading(self.model.name(*record), area, canvas),
                Row::Heading(Heading::AskedOf(actor)) => {
                    self.heading(&format!("asked of {}", self.model.actor(*actor).name), area, canvas);
                }
                Row::Item(id) => self.demand_row(*id, self.row(Pane::Demands, area, selected), canvas),
            }
        }
    }

    fn demand_row(&self, id: DemandId, line: ListRow, canvas: &mut Canvas<'_>) {
        let (model, theme) = (self.model, self.theme);
        let demand = model.demand(id);
        let (style, dim) = (line.style(theme), line.or(theme, theme.dim));
        let verified = demand.passages().filter(|id| model.passage(*id).anchor.verified().is_some()).count();
        let (mark, mark_style) = match (demand.passages().len(), verified) {
            (0, _) => ("  0".to_owned(), theme.warn),
            (all, verified) if all == verified => (format!("{VERIFIED} {all}"), dim),
            (all, verified) => (format!("{UNVERIFIED} {verified}/{all}"), theme.warn),
        };
        let wide = line.area.width >= 50;
        let pen = canvas.begin(line);
        let pen = pen.right(" ", style).right(&mark, line.or(theme, mark_style));
        let standing = model.standing(id);
        let pen = pen.right(if standing.is_empty() { "" } else { " " }, style);
        let pen = pen.right(standing, line.or(theme, theme.warn));
        let pen = pen.right(" ", style);
        let pen = if wide {
            pen.put(demand.kind.word(), dim).column(14)
        } else {
            pen.put(words::short_kind(demand.kind), dim).put(" ", style)
        };
        // Under an actor, demands of others are attributed.
        let pen = match self.browse.first.selected() {
            Some(Record::Actor(actor)) if actor != demand.actor => pen.put(
                &format!("{}: ", model.short_name(demand.actor)),
                line.or(theme, theme.actor(model, demand.actor)),
            ),
            _ => pen,
        };
        let ink = if model.is_live(id) { style } else { dim };
        // Two demands may differ only after the cut, for example in a year.
        let beside = self.browse.demands.window().filter_map(|(what, _)| match what {
            Row::Item(other) => Some(&*model.demand(*other).text),
            Row::Heading(_) => None,
        });
        let gap = telling_gap(&demand.text, beside, pen.room());
        let text = gap.map_or(Cow::from(&*demand.text), |gap| {
            let [lead, tail] =
                [demand.text.get(..gap.start()), demand.text.get(gap.end()..)].map(Option::unwrap_or_default);
            format!("{lead}…{tail}").into()
        });
        let _ = pen.marked(&text, &self.found(Pane::Demands, &text), ink);
    }

    pub fn passages(&self, frame: Frame, canvas: &mut Canvas<'_>) {
        self.story(Rect { height: self.browse.story_over.min(frame.inner.height), ..frame.inner }, canvas);
        let area = layout::below(frame.inner, self.browse.story_over);
        if self.browse.shown.is_empty() {
            return self.empty(Pane::Passages, area, canvas);
        }
        let mut y = 0;
        for card in &self.browse.shown {
            self.passage(card, layout::below(area, y), canvas);
            y = y.saturating_add(u16::try_from(card.height()).unwrap_or(u16::MAX));
        }
    }

    /// Draws the story of the selected demand, as far as there is room.
    fn story(&self, area: Rect, canvas: &mut Canvas<'_>) {
        let theme = self.theme;
        let (shown, all) = (self.browse.story_shown, self.browse.story.len());
        for (at, line) in (0..).zip(self.browse.story.iter().take(shown)) {
            let style = match line.tone {
                StoryTone::Text => theme.strong,
                StoryTone::Fact => theme.text,
                StoryTone::Note => theme.dim,
            };
            let pen = canvas.pen(row(area, at), 0).put(" ", theme.text);
            let is_cut = usize::from(at) + 1 == shown && shown < all;
            let more = || self.keymap.tips(Context::Browse, &[(Command::Card, "all")]);
            let pen = if is_cut { pen.right(&format!(" … {}", more()), theme.dim) } else { pen };
            let _ = pen.put(&line.text, style);
        }
    }

    fn passage(&self, card: &PassageRows, area: Rect, canvas: &mut Canvas<'_>) {
        let (model, theme) = (self.model, self.theme);
        let passage = model.passage(card.passage);
        let selected = self.browse.passages.selected() == Some(card.passage);
        let line = self.row(Pane::Passages, row(area, 0), selected);
        let style = line.style(theme);
        let is_verified = passage.anchor.verified().is_some();
        let state_style = line.or(theme, if is_verified { theme.dim } else { theme.warn });
        let pen = canvas.begin(line);
        let site = site(model, card.passage);
        let state = anchor(&passage.anchor);
        // Never cut the speaker for a state that a mark can show.
        let has_room = pen.room() >= width(&site.rest) + width(&state) + 2;
        let state = match passage.anchor {
            Anchor::Exact(_) | Anchor::Normalised(_) if !has_room => VERIFIED.to_owned(),
            Anchor::Adapted(_) if !has_room => {
                let whole = format!("{VERIFIED} adapted");
                let is_cut = pen.room() < width(site.rest.trim_start_matches(" · ")) + width(&whole) + 2;
                // What the quote leaves out is shown within it.
                if is_cut { VERIFIED.to_owned() } else { whole }
            }
            Anchor::Near(_) if !has_room => "NOT QUITE".to_owned(),
            _ => state,
        };
        let pen = pen.right(" ", style).right(&state, state_style).right(" ", style);
        // Cut a long title rather than the line and the speaker, which no other row shows; a sole article needs no
        // title.
        let line = site.rest.trim_start_matches(" · ");
        if width(site.title) + width(&site.rest) <= pen.room() {
            let _ = pen.put(site.title, style).put(&site.rest, style);
        } else if model.articles().len() == 1 || pen.room() < width(line) + 8 {
            let _ = pen.put(line, style);
        } else {
            let _ = pen.put(line, style).put(" · ", style).put(site.title, style);
        }
        let found = self.found(Pane::Passages, &card.quote.text);
        // A quote that is not in the article must not look as if it were.
        let ink = if passage.anchor.is_lost() { theme.warn } else { theme.text };
        let bar = theme.actor(model, article::actor(model, card.passage));
        for (at, span) in (1..).zip(&card.rows) {
            let pen = canvas.pen(row(area, at), 0).put(" ", theme.text).put(PASSAGE, bar).put(" ", theme.text);
            let _ = pen.quoted(&card.quote, *span, (&found, ink));
        }
        for (at, span) in (1 + card.rows.len()..).zip(&card.proposal_rows) {
            let at = u16::try_from(at).unwrap_or(u16::MAX);
            let pen = canvas.pen(row(area, at), 0).put("   ", theme.text);
            let _ = pen.put(span.of(&card.proposal).trim_end(), theme.dim);
        }
    }

    pub fn context(&self, frame: Frame, canvas: &mut Canvas<'_>) {
        let (model, theme) = (self.model, self.theme);
        let Some(passage) = self.browse.passages.selected() else {
            edge::draw(canvas, frame, Title { left: "Context", right: "", focus: Focus::Elsewhere });
            return;
        };
        let from = model.article(model.passage(passage).article);
        let left = format!("Context · {}", from.title);
        let right = self.keymap.tips(Context::Browse, &[(Command::Read, "read")]);
        let right = if from.text.is_some() { &right } else { "" };
        edge::draw(canvas, frame, Title { left: &left, right, focus: Focus::Elsewhere });
        let Some(place) = self.browse.shown_place(model) else {
            let why = if from.text.is_none() {
                "The model has no text of this article."
            } else {
                "This quote is not in the article."
            };
            self.lines((why, theme.warn), frame.inner, canvas);
            return;
        };
        let marks: Vec<(Span, PassageId)> = match &model.passage(passage).anchor {
            Anchor::Adapted(parts) => parts.iter().map(|part| (*part, passage)).collect(),
            _ => vec![(place, passage)],
        };
        let text = article::Text {
            model,
            article: model.passage(passage).article,
            rows: &self.browse.context,
            marks: &marks,
            chosen: Some(place),
            found: &[],
            names: &[],
            selection: None,
            cursor: None,
            gutter: 3,
        };
        article::draw(&text, frame.inner, canvas);
    }

    pub fn card(&self, frame: Frame, canvas: &mut Canvas<'_>) {
        let model = self.model;
        let left = self.browse.demands.selected().map_or("Demand".to_owned(), |id| model.demand_title(id));
        edge::draw(canvas, frame, Title { left: &left, right: "", focus: Focus::Elsewhere });
        self.story(frame.inner, canvas);
    }

    /// Writes a wrapped sentence; returns its number of rows.
    fn lines(&self, (sentence, style): (&str, ratatui::style::Style), area: Rect, canvas: &mut Canvas<'_>) -> u16 {
        let mut at = 0;
        for span in wrap(sentence, usize::from(area.width.saturating_sub(2)).max(1)) {
            let _ = canvas.pen(area, at).put(" ", self.theme.text).put(span.of(sentence).trim_end(), style);
            at += 1;
        }
        at
    }

    /// Says why a pane is empty and which keys help.
    fn empty(&self, pane: Pane, area: Rect, canvas: &mut Canvas<'_>) {
        let asked = pane == Pane::Demands && self.browse.asked.is_some();
        let filtered = asked || !self.browse.filters[pane.index()].is_empty();
        let on = (Command::FirstPane(Direction::Next), "goes on");
        let elsewhere = if asked { self.elsewhere() } else { None };
        let (what, tips): (&str, &[(Command, &str)]) = match pane {
            _ if self.progress.is_some() => ("The model is being read. Its demands appear here as they are read.", &[]),
            _ if filtered => {
                (elsewhere.as_deref().unwrap_or("Nothing matches the filter."), &[(Command::Cancel, "clears it")])
            }
            Pane::First => match self.browse.by {
                By::Actors => ("This model has no actors.", &[(Command::BrowseByNext, "browses by issues")]),
                By::Issues => ("This model has no issues.", &[(Command::BrowseByNext, "browses by articles")]),
                By::Articles => ("This model has no articles.", &[(Command::BrowseByNext, "browses by actors")]),
            },
            Pane::Demands => ("No demands here.", &[on, (Command::Find, "finds"), (Command::Add, "adds one")]),
            Pane::Passages => match self.browse.demands.selected() {
                Some(_) => ("No passage supports this demand.", &[(Command::AddPassage, "adds one from an article")]),
                None => ("No demand is selected.", &[on]),
            },
        };
        let below = layout::below(area, self.lines((what, self.theme.text), area, canvas));
        let tips = self.keymap.tips(Context::Browse, tips);
        if !tips.is_empty() {
            self.lines((&format!("{tips}."), self.theme.dim), below, canvas);
        }
    }

    /// Where the demands are that the query asks for, where the selected row has none.
    fn elsewhere(&self) -> Option<String> {
        let (browse, model) = (self.browse, self.model);
        let (record, Matching { best, others }) = (browse.first.selected()?, &browse.matching);
        if best.is_empty() || !browse.filters[Pane::Demands.index()].is_empty() {
            return None;
        }
        let with = |(record, count): &(Record, usize)| match record {
            Record::Actor(id) => format!("{count} with {}", model.short_name(*id)),
            Record::Issue(_) | Record::Demand(_) => format!("{count} on {}", model.name(*record)),
            Record::Article(_) => format!("{count} in {}", model.name(*record)),
        };
        let mut found: Vec<String> = best.iter().map(with).collect();
        if *others > 0 {
            found.push(format!("more with {}", counted(*others, "other")));
        }
        Some(format!("{} has none: {}.", model.name(record), found.join(", ")))
    }
}

/// The title of a pane: what it lists, its filter, and whose rows they are.
fn titled(what: &str, filter: &str, of: &str) -> String {
    let filter = if filter.is_empty() { String::new() } else { format!(" /{filter}") };
    let of = if of.is_empty() { String::new() } else { format!(" · {of}") };
    format!("{what}{filter}{of}")
}

//! The reader: the article in full, with its passages beside it.

use ratatui::layout::Rect;

use crate::app::App;
use crate::app::command::Command;
use crate::app::keymap::Context;
use crate::app::layout::{Edge, below, shrink};
use crate::app::reader::{Entry, GUTTER, Reader, regions, said, text_area};
use crate::model::{ActorId, Anchor, Model, PassageId, count_of};
use crate::quote::{Side, aside, who};
use crate::text::{Span, counted, width, wrap};
use crate::view::article;
use crate::view::drawing::Drawing;
use crate::view::edge::{self, Focus, Title};
use crate::view::paint::{Canvas, row};
use crate::view::theme::BAR;

impl Drawing for Reader {
    fn draw(&self, app: &App, canvas: &mut Canvas<'_>) {
        let reader = self;
        let (model, theme) = (app.model(), canvas.theme);
        let regions = regions(app.size, app.measures);
        let title = format!("{}{}", title(model, reader), selecting(reader));
        let room = usize::from(regions.text.outer.width).saturating_sub(width(&title) + 6);
        let right = coverage(reader, &percent(model, reader), room);
        edge::draw(canvas, regions.text, Title { left: &title, right: &right, focus: Focus::Here });
        let chosen = reader.chosen.and_then(|passage| place_at(reader, passage));
        let text = article::Text {
            model,
            article: reader.article,
            rows: &reader.rows,
            marks: &reader.marks,
            chosen,
            found: &reader.matches,
            names: &reader.names,
            selection: reader.selection(model),
            cursor: Some(reader.cursor),
            gutter: GUTTER,
        };
        let area = text_area(app.size, app.measures);
        article::draw(&text, area, canvas);
        if model.article(reader.article).text().is_empty() {
            let _ = canvas.pen(area, 0).put("(empty)", theme.dim);
        }
        if let Some(frame) = regions.voices {
            edge::draw(canvas, frame, Title { left: "Who speaks here", right: "", focus: Focus::Elsewhere });
            voices(model, reader, frame.inner, canvas);
        }
        let next = app.keymap.tips(Context::Reader, &[(Command::PassageHere, "next")]);
        let count = reader.here.len();
        let (left, at) = match regions.margin.edge {
            Edge::Boxed => ("Who wants what".to_owned(), format!("{count} here {next}")),
            Edge::Ruled | Edge::Bare => (said_here(model, reader), next),
        };
        let at = if count > 1 { &at } else { "" };
        edge::draw(canvas, regions.margin, Title { left: &left, right: at, focus: Focus::Elsewhere });
        match regions.margin.edge {
            _ if selected(model, reader, regions.margin.inner, canvas) => {}
            Edge::Boxed => margin(model, reader, regions.margin.inner, canvas),
            Edge::Ruled | Edge::Bare => strip(model, reader, regions.margin.inner, canvas),
        }
    }

    /// The article and the cursor's place in it.
    fn account(&self, app: &App, room: usize) -> String {
        let article = app.model().article(self.article);
        let (line, lines) = (article.lines.line(self.cursor), article.lines.last());
        let percent = self.cursor * 100 / article.text().len().max(1);
        let marked = self.coverage.as_ref().map_or(0, |coverage| coverage.marked);
        let title = &article.title;
        let accounts = [
            format!("{title} · line {line}/{lines} · {percent}% · {}", counted(marked, "marked passage")),
            format!("{title} · line {line}/{lines} · {percent}%"),
            format!("line {line}/{lines} · {percent}%"),
        ];
        accounts.into_iter().find(|account| width(account) <= room).unwrap_or_default()
    }

    fn heading(&self, app: &App) -> String {
        let article = app.model().article(self.article);
        let (title, selecting) = (title(app.model(), self), selecting(self));
        format!("{title} · line {}/{}{selecting}", article.lines.line(self.cursor), article.lines.last())
    }

    /// The first line already shows it.
    fn crumbs(&self, _: &App) -> String {
        String::new()
    }
}

/// The title of the article, after the result of a search: a long title must not hide that nothing was found.
fn title(model: &Model, reader: &Reader) -> String {
    let title = &model.article(reader.article).title;
    match (reader.search.trim(), reader.matches.len()) {
        ("", _) => title.to_string(),
        (search, 0) => format!("no match for {search} · {title}"),
        (search, count) => format!("{} of {search} · {title}", counted(count, "match")),
    }
}

/// The marker in the title while selecting.
fn selecting(reader: &Reader) -> &'static str {
    if reader.anchor.is_some() { " · selecting" } else { "" }
}

/// How much of the article is coded, then `percent`; only `percent` if there is no room.
fn coverage(reader: &Reader, percent: &str, room: usize) -> String {
    let Some(coverage) = &reader.coverage else { return percent.to_owned() };
    let (coded, all) = (coverage.coded(), coverage.sentences.len());
    let told =
        [format!("{coded} of {all} sentences coded · at {percent}"), format!("{coded}/{all} coded · at {percent}")];
    told.into_iter().find(|told| width(told) <= room).unwrap_or_else(|| percent.to_owned())
}

/// The words to quote: whether they occur once, else the context that singles them out, and the passages that already
/// quote them. Returns whether there is a selection.
fn selected(model: &Model, reader: &Reader, area: Rect, canvas: &mut Canvas<'_>) -> bool {
    let Some(selected) = &reader.selected else { return false };
    let theme = canvas.theme;
    let count = selected.evidence.quote.split_whitespace().count();
    let words = counted(count, "word");
    let verb = if count == 1 { "occurs" } else { "occur" };
    let told = match (&selected.evidence.anchor, &selected.evidence.context) {
        (Anchor::Ambiguous(places), Some(context)) => {
            let side = match context.side {
                Side::Prefix => "prefix",
                Side::Suffix => "suffix",
            };
            format!("{words} {verb} {} times; the {side} “{}” is written too", count_of(places), context.words)
        }
        (Anchor::Ambiguous(places), None) => {
            format!("{words} {verb} {} times, and nothing tells them apart", count_of(places))
        }
        _ => format!("{words} {verb} once"),
    };
    let mut at = 0;
    let mut write = |text: &str, style, actor: Option<ActorId>| {
        for span in wrap(text, usize::from(area.width.saturating_sub(4)).max(1)) {
            let pen = canvas.pen(row(area, at), 0).put(" ", theme.text);
            let pen = match actor.filter(|_| span.start() == 0) {
                Some(actor) => pen.actor(model, actor).put(" ", theme.text),
                None => pen.put(if actor.is_some() { "  " } else { "" }, theme.text),
            };
            let _ = pen.put(span.of(text).trim_end(), style);
            at += 1;
        }
    };
    write(&told, theme.strong, None);
    for id in &selected.claims {
        let demand = model.demand(model.demand_of(*id));
        let text = format!("{}: {}", said(model, *id, &who(model, *id, Model::short_name)), demand.text);
        write(&text, theme.actor(model, demand.actor), Some(demand.actor));
    }
    if selected.claims.is_empty() {
        write("no demand quotes these words", theme.dim, None);
    }
    true
}

fn percent(model: &Model, reader: &Reader) -> String {
    format!("{}%", reader.cursor * 100 / model.article(reader.article).text().len().max(1))
}

/// The place of `passage` at the cursor.
fn place_at(reader: &Reader, passage: PassageId) -> Option<Span> {
    reader.marks.iter().find(|(span, id)| *id == passage && span.contains(reader.cursor)).map(|(span, _)| *span)
}

/// The actors with passages in the article.
fn voices(model: &Model, reader: &Reader, area: Rect, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    let here: Vec<ActorId> = reader.here.iter().map(|id| article::actor(model, *id)).collect();
    let voices = reader.coverage.iter().flat_map(|coverage| &coverage.voices);
    for (at, (actor, count)) in (0..area.height).zip(voices) {
        let speaks = here.contains(actor);
        let style = if speaks { theme.held } else { theme.text };
        let pen = canvas.pen(row(area, at), 0).put(if speaks { BAR } else { " " }, theme.focus);
        let pen = pen.actor(model, *actor).put(" ", theme.text).right(" ", style).right(&count.to_string(), theme.dim);
        let _ = pen.put(&model.actor(*actor).name, style);
    }
}

/// The passages in the rows on the screen, each beside its first row as far as there is room; those at the cursor are
/// always shown in full.
fn margin(model: &Model, reader: &Reader, area: Rect, canvas: &mut Canvas<'_>) {
    let inner = Rect { width: area.width.saturating_sub(1), ..area };
    let entries = &reader.margin;
    let blocks = blocks(entries);
    let chosen = entries.iter().position(|entry| reader.chosen == Some(entry.passage)).unwrap_or(0);
    let here = entries.iter().rposition(|entry| entry.is_here);
    let passed = entries.iter().rposition(|entry| entry.place.start() <= reader.cursor);
    let mut tops = stacked(&blocks, here.or(passed).unwrap_or(0), inner.height);
    if here.is_some() && tops.get(chosen).copied().flatten().is_none() {
        tops = stacked(&blocks, chosen, inner.height);
    }
    for ((shown, (_, height)), top) in entries.iter().zip(&blocks).zip(tops) {
        if let Some(top) = top.filter(|top| *top < inner.height) {
            entry((model, reader), shown, crate::app::layout::top(below(inner, top), *height), canvas);
        }
    }
}

/// The row and height of each entry, with an empty row below. Entries at the cursor are shown in full; others are cut
/// for the next entry, so that all stay beside their lines.
fn blocks(entries: &[Entry]) -> Vec<(u16, u16)> {
    let block = |(at, entry): (usize, &Entry)| {
        let (full, next) = (entry.height(), entries.get(at + 1).filter(|_| !entry.is_here));
        (entry.row, next.map_or(full, |next| full.min(next.row.saturating_sub(entry.row).max(1))))
    };
    entries.iter().enumerate().map(block).collect()
}

/// The first row of each block, given its preferred row and its height, with an empty last row: in order, without
/// overlap, and with the block at `focus` fully on the screen. Blocks above the first row have none; blocks below may
/// get one beyond `rows`.
fn stacked(blocks: &[(u16, u16)], focus: usize, rows: u16) -> Vec<Option<u16>> {
    let mut free = 0_u16;
    let mut tops = Vec::with_capacity(blocks.len());
    for (wanted, height) in blocks {
        tops.push(Some(free.max(*wanted)));
        free = free.max(*wanted).saturating_add(*height);
    }
    // The empty row at the end of the last block may be cut.
    let mut limit = rows.saturating_add(1);
    for at in (0..blocks.len().min(focus + 1)).rev() {
        let lowest =
            if at == focus { Some(limit.saturating_sub(blocks[at].1)) } else { limit.checked_sub(blocks[at].1) };
        tops[at] = tops[at].zip(lowest).map(|(top, lowest)| top.min(lowest));
        limit = tops[at].unwrap_or(0);
    }
    let mut free = tops.get(focus).copied().flatten().map_or(0, |top| top.saturating_add(blocks[focus].1));
    for at in focus + 1..blocks.len() {
        tops[at] = Some(free.max(blocks[at].0));
        free = free.max(blocks[at].0).saturating_add(blocks[at].1);
    }
    tops
}

/// The line of the cursor, and how many passages there are.
fn said_here(model: &Model, reader: &Reader) -> String {
    let line = model.article(reader.article).lines.line(reader.cursor);
    match reader.here.len() {
        0 => format!("line {line} · no passage here"),
        n => format!("line {line} · {}", counted(n, "passage")),
    }
}

/// One passage in the margin, in `area`; a cut text ends with `…`.
fn entry((model, reader): (&Model, &Reader), entry: &Entry, area: Rect, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    let demand = model.demand_of(entry.passage);
    let (here, chosen) = (entry.is_here, reader.chosen == Some(entry.passage));
    let actor = model.demand(demand).actor;
    let who = theme.actor(model, actor);
    let head = if here { who.patch(theme.held) } else { who };
    let words = if here && model.is_live(demand) { theme.text.patch(theme.held) } else { theme.dim };
    for (at, span) in (0..area.height).zip(&entry.rows) {
        if chosen && at == 0 {
            canvas.tint(row(area, 0), theme.held);
        }
        let bar = if chosen { BAR } else { " " };
        let pen = canvas.pen(row(area, at), 0).put(bar, theme.focus).actor(model, actor).put(" ", words);
        let text = span.of(&entry.text).trim_end();
        let (said, demand) = text.split_at(entry.head.saturating_sub(span.start()).min(text.len()));
        let pen = pen.put(said, head).marked(demand, &[], words);
        if at + 1 == area.height && usize::from(area.height) < entry.rows.len() {
            let _ = pen.put("…", words);
        }
    }
}

/// The foreground passage at the cursor, in a few rows.
fn strip(model: &Model, reader: &Reader, area: Rect, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    let Some(id) = reader.chosen else {
        let has_none = model.placed_in(reader.article).is_empty();
        let way = if has_none { "nothing here supports a demand" } else { "] goes to the next passage" };
        let _ = canvas.pen(area, 0).put(" ", theme.dim).put(way, theme.dim);
        return;
    };
    let demand = model.demand(model.demand_of(id));
    let who = theme.actor(model, demand.actor);
    let at = reader.here.iter().position(|other| *other == id).map_or(0, |at| at + 1);
    let pen = canvas.pen(area, 0);
    let pen = if reader.here.len() > 1 { pen.right(&format!("{at}/{}", reader.here.len()), theme.dim) } else { pen };
    let by = crate::quote::who(model, id, Model::short_name);
    let pen = pen.actor(model, demand.actor).put(" ", theme.text).put(&said(model, id, &by), who.patch(theme.held));
    let _ = pen.put(&format!(" · {}", model.issue(demand.issue).name), theme.text);
    let ink = if model.is_live(model.demand_of(id)) { theme.text } else { theme.dim };
    let inner = shrink(Rect { y: area.y.saturating_sub(1), height: area.height + 2, ..area });
    let aside = aside(model, id).map_or(String::new(), |words| format!("; {words}"));
    let text = format!("{}{aside}", demand.text);
    for (at, span) in (1..).zip(wrap(&text, usize::from(inner.width))) {
        let _ = canvas
            .pen(row(Rect { y: area.y, height: area.height, ..inner }, at), 0)
            .put(span.of(&text).trim_end(), ink);
    }
}

#[cfg(test)]
mod tests {
    use super::stacked;

    #[test]
    fn what_is_at_the_cursor_is_shown_in_full() {
        for (blocks, focus, rows, tops) in [
            (&[(0, 3), (5, 3)][..], 0, 9, &[Some(0), Some(5)][..]),
            (&[(0, 3), (1, 3), (2, 3)], 0, 9, &[Some(0), Some(3), Some(6)]),
            (&[(0, 3), (1, 3), (2, 3)], 2, 6, &[None, Some(1), Some(4)]),
            (&[(0, 3), (5, 3)], 1, 6, &[Some(0), Some(4)]),
            (&[(0, 3), (0, 9)], 1, 4, &[None, Some(0)]),
            (&[], 0, 4, &[]),
        ] {
            assert_eq!(stacked(blocks, focus, rows), tops, "{blocks:?} {focus} {rows}");
        }
    }
}

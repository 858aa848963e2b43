//! Find: the query, what it found by kind, and what the result under the cursor is about.

use ratatui::layout::Rect;

use super::{candidates, open, typed};
use crate::app::App;
use crate::app::command::{Command, Direction};
use crate::app::field::CLEAR;
use crate::app::keymap::Context;
use crate::app::layout::Frame;
use crate::app::list::Row;
use crate::app::overlay::{Between, Find, Offer, Preview, find_regions};
use crate::app::words::anchor;
use crate::model::{Anchor, DemandId, Model, Record, Subject, SubjectKind};
use crate::quote::{ShownQuote, who, who_in_brief};
use crate::search::{Hit, HitContext, Reason, Scope, complete};
use crate::text::{Span, clip, counted, telling_gap, width, wrap};
use crate::view::article;
use crate::view::edge::{self, Focus, Title};
use crate::view::paint::{Canvas, ListRow, row};
use crate::view::theme::{DOTS, PROMPT};

pub(super) fn draw(app: &App, find: &Find, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    let regions = find_regions(app.size, find.shows_preview);
    let scope = match find.scope {
        Scope::All => "all",
        Scope::Only(kind) => heading(kind),
    };
    let more = if find.hits.is_least { "+" } else { "" };
    // While the answer is on its way, what there is stays, with a sign that more comes.
    let looking = if find.lookup.is_done() { "" } else { " …" };
    let position = format!("{}/{}{more}{looking}", find.list.ordinal(), find.hits.total);
    let (title, position) = match &find.chosen {
        None => ("Find", position),
        Some(chosen) if chosen.is_empty() => ("Pick", position),
        Some(chosen) => ("Pick", format!("{} chosen · {position}", chosen.len())),
    };
    open(canvas, regions.frame, &format!("{title} · {scope}"), &position);
    let pen = canvas.pen(regions.query, 0).put(" ", theme.text).put(PROMPT, theme.accent);
    let pen = typed(pen, &find.field, theme);
    let missing = find.selected().map(|hit| hit.missing.join(", ")).filter(|missing| !missing.is_empty());
    let lacks = missing.map(|missing| format!("nothing has all words; here is no {missing}"));
    // A value that is only begun is no mistake yet.
    let mistake = find.mistake.as_deref().filter(|_| find.completer.offered.is_none());
    if let Some(warning) = mistake.or(lacks.as_deref()) {
        let _ = pen.put("  ", theme.text).put(warning, theme.warn);
    }
    let beneath = canvas.pen(Rect { y: regions.query.y + 1, ..regions.query }, 0);
    candidates(beneath, app, &find.completer).fill("─", theme.edge);
    if find.is_empty() {
        return offers(app, find, regions.whole, canvas);
    }
    if find.list.count() == 0 {
        // Nothing is shown beside it.
        empty(app, find, regions.whole, canvas);
    }
    for (at, (what, selected)) in (0..).zip(find.list.window()) {
        let area = row(regions.list, at);
        match what {
            Row::Heading(kind) => {
                let count = find.hits.count(*kind);
                let more = if find.hits.is_least { "+" } else { "" };
                let pen = canvas.pen(area, 0).put(" ", theme.text).put(heading(*kind), theme.heading);
                pen.put(&format!(" {count}{more} "), theme.dim).fill(DOTS, theme.edge);
            }
            Row::Item(place) => {
                if let Some(hit) = find.hits.hits.get(*place) {
                    let mark = find.chosen.as_ref().map(|_| if find.is_chosen(hit.subject) { CHOSEN } else { " " });
                    let others = find.list.window().filter_map(|(what, _)| match what {
                        Row::Item(other) => find.hits.hits.get(*other).map(|hit| &*hit.text),
                        Row::Heading(_) => None,
                    });
                    result((app.model(), hit), others, (ListRow::focused(area, selected), mark), canvas);
                }
            }
        }
    }
    if let (Some(frame), Some(preview)) = (regions.preview, &find.preview) {
        draw_preview(app.model(), (preview, find.selected()), frame, canvas);
    }
}

/// Stands before what is chosen.
const CHOSEN: &str = "+";
/// Cells of a row from which on it says more than whose words it has.
const WIDE: u16 = 60;

/// The plural under which results of a kind stand.
fn heading(kind: SubjectKind) -> &'static str {
    match kind {
        SubjectKind::Actor => "actors",
        SubjectKind::Issue => "issues",
        SubjectKind::Demand => "demands",
        SubjectKind::Passage => "passages",
        SubjectKind::Article => "article text",
    }
}

fn empty(app: &App, find: &Find, area: Rect, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    let reason = find.hits.nothing.as_deref().map_or_else(|| "Nothing found".to_owned(), capital);
    let mut nothing = format!("{CLEAR} clears the line");
    if let Some(keys) = app.keymap.keys_of(Context::Find, Command::Scope).next() {
        nothing.extend([", ", &keys.short(), " looks at other kinds"]);
    }
    nothing.push('.');
    let reason = format!("{reason}.");
    let lines: &[&str] = if find.lookup.is_done() { &[&reason, &nothing] } else { &["Searching …"] };
    for (at, line) in (0..).zip(lines) {
        let _ = canvas.pen(area, at).put(" ", theme.text).put(line, theme.dim);
    }
}

/// What an empty line may become: the queries before it, and the fields with their values.
fn offers(app: &App, find: &Find, area: Rect, canvas: &mut Canvas<'_>) {
    /// Cells of the name of a field.
    const NAME: u16 = 12;
    let theme = canvas.theme;
    for (at, (what, selected)) in (0..).zip(find.offers.window()) {
        let offer = match what {
            Row::Item(offer) => offer,
            Row::Heading(between) => {
                let said = match between {
                    Between::Words => "Type a name or words of the text, in any order, misspelt or not.".to_owned(),
                    Between::Operators => "\"a phrase\"   'exact   ^begins   ends$   !not   this | that".to_owned(),
                    Between::Gap => String::new(),
                    Between::Queries => {
                        let recall = [(Command::Recall(Direction::Previous), "calls back what was asked")];
                        app.keymap.tips(Context::Find, &recall)
                    }
                };
                let _ = canvas.pen(area, at).put(" ", theme.text).put(&said, theme.dim);
                continue;
            }
        };
        let line = ListRow::focused(row(area, at), selected);
        let (style, dim) = (line.style(theme), line.or(theme, theme.dim));
        let pen = canvas.begin(line);
        match offer {
            Offer::Query(age) => {
                let query = app.queries.iter().nth_back(*age).map_or("", String::as_str);
                let _ = pen.put(query, style);
            }
            Offer::Field(name) => {
                let typed = format!("{name}:");
                let values = complete(&typed, typed.len(), app.model()).map(|found| found.candidates.join("  "));
                let pen = pen.put(&typed, line.or(theme, theme.accent)).put(" ", style).column(NAME);
                let _ = pen.put(values.as_deref().unwrap_or("a day, a month or a year"), dim);
            }
        }
    }
}

/// A sentence with its first letter as a capital.
fn capital(sentence: &str) -> String {
    let mut chars = sentence.chars();
    chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect()
}

/// A row of a result, beside those with the texts of `others`.
fn result<'h>(
    (model, hit): (&Model, &Hit),
    others: impl Iterator<Item = &'h str>,
    (line, mark): (ListRow, Option<&str>),
    canvas: &mut Canvas<'_>,
) {
    let theme = canvas.theme;
    let (style, dim) = (line.style(theme), line.or(theme, theme.dim));
    let context = HitContext::of(hit.subject, model);
    let pen = canvas.begin(line);
    let pen = if let Some(mark) = mark { pen.put(mark, line.or(theme, theme.accent)) } else { pen };
    let pen = match context.actor {
        Some(actor) => pen.actor(model, actor).put(" ", style),
        None => pen.put("  ", style),
    };
    let side = match hit.why {
        Reason::Question => question(named(model, hit.subject), hit, pen.room()),
        _ => beside(model, hit),
    };
    let pen = if line.area.width >= WIDE { pen.right(" ", style).right(&side, dim).right("  ", style) } else { pen };
    let (owner, standing) = owner(model, hit.subject, line.area.width);
    let pen = if standing.is_empty() {
        pen
    } else {
        pen.right(" ", style).right(standing, line.or(theme, theme.warn)).right(" ", style)
    };
    let doubt = doubt(model, hit.subject);
    // A wide row ends with its place, or why it has none, unless it ends with something else.
    let is_told = line.area.width >= WIDE && side.starts_with("NOT ");
    let pen = if doubt.is_empty() || is_told {
        pen
    } else {
        pen.right(" ", style).right(doubt, line.or(theme, theme.warn)).right(" ", style)
    };
    let pen = if owner.is_empty() { pen } else { pen.put(&owner, dim).put(": ", dim) };
    let style = match (doubt, standing) {
        ("", "") => style,
        ("", _) => dim,
        // A quote that is not in the article must not look as if it were.
        _ => line.or(theme, theme.warn),
    };
    let shown = match (&hit.why, hit.subject) {
        (Reason::Alias(_) | Reason::Id | Reason::Question, _) => unmarked(named(model, hit.subject)),
        (_, Subject::Passage(id)) if *hit.text == *model.quote(id) => {
            let quote = ShownQuote::new(model, id);
            let quote = ShownQuote { text: in_one_row(&quote.text), ..quote };
            let marks = hit.marks.iter().map(|mark| quote.placed(*mark)).collect();
            (quote, marks)
        }
        _ => (unmarked(&hit.text).0, hit.marks.clone()),
    };
    let (shown, marks) = told_apart(window(shown, pen.room()), others, pen.room());
    let _ = pen.quoted(&shown, Span::whole(&shown.text), (&marks, style));
}

fn unmarked(text: &str) -> (ShownQuote, Vec<Span>) {
    (ShownQuote { text: in_one_row(text), missing: Vec::new() }, Vec::new())
}

/// `text` with spaces for line ends, so every byte keeps its offset.
fn in_one_row(text: &str) -> String {
    text.replace(['\n', '\r', '\t'], " ")
}

/// What is wrong with a passage's quote, in a few letters; empty if it is in the article.
fn doubt(model: &Model, subject: Subject) -> &'static str {
    let Subject::Passage(id) = subject else { return "" };
    match model.passage(id).anchor {
        Anchor::Near(_) => "NOT QUITE",
        Anchor::Orphan => "NOT FOUND",
        Anchor::Exact(_) | Anchor::Normalised(_) | Anchor::Ambiguous(_) | Anchor::Adapted(_) | Anchor::NoSource => "",
    }
}

/// Who says a demand or a passage, and of whom, and what has become of the demand where it is no longer live.
fn owner(model: &Model, subject: Subject, width: u16) -> (String, &'static str) {
    let (who, demand) = match subject {
        Subject::Demand(id) => (model.short_name(model.demand(id).actor).to_owned(), id),
        Subject::Passage(id) if width >= WIDE => (who(model, id, Model::short_name), model.demand_of(id)),
        Subject::Passage(id) => (who_in_brief(model, id), model.demand_of(id)),
        Subject::Actor(_) | Subject::Issue(_) | Subject::Article(_) | Subject::Words(..) => return (String::new(), ""),
    };
    (who, if model.is_live(demand) { "" } else { model.standing(demand) })
}

/// The record a result belongs to, by name.
fn named(model: &Model, subject: Subject) -> &str {
    match subject {
        Subject::Actor(id) => &model.actor(id).name,
        Subject::Issue(id) => &model.issue(id).name,
        Subject::Demand(id) => &model.demand(id).text,
        Subject::Passage(id) => model.quote(id),
        Subject::Article(id) | Subject::Words(id, _) => &model.article(id).title,
    }
}

/// What is at the right of a result: why it is there, or where it is.
fn beside(model: &Model, hit: &Hit) -> String {
    if !hit.missing.is_empty() {
        return format!("without {}", hit.missing.join(", "));
    }
    match &hit.why {
        Reason::Alias(alias) => return format!("alias “{alias}”"),
        Reason::Corrected(words) => {
            let found: Vec<&str> = words.iter().map(|(_, found)| &**found).collect();
            return format!("≈ {}", found.join(" "));
        }
        Reason::Id => return format!("id {}", hit.text),
        Reason::Name | Reason::Question | Reason::Words | Reason::Fields | Reason::Source => {}
    }
    match hit.subject {
        Subject::Actor(id) => counted(model.demands_of(id).len(), "demand"),
        Subject::Issue(id) => counted(model.demands_on(id).len(), "demand"),
        Subject::Demand(id) => model.issue(model.demand(id).issue).name.to_string(),
        Subject::Passage(id) => {
            let passage = model.passage(id);
            let line = passage.anchor.verified().map(|span| model.article(passage.article).lines.line(span.start()));
            let place = || passage.anchor.one_of().unwrap_or_else(|| anchor(&passage.anchor));
            line.map_or_else(place, |line| format!("line {line}"))
        }
        Subject::Article(_) => "line 1".to_owned(),
        Subject::Words(id, span) => format!("line {}", model.article(id).lines.line(span.start())),
    }
}

/// The question of an issue beside its `name`, which goes first; empty where too little of it would be seen.
fn question(name: &str, hit: &Hit, room: usize) -> String {
    const LEAST: usize = 16;
    let left = room.saturating_sub(width(name) + 4);
    if left < LEAST {
        return String::new();
    }
    let (shown, _) = window((unmarked(&hit.text).0, hit.marks.clone()), left);
    clip(&shown.text, left).into_string()
}

/// The part of a text to show in `room` cells so that its first mark is in sight, with `…` where it begins later.
fn window((shown, marks): (ShownQuote, Vec<Span>), room: usize) -> (ShownQuote, Vec<Span>) {
    let text = shown.text.as_str();
    let first = marks.first().map_or(0, |mark| mark.start());
    if width(text) <= room || width(text.get(..first).unwrap_or("")) + 12 < room {
        return (shown, marks);
    }
    // A third of the room goes to the words before the match, more where the text ends sooner; cut at a word.
    let behind = width(text.get(first..).unwrap_or(""));
    let lead = (room / 3).max(room.saturating_sub(behind + 1));
    let from = text.get(..first).unwrap_or("").char_indices().rev().nth(lead).map_or(0, |(at, _)| at);
    let start = text.get(from..first).and_then(|lead| lead.find(' ')).map_or(from, |at| from + at + 1);
    let shift = |offset: usize| offset.saturating_sub(start) + '…'.len_utf8();
    let shifted =
        |pieces: &[Span]| pieces.iter().map(|span| Span::new(shift(span.start()), shift(span.end()))).collect();
    let kept = format!("…{}", text.get(start..).unwrap_or(""));
    (ShownQuote { text: kept, missing: shifted(&shown.missing) }, shifted(&marks))
}

/// The same without the piece behind which alone it differs from others, unless something in that piece is marked.
fn told_apart<'h>(
    (shown, marks): (ShownQuote, Vec<Span>),
    others: impl Iterator<Item = &'h str>,
    room: usize,
) -> (ShownQuote, Vec<Span>) {
    let Some(gap) = telling_gap(&shown.text, others, room) else { return (shown, marks) };
    if marks.iter().chain(&shown.missing).any(|span| span.overlaps(gap)) {
        return (shown, marks);
    }
    let shift = |at: usize| if at >= gap.end() { at - gap.len() + '…'.len_utf8() } else { at };
    let shifted =
        |pieces: &[Span]| pieces.iter().map(|span| Span::new(shift(span.start()), shift(span.end()))).collect();
    let mut text = shown.text.clone();
    text.replace_range(gap.start()..gap.end(), "…");
    (ShownQuote { text, missing: shifted(&shown.missing) }, shifted(&marks))
}

fn draw_preview(model: &Model, (preview, hit): (&Preview, Option<&Hit>), frame: Frame, canvas: &mut Canvas<'_>) {
    let (article, rows, marked) = match preview {
        Preview::Demands { of, listed, count } => return demands(model, (*of, listed, *count), frame, canvas),
        Preview::Article { article, rows, marked } => (*article, rows, *marked),
    };
    let title = &model.article(article).title;
    edge::draw(canvas, frame, Title { left: title, right: "", focus: Focus::Elsewhere });
    let marks: Vec<_> = match hit.map(|hit| hit.subject) {
        Some(Subject::Passage(id)) => vec![(marked, id)],
        Some(Subject::Actor(_) | Subject::Issue(_) | Subject::Demand(_) | Subject::Article(_) | Subject::Words(..))
        | None => Vec::new(),
    };
    let found: Vec<Span> = match hit {
        Some(hit) if matches!(hit.subject, Subject::Passage(_) | Subject::Article(_) | Subject::Words(..)) => {
            hit.marks_in_words().iter().map(|mark| mark.shifted(marked.start())).collect()
        }
        Some(_) | None => Vec::new(),
    };
    let text = article::Text {
        model,
        article,
        rows,
        marks: &marks,
        chosen: Some(marked),
        found: &found,
        names: &[],
        selection: None,
        cursor: None,
        gutter: 3,
    };
    article::draw(&text, frame.inner, canvas);
}

/// The demands of an actor or on an issue: kind, status, and what of actor and issue the title does not say; then the
/// words.
fn demands(model: &Model, (of, listed, count): (Record, &[DemandId], usize), frame: Frame, canvas: &mut Canvas<'_>) {
    let (theme, area) = (canvas.theme, frame.inner);
    let title = Title { left: model.name(of), right: &counted(count, "demand"), focus: Focus::Elsewhere };
    edge::draw(canvas, frame, title);
    let mut at = 0;
    for (id, demand) in listed.iter().map(|id| (id, model.demand(*id))) {
        if at >= area.height {
            return;
        }
        let other = match of {
            Record::Actor(id) if id == demand.actor => &model.issue(demand.issue).name,
            Record::Actor(_) | Record::Issue(_) => &model.actor(demand.actor).name,
            Record::Demand(_) | Record::Article(_) => &model.issue(demand.issue).name,
        };
        let about = format!("{} \u{b7} {other}", model.move_words(*id));
        let pen = canvas.pen(row(area, at), 0).actor(model, demand.actor).put(" ", theme.text);
        let _ = pen.put(&about, theme.dim);
        let rows = wrap(&demand.text, usize::from(area.width.saturating_sub(3)));
        for (line, span) in (at + 1..area.height).zip(&rows) {
            let words = span.of(&demand.text).trim_end();
            let _ = canvas.pen(row(area, line), 0).put("  ", theme.text).put(words, theme.text);
        }
        at = at.saturating_add(u16::try_from(rows.len() + 1).unwrap_or(u16::MAX));
    }
}

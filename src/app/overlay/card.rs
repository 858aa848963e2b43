//! The card: everything the model says about one subject, with links.

use std::collections::BTreeSet;

use crate::app::layout;
use crate::app::list::{List, Row};
use crate::compare::{Party, Stance, Stances};
use crate::model::{ActorId, ArticleId, DemandId, IssueId, Model, PassageId, Record, RelationKind, Subject};
use crate::quote::{ShownQuote, Source, proposed, who};
use crate::text::{Span, hang, wrap};

/// The kind of a line of a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// A heading.
    Heading,
    /// The exact words of an article.
    Quote,
    /// What the model says.
    Fact,
    /// A memo or a side remark.
    Note,
    /// A link.
    Link(Subject),
}

/// A line of a card, before it is wrapped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What it is.
    pub tone: Tone,
    /// Its words.
    pub text: String,
    /// The actor whose colour it has.
    pub actor: Option<ActorId>,
    /// Cells before its rows.
    pub indent: u16,
    /// The pieces of the words that a quote leaves out or cuts off.
    pub missing: Vec<Span>,
}

/// Cells before the words of a link.
const LINK_INDENT: u16 = 3;

/// A row of a line: the index of the line in the card, and the piece of its text.
type Piece = (usize, Span);

/// A card with a cursor, which stops at links.
#[derive(Debug, Clone)]
pub struct Card {
    /// Its name.
    pub title: String,
    /// Its lines.
    pub lines: Vec<Line>,
    /// The wrapped lines; links are items.
    pub list: List<Piece, Piece>,
    width: u16,
}

impl Card {
    fn new(title: &str, lines: Vec<Line>) -> Self {
        Self { title: title.to_owned(), lines, list: List::default(), width: 0 }
    }

    /// Where the line under the cursor leads.
    pub fn goal(&self) -> Option<Subject> {
        match self.lines.get(self.list.selected()?.0)?.tone {
            Tone::Link(goal) => Some(goal),
            Tone::Heading | Tone::Quote | Tone::Fact | Tone::Note => None,
        }
    }

    /// Wraps the lines for a terminal of `size`. A link takes one row and is cut to it.
    pub fn fit(&mut self, size: (u16, u16)) {
        let area = layout::overlay(size).inner;
        if area.width != self.width {
            self.width = area.width;
            let cells = usize::from(area.width.saturating_sub(4).min(layout::READING_WIDTH)).max(1);
            let mut rows = Vec::new();
            for (at, line) in self.lines.iter().enumerate() {
                match line.tone {
                    Tone::Link(_) => rows.push(Row::Item((at, Span::whole(&line.text)))),
                    Tone::Heading | Tone::Quote | Tone::Fact | Tone::Note => {
                        let cells = cells.saturating_sub(usize::from(line.indent) + hang(&line.text)).max(1);
                        rows.extend(wrap(&line.text, cells).into_iter().map(|span| Row::Heading((at, span))));
                    }
                }
            }
            self.list.replace(rows);
            self.list.first();
        }
        self.list.set_height(area.height);
    }

    /// The card of a subject; for words of an article, of the article.
    pub fn of(model: &Model, subject: Subject) -> Self {
        match subject {
            Subject::Actor(id) => Self::new(&model.actor(id).name, actor(model, id)),
            Subject::Issue(id) => Self::new(&model.issue(id).name, issue(model, id)),
            Subject::Demand(id) => Self::new(&model.demand_title(id), demand(model, id)),
            Subject::Passage(id) => Self::of_passage(model, id),
            Subject::Article(id) | Subject::Words(id, _) => Self::new(&model.article(id).title, article(model, id)),
        }
    }

    /// The card of a passage: its words, its demand with the other passages, and other demands on the issue.
    fn of_passage(model: &Model, id: PassageId) -> Self {
        let about = model.demand_of(id);
        let mut lines = vec![quote(model, id, "", "")];
        lines.push(line(Tone::Note, Source::of_passage(model, id).to_string(), None));
        lines.extend(proposed(model, id).map(|words| line(Tone::Note, words, None)));
        lines.extend(demand(model, about));
        section(&mut lines, "other demands on this issue", others_on_issue(model, about));
        Self::new(&model.demand_title(about), lines)
    }

    /// The card of words in an article: the actors they name, and the demands they support. `named`, the actor under
    /// the cursor, is described in full. `None` if the words name nobody and support nothing.
    pub fn of_words(model: &Model, named: Option<ActorId>, actors: &[ActorId], passages: &[PassageId]) -> Option<Self> {
        if named.is_none() && actors.is_empty() && passages.is_empty() {
            return None;
        }
        let mut lines = named.map_or_else(Vec::new, |id| actor(model, id));
        let mut others: Vec<ActorId> = Vec::new();
        for id in actors {
            if named != Some(*id) && !others.contains(id) {
                others.push(*id);
            }
        }
        let beside = others.into_iter().map(|id| actor_link(model, id)).collect();
        section(&mut lines, if named.is_some() { "also named here" } else { "named here" }, beside);
        let (may, does): (Vec<PassageId>, Vec<PassageId>) =
            passages.iter().partition(|id| model.passage(**id).anchor.one_of().is_some());
        section(&mut lines, "these words support", does.into_iter().flat_map(|id| supported(model, id)).collect());
        section(&mut lines, "these words may support", may.into_iter().flat_map(|id| supported(model, id)).collect());
        let mut demands: Vec<DemandId> = passages.iter().map(|id| model.demand_of(*id)).collect();
        demands.sort_unstable();
        demands.dedup();
        let elsewhere = demands.iter().flat_map(|id| model.demand(*id).passages()).filter(|id| !passages.contains(id));
        section(&mut lines, "the same demands elsewhere", elsewhere.map(|id| passage_link(model, id)).collect());
        if let Some(id) = passages.first() {
            section(&mut lines, "other demands on this issue", others_on_issue(model, model.demand_of(*id)));
        }
        Some(Self::new(named.map_or("these words", |id| &model.actor(id).name), lines))
    }
}

/// The demand that a passage supports, and the quote.
fn supported(model: &Model, id: PassageId) -> [Line; 2] {
    let about = model.demand_of(id);
    let facts: Vec<String> =
        std::iter::once(who(model, id, Model::actor_name)).chain(model.passage(id).anchor.one_of()).collect();
    let link = line(Tone::Link(Subject::Passage(id)), demand_words(model, about), Some(model.demand(about).actor));
    [link, Line { indent: LINK_INDENT, ..quote(model, id, "", &format!(" ({})", facts.join(", "))) }]
}

fn line(tone: Tone, text: String, actor: Option<ActorId>) -> Line {
    Line { tone, text, actor, indent: 0, missing: Vec::new() }
}

/// The quote of a passage between other words.
fn quote(model: &Model, id: PassageId, before: &str, behind: &str) -> Line {
    let ShownQuote { text, missing } = ShownQuote::new(model, id).in_marks().behind(before);
    let actor = Some(model.demand(model.demand_of(id)).actor);
    Line { missing, ..line(Tone::Quote, text + behind, actor) }
}

/// Adds lines, if any, under a heading with an empty line before it.
fn section(lines: &mut Vec<Line>, heading: &str, under: Vec<Line>) {
    if under.is_empty() {
        return;
    }
    if !lines.is_empty() {
        lines.push(line(Tone::Fact, String::new(), None));
    }
    lines.push(line(Tone::Heading, heading.to_owned(), None));
    lines.extend(under);
}

fn note(lines: &mut Vec<Line>, note: Option<&str>) {
    lines.extend(note.map(|note| line(Tone::Note, format!("note: {note}"), None)));
}

fn actor_link(model: &Model, id: ActorId) -> Line {
    line(Tone::Link(Subject::Actor(id)), model.actor(id).name.to_string(), Some(id))
}

fn demand_link(model: &Model, id: DemandId) -> Line {
    line(Tone::Link(Subject::Demand(id)), demand_words(model, id), Some(model.demand(id).actor))
}

/// The actor, kind, standing and text of a demand.
fn demand_words(model: &Model, id: DemandId) -> String {
    let about = model.demand(id);
    format!("{} · {} · {}", model.actor(about.actor).name, model.move_words(id), about.text)
}

/// A link to a passage. Speaker and place come first, as a long quote would push them off the row.
fn passage_link(model: &Model, id: PassageId) -> Line {
    let passage = model.passage(id);
    let article = model.article(passage.article);
    let place = match passage.anchor.verified() {
        Some(span) => format!("line {}", article.lines.line(span.start())),
        None => passage.anchor.phrase().into_owned(),
    };
    let title = if model.articles().len() == 1 { String::new() } else { format!(" · {}", article.title) };
    let before = format!("{} · {place}: ", who(model, id, Model::actor_name));
    Line { tone: Tone::Link(Subject::Passage(id)), ..quote(model, id, &before, &title) }
}

fn actor(model: &Model, id: ActorId) -> Vec<Line> {
    let about = model.actor(id);
    let mut facts = vec![about.kind.word().to_owned()];
    facts.extend(about.role.as_deref().map(str::to_owned));
    let mut lines = vec![line(Tone::Fact, facts.join(" · "), Some(id))];
    if !about.aliases.is_empty() {
        lines.push(line(Tone::Note, format!("also called {}", about.aliases.join(", ")), None));
    }
    note(&mut lines, about.note.as_deref());
    section(&mut lines, "belongs to", about.member_of.iter().map(|id| actor_link(model, *id)).collect());
    section(&mut lines, "members", model.members_of(id).iter().map(|id| actor_link(model, *id)).collect());
    let own = model.voiced_by(id);
    let plain = |demand: DemandId| {
        let about = model.demand(demand);
        // Attribute the demands of members.
        let whose = if about.actor == id { String::new() } else { format!("{} · ", model.actor(about.actor).name) };
        let words = format!("{whose}{} · {} · {}", model.issue(about.issue).name, model.move_words(demand), about.text);
        line(Tone::Link(Subject::Demand(demand)), words, Some(about.actor))
    };
    section(&mut lines, "demands", own.iter().map(|demand| plain(*demand)).collect());
    for kind in [RelationKind::Opposes, RelationKind::Supports] {
        section(&mut lines, kind.reverse_phrase(), related(model, &own, kind));
    }
    let asked = model.asked_of(id).iter().map(|demand| demand_link(model, *demand));
    section(&mut lines, "is asked to act in", asked.collect());
    section(&mut lines, "says for others", said_for_others(model, id));
    lines
}

/// The demands of others that oppose or support any of `own`, without repeats. Opposition is mutual, whichever side
/// states it.
fn related(model: &Model, own: &[DemandId], kind: RelationKind) -> Vec<Line> {
    let mut found: Vec<DemandId> = Vec::new();
    let mut seen: BTreeSet<DemandId> = own.iter().copied().collect();
    for demand in own {
        let is_mutual = kind == RelationKind::Opposes;
        let stated = model.demand(*demand).relations.iter().copied().filter(|_| is_mutual);
        for relation in stated.chain(model.relations_to(*demand)) {
            if relation.kind == kind && seen.insert(relation.to) {
                found.push(relation.to);
            }
        }
    }
    found.into_iter().map(|id| demand_link(model, id)).collect()
}

fn said_for_others(model: &Model, id: ActorId) -> Vec<Line> {
    let says = |passage: &PassageId| model.passage(*passage).speaker == Some(id);
    model.passage_ids().filter(says).map(|passage| passage_link(model, passage)).collect()
}

fn issue(model: &Model, id: IssueId) -> Vec<Line> {
    let about = model.issue(id);
    let mut lines: Vec<Line> =
        about.question.as_deref().map(|text| line(Tone::Fact, text.to_owned(), None)).into_iter().collect();
    lines.extend(scale(model, id));
    note(&mut lines, about.note.as_deref());
    section(&mut lines, "demands", model.demands_on(id).iter().map(|id| demand_link(model, *id)).collect());
    lines
}

/// The scale of an issue with the actors at each point, then those not placed and those silent, of all actors with
/// demands.
fn scale(model: &Model, id: IssueId) -> Vec<Line> {
    let about = model.issue(id);
    let stances = Stances::on(model, id);
    let speaking = model.actor_ids().filter(|actor| !model.demands_of(*actor).is_empty());
    let held: Vec<(ActorId, Stance)> =
        speaking.map(|actor| (actor, stances.stance(model, &Party::alone(actor), id))).collect();
    let mut lines = Vec::new();
    let mut tell = |what: &str, who: Vec<ActorId>, tone: Tone| {
        if tone == Tone::Fact || !who.is_empty() {
            lines.push(line(tone, format!("{what}: {}", model.names(&who)).trim_end().to_owned(), None));
        }
    };
    let who =
        |is: &dyn Fn(&Stance) -> bool| held.iter().filter(|(_, stance)| is(stance)).map(|(actor, _)| *actor).collect();
    let mut points: Vec<f64> = about.scale.iter().map(|point| point.at).collect();
    points.extend(held.iter().filter_map(|(_, stance)| stance.place()));
    points.sort_by(f64::total_cmp);
    points.dedup();
    for at in points {
        let is_here = |stance: &Stance| stance.place().is_some_and(|place| place.total_cmp(&at).is_eq());
        tell(&format!("  o {}", about.place(at)), who(&is_here), Tone::Fact);
    }
    for (actor, stance) in held.iter().filter(|(_, stance)| matches!(stance, Stance::Mixed { .. })) {
        tell(&format!("mixed, {}", stance.phrase(about)), vec![*actor], Tone::Note);
    }
    tell("not placed", who(&|stance| matches!(stance, Stance::NotPlaced { .. })), Tone::Note);
    tell("silent", who(&|stance| *stance == Stance::Silent), Tone::Note);
    lines
}

fn demand(model: &Model, id: DemandId) -> Vec<Line> {
    let about = model.demand(id);
    let mut lines = vec![line(Tone::Fact, about.text.to_string(), Some(about.actor))];
    let issue = model.issue(about.issue);
    lines.push(line(Tone::Fact, format!("{} · id {}", model.facts(id).join(" · "), about.key), None));
    note(&mut lines, about.note.as_deref());
    let of = [Record::Actor(about.actor), Record::Issue(about.issue)];
    let words = [&model.actor(about.actor).name, &issue.name];
    let ways =
        of.into_iter().zip(words).map(|(record, name)| line(Tone::Link(Subject::from(record)), name.to_string(), None));
    section(&mut lines, "whose, on what", ways.collect());
    section(&mut lines, "addressed to", about.addressees.iter().map(|id| actor_link(model, *id)).collect());
    for kind in RelationKind::ALL {
        let to = about.relations.iter().filter(|relation| relation.kind == *kind);
        section(&mut lines, kind.phrase(), to.map(|relation| demand_link(model, relation.to)).collect());
        let from = model.relations_to(id).filter(|relation| relation.kind == *kind);
        section(&mut lines, kind.reverse_phrase(), from.map(|relation| demand_link(model, relation.to)).collect());
    }
    section(&mut lines, "passages", about.passages().map(|id| passage_link(model, id)).collect());
    lines
}

fn others_on_issue(model: &Model, id: DemandId) -> Vec<Line> {
    let others = model.demands_on(model.demand(id).issue).iter().filter(|other| **other != id);
    others.map(|other| demand_link(model, *other)).collect()
}

fn article(model: &Model, id: ArticleId) -> Vec<Line> {
    let about = model.article(id);
    let given = [
        ("author", about.author.as_deref()),
        ("publisher", about.publisher.as_deref()),
        ("url", about.url.as_deref()),
        ("language", about.language.as_deref()),
        ("file", about.file.as_deref()),
    ];
    let given = given.into_iter().filter_map(|(name, value)| Some(format!("{name}: {}", value?)));
    let mut lines: Vec<Line> = given.map(|text| line(Tone::Fact, text, None)).collect();
    lines.extend(about.date.map(|date| line(Tone::Fact, format!("date: {date}"), None)));
    lines.push(line(
        Tone::Fact,
        match &about.text {
            Some(text) => format!(
                "{} lines, {} bytes, {} passages quoted",
                about.lines.last(),
                text.len(),
                model.quoted_from(id).len()
            ),
            None => "the model has no text of it".to_owned(),
        },
        None,
    ));
    note(&mut lines, about.note.as_deref());
    let mut demands: Vec<DemandId> = model.quoted_from(id).iter().map(|id| model.demand_of(*id)).collect();
    demands.sort_unstable();
    demands.dedup();
    section(&mut lines, "supports", demands.into_iter().map(|id| demand_link(model, id)).collect());
    lines
}

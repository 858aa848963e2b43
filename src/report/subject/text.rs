//! A subject as text.

use std::io::{self, Write};

use super::evidence::passages_in;
use crate::model::{ActorId, Anchor, ArticleId, Demand, DemandId, IssueId, Model, PassageId, Record, Subject};
use crate::quote::{ShownQuote, proposed, who};
use crate::report::page::Page;
use crate::text::Span;

/// Writes a subject with its demands and passages, wrapped to `cells`.
pub fn write(model: &Model, subject: Subject, cells: usize, out: &mut dyn Write) -> io::Result<()> {
    let page = &mut Page::new(out, cells);
    match subject {
        Subject::Actor(id) => actor(model, id, page),
        Subject::Issue(id) => issue(model, id, page),
        Subject::Demand(id) => demand_alone(model, id, page),
        Subject::Passage(id) => {
            heading(model, model.demand_of(id), page)?;
            passage(model, id, page, 4)
        }
        Subject::Article(id) => {
            article(model, id, page)?;
            evidence(model, &passages_in(model, subject), page)
        }
        Subject::Words(id, line) => {
            let article = model.article(id);
            let number = article.lines.line(line.start());
            page.text(0, &format!("{}, line {number} ({}:{number})", article.title, article.key))?;
            page.text(2, line.of(article.text()))?;
            evidence(model, &passages_in(model, subject), page)
        }
    }
}

fn actor(model: &Model, id: ActorId, page: &mut Page) -> io::Result<()> {
    let actor = model.actor(id);
    page.text(0, &format!("{} ({})", actor.name, actor.key))?;
    let mut facts = vec![actor.kind.word().to_owned()];
    facts.extend(actor.role.as_deref().map(str::to_owned));
    facts.extend((!actor.member_of.is_empty()).then(|| format!("member of {}", model.names(&actor.member_of))));
    let members = model.members_of(id);
    facts.extend((!members.is_empty()).then(|| format!("members: {}", model.names(members))));
    page.text(0, &facts.join(" · "))?;
    if !actor.aliases.is_empty() {
        page.text(0, &format!("also called {}", actor.aliases.join(", ")))?;
    }
    note(actor.note.as_deref(), page, 0)?;
    let whose = |demand: &Demand| (Record::Issue(demand.issue), Some(demand.actor).filter(|actor| *actor != id));
    grouped(model, &model.voiced_by(id), page, whose)?;
    asked(model, id, page)
}

fn issue(model: &Model, id: IssueId, page: &mut Page) -> io::Result<()> {
    let issue = model.issue(id);
    page.text(0, &format!("{} ({})", issue.name, issue.key))?;
    for line in [issue.question.as_deref(), issue.group.as_deref()].into_iter().flatten() {
        page.text(0, line)?;
    }
    if !issue.scale.is_empty() {
        let points = issue.scale.iter().map(|point| format!("{} ({})", point.label, point.at));
        page.text(0, &format!("scale: {}", points.collect::<Vec<_>>().join(" · ")))?;
    }
    note(issue.note.as_deref(), page, 0)?;
    grouped(model, model.demands_on(id), page, |demand| (Record::Actor(demand.actor), None))
}

/// What others ask an actor to do.
fn asked(model: &Model, id: ActorId, page: &mut Page) -> io::Result<()> {
    let asked = model.asked_of(id);
    if asked.is_empty() {
        return Ok(());
    }
    page.gap()?;
    page.text(0, &format!("asked of {}", model.actor(id).name))?;
    asked.iter().try_for_each(|id| {
        let of = model.demand(*id);
        let (actor, issue) = (&model.actor(of.actor).name, &model.issue(of.issue).name);
        page.text(2, &format!("{actor} on {issue}: {} ({})", of.text, of.key))
    })
}

/// The demands under headings, both in the order of the files. A heading may name the member that makes the demand.
fn grouped(
    model: &Model,
    demands: &[DemandId],
    page: &mut Page,
    under: impl Fn(&Demand) -> (Record, Option<ActorId>),
) -> io::Result<()> {
    if demands.is_empty() {
        page.gap()?;
        return page.text(0, "no demands");
    }
    let mut demands = demands.to_vec();
    demands.sort_by_key(|id| (under(model.demand(*id)), *id));
    for group in demands.chunk_by(|a, b| under(model.demand(*a)) == under(model.demand(*b))) {
        page.gap()?;
        let Some(first) = group.first() else { continue };
        let (heading, whose) = under(model.demand(*first));
        let whose = whose.map_or_else(String::new, |id| format!(" · {}", model.actor(id).name));
        page.text(0, &format!("{}{whose}", model.name(heading)))?;
        for (at, id) in group.iter().enumerate() {
            if at > 0 {
                page.gap()?;
            }
            demand(model, *id, page, 2)?;
            for id in model.demand(*id).passages() {
                passage(model, id, page, 4)?;
            }
        }
    }
    Ok(())
}

fn demand_alone(model: &Model, id: DemandId, page: &mut Page) -> io::Result<()> {
    heading(model, id, page)?;
    let passages = model.demand(id).passages();
    if passages.len() == 0 {
        return page.text(4, "no passage supports it");
    }
    passages.into_iter().try_for_each(|id| passage(model, id, page, 4))
}

fn heading(model: &Model, id: DemandId, page: &mut Page) -> io::Result<()> {
    let of = model.demand(id);
    page.text(0, &format!("{} on {}", model.actor(of.actor).name, model.issue(of.issue).name))?;
    demand(model, id, page, 2)
}

fn article(model: &Model, id: ArticleId, page: &mut Page) -> io::Result<()> {
    let article = model.article(id);
    page.text(0, &format!("{} ({})", article.title, article.key))?;
    let date = article.date.map(|date| date.to_string());
    let facts = [article.author.as_deref(), article.publisher.as_deref(), date.as_deref(), article.file.as_deref()];
    let mut facts: Vec<&str> = facts.into_iter().chain([article.url.as_deref()]).flatten().collect();
    facts.extend(article.text.is_none().then_some("no source text"));
    if !facts.is_empty() {
        page.text(0, &facts.join(" · "))?;
    }
    note(article.note.as_deref(), page, 0)
}

/// Passages under the demands they support, in the order of the files.
fn evidence(model: &Model, passages: &[PassageId], page: &mut Page) -> io::Result<()> {
    if passages.is_empty() {
        page.gap()?;
        return page.text(0, "no passages");
    }
    for group in passages.chunk_by(|a, b| model.demand_of(*a) == model.demand_of(*b)) {
        let Some(first) = group.first() else { continue };
        let id = model.demand_of(*first);
        page.gap()?;
        heading(model, id, page)?;
        group.iter().try_for_each(|id| passage(model, *id, page, 4))?;
    }
    Ok(())
}

fn demand(model: &Model, id: DemandId, page: &mut Page, indent: usize) -> io::Result<()> {
    let demand = model.demand(id);
    page.text(indent, &demand.text)?;
    let mut facts = vec![demand.key.to_string()];
    facts.extend(model.facts(id));
    facts.extend((!demand.addressees.is_empty()).then(|| format!("to {}", model.names(&demand.addressees))));
    page.text(indent + 2, &facts.join(" · "))?;
    let stated = demand.relations.iter().map(|relation| (relation.kind.phrase(), relation.to));
    let received = model.relations_to(id).map(|relation| (relation.kind.reverse_phrase(), relation.to));
    for (words, other) in stated.chain(received.collect::<Vec<_>>()) {
        let (key, ended) = (&model.demand(other).key, model.ended(other));
        page.text(indent + 2, &format!("{words} {key}{ended}: {}", model.demand(other).text))?;
    }
    note(demand.note.as_deref(), page, indent + 2)
}

fn passage(model: &Model, id: PassageId, page: &mut Page, indent: usize) -> io::Result<()> {
    let passage = model.passage(id);
    let article = model.article(passage.article);
    let line = |span: &Span| article.lines.line(span.start());
    let mut facts = match &passage.anchor {
        Anchor::Exact(span) | Anchor::Normalised(span) => {
            vec![format!("{}:{}", article.key, line(span)), passage.anchor.phrase().into_owned()]
        }
        Anchor::Ambiguous(places) => {
            vec![article.key.to_string(), format!("{}, {}", passage.anchor.phrase(), article.on_lines(places))]
        }
        Anchor::Adapted(_) => {
            let line = passage.anchor.verified().map(|span| format!("{}:{}", article.key, line(&span)));
            line.into_iter().chain([passage.anchor.phrase().into_owned()]).collect()
        }
        Anchor::Near(_) | Anchor::Orphan | Anchor::NoSource => {
            vec![article.key.to_string(), passage.anchor.phrase().into_owned()]
        }
    };
    facts.push(who(model, id, Model::actor_name));
    page.text(indent, &format!("\u{201c}{}\u{201d}", ShownQuote::new(model, id).bracketed().text.trim()))?;
    page.text(indent + 2, &facts.join(" · "))?;
    if let Some(words) = proposed(model, id) {
        page.text(indent + 2, &words)?;
    }
    note(passage.note.as_deref(), page, indent + 2)
}

fn note(note: Option<&str>, page: &mut Page, indent: usize) -> io::Result<()> {
    note.map_or(Ok(()), |note| page.text(indent, &format!("note: {note}")))
}

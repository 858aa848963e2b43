//! What the panes of browse list, and what narrows them.

use crate::app::list::Row;
use crate::app::place::By;
use crate::model::{DemandId, Model, Record};
use crate::search::filter;

/// The rows of the first pane. Issues stand under the headings of their groups, articles by date, undated last.
pub fn first_rows(model: &Model, by: By) -> Vec<Row<Record, Record>> {
    match by {
        By::Actors => model.actor_ids().map(|id| Row::Item(Record::Actor(id))).collect(),
        By::Issues => {
            let group =
                |record: &Record| if let Record::Issue(id) = record { model.issue(*id).group.as_deref() } else { None };
            let mut groups: Vec<Option<&str>> = Vec::new();
            for issue in model.issues() {
                if !groups.contains(&issue.group.as_deref()) {
                    groups.push(issue.group.as_deref());
                }
            }
            let issues: Vec<Record> = model.issue_ids().map(Record::Issue).collect();
            let of = |wanted: Option<&str>| {
                issues.iter().copied().filter(|record| group(record) == wanted).collect::<Vec<_>>()
            };
            groups
                .into_iter()
                .flat_map(|wanted| headed(of(wanted), |record| group(&record).map(|_| record), |_, _| true))
                .collect()
        }
        By::Articles => {
            let mut ids: Vec<_> = model.article_ids().collect();
            ids.sort_by_key(|id| model.article(*id).date.map_or((1, (0, 0, 0)), |date| (0, date.first_day())));
            ids.into_iter().map(|id| Row::Item(Record::Article(id))).collect()
        }
    }
}

/// The demands that belong to a record, under headings in the order of the issues or actors of the model.
pub fn demand_rows(model: &Model, record: Record) -> Vec<Row<Record, DemandId>> {
    let (mut demands, by_actor) = match record {
        Record::Actor(id) => (model.demands_of(id).to_vec(), false),
        Record::Issue(id) => (model.demands_on(id).to_vec(), true),
        Record::Article(id) => {
            let mut demands: Vec<_> = model.quoted_from(id).iter().map(|id| model.demand_of(*id)).collect();
            demands.sort_unstable();
            demands.dedup();
            (demands, true)
        }
        Record::Demand(id) => (vec![id], false),
    };
    let heading = |id: DemandId| {
        let demand = model.demand(id);
        if by_actor { Record::Actor(demand.actor) } else { Record::Issue(demand.issue) }
    };
    demands.sort_by_cached_key(|id| (heading(*id), *id));
    headed(demands, |id| Some(heading(id)), |a, b| a == b)
}

/// Puts a heading over each run of items with the same heading.
fn headed<T: Copy>(
    items: Vec<T>,
    heading: impl Fn(T) -> Option<Record>,
    same: impl Fn(Record, Record) -> bool,
) -> Vec<Row<Record, T>> {
    let mut rows = Vec::with_capacity(items.len() + 8);
    let mut last = None;
    for item in items {
        if let Some(record) = heading(item)
            && !last.is_some_and(|last| same(last, record))
        {
            rows.push(Row::Heading(record));
            last = Some(record);
        }
        rows.push(Row::Item(item));
    }
    rows
}

/// The rows whose text holds every word of `typed`, with the headings that still have rows.
pub fn narrowed<T: Copy>(rows: Vec<Row<Record, T>>, typed: &str, text: impl Fn(T) -> String) -> Vec<Row<Record, T>> {
    if typed.trim().is_empty() {
        return rows;
    }
    kept(rows, |item| !filter([text(item).as_str()], typed).is_empty())
}

/// The rows of items that fit, with the headings that still have rows.
pub fn kept<T: Copy>(rows: Vec<Row<Record, T>>, fits: impl Fn(T) -> bool) -> Vec<Row<Record, T>> {
    let mut kept: Vec<Row<Record, T>> = Vec::new();
    for row in rows {
        match row {
            Row::Item(item) if !fits(item) => {}
            Row::Item(_) => kept.push(row),
            Row::Heading(_) => {
                if matches!(kept.last(), Some(Row::Heading(_))) {
                    kept.pop();
                }
                kept.push(row);
            }
        }
    }
    if matches!(kept.last(), Some(Row::Heading(_))) {
        kept.pop();
    }
    kept
}

/// What a row of the first pane is filtered by: name, aliases or question, id.
pub fn label(model: &Model, record: Record) -> String {
    match record {
        Record::Actor(id) => {
            let actor = model.actor(id);
            format!("{} {} {}", actor.name, actor.aliases.join(" "), actor.key)
        }
        Record::Issue(id) => {
            let issue = model.issue(id);
            format!("{} {} {}", issue.name, issue.question.as_deref().unwrap_or(""), issue.key)
        }
        Record::Article(id) => {
            let article = model.article(id);
            format!("{} {} {}", article.title, article.publisher.as_deref().unwrap_or(""), article.key)
        }
        Record::Demand(id) => demand_label(model, id),
    }
}

/// What a demand is filtered by: its text, id, kind, status, actor and issue.
pub fn demand_label(model: &Model, id: DemandId) -> String {
    let demand = model.demand(id);
    let (actor, issue) = (&model.actor(demand.actor).name, &model.issue(demand.issue).name);
    format!("{} {} {} {} {actor} {issue}", demand.text, demand.key, demand.kind.word(), demand.status.word())
}

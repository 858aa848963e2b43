//! The rows of the panes of browse, and how they are filtered.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

use crate::app::list::Row;
use crate::app::place::{By, Order};
use crate::model::{ActorId, DemandId, IssueId, Model, Record};
use crate::search::filter;

/// What the first pane lists.
pub struct Listing<'a> {
    pub model: &'a Model,
    pub by: By,
    pub order: Order,
    /// Whether members are folded into what they belong to.
    pub is_folded: bool,
    /// The filter of the rows.
    pub filter: &'a str,
    /// The demands to count, sorted; `None` for all.
    pub asked: Option<&'a [DemandId]>,
}

/// What a row of the first pane shows besides its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FirstRow {
    /// How deep it is in the tree, from 0.
    pub depth: u16,
    /// How many demands it has, including those of its members; passages for an article.
    pub count: usize,
}

/// Which rows of the first pane have demands that are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Matching {
    /// Those that have the most themselves, the most first, each with how many; at most `SHOWN`.
    pub best: Vec<(Record, usize)>,
    /// How many more there are.
    pub others: usize,
}

/// So many are named.
const SHOWN: usize = 3;

/// A heading among demands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heading {
    /// The demands on an issue, of an actor.
    Of(Record),
    /// What others ask an actor to do.
    AskedOf(ActorId),
}

/// Limit of steps from members to groups: a web of memberships must not take forever; beyond it, members are not
/// counted.
const MOST_STEPS: usize = 4_000_000;

impl Listing<'_> {
    /// The rows of the first pane, each with what it shows. Actors are a tree, or flat when filtered; issues are under
    /// the headings of their groups. Also which of the records have demands that are asked for. O(n log n) in the records
    /// and memberships.
    pub fn rows(&self) -> (Vec<Row<Record, Record>>, Vec<FirstRow>, Matching) {
        let model = self.model;
        let own = self.own_counts();
        let matching = self.matching(&own);
        let counts = if self.by == By::Actors { self.with_members(&own) } else { own };
        let count = |record: Record| counts.get(place(record)).copied().unwrap_or(0);
        let rows: Vec<(Row<Record, Record>, u16)> = match self.by {
            By::Actors if self.filter.trim().is_empty() => self.tree(&counts),
            By::Actors => flat(self.sorted(model.actor_ids().map(Record::Actor).collect(), &counts)),
            By::Issues if self.order == Order::File => by_group(model).into_iter().map(|row| (row, 0)).collect(),
            By::Issues => flat(self.sorted(model.issue_ids().map(Record::Issue).collect(), &counts)),
            By::Articles => {
                let mut ids: Vec<_> = model.article_ids().collect();
                ids.sort_by_key(|id| model.article(*id).date.map_or((1, (0, 0, 0)), |date| (0, date.first_day())));
                flat(self.sorted(ids.into_iter().map(Record::Article).collect(), &counts))
            }
        };
        let (rows, depths): (Vec<_>, Vec<u16>) = rows.into_iter().unzip();
        let rows = narrowed(rows, self.filter, |record| label(model, record));
        // Only an unfiltered tree has depths.
        let shown = rows.iter().enumerate().map(|(at, row)| match row {
            Row::Item(record) => FirstRow { depth: depths.get(at).copied().unwrap_or(0), count: count(*record) },
            Row::Heading(_) => FirstRow::default(),
        });
        let shown = shown.collect();
        (rows, shown, matching)
    }

    /// Which records have demands that are asked for; none where nothing is asked. O(n log n) in the records.
    fn matching(&self, own: &[usize]) -> Matching {
        let model = self.model;
        if self.asked.is_none() {
            return Matching::default();
        }
        let records: Vec<Record> = match self.by {
            By::Actors => model.actor_ids().map(Record::Actor).collect(),
            By::Issues => model.issue_ids().map(Record::Issue).collect(),
            By::Articles => model.article_ids().map(Record::Article).collect(),
        };
        let mut best: Vec<_> = records.into_iter().zip(own.iter().copied()).filter(|(_, count)| *count > 0).collect();
        best.sort_by_key(|(_, count)| Reverse(*count));
        let others = best.len().saturating_sub(SHOWN);
        best.truncate(SHOWN);
        Matching { best, others }
    }

    /// How many demands each record has itself, by its index.
    fn own_counts(&self) -> Vec<usize> {
        let model = self.model;
        let Some(asked) = self.asked else {
            return match self.by {
                By::Actors => model.actor_ids().map(|id| model.demands_of(id).len()).collect(),
                By::Issues => model.issue_ids().map(|id| model.demands_on(id).len()).collect(),
                By::Articles => model.article_ids().map(|id| model.quoted_from(id).len()).collect(),
            };
        };
        let mut counts = vec![0; model.actors().len().max(model.issues().len()).max(model.articles().len())];
        for demand in asked.iter().map(|id| model.demand(*id)) {
            match self.by {
                By::Actors => counts[demand.actor.index()] += 1,
                By::Issues => counts[demand.issue.index()] += 1,
                By::Articles => demand.passages().for_each(|id| counts[model.passage(id).article.index()] += 1),
            }
        }
        counts
    }

    /// Adds the count of each actor once to each of its direct and indirect groups.
    fn with_members(&self, own: &[usize]) -> Vec<usize> {
        let mut all = own.to_vec();
        let mut steps = 0;
        for actor in self.model.actor_ids().filter(|id| own[id.index()] > 0) {
            let mut above = BTreeSet::from([actor]);
            let mut open = vec![actor];
            while let Some(next) = open.pop().filter(|_| steps < MOST_STEPS) {
                for group in &self.model.actor(next).member_of {
                    steps += 1;
                    if above.insert(*group) {
                        all[group.index()] += own[actor.index()];
                        open.push(*group);
                    }
                }
            }
        }
        all
    }

    /// The actors as a tree, each under all its groups; its own members are listed only the first time.
    fn tree(&self, counts: &[usize]) -> Vec<(Row<Record, Record>, u16)> {
        let model = self.model;
        let sorted = |ids: Vec<ActorId>| {
            let records = self.sorted(ids.into_iter().map(Record::Actor).collect(), counts);
            records.into_iter().rev().filter_map(|record| if let Record::Actor(id) = record { Some(id) } else { None })
        };
        let tops: Vec<ActorId> = model.actor_ids().filter(|id| model.actor(*id).member_of.is_empty()).collect();
        let mut is_shown = vec![false; model.actors().len()];
        if self.is_folded {
            model.voices_of(&tops).into_iter().for_each(|id| is_shown[id.index()] = true);
        }
        let mut open: Vec<(ActorId, u16)> = sorted(tops).map(|id| (id, 0)).collect();
        let mut rows = Vec::with_capacity(model.actors().len());
        // Members of a cycle are under no top.
        let mut rest = model.actor_ids();
        loop {
            while let Some((id, depth)) = open.pop() {
                rows.push((Row::Item(Record::Actor(id)), depth));
                if !std::mem::replace(&mut is_shown[id.index()], true) && !self.is_folded {
                    open.extend(sorted(model.members_of(id).to_vec()).map(|member| (member, depth.saturating_add(1))));
                }
            }
            match rest.find(|id| !is_shown[id.index()]) {
                Some(id) => open.push((id, 0)),
                None => return rows,
            }
        }
    }

    fn sorted(&self, mut records: Vec<Record>, counts: &[usize]) -> Vec<Record> {
        match self.order {
            Order::File => {}
            Order::Name => records.sort_by_cached_key(|record| self.model.name(*record).to_lowercase()),
            Order::Count => records.sort_by_key(|record| Reverse(counts.get(place(*record)).copied())),
            Order::Side => {
                let is_alone = |record: &Record| match record {
                    Record::Actor(id) => self.model.members_of(*id).is_empty(),
                    Record::Issue(_) | Record::Article(_) | Record::Demand(_) => true,
                };
                records.sort_by_key(is_alone);
            }
        }
        records
    }
}

/// The index of a record among its kind.
fn place(record: Record) -> usize {
    match record {
        Record::Actor(id) => id.index(),
        Record::Issue(id) => id.index(),
        Record::Article(id) => id.index(),
        Record::Demand(id) => id.index(),
    }
}

fn flat(records: Vec<Record>) -> Vec<(Row<Record, Record>, u16)> {
    records.into_iter().map(|record| (Row::Item(record), 0)).collect()
}

/// The issues under the headings of their groups.
fn by_group(model: &Model) -> Vec<Row<Record, Record>> {
    let group = |id: IssueId| model.issue(id).group.as_deref();
    let mut order: HashMap<Option<&str>, usize> = HashMap::new();
    for id in model.issue_ids() {
        let next = order.len();
        order.entry(group(id)).or_insert(next);
    }
    let mut issues: Vec<IssueId> = model.issue_ids().collect();
    issues.sort_by_key(|id| order.get(&group(*id)).copied());
    let mut rows = Vec::with_capacity(issues.len() + order.len());
    let mut last = None;
    for id in issues {
        if group(id).is_some() && group(id) != last {
            rows.push(Row::Heading(Record::Issue(id)));
        }
        last = group(id);
        rows.push(Row::Item(Record::Issue(id)));
    }
    rows
}

/// The demands of a record, under headings in the order of issues or actors of the model; those of an actor and its
/// members are followed by what is asked of each of them.
pub fn demand_rows(model: &Model, record: Record) -> Vec<Row<Heading, DemandId>> {
    let (demands, by_actor) = match record {
        Record::Actor(id) => (model.voiced_by(id), false),
        Record::Issue(id) => (model.demands_on(id).to_vec(), true),
        Record::Article(id) => (model.quoted_from(id).iter().map(|id| model.demand_of(*id)).collect(), true),
        Record::Demand(id) => (vec![id], false),
    };
    let above = |id: DemandId| {
        let demand = model.demand(id);
        if by_actor { Record::Actor(demand.actor) } else { Record::Issue(demand.issue) }
    };
    // Numbers sort faster than records.
    let mut listed: Vec<(usize, DemandId)> = demands.into_iter().map(|id| (place(above(id)), id)).collect();
    listed.sort_unstable();
    // An article may have several passages of a demand.
    listed.dedup();
    let mut rows = Vec::with_capacity(listed.len() + 8);
    let mut last = None;
    for (at, id) in listed {
        if last.replace(at) != Some(at) {
            rows.push(Row::Heading(Heading::Of(above(id))));
        }
        rows.push(Row::Item(id));
    }
    if let Record::Actor(id) = record {
        for voice in model.voices_of(&[id]) {
            let asked = model.asked_of(voice);
            rows.extend((!asked.is_empty()).then_some(Row::Heading(Heading::AskedOf(voice))));
            rows.extend(asked.iter().map(|id| Row::Item(*id)));
        }
    }
    rows
}

/// The rows whose text contains every word of `typed`, with the headings that still have rows.
pub fn narrowed<H: Copy, T: Copy>(rows: Vec<Row<H, T>>, typed: &str, text: impl Fn(T) -> String) -> Vec<Row<H, T>> {
    if typed.trim().is_empty() {
        return rows;
    }
    kept(rows, |item| !filter([text(item).as_str()], typed).is_empty())
}

/// The rows of matching items, with the headings that still have rows.
pub fn kept<H: Copy, T: Copy>(rows: Vec<Row<H, T>>, fits: impl Fn(T) -> bool) -> Vec<Row<H, T>> {
    let mut kept: Vec<Row<H, T>> = Vec::new();
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

/// The text to filter a row of the first pane by: name, aliases or question, id.
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

/// The text to filter a demand by: its text, id, kind, status, actor and issue.
pub fn demand_label(model: &Model, id: DemandId) -> String {
    let demand = model.demand(id);
    let (actor, issue) = (&model.actor(demand.actor).name, &model.issue(demand.issue).name);
    format!("{} {} {} {} {actor} {issue}", demand.text, demand.key, demand.kind.word(), demand.status.word())
}

#[cfg(test)]
mod tests {
    use super::{Heading, Listing, demand_rows};
    use crate::app::list::Row;
    use crate::app::place::{By, Order};
    use crate::load::load_str;
    use crate::model::{Model, Record};

    /// North and south, both of the union, ana of both, ben of nobody.
    fn model() -> Model {
        let actor = |id: &str, of: &str| format!("[[actors]]\nid = '{id}'\nname = '{id}'\nmember_of = [{of}]\n");
        let demand = |id: &str, actor: &str, more: &str| {
            format!("[[demands]]\nid = '{id}'\nactor = '{actor}'\nissue = 'i'\ntext = 't'\n{more}\n")
        };
        let parts = [
            actor("ana", "'north', 'south'"),
            actor("north", "'union'"),
            actor("south", "'union'"),
            actor("union", ""),
            actor("ben", ""),
            "[[issues]]\nid = 'i'\nname = 'I'\n".to_owned(),
            demand("a1", "ana", "addressee = ['ben']"),
            demand("a2", "ana", ""),
            demand("s1", "south", ""),
            demand("b1", "ben", "addressee = ['south', 'south']"),
        ];
        load_str(&[("a.toml", &parts.concat())], &[]).model
    }

    fn plain(model: &Model) -> Listing<'_> {
        Listing { model, by: By::Actors, order: Order::File, is_folded: false, filter: "", asked: None }
    }

    fn shown(listing: &Listing<'_>) -> Vec<String> {
        let model = listing.model;
        let (rows, beside, _) = listing.rows();
        assert_eq!(rows.len(), beside.len());
        let name = |row: &Row<Record, Record>| match row {
            Row::Item(record) | Row::Heading(record) => model.key(*record).to_owned(),
        };
        rows.iter()
            .zip(beside)
            .map(|(row, beside)| format!("{}{} {}", "-".repeat(beside.depth.into()), name(row), beside.count))
            .collect()
    }

    #[test]
    fn members_are_under_all_they_belong_to_and_count_once_in_each() {
        let model = model();
        let tree = ["union 3", "-north 2", "--ana 2", "-south 3", "--ana 2", "ben 1"];
        assert_eq!(shown(&plain(&model)), tree);
        assert_eq!(shown(&Listing { is_folded: true, ..plain(&model) }), ["union 3", "ben 1"]);
        let by_name = ["ben 1", "union 3", "-north 2", "--ana 2", "-south 3", "--ana 2"];
        assert_eq!(shown(&Listing { order: Order::Name, ..plain(&model) }), by_name);
        let by_count = ["union 3", "-south 3", "--ana 2", "-north 2", "--ana 2", "ben 1"];
        assert_eq!(shown(&Listing { order: Order::Count, ..plain(&model) }), by_count);
        assert_eq!(shown(&Listing { filter: "an", ..plain(&model) }), ["ana 2"]);
    }

    #[test]
    fn counts_and_order_follow_what_is_asked_for() {
        let model = model();
        let asked: Vec<_> = model
            .demand_ids()
            .filter(|id| &*model.demand(*id).key != "a1" && &*model.demand(*id).key != "a2")
            .collect();
        let rows = shown(&Listing { asked: Some(&asked), order: Order::Count, ..plain(&model) });
        assert_eq!(rows, ["union 1", "-south 1", "--ana 0", "-north 0", "--ana 0", "ben 1"]);
        let best = Listing { asked: Some(&asked), ..plain(&model) }.rows().2.best;
        let best: Vec<_> = best.into_iter().map(|(record, count)| (model.key(record).to_owned(), count)).collect();
        assert_eq!(best, [("south".to_owned(), 1), ("ben".to_owned(), 1)], "blocs are not named for their members");
    }

    #[test]
    fn what_is_asked_of_an_actor_and_its_members_is_a_section_of_its_own() {
        let model = model();
        let of = |key: &str| {
            let rows = demand_rows(&model, model.find(key).unwrap());
            let told = rows.iter().map(|row| match row {
                Row::Heading(Heading::Of(record)) => format!("on {}", model.key(*record)),
                Row::Heading(Heading::AskedOf(actor)) => format!("asked of {}", model.actor(*actor).key),
                Row::Item(id) => model.demand(*id).key.to_string(),
            });
            told.collect::<Vec<_>>().join(", ")
        };
        assert_eq!(of("union"), "on i, a1, a2, s1, asked of south, b1");
        assert_eq!(of("ben"), "on i, b1, asked of ben, a1");
        assert_eq!(of("north"), "on i, a1, a2");
    }
}

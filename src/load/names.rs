//! Ids and what they stand for: one name space over all kinds and files.

use std::collections::{HashMap, HashSet};

use super::nearest::nearest;
use super::page::{At, Report};
use super::raw::{ActorTable, ArticleTable, IssueTable};
use super::read::{Placed, Slot, Tables};
use crate::diagnose::codes;
use crate::model::{ActorId, ArticleId, DemandId, IssueId, Record};

/// The records that have an id of their own. A demand's id counts all demands here, also those that cannot stand.
#[derive(Debug, Default)]
pub(super) struct Names<'a> {
    ids: HashMap<&'a str, (Record, At)>,
    repeated: HashSet<&'a str>,
    /// Ids of tables that could not be read.
    lost: Option<&'a HashSet<String>>,
    /// What was asked for by its id, or is in use otherwise.
    pub(super) used: Used,
    /// What was found last: neighbours mention the same records.
    last: Option<(&'a str, Record)>,
    /// Ids by their sort, in order, once a nearest one was sought.
    sorted: HashMap<Sort, Vec<&'a str>>,
    /// How many ids were not known so far.
    unknown: usize,
    /// For each record kept, where it stands among the tables of its kind.
    pub(super) articles: Vec<usize>,
    pub(super) actors: Vec<usize>,
    pub(super) issues: Vec<usize>,
    pub(super) demands: Vec<usize>,
}

/// Records, each in or out.
#[derive(Debug, Default)]
pub(super) struct Used([Vec<bool>; 4]);

impl Used {
    pub(super) fn insert(&mut self, record: Record) {
        let (of_sort, index) = (&mut self.0[Sort::of(record) as usize], index(record));
        if of_sort.len() <= index {
            of_sort.resize(index + 1, false);
        }
        of_sort[index] = true;
    }

    pub(super) fn contains(&self, record: Record) -> bool {
        self.0[Sort::of(record) as usize].get(index(record)).copied().unwrap_or(false)
    }
}

fn index(record: Record) -> usize {
    match record {
        Record::Article(id) => id.index(),
        Record::Actor(id) => id.index(),
        Record::Issue(id) => id.index(),
        Record::Demand(id) => id.index(),
    }
}

/// The nearest id is sought for this many unknown ones: each search looks at all ids.
const MOST_NEAREST: usize = 100;

/// The kinds of records that have ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Sort {
    Article,
    Actor,
    Issue,
    Demand,
}

impl Sort {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Actor => "actor",
            Self::Issue => "issue",
            Self::Demand => "demand",
        }
    }

    fn of(record: Record) -> Self {
        match record {
            Record::Article(_) => Self::Article,
            Record::Actor(_) => Self::Actor,
            Record::Issue(_) => Self::Issue,
            Record::Demand(_) => Self::Demand,
        }
    }
}

/// An id where a record is referred to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mention<'m> {
    pub(super) at: At,
    pub(super) id: &'m str,
    /// What comes of it where there is no such record: the end of the message.
    pub(super) so: &'m str,
}

/// A table on its way in.
#[derive(Clone, Copy)]
struct Card {
    at: At,
    sort: Sort,
    /// Place among the tables of its kind.
    index: u32,
}

impl Card {
    fn index(self) -> usize {
        self.index as usize
    }

    /// The id and where it stands.
    fn id<'a>(self, tables: &'a Tables<'_>) -> (&'a str, At) {
        let of_sort = match self.sort {
            Sort::Article => &tables.articles,
            Sort::Actor => &tables.actors,
            Sort::Issue => &tables.issues,
            Sort::Demand => &tables.demands,
        };
        tables.id(of_sort[self.index()])
    }
}

/// What a second record under one id is to the first.
enum Meeting {
    /// It says nothing new.
    Same,
    /// The first one said no more than id and name; this one says more.
    Fuller,
    /// They are two things.
    Clash,
}

impl<'a> Names<'a> {
    /// Takes every record in the order of the files; says which ids are missing, malformed or taken.
    pub(super) fn new(tables: &'a Tables<'_>, report: &mut Report<'_>) -> Self {
        let mut cards: Vec<Card> = Vec::new();
        cards.extend(deal(Sort::Article, &tables.articles));
        cards.extend(deal(Sort::Actor, &tables.actors));
        cards.extend(deal(Sort::Issue, &tables.issues));
        cards.extend(deal(Sort::Demand, &tables.demands));
        cards.sort_by_key(|card| card.at);
        let ids = HashMap::with_capacity(cards.len());
        let mut names = Self { lost: Some(&tables.lost), ids, ..Self::default() };
        for card in cards {
            names.enter(card, tables, report);
        }
        names
    }

    fn enter(&mut self, card: Card, tables: &'a Tables<'_>, report: &mut Report<'_>) {
        let word = card.sort.word();
        let (id, at) = card.id(tables);
        if id.is_empty() || id.contains(|c: char| c.is_whitespace() || c.is_control()) {
            let message = match id {
                "" => format!("`id` is empty; the {word} is left out"),
                id => format!("`{id}` is no id; the {word} is left out"),
            };
            let help = "an id is text without white space and control characters, at least one character";
            report.add(&codes::BAD_ID, at, message).help = Some(help.to_owned());
            return;
        }
        let Some((record, first)) = self.ids.get(id).copied() else {
            let record = self.keep(card);
            self.ids.insert(id, (record, at));
            return;
        };
        match self.meeting((record, first.file != at.file), card, tables) {
            Meeting::Same => {}
            Meeting::Fuller => self.replace(record, card.index()),
            Meeting::Clash => self.clash(id, (first, at), report),
        }
    }

    /// The record with this id, without a finding where there is none.
    pub(super) fn get(&self, id: &str) -> Option<Record> {
        self.ids.get(id).map(|(record, _)| *record)
    }

    fn keep(&mut self, card: Card) -> Record {
        let next = |list: &mut Vec<usize>| {
            list.push(card.index());
            list.len() - 1
        };
        match card.sort {
            Sort::Article => Record::Article(ArticleId::new(next(&mut self.articles))),
            Sort::Actor => Record::Actor(ActorId::new(next(&mut self.actors))),
            Sort::Issue => Record::Issue(IssueId::new(next(&mut self.issues))),
            Sort::Demand => Record::Demand(DemandId::new(next(&mut self.demands))),
        }
    }

    fn replace(&mut self, record: Record, index: usize) {
        match record {
            Record::Article(id) => self.articles[id.index()] = index,
            Record::Actor(id) => self.actors[id.index()] = index,
            Record::Issue(id) => self.issues[id.index()] = index,
            Record::Demand(id) => self.demands[id.index()] = index,
        }
    }

    fn meeting(&self, (first, is_elsewhere): (Record, bool), card: Card, tables: &Tables<'_>) -> Meeting {
        if !is_elsewhere || Sort::of(first) != card.sort {
            return Meeting::Clash;
        }
        match first {
            Record::Article(id) => {
                let stub = |t: &ArticleTable<'_>| {
                    *t == ArticleTable { id: t.id.clone(), title: t.title.clone(), ..ArticleTable::default() }
                };
                meet(|index| tables.article(index), (self.articles[id.index()], card.index()), stub)
            }
            Record::Actor(id) => {
                let stub = |t: &ActorTable<'_>| {
                    *t == ActorTable { id: t.id.clone(), name: t.name.clone(), ..ActorTable::default() }
                };
                meet(|index| tables.actor(index), (self.actors[id.index()], card.index()), stub)
            }
            Record::Issue(id) => {
                let stub = |t: &IssueTable<'_>| {
                    *t == IssueTable { id: t.id.clone(), name: t.name.clone(), ..IssueTable::default() }
                };
                meet(|index| tables.issue(index), (self.issues[id.index()], card.index()), stub)
            }
            Record::Demand(_) => Meeting::Clash,
        }
    }

    fn clash(&mut self, id: &'a str, (first, again): (At, At), report: &mut Report<'_>) {
        let place = |at: At| report.pages.get(at.file as usize).map_or("", |page| page.name.as_str());
        let there = format!("{}:{}", place(first), report.line(first));
        let here = format!("{}:{}", place(again), report.line(again));
        if self.repeated.insert(id) {
            let message = format!("id `{id}` is used again; this first record stays");
            report.add(&codes::DUPLICATE_ID, first, message).help = Some(format!("the other one is at {here}"));
        }
        let message = format!("id `{id}` is used already; this record is left out");
        report.add(&codes::DUPLICATE_ID, again, message).help = Some(format!("the first one is at {there}"));
    }

    /// The id of this sort nearest to one that is not known.
    fn nearest(&mut self, sort: Sort, id: &str) -> Option<&'a str> {
        self.unknown += 1;
        if self.unknown > MOST_NEAREST {
            return None;
        }
        let ids = &self.ids;
        let known = self.sorted.entry(sort).or_insert_with(|| {
            let of_sort = ids.iter().filter(|(_, (record, _))| Sort::of(*record) == sort);
            let mut known: Vec<&str> = of_sort.map(|(id, _)| *id).collect();
            known.sort_unstable();
            known
        });
        nearest(id, known.iter().copied())
    }

    /// The record that an id names, if it is of this sort; says so where it is not.
    fn seek(&mut self, sort: Sort, mention: Mention<'_>, report: &mut Report<'_>) -> Option<Record> {
        let Mention { at, id, so } = mention;
        let found = self.last.filter(|(last, _)| *last == id);
        self.last = found.or_else(|| self.ids.get_key_value(id).map(|(id, (record, _))| (*id, *record)));
        let help = match self.last {
            Some((_, record)) if Sort::of(record) == sort => {
                self.used.insert(record);
                return Some(record);
            }
            Some((_, record)) => {
                Some(format!("`{id}` is an {}", Sort::of(record).word()).replace("an demand", "a demand"))
            }
            // The table has its own finding.
            None if self.lost.is_some_and(|lost| lost.contains(id)) => return None,
            None => self.nearest(sort, id).map(|near| format!("did you mean `{near}`?")),
        };
        let message = format!("there is no {} `{id}`{so}", sort.word());
        report.add(&codes::UNKNOWN_REFERENCE, at, message).help = help;
        None
    }

    pub(super) fn actor(&mut self, mention: Mention<'_>, report: &mut Report<'_>) -> Option<ActorId> {
        match self.seek(Sort::Actor, mention, report)? {
            Record::Actor(id) => Some(id),
            Record::Issue(_) | Record::Demand(_) | Record::Article(_) => None,
        }
    }

    pub(super) fn issue(&mut self, mention: Mention<'_>, report: &mut Report<'_>) -> Option<IssueId> {
        match self.seek(Sort::Issue, mention, report)? {
            Record::Issue(id) => Some(id),
            Record::Actor(_) | Record::Demand(_) | Record::Article(_) => None,
        }
    }

    /// The demand, counted over all demands, also those that cannot stand.
    pub(super) fn demand(&mut self, mention: Mention<'_>, report: &mut Report<'_>) -> Option<DemandId> {
        match self.seek(Sort::Demand, mention, report)? {
            Record::Demand(id) => Some(id),
            Record::Actor(_) | Record::Issue(_) | Record::Article(_) => None,
        }
    }

    pub(super) fn article(&mut self, mention: Mention<'_>, report: &mut Report<'_>) -> Option<ArticleId> {
        match self.seek(Sort::Article, mention, report)? {
            Record::Article(id) => Some(id),
            Record::Actor(_) | Record::Issue(_) | Record::Demand(_) => None,
        }
    }
}

fn deal(sort: Sort, slots: &[Slot]) -> impl Iterator<Item = Card> {
    let narrow = |index| u32::try_from(index).unwrap_or(u32::MAX);
    slots.iter().enumerate().map(move |(index, slot)| Card { at: slot.at, sort, index: narrow(index) })
}

fn meet<T: PartialEq>(
    placed: impl Fn(usize) -> Placed<T>,
    (first, new): (usize, usize),
    is_stub: impl Fn(&T) -> bool,
) -> Meeting {
    let (first, new) = (placed(first).table, placed(new).table);
    if first == new || is_stub(&new) {
        Meeting::Same
    } else if is_stub(&first) {
        Meeting::Fuller
    } else {
        Meeting::Clash
    }
}

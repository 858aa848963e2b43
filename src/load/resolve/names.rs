//! Ids and their records: one name space over all kinds and files.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use crate::diagnose::codes;
use crate::format::{ACTOR, ARTICLE, DEMAND, Field, ISSUE};
use crate::load::nearest::nearest;
use crate::load::report::{At, Report};
use crate::load::tables::{Slot, Table, Tables};
use crate::model::{ActorId, ArticleId, DemandId, IssueId, Record, Subject, SubjectKind};

/// The records by id. Demands are numbered here including those that are left out later.
#[derive(Debug, Default)]
pub(super) struct Names<'a> {
    ids: HashMap<Cow<'a, str>, (Record, Slot)>,
    /// Ids of records that could not be read.
    lost: HashSet<Cow<'a, str>>,
    /// Issues whose scale could not be read.
    lost_scales: HashSet<IssueId>,
    /// Records that are referred to, or used otherwise.
    pub(super) used: Used,
    /// Sorted ids by kind, made when a nearest one is first looked for.
    sorted: HashMap<SubjectKind, Vec<Cow<'a, str>>>,
    pub(super) articles: Vec<Slot>,
    pub(super) actors: Vec<Slot>,
    pub(super) issues: Vec<Slot>,
    pub(super) demands: Vec<Slot>,
}

/// A set of records.
#[derive(Debug, Default)]
pub(super) struct Used([Vec<bool>; 4]);

impl Used {
    pub(super) fn insert(&mut self, record: Record) {
        let (list, index) = place(record);
        let of_kind = &mut self.0[list];
        if of_kind.len() <= index {
            of_kind.resize(index + 1, false);
        }
        of_kind[index] = true;
    }

    pub(super) fn contains(&self, record: Record) -> bool {
        let (list, index) = place(record);
        self.0[list].get(index).copied().unwrap_or(false)
    }
}

fn place(record: Record) -> (usize, usize) {
    match record {
        Record::Article(id) => (0, id.index()),
        Record::Actor(id) => (1, id.index()),
        Record::Issue(id) => (2, id.index()),
        Record::Demand(id) => (3, id.index()),
    }
}

fn kind(record: Record) -> SubjectKind {
    Subject::from(record).kind()
}

/// A reference to a record.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mention<'m> {
    pub(super) at: At,
    pub(super) id: &'m str,
    /// The consequence if there is no such record: the end of the message.
    pub(super) so: &'m str,
}

/// A record to enter.
#[derive(Clone, Copy)]
struct Entrant {
    kind: SubjectKind,
    slot: Slot,
}

/// Two records with the same id.
struct Clash {
    first: At,
    again: At,
}

/// How a second record with the same id relates to the first.
enum Meeting {
    /// It adds nothing.
    Same,
    /// The first has only id and name; this one has more.
    Fuller,
    /// They are different records.
    Clash,
}

impl<'a> Names<'a> {
    /// Enters every record in the order of the files; reports ids that are malformed or taken.
    pub(super) fn new(tables: &'a Tables<'_>, report: &mut Report<'_>) -> Self {
        let lists = [
            (SubjectKind::Article, &tables.articles),
            (SubjectKind::Actor, &tables.actors),
            (SubjectKind::Issue, &tables.issues),
            (SubjectKind::Demand, &tables.demands),
        ];
        let mut entrants: Vec<Entrant> = Vec::new();
        for (kind, list) in lists {
            entrants.extend(list.iter().map(|slot| Entrant { slot: *slot, kind }));
        }
        entrants.sort_unstable_by_key(|entrant| entrant.slot);
        let ids = HashMap::with_capacity(entrants.len());
        let lost = tables.lost.iter().map(|id| Cow::Borrowed(id.as_str())).collect();
        let mut names = Self { ids, lost, ..Self::default() };
        for entrant in entrants {
            names.enter(entrant, tables, report);
        }
        names
    }

    fn enter(&mut self, Entrant { kind, slot }: Entrant, tables: &'a Tables<'_>, report: &mut Report<'_>) {
        let table = tables.table(slot);
        let id = table.id(id_of(kind));
        if id.is_empty() || id.contains(|c: char| c.is_whitespace() || c.is_control()) {
            let problem = if id.is_empty() { "`id` is empty".to_owned() } else { format!("`{id}` is no id") };
            let message = format!("{problem}; the {} is left out", kind.word());
            let help = "an id is text without white space and control characters, at least one character";
            report.add(&codes::BAD_ID, id_at(kind, table), message).help = Some(help.to_owned());
            self.lost.insert(id);
            return;
        }
        let Some((record, first)) = self.ids.get(&id).copied() else {
            let record = self.keep(kind, slot);
            self.ids.insert(id, (record, slot));
            return;
        };
        match meeting(record, kind, tables.table(self.slot(record)), table) {
            Meeting::Same => {}
            Meeting::Fuller => *self.slot_mut(record) = slot,
            Meeting::Clash => {
                let first = id_at(self::kind(record), tables.table(first));
                Self::clash(&id, Clash { first, again: id_at(kind, table) }, report);
            }
        }
    }

    /// The record with this id, without a finding if there is none.
    pub(super) fn get(&self, id: &str) -> Option<Record> {
        self.ids.get(id).map(|(record, _)| *record)
    }

    /// Notes that the scale of an issue could not be read, so that positions on it are not reported.
    pub(super) fn lose_scale(&mut self, issue: IssueId) {
        self.lost_scales.insert(issue);
    }

    /// Whether the scale of an issue could not be read.
    pub(super) fn has_lost_scale(&self, issue: IssueId) -> bool {
        self.lost_scales.contains(&issue)
    }

    fn keep(&mut self, kind: SubjectKind, slot: Slot) -> Record {
        let next = |list: &mut Vec<Slot>| {
            list.push(slot);
            list.len() - 1
        };
        match kind {
            SubjectKind::Article => Record::Article(ArticleId::new(next(&mut self.articles))),
            SubjectKind::Actor => Record::Actor(ActorId::new(next(&mut self.actors))),
            SubjectKind::Issue => Record::Issue(IssueId::new(next(&mut self.issues))),
            SubjectKind::Demand => Record::Demand(DemandId::new(next(&mut self.demands))),
            SubjectKind::Passage => unreachable!("a passage has no id"),
        }
    }

    /// The table of a record.
    fn slot(&self, record: Record) -> Slot {
        match record {
            Record::Article(id) => self.articles[id.index()],
            Record::Actor(id) => self.actors[id.index()],
            Record::Issue(id) => self.issues[id.index()],
            Record::Demand(id) => self.demands[id.index()],
        }
    }

    fn slot_mut(&mut self, record: Record) -> &mut Slot {
        match record {
            Record::Article(id) => &mut self.articles[id.index()],
            Record::Actor(id) => &mut self.actors[id.index()],
            Record::Issue(id) => &mut self.issues[id.index()],
            Record::Demand(id) => &mut self.demands[id.index()],
        }
    }

    fn clash(id: &str, Clash { first, again }: Clash, report: &mut Report<'_>) {
        let message = format!("id `{id}` is used already; this record is left out");
        let second = report.label(first, "the first record, which stays");
        report.add(&codes::DUPLICATE_ID, again, message).second = second;
    }

    /// The id of this kind nearest to an unknown one; `None` also once the budget is spent.
    fn nearest(&mut self, wanted: SubjectKind, id: &str, report: &mut Report<'_>) -> Option<&str> {
        let ids = &self.ids;
        let known = self.sorted.entry(wanted).or_insert_with(|| {
            let of_kind = ids.iter().filter(|(_, (record, _))| kind(*record) == wanted);
            let mut known: Vec<Cow<'_, str>> = of_kind.map(|(id, _)| id.clone()).collect();
            known.sort_unstable();
            known
        });
        if report.may_compare(id, known.len()) { nearest(id, known.iter().map(AsRef::as_ref)) } else { None }
    }

    /// The record of this kind with an id; reports it if there is none.
    fn seek(&mut self, wanted: SubjectKind, mention: Mention<'_>, report: &mut Report<'_>) -> Option<Record> {
        let Mention { at, id, so } = mention;
        let help = match self.get(id) {
            Some(record) if kind(record) == wanted => {
                self.used.insert(record);
                return Some(record);
            }
            Some(record) => Some(format!("`{id}` is an {}", kind(record).word()).replace("an demand", "a demand")),
            // The table has its own finding.
            None if self.lost.contains(id) => return None,
            None => self.nearest(wanted, id, report).map(|near| format!("did you mean `{near}`?")),
        };
        let message = format!("there is no {} `{id}`{so}", wanted.word());
        report.add(&codes::UNKNOWN_REFERENCE, at, message).help = help;
        None
    }

    pub(super) fn actor(&mut self, mention: Mention<'_>, report: &mut Report<'_>) -> Option<ActorId> {
        match self.seek(SubjectKind::Actor, mention, report)? {
            Record::Actor(id) => Some(id),
            Record::Issue(_) | Record::Demand(_) | Record::Article(_) => None,
        }
    }

    pub(super) fn issue(&mut self, mention: Mention<'_>, report: &mut Report<'_>) -> Option<IssueId> {
        match self.seek(SubjectKind::Issue, mention, report)? {
            Record::Issue(id) => Some(id),
            Record::Actor(_) | Record::Demand(_) | Record::Article(_) => None,
        }
    }

    /// The demand, numbered including those that are left out later.
    pub(super) fn demand(&mut self, mention: Mention<'_>, report: &mut Report<'_>) -> Option<DemandId> {
        match self.seek(SubjectKind::Demand, mention, report)? {
            Record::Demand(id) => Some(id),
            Record::Actor(_) | Record::Issue(_) | Record::Article(_) => None,
        }
    }

    pub(super) fn article(&mut self, mention: Mention<'_>, report: &mut Report<'_>) -> Option<ArticleId> {
        match self.seek(SubjectKind::Article, mention, report)? {
            Record::Article(id) => Some(id),
            Record::Actor(_) | Record::Issue(_) | Record::Demand(_) => None,
        }
    }
}

fn meeting(record: Record, kind: SubjectKind, first: Table<'_>, second: Table<'_>) -> Meeting {
    let name = match record {
        _ if self::kind(record) != kind || first.source() == second.source() => return Meeting::Clash,
        Record::Article(_) => ARTICLE.title,
        Record::Actor(_) => ACTOR.name,
        Record::Issue(_) => ISSUE.name,
        Record::Demand(_) => return Meeting::Clash,
    };
    let is_stub = |table: Table<'_>| table.has_only(&[id_of(kind), name]);
    if is_stub(second) || first.says_the_same(second) {
        Meeting::Same
    } else if is_stub(first) {
        Meeting::Fuller
    } else {
        Meeting::Clash
    }
}

/// The key that holds the id of a record.
fn id_of(kind: SubjectKind) -> Field {
    match kind {
        SubjectKind::Article => ARTICLE.id,
        SubjectKind::Actor => ACTOR.id,
        SubjectKind::Issue => ISSUE.id,
        SubjectKind::Demand => DEMAND.id,
        SubjectKind::Passage => unreachable!("a passage has no id"),
    }
}

fn id_at(kind: SubjectKind, table: Table<'_>) -> At {
    table.get(id_of(kind)).unwrap_or_else(|| unreachable!("records without an id are not kept")).at()
}

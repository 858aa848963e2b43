//! Demands and articles by their ids, of which there may be very many.

use super::words::fold_into;
use crate::model::{DemandId, Entry, Model, PassageId};

/// The records in the order of their folded ids, which the model holds.
#[derive(Debug, Clone, Default)]
pub(super) struct Ids {
    entries: Vec<Entry>,
}

impl Ids {
    /// The ids of the model's demands and articles.
    pub fn new(model: &Model) -> Self {
        let is_many = |entry: &Entry| matches!(entry, Entry::Demand(_) | Entry::Article(_));
        let mut entries: Vec<Entry> = model.entries().iter().copied().filter(is_many).collect();
        // Sorted already, but for capitals and marks.
        entries.sort_by(|a, b| match (model.key(*a), model.key(*b)) {
            (a, b) if a.is_ascii() && b.is_ascii() => lower(a).cmp(lower(b)),
            _ => folded(*a, model).cmp(&folded(*b, model)),
        });
        Self { entries }
    }

    /// Bytes that the ids take.
    pub fn bytes(&self) -> usize {
        size_of_val(&*self.entries)
    }

    /// The records whose folded id begins with `start`, with the id, sorted by it.
    pub fn beginning<'s>(&'s self, start: &'s str, model: &'s Model) -> impl Iterator<Item = (String, Entry)> {
        let from = self.entries.partition_point(|entry| *folded(*entry, model) < *start);
        let rest = self.entries.get(from..).unwrap_or(&[]);
        rest.iter().map(|entry| (folded(*entry, model), *entry)).take_while(move |(key, _)| key.starts_with(start))
    }

    /// The passage whose id, `DEMAND#n`, is `typed`.
    pub fn passage(&self, typed: &str, model: &Model) -> Option<PassageId> {
        let (demand, number) = typed.rsplit_once('#')?;
        let mut equal = self.beginning(demand, model).take_while(|(key, _)| key == demand);
        let id = equal.find_map(|(_, entry)| demand_of(entry))?;
        model.demand(id).passages().nth(number.parse::<usize>().ok()?.checked_sub(1)?)
    }
}

fn folded(entry: Entry, model: &Model) -> String {
    let mut out = String::new();
    fold_into(model.key(entry), &mut out);
    out
}

fn lower(key: &str) -> impl Iterator<Item = u8> {
    key.bytes().map(|byte| byte.to_ascii_lowercase())
}

fn demand_of(entry: Entry) -> Option<DemandId> {
    match entry {
        Entry::Demand(id) => Some(id),
        Entry::Actor(_) | Entry::Issue(_) | Entry::Article(_) => None,
    }
}

//! Demands and articles by their ids, of which there may be very many.

use super::words::fold_into;
use crate::model::{DemandId, Entry, Model, PassageId};

/// Folded ids, sorted.
#[derive(Debug, Clone, Default)]
pub(super) struct Ids {
    keys: Vec<(Box<str>, Entry)>,
}

impl Ids {
    /// The ids of the model's demands and articles.
    pub fn new(model: &Model) -> Self {
        let mut folded = String::new();
        let entries = model.demand_ids().map(Entry::Demand).chain(model.article_ids().map(Entry::Article));
        let mut keys: Vec<(Box<str>, Entry)> = entries
            .map(|entry| {
                fold_into(model.key(entry), &mut folded);
                (folded.as_str().into(), entry)
            })
            .collect();
        keys.sort_unstable();
        Self { keys }
    }

    /// Bytes that the ids take.
    pub fn bytes(&self) -> usize {
        size_of_val(&*self.keys) + self.keys.iter().map(|(key, _)| key.len()).sum::<usize>()
    }

    /// The records whose folded id begins with `start`, with the id, sorted by it.
    pub fn beginning<'s>(&'s self, start: &'s str) -> impl Iterator<Item = (&'s str, Entry)> {
        let from = self.keys.partition_point(|(key, _)| **key < *start);
        let rest = self.keys.get(from..).unwrap_or(&[]);
        rest.iter().take_while(move |(key, _)| key.starts_with(start)).map(|(key, entry)| (&**key, *entry))
    }

    /// The passage whose id, `DEMAND#n`, is `typed`.
    pub fn passage(&self, typed: &str, model: &Model) -> Option<PassageId> {
        let (demand, number) = typed.rsplit_once('#')?;
        let id = self.beginning(demand).find_map(|(key, entry)| demand_of(entry).filter(|_| key == demand))?;
        model.demand(id).passages().nth(number.parse::<usize>().ok()?.checked_sub(1)?)
    }
}

fn demand_of(entry: Entry) -> Option<DemandId> {
    match entry {
        Entry::Demand(id) => Some(id),
        Entry::Actor(_) | Entry::Issue(_) | Entry::Article(_) => None,
    }
}

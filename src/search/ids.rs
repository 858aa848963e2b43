//! Demands and articles by their ids, of which there may be very many.

use super::words::fold_into;
use crate::model::{DemandId, Model, PassageId, Record};

/// The records in the order of their folded ids, which the model holds.
#[derive(Debug, Clone, Default)]
pub(super) struct Ids {
    records: Vec<Record>,
}

impl Ids {
    /// The ids of the model's demands and articles.
    pub fn new(model: &Model) -> Self {
        let is_many = |record: &Record| matches!(record, Record::Demand(_) | Record::Article(_));
        let mut records: Vec<Record> = model.records().iter().copied().filter(is_many).collect();
        // Sorted already, but for capitals and marks.
        records.sort_by(|a, b| match (model.key(*a), model.key(*b)) {
            (a, b) if a.is_ascii() && b.is_ascii() => lower(a).cmp(lower(b)),
            _ => folded(*a, model).cmp(&folded(*b, model)),
        });
        Self { records }
    }

    /// Bytes that the ids take.
    pub fn bytes(&self) -> usize {
        size_of_val(&*self.records)
    }

    /// The records whose folded id begins with `start`, with the id, sorted by it.
    pub fn beginning<'s>(&'s self, start: &'s str, model: &'s Model) -> impl Iterator<Item = (String, Record)> {
        let from = self.records.partition_point(|record| *folded(*record, model) < *start);
        let rest = self.records.get(from..).unwrap_or(&[]);
        rest.iter().map(|record| (folded(*record, model), *record)).take_while(move |(key, _)| key.starts_with(start))
    }

    /// The passage whose id, `DEMAND#n`, is `typed`.
    pub fn passage(&self, typed: &str, model: &Model) -> Option<PassageId> {
        let (demand, number) = typed.rsplit_once('#')?;
        let mut equal = self.beginning(demand, model).take_while(|(key, _)| key == demand);
        let id = equal.find_map(|(_, record)| demand_of(record))?;
        model.demand(id).passages().nth(number.parse::<usize>().ok()?.checked_sub(1)?)
    }
}

fn folded(record: Record, model: &Model) -> String {
    let mut out = String::new();
    fold_into(model.key(record), &mut out);
    out
}

fn lower(key: &str) -> impl Iterator<Item = u8> {
    key.bytes().map(|byte| byte.to_ascii_lowercase())
}

fn demand_of(record: Record) -> Option<DemandId> {
    match record {
        Record::Demand(id) => Some(id),
        Record::Actor(_) | Record::Issue(_) | Record::Article(_) => None,
    }
}

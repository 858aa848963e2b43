//! The ids of demands and articles, of which there may be very many.

use crate::model::{Model, PassageId, Record};
use crate::search::analysis::words::fold_into;

/// Demands and articles in the order of their folded ids. The ids themselves stay in the model.
#[derive(Debug, Clone, Default)]
pub struct RecordIds(Vec<Record>);

impl RecordIds {
    pub fn new(model: &Model) -> Self {
        let is_listed = |record: &Record| matches!(record, Record::Demand(_) | Record::Article(_));
        let mut records: Vec<Record> = model.records().iter().copied().filter(is_listed).collect();
        // They are sorted already, except for capitals and diacritics.
        records.sort_by(|a, b| match (model.key(*a), model.key(*b)) {
            (a, b) if a.is_ascii() && b.is_ascii() => lower(a).cmp(lower(b)),
            _ => folded(*a, model).cmp(&folded(*b, model)),
        });
        Self(records)
    }

    /// Bytes of memory.
    pub fn bytes(&self) -> usize {
        size_of_val(&*self.0)
    }

    /// The records whose folded id begins with `prefix`, each with that id, sorted by it.
    pub fn with_prefix<'s>(&'s self, prefix: &'s str, model: &'s Model) -> impl Iterator<Item = (String, Record)> {
        let from = self.0.partition_point(|record| *folded(*record, model) < *prefix);
        let rest = self.0.iter().skip(from).map(|record| (folded(*record, model), *record));
        rest.take_while(move |(id, _)| id.starts_with(prefix))
    }

    /// The passage with the id `DEMAND#n`.
    pub fn passage(&self, typed: &str, model: &Model) -> Option<PassageId> {
        let (demand, number) = typed.rsplit_once('#')?;
        let at = number.parse::<usize>().ok()?.checked_sub(1)?;
        let mut equal = self.with_prefix(demand, model).take_while(|(id, _)| id == demand);
        let id = equal.find_map(|(_, record)| match record {
            Record::Demand(id) => Some(id),
            Record::Actor(_) | Record::Issue(_) | Record::Article(_) => None,
        })?;
        model.demand(id).passages().nth(at)
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

//! The values of fields in columns: one short pass finds all units that fit a field, without looking at each record.

use std::ops::Range;

use super::numbers::UnitId;
use super::unit_set::UnitSet;
use super::units::Units;
use crate::model::{ActorId, Anchor, Date, DemandId, DemandKind, Model, PassageId, Status, Subject, Voice};
use crate::search::query::field::{FieldFilter, Saying};

/// The columns of one model.
#[derive(Debug, Clone, Default)]
pub struct Columns {
    /// By demand.
    kinds: Vec<(DemandKind, Status)>,
    demand_dates: Vec<Option<Date>>,
    /// The first passage of each demand, then the end of all.
    first_passages: Vec<PassageId>,
    /// By article.
    article_dates: Vec<Option<Date>>,
    /// By passage, its place in [`Anchor::WORDS`].
    anchors: Vec<u8>,
    /// By passage.
    voices: Vec<Voice>,
    /// The passages that name a speaker, rising.
    speakers: Vec<(PassageId, ActorId)>,
}

impl Columns {
    /// Reads every record of the model once.
    pub fn new(model: &Model) -> Self {
        let anchor = |word: &str| {
            let at = (0..).zip(Anchor::WORDS).find(|(_, known)| **known == word).map(|(at, _)| at);
            at.unwrap_or_else(|| unreachable!("every anchor has its word in the list"))
        };
        let mut first_passages = vec![PassageId::new(model.passages().len()); model.demands().len() + 1];
        for id in model.demand_ids().rev() {
            let next = first_passages[id.index() + 1];
            first_passages[id.index()] = model.demand(id).passages().next().unwrap_or(next);
        }
        let speakers = model.passage_ids().filter_map(|id| Some((id, model.passage(id).speaker?)));
        Self {
            kinds: model.demands().iter().map(|demand| (demand.kind, demand.status)).collect(),
            demand_dates: model.demand_ids().map(|id| model.date_of(id)).collect(),
            first_passages,
            article_dates: model.articles().iter().map(|article| article.date).collect(),
            anchors: model.passages().iter().map(|passage| anchor(passage.anchor.word())).collect(),
            voices: model.passages().iter().map(|passage| passage.voice).collect(),
            speakers: speakers.collect(),
        }
    }

    /// Bytes of memory.
    pub fn bytes(&self) -> usize {
        size_of_val(&*self.kinds)
            + size_of_val(&*self.demand_dates)
            + size_of_val(&*self.article_dates)
            + size_of_val(&*self.first_passages)
            + size_of_val(&*self.anchors)
            + size_of_val(&*self.voices)
            + size_of_val(&*self.speakers)
    }

    /// The units of all subjects that fit `field`, see [`FieldFilter::fits`].
    pub fn fitting(&self, field: &FieldFilter, units: &Units, model: &Model) -> UnitSet {
        let mut out = UnitSet::new(units.len());
        match field {
            FieldFilter::Is(kinds) => {
                kinds.iter().flat_map(|kind| units.of_kind(*kind)).for_each(|range| out.insert_range(range));
            }
            FieldFilter::Actor(ids) => {
                add_names(field, units, model, &mut out);
                let voices = model.voices_of(ids);
                let demands = voices.iter().flat_map(|id| model.demands_of(*id));
                demands.for_each(|id| self.add_demand(*id, units, &mut out));
            }
            FieldFilter::Issue(ids) => {
                add_names(field, units, model, &mut out);
                ids.iter().flat_map(|id| model.demands_on(*id)).for_each(|id| self.add_demand(*id, units, &mut out));
            }
            FieldFilter::Kind(all) => self.add_demands(|at| all.contains(&self.kinds[at].0), units, &mut out),
            FieldFilter::Status(all) => self.add_demands(|at| all.contains(&self.kinds[at].1), units, &mut out),
            FieldFilter::Before(_) | FieldFilter::After(_) => {
                self.add_demands(|at| field.fits_date(self.demand_dates[at]), units, &mut out);
                let fitting = model.article_ids().filter(|id| field.fits_date(self.article_dates[id.index()]));
                fitting.flat_map(|id| units.of_article(id)).for_each(|range| out.insert_range(range));
            }
            FieldFilter::Article(ids) => {
                ids.iter().flat_map(|id| model.quoted_from(*id)).for_each(|id| out.insert(units.passage(*id)));
                self.add_demands_of_passages(units, &mut out);
                ids.iter().flat_map(|id| units.of_article(*id)).for_each(|range| out.insert_range(range));
            }
            FieldFilter::Speaker(ids) => {
                // An actor speaks for its own demands, except where a passage names another speaker.
                let own = ids.iter().flat_map(|id| model.demands_of(*id));
                own.for_each(|id| out.insert_range(self.passages_of(*id, units)));
                for (passage, speaker) in &self.speakers {
                    let unit = units.passage(*passage);
                    if ids.binary_search(speaker).is_ok() { out.insert(unit) } else { out.remove(unit) }
                }
                self.add_demands_of_passages(units, &mut out);
            }
            FieldFilter::Anchor(words) => {
                let is_wanted: Vec<bool> = Anchor::WORDS.iter().map(|word| words.contains(word)).collect();
                let fitting = self.anchors.iter().enumerate().filter(|(_, anchor)| is_wanted[usize::from(**anchor)]);
                fitting.for_each(|(at, _)| out.insert(units.passage(PassageId::new(at))));
                self.add_demands_of_passages(units, &mut out);
            }
            FieldFilter::Voice(all) => {
                let fitting = self.voices.iter().enumerate().filter(|(_, voice)| all.contains(&Saying::In(**voice)));
                fitting.for_each(|(at, _)| out.insert(units.passage(PassageId::new(at))));
                if all.contains(&Saying::ByOther) {
                    let is_other =
                        |(id, speaker): &&(PassageId, ActorId)| model.demand(model.demand_of(*id)).actor != *speaker;
                    let others = self.speakers.iter().filter(is_other);
                    others.for_each(|(id, _)| out.insert(units.passage(*id)));
                }
                self.add_demands_of_passages(units, &mut out);
            }
            FieldFilter::Addressee(_) => {
                let fits = |at| field.fits(Subject::Demand(DemandId::new(at)), model);
                self.add_demands(fits, units, &mut out);
            }
        }
        out
    }

    /// The units of a demand's passages.
    fn passages_of(&self, id: DemandId, units: &Units) -> Range<UnitId> {
        units.passage(self.first_passages[id.index()])..units.passage(self.first_passages[id.index() + 1])
    }

    /// Adds a demand and its passages.
    fn add_demand(&self, id: DemandId, units: &Units, out: &mut UnitSet) {
        out.insert(units.demand(id));
        out.insert_range(self.passages_of(id, units));
    }

    /// Adds the demands whose row fits, and their passages.
    fn add_demands(&self, fits: impl Fn(usize) -> bool, units: &Units, out: &mut UnitSet) {
        let fitting = (0..self.kinds.len()).filter(|at| fits(*at));
        fitting.for_each(|at| self.add_demand(DemandId::new(at), units, out));
    }

    /// Adds the demands that have a passage in the set.
    fn add_demands_of_passages(&self, units: &Units, out: &mut UnitSet) {
        for id in (0..self.kinds.len()).map(DemandId::new) {
            if out.intersects(self.passages_of(id, units)) {
                out.insert(units.demand(id));
            }
        }
    }
}

/// Adds the labels of actors and issues that fit.
fn add_names(field: &FieldFilter, units: &Units, model: &Model, out: &mut UnitSet) {
    let fitting = UnitId::each(units.name_units()).filter(|unit| field.fits(units.subject(*unit), model));
    fitting.for_each(|unit| out.insert(unit));
}

#[cfg(test)]
mod tests {
    use super::{Columns, PassageId, UnitId};
    use crate::model::Model;
    use crate::model::SubjectKind;
    use crate::search::Index;
    use crate::search::query::field;
    use crate::search::sample::model;

    #[test]
    fn columns_fit_what_the_field_fits() {
        let model = model();
        let index = Index::new(&model);
        let columns = Columns::new(&model);
        let mut fitting = 0;
        for (name, values) in [
            ("actor", vec!["putin", "zelenskyy", "eu", "u"]),
            ("issue", vec!["coal-levy", "d"]),
            ("kind", vec!["demand", "offer", "r"]),
            ("status", vec!["held", "w"]),
            ("article", vec!["kyiv", "summit", "r"]),
            ("anchor", vec!["exact", "orphan", "n"]),
            ("speaker", vec!["putin", "zelenskyy", "eu"]),
            ("voice", vec!["quoted", "reported", "inferred", "r"]),
            ("addressee", vec!["putin", "zelenskyy", "eu"]),
            ("before", vec!["2025", "2025-08-16"]),
            ("after", vec!["2024", "2025-08-14"]),
            ("is", SubjectKind::ALL.iter().map(|kind| kind.word()).collect()),
        ] {
            for value in values {
                let Ok(field) = field::parse(name, value, &model) else { continue };
                let bits = columns.fitting(&field, &index.units, &model);
                for unit in UnitId::each(index.units.all()) {
                    let fits = field.fits(index.units.subject(unit), &model);
                    assert_eq!(bits.contains(unit), fits, "{name}:{value} {:?}", index.units.subject(unit));
                    fitting += usize::from(fits);
                }
            }
        }
        assert!(fitting > 50, "{fitting}");
        assert_eq!(Columns::new(&Model::default()).first_passages, [PassageId::new(0)]);
    }
}

//! What fields ask of demands, passages and articles, in columns: all that fit a field are found in one short pass, not
//! by a look at every record.

use super::bits::Bits;
use super::field::Field;
use super::units::Units;
use crate::model::{ActorId, Anchor, Date, DemandId, DemandKind, Model, PassageId, Status};

/// The columns of one model.
#[derive(Debug, Clone, Default)]
pub(super) struct Columns {
    /// Of each demand.
    kinds: Vec<(DemandKind, Status)>,
    /// The date each demand counts as.
    demand_dates: Vec<Option<Date>>,
    /// The date of each article.
    article_dates: Vec<Option<Date>>,
    /// The first passage of each demand, and behind them the number of all.
    firsts: Vec<u32>,
    /// The state of each passage, as its place in [`Anchor::WORDS`].
    anchors: Vec<u8>,
    /// The passages that name a speaker, rising.
    speakers: Vec<(PassageId, ActorId)>,
}

impl Columns {
    /// Reads every record of the model once.
    pub fn new(model: &Model) -> Self {
        let state = |word: &str| Anchor::WORDS.iter().position(|known| *known == word).unwrap_or_default();
        let narrow = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let first = |id: DemandId| model.demand(id).passages().next();
        let mut firsts = vec![narrow(model.passages().len()); model.demands().len() + 1];
        for id in model.demand_ids().rev() {
            firsts[id.index()] = first(id).map_or(firsts[id.index() + 1], |passage| narrow(passage.index()));
        }
        let anchors = model.passages().iter().map(|passage| state(passage.anchor.word()));
        let speakers = model.passage_ids().filter_map(|id| Some((id, model.passage(id).speaker?)));
        Self {
            kinds: model.demands().iter().map(|demand| (demand.kind, demand.status)).collect(),
            demand_dates: model.demand_ids().map(|id| model.date_of(id)).collect(),
            article_dates: model.articles().iter().map(|article| article.date).collect(),
            firsts,
            anchors: anchors.map(|at| u8::try_from(at).unwrap_or_default()).collect(),
            speakers: speakers.collect(),
        }
    }

    /// Bytes that the columns take.
    pub fn bytes(&self) -> usize {
        size_of_val(&*self.kinds)
            + size_of_val(&*self.demand_dates)
            + size_of_val(&*self.article_dates)
            + size_of_val(&*self.firsts)
            + size_of_val(&*self.anchors)
            + size_of_val(&*self.speakers)
    }

    /// The units of every record that fits `field`, as [`Field::fits`] says it of one.
    pub fn fitting(&self, field: &Field, units: &Units, model: &Model) -> Bits {
        let mut out = Bits::new(units.len());
        match field {
            Field::Is(kinds) => kinds.iter().flat_map(|kind| units.of_kind(*kind)).for_each(|all| out.insert_all(all)),
            Field::Actor(ids) => {
                units.names_that(|subject| field.fits(subject, model)).for_each(|unit| out.insert(unit));
                let demands = ids.iter().flat_map(|id| model.demands_of(*id));
                demands.for_each(|id| self.put_demand(*id, units, &mut out));
            }
            Field::Issue(ids) => {
                units.names_that(|subject| field.fits(subject, model)).for_each(|unit| out.insert(unit));
                let demands = ids.iter().flat_map(|id| model.demands_on(*id));
                demands.for_each(|id| self.put_demand(*id, units, &mut out));
            }
            Field::Kind(all) => self.put_demands(|at| all.contains(&self.kinds[at].0), units, &mut out),
            Field::Status(all) => self.put_demands(|at| all.contains(&self.kinds[at].1), units, &mut out),
            Field::Before(_) | Field::After(_) => {
                self.put_demands(|at| field.fits_date(self.demand_dates[at]), units, &mut out);
                let fit = model.article_ids().filter(|id| field.fits_date(self.article_dates[id.index()]));
                fit.flat_map(|id| units.of_article(id)).for_each(|all| out.insert_all(all));
            }
            Field::Article(ids) => {
                let passages = ids.iter().flat_map(|id| model.quoted_from(*id));
                passages.for_each(|id| out.insert(units.passage(*id)));
                self.put_demands_of_passages(units, &mut out);
                ids.iter().flat_map(|id| units.of_article(*id)).for_each(|all| out.insert_all(all));
            }
            Field::Speaker(ids) => {
                let own = ids.iter().flat_map(|id| model.demands_of(*id));
                own.for_each(|id| out.insert_all(self.passages_of(id.index(), units)));
                for (passage, speaker) in &self.speakers {
                    let unit = units.passage(*passage);
                    if ids.binary_search(speaker).is_ok() { out.insert(unit) } else { out.remove(unit) }
                }
                self.put_demands_of_passages(units, &mut out);
            }
            Field::Anchor(words) => {
                let is_wanted: Vec<bool> = Anchor::WORDS.iter().map(|word| words.contains(word)).collect();
                let fit = self.anchors.iter().enumerate().filter(|(_, state)| is_wanted[usize::from(**state)]);
                fit.for_each(|(at, _)| out.insert(units.passage(PassageId::new(at))));
                self.put_demands_of_passages(units, &mut out);
            }
        }
        out
    }

    fn passages_of(&self, demand: usize, units: &Units) -> std::ops::Range<u32> {
        let start = units.passage(PassageId::new(0));
        start + self.firsts[demand]..start + self.firsts[demand + 1]
    }

    /// Puts in a demand and its passages.
    fn put_demand(&self, id: DemandId, units: &Units, out: &mut Bits) {
        out.insert(units.demand(id));
        out.insert_all(self.passages_of(id.index(), units));
    }

    fn put_demands(&self, fits: impl Fn(usize) -> bool, units: &Units, out: &mut Bits) {
        let fitting = (0..self.kinds.len()).filter(|at| fits(*at));
        fitting.for_each(|at| self.put_demand(DemandId::new(at), units, out));
    }

    /// Puts in the demands that have a passage in the set.
    fn put_demands_of_passages(&self, units: &Units, out: &mut Bits) {
        for at in 0..self.kinds.len() {
            if out.has_any(self.passages_of(at, units)) {
                out.insert(units.demand(DemandId::new(at)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Model;
    use crate::model::SubjectKind;
    use crate::search::field;
    use crate::search::sample::model;
    use crate::search::{Index, columns::Columns};

    #[test]
    fn the_columns_say_of_every_record_what_the_field_says() {
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
            ("before", vec!["2025", "2025-08-16"]),
            ("after", vec!["2024", "2025-08-14"]),
            ("is", SubjectKind::ALL.iter().map(|kind| kind.word()).collect()),
        ] {
            for value in values {
                let Ok(field) = field::read(name, value, &model) else { continue };
                let bits = columns.fitting(&field, &index.units, &model);
                for unit in 0..u32::try_from(index.units.len()).unwrap() {
                    let fits = field.fits(index.units.subject(unit), &model);
                    assert_eq!(bits.has(unit), fits, "{name}:{value} {:?}", index.units.subject(unit));
                    fitting += usize::from(fits);
                }
            }
        }
        assert!(fitting > 50, "{fitting}");
        assert_eq!(Columns::new(&Model::default()).firsts, [0]);
    }
}

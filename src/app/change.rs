//! Maps records of an old snapshot of a model to those of a new one.

use crate::model::{ActorId, ArticleId, DemandId, IssueId, Model, PassageId, Record};

/// An earlier and a later version of a model.
#[derive(Debug, Clone, Copy)]
pub struct Change<'m> {
    /// The earlier one.
    pub old: &'m Model,
    /// The later one.
    pub new: &'m Model,
}

impl Change<'_> {
    /// The record with the same id.
    pub fn record(&self, record: Record) -> Option<Record> {
        self.new.find(self.old.key(record))
    }

    /// The demand with the same id.
    pub fn demand(&self, id: DemandId) -> Option<DemandId> {
        match self.record(Record::Demand(id))? {
            Record::Demand(id) => Some(id),
            Record::Actor(_) | Record::Issue(_) | Record::Article(_) => None,
        }
    }

    /// The issue with the same id.
    pub fn issue(&self, id: IssueId) -> Option<IssueId> {
        match self.record(Record::Issue(id))? {
            Record::Issue(id) => Some(id),
            Record::Actor(_) | Record::Demand(_) | Record::Article(_) => None,
        }
    }

    /// The actor with the same id.
    pub fn actor(&self, id: ActorId) -> Option<ActorId> {
        match self.record(Record::Actor(id))? {
            Record::Actor(id) => Some(id),
            Record::Issue(_) | Record::Demand(_) | Record::Article(_) => None,
        }
    }

    /// The article with the same id, if it still has a text.
    pub fn article(&self, id: ArticleId) -> Option<ArticleId> {
        match self.record(Record::Article(id))? {
            Record::Article(id) => Some(id).filter(|id| self.new.article(*id).text.is_some()),
            Record::Actor(_) | Record::Issue(_) | Record::Demand(_) => None,
        }
    }

    /// The passage of the same demand with the same quote, else the one with the same number.
    pub fn passage(&self, id: PassageId) -> Option<PassageId> {
        let demand = self.new.demand(self.demand(self.old.demand_of(id))?);
        let same = demand.passages().find(|other| self.new.quote(*other) == self.old.quote(id));
        same.or_else(|| demand.passages().nth(self.old.number(id) - 1))
    }
}

/// Where the character at `offset` of the text `old` is in `new`: the common beginning and end have not moved, anything
/// between maps to its start. On a character boundary of `new`; costs at most one pass over both.
pub fn moved(offset: usize, old: &str, new: &str) -> usize {
    let alike = old.bytes().zip(new.bytes()).take_while(|(a, b)| a == b).count();
    let most = old.len().min(new.len()) - alike;
    let behind = old.bytes().rev().zip(new.bytes().rev()).take(most).take_while(|(a, b)| a == b).count();
    let at = if offset < alike {
        offset
    } else if offset >= old.len() - behind {
        new.len() - old.len().saturating_sub(offset)
    } else {
        alike
    };
    new.floor_char_boundary(at)
}

#[cfg(test)]
mod tests {
    use super::{Change, moved};
    use crate::load::load_str;

    #[test]
    fn a_place_moves_with_the_words_around_it() {
        for (offset, old, new, expected) in [
            (4, "one two", "one two", 4),
            (4, "one two", "one two three", 4),
            (4, "one two", "zero one two", 9),
            (4, "one two", "one", 3),
            (5, "one two three", "one four three", 4),
            (8, "one two three", "one four three", 9),
            (9, "one two", "one two", 7),
            (0, "", "one", 3),
            (3, "aé", "aè", 3),
            (1, "aé", "aè", 1),
        ] {
            let at = moved(offset, old, new);
            assert!(new.is_char_boundary(at));
            assert_eq!(at, expected, "{offset} of {old:?} in {new:?}");
        }
    }

    #[test]
    fn a_passage_is_known_by_its_words_then_by_its_number() {
        let model = |quotes: &str| {
            let text = "[[actors]]\nid = 'a'\nname = 'A'\n[[issues]]\nid = 'i'\nname = 'I'\n\
                        [[articles]]\nid = 't'\ntitle = 'T'\ntext = 'one two three'\n\
                        [[demands]]\nid = 'd'\nactor = 'a'\nissue = 'i'\ntext = 'T'\n";
            load_str(&[("a.toml", &format!("{text}passages = [{quotes}]\n"))], &[]).model
        };
        let quote = |words: &str| format!("{{ quote = '{words}' }}");
        let old = model(&[quote("one"), quote("two")].join(", "));
        let two = old.passage_ids().nth(1).unwrap();
        for (quotes, expected) in
            [(&["zero", "one", "two"][..], Some(2)), (&["one", "three"], Some(1)), (&["one"], None)]
        {
            let new = model(&quotes.iter().map(|words| quote(words)).collect::<Vec<_>>().join(", "));
            let found = Change { old: &old, new: &new }.passage(two);
            assert_eq!(found.map(|id| new.number(id) - 1), expected, "{quotes:?}");
        }
    }
}

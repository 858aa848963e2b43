//! What a reader may point at by name: a record, one passage of a demand, one line of an article.

use super::{ArticleId, Model, PassageId, Record};

/// A place in a model that an id names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Address {
    /// A whole record, `ID`.
    Record(Record),
    /// A passage of a demand, `DEMAND#n`, n from 1.
    Passage(PassageId),
    /// A line of an article's text, `ARTICLE:LINE`, from 1.
    Line(ArticleId, u32),
}

impl Model {
    /// What `address` names; `None` where there is no such record, passage or line.
    ///
    /// It is first tried as a whole id, since ids may hold `#` and `:`, then split at its last mark. O(log records).
    pub fn address(&self, address: &str) -> Option<Address> {
        if let Some(record) = self.find(address) {
            return Some(Address::Record(record));
        }
        let at = address.rfind(['#', ':'])?;
        let (key, rest) = address.split_at_checked(at)?;
        let digits = rest.get(1..)?;
        let number: usize = digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())??;
        match (self.find(key)?, rest.starts_with('#')) {
            (Record::Demand(id), true) => {
                let passage = self.demand(id).passages().nth(number.checked_sub(1)?)?;
                Some(Address::Passage(passage))
            }
            (Record::Article(id), false) => {
                self.article(id).text.as_ref()?;
                self.article(id).lines.span(number)?;
                Some(Address::Line(id, u32::try_from(number).ok()?))
            }
            (Record::Actor(_) | Record::Issue(_) | Record::Demand(_) | Record::Article(_), _) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Address;
    use crate::model::{
        Actor, ActorId, ActorKind, Anchor, Article, ArticleId, Builder, Demand, DemandId, Issue, IssueId, Model,
        Origin, Passage, PassageId, Record, Voice,
    };

    fn model() -> Model {
        let mut builder = Builder::default();
        for (key, text) in [("a", Some("one\ntwo")), ("a:1", None)] {
            builder.article(article(key, text));
        }
        let (origin, name) = (Origin::default(), "x".into());
        let (role, note, aliases, member_of) = (None, None, Box::default(), Box::default());
        builder.actor(Actor { key: "p".into(), name, kind: ActorKind::Person, aliases, member_of, role, note, origin });
        let (question, group, note, scale) = (None, None, None, Box::default());
        builder.issue(Issue { key: "i".into(), name: "i".into(), question, group, scale, note, origin });
        for key in ["d", "d#2"] {
            builder.demand(Demand::bare(key, ActorId::new(0), IssueId::new(0), "t"), [passage(), passage()]);
        }
        builder.finish()
    }

    fn article(key: &str, text: Option<&str>) -> Article {
        Article::bare(key, key, text)
    }

    fn passage() -> Passage {
        Passage {
            demand: DemandId::new(0),
            article: ArticleId::new(0),
            quote: Some("q".into()),
            anchor: Anchor::Orphan,
            speaker: None,
            voice: Voice::Reported,
            prefix: None,
            suffix: None,
            note: None,
            origin: Origin::default(),
        }
    }

    #[test]
    fn an_address_is_a_whole_id_before_it_is_split() {
        let model = model();
        let record = |record| Some(Address::Record(record));
        for (address, expected) in [
            ("p", record(Record::Actor(ActorId::new(0)))),
            ("d#1", Some(Address::Passage(PassageId::new(0)))),
            ("d#2", record(Record::Demand(DemandId::new(1)))),
            ("d#2#2", Some(Address::Passage(PassageId::new(3)))),
            ("a:1", record(Record::Article(ArticleId::new(1)))),
            ("a:2", Some(Address::Line(ArticleId::new(0), 2))),
            ("a:3", None),
            ("a:0", None),
            ("a:+2", None),
            ("a:1:1", None),
            ("d#0", None),
            ("d#3", None),
            ("d:1", None),
            ("a#1", None),
            ("i:", None),
            ("", None),
        ] {
            assert_eq!(model.address(address), expected, "{address}");
        }
    }
}

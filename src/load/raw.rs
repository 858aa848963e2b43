//! The tables of a model file as serde reads them, and the one list of their keys.
//!
//! Every key may be absent here: what is required is checked when all is read, so that one missing key hides no other
//! mistake. Whatever can be wrong knows its place in the text.

use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;
use toml::de::DeValue;

use super::packed::{Field, Pack, Records, Strip, push_end};
use super::reference::{Key, Need};
use super::shape::{Name, Shape, Slips, fields};
use super::values::{Point, Position, Text, When};

/// One value that may be absent.
pub(super) type One<T> = Option<Spanned<T>>;
/// A list; absent is the same as empty.
pub(super) type Many<T> = Vec<Spanned<T>>;

/// Declares the tables: their keys with type, need and meaning stand here and nowhere else.
macro_rules! tables {
    ($($(#[$doc:meta])* $name:ident $list:ident $title:literal {
        $($key:ident: $type:ty = $word:literal, $need:ident, $meaning:literal;)+
    })+) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Default, PartialEq, Deserialize)]
            #[serde(default, deny_unknown_fields, bound(deserialize = "'de: 't"))]
            pub(super) struct $name<'t> {
                $(pub(super) $key: $type,)+
            }

            const $list: &[Key] = &[
                $(Key { table: $title, name: stringify!($key), kind: $word, need: Need::$need, meaning: $meaning },)+
            ];

            impl<'t> Shape<'t> for $name<'t> {
                const IS_TABLE: bool = true;

                fn shape(value: Spanned<DeValue<'t>>, name: Name, slips: &mut Slips) -> Option<Self> {
                    let mut out = Self::default();
                    for (key, value) in fields(value, name, slips)? {
                        match key.get_ref().as_ref() {
                            $(stringify!($key) => {
                                out.$key = Shape::shape(value, Name::Key(stringify!($key)), slips).unwrap_or_default();
                            })+
                            _ => slips.unknown_key(&key, $list),
                        }
                    }
                    Some(out)
                }
            }

            impl<'t> Pack<'t> for $name<'t> {
                fn pack(&self, _: &Range<usize>, strip: &mut Vec<u8>) {
                    let mut number = 0;
                    $(
                        number += 1;
                        self.$key.pack_behind(number, strip);
                    )+
                    push_end(strip);
                }

                fn unpack(_: &Range<usize>, strip: &mut Strip<'_, 't>) -> Self {
                    let mut out = Self::default();
                    let (mut number, mut next) = (0, strip.number());
                    $(
                        number += 1;
                        if next == number {
                            out.$key = Field::unpack(strip);
                            next = strip.number();
                        }
                    )+
                    debug_assert_eq!(next, 0, "keys are packed in their order");
                    out
                }
            }
        )+

        /// Every key of every table, in the order of the format.
        pub(super) const KEYS: &[&[Key]] = &[$($list),+];
    };
}

tables! {
    /// A whole file, or any run of its top-level tables.
    File FILE "the top level" {
        format: One<f64> = "integer", Optional, "version of the format: 1";
        title: One<Text<'t>> = "string", Optional, "what the negotiation is called, shown in the header";
        description: One<Text<'t>> = "string", Optional, "what the model covers";
        language: One<Text<'t>> = "string", Optional, "BCP 47 tag of the model's language";
        articles: Records<'t, ArticleTable<'t>> = "tables", Optional, "the source texts";
        actors: Records<'t, ActorTable<'t>> = "tables", Optional, "who takes part";
        issues: Records<'t, IssueTable<'t>> = "tables", Optional, "what is being settled";
        demands: Records<'t, DemandTable<'t>> = "tables", Optional, "who wants what";
    }
    /// A source text.
    ArticleTable ARTICLES "[[articles]]" {
        id: One<Text<'t>> = "id", Required, "unique over all kinds";
        title: One<Text<'t>> = "string", Required, "the article's title";
        file: One<Text<'t>> = "path", Optional, "its text: a UTF-8 file, relative to the model file, inside its folder";
        text: One<Text<'t>> = "string", Optional, "its text, inline; not beside `file`";
        publisher: One<Text<'t>> = "string", Optional, "who published it";
        author: One<Text<'t>> = "string", Optional, "who wrote it";
        date: One<When> = "date", Optional, "when it was published";
        url: One<Text<'t>> = "string", Optional, "where it stands on the web";
        language: One<Text<'t>> = "string", Optional, "BCP 47 tag";
        sha256: One<Text<'t>> = "string", Optional, "pin of the text's raw bytes, 64 hexadecimal digits";
        note: One<Text<'t>> = "string", Optional, "memo";
    }
    /// One who holds positions.
    ActorTable ACTORS "[[actors]]" {
        id: One<Text<'t>> = "id", Required, "unique over all kinds";
        name: One<Text<'t>> = "string", Required, "the name shown";
        kind: One<Text<'t>> = "word", Optional, "person, state, organization or bloc; person when absent";
        aliases: Many<Text<'t>> = "list of strings", Optional, "other names the articles use";
        member_of: Many<Text<'t>> = "list of actor ids", Optional, "the actors it belongs to";
        role: One<Text<'t>> = "string", Optional, "office or function";
        note: One<Text<'t>> = "string", Optional, "memo";
    }
    /// A matter to be settled.
    IssueTable ISSUES "[[issues]]" {
        id: One<Text<'t>> = "id", Required, "unique over all kinds";
        name: One<Text<'t>> = "string", Required, "the name shown";
        question: One<Text<'t>> = "string", Optional, "the question to be settled";
        group: One<Text<'t>> = "string", Optional, "the heading it stands under";
        scale: Many<Point<'t>> = "list of labels, or of { at, label }", Optional, "named points from one end to the other; labels alone are spaced evenly from 0 to 1";
        note: One<Text<'t>> = "string", Optional, "memo";
    }
    /// One position of an actor on an issue.
    DemandTable DEMANDS "[[demands]]" {
        id: One<Text<'t>> = "id", Required, "unique over all kinds";
        actor: One<Text<'t>> = "actor id", Required, "whose position it is";
        issue: One<Text<'t>> = "issue id", Required, "what it is about";
        text: One<Text<'t>> = "string", Required, "the demand in the analyst's own words";
        kind: One<Text<'t>> = "word", Optional, "demand, offer, concession, precondition, red-line, refusal, threat, proposal, endorsement or interest; demand when absent";
        position: One<Position<'t>> = "label or number", Optional, "a label of the issue's scale, or a point on it; not placed when absent";
        salience: One<f64> = "number", Optional, "0 to 1: how much the actor cares about the issue; unknown when absent";
        power: One<f64> = "number", Optional, "0 to 1: the actor's influence on the issue; unknown when absent";
        addressee: Many<Text<'t>> = "list of actor ids", Optional, "who is asked to act";
        date: One<When> = "date", Optional, "when it was stated; that of its first article when absent";
        status: One<Text<'t>> = "word", Optional, "held, hardened, softened, withdrawn, met or rejected; held when absent";
        supersedes: Many<Text<'t>> = "list of demand ids", Optional, "earlier demands of this actor on this issue that it replaces";
        opposes: Many<Text<'t>> = "list of demand ids", Optional, "demands it stands against";
        supports: Many<Text<'t>> = "list of demand ids", Optional, "demands it backs";
        depends_on: Many<Text<'t>> = "list of demand ids", Optional, "demands it is conditional on";
        in_exchange_for: Many<Text<'t>> = "list of demand ids", Optional, "demands it is offered for";
        note: One<Text<'t>> = "string", Optional, "memo";
        passages: Records<'t, PassageTable<'t>> = "tables", Optional, "the evidence";
    }
    /// The words of an article that support a demand.
    PassageTable PASSAGES "[[demands.passages]]" {
        article: One<Text<'t>> = "article id", Optional, "where the quote stands; may be left out where the file, or else the model, has one article";
        quote: One<Text<'t>> = "string", Required, "the exact words";
        prefix: One<Text<'t>> = "string", Optional, "words just before the quote, where it stands more than once";
        suffix: One<Text<'t>> = "string", Optional, "words just behind the quote";
        speaker: One<Text<'t>> = "actor id", Optional, "who says it, where that is not the demand's actor";
        voice: One<Text<'t>> = "word", Optional, "quoted, reported or inferred; reported when absent";
        note: One<Text<'t>> = "string", Optional, "memo";
    }
}

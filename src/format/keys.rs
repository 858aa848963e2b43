//! The tables of the format and their keys, each with its type, need and meaning: the only list of them.
//!
//! The reader, the nearest-word help and the reference all use it.

/// A table of the format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TableKind {
    /// The file as a whole.
    Top,
    /// `[[articles]]`
    Article,
    /// `[[actors]]`
    Actor,
    /// `[[issues]]`
    Issue,
    /// `[[demands]]`
    Demand,
    /// `[[demands.passages]]`
    Passage,
}

/// What the value of a key may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A string.
    Text,
    /// An integer or a float.
    Number,
    /// A date, or a string that gives a day, a month or a year.
    Date,
    /// A string that names a point of a scale, or the point as a number.
    Label,
    /// A list of strings.
    Texts,
    /// The points of a scale: strings, or tables of `at` and `label`.
    Points,
    /// A list of tables.
    Tables(TableKind),
}

impl Form {
    /// Whether the value is a list.
    pub fn is_list(self) -> bool {
        matches!(self, Self::Texts | Self::Points | Self::Tables(_))
    }
}

/// Whether a key must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// The record is incomplete without it.
    Required,
    /// It may be left out.
    Optional,
}

/// One key of one table of the format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// The table's header as the file writes it, or `the top level`.
    pub table: &'static str,
    /// The key.
    pub name: &'static str,
    /// What its value may be.
    pub form: Form,
    /// The form in words: `string`, `list of actor ids`.
    pub kind: &'static str,
    /// Whether it must be there.
    pub need: Need,
    /// What it means, and what its absence means.
    pub meaning: &'static str,
}

impl Key {
    /// The words allowed as its value; empty where any text is.
    pub fn words(&self) -> Vec<&'static str> {
        if self.kind != WORD {
            return Vec::new();
        }
        self.meaning.split(';').next().unwrap_or_default().split(", ").flat_map(|words| words.split(" or ")).collect()
    }

    /// The default of a closed list; `None` for any other key.
    pub fn default_word(&self) -> Option<&'static str> {
        let (_, absence) = self.meaning.split_once("; ").filter(|_| self.kind == WORD)?;
        absence.strip_suffix(" when absent")
    }

    /// The table whose ids its value names, one or several; `None` for other values.
    pub fn target(&self) -> Option<TableKind> {
        let names = self.kind.strip_prefix("list of ").unwrap_or(self.kind);
        match names.trim_end_matches('s') {
            "article id" => Some(TableKind::Article),
            "actor id" => Some(TableKind::Actor),
            "issue id" => Some(TableKind::Issue),
            "demand id" => Some(TableKind::Demand),
            _ => None,
        }
    }
}

/// The kind of a key with a closed list of words, which begins its meaning.
const WORD: &str = "word";

/// A key of a table, in code `DEMAND.actor`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Its index among the keys of its table.
    pub index: u8,
    /// The key.
    pub name: &'static str,
}

/// The keys of a point of a scale in its long form, `{ at = 0, label = "none" }`, and what their values may be.
pub const POINT: [(Field, Form); 2] =
    [(Field { index: 0, name: "at" }, Form::Number), (Field { index: 1, name: "label" }, Form::Text)];

macro_rules! tables {
    ($($(#[$doc:meta])* $kind:ident $fields:ident $keys:ident $module:ident $title:literal {
        $($key:ident: $form:expr => $word:literal, $need:ident, $meaning:literal;)+
    })+) => {
        $(
            #[allow(non_camel_case_types, reason = "each is spelt as the key")]
            mod $module {
                pub(super) enum Place { $($key),+ }
            }

            /// The keys of one table as code names them.
            #[derive(Debug)]
            pub struct $fields {
                $(#[doc = $meaning] pub $key: Field,)+
            }

            $(#[$doc])*
            pub const $keys: $fields = $fields {
                $($key: Field { index: $module::Place::$key as u8, name: stringify!($key) },)+
            };
        )+

        impl TableKind {
            /// The key of this name.
            pub fn field(self, name: &str) -> Option<Field> {
                let (at, key) = self.keys().iter().enumerate().find(|(_, key)| key.name == name)?;
                Some(Field { index: u8::try_from(at).ok()?, name: key.name })
            }

            /// Every table, in the order of the format.
            pub const ALL: &'static [Self] = &[$(Self::$kind),+];

            /// Its keys, in the order of the format.
            pub fn keys(self) -> &'static [Key] {
                use Form::{Date, Label, Number, Points, Tables, Text, Texts};
                match self {
                    $(Self::$kind => const { &[$(Key {
                        table: $title,
                        name: stringify!($key),
                        form: $form,
                        kind: $word,
                        need: Need::$need,
                        meaning: $meaning,
                    },)+] },)+
                }
            }
        }
    };
}

tables! {
    /// The file as a whole.
    Top TopKeys TOP top "the top level" {
        format: Number => "integer", Optional, "version of the format: 1";
        title: Text => "string", Optional, "what the negotiation is called, shown in the header";
        description: Text => "string", Optional, "what the model covers";
        language: Text => "string", Optional, "BCP 47 tag of the model's language";
        articles: Tables(TableKind::Article) => "tables", Optional, "the source texts";
        actors: Tables(TableKind::Actor) => "tables", Optional, "who takes part";
        issues: Tables(TableKind::Issue) => "tables", Optional, "what is being settled";
        demands: Tables(TableKind::Demand) => "tables", Optional, "who wants what";
    }
    /// A source text.
    Article ArticleKeys ARTICLE article "[[articles]]" {
        id: Text => "id", Required, "unique over all kinds";
        title: Text => "string", Required, "the article's title";
        file: Text => "path", Optional, "its text: a UTF-8 file, relative to the model file, inside its folder";
        text: Text => "string", Optional, "its text, inline; not beside `file`";
        publisher: Text => "string", Optional, "who published it";
        author: Text => "string", Optional, "who wrote it";
        date: Date => "date", Optional, "when it was published";
        url: Text => "string", Optional, "its address on the web";
        language: Text => "string", Optional, "BCP 47 tag";
        sha256: Text => "string", Optional, "pin of the text's raw bytes, 64 hexadecimal digits";
        note: Text => "string", Optional, "memo";
    }
    /// A person, state, organization or bloc that takes positions.
    Actor ActorKeys ACTOR actor "[[actors]]" {
        id: Text => "id", Required, "unique over all kinds";
        name: Text => "string", Required, "the name shown";
        kind: Text => "word", Optional, "person, state, organization or bloc; person when absent";
        aliases: Texts => "list of strings", Optional, "other names the articles use";
        member_of: Texts => "list of actor ids", Optional, "the actors it belongs to";
        role: Text => "string", Optional, "office or function";
        note: Text => "string", Optional, "memo";
    }
    /// A matter to be settled.
    Issue IssueKeys ISSUE issue "[[issues]]" {
        id: Text => "id", Required, "unique over all kinds";
        name: Text => "string", Required, "the name shown";
        question: Text => "string", Optional, "the question to be settled";
        group: Text => "string", Optional, "the heading it is listed under";
        scale: Points => "list of labels, or of { at, label }", Optional, "named points from one end to the other; labels alone are spaced evenly from 0 to 1";
        note: Text => "string", Optional, "memo";
    }
    /// One position of an actor on an issue.
    Demand DemandKeys DEMAND demand "[[demands]]" {
        id: Text => "id", Required, "unique over all kinds";
        actor: Text => "actor id", Required, "whose position it is";
        issue: Text => "issue id", Required, "what it is about";
        text: Text => "string", Required, "the demand in the analyst's own words";
        kind: Text => "word", Optional, "demand, offer, concession, precondition, red-line, refusal, threat, proposal, endorsement or interest; demand when absent";
        position: Label => "label or number", Optional, "a label of the issue's scale, or a point on it; not placed when absent";
        salience: Number => "number", Optional, "0 to 1: how much the actor cares about the issue; unknown when absent";
        power: Number => "number", Optional, "0 to 1: the actor's influence on the issue; unknown when absent";
        addressee: Texts => "list of actor ids", Optional, "who is asked to act";
        date: Date => "date", Optional, "when it was stated; that of its first article when absent";
        status: Text => "word", Optional, "held, hardened, softened, withdrawn, met or rejected; held when absent";
        supersedes: Texts => "list of demand ids", Optional, "earlier demands of this actor on this issue that it replaces";
        opposes: Texts => "list of demand ids", Optional, "demands it goes against";
        supports: Texts => "list of demand ids", Optional, "demands it backs";
        depends_on: Texts => "list of demand ids", Optional, "demands it is conditional on";
        in_exchange_for: Texts => "list of demand ids", Optional, "demands it is offered for";
        note: Text => "string", Optional, "memo";
        passages: Tables(TableKind::Passage) => "tables", Optional, "the evidence";
    }
    /// The words of an article that support a demand.
    Passage PassageKeys PASSAGE passage "[[demands.passages]]" {
        article: Text => "article id", Optional, "the article that has the quote; may be left out where the file, or else the model, has one article";
        quote: Text => "string", Required, "the exact words; … marks what is left out";
        prefix: Text => "string", Optional, "words just before the quote, where it occurs more than once";
        suffix: Text => "string", Optional, "words just after the quote";
        speaker: Text => "actor id", Optional, "who says it, where that is not the demand's actor";
        voice: Text => "word", Optional, "quoted, reported or inferred; reported when absent";
        note: Text => "string", Optional, "memo";
    }
}

/// Every key of the format, in the order of its tables.
pub fn keys() -> impl Iterator<Item = &'static Key> {
    TableKind::ALL.iter().flat_map(|table| table.keys())
}

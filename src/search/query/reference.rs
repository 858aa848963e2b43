//! A description of the query language: one table for `explain queries`, the docs and find.

use super::field::is_known;

/// A part of the query language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Syntax {
    /// As it is typed.
    pub typed: &'static str,
    /// What it finds.
    pub meaning: &'static str,
}

const fn syntax(typed: &'static str, meaning: &'static str) -> Syntax {
    Syntax { typed, meaning }
}

/// Words and operators.
pub const OPERATORS: &[Syntax] = &[
    syntax("coal levy", "texts with both words in any order, also begun, misspelt, or in another form"),
    syntax("putin coal", "also what belongs to an actor or issue named: his demands on coal"),
    syntax("\"on the table\"", "these words, one behind the other"),
    syntax("'word", "this word as it is: no longer one, no typo"),
    syntax("^word", "texts that begin with it"),
    syntax("word$", "texts that end with it"),
    syntax("!word", "texts without it"),
    syntax("a | b", "either; binds tighter than the space between words"),
    syntax("id", "the record with this id, or with an id that begins so; `DEMAND#2` is a passage"),
];

/// What is the same for the search.
pub const SAME: &[Syntax] = &[
    syntax("Élysée, elysee", "case, accents, strokes and typographic marks"),
    syntax("cease-fire", "ceasefire, cease fire; G-7, G7; also at a line end"),
    syntax("U.S.", "US; U.N. and UN"),
    syntax("Präsident", "Praesident"),
    syntax("1,500", "1500, 1.500, and 1 500 with a no-break space; digits of all scripts"),
    syntax("Ukraine's", "Ukraine; but `don't` is one word"),
    syntax("territory", "territories"),
];

const FIELDS: &[Syntax] = &[
    syntax("actor:NAME", "what is this actor's: its own record, its demands, their passages"),
    syntax("issue:NAME", "what is about this issue"),
    syntax("kind:KIND", "demands of this kind and their passages: demand, offer, red-line ..."),
    syntax("status:STATUS", "demands with this status: held, withdrawn ..."),
    syntax("article:NAME", "what is in this article, and what is quoted from it"),
    syntax("anchor:STATE", "passages whose quote is in this state: exact, near, orphan ..."),
    syntax("speaker:NAME", "passages in which this actor speaks"),
    syntax("voice:VOICE", "passages said so: quoted, reported, inferred (coder's reading), \"other speaker\""),
    syntax("addressee:NAME", "demands that ask this actor to act"),
    syntax("before:DATE", "what is dated before the day, month or year"),
    syntax("after:DATE", "what is dated after it"),
    syntax("is:KIND", "actors, issues, demands, passages or articles only"),
];

/// The fields, of which all beginnings of a value count and `!` excludes.
pub fn fields() -> impl Iterator<Item = &'static Syntax> {
    FIELDS.iter().filter(|field| field.typed.split(':').next().is_some_and(is_known))
}

/// The page about queries, as text.
pub fn query_page() -> String {
    let all = || OPERATORS.iter().chain(SAME).chain(fields());
    let widest = all().map(|row| row.typed.chars().count()).max().unwrap_or(0);
    let line = |row: &Syntax| format!("  {:<widest$}  {}\n", row.typed, row.meaning);
    let section = |title: &str, rows: &mut dyn Iterator<Item = &Syntax>| {
        format!("{title}\n{}", rows.map(line).collect::<String>())
    };
    [
        section("Words", &mut OPERATORS.iter()),
        section("Fields, which `!` excludes; a value may be a beginning, or in quotes", &mut fields()),
        section("The same for the search", &mut SAME.iter()),
        "Where nothing has all words, what has more than half of them is shown with the words it lacks.\n".to_owned(),
    ]
    .join("\n")
}

#[cfg(test)]
mod tests {
    use super::{fields, query_page};
    use crate::search::query::field::FIELD_NAMES;

    #[test]
    fn every_field_is_told_and_the_page_fits() {
        let mut told: Vec<&str> = fields().filter_map(|field| field.typed.split(':').next()).collect();
        let mut known = FIELD_NAMES.to_vec();
        told.sort_unstable();
        known.sort_unstable();
        assert_eq!(told, known);
        let page = query_page();
        assert!(page.lines().all(|line| line.chars().count() <= 100) && page.ends_with('\n'), "{page}");
    }
}

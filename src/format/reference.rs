//! The reference of the file format, generated from the table of keys.

use super::keys::{Need, TableKind};
use crate::text::wrap;

/// Width of the reference in cells.
const WIDTH: usize = 100;

/// The reference as text: each table with its keys, their types and meanings. Ends with a line end.
pub fn format_page() -> String {
    let mut out = String::from("positions.toml, format 1\n");
    for table in TableKind::ALL.iter().map(|table| table.keys()) {
        out.push('\n');
        out.push_str(table[0].table);
        out.push('\n');
        let widest = table.iter().map(|key| key.name.len()).max().unwrap_or(0);
        for key in table {
            let need = match key.need {
                Need::Required => ", required",
                Need::Optional => "",
            };
            let indent = widest + 4;
            let words = format!("{}{need} — {}", key.kind, key.meaning);
            let rows = wrap(&words, WIDTH - indent).into_iter().map(|row| row.of(&words).trim_end().to_owned());
            let body: Vec<String> = rows.collect();
            let name = key.name;
            out.push_str(&format_row(name, indent, &body));
        }
    }
    out.push('\n');
    for (kind, meaning) in KINDS {
        out.push_str(&format_row(kind, 8, &[(*meaning).to_owned()]));
    }
    out
}

/// Kinds of values that TOML does not know.
const KINDS: &[(&str, &str)] = &[
    ("id", "text without white space and control characters; all ids share one name space"),
    ("date", "a TOML date such as 2025-08-15, or \"2025-08\" or \"2025\" where less is known"),
    ("word", "one of the words named"),
    ("path", "never leads out of the model's folder"),
];

fn format_row(name: &str, indent: usize, body: &[String]) -> String {
    let mut out = format!("  {name:<width$}", width = indent - 2);
    out.push_str(&body.join(&format!("\n{}", " ".repeat(indent))));
    out.push('\n');
    out
}

#[cfg(test)]
mod tests {
    use super::format_page;
    use crate::format::{Need, TableKind, keys};
    use crate::model::{ActorKind, DemandKind, RelationKind, Status, Voice};

    #[test]
    fn the_page_names_every_key_and_fits() {
        let page = format_page();
        for key in keys() {
            assert!(page.contains(&format!("\n  {} ", key.name)), "{}", key.name);
        }
        assert!(page.lines().all(|line| line.chars().count() <= 100), "{page}");
    }

    #[test]
    fn the_page_names_every_word_of_the_closed_lists() {
        let key = |table: &str, name: &str| keys().find(|key| key.table == table && key.name == name).copied().unwrap();
        let spelt = |words: Vec<&str>, default: &str, table, name| {
            let key = key(table, name);
            assert_eq!((key.words(), key.default_word()), (words, Some(default)), "{table} {name}");
        };
        spelt(ActorKind::ALL.iter().map(|w| w.word()).collect(), "person", "[[actors]]", "kind");
        spelt(DemandKind::ALL.iter().map(|w| w.word()).collect(), "demand", "[[demands]]", "kind");
        spelt(Status::ALL.iter().map(|w| w.word()).collect(), "held", "[[demands]]", "status");
        spelt(Voice::ALL.iter().map(|w| w.word()).collect(), "reported", "[[demands.passages]]", "voice");
        assert!(
            RelationKind::ALL.iter().all(|kind| key("[[demands]]", kind.word()).target() == Some(TableKind::Demand))
        );
        assert!(keys().filter(|key| key.name == "id").all(|key| key.need == Need::Required));
    }
}

//! The records of a file, and those of the model that a query names.

use lsp_types::{DocumentSymbol, Location, SymbolKind, WorkspaceSymbol};

use super::document::{Document, Encoding};
use super::hover::clean_lines;
use super::places::World;
use crate::edit::{Entry, outline};
use crate::format::TableKind;
use crate::model::{Record, Subject, SubjectKind};
use crate::text::{clip, fold_for_search, one_line};

/// So many records are listed for a query.
const MOST: usize = 200;
/// Cells of the words of a record.
const WORDS: usize = 80;

/// The records of a file with their passages, in its order.
pub fn of_document(document: &Document, encoding: Encoding) -> Vec<DocumentSymbol> {
    outline(&document.text).into_iter().map(|entry| symbol(document, entry, encoding)).collect()
}

#[expect(deprecated, reason = "the type has a field that the protocol has given up")]
fn symbol(document: &Document, entry: Entry, encoding: Encoding) -> DocumentSymbol {
    let words = one_line(&entry.name);
    let named = if entry.id.is_empty() { "(no id)".to_owned() } else { clean_lines(&entry.id) };
    let children = entry.passages.into_iter().map(|passage| symbol(document, passage, encoding)).collect::<Vec<_>>();
    DocumentSymbol {
        name: if entry.table == TableKind::Passage { format!("#{named}") } else { named },
        detail: Some(clip(&clean_lines(&words), WORDS).as_str().to_owned()),
        kind: kind(entry.table),
        tags: None,
        deprecated: None,
        range: document.area(entry.range, encoding),
        selection_range: document.area(entry.head, encoding),
        children: (!children.is_empty()).then_some(children),
    }
}

/// The records whose id, name or alias has the words of a query; all where there are none.
pub fn of_workspace(world: &World<'_>, query: &str) -> Vec<WorkspaceSymbol> {
    let model = &world.analysis.loaded.model;
    let wanted = fold_for_search(query);
    let is_called = |record: &&Record| {
        let name = fold_for_search(&format!("{} {}", model.key(**record), model.name(**record)));
        wanted.text().split_whitespace().all(|word| name.text().contains(word))
    };
    let found = model.records().iter().filter(is_called).take(MOST);
    let symbol = |record: &Record| {
        let location: Location = world.record(model.key(*record))?;
        let words = one_line(model.name(*record));
        Some(WorkspaceSymbol {
            name: clean_lines(&format!("{} · {}", model.key(*record), clip(&words, WORDS).as_str())),
            kind: kind(match Subject::from(*record).kind() {
                SubjectKind::Actor => TableKind::Actor,
                SubjectKind::Issue => TableKind::Issue,
                SubjectKind::Article => TableKind::Article,
                SubjectKind::Demand | SubjectKind::Passage => TableKind::Demand,
            }),
            tags: None,
            container_name: None,
            location: lsp_types::OneOf::Left(location),
            data: None,
        })
    };
    found.filter_map(symbol).collect()
}

/// What editors draw beside a record: they know programs, not negotiations.
fn kind(table: TableKind) -> SymbolKind {
    match table {
        TableKind::Article => SymbolKind::FILE,
        TableKind::Actor => SymbolKind::OBJECT,
        TableKind::Issue => SymbolKind::ENUM,
        TableKind::Demand => SymbolKind::EVENT,
        TableKind::Passage => SymbolKind::STRING,
        TableKind::Top => SymbolKind::MODULE,
    }
}

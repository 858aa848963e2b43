//! Where things are: definitions, references, and the edits of a new name.

use std::path::Path;

use lsp_types::{Location, TextEdit, Uri, WorkspaceEdit};

use super::analysis::Analysis;
use super::document::{Document, Encoding};
use super::hover::passage_of;
use super::uri::uri_of;
use crate::edit::{Refusal, Spot, Text, Written, mentions, renamed, spot};
use crate::format::{ARTICLE, PASSAGE, TableKind};
use crate::model::{ArticleId, Model, Origin, Record};
use crate::text::Span;

/// A model with the texts of its files as they are now.
pub struct World<'w> {
    /// The last reading.
    pub analysis: &'w Analysis,
    /// The text of each model file, open or not.
    pub texts: Vec<&'w Document>,
    /// The address of each model file, as the editor has it.
    pub uris: Vec<Uri>,
    /// What positions count.
    pub encoding: Encoding,
}

/// Edits of files, by address; those of one file do not overlap and speak of the same text.
pub type Edits = Vec<(Uri, Vec<TextEdit>)>;

/// The edits as the protocol wants them.
pub fn workspace_edit(edits: Edits) -> WorkspaceEdit {
    WorkspaceEdit { changes: Some(edits.into_iter().collect()), ..WorkspaceEdit::default() }
}

impl<'w> World<'w> {
    fn model(&self) -> &'w Model {
        &self.analysis.loaded.model
    }

    fn path(&self, file: usize) -> Option<&'w Path> {
        self.analysis.loaded.files.get(file).map(AsRef::as_ref)
    }

    /// Where what is at a byte of a model file is defined: the record that an id names, the words of the article that a
    /// quote has, the file of an article.
    pub fn definition(&self, file: usize, at: usize) -> Vec<Location> {
        let Some(document) = self.texts.get(file) else { return Vec::new() };
        let Some(spot) = spot(&document.text, at) else { return Vec::new() };
        match &spot.written {
            Written::Value(key, text) if key.target().is_some() || key.kind == "id" => {
                self.record(&text.words).into_iter().collect()
            }
            Written::Value(key, text) if spot.table == TableKind::Article && key.name == ARTICLE.file.name => {
                let folder = self.path(file).and_then(Path::parent);
                folder.map(|folder| beginning_of(&folder.join(&text.words))).into_iter().collect()
            }
            Written::Value(key, _) if spot.table == TableKind::Passage && key.name != PASSAGE.note.name => {
                passage_of(self.analysis, file, document, &spot).map(|id| self.quoted(id)).unwrap_or_default()
            }
            Written::Table if spot.passage.is_some() => {
                passage_of(self.analysis, file, document, &spot).map(|id| self.quoted(id)).unwrap_or_default()
            }
            _ => Vec::new(),
        }
    }

    /// The passages that quote the words at a byte of an article, where they are defined.
    pub fn quoting(&self, article: ArticleId, at: usize) -> Vec<Location> {
        let model = self.model();
        let here = model.placed_in(article).iter().filter(|(place, _)| place.contains(at));
        here.filter_map(|(_, id)| self.origin(model.passage(*id).origin)).collect()
    }

    /// The places of a passage's quote in its article.
    fn quoted(&self, id: crate::model::PassageId) -> Vec<Location> {
        let passage = self.model().passage(id);
        let article = self.model().article(passage.article);
        let Some(path) = self.analysis.article_file(passage.article) else {
            return self.record(&article.key).into_iter().collect();
        };
        let text = Document { text: article.text().into(), lines: article.lines.clone(), version: 0 };
        let spans: &[Span] = match passage.anchor.verified() {
            Some(place) => &[place],
            None => passage.anchor.places(),
        };
        let location = |span: &Span| Location { uri: uri_of(&path), range: text.area(span.range(), self.encoding) };
        if spans.is_empty() { vec![beginning_of(&path)] } else { spans.iter().map(location).collect() }
    }

    /// The definition of a record: its id, where its text still has it; else its line.
    pub fn record(&self, id: &str) -> Option<Location> {
        let model = self.model();
        let origin = match model.find(id)? {
            Record::Actor(id) => model.actor(id).origin,
            Record::Issue(id) => model.issue(id).origin,
            Record::Demand(id) => model.demand(id).origin,
            Record::Article(id) => model.article(id).origin,
        };
        self.origin(origin)
    }

    fn origin(&self, origin: Origin) -> Option<Location> {
        let text = self.texts.get(origin.file as usize)?;
        let line = text.lines.span(origin.line as usize)?;
        let words = line.of(&text.text).trim_end().len();
        let range = text.area(line.start()..line.start() + words, self.encoding);
        Some(Location { uri: self.uris.get(origin.file as usize)?.clone(), range })
    }

    /// The id that is written at a byte.
    pub fn id_at(&self, file: usize, at: usize) -> Option<Text> {
        let Spot { written, table, .. } = spot(&self.texts.get(file)?.text, at)?;
        let Written::Value(key, text) = written else { return None };
        let is_id = key.target().is_some() || (key.kind == "id" && table != TableKind::Top);
        (is_id && !text.words.is_empty()).then_some(text)
    }

    /// Every place where an id is written, in all files; none in a file that is not TOML.
    pub fn references(&self, id: &str, with_definition: bool) -> Vec<Location> {
        let mut found = Vec::new();
        for (file, text) in self.texts.iter().enumerate() {
            let Some(uri) = self.uris.get(file) else { continue };
            let all = mentions(&text.text, id).unwrap_or_default();
            let wanted = all.into_iter().filter(|mention| with_definition || !mention.is_definition);
            let location = |range| Location { uri: uri.clone(), range: text.area(range, self.encoding) };
            found.extend(wanted.map(|mention| location(mention.range)));
        }
        found
    }

    /// The edits of all files that call a record by another id.
    pub fn rename(&self, from: &str, to: &str) -> Result<Edits, Refusal> {
        if from != to && self.model().find(to).is_some() {
            return Err(Refusal::new(format!("`{to}` is the id of another record")));
        }
        let mut all = Edits::new();
        for (file, text) in self.texts.iter().enumerate() {
            let (Some(path), Some(uri)) = (self.path(file), self.uris.get(file)) else { continue };
            let edits = renamed(&text.text, from, to)
                .map_err(|refusal| Refusal::new(format!("{}: {refusal}", path.display())))?;
            let edit = |(range, new_text)| TextEdit { range: text.area(range, self.encoding), new_text };
            let edits: Vec<TextEdit> = edits.into_iter().map(edit).collect();
            if !edits.is_empty() {
                all.push((uri.clone(), edits));
            }
        }
        Ok(all)
    }
}

fn beginning_of(path: &Path) -> Location {
    Location { uri: uri_of(path), range: lsp_types::Range::default() }
}

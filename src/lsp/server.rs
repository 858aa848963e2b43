//! The state of the server, and what each message of the editor does to it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use lsp_server::{ErrorCode, Message, Notification, Request, Response};
use lsp_types::notification::{self as told, Notification as _};
use lsp_types::request::{self as asked, Request as _};
use lsp_types::{
    CodeActionOrCommand, Diagnostic, DocumentSymbolResponse, GotoDefinitionResponse, Hover, HoverContents, Location,
    MarkupContent, MarkupKind, MessageType, Position, PrepareRenameResponse, PublishDiagnosticsParams,
    ShowMessageParams, TextDocumentPositionParams, Uri, WorkspaceEdit, WorkspaceSymbolResponse,
};
use serde_json::Value;

use super::analysis::{Analysis, Job, real};
use super::completion::{Taste, complete};
use super::diagnostics::diagnostics;
use super::document::Document;
use super::places::{World, workspace_edit};
use super::uri::{path_of, uri_of};
use super::{actions, hover, symbols};
use crate::edit::Refusal;
use crate::load::{self, Unsaved};
use crate::text::clean;

/// The model file of a folder.
pub const MAIN: &str = "positions.toml";

/// What the editor said of itself and the command line of the model.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// What the model is read from; where it is empty, the folder of the first file that is opened.
    pub paths: Vec<PathBuf>,
    /// What the editor can take.
    pub taste: Taste,
}

/// The state.
#[derive(Debug)]
pub struct Server {
    options: Options,
    /// The open files, by the paths behind all links.
    open: BTreeMap<PathBuf, Open>,
    /// The last reading of the model.
    analysis: Option<Arc<Analysis>>,
    /// Whether the texts have changed since a reading was asked for.
    is_changed: bool,
    /// The files that the editor shows findings of.
    published: Vec<Uri>,
    /// What the editor was told when the model could not be read.
    failure: Option<String>,
}

/// An open file.
#[derive(Debug)]
struct Open {
    /// As the editor calls it.
    uri: Uri,
    document: Document,
}

/// Why a request has no answer.
enum Refused {
    /// Its parameters make no sense.
    Params(String),
    /// It cannot be done; the sentence says why.
    Failed(Refusal),
    /// It is not known.
    Unknown,
}

type Answer = Result<Value, Refused>;

impl Server {
    /// A server without files.
    pub fn new(options: Options) -> Self {
        let is_changed = !options.paths.is_empty();
        let (open, published) = (BTreeMap::new(), Vec::new());
        Self { options, open, analysis: None, is_changed, published, failure: None }
    }

    /// Takes a message; returns what to send the editor for it.
    pub fn take(&mut self, message: Message) -> Vec<Message> {
        match message {
            Message::Request(request) => vec![self.answer(request).into()],
            Message::Notification(notification) => {
                // What cannot be read has no one to be told.
                let _ = self.note(notification);
                Vec::new()
            }
            Message::Response(_) => Vec::new(),
        }
    }

    /// Whether the texts have changed since a reading was asked for.
    pub fn is_changed(&self) -> bool {
        self.is_changed
    }

    /// The reading that is due, if one is.
    pub fn job(&mut self) -> Option<Job> {
        if !std::mem::take(&mut self.is_changed) || self.options.paths.is_empty() {
            return None;
        }
        let texts = self.open.iter().map(|(path, open)| (path.clone(), Arc::clone(&open.document.text)));
        Some(Job {
            paths: self.options.paths.clone(),
            unsaved: texts.collect(),
            versions: self.open.iter().map(|(path, open)| (path.clone(), open.document.version)).collect(),
        })
    }

    /// Takes a reading; publishes the findings of each file, and clears those of files without any.
    pub fn analysed(&mut self, analysis: Analysis) -> Vec<Message> {
        let mut out = Vec::new();
        if let Some(why) = analysis.failure.clone().filter(|why| self.failure.as_ref() != Some(why)) {
            let params = ShowMessageParams { typ: MessageType::ERROR, message: clean(&why).into_string() };
            out.push(notice::<told::ShowMessage>(params));
        }
        self.failure.clone_from(&analysis.failure);
        let mut before = std::mem::take(&mut self.published);
        for (path, diagnostics) in diagnostics(&analysis, self.options.taste.encoding) {
            let open = self.open.get(&real(&path));
            let uri = open.map_or_else(|| uri_of(&path), |open| open.uri.clone());
            before.retain(|old| *old != uri);
            let version = analysis.versions.get(&real(&path)).copied();
            out.push(findings(uri.clone(), diagnostics, version));
            self.published.push(uri);
        }
        out.extend(before.into_iter().map(|uri| findings(uri, Vec::new(), None)));
        // Without a model the last one still answers questions.
        if analysis.failure.is_none() || self.analysis.is_none() {
            self.analysis = Some(Arc::new(analysis));
        }
        out
    }

    fn note(&mut self, notification: Notification) -> Result<(), Refused> {
        match notification.method.as_str() {
            told::DidOpenTextDocument::METHOD => {
                let document = params::<told::DidOpenTextDocument>(notification.params)?.text_document;
                self.open(document.uri, Document::new(document.text, document.version));
            }
            told::DidChangeTextDocument::METHOD => {
                let params = params::<told::DidChangeTextDocument>(notification.params)?;
                let encoding = self.options.taste.encoding;
                let path = path_of(&params.text_document.uri).map(|path| real(&path));
                if let Some(open) = path.and_then(|path| self.open.get_mut(&path)) {
                    open.document.change(params.content_changes, params.text_document.version, encoding);
                    self.is_changed = true;
                }
            }
            told::DidCloseTextDocument::METHOD => {
                let params = params::<told::DidCloseTextDocument>(notification.params)?;
                let path = path_of(&params.text_document.uri).map(|path| real(&path));
                self.is_changed |= path.and_then(|path| self.open.remove(&path)).is_some();
            }
            told::DidSaveTextDocument::METHOD | told::DidChangeWatchedFiles::METHOD => self.is_changed = true,
            _ => {}
        }
        Ok(())
    }

    fn open(&mut self, uri: Uri, document: Document) {
        let Some(path) = path_of(&uri) else { return };
        let path = real(&path);
        if self.options.paths.is_empty() {
            self.options.paths.extend(model_of(&path));
        }
        self.open.insert(path, Open { uri, document });
        self.is_changed = true;
    }

    fn answer(&mut self, request: Request) -> Response {
        let id = request.id.clone();
        let (code, why) = match self.ask(request) {
            Ok(value) => return Response::new_ok(id, value),
            Err(Refused::Params(why)) => (ErrorCode::InvalidParams, why),
            Err(Refused::Failed(refusal)) => (ErrorCode::RequestFailed, clean(&refusal.sentence).into_string()),
            Err(Refused::Unknown) => (ErrorCode::MethodNotFound, "the method is not known".to_owned()),
        };
        Response::new_err(id, code as i32, why)
    }

    fn ask(&self, request: Request) -> Answer {
        match request.method.as_str() {
            asked::HoverRequest::METHOD => {
                let asked = params_of::<asked::HoverRequest>(request)?;
                json(self.hover(&asked.text_document_position_params))
            }
            asked::Completion::METHOD => {
                let asked = params_of::<asked::Completion>(request)?.text_document_position;
                json(self.complete(&asked))
            }
            asked::GotoDefinition::METHOD => {
                let asked = params_of::<asked::GotoDefinition>(request)?.text_document_position_params;
                json(GotoDefinitionResponse::Array(self.definition(&asked)))
            }
            asked::References::METHOD => {
                let asked = params_of::<asked::References>(request)?;
                json(self.references(&asked.text_document_position, asked.context.include_declaration))
            }
            asked::PrepareRenameRequest::METHOD => {
                json(self.prepare_rename(&params_of::<asked::PrepareRenameRequest>(request)?))
            }
            asked::Rename::METHOD => {
                let asked = params_of::<asked::Rename>(request)?;
                json(self.rename(&asked.text_document_position, &asked.new_name)?)
            }
            asked::CodeActionRequest::METHOD => json(self.actions(&params_of::<asked::CodeActionRequest>(request)?)),
            asked::DocumentSymbolRequest::METHOD => {
                let asked = params_of::<asked::DocumentSymbolRequest>(request)?;
                let document = self.document(&asked.text_document.uri);
                let symbols = document.map(|(_, document)| symbols::of_document(document, self.options.taste.encoding));
                json(DocumentSymbolResponse::Nested(symbols.unwrap_or_default()))
            }
            asked::WorkspaceSymbolRequest::METHOD => {
                let query = params_of::<asked::WorkspaceSymbolRequest>(request)?.query;
                let found = self.world().map(|world| symbols::of_workspace(&world, &query));
                json(WorkspaceSymbolResponse::Nested(found.unwrap_or_default()))
            }
            asked::Shutdown::METHOD => Ok(Value::Null),
            _ => Err(Refused::Unknown),
        }
    }

    /// An open file with its path.
    fn document(&self, uri: &Uri) -> Option<(PathBuf, &Document)> {
        let path = real(&path_of(uri)?);
        let document = &self.open.get(&path)?.document;
        Some((path, document))
    }

    /// The last reading with the texts as they are now.
    fn world(&self) -> Option<World<'_>> {
        let analysis = self.analysis.as_deref()?;
        let files = analysis.loaded.files.iter().zip(&analysis.texts);
        let now = files.map(|(file, read)| match self.open.get(&real(file)) {
            Some(open) => (&open.document, open.uri.clone()),
            None => (read, uri_of(file)),
        });
        let (texts, uris) = now.unzip();
        Some(World { analysis, texts, uris, encoding: self.options.taste.encoding })
    }

    /// What a request speaks of.
    fn place(&self, asked: &TextDocumentPositionParams) -> Option<Asked<'_>> {
        let (path, document) = self.document(&asked.text_document.uri)?;
        let at = self.offset(document, asked.position);
        Some(Asked { world: self.world()?, path, document, at })
    }

    fn offset(&self, document: &Document, position: Position) -> usize {
        document.offset(position, self.options.taste.encoding)
    }

    fn hover(&self, asked: &TextDocumentPositionParams) -> Option<Hover> {
        let Asked { world, path, document, at } = self.place(asked)?;
        let told = match world.analysis.file(&path) {
            Some(file) => hover::of_model(world.analysis, file, document, at),
            None => article_at(&world, &path, document)
                .and_then(|id| hover::of_article(&world.analysis.loaded.model, id, at)),
        };
        let (value, range) = told?;
        let contents = HoverContents::Markup(MarkupContent { kind: MarkupKind::PlainText, value });
        Some(Hover { contents, range: Some(document.area(range, world.encoding)) })
    }

    fn complete(&self, asked: &TextDocumentPositionParams) -> Option<lsp_types::CompletionResponse> {
        let (path, document) = self.document(&asked.text_document.uri)?;
        if path.extension().is_none_or(|ending| ending != "toml") {
            return None;
        }
        let empty = crate::model::Model::default();
        let (model, file) =
            self.analysis.as_deref().map_or((&empty, None), |analysis| (&analysis.loaded.model, analysis.file(&path)));
        let mut list = complete((model, file), document, self.offset(document, asked.position), self.options.taste);
        // Before the model is read there is more to offer than is known: the editor asks again.
        list.is_incomplete |= self.analysis.as_ref().is_none_or(|analysis| analysis.failure.is_some());
        Some(lsp_types::CompletionResponse::List(list))
    }

    fn definition(&self, asked: &TextDocumentPositionParams) -> Vec<Location> {
        let Some(Asked { world, path, document, at }) = self.place(asked) else { return Vec::new() };
        let found = match world.analysis.file(&path) {
            Some(file) => world.definition(file, at),
            None => article_at(&world, &path, document).map(|id| world.quoting(id, at)).unwrap_or_default(),
        };
        found.into_iter().map(|location| self.as_opened(location)).collect()
    }

    /// A place in a file under the name that the editor has for the file.
    fn as_opened(&self, mut location: Location) -> Location {
        if let Some(open) = path_of(&location.uri).and_then(|path| self.open.get(&real(&path))) {
            location.uri = open.uri.clone();
        }
        location
    }

    fn references(&self, asked: &TextDocumentPositionParams, with_definition: bool) -> Vec<Location> {
        let Some(Asked { world, path, at, .. }) = self.place(asked) else { return Vec::new() };
        let id = world.analysis.file(&path).and_then(|file| world.id_at(file, at));
        id.map(|id| world.references(&id.words, with_definition)).unwrap_or_default()
    }

    fn prepare_rename(&self, asked: &TextDocumentPositionParams) -> Option<PrepareRenameResponse> {
        let Asked { world, path, document, at } = self.place(asked)?;
        let id = world.id_at(world.analysis.file(&path)?, at)?;
        let range = document.area(id.range, world.encoding);
        Some(PrepareRenameResponse::RangeWithPlaceholder { range, placeholder: id.words })
    }

    fn rename(&self, asked: &TextDocumentPositionParams, to: &str) -> Result<Option<WorkspaceEdit>, Refused> {
        let Some(Asked { world, path, at, .. }) = self.place(asked) else { return Ok(None) };
        let id = world.analysis.file(&path).and_then(|file| world.id_at(file, at));
        let Some(id) = id else { return Err(Refused::Failed(Refusal::new("there is no id here"))) };
        world.rename(&id.words, to).map(workspace_edit).map(Some).map_err(Refused::Failed)
    }

    fn actions(&self, asked: &lsp_types::CodeActionParams) -> Vec<CodeActionOrCommand> {
        let document = self.document(&asked.text_document.uri);
        let Some(((path, document), world)) = document.zip(self.world()) else { return Vec::new() };
        let Some(file) = world.analysis.file(&path) else { return Vec::new() };
        let range = actions::range_of(document, asked.range, &world);
        actions::actions(&world, file, range).into_iter().map(CodeActionOrCommand::CodeAction).collect()
    }
}

/// A place in an open file, with the last reading.
struct Asked<'s> {
    world: World<'s>,
    path: PathBuf,
    document: &'s Document,
    at: usize,
}

/// The article whose text an open file is, as it was read: an older text has other places.
fn article_at(world: &World<'_>, path: &Path, document: &Document) -> Option<crate::model::ArticleId> {
    let model = &world.analysis.loaded.model;
    let articles = world.analysis.articles_of(path);
    articles.into_iter().find(|id| model.article(*id).text() == &*document.text)
}

/// What the model of an open file is read from: its folder, where the file is one of the model's; else a TOML file itself.
/// An article shows its model by the model file beside it.
fn model_of(path: &Path) -> Option<PathBuf> {
    let folder = path.parent()?;
    if path.extension().is_none_or(|ending| ending != "toml") {
        return Some(folder.join(MAIN)).filter(|main| main.is_file());
    }
    let of_folder = load::model_files(&[folder.to_owned()], &Unsaved::default()).unwrap_or_default();
    let is_one = of_folder.iter().any(|file| real(&file.path) == path);
    Some(if is_one { folder.to_owned() } else { path.to_owned() })
}

fn params<N: told::Notification>(params: Value) -> Result<N::Params, Refused> {
    serde_json::from_value(params).map_err(|error| Refused::Params(error.to_string()))
}

fn params_of<R: asked::Request>(request: Request) -> Result<R::Params, Refused> {
    serde_json::from_value(request.params).map_err(|error| Refused::Params(error.to_string()))
}

fn json(value: impl serde::Serialize) -> Answer {
    serde_json::to_value(value).map_err(|error| Refused::Params(error.to_string()))
}

fn notice<N: told::Notification>(params: N::Params) -> Message {
    Notification::new(N::METHOD.to_owned(), params).into()
}

fn findings(uri: Uri, diagnostics: Vec<Diagnostic>, version: Option<i32>) -> Message {
    notice::<told::PublishDiagnostics>(PublishDiagnosticsParams { uri, diagnostics, version })
}

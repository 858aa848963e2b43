//! The loop around the server: messages over standard input and output, and a thread that reads the model.

use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::{Duration, Instant};

use lsp_server::{Connection, Message};
use lsp_types::{
    CodeActionKind, CodeActionOptions, CodeActionProviderCapability, CompletionOptions, HoverProviderCapability,
    InitializeParams, OneOf, PositionEncodingKind, RenameOptions, SaveOptions, ServerCapabilities,
    TextDocumentSyncCapability, TextDocumentSyncKind, TextDocumentSyncOptions, TextDocumentSyncSaveOptions,
};

use super::analysis::{Analysis, Job};
use super::completion::Taste;
use super::document::Encoding;
use super::server::{MAIN, Options, Server};
use super::uri::path_of;
use super::wire;
use crate::text::clip;

/// The model is read when nothing has been typed for so long.
const PAUSE: Duration = Duration::from_millis(25);
/// While it is read, the loop looks so often whether it is done.
const LOOK: Duration = Duration::from_millis(4);
/// Cells of a sentence about a message, which holds the message.
const SENTENCE: usize = 200;
/// Deeply nested files need stack.
const READER_STACK: usize = 64 << 20;

/// How the conversation ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    /// As the protocol wants it.
    Well,
    /// The editor went away, or said what makes no sense; the sentence says which.
    Badly(String),
}

/// Talks to an editor over standard input and output until it leaves. `paths` are those that the command line or the
/// environment names; without any the editor's folder is looked at.
pub fn serve(paths: Vec<PathBuf>) -> Ended {
    let (connection, wire) = match wire::open() {
        Ok(open) => open,
        Err(error) => return Ended::Badly(format!("no thread can be started: {error}")),
    };
    let ended = converse(&connection, paths);
    drop(connection);
    let ended = match (ended, wire.failure.try_recv()) {
        // What could not be read says more than that nothing came any more.
        (Ended::Badly(_), Ok(error)) => Ended::Badly(clip(&error.to_string(), SENTENCE).into_string()),
        (ended, _) => ended,
    };
    wire.finish();
    ended
}

fn converse(connection: &Connection, paths: Vec<PathBuf>) -> Ended {
    let (id, params) = match connection.initialize_start() {
        Ok(started) => started,
        Err(error) => return Ended::Badly(error.to_string()),
    };
    let params: InitializeParams = match serde_json::from_value(params) {
        Ok(params) => params,
        Err(error) => return Ended::Badly(error.to_string()),
    };
    let options = options(&params, paths);
    let answer = serde_json::json!({
        "capabilities": capabilities(options.taste.encoding),
        "serverInfo": { "name": "demarche", "version": env!("CARGO_PKG_VERSION") },
    });
    if let Err(error) = connection.initialize_finish(id, answer) {
        return Ended::Badly(error.to_string());
    }
    let (jobs, readings) = match reader() {
        Ok(reader) => reader,
        Err(error) => return Ended::Badly(format!("no thread can be started: {error}")),
    };
    Loop { connection, server: Server::new(options), jobs, readings, is_reading: false, due: None, is_shut: false }
        .run()
}

/// What the editor and the command line ask for.
fn options(params: &InitializeParams, mut paths: Vec<PathBuf>) -> Options {
    let general = params.capabilities.general.as_ref();
    let encodings = general.and_then(|general| general.position_encodings.as_deref()).unwrap_or_default();
    let encoding = if encodings.contains(&PositionEncodingKind::UTF8) { Encoding::Utf8 } else { Encoding::Utf16 };
    let completion = params.capabilities.text_document.as_ref().and_then(|of| of.completion.as_ref());
    let item = completion.and_then(|of| of.completion_item.as_ref());
    let snippets = item.and_then(|item| item.snippet_support).unwrap_or(false);
    if paths.is_empty() {
        #[expect(deprecated, reason = "editors that know no folders of a workspace still send the root")]
        let root = params.root_uri.as_ref();
        let folders = params.workspace_folders.iter().flatten().map(|folder| &folder.uri).chain(root);
        let mut mains = folders.filter_map(path_of).map(|folder| folder.join(MAIN));
        paths.extend(mains.find(|main| main.is_file()));
    }
    Options { paths, taste: Taste { encoding, snippets } }
}

fn capabilities(encoding: Encoding) -> ServerCapabilities {
    let marks = ["\"", "'", "=", " ", "[", ","].map(str::to_owned).to_vec();
    let sync = TextDocumentSyncOptions {
        open_close: Some(true),
        change: Some(TextDocumentSyncKind::INCREMENTAL),
        save: Some(TextDocumentSyncSaveOptions::SaveOptions(SaveOptions::default())),
        ..TextDocumentSyncOptions::default()
    };
    ServerCapabilities {
        position_encoding: Some(match encoding {
            Encoding::Utf8 => PositionEncodingKind::UTF8,
            Encoding::Utf16 => PositionEncodingKind::UTF16,
        }),
        text_document_sync: Some(TextDocumentSyncCapability::Options(sync)),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some(marks),
            ..CompletionOptions::default()
        }),
        definition_provider: Some(OneOf::Left(true)),
        references_provider: Some(OneOf::Left(true)),
        rename_provider: Some(OneOf::Right(RenameOptions {
            prepare_provider: Some(true),
            work_done_progress_options: lsp_types::WorkDoneProgressOptions::default(),
        })),
        code_action_provider: Some(CodeActionProviderCapability::Options(CodeActionOptions {
            code_action_kinds: Some(vec![CodeActionKind::QUICKFIX]),
            ..CodeActionOptions::default()
        })),
        document_symbol_provider: Some(OneOf::Left(true)),
        workspace_symbol_provider: Some(OneOf::Left(true)),
        ..ServerCapabilities::default()
    }
}

/// Starts the thread that reads models, one after the other.
fn reader() -> std::io::Result<(Sender<Job>, Receiver<Analysis>)> {
    let (jobs, waiting) = mpsc::channel::<Job>();
    let (done, readings) = mpsc::channel();
    thread::Builder::new().name("load".to_owned()).stack_size(READER_STACK).spawn(move || {
        // Both ends go when the conversation is over.
        while let Ok(job) = waiting.recv() {
            if done.send(job.run()).is_err() {
                return;
            }
        }
    })?;
    Ok((jobs, readings))
}

struct Loop<'c> {
    connection: &'c Connection,
    server: Server,
    jobs: Sender<Job>,
    readings: Receiver<Analysis>,
    is_reading: bool,
    /// When the model is to be read.
    due: Option<Instant>,
    is_shut: bool,
}

impl Loop<'_> {
    fn run(mut self) -> Ended {
        if self.server.is_changed() {
            self.due = Some(Instant::now());
        }
        loop {
            if self.is_reading
                && let Ok(analysis) = self.readings.try_recv()
            {
                self.is_reading = false;
                let told = self.server.analysed(analysis);
                self.send(told);
            }
            if !self.is_reading && self.due.is_some_and(|due| due <= Instant::now()) {
                self.due = None;
                if let Some(job) = self.server.job() {
                    self.is_reading = self.jobs.send(job).is_ok();
                }
            }
            match self.next() {
                Ok(None) => {}
                Ok(Some(Message::Notification(notification))) if notification.method == "exit" => {
                    return if self.is_shut { Ended::Well } else { Ended::Badly("it left without a word".to_owned()) };
                }
                Ok(Some(message)) => self.take(message),
                Err(ended) => return ended,
            }
        }
    }

    /// The next message; none where it is time to look after the model.
    fn next(&self) -> Result<Option<Message>, Ended> {
        let wait = match (self.is_reading, self.due) {
            (true, _) => Some(LOOK),
            (false, Some(due)) => Some(due.saturating_duration_since(Instant::now())),
            (false, None) => None,
        };
        let gone = || Err(if self.is_shut { Ended::Well } else { Ended::Badly("it closed the connection".to_owned()) });
        match wait {
            None => self.connection.receiver.recv().map_or_else(|_| gone(), |message| Ok(Some(message))),
            Some(wait) => match self.connection.receiver.recv_timeout(wait) {
                Ok(message) => Ok(Some(message)),
                Err(error) if error.is_timeout() => Ok(None),
                Err(_) => gone(),
            },
        }
    }

    fn take(&mut self, message: Message) {
        self.is_shut |= matches!(&message, Message::Request(request) if request.method == "shutdown");
        let was_changed = self.server.is_changed();
        let is_note = matches!(message, Message::Notification(_));
        let told = self.server.take(message);
        self.send(told);
        if self.server.is_changed() && (is_note || !was_changed) {
            self.due = Some(Instant::now() + PAUSE);
        }
    }

    fn send(&self, told: Vec<Message>) {
        for message in told {
            // The editor has gone: the next message will not come.
            let _ = self.connection.sender.send(message);
        }
    }
}

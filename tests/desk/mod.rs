//! The files of a model in memory, changed as the program changes them on disk.

use std::path::Path;
use std::sync::Arc;

use demarche::app::command::Direction;
use demarche::app::{App, Effect, Message, WriteReply, WriteRequest, update};
use demarche::edit::{Action, Done, Refusal, plan, verify};
use demarche::load::{Loaded, load_str};

/// How to undo an action.
fn back(action: Action) -> Action {
    match action {
        Action::Added => Action::Removed,
        Action::Changed => Action::Changed,
        Action::Removed => Action::Added,
    }
}

/// A model file, its articles, and what can be undone.
pub struct Desk {
    /// The name of the model file.
    pub name: String,
    /// What it holds.
    pub text: String,
    /// Its articles by their names.
    pub articles: Vec<(String, String)>,
    /// Texts before changes, with the changes' sentences; and those undone.
    past: Vec<(String, String, Vec<Done>)>,
    future: Vec<(String, String, Vec<Done>)>,
}

impl Desk {
    /// A model file with the articles it may name.
    pub fn new(name: &str, text: &str, articles: &[(&str, &str)]) -> Self {
        let articles = articles.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        Self { name: name.to_owned(), text: text.to_owned(), articles, past: Vec::new(), future: Vec::new() }
    }

    /// The model of the current file.
    pub fn load(&self) -> Loaded {
        self.loaded(&self.text)
    }

    fn loaded(&self, text: &str) -> Loaded {
        let articles: Vec<(&str, &str)> = self.articles.iter().map(|(name, text)| (&**name, &**text)).collect();
        load_str(&[(&self.name, text)], &articles)
    }

    /// Performs an effect that writes, and updates the state; returns any other.
    pub fn perform(&mut self, app: &mut App, effect: Effect) -> Option<Effect> {
        let ended = match effect {
            Effect::Write(request) => self.write(&request),
            Effect::Undo(toward) => self.undo(toward),
            other => return Some(other),
        };
        let message = ended.map_or_else(|refusal| Message::Refused(refusal.sentence, refusal.key), Message::Written);
        update(app, message)
    }

    fn write(&mut self, request: &WriteRequest) -> Result<WriteReply, Refusal> {
        let step = plan(&[&self.text], &request.changes)?;
        let after = step.files.first().map_or_else(|| self.text.clone(), |file| file.after.clone());
        let loaded = self.loaded(&after);
        let sentence = step.sentence(&loaded.model);
        let findings = verify(&self.load(), &loaded, &step, request.allowed)?;
        let notes = findings.iter().map(|finding| finding.message.clone()).collect();
        let is_preview = request.is_preview;
        let (done, before) = (step.done, self.text.clone());
        let (is_same, diff) = (before == after, String::new());
        let said = if is_same { String::new() } else { sentence.clone() };
        let mut reply = WriteReply { loaded: Arc::new(loaded), done, sentence: said, notes, diff, is_preview };
        reply.add_file(Path::new(&self.name), &before, &after);
        reply.is_preview |= request.is_other(&reply);
        if !reply.is_preview && !is_same {
            self.past.push((before, sentence, reply.done.clone()));
            self.future.clear();
            self.text = after;
        }
        Ok(reply)
    }

    fn undo(&mut self, toward: Direction) -> Result<WriteReply, Refusal> {
        let word = if toward == Direction::Previous { "undo" } else { "redo" };
        let from = if toward == Direction::Previous { &mut self.past } else { &mut self.future };
        let Some((text, said, done)) = from.pop() else {
            return Err(Refusal::new(format!("there is nothing to {word}")));
        };
        let before = std::mem::replace(&mut self.text, text);
        let back = |done: &Done| Done { action: back(done.action), id: done.id.clone() };
        let done: Vec<Done> = done.iter().map(back).collect();
        let to = if toward == Direction::Previous { &mut self.future } else { &mut self.past };
        to.push((before, said.clone(), done.clone()));
        let (loaded, sentence) = (Arc::new(self.load()), format!("{word}: {said}"));
        Ok(WriteReply { loaded, done, sentence, notes: Vec::new(), diff: String::new(), is_preview: false })
    }
}

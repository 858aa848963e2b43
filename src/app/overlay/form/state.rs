//! The state of the form.

use ratatui::layout::{Position, Rect};

use super::line::{ACTOR_KIND, Choice, Holder, Kind, Line, Suggested, What};
use super::words::Words;
use crate::app::change::Change;
use crate::app::command::{Command, Direction};
use crate::app::key::Key;
use crate::app::layout::{self, Frame, below, bottom, top};
use crate::app::list::List;
use crate::app::session::Recent;
use crate::edit::{fresh_id, id_of_name};
use crate::format::{ACTOR, DEMAND, TableKind};
use crate::model::{ActorKind, ArticleId, Model, Record, RelationKind};
use crate::text::{Clean, Span, clean};

/// What the form is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Purpose {
    /// A new demand with these words of an article.
    Demand(Words),
    /// A further passage of a demand.
    Passage(Words),
    /// A new article.
    Article,
    /// Other values of a record or passage.
    Change(Held),
    /// Another pin of the article with this id, whose text has changed: there is nothing to type.
    Pin(String),
}

/// A record or passage whose values the form shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Its id.
    pub id: String,
    /// Its table.
    pub kind: TableKind,
    /// The values that the lines began with, by key.
    pub before: Vec<(&'static str, Vec<String>)>,
}

/// What would be written.
#[derive(Debug, Clone)]
pub struct Preview {
    /// The lines of the difference.
    pub lines: Vec<String>,
    /// What has to be known about it.
    pub notes: Vec<String>,
    /// The first line shown.
    pub top: usize,
}

impl Preview {
    /// The lines that would come into the file, without those around them.
    pub fn added(&self) -> Vec<Clean> {
        self.lines.iter().filter_map(|line| line.strip_prefix('+')).map(clean).collect()
    }
}

/// Whether a form holds what would be lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Typed {
    /// Nothing was typed or picked.
    Nothing,
    /// Something was.
    Something,
    /// Something was, and the user knows that it is lost when the program ends.
    Known,
}

/// The form.
#[derive(Debug, Clone)]
pub struct Form {
    /// What it is for.
    pub purpose: Purpose,
    /// Its lines, in order.
    pub lines: Vec<Line>,
    /// The line with the keyboard.
    pub at: usize,
    /// The first line shown.
    pub top: usize,
    /// What would be written, once that was asked for.
    pub preview: Option<Preview>,
    /// Whether the id was typed, not made of actor and issue.
    pub has_own_id: bool,
    /// Whether anything was typed or picked.
    pub typed: Typed,
    /// The list of findings that it was opened from, to go back to.
    pub findings: Option<List<(), usize>>,
}

/// Where everything of the form is.
#[derive(Debug, Clone, Copy)]
pub struct FormRegions {
    /// The whole of it.
    pub frame: Frame,
    /// The words that are quoted.
    pub quote: Rect,
    /// The lines.
    pub lines: Rect,
    /// What may be taken.
    pub choices: Rect,
}

/// Arranges the form on a terminal of `size`.
pub fn regions(size: (u16, u16)) -> FormRegions {
    let frame = layout::overlay(size);
    let inner = frame.inner;
    let (quote, choices) = match inner.height {
        20.. => (3, 5),
        14.. => (1, 5),
        8.. => (1, 3),
        _ => (1, 2),
    };
    let rest = below(inner, quote);
    let lines = top(rest, rest.height.saturating_sub(choices));
    FormRegions { frame, quote: top(inner, quote), lines, choices: bottom(inner, choices) }
}

impl Form {
    /// A form of these lines, which offer first what was used last.
    pub fn new(purpose: Purpose, mut lines: Vec<Line>, recent: &Recent) -> Self {
        for line in &mut lines {
            if let Kind::One(what) | Kind::Many(what) = line.kind {
                line.latest = recent.of(what).to_vec();
            }
        }
        Self { purpose, lines, at: 0, top: 0, preview: None, has_own_id: false, typed: Typed::Nothing, findings: None }
    }

    /// The line of a key.
    pub fn line(&self, key: &str) -> Option<&Line> {
        self.lines.iter().find(|line| line.key == key)
    }

    /// What was taken in the line of a key.
    pub fn taken(&self, key: &str) -> Option<&Choice> {
        self.line(key)?.taken.first()
    }

    /// Gives the line of a key a value.
    pub fn set(&mut self, key: &str, value: Choice) {
        if let Some(line) = self.lines.iter_mut().find(|line| line.key == key) {
            line.set(value);
        }
    }

    /// Gives the line of a key a value that nobody has chosen.
    pub fn suggest(&mut self, key: &str, (value, from): (Choice, Suggested)) {
        self.set(key, value);
        self.lines.iter_mut().filter(|line| line.key == key).for_each(|line| line.from = Some(from));
    }

    /// Gives the line of a key a value that the first letter typed replaces.
    pub fn preset(&mut self, key: &str, value: &str) {
        if let Some(line) = self.lines.iter_mut().find(|line| line.key == key) {
            line.preset(value);
        }
    }

    /// The line with the keyboard.
    pub fn here(&mut self) -> Option<&mut Line> {
        self.lines.get_mut(self.at)
    }

    /// Goes to the line of a key.
    pub fn go_to(&mut self, key: &str) {
        self.at = self.lines.iter().position(|line| line.key == key).unwrap_or(self.at);
    }

    /// Goes to the line of a key whose value was refused; gives the reason with the name of the line.
    pub fn refuse(&mut self, model: &Model, key: &str, why: &str) -> String {
        let Some(name) = self.line(key).map(Line::name) else { return why.to_owned() };
        self.preview = None;
        self.go_to(key);
        self.settle(model);
        let is_named = why.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == name);
        if is_named { why.to_owned() } else { format!("{name}: {why}") }
    }

    /// The command that opens it.
    pub fn command(&self) -> Command {
        match self.purpose {
            Purpose::Demand(..) => Command::Add,
            Purpose::Passage(..) => Command::AddPassage,
            Purpose::Article => Command::AddArticle,
            Purpose::Change(_) => Command::Change,
            Purpose::Pin(_) => Command::Repair,
        }
    }

    /// Whether a draft of this form takes the place of one of the other.
    pub fn replaces(&self, other: &Self) -> bool {
        match (&self.purpose, &other.purpose) {
            (Purpose::Change(held), Purpose::Change(other)) => held.id == other.id,
            _ => self.command() == other.command(),
        }
    }

    /// Whether it is for a new record or passage with some of these words, so that it can be gone on with for them.
    pub fn quotes_of(&self, model: &Model, (article, span): (ArticleId, Span)) -> bool {
        let (Purpose::Demand(words) | Purpose::Passage(words)) = &self.purpose else { return false };
        *words.article == *model.article(article).key && words.span.overlaps(span)
    }

    /// Whether the words that it quotes are in the article.
    pub fn has_its_words(&self, model: &Model) -> bool {
        matches!(&self.purpose, Purpose::Demand(words) | Purpose::Passage(words) if words.place(model).is_some())
    }

    /// Takes a key that types.
    pub fn press(&mut self, model: &Model, key: Key) {
        if self.preview.is_some() {
            return;
        }
        self.edit(model, |line| line.press(model, key));
    }

    /// Takes pasted text.
    pub fn paste(&mut self, model: &Model, text: &str) {
        if self.preview.is_some() {
            return;
        }
        self.edit(model, |line| line.paste(model, text));
    }

    /// Changes the line with the keyboard.
    fn edit(&mut self, model: &Model, change: impl FnOnce(&mut Line)) {
        if let Some(line) = self.here() {
            let held = |line: &Line| (line.field.text().to_owned(), line.values());
            let before = held(line);
            change(line);
            let (is_other, is_id) = (held(line) != before, line.key == "id");
            self.typed = if is_other { Typed::Something } else { self.typed };
            self.has_own_id |= is_id;
        }
        self.settle(model);
    }

    /// Takes what is typed in the line with the keyboard.
    pub fn take(&mut self, model: &Model) {
        if let Some(line) = self.here().filter(|line| !line.field.text().is_empty()) {
            line.take(model);
        }
        self.settle(model);
    }

    /// What is typed in the line with the keyboard, where nothing but something new is like it and that was not chosen
    /// yet; from now on it is.
    pub fn choose_new(&mut self) -> Option<&str> {
        let line = self.lines.get_mut(self.at)?;
        let is_typed = !line.field.text().trim().is_empty();
        (is_typed && line.choose_new()).then(|| line.field.text().trim())
    }

    /// Tab: takes what is typed and stays where more may be taken, else goes on; with nothing typed it goes on. What is new
    /// is chosen first, then taken.
    pub fn complete(&mut self, model: &Model, toward: Direction) {
        let Some(line) = self.here() else { return };
        let is_typed = !line.kind.is_text() && !line.field.text().is_empty();
        match toward {
            Direction::Previous if is_typed => line.cycle(),
            Direction::Next if is_typed && (line.lengthen(model) || line.choose_new()) => {}
            Direction::Next if is_typed => {
                let stays = matches!(line.kind, Kind::Many(_));
                self.take(model);
                if !stays {
                    self.step(model, 1);
                }
            }
            _ => self.step(model, toward.sign()),
        }
    }

    /// Goes up or down; what is typed is taken.
    pub fn step(&mut self, model: &Model, by: isize) {
        if let Some(preview) = &mut self.preview {
            let last = preview.lines.len().saturating_sub(1);
            preview.top = preview.top.saturating_add_signed(by).min(last);
            return;
        }
        self.take(model);
        self.at = self.at.saturating_add_signed(by).min(self.lines.len().saturating_sub(1));
        self.settle(model);
    }

    /// Goes a page up or down.
    pub fn page(&mut self, model: &Model, toward: Direction, size: (u16, u16)) {
        let regions = regions(size);
        let area = if self.preview.is_some() { regions.frame.inner } else { regions.lines };
        self.step(model, toward.sign() * isize::try_from(area.height.saturating_sub(1).max(1)).unwrap_or(1));
    }

    /// Goes to the line under the pointer.
    pub fn click(&mut self, model: &Model, size: (u16, u16), at: Position) {
        let area = regions(size).lines;
        let line = self.top + usize::from(at.y.saturating_sub(area.y));
        if self.preview.is_none() && area.contains(at) && line < self.lines.len() {
            self.step(model, line.cast_signed() - self.at.cast_signed());
        }
    }

    /// How many lines are hidden above the window on a terminal of `size`, and which are below it.
    pub fn hidden(&self, size: (u16, u16)) -> (usize, &[Line]) {
        let end = self.top + usize::from(regions(size).lines.height);
        (self.top, self.lines.get(end..).unwrap_or_default())
    }

    /// Makes true what follows from other lines: the labels of the issue's scale, the scale of a new issue, the id.
    pub fn settle(&mut self, model: &Model) {
        self.ask_of_new("actor");
        self.ask_of_new("issue");
        let issue = self.taken("issue").cloned();
        let holder = self.holder(model);
        if let Some(line) = self.here() {
            line.holder = Holder { is_strict: line.key == RelationKind::Supersedes.word(), ..holder };
        }
        if let Some(line) = self.here().filter(|line| line.kind != Kind::Closed && line.field.text().is_empty()) {
            line.find(model);
        }
        let labels: Vec<String> = match (&issue, self.line("scale")) {
            (Some(issue), scale) if issue.is_new => scale.map(Line::values).unwrap_or_default(),
            (Some(issue), _) => labels(model, &issue.value),
            (None, _) => Vec::new(),
        };
        if let Some(position) = self.lines.iter_mut().find(|line| line.key == "position") {
            let choices: Vec<Choice> = labels.iter().map(|label| Choice::plain(label)).collect();
            if position.choices != choices {
                position.taken.retain(|taken| choices.contains(taken) || taken.value.parse::<f64>().is_ok());
                position.choices = choices;
            }
        }
        if matches!(self.purpose, Purpose::Demand(..)) && !self.has_own_id {
            let stem = |key| self.taken(key).map(|of| if of.is_new { id_of_name(&of.value) } else { of.value.clone() });
            let id =
                stem("actor").zip(stem("issue")).map(|(actor, issue)| fresh_id(model, &format!("{actor}-{issue}")));
            self.preset("id", &id.unwrap_or_default());
        }
    }

    /// The demand that the form is of.
    fn holder(&self, model: &Model) -> Holder {
        let of = |key: &str| model.find(&self.taken(key)?.value);
        let mut holder = Holder::default();
        if let Some(Record::Actor(id)) = of(DEMAND.actor.name) {
            holder.actor = Some(id);
        }
        if let Some(Record::Issue(id)) = of(DEMAND.issue.name) {
            holder.issue = Some(id);
        }
        if let Purpose::Change(held) = &self.purpose
            && let Some(Record::Demand(id)) = model.find(&held.id)
        {
            holder.demand = Some(id);
        }
        holder
    }

    /// Has lines for what is asked of the actor or issue in the line of `key` if it is new, else none.
    fn ask_of_new(&mut self, key: &str) {
        let Some(at) = self.lines.iter().position(|line| line.key == key) else { return };
        let is_new = self.taken(key).is_some_and(|choice| choice.is_new);
        let asked = asked_of_new(key);
        let (behind, count) = (at + 1, asked.len());
        let is_asked = |line: &Line| asked.iter().any(|other| other.key == line.key);
        match (is_new, self.lines.get(behind).is_some_and(is_asked)) {
            (true, false) => {
                self.lines.splice(behind..behind, asked);
                self.at += if self.at > at { count } else { 0 };
            }
            (false, true) => {
                self.lines.drain(behind..behind + count);
                self.at = if self.at > at + count { self.at - count } else { self.at.min(at) };
            }
            _ => {}
        }
    }

    /// Makes its window true for a terminal of `size`.
    pub fn fit(&mut self, size: (u16, u16)) {
        let rows = usize::from(regions(size).lines.height).max(1);
        self.top = self.top.min(self.at).max((self.at + 1).saturating_sub(rows));
    }

    /// The same form for another reading of the model. What was typed outlives the record or words it is for: a file may
    /// be broken for as long as somebody edits it.
    #[must_use]
    pub fn carried_over(&self, change: &Change<'_>) -> Self {
        let purpose = match &self.purpose {
            Purpose::Demand(words) => Purpose::Demand(words.carried_over(change)),
            Purpose::Passage(words) => Purpose::Passage(words.carried_over(change)),
            Purpose::Article | Purpose::Change(_) | Purpose::Pin(_) => self.purpose.clone(),
        };
        let mut form = Self { purpose, ..self.clone() };
        form.settle(change.new);
        form
    }
}

/// The lines of a new actor or issue, which is in the line of `key`.
fn asked_of_new(key: &str) -> Vec<Line> {
    if key == "issue" {
        return vec![Line::new("scale", Kind::Many(What::Anything))];
    }
    let mut kind = Line::closed(ACTOR_KIND, ActorKind::ALL.iter().map(|kind| kind.word()));
    kind.set(Choice::plain(ActorKind::Person.word()));
    vec![kind, Line::new(ACTOR.member_of.name, Kind::Many(What::Actor))]
}

/// The labels of an issue's scale, in order.
fn labels(model: &Model, issue: &str) -> Vec<String> {
    let Some(Record::Issue(id)) = model.find(issue) else { return Vec::new() };
    model.issue(id).scale.iter().map(|point| point.label.to_string()).collect()
}

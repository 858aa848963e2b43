//! One line of the form: what is typed, what was taken, what may be taken.

use crate::app::field::Field;
use crate::app::key::Key;
use crate::model::{Model, Record};
use crate::text::fold_for_search;

/// A line shows no more than this many candidates.
const SHOWN: usize = 9;
/// What stands between the values of [`Kind::List`].
pub const SEPARATOR: char = '|';
/// A text may be this long.
const LONGEST_TEXT: usize = 4000;

/// How a line takes its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// As it is typed.
    Words,
    /// Several of these, as they are typed, with `|` between them.
    List,
    /// One of these.
    One(What),
    /// Any number of these.
    Many(What),
    /// One of a short list, by its number or its beginning.
    Closed,
}

impl Kind {
    /// Whether the value is what is typed.
    pub fn is_text(self) -> bool {
        matches!(self, Self::Words | Self::List)
    }
}

/// What is chosen among.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// The actors, or a new one.
    Actor,
    /// The issues, or a new one.
    Issue,
    /// The demands.
    Demand,
    /// The articles.
    Article,
    /// The files beside the model, or a path.
    File,
    /// Whatever is typed.
    Anything,
}

/// A value that may be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// As the file has it: an id, a word. Of what is new, its name.
    pub value: String,
    /// As it is shown.
    pub label: String,
    /// Whether the model does not have it yet.
    pub is_new: bool,
}

impl Choice {
    /// A value that is shown as it is written.
    pub fn plain(word: &str) -> Self {
        Self { value: word.to_owned(), label: word.to_owned(), is_new: false }
    }

    /// A record of the model, by its id.
    pub fn known(model: &Model, id: &str) -> Option<Self> {
        let label = match model.find(id)? {
            Record::Actor(id) => model.actor(id).name.to_string(),
            Record::Issue(id) => model.issue(id).name.to_string(),
            Record::Article(id) => model.article(id).title.to_string(),
            Record::Demand(id) => {
                let demand = model.demand(id);
                format!("{}: {}", model.short_name(demand.actor), demand.text)
            }
        };
        Some(Self { value: id.to_owned(), label, is_new: false })
    }

    /// What the model does not have yet.
    pub fn new(name: &str) -> Self {
        Self { is_new: true, ..Self::plain(name) }
    }
}

/// A line of the form.
#[derive(Debug, Clone)]
pub struct Line {
    /// The key of the format.
    pub key: &'static str,
    /// How it takes its value.
    pub kind: Kind,
    /// What is typed: the value itself of [`Kind::Words`].
    pub field: Field,
    /// What was taken.
    pub taken: Vec<Choice>,
    /// What may be taken: all of a closed list, else what fits what is typed, the best first.
    pub choices: Vec<Choice>,
    /// Which of the choices Tab takes next.
    pub next: usize,
    /// Ids that are offered first while nothing is typed; the files to choose among.
    pub latest: Vec<String>,
}

impl Line {
    /// An empty line.
    pub fn new(key: &'static str, kind: Kind) -> Self {
        let field = if kind.is_text() { Field::long("", LONGEST_TEXT) } else { Field::default() };
        Self { key, kind, field, taken: Vec::new(), choices: Vec::new(), next: 0, latest: Vec::new() }
    }

    /// A closed list of these words.
    pub fn closed(key: &'static str, words: impl IntoIterator<Item = &'static str>) -> Self {
        Self { choices: words.into_iter().map(Choice::plain).collect(), ..Self::new(key, Kind::Closed) }
    }

    /// Gives it a value.
    pub fn set(&mut self, value: Choice) {
        match self.kind {
            Kind::Words | Kind::List => self.field = Field::long(&value.value, LONGEST_TEXT),
            Kind::Many(_) if self.taken.iter().any(|taken| taken.value == value.value) => {}
            Kind::Many(_) => self.taken.push(value),
            Kind::One(_) | Kind::Closed => self.taken = vec![value],
        }
    }

    /// Its values as the file has them.
    pub fn values(&self) -> Vec<String> {
        let filled = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        match self.kind {
            Kind::Words => filled(self.field.text()).into_iter().collect(),
            Kind::List => self.field.text().split(SEPARATOR).filter_map(filled).collect(),
            Kind::One(_) | Kind::Many(_) | Kind::Closed => self.taken.iter().map(|taken| taken.value.clone()).collect(),
        }
    }

    /// Takes a key: a digit picks in a closed list while nothing is typed; Backspace on an empty line drops a value.
    pub fn press(&mut self, model: &Model, key: Key) {
        let is_empty = self.field.text().is_empty();
        if let (Kind::Closed, true, Some(digit)) = (self.kind, is_empty, key.letter().and_then(|c| c.to_digit(10))) {
            let at = digit.checked_sub(1).unwrap_or(9) as usize;
            if let Some(choice) = self.choices.get(at) {
                self.taken = vec![choice.clone()];
            }
            return;
        }
        if is_empty && !self.kind.is_text() && key == Key::plain(crate::app::key::Code::Backspace) {
            self.taken.pop();
            return;
        }
        self.field.press(key);
        self.find(model);
    }

    /// Takes pasted text as if it were typed.
    pub fn paste(&mut self, model: &Model, text: &str) {
        self.field.paste(text);
        self.find(model);
    }

    /// Takes the first choice for what is typed, or the one after that which Tab took last.
    pub fn take(&mut self, model: &Model) {
        let typed = self.field.text().trim().to_owned();
        let fits = self.fitting();
        let at = fits.get(self.next % fits.len().max(1)).copied();
        let number = typed.parse::<f64>().is_ok_and(f64::is_finite);
        match (self.kind, at.and_then(|at| self.choices.get(at).cloned())) {
            (Kind::Words | Kind::List, _) => return,
            (Kind::Closed, None) if self.key == "position" && number => self.set(Choice::plain(&typed)),
            (_, Some(choice)) => self.set(choice),
            (_, None) => return,
        }
        self.field = Field::default();
        self.next = 0;
        self.find(model);
    }

    /// Goes on to the next choice for what is typed.
    pub fn cycle(&mut self, by: usize) {
        self.next = (self.next + by) % self.fitting().len().max(1);
    }

    /// The choices that fit what is typed, as places in them.
    pub fn fitting(&self) -> Vec<usize> {
        let typed = fold_for_search(self.field.text().trim());
        let fits = |choice: &Choice| {
            self.kind != Kind::Closed || fold_for_search(&choice.label).text().starts_with(typed.text())
        };
        (0..self.choices.len()).filter(|at| self.choices.get(*at).is_some_and(fits)).collect()
    }

    /// Looks for what fits what is typed. Costs a pass over the records of one kind.
    pub fn find(&mut self, model: &Model) {
        let what = match self.kind {
            Kind::One(what) | Kind::Many(what) => what,
            Kind::Words | Kind::List | Kind::Closed => return,
        };
        let typed = self.field.text().trim();
        self.choices = if typed.is_empty() {
            first(model, what, &self.latest)
        } else if what == What::File {
            files(&self.latest, typed)
        } else {
            found(model, what, typed)
        };
        self.next = 0;
    }
}

/// What there is to choose while nothing is typed: what was used last, then the first ones of the model.
fn first(model: &Model, what: What, latest: &[String]) -> Vec<Choice> {
    let of_model: Vec<&str> = match what {
        What::Actor => model.actors().iter().map(|actor| &*actor.key).take(SHOWN).collect(),
        What::Issue => model.issues().iter().map(|issue| &*issue.key).take(SHOWN).collect(),
        What::Article => model.articles().iter().map(|article| &*article.key).take(SHOWN).collect(),
        What::File => return latest.iter().take(SHOWN).map(|file| Choice::plain(file)).collect(),
        What::Demand | What::Anything => Vec::new(),
    };
    let is_late = |id: &&str| latest.iter().any(|late| late == id);
    let others = of_model.into_iter().filter(|id| !is_late(id));
    let ids = latest.iter().map(String::as_str).chain(others);
    ids.filter_map(|id| Choice::known(model, id)).take(SHOWN).collect()
}

/// The files whose paths have all that is typed, word by word; the path itself at the end.
fn files(all: &[String], typed: &str) -> Vec<Choice> {
    let typed_words: Vec<String> =
        typed.split_whitespace().map(|word| fold_for_search(word).text().to_owned()).collect();
    let has_all = |file: &&String| {
        let folded = fold_for_search(file);
        typed_words.iter().all(|word| folded.text().contains(&**word))
    };
    let own = Some(Choice::plain(typed)).filter(|_| !all.iter().any(|file| file == typed));
    all.iter().filter(has_all).take(SHOWN - 1).map(|file| Choice::plain(file)).chain(own).collect()
}

/// The records that have the typed words, exact names first; the words themselves as something new at the end.
fn found(model: &Model, what: What, typed: &str) -> Vec<Choice> {
    let folded = fold_for_search(typed);
    let words: Vec<&str> = folded.text().split_whitespace().collect();
    let grade = |names: &[&str]| {
        let names: Vec<String> = names.iter().map(|name| fold_for_search(name).text().to_owned()).collect();
        let has = |word: &&str| {
            names.iter().any(|name| name.split(|c: char| !c.is_alphanumeric()).any(|part| part.starts_with(*word)))
        };
        let is_whole = names.iter().any(|name| name == folded.text());
        let begins = names.iter().any(|name| name.starts_with(folded.text()));
        words.iter().all(has).then_some(if is_whole { 0 } else { 2 - u8::from(begins) })
    };
    let mut graded: Vec<(u8, Choice)> = Vec::new();
    let mut add = |grade: Option<u8>, key: &str, label: &str| {
        let choice = || Choice { value: key.to_owned(), label: label.to_owned(), is_new: false };
        graded.extend(grade.map(|grade| (grade, choice())));
    };
    match what {
        What::Actor => model.actors().iter().for_each(|actor| {
            let names: Vec<&str> =
                [&*actor.name, &*actor.key].into_iter().chain(actor.aliases.iter().map(|a| &**a)).collect();
            add(grade(&names), &actor.key, &actor.name);
        }),
        What::Issue => {
            model.issues().iter().for_each(|issue| add(grade(&[&issue.name, &issue.key]), &issue.key, &issue.name));
        }
        What::Demand => model.demands().iter().for_each(|demand| {
            let label = format!("{}: {}", model.short_name(demand.actor), demand.text);
            add(grade(&[&label, &demand.key]), &demand.key, &label);
        }),
        What::Article => model.articles().iter().for_each(|article| {
            add(grade(&[&article.title, &article.key]), &article.key, &article.title);
        }),
        What::File | What::Anything => {}
    }
    graded.sort_by_key(|(grade, _)| *grade);
    let is_known = graded.first().is_some_and(|(grade, _)| *grade == 0);
    let new = match what {
        What::File | What::Anything => Some(Choice::plain(typed)),
        What::Actor | What::Issue if !is_known => Some(Choice::new(typed)),
        What::Actor | What::Issue | What::Demand | What::Article => None,
    };
    graded.into_iter().map(|(_, choice)| choice).take(SHOWN - 1).chain(new).collect()
}

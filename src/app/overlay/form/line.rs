//! One line of the form: what is typed, what was taken, what may be taken.

use crate::app::field::Field;
use crate::app::key::Key;
use crate::model::{ActorId, Demand, DemandId, IssueId, Model, Record};
use crate::text::fold_for_search;

/// A line shows no more than this many candidates.
const SHOWN: usize = 9;
/// What separates the values of [`Kind::List`].
pub const SEPARATOR: char = '|';
/// A text may be this long.
const LONGEST_TEXT: usize = 4000;

/// The line of a new actor's kind, beside that of the demand.
pub const ACTOR_KIND: &str = "actor_kind";

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

/// The demand that a relation is of: whose it is, on what, and which one.
#[derive(Debug, Clone, Copy, Default)]
pub struct Holder {
    /// Its actor, where the model has it.
    pub actor: Option<ActorId>,
    /// Its issue, where the model has it.
    pub issue: Option<IssueId>,
    /// The demand itself, where it is there already.
    pub demand: Option<DemandId>,
    /// Whether only demands of the same actor and issue may be named.
    pub is_strict: bool,
}

impl Holder {
    /// How near another demand is, the nearest first; `None` where the relation may not name it.
    fn distance(&self, id: DemandId, other: &Demand) -> Option<u8> {
        let (is_own, is_on_it) = (self.actor == Some(other.actor), self.issue == Some(other.issue));
        let is_out = self.demand == Some(id) || self.is_strict && !(is_own && is_on_it);
        (!is_out).then_some(match (is_on_it, is_own) {
            (true, _) => 0,
            (false, true) => 1,
            (false, false) => 2,
        })
    }
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
            Record::Demand(id) => told_apart(model, model.demand(id)),
        };
        Some(Self { value: id.to_owned(), label, is_new: false })
    }

    /// What the model does not have yet.
    pub fn new(name: &str) -> Self {
        Self { is_new: true, ..Self::plain(name) }
    }
}

/// Whose demand it is and what it says. Where another demand reads the same, with its issue; where that is the same too,
/// with its id. One pass over the demands.
fn told_apart(model: &Model, demand: &Demand) -> String {
    let (name, issue) = (model.short_name(demand.actor), |of: &Demand| &*model.issue(of.issue).name);
    let reads_same =
        |other: &&Demand| other.text == demand.text && model.short_name(other.actor) == name && other.key != demand.key;
    let mut same = model.demands().iter().filter(reads_same).peekable();
    if same.peek().is_none() {
        return format!("{name}: {}", demand.text);
    }
    let which = if same.any(|other| issue(other) == issue(demand)) { &*demand.key } else { issue(demand) };
    format!("{name} ({which}): {}", demand.text)
}

/// Where a value comes from that nobody has chosen yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Suggested {
    /// From the label of a speaker.
    Label,
    /// From a name in the sentence of the words.
    Sentence,
    /// From a name before that sentence.
    Before,
    /// From the demand before.
    LastUsed,
}

impl Suggested {
    /// What is shown beside the value.
    pub fn words(self) -> &'static str {
        match self {
            Self::Label => "speaker’s label",
            Self::Sentence => "named in the sentence",
            Self::Before => "named before the words",
            Self::LastUsed => "last used",
        }
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
    /// Whether the value is one that was suggested, and nobody has edited it: the first letter typed replaces it.
    pub is_preset: bool,
    /// What was taken.
    pub taken: Vec<Choice>,
    /// Why it was, where nobody chose it.
    pub from: Option<Suggested>,
    /// What may be taken: all of a closed list, else what fits what is typed, the best first.
    pub choices: Vec<Choice>,
    /// Which of the choices that fit what is typed is taken next, by its place among them. `None` where something new is
    /// all that fits: what is typed may be half a name, so that one has to be chosen by a key of its own.
    pub next: Option<usize>,
    /// Ids that are offered first while nothing is typed; the files to choose among.
    pub latest: Vec<String>,
    /// What the demands to choose among are for.
    pub holder: Holder,
}

impl Line {
    /// An empty line.
    pub fn new(key: &'static str, kind: Kind) -> Self {
        let field = if kind.is_text() { Field::long("", LONGEST_TEXT) } else { Field::default() };
        let (taken, choices, latest) = (Vec::new(), Vec::new(), Vec::new());
        let (is_preset, from, next, holder) = (false, None, None, Holder::default());
        Self { key, kind, field, is_preset, taken, from, choices, next, latest, holder }
    }

    /// A closed list of these words.
    pub fn closed(key: &'static str, words: impl IntoIterator<Item = &'static str>) -> Self {
        Self { choices: words.into_iter().map(Choice::plain).collect(), ..Self::new(key, Kind::Closed) }
    }

    /// What it is called.
    pub fn name(&self) -> String {
        match self.key {
            "addressee" => "asked of".to_owned(),
            "in_exchange_for" => "in exchange".to_owned(),
            ACTOR_KIND => "its kind".to_owned(),
            key => key.replace('_', " "),
        }
    }

    /// Gives it a value.
    pub fn set(&mut self, value: Choice) {
        self.from = None;
        match self.kind {
            Kind::Words | Kind::List => self.field = Field::long(&value.value, LONGEST_TEXT),
            Kind::Many(_) if self.taken.iter().any(|taken| taken.value == value.value) => {}
            Kind::Many(_) => self.taken.push(value),
            Kind::One(_) | Kind::Closed => self.taken = vec![value],
        }
    }

    /// Gives it a value that the first letter typed replaces.
    pub fn preset(&mut self, value: &str) {
        self.set(Choice::plain(value));
        self.is_preset = true;
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
            self.from = None;
            return;
        }
        if key.letter().is_some() {
            self.begin();
        }
        self.is_preset = false;
        self.field.press(key);
        self.find(model);
    }

    /// Makes room for what is typed, where the value is one that it replaces.
    fn begin(&mut self) {
        if std::mem::take(&mut self.is_preset) {
            self.field = Field::long("", LONGEST_TEXT);
        }
    }

    /// Takes pasted text as if it were typed.
    pub fn paste(&mut self, model: &Model, text: &str) {
        self.begin();
        self.field.paste(text);
        self.find(model);
    }

    /// Takes the choice that is next; without one, a number where a position may be one.
    pub fn take(&mut self, model: &Model) {
        let typed = self.field.text().trim();
        let is_number = self.key == "position" && typed.parse::<f64>().is_ok_and(f64::is_finite);
        let choice = match self.next_choice() {
            Some(choice) => choice.clone(),
            None if is_number => Choice::plain(typed),
            None => return,
        };
        self.set(choice);
        self.field = Field::default();
        self.find(model);
    }

    /// The choice that is taken next.
    pub fn next_choice(&self) -> Option<&Choice> {
        self.fitting().get(self.next?).and_then(|at| self.choices.get(*at))
    }

    /// Whether only something new fits, and it is not chosen.
    pub fn is_unchosen(&self) -> bool {
        self.next.is_none() && self.choices.first().is_some_and(|choice| choice.is_new)
    }

    /// Chooses what is new, where that is all that fits; whether it was not chosen before.
    pub fn choose_new(&mut self) -> bool {
        let is_unchosen = self.is_unchosen();
        if is_unchosen {
            self.next = Some(0);
        }
        is_unchosen
    }

    /// Makes the beginning of a path longer, as far as all files that begin so have it in common; whether it did.
    pub fn lengthen(&mut self, model: &Model) -> bool {
        let typed = self.field.text();
        if self.kind != Kind::One(What::File) || typed.is_empty() {
            return false;
        }
        let mut files = self.latest.iter().filter(|file| file.starts_with(typed));
        let (Some(first), Some(second)) = (files.next(), files.next()) else { return false };
        let is_common = |file: &String, at: usize| file.starts_with(first.get(..at).unwrap_or(first));
        let ends = first.char_indices().map(|(at, c)| at + c.len_utf8()).filter(|end| *end > typed.len());
        let others: Vec<&String> = std::iter::once(second).chain(files).collect();
        let Some(end) = ends.take_while(|end| others.iter().all(|file| is_common(file, *end))).last() else {
            return false;
        };
        self.field = Field::long(first.get(..end).unwrap_or(first), LONGEST_TEXT);
        self.find(model);
        true
    }

    /// Goes on to the next choice for what is typed.
    pub fn cycle(&mut self) {
        self.next = Some(self.next.map_or(0, |next| (next + 1) % self.fitting().len().max(1)));
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
        let typed = self.field.text().trim();
        if let Kind::One(what) | Kind::Many(what) = self.kind {
            self.choices = match what {
                What::Demand => demands(model, &self.latest, &self.holder, typed),
                _ if typed.is_empty() => first(model, what, &self.latest),
                What::File => files(&self.latest, typed),
                _ => found(model, what, typed),
            };
        }
        let first = self.fitting().first().and_then(|at| self.choices.get(*at));
        self.next = first.filter(|choice| !choice.is_new).map(|_| 0);
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

/// How well names fit what is typed: all of one, the beginning of one, the beginnings of their words. `None` where a word
/// begins none of theirs.
struct Typed {
    folded: String,
    words: Vec<String>,
}

impl Typed {
    fn new(typed: &str) -> Self {
        let folded = fold_for_search(typed).text().to_owned();
        let words = parts(&folded).map(str::to_owned).collect();
        Self { folded, words }
    }

    fn grade(&self, names: &[&str]) -> Option<u8> {
        let names: Vec<String> = names.iter().map(|name| fold_for_search(name).text().to_owned()).collect();
        let has = |word: &String| names.iter().any(|name| parts(name).any(|part| part.starts_with(word.as_str())));
        let is_whole = names.contains(&self.folded);
        let begins = names.iter().any(|name| name.starts_with(&self.folded));
        let fits = begins || !self.words.is_empty() && self.words.iter().all(has);
        fits.then_some(if is_whole { 0 } else { 2 - u8::from(begins) })
    }
}

/// The words of a name or an id.
fn parts(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty())
}

/// The demands that a relation may name: those that have the typed words in their text, their id, the names of their actor
/// and issue; of those that fit alike, on the same issue first, then of the same actor. With nothing typed those used last
/// are the first.
fn demands(model: &Model, latest: &[String], holder: &Holder, typed: &str) -> Vec<Choice> {
    let wanted = Typed::new(typed);
    let found = |id: DemandId| {
        let demand = model.demand(id);
        let distance = holder.distance(id, demand)?;
        let issue = model.issue(demand.issue);
        let of = [model.actor_name(demand.actor), model.short_name(demand.actor), &*issue.name];
        let names: Vec<&str> = [&*demand.text, &*demand.key].into_iter().chain(of).collect();
        let grade = match typed {
            "" => u8::from(!latest.iter().any(|late| **late == *demand.key)),
            _ => wanted.grade(&names)?,
        };
        Some(((grade, distance), id))
    };
    let mut found: Vec<((u8, u8), DemandId)> = model.demand_ids().filter_map(found).collect();
    found.sort();
    found.truncate(SHOWN);
    found.iter().filter_map(|(_, id)| Choice::known(model, model.key(Record::Demand(*id)))).collect()
}

/// The records that have the typed words, exact names first; the words themselves as something new at the end.
fn found(model: &Model, what: What, typed: &str) -> Vec<Choice> {
    let wanted = Typed::new(typed);
    let mut graded: Vec<(u8, Choice)> = Vec::new();
    let mut add = |names: &[&str], key: &str, label: &str| {
        let choice = || Choice { value: key.to_owned(), label: label.to_owned(), is_new: false };
        graded.extend(wanted.grade(names).map(|grade| (grade, choice())));
    };
    match what {
        What::Actor => model.actors().iter().for_each(|actor| {
            let names: Vec<&str> =
                [&*actor.name, &*actor.key].into_iter().chain(actor.aliases.iter().map(|a| &**a)).collect();
            add(&names, &actor.key, &actor.name);
        }),
        What::Issue => {
            model.issues().iter().for_each(|issue| add(&[&issue.name, &issue.key], &issue.key, &issue.name));
        }
        What::Article => model.articles().iter().for_each(|article| {
            add(&[&article.title, &article.key], &article.key, &article.title);
        }),
        What::Demand | What::File | What::Anything => {}
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

#[cfg(test)]
mod tests {
    use super::{Choice, Kind, Line, What};
    use crate::app::key::Key;
    use crate::load::load_str;

    #[test]
    fn a_path_is_made_longer_as_far_as_all_files_have_it() {
        let files = ["docs/a.txt", "docs/été.txt", "docs/étage.txt", "notes.md", "notes.md.bak"];
        let model = load_str(&[("a.toml", "")], &[]).model;
        for (typed, expected) in [
            ("d", Some("docs/")),
            ("docs/", None),
            ("docs/é", Some("docs/ét")),
            ("docs/a", None),
            ("n", Some("notes.md")),
            ("notes.md", None),
            ("a.txt", None),
            ("x", None),
            ("", None),
        ] {
            let mut line = Line::new("file", Kind::One(What::File));
            line.latest = files.map(str::to_owned).to_vec();
            line.paste(&model, typed);
            let lengthened = line.lengthen(&model).then(|| line.field.text());
            assert_eq!(lengthened, expected, "{typed}");
        }
    }

    #[test]
    fn demands_that_read_the_same_are_told_apart() {
        let record = |id: &str, issue: &str, text: &str| {
            format!("[[demands]]\nid = '{id}'\nactor = 'a'\nissue = '{issue}'\ntext = '{text}'\n")
        };
        let model = "[[actors]]\nid = 'a'\nname = 'Ann'\n[[issues]]\nid = 'i'\nname = 'Dues'\n[[issues]]\nid = 'j'\nname = 'Quay'\n"
            .to_owned()
            + &record("one", "i", "It stays")
            + &record("two", "j", "It stays")
            + &record("three", "i", "It goes")
            + &record("four", "i", "It goes")
            + &record("five", "j", "It waits");
        let model = load_str(&[("a.toml", &model)], &[]).model;
        for (id, label) in [
            ("one", "Ann (Dues): It stays"),
            ("two", "Ann (Quay): It stays"),
            ("three", "Ann (three): It goes"),
            ("four", "Ann (four): It goes"),
            ("five", "Ann: It waits"),
        ] {
            assert_eq!(Choice::known(&model, id).unwrap().label, label);
        }
    }

    #[test]
    fn what_is_new_is_taken_only_where_it_was_chosen() {
        let actors = "[[actors]]\nid = 'eu'\nname = 'European Union'\naliases = ['the bloc']\n";
        let model = load_str(&[("a.toml", actors)], &[]).model;
        for (typed, chosen, taken) in [
            ("eur", false, Some("eu")),
            ("union eu", false, Some("eu")),
            ("the-bloc", false, Some("eu")),
            ("Moldova", false, None),
            ("Moldova", true, Some("Moldova")),
            ("-", false, None),
        ] {
            let mut line = Line::new("actor", Kind::One(What::Actor));
            typed.chars().for_each(|c| line.press(&model, Key::char(c)));
            assert_eq!(chosen && line.choose_new(), chosen, "{typed}");
            line.take(&model);
            assert_eq!(line.values().first().map(String::as_str), taken, "{typed}");
        }
    }
}

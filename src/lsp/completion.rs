//! What may be typed at the cursor.

use std::ops::Range;

use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionList, CompletionTextEdit, InsertTextFormat, Range as Area, TextEdit,
};

use super::document::{Document, Encoding};
use super::hover::clean_lines;
use super::sentence::{sentence_at, sentences};
use crate::edit::{Cursor, Typing, cursor, written_string};
use crate::format::{DEMAND, Form, Key, Need, PASSAGE, TableKind};
use crate::model::{Article, Model, Record, Subject, SubjectKind};
use crate::search::literal_matches;
use crate::text::{Span, clip, one_line};

/// So many candidates are sent; with more, the editor asks again while somebody types.
const MOST: usize = 200;
/// So many places of an article go on from what is typed.
const MOST_PLACES: usize = 20;
/// Bytes of articles that are looked through for other spellings of what is typed, where no article is named; in the rest
/// only the words as typed are found.
const LOOKED: usize = 1 << 20;
/// The most sentences to offer before any word is typed.
const MOST_SENTENCES: usize = 60;
/// So many words go on at least, where the sentence has them.
const SOME_WORDS: usize = 8;
/// Cells of a candidate made of words of an article.
const LABEL: usize = 60;

/// What an editor can take.
#[derive(Debug, Clone, Copy, Default)]
pub struct Taste {
    /// What its positions count.
    pub encoding: Encoding,
    /// Whether it knows snippets.
    pub snippets: bool,
}

/// The candidates at a byte of the `file`th model file, best first; empty where nothing is known.
pub fn complete(
    (model, file): (&Model, Option<usize>),
    document: &Document,
    at: usize,
    taste: Taste,
) -> CompletionList {
    let candidates = cursor(&document.text, at).map(|cursor| {
        let typed = Typed { model, file, text: &document.text, cursor: &cursor, at };
        typed.candidates()
    });
    let mut candidates = candidates.unwrap_or_default();
    let is_incomplete = candidates.len() > MOST || candidates.iter().any(|candidate| candidate.is_of_words);
    candidates.truncate(MOST);
    let items = candidates.into_iter().enumerate().map(|(rank, candidate)| {
        let area = |range| document.area(range, taste.encoding);
        let beside = candidate.beside.clone().map(|(at, new_text)| TextEdit { range: area(at..at), new_text });
        CompletionItem {
            additional_text_edits: beside.map(|edit| vec![edit]),
            ..candidate.item(rank, area(candidate.range.clone()), taste)
        }
    });
    CompletionList { is_incomplete, items: items.collect() }
}

/// One candidate.
struct Candidate {
    label: String,
    detail: String,
    documentation: String,
    kind: CompletionItemKind,
    /// What it replaces.
    range: Range<usize>,
    text: String,
    /// The same with a place for the cursor.
    snippet: Option<String>,
    /// What is written elsewhere with it: where, and what.
    beside: Option<(usize, String)>,
    /// What an editor compares with what is typed.
    filter: String,
    /// Whether it is made of the words of an article, for what is typed now.
    is_of_words: bool,
}

impl Candidate {
    fn item(&self, rank: usize, area: Area, taste: Taste) -> CompletionItem {
        let (text, format) = match &self.snippet {
            Some(snippet) if taste.snippets => (snippet.clone(), InsertTextFormat::SNIPPET),
            _ => (self.text.clone(), InsertTextFormat::PLAIN_TEXT),
        };
        let told = |text: &String| if text.is_empty() { None } else { Some(text.clone()) };
        CompletionItem {
            label: self.label.clone(),
            kind: Some(self.kind),
            detail: told(&self.detail),
            documentation: told(&self.documentation).map(lsp_types::Documentation::String),
            sort_text: Some(format!("{rank:04}")),
            filter_text: Some(self.filter.clone()),
            insert_text_format: Some(format),
            text_edit: Some(CompletionTextEdit::Edit(TextEdit { range: area, new_text: text })),
            ..CompletionItem::default()
        }
    }
}

struct Typed<'c> {
    model: &'c Model,
    /// The place of the file among those of the model, and its text now.
    file: Option<usize>,
    text: &'c str,
    cursor: &'c Cursor,
    at: usize,
}

impl Typed<'_> {
    fn candidates(&self) -> Vec<Candidate> {
        match &self.cursor.typing {
            Typing::Header { start } => self.headers(*start),
            Typing::Key { start, is_line_start } => {
                let mut all = self.keys(*start);
                if *is_line_start {
                    all.extend(self.headers(*start));
                }
                all
            }
            Typing::Value { key, .. } => {
                let keys = self.cursor.table.keys();
                keys.iter().find(|known| known.name == key).map(|key| self.values(key)).unwrap_or_default()
            }
        }
    }

    fn headers(&self, start: usize) -> Vec<Candidate> {
        let tables = TableKind::ALL.iter().filter(|table| **table != TableKind::Top);
        let titles = tables.filter_map(|table| Some(table.keys().first()?.table));
        let header = |title: &str| Candidate {
            kind: CompletionItemKind::STRUCT,
            filter: title.to_owned(),
            ..plain(title, title.to_owned(), start..self.at)
        };
        titles.map(header).collect()
    }

    fn keys(&self, start: usize) -> Vec<Candidate> {
        let is_there = |key: &&Key| self.cursor.own.iter().any(|(name, _)| name == key.name);
        let free = self.cursor.table.keys().iter().filter(|key| !is_there(key));
        let key = |key: &Key| {
            let need = if key.need == Need::Required { ", required" } else { "" };
            let value = match key.form {
                Form::Text => "\"$0\"",
                Form::Texts | Form::Points | Form::Tables(_) => "[$0]",
                Form::Number | Form::Date | Form::Label => "$0",
            };
            Candidate {
                detail: format!("{}{need}", key.kind),
                documentation: key.meaning.to_owned(),
                kind: CompletionItemKind::PROPERTY,
                snippet: Some(format!("{} = {value}", key.name)),
                ..plain(key.name, format!("{} = ", key.name), start..self.at)
            }
        };
        let mut keys: Vec<&Key> = free.collect();
        keys.sort_by_key(|key| key.need == Need::Optional);
        keys.into_iter().map(key).collect()
    }

    fn values(&self, key: &Key) -> Vec<Candidate> {
        let closed = key.words();
        if !closed.is_empty() {
            let is_default = |word: &str| Some(word) == key.default_word();
            let word = |word: &&str| Candidate {
                detail: if is_default(word) { "taken when absent".to_owned() } else { String::new() },
                kind: CompletionItemKind::ENUM_MEMBER,
                ..self.string(word, word)
            };
            return closed.iter().map(word).collect();
        }
        match (self.cursor.table, key.target()) {
            (_, Some(target)) => self.ids(target),
            (TableKind::Demand, None) if key.name == DEMAND.position.name => self.labels(),
            (TableKind::Passage, None) if key.name == PASSAGE.quote.name => self.words(),
            _ => Vec::new(),
        }
    }

    /// The records of a kind; of demands those on the same issue first.
    fn ids(&self, target: TableKind) -> Vec<Candidate> {
        let model = self.model;
        let typed = self.typed().to_lowercase();
        let is_like = |record: &Record| {
            let names = [model.key(*record), model.name(*record)].into_iter();
            let mut names = names.chain(aliases(model, *record).iter().map(|alias| &**alias));
            typed.is_empty() || names.any(|name| name.to_lowercase().contains(&typed))
        };
        let own = self.cursor.record("id");
        let records: Vec<Record> = match target {
            TableKind::Article => model.article_ids().map(Record::Article).filter(is_like).take(MOST + 1).collect(),
            TableKind::Actor => model.actor_ids().map(Record::Actor).filter(is_like).take(MOST + 1).collect(),
            TableKind::Issue => model.issue_ids().map(Record::Issue).filter(is_like).take(MOST + 1).collect(),
            TableKind::Demand => {
                let issue = self.cursor.record(DEMAND.issue.name).and_then(|id| model.find(id));
                let beside = match issue {
                    Some(Record::Issue(id)) => model.demands_on(id),
                    _ => &[],
                };
                let all = beside.iter().map(|id| Record::Demand(*id)).chain(model.demand_ids().map(Record::Demand));
                let all = all.filter(|record| Some(model.key(*record)) != own).filter(is_like);
                let mut seen = std::collections::HashSet::new();
                all.filter(|record| seen.insert(*record)).take(MOST + 1).collect()
            }
            TableKind::Passage | TableKind::Top => Vec::new(),
        };
        records.into_iter().map(|record| self.id(record)).collect()
    }

    /// A record with what it is.
    fn id(&self, record: Record) -> Candidate {
        let (model, key) = (self.model, self.model.key(record));
        let name = one_line(model.name(record));
        let what = match record {
            Record::Actor(id) => model.actor(id).kind.word().to_owned(),
            Record::Issue(id) => model.issue(id).group.as_deref().unwrap_or("issue").to_owned(),
            Record::Article(id) => model.article(id).date.map_or_else(|| "article".to_owned(), |date| date.to_string()),
            Record::Demand(id) => model.actor(model.demand(id).actor).name.to_string(),
        };
        let kind = match Subject::from(record).kind() {
            SubjectKind::Article => CompletionItemKind::FILE,
            SubjectKind::Actor | SubjectKind::Issue | SubjectKind::Demand | SubjectKind::Passage => {
                CompletionItemKind::REFERENCE
            }
        };
        let aliases = aliases(model, record).join(" ");
        Candidate {
            detail: clean_lines(&format!("{name} · {what}")),
            kind,
            filter: format!("{}{key} {name} {aliases}", self.mark_before()),
            ..self.string(key, key)
        }
    }

    /// The labels of the scale of the demand's issue.
    fn labels(&self) -> Vec<Candidate> {
        let issue = self.cursor.record(DEMAND.issue.name).and_then(|id| self.model.find(id));
        let Some(Record::Issue(id)) = issue else { return Vec::new() };
        let issue = self.model.issue(id);
        let label = |point: &crate::model::Point| Candidate {
            detail: clean_lines(&format!("{} on {}", point.at, one_line(&issue.name))),
            kind: CompletionItemKind::VALUE,
            ..self.string(&point.label, &point.label)
        };
        issue.scale.iter().map(label).collect()
    }

    /// The words of the article that go on from those typed; without any the sentences that support nothing yet, then the
    /// others. Where nothing says which article it is, those of all, each with the `article` that it needs.
    fn words(&self) -> Vec<Candidate> {
        let (articles, is_told) = self.articles();
        let typed = self.typed();
        let pieces =
            if typed.trim().is_empty() { self.all_sentences(&articles) } else { going_on_in(&articles, typed) };
        let mut seen: Vec<(&str, String)> = Vec::new();
        let mut all = Vec::new();
        for (article, span) in pieces {
            let words = one_line(span.of(article.text()));
            if words.is_empty() || seen.iter().any(|(key, before)| *key == &*article.key && *before == words) {
                continue;
            }
            let line = article.lines.line(span.start());
            let candidate = self.string(&words, clip(&clean_lines(&words), LABEL).as_str());
            all.push(Candidate {
                detail: format!("{}:{line}", article.key),
                documentation: clean_lines(&words),
                kind: CompletionItemKind::TEXT,
                beside: if is_told { None } else { self.naming(article) },
                // An editor keeps what begins with what is typed.
                filter: format!("{}{typed} {words}", self.mark_before()),
                is_of_words: true,
                ..candidate
            });
            seen.push((&article.key, words));
        }
        all
    }

    /// What names the article before the key of the quote.
    fn naming(&self, article: &Article) -> Option<(usize, String)> {
        let Typing::Value { start, .. } = self.cursor.typing else { return None };
        let before = self.text.get(..start)?;
        let at = before.rfind(PASSAGE.quote.name)?;
        let at = before.get(..at)?.trim_end_matches(['"', '\'']).len();
        let indent = before.get(before.get(..at)?.rfind('\n').map_or(0, |end| end + 1)..at)?;
        let behind = if indent.trim().is_empty() { format!("\n{indent}") } else { ", ".to_owned() };
        Some((at, format!("{} = {}{behind}", PASSAGE.article.name, written_string(&article.key))))
    }

    fn all_sentences<'m>(&'m self, articles: &[&'m Article]) -> Vec<(&'m Article, Span)> {
        let (mut open, mut coded, mut left) = (Vec::new(), Vec::new(), 256 << 10);
        for article in articles {
            let text = article.text();
            let window = Span::new(0, text.floor_char_boundary(left));
            left -= window.len();
            let id = self.model.find(&article.key);
            let is_coded = |span: &Span| match id {
                Some(Record::Article(id)) => self.model.settled_in(id).any(|(place, _)| place.overlaps(*span)),
                _ => false,
            };
            for span in sentences(text, window) {
                if is_coded(&span) { coded.push((*article, span)) } else { open.push((*article, span)) }
            }
            if open.len() >= MOST_SENTENCES || left == 0 {
                break;
            }
        }
        open.into_iter().chain(coded).take(MOST_SENTENCES).collect()
    }

    /// The article of the passage, which may be left out where the file or the model has one; else all. Says whether it is
    /// told which it is.
    fn articles(&self) -> (Vec<&Article>, bool) {
        let model = self.model;
        if let Some(id) = self.cursor.own(PASSAGE.article.name) {
            let named = match model.find(id) {
                Some(Record::Article(id)) => vec![model.article(id)],
                _ => Vec::new(),
            };
            return (named, true);
        }
        let is_here = |article: &&Article| Some(article.origin.file as usize) == self.file;
        let of_file: Vec<&Article> = model.articles().iter().filter(is_here).take(2).collect();
        match (of_file.as_slice(), model.articles()) {
            ([one], _) => (vec![one], true),
            (_, [one]) => (vec![one], true),
            _ => (model.articles().iter().collect(), false),
        }
    }

    fn typed(&self) -> &str {
        match &self.cursor.typing {
            Typing::Value { typed, .. } => typed,
            Typing::Header { .. } | Typing::Key { .. } => "",
        }
    }

    /// The mark that an editor takes for a part of the word, where the candidate brings one.
    fn mark_before(&self) -> &'static str {
        match &self.cursor.typing {
            Typing::Value { mark: None, .. } => "\"",
            _ => "",
        }
    }

    /// A string, with its marks where none are typed yet.
    fn string(&self, words: &str, label: &str) -> Candidate {
        let (start, text) = match &self.cursor.typing {
            Typing::Value { start, mark, .. } => (*start, written(words, *mark)),
            Typing::Header { start } | Typing::Key { start, .. } => (*start, words.to_owned()),
        };
        Candidate { filter: format!("{}{words}", self.mark_before()), ..plain(label, text, start..self.at) }
    }
}

/// A candidate without more than its text.
fn plain(label: &str, text: String, range: Range<usize>) -> Candidate {
    Candidate {
        label: label.to_owned(),
        detail: String::new(),
        documentation: String::new(),
        kind: CompletionItemKind::TEXT,
        range,
        filter: label.to_owned(),
        text,
        snippet: None,
        beside: None,
        is_of_words: false,
    }
}

/// The other names of a record.
fn aliases(model: &Model, record: Record) -> &[Box<str>] {
    match record {
        Record::Actor(id) => &model.actor(id).aliases,
        Record::Issue(_) | Record::Article(_) | Record::Demand(_) => &[],
    }
}

/// Words as they are written behind a mark that is typed already, or with marks of their own.
fn written(words: &str, mark: Option<char>) -> String {
    let string = written_string(words);
    match mark {
        None => string,
        // What a literal string cannot hold is written as it is: the finding says what is wrong.
        Some('\'') => words.to_owned(),
        Some(_) => string.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or_default().to_owned(),
    }
}

/// The pieces of a text that begin with words, each to the end of its sentence, and the same cut after some words.
fn going_on(text: &str, typed: &str) -> Vec<Span> {
    let mut found = Vec::new();
    for place in literal_matches(text, typed).into_iter().take(MOST_PLACES) {
        let end = sentence_at(text, place.end().saturating_sub(1).max(place.start())).end().max(place.end());
        let rest = text.get(place.end()..end).unwrap_or_default();
        let some = word_ends(rest).nth(SOME_WORDS - 1);
        if let Some(length) = some {
            found.push(Span::new(place.start(), place.end() + length));
        }
        found.push(Span::new(place.start(), end));
    }
    found
}

/// The same of several articles, in their order.
fn going_on_in<'m>(articles: &[&'m Article], typed: &str) -> Vec<(&'m Article, Span)> {
    let (mut found, mut looked) = (Vec::new(), 0);
    for article in articles {
        let text = article.text();
        looked += text.len();
        if looked <= LOOKED || articles.len() == 1 || text.contains(typed) {
            found.extend(going_on(text, typed).into_iter().map(|span| (*article, span)));
        }
        if found.len() >= MOST_PLACES {
            break;
        }
    }
    found
}

/// Where the words of a text end.
fn word_ends(text: &str) -> impl Iterator<Item = usize> {
    let mut before = ' ';
    let ends = text.char_indices().chain([(text.len(), ' ')]);
    ends.filter_map(move |(at, c)| {
        let is_end = c.is_whitespace() && !before.is_whitespace();
        before = c;
        is_end.then_some(at)
    })
}

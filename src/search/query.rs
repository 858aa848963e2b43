//! The query language: words, phrases, marks of fzf, and fields.

use super::field::{self, Field};
use super::words::whole_words;
use crate::model::Model;
use crate::text::{Span, fold_for_search};

/// Characters of a query that are read.
const QUERY_CHARS: usize = 256;

/// Something in a query that cannot mean what it says. The rest of the query still counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// What is wrong, as a sentence without a period.
    pub message: String,
    /// Where, in bytes of the query as typed.
    pub span: Span,
}

/// A query as typed, read for one model.
///
/// A text must have every word, in any order. `"a phrase"` stands together, `'word` is that word alone, `^word` begins and `word$`
/// ends the text, `!word` must not be there, `a | b` is either and binds tighter than a space. `name:value` is a field.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Query {
    pub(super) clauses: Vec<Clause>,
    mistakes: Vec<Mistake>,
}

/// Terms of which one must hold.
pub(super) type Clause = Vec<Term>;

/// One condition.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Term {
    pub sense: Sense,
    pub what: What,
}

/// Whether the condition must hold or must not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sense {
    Wanted,
    Unwanted,
}

/// What a condition asks for.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum What {
    Words(Words),
    Field(Field),
}

/// Words that must all be in one text. At least one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Words {
    /// Folded, as the index has them.
    pub list: Vec<Box<str>>,
    /// The whole token, folded.
    pub token: Box<str>,
    pub manner: Manner,
    pub edge: Edge,
}

/// How a typed word may differ from the text's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// Equal, beginning with it, or nearly it.
    Like,
    /// Equal.
    Exact,
    /// Equal, and one behind the other.
    Phrase,
}

/// Where in the text the words must stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Edge {
    Anywhere,
    Begins,
    Ends,
    Whole,
}

impl Query {
    /// Reads `text`. Never fails: what cannot be read is said in [`Query::mistakes`] and left out.
    pub fn new(text: &str, model: &Model) -> Self {
        let mut query = Self::default();
        let end = text.char_indices().nth(QUERY_CHARS).map_or(text.len(), |(at, _)| at);
        if end < text.len() {
            query.mistake(format!("only the first {QUERY_CHARS} characters are searched"), Span::new(end, text.len()));
        }
        let text = text.get(..end).unwrap_or(text);
        let mut joins = false;
        for token in tokens(text, &mut query.mistakes) {
            if token.of(text) == "|" {
                joins = true;
                continue;
            }
            let Some(term) = query.term(token, text, model) else { continue };
            match query.clauses.last_mut() {
                Some(last) if joins => last.push(term),
                _ => query.clauses.push(vec![term]),
            }
            joins = false;
        }
        query
    }

    /// What in the query could not be read, in order.
    pub fn mistakes(&self) -> &[Mistake] {
        &self.mistakes
    }

    /// Whether nothing is asked for: such a query finds nothing.
    pub fn is_empty(&self) -> bool {
        self.clauses.is_empty()
    }

    fn mistake(&mut self, message: String, span: Span) {
        self.mistakes.push(Mistake { message, span });
    }

    fn term(&mut self, token: Span, text: &str, model: &Model) -> Option<Term> {
        let written = token.of(text);
        let (sense, body) = match written.strip_prefix('!') {
            Some(rest) => (Sense::Unwanted, rest),
            None => (Sense::Wanted, written),
        };
        let start = token.end() - body.len();
        if let Some((name, value)) = field::split(body) {
            match field::read(name, value.trim_matches(is_quote), model) {
                Ok(field) => return Some(Term { sense, what: What::Field(field) }),
                Err(message) => self.mistake(message, Span::new(start, token.end())),
            }
            if field::is_known(name) {
                return None;
            }
        }
        Some(Term { sense, what: What::Words(read_words(body)?) })
    }
}

/// The words of one token without its `!`; `None` where it has none.
fn read_words(body: &str) -> Option<Words> {
    let (body, begins) = body.strip_prefix('^').map_or((body, false), |rest| (rest, true));
    let (body, ends) = body.strip_suffix('$').map_or((body, false), |rest| (rest, true));
    let edge = match (begins, ends) {
        (false, false) => Edge::Anywhere,
        (true, false) => Edge::Begins,
        (false, true) => Edge::Ends,
        (true, true) => Edge::Whole,
    };
    let manner = match body.chars().next()? {
        '\'' => Manner::Exact,
        c if is_quote(c) => Manner::Phrase,
        _ => Manner::Like,
    };
    let folded = fold_for_search(body);
    let list: Vec<Box<str>> = whole_words(folded.text()).into_iter().map(|(_, word)| word.into()).collect();
    let token = folded.text().into();
    (!list.is_empty()).then_some(Words { list, token, manner, edge })
}

/// Marks that open or close a phrase.
fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»')
}

/// The pieces of a query: at white space and `|`, but not inside quotes. `|` is a piece of its own.
fn tokens(text: &str, mistakes: &mut Vec<Mistake>) -> Vec<Span> {
    let mut found = Vec::new();
    let (mut start, mut quote) = (0, None);
    for (at, c) in text.char_indices() {
        let next = at + c.len_utf8();
        if is_quote(c) {
            quote = if quote.is_some() { None } else { Some(at) };
        } else if quote.is_none() && (c.is_whitespace() || c == '|') {
            found.push(Span::new(start, at));
            found.extend((c == '|').then(|| Span::new(at, next)));
            start = next;
        }
    }
    if let Some(at) = quote {
        let message = "the quote is not closed".to_owned();
        mistakes.push(Mistake { message, span: Span::new(at, text.len()) });
    }
    found.push(Span::new(start, text.len()));
    found.retain(|span| !span.is_empty());
    found
}

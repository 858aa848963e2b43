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

    /// The same query with each plain word that names actors read as whose demand is sought: `putin south` asks for
    /// `actor:putin south`. `None` where no word names an actor, or no other condition is left.
    pub(super) fn of_actors(&self, model: &Model) -> Option<Self> {
        let mut query = self.clone();
        let mut named = 0;
        for clause in &mut query.clauses {
            let [Term { sense: Sense::Wanted, what: What::Words(words) }] = clause.as_slice() else { continue };
            let [word] = words.list.as_slice() else { continue };
            if words.manner == Manner::Like
                && words.edge == Edge::Anywhere
                && let Ok(actors) = field::read("actor", word, model)
            {
                *clause = vec![Term { sense: Sense::Wanted, what: What::Field(actors) }];
                named += 1;
            }
        }
        (named > 0 && named < query.clauses.len()).then_some(query)
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
pub(super) fn is_quote(c: char) -> bool {
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

#[cfg(test)]
mod tests {
    use super::{Edge, Manner, Query, Sense, What};
    use crate::model::Model;
    use crate::search::sample::model;

    /// Each clause as its terms, words with the sign that asks for them.
    fn read(text: &str) -> Vec<String> {
        let query = Query::new(text, &model());
        query.clauses.iter().map(|clause| clause.iter().map(shown).collect::<Vec<_>>().join(" | ")).collect()
    }

    fn shown(term: &super::Term) -> String {
        let not = if term.sense == Sense::Unwanted { "!" } else { "" };
        let what = match &term.what {
            What::Field(field) => format!("{field:?}"),
            What::Words(words) => {
                let (open, close) = match words.edge {
                    Edge::Anywhere => ("", ""),
                    Edge::Begins => ("^", ""),
                    Edge::Ends => ("", "$"),
                    Edge::Whole => ("^", "$"),
                };
                let manner = match words.manner {
                    Manner::Like => "",
                    Manner::Exact => "'",
                    Manner::Phrase => "\"",
                };
                format!("{open}{manner}{}{close}", words.list.join(","))
            }
        };
        format!("{not}{what}")
    }

    #[test]
    fn every_sign_is_read() {
        for (text, expected) in [
            ("", vec![]),
            ("Coal  LEVY", vec!["coal", "levy"]),
            ("\"on the  Coal\" x", vec!["\"on,the,coal", "x"]),
            ("“levy on”", vec!["\"levy,on"]),
            ("'Élysée ^put tin$ ^all$", vec!["'elysee", "^put", "tin$", "^all$"]),
            ("!coal !'x !\"a b\"", vec!["!coal", "!'x", "!\"a,b"]),
            ("a | b c|d", vec!["a | b", "c | d"]),
            ("| a |", vec!["a"]),
            ("grant-based l'union", vec!["grant,based", "l,union"]),
            ("国家利益 国", vec!["国家,家利,利益", "国"]),
            ("kind:red is:p", vec!["Kind([RedLine])", "Is([Passage])"]),
            ("!status:Held", vec!["!Status([Held])"]),
            ("actor:putin", vec!["Actor([ActorId(0)])"]),
            ("actor:зеле", vec!["Actor([ActorId(1)])"]),
            ("actor:union issue:\"coal levy\"", vec!["Actor([ActorId(4)])", "Issue([IssueId(0)])"]),
            ("speaker:eur article:beijing", vec!["Speaker([ActorId(2)])", "Article([ArticleId(2)])"]),
            ("https://a.b 12:30 nato:", vec!["https,a.b", "12,30", "nato"]),
            ("! ' ^ $ \"\" —", vec![]),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn mistakes_are_said_at_their_place_and_the_rest_is_searched() {
        for (text, part, message, rest) in [
            ("coal colour:red", "colour:red", "there is no field `colour:`", 2),
            ("coal kind:bribe", "kind:bribe", "`bribe` is no `kind:`", 1),
            ("actor:nobody coal", "actor:nobody", "`actor:` knows no actor `nobody`", 1),
            ("coal !issue:nothing", "issue:nothing", "`issue:` knows no issue", 1),
            ("article:none", "article:none", "`article:` knows no article", 0),
            ("before:yesterday coal", "before:yesterday", "`before:` needs a date", 1),
            ("after:2025-13", "after:2025-13", "`after:` needs a date", 0),
            ("coal \"on the", "\"on the", "the quote is not closed", 2),
            ("anchor:", "anchor:", "`anchor:` needs a value", 0),
        ] {
            let query = Query::new(text, &model());
            let [mistake] = query.mistakes() else { panic!("{text}: {:?}", query.mistakes()) };
            assert!(mistake.message.starts_with(message), "{text}: {}", mistake.message);
            assert_eq!(mistake.span.of(text), part);
            assert_eq!(query.clauses.len(), rest, "{text}");
        }
    }

    #[test]
    fn a_query_is_cut_at_its_limit_and_says_so() {
        let fits = "é".repeat(256);
        assert!(Query::new(&fits, &Model::default()).mistakes().is_empty());
        let long = format!("{fits}ab");
        let query = Query::new(&long, &Model::default());
        assert_eq!(query.mistakes()[0].span.of(&long), "ab");
        assert_eq!(read(&long), ["e".repeat(256)]);
    }

    proptest::proptest! {
        #[test]
        fn no_query_breaks_the_reader(text in "[a-c:|!'^$\"“ 国é]{0,24}|\\PC{0,12}") {
            let query = Query::new(&text, &model());
            assert!(query.mistakes().iter().all(|mistake| text.get(mistake.span.range()).is_some()));
        }
    }
}

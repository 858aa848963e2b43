//! Parsing queries: words, phrases, the operators of fzf, and fields.

use super::field::{self, FieldFilter};
use crate::model::Model;
use crate::search::analysis::words::tokenize_query;
use crate::text::{Span, fold_for_search};

/// Characters of a query that are read.
const MAX_CHARS: usize = 256;

/// A part of a query that is ignored because it makes no sense.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// What is wrong, as a sentence without a period.
    pub message: String,
    /// Where, in bytes of the query as typed.
    pub span: Span,
}

/// A query, parsed for one model.
///
/// A text matches if it has every word, in any order. `"a phrase"` matches words in sequence, `'word` that exact word,
/// `^word` the start and `word$` the end of the text, `!word` texts without it. `a | b` is either and binds tighter
/// than a space. `name:value` is a field.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Query {
    pub(in crate::search) clauses: Vec<Clause>,
    mistakes: Vec<Mistake>,
}

/// Alternatives, one of which must hold. At least one.
pub type Clause = Vec<Term>;

/// One condition.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    pub polarity: Polarity,
    pub condition: Condition,
}

/// Whether texts must meet the condition, or must not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Polarity {
    Required,
    Excluded,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    Words(QueryWords),
    Field(FieldFilter),
}

/// Words that must all be in one text. At least one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryWords {
    /// Folded, as in the index.
    pub list: Vec<Box<str>>,
    /// What was typed, folded, without `^` and `$`.
    pub typed: Box<str>,
    pub mode: MatchMode,
    pub anchoring: Anchoring,
}

/// How a word of a text may differ from the typed one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MatchMode {
    /// It equals the typed word, begins with it, or is near it.
    Fuzzy,
    /// It equals the typed word.
    Exact,
    /// It equals the typed word, and the words are in sequence.
    Phrase,
}

/// Where in the text the words must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchoring {
    Anywhere,
    Start,
    End,
    Whole,
}

impl QueryWords {
    /// Whether other words than the typed ones may match.
    pub fn is_fuzzy(&self) -> bool {
        self.mode == MatchMode::Fuzzy && self.anchoring == Anchoring::Anywhere
    }

    fn new(text: &str, mode: MatchMode, anchoring: Anchoring) -> Option<Self> {
        let folded = fold_for_search(text);
        let list: Vec<Box<str>> = tokenize_query(folded.text()).into_iter().map(|word| word.text.into()).collect();
        let typed = folded.text().into();
        (!list.is_empty()).then_some(Self { list, typed, mode, anchoring })
    }

    /// The words of `text` in sequence, anywhere; `None` where it has none.
    pub fn phrase(text: &str) -> Option<Self> {
        Self::new(text, MatchMode::Phrase, Anchoring::Anywhere)
    }

    /// Whether it matters where in the text the words are.
    pub fn is_positional(&self) -> bool {
        self.anchoring != Anchoring::Anywhere || (self.mode == MatchMode::Phrase && self.list.len() > 1)
    }

    /// Whether only the text itself can tell, and the first and last words of texts are not enough.
    pub fn needs_text(&self) -> bool {
        self.anchoring == Anchoring::Whole || (self.is_positional() && self.list.len() > 1)
    }
}

impl Query {
    /// Parses `text`. Never fails: what makes no sense is left out and listed in [`Query::mistakes`].
    pub fn new(text: &str, model: &Model) -> Self {
        let mut query = Self::default();
        let (read, rest) = match text.char_indices().nth(MAX_CHARS) {
            Some((end, _)) => text.split_at(end),
            None => (text, ""),
        };
        if !rest.is_empty() {
            query.mistake(
                format!("only the first {MAX_CHARS} characters are searched"),
                Span::new(read.len(), text.len()),
            );
        }
        let mut joins = false;
        for token in tokens(read, &mut query.mistakes) {
            let span = match token {
                Token::Or => {
                    joins = true;
                    continue;
                }
                Token::Term(span) => span,
            };
            let Some(term) = query.term(span, read, model) else { continue };
            match query.clauses.last_mut() {
                Some(last) if joins => last.push(term),
                _ => query.clauses.push(vec![term]),
            }
            joins = false;
        }
        query
    }

    /// What could not be read, in order.
    pub fn mistakes(&self) -> &[Mistake] {
        &self.mistakes
    }

    /// Whether the query has no conditions. It then matches nothing.
    pub fn is_empty(&self) -> bool {
        self.clauses.is_empty()
    }

    /// The query with each word that names actors turned into a field: `putin south` becomes `actor:putin south`.
    /// `None` if no word names an actor, or nothing else would be left.
    pub(in crate::search) fn with_actor_fields(&self, model: &Model) -> Option<Self> {
        let mut query = self.clone();
        let mut count = 0;
        for clause in &mut query.clauses {
            let [Term { polarity: Polarity::Required, condition: Condition::Words(words) }] = clause.as_slice() else {
                continue;
            };
            let [word] = words.list.as_slice() else { continue };
            if words.is_fuzzy()
                && let Ok(actors) = field::parse("actor", word, model)
            {
                *clause = vec![Term { polarity: Polarity::Required, condition: Condition::Field(actors) }];
                count += 1;
            }
        }
        (count > 0 && count < query.clauses.len()).then_some(query)
    }

    /// The one word of the query that may be the beginning of an id, with nothing but fields beside it.
    pub(in crate::search) fn id_prefix(&self) -> Option<&str> {
        let is_field = |term: &Term| matches!(term.condition, Condition::Field(_));
        let mut clauses = self.clauses.iter().filter(|clause| !clause.iter().all(is_field));
        let (Some([term]), None) = (clauses.next().map(Vec::as_slice), clauses.next()) else { return None };
        match (&term.condition, term.polarity) {
            (Condition::Words(words), Polarity::Required) if words.is_fuzzy() && words.typed.len() > 1 => {
                Some(&words.typed)
            }
            (Condition::Words(_) | Condition::Field(_), _) => None,
        }
    }

    fn mistake(&mut self, message: String, span: Span) {
        self.mistakes.push(Mistake { message, span });
    }

    fn term(&mut self, span: Span, text: &str, model: &Model) -> Option<Term> {
        let typed = span.of(text);
        let (polarity, body) = match typed.strip_prefix('!') {
            Some(rest) => (Polarity::Excluded, rest),
            None => (Polarity::Required, typed),
        };
        if let Some((name, value)) = field::split(body) {
            match field::parse(name, value.trim_matches(is_quote), model) {
                Ok(filter) => return Some(Term { polarity, condition: Condition::Field(filter) }),
                Err(message) => self.mistake(message, Span::new(span.end() - body.len(), span.end())),
            }
            if field::is_known(name) {
                return None;
            }
        }
        Some(Term { polarity, condition: Condition::Words(parse_words(body)?) })
    }
}

/// The words of one term, without its `!`; `None` if it has none.
fn parse_words(body: &str) -> Option<QueryWords> {
    let (body, at_start) = body.strip_prefix('^').map_or((body, false), |rest| (rest, true));
    let (body, at_end) = body.strip_suffix('$').map_or((body, false), |rest| (rest, true));
    let anchoring = match (at_start, at_end) {
        (false, false) => Anchoring::Anywhere,
        (true, false) => Anchoring::Start,
        (false, true) => Anchoring::End,
        (true, true) => Anchoring::Whole,
    };
    let mode = match body.chars().next()? {
        '\'' => MatchMode::Exact,
        c if is_quote(c) => MatchMode::Phrase,
        _ => MatchMode::Fuzzy,
    };
    QueryWords::new(body, mode, anchoring)
}

/// Whether `c` opens or closes a phrase.
pub fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»')
}

/// A piece of a query.
enum Token {
    /// `|`
    Or,
    Term(Span),
}

/// Splits a query at white space and `|`, except inside quotes.
fn tokens(text: &str, mistakes: &mut Vec<Mistake>) -> Vec<Token> {
    let mut found = Vec::new();
    let term = |start, end| (start < end).then(|| Token::Term(Span::new(start, end)));
    let (mut start, mut quote) = (0, None);
    for (at, c) in text.char_indices() {
        if is_quote(c) {
            quote = if quote.is_some() { None } else { Some(at) };
        } else if quote.is_none() && (c.is_whitespace() || c == '|') {
            found.extend(term(start, at));
            found.extend((c == '|').then_some(Token::Or));
            start = at + c.len_utf8();
        }
    }
    if let Some(at) = quote {
        mistakes.push(Mistake { message: "the quote is not closed".to_owned(), span: Span::new(at, text.len()) });
    }
    found.extend(term(start, text.len()));
    found
}

#[cfg(test)]
mod tests {
    use super::{Anchoring, Condition, MatchMode, Polarity, Query};
    use crate::model::Model;
    use crate::search::sample::model;

    /// Each clause as its terms, words with their operators.
    fn read(text: &str) -> Vec<String> {
        let query = Query::new(text, &model());
        query.clauses.iter().map(|clause| clause.iter().map(shown).collect::<Vec<_>>().join(" | ")).collect()
    }

    fn shown(term: &super::Term) -> String {
        let not = if term.polarity == Polarity::Excluded { "!" } else { "" };
        let what = match &term.condition {
            Condition::Field(field) => format!("{field:?}"),
            Condition::Words(words) => {
                let (open, close) = match words.anchoring {
                    Anchoring::Anywhere => ("", ""),
                    Anchoring::Start => ("^", ""),
                    Anchoring::End => ("", "$"),
                    Anchoring::Whole => ("^", "$"),
                };
                let mode = match words.mode {
                    MatchMode::Fuzzy => "",
                    MatchMode::Exact => "'",
                    MatchMode::Phrase => "\"",
                };
                format!("{open}{mode}{}{close}", words.list.join(","))
            }
        };
        format!("{not}{what}")
    }

    #[test]
    fn every_operator_is_parsed() {
        for (text, expected) in [
            ("", vec![]),
            ("Coal  LEVY", vec!["coal", "levy"]),
            ("\"on the  Coal\" x", vec!["\"on,the,coal", "x"]),
            ("“levy on”", vec!["\"levy,on"]),
            ("'Élysée ^put tin$ ^all$", vec!["'elysee", "^put", "tin$", "^all$"]),
            ("!coal !'x !\"a b\"", vec!["!coal", "!'x", "!\"a,b"]),
            ("a | b c|d", vec!["a | b", "c | d"]),
            ("| a |", vec!["a"]),
            ("a || b", vec!["a | b"]),
            ("a | ! b", vec!["a | b"]),
            ("\"a | b\" «c d» „e f” x", vec!["\"a,b", "\"c,d", "\"e,f", "x"]),
            ("^'a$ ^\"a b\"$ a^b", vec!["^'a$", "^\"a,b$", "a,b"]),
            ("grant-based l'union", vec!["grant,based", "l,union"]),
            ("国家利益 国", vec!["国家,家利,利益", "国"]),
            ("kind:red is:p", vec!["Kind([RedLine])", "Is([Passage])"]),
            ("!status:Held", vec!["!Status([Held])"]),
            ("actor:putin", vec!["Actor([ActorId(0)])"]),
            ("actor:зеле", vec!["Actor([ActorId(1)])"]),
            ("ACTOR:irel Kind:Offer", vec!["Actor([ActorId(3)])", "Kind([Offer])"]),
            ("issue:donb issue:luh", vec!["Issue([IssueId(1)])", "Issue([IssueId(1)])"]),
            ("article:summ article:alaska", vec!["Article([ArticleId(0)])", "Article([ArticleId(0)])"]),
            ("anchor:or is:demand | kind:offer", vec!["Anchor([\"orphan\"])", "Is([Demand]) | Kind([Offer])"]),
            ("actor:union issue:\"coal levy\"", vec!["Actor([ActorId(4)])", "Issue([IssueId(0)])"]),
            ("speaker:eur article:beijing", vec!["Speaker([ActorId(2)])", "Article([ArticleId(2)])"]),
            ("https://a.b 12:30 :x nato:", vec!["https,a.b", "12,30", "x", "nato"]),
            ("! ' ^ $ \"\" —", vec![]),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn mistakes_have_their_span_and_the_rest_is_searched() {
        for (text, part, message, rest) in [
            ("coal colour:red", "colour:red", "there is no field `colour:`", 2),
            ("coal kind:bribe", "kind:bribe", "`kind:` has no value `bribe`", 1),
            ("actor:nobody coal", "actor:nobody", "no actor matches `actor:nobody`", 1),
            ("coal !issue:nothing", "issue:nothing", "no issue matches", 1),
            ("article:none", "article:none", "no article matches", 0),
            ("before:yesterday coal", "before:yesterday", "`before:` needs a date", 1),
            ("after:2025-13", "after:2025-13", "`after:` needs a date", 0),
            ("coal \"on the", "\"on the", "the quote is not closed", 2),
            ("anchor:", "anchor:", "`anchor:` needs a value", 0),
            ("actor:utin", "actor:utin", "no actor matches `actor:utin` (did you mean `putin`?)", 0),
            ("addressee:ukrane", "addressee:ukrane", "no actor matches `addressee:ukrane`", 0),
            (
                "speaker:zelinsky",
                "speaker:zelinsky",
                "no actor matches `speaker:zelinsky` (did you mean `zelenskyy`?)",
                0,
            ),
            (
                "voice:quotted",
                "voice:quotted",
                "`voice:` has no value `quotted` (did you mean `quoted`?); use quoted, rep",
                0,
            ),
            ("voce:quoted", "voce:quoted", "there is no field `voce:` (did you mean `voice`?); the fields are", 1),
            ("x !before:soon", "before:soon", "`before:` needs a date", 1),
            ("a:b", "a:b", "there is no field `a:`; the fields are actor, issue,", 1),
        ] {
            let query = Query::new(text, &model());
            let [mistake] = query.mistakes() else { panic!("{text}: {:?}", query.mistakes()) };
            assert!(mistake.message.starts_with(message), "{text}: {}", mistake.message);
            assert_eq!(mistake.span.of(text), part);
            assert_eq!(query.clauses.len(), rest, "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_a_field_is_no_mistake() {
        for text in ["https://a.b", "12:30", ":x", "a1:b", "\"a:b\"", "'a:b"] {
            assert_eq!(Query::new(text, &model()).mistakes(), [], "{text}");
        }
    }

    #[test]
    fn operators_decide_what_may_match_and_what_must_be_read() {
        // (is fuzzy, is positional, needs the text)
        for (text, expected) in [
            ("coal", (true, false, false)),
            ("grant-based", (true, false, false)),
            ("'coal", (false, false, false)),
            ("'grant-based", (false, false, false)),
            ("\"coal\"", (false, false, false)),
            ("\"coal levy\"", (false, true, true)),
            ("^coal", (false, true, false)),
            ("coal$", (false, true, false)),
            ("^grant-based", (false, true, true)),
            ("^coal$", (false, true, true)),
        ] {
            let query = Query::new(text, &model());
            let Condition::Words(words) = &query.clauses[0][0].condition else { panic!("{text}") };
            assert_eq!((words.is_fuzzy(), words.is_positional(), words.needs_text()), expected, "{text}");
        }
    }

    #[test]
    fn one_plain_word_beside_fields_may_begin_an_id() {
        for (text, expected) in [
            ("", None),
            ("pu", Some("pu")),
            ("p", None),
            ("EU-Levy", Some("eu-levy")),
            ("kind:offer putin is:demand", Some("putin")),
            ("kind:offer", None),
            ("putin coal", None),
            ("putin | coal", None),
            ("putin | kind:offer", None),
            ("!putin", None),
            ("'putin", None),
            ("^putin", None),
        ] {
            assert_eq!(Query::new(text, &model()).id_prefix(), expected, "{text}");
        }
    }

    #[test]
    fn plain_words_that_name_actors_become_fields() {
        let model = model();
        let with_actors = |text: &str| Query::new(text, &model).with_actor_fields(&model);
        assert_eq!(with_actors("putin coal"), Some(Query::new("actor:putin coal", &model)));
        assert_eq!(with_actors("putin !coal"), Some(Query::new("actor:putin !coal", &model)));
        for text in
            ["", "putin", "coal levy", "!putin coal", "'putin coal", "^putin coal", "putin | eu coal", "putin eu"]
        {
            assert_eq!(with_actors(text), None, "{text}");
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
        fn no_query_breaks_the_parser(text in "[a-c:|!'^$\"“ 国é]{0,24}|\\PC{0,12}") {
            let query = Query::new(&text, &model());
            assert!(query.mistakes().iter().all(|mistake| text.get(mistake.span.range()).is_some()));
        }
    }
}

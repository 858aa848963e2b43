//! Parsing queries: words, phrases, the operators of fzf, and fields.

use std::ops::Range;

use super::field::{self, FieldFilter};
use crate::model::Model;
use crate::search::analysis::words::{Role, tokenize_all};
use crate::text::{Span, fold_for_search, spelled_out};

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
    /// As typed.
    pub typed: Box<str>,
    pub polarity: Polarity,
    pub condition: Condition,
}

impl Term {
    fn required(typed: &str, condition: Condition) -> Self {
        Self { typed: typed.into(), polarity: Polarity::Required, condition }
    }
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
    /// As in the index.
    pub list: Vec<QueryWord>,
    /// What was typed, folded, without `^` and `$`.
    pub typed: Box<str>,
    pub mode: MatchMode,
    pub anchoring: Anchoring,
}

/// A typed word with the other ways to write it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct QueryWord {
    /// Folded, as in the index; a compound as one word.
    pub text: Box<str>,
    /// The words of a compound: none, or at least two.
    pub parts: Vec<Box<str>>,
    /// With `ae` for `ä`, where the typed word has such letters.
    pub spelled_out: Option<Box<str>>,
    /// What it makes with the typed word before it or behind it.
    pub wholes: Vec<Box<str>>,
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
    /// One folded word.
    pub fn plain(text: Box<str>) -> Self {
        let word = QueryWord { text: text.clone(), ..QueryWord::default() };
        Self { list: vec![word], typed: text, mode: MatchMode::Fuzzy, anchoring: Anchoring::Anywhere }
    }

    /// Folded words that must follow each other.
    pub fn sequence(words: impl Iterator<Item = Box<str>>) -> Self {
        let list: Vec<QueryWord> = words.map(|text| QueryWord { text, ..QueryWord::default() }).collect();
        Self { list, typed: Box::default(), mode: MatchMode::Phrase, anchoring: Anchoring::Anywhere }
    }

    /// Whether other words than the typed ones may match.
    pub fn is_fuzzy(&self) -> bool {
        self.mode == MatchMode::Fuzzy && self.anchoring == Anchoring::Anywhere
    }

    fn new(text: &str, mode: MatchMode, anchoring: Anchoring) -> Option<Self> {
        let list = list(text, mode != MatchMode::Phrase && anchoring == Anchoring::Anywhere);
        let typed = fold_for_search(text).text().into();
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
        query.join_neighbours();
        if query.is_empty() && query.mistakes.is_empty() && !text.trim().is_empty() {
            query.mistake("there is no letter or digit to look for".to_owned(), Span::whole(text));
        }
        query
    }

    /// Tells words that are typed one behind the other what they make together: `cease fire` is `ceasefire` too.
    fn join_neighbours(&mut self) {
        self.clauses.iter_mut().filter_map(sole_word).for_each(|word| word.wholes.clear());
        for at in 1..self.clauses.len() {
            let (before, after) = self.clauses.split_at_mut(at);
            let first = before.last_mut().and_then(|clause| sole_word(clause));
            if let (Some(first), Some(second)) = (first, after.first_mut().and_then(|clause| sole_word(clause))) {
                join(first, second);
            }
        }
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
            let [Term { polarity: Polarity::Required, condition: Condition::Words(words), .. }] = clause.as_slice()
            else {
                continue;
            };
            let [word] = words.list.as_slice() else { continue };
            if words.is_fuzzy()
                && let Ok(actors) = field::parse("actor", &word.text, model)
            {
                *clause = vec![Term::required(&format!("actor:{}", word.text), Condition::Field(actors))];
                count += 1;
            }
        }
        query.join_neighbours();
        (count > 0 && count < query.clauses.len()).then_some(query)
    }

    /// The query for texts that have most of its words: each word of a compound counts.
    pub(in crate::search) fn loosened(&self) -> Self {
        let mut query = Self::default();
        for clause in &self.clauses {
            match clause.as_slice() {
                [Term { polarity: Polarity::Required, condition: Condition::Words(words), .. }] if words.is_fuzzy() => {
                    let words = words.list.iter().cloned().flat_map(QueryWord::into_parts).map(QueryWords::plain);
                    let term = |words: QueryWords| Term::required(&words.typed.clone(), Condition::Words(words));
                    query.clauses.extend(words.map(|words| vec![term(words)]));
                }
                _ => query.clauses.push(clause.clone()),
            }
        }
        query.join_neighbours();
        query
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
                Ok(filter) => return Some(Term { typed: typed.into(), polarity, condition: Condition::Field(filter) }),
                Err(message) => self.mistake(message, Span::new(span.end() - body.len(), span.end())),
            }
            if field::is_known(name) {
                return None;
            }
        }
        Some(Term { typed: typed.into(), polarity, condition: Condition::Words(parse_words(body)?) })
    }
}

/// The one plain word that a clause asks for.
fn sole_word(clause: &mut Clause) -> Option<&mut QueryWord> {
    match clause.as_mut_slice() {
        [Term { polarity: Polarity::Required, condition: Condition::Words(words), .. }] if words.is_fuzzy() => {
            match words.list.as_mut_slice() {
                [word] => Some(word),
                _ => None,
            }
        }
        _ => None,
    }
}

fn join(first: &mut QueryWord, second: &mut QueryWord) {
    let whole: Box<str> = format!("{}{}", first.text, second.text).into();
    first.wholes.push(whole.clone());
    second.wholes.push(whole);
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

/// The words of `body`. `joins` says whether a compound is one word; else each knows what it makes with the next.
fn list(body: &str, joins: bool) -> Vec<QueryWord> {
    let mut list = words_of(body, joins);
    if let Some(spelled_out) = spelled_out(body) {
        let others = words_of(&spelled_out, joins);
        if others.len() == list.len() {
            for (word, other) in list.iter_mut().zip(others) {
                word.spelled_out = Some(other.text).filter(|other| *other != word.text);
            }
        }
    }
    for at in 1..list.len() {
        let (before, after) = list.split_at_mut(at);
        if let (false, Some(first), Some(second)) = (joins, before.last_mut(), after.first_mut()) {
            join(first, second);
        }
    }
    list
}

fn words_of(body: &str, joins: bool) -> Vec<QueryWord> {
    let folded = fold_for_search(body);
    let (joined, mut tokens): (Vec<_>, Vec<_>) =
        tokenize_all(folded.text()).into_iter().partition(|token| token.role == Role::Joined);
    tokens.retain(|token| token.role == Role::Word);
    // What all words of a compound make takes the place of its pairs; the pairs of a longer one are not words.
    let overlaps = |a: &Range<usize>, b: &Range<usize>| a != b && a.start < b.end && b.start < a.end;
    let is_whole = |range: &Range<usize>| {
        // Another reading of a number is not what several words make.
        let is_number = tokens.iter().any(|token| token.range == *range);
        joins
            && !is_number
            && joined.iter().all(|other| !overlaps(range, &other.range) || other.range.len() < range.len())
    };
    let wholes: Vec<_> = joined.iter().filter(|token| is_whole(&token.range)).collect();
    let mut list: Vec<QueryWord> = Vec::new();
    for token in &tokens {
        let text: Box<str> = (*token.text).into();
        match wholes.iter().find(|whole| whole.range.start <= token.range.start && token.range.end <= whole.range.end) {
            Some(whole) if whole.range.start < token.range.start => {
                list.last_mut().into_iter().for_each(|word| word.parts.push(text.clone()));
            }
            Some(whole) => {
                list.push(QueryWord { text: (*whole.text).into(), parts: vec![text], ..QueryWord::default() });
            }
            None => list.push(QueryWord { text, ..QueryWord::default() }),
        }
    }
    list
}

impl QueryWord {
    /// The words that it is made of.
    pub fn into_parts(self) -> Vec<Box<str>> {
        if self.parts.is_empty() { vec![self.text] } else { self.parts }
    }
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
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let is_digit = |c: Option<char>| c.is_some_and(char::is_numeric);
    for (at, c) in text.char_indices() {
        let (before, behind) = text.split_at(at);
        let is_inside = is_letter(before.chars().next_back()) && is_letter(behind.chars().nth(1));
        // A no-break space parts the thousands of a number.
        let is_in_number = matches!(c, '\u{a0}' | '\u{202f}' | '\u{2009}')
            && is_digit(before.chars().next_back())
            && is_digit(behind.chars().nth(1));
        if is_quote(c) && !is_inside {
            quote = if quote.is_some() { None } else { Some(at) };
        } else if quote.is_none() && (c.is_whitespace() && !is_in_number || c == '|') {
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
                let list: Vec<String> = words
                    .list
                    .iter()
                    .map(|word| match word.parts.as_slice() {
                        [] => word.text.to_string(),
                        parts => format!("{}={}", word.text, parts.join("-")),
                    })
                    .collect();
                format!("{open}{mode}{}{close}", list.join(","))
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
            ("grant-based l'union", vec!["grantbased=grant-based", "union"]),
            ("state-of-the-art G-7", vec!["stateoftheart=state-of-the-art", "g7=g-7"]),
            ("\"cease-fire\" ^cease-fire", vec!["\"cease,fire", "^cease,fire"]),
            ("צה\"ל \"צה״ל נסוג\" צה״ל", vec!["צהל", "\"צהל,נסוג", "צהל"]),
            ("U.N. 1,500 don't Putin's", vec!["un", "1500", "'dont", "putin"]),
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
            ("https://a.b 12:30 :x nato:", vec!["https,ab", "12,30", "x", "nato"]),
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
    fn words_know_their_other_spellings() {
        let words = |text: &str| {
            let query = Query::new(text, &model());
            let words = query.clauses.into_iter().flatten().filter_map(|term| match term.condition {
                Condition::Words(words) => Some(words.list),
                Condition::Field(_) => None,
            });
            words.flatten().map(|word| (word.spelled_out.map(String::from), word.wholes.join(" "))).collect::<Vec<_>>()
        };
        assert_eq!(words("Präsident"), [(Some("praesident".to_owned()), String::new())]);
        assert_eq!(words("cease fire now")[1], (None, "ceasefire firenow".to_owned()));
        assert_eq!(words("\"cease fire\"")[0], (None, "ceasefire".to_owned()));
        assert!(words("cease !fire 'now").iter().all(|(_, wholes)| wholes.is_empty()));
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

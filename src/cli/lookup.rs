//! `demarche lookup`: what a query finds, or where a pasted sentence comes from.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};

use serde::Serialize;

use super::{Choice, Failure, LookupArgs, LookupFormat, Outcome, Output, PickArgs, PickFormat};
use crate::model::{ArticleId, DemandId, Model, Record, Subject};
use crate::quote::{ShownQuote, who};
use crate::report::{supports, write_json};
use crate::search::{Hit, HitContext, Hits, Index, Query, Reason, Scope, SearchOptions, locate_pasted};
use crate::text::{Colour, Span, clean, one_line, wrap};

/// The most bytes of a pasted text.
const PASTED_BYTES: u64 = 64 * 1024;
/// The most pasted sentences to name that are in no article.
const NAMED: usize = 5;
/// The width of lines in files and pipes.
const WIDTH: usize = 100;
/// Cells before the words of a hit: the longest kind and two spaces.
const INDENT: usize = 9;
/// The narrowest line of words.
const NARROWEST: usize = 20;

/// Carries out the command.
pub fn run(args: &LookupArgs, output: &mut Output) -> Result<Outcome, Failure> {
    let typed = args.query.join(" ");
    let request = if typed == "-" { Request::Pasted(pasted(&mut io::stdin().lock())?) } else { Request::Query(typed) };
    let loaded = Choice::or_example(&args.model.paths, output).read()?;
    let (model, index) = (&loaded.model, &Index::new(&loaded.model));
    if let Request::Query(text) = &request {
        for mistake in Query::new(text, model).mistakes() {
            output.note(&mistake.message);
        }
    }
    let scope = args.kind.map_or(Scope::All, Scope::Only);
    let look = Look {
        wanted: SearchOptions { scope, limit: args.limit },
        format: args.format,
        colour: output.colour,
        width: output.terminal_width().unwrap_or(WIDTH),
    };
    let found = LookupResult::new(model, index, &request, look.wanted);
    found.write(&look, output.result)?;
    let total = found.hits.total;
    match total {
        0 => output.note(found.hits.nothing.as_deref().unwrap_or("nothing was found")),
        _ if found.hits.lacks_words() => output.note(match request {
            Request::Query(_) => "nothing has all words; what has most of them is shown",
            Request::Pasted(_) => "not every sentence is in an article word for word; what is most like it is shown",
        }),
        _ if total > args.limit => output.note(&format!("{} of {total} hits are shown; see --limit", args.limit)),
        _ => {}
    }
    let unknown = &found.hits.unknown;
    if total > 0 {
        for sentence in unknown.iter().take(NAMED) {
            output.note(&format!("in no article: “{}”", one_line(sentence)));
        }
        if unknown.len() > NAMED {
            output.note(&format!("and {} more sentences that are in no article", unknown.len() - NAMED));
        }
    }
    Ok(if total == 0 { Outcome::Unsatisfied } else { Outcome::Done })
}

/// The text on `input`, which must be UTF-8 and no longer than 64 KiB.
fn pasted(input: &mut dyn Read) -> Result<String, Failure> {
    let mut text = String::new();
    let read = input.take(PASTED_BYTES + 1).read_to_string(&mut text);
    read.map_err(|error| Failure::World(format!("cannot read standard input: {error}")))?;
    if text.len() as u64 > PASTED_BYTES {
        return Err(Failure::Usage("the text on standard input is longer than 64 KiB".to_owned()));
    }
    Ok(text)
}

/// What to look up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Request {
    /// A query in the query language.
    Query(String),
    /// A sentence or paragraph; find where it comes from.
    Pasted(String),
}

/// Which hits to write, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Which kinds, and how many hits at most over all of them.
    pub wanted: SearchOptions,
    /// For people or programs.
    pub format: LookupFormat,
    /// Whether matches are bold in text.
    pub colour: Colour,
    /// Cells of a line of text.
    pub width: usize,
}

/// What a request found in a model, best first.
struct LookupResult<'m> {
    model: &'m Model,
    request: &'m str,
    hits: Hits,
}

impl<'m> LookupResult<'m> {
    fn new(model: &'m Model, index: &Index, request: &'m Request, wanted: SearchOptions) -> Self {
        let (request, hits) = match request {
            Request::Query(text) => (text, index.search(model, &Query::new(text, model), wanted)),
            Request::Pasted(text) => (text, of_scope(locate_pasted(index, model, text, usize::MAX), wanted)),
        };
        Self { model, request, hits }
    }

    /// Writes the hits.
    ///
    /// Text has two or more lines a hit and nothing for no hits; TSV one line a hit without a head: kind, id, actor,
    /// issue, article, line, anchor, score, text, speaker, voice, status. Both are safe to show; so is the JSON, whose
    /// hidden characters are escaped.
    fn write(&self, look: &Look, out: &mut dyn Write) -> io::Result<()> {
        let mut hits = self.hits.hits.iter();
        match look.format {
            LookupFormat::Json => write_hits(self.model, self.request, &self.hits, out),
            LookupFormat::Tsv => hits.try_for_each(|hit| write_tsv(self.model, hit, out)),
            LookupFormat::Text => hits.try_for_each(|hit| write_text(self.model, hit, look, out)),
        }
    }
}

/// Writes what was chosen of a model: ids one a line, or as `lookup` writes hits. Nothing chosen leaves the command
/// unsatisfied.
pub fn write_picked(
    args: &PickArgs,
    model: &Model,
    picked: Picked<'_>,
    output: &mut Output,
) -> Result<Outcome, Failure> {
    let Picked { query, hits } = picked;
    if args.print_query && args.format != PickFormat::Json {
        writeln!(output.result, "{}", clean(query))?;
    }
    let hits = Hits { total: hits.len(), hits, ..Hits::default() };
    match args.format {
        PickFormat::Ids => {
            let keys = hits.hits.iter().map(|hit| model.subject_key(hit.subject));
            keys.into_iter().try_for_each(|key| writeln!(output.result, "{}", clean(&key)))?;
        }
        PickFormat::Json => write_hits(model, query, &hits, output.result)?,
        PickFormat::Tsv => hits.hits.iter().try_for_each(|hit| write_tsv(model, hit, output.result))?,
    }
    Ok(if hits.total == 0 { Outcome::Unsatisfied } else { Outcome::Done })
}

/// What was chosen on the screen.
#[derive(Debug)]
pub struct Picked<'p> {
    /// What was typed.
    pub query: &'p str,
    /// The hits, in the order of choosing.
    pub hits: Vec<Hit>,
}

/// The hits of the wanted kinds, as many as wanted.
fn of_scope(mut all: Hits, wanted: SearchOptions) -> Hits {
    all.hits.retain(|hit| wanted.scope.holds(hit.subject.kind()));
    all.total = all.hits.len();
    all.hits.truncate(wanted.limit);
    all
}

/// The JSON of `lookup`; its keys are stable.
#[derive(Serialize)]
struct HitsJson<'m> {
    query: &'m str,
    total: usize,
    hits: Vec<HitJson<'m>>,
}

/// One hit; what is absent is left out.
#[derive(Serialize)]
struct HitJson<'m> {
    kind: &'static str,
    id: String,
    title: &'m str,
    text: &'m str,
    marks: Vec<[usize; 2]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    actor: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    speaker: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    voice: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issue: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    article: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    anchor: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    coded: Option<bool>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    left_out: Vec<&'m str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    missing: &'m [Box<str>],
    score: u32,
}

impl<'m> HitJson<'m> {
    fn new(model: &'m Model, hit: &'m Hit) -> Self {
        let of = HitContext::of(hit.subject, model);
        let passage = if let Subject::Passage(id) = hit.subject { Some(id) } else { None };
        Self {
            kind: hit.subject.kind().word(),
            title: of.title,
            text: &hit.text,
            marks: hit.marks.iter().map(|mark| [mark.start(), mark.end()]).collect(),
            actor: of.actor.map(|id| model.key(Record::Actor(id))),
            speaker: passage.map(|id| model.key(Record::Actor(model.speaker(id)))),
            voice: passage.map(|id| model.passage(id).voice.word()),
            status: demand_of(model, hit.subject).map(|id| model.demand(id).status.word()),
            issue: of.issue.map(|id| model.key(Record::Issue(id))),
            article: of.article.map(|id| model.key(Record::Article(id))),
            line: of.line,
            anchor: of.anchor,
            coded: None,
            left_out: passage.map_or(Vec::new(), |id| model.left_out(id)),
            missing: &hit.missing,
            score: hit.score,
            id: of.id,
        }
    }
}

/// The demand that a hit is, or that its quote supports.
fn demand_of(model: &Model, subject: Subject) -> Option<DemandId> {
    match subject {
        Subject::Demand(id) => Some(id),
        Subject::Passage(id) => Some(model.demand_of(id)),
        Subject::Actor(_) | Subject::Issue(_) | Subject::Article(_) | Subject::Words(..) => None,
    }
}

/// What of each article lies under passages, as pieces in order without overlaps.
#[derive(Default)]
struct Coded(BTreeMap<ArticleId, Vec<Span>>);

impl Coded {
    /// Whether a passage is in a sentence of an article, one of several places not counted; `None` for other subjects.
    /// O(passages of the article) for the first sentence of an article, then O(log passages).
    fn covers(&mut self, model: &Model, subject: Subject) -> Option<bool> {
        let Subject::Words(id, words) = subject else { return None };
        let pieces = self.0.entry(id).or_insert_with(|| {
            let mut pieces: Vec<Span> = Vec::new();
            for (place, _) in model.settled_in(id) {
                match pieces.last_mut().filter(|last| place.start <= last.end) {
                    Some(last) => last.end = last.end.max(place.end),
                    None => pieces.push(*place),
                }
            }
            pieces
        });
        let next = pieces.partition_point(|piece| piece.end <= words.start);
        Some(pieces.get(next).is_some_and(|piece| piece.overlaps(words)))
    }
}

fn write_hits<'m>(model: &'m Model, query: &'m str, hits: &'m Hits, out: &mut dyn Write) -> io::Result<()> {
    let mut coded = Coded::default();
    let record = |hit: &'m Hit| HitJson { coded: coded.covers(model, hit.subject), ..HitJson::new(model, hit) };
    let records = hits.hits.iter().map(record).collect();
    write_json(&HitsJson { query, total: hits.total, hits: records }, out)
}

/// The matched text of a hit with its marks; a quote with what it leaves out or cuts off in brackets.
fn told(model: &Model, hit: &Hit) -> (String, Vec<Span>) {
    match hit.subject {
        Subject::Passage(id) if *hit.text == *model.quote(id) => {
            let shown = ShownQuote::new(model, id).bracketed();
            let marks = hit.marks.iter().map(|mark| shown.placed(*mark)).collect();
            (shown.text, marks)
        }
        _ => (hit.text.to_string(), hit.marks.clone()),
    }
}

fn write_tsv(model: &Model, hit: &Hit, out: &mut dyn Write) -> io::Result<()> {
    let record = HitJson::new(model, hit);
    let (line, score) = (record.line.map(|line| line.to_string()).unwrap_or_default(), record.score.to_string());
    let fields = [
        record.kind,
        &record.id,
        record.actor.unwrap_or(""),
        record.issue.unwrap_or(""),
        record.article.unwrap_or(""),
        &line,
        record.anchor.unwrap_or(""),
        &score,
        &told(model, hit).0,
        record.speaker.unwrap_or(""),
        record.voice.unwrap_or(""),
        record.status.unwrap_or(""),
    ];
    let fields = fields.map(|field| clean(&one_line(field)).into_string());
    writeln!(out, "{}", fields.join("\t"))
}

fn write_text(model: &Model, hit: &Hit, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    let of = HitContext::of(hit.subject, model);
    let cells = look.width.saturating_sub(INDENT).max(NARROWEST);
    let head = head(model, hit, &of);
    for (row, span) in wrap(&head, cells).into_iter().enumerate() {
        let kind = if row == 0 { hit.subject.kind().word() } else { "" };
        writeln!(out, "{}", format!("{kind:INDENT$}{}", span.of(&head).trim_end()).trim_end())?;
    }
    let (text, marks) = told(model, hit);
    for row in wrap(&text, cells) {
        let row = inked(&text, row);
        if !row.is_empty() {
            writeln!(out, "{:INDENT$}{}", "", marked(&text, row, &marks, look.colour))?;
        }
    }
    Ok(())
}

/// The first line of a hit: its id, where it belongs, how it was found. Cleaned.
fn head(model: &Model, hit: &Hit, of: &HitContext) -> String {
    let actor = of.actor.map(|id| &*model.actor(id).name);
    let issue = of.issue.map(|id| &*model.issue(id).name);
    let place = of.article.map(|id| {
        let line = of.line.map(|line| format!(":{line}")).unwrap_or_default();
        format!("{}{line}", model.article(id).key)
    });
    let parts = match hit.subject {
        Subject::Actor(_) => vec![of.id.clone(), actor.unwrap_or("").to_owned()],
        Subject::Issue(_) => vec![of.id.clone(), issue.unwrap_or("").to_owned()],
        Subject::Demand(_) | Subject::Passage(_) => {
            let who = match hit.subject {
                Subject::Passage(id) => Some(who(model, id, Model::actor_name)),
                _ => actor.map(str::to_owned),
            };
            let standing = demand_of(model, hit.subject).map(|id| model.standing(id).to_owned());
            let names = who.into_iter().chain(issue.map(str::to_owned)).chain(standing);
            let place = place.into_iter().chain(anchor(model, hit.subject));
            std::iter::once(of.id.clone()).chain(names).chain(place).collect()
        }
        Subject::Article(_) => vec![place.unwrap_or_default(), of.title.to_owned()],
        Subject::Words(article, sentence) => {
            vec![place.unwrap_or_default(), of.title.to_owned(), supports(model, article, sentence)]
        }
    };
    let found = match &hit.why {
        Reason::Alias(alias) => Some(format!("alias \"{alias}\"")),
        Reason::Corrected(words) => Some(format!("\u{2248} {}", corrected(words))),
        Reason::Id => Some("by its id".to_owned()),
        Reason::Source | Reason::Name | Reason::Question | Reason::Words | Reason::Fields => None,
    };
    let without = (!hit.missing.is_empty()).then(|| format!("without {}", hit.missing.join(", ")));
    let parts: Vec<String> = parts.into_iter().chain(found).chain(without).filter(|part| !part.is_empty()).collect();
    clean(&parts.join(" \u{b7} ")).into_string()
}

/// How a passage's quote relates to its article.
fn anchor(model: &Model, subject: Subject) -> Option<String> {
    match subject {
        Subject::Passage(id) => Some(model.passage(id).anchor.phrase().into_owned()),
        Subject::Actor(_) | Subject::Issue(_) | Subject::Demand(_) | Subject::Article(_) | Subject::Words(..) => None,
    }
}

/// The words found in place of those typed.
fn corrected(words: &[(Box<str>, Box<str>)]) -> String {
    words.iter().map(|(_, found)| &**found).collect::<Vec<_>>().join(", ")
}

/// A row without the white space around it.
fn inked(text: &str, row: Span) -> Span {
    let words = row.of(text);
    let start = row.start() + words.len() - words.trim_start().len();
    Span::new(start, start + words.trim().len())
}

/// A row of the matched text, cleaned, its matches bold.
fn marked(text: &str, row: Span, marks: &[Span], colour: Colour) -> String {
    let mut out = String::new();
    let mut at = row.start();
    let pieces = marks.iter().map(|mark| mark.intersection(row)).filter(|piece| !piece.is_empty());
    for piece in pieces.filter(|_| colour == Colour::On) {
        out.push_str(clean(Span::new(at, piece.start()).of(text)).as_str());
        out.push_str("\u{1b}[1m");
        out.push_str(clean(piece.of(text)).as_str());
        out.push_str("\u{1b}[22m");
        at = piece.end();
    }
    out.push_str(clean(Span::new(at, row.end()).of(text)).as_str());
    out
}

#[cfg(test)]
mod tests {
    use super::{Look, LookupResult, Request, pasted};
    use crate::cli::{Failure, LookupFormat};
    use crate::model::SubjectKind;
    use crate::search::sample::model;
    use crate::search::{Index, Scope, SearchOptions};
    use crate::text::Colour;

    const PLAIN: Look = Look {
        wanted: SearchOptions { scope: Scope::All, limit: 2 },
        format: LookupFormat::Text,
        colour: Colour::Off,
        width: 60,
    };

    fn found(request: &Request, look: Look) -> (usize, String) {
        let (model, mut out) = (model(), Vec::new());
        let found = LookupResult::new(&model, &Index::new(&model), request, look.wanted);
        found.write(&look, &mut out).unwrap();
        (found.hits.total, String::from_utf8(out).unwrap())
    }

    fn asked(query: &str) -> Request {
        Request::Query(query.to_owned())
    }

    #[test]
    fn text_gives_each_hit_with_its_place_and_wrapped_words() {
        let (total, text) = found(&asked("sevre sanctions"), PLAIN);
        assert_eq!(total, 3);
        assert_eq!(
            text,
            "\
passage  eu-levy#1 · on European Union · Coal levy ·
         summit:2 · in the source · ≈ severe
         The severe sanctions on coal remain until the
         demilitarization of the zone.
demand   eu-levy · European Union · Coal levy · ≈ severe
         Keep the levy on coal and severe sanctions
"
        );
        assert_eq!(found(&asked("nothingofthekind"), PLAIN), (0, String::new()));
    }

    #[test]
    fn matches_are_bold_only_where_colours_are_wanted() {
        let look = Look { colour: Colour::On, wanted: SearchOptions { limit: 1, ..PLAIN.wanted }, ..PLAIN };
        let (_, text) = found(&asked("путін"), look);
        assert_eq!(text, "actor    putin · Vladimir Putin · alias \"Путін\"\n         \u{1b}[1mПутін\u{1b}[22m\n");
    }

    #[test]
    fn json_has_the_keys_of_the_contract_and_leaves_out_what_is_absent() {
        let look = Look { format: LookupFormat::Json, ..PLAIN };
        let (_, json) = found(&asked("putin demanded is:passage"), look);
        let value: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!((&value["query"], &value["total"]), (&"putin demanded is:passage".into(), &1.into()));
        let mut hit = value["hits"][0].clone();
        assert!(hit["score"].as_u64().is_some_and(|score| score > 0));
        hit.as_object_mut().unwrap().remove("score");
        let expected = serde_json::json!({
            "kind": "passage", "id": "putin-ceasefire#1", "title": "A ceasefire at once",
            "text": "Putin demanded an immediate ceasefire.", "marks": [[0, 5], [6, 14]],
            "actor": "putin", "speaker": "putin", "voice": "reported", "status": "held",
            "issue": "donbas", "article": "summit", "line": 1, "anchor": "exact",
        });
        assert_eq!(hit, expected);
        let (_, json) = found(&asked("is:actor \u{202e}union\u{9b}"), look);
        assert!(json.contains("\\u202e") && !json.contains(['\u{202e}', '\u{9b}']), "{json}");
        assert!(json.contains("\"id\": \"union\"") && !json.contains("\"article\""), "{json}");
    }

    #[test]
    fn json_says_whether_a_sentence_lies_under_a_passage() {
        let look = Look { format: LookupFormat::Json, ..PLAIN };
        for (query, coded) in [("is:article putin demanded", Some(true)), ("is:article unfair", Some(false))] {
            let (_, json) = found(&asked(query), look);
            let value: serde_json::Value = serde_json::from_str(&json).unwrap();
            assert_eq!(value["hits"][0]["coded"].as_bool(), coded, "{query} {json}");
        }
        let (_, json) = found(&asked("is:demand ceasefire"), look);
        assert!(json.contains("\"status\"") && !json.contains("\"coded\"") && !json.contains("\"voice\""), "{json}");
    }

    /// What is found in a model with a quote that leaves words out and one at two places, asked or pasted.
    fn found_of_two(request: &Request, format: LookupFormat) -> String {
        let model = crate::load::load_str(
            &[(
                "m.toml",
                "[[articles]]\nid = 'a'\ntitle = 'A'\n\
                 text = 'The port will never open at night. Ships pay a toll here. Later ships pay a toll again.'\n\
                 [[actors]]\nid = 'x'\nname = 'X'\n[[issues]]\nid = 'i'\nname = 'I'\n\
                 [[demands]]\nid = 'd'\nactor = 'x'\nissue = 'i'\ntext = 'T'\n\
                 passages = [{ quote = 'The port [surely] will … open at night' }, { quote = 'pay a toll' }]\n",
            )],
            &[],
        )
        .model;
        let mut out = Vec::new();
        let look = Look { format, width: 120, wanted: SearchOptions { limit: 9, ..PLAIN.wanted }, ..PLAIN };
        LookupResult::new(&model, &Index::new(&model), request, look.wanted).write(&look, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn what_a_quote_leaves_out_is_told_in_every_format() {
        let told = "The port [surely] will … [left out: “never”] open at night";
        for request in [asked("port night is:passage"), Request::Pasted("The port will open at night".to_owned())] {
            for format in [LookupFormat::Text, LookupFormat::Tsv] {
                let text = found_of_two(&request, format);
                assert!(text.contains(told), "{text}");
            }
            let value: serde_json::Value = serde_json::from_str(&found_of_two(&request, LookupFormat::Json)).unwrap();
            let hit = value["hits"].as_array().unwrap().iter().find(|hit| hit["id"] == "d#1").unwrap();
            assert_eq!(hit["left_out"], serde_json::json!(["never"]), "{value}");
        }
        let value: serde_json::Value =
            serde_json::from_str(&found_of_two(&asked("toll is:passage"), LookupFormat::Json)).unwrap();
        assert!(value["hits"][0].get("left_out").is_none(), "{value}");
    }

    #[test]
    fn a_quote_at_two_places_settles_neither() {
        let value: serde_json::Value =
            serde_json::from_str(&found_of_two(&asked("toll is:article"), LookupFormat::Json)).unwrap();
        let coded: Vec<Option<bool>> =
            value["hits"].as_array().unwrap().iter().map(|hit| hit["coded"].as_bool()).collect();
        assert_eq!(coded, [Some(false), Some(false)], "{value}");
        let pasted = Request::Pasted("Later ships pay a toll again.".to_owned());
        let text = found_of_two(&pasted, LookupFormat::Text);
        assert!(text.contains("may support d") && !text.contains("supports"), "{text}");
    }

    #[test]
    fn a_sentence_that_a_query_finds_says_what_it_supports() {
        for (query, told) in [
            ("port night is:article", "a:1 \u{b7} A \u{b7} supports d\n"),
            ("ships toll is:article", "a:1 \u{b7} A \u{b7} may support d\n"),
        ] {
            let text = found_of_two(&asked(query), LookupFormat::Text);
            assert!(text.contains(told), "{text}");
        }
        let (_, text) = found(&asked("is:article unfair"), Look { width: 120, ..PLAIN });
        assert!(text.contains("supports no demand yet"), "{text}");
    }

    #[test]
    fn tsv_is_one_line_a_hit_with_twelve_fields() {
        let look = Look { format: LookupFormat::Tsv, wanted: SearchOptions { limit: 9, ..PLAIN.wanted }, ..PLAIN };
        let (_, text) = found(&asked("ceasefire"), look);
        assert!(text.lines().all(|line| line.split('\t').count() == 12), "{text}");
        let first = "passage\tputin-ceasefire#1\tputin\tdonbas\tsummit\t1\texact\t";
        let people = "\tputin\treported\theld";
        assert!(text.lines().any(|line| line.starts_with(first) && line.ends_with(people)), "{text}");
    }

    #[test]
    fn a_pasted_sentence_is_traced_to_its_passage() {
        let paste = Request::Pasted("Zelenskyy refused to\n withdraw from Donetsk".to_owned());
        let (total, text) = found(&paste, Look { format: LookupFormat::Tsv, ..PLAIN });
        assert_eq!(total, 2);
        assert!(text.starts_with("passage\tzelenskyy-donbas#1\t") && text.contains("\ndemand\tzelenskyy-donbas\t"));
        let unsupported = Request::Pasted("“zelenskiy said the\n coal levy is unfair”".to_owned());
        assert_eq!(
            found(&unsupported, PLAIN).1,
            "article  summit:3 \u{b7} Report on the Alaska summit \u{b7} supports\n         no demand yet\n         Zelenskiy said the coal levy is unfair.\n"
        );
        let only = SearchOptions { scope: Scope::Only(SubjectKind::Demand), ..PLAIN.wanted };
        assert_eq!(found(&paste, Look { wanted: only, ..PLAIN }).0, 1);
    }

    #[test]
    fn a_pasted_sentence_is_found_though_words_differ_and_what_is_nowhere_is_named() {
        let paste = |text: &str| Request::Pasted(text.to_owned());
        let wide = Look { width: 120, ..PLAIN };
        let (total, text) = found(&paste("Zelenskiy said today that the coal levy is unfair."), wide);
        assert!(total == 1 && text.contains("summit:3") && text.contains("without today, that"), "{text}");
        let (model, text) = (model(), "Putin demanded an immediate ceasefire. The moon is made of cheese.");
        let request = paste(text);
        let found = LookupResult::new(&model, &Index::new(&model), &request, PLAIN.wanted);
        assert_eq!(found.hits.unknown, ["The moon is made of cheese.".into()]);
        assert!(found.hits.total > 0);
    }

    #[test]
    fn what_lacks_words_names_them() {
        let look = Look { wanted: SearchOptions { limit: 1, ..PLAIN.wanted }, width: 120, ..PLAIN };
        let (_, text) = found(&asked("did putin demand ceasefire"), look);
        assert!(text.contains("without did"), "{text}");
        let (_, json) = found(&asked("did putin demand ceasefire"), Look { format: LookupFormat::Json, ..look });
        let value: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(value["hits"][0]["missing"], serde_json::json!(["did"]));
    }

    #[test]
    fn a_pasted_text_has_a_limit() {
        assert_eq!(pasted(&mut "words".as_bytes()).unwrap(), "words");
        assert!(matches!(pasted(&mut "x".repeat(65_537).as_bytes()), Err(Failure::Usage(_))));
        assert!(matches!(pasted(&mut [0xff].as_slice()), Err(Failure::World(_))));
    }
}

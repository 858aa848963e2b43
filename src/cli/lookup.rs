//! `demarche lookup`: what a query finds, or what a pasted sentence comes from.

use std::fmt::Write as _;
use std::io::{self, Read, Write};

use serde::Serialize;

use super::{Choice, Failure, Lookup, LookupFormat, Outcome, Output};
use crate::model::{Model, Record, Subject};
use crate::search::{Hit, HitContext, Hits, Index, Query, Reason, Scope, Wanted, locate_pasted};
use crate::text::{Colour, Span, clean, is_hidden, wrap};

/// A pasted text may have so many bytes.
const PASTED_BYTES: u64 = 64 * 1024;
/// Cells of a line where the result does not go to a terminal.
const WIDTH: usize = 100;
/// Cells before the words of a hit: the longest kind and two spaces.
const INDENT: usize = 9;
/// The least cells of a line of words.
const NARROWEST: usize = 20;

/// Carries out the command.
pub fn run(args: &Lookup, output: &mut Output) -> Result<Outcome, Failure> {
    let typed = args.query.join(" ");
    let asked = if typed == "-" { Asked::Pasted(pasted(&mut io::stdin().lock())?) } else { Asked::Query(typed) };
    let loaded = Choice::or_example(&args.model.paths, output).read()?;
    let (model, index) = (&loaded.model, &Index::new(&loaded.model));
    if let Asked::Query(text) = &asked {
        for mistake in Query::new(text, model).mistakes() {
            output.note(&mistake.message);
        }
    }
    let scope = args.kind.map_or(Scope::All, Scope::Only);
    let look = Look {
        wanted: Wanted { scope, limit: args.limit },
        format: args.format,
        colour: output.colour,
        width: if output.is_terminal { terminal_width() } else { WIDTH },
    };
    let total = lookup((model, index), &asked, &look, output.result)?;
    match total {
        0 => output.note("nothing was found"),
        _ if total > args.limit => output.note(&format!("{} of {total} hits are shown; see --limit", args.limit)),
        _ => {}
    }
    Ok(if total == 0 { Outcome::Wanting } else { Outcome::Done })
}

fn terminal_width() -> usize {
    rustix::termios::tcgetwinsize(io::stdout()).map_or(WIDTH, |size| usize::from(size.ws_col))
}

/// The text on `input`, which must be UTF-8 and no longer than 64 KiB.
fn pasted(input: &mut dyn Read) -> Result<String, Failure> {
    let mut text = String::new();
    let read = input.take(PASTED_BYTES + 1).read_to_string(&mut text);
    read.map_err(|error| Failure::World(format!("standard input cannot be read: {error}")))?;
    if text.len() as u64 > PASTED_BYTES {
        return Err(Failure::Call("the text on standard input is longer than 64 KiB".to_owned()));
    }
    Ok(text)
}

/// What is looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// A query in the query language.
    Query(String),
    /// A sentence or paragraph whose source is sought.
    Pasted(String),
}

/// How the hits are chosen and written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Which kinds, and how many hits at most over all of them.
    pub wanted: Wanted,
    /// For people or programs.
    pub format: LookupFormat,
    /// Whether matches are bold in text.
    pub colour: Colour,
    /// Cells of a line of text.
    pub width: usize,
}

/// Writes what is found in a model with its index, best first, and gives the number of all hits, also those beyond the
/// limit.
///
/// Text has two or more lines a hit and nothing for no hits; TSV one line a hit without a head: kind, id, actor, issue,
/// article, line, anchor, score, text. Both are safe to show; so is the JSON, whose hidden characters are escaped.
pub fn lookup(world: (&Model, &Index), asked: &Asked, look: &Look, out: &mut dyn Write) -> io::Result<usize> {
    let (model, index) = world;
    let (text, hits) = match asked {
        Asked::Query(text) => (text, index.search(model, &Query::new(text, model), look.wanted)),
        Asked::Pasted(text) => (text, of_scope(locate_pasted(index, model, text, usize::MAX), look.wanted)),
    };
    match look.format {
        LookupFormat::Json => write_json(model, text, &hits, out)?,
        LookupFormat::Tsv => hits.hits.iter().try_for_each(|hit| write_tsv(model, hit, out))?,
        LookupFormat::Text => hits.hits.iter().try_for_each(|hit| write_text(model, hit, look, out))?,
    }
    Ok(hits.total)
}

/// The hits of the wanted kinds, as many as wanted.
fn of_scope(mut all: Hits, wanted: Wanted) -> Hits {
    all.hits.retain(|hit| wanted.scope.holds(hit.subject.kind()));
    all.total = all.hits.len();
    all.hits.truncate(wanted.limit);
    all
}

/// `lookup` in JSON; the keys are part of the program's contract.
#[derive(Serialize)]
struct Report<'m> {
    query: &'m str,
    total: usize,
    hits: Vec<HitRecord<'m>>,
}

/// One hit; what is absent is left out.
#[derive(Serialize)]
struct HitRecord<'m> {
    kind: &'static str,
    id: String,
    title: &'m str,
    text: &'m str,
    marks: Vec<[usize; 2]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    actor: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issue: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    article: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    anchor: Option<&'static str>,
    score: u32,
}

impl<'m> HitRecord<'m> {
    fn new(model: &'m Model, hit: &'m Hit) -> Self {
        let of = HitContext::of(hit.subject, model);
        Self {
            kind: hit.subject.kind().word(),
            title: of.title,
            text: &hit.text,
            marks: hit.marks.iter().map(|mark| [mark.start(), mark.end()]).collect(),
            actor: of.actor.map(|id| model.key(Record::Actor(id))),
            issue: of.issue.map(|id| model.key(Record::Issue(id))),
            article: of.article.map(|id| model.key(Record::Article(id))),
            line: of.line,
            anchor: of.anchor,
            score: hit.score,
            id: of.id,
        }
    }
}

fn write_json(model: &Model, query: &str, hits: &Hits, out: &mut dyn Write) -> io::Result<()> {
    let records = hits.hits.iter().map(|hit| HitRecord::new(model, hit)).collect();
    let json = serde_json::to_string_pretty(&Report { query, total: hits.total, hits: records })?;
    writeln!(out, "{}", escaped(&json))
}

/// JSON with the characters escaped that a terminal must not see; it reads as the same.
fn escaped(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if c == '\n' || !is_hidden(c) {
            out.push(c);
            continue;
        }
        for unit in c.encode_utf16(&mut [0; 2]) {
            // Writing to a string cannot fail.
            let _ = write!(out, "\\u{unit:04x}");
        }
    }
    out
}

fn write_tsv(model: &Model, hit: &Hit, out: &mut dyn Write) -> io::Result<()> {
    let record = HitRecord::new(model, hit);
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
        record.text,
    ];
    let fields = fields.map(|field| clean(&field.split_whitespace().collect::<Vec<_>>().join(" ")).into_string());
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
    for row in wrap(&hit.text, cells) {
        let row = inked(&hit.text, row);
        if !row.is_empty() {
            writeln!(out, "{:INDENT$}{}", "", marked(&hit.text, row, hit, look.colour))?;
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
            let names = [actor, issue].into_iter().flatten().map(str::to_owned);
            let place = place.into_iter().chain(of.anchor.map(str::to_owned));
            std::iter::once(of.id.clone()).chain(names).chain(place).collect()
        }
        Subject::Article(_) | Subject::Words(..) => vec![place.unwrap_or_default(), of.title.to_owned()],
    };
    let found = match &hit.why {
        Reason::Alias(alias) => Some(format!("alias \"{alias}\"")),
        Reason::Corrected(words) => Some(format!("\u{2248} {}", corrected(words))),
        Reason::Id => Some("by its id".to_owned()),
        Reason::Name | Reason::Question | Reason::Words | Reason::Fields => None,
    };
    let parts: Vec<String> = parts.into_iter().chain(found).filter(|part| !part.is_empty()).collect();
    clean(&parts.join(" \u{b7} ")).into_string()
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
fn marked(text: &str, row: Span, hit: &Hit, colour: Colour) -> String {
    let mut out = String::new();
    let mut at = row.start();
    let pieces = hit.marks.iter().map(|mark| mark.intersection(row)).filter(|piece| !piece.is_empty());
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
    use super::{Asked, Look, lookup, pasted};
    use crate::cli::{Failure, LookupFormat};
    use crate::model::SubjectKind;
    use crate::search::sample::model;
    use crate::search::{Index, Scope, Wanted};
    use crate::text::Colour;

    const PLAIN: Look = Look {
        wanted: Wanted { scope: Scope::All, limit: 2 },
        format: LookupFormat::Text,
        colour: Colour::Off,
        width: 60,
    };

    fn found(asked: &Asked, look: Look) -> (usize, String) {
        let (model, mut out) = (model(), Vec::new());
        let total = lookup((&model, &Index::new(&model)), asked, &look, &mut out).unwrap();
        (total, String::from_utf8(out).unwrap())
    }

    fn asked(query: &str) -> Asked {
        Asked::Query(query.to_owned())
    }

    #[test]
    fn text_gives_each_hit_with_its_place_and_wrapped_words() {
        let (total, text) = found(&asked("sevre sanctions"), PLAIN);
        assert_eq!(total, 3);
        assert_eq!(
            text,
            "\
passage  eu-levy#1 · European Union · Coal levy · summit:2 ·
         exact · ≈ severe
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
        let look = Look { colour: Colour::On, wanted: Wanted { limit: 1, ..PLAIN.wanted }, ..PLAIN };
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
            "actor": "putin", "issue": "donbas", "article": "summit", "line": 1, "anchor": "exact",
        });
        assert_eq!(hit, expected);
        let (_, json) = found(&asked("is:actor \u{202e}union\u{9b}"), look);
        assert!(json.contains("\\u202e") && !json.contains(['\u{202e}', '\u{9b}']), "{json}");
        assert!(json.contains("\"id\": \"union\"") && !json.contains("\"article\""), "{json}");
    }

    #[test]
    fn tsv_is_one_line_a_hit_with_nine_fields() {
        let look = Look { format: LookupFormat::Tsv, wanted: Wanted { limit: 9, ..PLAIN.wanted }, ..PLAIN };
        let (_, text) = found(&asked("ceasefire"), look);
        assert!(text.lines().all(|line| line.split('\t').count() == 9), "{text}");
        let first = "passage\tputin-ceasefire#1\tputin\tdonbas\tsummit\t1\texact\t";
        assert!(text.lines().any(|line| line.starts_with(first)), "{text}");
    }

    #[test]
    fn a_pasted_sentence_is_traced_to_its_passage() {
        let paste = Asked::Pasted("Zelenskyy refused to\n withdraw from Donetsk".to_owned());
        let (total, text) = found(&paste, Look { format: LookupFormat::Tsv, ..PLAIN });
        assert_eq!(total, 2);
        assert!(text.starts_with("passage\tzelenskyy-donbas#1\t") && text.contains("\ndemand\tzelenskyy-donbas\t"));
        let only = Wanted { scope: Scope::Only(SubjectKind::Demand), ..PLAIN.wanted };
        assert_eq!(found(&paste, Look { wanted: only, ..PLAIN }).0, 1);
    }

    #[test]
    fn a_pasted_text_has_a_limit() {
        assert_eq!(pasted(&mut "words".as_bytes()).unwrap(), "words");
        assert!(matches!(pasted(&mut "x".repeat(65_537).as_bytes()), Err(Failure::Call(_))));
        assert!(matches!(pasted(&mut [0xff].as_slice()), Err(Failure::World(_))));
    }
}

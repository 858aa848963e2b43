//! `demarche show`: one actor, issue, demand or article, with its evidence.

use std::io::{self, Write};

use serde::Serialize;

use super::answer::{Answer, say_findings, unknown};
use super::page::{Page, reading_width};
use super::{Choice, Failure, Format, Outcome, Output, Show};
use crate::export::{ActorRecord, ArticleRecord, DemandRecord, IssueRecord, PassageRecord, write_json};
use crate::model::{
    ActorId, Anchor, ArticleId, Demand, DemandId, IssueId, Model, PassageId, Record, Subject, SubjectKind,
};
use crate::text::Span;

/// Carries out the command.
pub fn run(args: &Show, output: &mut Output) -> Result<Outcome, Failure> {
    let loaded = Choice::or_example(&args.model.paths, output).read()?;
    say_findings(&loaded, output);
    let form = match args.format {
        Format::Text => Form::Text(reading_width(output)),
        Format::Json => Form::Json,
    };
    show(&loaded.model, &args.id, form, output.result)?.tell(output)
}

/// How the result is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// For reading, wrapped to this many cells.
    Text(usize),
    /// One JSON object.
    Json,
}

/// Writes what `id` names: a record, a passage `DEMAND#n`, or a line of an article `ARTICLE:LINE`.
///
/// The JSON is `{"kind", "id", "actor" | "issue" | "passage" | "article", "line", "text", "demands"}`: `kind` says which of
/// the four records is there (none for a demand, which stands in `demands`), `line` and `text` are those of a line of an
/// article. `demands` are an actor's or issue's own, those a passage or line supports, those an article gives a passage
/// for; each as in the export. Fails where `out` fails.
fn show(model: &Model, id: &str, form: Form, out: &mut dyn Write) -> io::Result<Answer> {
    let Some(subject) = model.subject(id) else {
        return Ok(unknown(
            model,
            id,
            &[SubjectKind::Actor, SubjectKind::Issue, SubjectKind::Demand, SubjectKind::Article],
        ));
    };
    match form {
        Form::Json => write_json(&shown(model, id, subject), out)?,
        Form::Text(width) => write_text(model, subject, &mut Page::new(out, width))?,
    }
    Ok(Answer::Done)
}

/// What the JSON holds.
#[derive(Serialize)]
struct Shown<'m> {
    kind: &'static str,
    id: &'m str,
    #[serde(flatten)]
    record: Option<ShownRecord<'m>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'m str>,
    demands: Vec<DemandRecord<'m>>,
}

/// The record asked for, under the name of its kind; a demand stands in the list of demands.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum ShownRecord<'m> {
    Actor(ActorRecord<'m>),
    Issue(IssueRecord<'m>),
    Passage(PassageRecord<'m>),
    Article(ArticleRecord<'m>),
}

fn shown<'m>(model: &'m Model, id: &'m str, subject: Subject) -> Shown<'m> {
    let (kind, record) = match subject {
        Subject::Actor(id) => (SubjectKind::Actor, Some(ShownRecord::Actor(ActorRecord::new(model, id)))),
        Subject::Issue(id) => (SubjectKind::Issue, Some(ShownRecord::Issue(IssueRecord::new(model, id)))),
        Subject::Demand(_) => (SubjectKind::Demand, None),
        Subject::Passage(id) => (SubjectKind::Passage, Some(ShownRecord::Passage(PassageRecord::new(model, id)))),
        Subject::Article(id) | Subject::Words(id, _) => {
            (SubjectKind::Article, Some(ShownRecord::Article(ArticleRecord::new(model, id))))
        }
    };
    let line = match subject {
        Subject::Words(id, line) => {
            let article = model.article(id);
            Some((article.lines.line(line.start()), line.of(article.text())))
        }
        Subject::Actor(_) | Subject::Issue(_) | Subject::Demand(_) | Subject::Passage(_) | Subject::Article(_) => None,
    };
    let demands = demands_of(model, subject).into_iter().map(|id| DemandRecord::new(model, id)).collect();
    let text = line.map(|(_, text)| text.trim_end_matches(['\r', '\n']));
    Shown { kind: kind.word(), id, record, line: line.map(|(line, _)| line), text, demands }
}

/// The demands that belong to what is shown, in the order of the files, each once.
fn demands_of(model: &Model, subject: Subject) -> Vec<DemandId> {
    match subject {
        Subject::Actor(id) => model.demands_of(id).to_vec(),
        Subject::Issue(id) => model.demands_on(id).to_vec(),
        Subject::Demand(id) => vec![id],
        Subject::Passage(id) => vec![model.demand_of(id)],
        Subject::Article(_) | Subject::Words(..) => {
            let mut demands: Vec<DemandId> =
                passages_in(model, subject).iter().map(|id| model.demand_of(*id)).collect();
            demands.sort_unstable();
            demands.dedup();
            demands
        }
    }
}

/// The passages that an article or one of its lines gives, in the order of the files; none for other records.
fn passages_in(model: &Model, subject: Subject) -> Vec<PassageId> {
    match subject {
        Subject::Article(id) => model.quoted_from(id).to_vec(),
        Subject::Words(id, line) => {
            let touching = model.placed_in(id).iter().filter(|(span, _)| span.overlaps(line));
            let mut passages: Vec<PassageId> = touching.map(|(_, passage)| *passage).collect();
            passages.sort_unstable();
            passages.dedup();
            passages
        }
        Subject::Passage(id) => vec![id],
        Subject::Actor(_) | Subject::Issue(_) | Subject::Demand(_) => Vec::new(),
    }
}

fn write_text(model: &Model, subject: Subject, page: &mut Page) -> io::Result<()> {
    match subject {
        Subject::Actor(id) => actor(model, id, page),
        Subject::Issue(id) => issue(model, id, page),
        Subject::Demand(id) => demand_alone(model, id, page),
        Subject::Passage(id) => {
            heading(model, model.demand_of(id), page)?;
            passage(model, id, page, 4)
        }
        Subject::Article(id) => {
            article(model, id, page)?;
            evidence(model, &passages_in(model, subject), page)
        }
        Subject::Words(id, line) => {
            let article = model.article(id);
            let number = article.lines.line(line.start());
            page.text(0, &format!("{}, line {number} ({}:{number})", article.title, article.key))?;
            page.text(2, line.of(article.text()))?;
            evidence(model, &passages_in(model, subject), page)
        }
    }
}

fn actor(model: &Model, id: ActorId, page: &mut Page) -> io::Result<()> {
    let actor = model.actor(id);
    page.text(0, &format!("{} ({})", actor.name, actor.key))?;
    let mut facts = vec![actor.kind.word().to_owned()];
    facts.extend(actor.role.as_deref().map(str::to_owned));
    facts.extend((!actor.member_of.is_empty()).then(|| format!("member of {}", model.names(&actor.member_of))));
    let members = model.members_of(id);
    facts.extend((!members.is_empty()).then(|| format!("members: {}", model.names(members))));
    page.text(0, &facts.join(" · "))?;
    if !actor.aliases.is_empty() {
        page.text(0, &format!("also called {}", actor.aliases.join(", ")))?;
    }
    note(actor.note.as_deref(), page, 0)?;
    grouped(model, model.demands_of(id), page, |demand| Record::Issue(demand.issue))
}

fn issue(model: &Model, id: IssueId, page: &mut Page) -> io::Result<()> {
    let issue = model.issue(id);
    page.text(0, &format!("{} ({})", issue.name, issue.key))?;
    for line in [issue.question.as_deref(), issue.group.as_deref()].into_iter().flatten() {
        page.text(0, line)?;
    }
    if !issue.scale.is_empty() {
        let points = issue.scale.iter().map(|point| format!("{} ({})", point.label, point.at));
        page.text(0, &format!("scale: {}", points.collect::<Vec<_>>().join(" · ")))?;
    }
    note(issue.note.as_deref(), page, 0)?;
    grouped(model, model.demands_on(id), page, |demand| Record::Actor(demand.actor))
}

/// The demands under headings, both in the order of the files.
fn grouped(model: &Model, demands: &[DemandId], page: &mut Page, under: fn(&Demand) -> Record) -> io::Result<()> {
    if demands.is_empty() {
        page.gap()?;
        return page.text(0, "no demands");
    }
    let mut demands = demands.to_vec();
    demands.sort_by_key(|id| (under(model.demand(*id)), *id));
    for group in demands.chunk_by(|a, b| under(model.demand(*a)) == under(model.demand(*b))) {
        page.gap()?;
        let Some(first) = group.first() else { continue };
        page.text(0, model.name(under(model.demand(*first))))?;
        for (at, id) in group.iter().enumerate() {
            if at > 0 {
                page.gap()?;
            }
            demand(model, *id, page, 2)?;
            for id in model.demand(*id).passages() {
                passage(model, id, page, 4)?;
            }
        }
    }
    Ok(())
}

fn demand_alone(model: &Model, id: DemandId, page: &mut Page) -> io::Result<()> {
    heading(model, id, page)?;
    let passages = model.demand(id).passages();
    if passages.len() == 0 {
        return page.text(4, "no passage supports it");
    }
    passages.into_iter().try_for_each(|id| passage(model, id, page, 4))
}

fn heading(model: &Model, id: DemandId, page: &mut Page) -> io::Result<()> {
    let of = model.demand(id);
    page.text(0, &format!("{} on {}", model.actor(of.actor).name, model.issue(of.issue).name))?;
    demand(model, id, page, 2)
}

fn article(model: &Model, id: ArticleId, page: &mut Page) -> io::Result<()> {
    let article = model.article(id);
    page.text(0, &format!("{} ({})", article.title, article.key))?;
    let date = article.date.map(|date| date.to_string());
    let facts = [article.author.as_deref(), article.publisher.as_deref(), date.as_deref(), article.file.as_deref()];
    let mut facts: Vec<&str> = facts.into_iter().chain([article.url.as_deref()]).flatten().collect();
    facts.extend(article.text.is_none().then_some("no source text"));
    if !facts.is_empty() {
        page.text(0, &facts.join(" · "))?;
    }
    note(article.note.as_deref(), page, 0)
}

/// Passages under the demands they support, in the order of the files.
fn evidence(model: &Model, passages: &[PassageId], page: &mut Page) -> io::Result<()> {
    if passages.is_empty() {
        page.gap()?;
        return page.text(0, "no passages");
    }
    for group in passages.chunk_by(|a, b| model.demand_of(*a) == model.demand_of(*b)) {
        let Some(first) = group.first() else { continue };
        let id = model.demand_of(*first);
        page.gap()?;
        heading(model, id, page)?;
        group.iter().try_for_each(|id| passage(model, *id, page, 4))?;
    }
    Ok(())
}

fn demand(model: &Model, id: DemandId, page: &mut Page, indent: usize) -> io::Result<()> {
    let demand = model.demand(id);
    page.text(indent, &demand.text)?;
    let mut facts = vec![demand.key.to_string()];
    facts.extend(model.facts(id));
    facts.extend((!demand.addressees.is_empty()).then(|| format!("to {}", model.names(&demand.addressees))));
    page.text(indent + 2, &facts.join(" · "))?;
    let stated = demand.relations.iter().map(|relation| (relation.kind.phrase(), relation.to));
    let received = model.relations_to(id).map(|relation| (relation.kind.reverse_phrase(), relation.to));
    for (words, other) in stated.chain(received.collect::<Vec<_>>()) {
        page.text(indent + 2, &format!("{words} {}: {}", model.demand(other).key, model.demand(other).text))?;
    }
    note(demand.note.as_deref(), page, indent + 2)
}

fn passage(model: &Model, id: PassageId, page: &mut Page, indent: usize) -> io::Result<()> {
    let passage = model.passage(id);
    let article = model.article(passage.article);
    let line = |span: &Span| article.lines.line(span.start());
    let mut facts = match &passage.anchor {
        Anchor::Exact(span) | Anchor::Normalised(span) => {
            vec![format!("{}:{}", article.key, line(span)), passage.anchor.phrase().into_owned()]
        }
        Anchor::Ambiguous(places) => {
            let lines: Vec<String> = places.iter().map(|span| line(span).to_string()).collect();
            vec![article.key.to_string(), format!("{}, lines {}", passage.anchor.phrase(), lines.join(", "))]
        }
        Anchor::Orphan | Anchor::NoSource => vec![article.key.to_string(), passage.anchor.phrase().into_owned()],
    };
    facts.push(passage.voice.word().to_owned());
    facts.extend(passage.speaker.map(|speaker| format!("said by {}", model.actor(speaker).name)));
    page.text(indent, &format!("\u{201c}{}\u{201d}", model.quote(id).trim()))?;
    page.text(indent + 2, &facts.join(" · "))?;
    note(passage.note.as_deref(), page, indent + 2)
}

fn note(note: Option<&str>, page: &mut Page, indent: usize) -> io::Result<()> {
    note.map_or(Ok(()), |note| page.text(indent, &format!("note: {note}")))
}

#[cfg(test)]
mod tests {
    use super::{Form, show};
    use crate::cli::answer::Answer;
    use crate::cli::sample;
    use serde_json::{Value, json};

    fn written(id: &str, form: Form) -> String {
        let mut out = Vec::new();
        assert_eq!(show(&sample::model(), id, form, &mut out).unwrap(), Answer::Done);
        String::from_utf8(out).unwrap()
    }

    fn object(id: &str) -> Value {
        serde_json::from_str(&written(id, Form::Json)).unwrap()
    }

    fn first_demand() -> Value {
        json!({
            "id": "n1", "actor": "north", "issue": "border", "text": "The border stays open", "kind": "red-line",
            "position": 0.0, "salience": 0.9, "power": 0.4, "addressee": ["south"],
            "date": "2025-08", "status": "hardened", "supersedes": ["n0"], "opposes": ["s1"], "supports": ["m1"],
            "depends_on": ["n2"], "in_exchange_for": ["s2"], "note": "a memo",
            "passages": [
                {
                    "article": "talks", "quote": "keep the border open", "prefix": "must ", "suffix": ".",
                    "speaker": "mia", "voice": "quoted", "note": "in a speech",
                    "anchor": "exact", "start": 25, "end": 45, "line": 2
                },
                {"article": "talks", "quote": "the", "voice": "reported", "anchor": "ambiguous", "places": [[0, 3], [30, 33]]},
            ],
        })
    }

    #[test]
    fn the_json_of_a_demand_has_every_key_of_the_format() {
        assert_eq!(object("n1"), json!({"kind": "demand", "id": "n1", "demands": [first_demand()]}));
    }

    #[test]
    fn what_is_absent_is_left_out_and_lists_are_always_there() {
        let bare = json!({
            "id": "n2", "actor": "north", "issue": "river", "text": "Water for all", "kind": "demand",
            "addressee": [], "status": "held", "supersedes": [], "opposes": [], "supports": [], "depends_on": [],
            "in_exchange_for": [], "passages": [],
        });
        assert_eq!(object("n2")["demands"], json!([bare]));
    }

    #[test]
    fn the_json_of_an_actor_holds_its_demands() {
        let shown = object("north");
        let actor = json!({
            "id": "north", "name": "North", "kind": "state", "aliases": ["the north"], "member_of": ["union"],
            "role": "host", "note": "first",
        });
        assert_eq!((&shown["kind"], &shown["id"], &shown["actor"]), (&json!("actor"), &json!("north"), &actor));
        let ids: Vec<&Value> = shown["demands"].as_array().unwrap().iter().map(|demand| &demand["id"]).collect();
        assert_eq!(ids, ["n0", "n1", "n2"]);
        assert_eq!(shown["demands"][1], first_demand());
    }

    #[test]
    fn the_json_of_an_issue_holds_its_scale() {
        let shown = object("border");
        let issue = json!({
            "id": "border", "name": "The border", "question": "Who may cross?", "group": "Land",
            "scale": [{"at": 0.0, "label": "open"}, {"at": 1.0, "label": "closed"}], "note": "old",
        });
        assert_eq!((&shown["kind"], &shown["issue"]), (&json!("issue"), &issue));
        assert_eq!(shown["demands"].as_array().unwrap().len(), 5);
    }

    #[test]
    fn the_json_of_an_article_holds_the_demands_it_supports() {
        let shown = object("talks");
        let article = json!({
            "id": "talks", "title": "The talks", "publisher": "Paper", "author": "A. Writer", "date": "2025-08-15",
            "url": "https://example.org/", "language": "en", "sha256": "00", "note": "kept",
            "text": sample::TEXT,
        });
        assert_eq!((&shown["kind"], &shown["article"]), (&json!("article"), &article));
        assert_eq!(shown["demands"], json!([first_demand(), object("s1")["demands"][0]]));
    }

    #[test]
    fn a_file_s_text_is_not_repeated() {
        assert_eq!(object("lost")["article"], json!({"id": "lost", "title": "Lost", "file": "lost.txt"}));
    }

    #[test]
    fn the_json_of_a_passage_and_of_a_line_hold_what_they_support() {
        let passage = object("n1#2");
        assert_eq!((&passage["kind"], &passage["id"]), (&json!("passage"), &json!("n1#2")));
        assert_eq!(passage["passage"], first_demand()["passages"][1]);
        assert_eq!(passage["demands"], json!([first_demand()]));
        let line = object("talks:2");
        assert_eq!((&line["kind"], &line["id"], &line["line"]), (&json!("article"), &json!("talks:2"), &json!(2)));
        assert_eq!(line["text"], json!("must keep the border open."));
        assert_eq!(line["demands"], json!([first_demand()]));
        assert_eq!(object("talks:3")["demands"], json!([]));
    }

    #[test]
    fn an_unknown_id_finds_nothing_and_writes_nothing() {
        for form in [Form::Json, Form::Text(80)] {
            let mut out = Vec::new();
            let answer = show(&sample::model(), "qqq", form, &mut out).unwrap();
            let sentence = "`qqq` is not the id of an actor, issue, demand or article";
            assert_eq!((answer, out.len()), (Answer::Nothing(sentence.to_owned()), 0));
        }
    }

    #[test]
    fn an_actor_is_shown_with_its_demands_and_their_words() {
        assert_eq!(written("north", Form::Text(60)), NORTH);
    }

    const NORTH: &str = r"North (north)
state · host · member of The Union
also called the north
note: first

The border
  The border is shut
    n0 · demand · held · at “closed”
    superseded by n1: The border stays open

  The border stays open
    n1 · red-line · hardened · at “open” · salience 0.9 ·
    power 0.4 · 2025-08 · to South
    supersedes n0: The border is shut
    opposes s1: =The border | is half open
    supports m1: Gates
    depends on n2: Water for all
    in exchange for s2: Water for us
    note: a memo
    “keep the border open”
      talks:2 · verified · quoted · said by Mia␇
      note: in a speech
    “the”
      talks · 2 places, lines 1, 2 · reported

The river
  Water for all
    n2 · demand · held · not placed
    opposed by s2: Water for us
    condition of n1: The border stays open
";

    #[test]
    fn no_line_is_wider_than_asked_and_nothing_hidden_is_shown() {
        for id in ["north", "south", "border", "river", "n1", "n1#1", "talks", "talks:2", "lost", "s1"] {
            for cells in [20, 33, 80] {
                for line in written(id, Form::Text(cells)).lines() {
                    assert!(crate::text::width(line) <= cells, "{id} in {cells}: {line:?}");
                    assert!(!line.chars().any(crate::text::is_hidden), "{id}: {line:?}");
                }
            }
        }
    }
}

//! What the arguments of `add` and `set` mean for a model.

use super::answer::did_you_mean;
use super::write_args::{
    AddActorArgs, AddArticleArgs, AddDemandArgs, AddIssueArgs, AddPassageArgs, QuoteArgs, SetArgs,
};
use crate::edit::{Change, Evidence, Record, Refusal, Value, evidence_of, fresh_id, id_of_name};
use crate::format::{ACTOR, ARTICLE, DEMAND, Field, Form, ISSUE, Key, PASSAGE, TableKind};
use crate::model::{Anchor, Article, ArticleId, Demand, Model, Record as Known, Subject, SubjectKind};
use crate::quote::{Quote, find_words, locate};
use crate::store::Source;

/// With the value of an option, where it was given.
fn with(record: Record, field: Field, value: Option<&String>) -> Record {
    match value {
        Some(words) => {
            let form = record.kind.keys().iter().find(|key| key.name == field.name).map_or(Form::Text, |key| key.form);
            // What is text for sure stays as it was typed.
            let value = if form == Form::Text { Value::from(words.as_str()) } else { Value::typed(words, form) };
            record.with(field, value)
        }
        None => record,
    }
}

fn with_all(record: Record, field: Field, values: &[String]) -> Record {
    if values.is_empty() { record } else { record.with(field, values.to_vec()) }
}

/// The demand that `add demand` adds.
pub fn demand(model: &Model, args: &AddDemandArgs) -> Result<Vec<Change>, Refusal> {
    let (actor, issue) = match (actor(model, &args.actor), id_of(model, SubjectKind::Issue, &args.issue)) {
        (Ok(actor), Ok(issue)) => (actor, issue),
        (Err(actor), Err(issue)) => return Err(Refusal::new(format!("{actor}; {issue}"))),
        (Err(why), _) | (_, Err(why)) => return Err(why),
    };
    let id = args.id.clone().unwrap_or_else(|| fresh_id(model, &format!("{actor}-{issue}")));
    let text = args.text.as_deref().unwrap_or(&args.quote.quote);
    let record = Record::new(TableKind::Demand).with(DEMAND.id, id).with(DEMAND.actor, actor.as_str());
    let record = record.with(DEMAND.issue, issue).with(DEMAND.text, text);
    let record = with(record, DEMAND.kind, args.kind.as_ref());
    let record = with(record, DEMAND.position, args.position.as_ref());
    let record = with(record, DEMAND.salience, args.salience.as_ref());
    let record = with(record, DEMAND.power, args.power.as_ref());
    let record = with(record, DEMAND.date, args.date.as_ref());
    let record = with(record, DEMAND.status, args.status.as_ref());
    let record = with(record, DEMAND.note, args.note.as_ref());
    let addressees = args.addressee.iter().map(|typed| self::actor(model, typed)).collect::<Result<Vec<_>, _>>()?;
    let record = with_all(record, DEMAND.addressee, &addressees);
    let relations = [
        (DEMAND.supersedes, &args.supersedes),
        (DEMAND.opposes, &args.opposes),
        (DEMAND.supports, &args.supports),
        (DEMAND.depends_on, &args.depends_on),
        (DEMAND.in_exchange_for, &args.in_exchange_for),
    ];
    let record = relations.into_iter().fold(record, |record, (field, ids)| with_all(record, field, ids));
    Ok(vec![Change::Add(record.passage(passage(model, &args.quote, None)?))])
}

/// The passage that `add passage` adds.
pub fn passage_of(model: &Model, args: &AddPassageArgs) -> Result<Vec<Change>, Refusal> {
    let passage = passage(model, &args.quote, args.note.as_ref())?;
    Ok(vec![Change::AddPassage { demand: args.demand.clone(), passage }])
}

/// What a model had already of what a record or passage that was added says: its id, and what is the same.
pub fn same_already(before: &Model, after: &Model, added: Subject) -> Option<(String, &'static str)> {
    let record = |record: Known| before.key(record).to_owned();
    match added {
        Subject::Demand(id) => {
            let new = after.demand(id);
            let words: Vec<&str> = new.passages().map(|id| after.quote(id)).collect();
            let is_same = |demand: &&Demand| {
                before.actor(demand.actor).key == after.actor(new.actor).key
                    && before.issue(demand.issue).key == after.issue(new.issue).key
                    && demand.passages().any(|id| words.contains(&before.quote(id)))
            };
            let same = before.demands().iter().find(is_same)?;
            Some((same.key.to_string(), "of the same actor on the same issue has the same words"))
        }
        Subject::Passage(id) => {
            let of = |model: &Model, id| {
                (
                    model.quote(id).to_owned(),
                    model.article(model.passage(id).article).key.clone(),
                    model.passage(id).anchor.clone(),
                )
            };
            let Known::Demand(demand) = before.find(&after.demand(after.demand_of(id)).key)? else { return None };
            let same = before.demand(demand).passages().find(|old| of(before, *old) == of(after, id))?;
            Some((before.passage_key(same), "has the same words"))
        }
        Subject::Actor(id) => {
            let same = before.named(&after.actor(id).name, &[SubjectKind::Actor]);
            Some((record(*same.first()?), "has the same name"))
        }
        Subject::Issue(id) => {
            let same = before.named(&after.issue(id).name, &[SubjectKind::Issue]);
            Some((record(*same.first()?), "has the same name"))
        }
        Subject::Article(id) => {
            let new = after.article(id);
            let is_text = |article: &&Article| article.text.is_some() && article.text == new.text;
            Some((before.articles().iter().find(is_text)?.key.to_string(), "has the same text"))
        }
        Subject::Words(..) => None,
    }
}

fn passage(model: &Model, args: &QuoteArgs, note: Option<&String>) -> Result<Record, Refusal> {
    let article = article(model, args)?;
    let of = model.article(article);
    let evidence = evidence_of(of, &args.quote, args.line);
    if let Some(line) = args.line {
        check_line(of, &evidence, line)?;
    }
    let mut record = evidence.passage();
    if args.article.is_some() || model.articles().len() > 1 {
        record = record.with(PASSAGE.article, &*of.key);
    }
    record = with(record, PASSAGE.prefix, args.prefix.as_ref());
    record = with(record, PASSAGE.suffix, args.suffix.as_ref());
    if let Some(speaker) = &args.speaker {
        record = record.with(PASSAGE.speaker, actor(model, speaker)?);
    }
    record = with(record, PASSAGE.voice, args.voice.as_ref());
    Ok(with(record, PASSAGE.note, note))
}

/// Refuses a line that the quote does not begin on, or more than once.
fn check_line(article: &Article, evidence: &Evidence, line: u32) -> Result<(), Refusal> {
    let places = match &evidence.anchor {
        Anchor::Adapted(parts) => parts.get(..1).unwrap_or_default(),
        other => other.places(),
    };
    let mut lines: Vec<u32> = places.iter().map(|place| article.lines.line(place.start())).collect();
    lines.dedup();
    let told = lines.iter().take(20).map(u32::to_string).collect::<Vec<_>>().join(", ");
    let refuse = |why: &str| Err(Refusal::new(format!("{why} line {told}")));
    match &evidence.anchor {
        _ if lines.is_empty() => Ok(()),
        _ if !lines.contains(&line) => refuse(&format!("the quote does not begin on line {line} but on")),
        Anchor::Ambiguous(_) if evidence.context.is_none() => {
            refuse(&format!("line {line} does not tell the places of the quote apart: they are on"))
        }
        _ => Ok(()),
    }
}

/// The article that was named, else the only one, else the only one that has the words.
fn article(model: &Model, args: &QuoteArgs) -> Result<ArticleId, Refusal> {
    if let Some(typed) = &args.article {
        return match model.find(typed) {
            Some(Known::Article(id)) => Ok(id),
            _ => Err(Refusal::new(format!("there is no article `{typed}`"))),
        };
    }
    if model.articles().len() < 2 {
        return model.article_ids().next().ok_or_else(|| Refusal::new("the model has no article to quote from"));
    }
    let has_words = |id: &ArticleId| {
        let text = model.article(*id).text();
        let quote = Quote { words: &args.quote, prefix: args.prefix.as_deref(), suffix: args.suffix.as_deref() };
        find_words(text, &[&args.quote]).first().is_some_and(Option::is_some)
            || locate(text, &[quote]).first().is_some_and(|located| !located.anchor.places().is_empty())
    };
    let mut having = model.article_ids().filter(has_words);
    match (having.next(), having.next()) {
        (Some(id), None) => Ok(id),
        (None, _) => {
            let unread = model.articles().iter().filter(|article| article.text.is_none());
            let unread: Vec<String> = unread.map(|article| format!("`{}`", article.key)).collect();
            let unread = if unread.is_empty() { String::new() } else { format!("; no text of {}", unread.join(", ")) };
            let sentence = "the quote is in none of the articles; name the nearest with --article to see why";
            Err(Refusal::new(format!("{sentence}{unread}")))
        }
        (Some(_), Some(_)) => Err(Refusal::new("the quote is in several articles: choose one with --article")),
    }
}

/// The id of the record of this kind that is called `typed`.
fn id_of(model: &Model, kind: SubjectKind, typed: &str) -> Result<String, Refusal> {
    let keys: Vec<&str> = model.named(typed, &[kind]).into_iter().map(|record| model.key(record)).collect();
    match keys.as_slice() {
        [] => {
            let help = did_you_mean(model, typed, &[kind]);
            Err(Refusal::new(format!("there is no {} `{typed}`{help}", kind.word())))
        }
        [one] => Ok((*one).to_owned()),
        several => Err(Refusal::new(format!("`{typed}` may be {}", several.join(", ")))),
    }
}

fn actor(model: &Model, typed: &str) -> Result<String, Refusal> {
    id_of(model, SubjectKind::Actor, typed)
}

/// The actor that `add actor` adds.
pub fn new_actor(model: &Model, args: &AddActorArgs) -> Result<Vec<Change>, Refusal> {
    let id = args.id.clone().unwrap_or_else(|| fresh_id(model, &id_of_name(args.name.text())));
    let record = Record::new(TableKind::Actor).with(ACTOR.id, id).with(ACTOR.name, args.name.text());
    let record = with(record, ACTOR.kind, args.kind.as_ref());
    let record = with_all(record, ACTOR.aliases, &args.aliases);
    let groups = args.member_of.iter().map(|typed| actor(model, typed)).collect::<Result<Vec<_>, _>>()?;
    let record = with_all(record, ACTOR.member_of, &groups);
    Ok(vec![Change::Add(with(with(record, ACTOR.role, args.role.as_ref()), ACTOR.note, args.note.as_ref()))])
}

/// The issue that `add issue` adds.
pub fn new_issue(model: &Model, args: &AddIssueArgs) -> Vec<Change> {
    let id = args.id.clone().unwrap_or_else(|| fresh_id(model, &id_of_name(args.name.text())));
    let record = Record::new(TableKind::Issue).with(ISSUE.id, id).with(ISSUE.name, args.name.text());
    let record = with(with(record, ISSUE.question, args.question.as_ref()), ISSUE.group, args.group.as_ref());
    let record = with_all(record, ISSUE.scale, &args.labels);
    vec![Change::Add(with(record, ISSUE.note, args.note.as_ref()))]
}

/// The article that `add article` adds.
pub fn new_article(model: &Model, args: &AddArticleArgs, source: &Source) -> Vec<Change> {
    let stem = args.path().file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let id = args.id.clone().unwrap_or_else(|| fresh_id(model, &id_of_name(&stem)));
    let title = args.title.as_ref().unwrap_or(&source.title);
    let record = Record::new(TableKind::Article).with(ARTICLE.id, id).with(ARTICLE.title, title.as_str());
    let record = record.with(ARTICLE.file, source.file.as_str()).with(ARTICLE.sha256, source.sha256.as_str());
    let given = [
        (ARTICLE.date, &args.date),
        (ARTICLE.publisher, &args.publisher),
        (ARTICLE.author, &args.author),
        (ARTICLE.url, &args.url),
        (ARTICLE.language, &args.language),
        (ARTICLE.note, &args.note),
    ];
    vec![Change::Add(given.into_iter().fold(record, |record, (field, value)| with(record, field, value.as_ref())))]
}

/// The changes of `set`.
pub fn set(model: &Model, args: &SetArgs) -> Result<Vec<Change>, Refusal> {
    let keys: &[Key] = match model.subject(&args.id) {
        Some(Subject::Actor(_)) => TableKind::Actor.keys(),
        Some(Subject::Issue(_)) => TableKind::Issue.keys(),
        Some(Subject::Demand(_)) => TableKind::Demand.keys(),
        Some(Subject::Passage(_)) => TableKind::Passage.keys(),
        Some(Subject::Article(_)) => TableKind::Article.keys(),
        Some(Subject::Words(..)) | None => &[],
    };
    // The id may change on the way.
    let mut id = args.id.clone();
    let change = |typed: &String| {
        let Some((key, words)) = typed.split_once('=') else {
            return Err(Refusal::new(format!("`{typed}` is not KEY=VALUE")));
        };
        let form = keys.iter().find(|known| known.name == key.trim()).map_or(Form::Label, |known| known.form);
        let value = (!words.is_empty()).then(|| Value::typed(words, form));
        let key = key.trim().to_owned();
        let now = match &value {
            Some(Value::Text(new)) if key == ARTICLE.id.name => std::mem::replace(&mut id, new.clone()),
            _ => id.clone(),
        };
        Ok(Change::Set { id: now, key, value })
    };
    args.values.iter().map(change).collect()
}

//! From the tables of all sources to one model.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::cycles::{self, Edges};
use super::demands::{Quotes, circle, demands};
use super::names::Names;
use super::quotes::place_quotes;
use super::records::{actor, actors, article, issue};
use crate::diagnose::codes;
use crate::format::{ACTOR, ARTICLE, Field, ISSUE, TOP};
use crate::load::progress::Stage;
use crate::load::report::Report;
use crate::load::source::{Folder, Library};
use crate::load::tables::{Tables, Value};
use crate::model::{Actor, ActorId, ArticleId, Builder, IssueId, Model, Record};
use crate::text::fold_for_search;

/// Builds a model of everything that makes sense. `folders` holds the article folder of each source. Reports progress
/// by articles read, then by articles whose quotes are located.
pub(in crate::load) fn resolve(
    tables: &Tables<'_>,
    folders: &[Folder],
    report: &mut Report<'_>,
    tell: &mut dyn FnMut(Stage, usize, usize),
) -> Model {
    check_format(tables, report);
    let mut names = Names::new(tables, report);
    let mut builder = Builder::default();
    let head = |field: Field| tables.heads(field).next().map(|value| value.words().into());
    builder.head(head(TOP.title), head(TOP.description), head(TOP.language));
    let articles = || names.articles.iter().map(|slot| tables.table(*slot));
    let library = Library::new(articles(), folders, &mut |done, of| tell(Stage::Articles, done, of));
    for table in articles() {
        builder.article(article(table, &library, report));
    }
    drop(library);
    for actor in make_actors(tables, &mut names, report) {
        builder.actor(actor);
    }
    for (index, slot) in names.issues.clone().into_iter().enumerate() {
        let table = tables.table(slot);
        let issue = issue(table, report);
        if issue.scale.is_empty() && (table.spoilt(ISSUE.scale).is_some() || table.get(ISSUE.scale).is_some()) {
            names.lose_scale(IssueId::new(index));
        }
        builder.issue(issue);
    }
    let Quotes { made, left_out } = demands(tables, &mut names, &mut builder, report);
    unused(tables, &names, report);
    shared_names(tables, &names, report);
    drop(names);
    place_quotes(&made, &mut builder, report, &mut |done, of| tell(Stage::Quotes, done, of));
    if let Some((mut shadow, quotes)) = left_out {
        place_quotes(&quotes, &mut shadow, report, &mut |_, _| {});
    }
    builder.finish()
}

/// Reports an unknown version of the format.
fn check_format(tables: &Tables<'_>, report: &mut Report<'_>) {
    for value in tables.heads(TOP.format) {
        let format = value.number();
        if format.total_cmp(&1.0).is_ne() {
            let message = format!("format {format} is not known; this program reads format 1");
            report.add(&codes::FORMAT_VERSION, value.at(), message);
        }
    }
}

fn make_actors(tables: &Tables<'_>, names: &mut Names<'_>, report: &mut Report<'_>) -> Vec<Actor> {
    let slots = names.actors.clone();
    let mut groups: Edges = Vec::with_capacity(slots.len());
    for (id, slot) in slots.iter().enumerate() {
        let own = actors(tables.table(*slot), ACTOR.member_of, names, report);
        if !own.is_empty() {
            names.used.insert(Record::Actor(ActorId::new(id)));
        }
        groups.push(own.into_iter().map(|(id, at)| (id.index(), at)).collect());
    }
    cycles::cut(&mut groups, |members, at| {
        let keys = members.iter().map(|member| tables.table(slots[*member]).id(ACTOR.id));
        report.add(&codes::CYCLE, at, circle("member_of", keys));
    });
    let groups = groups.into_iter().map(|own| own.into_iter().map(|(id, _)| ActorId::new(id)));
    slots.iter().zip(groups).map(|(slot, member_of)| actor(tables.table(*slot), member_of, report)).collect()
}

/// Reports records that nothing refers to.
fn unused(tables: &Tables<'_>, names: &Names<'_>, report: &mut Report<'_>) {
    let articles = names.articles.iter().enumerate().map(|(index, slot)| {
        (
            Record::Article(ArticleId::new(index)),
            *slot,
            ARTICLE.id,
            &codes::UNQUOTED_ARTICLE,
            "no passage is from article",
        )
    });
    let actors = names.actors.iter().enumerate().map(|(index, slot)| {
        (Record::Actor(ActorId::new(index)), *slot, ACTOR.id, &codes::UNUSED_ACTOR, "nothing uses actor")
    });
    let issues = names.issues.iter().enumerate().map(|(index, slot)| {
        (Record::Issue(IssueId::new(index)), *slot, ISSUE.id, &codes::UNUSED_ISSUE, "no demand is on issue")
    });
    let unused = || {
        articles
            .clone()
            .chain(actors.clone())
            .chain(issues.clone())
            .filter(|(record, ..)| !names.used.contains(*record))
    };
    let mut waiting: HashSet<Cow<'_, str>> = HashSet::new();
    if !tables.skipped.is_empty() {
        waiting.extend(unused().map(|(_, slot, id, ..)| tables.table(slot).id(id)));
        let mentioned: HashSet<&str> = tables.skipped_words().filter(|word| waiting.contains(*word)).collect();
        waiting.retain(|id| mentioned.contains(id.as_ref()));
    }
    for (_, slot, id, code, problem) in unused() {
        let table = tables.table(slot);
        let id = table.id(id);
        if !waiting.contains(&id) {
            report.add(code, table.at(), format!("{problem} `{id}`"));
        }
    }
}

/// The first actor that a name belongs to.
struct Claim<'a> {
    actor: usize,
    name: Value<'a>,
}

/// Reports names that two actors share, at the later one with the first as label.
fn shared_names(tables: &Tables<'_>, names: &Names<'_>, report: &mut Report<'_>) {
    let mut claims: HashMap<String, Claim<'_>> = HashMap::new();
    for (actor, slot) in names.actors.iter().enumerate() {
        let table = tables.table(*slot);
        for name in table.get(ACTOR.name).into_iter().chain(table.all(ACTOR.aliases)) {
            let words = name.words();
            let claim = claims.entry(fold_for_search(&words).text().to_owned());
            let claim = claim.or_insert(Claim { actor, name });
            if claim.actor == actor {
                continue;
            }
            let other = tables.table(names.actors[claim.actor]).id(ACTOR.id);
            let message = format!("`{words}` is a name of actor `{other}` too");
            let second = report.label(claim.name.at(), "the first one");
            report.add(&codes::SHARED_ALIAS, name.at(), message).second = second;
        }
    }
}

//! From the tables of all sources to one model.

use std::collections::HashMap;

use unicode_segmentation::UnicodeSegmentation;

use super::cycles::{self, Edges};
use super::demands::{circle, demands};
use super::names::Names;
use super::records::{actor, actors, article, issue};
use crate::diagnose::codes;
use crate::format::{ACTOR, ARTICLE, Field, ISSUE, TOP};
use crate::load::progress::Stage;
use crate::load::report::{At, Report};
use crate::load::source::{Folder, Library, divided};
use crate::load::tables::{Tables, Value};
use crate::model::{Actor, ActorId, Anchor, Article, ArticleId, Builder, IssueId, Model, PassageId, Record};
use crate::quote::{Quote, locate_up_to, place_limit};
use crate::text::fold_for_search;

/// Makes a model of everything that makes sense. `folders` holds, for each source, where its articles are looked up.
/// Tells how many articles of how many are read, then in how many the quotes are located.
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
    for slot in &names.issues {
        builder.issue(issue(tables.table(*slot), report));
    }
    let quotes = demands(tables, &mut names, &mut builder, report);
    unused(tables, &names, report);
    shared_names(tables, &names, report);
    drop(names);
    anchor(&quotes, &mut builder, report, &mut |done, of| tell(Stage::Quotes, done, of));
    builder.finish()
}

/// Says where a source is of a format that this program does not know.
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

/// Finds every quote in its article, all quotes of an article at once. `quotes` are those of all passages.
fn anchor(quotes: &[Value<'_>], builder: &mut Builder, report: &mut Report<'_>, tell: &mut dyn FnMut(usize, usize)) {
    let model = builder.model();
    let mut by_article: Vec<Vec<PassageId>> = vec![Vec::new(); model.articles().len()];
    for id in model.passage_ids() {
        by_article[model.passage(id).article.index()].push(id);
    }
    let most = place_limit(quotes.len());
    let locate = |at: usize| {
        let article = model.article(ArticleId::new(at));
        locate_all(article, (&by_article[at], most), (model, quotes))
    };
    let found = divided((by_article.len(), FEW), locate, tell);
    for (article, (members, anchors)) in by_article.into_iter().zip(found).enumerate() {
        for (id, anchor) in members.into_iter().zip(anchors) {
            let quote = quotes[id.index()];
            let (article, words) = (builder.model().article(ArticleId::new(article)), quote.words());
            check_quote(&words, (&anchor, article, most), quote.at(), report);
            builder.anchor(id, anchor, &words);
        }
    }
}

/// The quotes of fewer articles are located by one thread.
const FEW: usize = 16;

/// Where the quotes of passages from the article stand in it, `most` places of each.
fn locate_all(
    article: &Article,
    (members, most): (&[PassageId], usize),
    (model, quotes): (&Model, &[Value<'_>]),
) -> Vec<Anchor> {
    let Some(words) = article.text.as_deref() else { return vec![Anchor::NoSource; members.len()] };
    let wanted: Vec<_> = members.iter().map(|id| (quotes[id.index()].words(), model.passage(*id))).collect();
    let wanted: Vec<Quote<'_>> = wanted
        .iter()
        .map(|(words, passage)| Quote { words, prefix: passage.prefix.as_deref(), suffix: passage.suffix.as_deref() })
        .collect();
    locate_up_to(most, words, &wanted)
}

/// The first few of `lines` in words.
fn on_lines(lines: &[u32]) -> String {
    const SHOWN: usize = 5;
    let shown: Vec<String> = lines.iter().take(SHOWN).map(u32::to_string).collect();
    let more = if lines.len() > SHOWN { ", …" } else { "" };
    format!("line{} {}{more}", if lines.len() == 1 { "" } else { "s" }, shown.join(", "))
}

/// A quote of fewer words hardly shows anything.
const FEWEST_WORDS: usize = 3;

/// Says what is doubtful about a quote of which at most `most` places are known.
fn check_quote(words: &str, (anchor, article, most): (&Anchor, &Article, usize), at: At, report: &mut Report<'_>) {
    match anchor {
        Anchor::Orphan => {
            let message = format!("the quote is not in article `{}`", article.key);
            let help = "copy the exact words from the article".to_owned();
            report.add(&codes::ORPHAN, at, message).help = Some(help);
        }
        Anchor::Ambiguous(places) => {
            let mut lines: Vec<u32> = places.iter().map(|place| article.lines.line(place.start())).collect();
            lines.dedup();
            let least = if places.len() < most { "" } else { "at least " };
            let message = format!("the quote stands {least}{} times in article `{}`", places.len(), article.key);
            let help = format!("add a `prefix` or `suffix` that leaves one place; it stands on {}", on_lines(&lines));
            report.add(&codes::AMBIGUOUS, at, message).help = Some(help);
        }
        Anchor::Exact(_) | Anchor::Normalised(_) | Anchor::NoSource => {}
    }
    let count = words.unicode_words().take(FEWEST_WORDS).count();
    if count < FEWEST_WORDS {
        let message = format!("the quote has only {count} word{}", if count == 1 { "" } else { "s" });
        report.add(&codes::SHORT_QUOTE, at, message);
    }
}

/// Says which records nothing refers to.
fn unused(tables: &Tables<'_>, names: &Names<'_>, report: &mut Report<'_>) {
    let mut check = |record: Record, slot, id: Field, code, problem: &str| {
        if !names.used.contains(record) {
            let table = tables.table(slot);
            report.add(code, table.at(), format!("{problem} `{}`", table.id(id)));
        }
    };
    for (index, slot) in names.articles.iter().enumerate() {
        let record = Record::Article(ArticleId::new(index));
        check(record, *slot, ARTICLE.id, &codes::UNQUOTED_ARTICLE, "no passage is from article");
    }
    for (index, slot) in names.actors.iter().enumerate() {
        check(Record::Actor(ActorId::new(index)), *slot, ACTOR.id, &codes::UNUSED_ACTOR, "nothing uses actor");
    }
    for (index, slot) in names.issues.iter().enumerate() {
        check(Record::Issue(IssueId::new(index)), *slot, ISSUE.id, &codes::UNUSED_ISSUE, "no demand is on issue");
    }
}

/// The first actor that a name belongs to.
struct Claim<'a> {
    actor: usize,
    name: Value<'a>,
    is_said: bool,
}

/// Says which names two actors share, at both of them.
fn shared_names(tables: &Tables<'_>, names: &Names<'_>, report: &mut Report<'_>) {
    let mut claims: HashMap<String, Claim<'_>> = HashMap::new();
    for (actor, slot) in names.actors.iter().enumerate() {
        let table = tables.table(*slot);
        for name in table.get(ACTOR.name).into_iter().chain(table.all(ACTOR.aliases)) {
            let words = name.words();
            let claim = claims.entry(fold_for_search(&words).text().to_owned());
            let claim = claim.or_insert(Claim { actor, name, is_said: false });
            if claim.actor == actor {
                continue;
            }
            let other = tables.table(names.actors[claim.actor]).id(ACTOR.id);
            if !std::mem::replace(&mut claim.is_said, true) {
                let message = format!("`{words}` is a name of actor `{}` too", table.id(ACTOR.id));
                report.add(&codes::SHARED_ALIAS, claim.name.at(), message);
            }
            report.add(&codes::SHARED_ALIAS, name.at(), format!("`{words}` is a name of actor `{other}` too"));
        }
    }
}

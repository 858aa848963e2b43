//! From the tables of all files to one model.

use std::borrow::Cow;
use std::collections::HashMap;

use unicode_segmentation::UnicodeSegmentation;

use super::cycles::{self, Edges};
use super::demands::{Wanted, circle, demands};
use super::folder::Folder;
use super::library::{Library, divided};
use super::names::Names;
use super::page::{At, Report};
use super::progress::Stage;
use super::read::Tables;
use super::records::{actor, actors, article, issue, key};
use crate::diagnose::codes;
use crate::model::{Actor, ActorId, Anchor, Article, ArticleId, Builder, IssueId, Model, PassageId, Record};
use crate::quote::{Quote, locate_up_to, place_limit};
use crate::text::fold_for_search;

/// Makes a model of everything that makes sense. `folders` holds, for each file, where its articles are looked up.
/// Tells how many articles of how many are read, then in how many the quotes are located.
pub(super) fn resolve(
    tables: &Tables<'_>,
    folders: &[Folder],
    report: &mut Report<'_>,
    tell: &mut dyn FnMut(Stage, usize, usize),
) -> Model {
    let mut names = Names::new(tables, report);
    let mut builder = Builder::default();
    let own = |text: &Option<Cow<'_, str>>| text.as_deref().map(Into::into);
    builder.head(own(&tables.head.title), own(&tables.head.description), own(&tables.head.language));
    let library = Library::new(tables, &names, folders, &mut |done, of| tell(Stage::Articles, done, of));
    for index in &names.articles {
        builder.article(article(&tables.article(*index), &library, report));
    }
    drop(library);
    for actor in make_actors(tables, &mut names, report) {
        builder.actor(actor);
    }
    for index in &names.issues {
        builder.issue(issue(&tables.issue(*index), report));
    }
    let wanted = demands(tables, &mut names, &mut builder, report);
    unused(tables, &names, report);
    shared_names(tables, &names, report);
    drop(names);
    anchor(&wanted, &mut builder, report, &mut |done, of| tell(Stage::Quotes, done, of));
    builder.finish()
}

fn make_actors(tables: &Tables<'_>, names: &mut Names<'_>, report: &mut Report<'_>) -> Vec<Actor> {
    let indices = names.actors.clone();
    let mut groups: Edges = Vec::with_capacity(indices.len());
    for (id, index) in indices.iter().enumerate() {
        let placed = tables.actor(*index);
        let own = actors(&placed, &placed.table.member_of, names, report);
        if !own.is_empty() {
            names.used.insert(Record::Actor(ActorId::new(id)));
        }
        groups.push(own.into_iter().map(|(id, at)| (id.index(), at)).collect());
    }
    cycles::cut(&mut groups, |members, at| {
        let keys = members.iter().map(|member| tables.id(tables.actors[indices[*member]]).0);
        report.add(&codes::CYCLE, at, circle("member_of", keys));
    });
    let placed = indices.iter().map(|index| tables.actor(*index));
    let groups = groups.into_iter().map(|own| own.into_iter().map(|(id, _)| ActorId::new(id)));
    placed.zip(groups).map(|(placed, member_of)| actor(&placed, member_of, report)).collect()
}

/// Finds every quote in its article, all quotes of an article at once. `wanted` are those of all passages.
fn anchor(wanted: &[Wanted<'_>], builder: &mut Builder, report: &mut Report<'_>, tell: &mut dyn FnMut(usize, usize)) {
    let model = builder.model();
    let mut by_article: Vec<Vec<PassageId>> = vec![Vec::new(); model.articles().len()];
    for id in model.passage_ids() {
        by_article[model.passage(id).article.index()].push(id);
    }
    let most = place_limit(wanted.len());
    let locate = |at: usize| {
        let article = model.article(ArticleId::new(at));
        locate_all(article, (&by_article[at], most), (model, wanted))
    };
    let found = divided((by_article.len(), FEW), locate, tell);
    for (article, (members, anchors)) in by_article.into_iter().zip(found).enumerate() {
        for (id, anchor) in members.into_iter().zip(anchors) {
            let Wanted { quote, at } = &wanted[id.index()];
            let article = builder.model().article(ArticleId::new(article));
            check_quote(quote, (&anchor, article, most), *at, report);
            builder.anchor(id, anchor, quote);
        }
    }
}

/// The quotes of fewer articles are located by one thread.
const FEW: usize = 16;

/// Where the quotes of passages from the article stand in it, `most` places of each.
fn locate_all(
    article: &Article,
    (members, most): (&[PassageId], usize),
    (model, wanted): (&Model, &[Wanted<'_>]),
) -> Vec<Anchor> {
    let Some(words) = article.text.as_deref() else { return vec![Anchor::NoSource; members.len()] };
    let quote = |id: &PassageId| {
        let passage = model.passage(*id);
        Quote { words: &wanted[id.index()].quote, prefix: passage.prefix.as_deref(), suffix: passage.suffix.as_deref() }
    };
    locate_up_to(most, words, &members.iter().map(quote).collect::<Vec<Quote<'_>>>())
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
    for (id, index) in names.articles.iter().enumerate() {
        let slot = tables.articles[*index];
        if !names.used.contains(Record::Article(ArticleId::new(id))) {
            let message = format!("no passage is from article `{}`", tables.id(slot).0);
            report.add(&codes::UNQUOTED_ARTICLE, slot.at, message);
        }
    }
    for (id, index) in names.actors.iter().enumerate() {
        let slot = tables.actors[*index];
        if !names.used.contains(Record::Actor(ActorId::new(id))) {
            let message = format!("nothing uses actor `{}`", tables.id(slot).0);
            report.add(&codes::UNUSED_ACTOR, slot.at, message);
        }
    }
    for (id, index) in names.issues.iter().enumerate() {
        let slot = tables.issues[*index];
        if !names.used.contains(Record::Issue(IssueId::new(id))) {
            let message = format!("no demand is on issue `{}`", tables.id(slot).0);
            report.add(&codes::UNUSED_ISSUE, slot.at, message);
        }
    }
}

/// Says which names two actors share, at both of them.
fn shared_names(tables: &Tables<'_>, names: &Names<'_>, report: &mut Report<'_>) {
    let mut claims: HashMap<String, (usize, At, bool)> = HashMap::new();
    for index in &names.actors {
        let placed = tables.actor(*index);
        for name in placed.table.name.iter().chain(&placed.table.aliases) {
            let (words, at) = (name.get_ref().0.as_ref(), placed.spot(name));
            let claim = claims.entry(fold_for_search(words).text().to_owned()).or_insert((*index, at, false));
            if claim.0 == *index {
                continue;
            }
            let (other, _) = tables.id(tables.actors[claim.0]);
            let message = |other: &str| format!("`{words}` is a name of actor `{other}` too");
            if !std::mem::replace(&mut claim.2, true) {
                report.add(&codes::SHARED_ALIAS, claim.1, message(key(&placed.table.id)));
            }
            report.add(&codes::SHARED_ALIAS, at, message(other));
        }
    }
}

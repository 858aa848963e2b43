//! From the tables of all files to one model.

use std::collections::HashMap;

use unicode_segmentation::UnicodeSegmentation;

use super::cycles::{self, Edges};
use super::demands::{Draft, Piece, circle, demands};
use super::folder::Folder;
use super::library::{Library, divided};
use super::locate::{Quote, locate_up_to, most_places};
use super::names::Names;
use super::page::{At, Report};
use super::read::Tables;
use super::records::{actor, actors, article, issue, key};
use crate::diagnose::codes;
use crate::model::{Actor, ActorId, Anchor, Article, ArticleId, Builder, Entry, Issue, IssueId, Model};
use crate::text::fold_for_search;

/// Makes a model of everything that makes sense. `folders` holds, for each file, where its articles are looked up.
pub(super) fn resolve(tables: &Tables<'_>, folders: &[Folder], report: &mut Report<'_>) -> Model {
    let mut names = Names::new(tables, report);
    let articles = read_articles(tables, &names, folders, report);
    let actors = make_actors(tables, &mut names, report);
    let issues: Vec<Issue> = names.issues.iter().map(|index| issue(&tables.issues[*index], report)).collect();
    let mut drafts = demands(tables, &mut names, &issues, report);
    anchor(&mut drafts, &articles, report);
    unused(tables, &names, &drafts, report);
    shared_names(tables, &names, report);
    build(tables, (articles, actors, issues), drafts)
}

fn build(
    tables: &Tables<'_>,
    (articles, actors, issues): (Vec<Article>, Vec<Actor>, Vec<Issue>),
    drafts: Vec<Draft<'_, '_>>,
) -> Model {
    let mut builder = Builder::default();
    let own = |text: &Option<std::borrow::Cow<'_, str>>| text.as_deref().map(Into::into);
    builder.head(own(&tables.head.title), own(&tables.head.description), own(&tables.head.language));
    for article in articles {
        builder.article(article);
    }
    for actor in actors {
        builder.actor(actor);
    }
    for issue in issues {
        builder.issue(issue);
    }
    for draft in drafts {
        builder.demand(draft.demand, draft.passages.into_iter().map(|piece| piece.passage));
    }
    builder.finish()
}

fn read_articles(tables: &Tables<'_>, names: &Names<'_>, folders: &[Folder], report: &mut Report<'_>) -> Vec<Article> {
    let library = Library::new(tables, names, folders);
    names.articles.iter().map(|index| article(&tables.articles[*index], &library, report)).collect()
}

fn make_actors(tables: &Tables<'_>, names: &mut Names<'_>, report: &mut Report<'_>) -> Vec<Actor> {
    let indices = names.actors.clone();
    let mut groups: Edges = Vec::with_capacity(indices.len());
    for (id, index) in indices.iter().enumerate() {
        let placed = &tables.actors[*index];
        let own = actors(placed, &placed.table.member_of, names, report);
        if !own.is_empty() {
            names.used.insert(Entry::Actor(ActorId::new(id)));
        }
        groups.push(own.into_iter().map(|(id, at)| (id.index(), at)).collect());
    }
    cycles::cut(&mut groups, |members, at| {
        let keys = members.iter().map(|member| key(&tables.actors[indices[*member]].table.id));
        report.add(&codes::CYCLE, at, circle("member_of", keys));
    });
    let placed = indices.iter().map(|index| &tables.actors[*index]);
    let groups = groups.into_iter().map(|own| own.into_iter().map(|(id, _)| ActorId::new(id)));
    placed.zip(groups).map(|(placed, member_of)| actor(placed, member_of, report)).collect()
}

/// Finds every quote in its article, all quotes of an article at once.
fn anchor(drafts: &mut [Draft<'_, '_>], articles: &[Article], report: &mut Report<'_>) {
    let mut by_article: Vec<Vec<(usize, usize)>> = vec![Vec::new(); articles.len()];
    for (d, draft) in drafts.iter().enumerate() {
        for (p, piece) in draft.passages.iter().enumerate() {
            by_article[piece.passage.article.index()].push((d, p));
        }
    }
    let most = most_places(by_article.iter().map(Vec::len).sum());
    let found = {
        let drafts = &*drafts;
        divided(articles.len(), FEW, |at| locate_all(&articles[at], (&by_article[at], most), drafts))
    };
    for (article, (members, anchors)) in articles.iter().zip(by_article.into_iter().zip(found)) {
        for ((d, p), anchor) in members.into_iter().zip(anchors) {
            let Piece { passage, quote, at } = &mut drafts[d].passages[p];
            check_quote(quote, (&anchor, article, most), *at, report);
            // The words of an exact quote are the article's own.
            passage.quote = (!matches!(anchor, Anchor::Exact(_))).then(|| (*quote).into());
            passage.anchor = anchor;
        }
    }
}

/// The quotes of fewer articles are located by one thread.
const FEW: usize = 16;

/// Where the quotes that are `members` of the article's own stand in it, `most` places of each; none where it has no
/// text.
fn locate_all(article: &Article, (members, most): (&[(usize, usize)], usize), drafts: &[Draft<'_, '_>]) -> Vec<Anchor> {
    let Some(words) = article.text.as_deref() else { return Vec::new() };
    let quote = |(d, p): &(usize, usize)| {
        let Piece { passage, quote, .. } = &drafts[*d].passages[*p];
        Quote { words: quote, prefix: passage.prefix.as_deref(), suffix: passage.suffix.as_deref() }
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

/// Says which records nothing refers to, and which demands nothing supports.
fn unused(tables: &Tables<'_>, names: &Names<'_>, drafts: &[Draft<'_, '_>], report: &mut Report<'_>) {
    for (id, index) in names.articles.iter().enumerate() {
        let placed = &tables.articles[*index];
        if !names.used.contains(Entry::Article(ArticleId::new(id))) {
            let message = format!("no passage is from article `{}`", key(&placed.table.id));
            report.add(&codes::UNQUOTED_ARTICLE, placed.at, message);
        }
    }
    for (id, index) in names.actors.iter().enumerate() {
        let placed = &tables.actors[*index];
        if !names.used.contains(Entry::Actor(ActorId::new(id))) {
            let message = format!("nothing uses actor `{}`", key(&placed.table.id));
            report.add(&codes::UNUSED_ACTOR, placed.at, message);
        }
    }
    for (id, index) in names.issues.iter().enumerate() {
        let placed = &tables.issues[*index];
        if !names.used.contains(Entry::Issue(IssueId::new(id))) {
            let message = format!("no demand is on issue `{}`", key(&placed.table.id));
            report.add(&codes::UNUSED_ISSUE, placed.at, message);
        }
    }
    for draft in drafts.iter().filter(|draft| draft.placed.table.passages.is_empty()) {
        let message = format!("demand `{}` has no passage", draft.demand.key);
        report.add(&codes::NO_PASSAGE, draft.placed.at, message);
    }
}

/// Says which names two actors share, at both of them.
fn shared_names(tables: &Tables<'_>, names: &Names<'_>, report: &mut Report<'_>) {
    let mut claims: HashMap<String, (usize, At, bool)> = HashMap::new();
    for index in &names.actors {
        let placed = &tables.actors[*index];
        for name in placed.table.name.iter().chain(&placed.table.aliases) {
            let (words, at) = (name.get_ref().0.as_ref(), placed.spot(name));
            let claim = claims.entry(fold_for_search(words).text().to_owned()).or_insert((*index, at, false));
            if claim.0 == *index {
                continue;
            }
            let other = key(&tables.actors[claim.0].table.id);
            let message = |other: &str| format!("`{words}` is a name of actor `{other}` too");
            if !std::mem::replace(&mut claim.2, true) {
                report.add(&codes::SHARED_ALIAS, claim.1, message(key(&placed.table.id)));
            }
            report.add(&codes::SHARED_ALIAS, at, message(other));
        }
    }
}

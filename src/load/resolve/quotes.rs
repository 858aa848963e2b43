//! Locates the quotes of all passages in their articles and reports what is doubtful.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;

use crate::diagnose::{Code, Lookalike, codes};
use crate::format::PASSAGE;
use crate::load::report::Report;
use crate::load::source::divided;
use crate::load::tables::{Table, Value};
use crate::model::{Anchor, Article, ArticleId, Builder, Model, Nearest, PassageId};
use crate::quote::{
    Cut, Located, Misfit, Quote, deciding_context, excerpt, find_words, locate_up_to, place_limit, proposal,
    replacement,
};
use crate::text::Span;

/// Fewer articles are handled by one thread.
const FEW: usize = 16;
/// A quote of fewer words hardly proves anything.
const FEWEST_WORDS: usize = 3;
/// The places of an ambiguous quote for which to suggest a deciding context.
const NUMBERED: [&str; 5] = ["1st", "2nd", "3rd", "4th", "5th"];
/// How many lost quotes to look for in other articles; no more findings than that are kept.
const MOST_LOST: usize = 1_000;

/// Locates every quote in its article, all quotes of an article at once. `tables` are those of all passages.
pub(super) fn place_quotes(
    tables: &[Table<'_>],
    builder: &mut Builder,
    report: &mut Report<'_>,
    tell: &mut dyn FnMut(usize, usize),
) {
    let model = builder.model();
    let mut by_article: Vec<Vec<PassageId>> = vec![Vec::new(); model.articles().len()];
    for id in model.passage_ids() {
        by_article[model.passage(id).article.index()].push(id);
    }
    let limit = place_limit(tables.len());
    let locate = |at: usize| Locator { model, tables, limit }.locate(ArticleId::new(at), &by_article[at]);
    let found = divided((by_article.len(), FEW), locate, tell);
    let mut lost = Vec::new();
    for (id, located) in by_article.into_iter().flatten().zip(found.into_iter().flatten()) {
        let table = tables[id.index()];
        let words = quote_in(table).words();
        let model = builder.model();
        let doubts = Doubts { model, id, words: &words, table };
        doubts.say(&located, report);
        if matches!(located.anchor, Anchor::Orphan | Anchor::Near(_)) && lost.len() < MOST_LOST {
            lost.push((id, quote_in(table)));
        }
        let article = model.passage(id).article;
        let nearest = located.nearest.map(|alike| Nearest { article, span: alike.span, score: alike.score });
        builder.anchor(id, located.anchor, &words);
        if let Some(nearest) = nearest {
            builder.nearest(id, nearest);
        }
    }
    for ((id, _), elsewhere) in lost.iter().zip(elsewhere(builder.model(), &lost)) {
        if let Some((article, span)) = elsewhere {
            builder.nearest(*id, Nearest { article, span, score: 1.0 });
        }
    }
    say_lost(builder.model(), &lost, report);
}

/// Locates the quotes of a model.
struct Locator<'s, 't> {
    model: &'s Model,
    tables: &'s [Table<'t>],
    limit: usize,
}

impl Locator<'_, '_> {
    /// Locates the quotes of `passages` in their article, in order.
    fn locate(&self, article: ArticleId, passages: &[PassageId]) -> Vec<Located> {
        let Some(text) = self.model.article(article).text.as_deref() else {
            return vec![Located::from(Anchor::NoSource); passages.len()];
        };
        let words: Vec<Cow<'_, str>> = passages.iter().map(|id| quote_in(self.tables[id.index()]).words()).collect();
        let quotes: Vec<Quote<'_>> =
            words.iter().zip(passages).map(|(words, id)| quote_of(self.model, *id, words)).collect();
        locate_up_to(self.limit, text, &quotes)
    }
}

fn quote_in(table: Table<'_>) -> Value<'_> {
    table.get(PASSAGE.quote).unwrap_or_else(|| unreachable!("a passage without a quote is left out"))
}

fn quote_of<'q>(model: &'q Model, id: PassageId, words: &'q str) -> Quote<'q> {
    let passage = model.passage(id);
    Quote { words, prefix: passage.prefix.as_deref(), suffix: passage.suffix.as_deref() }
}

/// Reports doubts about one quote that is in its article.
struct Doubts<'d> {
    model: &'d Model,
    id: PassageId,
    words: &'d str,
    table: Table<'d>,
}

impl Doubts<'_> {
    fn say(&self, located: &Located, report: &mut Report<'_>) {
        if let Anchor::Ambiguous(places) = &located.anchor {
            self.say_ambiguous(places, located, report);
        }
        if let Some(misfit) = located.misfit {
            self.say_misfit(located, misfit, report);
        }
        if let Some((whole, cut)) = located.whole {
            let what = match cut {
                Cut::Word => "a word",
                Cut::Number => "a number",
            };
            let written = excerpt(whole.of(self.article().text()));
            let finding = report.add(&codes::CUT_QUOTE, quote_in(self.table).at(), format!("the quote cuts {what}"));
            finding.help = Some(format!("the article has “{written}”"));
        }
        let count = self.words.unicode_words().take(FEWEST_WORDS).count();
        if count < FEWEST_WORDS {
            let message = format!("the quote has only {count} word{}", if count == 1 { "" } else { "s" });
            report.add(&codes::SHORT_QUOTE, quote_in(self.table).at(), message);
        }
    }

    fn article(&self) -> &Article {
        self.model.article(self.model.passage(self.id).article)
    }

    fn say_ambiguous(&self, places: &[Span], located: &Located, report: &mut Report<'_>) {
        let article = self.article();
        let least = if located.is_least { "at least " } else { "" };
        let message = format!("the quote is found {least}{} times in article `{}`", places.len(), article.key);
        let quote = quote_of(self.model, self.id, self.words);
        // Suggest a replacement for context that fits nowhere.
        let bare = Quote { words: self.words, prefix: None, suffix: None };
        let quote = if located.misfit.is_some() { &bare } else { &quote };
        let decides = |(place, nth): (&Span, &str)| {
            let context = deciding_context(article.text(), quote, *place, places)?;
            Some(format!("`{context}` for the {nth} (line {})", article.lines.line(place.start())))
        };
        let deciding: Vec<String> = places.iter().zip(NUMBERED).filter_map(decides).collect();
        let on_lines = article.on_lines(places);
        let help = if deciding.is_empty() {
            format!("add a `prefix` or `suffix` that leaves one place; it is found on {on_lines}")
        } else if deciding.len() == places.len() {
            format!("add {}", deciding.join(", "))
        } else {
            format!("add {}; it is found on {on_lines}", deciding.join(", "))
        };
        report.add(&codes::AMBIGUOUS, quote_in(self.table).at(), message).help = Some(help);
    }

    fn say_misfit(&self, located: &Located, misfit: Misfit, report: &mut Report<'_>) {
        let text = self.article().text();
        let place = located.anchor.verified().or_else(|| located.anchor.places().first().copied());
        let Some(place) = place else { return };
        if misfit.apart {
            let at = self.table.get(PASSAGE.prefix).map_or(self.table.at(), Value::at);
            let message = "no place of the quote has both the `prefix` before it and the `suffix` after it";
            report.add(&codes::MISFIT, at, message.to_owned()).help =
                Some("each is beside another place; leave out the one that is wrong".to_owned());
            return;
        }
        let is_ambiguous = matches!(located.anchor, Anchor::Ambiguous(_));
        let before = last_words(text.get(..place.start()).unwrap_or(""));
        let behind = first_words(text.get(place.end()..).unwrap_or(""));
        let sides =
            [(misfit.prefix, PASSAGE.prefix, "before", before), (misfit.suffix, PASSAGE.suffix, "after", behind)];
        for (_, field, side, written) in sides.into_iter().filter(|(is_wrong, ..)| *is_wrong) {
            let whose = if is_ambiguous { "any place of the quote" } else { "the quote" };
            let at = self.table.get(field).map_or(self.table.at(), Value::at);
            let message = format!("the `{}` is not {side} {whose}", field.name);
            let finding = report.add(&codes::MISFIT, at, message);
            finding.help = Some(match (written.is_empty(), is_ambiguous) {
                (true, _) => format!("nothing is {side} it"),
                (false, true) => format!("“{written}” is {side} the first place"),
                (false, false) => format!("“{written}” is {side} it"),
            });
        }
    }
}

/// Reports each lost quote with where its words may be.
fn say_lost(model: &Model, lost: &[(PassageId, Value<'_>)], report: &mut Report<'_>) {
    for (id, value) in lost {
        let passage = model.passage(*id);
        let key = &model.article(passage.article).key;
        let (code, message): (&'static Code, _) = match passage.anchor {
            Anchor::Near(_) => (&codes::NEAR, format!("the quote is not quite in article `{key}`")),
            _ => (&codes::ORPHAN, format!("the quote is not in article `{key}`")),
        };
        let finding = report.add(code, value.at(), message);
        finding.help = proposal(model, *id);
        finding.lookalike = passage.nearest.as_deref().map(|nearest| {
            let article = model.article(nearest.article);
            Box::new(Lookalike {
                article: article.key.to_string(),
                line: article.lines.line(nearest.span.start()),
                start: nearest.span.start(),
                end: nearest.span.end(),
                score: nearest.score,
                replacement: replacement(model, *id).map(str::to_owned),
            })
        });
    }
}

/// For each lost quote, the first article that has its words, and where.
fn elsewhere(model: &Model, lost: &[(PassageId, Value<'_>)]) -> Vec<Option<(ArticleId, Span)>> {
    let mut found = vec![None; lost.len()];
    if lost.is_empty() || model.articles().len() < 2 {
        return found;
    }
    let words: Vec<Cow<'_, str>> = lost.iter().map(|(_, value)| value.words()).collect();
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    for id in model.article_ids() {
        let Some(text) = model.article(id).text.as_deref() else { continue };
        for (found, span) in found.iter_mut().zip(find_words(text, &words)) {
            if let Some(span) = span.filter(|_| found.is_none()) {
                *found = Some((id, span));
            }
        }
    }
    found
}

/// Words of the context that a finding shows.
const CONTEXT_WORDS: usize = 6;
/// Bytes of an article to take them from.
const CONTEXT_BYTES: usize = 200;

/// The last few words of `text`.
fn last_words(text: &str) -> String {
    let start = text.floor_char_boundary(text.len().saturating_sub(CONTEXT_BYTES));
    let words: Vec<&str> = text.get(start..).unwrap_or("").split_whitespace().rev().take(CONTEXT_WORDS).collect();
    words.into_iter().rev().collect::<Vec<&str>>().join(" ")
}

/// The first few words of `text`.
fn first_words(text: &str) -> String {
    let end = text.ceil_char_boundary(CONTEXT_BYTES);
    let words = text.get(..end).unwrap_or("").split_whitespace().take(CONTEXT_WORDS);
    words.collect::<Vec<&str>>().join(" ")
}

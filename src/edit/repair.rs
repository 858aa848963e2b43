//! Repairs of quotes: the words and context to write, and the place in an article they then have.

use std::collections::HashMap;

use super::change::Change;
use super::value::Value;
use crate::format::PASSAGE;
use crate::model::{Anchor, Article, ArticleId, Model, PassageId};
use crate::quote::{
    Context, Located, Misfit, Quote, Side, deciding_context, difference, locate, locate_up_to, place_limit, whole_words,
};
use crate::text::{Folded, Span, fold_for_anchor};

/// The most places of an ambiguous quote to offer.
const MOST_PLACES: usize = 50;
/// The most words of a context.
const MOST_WORDS: usize = 12;
/// Bytes of text to search for further places of one lost quote.
const MOST_SEARCHED: usize = 16 << 20;

/// One way to repair a passage's quote. What it writes is found in the article at `place` and nowhere else.
#[derive(Debug, Clone, PartialEq)]
pub struct Repair {
    /// The passage.
    pub passage: PassageId,
    /// The article that has the words, usually the passage's own.
    pub article: ArticleId,
    /// Where.
    pub place: Span,
    /// The new quote, on one line.
    pub quote: String,
    /// What to write; never empty.
    pub changes: Vec<Change>,
    /// Whether only case, marks, hyphens, white space or context change, and no other place is as likely.
    pub is_safe: bool,
}

impl Repair {
    /// What it changes, on one line: the words that differ, and the context.
    pub fn what(&self, model: &Model) -> String {
        let line = model.article(self.article).lines.line(self.place.start());
        let told = difference(model.quote(self.passage), &self.quote);
        let is_elsewhere = self.article != model.passage(self.passage).article;
        let article =
            if is_elsewhere { format!(" of article `{}`", model.article(self.article).key) } else { String::new() };
        let context = self.changes.iter().filter_map(|change| match change {
            Change::Set { key, value: Some(Value::Text(words)), .. } if is_context(key) => {
                Some(format!("{key} “{words}”"))
            }
            Change::Set { key, value: None, .. } if is_context(key) => Some(format!("no {key}")),
            _ => None,
        });
        let told = std::iter::once(told).chain(context).collect::<Vec<_>>().join("; ");
        format!("line {line}{article}: {told}")
    }
}

fn is_context(key: &str) -> bool {
    key == PASSAGE.prefix.name || key == PASSAGE.suffix.name
}

/// The best repair, if any, of each passage whose quote is lost, ambiguous or cut, or has a context that is not there.
/// Costs a pass over each article, and one more for each repair.
pub fn repairs(model: &Model) -> Vec<Repair> {
    let mut of: HashMap<ArticleId, Vec<PassageId>> = HashMap::new();
    for id in model.passage_ids() {
        of.entry(model.passage(id).article).or_default().push(id);
    }
    let limit = place_limit(model.passage_ids().count());
    let mut found = Vec::new();
    for (article, passages) in of {
        let Some(text) = model.article(article).text.as_deref() else { continue };
        let quotes: Vec<Quote<'_>> = passages.iter().map(|id| quote_of(model, *id)).collect();
        let mut loose_text = None;
        for (id, located) in passages.iter().zip(locate_up_to(limit, text, &quotes)) {
            found
                .extend(Faulty { model, id: *id, loose_text: &mut loose_text }.repairs(&located, 1).into_iter().next());
        }
    }
    found.sort_by_key(|repair| repair.passage);
    found
}

/// All repairs of a passage's quote, the best first; none if nothing is wrong or nothing is similar. Costs some passes
/// over its article and, if the quote is lost, one over each other article.
pub fn repairs_of(model: &Model, id: PassageId) -> Vec<Repair> {
    let Some(text) = model.article(model.passage(id).article).text.as_deref() else { return Vec::new() };
    let Some(located) = locate(text, &[quote_of(model, id)]).pop() else { return Vec::new() };
    Faulty { model, id, loose_text: &mut None }.repairs(&located, MOST_PLACES)
}

pub(super) fn quote_of(model: &Model, id: PassageId) -> Quote<'_> {
    let passage = model.passage(id);
    Quote { words: model.quote(id), prefix: passage.prefix.as_deref(), suffix: passage.suffix.as_deref() }
}

/// A passage that may need a repair.
struct Faulty<'m, 'l> {
    model: &'m Model,
    id: PassageId,
    /// The article's text without what a safe repair may change; made on first use.
    loose_text: &'l mut Option<Loose>,
}

impl Faulty<'_, '_> {
    fn repairs(&mut self, located: &Located, most: usize) -> Vec<Repair> {
        let passage = self.model.passage(self.id);
        let own = passage.article;
        let text = self.model.article(own).text();
        match &located.anchor {
            Anchor::Exact(place) | Anchor::Normalised(place) => match (located.whole, located.misfit) {
                (Some((whole, _)), misfit) => {
                    let is_safe = misfit.is_none_or(|misfit| self.is_slip(misfit, *place));
                    self.aim((own, whole), Some(quoted(text, whole)), is_safe).into_iter().collect()
                }
                (None, Some(misfit)) => {
                    let is_safe = self.is_slip(misfit, *place);
                    self.aim((own, *place), None, is_safe).into_iter().collect()
                }
                (None, None) => Vec::new(),
            },
            Anchor::Adapted(_) => {
                let place = located.misfit.zip(located.anchor.verified());
                place
                    .and_then(|(misfit, place)| self.aim((own, place), None, self.is_slip(misfit, place)))
                    .into_iter()
                    .collect()
            }
            Anchor::Ambiguous(places) => {
                let meant: Vec<bool> = places.iter().map(|place| self.is_nearly_beside(*place)).collect();
                let is_safe = meant.iter().filter(|is_meant| **is_meant).count() == 1;
                let mut places: Vec<(Span, bool)> =
                    places.iter().copied().zip(meant.into_iter().map(|is_meant| is_meant && is_safe)).collect();
                places.sort_by_key(|(_, is_meant)| !is_meant);
                let offered = places.into_iter().take(most);
                offered.filter_map(|(place, is_safe)| self.aim((own, place), None, is_safe)).collect()
            }
            Anchor::Near(_) | Anchor::Orphan => self.lost(most),
            Anchor::NoSource => Vec::new(),
        }
    }

    /// Repairs of a quote that is not in its article.
    fn lost(&mut self, most: usize) -> Vec<Repair> {
        let passage = self.model.passage(self.id);
        let safe = self.safe_place().map(|place| (passage.article, place));
        let nearest = passage.nearest.as_deref();
        let first = safe.or_else(|| nearest.map(|near| (near.article, self.whole(near.article, near.span))));
        let mut all = Vec::new();
        if let Some((article, place)) = first {
            let words = quoted(self.model.article(article).text(), place);
            all.extend(self.aim((article, place), Some(words), safe.is_some()));
        }
        if most > 1 {
            all.extend(self.further(first));
        }
        all
    }

    /// Further places similar to a lost quote, the most similar first.
    fn further(&self, known: Option<(ArticleId, Span)>) -> Vec<Repair> {
        let own = self.model.passage(self.id).article;
        let bare = Quote { words: self.model.quote(self.id), prefix: None, suffix: None };
        let mut left = MOST_SEARCHED;
        let mut places: Vec<(f32, ArticleId, Span)> = Vec::new();
        for id in std::iter::once(own).chain(self.model.article_ids().filter(|id| *id != own)) {
            let text = self.model.article(id).text();
            let Some(rest) = left.checked_sub(text.len()) else { break };
            left = rest;
            let pieces = match known {
                Some((of, span)) if of == id => vec![0..span.start(), span.end()..text.len()],
                _ => std::iter::once(0..text.len()).collect(),
            };
            for piece in pieces {
                let found = text.get(piece.clone()).and_then(|text| locate(text, &[bare]).pop());
                let Some(located) = found else { continue };
                let moved = |span: Span| Span::new(span.start() + piece.start, span.end() + piece.start);
                places.extend(located.nearest.map(|alike| (alike.score, id, moved(alike.span))));
                places.extend(located.anchor.places().iter().take(MOST_PLACES).map(|span| (1.0, id, moved(*span))));
            }
        }
        places.sort_by(|a, b| b.0.total_cmp(&a.0));
        let repair = |(_, id, span): (f32, ArticleId, Span)| {
            let place = self.whole(id, span);
            self.aim((id, place), Some(quoted(self.model.article(id).text(), place)), false)
        };
        places.into_iter().filter_map(repair).collect()
    }

    fn whole(&self, article: ArticleId, span: Span) -> Span {
        whole_words(self.model.article(article).text(), span).map_or(span, |(whole, _)| whole)
    }

    /// The only place of the article that differs from the quote just in case, marks and white space.
    fn safe_place(&mut self) -> Option<Span> {
        let text = self.model.article(self.model.passage(self.id).article).text();
        let wanted = Loose::of(self.model.quote(self.id));
        let all = self.loose_text.get_or_insert_with(|| Loose::of(text));
        let place = all.only(&wanted)?;
        let place = with_marks(text, place, self.model.quote(self.id));
        whole_words(text, place).is_none().then_some(place)
    }

    /// Whether a context that does not fit points to no other place: its words are nearly those beside `place`, or
    /// nowhere in the article.
    fn is_slip(&self, misfit: Misfit, place: Span) -> bool {
        let passage = self.model.passage(self.id);
        let text = self.model.article(passage.article).text();
        let is_slip = |side: Side, words: Option<&str>| {
            let words = words.unwrap_or_default();
            nearly_beside(text, place, side, words).is_some() || !is_in(text, words)
        };
        (!misfit.prefix || is_slip(Side::Prefix, passage.prefix.as_deref()))
            && (!misfit.suffix || is_slip(Side::Suffix, passage.suffix.as_deref()))
    }

    /// Whether the given context is nearly that of `place`.
    fn is_nearly_beside(&self, place: Span) -> bool {
        let passage = self.model.passage(self.id);
        let text = self.model.article(passage.article).text();
        let is_near = |side: Side, words: Option<&str>| {
            words.is_none_or(|words| nearly_beside(text, place, side, words).is_some())
        };
        let (prefix, suffix) = (passage.prefix.as_deref(), passage.suffix.as_deref());
        (prefix.is_some() || suffix.is_some()) && is_near(Side::Prefix, prefix) && is_near(Side::Suffix, suffix)
    }

    /// The changes after which the quote, replaced by `words` if given, is found only at `target`; `None` if there are
    /// none.
    fn aim(&self, (article, target): (ArticleId, Span), words: Option<String>, is_safe: bool) -> Option<Repair> {
        let passage = self.model.passage(self.id);
        let of = self.model.article(article);
        let quote = words.unwrap_or_else(|| self.model.quote(self.id).to_owned());
        let given =
            if article == passage.article { [passage.prefix.clone(), passage.suffix.clone()] } else { [None, None] };
        let given = given.map(|words| words.map(|words| words.to_string()));
        let (place, [prefix, suffix]) = decided(of, target, &quote, given)?;
        let mut changes = Vec::new();
        let key = self.model.passage_key(self.id);
        let mut set = |name: &str, value: Option<&str>| {
            changes.push(Change::Set { id: key.clone(), key: name.to_owned(), value: value.map(Value::from) });
        };
        if article != passage.article {
            set(PASSAGE.article.name, Some(&of.key));
        }
        if quote != self.model.quote(self.id) {
            set(PASSAGE.quote.name, Some(&quote));
        }
        for (name, new, old) in
            [(PASSAGE.prefix.name, &prefix, &passage.prefix), (PASSAGE.suffix.name, &suffix, &passage.suffix)]
        {
            if new.as_deref() != old.as_deref() {
                set(name, new.as_deref());
            }
        }
        (!changes.is_empty()).then_some(Repair { passage: self.id, article, place, quote, changes, is_safe })
    }
}

/// The context with which `words` are found only at `target`, and their place: the given one if it fits, else the words
/// that are there, else none, or one that decides.
fn decided(
    article: &Article,
    target: Span,
    words: &str,
    given: [Option<String>; 2],
) -> Option<(Span, [Option<String>; 2])> {
    let text = article.text();
    let found = |[prefix, suffix]: &[Option<String>; 2]| {
        locate(text, &[Quote { words, prefix: prefix.as_deref(), suffix: suffix.as_deref() }]).pop()
    };
    let hits = |located: &Located| {
        let place = located.anchor.verified().filter(|_| located.misfit.is_none() && located.whole.is_none())?;
        (place.start() < target.end() && target.start() < place.end()).then_some(place)
    };
    let there = |side: Side, words: Option<&String>| {
        let words = words?;
        let count = words.split_whitespace().count();
        let fit = nearly_beside(text, target, side, words).unwrap_or_else(|| beside(text, target, side, count));
        (!fit.is_empty()).then_some(fit)
    };
    let [prefix, suffix] = &given;
    let fit = [there(Side::Prefix, prefix.as_ref()), there(Side::Suffix, suffix.as_ref())];
    let kept = |at: usize| {
        let is_same = |words: &&String| fit[at].as_ref().is_some_and(|fit| folded(fit) == folded(words));
        given[at].clone().filter(|words| is_same(&words))
    };
    let kept = [kept(0), kept(1)];
    let filled = [kept[0].clone().or_else(|| fit[0].clone()), kept[1].clone().or_else(|| fit[1].clone())];
    for context in [given, filled, kept.clone(), [None, None]] {
        let located = found(&context)?;
        if let Some(place) = hits(&located) {
            return Some((place, context));
        }
    }
    for context in [kept, [None, None]] {
        let located = found(&context)?;
        let quote = Quote { words, prefix: context[0].as_deref(), suffix: context[1].as_deref() };
        let places = located.anchor.places();
        let Some(place) = places.iter().copied().max_by_key(|place| shared(*place, target)) else { continue };
        let Some(Context { side, words }) = deciding_context(text, &quote, place, places) else { continue };
        let mut context = context.clone();
        context[usize::from(side == Side::Suffix)] = Some(words);
        if let Some(place) = found(&context).as_ref().and_then(hits) {
            return Some((place, context));
        }
    }
    None
}

fn shared(place: Span, target: Span) -> usize {
    place.end().min(target.end()).saturating_sub(place.start().max(target.start()))
}

/// The words of an article at a place, on one line.
fn quoted(text: &str, place: Span) -> String {
    place.of(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn folded(text: &str) -> String {
    fold_for_anchor(text).text().trim().to_owned()
}

/// `count` words, at least one, right before or after a place, on one line; fewer at the ends of the text.
pub(super) fn beside(text: &str, place: Span, side: Side, count: usize) -> String {
    const MOST_BYTES: usize = 400;
    let count = count.clamp(1, MOST_WORDS);
    match side {
        Side::Prefix => {
            let piece = text
                .get(text.ceil_char_boundary(place.start().saturating_sub(MOST_BYTES))..place.start())
                .unwrap_or_default();
            let words: Vec<&str> = piece.split_whitespace().collect();
            words.get(words.len().saturating_sub(count)..).unwrap_or_default().join(" ")
        }
        Side::Suffix => {
            let piece = text.get(place.end()..text.floor_char_boundary(place.end() + MOST_BYTES)).unwrap_or_default();
            piece.split_whitespace().take(count).collect::<Vec<_>>().join(" ")
        }
    }
}

/// The words right beside a place that differ from `words` only in case, marks and white space.
fn nearly_beside(text: &str, place: Span, side: Side, words: &str) -> Option<String> {
    let wanted = loose(words);
    (1..=MOST_WORDS).map(|count| beside(text, place, side, count)).find(|there| loose(there) == wanted)
}

fn is_in(text: &str, words: &str) -> bool {
    let words = folded(words);
    !words.is_empty() && fold_for_anchor(text).text().contains(&words)
}

/// A place extended by as many marks as the quote has at its ends.
fn with_marks(text: &str, place: Span, quote: &str) -> Span {
    let is_beside = |c: &char| !c.is_whitespace() && !c.is_alphanumeric();
    let bytes = |beside: &mut dyn Iterator<Item = char>, own: usize| {
        beside.take_while(is_beside).take(own).map(char::len_utf8).sum::<usize>()
    };
    let own = |chars: &mut dyn Iterator<Item = char>| chars.take_while(|c| is_mark(*c) || is_beside(c)).count();
    let (mut before, mut behind) = (
        text.get(..place.start()).unwrap_or_default().chars().rev(),
        text.get(place.end()..).unwrap_or_default().chars(),
    );
    let lead = bytes(&mut before, own(&mut quote.trim().chars()));
    let trail = bytes(&mut behind, own(&mut quote.trim().chars().rev()));
    Span::new(place.start() - lead, place.end() + trail)
}

/// The part of a text that a safe repair keeps: its letters, and marks that matter within numbers and words (`1.5`,
/// `-5`, `we'll`).
struct Loose {
    folded: Folded,
    kept: String,
    /// The offset in the folded text of each byte of `kept`.
    from: Vec<usize>,
}

impl Loose {
    fn of(text: &str) -> Self {
        let folded = fold_for_anchor(text);
        let all: Vec<(usize, char)> = folded.text().char_indices().collect();
        let (mut kept, mut from) = (String::new(), Vec::new());
        for (index, (at, c)) in all.iter().copied().enumerate() {
            let before = index.checked_sub(1).and_then(|index| all.get(index)).map(|(_, c)| *c);
            let behind = all.get(index + 1).map(|(_, c)| *c);
            let between = |is: fn(char) -> bool| before.is_some_and(is) && behind.is_some_and(is);
            let is_sign = c == '-'
                && behind.is_some_and(char::is_numeric)
                && before.is_none_or(|before| before.is_whitespace() || before == '(');
            if !is_mark(c) || is_sign || between(char::is_numeric) || (c == '\'' && between(char::is_alphabetic)) {
                kept.extend(c.to_lowercase());
                from.resize(kept.len(), at);
            }
        }
        Self { folded, kept, from }
    }

    /// The place of `words`, if they occur exactly once.
    fn only(&self, words: &Self) -> Option<Span> {
        let mut found = self.kept.match_indices(&words.kept).map(|(at, _)| at);
        let at = found.next().filter(|_| !words.kept.is_empty() && found.next().is_none())?;
        let (start, last) = (*self.from.get(at)?, *self.from.get(at + words.kept.len() - 1)?);
        let end = last + self.folded.text().get(last..)?.chars().next()?.len_utf8();
        Some(self.folded.source(start..end))
    }
}

fn loose(text: &str) -> String {
    Loose::of(text).kept
}

/// A mark between words, or white space.
fn is_mark(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '-' | '\'' | '"' | '«' | '»' | '.' | ',' | ';' | ':' | '!' | '?' | '(' | ')' | '[' | ']' | '…')
}

#[cfg(test)]
mod tests {
    use super::{loose, repairs, repairs_of};
    use crate::edit::{Change, Value, plan};
    use crate::load::load_str;
    use crate::model::Anchor;

    const TEXT: &str = "The North asks for inspections of every ship. The owners refuse inspections of every ship.\n\
        They must accept 1,500 ships, and are unable to leave the cease-fire line\nbefore winter. The Port Act holds.";

    fn model(passage: &str, text: &str) -> String {
        format!(
            "[[articles]]\nid = 'a'\ntitle = 'A'\ntext = '''{text}'''\n[[articles]]\nid = 'b'\ntitle = 'B'\n\
             text = 'Elsewhere the pilots stay on board for the night.'\n[[actors]]\nid = 'x'\nname = 'X'\n\
             [[issues]]\nid = 'i'\nname = 'I'\n[[demands]]\nid = 'd'\nactor = 'x'\nissue = 'i'\ntext = 'T'\n\
             [[demands.passages]]\narticle = 'a'\n{passage}\n"
        )
    }

    fn told(changes: &[Change]) -> String {
        let one = |change: &Change| match change {
            Change::Set { key, value: Some(Value::Text(words)), .. } => format!("{key}={words}"),
            Change::Set { key, value: None, .. } => format!("-{key}"),
            other => panic!("{other:?}"),
        };
        changes.iter().map(one).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn the_best_repair_is_safe_where_no_word_changes() {
        for (passage, expected, is_safe) in [
            ("quote = 'the port act HOLDS'", "quote=The Port Act holds", true),
            ("quote = '“THE PORT-ACT holds.”'", "quote=The Port Act holds.", true),
            ("quote = 'leave the cease fire line before'", "quote=leave the cease-fire line before", true),
            ("quote = 'They should accept 1,500 ships'", "quote=They must accept 1,500 ships", false),
            ("quote = 'They must accept 1.500 ships'", "quote=They must accept 1,500 ships", false),
            ("quote = 'able to leave the cease-fire'", "quote=unable to leave the cease-fire", true),
            ("quote = 'must accept 1,500 ships'\nprefix = 'nonesuch'", "prefix=They", true),
            ("quote = 'must accept 1,500 ships'\nsuffix = 'and were'", "suffix=, and", true),
            // The prefix is somewhere else: that place may be the one that was meant.
            ("quote = 'must accept 1,500 ships'\nprefix = 'The owners'", "prefix=ship. They", false),
            ("quote = 'inspections of every ship'\nprefix = 'Asks-for'", "prefix=asks for", true),
            ("quote = 'inspections of every ship'", "prefix=for", false),
            ("quote = 'inspections of every ship'\nprefix = 'x y'", "prefix=asks for", false),
            ("quote = 'the pilots stay on board'", "article=b; quote=the pilots stay on board", false),
            ("quote = 'Inspections-of every ship!'", "quote=inspections of every ship; prefix=for", false),
        ] {
            let text = model(passage, TEXT);
            let loaded = load_str(&[("m.toml", &text)], &[]);
            let all = repairs(&loaded.model);
            let Some(repair) = all.first() else { panic!("no repair of {passage}") };
            let expected = expected.replace("article=b; quote=the pilots stay on board", "article=b");
            assert_eq!((told(&repair.changes).as_str(), repair.is_safe), (expected.as_str(), is_safe), "{passage}");
            let after = plan(&[&text], &repair.changes).unwrap().files.remove(0).after;
            let loaded = load_str(&[("m.toml", &after)], &[]);
            let passage = loaded.model.passage(repair.passage);
            assert_eq!(passage.anchor.verified(), Some(repair.place), "{after}");
            assert!(matches!(passage.anchor, Anchor::Exact(_) | Anchor::Normalised(_)), "{after}");
            assert_eq!(repairs(&loaded.model), [], "{after}");
        }
    }

    #[test]
    fn what_is_right_or_like_nothing_has_no_repair() {
        for passage in [
            "quote = 'The Port Act holds'",
            "quote = 'The owners refuse … They must accept'",
            "quote = 'zebra quagga okapi'",
            "quote = 'inspections of every ship'\nprefix = 'refuse'",
        ] {
            let loaded = load_str(&[("m.toml", &model(passage, TEXT))], &[]);
            assert_eq!(repairs(&loaded.model), [], "{passage}");
        }
    }

    #[test]
    fn every_place_is_offered_the_nearest_first() {
        let lines = |passage: &str| {
            let loaded = load_str(&[("m.toml", &model(passage, TEXT))], &[]);
            let id = loaded.model.passage_ids().next().unwrap();
            let all = repairs_of(&loaded.model, id);
            all.iter().map(|repair| repair.what(&loaded.model)).collect::<Vec<_>>()
        };
        assert_eq!(
            lines("quote = 'inspections of every ship'"),
            ["line 1: inspections of every ship; prefix “for”", "line 1: inspections of every ship; prefix “refuse”"]
        );
        let found = lines("quote = 'owners refused inspections of every vessel'");
        assert!(found[0].starts_with("line 1: owners [-refused-]{+refuse+} inspections"), "{found:?}");
        assert!(found.len() > 1 && found[1].contains("inspections of every"), "{found:?}");
    }

    #[test]
    fn what_makes_another_number_or_word_is_kept() {
        for (one, other, is_same) in [
            ("a cease-fire, now", "A cease fire now.", true),
            ("«Peace» now", "\"peace\" now", true),
            ("by 5 percent", "by -5 percent", false),
            ("1.5 ships", "15 ships", false),
            ("10 20", "1020", false),
            ("5 %", "5", false),
            ("we'll go", "well go", false),
            ("in 1990.", "in 1990", true),
        ] {
            assert_eq!(loose(one) == loose(other), is_same, "{one} / {other}");
        }
    }
}

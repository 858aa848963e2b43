//! Citations: who says the words of a quote, about whom, and where.
//!
//! Everything that shows, copies or writes a quote cites it this way, so that no words are put into the wrong mouth.
//! Names and titles are as in the file.

use std::fmt;

use crate::model::{ActorId, Article, ArticleId, Model, PassageId, Voice};
use crate::text::Span;

/// Marks what the coder concluded.
const READING: &str = "coder's reading";

/// The attribution of quoted words: who says them and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source<'m> {
    /// Who says them, about whom, up to the title; empty where the article itself says them.
    pub lead: String,
    /// The title of the article.
    pub title: &'m str,
    /// What follows the title: publisher, date, line, and whom the words are about.
    pub rest: String,
}

impl fmt::Display for Source<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}{}", self.lead, self.title, self.rest)
    }
}

impl<'m> Source<'m> {
    /// The source of a passage.
    ///
    /// - quoted: `Vladimir Putin, in Report, line 1`
    /// - reported: `Report, line 1, on Vladimir Putin`
    /// - inferred: `Report, line 1, on Vladimir Putin, coder's reading`
    /// - another speaker: `Russia, on Vladimir Putin, as reported in Report, line 1`
    ///
    /// A quote without exactly one place in the article says so in place of the line.
    pub fn of_passage(model: &'m Model, id: PassageId) -> Self {
        let passage = model.passage(id);
        let article = model.article(passage.article);
        let place = match (passage.anchor.verified(), passage.anchor.one_of()) {
            (Some(span), _) => lines(article, span),
            (None, Some(one_of)) => format!("at {one_of}"),
            (None, None) => passage.anchor.phrase().into_owned(),
        };
        let mut rest = published(article, &place);
        let holder = model.actor_name(model.demand(model.demand_of(id)).actor);
        let speaker = other_speaker(model, id).map(|speaker| model.actor_name(speaker));
        let lead = match (speaker, passage.voice) {
            (Some(speaker), Voice::Quoted) => format!("{speaker}, on {holder}, in "),
            (Some(speaker), Voice::Reported | Voice::Inferred) => format!("{speaker}, on {holder}, as reported in "),
            (None, Voice::Quoted) => format!("{holder}, in "),
            (None, Voice::Reported | Voice::Inferred) => {
                rest.extend([", on ", holder]);
                String::new()
            }
        };
        if passage.voice == Voice::Inferred {
            rest.extend([", ", READING]);
        }
        Self { lead, title: &article.title, rest }
    }

    /// The source of an article's own words, which belong to no actor.
    pub fn of_words(model: &'m Model, article: ArticleId, span: Span) -> Self {
        let article = model.article(article);
        Self { lead: String::new(), title: &article.title, rest: published(article, &lines(article, span)) }
    }
}

/// Who says the words of a passage, and about whom: `Putin, quoted` · `on Putin` · `on Putin, coder's reading` ·
/// `Russia, on Putin`.
///
/// `name` gives the name of an actor: [`Model::actor_name`] or [`Model::short_name`].
pub fn who(model: &Model, id: PassageId, name: fn(&Model, ActorId) -> &str) -> String {
    let holder = name(model, model.demand(model.demand_of(id)).actor);
    let speaker = other_speaker(model, id).map(|speaker| name(model, speaker));
    match (speaker, model.passage(id).voice) {
        (None, Voice::Quoted) => format!("{holder}, quoted"),
        (None, Voice::Reported) => format!("on {holder}"),
        (None, Voice::Inferred) => format!("on {holder}, {READING}"),
        (Some(speaker), Voice::Quoted) => format!("{speaker}, quoted, on {holder}"),
        (Some(speaker), Voice::Reported) => format!("{speaker}, on {holder}"),
        (Some(speaker), Voice::Inferred) => format!("{speaker}, on {holder}, {READING}"),
    }
}

/// The same in the fewest words: `Putin` · `on Putin` · `coder on Putin` · `Russia on Putin`.
pub fn who_in_brief(model: &Model, id: PassageId) -> String {
    let holder = model.short_name(model.demand(model.demand_of(id)).actor);
    match (other_speaker(model, id), model.passage(id).voice) {
        (None, Voice::Quoted) => holder.to_owned(),
        (None, Voice::Reported) => format!("on {holder}"),
        (_, Voice::Inferred) => format!("coder on {holder}"),
        (Some(speaker), Voice::Quoted | Voice::Reported) => format!("{} on {holder}", model.short_name(speaker)),
    }
}

/// The speaker, if not the demand's actor.
fn other_speaker(model: &Model, id: PassageId) -> Option<ActorId> {
    let actor = model.demand(model.demand_of(id)).actor;
    model.passage(id).speaker.filter(|speaker| *speaker != actor)
}

/// Publisher, date and place, each after a comma.
fn published(article: &Article, place: &str) -> String {
    let date = article.date.map(|date| date.to_string());
    let parts = [article.publisher.as_deref(), date.as_deref(), Some(place)];
    parts.into_iter().flatten().flat_map(|part| [", ", part]).collect()
}

/// The lines of a piece of the text: `line 3`, `lines 3–5`.
fn lines(article: &Article, span: Span) -> String {
    let first = article.lines.line(span.start());
    let last = article.lines.line(span.end().saturating_sub(1).max(span.start()));
    if first == last { format!("line {first}") } else { format!("lines {first}–{last}") }
}

#[cfg(test)]
mod tests {
    use super::{Source, who};
    use crate::load::load_str;
    use crate::model::{ArticleId, Model, PassageId};
    use crate::text::Span;

    #[test]
    fn words_are_given_to_the_one_who_says_them() {
        for (facts, source, short) in [
            ("voice = 'quoted'", "Mara Lind, in Report, line 1", "Lind, quoted"),
            ("voice = 'reported'", "Report, line 1, on Mara Lind", "on Lind"),
            ("speaker = 'lind'", "Report, line 1, on Mara Lind", "on Lind"),
            ("voice = 'inferred'", "Report, line 1, on Mara Lind, coder's reading", "on Lind, coder's reading"),
            ("speaker = 'isles'", "Twin Isles, on Mara Lind, as reported in Report, line 1", "TI, on Lind"),
            (
                "speaker = 'isles', voice = 'quoted'",
                "Twin Isles, on Mara Lind, in Report, line 1",
                "TI, quoted, on Lind",
            ),
            (
                "speaker = 'isles', voice = 'inferred'",
                "Twin Isles, on Mara Lind, as reported in Report, line 1, coder's reading",
                "TI, on Lind, coder's reading",
            ),
        ] {
            let loaded = load_str(&[("m.toml", &talks(&format!("quote = 'open the port', {facts}")))], &[]);
            let model = &loaded.model;
            let id = PassageId::new(0);
            assert_eq!(Source::of_passage(model, id).to_string(), source, "{facts}");
            assert_eq!(who(model, id, Model::short_name), short, "{facts}");
        }
    }

    #[test]
    fn a_quote_without_its_place_says_so_where_the_line_would_be() {
        for (quote, source) in [
            ("sail away", "Report, not in the article, on Mara Lind"),
            ("port now", "Report, at one of 2 places, on Mara Lind"),
            ("port now, or", "Report, lines 1–2, on Mara Lind"),
        ] {
            let loaded = load_str(&[("m.toml", &talks(&format!("quote = '{quote}'")))], &[]);
            assert_eq!(Source::of_passage(&loaded.model, PassageId::new(0)).to_string(), source);
        }
    }

    #[test]
    fn words_of_an_article_are_nobody_s() {
        let loaded = load_str(&[("m.toml", &talks("quote = 'open'"))], &[]);
        let source = Source::of_words(&loaded.model, ArticleId::new(0), Span::new(5, 24));
        assert_eq!(source.to_string(), "Report, lines 1–2");
    }

    /// A model with one passage of these keys.
    fn talks(passage: &str) -> String {
        format!(
            "[[articles]]\nid = 'a'\ntitle = 'Report'\ntext = \"open the port now,\\nor the port now shuts\"\n\
             [[actors]]\nid = 'lind'\nname = 'Mara Lind'\naliases = ['Lind']\n\
             [[actors]]\nid = 'isles'\nname = 'Twin Isles'\naliases = ['TI']\n\
             [[issues]]\nid = 'i'\nname = 'I'\n[[demands]]\nid = 'd'\nactor = 'lind'\nissue = 'i'\ntext = 'T'\n\
             passages = [{{ {passage} }}]\n"
        )
    }
}

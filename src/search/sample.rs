//! A small model in many scripts, for the tests of this room.

use crate::model::sample;
use crate::model::{
    Actor, ActorId, ActorKind, Anchor, Article, ArticleId, Builder, Date, Demand, DemandKind, Issue, IssueId, Model,
    Origin, Passage,
};
use crate::text::Span;

pub(crate) const TEXTS: &[(&str, &str, &str)] = &[
    (
        "summit",
        "Report on the Alaska summit",
        "Putin demanded an immediate ceasefire. Zelenskyy refused to withdraw from Donetsk.\nThe severe sanctions on coal remain until the demilitarization of the zone.\nZelenskiy said the coal levy is unfair.",
    ),
    ("kyiv", "Звернення", "Зеленський відхилив вимогу. Позиція Зеленського не змінилася.\nМосква не согласна с этим."),
    ("beijing", "立场文件", "中国维护国家利益。各方应停止敌对行动。"),
    ("cairo", "بيان", "أَكَّدَتِ الْجَامِعَةُ الْعَرَبِيَّةُ مَوْقِفَهَا.\nالجامعة العربية ترفض"),
    (
        "athens",
        "Ανακοίνωση",
        "Η Ελλάδα ζητεί τη ΛΥΣΗ της διαφοράς.\nMr. Éire spoke for the Union about Kohle and Élysée.",
    ),
];

pub(crate) fn actor(key: &str, name: &str, kind: ActorKind, aliases: &[&str]) -> Actor {
    Actor {
        key: key.into(),
        name: name.into(),
        kind,
        aliases: aliases.iter().map(|alias| (*alias).into()).collect(),
        member_of: Box::default(),
        role: None,
        note: None,
        origin: Origin::default(),
    }
}

pub(crate) fn issue(key: &str, name: &str, question: Option<&str>) -> Issue {
    Issue {
        key: key.into(),
        name: name.into(),
        question: question.map(Into::into),
        group: None,
        scale: Box::default(),
        note: None,
        origin: Origin::default(),
    }
}

pub(crate) fn article(key: &str, title: &str, text: &str) -> Article {
    Article { date: Date::parse("2025-08-15"), ..Article::bare(key, title, Some(text)) }
}

/// A passage that quotes `quote` from `article`, whose text is `text`.
pub(crate) fn passage(article: ArticleId, text: &str, quote: &str) -> Passage {
    let place = text.find(quote).map(|at| Span::new(at, at + quote.len()));
    Passage {
        article,
        quote: if place.is_some() { None } else { Some(quote.into()) },
        anchor: place.map_or(Anchor::Orphan, Anchor::Exact),
        ..sample::passage()
    }
}

struct Records {
    actors: Vec<ActorId>,
    issues: Vec<IssueId>,
    articles: Vec<ArticleId>,
}

pub(crate) fn model() -> Model {
    let mut builder = Builder::default();
    let articles = TEXTS.iter().map(|(key, title, text)| builder.article(article(key, title, text))).collect();
    let actors = vec![
        builder.actor(actor("putin", "Vladimir Putin", ActorKind::Person, &["the Russian leader", "Путін", "普京"])),
        builder.actor(actor("zelenskyy", "Volodymyr Zelenskyy", ActorKind::Person, &["Зеленський", "Zelenskiy"])),
        builder.actor(actor("eu", "European Union", ActorKind::Bloc, &["Union européenne"])),
        builder.actor(actor("ireland", "Éire", ActorKind::State, &["Kohle Union Éire"])),
        builder.actor(actor("union", "Union", ActorKind::Organization, &[])),
    ];
    let issues = vec![
        builder.issue(issue("coal-levy", "Coal levy", Some("Should coal be taxed at the border?"))),
        builder.issue(issue("donbas", "Donetsk and Luhansk", Some("Who holds Donetsk?"))),
    ];
    demands(&mut builder, &Records { actors, issues, articles });
    builder.finish()
}

fn demands(builder: &mut Builder, of: &Records) {
    let (summit, kyiv) = (of.articles[0], of.articles[1]);
    let bare =
        |key: &str, actor: usize, issue: usize, text: &str| Demand::bare(key, of.actors[actor], of.issues[issue], text);
    let mut offer = bare("putin-ceasefire", 0, 1, "A ceasefire at once");
    offer.kind = DemandKind::Offer;
    builder.demand(offer, [passage(summit, TEXTS[0].2, "Putin demanded an immediate ceasefire.")]);
    let mut refusal = bare("zelenskyy-donbas", 1, 1, "No withdrawal from Donetsk");
    (refusal.kind, refusal.date) = (DemandKind::Refusal, Date::parse("2024"));
    let quotes = ["Zelenskyy refused to withdraw from Donetsk.", "never said anywhere"];
    let mut passages = quotes.map(|quote| passage(summit, TEXTS[0].2, quote)).to_vec();
    passages.push(passage(kyiv, TEXTS[1].2, "Зеленський відхилив вимогу."));
    builder.demand(refusal, passages);
    let levy = bare("eu-levy", 2, 0, "Keep the levy on coal and severe sanctions");
    let quote = "The severe sanctions on coal remain until the demilitarization of the zone.";
    builder.demand(levy, [passage(summit, TEXTS[0].2, quote)]);
}

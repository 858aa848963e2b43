//! A small model for the tests of this room: a bloc and three who speak, two issues, one article with text.

use crate::model::sample;
use crate::model::{
    Actor, ActorId, ActorKind, Anchor, Article, ArticleId, Builder, Date, Demand, DemandId, DemandKind, Issue, IssueId,
    Model, Origin, Passage, Point, Relation, RelationKind, Status, Voice,
};
use crate::text::{LineIndex, Span};

/// The text of the article `talks`.
pub const TEXT: &str = "the talks went on\u{1b}\r\nmust keep the border open.\n\nA line of nobody.";

/// The model.
pub fn model() -> Model {
    let mut builder = Builder::default();
    builder.article(talks());
    builder.article(Article {
        key: "lost".into(),
        title: "Lost".into(),
        file: Some("lost.txt".into()),
        ..Article::bare("", "", None)
    });
    for actor in actors() {
        builder.actor(actor);
    }
    let [open, closed] = [(0.0, "open"), (1.0, "closed")].map(|(at, label)| Point { at, label: label.into() });
    builder.issue(Issue {
        question: Some("Who may cross?".into()),
        group: Some("Land".into()),
        scale: [open, closed].into(),
        note: Some("old".into()),
        ..bare_issue("border", "The border")
    });
    builder.issue(bare_issue("river", "The river"));
    demands(&mut builder);
    builder.finish()
}

/// Demands in their order: n0, n1, n2 of north, s1, s2 of south, m1 of mia, u1 of the bloc.
fn demands(builder: &mut Builder) {
    let (border, river) = (IssueId::new(0), IssueId::new(1));
    let [north, south, mia] = [1, 2, 3].map(ActorId::new);
    let mut first = Demand::bare("n0", north, border, "The border is shut");
    first.position = Some(1.0);
    builder.demand(first, []);
    builder.demand(second(north, border), [spoken(), ambiguous()]);
    builder.demand(Demand::bare("n2", north, river, "Water for all"), []);
    let mut third = Demand::bare("s1", south, border, "=The border | is half open");
    (third.position, third.salience) = (Some(0.25), Some(0.5));
    builder
        .demand(third, [Passage { anchor: Anchor::Orphan, quote: Some("half\u{202e} open".into()), ..bare_passage() }]);
    let mut fourth = Demand::bare("s2", south, river, "Water for us");
    fourth.relations = [Relation { kind: RelationKind::Opposes, to: DemandId::new(2) }].into();
    builder.demand(fourth, []);
    let lost =
        Passage { anchor: Anchor::NoSource, article: ArticleId::new(1), quote: Some("gates".into()), ..bare_passage() };
    builder.demand(Demand::bare("m1", mia, border, "Gates"), [lost]);
    let mut of_the_bloc = Demand::bare("u1", ActorId::new(0), border, "No border at all");
    (of_the_bloc.position, of_the_bloc.date) = (Some(1.0), Date::parse("2025-08-31"));
    builder.demand(of_the_bloc, []);
}

fn second(actor: ActorId, issue: IssueId) -> Demand {
    let mut demand = Demand::bare("n1", actor, issue, "The border stays open");
    (demand.kind, demand.status, demand.date) = (DemandKind::RedLine, Status::Hardened, Date::parse("2025-08"));
    (demand.position, demand.salience, demand.power) = (Some(0.0), Some(0.9), Some(0.4));
    (demand.addressees, demand.note) = ([ActorId::new(2)].into(), Some("a memo".into()));
    let relations = RelationKind::ALL.iter().zip([0, 3, 5, 2, 4]);
    demand.relations = relations.map(|(kind, to)| Relation { kind: *kind, to: DemandId::new(to) }).collect();
    demand
}

fn spoken() -> Passage {
    Passage {
        anchor: Anchor::Exact(Span::new(SPOKEN, SPOKEN + "keep the border open".len())),
        nearest: None,
        speaker: Some(ActorId::new(3)),
        voice: Voice::Quoted,
        prefix: Some("must ".into()),
        suffix: Some(".".into()),
        note: Some("in a speech".into()),
        ..bare_passage()
    }
}

/// Where the words of the exact passage begin in [`TEXT`].
const SPOKEN: usize = 25;

fn ambiguous() -> Passage {
    let places = [Span::new(0, 3), Span::new(SPOKEN + 5, SPOKEN + 8)].into();
    Passage { anchor: Anchor::Ambiguous(places), quote: Some("the".into()), ..bare_passage() }
}

fn bare_passage() -> Passage {
    Passage { anchor: Anchor::Orphan, ..sample::passage() }
}

/// A bloc, its two members, and mia, who belongs to nobody.
fn actors() -> [Actor; 4] {
    let bare = |key: &str, name: &str, kind| Actor {
        key: key.into(),
        name: name.into(),
        kind,
        aliases: Box::default(),
        member_of: Box::default(),
        role: None,
        note: None,
        origin: Origin::default(),
    };
    let north = Actor {
        aliases: ["the north".into()].into(),
        member_of: [ActorId::new(0)].into(),
        role: Some("host".into()),
        note: Some("first".into()),
        ..bare("north", "North", ActorKind::State)
    };
    let south = Actor { member_of: [ActorId::new(0)].into(), ..bare("south", "South", ActorKind::State) };
    [bare("union", "The Union", ActorKind::Bloc), north, south, bare("mia", "Mia\u{7}", ActorKind::Person)]
}

fn bare_issue(key: &str, name: &str) -> Issue {
    Issue {
        key: key.into(),
        name: name.into(),
        question: None,
        group: None,
        scale: Box::default(),
        note: None,
        origin: Origin::default(),
    }
}

fn talks() -> Article {
    Article {
        key: "talks".into(),
        title: "The talks".into(),
        text: Some(TEXT.into()),
        lines: LineIndex::new(TEXT),
        date: Date::parse("2025-08-15"),
        publisher: Some("Paper".into()),
        author: Some("A. Writer".into()),
        url: Some("https://example.org/".into()),
        language: Some("en".into()),
        sha256: Some("00".into()),
        note: Some("kept".into()),
        ..Article::bare("", "", None)
    }
}

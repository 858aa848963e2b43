//! From tables to the model's records: articles, actors, issues.

use std::collections::HashSet;

use sha2::{Digest, Sha256};
use toml::Spanned;

use super::folder::Refusal;
use super::library::{Book, Library, NoBook};
use super::names::{Mention, Names};
use super::nearest::nearest;
use super::page::{At, Report};
use super::raw::{ActorTable, ArticleTable, IssueTable, Many, One};
use super::read::Placed;
use super::values::{Point as RawPoint, Text, When};
use crate::diagnose::codes;
use crate::model::{Actor, ActorId, ActorKind, Article, Date, Issue, Origin, Point};
use crate::text::LineIndex;

/// The text of an optional key.
#[expect(clippy::ref_option, reason = "keys are passed as their table holds them")]
pub(super) fn text(value: &One<Text<'_>>) -> Option<Box<str>> {
    value.as_ref().map(|text| text.get_ref().0.as_ref().into())
}

/// Where the record begins, for the model.
pub(super) fn origin(at: At, report: &Report<'_>) -> Origin {
    Origin { file: at.file, line: report.line(at) }
}

/// The text of a required key; what stands in for it, with a finding, where it is missing or blank.
pub(super) fn required<T>(
    placed: &Placed<T>,
    (key, value): (&'static str, &One<Text<'_>>),
    id: &str,
    report: &mut Report<'_>,
) -> Box<str> {
    match value {
        Some(text) if !text.get_ref().0.trim().is_empty() => text.get_ref().0.as_ref().into(),
        Some(text) => {
            let message = format!("`{key}` of `{id}` is empty");
            report.add(&codes::MISSING_KEY, placed.spot(text), message);
            id.into()
        }
        None if placed.is_spoilt(key, report) => id.into(),
        None => {
            let message = format!("`{id}` has no `{key}`");
            report.add(&codes::MISSING_KEY, placed.at, message).help = Some(format!("add `{key} = \"…\"`"));
            id.into()
        }
    }
}

/// A closed list of words, how each is spelt, and the one taken where none is given.
pub(super) struct Words<W: 'static> {
    pub(super) all: &'static [W],
    pub(super) spell: fn(W) -> &'static str,
    pub(super) default: W,
}

/// One word of a closed list; the default where none is given, and, with a finding, for any other word.
pub(super) fn word<T, W: Copy>(
    placed: &Placed<T>,
    (key, value): (&str, &One<Text<'_>>),
    list: &Words<W>,
    report: &mut Report<'_>,
) -> W {
    let Some(value) = value else { return list.default };
    let given = value.get_ref().0.as_ref();
    if let Some(word) = list.all.iter().find(|word| (list.spell)(**word) == given) {
        return *word;
    }
    let words: Vec<&str> = list.all.iter().map(|word| (list.spell)(*word)).collect();
    let help = nearest(given, words.iter().copied())
        .map_or_else(|| format!("it is one of: {}", words.join(", ")), |near| format!("did you mean `{near}`?"));
    let message = format!("`{given}` is no `{key}`; `{}` is taken", (list.spell)(list.default));
    report.add(&codes::UNKNOWN_WORD, placed.spot(value), message).help = Some(help);
    list.default
}

/// The day a key gives; absent, with a finding, where there is no such day.
#[expect(clippy::ref_option, reason = "keys are passed as their table holds them")]
pub(super) fn date<T>(placed: &Placed<T>, value: &One<When>, report: &mut Report<'_>) -> Option<Date> {
    let value = value.as_ref()?;
    if value.get_ref().0.is_none() {
        let help = "write a TOML date such as 2025-08-15, or \"2025-08\" or \"2025\" where less is known";
        let message = "there is no such date".to_owned();
        report.add(&codes::BAD_DATE, placed.spot(value), message).help = Some(help.to_owned());
    }
    value.get_ref().0
}

/// The id of a record that has one.
#[expect(clippy::ref_option, reason = "keys are passed as their table holds them")]
pub(super) fn key<'a>(id: &'a One<Text<'_>>) -> &'a str {
    id.as_ref().map_or("", |id| &id.get_ref().0)
}

/// Makes an article; its text is inline or in the library.
pub(super) fn article(placed: &Placed<ArticleTable<'_>>, library: &Library, report: &mut Report<'_>) -> Article {
    let table = &placed.table;
    let id = key(&table.id);
    let (words, lines) = match source(placed, library, report) {
        Some(Book { words, lines }) => (Some(words), lines),
        None => (None, LineIndex::new("")),
    };
    Article {
        key: id.into(),
        title: required(placed, ("title", &table.title), id, report),
        file: text(&table.file),
        lines,
        text: words,
        date: date(placed, &table.date, report),
        publisher: text(&table.publisher),
        author: text(&table.author),
        url: text(&table.url),
        language: text(&table.language),
        sha256: text(&table.sha256),
        note: text(&table.note),
        origin: origin(placed.at, report),
    }
}

fn source(placed: &Placed<ArticleTable<'_>>, library: &Library, report: &mut Report<'_>) -> Option<Book> {
    let table = &placed.table;
    let inline = |text: &Spanned<Text<'_>>| {
        let words = text.get_ref().0.as_ref();
        Book { words: words.into(), lines: LineIndex::new(words) }
    };
    let book = match (&table.file, &table.text) {
        (Some(file), Some(text)) => {
            let message = format!("article `{}` has both a `file` and a `text`; the `text` is taken", key(&table.id));
            report.add(&codes::TEXT_TWICE, placed.spot(file), message).help = Some("remove one of them".to_owned());
            Some(inline(text))
        }
        (None, Some(text)) => Some(inline(text)),
        (Some(file), None) => from_file(placed, file, library, report),
        (None, None) => None,
    };
    if let (Some(pin), Some(book)) = (&table.sha256, &book) {
        check_pin(placed.spot(pin), &pin.get_ref().0, &book.words, report);
    }
    book
}

fn from_file(
    placed: &Placed<ArticleTable<'_>>,
    file: &Spanned<Text<'_>>,
    library: &Library,
    report: &mut Report<'_>,
) -> Option<Book> {
    let path = file.get_ref().0.as_ref();
    let at = placed.spot(file);
    match library.get(at.file, path)? {
        Ok(book) => return Some(book.clone()),
        Err(NoBook::Encoding(place, is_utf16)) => {
            let help = if *is_utf16 { "it looks like UTF-16: convert it to UTF-8" } else { "convert it to UTF-8" };
            let message = format!("`{path}` is not UTF-8 (byte {place}); the article is left without text");
            report.add(&codes::ARTICLE_ENCODING, at, message).help = Some(help.to_owned());
        }
        Err(NoBook::Refused(Refusal::Outside)) => {
            let message = format!("`{path}` leads out of the model's folder and is not read");
            let help = "copy the article into the folder of the model file".to_owned();
            report.add(&codes::OUTSIDE_ROOT, at, message).help = Some(help);
        }
        Err(NoBook::Refused(Refusal::Unreadable(why))) => {
            let message = format!("`{path}` cannot be read: {why}");
            report.add(&codes::ARTICLE_FILE, at, message);
        }
    }
    None
}

fn check_pin(at: At, pin: &str, words: &str, report: &mut Report<'_>) {
    let digest = format!("{:x}", Sha256::digest(words.as_bytes()));
    if !digest.eq_ignore_ascii_case(pin.trim()) {
        let message = "the article's text has another digest than `sha256` says".to_owned();
        let help = format!("check its quotes, then write sha256 = \"{digest}\"");
        report.add(&codes::SHA256, at, message).help = Some(help);
    }
}

const KINDS: Words<ActorKind> = Words { all: ActorKind::ALL, spell: ActorKind::word, default: ActorKind::Person };

/// Makes an actor that belongs to `member_of`.
pub(super) fn actor(
    placed: &Placed<ActorTable<'_>>,
    member_of: impl IntoIterator<Item = ActorId>,
    report: &mut Report<'_>,
) -> Actor {
    let table = &placed.table;
    let id = key(&table.id);
    Actor {
        key: id.into(),
        name: required(placed, ("name", &table.name), id, report),
        kind: word(placed, ("kind", &table.kind), &KINDS, report),
        aliases: table.aliases.iter().map(|alias| alias.get_ref().0.as_ref().into()).collect(),
        member_of: member_of.into_iter().collect(),
        role: text(&table.role),
        note: text(&table.note),
        origin: origin(placed.at, report),
    }
}

/// The actors a list names, each once, with the place that names it; unknown ones are said and left out.
pub(super) fn actors<T>(
    placed: &Placed<T>,
    list: &Many<Text<'_>>,
    names: &mut Names<'_>,
    report: &mut Report<'_>,
) -> Vec<(ActorId, At)> {
    let mut seen = HashSet::new();
    let found = list.iter().filter_map(|id| {
        let at = placed.spot(id);
        let mention = Mention { at, id: &id.get_ref().0, so: "" };
        Some((names.actor(mention, report)?, at))
    });
    found.filter(|(id, _)| seen.insert(*id)).collect()
}

/// Makes an issue; one whose scale is none is kept without it.
pub(super) fn issue(placed: &Placed<IssueTable<'_>>, report: &mut Report<'_>) -> Issue {
    let table = &placed.table;
    let id = key(&table.id);
    Issue {
        key: id.into(),
        name: required(placed, ("name", &table.name), id, report),
        question: text(&table.question),
        group: text(&table.group),
        scale: scale(placed, report).unwrap_or_default(),
        note: text(&table.note),
        origin: origin(placed.at, report),
    }
}

/// The scale by rising place; `None`, with a finding, where it is none.
fn scale(placed: &Placed<IssueTable<'_>>, report: &mut Report<'_>) -> Option<Box<[Point]>> {
    let raw = &placed.table.scale;
    let first = raw.first()?;
    let mut add = |point: &Spanned<RawPoint<'_>>, message: String| {
        report.add(&codes::BAD_SCALE, placed.spot(point), message).help =
            Some("the issue is kept without a scale".to_owned());
    };
    if raw.len() < 2 {
        add(first, format!("the scale of `{}` has one point; it takes two", key(&placed.table.id)));
        return None;
    }
    let labels_alone = raw.iter().filter(|point| matches!(point.get_ref(), RawPoint::Label(_))).count();
    if labels_alone != 0 && labels_alone != raw.len() {
        add(first, "some points of the scale have an `at` and some have none".to_owned());
        return None;
    }
    let mut points: Vec<(Point, &Spanned<RawPoint<'_>>)> =
        raw.iter().enumerate().map(|(index, point)| (place(index, raw.len(), point.get_ref()), point)).collect();
    let mut faulty = false;
    let (mut labels, mut taken) = (HashSet::new(), HashSet::new());
    for (point, spot) in &points {
        let (is_new_label, is_new_place) = (labels.insert(&point.label), taken.insert(point.at.to_bits()));
        let message = if !point.at.is_finite() {
            "a point of a scale is a finite number".to_owned()
        } else if point.label.trim().is_empty() {
            "a point of the scale has an empty label".to_owned()
        } else if !is_new_label {
            format!("two points of the scale are labelled `{}`", point.label)
        } else if !is_new_place {
            format!("two points of the scale stand at {}", point.at)
        } else {
            continue;
        };
        faulty = true;
        add(spot, message);
    }
    points.sort_by(|(a, _), (b, _)| a.at.total_cmp(&b.at));
    (!faulty).then(|| points.into_iter().map(|(point, _)| point).collect())
}

#[expect(clippy::cast_precision_loss, reason = "a scale has few points")]
fn place(index: usize, count: usize, point: &RawPoint<'_>) -> Point {
    match point {
        RawPoint::Label(label) => Point { at: index as f64 / (count - 1) as f64, label: label.0.as_ref().into() },
        // Adding 0 makes one zero of the two.
        RawPoint::Placed { at, label } => Point { at: at.get_ref() + 0.0, label: label.get_ref().0.as_ref().into() },
    }
}

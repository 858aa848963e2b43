//! From tables to the model's records: articles, actors, issues.

use std::collections::HashSet;

use sha2::{Digest, Sha256};

use super::names::{Mention, Names};
use crate::diagnose::codes;
use crate::format::{ACTOR, ARTICLE, Field, ISSUE, POINT};
use crate::load::nearest::nearest;
use crate::load::report::{At, Report};
use crate::load::source::{Library, NoText, SourceText, markup};
use crate::load::tables::{Table, Value};
use crate::model::{Actor, ActorId, ActorKind, Article, Date, Issue, Origin, Point};
use crate::text::{LineIndex, hidden, hidden_name};

pub(super) fn origin(at: At, report: &Report<'_>) -> Origin {
    Origin { file: at.file, line: report.line(at) }
}

/// The text of a required key; the id instead, with a finding, if it is missing or blank.
pub(super) fn required(table: Table<'_>, field: Field, id: &str, report: &mut Report<'_>) -> Box<str> {
    let name = field.name;
    match table.get(field) {
        Some(value) => {
            let words = value.words();
            if !words.trim().is_empty() {
                return words.into();
            }
            report.add(&codes::MISSING_KEY, value.at(), format!("`{name}` of `{id}` is empty"));
        }
        None if table.spoilt(field).is_some() => {}
        None => {
            let message = format!("`{id}` has no `{name}`");
            report.add(&codes::MISSING_KEY, table.at(), message).help = Some(format!("add `{name} = \"…\"`"));
        }
    }
    id.into()
}

/// A closed list of words, their spelling, and the default.
pub(super) struct ClosedList<W: 'static> {
    pub(super) all: &'static [W],
    pub(super) spell: fn(W) -> &'static str,
    pub(super) default: W,
}

/// One word of a closed list; the default if absent, and, with a finding, for any other word.
pub(super) fn word<W: Copy>(table: Table<'_>, field: Field, list: &ClosedList<W>, report: &mut Report<'_>) -> W {
    let Some(value) = table.get(field) else { return list.default };
    let given = value.words();
    if let Some(word) = list.all.iter().find(|word| (list.spell)(**word) == given) {
        return *word;
    }
    let words: Vec<&str> = list.all.iter().map(|word| (list.spell)(*word)).collect();
    let help = nearest(&given, words.iter().copied())
        .map_or_else(|| format!("it is one of: {}", words.join(", ")), |near| format!("did you mean `{near}`?"));
    let message = format!("`{given}` is not a `{}`; `{}` is used", field.name, (list.spell)(list.default));
    report.add(&codes::UNKNOWN_WORD, value.at(), message).help = Some(help);
    list.default
}

/// The day a key gives; `None`, with a finding, if it does not exist.
pub(super) fn date(table: Table<'_>, field: Field, report: &mut Report<'_>) -> Option<Date> {
    let value = table.get(field)?;
    let date = value.date();
    if date.is_none() {
        let help = "write a TOML date such as 2025-08-15, or \"2025-08\" or \"2025\" where less is known";
        let message = "there is no such date".to_owned();
        report.add(&codes::BAD_DATE, value.at(), message).help = Some(help.to_owned());
    }
    date
}

/// Builds an article; its text is inline or in the library.
pub(super) fn article(table: Table<'_>, library: &Library, report: &mut Report<'_>) -> Article {
    let id = table.id(ARTICLE.id);
    let (words, lines) = match source(table, library, report) {
        Some(SourceText { words, lines }) => (Some(words), lines),
        None => (None, LineIndex::new("")),
    };
    Article {
        key: id.as_ref().into(),
        title: required(table, ARTICLE.title, &id, report),
        file: table.text(ARTICLE.file),
        lines,
        text: words,
        date: date(table, ARTICLE.date, report),
        publisher: table.text(ARTICLE.publisher),
        author: table.text(ARTICLE.author),
        url: table.text(ARTICLE.url),
        language: table.text(ARTICLE.language),
        sha256: table.text(ARTICLE.sha256),
        note: table.text(ARTICLE.note),
        origin: origin(table.at(), report),
    }
}

fn source(table: Table<'_>, library: &Library, report: &mut Report<'_>) -> Option<SourceText> {
    let (file, text) = (table.get(ARTICLE.file), table.get(ARTICLE.text));
    if let (Some(file), Some(_)) = (file, text) {
        let id = table.id(ARTICLE.id);
        let message = format!("article `{id}` has both a `file` and a `text`; the `text` is used");
        report.add(&codes::TEXT_TWICE, file.at(), message).help = Some("remove one of them".to_owned());
    }
    let source = match text {
        Some(text) => {
            let words = text.words();
            SourceText { lines: LineIndex::new(&words), words: words.into() }
        }
        None => from_file(table.source(), file?, library, report)?,
    };
    if let Some((value, language)) = text.or(file).zip(markup(&source.words)) {
        let message = format!("the article is {language}: its tags are read as text");
        let help = "quotes are not found across tags; save the text alone, e.g. with `pandoc -t plain`";
        report.add(&codes::MARKUP, value.at(), message).help = Some(help.to_owned());
    }
    if let Some((value, listed)) = text.or(file).zip(unseen(&source)) {
        report.add(&codes::HIDDEN, value.at(), format!("the article has characters that nobody sees: {listed}"));
    }
    if let Some(pin) = table.get(ARTICLE.sha256) {
        check_pin(pin, &source.words, report);
    }
    Some(source)
}

/// The hidden characters of a text by kind, with their number and first line; `None` if there are none.
fn unseen(source: &SourceText) -> Option<String> {
    let mut kinds: Vec<(char, usize, usize)> = Vec::new();
    for (at, c) in hidden(&source.words) {
        match kinds.iter_mut().find(|(known, ..)| hidden_name(*known) == hidden_name(c)) {
            Some((_, count, _)) => *count += 1,
            None => kinds.push((c, 1, at)),
        }
    }
    let told = |(c, count, at): &(char, usize, usize)| {
        let (name, line) = (hidden_name(*c), source.lines.line(*at));
        match count {
            1 => format!("{name} (U+{:04X}) in line {line}", u32::from(*c)),
            _ => format!("{count} times {name} (U+{:04X}), first in line {line}", u32::from(*c)),
        }
    };
    (!kinds.is_empty()).then(|| kinds.iter().map(told).collect::<Vec<_>>().join("; "))
}

fn from_file(source: u32, file: Value<'_>, library: &Library, report: &mut Report<'_>) -> Option<SourceText> {
    let (path, at) = (file.words(), file.at());
    match library.get(source, &path)? {
        Ok(text) => return Some(text.clone()),
        Err(NoText::Foreign(foreign)) => {
            let message = format!("`{path}` is {}; the article is left without text", foreign.what);
            report.add(&codes::ARTICLE_ENCODING, at, message).help = Some(foreign.help.clone());
        }
        Err(NoText::Outside) => {
            let message = format!("`{path}` leads out of the model's folder and is not read");
            let help = "copy the article into the folder of the model file".to_owned();
            report.add(&codes::OUTSIDE_ROOT, at, message).help = Some(help);
        }
        Err(NoText::Unreadable { why, help, is_failure }) => {
            let finding = report.add(&codes::ARTICLE_FILE, at, format!("`{path}` cannot be read: {why}"));
            (finding.help, finding.is_failure) = (help.clone(), *is_failure);
        }
    }
    None
}

/// The digest of an article's text, for `sha256`.
pub fn digest(words: &str) -> String {
    format!("{:x}", Sha256::digest(words.as_bytes()))
}

fn check_pin(pin: Value<'_>, words: &str, report: &mut Report<'_>) {
    let digest = digest(words);
    if !digest.eq_ignore_ascii_case(pin.words().trim()) {
        let message = "the article's text has another digest than `sha256` says".to_owned();
        let pins = "`x` on the screen, `demarche check --fix --accept ARTICLE --write`";
        let help = format!("check its quotes, then pin the text as it is: {pins}, or sha256 = \"{digest}\"");
        report.add(&codes::SHA256, pin.at(), message).help = Some(help);
    }
}

const KINDS: ClosedList<ActorKind> =
    ClosedList { all: ActorKind::ALL, spell: ActorKind::word, default: ActorKind::Person };

/// Builds an actor with these groups.
pub(super) fn actor(table: Table<'_>, member_of: impl IntoIterator<Item = ActorId>, report: &mut Report<'_>) -> Actor {
    let id = table.id(ACTOR.id);
    Actor {
        key: id.as_ref().into(),
        name: required(table, ACTOR.name, &id, report),
        kind: word(table, ACTOR.kind, &KINDS, report),
        aliases: table.all(ACTOR.aliases).map(|alias| alias.words().into()).collect(),
        member_of: member_of.into_iter().collect(),
        role: table.text(ACTOR.role),
        note: table.text(ACTOR.note),
        origin: origin(table.at(), report),
    }
}

/// The distinct actors in a list, each with its place; unknown ones are reported and left out.
pub(super) fn actors(
    table: Table<'_>,
    field: Field,
    names: &mut Names<'_>,
    report: &mut Report<'_>,
) -> Vec<(ActorId, At)> {
    let mut seen = HashSet::new();
    let found = table.all(field).filter_map(|id| {
        let at = id.at();
        Some((names.actor(Mention { at, id: &id.words(), so: "" }, report)?, at))
    });
    found.filter(|(id, _)| seen.insert(*id)).collect()
}

/// Builds an issue, without its scale if that is faulty.
pub(super) fn issue(table: Table<'_>, report: &mut Report<'_>) -> Issue {
    let id = table.id(ISSUE.id);
    Issue {
        key: id.as_ref().into(),
        name: required(table, ISSUE.name, &id, report),
        question: table.text(ISSUE.question),
        group: table.text(ISSUE.group),
        scale: scale(table, report).unwrap_or_default(),
        note: table.text(ISSUE.note),
        origin: origin(table.at(), report),
    }
}

/// The scale in ascending order; `None`, with a finding, if it is faulty.
fn scale(table: Table<'_>, report: &mut Report<'_>) -> Option<Box<[Point]>> {
    let raw: Vec<Value<'_>> = table.all(ISSUE.scale).collect();
    let first = *raw.first()?;
    let mut add = |point: Value<'_>, message: String| {
        report.add(&codes::BAD_SCALE, point.at(), message).help = Some("the issue is kept without a scale".to_owned());
    };
    if raw.len() < 2 {
        add(first, format!("the scale of `{}` has one point; it takes two", table.id(ISSUE.id)));
        return None;
    }
    let with_place = raw.iter().filter(|point| point.is_table()).count();
    if with_place != 0 && with_place != raw.len() {
        add(first, "some points of the scale have an `at` and some have none".to_owned());
        return None;
    }
    let mut points: Vec<Point> = (0..).zip(&raw).map(|(index, point)| place(index, raw.len(), *point)).collect();
    let mut faulty = false;
    let (mut labels, mut taken) = (HashSet::new(), HashSet::new());
    for (point, spot) in points.iter().zip(&raw) {
        let (is_new_label, is_new_place) = (labels.insert(&point.label), taken.insert(point.at.to_bits()));
        let message = if !point.at.is_finite() {
            "a point of a scale is a finite number".to_owned()
        } else if point.label.trim().is_empty() {
            "a point of the scale has an empty label".to_owned()
        } else if !is_new_label {
            format!("two points of the scale are labelled `{}`", point.label)
        } else if !is_new_place {
            format!("two points of the scale are at {}", point.at)
        } else {
            continue;
        };
        faulty = true;
        add(*spot, message);
    }
    points.sort_by(|a, b| a.at.total_cmp(&b.at));
    let length = points.last().zip(points.first()).map_or(0.0, |(last, first)| last.at - first.at);
    if !faulty && !length.is_finite() {
        faulty = true;
        add(first, "the scale is too long for its distances to be numbers".to_owned());
    }
    (!faulty).then(|| points.into_iter().collect())
}

#[expect(clippy::cast_precision_loss, reason = "a scale has few points")]
fn place(index: usize, count: usize, point: Value<'_>) -> Point {
    if !point.is_table() {
        return Point { at: index as f64 / (count - 1) as f64, label: point.words().into() };
    }
    let [(at, _), (label, _)] = POINT;
    let get =
        |field| point.table().get(field).unwrap_or_else(|| unreachable!("the reader lets only whole points through"));
    // Adding 0 turns -0 into 0.
    Point { at: get(at).number() + 0.0, label: get(label).words().into() }
}

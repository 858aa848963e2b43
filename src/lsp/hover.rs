//! What hovering shows. All of it is plain text, so that no text of a model is taken for markup.

use std::ops::Range;

use super::analysis::Analysis;
use super::document::Document;
use super::sentence::sentence_at;
use crate::edit::{Spot, Written, spot};
use crate::format::{DEMAND, Form, ISSUE, Key, PASSAGE, TableKind};
use crate::model::{ArticleId, Model, PassageId, Record, Subject};
use crate::quote::{ShownQuote, Source};
use crate::report::{subject_text, supports};
use crate::text::{Span, clean};

/// Cells of a line.
const WIDTH: usize = 80;
/// The most lines of a card.
const LINES: usize = 40;

/// The text shown, and the bytes it is about.
pub type Told = (String, Range<usize>);

/// What to show for a byte of a model file.
pub fn of_model(analysis: &Analysis, file: usize, document: &Document, at: usize) -> Option<Told> {
    let spot = spot(&document.text, at)?;
    let model = &analysis.loaded.model;
    let range = match &spot.written {
        Written::Value(_, text) => text.range.clone(),
        Written::Key(_) | Written::Table => at..at,
    };
    let card = |subject| card(model, subject);
    let told = match &spot.written {
        Written::Key(key) => told_of(key),
        Written::Table => card(subject_of(analysis, file, document, &spot)?),
        Written::Value(key, text) => match key.target() {
            Some(_) => card(Subject::from(model.find(&text.words)?)),
            None if is_quote(&spot, key) => quote(model, passage_of(analysis, file, document, &spot)?),
            None if spot.table == TableKind::Demand && key.form == Form::Label => scale(model, &spot)?,
            None if key.kind == "id" => card(subject_of(analysis, file, document, &spot)?),
            None => told_of(key),
        },
    };
    Some((told, range))
}

/// What to show for a byte of an article: which demands its sentence supports.
pub fn of_article(model: &Model, article: ArticleId, at: usize) -> Option<Told> {
    let sentence = sentence_at(model.article(article).text(), at);
    if sentence.is_empty() {
        return None;
    }
    let mut told = clean_lines(&format!("this sentence {}", supports(model, article, sentence)));
    if model.placed_in(article).iter().any(|(place, _)| place.overlaps(sentence)) {
        told = format!("{told}\n\n{}", card(model, Subject::Words(article, sentence)));
    }
    Some((told, sentence.range()))
}

/// Whether a value is the quote of a passage, or context of it.
fn is_quote(spot: &Spot, key: &Key) -> bool {
    let of_quote = [PASSAGE.quote.name, PASSAGE.prefix.name, PASSAGE.suffix.name];
    spot.table == TableKind::Passage && of_quote.contains(&key.name)
}

/// What the reference says of a key.
fn told_of(key: &Key) -> String {
    let form = format!("{} — {}: {}", key.name, key.kind, key.meaning);
    format!("{form}\n{}", key.table)
}

/// The record or passage that a spot is in, as the model has it.
pub fn subject_of(analysis: &Analysis, file: usize, document: &Document, spot: &Spot) -> Option<Subject> {
    match spot.passage {
        Some(_) => passage_of(analysis, file, document, spot).map(Subject::Passage),
        None => analysis.loaded.model.find(&spot.id).map(Subject::from),
    }
}

/// The passage that a spot is in. The model leaves out passages that have no article, so it is known by its line.
pub fn passage_of(analysis: &Analysis, file: usize, document: &Document, spot: &Spot) -> Option<PassageId> {
    let model = &analysis.loaded.model;
    let Record::Demand(demand) = model.find(&spot.id)? else { return None };
    let number = spot.passage?;
    let wanted = document.lines.line(*spot.passages.get(number)?);
    // Several inline ones may be in a line.
    let before = spot.passages.iter().take(number).filter(|start| document.lines.line(**start) == wanted).count();
    let is_there = |id: &PassageId| {
        let origin = model.passage(*id).origin;
        (origin.file as usize, origin.line) == (file, wanted)
    };
    let mut there = model.demand(demand).passages().filter(is_there);
    there.nth(before)
}

fn card(model: &Model, subject: Subject) -> String {
    let mut out = Vec::new();
    // Memory takes all that is written.
    let _ = subject_text(model, subject, WIDTH, &mut out);
    let text = String::from_utf8_lossy(&out).into_owned();
    match text.lines().count() {
        count if count > LINES => {
            let kept: Vec<&str> = text.lines().take(LINES).collect();
            format!("{}\n… {} more lines", kept.join("\n"), count - LINES)
        }
        _ => text.trim_end().to_owned(),
    }
}

/// A quote: who says it, whether it is in the source, what opposes it, and the words around it there.
fn quote(model: &Model, id: PassageId) -> String {
    let passage = model.passage(id);
    let article = model.article(passage.article);
    let mut lines = vec![String::new(), Source::of_passage(model, id).to_string()];
    for place in passage.anchor.places().iter().take(3) {
        let around = Span::new(
            sentence_at(article.text(), place.start()).start(),
            sentence_at(article.text(), place.end().saturating_sub(1)).end(),
        );
        let line = article.lines.line(place.start());
        let words: Vec<&str> = around.of(article.text()).split_whitespace().collect();
        lines.push(format!("{}:{line}: {}", article.key, words.join(" ")));
    }
    if !ShownQuote::new(model, id).missing.is_empty() {
        lines.push("in brackets: what the article has and the quote has not".to_owned());
    }
    clean_lines(&format!("{}\n{}", card(model, Subject::Passage(id)), lines.join("\n")))
}

/// A text of several lines, safe to show.
pub fn clean_lines(text: &str) -> String {
    text.lines().map(|line| clean(line).into_string()).collect::<Vec<_>>().join("\n")
}

/// The scale that a demand's position is on.
fn scale(model: &Model, spot: &Spot) -> Option<String> {
    let Record::Demand(id) = model.find(&spot.id)? else { return None };
    let demand = model.demand(id);
    let issue = model.issue(demand.issue);
    let point = |point: &crate::model::Point| {
        let mark = if demand.position == Some(point.at) { "▸" } else { " " };
        format!("{mark} {} ({})", point.label, point.at)
    };
    let points: Vec<String> = issue.scale.iter().map(point).collect();
    let head = format!("{} ({})\n{} of {}", issue.name, issue.key, ISSUE.scale.name, DEMAND.position.name);
    Some(clean_lines(&format!("{head}\n{}", points.join("\n"))))
}

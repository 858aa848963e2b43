//! What is copied of the thing under the cursor.

use super::{App, Effect};
use crate::app::command::Copied;
use crate::app::place::Pane;
use crate::model::{Model, PassageId, Record};

/// The effect that copies; a notice where there is nothing of the kind here.
pub(super) fn copy(app: &mut App, what: Copied) -> Option<Effect> {
    let text = match what {
        Copied::Quote => selected_words(app).or_else(|| passage(app).map(|id| app.model().quote(id).to_owned())),
        Copied::Citation => passage(app).map(|id| citation(app.model(), id, selected_words(app).as_deref())),
        Copied::Markdown => passage(app).map(|id| markdown(app.model(), id)),
        Copied::Id => key(app),
        Copied::Place => place(app),
    };
    if text.is_none() {
        app.notice = Some(format!("there is no {} to copy here", what.word()));
    }
    text.map(|text| Effect::Copy(text, what.word()))
}

/// The passage under the cursor, or the first of the demand under it.
fn passage(app: &App) -> Option<PassageId> {
    match (app.reader(), app.compare()) {
        (Some(reader), _) => reader.chosen,
        (None, Some(compare)) => compare.passage(app.model()),
        (None, None) => app.place.browse.passages.selected(),
    }
}

fn selected_words(app: &App) -> Option<String> {
    let reader = app.reader()?;
    Some(reader.selection(app.model())?.of(app.model().article(reader.article).text()).to_owned())
}

/// The words, who says them for whom, and where they stand: `“…” (Dmitry Medvedev, in: Report, line 6)`.
fn citation(model: &Model, id: PassageId, words: Option<&str>) -> String {
    format!("“{}” ({})", words.unwrap_or(model.quote(id)), source(model, id))
}

fn markdown(model: &Model, id: PassageId) -> String {
    let quote: Vec<String> =
        model.quote(id).lines().map(|line| format!("> {}", crate::report::markdown(line))).collect();
    format!("{}\n>\n> — {}\n", quote.join("\n"), crate::report::markdown(&source(model, id)))
}

/// Who, and where: only what the model knows. A quote that is not in its article says so.
fn source(model: &Model, id: PassageId) -> String {
    let passage = model.passage(id);
    let article = model.article(passage.article);
    let mut parts = vec![model.actor(model.speaker(id)).name.to_string(), article.title.to_string()];
    parts.extend(article.publisher.as_deref().map(str::to_owned));
    parts.extend(article.date.map(|date| date.to_string()));
    match passage.anchor.verified() {
        Some(span) => parts.push(format!("line {}", article.lines.line(span.start()))),
        None => parts.push(format!("not verified: {}", passage.anchor.word())),
    }
    parts.join(", ")
}

fn key(app: &App) -> Option<String> {
    let (model, browse) = (app.model(), &app.place.browse);
    if let Some(reader) = app.reader() {
        return Some(match reader.chosen {
            Some(id) => model.passage_key(id),
            None => format!(
                "{}:{}",
                model.article(reader.article).key,
                model.article(reader.article).lines.line(reader.cursor)
            ),
        });
    }
    if let Some(compare) = app.compare() {
        return compare.demand(model).map(|id| model.key(Record::Demand(id)).to_owned());
    }
    match browse.focus {
        Pane::First => browse.first.selected().map(|record| model.key(record).to_owned()),
        Pane::Demands => browse.demands.selected().map(|id| model.key(Record::Demand(id)).to_owned()),
        Pane::Passages => browse.passages.selected().map(|id| model.passage_key(id)),
    }
}

/// `path:line` of the article in the reader, else of the record in its model file.
fn place(app: &App) -> Option<String> {
    let model = app.model();
    if let Some(reader) = app.reader() {
        let article = model.article(reader.article);
        return Some(format!("{}:{}", article.file.as_deref()?, article.lines.line(reader.cursor)));
    }
    let origin = super::goto::origin_under_cursor(app)?;
    let file = app.loaded.files.get(origin.file as usize)?;
    Some(format!("{}:{}", file.display(), origin.line))
}

//! What is copied of the thing under the cursor.

use super::goto;
use crate::app::command::Copied;
use crate::app::{App, Effect, View};
use crate::model::{Model, PassageId};

/// The effect that copies; a notice where there is nothing of the kind here.
pub(super) fn copy(app: &mut App, what: Copied) -> Option<Effect> {
    let model = app.model();
    let passage = app.screen().passage(model);
    let text = match what {
        Copied::Quote => selected_words(app).or_else(|| passage.map(|id| model.quote(id).to_owned())),
        Copied::Citation => passage.map(|id| citation(model, id, selected_words(app).as_deref())),
        Copied::Markdown => passage.map(|id| markdown(model, id)),
        Copied::Id => app.subject().map(|subject| model.subject_key(subject)),
        Copied::Place => place(app),
    };
    if text.is_none() {
        app.notice = Some(format!("there is no {} to copy here", what.word()));
    }
    text.map(|text| Effect::Copy(text, what.word()))
}

fn selected_words(app: &App) -> Option<String> {
    let cursor = app.screen().text_cursor(app.model())?;
    Some(cursor.selection?.of(app.model().article(cursor.article).text()).to_owned())
}

/// The words, who says them for whom, and where they stand: `“…” (Dmitry Medvedev, in: Report, line 6)`.
fn citation(model: &Model, id: PassageId, words: Option<&str>) -> String {
    format!("“{}” ({})", words.unwrap_or(model.quote(id)), source(model, id))
}

fn markdown(model: &Model, id: PassageId) -> String {
    let quote: Vec<String> =
        model.quote(id).lines().map(|line| format!("> {}", crate::export::markdown(line))).collect();
    format!("{}\n>\n> — {}\n", quote.join("\n"), crate::export::markdown(&source(model, id)))
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

/// `path:line` of the text in the reader, else of the subject in its model file.
fn place(app: &App) -> Option<String> {
    let model = app.model();
    if let Some(cursor) = app.screen().text_cursor(model) {
        let article = model.article(cursor.article);
        return Some(format!("{}:{}", article.file.as_deref()?, article.lines.line(cursor.offset)));
    }
    let origin = goto::origin(model, app.subject()?);
    let file = app.loaded.files.get(origin.file as usize)?;
    Some(format!("{}:{}", file.display(), origin.line))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::app::{App, Effect, Key, Options, press};
    use crate::load::load_str;

    /// Presses the keys on a model with three quotes: exact, not in the article, at two places.
    fn copied(keys: &str) -> String {
        let model = "[[actors]]\nid = 'ann'\nname = 'Ann'\n[[issues]]\nid = 'i'\nname = 'I'\n\
                     [[articles]]\nid = 't'\ntitle = 'Report'\ntext = \"one two\\none\\nend\\n\"\n\
                     [[demands]]\nid = 'd'\nactor = 'ann'\nissue = 'i'\ntext = 'T'\n\
                     passages = [{ quote = 'two' }, { quote = 'three' }, { quote = 'one' }]\n";
        let mut app = App::new(Arc::new(load_str(&[("a.toml", model)], &[])), &Options::default(), (120, 36));
        let mut copied = None;
        for key in keys.split_whitespace() {
            if let Some(Effect::Copy(text, _)) = press(&mut app, Key::parse(key).unwrap()) {
                copied = Some(text);
            }
        }
        copied.unwrap_or_else(|| panic!("{keys}: {:?}", app.notice))
    }

    #[test]
    fn a_citation_says_where_the_quote_is_or_that_it_is_not_verified() {
        for (keys, citation) in [
            ("l l y y", "“two” (Ann, Report, line 1)"),
            ("l l j y y", "“three” (Ann, Report, not verified: orphan)"),
            ("l l j j y y", "“one” (Ann, Report, not verified: ambiguous)"),
            ("y y", "“two” (Ann, Report, line 1)"),
            ("l l j y m", "> three\n>\n> — Ann, Report, not verified: orphan\n"),
        ] {
            assert_eq!(copied(keys), citation, "{keys}");
        }
    }

    #[test]
    fn the_same_subject_has_the_same_id_in_every_view() {
        for (keys, id) in [
            ("y r", "ann"),
            ("l y r", "d"),
            ("l l j y r", "d#2"),
            ("l l r y r", "d#1"),
            ("l l r G y r", "t:3"),
            ("l l / z z z Enter y r", "d"),
        ] {
            assert_eq!(copied(keys), id, "{keys}");
        }
    }
}

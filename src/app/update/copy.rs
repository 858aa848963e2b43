//! What is copied of the thing under the cursor.

use super::{App, Effect};
use crate::app::command::Copied;
use crate::app::place::Pane;
use crate::model::{Model, PassageId, Record};
use crate::text::{Clean, clean};

/// The effect that copies; a notice where there is nothing of the kind here.
pub(super) fn copy(app: &mut App, what: Copied) -> Option<Effect> {
    let quote = |id| app.model().quote(id).to_owned();
    let lines = match what {
        Copied::Quote => selected_words(app).or_else(|| passage(app).map(quote)).map(|words| lines(&words)),
        Copied::Citation => passage(app).map(|id| lines(&citation(app.model(), id, selected_words(app).as_deref()))),
        Copied::Markdown => passage(app).map(|id| lines(&markdown(app.model(), id))),
        Copied::Id => key(app).map(|key| vec![clean(&key)]),
        Copied::Place => place(app).map(|place| vec![clean(&place)]),
    };
    if lines.is_none() {
        app.notice = Some(format!("there is no {} to copy here", what.word()));
    }
    lines.map(|lines| Effect::Copy(lines, what.word()))
}

/// The lines of a text that may have several; a newline in an id or a path makes no line.
fn lines(text: &str) -> Vec<Clean> {
    text.split('\n').map(|line| clean(line.strip_suffix('\r').unwrap_or(line))).collect()
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
    format!("“{}” ({})", words.unwrap_or(model.quote(id)), source(model, id).as_str())
}

fn markdown(model: &Model, id: PassageId) -> String {
    let quote: Vec<String> =
        model.quote(id).lines().map(|line| format!("> {}", crate::export::markdown(line))).collect();
    format!("{}\n>\n> — {}\n", quote.join("\n"), crate::export::markdown(source(model, id).as_str()))
}

/// Who, and where: only what the model knows. A quote that is not in its article says so.
fn source(model: &Model, id: PassageId) -> Clean {
    let passage = model.passage(id);
    let article = model.article(passage.article);
    let mut parts = vec![model.actor(model.speaker(id)).name.to_string(), article.title.to_string()];
    parts.extend(article.publisher.as_deref().map(str::to_owned));
    parts.extend(article.date.map(|date| date.to_string()));
    match passage.anchor.verified() {
        Some(span) => parts.push(format!("line {}", article.lines.line(span.start()))),
        None => parts.push(format!("not verified: {}", passage.anchor.word())),
    }
    clean(&parts.join(", "))
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::app::{App, Effect, Key, Options, press};
    use crate::load::load_str;

    const HOSTILE: &str = "\u{1b}[201~\u{202e}";

    /// Presses keys in a model of which every text is hostile; gives what is copied.
    fn copied(keys: &str) -> String {
        let toml = "articles = [{ id = 'a', title = \"T\\u001b\\n:q\", file = \"a\\u001b\\n.txt\" }]\n\
                    actors = [{ id = 'x', name = \"X\\u001b\\n:q\" }]\nissues = [{ id = 'i', name = 'I' }]\n\
                    [[demands]]\nid = 'd'\nactor = 'x'\nissue = 'i'\ntext = 'T'\n\
                    passages = [{ quote = \"one\\u001b[201~\\u202e\\ntwo\" }]\n";
        let article = format!("They say one{HOSTILE}\ntwo.\n");
        let loaded = load_str(&[("m\u{1b}\n.toml", toml)], &[("a\u{1b}\n.txt", &article)]);
        assert!(loaded.findings.is_empty(), "{:?}", loaded.findings);
        let mut app = App::new(Arc::new(loaded), &Options::default(), (120, 40));
        let effect = keys.split_whitespace().filter_map(|key| press(&mut app, Key::parse(key).unwrap())).last();
        let Some(Effect::Copy(lines, _)) = effect else { panic!("{keys}: {effect:?}, {:?}", app.notice) };
        lines.iter().map(|line| line.as_str()).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn every_copied_form_is_clean_and_has_no_lines_but_those_of_its_text() {
        let quote = "one␛[201~\u{fffd}\ntwo";
        for (keys, expected) in [
            ("Enter Enter y q", quote.to_owned()),
            ("Enter Enter y y", format!("“{quote}” (X␛␊:q, T␛␊:q, line 1)")),
            ("Enter Enter y p", "m␛␊.toml:9".to_owned()),
            ("Enter Enter Enter y p", "a␛␊.txt:1".to_owned()),
            ("Enter Enter Enter y r", "d#1".to_owned()),
        ] {
            assert_eq!(copied(keys), expected, "{keys}");
        }
        let markdown = copied("Enter Enter y m");
        assert!(!markdown.contains(|c: char| c.is_control() && c != '\n'), "{markdown:?}");
        assert_eq!(markdown.matches('\n').count(), 4, "{markdown:?}");
    }
}

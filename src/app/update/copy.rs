//! Copies what is under the cursor.

use super::goto;
use crate::app::command::{Command, Copied};
use crate::app::compare::Extract;
use crate::app::{App, Effect, View};
use crate::edit::{evidence_at, record_of, toml_of};
use crate::format::PASSAGE;
use crate::model::{ArticleId, Model, Subject};
use crate::quote::{Source, aside, cited};
use crate::report::{Comparison, FORMATS, markdown, markdown_within};
use crate::text::{Clean, Span, clean, one_line};

/// The effect that copies, or a notice if there is nothing to copy.
pub(super) fn copy(app: &mut App, what: Copied) -> Option<Effect> {
    let model = app.model();
    let passage = app.screen().passage(model);
    let quote = |id| model.quote(id).to_owned();
    let lines = match what {
        Copied::Quote => selected_words(app).or_else(|| passage.map(quote)).map(|words| lines(&words)),
        Copied::Citation => citation(app).map(|citation| citation.plain()),
        Copied::Markdown if app.compare().is_some() => compared(app),
        Copied::Markdown => citation(app).map(|citation| citation.markdown()),
        Copied::Face => app.compare().map(|compare| reported(app.model(), compare.whole(app.model()))),
        Copied::Id => app.subject().map(|subject| vec![clean(&model.subject_key(subject))]),
        Copied::Place => place(app).map(|place| vec![clean(&place)]),
        Copied::Toml => toml(app).map(|toml| lines(&toml)),
    };
    if lines.is_none() {
        let said = format!("there is no {} to copy here", what.word());
        let is_of_words = matches!(what, Copied::Quote | Copied::Citation | Copied::Markdown);
        let tips = [(Command::SelectSentence, "selects the sentence"), (Command::Select, "words")];
        let tips = if is_of_words && app.reader().is_some() { &tips[..] } else { &[] };
        app.notice = Some(app.keymap.advice(app.context(), &said, tips));
    }
    lines.map(|lines| Effect::Copy(lines, what.word()))
}

/// The lines of a text. Not for ids and paths, whose newlines do not separate lines.
fn lines(text: &str) -> Vec<Clean> {
    text.split('\n').map(|line| clean(line.strip_suffix('\r').unwrap_or(line))).collect()
}

fn selected(app: &App) -> Option<(ArticleId, Span)> {
    let cursor = app.screen().text_cursor(app.model())?;
    Some((cursor.article, cursor.selection?))
}

fn selected_words(app: &App) -> Option<String> {
    let (article, span) = selected(app)?;
    Some(span.of(app.model().article(article).text()).to_owned())
}

/// Words to cite, with their source.
struct Citation<'m> {
    words: String,
    source: Source<'m>,
    /// What the words leave out.
    aside: Option<String>,
}

/// What is under the cursor of a comparison, with its quotes.
fn compared(app: &App) -> Option<Vec<Clean>> {
    let (model, compare) = (app.model(), app.compare()?);
    let mut lines = reported(model, compare.here(model)?);
    for passage in compare.passages(model) {
        let source = Source::of_passage(model, passage);
        lines.extend(Citation { words: cited(model, passage), source, aside: aside(model, passage) }.markdown());
    }
    Some(lines)
}

/// A part of a comparison as a document.
fn reported(model: &Model, extract: Extract) -> Vec<Clean> {
    let Extract { parties, issues, request } = extract;
    let comparison = Comparison::new(model, parties, &issues, request);
    let mut text = Vec::new();
    let write = FORMATS.iter().filter(|format| format.name == "markdown").find_map(|format| format.comparison);
    // Writing to memory cannot fail.
    let is_written = write.is_some_and(|write| write(&comparison, usize::MAX, &mut text).is_ok());
    if is_written { lines(&String::from_utf8_lossy(&text)) } else { Vec::new() }
}

/// The citation of the selection, on one line as a passage would quote it, as words of the article since the model does
/// not know who says them; else of the passage.
fn citation(app: &App) -> Option<Citation<'_>> {
    let model = app.model();
    if let Some((article, span)) = selected(app) {
        let words = one_line(span.of(model.article(article).text()));
        return Some(Citation { words, source: Source::of_words(model, article, span), aside: None });
    }
    let id = app.screen().passage(model)?;
    Some(Citation { words: cited(model, id), source: Source::of_passage(model, id), aside: aside(model, id) })
}

impl Citation<'_> {
    /// `“…” (Report, line 6, on Dmitry Medvedev)`.
    fn plain(&self) -> Vec<Clean> {
        let aside = self.aside.as_ref().map_or(String::new(), |aside| format!(" [{aside}]"));
        lines(&format!("“{}” ({}){aside}", self.words, clean(&self.source.to_string()).as_str()))
    }

    fn markdown(&self) -> Vec<Clean> {
        let quote: Vec<String> = self.words.lines().map(|line| format!("> {}", markdown(line))).collect();
        let aside = self.aside.as_ref().map_or(String::new(), |aside| format!(" \\[{}\\]", markdown_within(aside)));
        let Source { lead, title, rest } = &self.source;
        let [lead, title, rest] = [lead, *title, rest].map(|part| markdown_within(clean(part).as_str()));
        // Escaping trims it.
        let gap = if lead.is_empty() { "" } else { " " };
        lines(&format!("{}\n>\n> — {lead}{gap}*{title}*{rest}{aside}\n", quote.join("\n")))
    }
}

/// The record or passage under the cursor as TOML; for words, a passage that quotes them.
fn toml(app: &App) -> Option<String> {
    let model = app.model();
    let words = selected(app).or(match app.subject() {
        Some(Subject::Words(article, span)) => Some((article, span)),
        _ => None,
    });
    let record = match words {
        Some((article, span)) => {
            let article = model.article(article);
            let passage = evidence_at(article, span).passage();
            if model.articles().len() > 1 { passage.with(PASSAGE.article, &*article.key) } else { passage }
        }
        None => record_of(model, app.subject()?)?,
    };
    Some(toml_of(&record))
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
    use crate::diagnose::codes::HIDDEN;
    use crate::load::load_str;
    use crate::text::Clean;

    const HOSTILE: &str = "\u{1b}[201~\u{202e}";

    /// Presses keys in a model of which every text is hostile; gives what is copied.
    fn copied(keys: &str) -> String {
        let toml = "articles = [{ id = 'a', title = \"T\\u001b\\n:q\", file = \"a\\u001b\\n.txt\" }]\n\
                    actors = [{ id = 'x', name = \"X\\u001b\\n:q\" }]\nissues = [{ id = 'i', name = 'I' }]\n\
                    [[demands]]\nid = 'd'\nactor = 'x'\nissue = 'i'\ntext = 'T'\n\
                    passages = [{ quote = \"one\\u001b[201~\\u202e\\ntwo\" }]\n";
        let article = format!("They say one{HOSTILE}\ntwo.\n");
        let loaded = load_str(&[("m\u{1b}\n.toml", toml)], &[("a\u{1b}\n.txt", &article)]);
        assert!(loaded.findings.iter().all(|finding| finding.code == &HIDDEN), "{:?}", loaded.findings);
        let mut app = App::new(Arc::new(loaded), &Options::default(), (120, 40));
        let effect = keys.split_whitespace().filter_map(|key| press(&mut app, Key::parse(key).unwrap())).last();
        let Some(Effect::Copy(lines, _)) = effect else { panic!("{keys}: {effect:?}, {:?}", app.notice) };
        lines.iter().map(Clean::as_str).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn every_copied_form_is_clean_and_has_no_lines_but_those_of_its_text() {
        let quote = "one␛[201~\u{fffd}\ntwo";
        for (keys, expected) in [
            ("Enter Enter y q", quote.to_owned()),
            ("Enter Enter y y", format!("“{quote}” (T␛␊:q, lines 1–2, on X␛␊:q)")),
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

    /// Presses the keys on a model with three quotes: exact, not in the article, at two places; and of another demand, two with a speaker.
    fn copied_here(keys: &str) -> String {
        let model = "[[actors]]\nid = 'ann'\nname = 'Ann'\n[[issues]]\nid = 'i'\nname = 'I'\n\
                     [[articles]]\nid = 't'\ntitle = 'Report'\ntext = \"one two\\none\\n\\nend\\n\"\n\
                     [[demands]]\nid = 'd'\nactor = 'ann'\nissue = 'i'\ntext = 'T'\n\
                     passages = [{ quote = 'two' }, { quote = 'three' }, { quote = 'one' }]\n\
                     [[actors]]\nid = 'bo'\nname = 'Bo'\n[[demands]]\nid = 'e'\nactor = 'ann'\nissue = 'i'\n\
                     text = 'U'\npassages = [{ quote = 'one two', speaker = 'bo' }, { quote = 'one two', voice = 'quoted' }]\n";
        let mut app = App::new(Arc::new(load_str(&[("a.toml", model)], &[])), &Options::default(), (120, 36));
        let mut copied = None;
        for key in keys.split_whitespace() {
            if let Some(Effect::Copy(lines, _)) = press(&mut app, Key::parse(key).unwrap()) {
                copied = Some(lines.iter().map(Clean::as_str).collect::<Vec<_>>().join("\n"));
            }
        }
        copied.unwrap_or_else(|| panic!("{keys}: {:?}", app.notice))
    }

    #[test]
    fn a_citation_says_whose_words_they_are_and_where() {
        for (keys, citation) in [
            ("l l y y", "“two” (Report, line 1, on Ann)"),
            ("l l j y y", "“three” (Report, not in the article, on Ann)"),
            ("l l j j y y", "“one” (Report, at one of 2 places, on Ann)"),
            ("y y", "“two” (Report, line 1, on Ann)"),
            ("l l y m", "> two\n>\n> — *Report*, line 1, on Ann\n"),
            ("l l j y m", "> three\n>\n> — *Report*, not in the article, on Ann\n"),
            ("l j Enter y m", "> one two\n>\n> — Bo, on Ann, as reported in *Report*, line 1\n"),
            ("l j Enter j y m", "> one two\n>\n> — Ann, in *Report*, line 1\n"),
            // What is selected is the article's, even within what is said of Ann.
            ("l l r v w y y", "“two one” (Report, lines 1–2)"),
            ("l l r v w y m", "> two one\n>\n> — *Report*, lines 1–2\n"),
            ("l l r v h y m", "> tw\n>\n> — *Report*, line 1\n"),
        ] {
            assert_eq!(copied_here(keys), citation, "{keys}");
        }
    }

    #[test]
    fn the_same_subject_has_the_same_id_in_every_view() {
        for (keys, id) in [
            ("y r", "ann"),
            ("l y r", "d"),
            ("l l j y r", "d#2"),
            ("l l r y r", "d#1"),
            ("l l r G y r", "t:4"),
            ("l l / z z z Enter y r", "d"),
        ] {
            assert_eq!(copied_here(keys), id, "{keys}");
        }
    }
}

//! Saving and restoring where the user is.

use crate::app::views::Stack;
use crate::app::views::browse::Browse;
use crate::app::views::compare::Compare;
use crate::app::views::reader::Reader;
use crate::app::{App, LastPlace, LastView, Screen, Session};
use crate::model::{Model, Record};
use crate::text::Span;

/// The most queries to remember.
const MOST_QUERIES: usize = 100;
/// About how many bytes of its words identify a place in a text.
const WORDS: usize = 60;

impl App {
    /// The session to save. A remembered place that was never restored is kept.
    pub fn session(&self) -> Session {
        let model = self.model();
        let is_something = model.keys().next().is_some();
        let here = is_something
            .then(|| LastPlace { browse: self.browse().remembered(model), over: over(self.screen(), model) });
        let from = self.queries.len().saturating_sub(MOST_QUERIES);
        Session {
            place: self.awaited.clone().or(here),
            queries: self.queries.iter().skip(from).cloned().collect(),
            sets: self.sets.clone(),
            recent: self.recent.clone(),
            panes: self.measures.panes,
            margin: self.measures.margin,
            names: self.measures.names,
        }
    }
}

/// The view over browse, for the session.
fn over(screen: &Screen, model: &Model) -> Option<LastView> {
    match screen {
        Screen::Browse(_) => None,
        Screen::Reader(reader) => {
            let article = model.article(reader.article);
            let text = article.text();
            let end = text.floor_char_boundary(reader.cursor.saturating_add(WORDS));
            let words = text.get(reader.cursor..end).unwrap_or_default().to_owned();
            let (cursor, search) = (reader.cursor, reader.search.clone());
            Some(LastView::Reader { article: article.key.to_string(), cursor, words, search })
        }
        Screen::Compare(compare) => Some(LastView::Compare(compare.remembered(model))),
    }
}

/// Restores a session; its place only if the command line asks for no other, and once the model has arrived.
pub(super) fn take(app: &mut App, session: &Session, goes_there: bool) {
    app.queries.clone_from(&session.queries);
    app.sets.clone_from(&session.sets);
    app.recent.clone_from(&session.recent);
    app.measures.panes = session.panes;
    app.measures.margin = session.margin;
    app.measures.names = session.names;
    app.awaited = if goes_there { session.place.clone() } else { None };
}

/// Goes to the remembered place, as far as the model still has it.
pub(super) fn go_back_to(app: &mut App) {
    let Some(last) = app.awaited.take() else { return };
    let model = &app.loaded.model;
    if model.keys().next().is_none() {
        app.awaited = Some(last);
        return;
    }
    let mut views = Stack::new(Browse::recalled(model, &last.browse));
    match &last.over {
        Some(LastView::Reader { article, cursor, words, search }) => {
            if let Some(Record::Article(id)) = model.find(article)
                && model.article(id).text.is_some()
            {
                let mut reader = Reader::new(id, Span::default());
                reader.set_search(model, search);
                reader.cursor = found_again(model.article(id).text(), *cursor, words);
                views.push(reader);
            }
        }
        Some(LastView::Compare(last)) => {
            if let Some(compare) = Compare::recalled(model, last) {
                views.push(compare);
            }
        }
        None => {}
    }
    app.location.views = views;
}

/// The new place of words that were at `cursor`: there, else the nearest occurrence, else about there. On a character
/// boundary.
fn found_again(text: &str, cursor: usize, words: &str) -> usize {
    let about = text.floor_char_boundary(cursor.min(text.len()));
    if words.is_empty() || text.get(about..).is_some_and(|rest| rest.starts_with(words)) {
        return about;
    }
    let nearest = text.match_indices(words).map(|(at, _)| at).min_by_key(|at| at.abs_diff(about));
    nearest.unwrap_or(about)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::found_again;
    use crate::app::{App, Key, Message, Options, Screen, Session, press, update};
    use crate::load::{Loaded, example, load_str};

    fn open(loaded: Loaded, session: Option<Session>, keys: &str) -> App {
        let options = Options { session, ..Options::default() };
        let mut app = App::new(Arc::new(loaded), &options, (120, 40));
        for key in keys.split_whitespace() {
            press(&mut app, Key::parse(key).unwrap());
        }
        app
    }

    /// The places that keys lead to.
    const PLACES: &[&str] = &[
        "",
        "j j l j l",
        "b j s l Space",
        "B Space j Space M Space",
        "l z p",
        "/ t r u m p Enter j",
        "& k i n d : o f f e r Enter l",
        "l l r ] ] w",
        "l l r / w a r Enter n",
        "c ] j",
        "c 2 j",
        "c j l s",
        "c 3 j j l l",
        "c 3 / p u Enter",
        "c 4 j l l",
        "c 4 \\ j",
        "c 4 B",
        "c 5 j j l",
        "c 5 / t e r Enter",
        "c Space Space > > <",
        "c 3 Space",
        "j c B s",
        "> > l > f p u t i n Esc",
    ];

    #[test]
    fn what_is_remembered_is_where_one_was() {
        for keys in PLACES {
            let before = open(example(), None, keys);
            let session = before.session();
            let text = serde_json::to_string(&session).unwrap();
            let read: Session = serde_json::from_str(&text).unwrap();
            assert_eq!(read, session, "{keys}");
            let after = open(example(), Some(read), "");
            assert_eq!(after.session(), session, "{keys}");
            assert_eq!(after.subject(), before.subject(), "{keys}");
        }
    }

    #[test]
    fn what_was_written_last_is_offered_the_next_time_as_far_as_it_is_there() {
        let mut session = open(example(), None, "").session();
        session.recent.actors = vec!["gone".to_owned(), "medvedev".to_owned()];
        let app = open(example(), Some(session.clone()), "");
        assert_eq!(app.session().recent, session.recent);
        let own = Loaded { is_example: false, ..example() };
        let app = open(own, Some(Session { place: None, ..session }), "l l r .");
        let Some(crate::app::overlay::Overlay::Form(form)) = &app.location.overlay else { panic!("no form") };
        assert_eq!(form.taken("actor").map(|actor| &*actor.value), Some("medvedev"));
    }

    #[test]
    fn a_face_that_is_gone_back_to_is_worked_out_like_one_that_is_opened() {
        for keys in ["c 3", "c 4", "c 5"] {
            let session = open(example(), None, keys).session();
            let mut app = open(example(), Some(session), "");
            for reload in [false, true] {
                if reload {
                    update(&mut app, Message::Loaded(Arc::new(example()).into()));
                }
                let compare = app.compare().unwrap();
                let listed =
                    [&compare.groups.down.count(), &compare.timeline.lanes.count(), &compare.ground.list.count()];
                assert!(listed.into_iter().any(|count| *count > 0), "{keys}: {listed:?}");
            }
        }
    }

    #[test]
    fn the_command_line_goes_before_what_is_remembered() {
        let session = open(example(), None, "j j l j > f p u t i n Esc").session();
        let options = Options { at: Some("trump".to_owned()), session: Some(session.clone()), ..Options::default() };
        let app = App::new(Arc::new(example()), &options, (120, 40));
        let plain = App::new(Arc::new(example()), &Options { session: None, ..options.clone() }, (120, 40));
        assert_eq!(app.subject(), plain.subject());
        assert_eq!((&app.queries, app.measures.panes), (&session.queries, session.panes));
    }

    #[test]
    fn a_model_that_has_changed_is_met_by_its_ids_or_not_at_all() {
        let session = open(example(), None, "j j l j l l r ] ]").session();
        let other = "[[issues]]\nid = 'peace'\nname = 'Peace'\n[[actors]]\nid = 'x'\nname = 'X'\n\
                     [[demands]]\nid = 'd'\nactor = 'x'\nissue = 'peace'\ntext = 'D'\n";
        let app = open(load_str(&[("a.toml", other)], &[]), Some(session.clone()), "j k l h");
        assert!(matches!(app.screen(), Screen::Browse(_)));
        let empty = open(load_str(&[("a.toml", "")], &[]), Some(session.clone()), "j");
        assert_eq!(empty.session().place, session.place, "what could not be gone to is not forgotten");
    }

    #[test]
    fn a_large_model_is_gone_to_when_it_is_there_unless_a_key_was_pressed() {
        let session = open(example(), None, "j j l j").session();
        for (keys, goes) in [("", true), ("j", false)] {
            let options = Options { session: Some(session.clone()), ..Options::default() };
            let mut app = App::waiting(&options, (120, 40));
            update(&mut app, Message::Part(Arc::new(example()).into()));
            for key in keys.split_whitespace() {
                press(&mut app, Key::parse(key).unwrap());
            }
            update(&mut app, Message::Loaded(Arc::new(example()).into()));
            assert_eq!(app.session() == session, goes, "{keys}");
        }
    }

    #[test]
    fn words_are_found_again_where_they_are_nearest() {
        for (text, cursor, words, at) in [
            ("one two one two", 4, "two", 4),
            ("zero one two", 4, "two", 9),
            ("two zero two", 8, "two", 9),
            ("one", 9, "two", 3),
            ("é", 1, "two", 0),
            ("one two", 4, "", 4),
        ] {
            assert_eq!(found_again(text, cursor, words), at, "{text}");
        }
    }
}

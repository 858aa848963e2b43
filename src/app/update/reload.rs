//! Replaces the model on the screen, or keeps the last good one.

use std::sync::Arc;

use super::{card, goto, session};
use crate::app::change::Change;
use crate::app::command::Command;
use crate::app::list::List;
use crate::app::overlay::{Overlay, lost_since};
use crate::app::{App, Location, ModelState, Snapshot};
use crate::diagnose::Level;
use crate::load::{Loaded, Progress};
use crate::model::Model;
use crate::text::counted;

/// Shows a new snapshot of the model, unless only the new one is broken; says what changed.
pub(super) fn take(app: &mut App, whole: Snapshot) {
    let loaded = Arc::clone(&whole.loaded);
    if app.progress().is_some() {
        take_model(app, whole);
        session::go_back_to(app);
        goto::begin_in_article(app);
        return end_initial_read(app);
    }
    if loaded.is_broken() && !app.loaded.is_broken() {
        let errors = loaded.count(Level::Error);
        say(app, format!("read again: {}; the last good model stays", counted(errors, "error")));
        app.state = ModelState::Broken(loaded);
    } else if matches!(app.state, ModelState::Current)
        && loaded.model == app.loaded.model
        && loaded.findings == app.loaded.findings
    {
        app.notice.get_or_insert_with(|| "read again: nothing has changed".to_owned());
    } else if loaded.model.keys().next().is_none() && app.model().keys().next().is_some() {
        return refuse(app, "the model has no records now".to_owned());
    } else {
        let before = Arc::clone(&app.loaded);
        app.state = ModelState::Current;
        take_model(app, whole);
        let said = lost(app, &before.model).unwrap_or_else(|| difference(&before.model, app.model()));
        say(app, said);
    }
    renew_findings(app);
}

/// Shows the model after our own change, even if the files are broken elsewhere: the change must be visible.
pub(super) fn take_written(app: &mut App, loaded: Arc<Loaded>) {
    app.state = ModelState::Current;
    take_model(app, loaded.into());
    renew_findings(app);
}

/// Keeps the model on the screen if the new one cannot be read.
pub(super) fn refuse(app: &mut App, why: String) {
    end_initial_read(app);
    say(app, format!("{why}; the last good model stays"));
    app.state = ModelState::Unreadable(why);
    renew_findings(app);
}

/// Shows a notice, unless a prompt is in its place or a refusal is still being shown.
fn say(app: &mut App, sentence: String) {
    let is_refused = app.notice.is_some() && app.notice == app.refusal;
    if !is_refused && !matches!(app.location.overlay, Some(Overlay::Prompt(_))) {
        app.notice = Some(sentence);
    }
}

/// Updates the count of findings and the open list; closes it if none are left.
pub(super) fn renew_findings(app: &mut App) {
    app.count_findings();
    let count = app.finding_count();
    let Some(Overlay::Findings(list)) = &mut app.location.overlay else { return };
    let ordinal = list.ordinal();
    *list = List::plain(0..count);
    list.select_nth(ordinal.saturating_sub(1));
    if count == 0 {
        app.location.overlay = None;
    }
}

/// Takes the progress of the initial read.
pub(super) fn progress(app: &mut App, so_far: Progress) {
    if let ModelState::Loading { progress, .. } = &mut app.state {
        *progress = so_far;
    }
}

/// Ends the initial read; reports a target of the command line that the model does not have.
fn end_initial_read(app: &mut App) {
    if let ModelState::Loading { at: Some(at), .. } = std::mem::replace(&mut app.state, ModelState::Current) {
        app.notice = Some(format!("there is no `{at}` in this model"));
    }
}

/// Shows a new snapshot of the model: cursors, open views and the history keep their records and places, as far as they
/// still exist.
pub(super) fn take_model(app: &mut App, snapshot: Snapshot) {
    let old = std::mem::replace(&mut app.loaded, snapshot.loaded);
    app.search_data = snapshot.search_data;
    app.count_findings();
    let change = Change { old: &old.model, new: &app.loaded.model };
    app.drafts = app.drafts.iter().map(|form| form.carried_over(&change)).collect();
    app.wish = None;
    app.history = app.history.map(|location| Some(carried_over(location, &change, false)));
    app.location = carried_over(&app.location, &change, true);
    if matches!(app.location.overlay, Some(Overlay::Card(_))) {
        card::renew(app);
    }
    go_where_awaited(app);
}

/// Goes to the target of the command line, once the model has it.
fn go_where_awaited(app: &mut App) {
    let ModelState::Loading { at, .. } = &mut app.state else { return };
    let Some(awaited) = at.take() else { return };
    if !goto::key(app, &awaited)
        && let ModelState::Loading { at, .. } = &mut app.state
    {
        *at = Some(awaited);
    }
}

/// A location carried over to a new snapshot. Its searches must run again.
fn carried_over(location: &Location, change: &Change<'_>, is_shown: bool) -> Location {
    let views = location.views.carried_over(change);
    let overlay = match location.overlay.clone() {
        Some(Overlay::Find(mut find)) => {
            find.carry_over(change, is_shown);
            Some(Overlay::Find(find))
        }
        Some(Overlay::Form(form)) => Some(Overlay::Form(Box::new(form.carried_over(change)))),
        // The prompt belongs to a view that is gone.
        Some(Overlay::Prompt(_)) if views.depth() < location.views.depth() => None,
        Some(Overlay::Repairs(repairs)) => repairs.findings.map(Overlay::Findings),
        other => other,
    };
    Location { views, overlay }
}

/// The quotes that were lost: `2 quotes lost: putin-border#1, …; x repairs`. `None` for none.
fn lost(app: &App, before: &Model) -> Option<String> {
    /// The most ids to name.
    const NAMED: usize = 2;
    let lost = lost_since(before, app.model());
    let mut named: Vec<String> = lost.iter().take(NAMED).map(|id| app.model().passage_key(*id)).collect();
    if lost.len() > NAMED {
        named.push("…".to_owned());
    }
    let said = format!("{} lost: {}", counted(lost.len(), "quote"), named.join(", "));
    (!lost.is_empty()).then(|| app.keymap.advice(app.context(), &said, &[(Command::Repair, "repairs")]))
}

/// What is new: how many demands and passages, and how many more or fewer of each kind.
fn difference(old: &Model, new: &Model) -> String {
    let (was, is) = (old.counts(), new.counts());
    let kinds = [
        (was.articles, is.articles, "article"),
        (was.actors, is.actors, "actor"),
        (was.issues, is.issues, "issue"),
        (was.demands, is.demands, "demand"),
        (was.passages, is.passages, "passage"),
    ];
    let told = kinds.into_iter().filter(|(was, is, kind)| was != is || matches!(*kind, "demand" | "passage"));
    let parts: Vec<String> = told
        .map(|(was, is, kind)| match is.cmp(&was) {
            std::cmp::Ordering::Greater => format!("{} (+{})", counted(is, kind), is - was),
            std::cmp::Ordering::Less => format!("{} (−{})", counted(is, kind), was - is),
            std::cmp::Ordering::Equal => counted(is, kind),
        })
        .collect();
    format!("read again: {}", parts.join(", "))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::app::{App, Key, Message, ModelState, Options, press, update};
    use crate::load::{Loaded, load_str};
    use crate::model::Record;

    /// A model of an actor for each name, with a demand and its quote on one issue.
    fn text(names: &[&str]) -> String {
        let of = |name: &&str| {
            format!(
                "[[actors]]\nid = '{name}'\nname = '{name}'\n\
                 [[demands]]\nid = 'd-{name}'\nactor = '{name}'\nissue = 'issue'\ntext = 'D'\n\
                 passages = [{{ quote = '{name} wants peace' }}]\n"
            )
        };
        let records: Vec<String> = names.iter().map(of).collect();
        let said: Vec<String> = names.iter().map(|name| format!("It is said that {name} wants peace.\n")).collect();
        format!(
            "[[issues]]\nid = 'issue'\nname = 'I'\n[[articles]]\nid = 'text'\ntitle = 'T'\ntext = '''\n{}'''\n{}",
            said.concat(),
            records.concat()
        )
    }

    fn reading(names: &[&str]) -> Arc<Loaded> {
        let loaded = load_str(&[("a.toml", &text(names))], &[]);
        assert_eq!(loaded.findings, []);
        Arc::new(loaded)
    }

    fn broken(names: &[&str]) -> Arc<Loaded> {
        let loaded = load_str(&[("a.toml", &(text(names) + "[[actors\n"))], &[]);
        assert!(loaded.is_broken());
        Arc::new(loaded)
    }

    fn open(loaded: Arc<Loaded>, keys: &str) -> App {
        let mut app = App::new(loaded, &Options::default(), (120, 40));
        type_in(&mut app, keys);
        app
    }

    fn type_in(app: &mut App, keys: &str) {
        for key in keys.split_whitespace() {
            press(app, Key::parse(key).unwrap());
        }
    }

    fn is_current(app: &App) -> bool {
        matches!(app.state, ModelState::Current)
    }

    fn take(app: &mut App, loaded: Arc<Loaded>) {
        assert_eq!(update(app, Message::Loaded(loaded.into())), None);
    }

    fn under_cursor(app: &App) -> (Option<String>, Option<String>, Option<String>) {
        let (model, browse) = (app.model(), app.browse());
        (
            browse.first.selected().map(|record| model.key(record).to_owned()),
            browse.demands.selected().map(|id| model.key(Record::Demand(id)).to_owned()),
            browse.passages.selected().map(|id| model.quote(id).to_owned()),
        )
    }

    #[test]
    fn every_cursor_stays_on_its_record_and_the_notice_says_what_changed() {
        let mut app = open(reading(&["a", "b", "c"]), "j");
        let before = under_cursor(&app);
        take(&mut app, reading(&["z", "a", "b"]));
        assert_eq!(under_cursor(&app), before);
        assert_eq!(app.notice.as_deref(), Some("read again: 3 demands, 3 passages"));
        take(&mut app, reading(&["z", "a", "b", "x"]));
        assert_eq!(app.notice.as_deref(), Some("read again: 4 actors (+1), 4 demands (+1), 4 passages (+1)"));
        take(&mut app, reading(&["z", "a"]));
        assert_eq!(under_cursor(&app).0.as_deref(), Some("a"), "the nearest one where its own is gone");
    }

    #[test]
    fn quotes_that_a_changed_article_lost_are_named() {
        let edited = |names: &[&str]| {
            let names: Vec<(String, String)> =
                names.iter().map(|name| (format!("that {name} wants"), format!("that {name} wanted no"))).collect();
            let text = names.iter().fold(text(&["a", "b", "c", "d"]), |text, (old, new)| text.replace(old, new));
            Arc::new(load_str(&[("a.toml", &text)], &[]))
        };
        for (names, said) in [
            (&["b"][..], "1 quote lost: d-b#1; x repairs"),
            (&["a", "c", "d"], "3 quotes lost: d-a#1, d-c#1, …; x repairs"),
        ] {
            let mut app = open(reading(&["a", "b", "c", "d"]), "");
            take(&mut app, edited(names));
            assert_eq!(app.notice.as_deref(), Some(said));
            type_in(&mut app, "x");
            assert!(matches!(app.location.overlay, Some(crate::app::overlay::Overlay::Repairs(_))));
            take(&mut app, edited(&[]));
            assert!(app.location.overlay.is_none(), "its places are gone");
        }
    }

    #[test]
    fn a_reading_without_a_change_leaves_notice_and_places_alone() {
        let mut app = open(reading(&["a"]), "l");
        app.notice = Some("kept".into());
        take(&mut app, reading(&["a"]));
        assert_eq!(app.notice.as_deref(), Some("kept"));
    }

    #[test]
    fn a_broken_save_keeps_the_last_good_model_until_its_repair() {
        let mut app = open(reading(&["a", "b"]), "j");
        let before = under_cursor(&app);
        take(&mut app, broken(&["a"]));
        assert_eq!(under_cursor(&app), before);
        assert_eq!(app.model().counts().actors, 2);
        assert_eq!(app.finding(0).map(|finding| finding.code.name), Some("E001"));
        assert!(app.wrong.0 > 0);
        type_in(&mut app, "!");
        assert!(app.location.overlay.is_some(), "the findings of the broken reading can be looked at");
        take(&mut app, reading(&["a", "b", "c"]));
        assert!(is_current(&app) && app.location.overlay.is_none());
        assert_eq!((under_cursor(&app), app.model().counts().actors, app.wrong), (before, 3, (0, 0)));
    }

    #[test]
    fn a_refusal_is_shown_until_a_key_is_pressed() {
        let mut app = open(reading(&["a", "b"]), "");
        update(&mut app, Message::Refused("it is read-only".into(), None));
        take(&mut app, reading(&["a"]));
        take(&mut app, broken(&["a"]));
        update(&mut app, Message::Unread("it is gone".into()));
        assert_eq!((app.notice.as_deref(), app.model().counts().actors), (Some("it is read-only"), 1));
        type_in(&mut app, "j");
        take(&mut app, reading(&["a", "b"]));
        assert_eq!(app.notice.as_deref(), Some("read again: 2 actors (+1), 2 demands (+1), 2 passages (+1)"));
    }

    #[test]
    fn a_repair_that_brings_the_old_model_back_takes_the_mark_away() {
        let mut app = open(reading(&["a"]), "");
        take(&mut app, broken(&["a"]));
        take(&mut app, reading(&["a"]));
        assert!(is_current(&app) && app.finding_count() == 0);
    }

    #[test]
    fn a_model_that_is_gone_or_empty_keeps_the_last_good_one() {
        let mut app = open(reading(&["a"]), "");
        update(&mut app, Message::Unread("it is gone".into()));
        assert!(matches!(&app.state, ModelState::Unreadable(why) if why == "it is gone"));
        type_in(&mut app, "!");
        assert_eq!(app.notice.as_deref(), Some("it is gone"));
        take(&mut app, Arc::new(load_str(&[("a.toml", "")], &[])));
        assert!(!is_current(&app) && app.model().counts().actors == 1, "a file that is just being written");
        take(&mut app, reading(&["a"]));
        assert!(is_current(&app));
    }

    #[test]
    fn a_model_that_was_broken_from_the_beginning_follows_its_file() {
        let mut app = open(broken(&["a"]), "");
        take(&mut app, broken(&["a", "b"]));
        assert!(is_current(&app) && app.model().counts().actors == 2);
    }

    #[test]
    fn the_reader_stays_on_its_words_and_keeps_its_search() {
        let mut app = open(reading(&["a", "b"]), "j l l r");
        type_in(&mut app, "/ w a n t s Enter N v");
        let words = |app: &App| {
            let reader = app.reader().unwrap();
            let text = app.model().article(reader.article).text();
            let from = |offset: usize| text.get(offset..).unwrap().to_owned();
            (from(reader.cursor), from(reader.anchor.unwrap()), reader.matches.len())
        };
        let before = words(&app);
        take(&mut app, reading(&["zz", "a", "b"]));
        let after = words(&app);
        assert_eq!((&before.0, &before.1, before.2 + 1), (&after.0, &after.1, after.2));
    }

    #[test]
    fn a_search_in_a_text_that_is_gone_is_over() {
        let mut app = open(reading(&["a", "b"]), "l l r / w a");
        let without = "[[issues]]\nid = 'issue'\nname = 'I'\n[[actors]]\nid = 'a'\nname = 'a'\n";
        take(&mut app, Arc::new(load_str(&[("a.toml", without)], &[])));
        assert!(app.reader().is_none() && app.location.overlay.is_none());
        type_in(&mut app, "x Esc");
    }

    #[test]
    fn find_and_card_stay_open_on_what_they_show() {
        let mut app = open(reading(&["alpha", "beta"]), "f w a n t s");
        type_in(&mut app, "Down Down Down");
        let held = |app: &App| match &app.location.overlay {
            Some(crate::app::overlay::Overlay::Find(find)) => find.selected().map(|hit| hit.text.to_string()),
            _ => None,
        };
        let before = held(&app);
        assert!(before.is_some());
        take(&mut app, reading(&["other", "alpha", "beta"]));
        assert_eq!(held(&app), before);
        let mut app = open(reading(&["alpha", "beta"]), "j i");
        take(&mut app, reading(&["other", "alpha", "beta"]));
        assert!(
            matches!(&app.location.overlay, Some(crate::app::overlay::Overlay::Card(card)) if card.title == "beta")
        );
        take(&mut app, reading(&["other", "alpha"]));
        assert!(app.location.overlay.is_none());
    }

    #[test]
    fn places_visited_outlive_a_reading() {
        let mut app = open(reading(&["a", "b", "c"]), "j l l r");
        type_in(&mut app, "g a");
        take(&mut app, reading(&["z", "a", "b", "c"]));
        type_in(&mut app, "H");
        assert!(app.reader().is_some_and(|reader| app.model().article(reader.article).key.as_ref() == "text"));
        type_in(&mut app, "H");
        assert_eq!(under_cursor(&app).0.as_deref(), Some("b"));
    }

    #[test]
    fn a_card_that_was_left_is_gone_back_to_as_it_is_now() {
        for (names, title) in [(&["z", "a", "b", "c"][..], Some("c")), (&["a"], None)] {
            let mut app = open(reading(&["a", "b", "c"]), "j j i Enter");
            take(&mut app, reading(names));
            type_in(&mut app, "H");
            let card = match &app.location.overlay {
                Some(crate::app::overlay::Overlay::Card(card)) => Some(&*card.title),
                _ => None,
            };
            assert_eq!(card, title);
        }
    }
}

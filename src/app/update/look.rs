//! Searches for what is typed, here or outside, and their answers.

use super::goto;
use crate::app::lookup::{SearchReply, SearchRequest, SearchResults, SearchTarget};
use crate::app::overlay::Overlay;
use crate::app::prompt::Purpose;
use crate::app::{App, Effect};

/// Runs the next search; in a model so large that a key would wait, leaves it to the outside.
pub(super) fn look_up(app: &mut App) -> Option<Effect> {
    if is_large(app) {
        return next(app).map(Effect::Search);
    }
    look_up_here(app);
    None
}

/// Runs the next search, unless the model is large.
pub(super) fn look_up_here(app: &mut App) {
    while !is_large(app)
        && let Some(search) = next(app)
    {
        let found = search.run(&app.loaded.model, &app.search_data);
        // A search on the spot is done before Enter can be pressed.
        take(app, found);
    }
}

fn is_large(app: &App) -> bool {
    app.search_data.texts_of(&app.loaded.model) > app.at_once
}

/// The next search, now requested: find's before the filter's.
fn next(app: &mut App) -> Option<SearchRequest> {
    let number = app.searches + 1;
    let (query, target) = next_in_find(app, number).or_else(|| {
        let query = app.location.views.browse_mut().lookup.ask(number)?;
        Some((query, SearchTarget::Demands))
    })?;
    app.searches = number;
    Some(SearchRequest { number, query, target })
}

fn next_in_find(app: &mut App, number: u64) -> Option<(String, SearchTarget)> {
    let Some(Overlay::Find(find)) = &mut app.location.overlay else { return None };
    find.lookup.ask(number)?;
    Some((find.field.text().to_owned(), SearchTarget::Hits(find.wanted())))
}

/// Takes an answer; drops one that nobody waits for any more.
pub(super) fn take(app: &mut App, found: SearchReply) -> Option<Effect> {
    let browse = app.location.views.browse_mut();
    match (found.results, &mut app.location.overlay) {
        (SearchResults::Hits(hits), Some(Overlay::Find(find))) if find.lookup.number() == Some(found.number) => {
            find.mistake = found.mistake;
            if find.take(hits) {
                return goto::open_hit(app);
            }
        }
        (SearchResults::Demands(demands), overlay) if browse.lookup.number() == Some(found.number) => {
            if let Some(Overlay::Prompt(prompt)) = overlay
                && prompt.purpose == Purpose::Fields
            {
                prompt.mistake = found.mistake;
            }
            browse.answer(&app.loaded.model, demands);
        }
        (SearchResults::Hits(_) | SearchResults::Demands(_), _) => {}
    }
    None
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::app::lookup::{SearchReply, SearchRequest, SearchTarget};
    use crate::app::overlay::{Find, Overlay};
    use crate::app::place::Pane;
    use crate::app::{App, Effect, Key, Message, Options, press, update};
    use crate::load::{Loaded, example, load_str};
    use crate::model::SubjectKind;
    use crate::search::Scope;

    /// A model that counts as large.
    fn large(loaded: impl Into<Arc<Loaded>>) -> App {
        let mut app = App::new(loaded.into(), &Options::default(), (120, 40));
        app.at_once = 0;
        app
    }

    /// Presses keys and returns the searches they request.
    fn type_in(app: &mut App, keys: &str) -> Vec<SearchRequest> {
        let press = |key| match press(app, Key::parse(key).unwrap()) {
            Some(Effect::Search(search)) => Some(search),
            Some(other) => panic!("{other:?}"),
            None => None,
        };
        keys.split_whitespace().filter_map(press).collect()
    }

    /// What the searcher would answer.
    fn answer(app: &App, search: &SearchRequest) -> SearchReply {
        search.run(app.model(), &app.search_data)
    }

    /// Answers a search; returns the next request.
    fn found(app: &mut App, search: &SearchRequest) -> Option<Effect> {
        let found = answer(app, search);
        update(app, Message::Found(found))
    }

    fn find(app: &App) -> &Find {
        match &app.location.overlay {
            Some(Overlay::Find(find)) => find,
            other => panic!("{other:?}"),
        }
    }

    fn texts(app: &App) -> Vec<String> {
        find(app).hits.hits.iter().map(|hit| hit.text.to_string()).collect()
    }

    /// The result of the same keys if the model is searched at once.
    fn at_once(keys: &str) -> App {
        let mut app = App::new(Arc::new(example()), &Options::default(), (120, 40));
        assert_eq!(type_in(&mut app, keys), []);
        app
    }

    #[test]
    fn every_letter_is_asked_for_and_only_the_newest_answer_counts() {
        let mut app = large(example());
        let asked = type_in(&mut app, "f p u t");
        let queries: Vec<(u64, &str)> = asked.iter().map(|search| (search.number, &*search.query)).collect();
        assert_eq!(queries, [(1, "p"), (2, "pu"), (3, "put")]);
        assert_eq!((find(&app).lookup.number(), find(&app).list.count()), (Some(3), 0));
        found(&mut app, &asked[1]);
        assert_eq!((find(&app).lookup.number(), find(&app).list.count()), (Some(3), 0), "an outdated answer");
        found(&mut app, &asked[2]);
        assert!(find(&app).lookup.is_done());
        assert_eq!(texts(&app), texts(&at_once("f p u t")));
        let shown = texts(&app);
        let more = type_in(&mut app, "i");
        assert_eq!(texts(&app), shown, "what there is stays until the answer comes");
        found(&mut app, &more[0]);
        found(&mut app, &asked[2]);
        assert_eq!(texts(&app), texts(&at_once("f p u t i")), "an answer that comes too late");
    }

    #[test]
    fn an_answer_for_a_find_that_is_closed_is_dropped() {
        let mut app = large(example());
        let asked = type_in(&mut app, "f p");
        type_in(&mut app, "Esc");
        assert_eq!(found(&mut app, &asked[0]), None);
        assert!(app.location.overlay.is_none());
    }

    #[test]
    fn a_scope_recalled_queries_and_completed_ones_are_asked_for_too() {
        let mut app = large(example());
        let asked = type_in(&mut app, "f k i n d : o");
        let scoped = type_in(&mut app, "Ctrl-t");
        let [SearchRequest { target: SearchTarget::Hits(wanted), .. }] = scoped.as_slice() else {
            panic!("{scoped:?}")
        };
        assert_eq!(wanted.scope, Scope::Only(SubjectKind::Actor));
        found(&mut app, asked.last().unwrap());
        assert_eq!(find(&app).lookup.number(), Some(scoped[0].number), "that was for every scope");
        let completed = type_in(&mut app, "Tab");
        assert_eq!(completed.iter().map(|search| &*search.query).collect::<Vec<_>>(), ["kind:offer"]);
        type_in(&mut app, "Esc");
        let recalled = type_in(&mut app, "f Alt-Up");
        assert_eq!(recalled.iter().map(|search| &*search.query).collect::<Vec<_>>(), ["kind:offer"]);
        found(&mut app, &recalled[0]);
        assert!(find(&app).hits.total > 0);
    }

    #[test]
    fn the_query_of_the_command_line_is_asked_for_by_the_first_update() {
        let options = Options { query: Some("putin".to_owned()), ..Options::default() };
        let mut app = App::waiting(&options, (120, 40));
        app.at_once = 0;
        let Some(Effect::Search(search)) = update(&mut app, Message::Part(Arc::new(example()).into())) else {
            panic!("a part of a large model is searched")
        };
        assert_eq!(search.query, "putin");
        let Some(Effect::Search(newer)) = update(&mut app, Message::Loaded(Arc::new(example()).into())) else {
            panic!("the whole model is searched")
        };
        found(&mut app, &search);
        assert_eq!((find(&app).lookup.number(), find(&app).list.count()), (Some(newer.number), 0));
        found(&mut app, &newer);
        assert_eq!(texts(&app), texts(&at_once("f p u t i n")));
    }

    #[test]
    fn enter_goes_to_the_first_result_of_what_is_typed_when_it_is_known() {
        let mut app = large(example());
        let asked = type_in(&mut app, "f p u t i n");
        assert_eq!(type_in(&mut app, "Enter"), []);
        assert!(find(&app).list.count() == 0, "still in find");
        found(&mut app, asked.last().unwrap());
        assert!(app.location.overlay.is_none());
        let expected = at_once("f p u t i n Enter").browse().first.selected();
        assert_eq!((app.browse().first.selected(), app.browse().focus), (expected, Pane::First));
        // And back: find as it was.
        type_in(&mut app, "H");
        assert_eq!((find(&app).field.text(), find(&app).lookup.is_done()), ("putin", true));
        assert_eq!(texts(&app), texts(&at_once("f p u t i n")));
    }

    #[test]
    fn a_letter_after_enter_takes_it_back() {
        let mut app = large(example());
        let asked = type_in(&mut app, "f p u t Enter i");
        found(&mut app, asked.last().unwrap());
        assert_eq!(find(&app).field.text(), "puti");
    }

    #[test]
    fn a_find_that_was_left_while_it_waited_is_searched_when_it_is_gone_back_to() {
        let mut app = large(example());
        let asked = type_in(&mut app, "f p u t i n");
        found(&mut app, asked.last().unwrap());
        let again = match update(&mut app, Message::Loaded(Arc::new(other()).into())) {
            Some(Effect::Search(search)) => search,
            other => panic!("{other:?}"),
        };
        // One can go at once to what still exists.
        assert_eq!(type_in(&mut app, "Enter"), []);
        assert!(app.location.overlay.is_none());
        assert_eq!(found(&mut app, &again), None, "nobody waits for it");
        let back = type_in(&mut app, "H");
        assert_eq!(back.iter().map(|search| &*search.query).collect::<Vec<_>>(), ["putin"]);
        found(&mut app, &back[0]);
        assert!(find(&app).lookup.is_done());
        assert!(find(&app).hits.total > 0);
    }

    /// Another model with an actor of the example.
    fn other() -> Loaded {
        let text = "[[issues]]\nid = 'peace'\nname = 'Peace'\n[[actors]]\nid = 'putin'\nname = 'Putin'\n\
                    [[demands]]\nid = 'd'\nactor = 'putin'\nissue = 'peace'\ntext = 'Putin wants it'\n";
        load_str(&[("a.toml", text)], &[])
    }

    #[test]
    fn the_cursor_stays_on_its_result_through_a_reading() {
        let model = |names: &[&str]| {
            let actor = |name: &&str| format!("[[actors]]\nid = '{name}'\nname = 'Union {name}'\n");
            let demand = "[[issues]]\nid = 'i'\nname = 'I'\n\
                          [[demands]]\nid = 'd'\nactor = 'b'\nissue = 'i'\ntext = 'T'\n";
            let text = names.iter().map(actor).collect::<String>() + demand;
            Arc::new(load_str(&[("a.toml", &text)], &[]))
        };
        let mut app = large(model(&["a", "b", "c"]));
        let asked = type_in(&mut app, "f u n i o n");
        found(&mut app, asked.last().unwrap());
        type_in(&mut app, "Down");
        assert_eq!(find(&app).selected().map(|hit| &*hit.text), Some("Union b"));
        let Some(Effect::Search(first)) = update(&mut app, Message::Loaded(model(&["z", "b", "c"]).into())) else {
            panic!("a reading is searched")
        };
        assert_eq!(texts(&app), ["Union b", "Union c"], "what still exists is shown");
        let Some(Effect::Search(second)) = update(&mut app, Message::Loaded(model(&["y", "z", "b"]).into())) else {
            panic!("another one too")
        };
        // An answer about the old model would name other records.
        found(&mut app, &first);
        assert_eq!(texts(&app), ["Union b"]);
        found(&mut app, &second);
        assert_eq!(find(&app).selected().map(|hit| &*hit.text), Some("Union b"));
        assert_eq!(texts(&app).len(), 3);
    }

    #[test]
    fn a_mistake_comes_with_the_answer() {
        let mut app = large(example());
        let asked = type_in(&mut app, "f i s : x");
        found(&mut app, asked.last().unwrap());
        assert!(find(&app).mistake.as_deref().is_some_and(|mistake| mistake.starts_with("`is:` has no value `x`")));
    }

    #[test]
    fn the_filter_by_field_waits_for_its_answer_and_outlives_a_reading() {
        let mut app = large(example());
        let all = app.browse().demands.count();
        let asked = type_in(&mut app, "& k i n d : o f f e r");
        assert!(app.browse().asked.is_none() && app.browse().demands.count() == all);
        assert_eq!(type_in(&mut app, "Enter"), []);
        found(&mut app, &asked[0]);
        assert!(app.browse().asked.is_none(), "an outdated answer");
        found(&mut app, asked.last().unwrap());
        let narrowed = at_once("& k i n d : o f f e r Enter").browse().demands.count();
        assert_eq!((app.browse().demands.count(), narrowed < all), (narrowed, true));
        let Some(Effect::Search(again)) = update(&mut app, Message::Loaded(Arc::new(other()).into())) else {
            panic!("another reading is asked the same")
        };
        assert_eq!((&*again.query, again.target), ("kind:offer", SearchTarget::Demands));
        found(&mut app, &again);
        assert_eq!(app.browse().demands.count(), 0);
    }

    #[test]
    fn a_query_that_waits_for_its_answer_is_asked_again_after_a_reading_and_a_way_back() {
        let mut app = large(example());
        let asked = type_in(&mut app, "& k i n d : o f f e r Enter");
        let Some(Effect::Search(again)) = update(&mut app, Message::Loaded(Arc::new(other()).into())) else {
            panic!("another reading is asked the same")
        };
        assert_eq!((&*again.query, again.target), ("kind:offer", SearchTarget::Demands));
        found(&mut app, asked.last().unwrap());
        assert!(!app.browse().lookup.is_done(), "that was about the model before");
        // Away and back: the answer that came meanwhile was lost, so ask again.
        let back = type_in(&mut app, "g I H");
        assert_eq!(back.last().map(|search| &*search.query), Some("kind:offer"));
        found(&mut app, back.last().unwrap());
        assert!(app.browse().lookup.is_done());
        assert_eq!(app.browse().query(), "kind:offer");
    }

    #[test]
    fn find_is_asked_before_the_filter_and_both_are_answered() {
        let mut app = large(example());
        let filter = type_in(&mut app, "& k i n d : o f f e r");
        found(&mut app, filter.last().unwrap());
        let asked = type_in(&mut app, "Enter f p u t i n");
        found(&mut app, asked.last().unwrap());
        let Some(Effect::Search(first)) = update(&mut app, Message::Loaded(Arc::new(other()).into())) else {
            panic!("find is searched again")
        };
        assert!(matches!(first.target, SearchTarget::Hits(_)));
        let Some(Effect::Search(second)) = found(&mut app, &first) else { panic!("and so is the filter") };
        assert_eq!(second.target, SearchTarget::Demands);
        found(&mut app, &second);
        assert!(find(&app).lookup.is_done() && app.browse().lookup.is_done());
    }
}

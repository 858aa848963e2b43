//! The compare view as keys move it, and the laws of its scales.
#![allow(clippy::format_push_string, reason = "short models read best as they stand")]

use std::sync::Arc;

use proptest::prelude::{Strategy, prop, proptest};

use super::{Block, BlockRoom, Compare, Down, Listed};
use crate::app::command::Direction;
use crate::app::place::{Mode, Pane};
use crate::app::{App, Key, Message, Mouse, Options, Touch, press, update};
use crate::compare::{Folding, Verdict};
use crate::load::{EXAMPLE, Loaded, example, load_str};
use crate::text::width;

fn app() -> App {
    App::new(Arc::new(example()), &Options::default(), (160, 48))
}

fn keys(app: &mut App, names: &str) {
    for name in names.split_whitespace() {
        assert_eq!(press(app, Key::parse(name).unwrap()), None, "{name}");
    }
}

fn opened(names: &str) -> App {
    let mut app = app();
    keys(&mut app, names);
    assert!(app.compare().is_some(), "`{names}` opens no comparison: {:?}", app.notice);
    app
}

fn compare(app: &App) -> &Compare {
    app.compare().unwrap()
}

fn columns(app: &App) -> Vec<&str> {
    compare(app).table.parties().iter().map(|party| &*app.model().actor(party.actor).key).collect()
}

fn place(app: &App) -> (&str, &str) {
    let (issue, party) = (compare(app).issue().unwrap(), compare(app).party().unwrap());
    (&app.model().issue(issue).key, &app.model().actor(party).key)
}

#[test]
fn what_was_opened_before_has_what_its_faces_worked_out() {
    let mut app = opened("c 3");
    let table = Arc::clone(&compare(&app).table);
    keys(&mut app, "q c");
    assert!(Arc::ptr_eq(&table, &compare(&app).table) && compare(&app).mode == Mode::Matrix);
    for other in ["q j c", "q Space j Space c"] {
        keys(&mut app, other);
        assert!(!Arc::ptr_eq(&table, &compare(&app).table), "{other}");
    }
    let mut app = opened("c");
    let table = Arc::clone(&compare(&app).table);
    keys(&mut app, "q");
    let (name, text) = EXAMPLE[0];
    let other = format!("{text}\n[[actors]]\nid = 'other'\nname = 'Other'\n");
    update(&mut app, Message::Loaded(Arc::new(load_str(&[(name, &other)], &EXAMPLE[1..])).into()));
    keys(&mut app, "c");
    assert!(!Arc::ptr_eq(&table, &compare(&app).table), "another reading");
}

#[test]
fn a_set_that_is_called_says_how_many_of_its_actors_are_gone() {
    let mut app = opened("j Space j Space j Space c S t h r e e Enter S t h r e e Enter");
    assert_eq!(app.notice.as_deref(), Some("the set `three`"));
    let all: Vec<String> = columns(&app).into_iter().map(str::to_owned).collect();
    let (name, text) = EXAMPLE[0];
    let other = text.replace(&format!("\"{}\"", all[1]), "\"other\"");
    update(&mut app, Message::Loaded(Arc::new(load_str(&[(name, &other)], &EXAMPLE[1..])).into()));
    keys(&mut app, "S t h r e e Enter");
    assert_eq!(app.notice.as_deref(), Some("the set `three`; 1 actor of it no longer in the model"));
    assert_eq!(columns(&app), [&*all[0], &*all[2]]);
}

const ALL: [&str; 8] =
    ["putin", "medvedev", "russia", "trump", "zelenskyy", "european-allies", "historians", "russian-analysts"];

#[test]
fn whom_it_compares_depends_on_marks_and_cursor() {
    for (pressed, expected) in [
        ("j Space j j Space c", vec!["putin", "zelenskyy"]),
        ("j j j j Space k k k k Space c", vec!["zelenskyy", "putin"]),
        ("j Space j j j j c", vec!["putin", "trump"]),
        ("j Space k Space k c", ALL.to_vec()),
        ("b G c", [&["zelenskyy"], &ALL[..4], &ALL[5..]].concat()),
        ("j j Space Space M c", [&["zelenskyy"], &ALL[..4], &ALL[5..]].concat()),
        ("j c", ALL.to_vec()),
        // Russia says next to nothing itself; nobody can be compared with Medvedev, nor with NATO.
        ("c", ALL.to_vec()),
        ("j j j c", [&["zelenskyy"], &ALL[..4], &ALL[5..]].concat()),
        ("j j c", ALL.to_vec()),
        ("j j j j j j j j c", ALL.to_vec()),
        ("b c", vec!["putin", "zelenskyy"]),
        ("j Space j j Space b G c", vec!["putin", "zelenskyy"]),
    ] {
        assert_eq!(columns(&opened(pressed)), expected, "{pressed}");
    }
}

#[test]
fn an_actor_whom_nothing_compares_is_not_the_base_but_under_the_cursor() {
    let app = opened("j j c");
    assert_eq!((columns(&app)[0], place(&app).1), ("putin", "medvedev"));
    // Russia is, as its president is.
    assert_eq!(place(&opened("c")).1, "zelenskyy");
}

#[test]
fn from_a_demand_it_begins_with_its_actor_and_issue() {
    let app = opened("j j j j l j c");
    assert_eq!((columns(&app)[0], place(&app)), ("zelenskyy", ("borders", "putin")));
}

#[test]
fn only_actors_can_be_marked_and_one_alone_is_not_compared() {
    let mut app = app();
    keys(&mut app, "b Space");
    assert!(app.notice.is_some() && app.browse().marks.is_empty());
    keys(&mut app, "b b G Space");
    assert_eq!(app.browse().marks.len(), 1);
    keys(&mut app, "M");
    assert!(app.browse().marks.is_empty());
    let mut lone = App::new(Arc::new(model("[[actors]]\nid = \"a\"\n")), &Options::default(), (160, 48));
    keys(&mut lone, "c");
    assert!(lone.compare().is_none() && lone.notice.is_some());
}

#[test]
fn enter_goes_to_the_passages_and_back_to_the_same_cell() {
    let mut app = opened("j j j j c l j j $ h h");
    let before = (place(&app).0.to_owned(), place(&app).1.to_owned());
    assert_eq!(before, ("borders".to_owned(), "european-allies".to_owned()));
    keys(&mut app, "Enter");
    let browse = app.browse();
    let demand = browse.demands.selected().map(|id| &*app.model().demand(id).key);
    assert_eq!((browse.focus, demand), (Pane::Passages, Some("allies-borders")));
    keys(&mut app, "H");
    assert_eq!(place(&app), (before.0.as_str(), before.1.as_str()));
    keys(&mut app, "r");
    assert!(app.reader().is_some());
    keys(&mut app, "q q");
    assert!(app.compare().is_none());
}

#[test]
fn the_base_may_be_any_column_and_the_cursor_stays_on_the_pair() {
    let mut app = opened("j c $ *");
    assert_eq!((columns(&app)[0], place(&app).1), ("russian-analysts", "putin"));
    keys(&mut app, "*");
    assert_eq!((columns(&app)[0], place(&app).1), ("putin", "russian-analysts"));
}

#[test]
fn differences_leave_only_issues_on_which_someone_differs() {
    let mut app = opened("j j j j c D");
    let compare = compare(&app);
    let is_different = |row| {
        let verdict = |column| compare.table.pair(app.model(), row, column).unwrap().verdict;
        (0..8).any(|column| verdict(column) == Verdict::Near || verdict(column).is_conflict())
    };
    assert_eq!(compare.listed, Listed::Differences);
    assert!(compare.issues.count() > 0 && compare.issues.items().all(is_different));
    keys(&mut app, "Esc");
    assert_eq!(self::compare(&app).issues.count(), app.model().issues().len());
}

#[test]
fn to_be_near_is_a_difference_and_to_agree_is_none() {
    let demand = |id: &str, issue: &str, at: f64| {
        let actor = id.chars().next().unwrap();
        format!(
            "[[demands]]\nid = \"{id}\"\nactor = \"{actor}\"\nissue = \"{issue}\"\ntext = \"t\"\nposition = {at:?}\n"
        )
    };
    let mut text = "[[actors]]\nid = \"a\"\n[[actors]]\nid = \"b\"\n".to_owned();
    for (issue, at) in [("near", 0.25), ("same", 0.0), ("opposed", 1.0)] {
        text += &format!("[[issues]]\nid = \"{issue}\"\nscale = [\"low\", \"high\"]\n");
        text += &(demand(&format!("a-{issue}"), issue, 0.0) + &demand(&format!("b-{issue}"), issue, at));
    }
    let mut app = App::new(Arc::new(model(&text)), &Options::default(), (160, 48));
    keys(&mut app, "c D");
    let listed = compare(&app).issues.items().filter_map(|row| compare(&app).table.issue(row));
    let listed: Vec<&str> = listed.map(|id| &*app.model().issue(id).key).collect();
    assert_eq!(listed, ["near", "opposed"]);
}

#[test]
fn conflicts_and_moves_are_walked_round_both_ways_over_the_same_cells() {
    for (forth, back, count) in [("]", "[", 3), ("n", "N", 3)] {
        let mut app = opened("j c g g 0");
        let mut walk = |key: &str, first: usize| {
            let mut seen = Vec::new();
            for step in 0..=count {
                keys(&mut app, key);
                seen.push(compare(&app).cell().unwrap());
                let nth = if key == forth { (first + step) % count } else { (first + count - step) % count } + 1;
                let notice = app.notice.take().unwrap();
                assert!(notice.contains(&format!(" {nth} of {count}")), "{key}, step {step}: {notice}");
                assert_eq!(notice.contains("round"), step == count || (step == 0 && key == back), "{key}: {notice}");
            }
            seen
        };
        let seen = walk(forth, 0);
        assert!(seen[..count].is_sorted() && seen[0] == seen[count], "{seen:?}");
        let mut returned = walk(back, count - 1);
        returned.truncate(count);
        returned.reverse();
        assert_eq!(seen[..count], returned);
    }
}

#[test]
fn swapped_lines_and_columns_move_by_the_other_keys() {
    let mut app = opened("j c 0 l g g \\ j l");
    assert_eq!(compare(&app).down, Down::Parties);
    assert_eq!(place(&app), ("south", "russia"));
    keys(&mut app, "\\ j l");
    assert_eq!(place(&app), ("borders", "trump"));
}

#[test]
fn it_opens_on_the_first_conflict_and_passes_over_none() {
    let demand = |id: &str, issue: &str, at: f64| {
        let actor = id.chars().next().unwrap();
        format!("[[demands]]\nid = '{id}'\nactor = '{actor}'\nissue = '{issue}'\ntext = 't'\nposition = {at:?}\n")
    };
    let mut text = "[[actors]]\nid = 'a'\n[[actors]]\nid = 'b'\n".to_owned();
    let issues = [("same", 0.0), ("apart", 0.5), ("near", 0.25), ("opposed", 1.0), ("named", 0.0)];
    for (issue, at) in issues {
        text += &format!("[[issues]]\nid = '{issue}'\nscale = ['low', 'high']\n");
        text += &(demand(&format!("a-{issue}"), issue, 0.0) + &demand(&format!("b-{issue}"), issue, at));
    }
    text += "opposes = ['a-named']\n";
    let mut app = App::new(Arc::new(model(&text)), &Options::default(), (160, 48));
    for (pressed, issue) in [("c", "apart"), ("]", "opposed"), ("]", "named"), ("[ [", "apart")] {
        keys(&mut app, pressed);
        assert_eq!(place(&app), (issue, "b"), "{pressed}");
    }
}

#[test]
fn blocs_speak_for_their_members_and_give_them_back() {
    let mut app = opened("j Space j j Space c B");
    assert_eq!((compare(&app).folding, columns(&app)), (Folding::Blocs, vec!["russia", "ukraine"]));
    assert_eq!(place(&app).1, "ukraine");
    keys(&mut app, "B");
    assert_eq!(columns(&app), ["putin", "zelenskyy"]);
}

#[test]
fn on_a_scale_the_cursor_goes_from_mark_to_mark_by_place() {
    let mut app = opened("j j j j j j c 0 l g g 2 h");
    assert_eq!((compare(&app).mode, place(&app)), (Mode::Spectrum, ("donbas", "putin")));
    keys(&mut app, "l l l");
    assert_eq!(place(&app), ("donbas", "zelenskyy"));
    keys(&mut app, "1");
    assert_eq!((compare(&app).mode, place(&app)), (Mode::Matrix, ("donbas", "zelenskyy")));
}

#[test]
fn what_was_given_up_points_to_what_is_held_now() {
    let app = opened("j j j j j j c g g 0 2 n");
    let (row, column) = compare(&app).cell().unwrap();
    assert_eq!(place(&app), ("sequence", "trump"));
    let standing = compare(&app).table.standing(app.model(), row, column);
    assert_eq!((standing.now, &*standing.before), (Some((0.0, 0.0)), &[1.0][..]));
    let figures = compare(&app).blocks.iter().filter(|block| block.row == row).flat_map(|block| block.lanes.concat());
    let moved: Vec<_> = figures.filter(|figure| !figure.before.is_empty()).collect();
    assert_eq!(moved.len(), 1);
    assert!(moved[0].before[0] > moved[0].chip().1);
}

/// A model of this text behind the head of the format.
fn model(text: &str) -> Loaded {
    load_str(&[("positions.toml", &format!("format = 1\n{text}"))], &[])
}

/// Actors a0… in the order given, and issues with a demand of every second actor on each.
fn world(actors: &[usize], issues: usize) -> Loaded {
    let mut text = String::new();
    for actor in actors {
        text += &format!("[[actors]]\nid = \"a{actor}\"\nname = \"Actor {actor}\"\n");
    }
    for issue in 0..issues {
        text += &format!("[[issues]]\nid = \"i{issue}\"\nscale = [\"low\", \"high\"]\n");
        for actor in actors.iter().filter(|actor| (*actor + issue) % 2 == 0) {
            let key = format!("a{actor}-i{issue}");
            text += &format!(
                "[[demands]]\nid = \"{key}\"\nactor = \"a{actor}\"\nissue = \"i{issue}\"\ntext = \"t\"\nposition = {}\n",
                f64::from(u8::try_from(*actor).unwrap() % 5) / 4.0
            );
        }
    }
    model(&text)
}

#[test]
fn another_reading_of_the_model_keeps_marks_and_cell_by_id() {
    let mut app = App::new(Arc::new(world(&[0, 1, 2, 3], 4)), &Options::default(), (160, 48));
    keys(&mut app, "Space Space Space c l j j");
    assert_eq!(place(&app), ("i2", "a2"));
    update(&mut app, Message::Loaded(Arc::new(world(&[3, 2, 0], 5)).into()));
    assert_eq!((place(&app), columns(&app)), (("i2", "a2"), vec!["a0", "a2"]));
    keys(&mut app, "q");
    let marks: Vec<&str> = app.browse().marks.iter().map(|id| &*app.model().actor(*id).key).collect();
    assert_eq!(marks, ["a0", "a2"]);
    update(&mut app, Message::Loaded(Arc::new(world(&[1], 1)).into()));
    assert!(app.browse().marks.is_empty());
}

#[test]
fn two_whom_nothing_compares_are_told_whether_they_speak_on_one_issue() {
    let mut text = "[[issues]]\nid = 'i'\nscale = ['low', 'high']\n[[issues]]\nid = 'j'\n".to_owned();
    for actor in ["a", "b", "c"] {
        text += &format!("[[actors]]\nid = '{actor}'\n");
    }
    for (id, place) in [("a-i", "position = 'low'"), ("c-i", "position = 'high'"), ("a-j", ""), ("b-j", "")] {
        let (actor, issue) = id.split_once('-').unwrap();
        text += &format!("[[demands]]\nid = '{id}'\nactor = '{actor}'\nissue = '{issue}'\ntext = 't'\n{place}\n");
    }
    let mut app = App::new(Arc::new(model(&text)), &Options::default(), (160, 48));
    keys(&mut app, "c 3");
    for (pair, said) in [
        (["a", "b"], "nothing these two say can be compared"),
        (["b", "a"], "nothing these two say can be compared"),
        (["b", "c"], "these two speak on no common issue"),
    ] {
        let here = |app: &App| {
            let (down, across) = compare(app).groups.pair().unwrap();
            [down, across].map(|column| columns(app)[column].to_owned())
        };
        keys(&mut app, "g g 0");
        while here(&app)[0] != pair[0] {
            keys(&mut app, "j");
        }
        while here(&app)[1] != pair[1] {
            keys(&mut app, "l");
        }
        keys(&mut app, "Enter");
        assert_eq!((app.notice.as_deref(), here(&app)), (Some(said), pair.map(str::to_owned)));
    }
}

#[test]
fn the_window_follows_the_cursor_over_many_actors_and_issues() {
    let actors: Vec<usize> = (0..40).collect();
    let mut app = App::new(Arc::new(world(&actors, 100)), &Options::default(), (100, 30));
    for (pressed, expected) in [("c G $", ("i99", "a39")), ("g g 0", ("i0", "a0")), ("\\ G $", ("i99", "a39"))] {
        keys(&mut app, pressed);
        assert_eq!(place(&app), expected, "{pressed}");
        let (top, height, _) = compare(&app).issues.extent();
        let (left, shown, _) = compare(&app).parties.extent();
        let (row, column) = compare(&app).cell().unwrap();
        assert!((top..top + height).contains(&row), "{row} is not in {top}..+{height}");
        assert!((left..left + shown).contains(&column), "{column} is not in {left}..+{shown}");
    }
}

#[test]
fn every_column_has_its_own_names() {
    let text = ["Ann Lee", "Bob Lee", "Lee", "Lee", "The Lee", "L", ""].iter().enumerate().map(|(n, name)| {
        format!("[[actors]]\nid = \"a{n}\"\nname = \"{name}\"\nkind = \"person\"\n[[demands]]\nid = \"d{n}\"\nactor = \"a{n}\"\nissue = \"i\"\ntext = \"t\"\n")
    });
    let loaded = model(&format!("[[issues]]\nid = \"i\"\n{}", text.collect::<String>()));
    let mut app = App::new(Arc::new(loaded), &Options::default(), (160, 48));
    keys(&mut app, "c");
    let table = &compare(&app).table;
    for all in [|tag: &super::Tag| tag.name.clone(), |tag: &super::Tag| tag.tag.clone()] {
        let mut names: Vec<String> = (0..table.parties().len()).map(|column| all(table.tag(column))).collect();
        let count = names.len();
        names.sort();
        names.dedup();
        assert_eq!((names.len(), count > 4), (count, true), "{names:?}");
    }
}

/// Labels and places of a scale, and where parties stand on it now and stood before, in percent.
fn scale() -> impl Strategy<Value = (Vec<String>, Vec<(u8, Option<u8>)>)> {
    let labels = prop::collection::vec("[a-z]{1,12}( [a-z]{1,12})?", 2..6);
    let parties = prop::collection::vec((0..=100u8, prop::option::of(0..=100u8)), 2..20);
    (labels, parties)
}

fn scaled(labels: &[String], parties: &[(u8, Option<u8>)]) -> Loaded {
    let labels: Vec<String> = labels.iter().enumerate().map(|(n, label)| format!("\"{label} {n}\"")).collect();
    let mut text = format!("[[issues]]\nid = \"i\"\nscale = [{}]\n", labels.join(", "));
    for (n, (now, before)) in parties.iter().enumerate() {
        text += &format!("[[actors]]\nid = \"a{n}\"\nname = \"Actor number {n}\"\n");
        let mut demand = |id: &str, at: u8, more: &str| {
            let at = f64::from(at) / 100.0;
            text += &format!(
                "[[demands]]\nid = \"{id}\"\nactor = \"a{n}\"\nissue = \"i\"\ntext = \"t\"\nposition = {at:?}\n{more}"
            );
        };
        match before {
            None => demand(&format!("d{n}"), *now, ""),
            Some(before) => {
                demand(&format!("e{n}"), *before, "status = \"withdrawn\"\n");
                demand(&format!("d{n}"), *now, &format!("supersedes = [\"e{n}\"]\n"));
            }
        }
    }
    model(&text)
}

fn no_two_overlap(mut pieces: Vec<(u16, u16)>) {
    pieces.sort_unstable();
    assert!(pieces.windows(2).all(|pair| pair[0].1 < pair[1].0), "{pieces:?}");
}

proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 64, failure_persistence: None, ..Default::default() })]

    #[test]
    fn nothing_on_a_scale_overlaps((labels, parties) in scale(), length in 0..180u16, rows in 2..40u16, here in prop::option::of(0..20usize)) {
        let loaded = scaled(&labels, &parties);
        let mut app = App::new(Arc::new(loaded), &Options::default(), (160, 48));
        keys(&mut app, "c");
        let room = BlockRoom { length, rows, is_stacked: false, here };
        let table = &compare(&app).table;
        let block = Block::new(app.model(), table, 0, room);
        for lane in &block.lanes {
            no_two_overlap(lane.iter().map(super::Figure::chip).collect());
        }
        let cells = |text: &str| u16::try_from(width(text)).unwrap();
        no_two_overlap(block.labels.iter().map(|label| (label.start, label.start + cells(&label.text) - 1)).collect());
        no_two_overlap(block.crowds.iter().map(|crowd| (crowd.start, crowd.start + crowd.width - 1)).collect());
        for crowd in &block.crowds {
            assert!(crowd.start + crowd.width <= block.length && !(crowd.held == 1 && crowd.names[0].is_empty()), "{crowd:?}");
            for names in &crowd.names {
                let name = |name: &super::Named| (name.at, name.at + cells(&name.text) - 1);
                assert!(names.iter().all(|name| name.at + cells(&name.text) <= crowd.width), "{crowd:?}");
                no_two_overlap(names.iter().map(name).collect());
            }
        }
        for trail in &block.trails {
            let beside = |crowd: &super::Crowd| (crowd.start.saturating_sub(1)..=crowd.start + crowd.width).contains(&trail.cells.1);
            assert!(!block.crowds.iter().any(beside), "{trail:?} {:?}", block.crowds);
        }
        if block.length > 0 {
            let counted: usize = block.crowds.iter().map(|crowd| crowd.held).sum();
            let drawn: usize = block.lanes.iter().map(Vec::len).sum();
            assert_eq!(counted + drawn, parties.len());
            assert!(block.height() <= usize::from(rows), "{} rows of {rows}", block.height());
        }
        let ends = block.lanes.iter().flatten().map(|figure| figure.chip().1);
        assert!(ends.max().is_none_or(|end| end < block.length));
    }
}

#[test]
fn the_widest_terminal_has_a_grid() {
    use ratatui::layout::Rect;

    let mut app = App::new(Arc::new(world(&[0, 1, 2, 3], 4)), &Options::default(), (160, 48));
    keys(&mut app, "c");
    let compare = app.compare().unwrap();
    for width in [21_844, 21_845, 21_846, u16::MAX] {
        let grid = super::grid(Rect::new(0, 0, width, 48), (&compare.table, compare.names()), compare.down, (4, 0));
        assert!(grid.names + grid.base + grid.shown * grid.column <= width, "{width}: {grid:?}");
        assert_eq!(grid.shown, 3, "{width}");
    }
}

/// The names on the scale of the first row, from left to right.
fn names_on_scale(app: &App, length: u16) -> Vec<String> {
    let room = BlockRoom { length, rows: 4, is_stacked: false, here: None };
    let mut labels = Block::new(app.model(), &compare(app).table, 0, room).labels;
    labels.sort_by_key(|label| label.start);
    labels.into_iter().map(|label| label.text).collect()
}

#[test]
fn every_point_of_a_scale_has_its_name_where_words_of_it_have_room() {
    let labels = ["every village returned", "the line of contact frozen", "all of it given up"].map(str::to_owned);
    let loaded = scaled(&labels, &[(0, None), (100, None)]);
    let mut app = App::new(Arc::new(loaded), &Options::default(), (160, 48));
    keys(&mut app, "c");
    let drawn = |length| names_on_scale(&app, length);
    assert_eq!(drawn(120), ["every village returned 0", "the line of contact frozen 1", "all of it given up 2"]);
    assert_eq!(drawn(56), ["every village …", "the line of …", "all of it given up 2"]);
    assert_eq!(drawn(30), ["every …", "the line …", "all of …"]);
}

#[test]
fn points_that_begin_alike_are_told_apart_however_they_are_cut() {
    let labels = ["no text", "phase-down", "phase-out by 2040", "phase-out by 2030"].map(str::to_owned);
    let mut text = "[[issues]]\nid = \"i\"\nscale = [".to_owned();
    for label in &labels {
        text += &format!("{label:?}, ");
    }
    text += "]\n[[actors]]\nid = \"a\"\n[[actors]]\nid = \"b\"\n";
    for actor in ["a", "b"] {
        text += &format!(
            "[[demands]]\nid = \"{actor}1\"\nactor = \"{actor}\"\nissue = \"i\"\ntext = \"t\"\nposition = 0.0\n"
        );
    }
    let mut app = App::new(Arc::new(model(&text)), &Options::default(), (160, 48));
    keys(&mut app, "c");
    let drawn = |length| names_on_scale(&app, length);
    // The neighbours give way to each other before any is cut.
    assert_eq!(drawn(69), labels);
    assert_eq!(drawn(57)[2..], ["phase-out by 2040", "… by 2030"]);
    for length in 36..120 {
        let labels = drawn(length);
        assert!(labels.len() < 4 || labels[2] != labels[3], "{length}: {labels:?}");
    }
}

#[test]
fn those_who_would_move_to_one_place_are_told_together() {
    let labels = ["no", "half", "yes"].map(str::to_owned);
    let parties = [(100, None), (100, None), (100, None), (100, None), (0, None), (0, None), (50, None)];
    let mut app = App::new(Arc::new(scaled(&labels, &parties)), &Options::default(), (160, 48));
    keys(&mut app, "c 5");
    let ground = &compare(&app).ground;
    let words: Vec<&str> = ground.list.shown().filter_map(|item| ground.line(item)).map(|line| &*line.words).collect();
    assert_eq!(words, ["to near “yes 2”: Actor number 4 75%, Actor number 5 75%, Actor number 6 25%"]);
}

#[test]
fn who_gave_a_point_up_is_not_counted_among_those_who_hold_it() {
    let mut text = "[[issues]]\nid = \"i\"\nscale = [\"no\", \"yes\"]\n".to_owned();
    for (n, status) in ["held", "withdrawn", "held", "held"].iter().enumerate() {
        text += &format!(
            "[[actors]]\nid = \"a{n}\"\nname = \"Harbour {n}\"\n[[demands]]\nid = \"d{n}\"\nactor = \"a{n}\"\n"
        );
        text += &format!("issue = \"i\"\ntext = \"t\"\nposition = 1.0\nstatus = \"{status}\"\n");
    }
    let mut app = App::new(Arc::new(model(&text)), &Options::default(), (160, 48));
    keys(&mut app, "c");
    for (length, here) in (8..150).flat_map(|length| [(length, None), (length, Some(1)), (length, Some(3))]) {
        let room = BlockRoom { length, rows: 2, is_stacked: false, here };
        let block = Block::new(app.model(), &compare(&app).table, 0, room);
        let [crowd] = block.crowds.as_slice() else { panic!("{length}: {block:?}") };
        assert_eq!((crowd.held, crowd.number()), (3, Some(3)), "{length}");
        let named = crowd.names.iter().flatten().filter(|name| name.column != 1).count();
        // Who is left out is counted, but where there is room for one name only.
        assert!(named + crowd.more == 3 || crowd.more == 0 && named < 2 && length < 40, "{length}: {crowd:?}");
        assert!(
            length < 14 || here.is_none_or(|here| crowd.names[0].iter().any(|name| name.column == here)),
            "{crowd:?}"
        );
    }
}

#[test]
fn names_that_meet_at_one_point_are_counted_and_never_cut() {
    let mut text = "[[issues]]\nid = \"i\"\nscale = [\"no\", \"perhaps\", \"yes\"]\n".to_owned();
    for (n, at) in [0.0, 0.0, 0.0, 0.5, 1.0, 1.0].into_iter().enumerate() {
        text += &format!("[[actors]]\nid = \"a{n}\"\nname = \"Refinancing fund {n}\"\n[[demands]]\nid = \"d{n}\"\n");
        text += &format!("actor = \"a{n}\"\nissue = \"i\"\ntext = \"t\"\nposition = {at:?}\n");
    }
    let mut app = App::new(Arc::new(model(&text)), &Options::default(), (160, 48));
    keys(&mut app, "c");
    let table = &compare(&app).table;
    for length in 8..150 {
        let room = BlockRoom { length, rows: 4, is_stacked: false, here: None };
        let block = Block::new(app.model(), table, 0, room);
        for crowd in &block.crowds {
            for named in crowd.names.iter().flatten().filter(|_| length > 12) {
                let tag = table.tag(named.column);
                assert!([&tag.name, &tag.tag].contains(&&named.text), "{length}: {crowd:?}");
            }
        }
        assert_eq!(block.crowds.iter().map(|crowd| crowd.held).collect::<Vec<_>>(), [3, 1, 2]);
    }
}

/// Many actors on three points of each of twelve issues; every fifth moved there, every seventh holds two points.
fn crowded(actors: usize) -> Loaded {
    let mut text = String::new();
    for n in 0..12 {
        text += &format!("[[issues]]\nid = \"i{n}\"\nname = \"Issue {n}\"\ngroup = \"G{}\"\n", n / 4);
        text += "scale = [\"no\", \"perhaps\", \"yes\"]\n";
    }
    for actor in 0..actors {
        text += &format!("[[actors]]\nid = \"a{actor}\"\nname = \"Delegation {actor}\"\n");
        for issue in 0..12 {
            let demand = |id: &str, at: usize, more: &str| {
                let at = ["0.0", "0.5", "1.0"][at % 3];
                format!(
                    "[[demands]]\nid = \"{id}{actor}-{issue}\"\nactor = \"a{actor}\"\nissue = \"i{issue}\"\ntext = \"t\"\nposition = {at}\n{more}"
                )
            };
            let (at, n) = (actor * 7 + issue, actor + issue);
            text += &demand("d", at, "");
            if n % 5 == 0 {
                text += &demand("e", at + 1, &format!("supersedes = [\"d{actor}-{issue}\"]\n"));
            } else if n % 7 == 0 {
                text += &demand("f", at + 1, "");
            }
        }
    }
    model(&text)
}

#[test]
fn scales_take_two_rows_however_many_actors_meet_on_them() {
    for (actors, size, least) in
        [(40, (100, 30), 8), (28, (140, 40), 8), (40, (160, 48), 8), (40, (80, 24), 6), (3, (100, 30), 8)]
    {
        let mut app = App::new(Arc::new(crowded(actors)), &Options::default(), size);
        keys(&mut app, "c 2");
        for pressed in ["", "l", "l l l l l", "j", "j j j", "G", "h h h h h h", "k k"] {
            keys(&mut app, pressed);
            let compare = compare(&app);
            let (row, column) = compare.cell().unwrap();
            assert!(compare.blocks.len() >= least, "{actors} {size:?} {pressed}: {}", compare.blocks.len());
            for block in &compare.blocks {
                assert!(block.height() == 2 || block.row == row, "{actors} {size:?}: {block:?}");
            }
            let here = compare.blocks.iter().find(|block| block.row == row).unwrap();
            let names = here.crowds.iter().flat_map(|crowd| crowd.names.iter().flatten()).map(|name| name.column);
            let figures = here.lanes.iter().flatten().map(|figure| figure.column);
            assert!(
                names.chain(figures).any(|other| other == column),
                "{actors} {size:?} {pressed}: {column} in {here:?}"
            );
        }
    }
}

#[test]
fn in_a_crowd_those_who_moved_have_arrows_and_their_ways_where_these_are_free() {
    let place = |id: &str, at: &str, more: &str| {
        format!(
            "[[actors]]\nid = \"{id}\"\nname = \"{id}\"\n[[demands]]\nid = \"{id}1\"\nactor = \"{id}\"\nissue = \"i\"\ntext = \"t\"\nposition = {at}\n{more}"
        )
    };
    let moved = |id: &str, from: &str, to: &str| {
        let later = format!(
            "supersedes = [\"{id}0\"]\n[[demands]]\nid = \"{id}0\"\nactor = \"{id}\"\nissue = \"i\"\ntext = \"t\"\nposition = {from}\n"
        );
        place(id, to, &later)
    };
    let text = [
        "[[issues]]\nid = \"i\"\nscale = [\"no\", \"yes\"]\n".to_owned(),
        place("Ann", "0.0", ""),
        moved("Ben", "0.6", "0.0"),
        moved("Cid", "0.65", "1.0"),
        place("Dot", "1.0", ""),
        place(
            "Eve",
            "1.0",
            "[[demands]]\nid = \"Eve2\"\nactor = \"Eve\"\nissue = \"i\"\ntext = \"t\"\nposition = 0.8\n",
        ),
    ];
    let mut app = App::new(Arc::new(model(&text.concat())), &Options::default(), (160, 48));
    keys(&mut app, "c");
    let room = BlockRoom { length: 80, rows: 2, is_stacked: false, here: None };
    let block = Block::new(app.model(), &compare(&app).table, 0, room);
    let names: Vec<Vec<&str>> =
        block.crowds.iter().map(|crowd| crowd.names.iter().flatten().map(|name| &*name.text).collect()).collect();
    assert_eq!(names, [vec!["Ann", "Ben◄"], vec!["├Eve┤"], vec!["►Cid", "Dot"]]);
    // The way of Cid leads behind Eve.
    let trails: Vec<_> = block.trails.iter().map(|trail| (trail.cells, &*trail.before)).collect();
    assert_eq!(trails, [((11, 47), &[47][..]), ((68, 51), &[51])]);
}

#[test]
fn the_wheel_moves_among_the_lines_of_every_face() {
    for face in ["1", "2", "3", "4", "5", "\\"] {
        let mut app = opened(&format!("c {face} g g"));
        let line = |app: &App| {
            let compare = compare(app);
            match (compare.mode, compare.runs_down()) {
                (Mode::Groups, _) => compare.groups.down.ordinal(),
                (Mode::Timeline, _) => compare.timeline.lanes.ordinal(),
                (Mode::Ground, _) => compare.ground.list.ordinal(),
                (Mode::Matrix | Mode::Spectrum, Down::Issues) => compare.issues.ordinal(),
                (Mode::Matrix | Mode::Spectrum, Down::Parties) => compare.parties.ordinal(),
            }
        };
        let wheel = |toward| Message::Mouse(Mouse { at: (10, 10), what: Touch::Wheel(toward) });
        update(&mut app, wheel(Direction::Next));
        assert_eq!(line(&app), 2, "{face}");
        update(&mut app, wheel(Direction::Previous));
        assert_eq!(line(&app), 1, "{face}");
    }
}

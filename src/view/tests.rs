//! Every key that the screen names is the one that is bound: with all keys rebound, and with none.

use std::fmt::Write;
use std::sync::Arc;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;

use super::draw;
use crate::app::command::{Command, Copied, Direction};
use crate::app::key::Sequence;
use crate::app::keymap::{Context, Keymap};
use crate::app::place::Mode;
use crate::app::place::{By, Pane};
use crate::app::{App, Key, Message, Options, Screen, press, update};
use crate::load;

use Direction::{Next, Previous};

/// A keymap in which no command has a key of its own any more, but `F1`, `F2` and so on.
fn anew() -> Keymap {
    let mut keymap = Keymap::default();
    let before = keymap.bindings().to_vec();
    for binding in &before {
        keymap.unbind(binding.context, &binding.keys);
    }
    assert!(keymap.bindings().is_empty());
    for (at, binding) in before.into_iter().enumerate() {
        keymap.bind(binding.context, Sequence::parse(&format!("F{}", at + 1)).unwrap(), binding.command).unwrap();
    }
    keymap
}

fn app(size: (u16, u16)) -> App {
    let mut app = App::new(Arc::new(load::example()), &Options::default(), size);
    app.keymap = anew();
    app
}

/// The foremost keys of a command in the present context.
fn key(app: &App, context: Context, command: Command) -> String {
    app.keymap.keys_of(context, command).next().unwrap().to_string()
}

fn run(app: &mut App, command: Command) {
    let keys = app.keymap.keys_of(app.context(), command).next().unwrap().clone();
    for key in keys.keys() {
        press(app, *key);
    }
}

fn typed(app: &mut App, text: &str) {
    for c in text.chars() {
        press(app, Key::char(c));
    }
}

fn screen(app: &App) -> String {
    let mut buffer = Buffer::empty(Rect::new(0, 0, app.size.0, app.size.1));
    draw(app, &mut buffer);
    let mut out = String::new();
    for row in buffer.content.chunks(usize::from(app.size.0)) {
        let _ = writeln!(out, "{}", row.iter().map(Cell::symbol).collect::<String>());
    }
    out
}

#[track_caller]
fn assert_shows(app: &App, sentence: &str) {
    let drawn = screen(app);
    assert!(drawn.contains(sentence), "`{sentence}` is not on the screen:\n{drawn}");
}

#[test]
fn panes_and_views_name_the_keys_that_lead_to_them() {
    let mut app = app((160, 48));
    for (pane, title) in [(Pane::First, "Actors"), (Pane::Demands, "Demands"), (Pane::Passages, "Passages")] {
        assert_shows(&app, &format!("{} {title}", key(&app, Context::Browse, Command::GoToPane(pane))));
    }
    assert_shows(&app, &format!(" {} read ", key(&app, Context::Browse, Command::Read)));
    run(&mut app, Command::Compare);
    assert_shows(&app, &format!("{} Matrix", key(&app, Context::Compare, Command::Show(Mode::Matrix))));
    run(&mut app, Command::Show(Mode::Spectrum));
    assert_shows(&app, &format!("{} Spectrum", key(&app, Context::Compare, Command::Show(Mode::Spectrum))));
}

#[test]
fn empty_panes_name_the_keys_that_help() {
    let mut app = app((160, 48));
    run(&mut app, Command::Filter);
    let (open, cancel) = (Command::Open, Command::Cancel);
    let (keeps, drops) = (key(&app, Context::Typing, open), key(&app, Context::Typing, cancel));
    assert_shows(&app, &format!("{keeps} keeps it  {drops} drops it"));
    typed(&mut app, "zzzz");
    run(&mut app, open);
    assert_shows(&app, &format!("{} clears it.", key(&app, Context::Browse, cancel)));
    let on = key(&app, Context::Browse, Command::FirstPane(Next));
    let (find, add) = (key(&app, Context::Browse, Command::Find), key(&app, Context::Browse, Command::Add));
    assert_shows(&app, &format!("{on} goes on, {find} finds, {add} adds one."));
    run(&mut app, Command::Find);
    typed(&mut app, "zzzzqqqq");
    assert_shows(&app, &format!("clears the line, {} looks at other kinds.", key(&app, Context::Find, Command::Scope)));
    run(&mut app, cancel);
    run(&mut app, Command::Palette);
    typed(&mut app, "7000");
    assert_shows(&app, &format!("{} goes to this row.", key(&app, Context::Typing, open)));
}

#[test]
fn notices_name_the_keys_that_help() {
    let mut app = app((120, 36));
    run(&mut app, Command::GoToPane(Pane::Demands));
    run(&mut app, Command::Mark);
    let by = key(&app, Context::Browse, Command::BrowseBy(By::Actors));
    assert_shows(&app, &format!("actors are marked in the first pane; {by} browses by actors"));
    run(&mut app, Command::Read);
    run(&mut app, Command::End(Next));
    let next = key(&app, Context::Reader, Command::Passage(Next));
    if let Screen::Reader(reader) = app.location.views.top_mut() {
        reader.chosen = None;
    }
    run(&mut app, Command::GoToDemand);
    assert_shows(&app, &format!("no passage here; {next} goes to the next one"));
}

#[test]
fn too_few_actors_name_the_key_that_marks_one() {
    let lone = "[[actors]]\nid = \"a\"\nname = \"A\"\n";
    let mut app = App::new(Arc::new(load::load_str(&[("m.toml", lone)], &[])), &Options::default(), (120, 36));
    app.keymap = anew();
    assert_shows(&app, &format!("({})", key(&app, Context::Browse, Command::Findings)));
    let mark = key(&app, Context::Browse, Command::Mark);
    run(&mut app, Command::Compare);
    assert_shows(&app, &format!("two actors are needed to compare; {mark} marks an actor"));
}

#[test]
fn the_footer_shows_the_keys_as_they_are_bound() {
    let mut app = app((160, 48));
    let (down, up) =
        (key(&app, Context::Browse, Command::Step(Next)), key(&app, Context::Browse, Command::Step(Previous)));
    assert_shows(&app, &format!(" {down}/{up} move "));
    assert_shows(&app, &format!(" {} help", key(&app, Context::Browse, Command::Help)));
    // Keys of several commands stand for all of them where they begin alike.
    let copies =
        [Copied::Citation, Copied::Quote, Copied::Id, Copied::Place, Copied::Markdown, Copied::Toml].into_iter();
    for (copied, keys) in copies.zip(1..) {
        app.keymap
            .bind(Context::Anywhere, Sequence::parse(&format!("Ctrl-y {keys}")).unwrap(), Command::Copy(copied))
            .unwrap();
    }
    assert_shows(&app, " ^Y copy ");
    press(&mut app, Key::parse("Ctrl-y").unwrap());
    assert_shows(&app, " Ctrl-y …");
    update(&mut app, Message::Waited);
    for rest in ["1 copy the quote with its citation", "2 copy the quote", "3 copy the id"] {
        assert_shows(&app, rest);
    }
}

#[test]
fn help_shows_the_keys_as_they_are_bound() {
    let mut app = app((160, 48));
    let open = app.keymap.keys_of(Context::Browse, Command::End(Next)).map(Sequence::short);
    let row = open.collect::<Vec<_>>().join("  ");
    run(&mut app, Command::Help);
    assert_shows(&app, &row);
    typed(&mut app, "browse-by-next");
    assert_shows(&app, &format!("▌{}", key(&app, Context::Browse, Command::BrowseByNext)));
}

#[test]
fn without_any_key_the_screen_names_none() {
    let mut app = app((160, 48));
    for binding in app.keymap.bindings().to_vec() {
        app.keymap.unbind(binding.context, &binding.keys);
    }
    let drawn = screen(&app);
    let footer = drawn.lines().last().unwrap();
    let is_key = |word: &str| matches!(word, "?" | "f" | "y" | "j/k" | "⏎" | "i" | "r");
    assert!(!footer.split(' ').any(is_key), "{footer}");
    assert!(drawn.contains("┏ Actors "), "{drawn}");
}

//! Any bytes as keys, sizes, clicks and readings: no state and no frame breaks.
#![no_main]

use std::sync::{Arc, LazyLock};

use demarche::app::command::Direction;
use demarche::app::keymap::Keymap;
use demarche::app::{self, App, Code, Effect, Key, Message, Mouse, Options, Snapshot, Touch};
use demarche::load::{self, load_str};
use demarche::text::is_clean;
use demarche::view;
use libfuzzer_sys::fuzz_target;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

static MODELS: LazyLock<[Snapshot; 3]> = LazyLock::new(|| {
    let small = "[[actors]]\nid = 'a'\nname = \"\\u202eA\"\n[[actors]]\nid = 'b'\nname = '漢字'\n";
    [load::example(), load_str(&[("m.toml", small)], &[]), load_str(&[("m.toml", "x = [")], &[])]
        .map(|loaded| Snapshot::from(Arc::new(loaded)))
});

/// The keys of the table, each in turn, so that one byte is a key that means something.
static KEYS: LazyLock<Vec<Key>> = LazyLock::new(|| {
    let keymap = Keymap::default();
    let bound = keymap.bindings().iter().flat_map(|binding| binding.keys.keys().to_vec());
    let mut keys: Vec<Key> = bound.chain("abcdefghijklmnop".chars().map(Key::char)).collect();
    keys.push(Key::plain(Code::Backspace));
    let mut seen = std::collections::HashSet::new();
    keys.retain(|key| seen.insert(*key));
    keys
});

fn draw(app: &App) {
    let mut screen = Buffer::empty(Rect::new(0, 0, app.size.0, app.size.1));
    view::draw(app, &mut screen);
    assert!(screen.content.iter().all(|cell| is_clean(cell.symbol())), "not clean");
}

fuzz_target!(|bytes: &[u8]| {
    let mut app = App::new(MODELS[0].clone(), &Options::default(), (80, 24));
    let mut bytes = bytes.iter().copied().take(400);
    while let Some(byte) = bytes.next() {
        let mut cell = || u16::from(bytes.next().unwrap_or(0));
        let effect = match byte {
            255 => app::update(&mut app, Message::Resize(cell(), cell() / 4)),
            254 => app::update(&mut app, Message::Mouse(Mouse { at: (cell(), cell()), what: Touch::Click })),
            253 => app::update(
                &mut app,
                Message::Mouse(Mouse { at: (cell(), cell()), what: Touch::Wheel(Direction::Next) }),
            ),
            252 => app::update(&mut app, Message::Loaded(MODELS[usize::from(cell()) % MODELS.len()].clone())),
            _ => app::press(&mut app, KEYS[usize::from(byte) % KEYS.len()]),
        };
        if matches!(effect, Some(Effect::Quit)) {
            break;
        }
        if byte % 8 == 0 {
            draw(&app);
        }
    }
    draw(&app);
});

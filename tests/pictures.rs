//! The pictures of the screen in `assets` are what the program draws now. `UPDATE=1 cargo test --test pictures`
//! redraws them.
#![allow(clippy::unwrap_used, reason = "a test may fail anywhere")]

#[path = "../examples/picture/drawing/mod.rs"]
mod drawing;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use demarche::app::ThemeName;
use drawing::{Ground, Picture, svg};

/// The pictures by name, with their sizes and the keys that lead there; the form is that of the example once it is saved.
const PICTURES: &[(&str, (u16, u16), &str)] = &[
    ("browse", (120, 36), "j j Enter j j"),
    ("reader", (100, 32), "j j Enter Enter Enter"),
    ("form", (100, 30), "j j Enter Enter r V a Tab s a n c Tab Down 1"),
    ("spectrum", (120, 40), "Space Space Space g g c 2 n"),
];

fn assets() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets")
}

#[test]
fn the_pictures_are_what_the_program_draws() {
    for (name, size, keys) in PICTURES {
        let picture =
            Picture { size: *size, keys, is_saved: *name == "form", theme: ThemeName::Dark, ground: Ground::Dark };
        let (drawn, path) = (svg(&picture).unwrap(), assets().join(format!("{name}.svg")));
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&path, &drawn).unwrap();
        }
        let is_same = fs::read_to_string(&path).is_ok_and(|kept| kept == drawn);
        assert!(is_same, "assets/{name}.svg is not what is drawn: UPDATE=1 cargo test --test pictures");
    }
    let kept: BTreeSet<String> = fs::read_dir(assets())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "svg"))
        .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    assert_eq!(kept, PICTURES.iter().map(|(name, ..)| (*name).to_owned()).collect(), "pictures that nothing draws");
}

#[test]
fn text_is_escaped_and_the_terminals_own_colours_follow_the_ground() {
    let draw = |keys, theme, ground| svg(&Picture { size: (80, 24), keys, is_saved: false, theme, ground }).unwrap();
    let typed = draw("f < & >", ThemeName::Dark, Ground::Dark);
    assert!(typed.contains("&lt;&amp;&gt;"), "{typed}");
    assert_ne!(draw("", ThemeName::Auto, Ground::Dark), draw("", ThemeName::Auto, Ground::Light));
    assert_eq!(draw("", ThemeName::Dark, Ground::Dark), draw("", ThemeName::Dark, Ground::Light));
    assert!(
        svg(&Picture { size: (80, 24), keys: "Hyper", is_saved: false, theme: ThemeName::Dark, ground: Ground::Dark })
            .is_err()
    );
}

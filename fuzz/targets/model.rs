//! Any bytes as a model: read, judged as `toml` judges them, exported and drawn.
#![no_main]

use std::sync::Arc;

use demarche::app::{App, Options};
use demarche::diagnose::render;
use demarche::load::load_bytes;
use demarche::report::FORMATS;
use demarche::text::{Colour, is_clean};
use demarche::view;
use libfuzzer_sys::fuzz_target;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

fuzz_target!(|bytes: &[u8]| {
    let loaded = load_bytes(&[("m.toml", bytes)], &[("a.txt", b"One two three.\nFour five six.")]);
    let has = |code: &str| loaded.findings.iter().any(|finding| finding.code.name == code);
    for finding in loaded.findings.iter().take(20) {
        let drawn = render(finding, Colour::Off);
        assert!(drawn.len() < 4096 && drawn.lines().all(is_clean), "{drawn:?}");
    }
    match str::from_utf8(bytes) {
        Err(_) => assert!(has("E002")),
        // See tests/mutations.rs for why these two are judged otherwise.
        Ok(_) if has("E003") || has("E008") => {}
        Ok(text) => assert_eq!(has("E001"), toml::from_str::<toml::Table>(text).is_err()),
    }
    let mut out = Vec::new();
    let json = FORMATS.iter().find(|format| format.name == "json").and_then(|format| format.model);
    json.expect("models are written in JSON")(&loaded.model, &mut out).expect("memory takes all");
    serde_json::from_slice::<serde_json::Value>(&out).expect("it is JSON");
    let app = App::new(Arc::new(loaded), &Options::default(), (80, 24));
    view::draw(&app, &mut Buffer::empty(Rect::new(0, 0, 80, 24)));
});

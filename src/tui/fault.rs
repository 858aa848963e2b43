//! Faults that tests ask for with `DEMARCHE_FAULT`; not part of a release.
#![expect(clippy::panic, reason = "to panic is what this file is for")]

use std::thread;

/// Panics or hangs in the drawing where that was asked for.
pub fn in_draw() {
    while is_asked("hang") {
        thread::park();
    }
    assert!(!is_asked("draw"), "asked to fail while drawing \u{1b}]0;title\u{7}");
}

/// Starts a thread that panics where that was asked for.
pub fn in_worker() {
    if is_asked("worker") {
        thread::spawn(|| panic!("asked to fail in a thread \u{1b}[2J"));
    }
}

fn is_asked(place: &str) -> bool {
    std::env::var_os("DEMARCHE_FAULT").is_some_and(|asked| asked == place)
}

//! Faults to inject in tests with `DEMARCHE_FAULT`; debug builds only.
#![expect(clippy::panic, reason = "the faults are panics")]

use std::thread;

/// Panics or hangs while drawing, if asked to.
pub fn in_draw() {
    while is_asked("hang") {
        thread::park();
    }
    assert!(!is_asked("draw"), "asked to fail while drawing \u{1b}]0;title\u{7}");
}

/// Starts a thread that panics, runs out of memory or overflows its stack, if asked to.
pub fn in_worker() {
    if is_asked("memory") {
        thread::spawn(|| std::alloc::handle_alloc_error(std::alloc::Layout::new::<[u8; 1 << 30]>()));
    }
    if is_asked("stack") {
        thread::spawn(|| overflow(1));
    }
    if is_asked("worker") {
        thread::spawn(|| panic!("asked to fail in a thread \u{1b}[2J"));
    }
}

/// Calls itself until the stack is used up.
fn overflow(depth: usize) -> usize {
    let frame = std::hint::black_box([depth; 1024]);
    if depth == 0 { 0 } else { overflow(depth + 1).wrapping_add(frame.iter().sum()) }
}

fn is_asked(place: &str) -> bool {
    std::env::var_os("DEMARCHE_FAULT").is_some_and(|asked| asked == place)
}

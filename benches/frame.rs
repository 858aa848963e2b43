//! What one key press and the frame after it cost in the matrix, for a small and a large comparison. The large one may
//! cost less than three times the small one: a frame touches what is on the screen.
#![allow(clippy::unwrap_used, missing_docs, reason = "a bench may fail wherever it stands, and has no readers")]

use std::fmt::Write;
use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use demarche::app::command::{Command, Toward};
use demarche::app::{App, Message, Options, update};
use demarche::load::load_str;
use demarche::view::draw;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

const SIZE: (u16, u16) = (160, 48);

/// A comparison of so many actors on so many issues, each with two thirds of the possible demands.
fn matrix(actors: usize, issues: usize) -> App {
    let mut text = String::from("format = 1\n");
    for actor in 0..actors {
        writeln!(text, "[[actors]]\nid = \"a{actor}\"\nname = \"Actor number {actor}\"").unwrap();
    }
    for issue in 0..issues {
        writeln!(text, "[[issues]]\nid = \"i{issue}\"\nname = \"Issue number {issue}\"").unwrap();
        writeln!(text, "group = \"Group {}\"\nscale = [\"none at all\", \"half of it\", \"all of it\"]", issue / 8)
            .unwrap();
    }
    for (actor, issue) in (0..actors).flat_map(|actor| (0..issues).map(move |issue| (actor, issue))) {
        if (actor + issue) % 3 > 0 {
            let at = ["0.0", "0.5", "1.0"][(actor * 7 + issue) % 3];
            writeln!(text, "[[demands]]\nid = \"a{actor}-i{issue}\"\nactor = \"a{actor}\"").unwrap();
            writeln!(text, "issue = \"i{issue}\"\ntext = \"What they ask for\"\nposition = {at}").unwrap();
        }
    }
    let loaded = load_str(&[("positions.toml", &text)], &[]);
    let mut app = App::new(Arc::new(loaded), &Options::default(), SIZE);
    update(&mut app, Message::Command(Command::Compare));
    assert!(app.compare().is_some());
    app
}

fn frame(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("matrix frame");
    for (actors, issues) in [(8, 10), (200, 200)] {
        let mut app = matrix(actors, issues);
        let mut buffer = Buffer::empty(Rect::new(0, 0, SIZE.0, SIZE.1));
        let mut down = true;
        group.bench_function(format!("{actors} actors x {issues} issues"), |bencher| {
            bencher.iter(|| {
                // There and back again, so that every frame has the cursor elsewhere.
                let toward = if down { Toward::Next } else { Toward::Previous };
                down = !down;
                update(&mut app, Message::Command(Command::Step(toward)));
                update(&mut app, Message::Command(Command::Column(toward)));
                buffer.reset();
                draw(black_box(&app), &mut buffer);
            });
        });
    }
    group.finish();
}

criterion_group!(benches, frame);
criterion_main!(benches);

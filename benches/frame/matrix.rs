//! Comparisons of a size of their own: a model may have many passages and few actors, or the other way round.

use std::fmt::Write as _;

use demarche::load::{Loaded, load_str};

/// A model of so many actors and issues, with two thirds of the possible demands.
pub fn model(actors: usize, issues: usize) -> Loaded {
    let mut text = String::from("format = 1\n");
    for actor in 0..actors {
        let _ = writeln!(text, "[[actors]]\nid = \"a{actor}\"\nname = \"Actor number {actor}\"");
    }
    for issue in 0..issues {
        let _ = writeln!(text, "[[issues]]\nid = \"i{issue}\"\nname = \"Issue number {issue}\"");
        let _ =
            writeln!(text, "group = \"Group {}\"\nscale = [\"none at all\", \"half of it\", \"all of it\"]", issue / 8);
    }
    for (actor, issue) in (0..actors).flat_map(|actor| (0..issues).map(move |issue| (actor, issue))) {
        if (actor + issue) % 3 > 0 {
            let at = ["0.0", "0.5", "1.0"][(actor * 7 + issue) % 3];
            let _ = writeln!(text, "[[demands]]\nid = \"a{actor}-i{issue}\"\nactor = \"a{actor}\"");
            let _ = writeln!(text, "issue = \"i{issue}\"\ntext = \"What they ask for\"\nposition = {at}");
        }
    }
    load_str(&[("positions.toml", &text)], &[])
}

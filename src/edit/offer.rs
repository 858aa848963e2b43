//! Names that a new model offers as actors, each in a comment.

use std::ops::Range;

use super::ids::id_of_name;

/// Begins an offer.
const HEAD: &str = "# [[actors]]  # ";

/// The comment, with an empty line before it, that offers a name which the texts have `count` times.
pub fn offered(name: &str, count: usize) -> String {
    // A string takes what is written.
    let written = name.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\n{HEAD}{count} times\n# id = \"{}\"\n# name = \"{written}\"\n", id_of_name(name))
}

/// Where a text offers an actor of this id or name, in a comment that nobody has changed. O(text).
pub(super) fn offer_of(text: &str, id: &str, name: &str) -> Option<Range<usize>> {
    text.match_indices(&format!("\n\n{HEAD}")).find_map(|(at, _)| {
        let rest = text.get(at + 1..)?;
        let mut lines = rest.lines().skip(1);
        let count = lines.next()?.strip_prefix(HEAD)?.strip_suffix(" times")?.parse().ok()?;
        let written = lines.nth(1)?.strip_prefix("# name = \"")?.strip_suffix('"')?;
        let of = written.replace("\\\"", "\"").replace("\\\\", "\\");
        let offer = offered(&of, count);
        let is_wanted = of == name || id_of_name(&of) == id;
        (is_wanted && rest.starts_with(&offer)).then_some(at + 1..at + 1 + offer.len())
    })
}

#[cfg(test)]
mod tests {
    use super::offered;
    use crate::edit::{Change, Record, plan};
    use crate::format::{ACTOR, TableKind};

    const HEAD: &str = "format = 1\n\n# Names.\n";

    /// The text after an actor is added to it.
    fn after(text: &str, id: &str, name: &str) -> String {
        let record = Record::new(TableKind::Actor).with(ACTOR.id, id).with(ACTOR.name, name);
        let step = plan(&[text], &[Change::Add(record)]).unwrap();
        step.files[0].after.clone()
    }

    #[test]
    fn a_new_actor_uses_up_the_comment_that_offers_it() {
        let (oslo, lind) = (offered("Oslo", 3), offered("Anna \"A\" Lind", 12));
        let text = format!("{HEAD}{oslo}{lind}");
        for (id, name, left) in [
            ("oslo", "City of Oslo", &lind),
            ("city", "Oslo", &lind),
            ("anna", "Anna \"A\" Lind", &oslo),
            ("bo", "Bo Ek", &format!("{oslo}{lind}")),
        ] {
            let after = after(&text, id, name);
            assert!(after.ends_with(&format!("# Names.\n{left}")), "{id}: {after}");
            assert!(after.contains(&format!("id = \"{id}\"")), "{after}");
        }
    }

    #[test]
    fn a_comment_that_was_changed_stays() {
        let oslo = offered("Oslo", 3);
        for other in [
            oslo.replace("3 times", "often"),
            oslo.replace("id = \"oslo\"", "id = \"the-city\""),
            oslo.replace("# name", "#  name"),
            oslo.replace('\n', "\r\n"),
            oslo.trim_end().to_owned(),
        ] {
            let after = after(&format!("{HEAD}{other}"), "oslo", "Oslo");
            assert!(after.ends_with(&other), "{after}");
        }
    }
}

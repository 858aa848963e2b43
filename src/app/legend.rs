//! What the marks on the screen mean, for the help.

use crate::app::compare::marks_of;
use crate::app::keymap::Context;
use crate::app::place::Mode;
use crate::text::width;

/// The marks of the rows of a view or an overlay, with their meanings; those of the comparison depend on its face.
const fn marks(context: Context) -> &'static [(&'static str, &'static str)] {
    match context {
        Context::Browse => &[
            ("▌", "cursor"),
            ("▎", "colour of the side"),
            ("*", "marked"),
            ("✓ 2", "both in the source"),
            ("! 1/2", "one of two is"),
        ],
        Context::Reader => {
            &[("▎", "supports a demand, in the colour of its side"), ("+", "so do more"), ("▌", "at the cursor")]
        }
        Context::Find => &[("▌", "cursor"), ("▎", "colour of the side"), ("≈", "found by this word"), ("…", "cut")],
        Context::Pick => &[("+", "chosen"), ("▌", "cursor"), ("▎", "colour of the side"), ("…", "cut")],
        Context::Anywhere
        | Context::Compare
        | Context::Groups
        | Context::Typing
        | Context::Form
        | Context::Preview
        | Context::Findings
        | Context::Repairs
        | Context::Card
        | Context::Themes => &[],
    }
}

/// The meanings in rows of at most `cells`, where the longest of them fits; empty where there are no marks.
pub fn rows(context: Context, face: Option<Mode>, cells: usize) -> Vec<String> {
    let mut rows: Vec<String> = Vec::new();
    let marks = match (context, face) {
        (Context::Compare | Context::Groups, Some(face)) => marks_of(face),
        _ => marks(context).to_vec(),
    };
    for (mark, meaning) in marks {
        let item = format!("{mark} {meaning}");
        match rows.last_mut() {
            Some(row) if width(row) + 3 + width(&item) <= cells => row.extend(["   ", &item]),
            _ => rows.push(item),
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::rows;
    use crate::app::keymap::Context;
    use crate::app::place::Mode;

    #[test]
    fn as_many_meanings_as_fit_are_in_a_row() {
        assert_eq!(
            rows(Context::Find, None, 24),
            ["▌ cursor", "▎ colour of the side", "≈ found by this word", "… cut"]
        );
        assert_eq!(rows(Context::Find, None, 80).len(), 1);
        assert_eq!(rows(Context::Card, None, 80), [""; 0]);
        let timeline = rows(Context::Compare, Some(Mode::Timeline), 80).join("   ");
        assert!(timeline.contains("^ harder   v softer"), "{timeline}");
    }
}

//! What the marks on the screen mean, for the help.

use crate::app::keymap::Context;
use crate::text::width;

/// The marks of the rows of a view or an overlay, with their meanings; the comparison keeps its own on the screen.
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

/// The meanings in rows of at most `cells`, where the longest of them has room; empty where there are no marks.
pub fn rows(context: Context, cells: usize) -> Vec<String> {
    let mut rows: Vec<String> = Vec::new();
    for (mark, meaning) in marks(context) {
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

    #[test]
    fn as_many_meanings_as_fit_are_in_a_row() {
        assert_eq!(rows(Context::Find, 24), ["▌ cursor", "▎ colour of the side", "≈ found by this word", "… cut"]);
        assert_eq!(rows(Context::Find, 80).len(), 1);
        assert_eq!(rows(Context::Card, 80), [""; 0]);
    }
}

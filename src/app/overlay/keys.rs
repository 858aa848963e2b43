//! Help and palette: the key table as a list that is filtered while typing and runs what is chosen.

use crate::app::command::Command;
use crate::app::field::Field;
use crate::app::keymap::{self, BINDINGS, Binding, Context, Group};
use crate::app::list::{List, Row};
use crate::text::fold_for_search;

/// The list of keys.
#[derive(Debug, Clone)]
pub struct Keys {
    /// What is typed to filter it.
    pub field: Field,
    /// What it is called.
    pub title: &'static str,
    /// The rows that fit the filter, as places in [`BINDINGS`], under their headings.
    pub list: List<Group, usize>,
    contexts: &'static [Context],
}

impl Keys {
    /// The keys that have a meaning in `contexts`, the innermost first.
    pub fn help(title: &'static str, contexts: &'static [Context]) -> Self {
        let mut keys = Self { field: Field::default(), title, list: List::default(), contexts };
        keys.narrow();
        keys
    }

    /// Lists the rows whose help or keys hold every typed word.
    pub fn narrow(&mut self) {
        let typed = fold_for_search(self.field.text());
        let words: Vec<&str> = typed.text().split_whitespace().collect();
        let fits = |binding: &&Binding| {
            let text = fold_for_search(&format!("{} {}", binding.help, binding.keys.join(" ")));
            words.iter().all(|word| text.text().contains(word))
        };
        let mut shown: Vec<&Binding> = keymap::visible(self.contexts).into_iter().filter(fits).collect();
        shown.sort_by_key(|binding| keymap::place(binding));
        let mut rows = Vec::new();
        for group in Group::ALL {
            let of_group = shown.iter().filter(|binding| binding.group == *group);
            let mut items: Vec<_> = of_group.filter_map(|binding| keymap::place(binding).map(Row::Item)).collect();
            if !items.is_empty() {
                rows.push(Row::Heading(*group));
                rows.append(&mut items);
            }
        }
        self.list.replace(rows);
        self.list.first();
    }

    /// The command under the cursor.
    pub fn chosen(&self) -> Option<Command> {
        Some(BINDINGS.get(self.list.selected()?)?.command)
    }

    /// The row number typed, where what is typed is a number: `:12` goes to row 12.
    pub fn row_number(&self) -> Option<usize> {
        self.field.text().trim().parse().ok()
    }
}

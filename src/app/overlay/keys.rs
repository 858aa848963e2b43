//! Help and palette: lists of commands, filtered while typing, that run the selected one.

use ratatui::layout::{Position, Rect};

use crate::app::command::{Command, Group};
use crate::app::field::Field;
use crate::app::keymap::{Context, Keymap};
use crate::app::layout;
use crate::app::legend;
use crate::app::list::{Click, List, Row};
use crate::app::place::Mode;
use crate::text::fold_for_search;

/// What a list of commands is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To look up keys, in as many columns as fit.
    Help,
    /// To run a command by typing a part of its sentence or name, in one column, with the keys beside them.
    Palette,
}

/// The list of keys.
#[derive(Debug, Clone)]
pub struct Keys {
    /// What is typed to filter it.
    pub field: Field,
    /// Its title.
    pub title: &'static str,
    /// What it is for.
    pub purpose: Purpose,
    /// The commands that fit the filter, under their headings.
    pub list: List<Group, Command>,
    /// The context under the list, where the keys apply.
    pub context: Context,
    /// The comparison's face, if the comparison is under the list.
    pub face: Option<Mode>,
}

impl Keys {
    /// The commands with keys in `context`; in the palette also those that lost them.
    pub fn new(
        (purpose, title): (Purpose, &'static str),
        (context, face): (Context, Option<Mode>),
        keymap: &Keymap,
    ) -> Self {
        let mut keys = Self { field: Field::default(), title, purpose, list: List::default(), context, face };
        keys.narrow(keymap);
        keys
    }

    /// Lists the commands whose sentence, name or keys contain every typed word.
    pub fn narrow(&mut self, keymap: &Keymap) {
        let typed = fold_for_search(self.field.text());
        let words: Vec<&str> = typed.text().split_whitespace().collect();
        let fits = |command: &Command| {
            let keys: Vec<String> = keymap.keys_of(self.context, *command).map(ToString::to_string).collect();
            let text = fold_for_search(&format!("{} {} {}", command.help(), command.name(), keys.join(" ")));
            words.iter().all(|word| text.text().contains(word))
        };
        let unbound = match self.purpose {
            Purpose::Help => Vec::new(),
            Purpose::Palette => keymap.unbound(self.context),
        };
        let shown: Vec<Command> = keymap.commands(self.context).into_iter().chain(unbound).filter(fits).collect();
        let mut rows = Vec::new();
        for group in Group::ALL {
            let mut items = shown.iter().filter(|command| command.group() == *group).copied().map(Row::Item).peekable();
            if items.peek().is_some() {
                rows.push(Row::Heading(*group));
                rows.extend(items);
            }
        }
        self.list.replace(rows);
        self.list.first();
    }

    /// The legend of the marks, in rows above the help.
    pub fn legend(&self, size: (u16, u16)) -> Vec<String> {
        match self.purpose {
            Purpose::Help => {
                legend::rows(self.context, self.face, usize::from(layout::overlay(size).inner.width.saturating_sub(1)))
            }
            Purpose::Palette => Vec::new(),
        }
    }

    /// The areas of its columns.
    pub fn columns(&self, size: (u16, u16)) -> Vec<Rect> {
        match self.purpose {
            Purpose::Help => layout::key_columns(size, self.legend(size).len()),
            Purpose::Palette => vec![layout::below(layout::overlay(size).inner, 2)],
        }
    }

    /// Makes its window true for a terminal of `size`.
    pub fn fit(&mut self, size: (u16, u16)) {
        let rows = self.columns(size).iter().map(|column| column.height).sum();
        self.list.set_height(rows);
    }

    /// Selects the row under the pointer.
    pub fn click(&mut self, size: (u16, u16), at: Position) -> Click {
        let columns = self.columns(size);
        let Some(column) = columns.iter().position(|column| column.contains(at)) else { return Click::Nothing };
        // Convert to a row as if there were a single column.
        let before = columns.iter().take(column).map(|column| column.height).sum::<u16>();
        let height = columns.iter().map(|column| column.height).sum();
        self.list.click(Rect { height, ..columns[column] }, Position { y: at.y + before, ..at })
    }

    /// The row number typed, if it is a number: `:12` goes to row 12.
    pub fn row_number(&self) -> Option<usize> {
        self.field.text().trim().parse().ok()
    }
}

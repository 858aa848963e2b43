//! What is remembered of a model until the next time: where the user was, and what was asked for.
//!
//! Records are named by their ids, so that a model that has changed meanwhile is met as far as it is the same. A key that is
//! missing has its default, and one that is unknown is passed over: later versions may add some.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::place::{By, Mode, Order, Pane};

/// All that is remembered.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Session {
    /// Where the user was; `None` where there was nothing to see.
    pub place: Option<LastPlace>,
    /// The queries of find, the newest last, each once.
    pub queries: Vec<String>,
    /// Named sets of actors, each by their ids.
    pub sets: BTreeMap<String, Vec<String>>,
    /// What was written last.
    pub recent: Recent,
    /// Cells that the first and the second pane of browse have more than they come with.
    pub panes: [i16; 2],
    /// Cells that the margin of the reader has more.
    pub margin: i16,
    /// Extra cells for the names at the left of the comparison.
    pub names: i16,
}

/// What was written last, by ids, newest first in each list; some may be gone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Recent {
    /// Whose demands.
    pub actors: Vec<String>,
    /// On which issues.
    pub issues: Vec<String>,
    /// Demands that are new or have a new passage.
    pub demands: Vec<String>,
}

/// The views that were open.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LastPlace {
    /// The lowest one.
    pub browse: LastBrowse,
    /// The one over it, if there was one.
    #[serde(default)]
    pub over: Option<LastView>,
}

/// The state of browse.
#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LastBrowse {
    /// What the first pane lists.
    pub by: By,
    /// How it is ordered.
    pub order: Order,
    /// Whether members are folded into what they belong to.
    pub is_folded: bool,
    /// The pane with the keyboard.
    pub focus: Pane,
    /// Whether it is alone.
    pub zoom: bool,
    /// Whether the text around the passage is shown.
    pub context: bool,
    /// The ids under the cursors of the three panes; that of a passage is `DEMAND#n`.
    pub cursors: [Option<String>; 3],
    /// The ids of the marked actors, in the order of marking.
    pub marks: Vec<String>,
    /// What narrows each pane.
    pub filters: [String; 3],
    /// The query that narrows the demands, empty without one.
    pub query: String,
}

/// A view over browse.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LastView {
    /// The reader.
    Reader {
        /// The id of the article.
        article: String,
        /// The byte under the cursor.
        cursor: usize,
        /// The words from there on, by which the place is found again in a text that has changed.
        words: String,
        /// What was searched in the text.
        search: String,
    },
    /// The comparison.
    Compare(LastCompare),
}

/// The state of the comparison.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LastCompare {
    /// The ids of its actors, in the order given.
    pub actors: Vec<String>,
    /// The id of the base; the first actor where it is missing.
    #[serde(default)]
    pub base: Option<String>,
    /// How it is drawn.
    pub mode: Mode,
    /// The id of the issue under the cursor.
    pub issue: Option<String>,
    /// The id of the actor under the cursor.
    #[serde(default)]
    pub party: Option<String>,
    /// That of the other actor, where actors are compared with actors.
    #[serde(default)]
    pub across: Option<String>,
    /// The id of the demand under the cursor, on a timeline.
    #[serde(default)]
    pub demand: Option<String>,
    /// How issues and actors are ordered.
    #[serde(default)]
    pub order: String,
    /// Whether members are folded into their blocs.
    #[serde(default)]
    pub is_folded: bool,
    /// What the names of the listed issues, and of the listed actors, have in them.
    #[serde(default)]
    pub filters: [String; 2],
    /// The ids of the marked issues, and of the marked actors, in the order of marking.
    #[serde(default)]
    pub marks: [Vec<String>; 2],
}

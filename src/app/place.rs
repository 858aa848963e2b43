//! The kinds of views and panes.

use serde::{Deserialize, Serialize};

/// What the first pane of browse lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum By {
    /// Actors; their demands grouped by issue.
    Actors,
    /// Issues; the demands on them grouped by actor.
    Issues,
    /// Articles; the demands they support grouped by actor.
    Articles,
}

impl By {
    /// The next one; wraps around.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Actors => Self::Issues,
            Self::Issues => Self::Articles,
            Self::Articles => Self::Actors,
        }
    }

    /// All, in the order of [`By::next`].
    pub const ALL: [Self; 3] = [Self::Actors, Self::Issues, Self::Articles];

    /// Its name in the configuration.
    pub fn word(self) -> &'static str {
        match self {
            Self::Actors => "actors",
            Self::Issues => "issues",
            Self::Articles => "articles",
        }
    }

    /// Its name as a pane title.
    pub fn title(self) -> &'static str {
        match self {
            Self::Actors => "Actors",
            Self::Issues => "Issues",
            Self::Articles => "Articles",
        }
    }
}

/// How the first pane of browse is ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Order {
    /// In file order; articles by date.
    File,
    /// By name.
    Name,
    /// Most demands first.
    Count,
    /// Actors with members first, others in file order.
    Side,
}

impl Order {
    /// The next one for what is listed; wraps around.
    #[must_use]
    pub fn next(self, by: By) -> Self {
        match (self, by) {
            (Self::File, _) => Self::Name,
            (Self::Name, _) => Self::Count,
            (Self::Count, By::Actors) => Self::Side,
            (Self::Count | Self::Side, _) => Self::File,
        }
    }

    /// Its name in titles, after `by`.
    pub fn word(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Name => "name",
            Self::Count => "count",
            Self::Side => "side",
        }
    }
}

/// A pane of browse, from left to right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pane {
    /// Actors, issues or articles.
    First,
    /// The demands of the selection in the first pane.
    Demands,
    /// The passages of the selected demand.
    Passages,
}

impl Pane {
    /// All three, from left to right.
    pub const ALL: [Self; 3] = [Self::First, Self::Demands, Self::Passages];

    /// Its index, from 0.
    pub fn index(self) -> usize {
        match self {
            Self::First => 0,
            Self::Demands => 1,
            Self::Passages => 2,
        }
    }

    /// The pane to the right; `None` at the last.
    pub fn child(self) -> Option<Self> {
        Self::ALL.get(self.index() + 1).copied()
    }

    /// The pane to the left; `None` at the first.
    pub fn parent(self) -> Option<Self> {
        Self::ALL.get(self.index().checked_sub(1)?).copied()
    }
}

/// The faces of the comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// Issues against actors.
    Matrix,
    /// Each issue as its scale with the actors on it.
    Spectrum,
    /// Actors against actors, with the tree that joins them.
    Groups,
    /// Who said what and when, and who moved.
    Timeline,
    /// Where they agree, else the fewest moves to get near.
    Ground,
}

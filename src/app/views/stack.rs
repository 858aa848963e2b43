//! The open views, one over the other.

use super::browse::Browse;
use super::screen::Screen;
use super::view::View;
use crate::app::change::Change;

/// The open views from the bottom up. The lowest is always browse.
#[derive(Debug, Clone)]
pub struct Stack(Vec<Screen>);

impl Stack {
    /// Browse alone.
    pub fn new(browse: Browse) -> Self {
        Self(vec![browse.into()])
    }

    /// The lowest view.
    pub fn browse(&self) -> &Browse {
        match self.0.first() {
            Some(Screen::Browse(browse)) => browse,
            other => unreachable!("browse lies at the bottom, not {other:?}"),
        }
    }

    /// The lowest view.
    pub fn browse_mut(&mut self) -> &mut Browse {
        match self.0.first_mut() {
            Some(Screen::Browse(browse)) => browse,
            other => unreachable!("browse lies at the bottom, not {other:?}"),
        }
    }

    /// The uppermost view, which has the keys.
    pub fn top(&self) -> &Screen {
        self.0.last().unwrap_or_else(|| unreachable!("browse is never closed"))
    }

    /// The uppermost view, which has the keys.
    pub fn top_mut(&mut self) -> &mut Screen {
        self.0.last_mut().unwrap_or_else(|| unreachable!("browse is never closed"))
    }

    /// Whether nothing lies over browse.
    pub fn is_browse(&self) -> bool {
        self.depth() == 1
    }

    /// How many views are open, browse among them.
    pub fn depth(&self) -> usize {
        self.0.len()
    }

    /// Opens a view over the others.
    pub fn push(&mut self, screen: impl Into<Screen>) {
        self.0.push(screen.into());
    }

    /// Closes the uppermost view, but never browse.
    pub fn pop(&mut self) {
        self.0.truncate((self.0.len() - 1).max(1));
    }

    /// Closes all but browse.
    pub fn clear(&mut self) {
        self.0.truncate(1);
    }

    /// The same views of another reading of the model, without those of which nothing is left.
    #[must_use]
    pub fn carried_over(&self, change: &Change<'_>) -> Self {
        // Browse always has something to show.
        Self(self.0.iter().filter_map(|screen| screen.carried_over(change)).collect())
    }
}

//! The history of visited places.

/// Places in the order visited, and the current position.
///
/// A jump adds the place it leaves. Going back from the newest place adds that one too, so that forward returns to it;
/// a jump from the middle drops everything ahead.
#[derive(Debug, Clone)]
pub struct History<P> {
    back: Vec<P>,
    ahead: Vec<P>,
}

/// The most places to keep; the oldest are dropped.
const KEPT: usize = 100;

impl<P> Default for History<P> {
    fn default() -> Self {
        Self { back: Vec::new(), ahead: Vec::new() }
    }
}

impl<P> History<P> {
    /// Adds the place that a jump leaves.
    pub fn leave(&mut self, place: P) {
        self.ahead.clear();
        self.back.push(place);
        if self.back.len() > KEPT {
            self.back.remove(0);
        }
    }

    /// The history with every place mapped; places mapped to `None` are dropped.
    #[must_use]
    pub fn map(&self, place: impl Fn(&P) -> Option<P>) -> Self {
        let all = |places: &[P]| places.iter().filter_map(&place).collect();
        Self { back: all(&self.back), ahead: all(&self.ahead) }
    }

    /// The place before `here`; `None` at the oldest.
    pub fn back(&mut self, here: P) -> Option<P> {
        let place = self.back.pop()?;
        self.ahead.push(here);
        Some(place)
    }

    /// The place after `here`; `None` at the newest.
    pub fn forward(&mut self, here: P) -> Option<P> {
        let place = self.ahead.pop()?;
        self.back.push(here);
        Some(place)
    }
}

#[cfg(test)]
mod tests {
    use super::History;

    #[test]
    fn back_and_forward_lead_over_the_same_places() {
        let mut history = History::default();
        history.leave('a');
        history.leave('b');
        assert_eq!(history.back('c'), Some('b'));
        assert_eq!(history.back('b'), Some('a'));
        assert_eq!(history.back('a'), None);
        assert_eq!(history.forward('a'), Some('b'));
        assert_eq!(history.forward('b'), Some('c'));
        assert_eq!(history.forward('c'), None);
    }

    #[test]
    fn a_jump_from_the_middle_forgets_what_lay_ahead() {
        let mut history = History::default();
        history.leave('a');
        history.leave('b');
        history.back('c');
        history.leave('b');
        assert_eq!(history.forward('d'), None);
        assert_eq!(history.back('d'), Some('b'));
    }
}

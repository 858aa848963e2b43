//! What a reader tells while it reads.

use super::loaded::Loaded;

/// What is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Stage {
    /// The model files are read.
    #[default]
    Reading,
    /// The article files are read.
    Articles,
    /// The quotes are located in the articles.
    Quotes,
    /// What makes the model searchable is built.
    Index,
}

/// How far reading has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// What is being done.
    pub stage: Stage,
    /// How much of it is done: bytes of the model files that are read, articles that are read, articles whose quotes
    /// are located.
    pub done: u64,
    /// How much there is to be done; 0 where that is not known.
    pub of: u64,
    /// Articles so far.
    pub articles: usize,
    /// Demands so far.
    pub demands: usize,
}

impl Progress {
    /// How much is done in hundredths, rounded down; `None` where it is not known how much there is to be done.
    pub fn percent(&self) -> Option<u64> {
        (self.done * 100).checked_div(self.of)
    }

    /// What is being done and how far it is: `locating quotes 37 %`.
    pub fn account(&self) -> String {
        let doing = match self.stage {
            Stage::Reading => "reading",
            Stage::Articles => "reading articles",
            Stage::Quotes => "locating quotes",
            Stage::Index => "indexing",
        };
        self.percent().map_or_else(|| doing.to_owned(), |percent| format!("{doing} {percent} %"))
    }
}

/// News of a reading that goes on.
#[derive(Debug)]
pub enum Step {
    /// It has come this far.
    Progress(Progress),
    /// What was read so far makes this model; findings come with the whole.
    Part(Box<Loaded>),
}

/// Who watches a reading.
pub struct Watch<'w> {
    /// Called with every step, on the thread that called for the reading.
    pub tell: &'w mut dyn FnMut(Step),
    /// After this many bytes the first part is made, and the next after four times as many each, within the first third
    /// of the files; `None` for no parts.
    pub first_part: Option<u64>,
}

impl Watch<'_> {
    /// Tells how far reading has come.
    pub(super) fn progress(&mut self, progress: Progress) {
        (self.tell)(Step::Progress(progress));
    }

    /// Whether a part is due after `read` of `of` bytes; makes the next one due later. Behind the first third none is: to
    /// make it would take as long as to wait for the whole.
    pub(super) fn wants_part(&mut self, read: u64, of: u64) -> bool {
        let is_due = self.first_part.is_some_and(|due| read >= due) && read <= of / 3;
        if is_due {
            self.first_part = Some(read.saturating_mul(4));
        }
        is_due
    }
}

#[cfg(test)]
mod tests {
    use super::Watch;

    #[test]
    fn parts_grow_within_the_first_third() {
        const MEGA: u64 = 1 << 20;
        for (of, first_part, expected) in [
            (316, Some(MEGA), vec![1, 4, 16, 64]),
            (37, Some(MEGA), vec![1, 4]),
            (3, Some(MEGA), vec![1]),
            (2, Some(MEGA), vec![]),
            (316, None, vec![]),
        ] {
            let mut watch = Watch { tell: &mut drop, first_part };
            let parts: Vec<u64> = (1..=of).filter(|read| watch.wants_part(read * MEGA, of * MEGA)).collect();
            assert_eq!(parts, expected, "{of}");
        }
    }
}

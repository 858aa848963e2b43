//! Progress of loading.

use super::loaded::Loaded;

/// What is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Stage {
    /// Reading the model files.
    #[default]
    Reading,
    /// Reading the article files.
    Articles,
    /// Locating the quotes in the articles.
    Quotes,
    /// Building the search index.
    Index,
}

/// How far loading has got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// What is being done.
    pub stage: Stage,
    /// How much is done: bytes of model files, articles read, or articles whose quotes are located.
    pub done: u64,
    /// The total; 0 if unknown.
    pub of: u64,
    /// Articles so far.
    pub articles: usize,
    /// Demands so far.
    pub demands: usize,
}

impl Progress {
    /// How much is done in percent, rounded down; `None` if the total is unknown.
    pub fn percent(&self) -> Option<u64> {
        (self.done * 100).checked_div(self.of)
    }

    /// The stage and how far it is: `locating quotes 37 %`.
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

/// An event while loading.
#[derive(Debug)]
pub enum Step {
    /// Loading has got this far.
    Progress(Progress),
    /// The model of what was read so far, without findings.
    Part(Box<Loaded>),
}

/// An observer of loading.
pub struct Watch<'w> {
    /// Called with every step, in order, on the thread that called the loader.
    pub tell: &'w mut dyn FnMut(Step),
    /// Make the first part after this many bytes, and each next one after four times as many, within the first third of
    /// the files; `None` for no parts.
    pub first_part: Option<u64>,
}

impl Watch<'_> {
    /// Reports progress.
    pub(super) fn progress(&mut self, progress: Progress) {
        (self.tell)(Step::Progress(progress));
    }

    /// Whether a part is due after `read` of `of` bytes; if so, schedules the next. None is due after the first third:
    /// making it would take as long as waiting for the whole.
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

//! Dense numbers for the records of a model, and where its files define them.

macro_rules! dense_id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub(super) u32);

        impl $name {
            /// The id of the record at `index`.
            pub fn new(index: usize) -> Self {
                let Ok(index) = u32::try_from(index) else {
                    unreachable!("model files of at most 4 GiB hold fewer than u32::MAX records")
                };
                Self(index)
            }

            /// Place of the record among its kind, from 0.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    )+};
}

dense_id! {
    /// An actor of one model.
    ActorId,
    /// An issue of one model.
    IssueId,
    /// A demand of one model.
    DemandId,
    /// An article of one model.
    ArticleId,
    /// A passage of one model, counted over all demands.
    PassageId,
}

/// A record that an id in the file names. All kinds share one name space.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Record {
    /// An actor.
    Actor(ActorId),
    /// An issue.
    Issue(IssueId),
    /// A demand.
    Demand(DemandId),
    /// An article.
    Article(ArticleId),
}

/// Where a record is in the model's files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Origin {
    /// Place of the file among the loaded files, from 0.
    pub file: u32,
    /// Line of the record's header, from 1.
    pub line: u32,
}

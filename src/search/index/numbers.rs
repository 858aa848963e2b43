//! Dense numbers of an index: its texts and its words.

use std::ops::Range;

macro_rules! number {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub struct $name(pub u32);

        impl $name {
            /// The number at `index`.
            pub fn new(index: usize) -> Self {
                Self(narrow(index))
            }

            /// The number as an index.
            pub fn index(self) -> usize {
                self.0 as usize
            }

            /// The number `by` places further on.
            pub fn plus(self, by: usize) -> Self {
                Self::new(self.index() + by)
            }

            /// Every number of `range`, rising.
            pub fn each(range: Range<Self>) -> impl DoubleEndedIterator<Item = Self> + ExactSizeIterator + Clone {
                (range.start.0..range.end.0).map(Self)
            }
        }
    )+};
}

number! {
    /// A searchable text of the model, by its place in [`Units`](super::units::Units).
    UnitId,
    /// A word, by its place in the sorted [`Vocabulary`](super::vocabulary::Vocabulary).
    WordId,
}

/// A count or an offset in 32 bits.
pub fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or_else(|_| unreachable!("an index has fewer than 2^32 texts, words and postings"))
}

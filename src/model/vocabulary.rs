//! The closed word lists of the format, as the file writes them.

/// Declares an enum each entry of which has a word.
macro_rules! vocabulary {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$entry:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$entry])* $variant),+ }

        impl $name {
            /// Every entry, in the order of the declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Its word in files, in JSON and on the command line.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }
    };
}

pub(crate) use vocabulary;

vocabulary! {
    /// What an actor is.
    pub enum ActorKind {
        /// A human being.
        Person = "person",
        /// A state or its government.
        State = "state",
        /// An organization.
        Organization = "organization",
        /// A group of actors that speaks as one.
        Bloc = "bloc",
    }
}

vocabulary! {
    /// What kind of move a demand is.
    pub enum DemandKind {
        /// What a party asks for.
        Demand = "demand",
        /// What a party would give.
        Offer = "offer",
        /// A move away from one's earlier position.
        Concession = "concession",
        /// To be met before talks begin.
        Precondition = "precondition",
        /// A limit announced in order to deter.
        RedLine = "red-line",
        /// A demand of others turned down.
        Refusal = "refusal",
        /// Harm announced for the case of refusal.
        Threat = "threat",
        /// A plan put forward.
        Proposal = "proposal",
        /// Backing for another's position.
        Endorsement = "endorsement",
        /// The reason given: the answer to "why do you want that?".
        Interest = "interest",
    }
}

vocabulary! {
    /// What has become of a demand.
    pub enum Status {
        /// Still held.
        Held = "held",
        /// Made stricter.
        Hardened = "hardened",
        /// Made milder.
        Softened = "softened",
        /// Given up.
        Withdrawn = "withdrawn",
        /// Fulfilled.
        Met = "met",
        /// Turned down for good.
        Rejected = "rejected",
    }
}

vocabulary! {
    /// How the article gives the words.
    pub enum Voice {
        /// In the speaker's own words.
        Quoted = "quoted",
        /// In the article's words.
        Reported = "reported",
        /// Concluded by the analyst.
        Inferred = "inferred",
    }
}

vocabulary! {
    /// How one demand relates to another.
    pub enum RelationKind {
        /// Replaces an earlier demand of the same actor on the same issue.
        Supersedes = "supersedes",
        /// Opposes the other.
        Opposes = "opposes",
        /// Backs the other.
        Supports = "supports",
        /// Holds only if the other is met.
        DependsOn = "depends_on",
        /// Offered for the other.
        InExchangeFor = "in_exchange_for",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{ActorKind, DemandKind, RelationKind, Status, Voice};

    #[test]
    fn no_word_of_a_list_is_there_twice() {
        fn is_distinct<T: Copy>(all: &[T], word: fn(T) -> &'static str) -> bool {
            all.iter().map(|entry| word(*entry)).collect::<BTreeSet<_>>().len() == all.len()
        }
        assert!(is_distinct(ActorKind::ALL, ActorKind::word) && is_distinct(DemandKind::ALL, DemandKind::word));
        assert!(is_distinct(Status::ALL, Status::word) && is_distinct(Voice::ALL, Voice::word));
        assert!(is_distinct(RelationKind::ALL, RelationKind::word));
    }
}

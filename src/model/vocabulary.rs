//! The closed word lists of the format, as the file writes them.

macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// Every word of the list, in the order of the format page.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word in the file.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The entry for a word in the file; `None` for any other word.
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|entry| entry.word() == word)
            }
        }
    };
}

vocabulary! {
    /// What an actor is.
    ActorKind {
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
    DemandKind {
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
    Status {
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
    Voice {
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
    RelationKind {
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
    use super::{DemandKind, RelationKind};

    #[test]
    fn every_word_leads_back_to_its_entry() {
        assert!(DemandKind::ALL.iter().all(|kind| DemandKind::from_word(kind.word()) == Some(*kind)));
        assert_eq!(RelationKind::from_word("in_exchange_for"), Some(RelationKind::InExchangeFor));
        assert_eq!(DemandKind::from_word("Demand"), None);
    }
}

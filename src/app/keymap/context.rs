//! Where keys apply.

macro_rules! contexts {
    ($($(#[$doc:meta])* $context:ident = $name:literal, $title:literal, [$($outer:ident),+];)+) => {
        /// Where a key binding applies.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Context { $($(#[$doc])* $context),+ }

        impl Context {
            /// Every context: first `Anywhere`, then the views, then the overlays.
            pub const ALL: &'static [Self] = &[$(Self::$context),+];

            /// Its name in the configuration.
            pub fn name(self) -> &'static str {
                match self { $(Self::$context => $name),+ }
            }

            /// Its name as a heading.
            pub fn title(self) -> &'static str {
                match self { $(Self::$context => $title),+ }
            }

            /// The contexts in which to look up a key, innermost first.
            pub fn stack(self) -> &'static [Self] {
                match self { $(Self::$context => &[$(Self::$outer),+]),+ }
            }
        }
    };
}

// Each with its name, its heading and its stack.
contexts! {
    /// Everywhere, unless the view or overlay overrides it.
    Anywhere = "anywhere", "Anywhere", [Anywhere];
    /// The browse view.
    Browse = "browse", "Browse", [Browse, Anywhere];
    /// The reader.
    Reader = "reader", "Reader", [Reader, Anywhere];
    /// The compare view.
    Compare = "compare", "Compare", [Compare, Anywhere];
    /// The groups of the compare view.
    Groups = "groups", "Who stands with whom", [Groups, Compare, Anywhere];
    /// Every overlay with a text field, where unbound letters are typed.
    Typing = "typing", "While typing", [Typing];
    /// The find overlay.
    Find = "find", "Find", [Find, Typing];
    /// Find as a picker for another program.
    Pick = "pick", "Pick", [Pick, Find, Typing];
    /// The form.
    Form = "form", "The form", [Form, Typing];
    /// The preview of the form.
    Preview = "preview", "The form's preview", [Preview];
    /// The findings overlay.
    Findings = "findings", "Findings", [Findings, Anywhere];
    /// The repairs of a quote.
    Repairs = "repairs", "Repairs of a quote", [Repairs, Anywhere];
    /// The card.
    Card = "card", "The card", [Card, Anywhere];
    /// The list of themes.
    Themes = "themes", "Themes", [Themes, Anywhere];
}

impl Context {
    /// Whether unbound letters are typed.
    pub fn is_typing(self) -> bool {
        self.stack().contains(&Self::Typing)
    }
}

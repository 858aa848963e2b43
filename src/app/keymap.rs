//! The one table of keys. Help, palette, footer, `explain keys` and README are made from it.

use super::command::{Command, Copied, Toward};
use super::key::Key;
use super::place::{By, Face, Pane};

use Toward::{Next, Previous};

/// Where a key has its meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Context {
    /// Every view, unless the view or overlay says otherwise.
    Anywhere,
    /// The browse view.
    Browse,
    /// The reader.
    Reader,
    /// The compare view.
    Compare,
    /// Every overlay with a text field: letters are typed, these keys are not.
    Typing,
    /// The find overlay.
    Find,
    /// The findings overlay.
    Findings,
    /// The card.
    Card,
}

impl Context {
    /// Every context, the one that holds everywhere first, then the views, then the overlays.
    pub const ALL: &'static [Self] = &[
        Self::Anywhere,
        Self::Browse,
        Self::Reader,
        Self::Compare,
        Self::Typing,
        Self::Find,
        Self::Findings,
        Self::Card,
    ];

    /// The name of the context as a heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Anywhere => "Anywhere",
            Self::Browse => "Browse",
            Self::Reader => "Reader",
            Self::Compare => "Compare",
            Self::Typing => "While typing",
            Self::Find => "Find",
            Self::Findings => "Findings",
            Self::Card => "The card",
        }
    }
}

/// What a key is for: the heading it stands under in help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Group {
    /// Moving.
    Move,
    /// Looking closer.
    Look,
    /// Comparing.
    Compare,
    /// Finding.
    Find,
    /// The program itself.
    App,
}

impl Group {
    /// Every heading, in the order of help.
    pub const ALL: &'static [Self] = &[Self::Move, Self::Look, Self::Compare, Self::Find, Self::App];

    /// The heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Move => "Move",
            Self::Look => "Look",
            Self::Compare => "Compare",
            Self::Find => "Find",
            Self::App => "App",
        }
    }
}

/// Keys that mean the same.
#[derive(Debug)]
pub struct Binding {
    /// Each a sequence of keys, written with spaces between them.
    pub keys: &'static [&'static str],
    /// Where.
    pub context: Context,
    /// What they do.
    pub command: Command,
    /// What they do, in a few words.
    pub help: &'static str,
    /// The heading in help.
    pub group: Group,
    /// The keys and the word that the footer shows, where it shows it.
    pub hint: Option<(&'static str, &'static str)>,
}

const fn bind(at: (Context, Group), keys: &'static [&'static str], command: Command, help: &'static str) -> Binding {
    Binding { keys, context: at.0, command, help, group: at.1, hint: None }
}

impl Binding {
    const fn hint(self, keys: &'static str, word: &'static str) -> Self {
        Self { hint: Some((keys, word)), ..self }
    }
}

use Command as C;
use Context::{Anywhere, Browse, Card, Compare, Find, Findings, Reader, Typing};
use Group as G;

/// Every key. In a context that is looked at first, a row wins over the same key further out.
pub static BINDINGS: &[Binding] = &[
    bind((Anywhere, G::Move), &["j", "Down"], C::Step(Next), "down").hint("j/k", "move"),
    bind((Anywhere, G::Move), &["k", "Up"], C::Step(Previous), "up"),
    bind((Anywhere, G::Move), &["g g", "Home"], C::End(Previous), "first"),
    bind((Anywhere, G::Move), &["G", "End"], C::End(Next), "last"),
    bind((Anywhere, G::Move), &["Ctrl-d"], C::HalfPage(Next), "half a page down"),
    bind((Anywhere, G::Move), &["Ctrl-u"], C::HalfPage(Previous), "half a page up"),
    bind((Anywhere, G::Move), &["Ctrl-f", "PgDn"], C::Page(Next), "a page down"),
    bind((Anywhere, G::Move), &["Ctrl-b", "PgUp"], C::Page(Previous), "a page up"),
    bind((Browse, G::Move), &["l", "Right"], C::PaneBeside(Next), "pane to the right").hint("h/l", "pane"),
    bind((Browse, G::Move), &["h", "Left"], C::PaneBeside(Previous), "pane to the left"),
    bind((Browse, G::Move), &["Tab"], C::PaneRound(Next), "next pane"),
    bind((Browse, G::Move), &["S-Tab"], C::PaneRound(Previous), "previous pane"),
    bind((Browse, G::Move), &["1"], C::GoToPane(Pane::First), "first pane"),
    bind((Browse, G::Move), &["2"], C::GoToPane(Pane::Demands), "demands"),
    bind((Browse, G::Move), &["3"], C::GoToPane(Pane::Passages), "passages"),
    bind((Browse, G::Move), &["J"], C::ScrollChild(Next), "down in the next pane"),
    bind((Browse, G::Move), &["K"], C::ScrollChild(Previous), "up in the next pane"),
    bind((Browse, G::Move), &["]"], C::Interest(Next), "next in the first pane"),
    bind((Browse, G::Move), &["["], C::Interest(Previous), "previous in the first pane"),
    bind((Browse, G::Move), &["}"], C::Group(Next), "next heading"),
    bind((Browse, G::Move), &["{"], C::Group(Previous), "previous heading"),
    bind((Browse, G::Move), &["Enter"], C::Open, "open: demands, passages, article").hint("⏎", "open"),
    bind((Browse, G::Look), &["r"], C::Read, "read the article at the passage").hint("r", "read"),
    bind((Browse, G::Look), &["b"], C::BrowseByNext, "browse by actors, issues, articles").hint("b", "by"),
    bind((Browse, G::Look), &["g a"], C::GoToActor, "the actor of this demand"),
    bind((Browse, G::Look), &["g i"], C::GoToIssue, "the issue of this demand"),
    bind((Browse, G::Look), &["z"], C::Zoom, "this pane alone, or all"),
    bind((Browse, G::Look), &["p"], C::Context, "show or hide the text around the passage"),
    bind((Browse, G::Look), &["n"], C::NextPlace, "next place of an ambiguous quote"),
    bind((Browse, G::Find), &["/"], C::Filter, "filter this pane").hint("/", "filter"),
    bind((Browse, G::Find), &["&"], C::FilterByField, "filter the demands by a query with fields"),
    bind((Browse, G::Compare), &["Space"], C::Mark, "mark this actor to be compared"),
    bind((Browse, G::Compare), &["M"], C::ClearMarks, "unmark every actor"),
    bind((Browse, G::Compare), &["c"], C::Compare, "compare the marked actors, or this one with all")
        .hint("c", "compare"),
    bind((Compare, G::Move), &["l", "Right"], C::Column(Next), "to the right").hint("hjkl", "cell"),
    bind((Compare, G::Move), &["h", "Left"], C::Column(Previous), "to the left"),
    bind((Compare, G::Move), &["0"], C::RowEnd(Previous), "first to the side: the base"),
    bind((Compare, G::Move), &["$"], C::RowEnd(Next), "last to the side"),
    bind((Compare, G::Move), &["}"], C::Group(Next), "next heading"),
    bind((Compare, G::Move), &["{"], C::Group(Previous), "previous heading"),
    bind((Compare, G::Compare), &["1"], C::Show(Face::Matrix), "matrix: issues and actors")
        .hint("1/2", "matrix/spectrum"),
    bind((Compare, G::Compare), &["2"], C::Show(Face::Spectrum), "spectrum: each issue as its scale"),
    bind((Compare, G::Look), &["Enter"], C::Open, "the passages of this demand").hint("⏎", "passages"),
    bind((Compare, G::Look), &["r"], C::Read, "read the article at the passage").hint("r", "read"),
    bind((Compare, G::Move), &["]"], C::Interest(Next), "next conflict with the base").hint("[ ]", "conflict"),
    bind((Compare, G::Move), &["["], C::Interest(Previous), "previous conflict with the base"),
    bind((Compare, G::Move), &["n"], C::Match(Next), "next actor that moved on an issue"),
    bind((Compare, G::Move), &["N"], C::Match(Previous), "previous actor that moved on an issue"),
    bind((Compare, G::Compare), &["D"], C::Differences, "only differences, or all").hint("D", "differences"),
    bind((Compare, G::Compare), &["*"], C::Base, "compare with this actor").hint("*", "base"),
    bind((Compare, G::Compare), &["\\"], C::Transpose, "swap lines and columns").hint("\\", "transpose"),
    bind((Compare, G::Compare), &["B"], C::Blocs, "fold members into their blocs, or unfold").hint("B", "blocs"),
    bind((Compare, G::Look), &["z"], C::Zoom, "without the detail, or with it"),
    bind((Compare, G::Look), &["g a"], C::GoToActor, "this actor"),
    bind((Compare, G::Look), &["g i"], C::GoToIssue, "this issue"),
    bind((Reader, G::Move), &["]"], C::Interest(Next), "next passage").hint("[ ]", "passage"),
    bind((Reader, G::Move), &["["], C::Interest(Previous), "previous passage"),
    bind((Reader, G::Move), &["}"], C::Group(Next), "next paragraph"),
    bind((Reader, G::Move), &["{"], C::Group(Previous), "previous paragraph"),
    bind((Reader, G::Move), &["l", "Right"], C::Character(Next), "one character right"),
    bind((Reader, G::Move), &["h", "Left"], C::Character(Previous), "one character left"),
    bind((Reader, G::Move), &["w"], C::Word(Next), "next word"),
    bind((Reader, G::Move), &["b"], C::Word(Previous), "previous word"),
    bind((Reader, G::Move), &["0"], C::RowEnd(Previous), "beginning of the row"),
    bind((Reader, G::Move), &["$"], C::RowEnd(Next), "end of the row"),
    bind((Reader, G::Look), &["Enter", "g d"], C::GoToDemand, "the demand of this passage").hint("⏎", "demand"),
    bind((Reader, G::Look), &["g a"], C::GoToActor, "the actor of this passage"),
    bind((Reader, G::Look), &["g i"], C::GoToIssue, "the issue of this passage"),
    bind((Reader, G::Find), &["/"], C::Filter, "search in the text").hint("/", "search"),
    bind((Reader, G::Find), &["n"], C::Match(Next), "next match"),
    bind((Reader, G::Find), &["N"], C::Match(Previous), "previous match"),
    bind((Reader, G::Move), &[")"], C::Name(Next), "next name"),
    bind((Reader, G::Move), &["("], C::Name(Previous), "previous name"),
    bind((Reader, G::Move), &["v"], C::Select, "begin or drop a selection").hint("v", "select"),
    bind((Reader, G::Move), &["Tab"], C::PaneRound(Next), "next of several passages here"),
    bind((Reader, G::Look), &["K"], C::Card, "card of the word, the sentence or the selection"),
    bind((Anywhere, G::Look), &["i"], C::Card, "card of what is under the cursor").hint("i", "card"),
    bind((Anywhere, G::Look), &["y y"], C::Copy(Copied::Citation), "copy the quote with its citation")
        .hint("y", "copy"),
    bind((Anywhere, G::Look), &["y q"], C::Copy(Copied::Quote), "copy the quote"),
    bind((Anywhere, G::Look), &["y r"], C::Copy(Copied::Id), "copy the id"),
    bind((Anywhere, G::Look), &["y p"], C::Copy(Copied::Place), "copy path:line"),
    bind((Anywhere, G::Look), &["y m"], C::Copy(Copied::Markdown), "copy as Markdown"),
    bind((Anywhere, G::Look), &["g A"], C::BrowseBy(By::Actors), "browse by actors"),
    bind((Anywhere, G::Look), &["g I"], C::BrowseBy(By::Issues), "browse by issues"),
    bind((Anywhere, G::Look), &["g T"], C::BrowseBy(By::Articles), "browse by articles"),
    bind((Anywhere, G::Look), &["H", "Ctrl-o", "Alt-Left"], C::History(Previous), "back").hint("H/L", "back"),
    bind((Anywhere, G::Look), &["L", "Alt-Right"], C::History(Next), "forward"),
    bind((Anywhere, G::Find), &["f", "Ctrl-p"], C::Find, "find anywhere").hint("f", "find"),
    bind((Anywhere, G::Find), &[":"], C::Palette, "every action by name"),
    bind((Anywhere, G::App), &["e"], C::Edit, "open in $EDITOR where this is defined"),
    bind((Anywhere, G::App), &["!"], C::Findings, "what is wrong with the model"),
    bind((Anywhere, G::App), &["R"], C::Reload, "read the model again"),
    bind((Anywhere, G::App), &["%"], C::Mouse, "give the mouse to the terminal, or take it back"),
    bind((Anywhere, G::App), &["Ctrl-l"], C::Redraw, "draw the screen anew"),
    bind((Anywhere, G::App), &["Ctrl-z"], C::Suspend, "suspend"),
    bind((Anywhere, G::App), &["?", "F1"], C::Help, "the keys of this view").hint("?", "help"),
    bind((Anywhere, G::App), &["Esc"], C::Cancel, "cancel one layer"),
    bind((Anywhere, G::App), &["q"], C::Close, "close this view, quit from the first"),
    bind((Anywhere, G::App), &["Ctrl-c"], C::Quit, "quit"),
    bind((Typing, G::Move), &["Down", "Ctrl-n"], C::Step(Next), "down").hint("↑/↓", "move"),
    bind((Typing, G::Move), &["Up", "Ctrl-p"], C::Step(Previous), "up"),
    bind((Typing, G::Look), &["Enter"], C::Open, "go there").hint("⏎", "go"),
    bind((Typing, G::App), &["Esc", "Ctrl-c"], C::Cancel, "close").hint("Esc", "close"),
    bind((Find, G::Find), &["Ctrl-t"], C::Scope, "only this kind of results").hint("^T", "scope"),
    bind((Find, G::Find), &["Tab"], C::Complete(Next), "take the next candidate for the field"),
    bind((Find, G::Find), &["S-Tab"], C::Complete(Previous), "take the candidate before"),
    bind((Find, G::Find), &["Alt-Up"], C::Recall(Previous), "the query before"),
    bind((Find, G::Find), &["Alt-Down"], C::Recall(Next), "the query after"),
    bind((Find, G::Look), &["Ctrl-/"], C::Preview, "show or hide the preview").hint("^/", "preview"),
    bind((Find, G::Move), &["PgDn"], C::Page(Next), "a page down"),
    bind((Find, G::Move), &["PgUp"], C::Page(Previous), "a page up"),
    bind((Card, G::Look), &["Enter"], C::Open, "go there").hint("⏎", "go"),
    bind((Card, G::App), &["i", "Esc", "q"], C::Cancel, "close the card").hint("Esc", "close"),
    bind((Findings, G::Look), &["Enter"], C::Open, "open the place in $EDITOR").hint("⏎", "open in $EDITOR"),
];

/// What a sequence of keys comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resolved {
    /// A command.
    Command(Command),
    /// The beginning of a longer sequence.
    Prefix,
    /// Nothing.
    Unknown,
}

/// Looks `pressed` up in `contexts`, the innermost first. A longer sequence of an inner context wins over the same
/// keys further out.
pub fn resolve(contexts: &[Context], pressed: &[Key]) -> Resolved {
    for context in contexts {
        for binding in BINDINGS.iter().filter(|binding| binding.context == *context) {
            for keys in binding.keys {
                let mut names = keys.split(' ');
                if !pressed.iter().all(|key| names.next().and_then(Key::parse) == Some(*key)) {
                    continue;
                }
                return if names.next().is_none() { Resolved::Command(binding.command) } else { Resolved::Prefix };
            }
        }
    }
    Resolved::Unknown
}

/// The rows of `contexts`, the innermost first, without those that an inner context takes over.
pub fn visible(contexts: &[Context]) -> Vec<&'static Binding> {
    let mut out: Vec<&'static Binding> = Vec::new();
    for context in contexts {
        for binding in BINDINGS.iter().filter(|binding| binding.context == *context) {
            if !out.iter().any(|taken| taken.context != *context && taken.keys.contains(&binding.keys[0])) {
                out.push(binding);
            }
        }
    }
    out
}

/// The place of a row in [`BINDINGS`].
pub fn place(binding: &Binding) -> Option<usize> {
    BINDINGS.iter().position(|row| std::ptr::eq(row, binding))
}

/// Every key as text: the contexts in order, under each a line for each binding; ends with a line end.
pub fn reference() -> String {
    let widest = BINDINGS.iter().map(|row| row.keys.join(", ").len()).max().unwrap_or(0);
    let section = |context: &Context| {
        let line = |row: &Binding| format!("  {:<widest$}  {}\n", row.keys.join(", "), row.help);
        let rows: Vec<String> = BINDINGS.iter().filter(|row| row.context == *context).map(line).collect();
        format!("{}\n{}", context.title(), rows.concat())
    };
    let sections: Vec<String> = Context::ALL.iter().map(section).collect();
    sections.join("\n")
}

#[cfg(test)]
mod tests {
    use super::{BINDINGS, Binding, Context, Key, Resolved, reference, resolve};
    use crate::app::command::Command;

    fn keys(names: &str) -> Vec<Key> {
        names.split(' ').map(|name| Key::parse(name).unwrap()).collect()
    }

    #[test]
    fn no_key_means_two_things_in_one_context_nor_begins_another() {
        let rows: Vec<(Context, Vec<Key>)> =
            BINDINGS.iter().flat_map(|row| row.keys.iter().map(|names| (row.context, keys(names)))).collect();
        for (n, (context, sequence)) in rows.iter().enumerate() {
            for (other, longer) in rows.iter().skip(n + 1).chain(&rows[..n]) {
                assert!(context != other || !longer.starts_with(sequence), "{sequence:?} twice in {context:?}");
            }
        }
    }

    #[test]
    fn terminals_cannot_tell_some_keys_apart_so_they_are_not_bound() {
        for name in ["Ctrl-i", "Ctrl-m", "Ctrl-j", "Ctrl-h", "Ctrl-[", "Ctrl-s", "Ctrl-q"] {
            assert!(BINDINGS.iter().all(|row| !row.keys.contains(&name)), "{name}");
        }
    }

    #[test]
    fn the_reference_has_a_line_for_every_binding_under_its_context() {
        let page = reference();
        let mut lines = page.lines().filter(|line| !line.is_empty());
        for context in Context::ALL {
            assert_eq!(lines.next(), Some(context.title()));
            let rows: Vec<&Binding> = BINDINGS.iter().filter(|row| row.context == *context).collect();
            assert!(!rows.is_empty(), "{context:?} has no keys");
            for row in rows {
                let line = lines.next().unwrap();
                assert!(line.starts_with(&format!("  {} ", row.keys.join(", "))) && line.ends_with(row.help), "{line}");
            }
        }
        assert_eq!(lines.next(), None, "a context is missing from Context::ALL");
        assert_eq!(page.lines().filter(|line| line.starts_with(' ')).count(), BINDINGS.len());
    }

    #[test]
    fn inner_contexts_win_and_sequences_wait() {
        use Context::{Anywhere, Browse, Reader};
        assert_eq!(resolve(&[Browse, Anywhere], &keys("b")), Resolved::Command(Command::BrowseByNext));
        assert!(matches!(resolve(&[Reader, Anywhere], &keys("b")), Resolved::Command(Command::Word(_))));
        assert_eq!(resolve(&[Reader, Anywhere], &keys("g")), Resolved::Prefix);
        assert_eq!(resolve(&[Browse, Anywhere], &keys("g g")), Resolved::Command(Command::End(super::Previous)));
        assert_eq!(resolve(&[Reader, Anywhere], &keys("x")), Resolved::Unknown);
    }
}

//! Keys and their commands. Help, palette, footer, `explain keys`, the docs and every sentence that names a key use the
//! [`Keymap`].

mod context;

use std::sync::LazyLock;

pub use context::Context;

use super::command::{Command, Copied, Direction};
use super::key::{Key, Sequence};
use super::place::{By, Mode, Pane};

use Direction::{Next, Previous};

use Command as C;
use Context::{
    Anywhere, Browse, Card, Compare, Find, Findings, Form, Groups, Pick, Preview, Reader, Repairs, Themes, Typing,
};

/// The default keys. Sentences and the footer name the first of several.
const DEFAULTS: &[(Context, &[&str], Command)] = &[
    (Anywhere, &["j", "Down"], C::Step(Next)),
    (Anywhere, &["k", "Up"], C::Step(Previous)),
    (Anywhere, &["g g", "Home"], C::End(Previous)),
    (Anywhere, &["G", "End"], C::End(Next)),
    (Anywhere, &["Ctrl-d"], C::HalfPage(Next)),
    (Anywhere, &["Ctrl-u"], C::HalfPage(Previous)),
    (Anywhere, &["Ctrl-f", "PgDn"], C::Page(Next)),
    (Anywhere, &["Ctrl-b", "PgUp"], C::Page(Previous)),
    (Browse, &["l", "Right"], C::PaneBeside(Next)),
    (Browse, &["h", "Left"], C::PaneBeside(Previous)),
    (Browse, &["Tab"], C::PaneRound(Next)),
    (Browse, &["S-Tab"], C::PaneRound(Previous)),
    (Browse, &["1"], C::GoToPane(Pane::First)),
    (Browse, &["2"], C::GoToPane(Pane::Demands)),
    (Browse, &["3"], C::GoToPane(Pane::Passages)),
    (Browse, &["J"], C::ScrollChild(Next)),
    (Browse, &["K"], C::ScrollChild(Previous)),
    (Browse, &["]"], C::FirstPane(Next)),
    (Browse, &["["], C::FirstPane(Previous)),
    (Browse, &["}"], C::Group(Next)),
    (Browse, &["{"], C::Group(Previous)),
    (Browse, &["Enter"], C::Open),
    (Browse, &["r"], C::Read),
    (Browse, &["b"], C::BrowseByNext),
    (Browse, &["g a"], C::GoToActor),
    (Browse, &["g i"], C::GoToIssue),
    (Browse, &["B"], C::Blocs),
    (Browse, &["s"], C::Order),
    (Browse, &["z"], C::Zoom),
    (Browse, &[">"], C::Width(Next)),
    (Browse, &["<"], C::Width(Previous)),
    (Browse, &["p"], C::Context),
    (Browse, &["n"], C::NextPlace),
    (Browse, &["/"], C::Filter),
    (Browse, &["&"], C::FilterByField),
    (Browse, &["Space"], C::Mark),
    (Browse, &["M"], C::ClearMarks),
    (Browse, &["c"], C::Compare),
    (Compare, &["l", "Right"], C::Column(Next)),
    (Compare, &["h", "Left"], C::Column(Previous)),
    (Compare, &["0"], C::RowEnd(Previous)),
    (Compare, &["$"], C::RowEnd(Next)),
    (Compare, &["J"], C::ScrollChild(Next)),
    (Compare, &["K"], C::ScrollChild(Previous)),
    (Compare, &["}"], C::Group(Next)),
    (Compare, &["{"], C::Group(Previous)),
    (Compare, &["1"], C::Show(Mode::Matrix)),
    (Compare, &["2"], C::Show(Mode::Spectrum)),
    (Compare, &["3"], C::Show(Mode::Groups)),
    (Compare, &["4"], C::Show(Mode::Timeline)),
    (Compare, &["5"], C::Show(Mode::Ground)),
    (Groups, &["m"], C::Measure),
    (Groups, &["w"], C::Normalise),
    (Groups, &[")"], C::Cut(Next)),
    (Groups, &["("], C::Cut(Previous)),
    (Compare, &["/"], C::Filter),
    (Compare, &["s"], C::Order),
    (Compare, &[">"], C::Width(Next)),
    (Compare, &["<"], C::Width(Previous)),
    (Compare, &["Space"], C::Mark),
    (Compare, &["M"], C::ClearMarks),
    (Compare, &["c"], C::Compare),
    (Compare, &["+"], C::AddActor),
    (Compare, &["-"], C::DropActor),
    (Compare, &["S"], C::ActorSet),
    (Compare, &["y M"], C::Copy(Copied::Face)),
    (Compare, &["Enter"], C::Open),
    (Compare, &["r"], C::Read),
    (Compare, &["]"], C::Conflict(Next)),
    (Compare, &["["], C::Conflict(Previous)),
    (Compare, &["n"], C::Shift(Next)),
    (Compare, &["N"], C::Shift(Previous)),
    (Compare, &["D"], C::Differences),
    (Compare, &["*"], C::Base),
    (Compare, &["\\"], C::Transpose),
    (Compare, &["B"], C::Blocs),
    (Compare, &["z"], C::Zoom),
    (Compare, &["g a"], C::GoToActor),
    (Compare, &["g i"], C::GoToIssue),
    (Reader, &["]"], C::Passage(Next)),
    (Reader, &["["], C::Passage(Previous)),
    (Reader, &["}"], C::Paragraph(Next)),
    (Reader, &["{"], C::Paragraph(Previous)),
    (Reader, &["l", "Right"], C::Character(Next)),
    (Reader, &["h", "Left"], C::Character(Previous)),
    (Reader, &["w"], C::Word(Next)),
    (Reader, &["b"], C::Word(Previous)),
    (Reader, &["0"], C::RowEnd(Previous)),
    (Reader, &["$"], C::RowEnd(Next)),
    (Reader, &["Enter", "g d"], C::GoToDemand),
    (Reader, &["g a"], C::GoToActor),
    (Reader, &["g i"], C::GoToIssue),
    (Reader, &["/"], C::Search),
    (Reader, &["n"], C::Match(Next)),
    (Reader, &["N"], C::Match(Previous)),
    (Reader, &[")"], C::Name(Next)),
    (Reader, &["("], C::Name(Previous)),
    (Reader, &["'", "g n"], C::Uncoded(Next)),
    (Reader, &["\"", "g p"], C::Uncoded(Previous)),
    (Reader, &["v"], C::Select),
    (Reader, &["V"], C::SelectSentence),
    (Reader, &["o"], C::SwapEnds),
    (Reader, &["Tab"], C::PassageHere),
    (Reader, &[">"], C::Width(Next)),
    (Reader, &["<"], C::Width(Previous)),
    (Reader, &["i", "K"], C::Card),
    (Anywhere, &["i"], C::Card),
    (Anywhere, &["y y"], C::Copy(Copied::Citation)),
    (Anywhere, &["y q"], C::Copy(Copied::Quote)),
    (Anywhere, &["y r"], C::Copy(Copied::Id)),
    (Anywhere, &["y p"], C::Copy(Copied::Place)),
    (Anywhere, &["y m"], C::Copy(Copied::Markdown)),
    (Anywhere, &["y t"], C::Copy(Copied::Toml)),
    (Anywhere, &["g A"], C::BrowseBy(By::Actors)),
    (Anywhere, &["g I"], C::BrowseBy(By::Issues)),
    (Anywhere, &["g T"], C::BrowseBy(By::Articles)),
    (Anywhere, &["H", "Ctrl-o", "Alt-Left"], C::History(Previous)),
    (Anywhere, &["L", "Alt-Right"], C::History(Next)),
    (Anywhere, &["f", "Ctrl-p"], C::Find),
    (Anywhere, &[":"], C::Palette),
    (Browse, &["a"], C::Add),
    (Reader, &["a"], C::Add),
    (Browse, &["."], C::AddAgain),
    (Reader, &["."], C::AddAgain),
    (Browse, &["A"], C::AddPassage),
    (Reader, &["A"], C::AddPassage),
    (Browse, &["+"], C::AddArticle),
    (Browse, &["E"], C::Change),
    (Compare, &["E"], C::Change),
    (Reader, &["E"], C::Change),
    (Browse, &["d d"], C::Delete),
    (Reader, &["d d"], C::Delete),
    (Anywhere, &["x"], C::Repair),
    (Anywhere, &["u"], C::Undo(Previous)),
    (Anywhere, &["Ctrl-r"], C::Undo(Next)),
    (Anywhere, &["e"], C::Edit),
    (Anywhere, &["!"], C::Findings),
    (Anywhere, &["T"], C::Theme),
    (Anywhere, &["R"], C::Reload),
    (Anywhere, &["%"], C::Mouse),
    (Anywhere, &["Ctrl-l"], C::Redraw),
    (Anywhere, &["Ctrl-z"], C::Suspend),
    (Anywhere, &["?", "F1"], C::Help),
    (Anywhere, &["Esc"], C::Cancel),
    (Anywhere, &["q"], C::Close),
    (Anywhere, &["Ctrl-c"], C::Quit),
    (Typing, &["Down", "Ctrl-n"], C::Step(Next)),
    (Typing, &["Up", "Ctrl-p"], C::Step(Previous)),
    (Typing, &["Enter"], C::Open),
    (Typing, &["Esc", "Ctrl-c"], C::Cancel),
    (Form, &["Tab"], C::Complete(Next)),
    (Form, &["S-Tab"], C::Complete(Previous)),
    (Form, &["PgDn"], C::Page(Next)),
    (Form, &["PgUp"], C::Page(Previous)),
    (Pick, &["Tab"], C::Choose),
    (Pick, &["Ctrl-Space"], C::Complete(Next)),
    (Preview, &["Enter"], C::Open),
    (Preview, &["Down", "j"], C::Step(Next)),
    (Preview, &["Up", "k"], C::Step(Previous)),
    (Preview, &["PgDn", "Ctrl-f"], C::Page(Next)),
    (Preview, &["PgUp", "Ctrl-b"], C::Page(Previous)),
    (Preview, &["y t"], C::Copy(Copied::Toml)),
    (Preview, &["Esc", "q", "Ctrl-c"], C::Cancel),
    (Find, &["Ctrl-t"], C::Scope),
    (Typing, &["Tab"], C::Complete(Next)),
    (Typing, &["S-Tab"], C::Complete(Previous)),
    (Find, &["Alt-Up"], C::Recall(Previous)),
    (Find, &["Alt-Down"], C::Recall(Next)),
    (Find, &["Ctrl-/"], C::Preview),
    (Find, &["PgDn"], C::Page(Next)),
    (Find, &["PgUp"], C::Page(Previous)),
    (Card, &["Enter"], C::Open),
    (Card, &["Esc", "i", "q"], C::Cancel),
    (Findings, &["Enter"], C::Edit),
    (Repairs, &["Enter"], C::Open),
    (Repairs, &["n", "j", "Down"], C::Step(Next)),
    (Repairs, &["N", "k", "Up"], C::Step(Previous)),
    (Repairs, &["Esc", "x", "q"], C::Cancel),
    (Themes, &["Enter"], C::Open),
    (Themes, &["Esc", "T", "q"], C::Cancel),
];

/// The commands with default keys in `context`.
fn usual_commands(context: Context) -> impl Iterator<Item = Command> {
    DEFAULTS.iter().filter(move |(at, ..)| context.stack().contains(at)).map(|(.., command)| *command)
}

/// Keys bound to a command in a context.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    /// Where.
    pub context: Context,
    /// The keys.
    pub keys: Sequence,
    /// What they do.
    pub command: Command,
}

impl Binding {
    /// Whether one hides the other: the keys are equal, or one sequence is a prefix of the other.
    fn collides(&self, other: &Self) -> bool {
        let (one, two) = (self.keys.keys(), other.keys.keys());
        one.starts_with(two) || two.starts_with(one)
    }
}

/// The meaning of a sequence of keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resolved {
    /// A command.
    Command(Command),
    /// A prefix of a longer sequence.
    Prefix,
    /// Nothing.
    Unknown,
}

/// An existing binding that prevents a new one: one sequence is a prefix of the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict(pub Binding);

/// Every binding. In one context no sequence is bound twice or begins another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keymap {
    bindings: Vec<Binding>,
    /// The places of those of each context, in order of [`Context::ALL`]: a frame names many keys.
    places: Vec<Vec<usize>>,
}

/// Parsed once: settings are made several times before the first frame.
static PARSED: LazyLock<Keymap> = LazyLock::new(Keymap::of_table);

impl Default for Keymap {
    fn default() -> Self {
        PARSED.clone()
    }
}

impl Keymap {
    /// The bindings of [`DEFAULTS`].
    fn of_table() -> Self {
        let binding = |context, name: &&str, command| match Sequence::parse(name) {
            Some(keys) => Binding { context, keys, command },
            None => unreachable!("the keys `{name}` of the table are known"),
        };
        let row = |(context, names, command): &(Context, &'static [&'static str], Command)| {
            let (context, command) = (*context, *command);
            names.iter().map(move |name| binding(context, name, command))
        };
        Self::new(DEFAULTS.iter().flat_map(row).collect())
    }

    fn new(bindings: Vec<Binding>) -> Self {
        let of = |context: &Context| {
            let here = bindings.iter().enumerate().filter(|(_, binding)| binding.context == *context);
            here.map(|(at, _)| at).collect()
        };
        Self { places: Context::ALL.iter().map(of).collect(), bindings }
    }

    /// Every binding, in the order of help.
    pub fn bindings(&self) -> &[Binding] {
        &self.bindings
    }

    /// Binds keys, as the first ones of their command, and returns the command they had in this context. Changes
    /// nothing if they conflict with another binding of this context.
    pub fn bind(&mut self, context: Context, keys: Sequence, command: Command) -> Result<Option<Command>, Conflict> {
        let new = Binding { context, keys, command };
        let is_in_the_way = |old: &&Binding| old.context == context && old.keys != new.keys && old.collides(&new);
        if let Some(old) = self.bindings.iter().find(is_in_the_way) {
            return Err(Conflict(old.clone()));
        }
        let replaced = self.unbind(context, &new.keys);
        let same = |old: &Binding| old.context == context && old.command == command;
        let mut bindings = std::mem::take(&mut self.bindings);
        bindings.insert(bindings.iter().position(same).unwrap_or(bindings.len()), new);
        *self = Self::new(bindings);
        Ok(replaced)
    }

    /// Unbinds keys in a context, and returns the command they had.
    pub fn unbind(&mut self, context: Context, keys: &Sequence) -> Option<Command> {
        let at = self.bindings.iter().position(|old| old.context == context && old.keys == *keys)?;
        let mut bindings = std::mem::take(&mut self.bindings);
        let removed = bindings.remove(at);
        *self = Self::new(bindings);
        Some(removed.command)
    }

    /// Bindings that a shorter or longer sequence of an inner context makes unreachable, each with the one that hides
    /// it. The same keys bound again in an inner context are intended and not listed.
    pub fn hidden(&self) -> Vec<(&Binding, &Binding)> {
        let hides = |inner: &Binding, outer: &Binding| {
            inner.context != outer.context
                && inner.context.stack().contains(&outer.context)
                && inner.keys != outer.keys
                && inner.collides(outer)
        };
        let of = |outer| self.bindings.iter().filter(move |inner| hides(inner, outer)).map(move |inner| (outer, inner));
        self.bindings.iter().flat_map(of).collect()
    }

    /// The meaning of `pressed` in `context`. A binding of an inner context, or a prefix of one, wins over the same
    /// keys in an outer context.
    pub fn resolve(&self, context: Context, pressed: &[Key]) -> Resolved {
        let mut bindings = context.stack().iter().flat_map(|at| self.of(*at));
        match bindings.find(|binding| binding.keys.keys().starts_with(pressed)) {
            Some(binding) if binding.keys.keys().len() == pressed.len() => Resolved::Command(binding.command),
            Some(_) => Resolved::Prefix,
            None => Resolved::Unknown,
        }
    }

    fn of(&self, context: Context) -> impl Iterator<Item = &Binding> {
        self.places[context as usize].iter().map(|at| &self.bindings[*at])
    }

    /// Whether a binding is reachable in `context`: it is on the stack, and no inner binding hides it.
    fn is_reachable(&self, context: Context, binding: &Binding) -> bool {
        let stack = context.stack();
        let Some(depth) = stack.iter().position(|at| *at == binding.context) else { return false };
        stack.iter().take(depth).all(|inner| !self.of(*inner).any(|inner| inner.collides(binding)))
    }

    /// The keys of `command` in `context`, the preferred one first.
    pub fn keys_of(&self, context: Context, command: Command) -> impl Iterator<Item = &Sequence> {
        let means = move |binding: &&Binding| binding.command == command && self.is_reachable(context, binding);
        context.stack().iter().flat_map(|at| self.of(*at)).filter(means).map(|binding| &binding.keys)
    }

    /// The commands that have keys in `context`, in the order of [`Keymap::bindings`].
    pub fn commands(&self, context: Context) -> Vec<Command> {
        let mut found = Vec::new();
        for binding in self.bindings.iter().filter(|binding| self.is_reachable(context, binding)) {
            if !found.contains(&binding.command) {
                found.push(binding.command);
            }
        }
        found
    }

    /// The commands that lost their default keys in `context`; the palette still has them.
    pub fn unbound(&self, context: Context) -> Vec<Command> {
        let bound = self.commands(context);
        let mut found = Vec::new();
        for command in usual_commands(context).filter(|command| !bound.contains(command)) {
            if !found.contains(&command) {
                found.push(command);
            }
        }
        found
    }

    /// How `pressed` may continue in `context`: the remaining keys and their commands.
    pub fn continuations(&self, context: Context, pressed: &[Key]) -> Vec<(&[Key], Command)> {
        let mut found = Vec::new();
        for at in context.stack() {
            for binding in self.of(*at).filter(|binding| self.is_reachable(context, binding)) {
                if let Some(rest @ [_, ..]) = binding.keys.keys().strip_prefix(pressed) {
                    found.push((rest, binding.command));
                }
            }
        }
        found
    }

    /// What the first keys of each command do, as in `f finds, Esc clears it`. Commands without keys are left out.
    pub fn tips(&self, context: Context, commands: &[(Command, &str)]) -> String {
        let tip = |(command, does): &(Command, &str)| {
            self.keys_of(context, *command).next().map(|keys| format!("{} {does}", keys.short()))
        };
        commands.iter().filter_map(tip).collect::<Vec<_>>().join(", ")
    }

    /// `what` followed by tips, as in `nothing is here; f finds`; alone if the commands have no keys.
    pub fn advice(&self, context: Context, what: &str, commands: &[(Command, &str)]) -> String {
        let tips = self.tips(context, commands);
        if tips.is_empty() { what.to_owned() } else { format!("{what}; {tips}") }
    }

    /// `what` after the first keys of `command`, as in `1 Actors`; alone if it has no keys.
    pub fn label(&self, context: Context, command: Command, what: &str) -> String {
        let labelled = self.tips(context, &[(command, what)]);
        if labelled.is_empty() { what.to_owned() } else { labelled }
    }

    /// The bindings of one context: for each command its keys and what it does.
    pub fn rows(&self, context: Context) -> Vec<(Vec<String>, &'static str)> {
        let mut rows: Vec<(Command, Vec<String>)> = Vec::new();
        for binding in self.of(context) {
            let keys = binding.keys.to_string();
            match rows.iter_mut().find(|(command, _)| *command == binding.command) {
                Some((_, row)) => row.push(keys),
                None => rows.push((binding.command, vec![keys])),
            }
        }
        rows.into_iter().map(|(command, keys)| (keys, command.help())).collect()
    }

    /// All keys as text: the contexts in order, with a line for each command. Ends with a line end.
    pub fn reference(&self) -> String {
        let keys = |context: &Context| self.rows(*context).into_iter().map(|(keys, _)| keys.join(", ").len());
        let widest = Context::ALL.iter().flat_map(keys).max().unwrap_or(0);
        let section = |context: &Context| {
            let line = |(keys, help): (Vec<String>, &str)| format!("  {:<widest$}  {help}\n", keys.join(", "));
            let rows: Vec<String> = self.rows(*context).into_iter().map(line).collect();
            format!("{}\n{}", context.title(), rows.concat())
        };
        Context::ALL.iter().map(section).collect::<Vec<_>>().join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::{Binding, Conflict, Context, DEFAULTS, Keymap, Next, Previous, Resolved, Sequence};
    use crate::app::command::{Command, Copied};
    use crate::app::key::written;

    use Context::{Anywhere, Browse, Card, Find, Findings, Reader, Typing};

    fn keys(names: &str) -> Sequence {
        Sequence::parse(names).unwrap()
    }

    fn resolved(keymap: &Keymap, context: Context, names: &str) -> Resolved {
        keymap.resolve(context, keys(names).keys())
    }

    fn named(keymap: &Keymap, context: Context, command: Command) -> Vec<String> {
        keymap.keys_of(context, command).map(ToString::to_string).collect()
    }

    #[test]
    fn the_table_binds_without_conflict_and_hides_nothing() {
        let mut keymap = Keymap::new(Vec::new());
        for (context, names, command) in DEFAULTS {
            for name in *names {
                assert_eq!(keymap.bind(*context, keys(name), *command), Ok(None), "{name} in {context:?}");
            }
        }
        assert_eq!(Keymap::default().hidden(), []);
    }

    #[test]
    fn every_command_has_a_key_somewhere() {
        for command in Command::ALL {
            let is_bound = Keymap::default().bindings().iter().any(|binding| binding.command == *command);
            assert!(is_bound, "{}", command.name());
        }
    }

    #[test]
    fn terminals_cannot_tell_some_keys_apart_so_they_are_not_bound() {
        for name in ["Ctrl-i", "Ctrl-m", "Ctrl-j", "Ctrl-h", "Ctrl-[", "Ctrl-s", "Ctrl-q"] {
            assert!(Keymap::default().bindings().iter().all(|binding| binding.keys != keys(name)), "{name}");
        }
    }

    #[test]
    fn letters_are_typed_wherever_there_is_a_field() {
        for binding in Keymap::default().bindings().iter().filter(|row| matches!(row.context, Typing | Find)) {
            let name = binding.keys.to_string();
            assert!(name.chars().count() > 1, "{name}");
        }
    }

    #[test]
    fn the_reference_has_a_line_for_every_command_under_its_context() {
        let keymap = Keymap::default();
        let page = keymap.reference();
        let mut lines = page.lines().filter(|line| !line.is_empty());
        for context in Context::ALL {
            assert_eq!(lines.next(), Some(context.title()));
            for (_, names, command) in DEFAULTS.iter().filter(|row| row.0 == *context) {
                let line = lines.next().unwrap();
                let begins = line.starts_with(&format!("  {} ", names.join(", ")));
                assert!(begins && line.ends_with(command.help()), "{line}");
            }
        }
        assert_eq!(lines.next(), None, "a context is missing from Context::ALL");
        assert_eq!(page.lines().filter(|line| line.starts_with(' ')).count(), DEFAULTS.len());
    }

    #[test]
    fn inner_contexts_win_and_sequences_wait() {
        let keymap = Keymap::default();
        for (context, names, expected) in [
            (Browse, "b", Resolved::Command(Command::BrowseByNext)),
            (Reader, "b", Resolved::Command(Command::Word(Previous))),
            (Reader, "g", Resolved::Prefix),
            (Reader, "g d", Resolved::Command(Command::GoToDemand)),
            (Reader, "g g", Resolved::Command(Command::End(Previous))),
            (Browse, "g d", Resolved::Unknown),
            (Browse, "g g g", Resolved::Unknown),
            (Reader, "Z", Resolved::Unknown),
            (Reader, "K", Resolved::Command(Command::Card)),
            (Browse, "Esc", Resolved::Command(Command::Cancel)),
            (Card, "i", Resolved::Command(Command::Cancel)),
            (Card, "q", Resolved::Command(Command::Cancel)),
            (Card, "j", Resolved::Command(Command::Step(Next))),
            (Findings, "Enter", Resolved::Command(Command::Edit)),
            (Findings, "q", Resolved::Command(Command::Close)),
            (Typing, "j", Resolved::Unknown),
            (Typing, "Ctrl-c", Resolved::Command(Command::Cancel)),
            (Find, "Enter", Resolved::Command(Command::Open)),
            (Find, "q", Resolved::Unknown),
            (Anywhere, "/", Resolved::Unknown),
        ] {
            assert_eq!(resolved(&keymap, context, names), expected, "{names} in {context:?}");
        }
    }

    #[test]
    fn an_inner_sequence_takes_its_first_key_from_further_out() {
        let mut keymap = Keymap::new(Vec::new());
        keymap.bind(Anywhere, keys("x"), Command::Quit).unwrap();
        keymap.bind(Anywhere, keys("g g"), Command::Find).unwrap();
        keymap.bind(Reader, keys("x y"), Command::Select).unwrap();
        keymap.bind(Reader, keys("g"), Command::Read).unwrap();
        assert_eq!(resolved(&keymap, Reader, "x"), Resolved::Prefix);
        assert_eq!(resolved(&keymap, Reader, "g"), Resolved::Command(Command::Read));
        assert_eq!(resolved(&keymap, Browse, "x"), Resolved::Command(Command::Quit));
        let hidden: Vec<(String, String)> =
            keymap.hidden().iter().map(|(outer, inner)| (outer.keys.to_string(), inner.keys.to_string())).collect();
        assert_eq!(hidden, [("x".into(), "x y".into()), ("g g".into(), "g".into())]);
        assert_eq!(keymap.commands(Reader), [Command::Select, Command::Read]);
        assert_eq!(keymap.commands(Browse), [Command::Quit, Command::Find]);
        assert_eq!(named(&keymap, Reader, Command::Quit), [""; 0]);
    }

    #[test]
    fn keys_are_bound_again_and_taken_away() {
        let mut keymap = Keymap::default();
        assert_eq!(keymap.bind(Reader, keys("x"), Command::Passage(Next)), Ok(None));
        assert_eq!(named(&keymap, Reader, Command::Passage(Next)), ["x", "]"]);
        assert_eq!(keymap.bind(Reader, keys("v"), Command::Passage(Next)), Ok(Some(Command::Select)));
        assert_eq!(named(&keymap, Reader, Command::Select), [""; 0]);
        assert_eq!(keymap.tips(Reader, &[(Command::Select, "selects")]), "");
        assert_eq!(keymap.unbind(Reader, &keys("x")), Some(Command::Passage(Next)));
        assert_eq!(keymap.unbind(Reader, &keys("x")), None);
        assert_eq!(keymap.unbind(Reader, &keys("H")), None, "it is bound further out");
        let tips = [(Command::Passage(Next), "goes on"), (Command::Select, "selects"), (Command::GoToActor, "leaves")];
        assert_eq!(keymap.tips(Reader, &tips), "v goes on, ga leaves");
    }

    #[test]
    fn keys_that_begin_others_are_a_conflict_and_change_nothing() {
        for (context, names, in_the_way) in [(Reader, "g", "g d"), (Anywhere, "y", "y y"), (Anywhere, "j j", "j")] {
            let mut keymap = Keymap::default();
            let before = keymap.bindings().to_vec();
            let Err(Conflict(Binding { context: at, keys: found, .. })) =
                keymap.bind(context, keys(names), Command::Quit)
            else {
                unreachable!("{names} conflicts with {in_the_way}");
            };
            assert_eq!((at, found), (context, keys(in_the_way)));
            assert_eq!(keymap.bindings(), before);
        }
    }

    #[test]
    fn what_may_follow_is_what_can_still_be_reached() {
        let keymap = Keymap::default();
        let after = |context, names: &str| -> Vec<(String, Command)> {
            let pressed = keys(names);
            let rest = keymap.continuations(context, pressed.keys());
            rest.into_iter().map(|(rest, command)| (written(rest), command)).collect()
        };
        let copies = [Copied::Citation, Copied::Quote, Copied::Id, Copied::Place, Copied::Markdown, Copied::Toml];
        let expected: Vec<_> =
            ["y", "q", "r", "p", "m", "t"].map(str::to_owned).into_iter().zip(copies.map(Command::Copy)).collect();
        assert_eq!(after(Browse, "y"), expected);
        assert_eq!(after(Browse, "y y"), []);
        assert!(after(Reader, "g").contains(&("d".into(), Command::GoToDemand)));
        assert!(!after(Browse, "g").contains(&("d".into(), Command::GoToDemand)));
    }
}

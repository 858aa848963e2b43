//! What a key can mean: every command with its name and a sentence for help.

use super::place::{By, Mode, Pane};

use Copied::{Citation, Face, Id, Markdown, Place, Quote, Toml};
use Direction::{Next, Previous};

/// A direction along a list or a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Down, forward, to the end.
    Next,
    /// Up, backward, to the beginning.
    Previous,
}

impl Direction {
    /// 1 or −1.
    pub fn sign(self) -> isize {
        match self {
            Self::Next => 1,
            Self::Previous => -1,
        }
    }
}

/// What is copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Copied {
    /// The quote, its speaker, article and line.
    Citation,
    /// The quote alone.
    Quote,
    /// The id.
    Id,
    /// The file and line that define it.
    Place,
    /// The citation as a Markdown quotation; of a comparison what is under the cursor.
    Markdown,
    /// The record as a model file has it; of words, the passage that quotes them.
    Toml,
    /// All that a face of the comparison shows, as Markdown.
    Face,
}

impl Copied {
    /// What the notice calls it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Citation => "quote with citation",
            Self::Quote => "quote",
            Self::Id => "id",
            Self::Place => "path and line",
            Self::Markdown => "Markdown",
            Self::Toml => "TOML",
            Self::Face => "whole face as Markdown",
        }
    }
}

/// The heading of a command in help.
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
    /// Writing.
    Write,
    /// The program itself.
    App,
}

impl Group {
    /// Every heading, in the order of help.
    pub const ALL: &'static [Self] = &[Self::Move, Self::Look, Self::Compare, Self::Find, Self::Write, Self::App];

    /// The heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Move => "Move",
            Self::Look => "Look",
            Self::Compare => "Compare",
            Self::Find => "Find",
            Self::Write => "Write",
            Self::App => "App",
        }
    }
}

/// An action of the user. Where it acts is decided by the state: the open overlay, else the view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// One row.
    Step(Direction),
    /// Half a page.
    HalfPage(Direction),
    /// A page.
    Page(Direction),
    /// To the first or last.
    End(Direction),
    /// To the previous or next heading of a list.
    Group(Direction),
    /// In browse: one row in the first pane, whichever has the keyboard.
    FirstPane(Direction),
    /// To the pane on that side.
    PaneBeside(Direction),
    /// To the pane on that side, round and round.
    PaneRound(Direction),
    /// To this pane.
    GoToPane(Pane),
    /// Scrolls the pane that follows, without moving the keyboard there.
    ScrollChild(Direction),
    /// Opens what is under the cursor.
    Open,
    /// Opens the article at the selected passage.
    Read,
    /// Back or forward among the places visited.
    History(Direction),
    /// Lists something else in the first pane.
    BrowseBy(By),
    /// The next way to browse.
    BrowseByNext,
    /// The focused pane alone, or all again.
    Zoom,
    /// Shows or hides the text around the passage.
    Context,
    /// The next of the places of a passage that is in several.
    NextPlace,
    /// Types a filter for the focused pane.
    Filter,
    /// Types a query that narrows the demands.
    FilterByField,
    /// In the reader: types words to go to.
    Search,
    /// In the reader: the next or previous match of the search.
    Match(Direction),
    /// Opens find.
    Find,
    /// Chooses the result under the cursor, or not any more.
    Choose,
    /// Opens the list of every action.
    Palette,
    /// Opens the keys of the present view.
    Help,
    /// Opens what was found wrong with the model.
    Findings,
    /// Opens the list of themes.
    Theme,
    /// Makes the pane with the keyboard wider or narrower.
    Width(Direction),
    /// In find: the next kind of results to show.
    Scope,
    /// In find: puts the next or previous candidate in the place of the field being typed.
    Complete(Direction),
    /// In find: the query before or after this one.
    Recall(Direction),
    /// In find: shows or hides the preview.
    Preview,
    /// In the reader: to the previous or next passage.
    Passage(Direction),
    /// In the reader: the next of several passages at the cursor.
    PassageHere,
    /// In the reader: to the previous or next paragraph.
    Paragraph(Direction),
    /// In the reader: one character to the side.
    Character(Direction),
    /// In the reader: one word.
    Word(Direction),
    /// To the beginning or end of the row, of text or of a table.
    RowEnd(Direction),
    /// In the reader: selects the word under the cursor, or drops the selection.
    Select,
    /// In the reader: selects the sentence, then the next one too.
    SelectSentence,
    /// In the reader: to the other end of the selection.
    SwapEnds,
    /// In the reader: to the previous or next sentence that supports nothing.
    Uncoded(Direction),
    /// In the reader: to the previous or next name of an actor.
    Name(Direction),
    /// Opens the card of what is under the cursor.
    Card,
    /// Copies something of what is under the cursor.
    Copy(Copied),
    /// To the demand of the passage under the cursor.
    GoToDemand,
    /// To the actor of the demand or passage under the cursor.
    GoToActor,
    /// To the issue of the demand or passage under the cursor.
    GoToIssue,
    /// Marks the actor under the cursor to be compared, or unmarks it.
    Mark,
    /// Unmarks every actor.
    ClearMarks,
    /// Opens the comparison.
    Compare,
    /// Draws the comparison so.
    Show(Mode),
    /// In a comparison: one column or mark to the side.
    Column(Direction),
    /// In a comparison: to the previous or next conflict with the base.
    Conflict(Direction),
    /// In a comparison: to the previous or next actor that moved.
    Shift(Direction),
    /// In a comparison: only issues on which someone differs, or all.
    Differences,
    /// In a comparison: the actor under the cursor becomes the base.
    Base,
    /// In a comparison: lines become columns.
    Transpose,
    /// In a comparison: members speak in their blocs, or for themselves.
    Blocs,
    /// In a comparison: asks for an actor to be compared too.
    AddActor,
    /// In a comparison: takes the actor under the cursor out.
    DropActor,
    /// In a comparison: keeps its actors under a name, or calls those of a name back.
    ActorSet,
    /// In a comparison: the next measure of who stands with whom.
    Measure,
    /// In a comparison: the next way to divide counts.
    Normalise,
    /// In a comparison: one group more or fewer.
    Cut(Direction),
    /// Orders the first pane in the next way.
    Order,
    /// Opens the form of a demand that quotes the words meant.
    Add,
    /// The same with the actor and issue of the last demand.
    AddAgain,
    /// Opens the form of a further passage of a demand.
    AddPassage,
    /// Opens the form of a new article, by its path.
    AddArticle,
    /// Opens the form of what is under the cursor. In the reader gives the passage at the cursor the selected words, if any.
    Change,
    /// Deletes the record or passage under the cursor.
    Delete,
    /// Opens the ways to put the quote under the cursor right.
    Repair,
    /// Takes the last change of the files back, or makes it again.
    Undo(Direction),
    /// Opens $EDITOR where the record under the cursor is defined.
    Edit,
    /// Reads the model again.
    Reload,
    /// Gives the mouse to the terminal, or takes it back.
    Mouse,
    /// Draws the whole screen again.
    Redraw,
    /// Stops the program as Ctrl-Z does.
    Suspend,
    /// Takes away the uppermost layer: overlay, filter; never leaves the program.
    Cancel,
    /// Closes the view; leaves the program from the first one.
    Close,
    /// Leaves the program.
    Quit,
}

/// Implements what a command is called from a table: under each heading the commands, their names and sentences. The
/// compiler sees that each command has one row.
macro_rules! commands {
    ($($group:path { $($variant:ident $(($argument:path))? = $name:literal, $help:literal;)+ })+) => {
        impl Command {
            /// Every command, in the order of help.
            pub const ALL: &'static [Self] = &[$($(Self::$variant $(($argument))?,)+)+];

            /// Its name, in kebab case. It does not change from one version to the next.
            pub fn name(self) -> &'static str {
                match self {
                    $($(Self::$variant $(($argument))? => $name,)+)+
                }
            }

            /// What it does, in a few words.
            pub fn help(self) -> &'static str {
                match self {
                    $($(Self::$variant $(($argument))? => $help,)+)+
                }
            }

            /// Its heading in help.
            pub fn group(self) -> Group {
                match self {
                    $($(Self::$variant $(($argument))? => $group,)+)+
                }
            }
        }
    };
}

commands! {
    Group::Move {
        Step(Next) = "down", "down";
        Step(Previous) = "up", "up";
        End(Previous) = "first", "first";
        End(Next) = "last", "last";
        HalfPage(Next) = "half-page-down", "half a page down";
        HalfPage(Previous) = "half-page-up", "half a page up";
        Page(Next) = "page-down", "a page down";
        Page(Previous) = "page-up", "a page up";
        Group(Next) = "next-heading", "next heading";
        Group(Previous) = "previous-heading", "previous heading";
        PaneBeside(Next) = "pane-right", "pane to the right";
        PaneBeside(Previous) = "pane-left", "pane to the left";
        PaneRound(Next) = "next-pane", "next pane";
        PaneRound(Previous) = "previous-pane", "previous pane";
        GoToPane(Pane::First) = "first-pane", "first pane";
        GoToPane(Pane::Demands) = "demands-pane", "demands";
        GoToPane(Pane::Passages) = "passages-pane", "passages";
        ScrollChild(Next) = "scroll-down", "down in the next pane";
        ScrollChild(Previous) = "scroll-up", "up in the next pane";
        FirstPane(Next) = "next-in-first-pane", "next in the first pane";
        FirstPane(Previous) = "previous-in-first-pane", "previous in the first pane";
        Open = "open", "open what is under the cursor";
        Passage(Next) = "next-passage", "next passage";
        Passage(Previous) = "previous-passage", "previous passage";
        PassageHere = "next-passage-here", "next of several passages here";
        Paragraph(Next) = "next-paragraph", "next paragraph";
        Paragraph(Previous) = "previous-paragraph", "previous paragraph";
        Character(Next) = "character-right", "one character right";
        Character(Previous) = "character-left", "one character left";
        Word(Next) = "next-word", "next word";
        Word(Previous) = "previous-word", "previous word";
        RowEnd(Previous) = "row-start", "start of the row";
        RowEnd(Next) = "row-end", "end of the row";
        Name(Next) = "next-name", "next name of an actor";
        Name(Previous) = "previous-name", "previous name of an actor";
        Uncoded(Next) = "next-uncoded", "next sentence not coded yet";
        Uncoded(Previous) = "previous-uncoded", "previous sentence not coded yet";
        Select = "select", "select words, or drop the selection";
        SelectSentence = "select-sentence", "select the sentence, then the next";
        SwapEnds = "swap-ends", "other end of the selection";
        Column(Next) = "column-right", "to the right";
        Column(Previous) = "column-left", "to the left";
        Conflict(Next) = "next-conflict", "next conflict with the base";
        Conflict(Previous) = "previous-conflict", "previous conflict with the base";
        Shift(Next) = "next-shift", "next actor that moved";
        Shift(Previous) = "previous-shift", "previous actor that moved";
    }
    Group::Look {
        Read = "read", "read the article at the passage";
        BrowseByNext = "browse-by-next", "browse by actors, issues, articles";
        BrowseBy(By::Actors) = "browse-by-actors", "browse by actors";
        BrowseBy(By::Issues) = "browse-by-issues", "browse by issues";
        BrowseBy(By::Articles) = "browse-by-articles", "browse by articles";
        GoToDemand = "go-to-demand", "go to the demand";
        GoToActor = "go-to-actor", "go to the actor";
        GoToIssue = "go-to-issue", "go to the issue";
        Zoom = "zoom", "this pane alone, or all";
        Width(Next) = "widen-pane", "make this pane or names wider";
        Width(Previous) = "narrow-pane", "make this pane or names narrower";
        Context = "toggle-context", "show or hide the text around it";
        NextPlace = "next-place", "next place of an ambiguous quote";
        Card = "card", "card of what is under the cursor";
        Copy(Citation) = "copy-citation", "copy the quote with its citation";
        Copy(Quote) = "copy-quote", "copy the quote";
        Copy(Id) = "copy-id", "copy the id";
        Copy(Place) = "copy-place", "copy path:line";
        Copy(Markdown) = "copy-markdown", "copy as Markdown";
        Copy(Toml) = "copy-toml", "copy as TOML";
        Copy(Face) = "copy-face", "copy the whole face as Markdown";
        History(Previous) = "back", "back";
        History(Next) = "forward", "forward";
        Preview = "toggle-preview", "show or hide the preview";
    }
    Group::Compare {
        Mark = "mark", "mark or unmark this row, go down";
        ClearMarks = "clear-marks", "unmark every row";
        Compare = "compare", "compare the marked actors, else all";
        Show(Mode::Matrix) = "show-matrix", "matrix: issues and actors";
        Show(Mode::Spectrum) = "show-spectrum", "spectrum: each issue as a scale";
        Show(Mode::Groups) = "show-groups", "who stands with whom";
        Show(Mode::Timeline) = "show-timeline", "timeline: who said what, who moved";
        Show(Mode::Ground) = "show-common-ground", "common ground, and moves to it";
        AddActor = "add-actor", "compare an actor more, by name";
        DropActor = "drop-actor", "take this actor out";
        ActorSet = "actor-set", "name these actors, or call a set";
        Measure = "next-measure", "next measure of two actors";
        Normalise = "next-normalisation", "next way to divide counts";
        Cut(Next) = "more-groups", "one group more";
        Cut(Previous) = "fewer-groups", "one group fewer";
        Differences = "toggle-differences", "only differences, or all";
        Base = "set-base", "make this actor the base";
        Transpose = "transpose", "swap rows and columns";
        Blocs = "toggle-blocs", "fold members into blocs, or unfold";
        Order = "order", "the next order";
    }
    Group::Find {
        Filter = "filter", "filter this pane";
        FilterByField = "filter-by-field", "filter demands by words and fields";
        Search = "search", "search in the text";
        Match(Next) = "next-match", "next match";
        Match(Previous) = "previous-match", "previous match";
        Find = "find", "find anything";
        Scope = "next-scope", "only this kind of results";
        Complete(Next) = "next-completion", "next completion of the field";
        Complete(Previous) = "previous-completion", "previous completion of the field";
        Recall(Previous) = "previous-query", "previous query";
        Recall(Next) = "next-query", "next query";
        Choose = "choose", "choose or unchoose this, go down";
        Palette = "palette", "every action by name";
    }
    Group::Write {
        Add = "add", "add a demand with these words";
        AddAgain = "add-again", "add again for this actor and issue";
        AddPassage = "add-passage", "add these words to a demand";
        AddArticle = "add-article", "add an article by its path";
        Change = "change", "change what is under the cursor";
        Delete = "delete", "delete this, if no demand needs it";
        Repair = "repair", "put a lost or cut quote right";
        Undo(Previous) = "undo", "undo the last change of the files";
        Undo(Next) = "redo", "redo the change undone last";
    }
    Group::App {
        Edit = "edit", "open the definition in $EDITOR";
        Theme = "theme", "another theme, shown as you choose";
        Findings = "findings", "show what is wrong with the model";
        Reload = "reload", "read the model again";
        Mouse = "toggle-mouse", "give the terminal the mouse, or not";
        Redraw = "redraw", "redraw the screen";
        Suspend = "suspend", "suspend";
        Help = "help", "the keys of this view";
        Cancel = "cancel", "close, clear selection or filter";
        Close = "close", "close this view; quit at the first";
        Quit = "quit", "quit";
    }
}

impl Command {
    /// The command of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|command| command.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::{Command, Group};

    #[test]
    fn every_command_has_one_name_that_reads_back() {
        for command in Command::ALL {
            assert_eq!(Command::parse(command.name()), Some(*command), "{}", command.name());
            let is_kebab = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase());
            assert!(command.name().split('-').all(is_kebab), "{}", command.name());
            assert!(Group::ALL.contains(&command.group()), "{}", command.name());
        }
        assert_eq!(Command::parse(""), None);
        assert_eq!(Command::parse("Quit"), None);
    }

    #[test]
    fn no_sentence_is_cut_in_two_columns_of_a_hundred_cells() {
        for command in Command::ALL {
            assert!(command.help().chars().count() <= 35, "{}", command.help());
        }
    }

    #[test]
    fn no_two_commands_have_the_same_help() {
        for (at, command) in Command::ALL.iter().enumerate() {
            let same = Command::ALL.iter().skip(at + 1).find(|other| other.help() == command.help());
            assert_eq!(same, None, "{}", command.help());
        }
    }
}

//! What a key can mean.

use super::place::{By, Face, Pane};

/// A direction along a list or a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Toward {
    /// Down, forward, to the end.
    Next,
    /// Up, backward, to the beginning.
    Previous,
}

impl Toward {
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
    /// The citation as a Markdown quotation.
    Markdown,
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
        }
    }
}

/// An action of the user. Where it acts is decided by the state: the open overlay, else the view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// One row.
    Step(Toward),
    /// Half a page.
    HalfPage(Toward),
    /// A page.
    Page(Toward),
    /// To the first or last.
    End(Toward),
    /// To the previous or next heading or paragraph.
    Group(Toward),
    /// To the previous or next thing of interest.
    Interest(Toward),
    /// To the pane on that side.
    PaneBeside(Toward),
    /// To the pane on that side, round and round.
    PaneRound(Toward),
    /// To this pane.
    GoToPane(Pane),
    /// Scrolls the pane that follows, without moving the keyboard there.
    ScrollChild(Toward),
    /// Opens what is under the cursor.
    Open,
    /// Opens the article at the selected passage.
    Read,
    /// Back or forward among the places visited.
    History(Toward),
    /// Lists something else in the first pane.
    BrowseBy(By),
    /// The next way to browse.
    BrowseByNext,
    /// The focused pane alone, or all again.
    Zoom,
    /// Shows or hides the text around the passage.
    Context,
    /// The next of the places of a passage that stands in several.
    NextPlace,
    /// Types a filter for the focused pane, or a search in the reader.
    Filter,
    /// Types a query that narrows the demands.
    FilterByField,
    /// The next or previous match of the search in the reader; in a comparison, the next or previous move.
    Match(Toward),
    /// Opens find.
    Find,
    /// Opens the list of every action.
    Palette,
    /// Opens the keys of the present view.
    Help,
    /// Opens what was found wrong with the model.
    Findings,
    /// In find: the next kind of results to show.
    Scope,
    /// In find: puts the next or previous candidate in the place of the field being typed.
    Complete(Toward),
    /// In find: the query before or after this one.
    Recall(Toward),
    /// In find: shows or hides the preview.
    Preview,
    /// In the reader: one character to the side.
    Character(Toward),
    /// In the reader: one word.
    Word(Toward),
    /// In the reader: to the beginning or end of the row.
    RowEnd(Toward),
    /// In the reader: begins a selection at the cursor, or drops it.
    Select,
    /// In the reader: to the previous or next name of an actor.
    Name(Toward),
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
    Show(Face),
    /// In a comparison: one column or mark to the side.
    Column(Toward),
    /// In a comparison: only issues on which someone differs, or all.
    Differences,
    /// In a comparison: the actor under the cursor becomes the base.
    Base,
    /// In a comparison: lines become columns.
    Transpose,
    /// In a comparison: members speak in their blocs, or for themselves.
    Blocs,
    /// Opens $EDITOR where the record under the cursor is defined.
    Edit,
    /// Reads the model again.
    Reload,
    /// Gives the mouse to the terminal, or takes it back.
    Mouse,
    /// Draws the screen anew.
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

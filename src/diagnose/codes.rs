//! The table of finding codes. A code never changes its meaning and is never reused.

/// The severity of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Something was left out of the model, or is not what it claims to be.
    Error,
    /// Nothing was left out, but someone should look.
    Warning,
}

impl Level {
    /// The word for it in messages and JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// A kind of finding.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// `E…` or `W…` and three digits.
    pub name: &'static str,
    /// Its severity.
    pub level: Level,
    /// What it is, in a few words.
    pub title: &'static str,
    /// What it means and what to do, in full sentences.
    pub explanation: &'static str,
}

macro_rules! codes {
    ($($name:ident = $code:literal $level:ident $title:literal $explanation:literal;)+) => {
        $(
            #[doc = concat!($code, ": ", $title, ".")]
            pub const $name: Code =
                Code { name: $code, level: Level::$level, title: $title, explanation: $explanation };
        )+

        /// Every code, errors first, in order of the number.
        pub const CODES: &[Code] = &[$($name),+];
    };
}

codes! {
    SYNTAX = "E001" Error "not valid TOML"
        "The line breaks a rule of TOML itself: typographic quotation marks around a string, a quotation mark within \
        one (write it as \\\" or use '…'), a string over several lines without triple quotes, `90%` or `1,0` for a \
        number, `24.09.2022` for a date, a header whose brackets are not right. What the line gives counts as absent, \
        everything else is read. A record is left out where the line gives its id, or a demand's actor or issue. \
        What only follows from the mistake is not reported until it is mended.";
    ENCODING = "E002" Error "model file is not UTF-8 text"
        "A model file must be UTF-8 text. The finding points at the first byte that is not UTF-8. Nothing of the \
        file is loaded; other files are. Save the file as UTF-8 in your editor, or convert it with `iconv`.";
    DEPTH = "E003" Error "nested too deeply, or too large for one table"
        "Tables, lists and dotted keys may nest at most 16 deep; the format itself needs five. A record, or a list \
        written in brackets, may hold some 300,000 values, and one more for each 24 bytes of it; if anything in it \
        is wrong or unusual, some 400,000 words and signs. Write a longer list with headers, `[[demands]]`: then \
        each record is read by itself. The table is left out.";
    WRONG_TYPE = "E004" Error "wrong type of value"
        "The key is known, but its value has another type: a number instead of a string, a single string instead of \
        a list. The value counts as absent. `demarche explain format` shows the type of every key.";
    UNKNOWN_KEY = "E005" Error "unknown key"
        "The table has no such key. It is usually a misspelling; the finding suggests the nearest known key. The \
        value is ignored. `demarche explain format` lists the keys of every table.";
    UNKNOWN_WORD = "E006" Error "unknown word"
        "`kind`, `status` and `voice` take one word of a fixed list. This word is not on the list; the default is \
        used instead.";
    MISSING_KEY = "E007" Error "required key is missing or empty"
        "The record needs this key, with a value that is not empty. A record without an id, an actor, an issue or a \
        quote is left out; one that lacks only its name, title or text is shown by its id.";
    MISPLACED_TABLE = "E008" Error "table in the wrong place or form"
        "Records are lists of tables: their headers have double brackets, `[[actors]]`. The passages of a demand, \
        `[[demands.passages]]`, follow the `[[demands]]` they belong to, before any other table. Write a list with \
        headers or inline, not both.";
    FORMAT_VERSION = "E009" Error "unknown version of the format"
        "`format` is the version of the file format. This program reads version 1; in a file of a later version the \
        same words may mean something else. It is read as version 1 as far as possible.";
    BAD_ID = "E010" Error "not an id"
        "An id is any text without white space and control characters. The record is left out, because nothing \
        could refer to it.";
    DUPLICATE_ID = "E011" Error "id used twice"
        "All ids share one name space: no two articles, actors, issues or demands may have the same id. The first \
        record is kept, the later one is left out; the finding shows both. Several files may repeat an \
        actor, issue or article if the records are equal, or if one has only its id and its name or title.";
    UNKNOWN_REFERENCE = "E012" Error "reference to nothing"
        "The value refers to an actor, issue, demand or article that no file of the model defines, or to an id of \
        another kind of record. A reference in a list is left out. A demand whose actor or issue does not exist is \
        left out as a whole, and so is a passage whose article does not exist.";
    BAD_SUPERSEDES = "E013" Error "supersedes a demand of another actor or issue"
        "A demand can replace only an earlier demand of the same actor on the same issue, because an actor's \
        present position is determined for each actor and issue. The relation is left out. To relate demands of \
        different actors use `opposes`; for demands on different issues use `in_exchange_for` or `depends_on`.";
    CYCLE = "E014" Error "cyclic reference"
        "Membership, `supersedes` and `depends_on` must not lead back to where they began: a group cannot be a \
        member of its own member, a demand cannot replace the one that replaced it. The reference that closes the \
        cycle is left out.";
    BAD_POSITION = "E015" Error "position is not on the scale"
        "A position is a label of the issue's scale, spelt the same, or a number between the scale's lowest and \
        highest point. An issue without a scale takes no position. The demand is kept and counts as not placed.";
    BAD_SCALE = "E016" Error "not a scale"
        "A scale needs at least two points, and no two points may have the same label or the same value. The issue \
        is kept without a scale, so no demand on it is placed.";
    OUT_OF_RANGE = "E017" Error "number out of range"
        "`salience` and `power` lie between 0 and 1. The value counts as absent, which is not 0.";
    BAD_DATE = "E018" Error "no such date"
        "A date is a TOML date such as 2025-08-15, or text if less is known: \"2025-08\", \"2025\". The value \
        counts as absent.";
    TEXT_TWICE = "E019" Error "article with both a file and a text"
        "An article's text is either in a file of its own (`file`) or in the model (`text`). With both it is \
        unclear which one the quotes come from; the inline text is used.";
    ARTICLE_FILE = "E020" Error "article file cannot be read"
        "The file is missing, unreadable, not a regular file, or larger than 256 MiB. The article is kept without \
        text: its quotes count as having no source.";
    OUTSIDE_ROOT = "E021" Error "article file outside the model's folder"
        "An article file must be in the folder of its model file or below. Absolute paths, `..` and symbolic links \
        that lead out of the folder are never read, so that a model from someone else cannot show your own files. \
        Copy the article into the folder.";
    ARTICLE_ENCODING = "E022" Error "article file is not plain UTF-8 text"
        "Quotes are looked for in the text of the file as it is, so an article must be plain UTF-8 text. The file has \
        another encoding (convert it, for example with `iconv -f WINDOWS-1252 -t UTF-8`), or it is a PDF, a document, \
        an archive or an image: save its text in a file. The article is kept without text.";
    ORPHAN = "E023" Error "quote is not in the article"
        "The quote does not occur in its article, neither byte for byte nor after folding white space, typographic \
        quotes and dashes, invisible characters and Unicode composition, nor with the changes that it marks itself: `…` \
        for words left out, `[words]` of the coder, another first letter. It does not count as in the source. Copy the exact \
        words from the article.";
    NEAR = "E024" Error "quote is nearly in the article"
        "The words of the quote are nowhere in the article, but one place is clearly most like them. It may be a slip of \
        the pen, or the article was edited; it may also be another statement: `should` is not `must`. The finding \
        shows the words that differ. Until the quote is corrected, the passage does not count as in the source.";
    CONFIG_FILE = "E025" Error "configuration file cannot be read"
        "The file that `--config` or DEMARCHE_CONFIG names is missing, or it is no regular file, cannot be opened, is not \
        UTF-8 text, or is larger than 64 KiB. The program starts with its defaults.";
    CONFIG_KEY = "E026" Error "no such setting"
        "The configuration has no such key, table, style or context of keys. It is usually a misspelling; the finding \
        suggests the nearest name. The value is ignored. `demarche explain config` lists every setting.";
    CONFIG_VALUE = "E027" Error "setting with a wrong value"
        "The setting exists, but not with this value: another type, a word that is not on its list, a number out of range, \
        a style that cannot be read. The default holds.";
    CONFIG_BINDING = "E028" Error "no such key or command"
        "A row of `[keys.CONTEXT]` binds keys, such as `g d` or `Ctrl-x`, to a command by its name, or to `none`. These \
        keys or this command do not exist, a terminal cannot send them, or they would keep letters from being typed. The \
        row is ignored. `demarche explain keys` lists keys and `demarche explain config --toml` commands.";
    CONFIG_CONFLICT = "E029" Error "keys that conflict"
        "In one context no keys may be bound twice, and none may begin others: after `g` the program would not know \
        whether `g d` is meant. Take the other keys away with `none`, or choose longer ones. The row is ignored.";
    AMBIGUOUS = "W001" Warning "quote occurs more than once"
        "The words occur at several places of the article, and `prefix` and `suffix` do not single out one of them. \
        All places are shown, none counts as in the source. Add a few words before (`prefix`) or after (`suffix`) the \
        quote.";
    SHA256 = "W002" Warning "article differs from its pin"
        "`sha256` pins the raw bytes that the quotes were taken from, but the article now has another digest: \
        either it changed, or the pin was mistyped. `demarche check --fix --accept ARTICLE --write` pins the text as it \
        is, once all its quotes are in it.";
    NO_PASSAGE = "W003" Warning "demand without a passage"
        "No passage of an article supports the demand. It is shown and compared like any other, and marked as \
        unsupported.";
    UNUSED_ACTOR = "W004" Warning "unused actor"
        "The actor holds no demand, speaks in no passage, is no addressee, and is neither a member of a group nor a \
        group with members.";
    UNUSED_ISSUE = "W005" Warning "issue without demands"
        "No demand is on the issue.";
    SHARED_ALIAS = "W006" Warning "name shared by two actors"
        "Two actors have the same name or alias, ignoring case. Where an article uses it, the reader cannot tell \
        which of them it is, and shows both.";
    SHORT_QUOTE = "W007" Warning "quote shorter than three words"
        "So few words hardly show a demand, and are easily found in the wrong place. Quote the whole clause.";
    UNQUOTED_ARTICLE = "W008" Warning "article without quotes"
        "No passage quotes the article.";
    CUT_QUOTE = "W009" Warning "quote cuts a word or a number"
        "The quote begins or ends inside a word or a number of the article, as `able to leave` does in `unable to \
        leave` and `500 ships` in `1,500 ships`: what is missing may say the opposite. The quote keeps its place. The \
        finding gives the whole words.";
    MISFIT = "W010" Warning "prefix or suffix is not there"
        "`prefix` and `suffix` are the words right before and after the quote; they choose among the places where the \
        quote is found. They do not fit any of them and are ignored. The finding gives the words that are \
        there.";
    MARKUP = "W011" Warning "tags are read as text"
        "The article is written in HTML or another language with tags. They are part of its text here: they are \
        shown, and a quote that runs across one is not found. Save the text of the page instead.";
    CONTRADICTED = "W012" Warning "relation that the positions contradict"
        "A demand opposes another that is near it on the scale, at most a quarter of its length away, or supports one \
        that is farther. Both are kept: `opposes` counts as opposition, `supports` gives way to the positions, and the \
        comparison tells both. Correct a position or take the relation out.";
    HIDDEN = "W013" Warning "characters that nobody sees"
        "The article has characters that are shown as a picture or as nothing: controls, marks that turn the direction of \
        a line, spaces of no width, soft hyphens. They can make a text read otherwise than it is written, or come of a \
        careless copy. They stay in the text, quotes are found across the harmless ones, and nothing of them reaches the \
        terminal. The finding counts each kind and names its first line; take out what does not belong there.";
    CONFIG_HIDDEN = "W014" Warning "keys that hide others"
        "Keys of an inner context come before those further out: with `x y` bound in a view, the `x` that is bound anywhere \
        cannot be pressed there any more. The row is kept.";
}

/// The code with this name, in upper or lower case.
pub fn code(name: &str) -> Option<&'static Code> {
    CODES.iter().find(|code| code.name.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::{CODES, Level};

    #[test]
    fn codes_count_up_from_one_within_their_level() {
        for (letter, level) in [('E', Level::Error), ('W', Level::Warning)] {
            let of_level = CODES.iter().filter(|code| code.level == level);
            for (number, code) in of_level.enumerate() {
                assert_eq!(code.name, format!("{letter}{:03}", number + 1));
                assert!(code.explanation.ends_with('.') && !code.title.ends_with('.'));
            }
        }
    }
}

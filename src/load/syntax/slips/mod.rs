//! Common slips in writing TOML: how to recognize each, what it is, and what to write.
//!
//! The parser says what it expected, which rarely names the mistake. The first of [`SLIPS`] in a statement is its
//! finding; only a statement without a known slip gets the parser's message.

mod characters;
mod inside;
mod key;
mod statement;
mod string;
mod value;

use std::ops::Range;

use statement::{Found, Statement};

pub(super) use self::characters::odd_character;
pub(super) use self::statement::bare;
pub(super) use self::string::has_open_string;
use crate::format::Key;

/// What is wrong with a statement.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Explained {
    /// Where, in the statement.
    pub(super) at: Range<usize>,
    pub(super) message: String,
    pub(super) help: String,
}

struct Slip {
    find: fn(&Statement<'_>) -> Option<Found>,
    /// What it is; `{}` is what was found.
    sentence: &'static str,
    /// What to do; `{}` is what to write.
    help: &'static str,
}

/// Checked from first to last.
const SLIPS: &[Slip] = &[
    Slip {
        find: characters::conflict,
        sentence: "a merge conflict of git is not resolved",
        help: "keep one of the two versions, and delete the lines that git put in",
    },
    Slip { find: characters::invisible, sentence: "{} is not allowed here", help: "{}" },
    Slip {
        find: characters::control,
        sentence: "{} is not allowed in a string",
        help: "delete it, or write `{}` in a string with double quotation marks",
    },
    Slip { find: key::comment, sentence: "`{}` does not begin a comment", help: "begin a comment with `#`" },
    Slip {
        find: key::list_mark,
        sentence: "`{}` does not begin an entry",
        help: "write `{}`, under the header of the table",
    },
    Slip { find: key::not_equals, sentence: "`{}` is used for `=`", help: "write `{}`" },
    Slip { find: key::key_in_quotes, sentence: "typographic quotation marks around a key", help: "write `{}`" },
    Slip { find: key::key_of_words, sentence: "a key is one word", help: "write `{}`" },
    Slip { find: key::no_equals, sentence: "`=` is missing after `{}`", help: "write `{}`" },
    Slip { find: key::no_value, sentence: "`{}` has no value", help: "write `{}`, or delete the line" },
    Slip {
        find: key::no_pair,
        sentence: "this is not `key = value`",
        help: "a line is a header, a key with a value, or a comment, which begins with `#`",
    },
    Slip {
        find: string::typographic,
        sentence: "typographic quotation marks do not delimit a string",
        help: "write `{}`",
    },
    Slip { find: value::percent, sentence: "a number has no percent sign", help: "write `{}`" },
    Slip { find: value::date, sentence: "a date is written year-month-day", help: "write `{}`" },
    Slip {
        find: value::no_day,
        sentence: "this is not a day",
        help: "a date is written year-month-day, such as `2025-08-15`",
    },
    Slip { find: value::decimal_comma, sentence: "a number has a point, not a comma", help: "write `{}`" },
    Slip { find: value::typographic_minus, sentence: "{} is not a minus sign", help: "write `{}`" },
    Slip { find: value::number, sentence: "`{}` is not how TOML writes a number", help: "write `{}`" },
    Slip { find: value::end_mark, sentence: "a line does not end with `{}`", help: "write `{}`" },
    Slip { find: value::no_brackets, sentence: "a list is written in square brackets", help: "write `{}`" },
    Slip {
        find: string::line_break,
        sentence: "a line break within a string",
        help: "write the string in one line, or between `{}` and `{}`",
    },
    Slip {
        find: string::mismatched,
        sentence: "the string begins with {} and ends with another mark",
        help: "write `{}`",
    },
    Slip { find: string::unclosed, sentence: "the closing quotation mark is missing", help: "write `{}`" },
    Slip { find: inside::semicolon_inside, sentence: "`;` is used for `,`", help: "put a comma between two values" },
    Slip { find: string::inner_mark, sentence: "a quotation mark within a string ends it", help: "write `{}`" },
    Slip {
        find: string::escape,
        sentence: "`\\` begins an escape in a string, and there is no `{}`",
        help: "write `\\\\`, or put the string between single quotation marks",
    },
    Slip {
        find: value::no_word,
        sentence: "`{}` is not a value",
        help: "no key of the format takes it; where nothing is known, leave the line out",
    },
    Slip { find: string::bare_word, sentence: "a string is written in quotation marks", help: "write `{}`" },
    Slip { find: inside::colon_inside, sentence: "`:` is used for `=`", help: "write `{}`" },
    Slip { find: inside::no_comma, sentence: "a comma is missing", help: "put a comma between two values" },
    Slip { find: inside::unclosed_bracket, sentence: "`{}` is not closed", help: "close it with `{}`" },
    Slip { find: inside::closed_twice, sentence: "`{}` closes nothing", help: "delete it" },
    Slip {
        find: value::behind_value,
        sentence: "something follows the value",
        help: "begin a comment with `#`, or write one value: `{}`",
    },
];

/// The slip in a statement that is not valid TOML; `None` if it has no known one.
pub(super) fn explain(text: &str, keys: &'static [Key]) -> Option<Explained> {
    let statement = Statement::new(text, keys);
    SLIPS.iter().find_map(|slip| {
        let Found { at, what, write } = (slip.find)(&statement)?;
        Some(Explained { at, message: slip.sentence.replace("{}", &what), help: slip.help.replace("{}", &write) })
    })
}

//! Everything that could break a reader of untrusted files, and the test that holds that it does not.
//!
//! Control text, Unicode, encodings, TOML, paths, quotes, terminal input, sizes, exports, the environment, and faults of
//! the system. Each row says what goes in, what must come out, and which tests hold it; or why there is none.
#![allow(clippy::unwrap_used, reason = "a test may fail anywhere")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// A case: what goes in, what must come out, and where it is held.
struct Case(&'static str, &'static str, &'static str, &'static [Held]);

/// Who sees to it.
enum Held {
    /// The test `file::name`; files without a folder are of `tests/`.
    By(&'static str),
    /// Nobody, for this reason.
    Not(&'static str),
    /// A script of the repository.
    Script(&'static str),
}
use Held::{By, Not, Script};

const WRITING: &[Held] = &[By("writing::what_is_written_is_what_was_meant_and_comes_back")];
const REFUSED: &[Held] = &[By("writing::what_cannot_be_written_is_said_and_nothing_is_lost")];
const LINKS: &[Held] = &[By("writing::mode_and_links_are_kept_and_a_killed_writers_draft_goes")];
const WRITERS: &[Held] = &[By("writing::any_number_of_writers_at_once_all_land")];
const CONTROL: &[Held] = &[By("awkward::control_text_is_shown_and_does_nothing")];
const SCRIPTS: &[Held] = &[By("awkward::every_script_is_shown_and_disturbs_nothing_beside_it")];
const EVERY_CHARACTER: &[Held] =
    &[By("unicode::every_character_is_shown_in_one_cell_or_two_and_the_same_when_shown_again")];
const ENCODINGS: &[Held] = &[By("hostile::articles_of_every_line_end_and_encoding_are_distinguished")];
const BROKEN: &[Held] = &[By("hostile::broken_toml_is_reported")];
const DEEP: &[Held] = &[By("hostile::nesting_is_refused_before_anything_recursive_reads_it")];
const LONG: &[Held] = &[By("hostile::size_alone_costs_neither_time_nor_long_messages")];
const FOUND: &[Held] = &[By("findings::each_file_is_found_to_be_what_it_is")];
const INSIDE: &[Held] = &[By("src/load/source/folder.rs::no_path_leads_out_of_the_folder")];
const REGULAR: &[Held] = &[By("src/load/source/folder.rs::nothing_but_a_regular_file_is_read_and_nothing_blocks")];
const ODD_ARTICLE: &[Held] =
    &[By("odd_inputs::an_article_that_is_no_plain_file_inside_is_an_error_and_holds_nothing_up")];
const REPLIES: &[Held] = &[
    By("src/tui/input/tests.rs::a_reply_is_no_key_whole_halved_or_unfinished"),
    By("tests/terminal/keyboard.rs::a_reply_whole_halved_or_unfinished_leaves_the_keyboard_working"),
];
const SIZES: &[Held] = &[By("sizes::every_small_size_is_drawn")];
const LARGE: &[Held] = &[By("sizes::larger_sizes_are_drawn_in_every_theme")];
const SPREADSHEET: &[Held] = &[By("src/report/escape.rs::a_field_that_a_spreadsheet_would_run_is_made_plain")];
const ITEMS: &[Held] = &[By("src/edit/element.rs::an_item_more_takes_the_form_of_its_neighbours")];
const CALLS: &[Held] = &[Script(".ci/faults")];
const KEYS: &[Held] = &[By("random_keys::no_keys_lead_to_a_wrong_state_or_a_wrong_frame")];
const SIGNALS: &[Held] = &[By("tests/terminal/lifecycle.rs::signals_end_it_with_their_number")];
const PANIC: &[Held] =
    &[By("tests/terminal/lifecycle.rs::a_panic_anywhere_gives_the_terminal_back_and_reports_itself")];

#[rustfmt::skip]
const CASES: &[Case] = &[
    // Control text in an article or a field.
    Case("A01", "a sequence that writes the clipboard", "shown as pictures, nothing copied", CONTROL),
    Case("A02", "a sequence that asks for the clipboard", "no reply comes of it", CONTROL),
    Case("A03", "a hyperlink", "words, no link", CONTROL),
    Case("A04", "a window title", "the title stays", CONTROL),
    Case("A05", "a request for the title", "no reply", CONTROL),
    Case("A06", "a request for settings", "no reply", CONTROL),
    Case("A07", "requests for names, attributes and the cursor", "no reply", CONTROL),
    Case("A08", "leaving the screen, resetting the terminal", "the screen stays", CONTROL),
    Case("A09", "clearing the screen and drawing another program", "inert words", CONTROL),
    Case("A10", "pictures of two protocols", "inert words", CONTROL),
    Case("A11", "8-bit controls in UTF-8", "U+FFFD", CONTROL),
    Case("A12", "a raw byte of an 8-bit control", "said to be no UTF-8", ENCODINGS),
    Case("A13", "a sequence that never ends", "inert, nothing behind it is swallowed", CONTROL),
    Case("A14", "a sequence that got past another pager", "inert", CONTROL),
    Case("A15", "backspaces", "shown as pictures", CONTROL),
    Case("A16", "a lone carriage return", "shown, nothing overwritten", CONTROL),
    Case("A17", "NUL within a line", "shown, the rest of the line too", CONTROL),
    Case("A18", "a tab", "four cells; places lead back to one character", &[By("awkward::control_text_is_shown_and_does_nothing"), By("src/text/clean.rs::glyphs_cover_every_byte_and_show_nothing_hidden")]),
    Case("A19", "vertical tab, form feed, next line", "pictures, no new line", CONTROL),
    Case("A20", "a megabyte of sequences", "read and quoted like another article", &[By("odd_inputs::a_megabyte_of_control_sequences_is_an_article_like_another"), By("lists::an_article_of_one_long_line_is_walked_at_the_pace_of_any_other")]),
    Case("A21", "controls in every name and title", "cleaned in every pane and list", &[By("awkward::control_text_is_shown_and_does_nothing"), By("src/report/subject/tests.rs::no_line_is_wider_than_asked_and_nothing_hidden_is_shown")]),
    Case("A22", "controls in the name of a file", "cleaned in messages", &[By("odd_inputs::a_model_whose_name_could_drive_a_terminal_is_named_clean")]),
    Case("A23", "controls in the message of a panic", "cleaned, after the terminal is given back", PANIC),
    Case("A24", "controls in a log", "escaped", &[Not("the program keeps no log")]),
    // Unicode.
    Case("B01", "a right-to-left override in a paragraph", "U+FFFD", SCRIPTS),
    Case("B02", "the same in a list", "U+FFFD", SCRIPTS),
    Case("B03", "the same in a table", "U+FFFD", SCRIPTS),
    Case("B04", "the same in a title", "U+FFFD", SCRIPTS),
    Case("B05", "every mark of direction", "U+FFFD", EVERY_CHARACTER),
    Case("B06", "an isolate without its end", "the next pane is not reordered", SCRIPTS),
    Case("B07", "a zero width space within a word", "the word is found, the mark seen", &[By("src/text/fold/search.rs::what_a_reader_takes_for_equal_is_found_and_leads_back"), By("awkward::every_script_is_shown_and_disturbs_nothing_beside_it")]),
    Case("B08", "a byte order mark within a text", "U+FFFD", SCRIPTS),
    Case("B09", "a byte order mark at the beginning", "passed over, its bytes kept", ENCODINGS),
    Case("B10", "tag characters that spell something", "U+FFFD", EVERY_CHARACTER),
    Case("B11", "a flag of tags, a family of emoji", "kept, two cells", &[By("unicode::the_three_flags_of_tags_are_shown_as_they_are"), By("src/text/clean.rs::emoji_families_and_flags_stay_whole")]),
    Case("B12", "a non-joiner in Persian", "kept", &[By("src/text/clean.rs::controls_and_invisible_characters_are_shown_as_pictures")]),
    Case("B13", "a joiner between Latin letters", "U+FFFD", SCRIPTS),
    Case("B14", "a letter with very many marks", "one U+FFFD, no more than 32 bytes", &[By("src/text/clean.rs::one_cell_never_carries_a_flood_of_marks")]),
    Case("B15", "a mark at the beginning of a text", "seen, and no part of the frame", SCRIPTS),
    Case("B16", "very many letters with a mark each", "all kept", SCRIPTS),
    Case("B17", "a wide letter in the last column", "never half of it", SIZES),
    Case("B18", "a wide letter where one cell is left", "a mark of the cut", &[By("src/text/clean.rs::clipping_counts_cells_and_marks_the_cut")]),
    Case("B19", "letters that some terminals draw wide", "counted as one cell", &[Not("the width is the standard's; no terminal is asked for its own")]),
    Case("B20", "ligatures and half width marks", "nothing beside them is damaged", SCRIPTS),
    Case("B21", "Hebrew and Arabic at every size", "logical order, frames whole", SCRIPTS),
    Case("B22", "separators of lines and paragraphs", "U+FFFD, no new line", SCRIPTS),
    Case("B23", "private, unassigned and no characters", "U+FFFD or one cell", EVERY_CHARACTER),
    Case("B24", "names that look alike in two scripts", "a warning", &[Not("names of two scripts are common in the texts that are read, and no warning")]),
    Case("B25", "a quote in another normal form", "found, and the article's own bytes shown", &[By("src/text/fold/anchor.rs::quotes_survive_what_copying_does_to_them")]),
    Case("B26", "letters that grow when folded", "marks on whole letters", &[By("src/search/limit_tests.rs::folded_letters_are_found_and_marked_as_written")]),
    Case("B27", "soft hyphens", "search passes over them", &[By("quotes::a_quote_that_is_not_in_the_article_is_reported_and_never_counts_as_one")]),
    Case("B28", "a list of naughty strings", "nothing raw, no panic", &[By("unicode::every_character_is_shown_in_one_cell_or_two_and_the_same_when_shown_again"), By("awkward::no_keys_sizes_or_models_lead_to_a_wrong_screen")]),
    // Encoding and shape of articles.
    Case("C01", "UTF-16", "said to be that", &[By("hostile::a_model_that_is_no_utf_8_is_said_to_be_none")]),
    Case("C02", "Latin-1", "said to be no UTF-8; nothing quoted of it", ENCODINGS),
    Case("C03", "an overlong form", "said to be no UTF-8", ENCODINGS),
    Case("C04", "a surrogate", "said to be no UTF-8", ENCODINGS),
    Case("C05", "a last character cut short", "said to be no UTF-8", ENCODINGS),
    Case("C06", "line ends of Windows", "line numbers of an editor, quotes across them found", &[By("hostile::articles_of_every_line_end_and_encoding_are_distinguished"), By("src/text/lines.rs::lines_end_as_editors_end_them")]),
    Case("C07", "line ends of old Macs", "the same", ENCODINGS),
    Case("C08", "all line ends at once", "the same", ENCODINGS),
    Case("C09", "an empty article", "an orphan, no trouble", ENCODINGS),
    Case("C10", "an article of line ends", "an orphan, no trouble", ENCODINGS),
    Case("C11", "no line end at the end", "the last line is reached", &[By("lists::an_article_of_many_lines_and_passages_is_read_to_its_last")]),
    Case("C12", "a line of 16 MiB", "walked at the pace of any other", &[By("lists::an_article_of_one_long_line_is_walked_at_the_pace_of_any_other")]),
    Case("C13", "very many short lines", "walked to the last", &[By("lists::an_article_of_many_lines_and_passages_is_read_to_its_last")]),
    Case("C14", "a program or a picture for an article", "said to be no text", ENCODINGS),
    Case("C15", "a file larger than any article may be", "refused before it is read", &[By("src/load/source/folder.rs::a_huge_file_is_refused_before_it_is_read")]),
    Case("C16", "a file that grows while it is read", "a beginning of it, then a change", &[By("src/load/source/folder.rs::a_file_that_grows_while_it_is_read_is_a_beginning_of_it"), By("src/tui/watch/files.rs::a_file_that_changed_while_it_was_read_is_a_change")]),
    Case("C17", "an article that became shorter", "the cursor on its last line", &[By("lists::a_reader_beyond_the_end_of_a_shortened_article_moves_to_its_last_line")]),
    // TOML.
    Case("D01", "lists in lists", "too deep from the 17th on", &[By("hostile::sixteen_levels_are_read_and_one_more_is_refused")]),
    Case("D02", "inline tables in each other", "too deep", DEEP),
    Case("D03", "lists that never end", "an error in bounded memory", &[By("memory::toml_that_is_never_closed_or_too_deep")]),
    Case("D04", "a key of very many parts", "too deep", DEEP),
    Case("D05", "a header of very many parts", "too deep", DEEP),
    Case("D06", "inline tables times dotted keys", "too deep, on the smallest stack", DEEP),
    Case("D07", "the same behind long headers", "too deep", DEEP),
    Case("D08", "a hundred thousand keys", "bounded memory", &[By("memory::very_many_keys")]),
    Case("D09", "a million keys", "bounded memory", &[By("memory::very_many_keys")]),
    Case("D10", "very many deep keys", "bounded memory", &[By("memory::very_many_keys")]),
    Case("D11", "very many empty tables", "bounded memory", &[By("memory::very_many_empty_tables")]),
    Case("D12", "lists of tables in each other", "bounded memory", &[By("memory::tables_and_lists_within_each_other")]),
    Case("D13", "a key twice", "no valid TOML", BROKEN),
    Case("D14", "a table twice", "no valid TOML", BROKEN),
    Case("D15", "a table over a list", "no valid TOML", BROKEN),
    Case("D16", "a dotted key over a value", "no valid TOML", BROKEN),
    Case("D17", "controls in an unknown key", "cleaned in the message", &[By("hostile::words_that_could_drive_a_terminal_are_shown_as_pictures")]),
    Case("D18", "controls in an unknown word", "cleaned in the message", &[By("hostile::words_that_could_drive_a_terminal_are_shown_as_pictures")]),
    Case("D19", "ESC in a comment", "no valid TOML, shown clean", BROKEN),
    Case("D20", "ESC in a string", "no valid TOML, shown clean", BROKEN),
    Case("D21", "a bare 8-bit control", "no valid TOML, shown clean", BROKEN),
    Case("D22", "an override in a key", "no valid TOML, shown clean", BROKEN),
    Case("D23", "a mistake in a very long line", "a short message", LONG),
    Case("D24", "very many equals signs", "soon an error", LONG),
    Case("D25", "equals signs with spaces", "soon an error", LONG),
    Case("D26", "very many plus signs for a number", "soon an error", LONG),
    Case("D27", "very long strings and keys", "bounded time and messages", LONG),
    Case("D28", "numbers out of range, dates that are none", "refused", &[By("hostile::invalid_numbers_are_refused"), By("findings::each_file_is_found_to_be_what_it_is")]),
    Case("D29", "empty and quoted keys", "unknown, shown clean", &[By("hostile::words_that_could_drive_a_terminal_are_shown_as_pictures")]),
    Case("D30", "a byte order mark", "fine at the beginning, an error within", &[By("hostile::files_without_records_are_empty_models"), By("hostile::broken_toml_is_reported")]),
    Case("D31", "NUL", "no valid TOML", BROKEN),
    Case("D32", "no UTF-8", "said so, with the byte", &[By("hostile::a_model_that_is_no_utf_8_is_said_to_be_none")]),
    Case("D33", "nothing, comments, spaces", "an empty model", &[By("hostile::files_without_records_are_empty_models")]),
    Case("D34", "values of the wrong type", "said at the value", FOUND),
    Case("D35", "references to nothing, and circles", "said, the rest is of use", &[By("findings::each_file_is_found_to_be_what_it_is"), By("src/load/resolve/cycles.rs::each_cycle_is_reported_once_and_cut")]),
    Case("D36", "an id twice, ids alike", "the same id is an error, another spelling another id", &[By("findings::each_file_is_found_to_be_what_it_is"), By("hostile::ids_are_compared_byte_for_byte")]),
    Case("D37", "TOML of version 1.1", "taken, as the parser takes it", &[By("odd_inputs::toml_of_the_newest_version_is_taken_as_the_parser_takes_it")]),
    Case("D38", "TOML that is or is not valid, whatever it says", "the verdict of the `toml` crate", &[By("mutations::a_changed_model_is_read_as_far_as_it_goes")]),
    // Paths.
    Case("E01", "a path that climbs out", "refused", INSIDE),
    Case("E02", "an absolute path", "refused", INSIDE),
    Case("E03", "a path that climbs out in the middle", "refused", INSIDE),
    Case("E04", "a path of Windows", "refused", INSIDE),
    Case("E05", "a home, a variable, a URL", "a name like another, inside", REGULAR),
    Case("E06", "an absolute link out", "refused", INSIDE),
    Case("E07", "a relative link out", "refused", INSIDE),
    Case("E08", "a linked folder that leads out", "refused", INSIDE),
    Case("E09", "a link inside", "read", &[By("src/load/source/folder.rs::what_is_inside_is_read")]),
    Case("E10", "a link to itself", "an error", ODD_ARTICLE),
    Case("E11", "a chain of 41 links", "an error", ODD_ARTICLE),
    Case("E12", "a FIFO", "refused, and nothing waits", REGULAR),
    Case("E13", "a socket", "refused", REGULAR),
    Case("E14", "a link to /dev/zero", "refused", ODD_ARTICLE),
    Case("E15", "a terminal", "refused", ODD_ARTICLE),
    Case("E16", "a folder", "refused", REGULAR),
    Case("E17", "files of /proc that never end or are the input", "refused", ODD_ARTICLE),
    Case("E18", "a sparse file of a terabyte", "refused at once", &[By("src/load/source/folder.rs::a_huge_file_is_refused_before_it_is_read")]),
    Case("E19", "a file that may not be read", "an error", &[Not("a test that runs as root may read all; it is the same way as any other error of opening")]),
    Case("E20", "a name of 300 bytes", "an error", ODD_ARTICLE),
    Case("E21", "a path of 5,000 parts", "an error", ODD_ARTICLE),
    Case("E22", "names with NUL, line ends, dashes, nothing", "an error, shown clean", ODD_ARTICLE),
    Case("E23", "a link that is changed meanwhile", "never bytes from outside", &[By("src/load/source/folder.rs::a_link_that_changes_while_it_is_read_never_leads_out")]),
    Case("E24", "an article that goes while it is open", "said, the last text stays", &[By("tests/terminal/effects.rs::a_model_or_an_article_may_go_and_come_back")]),
    Case("E25", "very many articles", "all are read, with few open files and in bounded memory", &[By("odd_inputs::ten_thousand_articles_are_read_with_few_open_files"), By("memory::many_articles_that_share_a_text_with_their_quotes_everywhere")]),
    Case("E26", "one file under two spellings", "one file", &[By("src/load/open.rs::a_folder_is_read_by_its_main_file_or_all_its_models")]),
    // Searching and quotes.
    Case("F01", "an empty query", "nothing is sought", &[By("quotes::nothing_typed_narrows_nothing_and_finds_nothing")]),
    Case("F02", "a query of spaces", "nothing is sought", &[By("quotes::nothing_typed_narrows_nothing_and_finds_nothing")]),
    Case("F03", "a query that is too long", "cut, and said so", &[By("src/app/tests.rs::a_full_field_says_so"), By("src/search/query/parse.rs::a_query_is_cut_at_its_limit_and_says_so")]),
    Case("F04", "a thousand letters over a megabyte", "bounded memory", &[By("memory::a_query_of_a_thousand_letters_over_a_million")]),
    Case("F05", "letters very far apart", "marks on what was typed, or none", &[By("quotes::letters_far_apart_are_marked_in_their_places_or_not_at_all")]),
    Case("F06", "very many candidates", "no key waits, the newest query alone is answered", &[By("lists::a_letter_typed_where_there_are_very_many_candidates_waits_for_no_search"), By("src/tui/search.rs::the_newest_of_a_kind_waits_alone")]),
    Case("F07", "letters of every case and script", "found, marks on whole letters", &[By("src/search/limit_tests.rs::folded_letters_are_found_and_marked_as_written"), By("src/search/relevance_tests.rs::marks_are_sorted_disjoint_and_on_grapheme_borders")]),
    Case("F08", "controls in a query", "cleaned and passed over", &[By("quotes::what_is_pasted_into_a_query_is_shown_clean_and_searched_as_words")]),
    Case("F09", "a quote that stands ten thousand times", "counted, the first shown", &[By("quotes::a_quote_with_ten_thousand_places_is_counted_and_its_first_place_shown")]),
    Case("F10", "a long quote that nearly stands everywhere", "linear time", &[By("quotes::a_long_quote_that_is_nearly_everywhere_costs_the_length_of_text_and_quote")]),
    Case("F11", "a quote across line ends, hyphens, other quotation marks", "found, and said to differ", &[By("quotes::a_quote_that_is_not_in_the_article_is_reported_and_never_counts_as_one")]),
    Case("F12", "an empty quote, one letter, one too long", "said so", &[By("quotes::a_quote_that_is_not_in_the_article_is_reported_and_never_counts_as_one")]),
    Case("F13", "a quote that left its article", "said, and never moved", &[By("quotes::a_quote_that_left_its_article_is_reported_as_lost_and_not_moved")]),
    Case("F14", "expressions that run for ever elsewhere", "words or nothing", &[By("quotes::signs_of_other_query_languages_are_words_or_nothing")]),
    // What a terminal sends.
    Case("G01", "a reply with the clipboard", "no key", REPLIES),
    Case("G02", "a reply with a colour", "no key", REPLIES),
    Case("G03", "a reply with settings", "no key", REPLIES),
    Case("G04", "a reply of a program's own", "no key", REPLIES),
    Case("G05", "a title that holds keys", "no key", REPLIES),
    Case("G06", "attributes that nobody asked for", "no key", REPLIES),
    Case("G07", "mouse and cursor at no place", "no trouble", &[By("src/tui/input/tests.rs::the_mouse_is_understood_in_every_form"), By("src/tui/input/tests.rs::no_bytes_are_too_odd_and_the_key_after_them_works")]),
    Case("G08", "a sequence that is never ended", "the program goes on, signals end it", &[By("tests/terminal/keyboard.rs::half_a_sequence_does_not_hold_it")]),
    Case("G09", "half a letter", "the next key works", &[By("src/tui/input/tests.rs::bytes_that_are_no_text_are_dropped_alone")]),
    Case("G10", "bytes that are no text", "the next key works", &[By("tests/terminal/keyboard.rs::odd_bytes_are_no_trouble")]),
    Case("G11", "a paste that never ends", "over after a second", &[By("src/tui/input/tests.rs::a_paste_without_end_is_over_after_a_second")]),
    Case("G12", "a paste that holds its own end and then keys", "the keys belong to it", &[By("src/tui/input/tests.rs::keys_that_come_with_a_paste_belong_to_it")]),
    Case("G13", "a paste of controls and line ends", "one clean line", &[By("src/tui/input/tests.rs::a_paste_is_one_clean_line_of_bounded_length")]),
    Case("G14", "a paste of megabytes", "taken in one go, cut", &[By("tests/terminal/keyboard.rs::a_large_paste_is_taken_in_one_go")]),
    Case("G15", "random bytes", "no panic, and q still leaves", &[By("tests/terminal/keyboard.rs::after_thousands_of_random_sequences_the_program_can_be_left")]),
    Case("G16", "a sequence in two pieces; very many sizes", "put together; the last size counts", &[By("src/tui/input/tests.rs::a_reply_is_no_key_whole_halved_or_unfinished"), By("tests/terminal/lifecycle.rs::it_follows_the_size_even_to_nothing_and_back")]),
    // Sizes.
    Case("H01", "no columns, no rows", "no panic", SIZES),
    Case("H02", "columns and no rows", "no panic", LARGE),
    Case("H03", "rows and no columns", "no panic", LARGE),
    Case("H04", "one cell", "no panic", SIZES),
    Case("H05", "two cells", "no panic", SIZES),
    Case("H06", "less than a view needs", "said so", SIZES),
    Case("H07", "more than any terminal has", "drawn as far as it goes", LARGE),
    Case("H08", "nothing and back", "the place is kept", &[By("sizes::no_size_at_all_and_back_keeps_the_place")]),
    Case("H09", "a cursor behind the end of a list", "on its last row", &[By("lists::a_cursor_beyond_the_end_of_a_shortened_list_moves_to_its_last_row")]),
    Case("H10", "seventy thousand rows", "walked to the last", &[By("lists::every_list_is_walked_to_its_last_row")]),
    Case("H11", "very many columns", "walked to the last", &[By("lists::as_many_columns_as_there_are_actors_are_walked")]),
    // Exports.
    Case("I01", "fields that a spreadsheet runs", "made plain", SPREADSHEET),
    Case("I02", "the same in full width", "made plain", SPREADSHEET),
    Case("I03", "the same behind a space", "made plain", SPREADSHEET),
    Case("I04", "a field that begins with a bar", "made plain", SPREADSHEET),
    Case("I05", "negative numbers", "numbers", &[Not("only words are made plain; numbers do not pass through it")]),
    Case("I06", "quotes, commas and line ends in a field", "read back as they were", SPREADSHEET),
    Case("I07", "separators, controls and markup in JSON", "read back as they were", &[By("odd_inputs::an_export_is_the_same_twice_and_of_nothing_too"), By("src/report/json.rs::hidden_characters_are_escaped_and_mean_the_same")]),
    Case("I08", "controls in GraphML", "well-formed", &[Not("there is no such form")]),
    Case("I09", "markup in Markdown", "shown and not obeyed", &[By("src/report/escape.rs::markup_is_shown_and_not_obeyed")]),
    Case("I10", "ids that become the same", "made unique", &[Not("no form changes an id")]),
    Case("I11", "an empty model", "a document", &[By("odd_inputs::an_export_is_the_same_twice_and_of_nothing_too")]),
    Case("I12", "an output that is there, or is an input", "replaced when told, an input never", &[By("cli::an_existing_file_is_replaced_only_on_request_and_an_input_never")]),
    Case("I13", "a report to a terminal, and to a pipe", "cleaned, and as it is", &[By("src/cli/outcome.rs::a_report_is_cleaned_for_a_terminal_and_true_in_a_pipe")]),
    Case("I14", "the same export twice", "the same bytes", &[By("odd_inputs::an_export_is_the_same_twice_and_of_nothing_too")]),
    // Writing into a model.
    Case("J01", "line ends of Unix", "nothing but the insertion", WRITING),
    Case("J02", "line ends of Windows", "the same, with such line ends", WRITING),
    Case("J03", "mixed line ends", "the others stay", WRITING),
    Case("J04", "a byte order mark", "it stays", WRITING),
    Case("J05", "a last line without an end", "one is put before what is new, and taken back", WRITING),
    Case("J06", "spaces and tabs at the ends of lines", "they stay", WRITING),
    Case("J07", "comments above, beside, between and at the end", "each stays with its record", &[By("writing::what_is_written_is_what_was_meant_and_comes_back"), By("src/edit/plan.rs::a_new_record_looks_like_its_neighbours_and_follows_the_last_of_its_actor")]),
    Case("J08", "a record in a comment", "it stays where it is", WRITING),
    Case("J09", "dotted keys in any order", "they stay", WRITING),
    Case("J10", "spaces inside a header", "they stay", WRITING),
    Case("J11", "tables in another order", "it stays", WRITING),
    Case("J12", "a list on one line", "one item more", ITEMS),
    Case("J13", "a list over lines, with a comma at its end", "the same form", ITEMS),
    Case("J14", "the same without", "the same form", ITEMS),
    Case("J15", "a comment behind the last item", "the comma before it", ITEMS),
    Case("J16", "an empty list with a comment", "the item before it", ITEMS),
    Case("J17", "records as inline tables", "one inline table more", &[By("src/edit/plan.rs::inline_lists_take_inline_tables")]),
    Case("J18", "words with every kind of mark, of 64 KiB", "escaped, the same when read", &[By("src/edit/value.rs::a_string_reads_back_as_it_was_and_drives_no_editor")]),
    Case("J19", "one change after the other", "both are there", WRITING),
    Case("J20", "the same change twice", "said, nothing written", &[By("writing::what_is_there_already_is_said")]),
    Case("J21", "undo after somebody else's change", "theirs stays, ours goes if it is found", &[By("writing::what_somebody_else_changed_stays_and_a_step_is_found_beside_it")]),
    Case("J22", "undo once more than there are steps", "said, nothing written", &[By("writing::a_demand_is_added_undone_and_redone_by_one_run_after_the_other")]),
    Case("J23", "a file that would be too large", "refused before anything is written", &[Not("what is written is read first, by the reader of every model, which refuses what is too large; four gigabytes are too many for a test")]),
    Case("J24", "millions of changed models", "no other byte changes", &[By("writing::what_is_written_is_what_was_meant_and_comes_back"), By("random_writing::no_run_of_commands_loses_a_byte")]),
    // Environment and command line.
    Case("K01", "an editor with words", "gets them and the line", &[By("src/tui/editor.rs::every_editor_gets_the_line_in_its_own_syntax")]),
    Case("K02", "an editor that is told to wait", "gets the terminal until it ends", &[By("tests/terminal/editor.rs::the_editor_gets_the_terminal_and_every_key")]),
    Case("K03", "an editor with an open quotation mark", "said, with the variable", &[By("tests/terminal/editor.rs::variables_may_name_any_command_and_a_missing_one_is_reported")]),
    Case("K04", "an editor of nothing", "the next variable, then vi", &[By("tests/terminal/editor.rs::variables_may_name_any_command_and_a_missing_one_is_reported")]),
    Case("K05", "an editor that is a shell", "run: it is the user's own", &[By("tests/terminal/editor.rs::variables_may_name_any_command_and_a_missing_one_is_reported")]),
    Case("K06", "a file that is named like a command", "one word, nothing run", &[By("tests/terminal/editor.rs::a_model_that_is_named_like_a_command_is_one_word"), By("src/tui/editor.rs::every_editor_gets_the_line_in_its_own_syntax")]),
    Case("K07", "no TERM, a dumb one", "a sentence in plain words", &[By("tests/terminal/lifecycle.rs::without_a_terminal_it_says_so_in_plain_words")]),
    Case("K08", "LC_ALL=C", "the same result", &[By("odd_inputs::odd_variables_change_nothing")]),
    Case("K09", "NO_COLOR", "no colour", &[By("tests/terminal/lifecycle.rs::no_color_leaves_no_colour")]),
    Case("K10", "no HOME, a wrong one", "the same result", &[By("odd_inputs::odd_variables_change_nothing")]),
    Case("K11", "COLUMNS=0", "the same result", &[By("odd_inputs::odd_variables_change_nothing")]),
    Case("K12", "words that are no UTF-8, words with ESC", "exit 2, cleaned", &[By("odd_inputs::words_that_are_no_text_or_very_long_are_answered"), By("cli::nothing_that_was_typed_reaches_the_terminal_as_it_is")]),
    Case("K13", "a very long word, an unknown option, a file that is not there", "exit 2, or nothing found", &[By("odd_inputs::words_that_are_no_text_or_very_long_are_answered"), By("cli::a_call_that_makes_no_sense_ends_with_2_and_says_why")]),
    // Faults of the system.
    Case("X01", "EIO at any call", "an error; old or new bytes", CALLS),
    Case("X02", "ENOSPC at any call of writing", "an error; the old bytes", &[Script(".ci/faults"), By("writing::on_a_full_file_system_the_file_stays_as_it_was")]),
    Case("X03", "EDQUOT at any call of writing", "as ENOSPC", &[Not("no code asks which error it is; ENOSPC goes the same way")]),
    Case("X04", "EINTR at any call", "done, or an error; old or new bytes", CALLS),
    Case("X05", "EACCES at any call", "an error; old or new bytes", CALLS),
    Case("X06", "EROFS at any call of writing", "as EACCES", &[Not("no code asks which error it is; EACCES goes the same way")]),
    Case("X07", "killed at any call of writing into a model", "the old model or the new one, whole", CALLS),
    Case("X08", "ended by a signal at any call of writing into a model", "the old model or the new one, whole", CALLS),
    Case("X09", "a file that may not grow so long", "said, the old bytes", &[By("writing::a_file_that_may_not_grow_stays_as_it_was")]),
    Case("X10", "writes that take a byte at a time", "all of them", &[Not("the standard library writes on until all is written")]),
    Case("X11", "a call that brings a file to the disk fails", "said, the old bytes", CALLS),
    Case("X12", "a full disk", "said, the old bytes", CALLS),
    Case("X13", "a folder that may not be written", "said, the old bytes", REFUSED),
    Case("X14", "a model that is read-only", "said, the old bytes", REFUSED),
    Case("X15", "a file system that cannot exchange two names", "written all the same", CALLS),
    Case("X16", "a link that leads to another place", "refused outside the folder", REFUSED),
    Case("X17", "another program writes between reading and writing", "nothing is lost", &[By("src/store/replace.rs::what_somebody_saves_meanwhile_is_there_in_the_end")]),
    Case("X18", "an editor that renames", "the change shows", &[By("tests/terminal/effects.rs::a_save_by_rename_shows_at_once_and_a_broken_one_keeps_the_last_good_model")]),
    Case("X19", "an editor that truncates and writes", "half of it is never the model, the change shows", &[By("tests/terminal/effects.rs::a_save_by_truncating_and_writing_shows_and_half_of_it_is_never_the_model")]),
    Case("X20", "two that annotate at once", "one after the other", WRITERS),
    Case("X21", "the lock of a dead process", "taken over", &[Not("the system takes the lock of a dead process away")]),
    Case("X22", "the draft of a writer that was killed", "gone after the next one", LINKS),
    Case("X23", "a chain of links inside the folder", "its end is replaced", LINKS),
    Case("X24", "a model with two names", "refused", REFUSED),
    Case("X25", "odd owners and attributes", "mode and owner kept, another's file refused", LINKS),
    Case("X26", "power lost within a save", "old or new bytes", &[Not("the new file and the journal are on disk before names are exchanged; no test takes the power away")]),
    Case("X27", "a model that goes while it is watched", "said, the last good one stays", &[By("tests/terminal/effects.rs::a_model_or_an_article_may_go_and_come_back")]),
    Case("X28", "ten thousand saves at once", "keys are answered, the last save shows", &[By("tests/terminal/effects.rs::a_storm_of_saves_leaves_the_keyboard_working_and_ends_in_the_last")]),
    Case("X29", "half a file, read while it is written", "the last good model stays", &[By("tests/terminal/effects.rs::a_save_by_rename_shows_at_once_and_a_broken_one_keeps_the_last_good_model")]),
    Case("X30", "no more watches", "said, files are looked at every two seconds", &[By("tests/terminal/effects.rs::where_no_folder_can_be_watched_the_files_are_looked_at_instead")]),
    Case("X31", "clocks that jump, odd times of files", "contents decide", &[By("src/tui/watch/files.rs::only_what_a_file_holds_is_a_change")]),
    Case("X32", "a panic in the main loop", "the terminal given back, exit 101", PANIC),
    Case("X33", "a panic in a thread", "the same", PANIC),
    Case("X34", "a panic while drawing", "the same", PANIC),
    Case("X35", "a stack that overflows while reading", "cannot come to it", DEEP),
    Case("X36", "memory that is refused", "the terminal given back", &[By("tests/terminal/lifecycle.rs::an_abort_gives_the_terminal_back")]),
    Case("X37", "signals, whatever is being done", "the terminal given back, 128 and the number", SIGNALS),
    Case("X38", "a terminal that goes away", "an end within a second", &[By("tests/terminal/lifecycle.rs::a_terminal_that_goes_away_ends_it"), By("tests/terminal/lifecycle.rs::a_terminal_that_goes_away_without_a_signal_ends_it_too")]),
    Case("X39", "stopped and woken", "the screen is back", &[By("tests/terminal/lifecycle.rs::ctrl_z_stops_the_job_and_fg_brings_it_back"), By("tests/terminal/lifecycle.rs::without_a_shell_above_ctrl_z_does_not_stop")]),
    Case("X40", "stopped from outside", "made good", &[By("tests/terminal/lifecycle.rs::a_stop_from_outside_is_made_good")]),
    Case("X41", "an output that is closed or full", "no panic, the right exit code", &[By("cli::a_full_disk_is_a_failure"), By("cli::a_reader_that_left_is_success"), By("cli::an_error_that_nobody_can_read_is_still_an_error")]),
    Case("X42", "no input, or a pipe", "a sentence in plain words", &[By("cli::browsing_without_a_terminal_ends_with_2")]),
    Case("X43", "no terminal at all", "a sentence in plain words", &[By("tests/terminal/lifecycle.rs::without_a_terminal_it_says_so_in_plain_words")]),
    Case("X44", "storms of sizes, as multiplexers send them", "the last size counts", &[By("tests/terminal/lifecycle.rs::it_follows_the_size_even_to_nothing_and_back"), By("random_keys::no_keys_lead_to_a_wrong_state_or_a_wrong_frame")]),
    Case("X45", "an editor that is missing, fails, is killed, takes the file away or leaves modes on", "said, the terminal taken back", &[By("tests/terminal/editor.rs::what_an_editor_does_to_the_file_or_to_itself_is_reported"), By("tests/terminal/editor.rs::a_missing_editor_is_reported_on_the_screen"), By("tests/terminal/editor.rs::the_editor_gets_the_terminal_and_every_key")]),
    // What no single case says.
    Case("Z01", "random keys, sizes, clicks and readings", "no wrong state, no wrong frame", KEYS),
    Case("Z02", "pieces over and over", "memory and time by what they are long", &[By("mutations::pieces_over_and_over_cost_what_they_are_long")]),
    Case("Z03", "four times as much of anything", "at most six times the time", &[By("scaling::four_times_as_much_costs_at_most_six_times_as_much")]),
    Case("Z04", "random commands that write, with odd arguments", "a change is whole or none, every byte comes back", &[By("random_writing::no_run_of_commands_loses_a_byte")]),
];

#[test]
fn every_case_is_there_once_and_says_what_it_is() {
    let ids: BTreeSet<&str> = CASES.iter().map(|Case(id, ..)| *id).collect();
    assert_eq!(ids.len(), CASES.len(), "an id is there twice");
    for Case(id, goes_in, comes_out, held) in CASES {
        assert!(!goes_in.is_empty() && !comes_out.is_empty() && !held.is_empty(), "{id}");
    }
}

#[test]
fn every_test_that_is_named_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut gone = Vec::new();
    for Case(id, _, _, held) in CASES {
        for by in *held {
            let is_there = match by {
                Not(why) => !why.is_empty(),
                Script(path) => root.join(path).is_file(),
                By(name) => {
                    let (file, test) = name.split_once("::").unwrap();
                    let path = if file.contains('/') { file.to_owned() } else { format!("tests/{file}.rs") };
                    let source = fs::read_to_string(root.join(path)).unwrap_or_default();
                    source.contains(&format!("fn {test}("))
                }
            };
            if !is_there {
                gone.push(match by {
                    By(name) | Not(name) | Script(name) => format!("{id}: {name}"),
                });
            }
        }
    }
    assert!(gone.is_empty(), "not there:\n{}", gone.join("\n"));
}

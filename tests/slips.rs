//! Slips in a model file: each is explained by what it is, one finding for each, all in one run.
#![allow(clippy::unwrap_used, reason = "a test may fail anywhere")]

use demarche::load::{Loaded, load_str};

const ARTICLE: &str = "[[articles]]\nid = \"t\"\ntitle = \"T\"\ntext = \"\"\"Alpha wants the port open now. \
    Beta will never open the port. Gamma may talk about the toll in spring.\"\"\"\n";
const PEOPLE: &str = "[[actors]]\nid = \"a\"\nname = \"Alpha\"\n[[actors]]\nid = \"b\"\nname = \"Beta\"\n\
    [[issues]]\nid = \"port\"\nname = \"Port\"\nscale = [\"closed\", \"open on weekdays\", \"open\"]\n";
const DEMAND: &str = "[[demands]]\nid = \"d\"\nactor = \"a\"\nissue = \"port\"\ntext = \"T\"\naddressee = [\"b\"]\n";
const PASSAGE: &str = "passages = [{ quote = \"wants the port open now\" }]\n";

fn load(text: &str) -> Loaded {
    load_str(&[("m.toml", text)], &[])
}

/// Code, line, message and help of everything that is found.
fn said(loaded: &Loaded) -> Vec<String> {
    let said = loaded.findings.iter().map(|finding| {
        let line = finding.site.as_ref().map_or(0, |site| site.start.line);
        let help = finding.help.as_deref().unwrap_or("");
        format!("{line} {} {} | {help}", finding.code.name, finding.message)
    });
    said.collect()
}

/// Lines of a demand, the words of the message, and those of the help.
const SLIPS: &[(&str, &str, &str)] = &[
    ("salience = 90%", "no percent sign", "`salience = 0.9`"),
    ("salience = 7,5 %", "no percent sign", "`salience = 0.075`"),
    ("power = 0,7", "a point, not a comma", "`power = 0.7`"),
    ("power = .7", "how TOML writes a number", "`power = 0.7`"),
    ("power = 07", "how TOML writes a number", "`power = 7`"),
    ("position = \u{2212}1", "not a minus sign", "`position = -1`"),
    ("position = \u{2013}0,5", "not a minus sign", "`position = -0.5`"),
    ("date = 24.09.2022", "year-month-day", "`date = 2022-09-24`"),
    ("date = 2022/09/24", "year-month-day", "`date = 2022-09-24`"),
    ("date = 2022-9-4", "year-month-day", "`date = 2022-09-04`"),
    ("date = 2019-12", "year-month-day", "`date = \"2019-12\"`"),
    ("date = 15 August 2025", "year-month-day", "`date = 2025-08-15`"),
    ("date = Sept 3rd, 2025", "year-month-day", "`date = 2025-09-03`"),
    ("date = 2025-02-40", "not a day", "year-month-day"),
    ("note = \u{201c}a memo\u{201d}", "typographic quotation marks", "`note = \"a memo\"`"),
    ("note = \u{201e}a memo\u{201c}", "typographic quotation marks", "`note = \"a memo\"`"),
    ("note = «a memo»", "typographic quotation marks", "`note = \"a memo\"`"),
    ("note = \"a memo\u{201d}", "typographic quotation marks", "`note = \"a memo\"`"),
    ("addressee = [\u{201c}b\u{201d}]", "typographic quotation marks", "`\"b\"`"),
    ("note = \"he said \"no\" twice\"", "within a string ends it", "`note = 'he said \"no\" twice'`"),
    ("note = 'it's late'", "within a string ends it", "`note = \"it's late\"`"),
    ("note = \"one line\nand another\"", "a line break within a string", "`\"\"\"`"),
    ("note = \"a memo", "closing quotation mark is missing", "`note = \"a memo\"`"),
    ("note = \"\"\"a memo\nof two lines", "closing quotation mark is missing", "`\"\"\" at its end`"),
    ("note = a memo\"", "is written in quotation marks", "`note = \"a memo\"`"),
    ("note = \"a memo'", "ends with another mark", "`note = \"a memo\"`"),
    ("note = \"C:\\my\\file\"", "begins an escape", "`\\\\`"),
    ("note\u{a0}= \"a memo\"", "U+00A0 (no-break space)", "plain space"),
    ("note =\u{202f}\"a memo\"", "U+202F (narrow no-break space)", "plain space"),
    ("\u{200b}note = \"a memo\"", "U+200B (zero width space)", "delete it"),
    ("\u{feff}note = \"a memo\"", "U+FEFF (byte order mark)", "delete it"),
    ("note = \"a\u{7}memo\"", "U+0007 (control character)", "`\\u0007`"),
    ("kind: demand", "`:` is used for `=`", "`kind = \"demand\"`"),
    ("note : \"a memo\"", "`:` is used for `=`", "`note = \"a memo\"`"),
    ("note := \"a memo\"", "`:=` is used for `=`", "`note = \"a memo\"`"),
    ("note == \"a memo\"", "`==` is used for `=`", "`note = \"a memo\"`"),
    ("note => \"a memo\"", "`=>` is used for `=`", "`note = \"a memo\"`"),
    ("note \"a memo\"", "`=` is missing after `note`", "`note = \"a memo\"`"),
    ("kind demand", "`=` is missing after `kind`", "`kind = \"demand\"`"),
    ("note =", "`note` has no value", "or delete the line"),
    ("note = # nothing yet", "`note` has no value", "or delete the line"),
    ("in exchange for = [\"d\"]", "a key is one word", "`in_exchange_for = [\"d\"]`"),
    ("\u{201c}note\u{201d} = \"a memo\"", "marks around a key", "`note = \"a memo\"`"),
    ("kind = demand", "is written in quotation marks", "`kind = \"demand\"`"),
    ("kind = True", "`True` is not a value", "leave the line out"),
    ("kind = yes", "`yes` is not a value", "leave the line out"),
    ("note = null", "`null` is not a value", "leave the line out"),
    ("note = \"a memo\",", "does not end with `,`", "`note = \"a memo\"`"),
    ("note = \"a memo\";", "does not end with `;`", "`note = \"a memo\"`"),
    ("power = 0.7,", "does not end with `,`", "`power = 0.7`"),
    ("addressee = \"b\", \"a\"", "a list is written in square brackets", "`addressee = [\"b\", \"a\"]`"),
    ("addressee = (\"b\")", "a list is written in square brackets", "`addressee = [\"b\"]`"),
    ("addressee = {\"b\"}", "a list is written in square brackets", "`addressee = [\"b\"]`"),
    ("opposes = \"d\"", "must be a list, not a string", "square brackets"),
    ("addressee = [b]", "is written in quotation marks", "`\"b\"`"),
    ("addressee = [\"b\"", "`[` is not closed", "`]`"),
    ("addressee = [\n  \"b\",\n", "`[` is not closed", "`]`"),
    ("addressee = [\"b\"}", "`[` is not closed", "`]`"),
    ("addressee = [\"b\"]]", "`]` closes nothing", "delete it"),
    ("addressee = [\"b\" \"a\"]", "a comma is missing", "comma between two"),
    ("addressee = [\"b\"; \"a\"]", "`;` is used for `,`", "comma between two"),
    ("note = \"a memo\" of mine", "follows the value", "`note = \"a memo\"`"),
    ("note = \"a memo\" // mine", "follows the value", "begin a comment with `#`"),
    ("// a comment", "`//` does not begin a comment", "`#`"),
    ("-- a comment", "`--` does not begin a comment", "`#`"),
    ("- note: a memo", "does not begin an entry", "`note = a memo`"),
    ("Lorem ipsum dolor\nsit amet", "not `key = value`", "begins with `#`"),
    ("text = \"T\"", "`text` appears twice", "the first counts"),
    ("<<<<<<< HEAD\nnote = \"a\"\n=======\nnote = \"b\"\n>>>>>>> other", "merge conflict of git", "two versions"),
    ("status = \"hold\"", "is not a `status`", "`held`"),
    ("noet = \"a memo\"", "`noet` is not a key", "`note`"),
    ("[demand.passages]\nquote = \"wants the port open now\"", "`[demand.passages]`", "`[[demands.passages]]`"),
    ("[[demands.passages]\nquote = \"wants the port open now\"", "brackets of this header", "`[[demands.passages]]`"),
];

#[test]
fn one_slip_gives_one_finding_that_says_what_to_write() {
    let mut wrong = Vec::new();
    for (lines, message, help) in SLIPS {
        let is_passage = lines.contains("quote =");
        let passage = if is_passage { "" } else { PASSAGE };
        let loaded = load(&format!("{ARTICLE}{PEOPLE}{DEMAND}{passage}{lines}\n"));
        let said = said(&loaded);
        let is_right = matches!(said.as_slice(), [only] if only.split_once(" | ").is_some_and(|(sentence, advice)| {
            sentence.contains(message) && advice.contains(help)
        }));
        if !is_right || loaded.model.counts().demands != 1 {
            wrong.push((lines, said));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_tab_and_a_quoted_key_are_no_slips() {
    let loaded = load(&format!("{ARTICLE}{PEOPLE}{DEMAND}{PASSAGE}\tpower\t=\t0.7\t# tabs\n'note'\t= \"a\tb\"\n"));
    assert_eq!(said(&loaded), [""; 0]);
}

#[test]
fn headers_that_are_nearly_right_cost_no_record() {
    for header in [
        "[[demand]]",
        "[[Demands]]",
        "[[demands]",
        "[demands]]",
        "[demands]",
        "[demands",
        "[[demands]]]",
        "[[demands]];",
        "\u{201c}[[demands]]",
        "\u{201c}[[demands]]\u{201d}",
        "\u{a0}[[demands]]",
        "\u{feff}[[demands]]",
        "- [[demands]]",
        "[[demands]]:",
    ] {
        let demand = DEMAND.replace("[[demands]]", header);
        let loaded = load(&format!("{ARTICLE}{PEOPLE}{demand}{PASSAGE}"));
        let said = said(&loaded);
        assert!(said.len() == 1 && said.iter().all(|said| said.contains("`[[demands]]`")), "{header}: {said:#?}");
        assert_eq!(loaded.model.counts().verified, 1, "{header}");
    }
}

#[test]
fn a_record_that_is_dropped_is_named_and_what_refers_to_it_waits() {
    for (broken, mended, so) in [
        ("id = \"a\"\n", "id = \u{201c}a\u{201d}\n", "; the actor is left out"),
        ("actor = \"a\"", "actor = \"a", "; demand `d` is left out"),
        ("actor = \"a\"", "actor = [\"a\"]", "; demand `d` is left out"),
        ("issue = \"port\"", "issue: port", "; demand `d` is left out"),
        ("issue = \"port\"", "isue = \"port\"", "; demand `d` is left out"),
        (
            "quote = \"wants the port open now\"",
            "quote = \u{201c}wants the port open now\u{201d}",
            "; these passages of `d` are left out",
        ),
    ] {
        let text = format!("{ARTICLE}{PEOPLE}{DEMAND}supports = []\n{PASSAGE}").replacen(broken, mended, 1);
        let said = said(&load(&text));
        assert!(said.len() == 1 && said.iter().all(|said| said.contains(so)), "{mended}: {said:#?}");
    }
}

#[test]
fn keys_before_any_table_and_records_without_a_header_are_one_mistake() {
    let keys = "id = \"x\"\nname = \"X\"\nkind = \"state\"\n";
    let found = said(&load(&format!("{keys}{ARTICLE}{PEOPLE}{DEMAND}{PASSAGE}")));
    assert!(found.len() == 1 && found.iter().all(|said| said.contains("before any header")), "{found:#?}");
    let joined = PEOPLE.replacen("[[actors]]\nid = \"b\"", "id = \"b\"", 1);
    let loaded = load(&format!("{ARTICLE}{joined}{DEMAND}{PASSAGE}"));
    let found = said(&loaded);
    assert!(found.len() == 1 && found.iter().all(|said| said.contains("`[[actors]]`")), "{found:#?}");
    assert_eq!(loaded.model.counts().actors, 2);
}

#[test]
fn a_long_string_that_is_never_closed_costs_its_record_alone() {
    for marks in ["\"\"\"", "'''"] {
        let article = ARTICLE.replace("title", &format!("note = {marks}never closed\ntitle"));
        for text in [
            format!("{article}{PEOPLE}{DEMAND}{PASSAGE}"),
            format!("{article}{PEOPLE}{DEMAND}{PASSAGE}note = {marks}x{marks}\n"),
        ] {
            let loaded = load(&text);
            let found = said(&loaded);
            assert!(found.len() == 1 && found.iter().all(|said| said.contains("closing quotation mark")), "{found:#?}");
            assert_eq!((loaded.model.counts().actors, loaded.model.counts().verified), (2, 1), "{text}");
        }
    }
}

#[test]
fn labels_are_listed_and_similar_spelling_proposes_none() {
    let scale = "scale = [\"before elections\", \"during the summer\", \"after the vote\"]";
    let people = PEOPLE.replace("scale = [\"closed\", \"open on weekdays\", \"open\"]", scale);
    let found = said(&load(&format!("{ARTICLE}{people}{DEMAND}{PASSAGE}position = \"after the elections\"\n")));
    let help = "its labels are `after the vote`, `before elections`, `during the summer`";
    assert!(found.len() == 1 && found.iter().all(|said| said.ends_with(help)), "{found:#?}");
}

/// Mistakes of all kinds in one file, one a line, marked by what the finding in that line has to say.
const PLANTED: &str = include_str!("slips/planted.toml");

#[test]
fn one_run_shows_what_is_wrong_in_a_file_of_many_mistakes() {
    let loaded = load(PLANTED);
    let found = said(&loaded);
    let planted: Vec<(usize, &str)> = PLANTED
        .lines()
        .enumerate()
        .filter_map(|(index, line)| Some((index + 1, line.split_once("#! ")?.1)))
        .map(|(line, mark)| (line + 1, mark))
        .collect();
    assert!(planted.len() >= 40, "{}", planted.len());
    let is_shown =
        |line: usize, mark: &str| found.iter().any(|said| said.starts_with(&format!("{line} ")) && said.contains(mark));
    let missed: Vec<_> = planted.iter().filter(|(line, mark)| !is_shown(*line, mark)).collect();
    let lines: Vec<usize> = planted.iter().map(|(line, _)| *line).collect();
    let echoes: Vec<_> = found
        .iter()
        .filter(|said| {
            said.split_once(' ')
                .and_then(|(line, _)| line.parse().ok())
                .is_none_or(|line: usize| !lines.contains(&line))
        })
        .collect();
    assert!(missed.is_empty() && echoes.is_empty(), "missed {missed:#?}\nechoes {echoes:#?}\n{found:#?}");
    assert_eq!(found.len(), planted.len(), "{found:#?}");
}

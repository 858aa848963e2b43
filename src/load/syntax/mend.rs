//! Reads tables that are not valid TOML, or whose headers are misspelt, statement by statement. Each mistake is
//! explained and costs its statement; everything else is read as usual.

use std::ops::Range;

use toml::de::{DeTable, Error};

use super::header::{Meant, has_misspelt_header};
use super::problems::Problem;
use super::recorder::{Inside, Opened, Recorder, Shape, Wanted};
use super::slips::{Explained, bare, explain, odd_character};
use super::statements::{HeaderForm, Kind, Statement, leading_key, statements};
use super::tree::{fields, report_large_integers};
use crate::diagnose::{Code, codes};
use crate::format::TableKind;
use crate::load::nearest::nearest;
use crate::load::report::At;
use crate::load::tables::CellKind;

/// What could not be read of a chunk.
#[derive(Debug, Default)]
pub(super) struct Mended {
    /// Ids of lost records, where recognizable.
    pub(super) lost: Vec<String>,
    /// Statements that could not be read.
    pub(super) skipped: Vec<At>,
}

/// In longer tables, errors across statements are handled one at a time.
const LONGEST: usize = 64 << 10;
/// How often to read a table again without the wrong statements.
const ROUNDS: usize = 4;

/// Reads a chunk. If its syntax is broken or a header misspelt, returns what could not be read.
pub(super) fn recover(text: &str, in_conflict: bool, recorder: &mut Recorder<'_>) -> Result<(), Mended> {
    let is_marked = text.starts_with('\u{feff}') && recorder.base.start > 0;
    let first = match DeTable::parse(text) {
        Ok(table) if !is_marked && !has_misspelt_header(text) => {
            report_large_integers(table.get_ref(), recorder);
            fields(table.into_inner(), TableKind::Top, recorder);
            return Ok(());
        }
        Ok(_) => None,
        Err(first) => Some(first),
    };
    Err(mend(text, in_conflict, first.as_ref(), recorder))
}

/// Reads a chunk statement by statement. `whole` is the parser's error for the whole chunk, if any.
fn mend(text: &str, in_conflict: bool, whole: Option<&Error>, recorder: &mut Recorder<'_>) -> Mended {
    let statements = statements(text, in_conflict);
    let base = recorder.base;
    let blanked = text.as_bytes().to_vec();
    let mut mender = Mender { text, blanked, base, recorder, mended: Mended::default(), said: 0, record: None };
    let (mut is_whole, mut at) = (true, 0);
    while at < statements.len() {
        let section = Section::new(text, &statements, at);
        is_whole &= !section.repeats && !matches!(section.header, Some((_, HeaderForm::Broken)));
        at = section.end;
        mender.section(&section, &statements[section.begin..section.end]);
    }
    mender.close();
    mender.rest(is_whole, whole);
    mender.recorder.base = base;
    mender.mended
}

/// A header and the statements under it.
struct Section {
    header: Option<(Option<Meant>, HeaderForm)>,
    /// Whether it is another record without its header.
    repeats: bool,
    begin: usize,
    end: usize,
}

impl Section {
    /// The section that begins with the statement at `begin`.
    fn new(text: &str, statements: &[Statement], begin: usize) -> Self {
        let key = |at: usize| -> Option<&str> {
            let statement = statements.get(at).filter(|one| one.kind == Kind::Pair)?;
            leading_key(text.get(statement.range.clone())?).map(|(key, _)| key)
        };
        let header = match statements[begin].kind {
            Kind::Header(meant, form) => Some((meant, form)),
            Kind::Pair | Kind::SecondVersion => None,
        };
        let mut seen: Vec<&str> = Vec::new();
        let mut end = begin + 1;
        seen.extend(key(begin));
        while let Some(statement) = statements.get(end) {
            let is_again = |at: usize| key(at).is_some_and(|key| seen.contains(&key));
            let is_next_record = key(end) == Some("id") && is_again(end) && is_again(end + 1);
            if matches!(statement.kind, Kind::Header(..)) || is_next_record {
                break;
            }
            // The format has few keys: more are not worth remembering.
            seen.extend(key(end).filter(|_| seen.len() < 64));
            end += 1;
        }
        let repeats = begin > 0 && header.is_none();
        Self { header, repeats, begin, end }
    }
}

struct Mender<'t, 'r, 'p> {
    text: &'t str,
    /// The text with spaces in place of wrong statements.
    blanked: Vec<u8>,
    base: At,
    recorder: &'r mut Recorder<'p>,
    mended: Mended,
    said: usize,
    /// The current record and its list.
    record: Option<(Opened, &'static str)>,
}

impl Mender<'_, '_, '_> {
    /// Reports a problem in the chunk; returns its place in the file.
    fn say(&mut self, code: &'static Code, range: &Range<usize>, (message, help): (String, Option<String>)) -> At {
        let at = self.base.within(range);
        self.said += usize::from(code == &codes::SYNTAX);
        self.recorder.problems.push(Problem { code, at, message, help });
        at
    }

    fn words(&self, range: &Range<usize>) -> String {
        self.text.get(range.clone()).unwrap_or("").to_owned()
    }

    fn close(&mut self) {
        if let Some((record, _)) = self.record.take() {
            self.recorder.close(record);
        }
    }

    fn section(&mut self, section: &Section, statements: &[Statement]) {
        let Some(first) = statements.first() else { return };
        let begin = if section.header.is_some() { first.range.end } else { first.range.start };
        let range = begin..statements.last().map_or(begin, |last| last.range.end);
        let part = match section.header {
            Some((Some(meant), form)) => {
                self.say_header(&first.range, meant, form);
                self.open(&first.range, meant, form)
            }
            Some((None, form)) => {
                self.say_unknown_header(&first.range, form);
                None
            }
            None if section.repeats => self.again(&first.range),
            None => None,
        };
        let kind = match (&part, section.header, &self.record) {
            (Some(part), ..) => Some(part.kind),
            (None, None, None) => Some(TableKind::Top),
            (None, Some((Some(meant), _)), Some((record, _))) if !meant.is_passage => Some(record.kind),
            (None, None, Some((record, _))) => Some(record.kind),
            (None, ..) => None,
        };
        let body = if section.header.is_some() { &statements[1..] } else { statements };
        self.body(kind, body, range);
        if let Some(part) = part {
            self.recorder.close(part);
        }
    }

    /// Opens the table of a header: a record, or a passage of the current record.
    fn open(&mut self, range: &Range<usize>, meant: Meant, form: HeaderForm) -> Option<Opened> {
        self.recorder.base = self.base;
        if meant.is_passage && self.record.as_ref().is_none_or(|(_, list)| *list != meant.list) {
            let help = "move it directly after that table, before any other".to_owned();
            let message = "sub-table is separated from the table it belongs to".to_owned();
            self.say(&codes::MISPLACED_TABLE, range, (message, Some(help)));
            return None;
        }
        let (table, name) =
            if meant.is_passage { (TableKind::Demand, "passages") } else { (TableKind::Top, meant.list) };
        if !meant.is_passage {
            self.close();
        }
        let wanted = self.recorder.key(table, name, range)?;
        let wanted = if form == (HeaderForm::Right { is_list: false }) { wanted } else { Wanted::entry(wanted) };
        let Inside::Table(opened) = self.recorder.take(wanted, Shape::Table, range) else { return None };
        if meant.is_passage {
            return Some(opened);
        }
        self.record = Some((opened, meant.list));
        None
    }

    /// Opens another record of the same list, whose header is missing.
    fn again(&mut self, range: &Range<usize>) -> Option<Opened> {
        let list = self.record.as_ref().map(|(_, list)| *list)?;
        let meant = Meant { list, is_passage: false };
        let help = format!("where another record begins, write its header `{}`", meant.written());
        self.say(&codes::SYNTAX, range, ("`id` appears twice in this table".to_owned(), Some(help)));
        self.open(range, meant, HeaderForm::Broken)
    }

    fn say_header(&mut self, range: &Range<usize>, meant: Meant, form: HeaderForm) {
        let help = Some(format!("write `{}`; it is read as that", meant.written()));
        let words = self.words(range);
        match form {
            HeaderForm::Right { .. } => {}
            HeaderForm::Misspelt => {
                let message = format!("`{words}` is not a table of the format");
                self.say(&codes::UNKNOWN_KEY, range, (message, help));
            }
            HeaderForm::Broken => {
                let odd =
                    odd_character(&words).map(|(at, message)| (range.start + at.start..range.start + at.end, message));
                let (at, message) =
                    odd.unwrap_or_else(|| (range.clone(), "the brackets of this header are not right".to_owned()));
                self.say(&codes::SYNTAX, &at, (message, help));
            }
        }
    }

    fn say_unknown_header(&mut self, range: &Range<usize>, form: HeaderForm) {
        let words = self.words(range);
        self.close();
        if form == HeaderForm::Broken {
            let help =
                "headers are `[[articles]]`, `[[actors]]`, `[[issues]]`, `[[demands]]` and `[[demands.passages]]`";
            self.say(&codes::SYNTAX, range, ("this is not a header".to_owned(), Some(help.to_owned())));
            return;
        }
        let path =
            words.split('#').next().unwrap_or("").trim_matches(|c: char| matches!(c, '[' | ']') || c.is_whitespace());
        let (first, behind) = path.split_once('.').unwrap_or((path, ""));
        let below = TableKind::ALL.iter().find(|kind| kind.keys()[0].table == format!("[[{}]]", first.trim()));
        let (name, table) =
            below.filter(|_| !behind.is_empty()).map_or((first, TableKind::Top), |kind| (behind, *kind));
        // A header has no value to spoil, so the nearest key does not matter.
        let _ = self.recorder.problems.unknown_key(name.trim(), self.base.within(range), table);
    }

    /// Reads the statements of a table; if `kind` is unknown, checks only their syntax.
    fn body(&mut self, kind: Option<TableKind>, statements: &[Statement], range: Range<usize>) {
        let keys = kind.map_or(&[][..], TableKind::keys);
        for statement in statements {
            let words = self.words(&statement.range);
            if statement.kind == Kind::SecondVersion {
                self.drop_statement(&statement.range);
                continue;
            }
            let has_mark = words.starts_with('\u{feff}') && self.base.start as usize + statement.range.start > 0;
            let error = DeTable::parse(&words).err();
            if error.is_some() || has_mark {
                let explained = explain(&words, keys).or_else(|| {
                    let error = error?;
                    let (at, message) = (error.span().unwrap_or(0..words.len()), error.message().to_owned());
                    Some(Explained { at, message, help: String::new() })
                });
                let Some(Explained { at, message, help }) = explained else { continue };
                let at = statement.range.start + at.start..statement.range.start + at.end;
                let at = self.say(&codes::SYNTAX, &at, (message, Some(help).filter(|help| !help.is_empty())));
                self.drop_statement(&statement.range);
                self.spoil(kind, &words, at);
            }
        }
        let Some(kind) = kind else {
            self.mended.skipped.push(self.base.within(&range));
            return;
        };
        for _ in 0..ROUNDS {
            let text = String::from_utf8(self.blanked.get(range.clone()).unwrap_or(&[]).to_vec()).unwrap_or_default();
            let errors = match DeTable::parse(&text) {
                Ok(table) => {
                    self.recorder.base = self.base.within(&(range.start..range.start));
                    report_large_integers(table.get_ref(), self.recorder);
                    fields(table.into_inner(), kind, self.recorder);
                    return;
                }
                Err(first) if text.len() > LONGEST => vec![first],
                Err(_) => DeTable::parse_recoverable(&text).1,
            };
            for error in errors {
                self.say_of_statement(&error, range.start, statements);
            }
        }
    }

    /// Reports a statement that is wrong only together with others, and drops it.
    fn say_of_statement(&mut self, error: &Error, base: usize, statements: &[Statement]) {
        let span = error.span().unwrap_or(0..0);
        let at = base + span.start;
        let place = statements.partition_point(|statement| statement.range.end <= at);
        let Some(statement) = statements.get(place) else { return };
        if self.blanked.get(statement.range.clone()).is_none_or(|bytes| bytes.iter().all(u8::is_ascii_whitespace)) {
            return;
        }
        let words = self.words(&statement.range);
        let key = leading_key(&words).map(|(key, _)| key);
        let (message, help) = match key.filter(|_| error.message() == "duplicate key") {
            Some(key) => (
                format!("`{key}` appears twice in this table"),
                Some("delete one of the two; the first counts".to_owned()),
            ),
            None => (error.message().to_owned(), None),
        };
        self.say(&codes::SYNTAX, &(at..base + span.end), (message, help));
        self.drop_statement(&statement.range);
    }

    fn blank(&mut self, range: &Range<usize>) {
        if let Some(bytes) = self.blanked.get_mut(range.clone()) {
            bytes.fill(b' ');
        }
    }

    fn drop_statement(&mut self, range: &Range<usize>) {
        self.blank(range);
        self.mended.skipped.push(self.base.within(range));
    }

    /// Notes that a key has an unusable value.
    fn spoil(&mut self, kind: Option<TableKind>, words: &str, at: At) {
        let Some(kind) = kind else { return };
        let (name, value) = words.split_once(['=', ':']).or_else(|| words.split_once(' ')).unwrap_or((words, ""));
        let name = bare(name).replace(' ', "_");
        let near = nearest(&name, kind.keys().iter().map(|key| key.name));
        let Some(index) = kind.keys().iter().position(|key| Some(key.name) == near) else { return };
        let index = u8::try_from(index).unwrap_or_else(|_| unreachable!("tables are small"));
        self.recorder.values.push(index, CellKind::Spoilt, at);
        if near == Some("id") {
            self.mended
                .lost
                .extend(Some(bare(value.lines().next().unwrap_or("")).to_owned()).filter(|id| !id.is_empty()));
        }
    }

    /// Reports what is wrong with the chunk as a whole if each statement on its own is right.
    fn rest(&mut self, is_whole: bool, whole: Option<&Error>) {
        let left = std::str::from_utf8(&self.blanked).ok().filter(|_| is_whole && whole.is_some());
        let left = left.and_then(|text| DeTable::parse(text).err());
        let error = left.or_else(|| whole.filter(|_| self.said == 0).cloned());
        if let Some(error) = error {
            self.say(&codes::SYNTAX, &error.span().unwrap_or(0..0), (error.message().to_owned(), None));
        }
    }
}

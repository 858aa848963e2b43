//! From the text of a model file to its tables.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};
use std::sync::mpsc;
use std::sync::{Mutex, PoisonError};
use std::thread;

use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Deserializer};

use super::chunk::{Chunk, Chunks, DEEPEST, HEAVIEST, Kind, LISTS, chunks};
use super::packed::{Pack, Records, Strip, first_text};
use super::page::{At, Report};
use super::plain::record;
use super::raw::{ActorTable, ArticleTable, DemandTable, File, IssueTable};
use super::shape::{Name, Shape, Slip, Slips};
use super::values::Text;
use crate::diagnose::{Code, codes};

/// A record as read, and where the chunk begins that its places count from.
#[derive(Debug)]
pub(super) struct Placed<T> {
    pub(super) table: T,
    /// The record's header (or braces).
    pub(super) at: At,
    chunk: At,
}

impl<T> Placed<T> {
    /// A table within this record, with its place.
    pub(super) fn part<'a, P>(&self, part: &'a Spanned<P>) -> Placed<&'a P> {
        Placed { table: part.get_ref(), at: self.spot(part), chunk: self.chunk }
    }

    /// Whether the reader has said of `key` that it cannot be used, here or in a part of the same top-level table.
    pub(super) fn is_spoilt(&self, key: &'static str, report: &Report<'_>) -> bool {
        report.is_spoilt(self.chunk, key)
    }

    /// Where a value of the record stands.
    pub(super) fn spot<V>(&self, value: &Spanned<V>) -> At {
        self.chunk.within(&value.span())
    }
}

/// Where a packed record is to be found.
#[derive(Debug, Clone, Copy)]
pub(super) struct Slot {
    /// The record's header (or braces).
    pub(super) at: At,
    /// Where its chunk begins.
    chunk: u32,
    /// The strip of its run, and where it begins there.
    strip: u32,
    start: u32,
}

impl Slot {
    fn chunk(self) -> At {
        At { file: self.at.file, start: self.chunk, end: self.chunk }
    }
}

/// All tables of all files, each kind in the order of the files.
#[derive(Debug, Default)]
pub(super) struct Tables<'t> {
    pub(super) head: Head<'t>,
    pub(super) articles: Vec<Slot>,
    pub(super) actors: Vec<Slot>,
    pub(super) issues: Vec<Slot>,
    pub(super) demands: Vec<Slot>,
    /// Ids of tables whose syntax is broken: what refers to them is not to blame.
    pub(super) lost: HashSet<String>,
    /// The texts of the files.
    texts: Vec<&'t str>,
    /// The records of each run.
    strips: Vec<Vec<u8>>,
    /// The lists that the top of the present file has written inline.
    inline: Vec<&'static str>,
}

/// What the files say of the model as a whole; the first file that says it counts.
#[derive(Debug, Default)]
pub(super) struct Head<'t> {
    pub(super) title: Option<Cow<'t, str>>,
    pub(super) description: Option<Cow<'t, str>>,
    pub(super) language: Option<Cow<'t, str>>,
}

/// One chunk says at most this many syntax errors; more of them are echoes.
const MOST_ERRORS: usize = 20;

/// Whether `text` has any table of the format, so that it is meant as a model.
pub(super) fn is_model(text: &str) -> bool {
    let head = chunks(text);
    let header_names =
        |chunk: &Chunk| LISTS.iter().any(|list| text.get(chunk.mark.clone()).is_some_and(|h| h.contains(list)));
    head.iter().skip(1).any(header_names)
        || head.first().and_then(|chunk| text.get(chunk.range.clone())).is_some_and(|top| {
            DeTable::parse(top).is_ok_and(|table| LISTS.iter().any(|list| table.get_ref().contains_key(*list)))
        })
}

/// Tables that one thread reads at a time, in bytes of the file.
pub(super) const RUN: usize = 256 << 10;

/// How the work of reading is divided. What is read does not depend on it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Division {
    pub(super) threads: usize,
    /// Bytes of a file that one thread reads at a time.
    pub(super) run: usize,
}

impl Division {
    /// As many threads as there are processors, up to four, and no more than runs.
    pub(super) fn of(text: &str) -> Self {
        let processors = thread::available_parallelism().map_or(1, usize::from);
        Self { threads: processors.min(4).min(text.len() / RUN + 1), run: RUN }
    }
}

/// What was read of a run of chunks.
#[derive(Default)]
pub(super) struct Part<'t> {
    /// What stands outside of records, with the beginning of its chunk.
    tops: Vec<(File<'t>, At)>,
    strip: Vec<u8>,
    /// The records of each of [`LISTS`]; their strip is this one.
    lists: [Vec<Slot>; LISTS.len()],
    notes: Vec<Note>,
    /// First byte of the file behind the run.
    pub(super) end: usize,
}

/// Something to be said of a run, in the order found.
enum Note {
    Slip(At, Slip),
    /// So many more mistakes of a code in a file.
    More(&'static Code, u32, usize),
    Apart(At),
    TooDeep(At),
    /// Why a table is too large.
    TooLarge(At, &'static str),
    /// A chunk, by its header, that has records in these lists.
    Lists(At, Vec<&'static str>),
    /// The id of a table whose syntax is broken.
    Lost(String),
    /// A record without id, by its list.
    Nameless(&'static str, At),
}

/// Reads one file in runs of chunks on several threads and hands them to `each` in the order of the file.
pub(super) fn read<'t>((file, text): (u32, &'t str), division: Division, each: &mut dyn FnMut(Part<'t>)) {
    let cutter = Mutex::new((0, Chunks::new(text)));
    let take = || {
        let mut cutter = cutter.lock().unwrap_or_else(PoisonError::into_inner);
        let chunks = cutter.1.next_run(division.run)?;
        cutter.0 += 1;
        Some((cutter.0 - 1, chunks))
    };
    let (sender, inbox) = mpsc::channel();
    thread::scope(|scope| {
        for _ in 1..division.threads {
            let (sender, take) = (sender.clone(), &take);
            let work = move || {
                while let Some((number, chunks)) = take() {
                    // The other end is there until this thread has ended.
                    let _ = sender.send((number, Part::new((file, text), chunks)));
                }
            };
            // Without another thread this one reads all.
            let _ = thread::Builder::new().spawn_scoped(scope, work);
        }
        drop(sender);
        let (mut early, mut next) = (BTreeMap::new(), 0);
        let mut pass = |number: usize, part: Part<'t>| {
            early.insert(number, part);
            while let Some(part) = early.remove(&next) {
                next += 1;
                each(part);
            }
        };
        while let Some((number, chunks)) = take() {
            pass(number, Part::new((file, text), chunks));
            for (number, part) in inbox.try_iter() {
                pass(number, part);
            }
        }
        for (number, part) in inbox {
            pass(number, part);
        }
    });
}

impl<'t> Part<'t> {
    fn new((file, text): (u32, &'t str), chunks: Vec<Chunk>) -> Self {
        let mut part = Self::default();
        for chunk in chunks {
            part.end = chunk.range.end;
            let (start, mark) = (At::new(file, &(chunk.range.start..chunk.range.start)), At::new(file, &chunk.mark));
            match chunk.kind {
                Kind::Apart => part.notes.push(Note::Apart(mark)),
                Kind::TooDeep => part.notes.push(Note::TooDeep(mark)),
                Kind::Table if chunk.is_crowded() => {
                    part.notes.push(Note::TooLarge(mark, "has too many small values"));
                }
                Kind::Table => {
                    let text = text.get(chunk.range).unwrap_or("");
                    if let Some(read) = table((text, chunk.weight), (start, mark), &mut part.notes) {
                        part.notes.push(Note::Lists(mark, lists(&read)));
                        part.take(read, start);
                    }
                }
            }
        }
        part.strip.shrink_to_fit();
        part
    }

    /// Takes what was read of the chunk that begins at `chunk`.
    fn take(&mut self, mut read: File<'t>, chunk: At) {
        self.keep(0, &std::mem::take(&mut read.articles), chunk);
        self.keep(1, &std::mem::take(&mut read.actors), chunk);
        self.keep(2, &std::mem::take(&mut read.issues), chunk);
        self.keep(3, &std::mem::take(&mut read.demands), chunk);
        if read != File::default() {
            self.tops.push((read, chunk));
        }
    }

    /// Keeps the records of a list that have an id, which is the first of their keys: nothing can be made of the others.
    fn keep<T: Pack<'t>>(&mut self, list: usize, records: &Records<'t, T>, chunk: At) {
        let (slots, notes) = (&mut self.lists[list], &mut self.notes);
        records.give(&mut self.strip, |range, start| {
            let at = chunk.within(&range);
            match start {
                Some(start) => {
                    let start = u32::try_from(start).unwrap_or(u32::MAX);
                    slots.push(Slot { at, chunk: chunk.start, strip: 0, start });
                }
                None => notes.push(Note::Nameless(LISTS[list], at)),
            }
        });
    }
}

/// The lists of records that `file` has any of.
fn lists(file: &File<'_>) -> Vec<&'static str> {
    let empty = [file.articles.is_empty(), file.actors.is_empty(), file.issues.is_empty(), file.demands.is_empty()];
    LISTS.into_iter().zip(empty).filter(|(_, is_empty)| !is_empty).map(|(list, _)| list).collect()
}

/// Reads one chunk: fast where it is right, else key by key. `None` where its syntax is broken.
fn table<'t>((text, weight): (&'t str, usize), (start, mark): (At, At), notes: &mut Vec<Note>) -> Option<File<'t>> {
    let mut slips = Slips::default();
    if let Some(file) = record(text, &mut slips) {
        note(slips, start, notes);
        return Some(file);
    }
    if weight > HEAVIEST {
        notes.push(Note::TooLarge(mark, "is large and not all right"));
        return None;
    }
    let (parsed, errors) = DeTable::parse_recoverable(text);
    if errors.is_empty()
        && let Ok(file) = File::deserialize(Deserializer::from(parsed))
    {
        return Some(file);
    }
    let mut slips = Slips::default();
    let count = errors.len();
    for error in errors.into_iter().take(MOST_ERRORS) {
        let range = error.span().unwrap_or(0..0);
        slips.push(&codes::SYNTAX, range, error.message().to_owned());
    }
    let read = if count == 0 {
        let (parsed, _) = DeTable::parse_recoverable(text);
        let range = parsed.span();
        File::shape(Spanned::new(range, DeValue::Table(parsed.into_inner())), Name::File, &mut slips)
    } else {
        notes.extend(lost_id(text).map(Note::Lost));
        None
    };
    if count > MOST_ERRORS
        && let Some(last) = slips.kept.last_mut()
    {
        last.help = Some(format!("and {} more in this table", count - MOST_ERRORS));
    }
    note(slips, start, notes);
    read
}

fn note(slips: Slips, start: At, notes: &mut Vec<Note>) {
    let more: Vec<Note> = slips.more().map(|(code, count)| Note::More(code, start.file, count)).collect();
    notes.extend(slips.kept.into_iter().map(|slip| Note::Slip(start, slip)));
    notes.extend(more);
}

/// The id of a table that cannot be read, where its line can.
fn lost_id(text: &str) -> Option<String> {
    let line = text
        .lines()
        .find(|line| line.trim_start().strip_prefix("id").is_some_and(|rest| rest.trim_start().starts_with('=')))?;
    match DeTable::parse(line).ok()?.into_inner().remove("id")?.into_inner() {
        DeValue::String(id) => Some(id.into_owned()),
        _ => None,
    }
}

impl<'t> Tables<'t> {
    /// Begins the next file, which holds `text`.
    pub(super) fn begin_file(&mut self, text: &'t str) {
        self.texts.push(text);
        self.inline.clear();
    }

    /// Adds what was read of the file; its runs come in order. Says every mistake that a single table can show.
    pub(super) fn take(&mut self, part: Part<'t>, report: &mut Report<'_>) {
        for note in part.notes {
            self.note(note, report);
        }
        for (top, start) in part.tops {
            self.add(top, start, report);
        }
        let strip = u32::try_from(self.strips.len()).unwrap_or(u32::MAX);
        let all = [&mut self.articles, &mut self.actors, &mut self.issues, &mut self.demands];
        for (all, new) in all.into_iter().zip(part.lists) {
            all.extend(new.into_iter().map(|slot| Slot { strip, ..slot }));
        }
        self.strips.push(part.strip);
    }

    /// An article by its place among all.
    pub(super) fn article(&self, index: usize) -> Placed<ArticleTable<'t>> {
        self.placed(self.articles[index])
    }

    /// An actor by its place among all.
    pub(super) fn actor(&self, index: usize) -> Placed<ActorTable<'t>> {
        self.placed(self.actors[index])
    }

    /// An issue by its place among all.
    pub(super) fn issue(&self, index: usize) -> Placed<IssueTable<'t>> {
        self.placed(self.issues[index])
    }

    /// A demand by its place among all.
    pub(super) fn demand(&self, index: usize) -> Placed<DemandTable<'t>> {
        self.placed(self.demands[index])
    }

    /// The id of a record, and where it stands.
    pub(super) fn id(&self, slot: Slot) -> (&str, At) {
        let (id, range) = first_text(self.strip(slot));
        (id, slot.chunk().within(&range))
    }

    fn placed<T: Pack<'t>>(&self, slot: Slot) -> Placed<T> {
        let range = (slot.at.start - slot.chunk) as usize..(slot.at.end - slot.chunk) as usize;
        Placed { table: T::unpack(&range, &mut self.strip(slot)), at: slot.at, chunk: slot.chunk() }
    }

    /// The strip from the record on.
    fn strip(&self, slot: Slot) -> Strip<'_, 't> {
        let strip = self.strips.get(slot.strip as usize).and_then(|strip| strip.get(slot.start as usize..));
        let text = self.texts.get(slot.at.file as usize).and_then(|text| text.get(slot.chunk as usize..));
        Strip { bytes: strip.unwrap_or(&[]), chunk: text.unwrap_or("") }
    }

    fn note(&mut self, note: Note, report: &mut Report<'_>) {
        match note {
            Note::Slip(start, slip) => report.slip(start, slip),
            Note::More(code, file, count) => report.add_more(code, file, count),
            Note::Lost(id) => {
                self.lost.insert(id);
            }
            Note::Apart(mark) => {
                let message = "sub-table stands apart from the table it belongs to";
                let help = "move it directly behind that table, before any other".to_owned();
                report.add(&codes::MISPLACED_TABLE, mark, message).help = Some(help);
            }
            Note::TooDeep(mark) => {
                let message = format!("nested more than {DEEPEST} deep; the table is left out");
                report.add(&codes::DEPTH, mark, message);
            }
            Note::TooLarge(mark, why) => {
                let message = format!("one table {why}; it is left out");
                let help = "write its records as tables of their own, with headers such as `[[demands]]`".to_owned();
                report.add(&codes::DEPTH, mark, message).help = Some(help);
            }
            Note::Nameless(list, at) => {
                let word = list.trim_end_matches('s');
                let message = format!("{word} has no `id`; it is left out");
                report.add(&codes::MISSING_KEY, at, message).help = Some("add `id = \"…\"`".to_owned());
            }
            Note::Lists(mark, lists) if mark.end == 0 => self.inline = lists,
            Note::Lists(mark, lists) => {
                if let Some(place) = self.inline.iter().position(|list| lists.contains(list)) {
                    let list = self.inline.remove(place);
                    let message = format!("`{list}` is a list of its own at the top of the file already");
                    let help = "write all of them as tables with headers".to_owned();
                    report.add(&codes::MISPLACED_TABLE, mark, message).help = Some(help);
                }
            }
        }
    }

    fn add(&mut self, file: File<'t>, chunk: At, report: &mut Report<'_>) {
        if let Some(format) = &file.format
            && format.get_ref().total_cmp(&1.0).is_ne()
        {
            let message = format!("format {} is not known; this program reads format 1", format.get_ref());
            report.add(&codes::FORMAT_VERSION, chunk.within(&format.span()), message);
        }
        let first = |kept: &mut Option<_>, new: Option<Spanned<Text<'t>>>| {
            if kept.is_none() {
                *kept = new.map(|text| text.into_inner().0);
            }
        };
        first(&mut self.head.title, file.title);
        first(&mut self.head.description, file.description);
        first(&mut self.head.language, file.language);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Division, Part, Tables, is_model, read};
    use crate::load::page::{At, Page, Report};

    /// Whether `text`, read chunk by chunk, gives what serde gives of the whole; nothing may be found wrong.
    fn assert_chunked(text: &str) {
        let pages = [Page::new("m.toml".to_owned(), text.to_owned())];
        let mut report = Report::new(&pages);
        let (mut chunked, mut whole) = (Tables::default(), Tables::default());
        let division = Division { threads: 2, run: 40 };
        chunked.begin_file(text);
        read((0, text), division, &mut |part| chunked.take(part, &mut report));
        let mut part = Part::default();
        part.take(toml::from_str(text).unwrap(), At::default());
        whole.begin_file(text);
        whole.take(part, &mut report);
        assert_eq!(report.into_findings(), [], "{text}");
        let count =
            |tables: &Tables<'_>| [&tables.articles, &tables.actors, &tables.issues, &tables.demands].map(Vec::len);
        assert_eq!(count(&chunked), count(&whole), "{text}");
        assert_eq!(format!("{:?}", chunked.head), format!("{:?}", whole.head));
        (0..whole.articles.len())
            .for_each(|at| assert_eq!(chunked.article(at).table, whole.article(at).table, "{text}"));
        (0..whole.actors.len()).for_each(|at| assert_eq!(chunked.actor(at).table, whole.actor(at).table, "{text}"));
        (0..whole.issues.len()).for_each(|at| assert_eq!(chunked.issue(at).table, whole.issue(at).table, "{text}"));
        for at in 0..whole.demands.len() {
            let [(table, passages), other] = [&chunked, &whole].map(|tables| {
                let mut table = tables.demand(at).table;
                let passages = std::mem::take(&mut table.passages);
                (table, passages.iter().map(toml::Spanned::into_inner).collect::<Vec<_>>())
            });
            assert_eq!((table, passages), other, "{text}");
        }
    }

    /// Strings as people and tools write them.
    fn string() -> impl Strategy<Value = String> {
        prop_oneof![
            "[a-z é\\[\\]#]{0,9}".prop_map(|text| format!("\"{text}\"")),
            "[a-z\"\\[\\]]{0,9}".prop_map(|text| format!("'{text}'")),
            "[a-z\\[\\]# \n]{0,12}".prop_map(|text| format!("\"\"\"\n[[demands]]\n{text}\"\"\"")),
            Just("\"\\u00e9 \\\" [[actors]]\"".to_owned()),
        ]
    }

    fn table() -> impl Strategy<Value = String> {
        let pair = |key: &'static str| string().prop_map(move |text| format!("{key} = {text} # [[issues]]\n"));
        let list = |key: &'static str| {
            prop::collection::vec(string(), 0..3).prop_map(move |all| format!("{key} = [\n{}]\n", all.join(",\n")))
        };
        prop_oneof![
            (pair("id"), pair("name"), list("aliases")).prop_map(|(a, b, c)| format!("[[actors]]\n{a}{b}{c}")),
            (pair("id"), pair("title"), pair("note")).prop_map(|(a, b, c)| format!("  [[ articles ]]\r\n{a}{b}{c}")),
            (pair("id"), list("scale")).prop_map(|(a, b)| format!("[['issues']] # x\n{a}{b}")),
            (pair("id"), pair("position"), prop::collection::vec(pair("quote"), 0..3)).prop_map(|(a, b, quotes)| {
                let passages = quotes.into_iter().map(|quote| format!("\n  [[demands.passages]]\n  {quote}"));
                format!("[[demands]]\n{a}{b}date = 2025-08-15\nsalience = 0.5\n{}", passages.collect::<String>())
            }),
        ]
    }

    proptest! {
        #[test]
        fn reading_by_chunks_is_reading_the_whole(head in string(), tables in prop::collection::vec(table(), 0..6)) {
            let text = format!("title = {head}\n{}", tables.join("\n"));
            assert_chunked(&text);
        }
    }

    /// What is read and said of `text` under one division.
    fn read_by(text: &str, division: Division) -> (String, Vec<crate::diagnose::Finding>) {
        let pages = [Page::new("m.toml".to_owned(), text.to_owned())];
        let (mut report, mut tables) = (Report::new(&pages), Tables::default());
        tables.begin_file(text);
        read((0, text), division, &mut |part| tables.take(part, &mut report));
        let articles: Vec<_> = (0..tables.articles.len()).map(|index| tables.article(index)).collect();
        let actors: Vec<_> = (0..tables.actors.len()).map(|index| tables.actor(index)).collect();
        let issues: Vec<_> = (0..tables.issues.len()).map(|index| tables.issue(index)).collect();
        let demands: Vec<_> = (0..tables.demands.len()).map(|index| tables.demand(index)).collect();
        let all = format!("{:?}{:?}", (articles, actors, issues, demands), tables.head);
        (all, report.into_findings())
    }

    proptest! {
        #[test]
        fn the_division_of_the_work_changes_nothing(
            tables in prop::collection::vec(table(), 0..8),
            faults in prop::collection::vec((0..8_usize, "(id = |\\[\\[|\"|actors = \\[\\]\n|x = 1\n|\\]|[=é]){1,2}"), 0..4),
            (threads, run) in (1..4_usize, 1..200_usize),
        ) {
            let mut tables = tables;
            for (at, fault) in faults {
                let at = at.min(tables.len());
                tables.insert(at, fault);
            }
            let text = tables.join("\n");
            let whole = read_by(&text, Division { threads: 1, run: usize::MAX });
            prop_assert_eq!(read_by(&text, Division { threads, run }), whole);
        }
    }

    #[test]
    fn what_refers_to_a_table_with_broken_syntax_is_not_to_blame() {
        let text = "[[actors]]\nid = 'eu'\nname = 'EU\n[[issues]]\nid = 'i'\nname = 'I'\n[[demands]]\nid = 'd'\n\
                    actor = 'eu'\nissue = 'i'\ntext = 'T'\n";
        let loaded = crate::load::load_str(&[("m.toml", text)], &[]);
        let errors = loaded.findings.iter().map(|finding| finding.code.name).filter(|name| name.starts_with('E'));
        assert!(errors.clone().count() > 0 && errors.clone().all(|name| name == "E001"), "{:?}", loaded.findings);
    }

    #[test]
    fn a_file_that_ends_within_a_table_keeps_what_stands_before() {
        let text = "[[actors]]\nid = 'a'\nname = 'A'\n[[actors]]\nid = 'b'\nname = \"B";
        let loaded = crate::load::load_str(&[("m.toml", text)], &[]);
        let keys: Vec<&str> = loaded.model.actors().iter().map(|actor| &*actor.key).collect();
        assert_eq!(keys, ["a"]);
        assert!(!loaded.findings.is_empty());
    }

    #[test]
    fn lists_may_be_written_inline() {
        let text = "actors = [{ id = \"a\", name = \"A\" }]\ndemands = [{ id = \"d\", position = 1, passages = [{ quote = 'q' }] }]\n";
        assert_chunked(text);
    }

    #[test]
    fn a_model_is_told_by_its_tables() {
        for (text, is) in [
            ("", false),
            ("[package]\nname = \"x\"\n", false),
            ("# [[actors]]\n", false),
            ("[[actors]]\n", true),
            ("title = 1\ndemands = []\n", true),
            ("[[actors]]\nid = \"broken\n", true),
        ] {
            assert_eq!(is_model(text), is, "{text}");
        }
    }
}

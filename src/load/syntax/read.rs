//! Reads the tables of a model file, on several threads.

use std::collections::BTreeMap;
use std::sync::mpsc;
use std::sync::{Mutex, PoisonError};
use std::thread;

use toml::de::{DeTable, DeValue};

use super::chunk::{Chunk, Chunks, HEAVIEST, Kind, chunks};
use super::header::{LISTS, header, meant_header};
use super::nest::DEEPEST;
use super::problems::{Problem, Problems};
use super::recorder::Recorder;
use super::{fast_path, mend::recover};
use crate::diagnose::codes;
use crate::format::TableKind;
use crate::load::report::{At, Report};
use crate::load::tables::{CellKind, Source, Tables, Values, each};

/// Whether `text` is probably a model: it has a table of the format or nearly one, or is not valid TOML.
pub(in crate::load) fn is_model(text: &str) -> bool {
    let pieces = chunks(text);
    let is_ours = |chunk: &Chunk| {
        let header = text.get(chunk.mark.clone()).unwrap_or("");
        header.contains(['[', ']']) && meant_header(header).is_some()
    };
    let is_ours_or_broken = |chunk: &Chunk| match text.get(chunk.range.clone()).map(DeTable::parse) {
        Some(Ok(table)) => LISTS.iter().any(|list| table.get_ref().contains_key(*list)),
        Some(Err(_)) | None => true,
    };
    let is_small = |chunk: &Chunk| chunk.kind != Kind::TooDeep && chunk.weight <= HEAVIEST;
    pieces.iter().skip(1).any(is_ours) || pieces.iter().filter(|chunk| is_small(chunk)).any(is_ours_or_broken)
}

/// Bytes of a file that one thread reads at a time.
const RUN: usize = 256 << 10;

/// How to divide the work of reading. The result does not depend on it.
#[derive(Debug, Clone, Copy)]
pub(in crate::load) struct Division {
    threads: usize,
    /// Bytes of a file that one thread reads at a time.
    run: usize,
}

impl Division {
    /// One thread per processor, at most four, and no more than runs.
    pub(in crate::load) fn of(text: &str) -> Self {
        let runs = text.len() / RUN + 1;
        // Asking for the number of processors takes as long as reading a small file.
        let processors = if runs == 1 { 1 } else { thread::available_parallelism().map_or(1, usize::from) };
        Self { threads: processors.min(4).min(runs), run: RUN }
    }
}

/// The content of a run of chunks.
#[derive(Default)]
pub(in crate::load) struct Part {
    values: Values,
    problems: Problems,
    /// Ids of records that could not be read, where recognizable.
    lost: Vec<String>,
    /// Pieces that were not read.
    skipped: Vec<At>,
    /// The lists written inline at the top of the file, if the run includes that.
    inline: Vec<&'static str>,
    /// For each list, the first table with a header.
    with_headers: Vec<(&'static str, At)>,
    /// The headers in single brackets, as tables have that are not of the format.
    single: Vec<At>,
    /// Where the run ends in the file.
    pub(in crate::load) end: usize,
}

/// Reads a file in runs of chunks on several threads and passes them to `each` in the order of the file.
pub(in crate::load) fn read(source: Source<'_>, division: Division, each: &mut dyn FnMut(Part)) {
    let cutter = Mutex::new((0, Chunks::new(source.text)));
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
                    // The receiver outlives this thread.
                    let _ = sender.send((number, Part::new(source, &chunks)));
                }
            };
            // If no thread can be started, this one reads everything.
            let _ = thread::Builder::new().spawn_scoped(scope, work);
        }
        drop(sender);
        let (mut early, mut next) = (BTreeMap::new(), 0);
        let mut pass = |number: usize, part: Part| {
            early.insert(number, part);
            while let Some(part) = early.remove(&next) {
                next += 1;
                each(part);
            }
        };
        while let Some((number, chunks)) = take() {
            pass(number, Part::new(source, &chunks));
            for (number, part) in inbox.try_iter() {
                pass(number, part);
            }
        }
        for (number, part) in inbox {
            pass(number, part);
        }
    });
}

impl Part {
    fn new(source: Source<'_>, chunks: &[Chunk]) -> Self {
        let mut part = Self::default();
        for chunk in chunks {
            part.end = chunk.range.end;
            let mark = At::new(source.number, &chunk.mark);
            let text = source.text.get(chunk.range.clone());
            let text = text.unwrap_or_else(|| unreachable!("a chunk keeps to its file"));
            match chunk.kind {
                Kind::Apart => {
                    let help = "move it directly after that table, before any other".to_owned();
                    let message = "sub-table is separated from the table it belongs to".to_owned();
                    part.problems.push(Problem { code: &codes::MISPLACED_TABLE, at: mark, message, help: Some(help) });
                    part.skip(At::new(source.number, &chunk.range), None);
                }
                Kind::TooDeep => {
                    let id = lost_id(text);
                    let what = id.as_ref().map_or_else(|| "the table".to_owned(), |id| format!("`{id}`"));
                    let message = format!("nested more than {DEEPEST} deep; {what} is left out");
                    part.problems.push(Problem { code: &codes::DEPTH, at: mark, message, help: None });
                    part.skip(At::new(source.number, &chunk.range), id);
                }
                Kind::Table if chunk.is_crowded() => {
                    part.too_large(mark, "has too many small values");
                    part.skip(At::new(source.number, &chunk.range), lost_id(text));
                }
                Kind::Table => {
                    let begins = source.text.get(chunk.mark.clone());
                    if begins.is_some_and(|begins| begins.starts_with('[') && !begins.starts_with("[[")) {
                        part.single.push(mark);
                    }
                    part.read(text, chunk, source.number);
                }
            }
        }
        part
    }

    fn skip(&mut self, at: At, id: Option<String>) {
        self.skipped.push(at);
        self.lost.extend(id);
    }

    fn too_large(&mut self, mark: At, why: &str) {
        let message = format!("one table {why}; it is left out");
        let help = "write its records as tables of their own, with headers such as `[[demands]]`".to_owned();
        self.problems.push(Problem { code: &codes::DEPTH, at: mark, message, help: Some(help) });
    }

    /// Reads one chunk: on the fast path if it is plain, else from a tree.
    fn read(&mut self, text: &str, chunk: &Chunk, file: u32) {
        let (begin, before) = (self.values.cells.len(), self.problems.mark());
        let base = At::new(file, &(chunk.range.start..chunk.range.start));
        let mut recorder = Recorder { values: &mut self.values, problems: &mut self.problems, base };
        // A byte order mark is allowed only at the start of a file, but parsers skip it at the start of any text.
        let is_marked = text.starts_with('\u{feff}') && chunk.range.start > 0;
        if is_marked || fast_path::read(text, &mut recorder).is_none() {
            self.values.cells.truncate(begin);
            self.problems.back(before);
            if chunk.weight > HEAVIEST {
                self.too_large(At::new(file, &chunk.mark), "is large and not all right");
                self.skip(At::new(file, &chunk.range), lost_id(text));
                return;
            }
            self.by_tree(text, chunk, file);
        }
        for (cell, _) in each(&self.values.cells[begin..]) {
            let list = TableKind::Top.keys()[usize::from(cell.key)].name;
            if cell.kind != CellKind::Table || !LISTS.contains(&list) {
                continue;
            }
            if chunk.mark.end == 0 {
                if !self.inline.contains(&list) {
                    self.inline.push(list);
                }
            } else if self.with_headers.iter().all(|(known, _)| *known != list) {
                self.with_headers.push((list, At::new(file, &chunk.mark)));
            }
        }
    }

    /// Reads a chunk from a tree; returns whether all of it was read.
    fn by_tree(&mut self, text: &str, chunk: &Chunk, file: u32) -> bool {
        let base = At::new(file, &(chunk.range.start..chunk.range.start));
        let mut recorder = Recorder { values: &mut self.values, problems: &mut self.problems, base };
        let Err(mended) = recover(text, chunk.in_conflict, &mut recorder) else { return true };
        self.lost.extend(mended.lost);
        self.skipped.extend(mended.skipped);
        false
    }

    /// Moves the content to `tables`, in the order of the file, and reports the problems.
    pub(in crate::load) fn give<'t>(self, source: Source<'t>, tables: &mut Tables<'t>, report: &mut Report<'_>) {
        let (problems, more) = self.problems.into_parts();
        for problem in problems {
            report.add(problem.code, problem.at, problem.message).help = problem.help;
        }
        for (code, count) in more {
            report.add_more(code, source.number, count);
        }
        tables.lost.extend(self.lost);
        tables.skipped.extend(self.skipped);
        let inline = &mut tables.inline;
        inline.extend(self.inline);
        for (list, at) in self.with_headers {
            if let Some(place) = inline.iter().position(|inline| *inline == list) {
                inline.remove(place);
                let message = format!("`{list}` is already a list at the top of the file");
                let help = "write all of them as tables with headers".to_owned();
                report.add(&codes::MISPLACED_TABLE, at, message).help = Some(help);
            }
        }
        for at in self.single {
            let header = source.text.get(at.start as usize..).and_then(header);
            let header = header.filter(|header| !LISTS.contains(&header.first));
            if let Some(header) = header.filter(|header| !tables.foreign.insert((header.first, header.behind))) {
                let path = [header.first, header.behind].join(if header.behind.is_empty() { "" } else { "." });
                let help = "delete one of the two".to_owned();
                report.add(&codes::SYNTAX, at, format!("the table `{path}` appears twice")).help = Some(help);
            }
        }
        tables.add(source, self.values, |list, at, spoilt| {
            let kind = list.trim_end_matches('s');
            if let Some(spoilt) = spoilt {
                report.so(spoilt, &format!("; the {kind} is left out"));
            } else {
                let message = format!("{kind} has no `id`; it is left out");
                report.add(&codes::MISSING_KEY, at, message).help = Some("add `id = \"…\"`".to_owned());
            }
        });
    }
}

/// The id of an unreadable table, if its line is readable.
fn lost_id(text: &str) -> Option<String> {
    let line = text
        .lines()
        .find(|line| line.trim_start().strip_prefix("id").is_some_and(|rest| rest.trim_start().starts_with('=')))?;
    match DeTable::parse(line).ok()?.into_inner().remove("id")?.into_inner() {
        DeValue::String(id) => Some(id.into_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Chunk, Division, Kind, Part, is_model, read};
    use crate::diagnose::Finding;
    use crate::load::report::{ModelFile, Report};
    use crate::load::tables::{Source, Tables};

    /// What is read and said of `text`, given by its parts.
    fn told(text: &str, read: impl FnOnce(Source<'_>, &mut dyn FnMut(Part))) -> (String, Vec<Finding>) {
        let files = [ModelFile::new("m.toml".to_owned(), text.to_owned())];
        let source = Source { text, number: 0, is_file: true };
        let (mut report, mut tables) = (Report::new(&files), Tables::default());
        read(source, &mut |part| part.give(source, &mut tables, &mut report));
        (tables.dump(), report.into_findings())
    }

    fn by_division(text: &str, division: Division) -> (String, Vec<Finding>) {
        told(text, |source, each| read(source, division, each))
    }

    /// Whether `text`, read chunk by chunk, gives what a tree of the whole gives; nothing may be found wrong.
    fn assert_chunked(text: &str) {
        let chunked = by_division(text, Division { threads: 2, run: 40 });
        let chunk = Chunk::new(Kind::Table, 0..text.len(), 0..0);
        let whole = told(text, |source, each| {
            let mut part = Part::default();
            assert!(part.by_tree(source.text, &chunk, source.number));
            each(part);
        });
        assert_eq!(chunked.1, [], "{text}");
        assert_eq!(chunked, whole, "{text}");
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
            let whole = by_division(&text, Division { threads: 1, run: usize::MAX });
            prop_assert_eq!(by_division(&text, Division { threads, run }), whole);
        }
    }

    #[test]
    fn an_integer_has_64_bits_wherever_it_is() {
        for (number, is_right) in
            [("9_223_372_036_854_775_807", true), ("9999999999999999999", false), ("0x7fff", true)]
        {
            for text in
                [format!("s = {number}\n"), format!("s = [1, {{ a = {number} }}]\n"), format!("[x]\ny = {number}\n")]
            {
                let loaded = crate::load::load_str(&[("m.toml", &text)], &[]);
                let is_told = loaded.findings.iter().any(|finding| finding.code.name == "E001");
                assert_eq!(is_told, !is_right, "{text}");
            }
        }
    }

    #[test]
    fn a_table_that_is_not_of_the_format_appears_once() {
        let told = |text: &str| {
            let loaded = crate::load::load_str(&[("m.toml", text)], &[]);
            let told = loaded.findings.iter().filter(|finding| finding.code.name == "E001");
            told.map(|finding| finding.message.clone()).collect::<Vec<_>>()
        };
        for (text, twice) in [
            ("[keys]\na=1\n[keys]\nb=1\n", "keys"),
            ("[keys.x]\n[[actors]]\nid='a'\nname='A'\n[ 'keys' . x ]\n", "keys.x"),
        ] {
            assert_eq!(told(text), [format!("the table `{twice}` appears twice")], "{text}");
        }
        for once in ["[keys]\n[key]\n", "[keys.x]\n[keys]\n", "[[keys]]\n[[keys]]\n"] {
            assert_eq!(told(once), [""; 0], "{once}");
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
    fn a_file_that_ends_within_a_table_keeps_what_is_whole() {
        let text = "[[actors]]\nid = 'a'\nname = 'A'\n[[actors]]\nid = 'b'\nname = \"B";
        let loaded = crate::load::load_str(&[("m.toml", text)], &[]);
        let keys: Vec<&str> = loaded.model.actors().iter().map(|actor| &*actor.key).collect();
        assert_eq!(keys, ["a", "b"]);
        assert_eq!(loaded.model.actors().last().map(|actor| &*actor.name), Some("b"), "its id stands in for the name");
        assert!(loaded.is_broken());
    }

    #[test]
    fn lists_may_be_written_inline() {
        let text = "actors = [{ id = \"a\", name = \"A\" }]\ndemands = [{ id = \"d\", position = 1, passages = [{ quote = 'q' }] }]\n";
        assert_chunked(text);
    }

    #[test]
    fn a_model_is_recognized_by_its_tables() {
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

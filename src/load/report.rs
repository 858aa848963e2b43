//! Findings and their places in the model files.

use std::cell::Cell;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use memchr::memmem;

use super::nearest::cost;
use crate::diagnose::{About, Code, Excerpt, Finding, Label, Level, Site, codes};
use crate::text::{LineIndex, Place, Span};

/// The text of a model file with its lines.
#[derive(Debug)]
pub(super) struct ModelFile {
    /// The file as the user named it.
    pub(super) name: String,
    pub(super) text: String,
    lines: LineIndex,
}

/// Messages are cut to about this many bytes: the user's words in them may be as long as the file.
const LONGEST_MESSAGE: usize = 400;
/// Characters of a record's words to keep with a finding.
const LONGEST_WORDS: usize = 60;

impl ModelFile {
    pub(super) fn new(name: String, text: String) -> Self {
        let lines = LineIndex::new(&text);
        Self { name, text, lines }
    }

    /// The place of `range`, with its first line.
    fn site(&self, range: Range<usize>, last: &mut Counted) -> Site {
        let text = self.text.as_str();
        let start = text.floor_char_boundary(range.start);
        let end = text.floor_char_boundary(range.end.max(range.start)).max(start);
        let line = self.lines.span(self.lines.line(start) as usize).unwrap_or_default();
        let excerpt = Excerpt::new(text, line, start..end);
        // The next finding may begin here too, so continue counting from the start.
        let start_place = self.place(start, last);
        let end = self.place(end, &mut last.clone());
        Site { file: self.name.clone(), start: start_place, end, excerpt }
    }

    /// The place of a byte; continues counting from the last place if that is in the same line.
    fn place(&self, offset: usize, last: &mut Counted) -> Place {
        let line = self.lines.line(offset);
        if last.line != line || last.offset > offset {
            let start = self.lines.span(line as usize).map_or(0, Span::start);
            *last = Counted { file: last.file, line, offset: start, column: 1 };
        }
        let between = self.text.get(last.offset..offset).unwrap_or("");
        last.column = last.column.saturating_add(u32::try_from(between.chars().count()).unwrap_or(u32::MAX));
        last.offset = offset;
        Place { line, column: last.column }
    }
}

/// The record around `at`, as its table gives it; `None` without a header and an id near it.
fn about(text: &str, at: usize) -> Option<About> {
    const NEAR: usize = 8 << 10;
    const PASSAGES: &str = "[[demands.passages]]";
    let is_record = |start: &usize| text.get(*start..).is_some_and(|rest| !rest.starts_with(PASSAGES));
    // The line of `at` may be the header itself.
    let line_end = memchr::memchr(b'\n', text.as_bytes().get(at..)?).map_or(text.len(), |length| at + length);
    let from = text.floor_char_boundary(at.saturating_sub(NEAR));
    let headers =
        memmem::rfind_iter(text.as_bytes().get(from..text.floor_char_boundary(line_end.min(at + NEAR)))?, b"[[");
    let is_line_start = |start: &usize| *start == 0 || text.as_bytes().get(start - 1) == Some(&b'\n');
    let start = headers.map(|start| from + start).filter(is_line_start).find(is_record)?;
    let rest = text.get(start + 2..text.floor_char_boundary(start + NEAR))?;
    let table = rest.split("\n[").next()?;
    let value = |key: &str| {
        let mut lines = table.lines().filter_map(|line| line.trim_start().strip_prefix(key));
        let value = lines.find_map(|line| line.trim_start().strip_prefix('='))?.trim();
        let mark = value.chars().next().filter(|mark| matches!(mark, '"' | '\''))?;
        value.split(mark).find(|piece| !piece.is_empty()).map(str::to_owned)
    };
    let words = ["text", "name", "title"].into_iter().find_map(value).unwrap_or_default();
    Some(About { id: value("id")?, words: words.chars().take(LONGEST_WORDS).collect() })
}

/// A place to continue counting columns from: a file may be one line with a mistake in every word.
#[derive(Debug, Default, Clone)]
struct Counted {
    file: u32,
    line: u32,
    offset: usize,
    column: u32,
}

/// A piece of a model file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(super) struct At {
    pub(super) file: u32,
    pub(super) start: u32,
    pub(super) end: u32,
}

impl At {
    /// The place of a value that is in no model file.
    pub(super) const NOWHERE: Self = Self { file: u32::MAX, start: 0, end: 0 };

    pub(super) fn new(file: u32, range: &Range<usize>) -> Self {
        let span = Span::new(range.start, range.end);
        Self { file, start: span.start, end: span.end }
    }

    /// The piece at `range` of the chunk that begins here.
    pub(super) fn within(self, range: &Range<usize>) -> Self {
        let base = self.start as usize;
        Self::new(self.file, &(base + range.start..base + range.end))
    }
}

/// Findings of each code to keep, whatever the size of the files.
const KEPT_OF_CODE: usize = 1000;
/// Findings to keep in all, plus one for each [`BYTES_PER_FINDING`].
const KEPT: usize = 10_000;
/// Total [`cost`] allowed for finding nearest words: some hundredths of a second.
const MOST_COMPARED: usize = 400_000;
/// A finding takes less than half as many bytes, so findings take less memory than the text.
const BYTES_PER_FINDING: usize = 1024;

/// The findings so far with their places. Of a mistake made in every line only the first ones are kept; the rest are
/// counted.
pub(super) struct Report<'p> {
    files: &'p [ModelFile],
    findings: Vec<(At, Finding)>,
    /// The last finding at each place, by file and byte.
    places: HashMap<(u32, u32), usize>,
    /// For each file and code, how many are kept and how many more there are.
    counts: BTreeMap<(u32, &'static str), (usize, usize)>,
    /// How many to keep in all before limiting codes.
    room: usize,
    /// Stands in for a finding that is not kept.
    scratch: Finding,
    /// Cost of finding nearest words so far.
    compared: usize,
    last: Counted,
    /// The place of the last label.
    second: Counted,
    /// The line asked for last: records come in the order of the file.
    line: Cell<u32>,
}

impl<'p> Report<'p> {
    pub(super) fn new(files: &'p [ModelFile]) -> Self {
        let bytes: usize = files.iter().map(|file| file.text.len()).sum();
        Self {
            files,
            findings: Vec::new(),
            places: HashMap::new(),
            counts: BTreeMap::new(),
            room: KEPT + bytes / BYTES_PER_FINDING,
            scratch: Finding::new(&codes::SYNTAX, ""),
            compared: 0,
            last: Counted::default(),
            second: Counted::default(),
            line: Cell::new(1),
        }
    }

    /// Adds a finding at `at`, to be completed by the caller.
    pub(super) fn add(&mut self, code: &'static Code, at: At, message: impl Into<String>) -> &mut Finding {
        let (kept, more) = self.counts.entry((at.file, code.name)).or_default();
        if *kept >= KEPT_OF_CODE && self.findings.len() >= self.room {
            *more += 1;
            return &mut self.scratch;
        }
        *kept += 1;
        if self.last.file != at.file {
            self.last = Counted { file: at.file, ..Counted::default() };
        }
        let file = self.files.get(at.file as usize);
        let site = file.map(|file| file.site(at.start as usize..at.end as usize, &mut self.last));
        let mut message = message.into();
        if message.len() > LONGEST_MESSAGE {
            message.truncate(message.floor_char_boundary(LONGEST_MESSAGE));
            message.push('…');
        }
        let about = file.and_then(|file| about(&file.text, at.start as usize)).map(Box::new);
        let finding = Finding { site, about, ..Finding::new(code, message) };
        self.findings.push((at, finding));
        let last = self.findings.len() - 1;
        self.places.insert((at.file, at.start), last);
        &mut self.findings[last].1
    }

    /// A label for a second place of a finding.
    pub(super) fn label(&mut self, at: At, words: &str) -> Option<Box<Label>> {
        let file = self.files.get(at.file as usize)?;
        if self.second.file != at.file {
            self.second = Counted { file: at.file, ..Counted::default() };
        }
        let site = file.site(at.start as usize..at.end as usize, &mut self.second);
        Some(Box::new(Label { words: words.to_owned(), site }))
    }

    /// Whether the budget allows to compare an unknown word with this many known ones; spends it.
    pub(super) fn may_compare(&mut self, word: &str, known: usize) -> bool {
        self.compared = self.compared.saturating_add(cost(word, known));
        self.compared <= MOST_COMPARED
    }

    /// Appends the consequence to the message of the finding at `at`.
    pub(super) fn so(&mut self, at: At, words: &str) {
        let place = self.places.get(&(at.file, at.start)).copied();
        if let Some((_, finding)) = place.and_then(|place| self.findings.get_mut(place))
            && finding.message.len() < LONGEST_MESSAGE
            && !finding.message.ends_with(words)
        {
            finding.message.push_str(words);
        }
    }

    /// Adds to the number of findings that are only counted.
    pub(super) fn add_more(&mut self, code: &'static Code, file: u32, count: usize) {
        self.counts.entry((file, code.name)).or_default().1 += count;
    }

    pub(super) fn line(&self, at: At) -> u32 {
        let line = self.files.get(at.file as usize);
        let line = line.map_or(1, |file| file.lines.line_from(at.start as usize, self.line.get()));
        self.line.set(line);
        line
    }

    /// The findings in order of file, place, level; at one place in the order found.
    pub(super) fn into_findings(mut self) -> Vec<Finding> {
        self.findings.sort_by_key(|(at, finding)| (at.file, at.start, finding.code.level == Level::Warning));
        for (at, finding) in self.findings.iter_mut().rev() {
            let counts = self.counts.get_mut(&(at.file, finding.code.name));
            finding.more = counts.map_or(0, |(_, more)| std::mem::take(more));
        }
        self.findings.into_iter().map(|(_, finding)| finding).collect()
    }
}

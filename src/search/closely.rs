//! The last step of a search: the best rows are read, marked and ordered.

use super::inquiry::Inquiry;
use super::need::Need;
use super::query::{Sense, What};
use super::reading::{Place, Reading, Text, tidy};
use super::rows::{Found, Row};
use super::units::Source;
use super::{Hit, Reason};
use crate::model::Subject;
use crate::text::{Folded, Span, fold_for_search};

/// No more rows than this are read closely before the best are taken: behind them the rough order stands.
const AT_MOST_CLOSELY: usize = 600;
/// What close reading can add to a rough score.
const MOST_BONUS: u32 = 180;

impl Inquiry<'_> {
    /// Reads the rows that may be among the best closely, orders them and makes hits of them.
    pub fn best(&self, mut rows: Vec<Row>, limit: usize) -> Vec<Hit> {
        // A record found by its id and by its words stands once.
        rows.sort_unstable_by_key(|row| (row.unit, std::cmp::Reverse(row.score)));
        rows.dedup_by_key(|row| row.unit);
        rows.sort_unstable_by_key(Row::order);
        let closely = rows.len().min(AT_MOST_CLOSELY.max(limit));
        let rest = rows.split_off(closely);
        let mut read = self.read_closely(rows, limit);
        read.sort_by_key(|(row, hit)| (std::cmp::Reverse(hit.score), row.unit));
        let rest = rest.into_iter().map(|row| (row, self.read(row)));
        let wanted = limit.saturating_sub(read.len());
        read.extend(rest.take(wanted));
        read.truncate(limit);
        read.into_iter().map(|(_, hit)| hit).collect()
    }

    /// The hits of rows that come best first: at least the `limit` best ones, until no later row can be among them.
    fn read_closely(&self, rows: Vec<Row>, limit: usize) -> Vec<(Row, Hit)> {
        let mut read: Vec<(Row, Hit)> = Vec::with_capacity(rows.len());
        let mut least = None;
        for row in rows {
            if least.is_some_and(|least| row.score + MOST_BONUS < least) {
                break;
            }
            read.push((row, self.read(row)));
            if read.len() == limit {
                least = read.iter().map(|(_, hit)| hit.score).min();
            }
        }
        read
    }

    /// The hit of a row, with its marks and its full score.
    fn read(&self, row: Row) -> Hit {
        let subject = self.index.units.subject(row.unit);
        match row.found {
            Found::Id => self.read_id(row, subject),
            Found::Text => self.read_text(row, subject),
        }
    }

    fn read_id(&self, row: Row, subject: Subject) -> Hit {
        let text: Box<str> = self.model.subject_key(subject).into();
        let folded = fold_for_search(&text);
        let length = self.id.map_or(0, str::len).min(folded.text().len());
        let marks = if length == 0 { Vec::new() } else { vec![folded.source(0..length)] };
        Hit { subject, text, marks, score: row.score, why: Reason::Id }
    }

    fn read_text(&self, row: Row, subject: Subject) -> Hit {
        let text = self.index.units.text(row.unit, self.model);
        let label = self.index.units.labels().get(row.unit as usize);
        let folded = fold_for_search(text);
        let mut reading = self.reading(&folded, label.is_some().then_some(row.unit));
        let why = match label.map(|label| label.source) {
            _ if reading.is_unasked() => Reason::Fields,
            Some(Source::Name | Source::Title) => Reason::Name,
            Some(Source::Alias(_)) => Reason::Alias(text.into()),
            Some(Source::Question) => Reason::Question,
            Some(Source::Key) => Reason::Id,
            None if reading.corrected.is_empty() => Reason::Words,
            None => Reason::Corrected(std::mem::take(&mut reading.corrected).into()),
        };
        let bonus = match label {
            Some(_) => reading.share() + if reading.first() == Some(0) { 20 } else { 0 },
            None => reading.closeness(),
        };
        let mut marks = reading.marks;
        tidy(&mut marks);
        Hit { subject, text: text.into(), marks, score: row.score + bonus, why }
    }

    /// What a text says to every term that must be met. `label` is the unit of a name.
    fn reading(&self, folded: &Folded, label: Option<u32>) -> Reading {
        let text = Text::new(folded);
        let mut reading = Reading::default();
        let place = if label.is_some() { Place::Name } else { Place::Prose };
        for sought in self.clauses.iter().flatten() {
            let (What::Words(words), Sense::Wanted) = (&sought.term.what, sought.term.sense) else { continue };
            let before = reading.marks.len();
            reading.note(&text, (words, &sought.needs), (&self.index.vocabulary, place));
            let label = label.and_then(|unit| self.index.labels.get(unit as usize));
            if let Some(label) = label.filter(|_| reading.marks.len() == before) {
                for need in &sought.needs {
                    reading.marks.extend(self.scattered_marks(label, need, folded));
                }
            }
        }
        reading
    }

    /// The letters of a label that a typed word has in order.
    fn scattered_marks(&self, label: &super::labels::Label, need: &Need, folded: &Folded) -> Vec<Span> {
        if self.scatter.score(label, &need.typed).is_none() {
            return Vec::new();
        }
        let starts: Vec<(usize, char)> = folded.text().char_indices().collect();
        let places = self.scatter.places(label, &need.typed);
        let spans = places.iter().filter_map(|at| starts.get(*at));
        spans.map(|(at, c)| folded.source(*at..at + c.len_utf8())).collect()
    }
}

//! A cell in detail: why the two relate as they do, then both demands and both quotes with their places.

use super::lines::{Line, Lines, Tone};
use super::teller::{Teller, Told};
use crate::app::place::Mode;
use crate::app::words::anchor;
use crate::quote::{ShownQuote, who_in_brief};
use crate::text::Span;

/// With fewer rows than this, only one quote leads.
const BRIEF: usize = 6;

impl Teller<'_> {
    /// Why the cell says what it says, and what both say, as much of the quotes first as fits into the panel; on a scale, what
    /// the one under the cursor says. Gives the title, and the verdict.
    pub(super) fn cell(&self, (row, column): (usize, usize), lines: &mut Lines) -> Option<(String, String)> {
        let issue = self.model.issue(self.table.issue(row)?);
        let pair = self.table.pair(self.model, row, column).filter(|_| column > 0);
        let is_scale = self.compare.mode == Mode::Spectrum;
        let whom = match column {
            1.. if !is_scale => format!("{} and {}", self.name(0), self.name(column)),
            _ => self.name(column).to_owned(),
        };
        let sign = self.table.sign(self.model, row, column).still();
        let mut reason = lines.rest(0);
        if let Some(pair) = pair {
            let words = self.table.reason(self.model, row, (0, column)).unwrap_or_default();
            reason.put(&format!("{sign} {words}"), Tone::Verdict(pair.verdict), 0);
        }
        let columns = if is_scale || column == 0 { vec![column] } else { vec![0, column] };
        self.sides((row, &columns), reason.rows, lines);
        let verdict = pair.map_or(String::new(), |pair| format!("{sign} {}", pair.verdict.word()));
        Some((format!("{} · {whom}", issue.name), verdict))
    }

    /// The reason and all that the columns say in a row. Where that does not fit into the panel, the quotes come first, in equal
    /// parts, and all of it below.
    fn sides(&self, (row, columns): (usize, &[usize]), reason: Vec<Line>, lines: &mut Lines) {
        let page = lines.page;
        let (mut whole, mut rows) = (Vec::with_capacity(columns.len()), reason.len());
        for column in columns {
            let mut side = lines.rest(rows);
            self.side((row, *column), Told::Demands, &mut side);
            rows += side.rows.len();
            whole.push(side);
        }
        lines.rows.clone_from(&reason);
        if rows <= page {
            let has_gaps = rows + whole.len() <= page;
            return lines.extend(whole, has_gaps);
        }
        if page >= BRIEF && columns.len() == 1 {
            return lines.extend(whole, false);
        }
        if page < BRIEF {
            self.brief((row, columns), lines);
        } else {
            let room = page.saturating_sub(reason.len());
            let quotes = columns.iter().map(|column| {
                let mut side = lines.leading(page);
                self.side((row, *column), Told::Quotes, &mut side);
                side.rows
            });
            shared(quotes.collect(), room, lines);
        }
        lines.fill_page();
        lines.put("In full", Tone::Heading, 0);
        if page < BRIEF {
            lines.rows.extend(reason);
        }
        for (at, side) in whole.into_iter().enumerate() {
            lines.extend(vec![side], at > 0);
        }
    }

    /// The words of one demand of the last column, else of the first: all there is room for on a small screen.
    fn brief(&self, (row, columns): (usize, &[usize]), lines: &mut Lines) {
        lines.rows.truncate(1);
        let demand = |column: &usize| self.table.stance(self.model, row, *column).demands().first().copied();
        let Some(id) = columns.iter().rev().chain([&0]).find_map(demand) else { return };
        let demand = self.model.demand(id);
        match demand.passages().next() {
            Some(passage) => {
                let state = &self.model.passage(passage).anchor;
                let tone = if state.is_lost() { Tone::Warn } else { Tone::Text };
                // Whose words they are comes first: the quote may be cut.
                let before = format!("{}{}: ", who_in_brief(self.model, passage), self.model.ended(id));
                let quote = ShownQuote::new(self.model, passage).in_marks().behind(&before);
                lines.add(&quote, tone, (0, Some(demand.actor)));
                let article = self.model.article(self.model.passage(passage).article);
                let line = |span: Span| format!("line {}", article.lines.line(span.start()));
                let place = state.verified().map_or_else(|| anchor(state), line);
                let full = format!("{} · {place}", article.title);
                let short = if self.model.articles().len() == 1 { &place } else { &full };
                lines.end_with([&full, short], if state.is_lost() { Tone::Warn } else { Tone::Dim });
            }
            None => lines.put(&demand.text, Tone::Text, 0),
        }
    }
}

/// Adds what sides say in at most `room` rows: each in full if all fit, else in equal parts.
fn shared(sides: Vec<Vec<Line>>, room: usize, lines: &mut Lines) {
    let total: usize = sides.iter().map(Vec::len).sum();
    let has_gaps = total + sides.len() <= room;
    let shares = match sides.as_slice() {
        [one, other] if total > room => {
            let first = one.len().min((room / 2).max(room.saturating_sub(other.len())));
            vec![first, room - first]
        }
        _ => vec![room; sides.len()],
    };
    for (side, share) in sides.into_iter().zip(shares) {
        lines.gap(has_gaps);
        lines.rows.extend(cut(side, share));
    }
}

/// The first `share` rows; the last of them says so where there were more.
fn cut(mut side: Vec<Line>, share: usize) -> Vec<Line> {
    if side.len() > share {
        side.truncate(share);
        if let Some(last) = side.last_mut() {
            last.text.push_str(" …");
        }
    }
    side
}

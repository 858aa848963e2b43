//! Two actors in detail: the number and the issues that make it; then the groups, and what divides them.

use super::lines::{Lines, Tone};
use super::teller::Teller;
use crate::compare::{Verdict, ended_words};
use crate::text::counted;

/// The most issues that are said to divide the groups, and the most of the nearest that are listed.
const MOST: usize = 4;

/// With fewer rows than this, fewer of the nearest leave room for the groups.
const ROOMY: usize = 16;

/// So many names of a group leave room for what divides it from others.
const FEW: usize = 6;

impl Teller<'_> {
    /// Gives the title.
    pub(super) fn pair(&self, (a, b): (usize, usize), lines: &mut Lines) -> String {
        let (one, other) = (self.name(a), self.name(b));
        if a == b {
            self.nearest(a, lines);
        } else {
            self.why((a, b), lines);
        }
        self.divided(lines);
        if a == b { format!("{one} and the others") } else { format!("{one} and {other}") }
    }

    /// Who is nearest to a party, and over how much.
    fn nearest(&self, column: usize, lines: &mut Lines) {
        let (groups, name) = (&self.compare.groups, self.name(column));
        let tone = self.table.parties().get(column).map_or(Tone::Strong, |party| Tone::Actor(party.actor));
        if groups.nearest.is_empty() && groups.related.is_empty() {
            lines.put(&format!("Nobody can be compared with {name}."), tone, 0);
        } else {
            lines.put(&format!("Nearest to {name} first, by {}:", groups.measure.word()), tone, 0);
        }
        let most = if lines.page >= ROOMY { MOST } else { 2 };
        for (other, value) in groups.nearest.iter().take(most) {
            let words = format!("{value:.2} {}: {}", self.name(*other), self.over((column, *other)));
            lines.put(&words, Tone::Text, 1);
        }
        let most = most.saturating_sub(groups.nearest.len()).max(usize::from(most == MOST));
        for other in groups.related.iter().take(most) {
            let words = format!("by relation {}: {}", self.name(*other), self.by_relation((column, *other)));
            lines.put(&words, Tone::Text, 1);
        }
    }

    /// On how many issues relations alone let two agree or be opposed.
    fn by_relation(&self, pair: (usize, usize)) -> String {
        let summary = self.table.affinity(self.model).summary(self.model, self.table.matrix(self.model), pair);
        let summary = summary.unwrap_or_default();
        let counts =
            [("agrees", summary.agree), ("opposed", summary.opposed)].into_iter().filter(|(_, count)| *count > 0);
        counts.map(|(how, count)| format!("{how} on {}", counted(count, "issue"))).collect::<Vec<_>>().join(", ")
    }

    /// What a number is a share of: `3 of 5 comparable agree, 6 unknown`.
    fn over(&self, pair: (usize, usize)) -> String {
        let (affinity, matrix) = (self.table.affinity(self.model), self.table.matrix(self.model));
        affinity.summary(self.model, matrix, pair).map_or(String::new(), |summary| match summary.placed {
            0 => summary.sentence(),
            placed => format!("{}; by position on {}", summary.sentence(), counted(placed, "issue")),
        })
    }

    /// The number of two parties, and the issues that make it, the farthest first.
    fn why(&self, (a, b): (usize, usize), lines: &mut Lines) {
        let (model, table, groups) = (self.model, self.table, &self.compare.groups);
        let value =
            table.affinity(model).value((model, table.matrix(model)), (groups.measure, groups.normalise), (a, b));
        let word = groups.measure.word();
        let number = value.map_or(format!("no {word}"), |value| format!("{word} {value:.2}"));
        lines.put(&format!("{number}: {}", self.over((a, b))), Tone::Strong, 0);
        if groups.measure.counts_statements() {
            let parties = [a, b].into_iter().filter_map(|column| table.parties().get(column));
            let ended = ended_words(model, parties);
            lines.put(&format!("{}{ended}", groups.measure.meaning(groups.normalise)), Tone::Dim, 0);
        }
        let mut issues: Vec<_> = (0..table.issues().len())
            .filter_map(|row| Some((row, table.between(model, row, (a, b))?)))
            .filter(|(_, pair)| pair.verdict != Verdict::Unknown)
            .collect();
        issues.sort_by_key(|(_, pair)| std::cmp::Reverse(pair.verdict));
        for (row, pair) in issues {
            if !lines.has_room() {
                return;
            }
            let mark = pair.mark(table.stance(model, row, b));
            let reason = table.reason(model, row, (a, b)).unwrap_or_default();
            lines.put(&format!("{mark} {}: {reason}", self.issue_name(row)), Tone::Verdict(pair.verdict), 0);
        }
    }

    /// The groups, what divides them, and how much of it is known.
    fn divided(&self, lines: &mut Lines) {
        let groups = &self.compare.groups;
        let is_roomy = lines.page >= ROOMY;
        lines.gap(is_roomy);
        lines.put(&format!("{}:", counted(groups.count, "group")), Tone::Heading, 0);
        for (number, group) in groups.cut.groups.iter().enumerate().filter(|(_, group)| !group.members.is_empty()) {
            let count = group.members.len();
            let most = if is_roomy { count } else { FEW };
            let more = count.saturating_sub(most);
            let more = if more > 0 { format!(" +{more}") } else { String::new() };
            let names = self.names(&group.members[..count.min(most)]);
            lines.put(&format!("{} {names}{more}{}", number + 1, group.apart), Tone::Text, 1);
        }
        if !groups.cut.splits.is_empty() {
            lines.put("What divides them most, mean distances:", Tone::Heading, 0);
        }
        for split in groups.cut.splits.iter().take(MOST) {
            let within = split.within.map_or("nothing comparable".to_owned(), |within| format!("{within:.2}"));
            let words = format!(
                "{}: {:.2} between, {within} within",
                self.issue_name(split.row).trim_end_matches('.'),
                split.between
            );
            lines.put(&words, Tone::Text, 1);
        }
        let alone: Vec<usize> = groups.alone().collect();
        if !alone.is_empty() {
            lines.put(&format!("compared with nobody by position: {}", self.names(&alone)), Tone::Text, 0);
        }
        if let Some(words) = &self.table.affinity(self.model).unshared {
            lines.put(words, Tone::Dim, 0);
        }
    }

    /// What columns are called, separated by commas.
    pub fn names(&self, columns: &[usize]) -> String {
        columns.iter().map(|column| self.name(*column)).collect::<Vec<_>>().join(", ")
    }
}

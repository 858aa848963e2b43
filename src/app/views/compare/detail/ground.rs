//! A row of the common ground in detail: who would have to move, with the words of what each holds now.

use super::lines::{Lines, Tone};
use super::teller::{Teller, Told};
use crate::app::views::compare::ground::GroundItem;
use crate::compare::{Ground, Verdict};

impl Teller<'_> {
    /// Gives the title.
    pub(super) fn ground(&self, item: GroundItem, lines: &mut Lines) -> Option<String> {
        let (grounds, trades) = self.table.ground(self.model);
        match item {
            GroundItem::Issue(at) => {
                let ground = grounds.get(at)?;
                self.ground_of(ground, lines);
                Some(self.issue_name(ground.row).to_owned())
            }
            GroundItem::Related(at) => {
                let related = self.table.related(self.model).get(at)?;
                let words = self.table.related_words(self.model, related);
                lines.put(&format!("agreed {words}"), Tone::Verdict(Verdict::Agree), 0);
                let agrees = |column: &usize| related.pairs.iter().any(|(a, b)| a == column || b == column);
                for column in (0..self.table.parties().len()).filter(agrees) {
                    self.side((related.row, column), Told::Demands, lines);
                }
                Some(self.issue_name(related.row).to_owned())
            }
            GroundItem::Trade(at) => {
                let trade = trades.get(at)?;
                lines.put(&self.table.trade_words(self.model, trade), Tone::Strong, 0);
                for side in [&trade.a, &trade.b] {
                    lines.put(self.issue_name(side.row), Tone::Heading, 0);
                    self.side((side.row, trade.a.column), Told::Demands, lines);
                    self.side((side.row, trade.b.column), Told::Demands, lines);
                }
                Some("Trade".to_owned())
            }
        }
    }

    /// Who would have to move, other ways, and the words of what each holds now: first of the one under the cursor, then of
    /// those that would move.
    fn ground_of(&self, ground: &Ground, lines: &mut Lines) {
        let (table, model) = (self.table, self.model);
        let question = table.issue(ground.row).and_then(|id| model.issue(id).question.as_deref());
        if let Some(question) = question {
            lines.put(question, Tone::Dim, 0);
        }
        let head = match ground.moves.as_slice() {
            [] if ground.agreed => format!("agreed: {}", table.ground_words(model, ground)),
            [] => table.ground_words(model, ground),
            moves => format!("would have to move: {}", table.way_words(model, ground, moves)),
        };
        lines.put(&head, if ground.agreed { Tone::Verdict(Verdict::Agree) } else { Tone::Strong }, 0);
        for other in &ground.others {
            lines.put(&format!("or {}", table.way_words(model, ground, other)), Tone::Text, 1);
        }
        if !ground.unknown.is_empty() {
            lines.put(&format!("silent or not placed: {}", self.names(&ground.unknown)), Tone::Dim, 0);
        }
        let moving = |column: &usize| ground.moves.iter().any(|step| step.column == *column);
        let here = self.compare.parties.selected();
        let mut columns = table.along(model, ground.row);
        columns.retain(|column| table.stance(model, ground.row, *column).at().is_some());
        columns.sort_by_key(|column| (Some(*column) != here, !moving(column)));
        for column in columns {
            if !lines.has_room() {
                return;
            }
            self.side((ground.row, column), Told::Demands, lines);
        }
    }
}

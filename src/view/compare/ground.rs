//! On what the actors agree, and who would have to move how far where they do not.

use ratatui::layout::Rect;

use super::detail::Shown;
use super::lines::Lines;
use super::painter::Painter;
use crate::app::compare::{GroundHead, GroundItem, ground_part, legend_rows};
use crate::app::layout::Frame;
use crate::app::list::Row;
use crate::compare::{Ground, Move, Related, Side, Trade, places, staying, target, way_words};
use crate::text::{clip, counted};
use crate::view::edge::{self, Focus, Title};
use crate::view::paint::{Canvas, ListRow, row};
use crate::view::theme::DOTS;

/// The most names at one place, and moves in a line.
const MOST: usize = 12;

impl Painter<'_> {
    pub fn ground(&self, frame: Frame, canvas: &mut Canvas<'_>) {
        let (area, theme, list) = (frame.inner, self.theme, &self.compare.ground.list);
        if list.count() == 0 {
            let why = " no two of them have a place on the same issue, and none agree by relation";
            let _ = canvas.pen(area, 0).put(why, theme.dim);
            return;
        }
        let (grounds, trades) = self.table.ground(self.model);
        let names = ground_part(area.width, self.compare.names());
        for (at, (what, selected)) in (0..area.height).zip(list.window()) {
            let line = row(area, at);
            match what {
                Row::Heading(head) => {
                    let pen = canvas.pen(line, 0).put(&heading(*head), theme.heading);
                    pen.put(" ", theme.text).fill(DOTS, theme.edge);
                }
                Row::Item(item) => {
                    let list_row = ListRow::focused(line, selected);
                    let (name, words) = match item {
                        GroundItem::Issue(at) => grounds.get(*at).map(|ground| self.ground_words(ground)),
                        GroundItem::Related(at) => self.table.related(self.model).get(*at).map(|one| self.related(one)),
                        GroundItem::Trade(at) => trades.get(*at).map(|trade| (self.trade_words(trade), String::new())),
                    }
                    .unwrap_or_default();
                    let sign = match item {
                        GroundItem::Issue(at) => grounds.get(*at).map_or("", |ground| self.issue_sign(ground.row)),
                        GroundItem::Related(at) => {
                            self.table.related(self.model).get(*at).map_or("", |one| self.issue_sign(one.row))
                        }
                        GroundItem::Trade(_) => "",
                    };
                    // An issue's words begin in one column; a trade has no name.
                    let names = if words.is_empty() { area.width } else { names };
                    let _ = canvas
                        .begin(list_row)
                        .put(sign, list_row.style(theme))
                        .put(&clip(&name, usize::from(names.saturating_sub(1))).into_string(), list_row.style(theme));
                    let rest =
                        Rect { x: line.x + names.min(line.width), width: line.width.saturating_sub(names), ..line };
                    let _ =
                        canvas.pen(rest, 0).put(" ", list_row.style(theme)).put(&words, list_row.or(theme, theme.dim));
                }
            }
        }
        edge::scrollbar(canvas, frame, list.extent(), theme.focus);
        if legend_rows(area.height) > 0 || list.rows().len() < usize::from(area.height) {
            let why = if trades.is_empty() {
                " %: how far, as a share of the scale. Arithmetic on stated positions, no advice"
            } else {
                " %: how far, as a share of the scale. No advice; trades: salience × distance"
            };
            let _ = canvas.pen(row(area, area.height.saturating_sub(1)), 0).put(why, theme.dim);
        }
    }

    /// An issue's name, and in a few words what they agree on or who would have to move.
    fn ground_words(&self, ground: &Ground) -> (String, String) {
        let name = self.table.issue(ground.row).map_or(String::new(), |id| self.model.issue(id).name.to_string());
        let words = match ground.moves.as_slice() {
            [] if ground.agreed => self.places(ground.row),
            [] => "near by their positions, yet one opposes another".to_owned(),
            moves => self.brief_moves(ground, moves),
        };
        (name, words)
    }

    /// An issue's name, and who agrees on it by which relation.
    fn related(&self, related: &Related) -> (String, String) {
        let name = self.table.issue(related.row).map_or(String::new(), |id| self.model.issue(id).name.to_string());
        let reasons =
            related.pairs.iter().take(MOST).filter_map(|pair| self.table.reason(self.model, related.row, *pair));
        (name, format!("by relation: {}", reasons.collect::<Vec<_>>().join("; ")))
    }

    /// Who would have to move, how far and to where; both where either of two could: `Zelenskyy 75% to within near of “X”
    /// or Putin 75% to within near of “Y”`.
    fn brief_moves(&self, ground: &Ground, moves: &[Move]) -> String {
        let ways = std::iter::once(moves).chain(ground.others.iter().map(Vec::as_slice));
        let mut ways: Vec<&[Move]> = ways.collect();
        let names =
            |way: &[Move]| way.iter().map(|step| &*self.table.tag(step.column).name).collect::<Vec<_>>().join(" and ");
        let share = |step: &Move| format!("{:.0}%", step.distance * 100.0);
        // Several ways of one move as long are told by their names: the words of each are in the detail.
        let is_one = ways.len() > 1 && ways.iter().all(|way| way.len() == 1 && share(&way[0]) == share(&moves[0]));
        if is_one {
            let all: Vec<String> = ways.iter().map(|way| names(way)).collect();
            return format!("{} {}", all.join(" or "), share(&moves[0]));
        }
        ways.truncate(2);
        let brief = |way: &&[Move]| {
            let staying = self.staying(ground, way);
            let step = |step: &Move| {
                format!("{} {} {}", self.table.tag(step.column).name, share(step), self.target(ground, step, staying))
            };
            way.iter().take(MOST).map(step).collect::<Vec<_>>().join("; ")
        };
        ways.iter().map(brief).collect::<Vec<_>>().join(", or ")
    }

    /// Where a move of a way leads.
    fn target(&self, ground: &Ground, step: &Move, staying: Option<(f64, f64)>) -> String {
        let issue = self.table.issue(ground.row).map(|id| self.model.issue(id));
        issue.map_or(String::new(), |issue| target(issue, step, staying))
    }

    /// The lowest and highest place of those that do not move.
    fn staying(&self, ground: &Ground, way: &[Move]) -> Option<(f64, f64)> {
        staying(&self.table.matrix(self.model).rows()[ground.row], way)
    }

    /// The places held on the issue of a row, each with who holds it.
    fn places(&self, row: usize) -> String {
        let Some(issue) = self.table.issue(row).map(|id| self.model.issue(id)) else { return String::new() };
        let held = |column: usize| (self.table.stance(self.model, row, column), &*self.table.tag(column).name);
        places(issue, (0..self.table.parties().len()).map(held), MOST)
    }

    fn way_words(&self, ground: &Ground, way: &[Move]) -> String {
        let issue = self.table.issue(ground.row).map(|id| self.model.issue(id));
        let row = &self.table.matrix(self.model).rows()[ground.row];
        issue.map_or(String::new(), |issue| way_words(issue, row, way, |column| &self.table.tag(column).name))
    }

    fn trade_words(&self, trade: &Trade) -> String {
        let side = |side: &Side| {
            let issue = self.table.issue(side.row).map_or("", |id| &self.model.issue(id).name);
            let name = &self.table.tag(side.column).name;
            format!("{name} gives on {issue} ({:.2}) and gets {:.2}", side.gives, side.gets)
        };
        format!("{}; {}", side(&trade.a), side(&trade.b))
    }

    pub fn ground_detail(&self, frame: Frame, canvas: &mut Canvas<'_>) {
        let (grounds, trades) = self.table.ground(self.model);
        let mut lines = Lines::new(frame.inner);
        let title = match self.compare.ground.list.selected() {
            Some(GroundItem::Issue(at)) => grounds.get(at).map(|ground| {
                self.ground_lines(ground, &mut lines);
                self.table.issue(ground.row).map_or("", |id| &self.model.issue(id).name).to_owned()
            }),
            Some(GroundItem::Related(at)) => self.table.related(self.model).get(at).map(|one| {
                let (name, words) = self.related(one);
                lines.put(&format!("agreed {words}"), self.theme.agree, 0);
                let agrees = |column: &usize| one.pairs.iter().any(|(a, b)| a == column || b == column);
                for column in (0..self.table.parties().len()).filter(agrees) {
                    self.side((one.row, column), Shown::Demands, &mut lines);
                }
                name
            }),
            Some(GroundItem::Trade(at)) => trades.get(at).map(|trade| {
                lines.put(&self.trade_words(trade), self.theme.strong, 0);
                for side in [&trade.a, &trade.b] {
                    let issue = self.table.issue(side.row).map_or("", |id| &self.model.issue(id).name);
                    lines.put(issue, self.theme.heading, 0);
                    self.side((side.row, trade.a.column), Shown::Demands, &mut lines);
                    self.side((side.row, trade.b.column), Shown::Demands, &mut lines);
                }
                "Trade".to_owned()
            }),
            None => None,
        };
        edge::draw(
            canvas,
            frame,
            Title { left: title.as_deref().unwrap_or("Detail"), right: "", focus: Focus::Elsewhere },
        );
        lines.draw(frame.inner, canvas);
    }

    /// Who would have to move, other ways, and the words of what each holds now: first of those that would move.
    fn ground_lines(&self, ground: &Ground, lines: &mut Lines) {
        let theme = self.theme;
        let question = self.table.issue(ground.row).and_then(|id| self.model.issue(id).question.as_deref());
        if let Some(question) = question {
            lines.put(question, theme.dim, 0);
        }
        let head = match ground.moves.as_slice() {
            [] if ground.agreed => format!("agreed: {}", self.places(ground.row)),
            [] => self.ground_words(ground).1,
            moves => format!("would have to move: {}", self.way_words(ground, moves)),
        };
        lines.put(&head, if ground.agreed { theme.agree } else { theme.strong }, 0);
        for other in &ground.others {
            lines.put(&format!("or {}", self.way_words(ground, other)), theme.text, 1);
        }
        if !ground.unknown.is_empty() {
            let names: Vec<&str> = ground.unknown.iter().map(|column| &*self.table.tag(*column).name).collect();
            lines.put(&format!("silent or not placed: {}", names.join(", ")), theme.dim, 0);
        }
        let moving = |column: &usize| ground.moves.iter().any(|step| step.column == *column);
        let here = self.compare.parties.selected();
        let mut columns = self.table.along(self.model, ground.row);
        columns.retain(|column| self.table.stance(self.model, ground.row, *column).at().is_some());
        columns.sort_by_key(|column| (Some(*column) != here, !moving(column)));
        for column in columns {
            if !lines.has_room() {
                return;
            }
            self.side((ground.row, column), Shown::Demands, lines);
        }
    }
}

fn heading(head: GroundHead) -> String {
    match head {
        GroundHead::Agreed => "Agreed, or near".to_owned(),
        GroundHead::Moves(0) => "Near, yet opposed".to_owned(),
        GroundHead::Moves(moves) => format!("{} would bring all near", counted(moves, "move")),
        GroundHead::Trades => "Trades".to_owned(),
    }
}

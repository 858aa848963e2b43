//! On what the actors agree, and who would have to move how far where they do not.

use super::painter::Painter;
use crate::app::compare::{GroundHead, GroundLine, ground_part, legend_rows};
use crate::app::layout::Frame;
use crate::app::list::Row;
use crate::text::{clip, counted, width};
use crate::view::edge;
use crate::view::paint::{Canvas, ListRow, row};
use crate::view::theme::DOTS;

impl Painter<'_> {
    pub fn ground(&self, frame: Frame, canvas: &mut Canvas<'_>) {
        let (area, theme, list) = (frame.inner, self.theme, &self.compare.ground.list);
        if list.count() == 0 {
            let why = " no two of them have a place on the same issue, and none agree by relation";
            let _ = canvas.pen(area, 0).put(why, theme.dim);
            return;
        }
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
                    if let Some(line) = self.compare.ground.line(*item) {
                        self.ground_line(line, (list_row, names), canvas);
                    }
                }
            }
        }
        edge::scrollbar(canvas, frame, list.extent(), theme.focus);
        if legend_rows(area.height) > 0 || list.rows().len() < usize::from(area.height) {
            let whys = if self.table.ground(self.model).1.is_empty() {
                [" %: how far, as a share of the scale. Arithmetic on stated positions, not advice", NOTE]
            } else {
                [" %: how far, as a share of the scale. Not advice; trades: salience × distance", NOTE]
            };
            let why = whys.into_iter().find(|why| width(why) <= usize::from(area.width)).unwrap_or(NOTE);
            let _ = canvas.pen(row(area, area.height.saturating_sub(1)), 0).put(why, theme.dim);
        }
    }

    /// An issue's name, in a few words what they agree on or who would have to move, and how many are silent; or a trade,
    /// which has no name.
    fn ground_line(&self, line: &GroundLine, (list_row, names): (ListRow, u16), canvas: &mut Canvas<'_>) {
        let (theme, style) = (self.theme, list_row.style(self.theme));
        let names = if line.row.is_some() { names } else { 0 };
        let sign = line.row.map_or("", |row| self.issue_sign(row));
        // Where words would be cut for it, how many are silent is enough.
        let is_tight = usize::from(names) + line.cells + width(&line.unplaced) + 4 > usize::from(list_row.area.width);
        let unplaced = line.unplaced.split(", ").next().filter(|_| is_tight).unwrap_or(&line.unplaced);
        // Who would have to move is not cut for it.
        let room = usize::from(list_row.area.width.saturating_sub(names + 2));
        let unplaced = if line.cells <= room && line.cells + width(unplaced) + 2 > room { "" } else { unplaced };
        let pen = canvas.begin(list_row).right(" ", style).right(unplaced, list_row.or(theme, theme.dim));
        let pen = pen.right(if unplaced.is_empty() { "" } else { " " }, style).put(sign, style);
        let name = clip(&line.name, usize::from(names.saturating_sub(1)).saturating_sub(width(sign))).into_string();
        let pen = pen.put(&name, style).column(names).put(" ", style);
        let words = if line.row.is_some() { list_row.or(theme, theme.dim) } else { style };
        let _ = pen.put(&line.words, words);
    }
}

/// What the percentages are, where there is no room for more.
const NOTE: &str = " %: share of the scale. Not advice";

fn heading(head: GroundHead) -> String {
    match head {
        GroundHead::Agreed => "Agreed, or near".to_owned(),
        GroundHead::Moves(0) => "Near, yet opposed".to_owned(),
        GroundHead::Moves(moves) => format!("{} would bring all near", counted(moves, "move")),
        GroundHead::Trades => "Trades".to_owned(),
    }
}

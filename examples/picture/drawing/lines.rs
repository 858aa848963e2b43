//! Box drawing and block characters as shapes.

use super::{CELL, ROW};

/// A character that is drawn.
#[derive(Clone, Copy)]
pub enum Shape {
    /// Lines from the middle of the cell to its sides.
    Line(Line),
    /// The left part of the cell, in eighths of its width.
    Block(u16),
}

/// Lines from the middle of a cell.
#[derive(Clone, Copy)]
pub struct Line {
    /// To which sides: up, right, down, left.
    arms: [bool; 4],
    /// What they look like.
    pub weight: Weight,
    is_round: bool,
}

/// What a line looks like.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// One pixel.
    Light,
    /// Two and a half pixels.
    Heavy,
    /// Dots of one pixel.
    Dotted,
}

impl Weight {
    /// The width of the stroke.
    pub fn width(self) -> &'static str {
        match self {
            Self::Light | Self::Dotted => "1",
            Self::Heavy => "2.5",
        }
    }

    /// The attribute for dots, with a space before it.
    pub fn dashes(self) -> &'static str {
        match self {
            Self::Dotted => " stroke-dasharray=\"1.5 1.5\"",
            Self::Light | Self::Heavy => "",
        }
    }
}

/// The box drawing characters by the sides they reach: up, right, down, left.
const LINES: &[(char, char, [u8; 4])] = &[
    ('─', '━', [0, 1, 0, 1]),
    ('│', '┃', [1, 0, 1, 0]),
    ('┌', '┏', [0, 1, 1, 0]),
    ('┐', '┓', [0, 0, 1, 1]),
    ('└', '┗', [1, 1, 0, 0]),
    ('┘', '┛', [1, 0, 0, 1]),
    ('├', '┣', [1, 1, 1, 0]),
    ('┤', '┫', [1, 0, 1, 1]),
    ('┬', '┳', [0, 1, 1, 1]),
    ('┴', '┻', [1, 1, 0, 1]),
    ('┼', '╋', [1, 1, 1, 1]),
];

/// The rounded corners and dotted lines, each as the plain character it is drawn like.
const LIKE: &[(char, char)] = &[('╭', '┌'), ('╮', '┐'), ('╰', '└'), ('╯', '┘'), ('┄', '─'), ('┆', '│')];

/// How `c` is drawn; `None` for a character that is text.
pub fn shape(c: char) -> Option<Shape> {
    if ('█'..='▏').contains(&c) {
        return u16::try_from('▐' as u32 - c as u32).ok().map(Shape::Block);
    }
    let plain = LIKE.iter().find(|(drawn, _)| *drawn == c).map_or(c, |(_, like)| *like);
    let (_, heavy, arms) = LINES.iter().find(|(light, heavy, _)| *light == plain || *heavy == plain)?;
    let weight = match c {
        '┄' | '┆' => Weight::Dotted,
        _ if *heavy == c => Weight::Heavy,
        _ => Weight::Light,
    };
    Some(Shape::Line(Line { arms: arms.map(|arm| arm == 1), weight, is_round: ('╭'..='╰').contains(&c) }))
}

/// The path of `line` in the cell whose left upper corner is at `corner`.
pub fn strokes(line: Line, corner: (u16, u16)) -> String {
    let (left, top) = (f32::from(corner.0), f32::from(corner.1));
    let (half, middle) = (f32::from(CELL) / 2.0, f32::from(ROW) / 2.0);
    let (x, y) = (left + half, top + middle);
    let ends = [(x, top), (left + f32::from(CELL), y), (x, top + f32::from(ROW)), (left, y)];
    let reached: Vec<(f32, f32)> =
        ends.into_iter().zip(line.arms).filter_map(|(end, is_there)| is_there.then_some(end)).collect();
    match reached.as_slice() {
        [(ax, ay), (bx, by)] if line.is_round => format!("M{ax} {ay}Q{x} {y} {bx} {by}"),
        [(ax, ay), (bx, by)] if line.arms[0] == line.arms[2] => format!("M{ax} {ay}L{bx} {by}"),
        [(ax, ay), (bx, by)] => format!("M{ax} {ay}L{x} {y}L{bx} {by}"),
        ends => {
            let arms: Vec<String> = ends.iter().map(|(ex, ey)| format!("M{x} {y}L{ex} {ey}")).collect();
            arms.concat()
        }
    }
}

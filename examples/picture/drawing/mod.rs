//! A screen of the example as SVG.
//!
//! The keys go through the program's own update and the screen through its own drawing; only the last step, from
//! cells to SVG, is made here. Text stands in runs whose width is fixed with `textLength`, and lines and blocks are
//! drawn as shapes, so that the picture is the same whatever fonts the reader has.

mod ink;
mod lines;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use demarche::app::{self, App, Key, Options, Settings, ThemeName};
use demarche::{load, view};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

pub use ink::Ground;
use ink::{Hex, Ink};
use lines::{Weight, shape, strokes};

/// Width of a cell.
pub const CELL: u16 = 9;
/// Height of a cell.
pub const ROW: u16 = 19;
/// Space around the screen.
const PAD: u16 = 12;
/// From the top of a cell to the line on which letters stand.
const BASE: u16 = 14;

/// Which screen, in which colours.
pub struct Picture<'a> {
    /// Columns and rows.
    pub size: (u16, u16),
    /// The keys to press first, with spaces between them.
    pub keys: &'a str,
    /// Whether the example is one that was saved, which can be changed.
    pub is_saved: bool,
    /// The theme of the program.
    pub theme: ThemeName,
    /// The terminal's own colours.
    pub ground: Ground,
}

/// The picture; a sentence where a key has no such name.
pub fn svg(picture: &Picture<'_>) -> Result<String, String> {
    let buffer = screen(picture)?;
    let (width, height) = (picture.size.0 * CELL + 2 * PAD, picture.size.1 * ROW + 2 * PAD);
    let ground = Ink::of(&buffer[(0, 0)], picture.ground).ground;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
         height=\"{height}\" xml:space=\"preserve\" font-size=\"15\" \
         font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, 'Liberation Mono', monospace\">\n\
         <rect width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"{ground}\"/>\n\
         <g transform=\"translate({PAD} {PAD})\">\n"
    );
    let mut sheet = Sheet::default();
    for y in 0..picture.size.1 {
        for run in runs(&buffer, y, picture.ground) {
            sheet.add(&run, ground);
        }
    }
    sheet.write(&mut out);
    out.push_str("</g>\n</svg>\n");
    Ok(out)
}

/// What the program draws after the keys.
fn screen(picture: &Picture<'_>) -> Result<Buffer, String> {
    let options = Options { settings: Settings { theme: picture.theme, ..Settings::default() }, ..Options::default() };
    let loaded = load::Loaded { is_example: !picture.is_saved, ..load::example() };
    let mut app = App::new(Arc::new(loaded), &options, picture.size);
    for name in picture.keys.split_whitespace() {
        let key = Key::parse(name).ok_or_else(|| format!("there is no key `{name}`"))?;
        let _ = app::press(&mut app, key);
    }
    let mut buffer = Buffer::empty(Rect::new(0, 0, picture.size.0, picture.size.1));
    view::draw(&app, &mut buffer);
    Ok(buffer)
}

/// Cells side by side that look the same.
struct Run {
    x: u16,
    y: u16,
    /// How many cells.
    cells: u16,
    text: String,
    ink: Ink,
    kind: Kind,
}

/// What a run is made of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Letters, which every monospace font has in the same width.
    Letters,
    /// A sign that may come from another font: it stands alone.
    Sign,
    /// A line or block.
    Shape,
}

fn kind(symbol: &str) -> Kind {
    match symbol.chars().next() {
        Some(c) if shape(c).is_some() => Kind::Shape,
        Some(c) if c < '\u{2070}' => Kind::Letters,
        Some(_) | None => Kind::Sign,
    }
}

fn runs(buffer: &Buffer, y: u16, ground: Ground) -> Vec<Run> {
    let mut out: Vec<Run> = Vec::new();
    let mut x = 0;
    while x < buffer.area.width {
        let cell = &buffer[(x, y)];
        let (ink, kind) = (Ink::of(cell, ground), kind(cell.symbol()));
        let cells = u16::try_from(demarche::text::width(cell.symbol())).unwrap_or(1).max(1);
        match out.last_mut() {
            Some(run) if run.ink == ink && run.kind == kind && kind != Kind::Sign => {
                run.text.push_str(cell.symbol());
                run.cells += cells;
            }
            _ => out.push(Run { x, y, cells, text: cell.symbol().to_owned(), ink, kind }),
        }
        x += cells;
    }
    out
}

/// The elements of the picture: grounds first, then lines, then text.
#[derive(Default)]
struct Sheet {
    grounds: String,
    lines: BTreeMap<(Hex, Weight), String>,
    blocks: String,
    text: String,
}

impl Sheet {
    fn add(&mut self, run: &Run, ground: Hex) {
        if run.ink.ground != ground {
            let (left, top, width, fill) = (run.x * CELL, run.y * ROW, run.cells * CELL, run.ink.ground);
            let rect = format!("<rect x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{ROW}\" fill=\"{fill}\"/>\n");
            self.grounds.push_str(&rect);
        }
        match run.kind {
            Kind::Shape => self.add_shapes(run),
            Kind::Letters | Kind::Sign => self.add_text(run),
        }
    }

    fn add_shapes(&mut self, run: &Run) {
        for (x, c) in (run.x..).zip(run.text.chars()) {
            match shape(c) {
                Some(lines::Shape::Line(line)) => {
                    let path = self.lines.entry((run.ink.letters, line.weight)).or_default();
                    path.push_str(&strokes(line, (x * CELL, run.y * ROW)));
                }
                Some(lines::Shape::Block(eighths)) => {
                    let (left, top, fill) = (x * CELL, run.y * ROW, run.ink.letters);
                    let width = f32::from(CELL * eighths) / 8.0;
                    let rect = format!(
                        "<rect x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{ROW}\" fill=\"{fill}\"/>\n"
                    );
                    self.blocks.push_str(&rect);
                }
                None => {}
            }
        }
    }

    fn add_text(&mut self, run: &Run) {
        let is_decorated = run.ink.manner.intersects(Modifier::UNDERLINED | Modifier::CROSSED_OUT);
        let (text, skipped, cells) = if is_decorated {
            (run.text.as_str(), 0, run.cells)
        } else {
            let begun = run.text.trim_start_matches(' ');
            let skipped = run.text.len() - begun.len();
            let text = begun.trim_end_matches(' ');
            let blank = u16::try_from(run.text.len() - text.len()).unwrap_or(run.cells);
            (text, u16::try_from(skipped).unwrap_or(0), run.cells.saturating_sub(blank))
        };
        if cells == 0 || text.is_empty() {
            return;
        }
        let (x, y, length) = ((run.x + skipped) * CELL, run.y * ROW + BASE, cells * CELL);
        let (fill, manner, text) = (run.ink.letters, run.ink.attributes(), escaped(text));
        let element = format!(
            "<text x=\"{x}\" y=\"{y}\" textLength=\"{length}\" lengthAdjust=\"spacingAndGlyphs\" \
             fill=\"{fill}\"{manner}>{text}</text>\n"
        );
        self.text.push_str(&element);
    }

    fn write(&self, out: &mut String) {
        out.push_str(&self.grounds);
        for ((colour, weight), path) in &self.lines {
            let (width, dashes) = (weight.width(), weight.dashes());
            let _ = writeln!(
                out,
                "<path fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\"{dashes} d=\"{path}\"/>"
            );
        }
        out.push_str(&self.blocks);
        out.push_str(&self.text);
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

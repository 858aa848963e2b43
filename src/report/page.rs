//! Writes wrapped text.

use std::io::{self, Write};

use crate::text::{clean, hang, width, wrap};

/// Writes lines of a given width to `out`.
pub struct Page<'o> {
    out: &'o mut dyn Write,
    width: usize,
}

/// The least width to wrap to; narrower terminals wrap by themselves.
const NARROWEST: usize = 20;

impl<'o> Page<'o> {
    /// A page of `width` cells.
    pub fn new(out: &'o mut dyn Write, width: usize) -> Self {
        Self { out, width: width.max(NARROWEST) }
    }

    /// The width of a line in cells.
    pub fn width(&self) -> usize {
        self.width
    }

    /// An empty line.
    pub fn gap(&mut self) -> io::Result<()> {
        writeln!(self.out)
    }

    /// A paragraph, wrapped and indented by `indent` cells; rows of a quote align with its first letter. White space
    /// and line ends count as one space.
    pub fn text(&mut self, indent: usize, text: &str) -> io::Result<()> {
        let indent = indent.min(self.width - NARROWEST / 2);
        let hang = hang(text);
        for (at, row) in rows(text, self.width - indent - hang).into_iter().enumerate() {
            let indent = if at == 0 { indent } else { indent + hang };
            writeln!(self.out, "{}{row}", " ".repeat(indent))?;
        }
        Ok(())
    }

    /// Table cells side by side, each wrapped to its width, two spaces apart.
    pub fn cells(&mut self, cells: &[(usize, String)]) -> io::Result<()> {
        let columns: Vec<Vec<String>> = cells.iter().map(|(cells, text)| rows(text, *cells)).collect();
        let height = columns.iter().map(Vec::len).max().unwrap_or(0);
        for row in 0..height {
            let mut line = String::new();
            for ((cells, _), column) in cells.iter().zip(&columns) {
                let text = column.get(row).map_or("", String::as_str);
                let pad = (cells + 2).saturating_sub(width(text));
                line.push_str(text);
                line.push_str(&" ".repeat(pad));
            }
            writeln!(self.out, "{}", line.trim_end())?;
        }
        Ok(())
    }
}

fn rows(text: &str, cells: usize) -> Vec<String> {
    let text = clean(&text.split_whitespace().collect::<Vec<_>>().join(" ")).into_string();
    wrap(&text, cells).into_iter().map(|row| row.of(&text).trim_end().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::Page;

    fn written(write: impl FnOnce(&mut Page) -> std::io::Result<()>) -> String {
        let mut out = Vec::new();
        write(&mut Page::new(&mut out, 20)).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn paragraphs_are_wrapped_behind_their_indent() {
        assert_eq!(written(|page| page.text(4, "one two\nthree four five")), "    one two three\n    four five\n");
        assert_eq!(written(|page| page.text(0, "a\u{1b}[2Jb")), "a␛[2Jb\n");
        assert_eq!(written(|page| page.text(4, "“one two three four”")), "    “one two three\n     four”\n");
    }

    #[test]
    fn cells_stand_beside_each_other() {
        let cells = [(4, "欧盟提议".to_owned()), (6, "one two".to_owned()), (3, String::new())];
        assert_eq!(written(|page| page.cells(&cells)), "欧盟  one\n提议  two\n");
    }
}

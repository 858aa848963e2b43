//! The last check before the terminal: no cell carries a control, bidirectional or invisible character.

use ratatui::buffer::{Buffer, Cell};

use crate::text::is_clean;

/// Replaces what must not be shown.
const REPLACEMENT: &str = "\u{fffd}";
/// A cell may carry at most this many bytes.
const CELL_BYTES: usize = 32;

/// Replaces every cell that must not reach a terminal with U+FFFD and returns their number: 0 unless the view has a
/// bug.
pub fn sanitize(buffer: &mut Buffer) -> usize {
    let mut replaced = 0;
    for cell in buffer.content.iter_mut().filter(|cell| !is_safe(cell)) {
        cell.set_symbol(REPLACEMENT);
        replaced += 1;
    }
    replaced
}

fn is_safe(cell: &Cell) -> bool {
    let symbol = cell.symbol();
    match symbol.as_bytes() {
        // Nothing, or one of the lines and blocks that fill much of a screen: U+2500 to U+25BF.
        [] | [0xe2, 0x94..=0x96, _] => true,
        [byte] => (0x20..0x7f).contains(byte),
        bytes => bytes.len() <= CELL_BYTES && is_clean(symbol),
    }
}

#[cfg(test)]
mod tests {
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;

    use super::sanitize;

    #[test]
    fn only_what_may_be_shown_passes() {
        let flood = format!("a{}", "\u{301}".repeat(40));
        let family = "👩\u{200d}👩\u{200d}👧";
        for (symbol, shown) in [
            ("a", "a"),
            ("é", "é"),
            ("欧", "欧"),
            ("\u{2500}", "\u{2500}"),
            ("\u{25bf}", "\u{25bf}"),
            ("\u{2500}\u{202e}", "\u{fffd}"),
            (family, family),
            ("\u{1b}", "\u{fffd}"),
            ("\u{9b}", "\u{fffd}"),
            ("a\u{202e}", "\u{fffd}"),
            ("\u{200b}", "\u{fffd}"),
            ("a\nb", "\u{fffd}"),
            (flood.as_str(), "\u{fffd}"),
        ] {
            let mut buffer = Buffer::empty(Rect::new(0, 0, 2, 1));
            buffer.content[0].set_symbol(symbol);
            assert_eq!(sanitize(&mut buffer), usize::from(symbol != shown), "{symbol:?}");
            assert_eq!(buffer.content[0].symbol(), shown, "{symbol:?}");
            assert_eq!(buffer.content[1].symbol(), " ");
        }
    }
}

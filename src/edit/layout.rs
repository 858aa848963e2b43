//! The layout of a table: byte ranges of headers, keys and values.

use std::ops::Range;

use toml_parser::Source;
use toml_parser::parser::{Event, EventKind, parse_document};

/// A header with its pairs, or the top of a file.
#[derive(Debug, Clone)]
pub(super) struct Section {
    /// Empty at the top of a file.
    pub(super) header: Range<usize>,
    pub(super) path: Vec<String>,
    pub(super) pairs: Vec<Pair>,
}

/// `key = value`.
#[derive(Debug, Clone)]
pub(super) struct Pair {
    /// The key; a dotted one, which is never of the format, joined by dots.
    pub(super) key: String,
    pub(super) key_range: Range<usize>,
    pub(super) value: Node,
}

impl Pair {
    pub(super) fn range(&self) -> Range<usize> {
        self.key_range.start..self.value.range.end
    }
}

/// A value.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) range: Range<usize>,
    pub(super) shape: Shape,
}

#[derive(Debug, Clone)]
pub(super) enum Shape {
    Scalar,
    List(Vec<Node>),
    Table(Vec<Pair>),
}

/// The sections of a piece of a file, with ranges in the file; `None` if it is not valid TOML.
pub(super) fn sections(text: &str, piece: &Range<usize>) -> Option<Vec<Section>> {
    let words = text.get(piece.clone())?;
    let source = Source::new(words);
    let tokens = source.lex().into_vec();
    let (mut events, mut errors) = (Vec::new(), Vec::new());
    parse_document(&tokens, &mut |event: Event| events.push(event), &mut errors);
    if !errors.is_empty() {
        return None;
    }
    let is_space = |event: &Event| {
        matches!(event.kind(), EventKind::Whitespace | EventKind::Comment | EventKind::Newline | EventKind::ValueSep)
    };
    events.retain(|event| !is_space(event));
    Reader { text, base: piece.start, events: &events, at: 0 }.sections()
}

struct Reader<'t, 'e> {
    text: &'t str,
    base: usize,
    events: &'e [Event],
    at: usize,
}

impl Reader<'_, '_> {
    fn peek(&self) -> Option<EventKind> {
        self.events.get(self.at).map(Event::kind)
    }

    fn next(&mut self) -> Option<(EventKind, Range<usize>)> {
        let event = self.events.get(self.at)?;
        self.at += 1;
        Some((event.kind(), self.base + event.span().start()..self.base + event.span().end()))
    }

    fn sections(mut self) -> Option<Vec<Section>> {
        let top = Section { header: self.base..self.base, path: Vec::new(), pairs: self.pairs()? };
        let mut all = vec![top];
        while let Some((kind, opening)) = self.next() {
            matches!(kind, EventKind::StdTableOpen | EventKind::ArrayTableOpen).then_some(())?;
            let (path, _) = self.key()?;
            let (_, closing) = self.next()?;
            all.push(Section { header: opening.start..closing.end, path, pairs: self.pairs()? });
        }
        Some(all)
    }

    fn pairs(&mut self) -> Option<Vec<Pair>> {
        let mut pairs = Vec::new();
        while self.peek() == Some(EventKind::SimpleKey) {
            let (path, key_range) = self.key()?;
            (self.next()?.0 == EventKind::KeyValSep).then_some(())?;
            pairs.push(Pair { key: path.join("."), key_range, value: self.value()? });
        }
        Some(pairs)
    }

    fn key(&mut self) -> Option<(Vec<String>, Range<usize>)> {
        let (_, mut range) = self.next()?;
        let mut path = vec![key_words(self.text.get(range.clone())?)];
        while self.peek() == Some(EventKind::KeySep) {
            self.next()?;
            let (_, part) = self.next()?;
            path.push(key_words(self.text.get(part.clone())?));
            range.end = part.end;
        }
        Some((path, range))
    }

    fn value(&mut self) -> Option<Node> {
        let (kind, range) = self.next()?;
        let (shape, end) = match kind {
            EventKind::Scalar => (Shape::Scalar, range.end),
            EventKind::ArrayOpen => {
                let mut items = Vec::new();
                while self.peek()? != EventKind::ArrayClose {
                    items.push(self.value()?);
                }
                (Shape::List(items), self.next()?.1.end)
            }
            EventKind::InlineTableOpen => {
                let pairs = self.pairs()?;
                let (kind, range) = self.next()?;
                (kind == EventKind::InlineTableClose).then_some(())?;
                (Shape::Table(pairs), range.end)
            }
            _ => return None,
        };
        Some(Node { range: range.start..end, shape })
    }
}

fn key_words(raw: &str) -> String {
    let is_marked = raw.starts_with(['"', '\'']);
    text_of(raw).filter(|_| is_marked).unwrap_or_else(|| raw.to_owned())
}

/// The text of a string of TOML; `None` if it is not a string.
pub(super) fn text_of(raw: &str) -> Option<String> {
    if let Some(inner) = raw.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'))
        && !inner.contains(['"', '\\', '\n'])
    {
        return Some(inner.to_owned());
    }
    raw.parse::<toml::Value>().ok()?.as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::{Shape, sections};

    #[test]
    fn everything_is_where_it_is_written() {
        let text = "\u{feff}title = 'T' # why\r\n[[ \"demands\" ]]\r\nid=\"d\"\r\na.b = 1\r\n\
                    passages = [ # two\r\n { quote = 'q' },\r\n]\r\n  [[demands.x]]\r\n  y = [1, 2]\r\n";
        let all = sections(text, &(0..text.len())).unwrap();
        let of = |range: &std::ops::Range<usize>| text.get(range.clone()).unwrap();
        assert_eq!(
            all.iter().map(|section| of(&section.header)).collect::<Vec<_>>(),
            ["", "[[ \"demands\" ]]", "[[demands.x]]"]
        );
        assert_eq!(all[1].path, ["demands"]);
        let keys: Vec<&str> = all[1].pairs.iter().map(|pair| &*pair.key).collect();
        assert_eq!(keys, ["id", "a.b", "passages"]);
        let Shape::List(items) = &all[1].pairs[2].value.shape else { panic!("no list") };
        assert_eq!(of(&items[0].range), "{ quote = 'q' }");
        assert_eq!(of(&all[2].pairs[0].range()), "y = [1, 2]");
        assert!(sections("a = [1", &(0..6)).is_none());
    }
}

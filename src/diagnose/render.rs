//! Drawing a finding: what is wrong, where, the line with the place marked, and what to do.

use annotate_snippets::{AnnotationKind, Level as Shown, Origin, Renderer, Snippet};

use super::{Excerpt, Finding, Level};
use crate::text::{Colour, Span, clean, clip, glyphs};

/// Cells of the drawn line.
const LINE: usize = 100;
/// Cells of a message or help.
const SENTENCE: usize = 400;

/// The finding as several lines of text, without a final line end.
///
/// Text from files is cleaned for the terminal; the drawn line is at most 100 cells around the place.
pub fn render(finding: &Finding, colour: Colour) -> String {
    let level = match finding.code.level {
        Level::Error => Shown::ERROR,
        Level::Warning => Shown::WARNING,
    };
    let title = clip(&finding.message, SENTENCE).into_string();
    let help = finding.help.as_deref().map(|help| clip(help, SENTENCE).into_string());
    let mut group = level.primary_title(title).id(finding.code.name).elements([] as [Origin<'_>; 0]);
    if let Some(site) = &finding.site {
        let (line, column) = (site.start.line as usize, site.start.column as usize);
        let (text, marked) = picture(&site.excerpt);
        group = group
            .element(Origin::path(clean(&site.file).into_string()).line(line).char_column(column))
            .element(Snippet::source(text).line_start(line).annotation(AnnotationKind::Primary.span(marked.range())));
    }
    let words = finding.second.as_deref().map_or(String::new(), |second| clip(&second.words, SENTENCE).into_string());
    if let Some(second) = &finding.second {
        let (line, column) = (second.site.start.line as usize, second.site.start.column as usize);
        let (text, marked) = picture(&second.site.excerpt);
        let annotation = AnnotationKind::Context.span(marked.range()).label(words.as_str());
        group = group
            .element(Origin::path(clean(&second.site.file).into_string()).line(line).char_column(column))
            .element(Snippet::source(text).line_start(line).annotation(annotation));
    }
    if let Some(help) = help {
        group = group.element(Shown::HELP.message(help));
    }
    if finding.more > 0 {
        let more = format!("{} more of {} in this file", finding.more, finding.code.name);
        group = group.element(Shown::NOTE.message(more));
    }
    let renderer = match colour {
        Colour::Off => Renderer::plain(),
        Colour::On => Renderer::styled(),
    };
    let drawn = renderer.term_width(140).render(&[group]);
    // `annotate_snippets` heads a snippet without a path with `:::`. Ours has none because the line is cut and cleaned,
    // so its columns are not those of the file.
    let is_empty_head = |line: &&str| {
        line.split_once(":::")
            .is_some_and(|(before, behind)| !before.contains('|') && behind.replace("\u{1b}[0m", "").trim().is_empty())
    };
    drawn.lines().filter(|line| !is_empty_head(line)).collect::<Vec<_>>().join("\n")
}

/// The cleaned excerpt, cut around the mark, and the mark in it.
fn picture(excerpt: &Excerpt) -> (String, Span) {
    let (mut out, mut marked, mut used) = (String::new(), None, 0);
    let from = window(excerpt);
    if from > 0 {
        out.push('…');
    }
    let mut end = out.len();
    for glyph in glyphs(excerpt.text.get(from..).unwrap_or("")) {
        let start = glyph.start + from;
        if used + glyph.width > LINE {
            out.push('…');
            break;
        }
        if start >= excerpt.marked.start() {
            marked.get_or_insert(out.len());
        }
        used += glyph.width;
        out.push_str(&glyph.shown);
        if start < excerpt.marked.end() {
            end = out.len();
        }
    }
    let start = marked.unwrap_or(out.len());
    (out, Span::new(start, end))
}

/// Where the drawn piece begins: at the line's start, unless the mark would be out of sight.
fn window(excerpt: &Excerpt) -> usize {
    let before: Vec<(usize, usize)> = glyphs(excerpt.text.get(..excerpt.marked.start()).unwrap_or(""))
        .map(|glyph| (glyph.start, glyph.width))
        .collect();
    let total: usize = before.iter().map(|(_, width)| width).sum();
    if total <= LINE * 2 / 3 {
        return 0;
    }
    let mut kept = 0;
    for (start, width) in before.into_iter().rev() {
        kept += width;
        if kept > LINE / 3 {
            return start;
        }
    }
    0
}

#[cfg(test)]
mod tests {
    use super::{Colour, render};
    use crate::diagnose::{Excerpt, Finding, Site, codes};
    use crate::text::{Place, Span, is_hidden};

    fn finding(message: &str, line: &str, marked: (usize, usize)) -> Finding {
        let start = Place { line: 7, column: 9 };
        let excerpt = Excerpt { text: line.to_owned(), marked: Span::new(marked.0, marked.1) };
        let site = Site { file: "positions.toml".to_owned(), start, end: start, excerpt };
        let help = Some("did you mean `eu`?".to_owned());
        Finding {
            code: &codes::UNKNOWN_REFERENCE,
            message: message.to_owned(),
            help,
            site: Some(site),
            second: None,
            about: None,
            more: 0,
            lookalike: None,
            is_failure: false,
        }
    }

    #[test]
    fn a_finding_is_drawn_with_its_line() {
        let drawn = render(&finding("there is no actor `ue`", "actor = \"ue\"", (8, 12)), Colour::Off);
        assert_eq!(
            drawn,
            "error[E012]: there is no actor `ue`\n --> positions.toml:7:9\n  |\n7 | actor = \"ue\"\n  |         ^^^^\n  |\n  = help: did you mean `eu`?"
        );
    }

    #[test]
    fn nothing_hidden_reaches_the_terminal() {
        let line = "actor = \"\u{1b}]52;c;x\u{7}\u{202e}\"";
        let drawn = render(&finding("no \u{1b}[2J `\u{9b}`", line, (8, line.len())), Colour::Off);
        assert!(drawn.chars().all(|c| c == '\n' || !is_hidden(c)), "{drawn:?}");
        assert!(render(&finding("m", line, (8, 9)), Colour::On).contains("\u{1b}["));
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let line = format!("{}HERE{}", "欧".repeat(130), "é".repeat(300));
        let drawn = render(&finding("m", &line, (390, 394)), Colour::Off);
        assert!(drawn.contains("欧HEREé") && drawn.contains("^^^^"), "{drawn}");
        assert!(drawn.lines().all(|line| crate::text::width(line) <= 120), "{drawn}");
    }

    #[test]
    fn a_place_at_the_end_of_a_line_is_marked_behind_it() {
        let drawn = render(&finding("m", "id =", (4, 4)), Colour::Off);
        assert!(drawn.contains("7 | id =\n  |     ^"), "{drawn}");
    }
}

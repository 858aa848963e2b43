//! Diffs of a file.

use std::path::Path;

use similar::TextDiff;

/// Lines of context.
const CONTEXT: usize = 3;

/// A unified diff with three lines of context, for `git apply` and `patch`; empty if nothing changes. Costs the text
/// between the first and the last change, and two passes over the texts.
pub fn unified(path: &Path, before: &str, after: &str) -> String {
    if before == after {
        return String::new();
    }
    let name = path.to_string_lossy();
    let name = name.strip_prefix("./").unwrap_or(&name);
    let (skipped, [old, new]) = between(before, after);
    let diff = TextDiff::from_lines(old, new);
    let (a, b) = (format!("a/{name}"), format!("b/{name}"));
    let text = diff.unified_diff().context_radius(CONTEXT).header(&a, &b).to_string();
    let moved = |line: &str| shifted(line, skipped).unwrap_or_else(|| line.to_owned());
    text.split_inclusive('\n').map(moved).collect()
}

/// The lines from the first to the last difference, with context, and how many lines precede them.
fn between<'t>(before: &'t str, after: &'t str) -> (usize, [&'t str; 2]) {
    let front = before.bytes().zip(after.bytes()).take_while(|(a, b)| a == b).count();
    let most = before.len().min(after.len()) - front;
    let back = before.bytes().rev().zip(after.bytes().rev()).take(most).take_while(|(a, b)| a == b).count();
    // The texts are equal there, and so are the line boundaries.
    let mut start = memchr::memrchr_iter(b'\n', before.as_bytes().get(..front).unwrap_or_default());
    let start = start.nth(CONTEXT).map_or(0, |at| at + 1);
    let tail = before.as_bytes().get(before.len() - back..).unwrap_or_default();
    let end = memchr::memchr_iter(b'\n', tail).nth(CONTEXT).map_or(back, |at| at + 1);
    let piece = |text: &'t str| text.get(start..text.len() - (back - end)).unwrap_or(text);
    let lines = memchr::memchr_iter(b'\n', before.as_bytes().get(..start).unwrap_or_default()).count();
    (lines, [piece(before), piece(after)])
}

/// The header of a hunk moved down by `by` lines; `None` for any other line.
fn shifted(line: &str, by: usize) -> Option<String> {
    let (old, rest) = line.strip_prefix("@@ -")?.split_once(" +")?;
    let (new, _) = rest.split_once(" @@")?;
    let range = |range: &str| {
        let (start, length) = range.split_once(',').map_or((range, None), |(start, length)| (start, Some(length)));
        let start = start.parse::<usize>().ok()? + by;
        Some(length.map_or_else(|| start.to_string(), |length| format!("{start},{length}")))
    };
    Some(format!("@@ -{} +{} @@\n", range(old)?, range(new)?))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use proptest::prelude::*;
    use similar::TextDiff;

    use super::unified;

    proptest! {
        #[test]
        fn it_is_that_of_the_whole_texts(
            before in "([ab]\n|é\n|\n){0,30}",
            after in "([ab]\n|é\n|\n){0,30}",
            both in "([ab]\n|c\r\n){0,12}",
        ) {
            let (before, after) = (format!("{both}{before}{both}"), format!("{both}{after}{both}"));
            let applied = unified(Path::new("./m.toml"), &before, &after);
            prop_assert_eq!(applied.is_empty(), before == after);
            if !applied.is_empty() {
                prop_assert!(applied.starts_with("--- a/m.toml\n+++ b/m.toml\n"));
                prop_assert_eq!(patched(&before, &applied), after);
            }
        }
    }

    /// The text with a diff carried out, every line at its number.
    fn patched(before: &str, diff: &str) -> String {
        let lines: Vec<&str> = before.split_inclusive('\n').collect();
        let (mut out, mut at) = (String::new(), 0);
        for line in diff.split_inclusive('\n').skip(2) {
            if let Some(header) = line.strip_prefix("@@ -") {
                let range = header.split(' ').next().unwrap();
                let (start, length) = range.split_once(',').map_or((range, 1), |(s, n)| (s, n.parse().unwrap()));
                let start = start.parse::<usize>().unwrap() - usize::from(length > 0);
                lines[at..start].iter().for_each(|line| out.push_str(line));
                at = start;
            } else {
                let (mark, rest) = line.split_at(1);
                if mark != "+" {
                    assert_eq!(lines[at], rest);
                    at += 1;
                }
                if mark != "-" {
                    out.push_str(rest);
                }
            }
        }
        lines[at..].iter().for_each(|line| out.push_str(line));
        out
    }

    #[test]
    fn lines_keep_their_numbers() {
        let before = (1..=100).map(|line| line.to_string()).collect::<Vec<_>>().join("\n") + "\n";
        let after = before.replace("50\n", "fifty\n").replace("80\n", "");
        let whole =
            TextDiff::from_lines(&before, &after).unified_diff().context_radius(3).header("a/m", "b/m").to_string();
        assert_eq!(unified(Path::new("m"), &before, &after), whole);
    }
}

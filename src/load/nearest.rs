//! Did-you-mean: the known word nearest to an unknown one.

/// The cost of [`nearest`] among `known` words, in about tenths of a microsecond.
pub(super) fn cost(word: &str, known: usize) -> usize {
    known * (1 + word.len().min(LONGEST).pow(2) / 64)
}

/// The nearest of `known`, the first of several equally near; `None` if none is near enough.
///
/// One slip is allowed for up to four letters, two for up to eight, else a third of the letters. A slip is a letter
/// inserted, omitted or changed, or two neighbours swapped (optimal string alignment); case does not count. Words of
/// more than 64 characters have no nearest word. Costs the product of both lengths for each known word of similar
/// length.
pub fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let word: Vec<char> = word.chars().take(LONGEST + 1).flat_map(char::to_lowercase).collect();
    let allowed = match word.len() {
        0 => return None,
        1..=4 => 1,
        5..=8 => 2,
        length if length <= LONGEST => length / 3,
        _ => return None,
    };
    let mut best = None;
    for candidate in known {
        if candidate.len() > LONGEST * 4 {
            continue;
        }
        let letters: Vec<char> = candidate.chars().flat_map(char::to_lowercase).collect();
        if letters.len().abs_diff(word.len()) > allowed {
            continue;
        }
        if let Some(slips) = distance(&word, &letters, allowed)
            && best.is_none_or(|(least, _)| slips < least)
        {
            best = Some((slips, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

const LONGEST: usize = 64;

/// Optimal string alignment, Damerau's distance without editing any piece twice; `None` above `most`.
fn distance(a: &[char], b: &[char], most: usize) -> Option<usize> {
    let (mut before, mut last): (Vec<usize>, Vec<usize>) = (Vec::new(), (0..=b.len()).collect());
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1; b.len() + 1];
        for (j, y) in b.iter().enumerate() {
            row[j + 1] = (last[j] + usize::from(x != y)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && x == &b[j - 1] && y == &a[i - 1] {
                row[j + 1] = row[j + 1].min(before[j - 1] + 1);
            }
        }
        before = std::mem::replace(&mut last, row);
        // Later cells derive from these two rows, and none can be less than their minimum.
        if before.iter().chain(&last).all(|slips| *slips > most) {
            return None;
        }
    }
    Some(last[b.len()]).filter(|slips| *slips <= most)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn only_near_words_are_offered() {
        for (word, known, near) in [
            ("ue", ["eu", "usa"], Some("eu")),
            ("Putin", ["putin", "trump"], Some("putin")),
            ("zelensky", ["zelenskyy", "trump"], Some("zelenskyy")),
            ("redline", ["red-line", "refusal"], Some("red-line")),
            ("xyz", ["eu", "usa"], None),
            ("", ["a", "b"], None),
            ("ab", ["cd", "ba"], Some("ba")),
        ] {
            assert_eq!(nearest(word, known), near, "{word}");
        }
    }

    #[test]
    fn long_words_cost_nothing() {
        let long = "a".repeat(1_000_000);
        assert_eq!(nearest(&long, [long.as_str()]), None);
    }
}

//! Edit distance between a typed word and the beginning of another.
//!
//! `strsim` has no bound and no distance to a beginning; ARCHITECTURE.md has the figures.

/// Letters of a word that are compared.
pub const MAX_LETTERS: usize = 64;

/// How far a typed word is from a beginning of another word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PrefixDistance {
    /// Edits between the typed word and the nearest beginning of the other.
    pub edits: u8,
    /// Whether that beginning is the whole word.
    pub is_whole: bool,
}

/// The letters of `word` that are compared.
pub fn letters(word: &str) -> Vec<char> {
    word.chars().take(MAX_LETTERS).collect()
}

/// The distance between `typed` and the nearest beginning of `other`; `None` above `limit` edits.
///
/// An edit adds, drops or changes a letter or swaps two neighbours (optimal string alignment). Only the diagonal band
/// within `limit` is computed: O(letters × limit).
pub fn prefix_distance(typed: &[char], other: &[char], limit: u8) -> Option<PrefixDistance> {
    let far = limit + 1;
    let reach = usize::from(limit);
    let width = (typed.len() + reach).min(other.len());
    let mut rows = [[far; MAX_LETTERS + 4]; 3];
    for (edits, cell) in (0..far).zip(&mut rows[0][..=width]) {
        *cell = edits;
    }
    for row in 1..=typed.len() {
        rows.rotate_right(1);
        let [current, above, twice_above] = &mut rows;
        current.fill(far);
        let first = row.saturating_sub(reach);
        if first == 0 {
            current[0] = u8::try_from(row).unwrap_or(far);
        }
        let mut least = current[0];
        for column in first.max(1)..=(row + reach).min(width) {
            let (a, b) = (typed[row - 1], other[column - 1]);
            let mut cost = above[column - 1] + u8::from(a != b);
            cost = cost.min(above[column] + 1).min(current[column - 1] + 1);
            if row > 1 && column > 1 && a == other[column - 2] && b == typed[row - 2] {
                cost = cost.min(twice_above[column - 2] + 1);
            }
            current[column] = cost.min(far);
            least = least.min(cost);
        }
        if least > limit {
            return None;
        }
    }
    let last = &rows[0];
    let edits = *last.get(..=width)?.iter().min()?;
    (edits <= limit).then(|| PrefixDistance { edits, is_whole: other.len() == width && last[width] == edits })
}

#[cfg(test)]
mod tests {
    use super::{letters, prefix_distance};

    #[test]
    fn a_typed_word_is_near_words_that_begin_almost_like_it() {
        for (typed, other, most, expected) in [
            ("imediate", "immediate", 1, Some((1, true))),
            ("imediate", "immediately", 1, Some((1, false))),
            ("sevre", "severe", 1, Some((1, true))),
            ("sanctoin", "sanction", 1, Some((1, true))),
            ("sanctoin", "sanctions", 1, Some((1, false))),
            ("zelensky", "zelenskiy", 1, Some((1, true))),
            ("demilitarisation", "demilitarization", 2, Some((1, true))),
            ("coal", "goal", 0, None),
            ("trade", "coast", 1, None),
            ("зеленський", "зеленського", 2, Some((2, false))),
            ("abcde", "", 1, None),
        ] {
            let found = prefix_distance(&letters(typed), &letters(other), most).map(|near| (near.edits, near.is_whole));
            assert_eq!(found, expected, "{typed} {other}");
        }
    }

    /// The same by the full table.
    fn by_table(a: &[char], b: &[char]) -> u8 {
        let mut table = vec![vec![0u8; b.len() + 1]; a.len() + 1];
        for i in 0..=a.len() {
            for j in 0..=b.len() {
                table[i][j] = if i == 0 || j == 0 {
                    u8::try_from(i + j).unwrap()
                } else {
                    let swap = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                    let plain = table[i - 1][j - 1] + u8::from(a[i - 1] != b[j - 1]);
                    let cost = plain.min(table[i - 1][j] + 1).min(table[i][j - 1] + 1);
                    if swap { cost.min(table[i - 2][j - 2] + 1) } else { cost }
                };
            }
        }
        *table[a.len()].iter().min().unwrap()
    }

    proptest::proptest! {
        #[test]
        fn the_band_gives_what_the_full_table_gives(a in "[ab]{1,9}", b in "[abc]{0,12}", most in 0u8..4) {
            let (a, b) = (letters(&a), letters(&b));
            let full = by_table(&a, &b);
            assert_eq!(prefix_distance(&a, &b, most).map(|near| near.edits), (full <= most).then_some(full));
        }
    }
}

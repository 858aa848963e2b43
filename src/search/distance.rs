//! How far a typed word is from the beginning of another.

/// Letters of a word that are compared.
pub(super) const COMPARED: usize = 64;

/// How a typed word is met by another word that it is not equal to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Nearness {
    /// Edits between the typed word and the nearest beginning of the other one.
    pub edits: u8,
    /// Whether that beginning is the whole other word.
    pub is_whole: bool,
}

/// Letters of `word`, as many as are compared.
pub(super) fn letters(word: &str) -> Vec<char> {
    word.chars().take(COMPARED).collect()
}

/// Edits between `typed` and the beginning of `other` that is nearest to it, where they are at most `most`.
///
/// An edit adds, drops or changes a letter or swaps two neighbours (Damerau's distance, each letter in one swap at
/// most). Only the diagonal band that can stay within `most` is computed: O(letters × most).
pub(super) fn nearness(typed: &[char], other: &[char], most: u8) -> Option<Nearness> {
    let far = most + 1;
    let reach = usize::from(most);
    let width = (typed.len() + reach).min(other.len());
    let mut rows = [[far; COMPARED + 4]; 3];
    for (column, cell) in rows[0].iter_mut().enumerate().take(reach.min(width) + 1) {
        *cell = u8::try_from(column).unwrap_or(far);
    }
    for row in 1..=typed.len() {
        rows.rotate_right(1);
        let [current, above, twice] = &mut rows;
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
                cost = cost.min(twice[column - 2] + 1);
            }
            current[column] = cost.min(far);
            least = least.min(cost);
        }
        if least > most {
            return None;
        }
    }
    let last = &rows[0];
    let edits = *last.get(..=width)?.iter().min()?;
    (edits <= most).then(|| Nearness { edits, is_whole: other.len() == width && last[width] == edits })
}

#[cfg(test)]
mod tests {
    use super::{letters, nearness};

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
            let found = nearness(&letters(typed), &letters(other), most).map(|near| (near.edits, near.is_whole));
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
            assert_eq!(nearness(&a, &b, most).map(|near| near.edits), (full <= most).then_some(full));
        }
    }
}

//! Matching names letter by letter: `zlnsk` is Zelenskyy, `vdl` is von der Leyen.
//!
//! The matcher is for short texts only: its time and memory grow with both lengths, and its positions are wrong
//! after a gap of 32,768 letters. So it sees folded labels and words, never prose.

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

/// Letters of a label that are matched.
const MAX_LABEL_LETTERS: usize = 256;
/// Longer typed words are not matched letter by letter.
pub const MAX_TYPED_LETTERS: usize = 64;
/// Fewer letters occur in nearly every label.
const MIN_TYPED_LETTERS: usize = 2;
/// What a match must score for each typed letter. Each letter of a run scores 16, gaps cost.
const MIN_SCORE_PER_LETTER: i64 = 14;

/// One bit for each letter of `word`; letters may share a bit. A word with all letters of another has all its bits.
pub fn letter_mask(word: &str) -> u32 {
    word.chars().fold(0, |mask, c| mask | letter_bit(c))
}

/// The bit of one letter.
pub fn letter_bit(c: char) -> u32 {
    1 << (c as u32 & 31)
}

/// A folded label with masks that rule most typed words out.
#[derive(Debug, Clone, Default)]
pub struct FoldedLabel {
    text: Box<str>,
    letters: u32,
    initials: u32,
}

impl FoldedLabel {
    pub fn new(folded: &str) -> Self {
        let text: Box<str> = folded.chars().take(MAX_LABEL_LETTERS).collect();
        let words = text.split(|c: char| !c.is_alphanumeric());
        let initials = words.filter_map(|word| word.chars().next()).fold(0, |mask, c| mask | letter_bit(c));
        Self { letters: letter_mask(&text), initials, text }
    }
}

/// Matches letters in order, with gaps.
pub struct SubsequenceMatcher(SkimMatcherV2);

impl Default for SubsequenceMatcher {
    fn default() -> Self {
        Self(SkimMatcherV2::default().ignore_case())
    }
}

impl SubsequenceMatcher {
    /// How well `label` has the letters of `typed`, the first of them at the start of a word; `None` where it has not,
    /// or too far apart to be meant. 5 to 10 µs.
    pub fn score(&self, label: &FoldedLabel, typed: &str) -> Option<i64> {
        let count = typed.chars().count();
        let first = typed.chars().next()?;
        let may_match = (MIN_TYPED_LETTERS..=MAX_TYPED_LETTERS).contains(&count)
            && letter_mask(typed) & !label.letters == 0
            && letter_bit(first) & !label.initials == 0;
        let (score, positions) = may_match.then(|| self.0.fuzzy_indices(&label.text, typed))??;
        let is_close = score >= MIN_SCORE_PER_LETTER * i64::try_from(count).ok()?;
        (is_close && continues_words(&label.text, &positions)).then_some(score)
    }

    /// Which characters of the folded label match, rising.
    pub fn positions(&self, label: &FoldedLabel, typed: &str) -> Vec<usize> {
        self.0.fuzzy_indices(&label.text, typed).map(|(_, positions)| positions).unwrap_or_default()
    }
}

/// Whether each character at `positions` is the first of a word, or in a word whose first is matched too.
fn continues_words(text: &str, positions: &[usize]) -> bool {
    let mut rest = positions.iter().peekable();
    let (mut in_word, mut has_first) = (false, false);
    for (at, c) in text.chars().enumerate() {
        let is_first = c.is_alphanumeric() && !in_word;
        in_word = c.is_alphanumeric();
        let is_matched = rest.next_if_eq(&&at).is_some();
        if is_first {
            has_first = is_matched;
        } else if is_matched && !has_first && in_word {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::{FoldedLabel, SubsequenceMatcher, letter_mask};

    #[test]
    fn abbreviations_match_and_scattered_letters_do_not() {
        let matcher = SubsequenceMatcher::default();
        for (text, typed, matches) in [
            ("volodymyr zelenskyy", "zlnsk", true),
            ("ursula von der leyen", "vdl", true),
            ("united nations", "un", true),
            ("european union", "eun", true),
            ("who controls the old agreements about land", "coal", false),
            ("the costs remain unequal", "coal", false),
            ("зеленський", "злнс", true),
            ("", "ab", false),
            ("a", "a", false),
        ] {
            assert_eq!(matcher.score(&FoldedLabel::new(text), typed).is_some(), matches, "{typed} in {text}");
        }
    }

    #[test]
    fn positions_are_of_typed_letters_within_the_limit() {
        let text = format!("z{}lnsk", "a".repeat(40_000));
        let label = FoldedLabel::new(&text);
        assert_eq!(SubsequenceMatcher::default().score(&label, "zlnsk"), None);
        let label = FoldedLabel::new("volodymyr zelenskyy");
        let positions = SubsequenceMatcher::default().positions(&label, "zlnsk");
        let letters: String = positions.iter().filter_map(|at| "volodymyr zelenskyy".chars().nth(*at)).collect();
        assert_eq!(letters, "zlnsk");
    }

    #[test]
    fn a_part_of_the_letters_has_a_part_of_the_bits() {
        assert_eq!(letter_mask("zlnsk") & !letter_mask("zelenskyy"), 0);
        assert_ne!(letter_mask("coal") & !letter_mask("cat"), 0);
    }
}

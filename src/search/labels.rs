//! Names matched letter by letter: `zlnsk` is Zelenskyy, `vdl` is von der Leyen.
//!
//! The matcher is safe on short texts only: its time and memory grow with both lengths, and its places are wrong
//! behind a gap of 32,768 letters. So it sees folded labels and words, never prose.

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

use super::vocabulary::mask;

/// Letters of a label that are matched.
const LABEL_LETTERS: usize = 256;
/// Letters of a typed word that are matched; a longer one is not matched letter by letter.
pub(super) const TYPED_LETTERS: usize = 64;
/// Fewer letters are found in nearly every label.
const FEWEST_LETTERS: usize = 2;
/// What a match must score for each typed letter. A run of letters scores 16 each, gaps cost.
const LEAST_PER_LETTER: i64 = 14;

/// A folded label with what tells fast that a word cannot be in it.
#[derive(Debug, Clone, Default)]
pub(super) struct Label {
    folded: Box<str>,
    letters: u32,
    initials: u32,
}

impl Label {
    /// Takes a folded text.
    pub fn new(folded: &str) -> Self {
        let end = folded.char_indices().nth(LABEL_LETTERS).map_or(folded.len(), |(at, _)| at);
        let folded: Box<str> = folded.get(..end).unwrap_or("").into();
        let initials = folded.split(|c: char| !c.is_alphanumeric()).filter_map(|word| word.chars().next());
        let initials = initials.fold(0, |all, c| all | mask(c.encode_utf8(&mut [0; 4])));
        Self { letters: mask(&folded), initials, folded }
    }
}

/// Matches letters in their order, with gaps.
pub(super) struct Scatter {
    matcher: SkimMatcherV2,
}

impl Default for Scatter {
    fn default() -> Self {
        Self { matcher: SkimMatcherV2::default().ignore_case() }
    }
}

impl Scatter {
    /// How well the letters of `typed` stand in `text`, the first of them at the start of a word; `None` where they
    /// do not, or too far apart to mean it. Both folded. 5 to 10 µs.
    pub fn score(&self, text: &Label, typed: &str) -> Option<i64> {
        let count = typed.chars().count();
        let first = typed.chars().next()?;
        let fits = (FEWEST_LETTERS..=TYPED_LETTERS).contains(&count)
            && mask(typed) & !text.letters == 0
            && mask(first.encode_utf8(&mut [0; 4])) & !text.initials == 0;
        let (score, places) = fits.then(|| self.matcher.fuzzy_indices(&text.folded, typed))??;
        (reads(&text.folded, &places) && score >= LEAST_PER_LETTER * i64::try_from(count).ok()?).then_some(score)
    }

    /// Which characters of the folded text match, rising.
    pub fn places(&self, text: &Label, typed: &str) -> Vec<usize> {
        self.matcher.fuzzy_indices(&text.folded, typed).map(|(_, places)| places).unwrap_or_default()
    }
}

/// Whether each character at `places` begins a word or follows another one in the same word.
fn reads(text: &str, places: &[usize]) -> bool {
    let mut wanted = places.iter().peekable();
    // The first letter of a word must be one of the places for a later one to be.
    let (mut in_word, mut taken) = (false, false);
    for (at, c) in text.chars().enumerate() {
        let begins = c.is_alphanumeric() && !in_word;
        in_word = c.is_alphanumeric();
        let is_place = wanted.next_if_eq(&&at).is_some();
        if begins {
            taken = is_place;
        } else if is_place && !taken && in_word {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::{Label, Scatter};

    #[test]
    fn abbreviations_match_and_letters_strewn_about_do_not() {
        let scatter = Scatter::default();
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
            assert_eq!(scatter.score(&Label::new(text), typed).is_some(), matches, "{typed} in {text}");
        }
    }

    #[test]
    fn every_place_points_at_a_typed_letter_and_none_lies_behind_the_limit() {
        let text = format!("z{}lnsk", "a".repeat(40_000));
        let label = Label::new(&text);
        assert_eq!(Scatter::default().score(&label, "zlnsk"), None);
        let label = Label::new("volodymyr zelenskyy");
        let places = Scatter::default().places(&label, "zlnsk");
        let letters: String = places.iter().filter_map(|at| "volodymyr zelenskyy".chars().nth(*at)).collect();
        assert_eq!(letters, "zlnsk");
    }
}

//! Numbers with their nouns.

/// A count with its English noun in the right form: `1 match`, `2 matches`, `0 demands`.
pub fn counted(count: usize, noun: &str) -> String {
    match count {
        1 => format!("1 {noun}"),
        _ if noun.ends_with("ch") => format!("{count} {noun}es"),
        _ => format!("{count} {noun}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::counted;

    #[test]
    fn only_one_is_singular() {
        for (count, noun, words) in [(0, "demand", "0 demands"), (1, "match", "1 match"), (2, "match", "2 matches")] {
            assert_eq!(counted(count, noun), words);
        }
    }
}

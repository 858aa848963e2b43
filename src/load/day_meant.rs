//! What day an unusual spelling of a date means.

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The date as a model file writes it: `2025-08-15`, or in quotation marks if only the month is known. `None` if the
/// day is unclear, as with `03/04/2025`.
pub(super) fn day_meant(words: &str) -> Option<String> {
    if words.len() > 40 {
        return None;
    }
    let parts = words.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    let parts: Vec<&str> = parts.filter(|part| !matches!(*part, "of" | "the")).collect();
    let date = match parts.as_slice() {
        [a, b] => match (month(a), month(b)) {
            (Some(month), None) => (year(b)?, month, None),
            (None, Some(month)) => (year(a)?, month, None),
            _ => match (year(a), year(b)) {
                (Some(year), None) => (year, number(b, 12)?, None),
                (None, Some(year)) => (year, number(a, 12)?, None),
                _ => return None,
            },
        },
        [a, b, c] => match (month(a), month(b)) {
            (Some(month), _) => (year(c)?, month, Some(day(b)?)),
            (_, Some(month)) if year(a).is_some() => (year(a)?, month, Some(day(c)?)),
            (_, Some(month)) => (year(c)?, month, Some(day(a)?)),
            _ => match year(a) {
                Some(year) => (year, number(b, 12)?, Some(day(c)?)),
                None => by_order(words, (a, b), year(c)?)?,
            },
        },
        _ => return None,
    };
    let (year, month, day) = date;
    Some(day.map_or_else(|| format!("\"{year}-{month:02}\""), |day| format!("{year}-{month:02}-{day:02}")))
}

/// Day and month before a year: points put the day first; with other marks, one number must be too large for a month.
fn by_order(words: &str, (a, b): (&str, &str), year: u32) -> Option<(u32, u32, Option<u32>)> {
    let (first, second) = (day(a)?, day(b)?);
    match (first <= 12, second <= 12) {
        (_, true) if words.contains('.') => Some((year, second, Some(first))),
        (false, true) => Some((year, second, Some(first))),
        (true, false) => Some((year, first, Some(second))),
        _ if first == second => Some((year, second, Some(first))),
        _ => None,
    }
}

fn year(part: &str) -> Option<u32> {
    (part.len() == 4).then(|| number(part, 9999)).flatten()
}

fn number(part: &str, most: u32) -> Option<u32> {
    let digits = part.bytes().all(|byte| byte.is_ascii_digit()) && part.len() <= 4;
    part.parse().ok().filter(|number| digits && (1..=most).contains(number))
}

fn day(part: &str) -> Option<u32> {
    let bare = ["st", "nd", "rd", "th"].iter().find_map(|ending| part.strip_suffix(ending));
    number(bare.unwrap_or(part), 31)
}

fn month(part: &str) -> Option<u32> {
    let word = part.to_lowercase();
    let is_it = |month: &&str| word == **month || (word.len() >= 3 && word.len() <= 4 && month.starts_with(&word));
    (1..).zip(&MONTHS).find(|(_, month)| is_it(month)).map(|(number, _)| number)
}

#[cfg(test)]
mod tests {
    use super::day_meant;

    #[test]
    fn a_day_is_known_however_it_is_written() {
        for (words, meant) in [
            ("24.09.2022", Some("2022-09-24")),
            ("24. 9. 2022", Some("2022-09-24")),
            ("24/09/2022", Some("2022-09-24")),
            ("09/24/2022", Some("2022-09-24")),
            ("03/04/2022", None),
            ("2022/09/24", Some("2022-09-24")),
            ("2022.9.4", Some("2022-09-04")),
            ("2022\u{2013}09\u{2013}24", Some("2022-09-24")),
            ("15 August 2025", Some("2025-08-15")),
            ("August 15th, 2025", Some("2025-08-15")),
            ("the 1st of Sept. 2025", Some("2025-09-01")),
            ("2025 Aug 15", Some("2025-08-15")),
            ("Aug 2025", Some("\"2025-08\"")),
            ("2019-12", Some("\"2019-12\"")),
            ("12.2019", Some("\"2019-12\"")),
            ("2019-13", None),
            ("40.01.2025", None),
            ("march", None),
            ("", None),
        ] {
            assert_eq!(day_meant(words).as_deref(), meant, "{words}");
        }
    }
}

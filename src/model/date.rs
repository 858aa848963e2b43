//! Dates known to the day, the month or the year.

use std::fmt;

/// A date, as precise as the source gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Date {
    year: u16,
    month: Option<u8>,
    day: Option<u8>,
}

impl Date {
    /// A date of the proleptic Gregorian calendar; `None` for a day that does not exist or has no month.
    pub fn new(year: u16, month: Option<u8>, day: Option<u8>) -> Option<Self> {
        let fits = match (month, day) {
            (None, None) => true,
            (None, Some(_)) => false,
            (Some(month), None) => (1..=12).contains(&month),
            (Some(month), Some(day)) => (1..=12).contains(&month) && (1..=days_in(year, month)).contains(&day),
        };
        (fits && year <= 9999).then_some(Self { year, month, day })
    }

    /// Reads `2025`, `2025-08` or `2025-08-15`; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let number = |part: &str, digits: usize| {
            (part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit()))
                .then(|| part.parse::<u16>().ok())?
        };
        let mut parts = text.split('-');
        let year = number(parts.next()?, 4)?;
        let mut small = || parts.next().map(|part| number(part, 2).and_then(|value| u8::try_from(value).ok()));
        let (month, day) = (small(), small());
        if parts.next().is_some() || month == Some(None) || day == Some(None) {
            return None;
        }
        Self::new(year, month.flatten(), day.flatten())
    }

    /// Year, month and day, as far as they are known.
    pub fn parts(self) -> (u16, Option<u8>, Option<u8>) {
        (self.year, self.month, self.day)
    }

    /// The last day the date may mean, as (year, month, day); dates compare by it.
    pub fn last_day(self) -> (u16, u8, u8) {
        let month = self.month.unwrap_or(12);
        (self.year, month, self.day.unwrap_or_else(|| days_in(self.year, month)))
    }

    /// The first day the date may mean.
    pub fn first_day(self) -> (u16, u8, u8) {
        (self.year, self.month.unwrap_or(1), self.day.unwrap_or(1))
    }
}

fn days_in(year: u16, month: u8) -> u8 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl fmt::Display for Date {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(out, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(out, "-{day:02}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Date;

    #[test]
    fn partial_dates_count_as_their_last_day() {
        for (text, last) in [
            ("2025", (2025, 12, 31)),
            ("2024-02", (2024, 2, 29)),
            ("1900-02", (1900, 2, 28)),
            ("2025-08-15", (2025, 8, 15)),
        ] {
            let date = Date::parse(text).unwrap();
            assert_eq!(date.last_day(), last);
            assert_eq!(date.to_string(), text);
        }
    }

    #[test]
    fn what_is_no_day_is_no_date() {
        for text in ["", "25", "2025-13", "2025-02-30", "2025-8-1", "2025-08-15-1", "+025", "2025-"] {
            assert_eq!(Date::parse(text), None, "{text}");
        }
    }
}

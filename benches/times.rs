//! What is said of many times of the same thing.
#![allow(dead_code, reason = "not every bench says all of it")]

use std::time::Duration;

/// The time that half of them do not exceed; nothing where there are none.
pub fn median(times: &[Duration]) -> Duration {
    share(times, 500)
}

/// The time that `part` of a thousand do not exceed; nothing where there are none.
pub fn share(times: &[Duration], part: usize) -> Duration {
    let mut times = times.to_vec();
    times.sort_unstable();
    let at = (times.len() * part / 1000).min(times.len().saturating_sub(1));
    times.get(at).copied().unwrap_or_default()
}

/// A time in milliseconds, in three digits or more.
pub fn millis(time: Duration) -> String {
    let time = time.as_secs_f64() * 1e3;
    let digits = match time {
        ..1.0 => 3,
        1.0..10.0 => 2,
        10.0..100.0 => 1,
        _ => 0,
    };
    format!("{time:.digits$}")
}

/// How many times `other` a time takes.
pub fn ratio(time: Duration, other: Duration) -> String {
    format!("{:.2}", time.as_secs_f64() / other.as_secs_f64())
}

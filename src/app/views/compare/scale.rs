//! The names of the points of a scale, and its places, in cells.

use crate::model::Issue;
use crate::text::{clip, width};

/// The name of a point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Where its first cell is.
    pub start: u16,
    /// The name, cut to the scale's length.
    pub text: String,
}

/// A point's name cut to fewer cells says nothing.
const LEAST_LABEL: u16 = 6;

/// The names of the points beside their ticks: in full where all have room, else each cut behind a word, no more than is
/// needed for all. Where that leaves next to nothing of them, those of the ends and what fits between.
pub(super) fn labels(issue: &Issue, ticks: &[u16], length: u16) -> Vec<Label> {
    let longest = issue.scale.iter().map(|point| cells(&point.label)).max().unwrap_or(0);
    let within = |most: &[u16]| labels_within(issue, (ticks, most), length);
    let all = |most: &[u16]| within(most).filter(|labels| labels.len() == ticks.len());
    let alike = |most: u16| vec![most; ticks.len()];
    if let Some(labels) = all(&alike(longest)) {
        return labels;
    }
    // The greatest cut with room for all is between these two.
    let (mut fits, mut fails) = (LEAST_LABEL, longest);
    let Some(mut found) = all(&alike(fits)) else { return within(&alike(longest)).unwrap_or_default() };
    while fails > fits + 1 {
        let middle = fits.midpoint(fails);
        match all(&alike(middle)) {
            Some(labels) => (fits, found) = (middle, labels),
            None => fails = middle,
        }
    }
    // What room is left goes to one after the other.
    let mut most = alike(fits);
    for (nth, point) in issue.scale.iter().enumerate().take(most.len()) {
        for wider in (fits + 1..=cells(&point.label).min(length)).rev() {
            most[nth] = wider;
            match all(&most) {
                Some(labels) => {
                    found = labels;
                    break;
                }
                None => most[nth] = fits,
            }
        }
    }
    found
}

/// Those of the ends first, then what fits between, none longer than its `most`. One between is over its tick, in the
/// middle of it as far as the others leave room.
fn labels_within(issue: &Issue, (ticks, most): (&[u16], &[u16]), length: u16) -> Option<Vec<Label>> {
    let last = ticks.len().checked_sub(1)?;
    let mut labels: Vec<Label> = Vec::new();
    for n in std::iter::once(0).chain((last > 0).then_some(last)).chain(1..last) {
        let (Some(tick), Some(most)) = (ticks.get(n), most.get(n)) else { continue };
        let room = if n == 0 || n == last { length.saturating_sub(3) / 2 } else { length.saturating_sub(2) };
        let text = label(issue, n, usize::from((*most).min(room)));
        let wide = cells(&text);
        let is_free = |start: &u16| {
            labels.iter().all(|other| *start > other.start + cells(&other.text) || start + wide < other.start)
        };
        let start = match n {
            0 => Some(1).filter(is_free),
            _ if n == last => Some(length.saturating_sub(wide + 1)).filter(is_free),
            _ => {
                let (left, right) = ((tick + 1).saturating_sub(wide), (*tick).min(length.saturating_sub(wide)));
                let middle = tick.saturating_sub(wide / 2);
                (left..=right).filter(is_free).min_by_key(|start| start.abs_diff(middle))
            }
        };
        if let Some(start) = start.filter(|_| wide > 0) {
            labels.push(Label { start, text });
        }
    }
    Some(labels)
}

/// The name of a point: as many whole words as fit, the cut marked; its last words where the first are those of another
/// point too.
fn label(issue: &Issue, nth: usize, room: usize) -> String {
    let whole = &*issue.scale[nth].label;
    let text = whole_words(whole, room);
    let is_alike = |text: &str, cut: fn(&str, usize) -> String| {
        issue.scale.iter().enumerate().any(|(other, point)| other != nth && cut(&point.label, room) == text)
    };
    if text == whole || !is_alike(&text, whole_words) {
        return text;
    }
    let end = last_words(whole, room);
    if end.is_empty() || is_alike(&end, last_words) { text } else { end }
}

/// As many whole words as fit, the cut marked; a piece of the first where not even that fits.
fn whole_words(text: &str, room: usize) -> String {
    if width(text) <= room {
        return text.to_owned();
    }
    let kept = fitting(text.split_whitespace(), room);
    if kept.is_empty() { clip(text, room).into_string() } else { format!("{} …", kept.join(" ")) }
}

/// As many of the last words as fit behind the mark of a cut; empty where none fits.
fn last_words(text: &str, room: usize) -> String {
    let mut kept = fitting(text.split_whitespace().rev(), room);
    kept.reverse();
    if kept.is_empty() { String::new() } else { format!("… {}", kept.join(" ")) }
}

/// The first words that fit beside the mark of a cut.
fn fitting<'t>(words: impl Iterator<Item = &'t str>, room: usize) -> Vec<&'t str> {
    let mut used = 1;
    words
        .take_while(|word| {
            used += width(word) + 1;
            used <= room
        })
        .collect()
}

/// The cell of a place on a scale of `length` cells; a place outside the scale is at its end.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and the length")]
pub(super) fn cell(issue: &Issue, place: f64, length: u16) -> u16 {
    let Some((low, high)) = issue.bounds() else { return 0 };
    let share = ((place - low) / (high - low)).clamp(0.0, 1.0);
    (share * f64::from(length.saturating_sub(1))).round() as u16
}

pub(super) fn cells(text: &str) -> u16 {
    u16::try_from(width(text)).unwrap_or(u16::MAX)
}

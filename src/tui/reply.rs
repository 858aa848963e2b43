//! Keeps what a terminal answers by itself from being taken for keys.
//!
//! The program asks a terminal nothing, yet text that somebody printed before may make it answer, and the library
//! turns such an answer (`ESC ] … BEL`) into the keys of its characters: Alt-], then what could be commands. Likewise
//! a paste may carry its own end mark and keys behind it. No person presses keys within milliseconds of each other.

use std::time::{Duration, Instant};

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};

/// Keys closer together than this come from a machine.
pub const GAP: Duration = Duration::from_millis(5);
/// An answer is over when nothing more came for this long.
const SILENCE: Duration = Duration::from_millis(50);
/// An answer is over after this long, whatever comes: a key held down must not be lost for ever.
const LONGEST: Duration = Duration::from_secs(1);

/// What the watch knows of the events just before.
#[derive(Debug, Default)]
enum State {
    /// Nothing odd.
    #[default]
    Open,
    /// A key that may begin an answer is held back.
    Holding(Event),
    /// In an answer: events are dropped.
    Answer { since: Instant, last: Instant },
    /// Right behind a paste: what comes without a pause belongs to it.
    Pasted { last: Instant },
}

/// Lets events pass that a person made.
#[derive(Debug, Default)]
pub struct Watch(State);

impl Watch {
    /// What to act on now that `event` came at `at`. The caller calls [`Watch::pause`] when nothing came for [`GAP`].
    pub fn take(&mut self, event: Event, at: Instant) -> Option<Event> {
        match std::mem::take(&mut self.0) {
            State::Holding(_) => self.drop_into_answer(&event, at, at),
            State::Answer { since, last } if at < last + SILENCE && at < since + LONGEST => {
                self.drop_into_answer(&event, since, at)
            }
            State::Pasted { last } if at < last + GAP && matches!(event, Event::Key(_)) => {
                self.0 = State::Pasted { last: at };
                None
            }
            State::Open | State::Answer { .. } | State::Pasted { .. } => self.pass(event, at),
        }
    }

    /// Nothing came for [`GAP`]: gives the key that was held back, for it stood alone.
    pub fn pause(&mut self) -> Option<Event> {
        match std::mem::take(&mut self.0) {
            State::Holding(event) => Some(event),
            answer @ State::Answer { .. } => {
                self.0 = answer;
                None
            }
            State::Open | State::Pasted { .. } => None,
        }
    }

    /// Whether [`Watch::pause`] would give something.
    pub fn is_holding(&self) -> bool {
        matches!(self.0, State::Holding(_))
    }

    fn pass(&mut self, event: Event, at: Instant) -> Option<Event> {
        if begins_answer(&event) {
            self.0 = State::Holding(event);
            return None;
        }
        if matches!(event, Event::Paste(_)) {
            self.0 = State::Pasted { last: at };
        }
        Some(event)
    }

    fn drop_into_answer(&mut self, event: &Event, since: Instant, at: Instant) -> Option<Event> {
        self.0 = if ends_answer(event) { State::Open } else { State::Answer { since, last: at } };
        None
    }
}

/// The keys that OSC, DCS, APC, PM and SOS begin with.
fn begins_answer(event: &Event) -> bool {
    matches!(event, Event::Key(KeyEvent { code: KeyCode::Char(']' | 'P' | '_' | '^' | 'X'), modifiers, .. })
        if modifiers.contains(KeyModifiers::ALT))
}

/// BEL, or ST as `ESC \`.
fn ends_answer(event: &Event) -> bool {
    match event {
        Event::Key(KeyEvent { code: KeyCode::Char('g'), modifiers, .. }) => modifiers.contains(KeyModifiers::CONTROL),
        Event::Key(KeyEvent { code: KeyCode::Char('\\'), modifiers, .. }) => modifiers.contains(KeyModifiers::ALT),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};

    use super::Watch;

    fn event(name: &str) -> Event {
        let (modifiers, c) = match name.split_once('-') {
            Some(("A", c)) => (KeyModifiers::ALT, c),
            Some(("C", c)) => (KeyModifiers::CONTROL, c),
            _ if name.len() > 1 => return Event::Paste(name.to_owned()),
            _ => (KeyModifiers::NONE, name),
        };
        Event::Key(KeyEvent::new(KeyCode::Char(c.chars().next().unwrap()), modifiers))
    }

    /// Plays `(milliseconds since the one before, event)`, pausing wherever at least 5 pass; gives what passed.
    fn passed(script: &[(u64, &str)]) -> Vec<Event> {
        let (mut watch, mut at, mut out) = (Watch::default(), Instant::now(), Vec::new());
        for (after, name) in script {
            at += Duration::from_millis(*after);
            if *after >= 5 {
                out.extend(watch.pause());
            }
            out.extend(watch.take(event(name), at));
        }
        out.extend(watch.pause());
        out
    }

    #[test]
    fn what_a_terminal_answers_is_no_key() {
        for end in ["C-g", "A-\\"] {
            for begin in ["A-]", "A-P", "A-_", "A-^", "A-X"] {
                let script = [(9, "a"), (9, begin), (0, "5"), (0, ":"), (0, "q"), (0, end), (0, "b")];
                assert_eq!(passed(&script), [event("a"), event("b")], "{begin} {end}");
            }
        }
    }

    #[test]
    fn a_key_pressed_alone_passes() {
        assert_eq!(passed(&[(9, "A-]"), (9, "5"), (9, "A-P")]), [event("A-]"), event("5"), event("A-P")]);
    }

    #[test]
    fn an_answer_without_end_is_over_after_a_silence_or_a_second() {
        assert_eq!(passed(&[(9, "A-]"), (0, "5"), (60, "q")]), [event("q")]);
        let mut held = vec![(9, "A-]")];
        held.extend(vec![(2, "j"); 600]);
        let count = passed(&held).len();
        assert!((80..=120).contains(&count), "{count} of 600 keys passed");
    }

    #[test]
    fn keys_that_come_with_a_paste_belong_to_it() {
        assert_eq!(passed(&[(9, "text"), (0, ":"), (1, "q"), (60, "j")]), [event("text"), event("j")]);
    }
}

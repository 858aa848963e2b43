//! Keeps the message of a panic in any thread until the terminal is given back.

use std::panic::{self, PanicHookInfo};
use std::sync::mpsc::Sender;
use std::sync::{Mutex, PoisonError};

use super::news::{Ending, News};

/// The first message; later panics are often consequences.
static FIRST: Mutex<Option<String>> = Mutex::new(None);

/// A panic hook.
pub type PanicHook = Box<dyn Fn(&PanicHookInfo) + Send + Sync>;

/// Makes panics report to the event loop and print nothing; returns the previous hook.
pub fn install(news: Sender<News>) -> PanicHook {
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        let message =
            FIRST.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_with(|| describe(info)).clone();
        let _ = news.send(News::Ended(Ending::Bug(message)));
    }));
    before
}

/// The message of the first panic, if there was one.
pub fn first() -> Option<String> {
    FIRST.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

fn describe(info: &PanicHookInfo) -> String {
    let payload = info.payload();
    let message = payload.downcast_ref::<&str>().copied().or(payload.downcast_ref::<String>().map(String::as_str));
    let message = message.unwrap_or("a panic without a message");
    match info.location() {
        Some(place) => format!("{message} ({}:{})", place.file(), place.line()),
        None => message.to_owned(),
    }
}

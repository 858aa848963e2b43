//! Panics of any thread: the message is kept for the main loop, which gives the terminal back before it is shown.

use std::panic::{self, PanicHookInfo};
use std::sync::mpsc::Sender;
use std::sync::{Mutex, PoisonError};

use super::run::{Ending, News};

/// The first message; later ones are often only its consequence.
static FIRST: Mutex<Option<String>> = Mutex::new(None);

/// What is called when a thread panics.
pub type Hook = Box<dyn Fn(&PanicHookInfo) + Send + Sync>;

/// From now on a panic prints nothing and tells the main loop; gives the hook that was there before.
pub fn install(news: Sender<News>) -> Hook {
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        let message =
            FIRST.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_with(|| describe(info)).clone();
        let _ = news.send(News::Ended(Ending::Bug(message)));
    }));
    before
}

/// The message of the first panic, where there was one.
pub fn first() -> Option<String> {
    FIRST.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

fn describe(info: &PanicHookInfo) -> String {
    let payload = info.payload();
    let message = payload.downcast_ref::<&str>().copied().or(payload.downcast_ref::<String>().map(String::as_str));
    let message = message.unwrap_or("a panic without words");
    match info.location() {
        Some(place) => format!("{message} ({}:{})", place.file(), place.line()),
        None => message.to_owned(),
    }
}

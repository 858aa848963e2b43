//! The thread that searches models so large that a key would wait for it.

use std::io;
use std::mem::discriminant;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;

use super::run::News;
use crate::app::Message;
use crate::app::Reading;
use crate::app::looking::Search;

/// The main loop's end of the line to the searcher.
#[derive(Debug)]
pub struct Searcher(Sender<Job>);

#[derive(Debug)]
struct Job {
    search: Search,
    reading: Reading,
}

impl Searcher {
    /// Starts the thread. It answers with [`Message::Found`].
    pub fn start(news: Sender<News>) -> io::Result<Self> {
        let (line, inbox) = mpsc::channel();
        thread::Builder::new().name("search".to_owned()).spawn(move || work(&inbox, &news))?;
        Ok(Self(line))
    }

    /// Searches a reading. Of searches of one kind that wait only the newest is carried out.
    pub fn search(&self, search: Search, reading: Reading) {
        // The thread ends with the program.
        let _ = self.0.send(Job { search, reading });
    }
}

fn work(inbox: &Receiver<Job>, news: &Sender<News>) {
    let mut waiting: Vec<Job> = Vec::new();
    loop {
        if waiting.is_empty() {
            let Ok(job) = inbox.recv() else { return };
            waiting.push(job);
        }
        for job in inbox.try_iter() {
            take(&mut waiting, job);
        }
        let Job { search, reading } = waiting.remove(0);
        let found = search.carry_out(&reading.loaded.model, &reading.knowledge);
        if news.send(News::Message(Message::Found(found))).is_err() {
            return;
        }
    }
}

/// Lets a search wait instead of an older one of its kind.
fn take(waiting: &mut Vec<Job>, job: Job) {
    let kind = |job: &Job| discriminant(&job.search.sought);
    waiting.retain(|older| kind(older) != kind(&job));
    waiting.push(job);
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, mpsc};

    use super::{Job, News, Searcher, take};
    use crate::app::looking::{Answer, Search, Sought};
    use crate::app::{Message, Reading};
    use crate::load::example;
    use crate::search::{Scope, SearchOptions};

    fn search(number: u64, sought: Sought) -> Search {
        Search { number, query: "putin".to_owned(), sought }
    }

    const HITS: Sought = Sought::Hits(SearchOptions { scope: Scope::All, limit: 9 });

    #[test]
    fn the_newest_of_a_kind_waits_alone() {
        let mut waiting = Vec::new();
        for (number, sought) in [(1, HITS), (2, Sought::Demands), (3, HITS), (4, HITS)] {
            take(&mut waiting, Job { search: search(number, sought), reading: Reading::default() });
        }
        assert_eq!(waiting.iter().map(|job| job.search.number).collect::<Vec<_>>(), [2, 4]);
    }

    #[test]
    fn the_newest_search_is_answered_last() {
        let (news, inbox) = mpsc::channel();
        let searcher = Searcher::start(news).unwrap();
        let reading = Reading::from(Arc::new(example()));
        (1..=20).for_each(|number| searcher.search(search(number, HITS), reading.clone()));
        drop(searcher);
        let answers = inbox.into_iter().map(|item| match item {
            News::Message(Message::Found(found)) => found,
            other => panic!("{other:?}"),
        });
        let last = answers.last().unwrap();
        assert!(matches!(last.answer, Answer::Hits(hits) if hits.total > 0));
        assert_eq!(last.number, 20);
    }
}

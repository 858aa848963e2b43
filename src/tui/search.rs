//! The thread that searches models too large to search between two frames.

use std::io;
use std::mem::discriminant;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;

use super::news::News;
use crate::app::lookup::SearchRequest;
use crate::app::{Message, Snapshot};

/// Sends searches to the thread.
#[derive(Debug)]
pub struct Searcher(Sender<SearchJob>);

#[derive(Debug)]
struct SearchJob {
    search: SearchRequest,
    reading: Snapshot,
}

impl Searcher {
    /// Starts the thread. It answers with [`Message::Found`].
    pub fn start(news: Sender<News>) -> io::Result<Self> {
        let (jobs, inbox) = mpsc::channel();
        thread::Builder::new().name("search".to_owned()).spawn(move || work(&inbox, &news))?;
        Ok(Self(jobs))
    }

    /// Searches a snapshot. Of the waiting searches of one kind only the newest runs.
    pub fn search(&self, search: SearchRequest, reading: Snapshot) {
        // Fails only if the thread panicked, which ends the program.
        let _ = self.0.send(SearchJob { search, reading });
    }
}

fn work(inbox: &Receiver<SearchJob>, news: &Sender<News>) {
    let mut waiting: Vec<SearchJob> = Vec::new();
    loop {
        if waiting.is_empty() {
            let Ok(job) = inbox.recv() else { return };
            waiting.push(job);
        }
        for job in inbox.try_iter() {
            enqueue(&mut waiting, job);
        }
        let SearchJob { search, reading } = waiting.remove(0);
        let found = search.run(&reading.loaded.model, &reading.knowledge);
        if news.send(News::Message(Message::Found(found))).is_err() {
            return;
        }
    }
}

/// Queues a search in place of an older one of its kind.
fn enqueue(waiting: &mut Vec<SearchJob>, job: SearchJob) {
    let kind = |job: &SearchJob| discriminant(&job.search.target);
    waiting.retain(|older| kind(older) != kind(&job));
    waiting.push(job);
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, mpsc};

    use super::{News, SearchJob, Searcher, enqueue};
    use crate::app::lookup::{SearchRequest, SearchResults, SearchTarget};
    use crate::app::{Message, Snapshot};
    use crate::load::example;
    use crate::search::{Scope, SearchOptions};

    fn search(number: u64, target: SearchTarget) -> SearchRequest {
        SearchRequest { number, query: "putin".to_owned(), target }
    }

    const HITS: SearchTarget = SearchTarget::Hits(SearchOptions { scope: Scope::All, limit: 9 });

    #[test]
    fn the_newest_of_a_kind_waits_alone() {
        let mut waiting = Vec::new();
        for (number, target) in [(1, HITS), (2, SearchTarget::Demands), (3, HITS), (4, HITS)] {
            enqueue(&mut waiting, SearchJob { search: search(number, target), reading: Snapshot::default() });
        }
        assert_eq!(waiting.iter().map(|job| job.search.number).collect::<Vec<_>>(), [2, 4]);
    }

    #[test]
    fn the_newest_search_is_answered_last() {
        let (news, inbox) = mpsc::channel();
        let searcher = Searcher::start(news).unwrap();
        let reading = Snapshot::from(Arc::new(example()));
        (1..=20).for_each(|number| searcher.search(search(number, HITS), reading.clone()));
        drop(searcher);
        let answers = inbox.into_iter().map(|item| match item {
            News::Message(Message::Found(found)) => found,
            other => panic!("{other:?}"),
        });
        let last = answers.last().unwrap();
        assert!(matches!(last.results, SearchResults::Hits(hits) if hits.total > 0));
        assert_eq!(last.number, 20);
    }
}

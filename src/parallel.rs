//! Work divided among threads.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Number of threads for large work: one per processor, at most four.
pub fn threads() -> usize {
    thread::available_parallelism().map_or(1, usize::from).min(4)
}

/// The work of one thread.
#[derive(Debug, Clone)]
pub struct Share<S, T> {
    /// The state the thread worked with.
    pub state: S,
    /// Each number it took, with the result; rising.
    pub done: Vec<(usize, T)>,
}

/// Calls `work` once for every number below `count`, on up to `threads` threads that each take the next number when
/// they are free. Every thread has its own state. The shares are in no particular order.
///
/// `progress` is called with each number the calling thread takes, before it works on it.
pub fn divide<S: Default + Send, T: Send>(
    count: usize,
    threads: usize,
    work: impl Fn(&mut S, usize) -> T + Sync,
    progress: &mut dyn FnMut(usize),
) -> Vec<Share<S, T>> {
    let next = AtomicUsize::new(0);
    let share = |progress: &mut dyn FnMut(usize)| {
        let mut state = S::default();
        let taken = std::iter::from_fn(|| Some(next.fetch_add(1, Ordering::Relaxed)).filter(|at| *at < count));
        let done = taken.inspect(|at| progress(*at)).map(|at| (at, work(&mut state, at))).collect();
        Share { state, done }
    };
    thread::scope(|scope| {
        // A thread that cannot be started leaves its share to the others.
        let start = |_| thread::Builder::new().spawn_scoped(scope, || share(&mut |_| {})).ok();
        let others: Vec<_> = (1..threads.min(count)).filter_map(start).collect();
        let mut all = vec![share(progress)];
        for other in others {
            match other.join() {
                Ok(done) => all.push(done),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        all
    })
}

/// The results of `work` for every number below `count`, in order. Runs and reports as [`divide`] does.
pub fn map<T: Send>(
    count: usize,
    threads: usize,
    work: impl Fn(usize) -> T + Sync,
    progress: &mut dyn FnMut(usize),
) -> Vec<T> {
    let shares = divide(count, threads, |(): &mut (), at| work(at), progress);
    let mut all: Vec<(usize, T)> = shares.into_iter().flat_map(|share| share.done).collect();
    all.sort_unstable_by_key(|(at, _)| *at);
    all.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::{divide, map};

    #[test]
    fn every_number_is_worked_on_once() {
        for (count, threads) in [(0, 3), (1, 3), (100, 1), (100, 3)] {
            let work = |sum: &mut usize, at| {
                *sum += at;
                2 * at
            };
            let shares = divide(count, threads, work, &mut |_| {});
            let mut all: Vec<(usize, usize)> = shares.iter().flat_map(|share| share.done.clone()).collect();
            all.sort_unstable();
            assert_eq!(all, (0..count).map(|at| (at, 2 * at)).collect::<Vec<_>>());
            assert_eq!(shares.iter().map(|share| share.state).sum::<usize>(), (0..count).sum::<usize>());
        }
    }

    #[test]
    fn results_are_in_order_and_progress_rises() {
        for (count, threads) in [(0, 2), (1, 1), (5, 1), (1000, 3)] {
            let mut seen = Vec::new();
            let squares = map(count, threads, |at| at * at, &mut |at| seen.push(at));
            assert_eq!(squares, (0..count).map(|at| at * at).collect::<Vec<_>>());
            assert!(seen.is_sorted() && seen.iter().all(|at| *at < count));
            assert!(threads > 1 || seen.len() == count, "one thread reports all");
        }
    }
}

//! Work that several threads share.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// How many threads a large piece of work is divided among: as many as there are processors, up to four.
pub(super) fn threads() -> usize {
    thread::available_parallelism().map_or(1, usize::from).min(4)
}

/// Does `work` for every number below `count` on up to `threads` threads. Each has a state of its own, which is given
/// back with what the thread made, by number; in no order.
pub(super) fn divided<S: Default + Send, T: Send>(
    count: usize,
    threads: usize,
    work: impl Fn(&mut S, usize) -> T + Sync,
) -> Vec<(S, Vec<(usize, T)>)> {
    let next = AtomicUsize::new(0);
    let share = || {
        let mut state = S::default();
        let mine = std::iter::from_fn(|| Some(next.fetch_add(1, Ordering::Relaxed)).filter(|at| *at < count));
        let done = mine.map(|at| (at, work(&mut state, at))).collect();
        (state, done)
    };
    thread::scope(|scope| {
        // A thread that cannot be started leaves its share to the others.
        let start = |_| thread::Builder::new().spawn_scoped(scope, share).ok();
        let others: Vec<_> = (1..threads.min(count)).filter_map(start).collect();
        let mut all = vec![share()];
        for other in others {
            match other.join() {
                Ok(done) => all.push(done),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        all
    })
}

#[cfg(test)]
mod tests {
    use super::divided;

    #[test]
    fn every_number_is_worked_on_once() {
        for (count, threads) in [(0, 3), (1, 3), (100, 1), (100, 3)] {
            let shares = divided(count, threads, |sum: &mut usize, at| {
                *sum += at;
                2 * at
            });
            let mut all: Vec<(usize, usize)> = shares.iter().flat_map(|(_, done)| done.clone()).collect();
            all.sort_unstable();
            assert_eq!(all, (0..count).map(|at| (at, 2 * at)).collect::<Vec<_>>());
            assert_eq!(shares.iter().map(|(sum, _)| sum).sum::<usize>(), (0..count).sum::<usize>());
        }
    }
}

//! What a test costs, so that a search of the wrong order is found on a busy machine too.

use std::time::{Duration, Instant};

/// The processor time that `work` takes on this thread; where the system does not count that, its time.
pub(super) fn cost(work: impl FnOnce()) -> Duration {
    let counted = || {
        let counted = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
        counted.split(' ').next()?.parse().ok().map(Duration::from_nanos)
    };
    let (before, begun) = (counted(), Instant::now());
    work();
    before.zip(counted()).map_or_else(|| begun.elapsed(), |(before, after)| after.saturating_sub(before))
}

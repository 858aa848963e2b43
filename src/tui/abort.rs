//! An abort (memory ran out, a stack overflowed) gives the terminal back before it kills the program.
//!
//! `abort` kills the process as soon as the handler of SIGABRT returns, and a handler may do next to nothing. So ours
//! wakes the signal thread and then stays where it is, in a write to a pipe that is full, until that thread has given the
//! terminal back and killed the process. A second abort, of the signal thread itself, kills at once.

use std::io::{self, Write};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use rustix::fs::{OFlags, fcntl_setfl};
use signal_hook::consts::signal::SIGABRT;
use signal_hook::flag;
use signal_hook::low_level::pipe;

/// Catches SIGABRT; what is returned can be read when it came. The actions run in the order of their registration.
pub fn register() -> io::Result<UnixStream> {
    let is_aborting = Arc::new(AtomicBool::new(false));
    flag::register_conditional_default(SIGABRT, Arc::clone(&is_aborting))?;
    flag::register(SIGABRT, is_aborting)?;
    let (ours, theirs) = UnixStream::pair()?;
    ours.set_nonblocking(true)?;
    pipe::register(SIGABRT, theirs)?;
    stay()?;
    Ok(ours)
}

/// Makes the handler of SIGABRT write to a full pipe that nobody reads.
fn stay() -> io::Result<()> {
    let (reader, writer) = io::pipe()?;
    let mut filler = writer.try_clone()?;
    // The registration makes the pipe, and so both its handles, non-blocking.
    pipe::register(SIGABRT, writer)?;
    for piece in [&[0; 4096][..], &[0]] {
        while filler.write(piece).is_ok() {}
    }
    fcntl_setfl(&filler, OFlags::empty())?;
    // Without a reader the write would fail.
    std::mem::forget(reader);
    Ok(())
}

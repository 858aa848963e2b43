//! An abort (memory ran out, a stack overflowed) gives the terminal back before it kills the program.
//!
//! `abort` kills the process as soon as the handler of SIGABRT returns, and a handler may do next to nothing. So ours
//! wakes a thread and then stays where it is, in a write to a pipe that is full, until that thread has given the terminal
//! back and killed the process. Two threads wait for it, for the handler may run in one of them. A second abort kills at
//! once.

use std::io::{self, Read, Write};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::thread;

use rustix::fs::{OFlags, fcntl_setfl};
use signal_hook::consts::signal::SIGABRT;
use signal_hook::flag;
use signal_hook::low_level::{self, emulate_default_handler, pipe};

use super::terminal::Terminal;

/// What an abort leaves to say when the terminal is given back.
const ABORTED: &str = "demarche: aborted; most likely there was not enough memory\n";
/// How many threads wait for an abort.
const THREADS: usize = 2;

/// Catches SIGABRT; what is returned can be read when it came. The actions run in the order of their registration.
pub fn register() -> io::Result<UnixStream> {
    let is_aborting = Arc::new(AtomicBool::new(false));
    flag::register_conditional_default(SIGABRT, Arc::clone(&is_aborting))?;
    flag::register(SIGABRT, is_aborting)?;
    let (ours, theirs) = UnixStream::pair()?;
    pipe::register(SIGABRT, theirs)?;
    stay()?;
    Ok(ours)
}

/// Starts the threads; `pipe` comes from [`register`]. One of them reads the one byte of an abort. From then on nothing is
/// allocated, for there may be no memory.
pub fn start(pipe: UnixStream, terminal: &Arc<Terminal>) -> io::Result<()> {
    let pipe = Arc::new(pipe);
    for _ in 0..THREADS {
        let (pipe, terminal) = (Arc::clone(&pipe), Arc::clone(terminal));
        let wait = move || {
            if (&*pipe).read_exact(&mut [0]).is_ok() {
                finish(&terminal);
            }
        };
        thread::Builder::new().name("abort".to_owned()).spawn(wait)?;
    }
    Ok(())
}

/// Lets an abort go on, whose thread waits in the handler.
fn finish(terminal: &Terminal) {
    terminal.abandon();
    let _ = rustix::io::write(rustix::stdio::stderr(), ABORTED.as_bytes());
    let _ = emulate_default_handler(SIGABRT);
    low_level::exit(128 + SIGABRT);
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

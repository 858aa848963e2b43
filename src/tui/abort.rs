//! Gives the terminal back on an abort (out of memory, stack overflow) before the process dies.
//!
//! `abort` kills the process as soon as the handler of SIGABRT returns, and a handler may do next to nothing. So ours
//! wakes a thread and then blocks in a write to a full pipe until that thread has given the terminal back and killed
//! the process. Two threads wait, because the handler may run in one of them. A second abort kills at once.

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

/// Printed after the terminal is given back.
const ABORTED: &str = "demarche: aborted; most likely there was not enough memory\n";
/// How many threads wait for an abort.
const THREADS: usize = 2;

/// Catches SIGABRT; the returned stream becomes readable when it arrives. Actions run in the order of registration.
pub fn register() -> io::Result<UnixStream> {
    let is_aborting = Arc::new(AtomicBool::new(false));
    flag::register_conditional_default(SIGABRT, Arc::clone(&is_aborting))?;
    flag::register(SIGABRT, is_aborting)?;
    let (ours, theirs) = UnixStream::pair()?;
    pipe::register(SIGABRT, theirs)?;
    stay()?;
    Ok(ours)
}

/// Starts the threads; `pipe` comes from [`register`]. One of them reads the single byte of an abort. After that
/// nothing is allocated, as there may be no memory.
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

/// Completes an abort whose thread is blocked in the handler.
fn finish(terminal: &Terminal) {
    terminal.abandon();
    let _ = rustix::io::write(rustix::stdio::stderr(), ABORTED.as_bytes());
    let _ = emulate_default_handler(SIGABRT);
    low_level::exit(128 + SIGABRT);
}

/// Makes the handler of SIGABRT block in a write to a full pipe.
fn stay() -> io::Result<()> {
    let (reader, writer) = io::pipe()?;
    let mut filler = writer.try_clone()?;
    // Registering makes the pipe non-blocking, for both handles.
    pipe::register(SIGABRT, writer)?;
    for piece in [&[0; 4096][..], &[0]] {
        while filler.write(piece).is_ok() {}
    }
    fcntl_setfl(&filler, OFlags::empty())?;
    // Without a reader the write would fail.
    std::mem::forget(reader);
    Ok(())
}

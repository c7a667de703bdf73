//! A line that says how far a long run is, for someone who waits at a terminal.
//!
//! It comes after half a second, is drawn over itself, and is gone before anything else is printed. Nobody but a terminal ever sees it.

use std::io::{self, IsTerminal, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// A run that takes no longer shows nothing.
const PATIENCE: Duration = Duration::from_millis(500);
const PAUSE: Duration = Duration::from_millis(100);

/// Counts, and shows the count until it is dropped.
pub(crate) struct Progress {
    done: Arc<AtomicUsize>,
    line: Option<Line>,
}

struct Line {
    /// Dropped to end the thread.
    stop: Sender<()>,
    thread: JoinHandle<()>,
}

impl Progress {
    /// Begins to wait for `total` files. A run that is to be quiet counts in silence.
    pub fn new(total: usize, quiet: bool) -> Progress {
        let done = Arc::new(AtomicUsize::new(0));
        let is_watched = !quiet && io::stderr().is_terminal() && std::env::var_os("TERM").is_none_or(|term| term != "dumb");
        let line = is_watched.then(|| {
            let (stop, stopped) = mpsc::channel();
            let done = Arc::clone(&done);
            Line { stop, thread: thread::spawn(move || show(io::stderr(), &done, total, &stopped)) }
        });
        Progress { done, line }
    }

    /// One file more is done.
    pub fn tick(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(Line { stop, thread }) = self.line.take() {
            drop(stop);
            let _ = thread.join();
        }
    }
}

/// Draws until `stop` is hung up. A terminal that is gone is nobody's concern.
fn show(mut out: impl Write, done: &AtomicUsize, total: usize, stop: &Receiver<()>) {
    let mut pause = PATIENCE;
    while stop.recv_timeout(pause) == Err(RecvTimeoutError::Timeout) {
        let _ = write!(out, "\rChecking files: {} of {total}", done.load(Ordering::Relaxed)).and_then(|()| out.flush());
        pause = PAUSE;
    }
    if pause == PAUSE {
        let _ = write!(out, "\r\x1b[K").and_then(|()| out.flush());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(wait: Duration) -> String {
        let (stop, stopped) = mpsc::channel();
        let drawing = thread::spawn(move || {
            let mut out = Vec::new();
            show(&mut out, &AtomicUsize::new(3), 7, &stopped);
            out
        });
        thread::sleep(wait);
        drop(stop);
        String::from_utf8(drawing.join().unwrap()).unwrap()
    }

    #[test]
    fn a_short_run_shows_nothing() {
        assert_eq!(shown(Duration::ZERO), "");
    }

    #[test]
    fn a_long_one_shows_how_far_it_is_and_cleans_up() {
        let text = shown(PATIENCE + PAUSE * 3);
        assert!(text.starts_with("\rChecking files: 3 of 7") && text.ends_with("\r\x1b[K"), "{text:?}");
    }
}

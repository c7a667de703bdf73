//! What the server says about itself: to the client's log, and to a file if one is asked for.
//!
//! Never holds document text. Messages are written by hand from names and numbers; panics, whose messages can quote the text that they
//! are about, are recorded by their place alone.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use lsp_types::MessageType;
use tokio::sync::mpsc;
use tower_lsp::Client;

/// A message on its way to the client.
type Entry = (MessageType, String);

/// The log. Cheap to copy; never blocks on the client.
#[derive(Clone)]
pub struct Log {
    to_client: mpsc::UnboundedSender<Entry>,
    file: Option<Arc<LogFile>>,
}

/// Messages that wait for the client.
pub struct Pending(mpsc::UnboundedReceiver<Entry>);

struct LogFile {
    file: Mutex<File>,
    start: Instant,
}

impl Log {
    /// A log that appends to the file at `path`, if one is given.
    pub fn new(path: Option<&Path>) -> std::io::Result<(Log, Pending)> {
        let (to_client, pending) = mpsc::unbounded_channel();
        let open = |path| OpenOptions::new().create(true).append(true).open(path);
        let file = path.map(open).transpose()?.map(|file| Arc::new(LogFile { file: Mutex::new(file), start: Instant::now() }));
        Ok((Log { to_client, file }, Pending(pending)))
    }

    /// Something went wrong in the server itself.
    pub fn error(&self, message: impl Into<String>) {
        self.write(MessageType::ERROR, message.into());
    }

    /// Something the user can put right.
    pub fn warn(&self, message: impl Into<String>) {
        self.write(MessageType::WARNING, message.into());
    }

    /// A step of a session that is worth knowing.
    pub fn info(&self, message: impl Into<String>) {
        self.write(MessageType::INFO, message.into());
    }

    fn write(&self, kind: MessageType, message: String) {
        self.write_file(kind, &message);
        // Closed only after the session.
        _ = self.to_client.send((kind, message));
    }

    fn write_file(&self, kind: MessageType, message: &str) {
        let Some(file) = &self.file else { return };
        let level = match kind {
            MessageType::ERROR => "error",
            MessageType::WARNING => "warn",
            _ => "info",
        };
        let elapsed = file.start.elapsed().as_secs_f64();
        // A full disk is no reason to stop editing.
        _ = writeln!(file.file.lock().unwrap_or_else(PoisonError::into_inner), "{elapsed:10.3} {level:5} {message}");
    }

    /// Records panics of any thread by their place.
    pub fn record_panics(&self) {
        let log = self.clone();
        std::panic::set_hook(Box::new(move |panic| {
            let place = panic.location().map_or_else(|| "an unknown place".to_owned(), ToString::to_string);
            log.error(format!("internal error at {place}; please report it"));
        }));
    }
}

impl Pending {
    /// Hands messages to the client as they come.
    pub async fn forward(mut self, client: Client) {
        while let Some((kind, message)) = self.0.recv().await {
            client.log_message(kind, message).await;
        }
    }
}

//! Sessions with the language server, in this process: a line of the text is a message, or bytes that are none.
//!
//! No panic on any thread, the session comes to its end, everything that the server says is a message, and as long as nothing but messages was
//! sent, each request is answered.
#![no_main]

use std::collections::HashMap;
use std::io::{self, Cursor, Read, Write};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Condvar, LazyLock, Mutex, PoisonError};
use std::time::{Duration, Instant};

use esc_language_server::{Log, serve};
use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};

esc_fuzz::edited_by!(esc_fuzz::edit_session);

/// Longer than anything takes on a machine that has other things to do.
const PATIENCE: Duration = Duration::from_secs(8);

/// What the harness asks at the end.
const LAST: &str = "the last request";

/// The files that all sessions see, and that no session changes.
static WORKSPACE: LazyLock<PathBuf> = LazyLock::new(|| {
    let root = std::env::temp_dir().join("esc-fuzz-protocol");
    let files = [
        ("envs/base.yaml", "values:\n  region: eu-west-1\n  key: {fn::secret: s}\n"),
        ("envs/dev.yaml", "imports: [base]\nvalues:\n  app: {region: \"${region}\"}\n  environmentVariables:\n    A: ${app.region}\n"),
        ("envs/broken.yaml", "imports: [dev]\nvalues:\n  a: ${app.regoin}\n  b: {fn::toJson: 1\n"),
        (".esc-lint.yaml", "files: [envs/]\n"),
    ];
    for (path, text) in files {
        let path = root.join(path);
        path.parent().map(std::fs::create_dir_all);
        // Another process may be here too; all of them write the same.
        let _ = std::fs::write(path, text);
    }
    root
});

fuzz_target!(|text: &str| {
    let messages: Vec<Vec<u8>> = text.lines().map(|line| here(line).into_bytes()).collect();
    let (to_server, input) = channel();
    let output = Output::default();
    let server = {
        let output = output.clone();
        std::thread::spawn(move || {
            let (log, pending) = Log::new(None).expect("no file is opened");
            serve(Input { chunks: input, rest: Cursor::default() }, output, log, pending)
        })
    };
    let mut expected = HashMap::new();
    let mut is_orderly = true;
    for message in &messages {
        let is_message = message.starts_with(b"{");
        is_orderly &= is_message;
        match serde_json::from_slice::<Value>(message) {
            // Nothing is answered behind it.
            Ok(message) if message["method"] == "exit" => is_orderly = false,
            Ok(message) => expect(&message, &mut expected),
            Err(_) => {}
        }
        send(&to_server, message, is_message);
    }
    send(&to_server, json!({"jsonrpc": "2.0", "id": LAST, "method": "shutdown"}).to_string().as_bytes(), true);
    if is_orderly {
        expected.insert(Value::from(LAST).to_string(), 1);
        output.wait_for(&expected);
    }
    drop(to_server);
    server.join().expect("no panic").expect("it starts");
    output.messages();
});

/// The line with all files in the workspace of this process. Nobody's own files are to be walked.
fn here(line: &str) -> String {
    let line = line.replace("..", ".").replace("rootPath", "root");
    let scheme = "file:///";
    let lower = line.to_ascii_lowercase();
    let mut here = String::new();
    let mut rest = 0;
    for (at, _) in lower.match_indices(scheme) {
        here += &format!("{}file://{}/", &line[rest..at], WORKSPACE.display());
        rest = at + scheme.len();
    }
    here + &line[rest..]
}

/// Notes an answer that there must be. Ids that the protocol does not allow are left out.
fn expect(message: &Value, expected: &mut HashMap<String, usize>) {
    let id = &message["id"];
    let is_id = id.is_string() || id.as_i64().is_some();
    if is_id && message["method"].is_string() {
        *expected.entry(id.to_string()).or_default() += 1;
    }
}

fn send(to_server: &Sender<Vec<u8>>, body: &[u8], is_message: bool) {
    let head = if is_message { format!("Content-Length: {}\r\n\r\n", body.len()) } else { String::new() };
    let tail: &[u8] = if is_message { b"" } else { b"\n" };
    // A server that was told to go reads nothing more.
    let _ = to_server.send([head.as_bytes(), body, tail].concat());
}

/// What is sent, chunk by chunk; the end once the sender is gone.
struct Input {
    chunks: Receiver<Vec<u8>>,
    rest: Cursor<Vec<u8>>,
}

impl Read for Input {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = self.rest.read(buffer)?;
            if read > 0 || buffer.is_empty() {
                return Ok(read);
            }
            match self.chunks.recv() {
                Ok(chunk) => self.rest = Cursor::new(chunk),
                Err(_) => return Ok(0),
            }
        }
    }
}

/// What the server has said.
#[derive(Clone, Default)]
struct Output(Arc<(Mutex<Vec<u8>>, Condvar)>);

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        self.0.1.notify_all();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Output {
    /// The whole messages so far.
    fn messages(&self) -> Vec<Value> {
        let bytes = self.0.0.lock().unwrap_or_else(PoisonError::into_inner);
        parse(&bytes)
    }

    /// Waits until each id has been in as many answers as are expected.
    fn wait_for(&self, expected: &HashMap<String, usize>) {
        let deadline = Instant::now() + PATIENCE;
        let mut bytes = self.0.0.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            let missing = missing(&parse(&bytes), expected);
            if missing.is_empty() {
                return;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "no answer to {missing:?}");
            bytes = self.0.1.wait_timeout(bytes, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

fn missing(messages: &[Value], expected: &HashMap<String, usize>) -> Vec<String> {
    let mut answered: HashMap<String, usize> = HashMap::new();
    for message in messages.iter().filter(|message| message.get("method").is_none()) {
        *answered.entry(message["id"].to_string()).or_default() += 1;
    }
    expected.iter().filter(|(id, count)| answered.get(*id).unwrap_or(&0) < *count).map(|(id, _)| id.clone()).collect()
}

/// The messages that stand in `bytes`; one that is not whole yet is left out.
fn parse(mut bytes: &[u8]) -> Vec<Value> {
    let mut messages = Vec::new();
    while let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
        let head = std::str::from_utf8(&bytes[..end]).expect("headers are ASCII");
        let length: usize = head.strip_prefix("Content-Length: ").and_then(|length| length.parse().ok()).expect("a length");
        let Some(body) = bytes.get(end + 4..end + 4 + length) else { break };
        messages.push(serde_json::from_slice(body).expect("a body is JSON"));
        bytes = &bytes[end + 4 + length..];
    }
    messages
}

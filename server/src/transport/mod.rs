//! One loop between the wire and the server.
//!
//! Invariants that the handlers rely on:
//! * the first piece of every handler, up to its first `await` that has to wait, runs before the next message is looked at. A handler
//!   that changes or copies the state there sees exactly the edits that were sent before it, however fast they come;
//! * reading never waits for a handler, so answers to our own requests always arrive;
//! * a handler that panics answers its request with an error, and the loop goes on;
//! * every request gets one answer, and bytes that are no message get an error or nothing, but never end the session.

mod frame;
mod message;

use std::io::{BufReader, BufWriter, Read, Write};
use std::panic::AssertUnwindSafe;
use std::sync::mpsc as sync_mpsc;
use std::time::Duration;

use futures::{FutureExt, SinkExt, StreamExt};
use serde::Serialize;
use tokio::sync::mpsc;
use tower_lsp::jsonrpc::{Error, Request, Response};
use tower_lsp::{ClientSocket, LanguageServer, LspService};
use tower_service::Service;

use message::Incoming;

/// Messages that are read ahead of the loop.
const READ_AHEAD: usize = 64;

/// How long the last answers may take to be written once the session is over.
const FLUSH_TIMEOUT: Duration = Duration::from_secs(2);

/// How a session came to its end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum End {
    /// `shutdown`, then `exit` or the end of the input.
    Orderly,
    /// `exit` or the end of the input without `shutdown`.
    Abrupt,
}

/// A server that looks at requests before they are read as what the protocol's types say.
pub(crate) trait Observer: LanguageServer {
    /// Looks at a request or notification. Must not take long.
    fn observe(&self, _request: &Request) {}
}

/// Serves one session over a pair of byte streams until it ends. Needs a tokio runtime.
pub(crate) async fn serve<S: Observer>(
    input: impl Read + Send + 'static,
    output: impl Write + Send + 'static,
    service: LspService<S>,
    socket: ClientSocket,
) -> End {
    let (output, written) = Output::start(output);
    let (mut requests, mut answers) = socket.split();
    let to_client = output.clone();
    let forward = tokio::spawn(async move {
        while let Some(request) = requests.next().await {
            to_client.send(&request);
        }
    });
    let mut session = Session { service, output, shut_down: false };
    let mut messages = read_messages(input);
    while let Some(message) = messages.recv().await {
        match message {
            Incoming::Request(request) if request.method() == "exit" && request.id().is_none() => break,
            Incoming::Request(request) => session.handle(request).await,
            Incoming::Response(response) => _ = answers.send(response).await,
            Incoming::Invalid(answer) => session.output.send(&answer),
        }
    }
    let end = if session.shut_down { End::Orderly } else { End::Abrupt };
    forward.abort();
    // Handlers that are still at work hold the output too; what they would say is of no use any more.
    drop(session);
    written.wait();
    end
}

struct Session<S> {
    service: LspService<S>,
    output: Output,
    shut_down: bool,
}

impl<S: Observer> Session<S> {
    /// Runs the handler of one message up to where it has to wait; the rest goes on beside the loop.
    async fn handle(&mut self, request: Request) {
        let id = request.id().cloned();
        self.shut_down |= request.method() == "shutdown" && id.is_some();
        self.service.inner().observe(&request);
        let output = self.output.clone();
        let answer = AssertUnwindSafe(self.service.call(request)).catch_unwind().map(move |outcome| {
            let answer = match outcome {
                Ok(Ok(answer)) => answer,
                // The service is gone: there is nothing to say.
                Ok(Err(_)) => return,
                Err(_) => id.clone().map(|id| Response::from_error(id, Error::internal_error())),
            };
            // The service passes over unknown requests whose name begins with `$/`, but each request is to be answered.
            let answer = answer.or_else(|| id.map(|id| Response::from_error(id, Error::method_not_found())));
            if let Some(answer) = answer {
                output.send(&answer);
            }
        });
        let mut answer = Box::pin(answer);
        if futures::poll!(&mut answer).is_pending() {
            tokio::spawn(answer);
        }
    }
}

/// Reads on a thread of its own: a read of standard input cannot be interrupted, and nothing may wait behind it.
fn read_messages(input: impl Read + Send + 'static) -> mpsc::Receiver<Incoming> {
    let (sender, receiver) = mpsc::channel(READ_AHEAD);
    std::thread::spawn(move || {
        let mut input = BufReader::new(input);
        while let Ok(Some(body)) = frame::read(&mut input) {
            if let Some(message) = message::parse(&body)
                && sender.blocking_send(message).is_err()
            {
                return;
            }
        }
    });
    receiver
}

/// The way out. Cheap to copy; never blocks.
#[derive(Clone)]
struct Output(sync_mpsc::Sender<Option<Vec<u8>>>);

/// Waits for what has been sent to be written.
struct Written {
    output: Output,
    done: sync_mpsc::Receiver<()>,
}

impl Output {
    fn start(output: impl Write + Send + 'static) -> (Output, Written) {
        let (sender, bodies) = sync_mpsc::channel();
        let (done_sender, done) = sync_mpsc::channel();
        std::thread::spawn(move || {
            // A client that has gone away reads nothing more; its input ends too, which ends the session.
            _ = write_all(output, &bodies);
            _ = done_sender.send(());
        });
        let output = Output(sender);
        (output.clone(), Written { output, done })
    }

    fn send(&self, message: &impl Serialize) {
        // Protocol types always become JSON, and a closed channel means that the session is over.
        if let Ok(body) = serde_json::to_vec(message) {
            _ = self.0.send(Some(body));
        }
    }
}

impl Written {
    fn wait(self) {
        _ = self.output.0.send(None);
        _ = self.done.recv_timeout(FLUSH_TIMEOUT);
    }
}

/// Writes bodies as they come, up to the `None` that ends them.
fn write_all(output: impl Write, bodies: &sync_mpsc::Receiver<Option<Vec<u8>>>) -> std::io::Result<()> {
    let mut output = BufWriter::new(output);
    while let Ok(Some(body)) = bodies.recv() {
        frame::write(&mut output, &body)?;
        let mut ended = false;
        for body in bodies.try_iter() {
            let Some(body) = body else {
                ended = true;
                break;
            };
            frame::write(&mut output, &body)?;
        }
        output.flush()?;
        if ended {
            break;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;

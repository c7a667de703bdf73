//! The loop with a server that misbehaves.

use std::io::{BufReader, PipeReader, PipeWriter, Write};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread::JoinHandle;

use lsp_types::*;
use serde_json::{Value, json};
use tower_lsp::jsonrpc::Result;

use super::*;

/// Does on each line of a document something else.
#[derive(Default)]
struct Mock {
    edits: AtomicU32,
}

impl LanguageServer for Mock {
    async fn initialize(&self, _: InitializeParams) -> Result<InitializeResult> {
        Ok(InitializeResult::default())
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }

    async fn did_change(&self, _: DidChangeTextDocumentParams) {
        self.edits.fetch_add(1, Ordering::SeqCst);
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        let edits = self.edits.load(Ordering::SeqCst);
        match params.text_document_position_params.position.line {
            0 => panic!("at once"),
            1 => {
                tokio::task::yield_now().await;
                panic!("later");
            }
            2 => std::future::pending().await,
            _ => Ok(Some(Hover { contents: HoverContents::Scalar(MarkedString::String(edits.to_string())), range: None })),
        }
    }
}

impl Observer for Mock {}

struct Client {
    to_server: PipeWriter,
    from_server: BufReader<PipeReader>,
    server: JoinHandle<End>,
}

impl Client {
    fn start() -> Client {
        let (server_input, to_server) = std::io::pipe().unwrap();
        let (from_server, server_output) = std::io::pipe().unwrap();
        let server = std::thread::spawn(|| {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
            runtime.block_on(async {
                let (service, socket) = LspService::new(|_| Mock::default());
                serve(server_input, server_output, service, socket).await
            })
        });
        let mut client = Client { to_server, from_server: BufReader::new(from_server), server };
        client.send(json!({"id": 0, "method": "initialize", "params": {"capabilities": {}}}));
        client.receive();
        client
    }

    fn send(&mut self, mut message: Value) {
        message["jsonrpc"] = json!("2.0");
        frame::write(&mut self.to_server, message.to_string().as_bytes()).unwrap();
        self.to_server.flush().unwrap();
    }

    fn hover(&mut self, id: u32, line: u32) {
        let params = json!({"textDocument": {"uri": "file:///a"}, "position": {"line": line, "character": 0}});
        self.send(json!({"id": id, "method": "textDocument/hover", "params": params}));
    }

    fn receive(&mut self) -> Value {
        serde_json::from_slice(&frame::read(&mut self.from_server).unwrap().unwrap()).unwrap()
    }

    fn end(self) -> End {
        drop(self.to_server);
        self.server.join().unwrap()
    }
}

#[test]
fn a_panic_answers_its_request_and_nothing_else() {
    let mut client = Client::start();
    client.hover(1, 0);
    assert_eq!(client.receive()["error"]["code"], -32603);
    client.hover(2, 1);
    assert_eq!(client.receive()["error"]["code"], -32603);
    client.hover(3, 9);
    assert_eq!(client.receive()["result"]["contents"], "0");
    assert_eq!(client.end(), End::Abrupt);
}

#[test]
fn a_request_sees_the_edits_before_it() {
    let mut client = Client::start();
    for _ in 0..1_000 {
        let id = json!({"uri": "file:///a", "version": 1});
        client.send(json!({"method": "textDocument/didChange", "params": {"textDocument": id, "contentChanges": []}}));
    }
    client.hover(1, 9);
    assert_eq!(client.receive()["result"]["contents"], "1000");
}

#[test]
fn requests_that_hang_stand_in_nobodys_way_and_can_be_cancelled() {
    let mut client = Client::start();
    (1..=200).for_each(|id| client.hover(id, 2));
    client.hover(201, 9);
    assert_eq!(client.receive()["id"], 201);
    client.send(json!({"method": "$/cancelRequest", "params": {"id": 7}}));
    let cancelled = client.receive();
    assert_eq!((&cancelled["id"], &cancelled["error"]["code"]), (&json!(7), &json!(-32800)));
    client.send(json!({"id": 300, "method": "shutdown"}));
    assert_eq!(client.receive()["result"], Value::Null);
    client.send(json!({"method": "exit"}));
    assert_eq!(client.end(), End::Orderly);
}

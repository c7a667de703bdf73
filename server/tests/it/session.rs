//! A client for tests: starts the server that was built, speaks to it as an editor of some profile would, and keeps every message.
//!
//! When a session ends, every message of both sides has to be one that the protocol allows, each request has to have one answer, and the
//! server has to go with the right exit code.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, ErrorKind, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::fixture::Fixture;
use crate::metamodel::metamodel;

/// Longer than anything takes, on a machine that has other things to do.
const TIMEOUT: Duration = Duration::from_secs(20);

/// Editors, by what their clients can do. Equivalents of their capabilities, cut to what matters.
pub const PROFILES: [&str; 4] = ["vscode", "neovim", "emacs", "minimal"];

pub struct Session {
    pub dir: TempDir,
    pub fixture: Fixture,
    pub capabilities: Value,
    /// What the server has sent unasked, oldest first.
    pub notifications: Vec<Value>,
    /// Methods of requests that the server has sent.
    pub asked: Vec<String>,
    profile: Value,
    child: Child,
    stdin: Option<ChildStdin>,
    incoming: Receiver<Value>,
    answers: HashMap<i64, Value>,
    methods: HashMap<i64, String>,
    next_id: i64,
    open: HashMap<String, (i32, String)>,
    complaints: Vec<String>,
    /// What `workspace/configuration` is answered with.
    pub configuration: Value,
    /// Whether requests of the server are left without an answer.
    pub silent: bool,
    /// Whether the server may not register anything.
    pub refuses: bool,
    finished: bool,
}

/// The client capabilities of a profile.
pub fn profile(name: &str) -> Value {
    let text = match name {
        "vscode" => include_str!("profiles/vscode.json"),
        "neovim" => include_str!("profiles/neovim.json"),
        "emacs" => include_str!("profiles/emacs.json"),
        "minimal" => include_str!("profiles/minimal.json"),
        other => panic!("no profile {other}"),
    };
    serde_json::from_str(text).unwrap()
}

impl Session {
    /// A session under a profile over the files of `fixture`, initialized, with nothing open.
    pub fn start(name: &str, fixture: &str) -> Session {
        Session::start_with(profile(name), fixture)
    }

    pub fn start_with(profile: Value, fixture: &str) -> Session {
        let mut session = Session::spawn(profile, fixture);
        session.initialize();
        session
    }

    /// The server with its client, before the first message.
    pub fn spawn(profile: Value, fixture: &str) -> Session {
        Session::spawn_with(profile, fixture, &[])
    }

    /// The same with arguments for the server.
    pub fn spawn_with(profile: Value, fixture: &str, args: &[&str]) -> Session {
        let dir = tempfile::tempdir().unwrap();
        let fixture = Fixture::parse(fixture);
        for (path, text) in &fixture.files {
            let path = dir.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let mut child = Command::new(env!("CARGO_BIN_EXE_esc-language-server"))
            .args(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        let (stdin, stdout) = (child.stdin.take(), child.stdout.take().unwrap());
        let (sender, incoming) = channel();
        std::thread::spawn(move || {
            let mut stdout = BufReader::new(stdout);
            while let Some(message) = read(&mut stdout) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        Session {
            dir,
            fixture,
            capabilities: Value::Null,
            notifications: Vec::new(),
            asked: Vec::new(),
            profile,
            child,
            stdin,
            incoming,
            answers: HashMap::new(),
            methods: HashMap::new(),
            next_id: 1,
            open: HashMap::new(),
            complaints: Vec::new(),
            configuration: Value::Null,
            silent: false,
            refuses: false,
            finished: false,
        }
    }

    pub fn initialize(&mut self) {
        let uri = self.uri("");
        let params = json!({
            "processId": std::process::id(),
            "rootUri": uri,
            "capabilities": self.profile,
            "workspaceFolders": [{"uri": uri, "name": "test"}],
        });
        self.capabilities = self.request("initialize", params)["capabilities"].clone();
        self.notify("initialized", json!({}));
    }

    /// The address of a file of the workspace.
    pub fn uri(&self, path: &str) -> String {
        let dir = self.dir.path().canonicalize().unwrap();
        let path = if path.is_empty() { dir } else { dir.join(path) };
        format!("file://{}", path.to_str().unwrap())
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.dir.path().join(path)
    }

    /// Puts bytes on the wire as they are. A server that was told to go may be gone before it has read them.
    pub fn raw(&mut self, bytes: &[u8]) {
        let stdin = self.stdin.as_mut().unwrap();
        match stdin.write_all(bytes).and_then(|()| stdin.flush()) {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => {}
            written => written.unwrap(),
        }
    }

    pub fn send(&mut self, message: &Value) {
        let body = message.to_string();
        self.raw(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    }

    pub fn notify(&mut self, method: &str, params: Value) {
        let message = json!({"jsonrpc": "2.0", "method": method, "params": params});
        self.check_call(&message, "clientToServer");
        self.send(&message);
    }

    /// Sends a request and returns its id.
    pub fn ask(&mut self, method: &str, params: Value) -> i64 {
        let id = self.next_id;
        self.next_id += 1;
        let mut message = json!({"jsonrpc": "2.0", "id": id, "method": method});
        if !params.is_null() {
            message["params"] = params;
        }
        self.check_call(&message, "clientToServer");
        self.methods.insert(id, method.to_owned());
        self.send(&message);
        id
    }

    /// The whole answer to a request.
    pub fn answer(&mut self, id: i64) -> Value {
        let deadline = Instant::now() + TIMEOUT;
        while !self.answers.contains_key(&id) {
            assert!(self.receive(deadline), "no answer to {}", self.methods[&id]);
        }
        self.answers[&id].clone()
    }

    /// The result of a request; panics if it is an error.
    pub fn request(&mut self, method: &str, params: Value) -> Value {
        let id = self.ask(method, params);
        let answer = self.answer(id);
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].clone()
    }

    /// The error that a request is answered with.
    pub fn error(&mut self, method: &str, params: Value) -> i64 {
        let id = self.ask(method, params);
        self.answer(id)["error"]["code"].as_i64().unwrap()
    }

    /// Waits for the next message and deals with it. `false` if none comes in time.
    fn receive(&mut self, deadline: Instant) -> bool {
        let message = match self.incoming.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            Ok(message) => message,
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return false,
        };
        match (message.get("method").and_then(Value::as_str).map(str::to_owned), message.get("id").cloned()) {
            (Some(method), Some(id)) => {
                self.check_call(&message, "serverToClient");
                let result = match method.as_str() {
                    "workspace/configuration" => {
                        let items = message["params"]["items"].as_array().unwrap();
                        items.iter().map(|_| self.configuration.clone()).collect()
                    }
                    _ => Value::Null,
                };
                let result = if method == "window/showDocument" { json!({"success": true}) } else { result };
                let refuses = self.refuses && method == "client/registerCapability";
                self.asked.push(method);
                if self.silent {
                    return true;
                }
                if refuses {
                    let error = json!({"code": -32601, "message": "no"});
                    self.send(&json!({"jsonrpc": "2.0", "id": id, "error": error}));
                    return true;
                }
                self.send(&json!({"jsonrpc": "2.0", "id": id, "result": result}));
            }
            (Some(_), None) => {
                self.check_call(&message, "serverToClient");
                self.notifications.push(message);
            }
            (None, Some(Value::Number(id))) => self.take_answer(id.as_i64().unwrap(), message),
            (None, _) => self.notifications.push(message),
        }
        true
    }

    fn take_answer(&mut self, id: i64, message: Value) {
        match self.methods.get(&id) {
            Some(method) => {
                let verdict = metamodel().map_or(Ok(()), |model| model.check_answer(method, &message));
                self.complaints.extend(verdict.err());
            }
            None => self.complaints.push(format!("an answer to request {id}, which was never made")),
        }
        if self.answers.insert(id, message).is_some() {
            self.complaints.push(format!("request {id} was answered twice"));
        }
    }

    fn check_call(&mut self, message: &Value, from: &str) {
        let verdict = metamodel().map_or(Ok(()), |model| model.check_call(message, from));
        self.complaints.extend(verdict.err());
    }

    /// Waits until a notification fits, and returns it. Looks at those that have come already, too.
    pub fn wait_for(&mut self, what: &str, fits: impl Fn(&Value) -> bool) -> Value {
        let deadline = Instant::now() + TIMEOUT;
        loop {
            if let Some(found) = self.notifications.iter().rev().find(|message| fits(message)) {
                return found.clone();
            }
            assert!(self.receive(deadline), "{what} never came; notifications: {:#?}", self.notifications);
        }
    }

    /// Takes messages in until `done`.
    pub fn wait_until(&mut self, what: &str, mut done: impl FnMut(&mut Session) -> bool) {
        let deadline = Instant::now() + TIMEOUT;
        while !done(self) {
            assert!(Instant::now() < deadline, "{what} never happened");
            self.receive(Instant::now() + Duration::from_millis(20));
        }
    }

    /// Opens a file of the fixture.
    pub fn open(&mut self, path: &str) {
        let text = self.fixture.text(path).to_owned();
        self.open_text(path, "pulumi-esc", &text);
    }

    pub fn open_text(&mut self, path: &str, language: &str, text: &str) {
        self.open.insert(path.to_owned(), (1, text.to_owned()));
        let item = json!({"uri": self.uri(path), "languageId": language, "version": 1, "text": text});
        self.notify("textDocument/didOpen", json!({"textDocument": item}));
    }

    /// Replaces the whole text of an open file, as one edit of everything.
    pub fn edit(&mut self, path: &str, text: &str) {
        let (version, current) = self.open.get_mut(path).unwrap();
        *version += 1;
        *current = text.to_owned();
        let id = json!({"version": *version, "uri": self.uri(path)});
        self.notify("textDocument/didChange", json!({"textDocument": id, "contentChanges": [{"text": text}]}));
    }

    /// Sends changes as they are.
    pub fn change(&mut self, path: &str, changes: Value) {
        let (version, _) = self.open.get_mut(path).unwrap();
        *version += 1;
        let id = json!({"version": *version, "uri": self.uri(path)});
        self.notify("textDocument/didChange", json!({"textDocument": id, "contentChanges": changes}));
    }

    pub fn is_open(&self, path: &str) -> bool {
        self.open.contains_key(path)
    }

    /// Lets go of what has been said so far.
    pub fn forget(&mut self) {
        self.notifications.clear();
        self.methods.retain(|id, _| self.answers.remove(id).is_none());
    }

    /// Processor time that the server has taken.
    pub fn cpu(&self) -> Duration {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap_or_default();
        // Behind the name, which is in brackets; in hundredths of a second.
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or("").split_whitespace().collect();
        let ticks = |index: usize| fields.get(index).and_then(|field| field.parse::<u64>().ok()).unwrap_or(0);
        Duration::from_millis((ticks(11) + ticks(12)) * 10)
    }

    /// What the server holds, in MB.
    pub fn memory(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or("0 kB");
        line.trim().trim_end_matches(" kB").parse::<f64>().unwrap_or(0.0) / 1024.0
    }

    pub fn close(&mut self, path: &str) {
        self.open.remove(path);
        let id = json!({"uri": self.uri(path)});
        self.notify("textDocument/didClose", json!({"textDocument": id}));
    }

    /// Tells the server that a file has changed on disk; `kind` as in the protocol.
    pub fn touch(&mut self, path: &str, kind: u32) {
        let event = json!({"uri": self.uri(path), "type": kind});
        self.notify("workspace/didChangeWatchedFiles", json!({"changes": [event]}));
    }

    /// The diagnostics of an open file, one a line; pulled or pushed, as the client does it.
    pub fn diagnostics(&mut self, path: &str) -> String {
        let uri = self.uri(path);
        let list = if self.profile["textDocument"]["diagnostic"].is_object() {
            self.request("textDocument/diagnostic", json!({"textDocument": {"uri": uri}}))["items"].clone()
        } else {
            let version = self.open[path].0;
            let is_current = |message: &Value| {
                message["method"] == "textDocument/publishDiagnostics"
                    && message["params"]["uri"] == *uri
                    && message["params"]["version"] == version
            };
            self.wait_for("a diagnostic", is_current)["params"]["diagnostics"].clone()
        };
        render_diagnostics(&list)
    }

    /// What was last published for a file; `None` if nothing was.
    pub fn published(&self, path: &str) -> Option<String> {
        let uri = self.uri(path);
        let last = self
            .notifications
            .iter()
            .rev()
            .find(|message| message["method"] == "textDocument/publishDiagnostics" && message["params"]["uri"] == *uri);
        last.map(|message| render_diagnostics(&message["params"]["diagnostics"]))
    }

    /// Where the cursor of the fixture is, as request parameters.
    pub fn at_cursor(&self) -> Value {
        let (path, offset) = self.fixture.cursor.clone();
        let text = self.open.get(&path).map_or_else(|| self.fixture.text(&path), |(_, text)| text);
        json!({"textDocument": {"uri": self.uri(&path)}, "position": self.position(text, offset)})
    }

    /// An offset in the encoding that was agreed.
    pub fn position(&self, text: &str, offset: usize) -> Value {
        let line = text[..offset].matches('\n').count();
        let column = &text[text[..offset].rfind('\n').map_or(0, |at| at + 1)..offset];
        let column = match self.capabilities["positionEncoding"].as_str() {
            Some("utf-8") => column.len(),
            Some("utf-32") => column.chars().count(),
            _ => column.encode_utf16().count(),
        };
        json!({"line": line, "character": column})
    }

    /// A text after edits in the encoding that was agreed. They may not overlap.
    pub fn apply(&self, text: &str, edits: &[Value]) -> String {
        let mut edits: Vec<_> =
            edits.iter().map(|edit| (self.offset(text, &edit["range"]["start"]), self.offset(text, &edit["range"]["end"]), edit)).collect();
        edits.sort_by_key(|(start, end, _)| (*start, *end));
        let (mut result, mut done) = (String::new(), 0);
        for (start, end, edit) in edits {
            result.push_str(&text[done..start]);
            result.push_str(edit["newText"].as_str().unwrap());
            done = end;
        }
        result + &text[done..]
    }

    /// A position in the encoding that was agreed as an offset; it has to be in the text.
    pub fn offset(&self, text: &str, position: &Value) -> usize {
        let line = text.split_inclusive('\n').chain([""]).take(position["line"].as_u64().unwrap() as usize).map(str::len).sum::<usize>();
        let wanted = (line..=text.len()).find(|&offset| text.is_char_boundary(offset) && self.position(text, offset) == *position);
        wanted.unwrap_or_else(|| panic!("{position} is not in the text"))
    }

    /// Ends the session as the protocol wants it, and looks at all of it.
    pub fn finish(&mut self) {
        self.request("shutdown", Value::Null);
        self.notify_exit();
        assert_eq!(self.exit_code(), 0);
        self.finished = true;
        assert!(self.complaints.is_empty(), "against the protocol:\n{}", self.complaints.join("\n"));
        let silent: Vec<_> = self.methods.iter().filter(|(id, _)| !self.answers.contains_key(id)).collect();
        assert!(silent.is_empty(), "never answered: {silent:?}");
    }

    pub fn notify_exit(&mut self) {
        self.send(&json!({"jsonrpc": "2.0", "method": "exit"}));
    }

    /// Ends the input.
    pub fn hang_up(&mut self) {
        self.stdin = None;
    }

    /// Waits for the server to go.
    pub fn exit_code(&mut self) -> i32 {
        let deadline = Instant::now() + TIMEOUT;
        self.finished = true;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                while self.receive(Instant::now() + Duration::from_millis(50)) {}
                return status.code().unwrap_or(-1);
            }
            assert!(Instant::now() < deadline, "the server does not exit");
            self.receive(Instant::now() + Duration::from_millis(5));
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        if !self.finished && !std::thread::panicking() {
            self.finish();
        }
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

fn read(input: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if input.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end().split_once(": ") {
            Some(("Content-Length", value)) => length = value.parse().unwrap(),
            Some(_) => panic!("a header that is no header: {line}"),
            None => break,
        }
    }
    let mut body = vec![0; length];
    input.read_exact(&mut body).ok()?;
    Some(serde_json::from_slice(&body).unwrap())
}

/// `line:column-line:column severity code message`, from 1; what hangs on a diagnostic is indented below it.
fn render_diagnostics(list: &Value) -> String {
    let mut lines = Vec::new();
    for diagnostic in list.as_array().unwrap() {
        let severity = ["", "error", "warning", "info", "hint"][diagnostic["severity"].as_u64().unwrap() as usize];
        let (code, message) = (diagnostic["code"].as_str().unwrap_or("-"), diagnostic["message"].as_str().unwrap());
        lines.push(format!("{} {severity} {code} {}", render_range(&diagnostic["range"]), message.replace('\n', "\n  ")));
        for related in diagnostic["relatedInformation"].as_array().into_iter().flatten() {
            let location = &related["location"];
            let file = location["uri"].as_str().unwrap().rsplit('/').next().unwrap();
            lines.push(format!("  {file} {} {}", render_range(&location["range"]), related["message"].as_str().unwrap()));
        }
        for tag in diagnostic["tags"].as_array().into_iter().flatten() {
            lines.push(format!("  {}", ["", "unnecessary", "deprecated"][tag.as_u64().unwrap() as usize]));
        }
    }
    lines.join("\n")
}

/// `line:column-line:column`, from 1.
pub fn render_range(range: &Value) -> String {
    let position = |position: &Value| format!("{}:{}", position["line"].as_u64().unwrap() + 1, position["character"].as_u64().unwrap() + 1);
    format!("{}-{}", position(&range["start"]), position(&range["end"]))
}

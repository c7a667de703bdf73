//! How fast the server answers, over standard input and output, as an editor feels it. `cargo bench -p esc-language-server`.
//!
//! Prints the 50th and 99th percentile of each kind of request with its limit, and the processor time that each took on average, which a busy
//! machine changes less. Fails if a limit is passed. With `--test`, as `cargo test` runs benches, it does little and judges nothing.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark may fail, and says why")]

#[path = "../tests/it/fixture.rs"]
mod fixture;
/// Nothing is held against the protocol here: that takes a client longer than the server takes to answer.
mod metamodel {
    use serde_json::Value;

    pub struct MetaModel;

    pub fn metamodel() -> Option<&'static MetaModel> {
        None
    }

    impl MetaModel {
        pub fn check_call(&self, _: &Value, _: &str) -> Result<(), String> {
            Ok(())
        }

        pub fn check_answer(&self, _: &str, _: &Value) -> Result<(), String> {
            Ok(())
        }
    }
}
#[path = "../tests/it/session.rs"]
#[allow(dead_code, reason = "the tests use more of it")]
mod session;

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use session::Session;

fn main() {
    let quick = std::env::args().any(|arg| arg == "--test");
    let mut report = Report { quick, failed: false };
    typing(&mut report, 1_000, 500, "1,000 lines among 500 environments", 10.0);
    typing(&mut report, 20_000, 1, "20,000 lines", 80.0);
    renames(&mut report);
    hub(&mut report, "emacs", "pushed");
    hub(&mut report, "vscode", "pulled");
    start(&mut report);
    memory(&mut report);
    soak(&mut report);
    assert!(quick || !report.failed, "a limit was passed");
}

struct Report {
    quick: bool,
    failed: bool,
}

impl Report {
    fn rounds(&self, rounds: usize) -> usize {
        if self.quick { 3 } else { rounds }
    }

    fn times(&mut self, what: &str, mut times: Vec<Duration>, cpu: Duration, limit_ms: f64) {
        times.sort_unstable();
        let at = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)].as_secs_f64() * 1000.0;
        let cpu = cpu.as_secs_f64() * 1000.0 / times.len() as f64;
        self.line(what, &format!("p50 {:7.2} ms  p99 {:7.2} ms  cpu {cpu:6.2} ms", at(50), at(99)), at(99), limit_ms, "ms");
    }

    fn line(&mut self, what: &str, measured: &str, value: f64, limit: f64, unit: &str) {
        let verdict = if value <= limit { "ok" } else { "TOO MUCH" };
        self.failed |= value > limit;
        println!("{what:62} {measured}  limit {limit} {unit}  {verdict}");
    }
}

/// Environment `index`: a login of its own or shared ones, and values that refer to them.
fn environment(index: usize, lines: usize, imports: &[usize]) -> String {
    let mut text = String::new();
    if !imports.is_empty() {
        text.push_str("imports:\n");
        imports.iter().for_each(|import| _ = writeln!(text, "  - p/env{import}"));
    }
    text.push_str("values:\n  aws:\n    login:\n      fn::open::aws-login:\n        oidc:\n          roleArn: arn:aws:iam::123456789012:role/esc\n          sessionName: esc\n");
    let mut count = text.lines().count();
    let mut block = 0;
    while count + 8 < lines {
        _ = write!(
            text,
            "  service{index}-{block}:\n    region: eu-west-1\n    url: https://${{service{index}-{block}.region}}.example.com/é\n    tags: [a, b]\n    key:\n      fn::secret: \"x{block}\"\n    who: ${{context.pulumi.user.login}}\n"
        );
        count += 7;
        block += 1;
    }
    text.push_str("  environmentVariables:\n    AWS_ACCESS_KEY_ID: ${aws.login.accessKeyId}\n    AWS_SECRET_ACCESS_KEY: ${aws.login.secretAccessKey}\n    AWS_SESSION_TOKEN: ${aws.login.sessionToken}\n");
    text
}

/// A workspace: a few environments that the others import.
fn workspace(count: usize) -> String {
    let mut fixture = String::new();
    for index in 0..count {
        let imports: Vec<usize> = if index < 10 { Vec::new() } else { vec![index % 10, (index / 10) % 10] };
        _ = write!(fixture, "//- /p/env{index}.yaml\n{}", environment(index, 60, &imports));
    }
    fixture
}

fn typing(report: &mut Report, lines: usize, workspace_size: usize, what: &str, limit_ms: f64) {
    let workspace_size = if report.quick { 20 } else { workspace_size };
    let mut session = Session::start("emacs", &workspace(workspace_size));
    let imports: &[usize] = if workspace_size > 1 { &[1, 2] } else { &[] };
    let mut text = environment(9999, lines, imports);
    session.open_text("p/open.yaml", "pulumi-esc", &text);
    session.diagnostics("p/open.yaml");
    settle(&mut session);
    let place = text.find("    who: ").unwrap();
    let mut edits = Vec::new();
    let cpu = session.cpu();
    for round in 0..report.rounds(300) {
        let new = ["x", "é", "$", "{"][round % 4];
        let at = session.position(&text, place);
        let start = Instant::now();
        session.change("p/open.yaml", json!([{"range": {"start": at, "end": at}, "text": new}]));
        session.diagnostics("p/open.yaml");
        edits.push(start.elapsed());
        text.insert_str(place, new);
        if round % 4 == 3 {
            // Back to where it was: otherwise the line grows without end.
            let end = session.position(&text, place + "xé${".len());
            session.change("p/open.yaml", json!([{"range": {"start": at, "end": end}, "text": ""}]));
            session.diagnostics("p/open.yaml");
            text.replace_range(place..place + "xé${".len(), "");
        }
        session.notifications.clear();
    }
    // Every fourth round takes two edits.
    let cpu = (session.cpu() - cpu) * 4 / 5;
    report.times(&format!("{what}: edit to diagnostics"), edits, cpu, limit_ms);
    if lines <= 1_000 {
        let completion = text.find("${aws.login.").unwrap() + "${aws.login.".len();
        let hover = text.rfind("sessionToken").unwrap() + 2;
        ask(report, &mut session, &mut text, "textDocument/completion", completion, what, 10.0);
        ask(report, &mut session, &mut text, "textDocument/hover", hover, what, 5.0);
    }
}

/// A request right behind an edit, as when typing: nothing is known of the new text yet.
fn ask(report: &mut Report, session: &mut Session, text: &mut String, method: &str, offset: usize, what: &str, limit_ms: f64) {
    let mut times = Vec::new();
    let cpu = session.cpu();
    for round in 0..report.rounds(300) {
        let place = text.find("    who: ").unwrap();
        let at = session.position(text, place);
        let new = if round % 2 == 0 { " " } else { "" };
        let end = if round % 2 == 0 { place } else { place + 1 };
        let end_position = session.position(text, end);
        session.change("p/open.yaml", json!([{"range": {"start": at, "end": end_position}, "text": new}]));
        text.replace_range(place..end, new);
        let offset = if round % 2 == 0 { offset + 1 } else { offset };
        let offset = if offset < place { offset - usize::from(round % 2 == 0) } else { offset };
        let params = json!({"textDocument": {"uri": session.uri("p/open.yaml")}, "position": session.position(text, offset)});
        let start = Instant::now();
        let answer = session.request(method, params);
        times.push(start.elapsed());
        assert!(!answer.is_null());
        session.diagnostics("p/open.yaml");
        session.notifications.clear();
    }
    // With the diagnostics of the edit.
    let cpu = session.cpu() - cpu;
    report.times(&format!("{what}: {}", method.trim_start_matches("textDocument/")), times, cpu, limit_ms);
}

/// A file that a fifth of the workspace imports gets another name; then a value in it, which they all use. Nothing is open at first.
fn renames(report: &mut Report) {
    let count = if report.quick { 20 } else { 500 };
    let importer = "imports: [p/env1]\nvalues:\n  a: ${service1-0.region}\n  b: ${environments.p.env1.service1-0.url}\n";
    let importers: String = (0..count / 5).map(|index| format!("//- /q/env{index}.yaml\n{importer}")).collect();
    let mut session = Session::start("vscode", &(workspace(count - count / 5) + &importers));
    settle(&mut session);
    let (mut times, cpu) = (Vec::new(), session.cpu());
    for round in 0..report.rounds(50) {
        let files = json!([{"oldUri": session.uri("p/env1.yaml"), "newUri": session.uri(&format!("p/core{round}.yaml"))}]);
        let start = Instant::now();
        let edit = session.request("workspace/willRenameFiles", json!({"files": files}));
        times.push(start.elapsed());
        assert!(edit["documentChanges"].as_array().is_some_and(|changes| changes.len() >= count / 5), "{:.300}", edit.to_string());
    }
    report.times(&format!("{count} environments: a file is renamed"), times, session.cpu() - cpu, 100.0);
    let text = session.fixture.text("p/env1.yaml").to_owned();
    session.open("p/env1.yaml");
    let params = |session: &Session, round: usize| {
        let position = session.position(&text, text.find("service1-0:").unwrap());
        json!({"textDocument": {"uri": session.uri("p/env1.yaml")}, "position": position, "newName": format!("renamed{round}")})
    };
    let (mut times, cpu) = (Vec::new(), session.cpu());
    for round in 0..report.rounds(50) {
        let params = params(&session, round);
        let start = Instant::now();
        let edit = session.request("textDocument/rename", params);
        times.push(start.elapsed());
        assert!(edit["documentChanges"].as_array().unwrap().len() > count / 5);
    }
    report.times(&format!("{count} environments: a value is renamed"), times, session.cpu() - cpu, 100.0);
}

/// A file that all others import is edited over and over, so that each edit finds the check of the others still going on. With every edit
/// another finding comes to all of them, or goes.
fn hub(report: &mut Report, profile: &str, how: &str) {
    let count = if report.quick { 20 } else { 10_000 };
    let importer = "imports: [p/hub]\nvalues:\n  environmentVariables: {A: \"${a}\"}\n";
    let importers: String = (0..count).map(|index| format!("//- /q/env{index}.yaml\n{importer}")).collect();
    let (right, wrong) = ("values: {a: 1}\n", "values: {a: {b: 1}}\n");
    let mut session = Session::start(profile, &format!("//- /p/hub.yaml\n{right}{importers}"));
    let open = ["q/env1.yaml", "q/env2.yaml", "q/env3.yaml"];
    session.open("p/hub.yaml");
    open.iter().for_each(|path| session.open(path));
    open.iter().for_each(|path| _ = session.diagnostics(path));
    settle(&mut session);
    let what = format!("{count} files import the edited one");
    let (mut times, cpu) = (Vec::new(), session.cpu());
    for round in 0..report.rounds(40) {
        let is_wrong = round % 2 == 0;
        let start = Instant::now();
        session.edit("p/hub.yaml", if is_wrong { wrong } else { right });
        open.iter().for_each(|path| wait_for_finding(&mut session, path, is_wrong, how));
        times.push(start.elapsed());
        session.forget();
    }
    report.times(&format!("{what}: edit to open files, {how}"), times, session.cpu() - cpu, 100.0);
    session.edit("p/hub.yaml", right);
    settle(&mut session);
    session.forget();
    let (start, cpu) = (Instant::now(), session.cpu());
    session.edit("p/hub.yaml", wrong);
    wait_for_all(&mut session, count, how);
    report.times(&format!("{what}: edit to all files, {how}"), vec![start.elapsed()], session.cpu() - cpu, 10_000.0);
}

/// Waits until an open file has the finding, or has not.
fn wait_for_finding(session: &mut Session, path: &str, expected: bool, how: &str) {
    session.wait_until("the finding", |session| {
        let found = if how == "pulled" { Some(session.diagnostics(path)) } else { session.published(path) };
        found.is_some_and(|found| found.contains("ESC601") == expected)
    });
}

/// Waits until all importers have the finding.
fn wait_for_all(session: &mut Session, count: usize, how: &str) {
    let has_finding = |found: &Value| found.as_array().is_some_and(|found| found.iter().any(|finding| finding["code"] == "ESC601"));
    if how == "pulled" {
        let report = session.request("workspace/diagnostic", json!({"previousResultIds": []}));
        let items = report["items"].as_array().unwrap();
        assert_eq!(items.iter().filter(|item| has_finding(&item["items"])).count(), count);
        return;
    }
    let (mut seen, mut read) = (0, 0);
    session.wait_until("the last finding", |session| {
        seen += session.notifications[read..].iter().filter(|message| has_finding(&message["params"]["diagnostics"])).count();
        read = session.notifications.len();
        seen == count
    });
}

/// Waits until the server has done nothing for a while.
fn settle(session: &mut Session) {
    let mut before = Duration::MAX;
    while before != session.cpu() {
        before = session.cpu();
        let until = Instant::now() + Duration::from_millis(500);
        session.wait_until("calm", |_| Instant::now() > until);
    }
}

fn start(report: &mut Report) {
    let fixture = workspace(1);
    let (mut times, mut cpu) = (Vec::new(), Duration::ZERO);
    for _ in 0..report.rounds(30) {
        let start = Instant::now();
        let mut session = Session::start("emacs", &fixture);
        session.open("p/env0.yaml");
        session.diagnostics("p/env0.yaml");
        times.push(start.elapsed());
        cpu += session.cpu();
    }
    report.times("start to first diagnostics", times, cpu, 50.0);
}

fn memory(report: &mut Report) {
    let count = if report.quick { 20 } else { 2_000 };
    let mut session = Session::start("emacs", &workspace(count));
    session.open("p/env11.yaml");
    session.diagnostics("p/env11.yaml");
    settle(&mut session);
    let memory = session.memory();
    report.line("memory with 2,000 environments", &format!("{memory:.1} MB"), memory, 60.0, "MB");
}

/// How often a soak looks at the memory.
const LOOKS: usize = 40;

/// Traffic of every kind, and what is left of it in memory. The pages of a process come and go by a tenth from one look to the next, so it is the
/// middle of some looks at the beginning that those at the end are compared with.
fn soak(report: &mut Report) {
    let mut session = Session::start("emacs", &workspace(50));
    let text = environment(7, 200, &[1, 2]);
    let rounds = report.rounds(20_000);
    let mut random = 42_u64;
    let mut looks = Vec::new();
    for round in 0..rounds {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let pick = (random >> 33) as usize;
        let path = format!("p/env{}.yaml", pick % 50);
        step(&mut session, &path, &text, pick);
        if round % 100 == 99 {
            session.forget();
        }
        if round % (rounds / LOOKS).max(1) == 0 {
            close_all(&mut session);
            looks.push(session.memory());
        }
    }
    // The first look is at a server that has done nothing yet.
    let looks = &looks[1..];
    let quarter = looks.len().div_ceil(4);
    let (before, after) = (median(&looks[..quarter]), median(&looks[looks.len() - quarter..]));
    let growth = (after - before) / before * 100.0;
    report.line("soak: growth of memory", &format!("{before:.1} MB to {after:.1} MB, {growth:.1} %"), growth, 5.0, "%");
}

fn median(values: &[f64]) -> f64 {
    let mut values = values.to_vec();
    values.sort_unstable_by(f64::total_cmp);
    values[values.len() / 2]
}

fn close_all(session: &mut Session) {
    let open: Vec<String> = (0..50).map(|index| format!("p/env{index}.yaml")).filter(|path| session.is_open(path)).collect();
    open.iter().for_each(|path| session.close(path));
    settle(session);
}

fn step(session: &mut Session, path: &str, text: &str, pick: usize) {
    if !session.is_open(path) {
        return session.open_text(path, "pulumi-esc", text);
    }
    let offset = pick / 50 % text.len();
    let offset = (0..=offset).rev().find(|&at| text.is_char_boundary(at)).unwrap();
    let place = json!({"textDocument": {"uri": session.uri(path)}, "position": session.position(text, offset)});
    let document = json!({"textDocument": place["textDocument"]});
    match pick / 7 % 12 {
        0 => session.close(path),
        1 => session.edit(path, &text[..offset]),
        2..=4 => {
            let position = &place["position"];
            session.change(path, json!([{"range": {"start": position, "end": position}, "text": "x: ${"}]));
        }
        5 => _ = session.request("textDocument/completion", place),
        6 => _ = session.request("textDocument/hover", place),
        7 => _ = session.request("textDocument/definition", place),
        8 => _ = session.request("textDocument/documentSymbol", document),
        9 => _ = session.request("textDocument/foldingRange", document),
        10 => {
            let (position, context) = (place["position"].clone(), json!({"diagnostics": []}));
            let range = json!({"start": position, "end": position});
            let params: Value = json!({"textDocument": place["textDocument"], "range": range, "context": context});
            session.request("textDocument/codeAction", params);
        }
        _ => session.touch(path, 2),
    }
}

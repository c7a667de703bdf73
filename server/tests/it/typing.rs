//! Documents typed in letter by letter, with a question at every letter: nothing breaks, and every position that comes back is in the text.
//!
//! The documents are those of the optional folder `../shared`; without it, our own examples. A debug build types a few of them;
//! `ESC_TYPE_ALL=1 cargo test --release -p esc-language-server typing` types 150.

use std::path::{Path, PathBuf};
use std::time::Instant;

use serde_json::{Value, json};

use crate::session::{Session, profile};

/// Answers that are waited for at a time.
const WINDOW: usize = 64;

/// What was done, for those who want to know how much that says.
#[derive(Default)]
struct Figures {
    documents: usize,
    keystrokes: usize,
    questions: usize,
    menus: usize,
}

#[test]
fn documents_can_be_typed_in() {
    let all = std::env::var_os("ESC_TYPE_ALL").is_some();
    let (count, longest) = if all { (150, 4_000) } else { (6, 300) };
    let texts = documents(count, longest);
    assert!(!texts.is_empty());
    let start = Instant::now();
    let typists = std::thread::available_parallelism().map_or(1, usize::from).min(texts.len());
    let shares = std::thread::scope(|scope| {
        let texts = &texts;
        let shares: Vec<_> =
            (0..typists).map(|typist| scope.spawn(move || type_share(texts.iter().skip(typist).step_by(typists)))).collect();
        shares.into_iter().map(|share| share.join().unwrap()).collect::<Vec<_>>()
    });
    let sum = |figure: fn(&Figures) -> usize| shares.iter().map(figure).sum::<usize>();
    println!(
        "{} documents, {} keystrokes, {} questions, {} menus with something in them, {:.0?}",
        sum(|share| share.documents),
        sum(|share| share.keystrokes),
        sum(|share| share.questions),
        sum(|share| share.menus),
        start.elapsed()
    );
}

/// Types texts one after the other in one session.
fn type_share<'t>(texts: impl Iterator<Item = &'t String>) -> Figures {
    let mut session = Session::start_with(profile("vscode"), "");
    let mut figures = Figures::default();
    for text in texts {
        type_in(&mut session, &format!("doc{}.yaml", figures.documents), text, &mut figures);
        figures.documents += 1;
        session.forget();
    }
    figures
}

/// Up to `count` environments of at most `longest` bytes, spread over all that there are.
fn documents(count: usize, longest: usize) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let shared = root.join("../shared");
    let mut paths: Vec<PathBuf> = ["corpus/real", "conformance/generated"].iter().flat_map(|dir| yaml_files(&shared.join(dir))).collect();
    if paths.is_empty() {
        println!("skipped: no {}, so the examples are typed instead", shared.display());
        paths = ["examples/envs", "examples/broken"].iter().flat_map(|dir| yaml_files(&root.join(dir))).collect();
    }
    let texts: Vec<String> =
        paths.iter().filter_map(|path| std::fs::read_to_string(path).ok()).filter(|text| text.len() <= longest).collect();
    let step = (texts.len() / count).max(1);
    texts.into_iter().step_by(step).take(count).collect()
}

fn yaml_files(dir: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(dir).into_iter().flatten().filter_map(Result::ok).map(|entry| entry.path());
    let mut paths: Vec<PathBuf> = entries.filter(|path| path.extension().is_some_and(|extension| extension == "yaml")).collect();
    paths.sort();
    paths
}

/// Types `text` at the end of a document, and asks about each state of it.
fn type_in(session: &mut Session, path: &str, text: &str, figures: &mut Figures) {
    session.open_text(path, "pulumi-esc", "");
    let mut asked = Vec::new();
    for (at, letter) in text.char_indices() {
        let position = session.position(text, at);
        let range = json!({"start": position, "end": position});
        session.change(path, json!([{"range": range, "text": letter.to_string()}]));
        figures.keystrokes += 1;
        let typed = &text[..at + letter.len_utf8()];
        let document = json!({"uri": session.uri(path)});
        let place = json!({"textDocument": document, "position": session.position(text, typed.len())});
        let whole = json!({"textDocument": document});
        for (method, params) in [
            ("textDocument/completion", &place),
            ("textDocument/hover", &place),
            ("textDocument/definition", &place),
            ("textDocument/documentSymbol", &whole),
            ("textDocument/foldingRange", &whole),
            ("textDocument/diagnostic", &whole),
        ] {
            asked.push((session.ask(method, params.clone()), typed));
        }
        if asked.len() >= WINDOW {
            collect(session, &mut asked, figures);
        }
    }
    collect(session, &mut asked, figures);
    session.close(path);
}

fn collect(session: &mut Session, asked: &mut Vec<(i64, &str)>, figures: &mut Figures) {
    for (id, typed) in asked.drain(..) {
        let answer = session.answer(id);
        assert!(answer.get("error").is_none(), "after {typed:?}: {answer}");
        figures.questions += 1;
        figures.menus += usize::from(answer["result"]["items"][0]["textEdit"].is_object());
        let widths: Vec<usize> = lines(typed).iter().map(|line| line.encode_utf16().count()).collect();
        check_positions(&answer["result"], &widths, typed);
    }
}

/// Every position in a result has to be in the text, whose lines have these `widths`. Ranges of other documents do not occur: nothing is
/// imported.
fn check_positions(value: &Value, widths: &[usize], text: &str) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| check_positions(item, widths, text)),
        Value::Object(fields) => {
            if let (Some(line), Some(character)) = (fields.get("line"), fields.get("character")) {
                let line = usize::try_from(line.as_u64().unwrap()).unwrap();
                let fits = widths.get(line).is_some_and(|width| character.as_u64().unwrap() as usize <= *width);
                assert!(fits, "{line}:{character} is not in {text:?}");
            }
            fields
                .iter()
                .filter(|(key, _)| *key != "targetRange" && *key != "targetSelectionRange")
                .for_each(|(_, value)| check_positions(value, widths, text));
        }
        _ => {}
    }
}

/// Lines as the protocol counts them.
fn lines(text: &str) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['\n', '\r']) {
        lines.push(&rest[..at]);
        rest = &rest[at + if rest[at..].starts_with("\r\n") { 2 } else { 1 }..];
    }
    lines.push(rest);
    lines
}

/// A first environment, written as one writes it, and what the editor says on the way.
#[test]
fn the_first_environment() {
    let mut session = Session::start("vscode", "");
    session.open_text("first.yaml", "pulumi-esc", "");
    let mut text = String::new();
    let mut step = |written: &str| {
        text.push_str(written);
        session.edit("first.yaml", &text);
        let place = json!({"textDocument": {"uri": session.uri("first.yaml")}, "position": session.position(&text, text.len())});
        let items = session.request("textDocument/completion", place.clone())["items"].as_array().unwrap().clone();
        let hover = session.request("textDocument/hover", place);
        (items, hover)
    };
    let labels = |items: &[Value]| items.iter().map(|item| item["label"].as_str().unwrap()).collect::<Vec<_>>().join(" ");

    assert_eq!(labels(&step("va").0), "values");
    assert_eq!(labels(&step("lues:\n  aws:\n    login:\n      fn::open::aws-l").0), "fn::open::aws-login");
    assert!(labels(&step("ogin:\n        oi").0).starts_with("oidc "));
    assert!(labels(&step("dc:\n          ro").0).starts_with("roleArn"));
    step("leArn: arn:aws:iam::123456789012:role/esc\n          sessionName: esc\n");
    assert!(labels(&step("  environmentVariables:\n    AWS_SESS").0).starts_with("AWS_SESSION_TOKEN "));
    let (outputs, _) = step("ION_TOKEN: ${aws.login.");
    assert_eq!(labels(&outputs), "sessionToken accessKeyId secretAccessKey");
    let documented =
        outputs.iter().all(|item| item["data"]["doc"].as_str().is_some_and(|key| key.starts_with("output provider aws-login")));
    assert!(documented);
    let (_, hover) = step("sessionToken");
    let said = hover["contents"]["value"].as_str().unwrap();
    assert!(said.contains("a secret string, unknown until opened, from `aws-login`"), "{said}");
    step("}\n    AWS_ACCESS_KEY_ID: ${aws.login.accessKeyId}\n    AWS_SECRET_ACCESS_KEY: ${aws.login.secretAccessKey}\n");
    assert_eq!(session.diagnostics("first.yaml"), "");
}

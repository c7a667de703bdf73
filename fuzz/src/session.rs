//! Edits of sessions: a line is a message, and most of what is tried are messages that an editor might send.

use crate::dice::Dice;

const REQUESTS: [&str; 37] = [
    "textDocument/completion",
    "completionItem/resolve",
    "textDocument/hover",
    "textDocument/definition",
    "textDocument/declaration",
    "textDocument/typeDefinition",
    "textDocument/references",
    "textDocument/documentHighlight",
    "textDocument/prepareRename",
    "textDocument/rename",
    "workspace/willRenameFiles",
    "textDocument/documentSymbol",
    "workspace/symbol",
    "textDocument/foldingRange",
    "textDocument/documentLink",
    "documentLink/resolve",
    "textDocument/selectionRange",
    "textDocument/prepareCallHierarchy",
    "callHierarchy/incomingCalls",
    "callHierarchy/outgoingCalls",
    "textDocument/semanticTokens/full",
    "textDocument/semanticTokens/full/delta",
    "textDocument/semanticTokens/range",
    "textDocument/inlayHint",
    "textDocument/codeLens",
    "textDocument/signatureHelp",
    "textDocument/formatting",
    "textDocument/rangeFormatting",
    "textDocument/onTypeFormatting",
    "textDocument/codeAction",
    "workspace/executeCommand",
    "textDocument/diagnostic",
    "workspace/diagnostic",
    "workspace/textDocumentContent",
    "shutdown",
    "initialize",
    "no/such/method",
];

const NOTIFICATIONS: [&str; 9] = [
    "initialized",
    "textDocument/didSave",
    "textDocument/didClose",
    "workspace/didChangeConfiguration",
    "workspace/didChangeWatchedFiles",
    "workspace/didChangeWorkspaceFolders",
    "$/cancelRequest",
    "$/setTrace",
    "no/such/notification",
];

const COMMANDS: [&str; 5] = ["esc.mergedEnvironment", "esc.why", "esc.importGraph", "esc.explainRule", "esc.other"];

const DOCUMENTS: [&str; 6] =
    ["file:///envs/dev.yaml", "file:///envs/base.yaml", "file:///.esc-lint.yaml", "untitled:Untitled-1", "esc://merged/dev", "file:///%20"];

/// Keys under which a number stands, and what may stand there instead.
const NUMBERS: [&str; 9] = ["0", "1", "2", "7", "80", "4294967295", "4294967296", "-1", "1e3"];

/// What a value of any kind may be replaced by.
const VALUES: [&str; 10] = ["null", "true", "{}", "[]", "\"\"", "\"\\ud83d\\ude00\"", "\"utf-8\"", "[[]]", "{\"a\":{}}", "0.5"];

/// Bytes that are no message, or the beginning of one.
const NOISE: [&str; 7] =
    ["", "Content-Length: 2\r\n\r", "Content-Length: 99999999999\r\n\r\n{}", "Content-Length: -1\r\n\r", "\0\u{FEFF}", "{", "[[[["];

/// `text` after one to four edits.
pub fn edit(text: &str, seed: u32) -> String {
    let mut dice = Dice::new(seed);
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for _ in 0..=dice.below(4) {
        edit_once(&mut lines, &mut dice);
    }
    lines.join("\n")
}

fn edit_once(lines: &mut Vec<String>, dice: &mut Dice) {
    let at = dice.below(lines.len());
    let to = dice.below(lines.len() + 1);
    match dice.below(12) {
        0 if at < lines.len() => drop(lines.remove(at)),
        1 if at < lines.len() => lines.insert(to, lines[at].clone()),
        2 if at < lines.len() => {
            let line = lines.remove(at);
            lines.insert(to.min(lines.len()), line);
        }
        3..=5 => lines.insert(to, request(dice)),
        6 => lines.insert(to, notification(dice)),
        7 => lines.insert(to, change(dice)),
        8 => lines.insert(to, open(dice)),
        9 if dice.once_in(4) => lines.insert(to, dice.pick(&NOISE).to_owned()),
        9 => lines.insert(to, answer(dice)),
        10 if at < lines.len() => lines[at] = replace_number(&lines[at], dice),
        11 if at < lines.len() => lines[at] = replace_value(&lines[at], dice),
        _ => lines.push(request(dice)),
    }
}

fn position(dice: &mut Dice) -> String {
    format!(r#"{{"line":{},"character":{}}}"#, dice.below(12), dice.below(24))
}

fn range(dice: &mut Dice) -> String {
    format!(r#"{{"start":{},"end":{}}}"#, position(dice), position(dice))
}

/// Parameters with everything that some method asks for.
fn parameters(dice: &mut Dice) -> String {
    let (uri, other) = (dice.pick(&DOCUMENTS), dice.pick(&DOCUMENTS));
    let (at, range) = (position(dice), range(dice));
    let item = format!(r#"{{"name":"dev","kind":1,"uri":"{uri}","range":{range},"selectionRange":{range},"data":{{}}}}"#);
    [
        format!(r#"{{"textDocument":{{"uri":"{uri}","version":2}},"uri":"{uri}","position":{at},"range":{range},"positions":[{at}],"item":{item}"#),
        format!(r#","context":{{"triggerKind":1,"includeDeclaration":true,"diagnostics":[],"isRetrigger":false}},"newName":"{}""#, dice.pick(&["b", "x y", "", "8080", "${a}"])),
        format!(r#","options":{{"tabSize":{},"insertSpaces":true}},"ch":"{}","query":"a""#, dice.below(9), dice.pick(&["\\n", ":", "$"])),
        format!(r#","command":"{}","arguments":["{uri}",{{"uri":"{uri}","position":{at}}}],"id":{}"#, dice.pick(&COMMANDS), dice.below(9)),
        format!(r#","files":[{{"oldUri":"{uri}","newUri":"{other}"}}],"changes":[{{"uri":"{uri}","type":{}}}]"#, dice.below(4)),
        format!(r#","event":{{"added":[{{"uri":"file:///envs","name":"e"}}],"removed":[]}},"settings":{{"esc":{{"diagnostics":{{"scope":"openFiles"}}}}}}"#),
        format!(r#","previousResultId":"{}","previousResultIds":[],"capabilities":{{}},"label":"a","value":"off"}}"#, dice.below(3)),
    ]
    .concat()
}

fn request(dice: &mut Dice) -> String {
    let (method, id) = (dice.pick(&REQUESTS), dice.below(90) + 10);
    format!(r#"{{"jsonrpc":"2.0","id":{id},"method":"{method}","params":{}}}"#, parameters(dice))
}

fn notification(dice: &mut Dice) -> String {
    format!(r#"{{"jsonrpc":"2.0","method":"{}","params":{}}}"#, dice.pick(&NOTIFICATIONS), parameters(dice))
}

/// An answer to a request that the server may have made.
fn answer(dice: &mut Dice) -> String {
    format!(r#"{{"jsonrpc":"2.0","id":{},"result":{}}}"#, dice.below(6), dice.pick(&VALUES))
}

fn change(dice: &mut Dice) -> String {
    let edit = crate::environment::edit("", dice.below(usize::MAX) as u32);
    let text = if dice.once_in(2) {
        edit
    } else {
        dice.pick(&["${", "a", ":", "\n", "  ", "- ", "\u{1F600}", "", "values:\n  a: 1\n"]).to_owned()
    };
    let range = if dice.once_in(8) { String::new() } else { format!(r#""range":{},"#, range(dice)) };
    let document = format!(r#"{{"uri":"{}","version":{}}}"#, dice.pick(&DOCUMENTS), dice.below(9));
    format!(
        r#"{{"jsonrpc":"2.0","method":"textDocument/didChange","params":{{"textDocument":{document},"contentChanges":[{{{range}"text":{}}}]}}}}"#,
        serde_json::Value::from(text)
    )
}

fn open(dice: &mut Dice) -> String {
    let text = crate::environment::edit("values:\n  a: 1\n  b: ${a}\n", dice.below(usize::MAX) as u32);
    let language = dice.pick(&["pulumi-esc", "yaml", "plaintext"]);
    let head = format!(r#""uri":"{}","languageId":"{language}","version":1"#, dice.pick(&DOCUMENTS));
    let text = serde_json::Value::from(text);
    format!(r#"{{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{{"textDocument":{{{head},"text":{text}}}}}}}"#)
}

/// Puts another number in the place of one of the line's.
fn replace_number(line: &str, dice: &mut Dice) -> String {
    let starts: Vec<usize> =
        line.match_indices(':').map(|(at, _)| at + 1).filter(|&at| line[at..].starts_with(|c: char| c.is_ascii_digit())).collect();
    let Some(&start) = starts.get(dice.below(starts.len())) else { return line.to_owned() };
    let end = line[start..].find(|c: char| !c.is_ascii_digit()).map_or(line.len(), |length| start + length);
    format!("{}{}{}", &line[..start], dice.pick(&NUMBERS), &line[end..])
}

/// Puts something else in the place of one of the values anywhere in the message.
fn replace_value(line: &str, dice: &mut Dice) -> String {
    let Ok(mut message) = serde_json::from_str::<serde_json::Value>(line) else { return line.to_owned() };
    let mut place = &mut message;
    loop {
        let count = place.as_object().map_or_else(|| place.as_array().map_or(0, Vec::len), serde_json::Map::len);
        if count == 0 || dice.once_in(4) {
            break;
        }
        let index = dice.below(count);
        place = match place {
            serde_json::Value::Object(fields) => match fields.values_mut().nth(index) {
                Some(value) => value,
                None => return line.to_owned(),
            },
            serde_json::Value::Array(items) => &mut items[index],
            _ => break,
        };
    }
    *place = serde_json::from_str(dice.pick(&VALUES)).unwrap_or_default();
    message.to_string()
}

//! Edits of environments as people make them, so that most of what is tried still parses: lines and blocks come, go and move, keys and
//! values are replaced by others that mean something to ESC.

use crate::dice::Dice;

const KEYS: [&str; 38] = [
    "imports",
    "values",
    "description",
    "environmentVariables",
    "pulumiConfig",
    "files",
    "context",
    "a",
    "b",
    "c",
    "\"d e\"",
    "'1'",
    "8080",
    "fn::secret",
    "fn::open",
    "fn::open::aws-login",
    "fn::open::aws-secrets",
    "fn::rotate::aws-iam",
    "fn::toJSON",
    "fn::fromJSON",
    "fn::toBase64",
    "fn::fromBase64",
    "fn::toString",
    "fn::join",
    "fn::split",
    "fn::concat",
    "fn::final",
    "fn::validate",
    "provider",
    "inputs",
    "oidc",
    "roleArn",
    "schema",
    "value",
    "password",
    "merge",
    "$not",
    "<<",
];

const VALUES: [&str; 48] = [
    "1",
    "-1.5e3",
    "0x1F",
    "010",
    "true",
    "null",
    "~",
    "\"\"",
    "''",
    "text",
    "'it''s'",
    "\"a\\tb\\u00e9\"",
    "é\u{1F600}",
    "${a}",
    "${a.b[0]}",
    "\"${a}-${b}\"",
    "${a[\"d e\"].c}",
    "${a",
    "$${a}",
    "${context.rootEnvironment.name}",
    "${environments.p.base.a}",
    "[]",
    "{}",
    "[a, ${b}]",
    "{a: 1, b: ${c}}",
    "[[1], {a: [2]}]",
    "&x {a: 1}",
    "*x",
    "!!str 1",
    "!Ref a",
    "{fn::secret: s}",
    "{fn::secret: {ciphertext: ZXNjeA==}}",
    "{fn::toJSON: ${a}}",
    "{fn::fromJSON: '{\"a\": [1]}'}",
    "{fn::join: [',', [a, ${b}]]}",
    "{fn::concat: [[1], ${b}]}",
    "{fn::open::aws-login: {oidc: {roleArn: x, sessionName: y}}}",
    "{fn::open: {provider: vault-login, inputs: {}}}",
    "{fn::final: 1}",
    "{fn::validate: {schema: {type: number, minimum: 2}, value: ${a}}}",
    "{fn::validate: {schema: {pattern: '^(a+)+$'}, value: aa}}",
    "|\n  text\n  more\n",
    ">-\n  folded\n\n  text\n",
    "<your-role-arn>",
    "AKIAIOSFODNN7EXAMPLE",
    "2001-01-01",
    "# only a comment",
    "",
];

const ITEMS: [&str; 12] =
    ["base", "p/base", "main", "base@1", "${a}", "{base: {merge: false}}", "a", "- b", "{a: 1}", "\"${a}\"", "fn::secret: x", "!!int 1"];

/// Whole blocks, to be indented as their surroundings are.
const BLOCKS: [&str; 9] = [
    "values:\n  a: 1\n  b: ${a}\n",
    "imports:\n  - base\n  - p/base: {merge: false}\n",
    "a:\n  fn::open::aws-login:\n    oidc:\n      roleArn: arn:aws:iam::123456789012:role/x\n      sessionName: s\n      duration: 1h\n",
    "b:\n  fn::open::aws-secrets:\n    region: us-west-2\n    login: ${a}\n    get:\n      key:\n        secretId: s\n",
    "c:\n  fn::rotate::aws-iam:\n    inputs:\n      region: x\n      login: ${a}\n      userArn: y\n    state: null\n",
    "environmentVariables:\n  A: ${a}\n  B: {fn::secret: x}\n",
    "pulumiConfig:\n  aws:region: ${b.c}\n",
    "b: |\n  text ${a}\n   more\n",
    "# base.yaml\nvalues:\n  a: {b: [1, 2]}\n  c: {fn::secret: s}\n",
];

/// `text` after one to four edits.
pub fn edit(text: &str, seed: u32) -> String {
    let mut dice = Dice::new(seed);
    let mut text = text.to_owned();
    for _ in 0..=dice.below(4) {
        text = edit_once(text, &mut dice);
    }
    text
}

fn edit_once(text: String, dice: &mut Dice) -> String {
    if dice.once_in(16) {
        return edit_whole(text, dice);
    }
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    let at = dice.below(lines.len());
    match dice.below(10) {
        0 => drop(lines.drain(block(&lines, at))),
        1 => {
            let copy = lines[block(&lines, at)].to_vec();
            lines.splice(at..at, copy);
        }
        2 => move_block(&mut lines, at, dice),
        3 => shift_block(&mut lines, at, dice),
        4 => {
            let indent = indent(&lines, at, dice);
            let new = dice.pick(&BLOCKS).split_inclusive('\n').map(|line| format!("{indent}{line}")).collect::<Vec<_>>();
            lines.splice(at..at, new);
        }
        5 => {
            let new = format!("{}{}: {}\n", indent(&lines, at, dice), dice.pick(&KEYS), dice.pick(&VALUES));
            lines.insert(at, new);
        }
        6 => {
            let new = format!("{}- {}\n", indent(&lines, at, dice), dice.pick(&ITEMS));
            lines.insert(at, new);
        }
        7 => on_line(&mut lines, at, |line| replace_key(line, dice.pick(&KEYS))),
        8 => on_line(&mut lines, at, |line| replace_value(line, dice.pick(&VALUES))),
        _ => on_line(&mut lines, at, |line| line.trim_end().to_owned() + dice.pick(&[" # note\n", "  \n", "\n\n", "\r\n", "\n# note\n"])),
    }
    lines.concat()
}

fn edit_whole(text: String, dice: &mut Dice) -> String {
    match dice.below(5) {
        0 => text.replace("\r\n", "\n").replace('\n', "\r\n"),
        1 => text.replace("\r\n", "\n"),
        2 => text.trim_end().to_owned(),
        3 => format!("\u{FEFF}{}", text.trim_start_matches('\u{FEFF}')),
        _ => text.replace("    ", "  "),
    }
}

fn depth(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// The line at `at`, and those below it that are deeper.
fn block(lines: &[String], at: usize) -> std::ops::Range<usize> {
    let Some(first) = lines.get(at) else { return 0..0 };
    let deeper = lines[at + 1..].iter().take_while(|line| depth(line) > depth(first)).count();
    at..at + 1 + deeper
}

fn move_block(lines: &mut Vec<String>, at: usize, dice: &mut Dice) {
    let moved: Vec<String> = lines.drain(block(lines, at)).collect();
    let to = dice.below(lines.len() + 1);
    lines.splice(to..to, moved);
}

fn shift_block(lines: &mut [String], at: usize, dice: &mut Dice) {
    let deeper = dice.once_in(2);
    let block = block(lines, at);
    for line in &mut lines[block] {
        *line = if deeper { format!("  {line}") } else { line.strip_prefix("  ").unwrap_or(line).to_owned() };
    }
}

/// The indentation of the line at `at`, or one level more.
fn indent(lines: &[String], at: usize, dice: &mut Dice) -> String {
    let depth = lines.get(at).map_or(0, |line| depth(line));
    " ".repeat(depth + if dice.once_in(3) { 2 } else { 0 })
}

fn on_line(lines: &mut [String], at: usize, edit: impl FnOnce(&str) -> String) {
    if let Some(line) = lines.get_mut(at) {
        *line = edit(line);
    }
}

fn replace_key(line: &str, key: &str) -> String {
    let start = depth(line) + if line[depth(line)..].starts_with("- ") { 2 } else { 0 };
    match line.find(':') {
        Some(colon) if colon >= start => format!("{}{key}{}", &line[..start], &line[colon..]),
        _ => line.to_owned(),
    }
}

fn replace_value(line: &str, value: &str) -> String {
    let content = line.trim_end();
    let start = content.find(": ").map(|colon| colon + 2).or_else(|| content.find("- ").map(|dash| dash + 2));
    let indent = " ".repeat(depth(line));
    // Lines of a value of several stand deeper than its key.
    let value = value.replace('\n', &format!("\n{indent}"));
    match start {
        Some(start) => format!("{}{value}\n", &content[..start]),
        None if content.ends_with(':') => format!("{content} {value}\n"),
        None => line.to_owned(),
    }
}

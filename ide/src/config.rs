//! `.esc-lint.yaml`: what could be typed in it, what its parts mean, and how a rule is switched off there.

use esc_analysis::rules::{self, ALL, Group, Rule};
use esc_analysis::{Edit, Source};
use esc_syntax::{Node, TextRange, TextSize};

use crate::completion::{Completion, CompletionKind, Marked, Template};
use crate::docs::{self, DocKey};
use crate::spot::{entry_of_key, entry_of_value};
use crate::{Hover, Markup};

/// A key of the format, what follows it, and what it is for.
type Key = (&'static str, &'static str, &'static str);

const TOP: &[Key] = &[
    ("files", ":\n  - ", "what is checked when no path is given"),
    ("exclude", ":\n  - ", "what a walk leaves out"),
    ("environments", ":\n  - ", "where environments are: `envs/{project}/{env}.yaml`"),
    ("providers", ": ", "directory with descriptions of more providers"),
    ("imports", ":\n  ", "what is known of environments that can be imported"),
    ("rules", ":\n  ", "levels of rules"),
    ("select", ": [", "these rules and no others"),
    ("extend-select", ": [", "these rules too"),
    ("ignore", ": [", "not these rules"),
    ("profile", ": ", "levels to start from"),
    ("fail-on", ": ", "from which severity on a run fails"),
    ("per-file", ":\n  - files: [", "levels of rules for some files"),
    ("options", ":\n  ", "options of rules"),
    ("required-version", ": ", "versions of the tool that may be used"),
];

const IMPORTS: &[Key] = &[
    ("complete", ": ", "every environment is in this repository"),
    ("external", ":\n  - ", "names of environments that live elsewhere on purpose"),
];

const PER_FILE: &[Key] = &[("files", ": [", "which files"), ("rules", ":\n  ", "their levels")];

const LEVELS: &[&str] = &["off", "info", "warning", "error"];

/// What belongs at a place.
enum Shape {
    Keys(&'static [Key]),
    RuleKeys,
    Rules,
    Choice(&'static [&'static str]),
    Other,
}

impl Shape {
    fn at(path: &[&str]) -> Shape {
        match path {
            [] => Shape::Keys(TOP),
            ["imports"] => Shape::Keys(IMPORTS),
            ["imports", "complete"] => Shape::Choice(&["true", "false"]),
            ["rules"] | ["per-file", "[]", "rules"] => Shape::RuleKeys,
            ["rules", _] | ["per-file", "[]", "rules", _] => Shape::Choice(LEVELS),
            ["select" | "extend-select" | "ignore", "[]"] => Shape::Rules,
            ["profile"] => Shape::Choice(&["default", "strict", "parity"]),
            ["fail-on"] => Shape::Choice(&["error", "warning", "info", "never"]),
            ["per-file", "[]"] => Shape::Keys(PER_FILE),
            _ => Shape::Other,
        }
    }
}

/// What could be typed at `offset` of a configuration, likeliest first.
pub fn config_completions(source: &Source, offset: TextSize) -> Vec<Completion> {
    let marked = Marked::new(source, offset);
    let Some(node) = marked.node().filter(|_| marked.comment().is_none()) else { return Vec::new() };
    let key = entry_of_key(node);
    let path = path(node);
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    let range = marked.original(node.range());
    let has = |name: &str| node.parent().is_some_and(|mapping| mapping.entries().any(|entry| entry.key.text() == name));
    let with_colon = key.is_some_and(|entry| entry.colon().is_some());
    let follows = |text: &str| if with_colon { String::new() } else { text.to_owned() };
    let mut found: Vec<Completion> = match Shape::at(&path) {
        Shape::Keys(keys) => keys.iter().filter(|(name, ..)| !has(name)).map(|key| self::key(key, range, follows)).collect(),
        Shape::RuleKeys => rule_items(range, |code| Template::text(format!("{code}{}", follows(": "))).hole(""), has),
        Shape::Rules => rule_items(range, |code| Template::text(code), |_| false),
        Shape::Choice(choices) if key.is_none() => {
            choices.iter().map(|choice| Completion::new(*choice, CompletionKind::Choice, range, Template::text(*choice))).collect()
        }
        Shape::Choice(_) | Shape::Other => Vec::new(),
    };
    found.retain(|completion| completion.fits(source.text(), offset));
    found
}

/// What to show for the text at `offset` of a configuration: what a key is for, what a rule is about.
pub fn config_hover(source: &Source, offset: TextSize) -> Option<Hover> {
    let node = source.tree().node_at(offset).filter(|node| node.style().is_some())?;
    let (path, text) = (path(node), node.text());
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    let contents = match Shape::at(&path) {
        Shape::Keys(keys) if entry_of_key(node).is_some() => {
            let (name, _, what) = keys.iter().find(|(name, ..)| *name == text)?;
            Markup::new().text(format!("**`{name}`**: {what}"))
        }
        Shape::RuleKeys | Shape::Rules => of_rules(&text)?,
        _ => return None,
    };
    Some(Hover { contents, range: node.range() })
}

/// A rule by its code or name, or what a beginning of codes stands for.
fn of_rules(text: &str) -> Option<Markup> {
    if let Some(rule) = rules::rule(text) {
        return Some(docs::rule(rule));
    }
    let group = Group::ALL.into_iter().find(|group| group.prefix() == text)?;
    let rules = ALL.iter().filter(|rule| rule.group == group).map(|rule| format!("`{}` {}", rule.code, rule.summary));
    Some(Markup::new().text(format!("**{text}**: {}", all_about(group))).list(rules))
}

fn key(key: &Key, range: TextRange, follows: impl Fn(&str) -> String) -> Completion {
    let (name, text, what) = *key;
    let text = follows(text);
    let close = if text.ends_with('[') { "]" } else { "" };
    let insert = Template::text(format!("{name}{text}"));
    let insert = if text.is_empty() { insert } else { insert.hole("").then(close) };
    Completion::new(name, CompletionKind::Property, range, insert).detail(what.to_owned())
}

/// Rules by code, and the beginnings of codes that stand for groups.
fn rule_items(range: TextRange, insert: impl Fn(&str) -> Template, has: impl Fn(&str) -> bool) -> Vec<Completion> {
    let rules = ALL.iter().filter(|rule| !has(rule.code)).map(|rule| {
        Completion::new(rule.code, CompletionKind::Rule, range, insert(rule.code))
            .filter(format!("{} {}", rule.code, rule.name))
            .detail(rule.name.to_owned())
            .documentation(DocKey::Rule(rule.code))
    });
    let groups = Group::ALL.into_iter().filter(|group| !has(group.prefix())).map(|group| {
        let detail = all_about(group);
        Completion::new(group.prefix(), CompletionKind::Rule, range, insert(group.prefix())).detail(detail)
    });
    groups.chain(rules).collect()
}

fn all_about(group: Group) -> String {
    let title = group.title().to_lowercase();
    format!("all rules about {}", title.strip_prefix("about ").unwrap_or(&title))
}

/// The keys that lead to where a node stands, `[]` for items. For a key: to its mapping.
fn path(node: Node<'_>) -> Vec<String> {
    let mut path = Vec::new();
    let mut current = node;
    while let Some(parent) = current.parent() {
        if let Some(entry) = entry_of_value(current) {
            path.push(entry.key.text().into_owned());
        } else if parent.is_sequence() {
            path.push("[]".to_owned());
        }
        current = parent;
    }
    path.reverse();
    path
}

/// The edit of a configuration that switches `rule` off; `None` where it is not clear how.
pub fn switch_off(text: &str, rule: &Rule) -> Option<Edit> {
    let source = Source::new("", text);
    let tree = source.tree();
    if !tree.errors().is_empty() {
        return None;
    }
    let entries = tree.root().into_iter().flat_map(Node::entries);
    let line = format!("{}: off", rule.code);
    let Some(rules) = entries.into_iter().find(|entry| entry.key.text() == "rules").map(|entry| entry.value) else {
        let lead = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
        return Some(Edit::insert(TextSize::of(text), format!("{lead}rules:\n  {line}\n")));
    };
    if let Some(level) = rules.entries().find(|entry| entry.key.text() == rule.code) {
        return Some(Edit::replace(level.value.range(), "off"));
    }
    let last = rules.entries().last()?;
    if rules.is_flow() {
        return Some(Edit::insert(last.range().end(), format!(", {line}")));
    }
    let start = usize::from(rules.range().start());
    let indent = start - text[..start].rfind('\n')? - 1;
    let end = usize::from(last.range().end());
    let end = text[end..].find('\n').map_or(text.len(), |at| end + at);
    Some(Edit::insert(TextSize::try_from(end).ok()?, format!("\n{}{line}", " ".repeat(indent))))
}

#[cfg(test)]
mod tests {
    use esc_analysis::apply;
    use esc_analysis::rules::rule;
    use insta::assert_snapshot;

    use super::*;

    fn labels(text: &str) -> String {
        let offset = text.find("$0").unwrap();
        let source = Source::new(".esc-lint.yaml", text.replace("$0", ""));
        let found = config_completions(&source, TextSize::try_from(offset).unwrap());
        found.into_iter().map(|item| format!("{}={}", item.label, item.insert.plain().replace('\n', "⏎"))).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn keys_and_values() {
        assert_snapshot!(labels("$0"), @"files=files:⏎  -  exclude=exclude:⏎  -  environments=environments:⏎  -  providers=providers:  imports=imports:⏎   rules=rules:⏎   select=select: [] extend-select=extend-select: [] ignore=ignore: [] profile=profile:  fail-on=fail-on:  per-file=per-file:⏎  - files: [] options=options:⏎   required-version=required-version:");
        assert_snapshot!(labels("files: [a]\nex$0\nrules: {}\n"), @"exclude=exclude:⏎  -  extend-select=extend-select: []");
        assert_snapshot!(labels("profile: $0\n"), @"default=default strict=strict parity=parity");
        assert_snapshot!(labels("imports:\n  $0\n"), @"complete=complete:  external=external:⏎  -");
        assert_snapshot!(labels("rules:\n  unknown-top-level-k$0\n"), @"ESC101=ESC101:");
        assert_snapshot!(labels("rules:\n  ESC101: $0\n"), @"off=off info=info warning=warning error=error");
        assert_snapshot!(labels("ignore: [ESC902$0]\n"), @"ESC902=ESC902");
        assert_snapshot!(labels("per-file:\n  - files: [x]\n    ru$0\n"), @"rules=rules:⏎");
        assert_snapshot!(labels("# $0\n"), @"");
    }

    #[test]
    fn says_what_keys_and_rules_are() {
        let said = |text: &str| {
            let offset = text.find("$0").unwrap();
            let source = Source::new(".esc-lint.yaml", text.replace("$0", ""));
            config_hover(&source, TextSize::try_from(offset).unwrap()).map(|hover| hover.contents.plain()).unwrap_or_default()
        };
        assert_snapshot!(said("pro$0file: strict\n"), @"`profile`: levels to start from");
        assert_snapshot!(said("per-file:\n  - fi$0les: [a]\n"), @"`files`: which files");
        assert_snapshot!(said("rules: {ESC1$001: off}\n"), @"
        ESC101 `unknown-top-level-key`

        A key at the root other than `description`, `imports` and `values`, in any case of letters.

        ESC ignores it and everything below it. Mostly it is a typo, or a value that was not indented under `values`.

        `esc-lint explain ESC101` tells more.
        ");
        assert_snapshot!(said("ignore: [unknown-top-$0level-key]\n"), @"
        ESC101 `unknown-top-level-key`

        A key at the root other than `description`, `imports` and `values`, in any case of letters.

        ESC ignores it and everything below it. Mostly it is a typo, or a value that was not indented under `values`.

        `esc-lint explain ESC101` tells more.
        ");
        assert_snapshot!(said("ignore: [ES$0C9]\n"), @"
        ESC9: all rules about the tool itself

        - `ESC901` a suppression comment that silences nothing
        - `ESC902` a suppression comment with an unknown code, in a wrong form or place
        - `ESC903` a suppression comment that does not say why
        ");
        assert_snapshot!(said("profile: str$0ict\n"), @"");
        assert_snapshot!(said("fil$0es: [a]\n"), @"`files`: what is checked when no path is given");
    }

    #[test]
    fn rules_are_switched_off() {
        let check = |text: &str| apply(text, &[switch_off(text, rule("ESC101").unwrap()).unwrap()]).unwrap();
        assert_eq!(check(""), "rules:\n  ESC101: off\n");
        assert_eq!(check("profile: strict"), "profile: strict\nrules:\n  ESC101: off\n");
        assert_eq!(check("rules:\n    ESC1: info # why\nselect: []\n"), "rules:\n    ESC1: info # why\n    ESC101: off\nselect: []\n");
        assert_eq!(check("rules: {ESC1: info}\n"), "rules: {ESC1: info, ESC101: off}\n");
        assert_eq!(check("rules:\n  ESC101: error\n"), "rules:\n  ESC101: off\n");
        assert!(switch_off("rules: [", rule("ESC101").unwrap()).is_none());
        assert!(switch_off("rules: {}\n", rule("ESC101").unwrap()).is_none());
    }
}

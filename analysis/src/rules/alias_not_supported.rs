//! ESC003: `*alias`.

use esc_syntax::{Node, SyntaxErrorKind, TextRange};

use super::invalid_yaml::first_on_each_line;
use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::document::{Problem, reference_path};
use crate::fix::scalar_text;
use crate::{Edit, Fix, Severity};

pub(super) static RULE: Rule = Rule {
    code: "ESC003",
    name: "alias-not-supported",
    summary: "YAML aliases (`*name`) are refused",
    level: Level::On(Severity::Error),
    strict: Level::On(Severity::Error),
    group: Group::Syntax,
    reference: Reference::Agrees,
    fix: FixAvailability::Unsafe,
    suppressible: false,
    since: "0.1.0",
    check,
    page: Page {
        what: "A YAML alias, `*name`, whether or not its anchor exists. An anchor that nothing points to is harmless.",
        why: "ESC does not read aliases: one of them makes the whole file fail, and hides everything else that is wrong with it.",
        bad: "values:\n  base: &base us-east-1\n  region: *base\n",
        good: "values:\n  base: us-east-1\n  region: ${base}\n",
        fix: "Refer to the value by its path. The fix does so where the anchored value has a path, and repeats a short text otherwise; the anchor \
              may stay. It has to be asked for, because a reference follows later changes of the value.",
        reference: "Refuses the file at the first alias and reports nothing else. An alias without an anchor it reports without a place.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let unknown: Vec<TextRange> =
        first_on_each_line(context).into_iter().filter(|e| e.kind == SyntaxErrorKind::UnknownAnchor).map(|e| e.range).collect();
    let mut seen = Vec::new();
    for problem in &context.document.problems {
        let Problem::Alias(alias) = problem else { continue };
        let alias = context.node(*alias);
        seen.push(alias.range());
        sink.report(finding(alias, unknown.iter().any(|range| range.intersect(alias.range()).is_some())));
    }
    // One that recovery left out of the tree.
    for range in unknown.into_iter().filter(|range| !seen.iter().any(|alias| alias.intersect(*range).is_some())) {
        sink.report(
            Finding::new(range, "this YAML alias has no anchor, and ESC refuses aliases anyway")
                .help("Refer to the value by its path: `${path}`"),
        );
    }
}

fn finding(alias: Node<'_>, unknown: bool) -> Finding {
    let name = code(&format!("*{}", alias.text()));
    let message = if unknown {
        format!("no anchor for the YAML alias {name} stands before it, and ESC refuses aliases anyway")
    } else {
        format!("{name} is a YAML alias, which ESC refuses")
    };
    let finding = Finding::at(alias, message);
    let Some(anchored) = anchored(alias) else { return finding.help("Write the value, or refer to it by its path: `${path}`") };
    if is_merge(alias) {
        let help = "`<<` would not merge anything either: write the keys out, or move them to an environment of their own and import it";
        return finding.help(help).related(anchored.full_range(), "the anchor is here");
    }
    let help = match reference_path(anchored) {
        Some(path) => format!("Refer to the value instead: {}", code(&format!("${{{path}}}"))),
        None => "Repeat the value".to_owned(),
    };
    finding.help(help).related(anchored.full_range(), "the anchor is here").fix(replacement(alias, anchored))
}

/// The node that an alias stands for: the last of its name before it.
fn anchored(alias: Node<'_>) -> Option<Node<'_>> {
    let name = alias.text();
    let tree = alias.tree();
    let named = |node: &Node<'_>| node.anchor().is_some_and(|anchor| tree.text()[anchor].strip_prefix('&') == Some(&*name));
    tree.nodes().take_while(|node| node.id() < alias.id()).filter(named).last()
}

/// Whether an alias is the value of `<<`.
fn is_merge(alias: Node<'_>) -> bool {
    alias.parent().is_some_and(|parent| parent.entries().any(|entry| entry.value.id() == alias.id() && entry.key.source() == "<<"))
}

/// A reference where one can stand; else the text itself, if it is one plain or quoted line.
fn replacement(alias: Node<'_>, anchored: Node<'_>) -> Option<Fix> {
    // Inside what it stands for there is nothing to put.
    if anchored.full_range().contains_range(alias.range()) {
        return None;
    }
    if let Some(path) = reference_path(anchored).filter(|_| reference_path(alias).is_some()) {
        let text = scalar_text(&format!("${{{path}}}"), alias.parent().is_some_and(Node::is_flow));
        return Some(Fix::on_request("Refer to the value by its path", vec![Edit::replace(alias.range(), text)]));
    }
    let source = anchored.source();
    let short = anchored.style().is_some() && anchored.tag().is_none() && !source.is_empty() && !source.contains(['\n', '\r']);
    short.then(|| Fix::on_request("Repeat the value", vec![Edit::replace(alias.range(), source)]))
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_fix, check_no_fix, help};

    #[test]
    fn reports_every_alias() {
        check(
            "ESC003",
            "
            values:
              a: &a 1
              b: *a
                 ^^ error: `*a` is a YAML alias, which ESC refuses
              c: *d
                 ^^ error: no anchor for the YAML alias `*d` stands before it, and ESC refuses aliases anyway
        ",
        );
    }

    #[test]
    fn an_unused_anchor_is_harmless() {
        check(
            "ESC003",
            "
            values:
              a: &a 1
        ",
        );
    }

    #[test]
    fn puts_a_reference_or_the_text() {
        check_fix("ESC003", "values:\n  b'c: &b 1\n  d: *b\n", "values:\n  b'c: &b 1\n  d: ${[\"b'c\"]}\n");
        check_fix(
            "ESC003",
            "
            description: &d all of it
            values:
              a:
                b: &b [1]
              c: *b
              e: [*b]
              f: *d
            ",
            "
            description: &d all of it
            values:
              a:
                b: &b [1]
              c: ${a.b}
              e: [\"${a.b}\"]
              f: all of it
            ",
        );
        check_no_fix(
            "ESC003",
            "
            values:
              a: &a
                b: *a
        ",
        );
    }

    #[test]
    fn says_that_merge_keys_do_not_work_either() {
        let help = help(
            "ESC003",
            "
            values:
              a: &a {b: 1}
              c:
                <<: *a
        ",
        );
        assert!(help.contains("`<<`"), "{help}");
    }
}

//! ESC008: a tag that means something elsewhere.

use esc_syntax::{Node, TextRange};

use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::{Edit, Fix, Severity};

pub(super) static RULE: Rule = Rule {
    code: "ESC008",
    name: "custom-tag",
    summary: "tags such as `!Ref` or `!vault` mean nothing here",
    level: Level::On(Severity::Warning),
    strict: Level::On(Severity::Error),
    group: Group::Syntax,
    reference: Reference::Adds,
    fix: FixAvailability::Unsafe,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "A tag that is not one of YAML's own: `!Ref`, `!Sub`, `!vault`, `!reference`.",
        why: "Such tags belong to CloudFormation, Ansible or GitLab. ESC ignores them and takes the text behind them as it is, so what looks like a \
              reference or a decrypted secret is neither.",
        bad: "values:\n  bucket: !Ref LogBucket\n",
        good: "values:\n  logBucket: logs-prod\n  bucket: ${logBucket}\n",
        fix: "Refer to a value with `${...}`, or mark a secret with `fn::secret`. The fix drops the tag; it has to be asked for, because a number \
              behind a tag is text, and without it a number.",
        reference: "Says nothing. A scalar with an unknown tag is text, a collection with one is that collection.",
    },
};

/// YAML's own tags in their short form; `!` asks for nothing.
const KNOWN: [&str; 15] = [
    "!",
    "!!map",
    "!!seq",
    "!!set",
    "!!omap",
    "!!pairs",
    "!!str",
    "!!null",
    "!!bool",
    "!!int",
    "!!float",
    "!!binary",
    "!!timestamp",
    "!!merge",
    "!!value",
];

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for node in context.tree().nodes() {
        let Some(tag) = node.tag().filter(|tag| !KNOWN.contains(&tag.name)) else { continue };
        if sink.is_full() {
            return;
        }
        let written = &context.source().text()[tag.range];
        sink.report(
            Finding::at(node, format!("the tag {} means nothing to ESC; the value is taken as it is written", code(written)))
                .range(tag.range)
                .help(help(tag.name))
                .fix(stands_alone(node).then(|| Fix::on_request("Drop the tag", vec![Edit::delete(with_blank(node, tag.range))]))),
        );
    }
}

fn help(tag: &str) -> &'static str {
    match tag {
        "!Ref" | "!GetAtt" | "!Sub" | "!reference" => "Refer to a value with `${path}`",
        "!vault" | "!secret" | "!Secret" | "!encrypted" => "Mark a secret with `fn::secret`",
        _ => "Remove the tag",
    }
}

/// Whether the value reads the same without a tag before it.
fn stands_alone(node: Node<'_>) -> bool {
    node.source().starts_with(|c: char| c.is_alphanumeric() || matches!(c, '"' | '\'' | '$' | '{' | '[' | '/' | '.' | '|' | '>'))
}

/// The tag with the blank between it and what follows on its line.
fn with_blank(node: Node<'_>, tag: TextRange) -> TextRange {
    let rest = &node.tree().text()[usize::from(tag.end())..];
    let blank = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    TextRange::new(tag.start(), tag.end() + esc_syntax::TextSize::of(&rest[..blank]))
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_fix};

    #[test]
    fn points_at_tags_of_other_tools() {
        check(
            "ESC008",
            "
            values:
              a: !Ref b
                 ^^^^ warning: the tag `!Ref` means nothing to ESC; the value is taken as it is written
              c: !!vault
                 ^^^^^^^ warning: the tag `!!vault` means nothing to ESC; the value is taken as it is written
                d: 1
        ",
        );
    }

    #[test]
    fn is_silent_about_yaml_tags() {
        check(
            "ESC008",
            "
            values: !!map
              a: !!str 1
              b: ! 1
              c: !!binary aGVsbG8=
        ",
        );
    }

    #[test]
    fn drops_the_tag() {
        check_fix(
            "ESC008",
            "
            values:
              a: !Ref b
            ",
            "
            values:
              a: b
            ",
        );
    }
}

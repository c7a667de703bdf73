//! ESC107: a call whose argument has the wrong shape.

use std::collections::HashSet;

use esc_syntax::{Node, NodeId, TextRange};

use super::words::{code, did_you_mean, kind};
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::document::{ArgumentFault, ExprKind, Function, Problem};
use crate::nearest::nearest;
use crate::{Edit, Fix, Severity, fix};

pub(super) static RULE: Rule = Rule {
    code: "ESC107",
    name: "invalid-function-arguments",
    summary: "wrong number, shape or kind of a function's arguments",
    level: Level::On(Severity::Error),
    strict: Level::On(Severity::Error),
    group: Group::Structure,
    reference: Reference::Agrees,
    fix: FixAvailability::Unsafe,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "An argument that its function does not take: `fn::join` and `fn::split` want a list of two, `fn::concat` a list, `fn::secret` literal text, \
               `fn::open`, `fn::rotate` and `fn::validate` an object with certain entries. A list or object has to be written out in place; a \
               reference to one will not do.",
        why: "The environment does not open, and what the call would have given is unknown to everything that refers to it.",
        bad: "values:\n  port:\n    fn::secret: 5432\n",
        good: "values:\n  port:\n    fn::secret: \"5432\"\n",
        fix: "Write the argument as the message says. A number or boolean in `fn::secret` needs quotes; a reference to a secret is secret already and \
              needs no `fn::secret`. The fix does both; it has to be asked for, because the type or the secrecy of the value may change.",
        reference: "Reports the same; for a missing entry it points at the whole argument. An entry of nearly the right name it ignores without a word.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for problem in &context.document.problems {
        let Problem::Argument { function, key, node, fault } = problem else { continue };
        let key = context.node(*key);
        if !context.is_intact(context.node(*node).range()) {
            continue;
        }
        let call = Call { context, function: *function, name: code(&key.text()), key, node: context.node(*node) };
        sink.report(call.finding(*fault));
    }
}

struct Call<'a, 'c> {
    context: &'c Context<'a>,
    function: Function,
    /// As it is written, in backticks.
    name: String,
    key: Node<'a>,
    node: Node<'a>,
}

impl<'a> Call<'a, '_> {
    fn finding(&self, fault: ArgumentFault) -> Finding {
        match fault {
            ArgumentFault::NotObject => self.not_object(),
            ArgumentFault::NotPair => self.not_pair(),
            ArgumentFault::NotList => self
                .wrong(format!("{} takes a list that is written out here", self.name))
                .help("Write the lists to put together as items: `[\"${first}\", \"${second}\"]`"),
            ArgumentFault::NotLiteral => self.not_literal(),
            ArgumentFault::ProviderNotLiteral => {
                self.wrong("the name of a provider has to be literal text".to_owned()).help("Write the name out")
            }
            ArgumentFault::StateNotObject => self
                .wrong("`state` has to be an object that is written out here".to_owned())
                .help("Write the object out, or leave `state` out until the first rotation"),
            ArgumentFault::MissingProvider | ArgumentFault::MissingInputs | ArgumentFault::MissingSchema | ArgumentFault::MissingValue => {
                self.missing(fault)
            }
        }
    }

    /// "..., and this is a number".
    fn wrong(&self, message: String) -> Finding {
        if self.node.is_missing() {
            return Finding::at(self.node, format!("{message}, and there is nothing"));
        }
        Finding::at(self.node, format!("{message}, and this is {}", self.kind()))
    }

    fn kind(&self) -> &'static str {
        match self.expr() {
            Some(ExprKind::Symbol(_)) => "a reference",
            Some(ExprKind::Interpolation(_)) => "text with references",
            Some(ExprKind::Call(_)) => "a function call",
            _ => kind(self.node),
        }
    }

    fn expr(&self) -> Option<&ExprKind> {
        let id = self.context.document.expr_of(self.node.id())?;
        Some(&self.context.document.expr(id).kind)
    }

    fn not_object(&self) -> Finding {
        let entries = match self.function {
            Function::Validate => "`schema` and `value`",
            Function::Rotate if self.key.text().starts_with("fn::rotate::") => "`inputs` and, after the first rotation, `state`",
            Function::Rotate => "`provider`, `inputs` and, after the first rotation, `state`",
            _ => "`provider` and `inputs`",
        };
        self.wrong(format!("{} takes an object with {entries}", self.name))
            .help("Write the object out below the call; a reference to one will not do")
    }

    fn not_pair(&self) -> Finding {
        let (items, help) = match self.function {
            Function::Join => ("the delimiter and the list of texts", "Write `[\",\", [\"a\", \"b\"]]`, or `[\",\", \"${list}\"]`"),
            _ => ("the delimiter and the text", "Write `[\",\", \"${text}\"]`"),
        };
        let message = format!("{} takes a list of two, {items}", self.name);
        match self.node.items().count() {
            _ if !self.node.is_sequence() => self.wrong(message).help(help),
            1 => Finding::at(self.node, format!("{message}, and this has one item")).help(help),
            count => Finding::at(self.node, format!("{message}, and this has {count} items")).help(help),
        }
    }

    fn not_literal(&self) -> Finding {
        let finding = self.wrong(format!("{} takes literal text", self.name));
        match self.expr() {
            Some(ExprKind::Symbol(_)) => finding
                .help("Drop the call: a reference to a secret is secret already; to make a secret of plain text, wrap that text where it is written")
                .fix(self.without_call().map(|edits| Fix::on_request("Drop the call", edits))),
            Some(ExprKind::Interpolation(_)) => {
                finding.help("Make only the secret part a secret, under a key of its own, and refer to it from text outside; a literal `${` is written `$${`")
            }
            Some(ExprKind::Number(_) | ExprKind::Bool(_)) => {
                finding.help("Put it in quotes").fix(fix::quote(self.node).map(|edits| Fix::on_request("Put the value in quotes", edits)))
            }
            Some(ExprKind::Object(_) | ExprKind::Array(_)) => finding.help("Make a secret of each text inside; `ciphertext` with literal text is the only object"),
            Some(ExprKind::Call(_)) => finding.help("Make a secret of the text inside the call: results of secret arguments are secret"),
            _ => finding.help("Write the text behind it, in quotes if it looks like something else"),
        }
    }

    /// The reference without the call around it, on the line of the key where nothing but blanks is between them.
    fn without_call(&self) -> Option<Vec<Edit>> {
        let call = self.key.parent()?;
        let text = call.tree().text();
        let reference = self.node.source();
        if self.node.full_range() != self.node.range() || reference.contains(['\n', '\r']) {
            return None;
        }
        let between = call.indicator().map(|colon| TextRange::new(colon, call.range().start())).filter(|_| !call.is_flow());
        Some(match between.filter(|between| text[*between].strip_prefix(':').is_some_and(|gap| gap.trim().is_empty())) {
            Some(between) => vec![Edit::replace(between.cover(call.range()), format!(": {reference}"))],
            None => vec![Edit::replace(call.range(), reference)],
        })
    }

    fn missing(&self, fault: ArgumentFault) -> Finding {
        let name = missing_name(fault).unwrap_or_default();
        if let Some(key) = misspelt(self.node, name) {
            let edits = fix::rename(key, name);
            return Finding::at(key, format!("{} does not know {}, and lacks `{name}`", self.name, code(&key.text())))
                .help(did_you_mean(name))
                .fix(edits.map(|edits| Fix::on_request(format!("Rename to `{name}`"), edits)));
        }
        let what = match fault {
            ArgumentFault::MissingProvider => "the name of the provider",
            ArgumentFault::MissingInputs => "the object that is sent to the provider; `{}` if it needs none",
            ArgumentFault::MissingSchema => "what the value is checked against",
            _ => "what is checked, and is the result",
        };
        let first = self.node.entries().next().map_or(self.node, |entry| entry.key);
        Finding::at(self.node, format!("{} lacks `{name}`", self.name)).range(first.range()).help(format!("Add `{name}:`, {what}"))
    }
}

/// The entry that a fault misses.
fn missing_name(fault: ArgumentFault) -> Option<&'static str> {
    match fault {
        ArgumentFault::MissingProvider => Some("provider"),
        ArgumentFault::MissingInputs => Some("inputs"),
        ArgumentFault::MissingSchema => Some("schema"),
        ArgumentFault::MissingValue => Some("value"),
        _ => None,
    }
}

/// The key of `argument` that was probably meant to be `name`.
fn misspelt<'t>(argument: Node<'t>, name: &str) -> Option<Node<'t>> {
    let known = ["provider", "inputs", "state", "schema", "value"];
    let keys = argument.entries().map(|entry| entry.key);
    keys.filter(|key| !known.contains(&&*key.text())).find(|key| nearest(&key.text(), [name]).is_some())
}

/// Unknown entries that are reported already, as what a missing one was probably meant to be.
pub(super) fn misspelt_entries(context: &Context<'_>) -> HashSet<NodeId> {
    let entries = context.document.problems.iter().filter_map(|problem| match problem {
        Problem::Argument { node, fault, .. } => misspelt(context.node(*node), missing_name(*fault)?),
        _ => None,
    });
    entries.map(Node::id).collect()
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_fix, check_no_fix};

    #[test]
    fn secrets_are_literal_text() {
        check(
            "ESC107",
            "
            values:
              a:
                fn::secret: 5432
                            ^^^^ error: `fn::secret` takes literal text, and this is a number
              b:
                fn::secret: ${a}
                            ^^^^ error: `fn::secret` takes literal text, and this is a reference
              c:
                fn::secret:
                           ^ error: `fn::secret` takes literal text, and there is nothing
              d:
                fn::secret: {ciphertext: x, more: y}
                            ^^^^^^^^^^^^^^^^^^^^^^^^ error: `fn::secret` takes literal text, and this is an object
        ",
        );
    }

    #[test]
    fn lists_have_two_items() {
        check(
            "ESC107",
            "
            values:
              a:
                fn::join: [',']
                          ^^^^^ error: `fn::join` takes a list of two, the delimiter and the list of texts, and this has one item
              b:
                fn::split: ${c}
                           ^^^^ error: `fn::split` takes a list of two, the delimiter and the text, and this is a reference
              c:
                fn::concat: x
                            ^ error: `fn::concat` takes a list that is written out here, and this is text
        ",
        );
    }

    #[test]
    fn objects_have_their_entries() {
        check("ESC107", "
            values:
              a:
                fn::open:
                  inputs: {}
                  ^^^^^^ error: `fn::open` lacks `provider`
              b:
                fn::rotate::x: ${a}
                               ^^^^ error: `fn::rotate::x` takes an object with `inputs` and, after the first rotation, `state`, and this is a reference
              c:
                fn::rotate:
                  provider: ${a}
                            ^^^^ error: the name of a provider has to be literal text, and this is a reference
                  inputs: {}
                  state: []
                         ^^ error: `state` has to be an object that is written out here, and this is a list
              d:
                fn::validate: {}
                              ^^ error: `fn::validate` lacks `schema`
                              ^^ error: `fn::validate` lacks `value`
              e:
                fn::rotate::x: {}
                               ^^ error: `fn::rotate::x` lacks `inputs`
              f:
                fn::open: x
                          ^ error: `fn::open` takes an object with `provider` and `inputs`, and this is text
        ");
    }

    #[test]
    fn takes_what_is_right() {
        check(
            "ESC107",
            "
            values:
              a: {fn::secret: x}
              b: {fn::secret: {ciphertext: x}}
              c: {fn::join: [',', '${d}']}
              d: {fn::concat: [['a'], '${e}']}
              e: {fn::open::x: }
              f: {fn::validate: {schema: true, value: }}
              g: {fn::rotate: {provider: x, inputs: {}, state: {}}}
        ",
        );
    }

    #[test]
    fn names_the_entry_that_was_meant() {
        let before = "
            values:
              a:
                fn::open:
                  provider: x
                  input: {}
            ";
        check_fix("ESC107", before, &before.replace("input:", "inputs:"));
    }

    #[test]
    fn drops_the_call_around_a_reference_and_quotes_numbers() {
        check_fix(
            "ESC107",
            "
            values:
              a:
                fn::secret: ${b}
              b: {fn::secret: 1}
              c: {fn::secret: '${b}'}
            ",
            "
            values:
              a: ${b}
              b: {fn::secret: \"1\"}
              c: '${b}'
            ",
        );
        check_no_fix(
            "ESC107",
            "
            values:
              a:
                fn::secret: x${b}
            ",
        );
    }
}

//! ESC511: an item of a split secret, which is no secret any more.

use esc_syntax::AccessorKind;

use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference as Verdict, Rule, Sink};
use crate::Severity;
use crate::document::{Accessor, Arguments, Call, ExprId, ExprKind, Function, Reference};
use crate::secrets::place::{Reader, place};
use crate::value::{Kind, Value};

pub(super) static RULE: Rule = Rule {
    code: "ESC511",
    name: "secret-lost-by-split",
    summary: "an item of a split secret is shown in plain text",
    level: Level::On(Severity::Warning),
    strict: Level::On(Severity::Error),
    group: Group::Secrets,
    reference: Verdict::Adds,
    fix: FixAvailability::None,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "A reference to one item of what `fn::split` makes of a secret, where the result is seen: in a value, a variable, a file, a setting. What \
               goes into the inputs of a provider is left alone.",
        why: "`fn::split` marks the list that it makes as secret, and forgets its items. An item that is referred to is plain text: it is shown by \
              `esc open`, in logs, and in the configuration of stacks.",
        bad: "values:\n  pair:\n    fn::secret: app,correct-horse-7\n  parts:\n    fn::split: [\",\", \"${pair}\"]\n  environmentVariables:\n    PASSWORD: ${parts[1]}\n",
        good: "values:\n  password:\n    fn::secret: correct-horse-7\n  environmentVariables:\n    PASSWORD: ${password}\n",
        fix: "Keep the parts as secrets of their own, or as the members of a JSON text: `fn::fromJSON` keeps the mark on all of them. There is no \
              automatic fix.",
        reference: "Loses the mark, and says nothing.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let has_split = |kind: &ExprKind| matches!(kind, ExprKind::Call(call) if call.function == Function::Split);
    // What another environment splits is taken for what it is called there.
    if !context.document.exprs().any(|(_, expr)| has_split(&expr.kind)) {
        return;
    }
    for (id, reference) in context.document.references() {
        let Some(split) = split_secret(context, reference) else { continue };
        if !is_seen(context, id) || stays_secret(context, id) {
            continue;
        }
        let text = &context.source().text()[reference.range];
        let message = format!("{} is plain text: `fn::split` marks its list as secret, and forgets the items", code(text));
        let finding = Finding::at(context.node(context.document.expr(id).node), message).range(reference.range);
        let split = context.node(context.document.expr(split).node);
        sink.report(
            finding
                .help("Keep the parts as secrets of their own, or as the members of a secret JSON text for `fn::fromJSON`")
                .related(split.range(), "the secret is split here"),
        );
    }
}

/// The call that splits a secret into a list, if that is what `reference` takes an item of.
fn split_secret(context: &Context<'_>, reference: &Reference) -> Option<ExprId> {
    let (last, path) = reference.accessors.split_last()?;
    if reference.recovered || !matches!(last.kind, AccessorKind::Index(_)) {
        return None;
    }
    let mut aliases = ALIASES;
    let list = target(context, path, &mut aliases)?;
    let ExprKind::Call(Call { arguments: Arguments::Two(_, whole), function: Function::Split, .. }) = context.document.expr(list).kind
    else {
        return None;
    };
    context.evaluation.value(whole).is_some_and(is_secret).then_some(list)
}

/// Marked as secret, or what a provider answers with as one.
fn is_secret(value: &Value) -> bool {
    let declared = match value.kind() {
        Kind::Unknown(unknown) => unknown.schema.rules().is_some_and(|rules| rules.secret),
        _ => false,
    };
    value.is_secret() || declared
}

/// How many references are followed on the way to one list.
const ALIASES: usize = 16;

/// The expression that a path leads to, as far as the document itself says.
fn target(context: &Context<'_>, path: &[Accessor], aliases: &mut usize) -> Option<ExprId> {
    let document = context.document;
    let mut at = document.root?;
    for accessor in path {
        at = match (&document.expr(at).kind, &accessor.kind) {
            (ExprKind::Object(properties), AccessorKind::Name(key) | AccessorKind::Key(key)) => {
                properties.iter().find(|property| *property.key == **key && !property.duplicate)?.value
            }
            (ExprKind::Array(items), AccessorKind::Index(index)) => *items.get(usize::try_from(*index).ok()?)?,
            _ => return None,
        };
        if let ExprKind::Symbol(alias) = &document.expr(at).kind {
            *aliases = aliases.checked_sub(1)?;
            at = target(context, &alias.accessors, aliases)?;
        }
    }
    Some(at)
}

/// Whether what is made of an expression is part of what the environment shows.
fn is_seen(context: &Context<'_>, id: ExprId) -> bool {
    matches!(place(context.document, id).reader, Reader::Anyone)
}

/// Whether something else in the same text is secret, so that all of it is. Of what is not known yet, nothing can be said.
fn stays_secret(context: &Context<'_>, id: ExprId) -> bool {
    let is_text = matches!(context.document.expr(id).kind, ExprKind::Interpolation(_));
    let value = context.evaluation.value(id);
    is_text && value.is_some_and(|value| value.is_secret() || matches!(value.kind(), Kind::Unknown(_)))
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::check;

    #[test]
    fn points_at_the_reference() {
        check(
            "ESC511",
            "
            values:
              pair:
                fn::secret: a,b
              login:
                fn::open::aws-login: {static: {accessKeyId: a, secretAccessKey: '${pair}'}}
              app:
                parts:
                  fn::split: [',', '${pair}']
              alias: ${app.parts}
              unknown:
                fn::split: [',', '${login.secretAccessKey}']
              environmentVariables:
                A: ${app.parts[0]}
                   ^^^^^^^^^^^^^^^ warning: `${app.parts[0]}` is plain text: `fn::split` marks its list as secret, and forgets the items
                B: x-${alias[1]}
                     ^^^^^^^^^^^ warning: `${alias[1]}` is plain text: `fn::split` marks its list as secret, and forgets the items
                C: ${unknown[0]}
                   ^^^^^^^^^^^^^ warning: `${unknown[0]}` is plain text: `fn::split` marks its list as secret, and forgets the items
        ",
        );
    }

    #[test]
    fn is_silent_where_nothing_is_lost() {
        check(
            "ESC511",
            "
            values:
              plain: a,b
              pair:
                fn::secret: a,b
              parts:
                fn::split: [',', '${pair}']
              others:
                fn::split: [',', '${plain}']
              list:
                - ${pair}
              environmentVariables:
                A: ${others[0]}
                B: ${list[0]}
                C: ${parts[0]}:${pair}
              all: ${parts}
              login:
                fn::open::aws-login: {static: {accessKeyId: '${parts[0]}', secretAccessKey: '${parts[1]}'}}
              loop: ${loop[0]}
        ",
        );
    }
}

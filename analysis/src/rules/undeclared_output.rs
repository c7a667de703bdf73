//! ESC208: a member that a provider does not return.

use std::sync::Arc;

use esc_syntax::AccessorKind;

use super::evaluated::{names, path, problems, rename_member};
use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::eval::{AccessFault, AccessProblem, Problem};
use crate::nearest::nearest;
use crate::value::Output;
use crate::{Fix, Severity};

pub(super) static RULE: Rule = Rule {
    code: "ESC208",
    name: "undeclared-output",
    summary: "a member that a provider does not return",
    level: Level::On(Severity::Warning),
    strict: Level::On(Severity::Error),
    group: Group::References,
    reference: Reference::Adds,
    fix: FixAvailability::Unsafe,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "A step to a member that the output of a provider or rotator does not have: one that it does not declare, or, where the inputs say what is read (`get`, `access`, `read`, `stacks`), one that they do not ask for.",
        why: "The check before saving passes, and the value is missing when the environment is opened.",
        bad: "values:\n  aws:\n    login:\n      fn::open::aws-login:\n        oidc: {roleArn: arn:aws:iam::123456789012:role/esc, sessionName: esc}\n  environmentVariables:\n    AWS_ACCESS_KEY_ID: ${aws.login.accesKeyId}\n",
        good: "values:\n  aws:\n    login:\n      fn::open::aws-login:\n        oidc: {roleArn: arn:aws:iam::123456789012:role/esc, sessionName: esc}\n  environmentVariables:\n    AWS_ACCESS_KEY_ID: ${aws.login.accessKeyId}\n",
        fix: "Correct the name, or ask the provider for it in its inputs. The fix takes the nearest name; it has to be asked for.",
        reference: "Silent while checking. When the environment is opened it reports an unknown property.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let mut problems = problems(context).peekable();
    while let Some(problem) = problems.next() {
        // A reference that goes on from here fails, and ESC202 speaks of it.
        let goes_on = problems.peek().is_some_and(|next| follows(problem, next));
        if let Problem::Access(problem) = problem
            && let AccessFault::Undeclared { output, members } = &problem.fault
            && !goes_on
            && let Some(finding) = finding(context, problem, output.as_deref(), members)
        {
            sink.report(finding);
        }
    }
}

/// Whether the second problem is that the first one's reference goes on.
pub(super) fn follows(first: &Problem, second: &Problem) -> bool {
    match (first, second) {
        (Problem::Access(a), Problem::Access(b)) => (a.expr, a.part, a.step + 1) == (b.expr, b.part, b.step),
        _ => false,
    }
}

fn finding(context: &Context<'_>, problem: &AccessProblem, output: Option<&Output>, members: &[Arc<str>]) -> Option<Finding> {
    let reference = problem.reference(context.document).filter(|reference| !reference.recovered)?;
    let accessor = reference.accessors.get(problem.step)?;
    let (AccessorKind::Name(name) | AccessorKind::Key(name)) = &accessor.kind else { return None };
    let whole = code(&path(&reference.accessors[..problem.step]));
    let message = match output {
        Some(Output { provider, keys: Some(_) }) => format!("{} is not among what {whole} reads by {}", code(name), code(provider)),
        Some(Output { provider, keys: None }) => format!("{} returns no {}, so {whole} will not have it", code(provider), code(name)),
        None => format!("{whole} has no member {}, so the value will be missing when the environment is opened", code(name)),
    };
    let node = context.node(context.document.expr(problem.expr).node);
    let finding = Finding::at(node, message).range(accessor.name_range);
    let Some(similar) = nearest(name, members.iter().map(|member| &**member)) else {
        return Some(match members.len() {
            0 => finding,
            1..=8 => finding.help(format!("It has {}", names(members.iter().map(|member| &**member), "and"))),
            _ => finding.help("Its page lists what it returns"),
        });
    };
    let fix =
        rename_member(context, problem.expr, accessor, similar).map(|edits| Fix::on_request(format!("Change to {}", code(similar)), edits));
    Some(finding.help(format!("Did you mean {}?", code(similar))).fix(fix))
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_fix, help};

    const LOGIN: &str = "values:\n  login: {fn::open::oidc-like: {}}\n";

    #[test]
    fn knows_what_providers_return() {
        check(
            "ESC208",
            "
            values:
              login:
                fn::open::aws-login: {static: {accessKeyId: a, secretAccessKey: b}}
              secrets:
                fn::open::aws-secrets:
                  region: us-west-2
                  login: ${login}
                  get: {db: {secretId: x}}
              fine: ['${login.accessKeyId}', '${secrets.db}']
              typo: ${login.accesKeyId}
                            ^^^^^^^^^^ warning: `aws-login` returns no `accesKeyId`, so `login` will not have it
              other: ${secrets.api}
                               ^^^ warning: `api` is not among what `secrets` reads by `aws-secrets`
        ",
        );
        assert_eq!(
            help("ESC208", "values: {l: {'fn::open::aws-login': {}}, x: '${l.nothing}'}\n"),
            "It has `accessKeyId`, `secretAccessKey` and `sessionToken`"
        );
    }

    #[test]
    fn is_silent_where_keys_are_not_known() {
        check(
            "ESC208",
            "
            imports: [gone]
            values:
              secrets:
                fn::open::aws-secrets: {region: r, login: '${login}', get: '${wanted}'}
              any: ${secrets.thing}
              external: {fn::open::external: {url: 'https://x', request: {}}}
              deep: ${external.response.a.b}
        ",
        );
        check("ESC208", LOGIN);
    }

    #[test]
    fn takes_the_nearest_name() {
        check_fix(
            "ESC208",
            "values:\n  l: {fn::open::aws-login: {}}\n  x: ${l.sessionToke}\n",
            "values:\n  l: {fn::open::aws-login: {}}\n  x: ${l.sessionToken}\n",
        );
    }
}

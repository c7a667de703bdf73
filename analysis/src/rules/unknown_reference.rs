//! ESC202: a reference to something that is not there.

use std::sync::Arc;

use esc_syntax::AccessorKind;

use super::evaluated::{is_meant, is_plain_name, kind, path, problems, push_member, rename_member, written_at};
use super::pins::{Pins, soften};
use super::undeclared_output::follows;
use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::document::{Accessor, ExprId, Property};
use crate::eval::{AccessFault, AccessProblem, Problem, Receiver};
use crate::nearest::nearest;
use crate::schema::Type;
use crate::value::{Kind, Value};
use crate::{Fix, Severity};

pub(super) static RULE: Rule = Rule {
    code: "ESC202",
    name: "unknown-reference",
    summary: "a reference to a value that does not exist, or through one that has no members",
    level: Level::On(Severity::Error),
    strict: Level::On(Severity::Error),
    group: Group::References,
    reference: Reference::Agrees,
    fix: FixAvailability::Unsafe,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "A `${...}` whose path leads nowhere: no such value in this environment and what it imports, no such member, or a step into \
               something that has no members, such as text. The report stands at the step that fails and names the nearest thing there is.",
        why: "The environment does not open.",
        bad: "values:\n  region: us-east-1\n  environmentVariables:\n    AWS_REGION: ${regoin}\n",
        good: "values:\n  region: us-east-1\n  environmentVariables:\n    AWS_REGION: ${region}\n",
        fix: "Correct the name. The fix takes the nearest one; it has to be asked for, because the name may be meant for a value that is still \
              to be written. Text that holds JSON has members once `fn::fromJSON` has decoded it.",
        reference: "Reports an unknown property, or a receiver that is no object or list. Where a reference is cut off by a mistake of its own it \
                    reports both; here the mistake alone is reported (ESC201). What an import that is not found would have defined is not \
                    reported here.",
    },
};

/// Names that are compared with unknown ones, over all findings of a file: thousands of typos must not cost minutes.
const MAX_COMPARISONS: usize = 500_000;
/// Values that are searched for another with a name, for one finding.
const MAX_SEARCHED: usize = 2_000;

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let pins = Pins::new(context);
    let mut comparisons = MAX_COMPARISONS;
    let mut before: Option<&Problem> = None;
    for problem in problems(context) {
        if let Problem::Access(access) = problem
            && let Some(finding) = finding(context, access, &mut comparisons)
        {
            let lost = before.filter(|before| follows(before, problem)).and_then(|before| not_returned(context, before));
            sink.report(soften(lost.into_iter().fold(finding, Finding::help), pins.of_access(context, access)));
        }
        before = Some(problem);
    }
}

fn finding(context: &Context<'_>, problem: &AccessProblem, comparisons: &mut usize) -> Option<Finding> {
    let reference = problem.reference(context.document)?;
    let accessor = reference.accessors.get(problem.step).filter(|_| is_meant(context, reference, problem.step))?;
    let before = &reference.accessors[..problem.step];
    let place = |message: String| {
        let node = context.node(context.document.expr(problem.expr).node);
        Finding::at(node, message).range(accessor.name_range)
    };
    match &problem.fault {
        AccessFault::UnknownMember(receiver) => {
            let members = members(context, receiver, comparisons);
            unknown(context, problem.expr, accessor, before, receiver, members.as_deref(), place)
        }
        AccessFault::NotComposite(value) => Some(not_composite(before, value, place)),
        AccessFault::Encrypted => {
            Some(place(format!("{} is an encrypted secret: text, without members", code(&path(before)))).help("Refer to the secret itself"))
        }
        AccessFault::ListByName(value) => Some(list_by_name(before, accessor, value, place)),
        AccessFault::ObjectByIndex => Some(object_by_index(before, accessor, place)),
        AccessFault::NegativeIndex
        | AccessFault::OutOfBounds { .. }
        | AccessFault::Undeclared { .. }
        | AccessFault::IncompleteEnvironment => None,
    }
}

fn unknown(
    context: &Context<'_>,
    expr: ExprId,
    accessor: &Accessor,
    before: &[Accessor],
    receiver: &Receiver,
    members: Option<&[Arc<str>]>,
    place: impl Fn(String) -> Finding,
) -> Option<Finding> {
    // What error recovery has lost may have been there.
    let is_literal = !matches!(receiver, Receiver::Value(_));
    if is_literal && !context.tree().errors().is_empty() {
        return None;
    }
    let (AccessorKind::Name(name) | AccessorKind::Key(name)) = &accessor.kind else { return None };
    if matches!(receiver, Receiver::Root) && is_beside(context, expr, name) {
        return None;
    }
    let finding = place(message(name, before, receiver));
    let Some(members) = members else { return Some(finding) };
    let similar = nearest(name, members.iter().map(|member| &**member));
    let Some(similar) = similar else { return Some(with_hint(context, finding, name, before, members)) };
    let fix = rename_member(context, expr, accessor, similar).map(|edits| Fix::on_request(format!("Change to {}", code(similar)), edits));
    let mut whole = path(before);
    push_member(&mut whole, similar);
    Some(finding.help(format!("Did you mean {}?", code(&whole))).fix(fix))
}

/// What to do where a reference goes on from a member that a provider does not return.
fn not_returned(context: &Context<'_>, problem: &Problem) -> Option<String> {
    let Problem::Access(problem) = problem else { return None };
    let AccessFault::Undeclared { output, members } = &problem.fault else { return None };
    let accessors = &problem.reference(context.document)?.accessors;
    let AccessorKind::Name(next) = &accessors.get(problem.step + 1)?.kind else { return None };
    let provider = output.as_ref().map_or_else(|| "it".to_owned(), |output| code(&output.provider));
    let mut direct = path(&accessors[..problem.step]);
    push_member(&mut direct, next);
    match members.iter().any(|member| **member == **next) {
        true => Some(format!("Did you mean {}? {provider} returns it directly", code(&direct))),
        false if (1..=8).contains(&members.len()) => {
            Some(format!("{provider} returns {}", super::evaluated::names(members.iter().map(|member| &**member), "and")))
        }
        false => None,
    }
}

/// Whether both the reference and what it names stand at the root by mistake: under `values` it would be right.
fn is_beside(context: &Context<'_>, expr: ExprId, name: &str) -> bool {
    let mut top = expr;
    while let Some(parent) = context.document.expr(top).parent {
        top = parent;
    }
    context.document.misplaced_section(top).is_some()
        && context.document.fields.iter().any(|field| field.field.is_none() && context.node(field.key_node).text() == name)
}

fn message(name: &str, before: &[Accessor], receiver: &Receiver) -> String {
    match (receiver, before) {
        (_, _) if name.is_empty() => "`${}` names no value".to_owned(),
        (Receiver::Root, _) | (_, []) => format!("there is no value {} in this environment or its imports", code(name)),
        (_, before) if are_imports(before) => {
            format!("this environment does not import {}", code(name))
        }
        (_, before) => format!("{} has no member {}", code(&path(before)), code(name)),
    }
}

/// Whether a path is `imports` alone.
fn are_imports(path: &[Accessor]) -> bool {
    matches!(path, [only] if matches!(&only.kind, AccessorKind::Name(root) if root == "imports"))
}

/// The members of what was looked into, inherited ones too. `None` once too many have been compared.
fn members(context: &Context<'_>, receiver: &Receiver, comparisons: &mut usize) -> Option<Vec<Arc<str>>> {
    let (own, base): (&[Property], Option<&Value>) = match receiver {
        Receiver::Value(value) => (&[], Some(value)),
        Receiver::Root => (&context.document.values, context.evaluation.base.as_ref()),
        Receiver::Literal(expr, base) => (context.document.expr(*expr).kind.as_object().unwrap_or_default(), base.as_ref()),
    };
    let inherited = base.and_then(Value::as_object).map(|object| object.entries()).unwrap_or_default();
    *comparisons = comparisons.checked_sub(own.len() + inherited.len() + MAX_SEARCHED)?;
    Some(own.iter().map(|property| &property.key).chain(inherited.iter().map(|entry| entry.key())).cloned().collect())
}

/// What to say when no name is near: what people mean by it in other systems, where else the name occurs, or what there is.
fn with_hint(context: &Context<'_>, finding: Finding, name: &str, before: &[Accessor], members: &[Arc<str>]) -> Finding {
    if !before.is_empty() {
        return match members {
            [] if are_imports(before) => finding.help("This environment has no imports"),
            [] => finding.help("It is empty"),
            members if members.len() <= 6 => {
                finding.help(format!("It has {}", super::evaluated::names(members.iter().map(|member| &**member), "and")))
            }
            _ => finding,
        };
    }
    if name.is_empty() {
        return finding.help("Write the path of a value between the braces; a literal `${` is written `$${`");
    }
    if context.document.fields.iter().any(|field| field.field.is_none() && context.node(field.key_node).text() == name) {
        return finding.help(format!("{} stands at the root; indent it under `values`", code(name)));
    }
    if name == "values" {
        return finding.help("A path begins below `values`: leave `values.` out");
    }
    if let Some(path) = elsewhere(context, name) {
        return finding.help(format!("Did you mean {}?", code(&path)));
    }
    let shouts = name.len() > 2 && name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
    if shouts {
        return finding.help("`${...}` refers to values of this environment; variables of the process are not visible here");
    }
    if name == "pulumi" {
        return finding.help("What Pulumi Cloud knows of the user and the organization is under `${context.pulumi}`");
    }
    finding.help(format!("Define {} under `values`, or import an environment that does", code(name)))
}

/// The one place, at most three levels down, where a value of this name is.
fn elsewhere(context: &Context<'_>, name: &str) -> Option<String> {
    if !is_plain_name(name) {
        return None;
    }
    let mut found: Vec<String> = Vec::new();
    let mut left = MAX_SEARCHED;
    search(&context.evaluation.root, name, "", 3, &mut left, &mut found);
    (found.len() == 1).then(|| found.swap_remove(0))
}

fn search(value: &Value, name: &str, path: &str, levels: usize, left: &mut usize, found: &mut Vec<String>) {
    let entries = value.as_object().map(|object| object.entries()).unwrap_or_default();
    for entry in entries {
        *left = left.saturating_sub(1);
        if *left == 0 {
            return;
        }
        let mut below = path.to_owned();
        push_member(&mut below, entry.key());
        if **entry.key() == *name {
            found.push(below);
        } else if levels > 1 {
            search(entry.value(), name, &below, levels - 1, left, found);
        }
    }
}

fn not_composite(before: &[Accessor], value: &Value, place: impl Fn(String) -> Finding) -> Finding {
    let what = code(&path(before));
    let finding = match value.kind() {
        Kind::Unknown(unknown) if unknown.schema.is_never() => return place(format!("{what} does not exist, and so has no members")),
        Kind::Unknown(unknown) if unknown.schema.type_().is_none() => {
            return place(format!("{what} may be of several types, and ESC looks into none of them"))
                .help("Refer to it as a whole; what it holds can only be used once it is decoded or chosen");
        }
        _ => place(format!("{what} is {}; it has no members", kind(value))),
    };
    let is_text = match value.kind() {
        Kind::String(_) => true,
        Kind::Unknown(unknown) => unknown.schema.type_() == Some(Type::String),
        _ => false,
    };
    let finding = if is_text { finding.help("If it holds JSON, decode it first with `fn::fromJSON`") } else { finding };
    match value.origin() {
        Some(origin) if !value.is_unknown() => {
            let (source, range) = written_at(origin);
            finding.related_in(source, range, format!("this is {}", kind(value)))
        }
        _ => finding,
    }
}

fn list_by_name(before: &[Accessor], accessor: &Accessor, value: &Value, place: impl Fn(String) -> Finding) -> Finding {
    let whole = path(before);
    let name = match &accessor.kind {
        AccessorKind::Name(name) | AccessorKind::Key(name) => name.as_str(),
        AccessorKind::Index(_) => "",
    };
    let finding = place(format!("{} is a list; its items are selected by number, not by name", code(&whole)));
    let first = value.as_array().and_then(<[Value]>::first);
    let has_member = first.and_then(Value::as_object).is_some_and(|object| object.entry(name).is_some());
    let mut example = format!("{whole}[0]");
    if has_member {
        push_member(&mut example, name);
    }
    finding.help(format!("Write {}", code(&example)))
}

fn object_by_index(before: &[Accessor], accessor: &Accessor, place: impl Fn(String) -> Finding) -> Finding {
    let AccessorKind::Index(index) = accessor.kind else { return place("an object has no items".to_owned()) };
    if before.is_empty() {
        return place("a path begins with the name of a value, not with a number".to_owned()).help("Name the list first: `${list[0]}`");
    }
    place(format!("{} is an object; its members are selected by name, not by number", code(&path(before))))
        .help(format!("If the key is a number, quote it: `[\"{index}\"]`"))
}

#[cfg(test)]
mod tests {
    use crate::Source;
    use crate::rules::testing::{check, check_fix, check_no_fix, help, related, run};

    #[test]
    fn points_at_the_step_that_fails() {
        check(
            "ESC202",
            r#"
            values:
              app: {name: web, port: 80}
              list: [{host: a}]
              same: ${app.nmae}
                          ^^^^ error: `app` has no member `nmae`
              quoted: "http://\u00e9/${app.nmae}"
                                           ^^^^ error: `app` has no member `nmae`
              deep: ${app.name.first}
                               ^^^^^ error: `app.name` is text; it has no members
              none: ${prot}
                      ^^^^ error: there is no value `prot` in this environment or its imports
              by-name: ${list.host}
                              ^^^^ error: `list` is a list; its items are selected by number, not by name
              by-number: ${app[0]}
                               ^ error: `app` is an object; its members are selected by name, not by number
              who: ${context.pulumi.user.id}
                                         ^^ error: `context.pulumi.user` has no member `id`
              imported: ${imports.base.x}
                                  ^^^^ error: this environment does not import `base`
        "#,
        );
    }

    #[test]
    fn points_into_text_of_any_style() {
        check(
            "ESC202",
            r#"
            values:
              o: {}
              日本: ${nope}
                    ^^^^ error: there is no value `nope` in this environment or its imports
              é: ${o.x}
                     ^ error: `o` has no member `x`
              a: one
                two ${o.x} three
                        ^ error: `o` has no member `x`
                ${o.y}
                    ^ error: `o` has no member `y`
              b: "x
                ${o.x}"
                    ^ error: `o` has no member `x`
              c: 'it''s ${o.x}'
                            ^ error: `o` has no member `x`
              d: >
                x
                y ${o.x}
                      ^ error: `o` has no member `x`
              e: &a ${o.x}
                        ^ error: `o` has no member `x`
              f: !!str ${o.x}
                           ^ error: `o` has no member `x`
              g: "${o[\"x\"]}"
                        ^ error: `o` has no member `x`
              h: |2-
                 ${o.x}
                     ^ error: `o` has no member `x`
              i: [
                "${o.x}",
                     ^ error: `o` has no member `x`
              ]
        "#,
        );
        for text in ["values:\r\n  a: ${b}", "\u{feff}values:\n  a: ${b}", "values:\r  a: ${b}"] {
            let source = Source::new("test.yaml", text);
            let found = run("ESC202", &source);
            assert_eq!(found.iter().map(|diagnostic| &text[diagnostic.range]).collect::<Vec<_>>(), ["b"], "{text:?}");
        }
    }

    #[test]
    fn of_what_is_encrypted_or_asked_for_by_number() {
        check(
            "ESC202",
            "
            values:
              q: {fn::secret: {ciphertext: ZXNjeAAAAAEAAAAAAAAAANrLblE=}}
              a: ${q.x}
                     ^ error: `q` is an encrypted secret: text, without members
              b: ${environments[0]}
                                ^ error: `environments` is an object; its members are selected by name, not by number
              c: ${imports[0]}
                           ^ error: `imports` is an object; its members are selected by name, not by number
              d: ${e[0][1]}
                     ^ error: `e` is an object; its members are selected by name, not by number
              e: {}
        ",
        );
    }

    #[test]
    fn suggests_what_is_near() {
        let near = |reference: &str| {
            help(
                "ESC202",
                &format!("imports: [base]\nvalues:\n  app: {{name: x}}\n  r: {reference}\n=== base\nvalues:\n  shared: {{zone: 1}}\n"),
            )
        };
        assert_eq!(near("${appp.name}"), "Did you mean `app`?");
        assert_eq!(near("${app.nam}"), "Did you mean `app.name`?");
        assert_eq!(near("${share.zone}"), "Did you mean `shared`?");
        assert_eq!(near("${zone}"), "Did you mean `shared.zone`?");
        assert_eq!(near("${values.app}"), "A path begins below `values`: leave `values.` out");
        assert!(near("${AWS_REGION}").contains("variables of the process"));
        assert!(near("${app.name.x}").contains("fn::fromJSON"));
    }

    #[test]
    fn takes_the_nearest_name() {
        check_fix("ESC202", "values:\n  region: x\n  a: '${regoin}'\n", "values:\n  region: x\n  a: '${region}'\n");
        check_no_fix("ESC202", "values:\n  region: x\n  a: ${zzz}\n");
    }

    #[test]
    fn says_where_the_text_is() {
        let places = related("ESC202", "imports: [base]\nvalues:\n  a: ${db.x}\n=== base\nvalues:\n  db: text\n");
        assert_eq!(places, ["base.yaml text: this is text"]);
    }

    #[test]
    fn speaks_of_steps_before_a_mistake() {
        check(
            "ESC202",
            "
            values:
              a: ${nothing.b[}
                   ^^^^^^^ error: there is no value `nothing` in this environment or its imports
              b: ${[0].x}
              c: ${o[key].x}
              o: {}
            app: {x: 1}
            files:
              f: ${app.x}
        ",
        );
        assert_eq!(help("ESC202", "values: {a: '${app.x}'}\napp: {x: 1}\n"), "`app` stands at the root; indent it under `values`");
    }

    #[test]
    fn knows_what_a_provider_returns() {
        let text = "values: {l: {fn::open::aws-login: {}}, k: '${l.oidc.accessKeyId}'}\n";
        assert_eq!(help("ESC202", text), "Did you mean `l.accessKeyId`? `aws-login` returns it directly");
    }

    #[test]
    fn says_less_behind_a_pin() {
        check(
            "ESC202",
            "
            imports: [base@3, other@latest]
            values:
              a: ${missing}
                   ^^^^^^^ warning: there is no value `missing` in this environment or its imports
              b: ${db.missing}
                      ^^^^^^^ warning: `db` has no member `missing`
              c: ${own.missing}
                       ^^^^^^^ error: `own` has no member `missing`
              d: ${free.missing}
                        ^^^^^^^ error: `free` has no member `missing`
              own: {}
            === base
            values: {db: {host: x}}
            === other
            values: {free: {host: x}}
        ",
        );
        let text = "imports: [base@3]\nvalues: {a: '${db.hots}'}\n=== base\nvalues: {db: {host: x}}\n";
        assert_eq!(help("ESC202", text), "Did you mean `db.host`? `base@3` is pinned, and its file here may not be what was pinned");
    }

    #[test]
    fn is_silent_where_nothing_can_be_known() {
        check(
            "ESC202",
            "
            imports: [gone]
            values:
              o: {x: 1}
              a: ${what.ever}
              b: ${o.y.z}
              c: ${open.it.all}
              open:
                fn::open::nobody-knows: {}
              cut: ${o.
              half: ${unknow
        ",
        );
    }
}

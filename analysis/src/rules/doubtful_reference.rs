//! ESC212: a reference that is a slip away from a name of this file, where nobody knows what the imports have.

use esc_syntax::AccessorKind;

use super::evaluated::{is_meant, path, push_member, rename_member};
use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::document::{self, ExprId, ExprKind, Property};
use crate::eval::Target;
use crate::nearest::{is_slip, nearest};
use crate::value::{Kind, Value};
use crate::{Fix, Severity};

pub(super) static RULE: Rule = Rule {
    code: "ESC212",
    name: "doubtful-reference",
    summary: "a reference that only an unknown import can satisfy, a slip away from a name that is here",
    level: Level::On(Severity::Info),
    strict: Level::On(Severity::Info),
    group: Group::References,
    reference: Reference::Adds,
    fix: FixAvailability::Unsafe,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "A `${...}` to a name that this file does not define but nearly does: one letter too many, too few, exchanged or swapped, or another \
               case. An import whose environment is not known may define it, so it is not reported as missing.",
        why: "If the import does not define it either, the environment does not open, and no check without that import can say so.",
        bad: "imports:\n  - platform/network\nvalues:\n  database:\n    password: ${vault.password}\n  url: postgres://app:${database.pasword}@db\n",
        good: "imports:\n  - platform/network\nvalues:\n  database:\n    password: ${vault.password}\n  url: postgres://app:${database.password}@db\n",
        fix: "Correct the name, or leave it if the import has it; bring the import's file into the workspace to be sure. The fix takes the name that \
              is here, and has to be asked for.",
        reference: "Knows all imports, and reports a reference that leads nowhere.",
    },
};

/// Names that are compared, over all references of a file.
const MAX_COMPARISONS: usize = 100_000;
/// Roots that are always there.
const RESERVED: [&str; 3] = ["imports", "context", "environments"];

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    if !context.evaluation.base.as_ref().is_some_and(is_open) {
        return;
    }
    let mut left = MAX_COMPARISONS;
    for (expr, reference) in context.document.references() {
        if sink.is_full() {
            return;
        }
        let finding = missing(context, reference).and_then(|missing| finding(context, expr, reference, &missing, &mut left));
        finding.into_iter().for_each(|finding| sink.report(finding));
    }
}

/// Whether there may be members that nobody knows.
fn is_open(base: &Value) -> bool {
    match base.kind() {
        Kind::Unknown(_) => true,
        Kind::Object(object) => object.rest().is_some(),
        _ => false,
    }
}

/// The first step of a reference that this file does not satisfy.
struct Missing<'c> {
    step: usize,
    name: &'c str,
    /// What the object has in this file.
    members: &'c [Property],
}

fn missing<'c>(context: &'c Context<'_>, reference: &'c document::Reference) -> Option<Missing<'c>> {
    let (document, accessors) = (context.document, &reference.accessors);
    for (step, accessor) in accessors.iter().enumerate() {
        let (AccessorKind::Name(name) | AccessorKind::Key(name)) = &accessor.kind else { return None };
        let (members, is_here) = if step == 0 {
            (&document.values[..], document.value(name).is_some() || RESERVED.contains(&&**name))
        } else {
            let Target::Expr(object) = context.evaluation.follow(&accessors[..step])? else { return None };
            let ExprKind::Object(members) = &document.expr(object).kind else { return None };
            (&members[..], document.property(object, name).is_some())
        };
        if !is_here {
            let Target::Value(value) = context.evaluation.follow(&accessors[..=step])? else { return None };
            return is_unknown(&value).then_some(Missing { step, name, members });
        }
    }
    None
}

/// Whether nothing at all is known of a value: not even that it is there.
fn is_unknown(value: &Value) -> bool {
    matches!(value.kind(), Kind::Unknown(unknown) if unknown.schema.is_always() && unknown.output.is_none())
}

fn finding(
    context: &Context<'_>,
    expr: ExprId,
    reference: &document::Reference,
    missing: &Missing<'_>,
    left: &mut usize,
) -> Option<Finding> {
    let accessor = reference.accessors.get(missing.step).filter(|_| is_meant(context, reference, missing.step))?;
    *left = left.checked_sub(missing.members.len())?;
    let similar =
        nearest(missing.name, missing.members.iter().map(|member| &*member.key)).filter(|similar| is_slip(missing.name, similar))?;
    let before = &reference.accessors[..missing.step];
    let lacks = match before {
        [] => format!("there is no value {} here", code(missing.name)),
        before => format!("{} has no member {} here", code(&path(before)), code(missing.name)),
    };
    let mut meant = path(before);
    push_member(&mut meant, similar);
    let fix = rename_member(context, expr, accessor, similar).map(|edits| Fix::on_request(format!("Change to {}", code(similar)), edits));
    let node = context.node(context.document.expr(expr).node);
    let finding = Finding::at(node, format!("{lacks}, and imports that could have it are not known")).range(accessor.name_range);
    Some(finding.help(format!("Did you mean {}?", code(&meant))).fix(fix))
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_fix, help};

    #[test]
    fn speaks_of_slips() {
        check(
            "ESC212",
            "
            imports: [elsewhere]
            values:
              region: us-east-1
              database: {password: x, host: y, port: 1}
              a: ${regoin}
                   ^^^^^^ info: there is no value `regoin` here, and imports that could have it are not known
              b: postgres://${database.pasword}@${database.host}
                                       ^^^^^^^ info: `database` has no member `pasword` here, and imports that could have it are not known
              c: ${Region}
                   ^^^^^^ info: there is no value `Region` here, and imports that could have it are not known
        ",
        );
        let text = "imports: [elsewhere]\nvalues:\n  database: {password: x}\n  url: ${database.pasword}\n";
        assert_eq!(help("ESC212", text), "Did you mean `database.password`?");
        check_fix("ESC212", text, &text.replace("pasword", "password"));
    }

    #[test]
    fn is_silent_where_the_name_may_well_be_another() {
        check(
            "ESC212",
            "
            imports: [elsewhere]
            values:
              host: h
              zone1: z
              db: {user: u}
              a: ${hosts}
              b: ${zone2}
              c: ${vpc}
              d: ${dc.user}
              e: ${context.user}
              f: ${environments.a.b.hots}
        ",
        );
    }

    #[test]
    fn is_silent_where_imports_are_known() {
        check("ESC212", "values:\n  region: x\n  a: ${regoin}\n");
        check("ESC212", "imports: [base]\nvalues:\n  region: x\n  a: ${regoin}\n=== base\nvalues: {regoin: y}\n");
        check("ESC212", "imports: [base, elsewhere]\nvalues:\n  region: x\n  a: ${regoin}\n=== base\nvalues: {regoin: y}\n");
    }

    #[test]
    fn values_of_providers_are_no_business_of_it() {
        check(
            "ESC212",
            "
            imports: [elsewhere]
            values:
              aws: {fn::open::external: {url: 'https://x', request: {}}}
              b: ${aws.respons}
        ",
        );
    }
}

//! ESC401: an environment that is not known.

use esc_syntax::{TextRange, TextSize};

use super::evaluated::problems;
use super::malformed_import_name;
use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::eval::{ImportSite, Problem};
use crate::nearest::{is_slip, nearest};
use crate::{Edit, Fix, Profile, Severity};

pub(super) static RULE: Rule = Rule {
    code: "ESC401",
    name: "unresolved-import",
    summary: "an environment that is not known",
    level: Level::On(Severity::Info),
    strict: Level::On(Severity::Info),
    group: Group::Imports,
    reference: Reference::Agrees,
    fix: FixAvailability::Unsafe,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "An entry of `imports`, or a `${environments...}`, whose environment is not among those of the workspace; also one that is there, but cannot be read because of its own mistakes, which is an error. One that is a slip of the fingers away from an environment that is known is a warning.",
        why: "What it defines is not known here, so references to it are not checked. If it does not exist at all, the environment does not open.",
        bad: "imports:\n  - platfrom/base\n# platform/base.yaml\nvalues:\n  region: eu-west-1\n",
        good: "imports:\n  - platform/base\n# platform/base.yaml\nvalues:\n  region: eu-west-1\n",
        fix: "Correct the name; the fix takes the nearest one and has to be asked for. For environments that live elsewhere on purpose, list them under `imports.external` in the configuration; with `imports.complete` an unknown one is an error.",
        reference: "Reports what its loader says, and then everything that the environment would have defined as unknown.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let mut names: Option<Vec<String>> = None;
    for problem in problems(context) {
        match problem {
            Problem::Unresolved(site) if !is_external(context, &site.name) && !is_said(context, site) => {
                let names = names.get_or_insert_with(|| context.environments.names(context.source()));
                sink.report(unresolved(context, site, names));
            }
            Problem::Unusable { site, source, range } => {
                let message = format!("{} cannot be read, so what it defines is not known here", code(&site.name));
                let finding =
                    Finding::new(site.range, message).help("Mend that file first").related_in(source, *range, "this is wrong there");
                sink.report(with_path(context, site, finding).severity(Severity::Error));
            }
            _ => {}
        }
    }
}

fn is_external(context: &Context<'_>, name: &str) -> bool {
    let external = &context.settings.imports.external;
    !external.is_empty() && (external.is_match(name) || external.is_match(unversioned(name)))
}

/// Whether the name is reported as one that no environment can have.
fn is_said(context: &Context<'_>, site: &ImportSite) -> bool {
    let speaks = context.settings.level(&malformed_import_name::RULE) != Level::Off;
    speaks && site.expr.is_none() && malformed_import_name::fault(&site.name).is_some()
}

fn unversioned(name: &str) -> &str {
    name.split_once('@').map_or(name, |(name, _)| name)
}

fn unresolved(context: &Context<'_>, site: &ImportSite, names: &[String]) -> Finding {
    let message = match &*site.name {
        "" => "an import needs the name of an environment".to_owned(),
        name => format!("the environment {} is not known here, so what it defines is not checked", code(name)),
    };
    let finding = with_path(context, site, Finding::new(site.range, message));
    let name = unversioned(&site.name);
    // `prod-us` beside `prod-eu` is no slip: it lives elsewhere.
    let similar = nearest(name, names.iter().map(String::as_str)).filter(|similar| is_slip(name, similar));
    let severity = match (context.settings.imports.complete, similar) {
        _ if context.settings.profile() == Profile::Parity => Severity::Error,
        (true, _) => Severity::Error,
        (false, Some(_)) => Severity::Warning,
        (false, None) => Severity::Info,
    };
    let finding = finding.severity(severity);
    let Some(similar) = similar else {
        return finding.help("If it lives elsewhere, list it under `imports.external` in the configuration");
    };
    let written = &context.source().text()[site.range];
    let at = written.find(name).filter(|_| site.expr.is_none() && !name.is_empty());
    let fix = at.map(|at| {
        let start = site.range.start() + TextSize::of(&written[..at]);
        let edit = Edit::replace(TextRange::at(start, TextSize::of(name)), similar);
        Fix::on_request(format!("Change to {}", code(similar)), vec![edit])
    });
    finding.help(format!("Did you mean {}?", code(similar))).fix(fix)
}

/// The path of the entry, or of the value that the reference is in.
pub(super) fn with_path(context: &Context<'_>, site: &ImportSite, finding: Finding) -> Finding {
    let imports = &context.document.imports;
    let node = match site.expr {
        Some(expr) => Some(context.document.expr(expr).node),
        None => {
            let upto = imports.partition_point(|import| context.node(import.node).range().start() <= site.range.start());
            let name = imports[..upto].last().and_then(|import| import.name.as_ref());
            name.map(|name| name.node).filter(|node| context.node(*node).range() == site.range)
        }
    };
    match node {
        Some(node) => finding.doc_path(context.document.doc_path(node)),
        None => finding,
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_fix, related};

    #[test]
    fn is_louder_when_a_name_is_near() {
        check(
            "ESC401",
            "
            imports:
              - base
              - base@3
              - elsewhere/thing
                ^^^^^^^^^^^^^^^ info: the environment `elsewhere/thing` is not known here, so what it defines is not checked
              - bsae: {merge: false}
                ^^^^ warning: the environment `bsae` is not known here, so what it defines is not checked
            values:
              a: ${environments.p.e.x}
                                ^^^ info: the environment `p/e` is not known here, so what it defines is not checked
            === base
            values: {a: 1}
        ",
        );
    }

    #[test]
    fn takes_the_nearest_name() {
        check_fix("ESC401", "imports:\n  - \"bsae@3\"\n=== base\n", "imports:\n  - \"base@3\"\n");
    }

    #[test]
    fn points_into_a_file_that_cannot_be_read() {
        let text = "imports: [broken]\n=== broken\nvalues:\n  a: {fn::nope: 1}\n";
        check(
            "ESC401",
            &format!(
                "{}{}",
                "imports: [broken]\n          ^^^^^^ error: `broken` cannot be read, so what it defines is not known here\n",
                &text[text.find("===").unwrap()..]
            ),
        );
        assert_eq!(related("ESC401", text), ["broken.yaml fn::nope: this is wrong there"]);
    }
}

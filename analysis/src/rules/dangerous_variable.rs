//! ESC608: a variable that changes which code other programs run.

use super::exported::variables;
use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::Severity;
use crate::document::{Arguments, ExprId, ExprKind, Part};
use crate::variables::Dangerous;

pub(super) static RULE: Rule = Rule {
    code: "ESC608",
    name: "dangerous-variable",
    summary: "`LD_PRELOAD`, `PATH`, `NODE_OPTIONS` and their like change which code other programs run",
    level: Level::On(Severity::Info),
    strict: Level::On(Severity::Warning),
    group: Group::Projection,
    reference: Reference::Adds,
    fix: FixAvailability::None,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "A variable by which a dynamic linker, a shell or the runtime of a language finds or loads code: `LD_PRELOAD`, `DYLD_INSERT_LIBRARIES`, \
               `PATH`, `PYTHONPATH`, `BASH_ENV`, `NODE_OPTIONS` with `--require`, `JAVA_TOOL_OPTIONS` with an agent, and others.",
        why: "Everyone who opens the environment gets it, and every program that they start from there obeys it: `esc run`, `pulumi up`, a CI job. \
              Whoever may edit the environment decides what code those run.",
        bad: "values:\n  environmentVariables:\n    NODE_OPTIONS: --require ./telemetry.js\n",
        good: "values:\n  environmentVariables:\n    NODE_OPTIONS: --max-old-space-size=4096\n",
        fix: "Set it where the program is started that needs it. If it is meant for all of them, say why in a comment that silences this.",
        reference: "Says nothing.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for property in variables(context.document) {
        let Some(entry) = Dangerous::find(&property.key) else { continue };
        if !entry.with.is_empty() && !entry.with.iter().any(|option| holds(context, property.value, option)) {
            continue;
        }
        let key = context.node(property.key_node);
        sink.report(
            Finding::at(key, format!("{} {}, for everyone who opens this environment", code(&property.key), entry.effect))
                .help("Set it where the program is started that needs it"),
        );
    }
}

/// Whether `text` is in the literal text of a value.
fn holds(context: &Context<'_>, value: ExprId, text: &str) -> bool {
    match &context.document.expr(value).kind {
        ExprKind::String(literal) => literal.expose().contains(text),
        ExprKind::Interpolation(parts) => parts.iter().any(|part| matches!(part, Part::Text(literal) if literal.expose().contains(text))),
        ExprKind::Call(call) => matches!(&call.arguments, Arguments::Plaintext(literal) if literal.expose().contains(text)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::check;

    #[test]
    fn points_at_the_variable() {
        check(
            "ESC608",
            "
            values:
              environmentVariables:
                LD_PRELOAD: /opt/x.so
                ^^^^^^^^^^ info: `LD_PRELOAD` loads a library into every program, for everyone who opens this environment
                NODE_OPTIONS: --import ${hook}
                ^^^^^^^^^^^^ info: `NODE_OPTIONS` loads a module into every Node.js program, for everyone who opens this environment
              files:
                BASH_ENV: echo hello
                ^^^^^^^^ info: `BASH_ENV` makes every Bash script run a file first, for everyone who opens this environment
        ",
        );
    }

    #[test]
    fn is_silent_about_harmless_options_and_other_places() {
        check(
            "ESC608",
            "
            values:
              PATH: x
              environmentVariables:
                NODE_OPTIONS: --max-old-space-size=4096
                JAVA_TOOL_OPTIONS: -Xmx2g
                MY_PATH: x
              pulumiConfig:
                app:PATH: x
        ",
        );
    }
}

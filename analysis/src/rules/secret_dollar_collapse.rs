//! ESC513: `$$` in a secret, which means one thing before the environment is saved and another after.

use esc_syntax::{TextRange, TextSize};

use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::document::{Arguments, ExprKind};
use crate::{Severity, text_size};

pub(super) static RULE: Rule = Rule {
    code: "ESC513",
    name: "secret-dollar-collapse",
    summary: "`$$` below `fn::secret` is `$` until the environment is saved, and `$$` from then on",
    level: Level::On(Severity::Warning),
    strict: Level::On(Severity::Error),
    group: Group::Secrets,
    reference: Reference::Adds,
    fix: FixAvailability::None,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "`$$` in the text below `fn::secret`.",
        why: "In ordinary text `$$` is the escape for `$`, and an evaluation of the file as it is reads the secret that way. Saving encrypts the text \
              as it is written, both signs included. So the secret is one text when it is tried, and another once it is saved.",
        bad: "values:\n  password:\n    fn::secret: correct$$horse\n",
        good: "values:\n  password:\n    fn::secret: correct$horse\n",
        fix: "Write what the secret is to be once it is saved: `$` for one sign; nothing has to be escaped but `${`, which cannot stand in a secret that \
              is evaluated before it is saved. There is no automatic fix, for only you know which of the two texts is right.",
        reference: "Says nothing, and collapses `$$` as in any other text.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for (_, expr) in context.document.exprs() {
        let ExprKind::Call(call) = &expr.kind else { continue };
        if !matches!(call.arguments, Arguments::Plaintext(_)) {
            continue;
        }
        let node = context.node(context.document.expr(call.argument).node);
        if !node.text().contains("$$") {
            continue;
        }
        let scalar = node.scalar_text();
        let Some(at) = scalar.text.find("$$").map(text_size) else { continue };
        let range = scalar.source_range(TextRange::at(at, TextSize::of("$$")));
        let message = "`$$` is one `$` until this environment is saved, and two from then on";
        sink.report(Finding::at(node, message).range(range).help("Write what the secret is to be once it is saved"));
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::check;

    #[test]
    fn points_at_the_signs() {
        check(
            "ESC513",
            "
            values:
              a:
                fn::secret: pa$$word
                              ^^ warning: `$$` is one `$` until this environment is saved, and two from then on
              b:
                fn::secret: \"x\\n$$$$\"
                                ^^ warning: `$$` is one `$` until this environment is saved, and two from then on
        ",
        );
    }

    #[test]
    fn is_silent_about_single_signs_and_other_text() {
        check(
            "ESC513",
            "
            values:
              a: pa$$word
              b:
                fn::secret: pa$word$
              c:
                fn::secret: ${a}
        ",
        );
    }
}

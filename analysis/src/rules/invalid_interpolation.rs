//! ESC201: `${...}` that cannot be read.

use std::collections::HashSet;

use esc_syntax::{InterpolationErrorKind, Node, NodeId, TextRange};

use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::document::{ArgumentFault, Problem};
use crate::{Edit, Fix, Severity};

pub(super) static RULE: Rule = Rule {
    code: "ESC201",
    name: "invalid-interpolation",
    summary: "`${...}` that is not closed, or whose path cannot be read",
    level: Level::On(Severity::Error),
    strict: Level::On(Severity::Error),
    group: Group::References,
    reference: Reference::Agrees,
    fix: FixAvailability::Unsafe,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "A `${` without its `}`, a blank inside the path, a dot without a name, or a subscript that is neither a number nor a key in double quotes.",
        why: "The environment does not open. Text that just happens to hold `${` has to be escaped as `$${`.",
        bad: "values:\n  host: db.internal\n  url: \"https://${host\"\n",
        good: "values:\n  host: db.internal\n  url: \"https://${host}\"\n",
        fix: "Close the brace, take blanks out, and write keys with odd characters as `${app[\"some key\"]}`. The fix adds the `}` where the path ends; it \
              has to be asked for, because that may be too late.",
        reference: "Reports the same, often twice: once for the path, once for the value that a guess at the path does not find. In quoted and block text \
                    it points at the whole.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    // Text in `fn::secret` has to be literal, and that has been said.
    let literal: HashSet<NodeId> = context.document.problems.iter().filter_map(refused_secret).collect();
    let mut last: Option<(TextRange, TextRange)> = None;
    for problem in &context.document.problems {
        let Problem::Interpolation { node, kind, range, access } = problem else { continue };
        // One missing quote brings a missing bracket and a missing brace with it.
        let follows = last.is_some_and(|(before, same)| same == *access && before.intersect(*range).is_some());
        if follows || literal.contains(node) {
            continue;
        }
        last = Some((*range, *access));
        let fault = Fault { node: context.node(*node), kind: *kind, range: *range, access: *access };
        let alone = !context.document.problems.iter().any(|other| other != problem && fault.shares_access(other));
        sink.report(fault.finding(alone));
    }
}

fn refused_secret(problem: &Problem) -> Option<NodeId> {
    match problem {
        Problem::Argument { node, fault: ArgumentFault::NotLiteral, .. } => Some(*node),
        _ => None,
    }
}

struct Fault<'t> {
    node: Node<'t>,
    kind: InterpolationErrorKind,
    range: TextRange,
    access: TextRange,
}

impl Fault<'_> {
    fn shares_access(&self, problem: &Problem) -> bool {
        matches!(problem, Problem::Interpolation { access, .. } if *access == self.access)
    }

    fn finding(&self, alone: bool) -> Finding {
        let (message, help) = self.words();
        let finding = Finding::at(self.node, message).range(self.range).help(help);
        if self.kind != InterpolationErrorKind::Unclosed {
            return finding;
        }
        let opening = TextRange::at(self.access.start(), 2.into());
        let close = Fix::on_request("Close the brace", vec![Edit::insert(self.range.start(), "}")]);
        // A path that is not there yet has no end.
        let has_path = self.written().trim_end_matches('}').len() > 2 && !self.is_double_brace();
        finding.related(opening, "the path begins here").fix((alone && has_path).then_some(close))
    }

    fn words(&self) -> (String, String) {
        let (message, help) = match self.kind {
            InterpolationErrorKind::Unclosed if self.is_double_brace() => (
                "`${{ ... }}` is not how ESC writes a reference, and the path ends here",
                "Write `${path}` with single braces and no blanks",
            ),
            InterpolationErrorKind::Unclosed if self.meets_blank() => (
                "a path cannot hold a blank: the `}` is due here",
                "Close the brace, or take the blank out; a literal `${` is written `$${`",
            ),
            InterpolationErrorKind::Unclosed => ("the `}` of this `${...}` is missing", "Close the brace; a literal `${` is written `$${`"),
            InterpolationErrorKind::EmptyName => ("a name is missing after this dot", "Write the name, or remove the dot"),
            InterpolationErrorKind::UnclosedBracket => ("the `]` of this subscript is missing", "Close the bracket"),
            InterpolationErrorKind::UnclosedQuote => {
                ("the closing `\"` of this key is missing", "Close the quote and the bracket: `[\"key\"]`")
            }
            InterpolationErrorKind::EmptyKey => ("the key in this subscript is empty", "Write the key between the quotes"),
            InterpolationErrorKind::LeadingIndex => {
                ("a path cannot begin with a number: the root is an object", "Begin with the name of a value")
            }
            InterpolationErrorKind::BadIndex => return self.bad_index(),
        };
        (message.to_owned(), help.to_owned())
    }

    fn bad_index(&self) -> (String, String) {
        let message = "a subscript is a number, or a key in double quotes".to_owned();
        let key = self.node.tree().text()[self.range].trim_matches(['\'', '"', '\\']);
        match key {
            "" => (message, "Write `[0]` or `[\"key\"]`".to_owned()),
            key => (message, format!("Write {} if it is a key", code(&format!("[\"{key}\"]")))),
        }
    }

    /// The access as it is written.
    fn written(&self) -> &str {
        &self.node.tree().text()[self.access]
    }

    fn is_double_brace(&self) -> bool {
        self.written().starts_with("${{")
    }

    fn meets_blank(&self) -> bool {
        // The line break at the end of a block scalar is text, but outside of the node's range.
        let rest = self.node.tree().text().get(usize::from(self.range.start())..usize::from(self.node.range().end()));
        rest.is_some_and(|rest| rest.starts_with([' ', '\t', '\n', '\r']))
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_fix, check_no_fix, help};

    #[test]
    fn a_rare_line_break_may_be_part_of_the_path() {
        assert_eq!(help("ESC201", "values:\n  a: |\n    ${\u{2028}"), "Close the brace; a literal `${` is written `$${`");
    }

    #[test]
    fn points_inside_text_of_any_style() {
        check(
            "ESC201",
            "
            values:
              a: ${b
                    ^ error: the `}` of this `${...}` is missing
              b: \"\\\"${c d}\"
                       ^ error: a path cannot hold a blank: the `}` is due here
              c: |
                text
                ${d..e}
                   ^ error: a name is missing after this dot
        ",
        );
    }

    #[test]
    fn explains_subscripts() {
        check(
            "ESC201",
            "
            values:
              a: ${b[c]}
                     ^ error: a subscript is a number, or a key in double quotes
              b: ${[0]}
                   ^^ error: a path cannot begin with a number: the root is an object
              c: ${d[\"\"]}
                     ^^ error: the key in this subscript is empty
              d: ${e[\"f}
                     ^^^ error: the closing `\"` of this key is missing
              e: ${f[]}
                     ^ error: a subscript is a number, or a key in double quotes
              f: ${g[\"h\"i]}
                    ^^^^ error: the `]` of this subscript is missing
              g: ${h[99999999999999999999]}
                     ^^^^^^^^^^^^^^^^^^^^ error: a subscript is a number, or a key in double quotes
              h: ${.}
                   ^ error: a name is missing after this dot
        ",
        );
    }

    #[test]
    fn is_silent_about_text_and_good_paths() {
        check(
            "ESC201",
            "
            description: ${x
            values:
              a: $b $${c $
              b: ${c.d[0][\"e f\"]} ${}
              ${c: 1
              d:
                fn::secret: ${b
        ",
        );
    }

    #[test]
    fn closes_the_brace() {
        check_fix("ESC201", "values:\n  a: https://${b/c d\n", "values:\n  a: https://${b/c} d\n");
        check_no_fix("ESC201", "values:\n  a: ${{ b }}\n");
        check_no_fix("ESC201", "values:\n  a: ${\n");
    }

    #[test]
    fn knows_how_others_write_it() {
        assert!(help("ESC201", "values:\n  a: ${{ b }}\n").contains("single braces"));
    }
}

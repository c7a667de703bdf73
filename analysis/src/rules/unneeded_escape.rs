//! ESC207: `$$` where one `$` would do.

use esc_syntax::{Interpolation, Node, Part, TextRange};

use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::document::{ExprId, ExprKind, Function};
use crate::{Edit, Fix, text_size};

pub(super) static RULE: Rule = Rule {
    code: "ESC207",
    name: "unneeded-escape",
    summary: "`$$` where nothing would be expanded",
    level: Level::Off,
    strict: Level::Off,
    group: Group::References,
    reference: Reference::Adds,
    fix: FixAvailability::Safe,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "`$$` in text that no `{` follows. Not in secrets.",
        why: "`$$` stands for one `$`, and is needed only in `$${`. Anywhere else a single `$` is itself, and a reader wonders which of the two is meant.",
        bad: "values:\n  price: $$5\n",
        good: "values:\n  price: $5\n",
        fix: "Write one `$`. The value stays what it is.",
        reference: "Says nothing, and reads `$$` as `$`.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for (id, expr) in context.document.exprs() {
        let node = context.node(expr.node);
        let is_text = matches!(expr.kind, ExprKind::String(_) | ExprKind::Interpolation(_));
        if !is_text || !node.source().contains('$') || is_secret(context, id) {
            continue;
        }
        for range in escapes(node) {
            sink.report(
                Finding::at(node, "`$$` stands for one `$`, and one is enough here")
                    .range(range)
                    .help("Write one `$`; only `${` needs the second")
                    .fix(Fix::safe("Write one `$`", vec![Edit::replace(range, "$")])),
            );
        }
    }
}

fn is_secret(context: &Context<'_>, id: ExprId) -> bool {
    let parents = std::iter::successors(Some(id), |id| context.document.expr(*id).parent);
    parents.skip(1).any(|parent| matches!(&context.document.expr(parent).kind, ExprKind::Call(call) if call.function == Function::Secret))
}

/// Where `$$` may be `$`, in the file. More than two in a row are left alone: each pair changes what the next one means.
fn escapes(node: Node<'_>) -> Vec<TextRange> {
    let text = node.scalar_text();
    let mut found = Vec::new();
    for part in Interpolation::parse(&text.text).parts {
        let Part::Text(_, range) = part else { continue };
        let written = &text.text[range];
        for (at, _) in written.match_indices("$$") {
            let neighbours = (written[..at].chars().next_back(), text.text[usize::from(range.start()) + at + 2..].chars().next());
            if matches!(neighbours, (Some('$'), _) | (_, Some('$' | '{'))) {
                continue;
            }
            let start = range.start() + text_size(at);
            let place = text.source_range(TextRange::at(start, 2.into()));
            // Escapes of YAML would have to be taken apart first.
            found.extend((&node.tree().text()[place] == "$$").then_some(place));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_fix};

    #[test]
    fn points_at_the_dollars() {
        check(
            "ESC207",
            "
            values:
              a: costs $$5, ${b} and $$
                       ^^ info: `$$` stands for one `$`, and one is enough here
                                     ^^ info: `$$` stands for one `$`, and one is enough here
              b: \"é$$x\"
                   ^^ info: `$$` stands for one `$`, and one is enough here
        ",
        );
    }

    #[test]
    fn is_silent_where_it_is_needed_or_unclear() {
        check(
            "ESC207",
            "
            values:
              a: $${b} and $5 and ${c}
              b: $$$x and $$$${c}
              c: {fn::secret: pa$$word}
              d: \"\\x24$x\"
              $$e: x
        ",
        );
    }

    #[test]
    fn writes_one() {
        check_fix("ESC207", "values:\n  a: $$5 and '$$'\n", "values:\n  a: $5 and '$'\n");
    }
}

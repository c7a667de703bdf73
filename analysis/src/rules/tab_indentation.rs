//! ESC006: a tab where indentation belongs.

use esc_syntax::{SyntaxErrorKind, TextRange, TextSize};

use super::invalid_yaml::first_on_each_line;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::{Edit, Fix, Severity, fix};

pub(super) static RULE: Rule = Rule {
    code: "ESC006",
    name: "tab-indentation",
    summary: "a tab where indentation belongs",
    level: Level::On(Severity::Error),
    strict: Level::On(Severity::Error),
    group: Group::Syntax,
    reference: Reference::Agrees,
    fix: FixAvailability::Safe,
    suppressible: false,
    since: "0.1.0",
    check,
    page: Page {
        what: "A line that is indented with a tab, or holds nothing but one.",
        why: "YAML indents with spaces only; a tab makes the whole file fail. Most editors show no difference.",
        bad: "values:\n\ta: 1\n",
        good: "values:\n  a: 1\n",
        fix: "Indent with spaces. The fix puts as many spaces for a tab as one level of the file has, and is offered only where the file parses \
              afterwards.",
        reference: "Refuses the file, with a message that speaks of a character that cannot start a token, and reports nothing else.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let text = context.source().text();
    let tabs: Vec<_> = first_on_each_line(context).into_iter().filter(|error| error.kind == SyntaxErrorKind::TabIndentation).collect();
    if tabs.is_empty() {
        return;
    }
    let spaces = " ".repeat(fix::indentation_unit(text));
    let edits: Vec<Edit> = tabs.iter().filter_map(|error| expand(text, error.range.start(), &spaces)).collect();
    // Each line gets its own fix, but only if all of them together mend the file.
    let mended = fix::parses(text, &edits);
    for error in tabs {
        let at = error.range.start();
        // In order of the text, one a line.
        let index = edits.partition_point(|edit| edit.range.end() < at);
        let fix = edits.get(index).filter(|edit| mended && edit.range.contains_inclusive(at));
        sink.report(
            Finding::new(error.range, "a tab is used for indentation, which YAML refuses")
                .help("Indent with spaces")
                .fix(fix.map(|edit| Fix::safe("Replace tabs by spaces", vec![edit.clone()]))),
        );
    }
}

/// Spaces for the tabs at the beginning of the line that `offset` is on.
fn expand(text: &str, offset: TextSize, spaces: &str) -> Option<Edit> {
    let line = fix::whole_lines(text, TextRange::empty(offset));
    let blank: String = text[line].chars().take_while(|c| matches!(c, ' ' | '\t')).collect();
    let range = TextRange::at(line.start(), TextSize::of(&*blank));
    let is_blank = text[TextRange::new(range.end(), line.end())].trim().is_empty();
    let new_text = if is_blank { String::new() } else { blank.replace('\t', spaces) };
    blank.contains('\t').then(|| Edit::replace(range, new_text))
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_fix};

    #[test]
    fn points_at_the_tab() {
        check("ESC006", "values:\n\ta: 1\n^ error: a tab is used for indentation, which YAML refuses\n");
    }

    #[test]
    fn is_silent_about_other_tabs() {
        check("ESC006", "values:\n  a:\t1\t# comment\n  b: [\n\t1]\n");
    }

    #[test]
    fn puts_spaces() {
        check_fix("ESC006", "values:\n\ta:\n\t\tb: 1\n", "values:\n  a:\n    b: 1\n");
        check_fix("ESC006", "values:\n    a:\n\t\tb: 1\n\tc: 2\n", "values:\n    a:\n        b: 1\n    c: 2\n");
    }
}

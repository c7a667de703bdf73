//! ESC901: a suppression comment that silences nothing.

use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::suppression::{self, Directive};
use crate::{Edit, Fix, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "ESC901",
    name: "unused-suppression",
    summary: "a suppression comment that silences nothing",
    level: Level::On(Severity::Warning),
    strict: Level::On(Severity::Error),
    group: Group::Tool,
    reference: Reference::Adds,
    fix: FixAvailability::Safe,
    suppressible: false,
    since: "0.1.0",
    check: |_, _| {},
    page: Page {
        what: "A rule in `# esc-lint: ignore[...]` or `# esc-lint: ignore-file[...]` that has no finding there. Only rules that ran are judged, and \
               only in a file that parses; rules whose findings depend on other files than this one and its imports are left out.",
        why: "What it was written for is gone. Left behind, it hides the next mistake of that kind at this place.",
        bad: "# esc-lint: ignore[ESC101] kept for an older tool\nvalues:\n  region: us-east-1\n",
        good: "values:\n  region: us-east-1\n",
        fix: "Remove the code, or the whole comment if nothing else is in it; the fix does so.",
        reference: "Takes it for a comment.",
    },
};

/// Reports the rules at `unused` in the comment's list. Not part of a `check`, because only after all others it is known what they are.
pub(crate) fn report(context: &Context<'_>, sink: &mut Sink<'_>, directive: &Directive, unused: &[usize]) {
    let text = context.source().text();
    let names: Vec<String> = unused.iter().map(|index| code(&text[directive.codes[*index].range])).collect();
    let message = match names.as_slice() {
        [] => return,
        [name] => format!("{name} has no finding to silence here"),
        [rest @ .., last] => format!("{} and {last} have no findings to silence here", rest.join(", ")),
    };
    let all = unused.len() == directive.codes.len();
    let (help, title) = match all {
        true => ("Remove the comment", "Remove the comment"),
        false => ("Remove what is not needed", "Remove it from the list"),
    };
    let range = match unused {
        [index] if !all => directive.codes[*index].range,
        _ => directive.range,
    };
    sink.report(Finding::new(range, message).help(help).fix(without(text, directive, unused).map(|edit| Fix::safe(title, vec![edit]))));
}

/// The comment without the rules at `gone`, or no comment without any.
pub(super) fn without(text: &str, directive: &Directive, gone: &[usize]) -> Option<Edit> {
    if gone.len() == directive.codes.len() {
        return Some(Edit::delete(suppression::removal(text, directive)));
    }
    let list = directive.list.filter(|_| directive.closed)?;
    let kept = directive.codes.iter().enumerate().filter(|(index, _)| !gone.contains(index));
    let kept: Vec<&str> = kept.map(|(_, code)| &text[code.range]).collect();
    Some(Edit::replace(list, format!("[{}]", kept.join(", "))))
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check_all, check_all_fix};

    #[test]
    fn reports_what_silences_nothing() {
        check_all(
            "ESC901",
            "
            values:
              a: 1  # esc-lint: ignore[ESC002]
                    ^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: `ESC002` has no finding to silence here
              # esc-lint: ignore[ESC002, unknown-function] why not
                                         ^^^^^^^^^^^^^^^^ warning: `unknown-function` has no finding to silence here
              b:
                c: 1
                c: 2
        ",
        );
    }

    #[test]
    fn judges_only_what_ran_and_could_be_seen() {
        check_all(
            "ESC901",
            "
            # esc-lint: ignore-file[ESC502, ESC001, ESC999]
            values:
              a: 1
        ",
        );
        check_all("ESC901", "values:\n  a: 1  # esc-lint: ignore[ESC002]\n  b: [\n");
    }

    #[test]
    fn of_two_that_would_do_the_outer_one_is_unused() {
        check_all(
            "ESC901",
            "
            # esc-lint: ignore[ESC002]
            ^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: `ESC002` has no finding to silence here
            values:
              a: 1
              a: 2  # esc-lint: ignore[ESC002]
        ",
        );
    }

    #[test]
    fn removes_what_is_not_needed() {
        check_all_fix(
            "ESC901",
            "
            # esc-lint: ignore-file[ESC101] the reason goes too
            values:
              # of a
              # esc-lint: ignore[ESC002]
              a: 1  # of a  # esc-lint: ignore[ESC002]
              b:  # esc-lint: ignore[ESC101, ESC002,ESC003] why
                c: 1
                c: 2
            ",
            "
            values:
              # of a
              a: 1  # of a
              b:  # esc-lint: ignore[ESC002, ESC003] why
                c: 1
                c: 2
            ",
        );
    }
}

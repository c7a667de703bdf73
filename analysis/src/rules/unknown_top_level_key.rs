//! ESC101: a root key that ESC does not know.

use esc_syntax::Node;

use super::words::{code, did_you_mean};
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::document::RootField;
use crate::nearest::nearest;
use crate::{Fix, Section, Severity, fix};

pub(super) static RULE: Rule = Rule {
    code: "ESC101",
    name: "unknown-top-level-key",
    summary: "a root key that is none of `description`, `imports`, `values`",
    level: Level::On(Severity::Warning),
    strict: Level::On(Severity::Error),
    group: Group::Structure,
    reference: Reference::Agrees,
    fix: FixAvailability::Unsafe,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "A key at the root other than `description`, `imports` and `values`, in any case of letters.",
        why: "ESC ignores it and everything below it. Mostly it is a typo, or a value that was not indented under `values`.",
        bad: "vaules:\n  region: us-east-1\n",
        good: "values:\n  region: us-east-1\n",
        fix: "Correct the name, or move the key under `values`. The fix takes the nearest name that is not in use; it has to be asked for, because \
              everything below it then takes effect.",
        reference: "Warns as well, and does not look inside.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let unused: Vec<RootField> = RootField::ALL.into_iter().filter(|field| context.document.field(*field).is_none()).collect();
    for field in &context.document.fields {
        if sink.is_full() {
            return;
        }
        let key = context.node(field.key_node);
        let text = key.text();
        // Sections that stand at the root have a rule of their own.
        if field.field.is_some() || Section::resembled_by(&text).is_some() {
            continue;
        }
        sink.report(finding(key, &text, nearest(&text, unused.iter().map(|field| field.name()))));
    }
}

fn finding(key: Node<'_>, text: &str, near: Option<&str>) -> Finding {
    let finding = Finding::at(key, format!("{} is no field of an environment, and ESC ignores it", code(text)));
    if crate::document::is_reserved(text) {
        return finding.help("A function call is a value: give it a key of its own under `values`");
    }
    let Some(near) = near else {
        return finding.help("The root takes `description`, `imports` and `values`; values of your own belong under `values`");
    };
    let edits = fix::rename(key, near);
    finding.help(did_you_mean(near)).fix(edits.map(|edits| Fix::on_request(format!("Rename to `{near}`"), edits)))
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_fix, check_no_fix, help};

    #[test]
    fn points_at_the_key() {
        check(
            "ESC101",
            "
            schema: {}
            ^^^^^^ warning: `schema` is no field of an environment, and ESC ignores it
            fn::open::aws-login: {}
            ^^^^^^^^^^^^^^^^^^^ warning: `fn::open::aws-login` is no field of an environment, and ESC ignores it
            values:
              schema: 1
        ",
        );
    }

    #[test]
    fn knows_fields_in_any_case() {
        check(
            "ESC101",
            "
            Description: x
            IMPORTS: []
            valueſ: {}
        ",
        );
    }

    #[test]
    fn says_what_was_probably_meant() {
        assert_eq!(help("ESC101", "vaules: {}\n"), "Did you mean `values`?");
        assert!(help("ESC101", "region: us-east-1\n").contains("belong under `values`"));
        assert!(help("ESC101", "fn::secret: x\n").contains("function call"));
    }

    #[test]
    fn renames_to_what_is_not_in_use() {
        check_fix("ESC101", "'import': [a]\n", "'imports': [a]\n");
        check_no_fix("ESC101", "value: {}\nvalues: {}\n");
    }
}

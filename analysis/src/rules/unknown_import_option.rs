//! ESC409: an import option other than `merge`.

use super::words::{code, did_you_mean};
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::document::Problem;
use crate::nearest::nearest;
use crate::{Fix, Severity, fix};

pub(super) static RULE: Rule = Rule {
    code: "ESC409",
    name: "unknown-import-option",
    summary: "an import option other than `merge`",
    level: Level::On(Severity::Warning),
    strict: Level::On(Severity::Error),
    group: Group::Imports,
    reference: Reference::Adds,
    fix: FixAvailability::Unsafe,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "A key in the options of an import that is not `merge`.",
        why: "It is ignored without a word, and the import is merged as if it were not there.",
        bad: "imports:\n  - base: {merged: false}\nvalues:\n  a: ${imports.base.a}\n",
        good: "imports:\n  - base: {merge: false}\nvalues:\n  a: ${imports.base.a}\n",
        fix: "Correct the name, or remove the key; a version belongs to the name, as `base@3`. The fix renames to `merge`; it has to be asked for, because \
              what the environment sees of the import may change.",
        reference: "Says nothing.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for problem in &context.document.problems {
        let Problem::UnknownOption(key) = problem else { continue };
        let key = context.node(*key);
        let text = key.text();
        let has_merge = key.parent().is_some_and(|options| options.entries().any(|option| option.key.text().eq_ignore_ascii_case("merge")));
        let near = nearest(&text, ["merge"]).filter(|_| !has_merge);
        let help = match (near, &*text) {
            (Some(name), _) => did_you_mean(name),
            (None, "version" | "revision" | "tag") => "Write the version behind the name: `name@3`, `name@stable`".to_owned(),
            (None, _) => "Remove it; the only option is `merge`".to_owned(),
        };
        let edits = near.and_then(|name| fix::rename(key, name));
        sink.report(
            Finding::at(key, format!("{} is no option of an import, and is ignored", code(&text)))
                .help(help)
                .fix(edits.map(|edits| Fix::on_request("Rename to `merge`", edits))),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_fix, check_no_fix, help};

    #[test]
    fn points_at_the_option() {
        check(
            "ESC409",
            "
            imports:
              - a: {merg: false}
                    ^^^^ warning: `merg` is no option of an import, and is ignored
              - b:
                  version: 3
                  ^^^^^^^ warning: `version` is no option of an import, and is ignored
        ",
        );
    }

    #[test]
    fn knows_merge_in_any_case() {
        check(
            "ESC409",
            "
            imports:
              - a: {MERGE: false}
        ",
        );
    }

    #[test]
    fn suggests() {
        check_fix("ESC409", "imports: [a: {merg: false}]\n", "imports: [a: {merge: false}]\n");
        check_no_fix("ESC409", "imports: [a: {merg: false, merge: true}]\n");
        assert!(help("ESC409", "imports: [a: {version: 3}]\n").contains("`name@3`"));
    }
}

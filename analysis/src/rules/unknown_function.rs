//! ESC106: a `fn::` key that calls nothing.

use super::words::{code, did_you_mean};
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::document::{Function, PREFIX, Problem};
use crate::nearest::nearest;
use crate::{Fix, Severity, fix};

pub(super) static RULE: Rule = Rule {
    code: "ESC106",
    name: "unknown-function",
    summary: "a `fn::` key that names no function",
    level: Level::On(Severity::Error),
    strict: Level::On(Severity::Error),
    group: Group::Structure,
    reference: Reference::Agrees,
    fix: FixAvailability::Unsafe,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "The only key of an object that begins with `fn::`, in any case of letters, and is none of the functions. Their names count in exactly \
               their own case: `fn::toJSON`, `fn::fromBase64`.",
        why: "The prefix is reserved for functions, so the environment does not open.",
        bad: "values:\n  config:\n    fn::toJson: {debug: true}\n",
        good: "values:\n  config:\n    fn::toJSON: {debug: true}\n",
        fix: "Correct the name. The fix takes the nearest one. Functions of Pulumi YAML programs, such as `fn::invoke`, do not exist in environments.",
        reference: "Reports the same, without a suggestion, and goes on with the object as plain data.",
    },
};

/// Functions of Pulumi YAML programs.
const PROGRAM_FUNCTIONS: [&str; 10] = [
    "fn::invoke",
    "fn::readFile",
    "fn::select",
    "fn::stackReference",
    "fn::method",
    "fn::fileAsset",
    "fn::stringAsset",
    "fn::remoteAsset",
    "fn::fileArchive",
    "fn::assetArchive",
];

/// Documented for a while, then withdrawn.
const WITHDRAWN: [&str; 2] = ["fn::template", "fn::eval"];

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for problem in &context.document.problems {
        let Problem::UnknownFunction(key) = problem else { continue };
        let key = context.node(*key);
        let text = key.text();
        let suggestion = suggestion(&text);
        let help = match &suggestion {
            _ if WITHDRAWN.contains(&&*text) => "It was announced once, and never became part of ESC".to_owned(),
            _ if PROGRAM_FUNCTIONS.contains(&&*text) => "It belongs to Pulumi YAML programs and does not exist in environments".to_owned(),
            Some(name) => did_you_mean(name),
            None => "Rename the key if it is no call; `fn::` is reserved for functions".to_owned(),
        };
        let edits = suggestion.and_then(|name| Some((fix::rename(key, &name)?, name)));
        sink.report(
            Finding::at(key, format!("there is no function {}", code(&text)))
                .help(help)
                .fix(edits.map(|(edits, name)| Fix::on_request(format!("Rename to `{name}`"), edits))),
        );
    }
}

/// The function that was probably meant; for `fn::open:aws-login` and the like with its provider.
fn suggestion(text: &str) -> Option<String> {
    if WITHDRAWN.contains(&text) || PROGRAM_FUNCTIONS.contains(&text) {
        return None;
    }
    for prefix in ["fn::open", "fn::rotate"] {
        let rest = text.get(..prefix.len()).filter(|start| start.eq_ignore_ascii_case(prefix)).map(|_| &text[prefix.len()..]);
        let name = rest.map(|rest| rest.trim_start_matches([':', '.', '/', '-', ' ']));
        if let Some(name) = name.filter(|name| !name.is_empty()) {
            return Some(format!("{prefix}::{name}"));
        }
    }
    // The prefix is alike in any case, and says nothing.
    let names = Function::ALL.map(|function| function.key().trim_start_matches(PREFIX));
    let written = text.get(PREFIX.len()..)?;
    let meant = if names.contains(&written) { Some(written) } else { nearest(written, names) };
    meant.map(|name| format!("{PREFIX}{name}"))
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_fix, check_no_fix, help};

    #[test]
    fn points_at_the_key() {
        check(
            "ESC106",
            "
            values:
              a:
                fn::toJson: 1
                ^^^^^^^^^^ error: there is no function `fn::toJson`
              b: [{Fn::Join: []}]
                   ^^^^^^^^ error: there is no function `Fn::Join`
        ",
        );
    }

    #[test]
    fn is_silent_about_functions_and_in_company() {
        check(
            "ESC106",
            "
            values:
              a:
                fn::open::anything: {}
              b:
                Fn::Join: 1
                c: 1
        ",
        );
    }

    #[test]
    fn renames_to_the_nearest() {
        check_fix(
            "ESC106",
            "
            values:
              a:
                fn::fromJson: '1'
              b:
                fn::open:aws-login: {}
              c:
                Fn::toJSON: 1
              d:
                FN::TOJSON: 1
            ",
            "
            values:
              a:
                fn::fromJSON: '1'
              b:
                fn::open::aws-login: {}
              c:
                fn::toJSON: 1
              d:
                fn::toJSON: 1
            ",
        );
    }

    #[test]
    fn knows_functions_of_other_places() {
        let text = "
            values:
              a:
                fn::invoke: {}
            ";
        assert!(help("ESC106", text).contains("Pulumi YAML"));
        check_no_fix("ESC106", text);
        check_no_fix("ESC106", &text.replace("invoke", "unknown"));
    }
}

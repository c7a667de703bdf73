//! ESC902: a suppression comment that is wrong.

use esc_syntax::TextRange;

use super::unused_suppression::without;
use super::words::{code, did_you_mean};
use super::{ALL, Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink, rule};
use crate::nearest::nearest;
use crate::suppression::{Directive, ENTRY, FILE, Kind, Scope, Suppression};
use crate::{Edit, Fix, Severity};

pub(super) static RULE: Rule = Rule {
    code: "ESC902",
    name: "invalid-suppression",
    summary: "a suppression comment with an unknown code, in a wrong form or place",
    level: Level::On(Severity::Warning),
    strict: Level::On(Severity::Error),
    group: Group::Tool,
    reference: Reference::Adds,
    fix: FixAvailability::Unsafe,
    suppressible: false,
    since: "0.1.0",
    check,
    page: Page {
        what: "A comment that begins with `esc-lint:` and is not of the form `ignore[CODE, name] reason` behind or above a key or item, or \
               `ignore-file[CODE, name] reason` before everything else in the file; and a code in its list that does not exist, or whose rule cannot \
               be silenced.",
        why: "It silences nothing, or less than it seems to. `ignore` without a list would hide every mistake to come, which is why there is no such form.",
        bad: "values:\n  region: us-east-1\n  region: eu-west-1  # esc-lint: ignore ESC002 both are read\n",
        good: "values:\n  region: us-east-1\n  region: eu-west-1  # esc-lint: ignore[ESC002] both are read\n",
        fix: "Write the codes in brackets, and the comment next to what it is about. The fix takes the nearest word or code, or closes the list; it has to \
              be asked for, because what it silences then is out of sight.",
        reference: "Takes it for a comment.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for suppression in context.suppressions.iter() {
        let comment = Comment { text: context.source().text(), directive: &suppression.directive };
        match comment.form() {
            Some(finding) => sink.report(finding),
            None => comment.place(suppression).into_iter().for_each(|finding| sink.report(finding)),
        }
        comment.codes().for_each(|finding| sink.report(finding));
    }
}

struct Comment<'c> {
    text: &'c str,
    directive: &'c Directive,
}

impl<'c> Comment<'c> {
    /// What is wrong with the form.
    fn form(&self) -> Option<Finding> {
        let Directive { kind, verb, list, codes, .. } = self.directive;
        match (kind, list) {
            (Kind::Unknown, _) => Some(self.verb()),
            (_, None) => Some(self.no_list()),
            (_, Some(list)) if !self.directive.closed => Some(
                Finding::new(*list, "the `]` of this list is missing")
                    .help("Close the list")
                    .fix((!codes.is_empty()).then(|| Fix::on_request("Close the list", vec![Edit::insert(list.end(), "]")]))),
            ),
            (_, Some(list)) if codes.is_empty() => Some(
                Finding::new(verb.cover(*list), "a suppression has to say which rules it silences").help("Write the codes in the brackets"),
            ),
            _ => None,
        }
    }

    fn verb(&self) -> Finding {
        let Directive { range, verb, list, .. } = self.directive;
        let forms = format!("Write `{ENTRY}[CODE]`, or in the head of the file `{FILE}[CODE]`");
        if verb.is_empty() {
            return Finding::new(*range, "this suppression does not say what it asks for").help(forms);
        }
        let written = &self.text[*verb];
        let meant = verb_for(written).filter(|_| list.is_some());
        Finding::new(*verb, format!("{} is nothing that a comment can ask for", code(written)))
            .help(meant.map_or(forms, did_you_mean))
            .fix(meant.map(|meant| Fix::on_request(format!("Write `{meant}`"), vec![Edit::replace(*verb, meant)])))
    }

    fn no_list(&self) -> Finding {
        let Directive { verb, .. } = self.directive;
        let word = &self.text[*verb];
        let finding = Finding::new(*verb, format!("{} without a list would silence every rule, and silences none", code(word)));
        let Some(named) = self.rules_without_brackets() else {
            return finding.help(format!("Say which rules: `{word}[CODE] reason`"));
        };
        let (range, names) = named;
        finding
            .help(format!("Write the list in brackets: {}", code(&format!("{word}[{names}]"))))
            .fix(Fix::on_request("Put the list in brackets", vec![Edit::replace(range, format!("[{names}]"))]))
    }

    /// Codes or names that follow the word directly, and what stands in the place of their brackets.
    fn rules_without_brackets(&self) -> Option<(TextRange, String)> {
        let Directive { verb, reason, .. } = self.directive;
        let words = self.text[(*reason)?].split_inclusive([' ', ',']);
        let mut end = (*reason)?.start();
        let mut names: Vec<&str> = Vec::new();
        for word in words {
            let name = word.trim_matches([' ', ',', '(', ')']);
            if !name.is_empty() && rule(name).is_none() {
                break;
            }
            end += esc_syntax::TextSize::of(word);
            names.extend((!name.is_empty()).then_some(name));
        }
        let written = self.text[TextRange::new(verb.end(), end)].trim_end().len();
        let range = TextRange::at(verb.end(), u32::try_from(written).ok()?.into());
        (!names.is_empty()).then(|| (range, names.join(", ")))
    }

    /// What is wrong with the place.
    fn place(&self, suppression: &Suppression) -> Option<Finding> {
        if suppression.scope != Scope::Nothing {
            return None;
        }
        let range = self.directive.verb.cover(self.directive.list?);
        Some(match self.directive.kind {
            Kind::File => Finding::new(range, format!("`{FILE}` counts only before everything else in the file"))
                .help(format!("Move it to the top, or write `{ENTRY}` for what it stands at")),
            _ => Finding::new(range, "this suppression stands at nothing that it could count for")
                .help("Write it at the end of the line of a key or item, or above one with the same indentation"),
        })
    }

    /// What is wrong with the codes.
    fn codes(&self) -> impl Iterator<Item = Finding> + 'c {
        let Comment { text, directive } = *self;
        directive.codes.iter().enumerate().filter_map(move |(index, named)| {
            let written = &text[named.range];
            match named.rule {
                Some(rule) if rule.suppressible => None,
                Some(rule) => Some(
                    Finding::new(named.range, format!("{} cannot be silenced: {}", code(written), why_not(rule)))
                        .help("Remove it, and mend what it is about")
                        .fix(without(text, directive, &[index]).map(|edit| Fix::on_request("Remove it", vec![edit]))),
                ),
                None => Some(unknown(named.range, written)),
            }
        })
    }
}

fn unknown(range: TextRange, written: &str) -> Finding {
    let finding = Finding::new(range, format!("no rule is called {}, so nothing is silenced by it", code(written)));
    let suppressible = ALL.iter().filter(|rule| rule.suppressible);
    // Of codes, another number is another rule, and no slip.
    let near = match written.get(..3).filter(|start| start.eq_ignore_ascii_case("ESC")) {
        Some(_) => None,
        None => nearest(written, suppressible.map(|rule| rule.name)),
    };
    match near {
        Some(near) => finding.help(did_you_mean(near)).fix(Fix::on_request(format!("Write `{near}`"), vec![Edit::replace(range, near)])),
        None => finding.help("Write a rule's own code or name, one by one; `esc-lint rules` lists them"),
    }
}

fn why_not(rule: &Rule) -> &'static str {
    match rule.group {
        Group::Tool => "it is about suppressions themselves",
        _ => "ESC cannot read the file as long as it is there",
    }
}

/// The word that was probably meant; other tools have others.
fn verb_for(written: &str) -> Option<&'static str> {
    let lower = written.to_ascii_lowercase();
    if ["disable", "noqa", "allow", "suppress", "off", "skip", "nolint"].iter().any(|other| lower.starts_with(other)) {
        return Some(if lower.ends_with("file") { FILE } else { ENTRY });
    }
    nearest(written, [ENTRY, FILE])
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_fix, check_no_fix, help};

    #[test]
    fn reports_wrong_forms() {
        check(
            "ESC902",
            "
            values:
              a: 1  # esc-lint: ignore
                                ^^^^^^ warning: `ignore` without a list would silence every rule, and silences none
              b: 1  # esc-lint: ignore[] why
                                ^^^^^^^^ warning: a suppression has to say which rules it silences
              c: 1  # esc-lint: ignore[ESC002
                                      ^^^^^^^ warning: the `]` of this list is missing
              d: 1  # esc-lint: ignored[ESC002]
                                ^^^^^^^ warning: `ignored` is nothing that a comment can ask for
              e: 1  # esc-lint:
                    ^^^^^^^^^^^ warning: this suppression does not say what it asks for
        ",
        );
    }

    #[test]
    fn reports_wrong_codes() {
        check(
            "ESC902",
            "
            values:
              a: 1  # esc-lint: ignore[ESC999, ESC5, duplicate-kay]
                                       ^^^^^^ warning: no rule is called `ESC999`, so nothing is silenced by it
                                               ^^^^ warning: no rule is called `ESC5`, so nothing is silenced by it
                                                     ^^^^^^^^^^^^^ warning: no rule is called `duplicate-kay`, so nothing is silenced by it
              b: 1  # esc-lint: ignore[ESC004, esc901]
                                       ^^^^^^ warning: `ESC004` cannot be silenced: ESC cannot read the file as long as it is there
                                               ^^^^^^ warning: `esc901` cannot be silenced: it is about suppressions themselves
        ",
        );
    }

    #[test]
    fn reports_wrong_places() {
        check(
            "ESC902",
            "
            values:
              a:
                b: 1
                # esc-lint: ignore[ESC002]
                            ^^^^^^^^^^^^^^ warning: this suppression stands at nothing that it could count for
              c: 1
              # esc-lint: ignore-file[ESC002]
                          ^^^^^^^^^^^^^^^^^^^ warning: `ignore-file` counts only before everything else in the file
              d: 1
            # esc-lint: ignore[ESC002]
                        ^^^^^^^^^^^^^^ warning: this suppression stands at nothing that it could count for
        ",
        );
    }

    #[test]
    fn is_silent_about_right_ones_and_text() {
        check(
            "ESC902",
            "
            # esc-lint: ignore-file[ESC002]
            # esc-lint: ignore[ESC002, duplicate-key]: why
            values:
              # The comment `esc-lint: ignore` is no suppression here.
              a: |  # esc-lint: ignore[ESC002] - why
                # esc-lint: nonsense
              b: '# esc-lint: nonsense'  # why  #esc-lint:ignore [esc002]
              c: x# esc-lint: nonsense
        ",
        );
    }

    #[test]
    fn mends_what_was_clearly_meant() {
        check_fix(
            "ESC902",
            "
            # esc-lint: disable-file[ESC002]
            values:
              a: 1  # esc-lint: Ignore[ESC002, duplicate-kay]
              b: 1  # esc-lint: ignore ESC002, duplicate-key because
              c: 1  # esc-lint: ignore[ESC002 because
              d: 1  # esc-lint: ignore[ESC001, ESC002]
              e: 1  # esc-lint: ignore[ESC001]
            ",
            "
            # esc-lint: ignore-file[ESC002]
            values:
              a: 1  # esc-lint: ignore[ESC002, duplicate-key]
              b: 1  # esc-lint: ignore[ESC002, duplicate-key] because
              c: 1  # esc-lint: ignore[ESC002] because
              d: 1  # esc-lint: ignore[ESC002]
              e: 1
            ",
        );
        check_no_fix("ESC902", "values: {}  # esc-lint: ignore because\n");
        check_no_fix("ESC902", "values: {}  # esc-lint: ignore[ESC998]\n");
        assert!(help("ESC902", "values: {}  # esc-lint: ignore because\n").contains("`ignore[CODE] reason`"));
    }
}

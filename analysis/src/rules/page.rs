//! A rule's page, as Markdown, from what its file says.

use super::{ALL, FixAvailability, Group, Level, Reference, Rule};
use crate::Severity;

/// What a rule's page says. Markdown without headings; the generator adds them.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    /// What it finds.
    pub what: &'static str,
    /// Why that matters.
    pub why: &'static str,
    /// An environment that it speaks about.
    pub bad: &'static str,
    /// The same environment, right.
    pub good: &'static str,
    /// How to mend it, and whether the fix is safe.
    pub fix: &'static str,
    /// What the reference evaluator does.
    pub reference: &'static str,
}

/// The page of one rule, with a line feed at its end.
pub fn page(rule: &Rule) -> String {
    let Page { what, why, bad, good, fix, reference } = rule.page;
    let Rule { code, name, since, .. } = rule;
    let level = level(rule.level);
    let strict = match rule.strict {
        same if same == rule.level => String::new(),
        other => format!(" ({} in the `strict` profile)", self::level(other)),
    };
    let available = match rule.fix {
        FixAvailability::None => "none",
        FixAvailability::Safe => "safe",
        FixAvailability::Unsafe => "unsafe, on request",
    };
    let suppression = if rule.suppressible { "can be silenced by a comment" } else { "cannot be silenced by a comment" };
    format!(
        "# {code}: {name}\n\n\
         Level: {level}{strict}. Fix: {available}. Since {since}; {suppression}.\n\n\
         ## What it finds\n\n{what}\n\n\
         ## Why it matters\n\n{why}\n\n\
         ## Example\n\n```yaml\n{bad}```\n\nInstead:\n\n```yaml\n{good}```\n\n\
         ## How to fix it\n\n{fix}\n\n\
         ## The reference evaluator\n\n{reference}\n"
    )
}

/// The list of all rules, with a line feed at its end.
pub fn index_page() -> String {
    let mut index = String::from(
        "# Rules\n\nGenerated from the rules themselves; `esc-lint explain CODE` prints the same pages.\n\n\
         *Reference*: `=` the reference evaluator reports it too, `+` it stays silent.\n",
    );
    for group in Group::ALL {
        let rules: Vec<_> = ALL.iter().filter(|rule| rule.group == group).collect();
        if rules.is_empty() {
            continue;
        }
        index
            .push_str(&format!("\n## {}\n\n| Code | Name | Level | Reference | Fix | Finds |\n|---|---|---|---|---|---|\n", group.title()));
        for rule in rules {
            index.push_str(&row(rule));
        }
    }
    index
}

fn row(rule: &Rule) -> String {
    let Rule { code, name, summary, .. } = rule;
    let reference = match rule.reference {
        Reference::Agrees => "=",
        Reference::Adds => "+",
    };
    let fix = match rule.fix {
        FixAvailability::None => "",
        FixAvailability::Safe => "safe",
        FixAvailability::Unsafe => "unsafe",
    };
    // A `|` inside code would end the cell.
    let summary = summary.replace('|', "\\|");
    format!("| [{code}]({code}.md) | {name} | {} | {reference} | {fix} | {summary} |\n", level(rule.level))
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Off => "off",
        Level::On(Severity::Info) => "info",
        Level::On(Severity::Warning) => "warning",
        Level::On(Severity::Error) => "error",
    }
}

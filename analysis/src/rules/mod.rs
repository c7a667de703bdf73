//! The registry: one list of rules, and everything else is derived from it.
//!
//! A rule is one file in this folder: metadata, check, fix, page text and tests. To add one, write the file and add its line to [`ALL`];
//! `rules`, `explain`, the pages under `docs/rules/`, the configuration schema and the tests that walk all rules follow.

use crate::diagnostic::Severity;

/// Every rule, by code.
pub static ALL: &[&Rule] = &[];

/// How a rule is set: at a severity, or not at all.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Level {
    /// Silent.
    Off,
    /// Speaks at this severity.
    On(Severity),
}

/// Which part of an environment a rule is about.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Group {
    /// ESC0xx
    Syntax,
    /// ESC1xx
    Structure,
    /// ESC2xx
    References,
    /// ESC3xx
    Types,
    /// ESC4xx
    Imports,
    /// ESC5xx
    Secrets,
    /// ESC6xx
    Projection,
    /// ESC7xx
    Style,
    /// ESC9xx
    Tool,
}

/// Whether the reference evaluator reports the same thing.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Reference {
    /// It does, and the verdicts must agree.
    Agrees,
    /// It is silent; this is what the tool adds.
    Adds,
}

/// Whether a rule's findings come with a fix.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum FixAvailability {
    /// Never.
    None,
    /// Some do, and it may be made without looking.
    Safe,
    /// Some do, and it has to be asked for.
    Unsafe,
}

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

/// One rule.
pub struct Rule {
    /// `ESC` and three digits, never reused.
    pub code: &'static str,
    /// Kebab-case, states the problem.
    pub name: &'static str,
    /// One line for lists.
    pub summary: &'static str,
    /// Unless configured.
    pub level: Level,
    /// In the `strict` profile.
    pub strict: Level,
    /// What it is about.
    pub group: Group,
    /// What the reference does.
    pub reference: Reference,
    /// Whether there is a fix.
    pub fix: FixAvailability,
    /// Whether a comment may silence it.
    pub suppressible: bool,
    /// The version that brought it.
    pub since: &'static str,
    /// Its page.
    pub page: Page,
}

impl std::fmt::Debug for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code)
    }
}

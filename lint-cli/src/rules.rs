//! `esc-lint rules`: every rule, for people or for programs.

use std::fmt::Write;

use esc_analysis::rules::{ALL, FixAvailability, Level, Reference, Rule};
use serde::Serialize;

use crate::args::{GlobalArgs, ListFormat, RulesArgs};
use crate::outcome::Outcome;
use crate::report::{Palette, Role, severity_name};

/// The list for programs.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct List {
    schema_version: u32,
    rules: Vec<Listed>,
}

/// One rule.
#[derive(Serialize)]
struct Listed {
    code: &'static str,
    name: &'static str,
    severity: &'static str,
    strict: &'static str,
    reference: &'static str,
    fix: &'static str,
    suppressible: bool,
    since: &'static str,
    summary: &'static str,
}

/// Lists the rules, by code.
pub(crate) fn run(args: &RulesArgs, global: &GlobalArgs) -> Outcome {
    let listed: Vec<Listed> = ALL.iter().copied().map(listed).collect();
    match args.output_format {
        ListFormat::Text => Outcome::clean(table(Palette::for_stdout(global.color))),
        ListFormat::Json => match serde_json::to_string_pretty(&List { schema_version: 1, rules: listed }) {
            Ok(json) => Outcome::clean(json + "\n"),
            Err(error) => Outcome::failed(error),
        },
    }
}

fn listed(rule: &'static Rule) -> Listed {
    Listed {
        code: rule.code,
        name: rule.name,
        severity: level_name(rule.level),
        strict: level_name(rule.strict),
        reference: match rule.reference {
            Reference::Agrees => "agrees",
            Reference::Adds => "adds",
        },
        fix: match rule.fix {
            FixAvailability::None => "none",
            FixAvailability::Safe => "safe",
            FixAvailability::Unsafe => "unsafe",
        },
        suppressible: rule.suppressible,
        since: rule.since,
        summary: rule.summary,
    }
}

fn level_name(level: Level) -> &'static str {
    match level {
        Level::Off => "off",
        Level::On(severity) => severity_name(severity),
    }
}

fn table(palette: Palette) -> String {
    let width = ALL.iter().map(|rule| rule.name.len()).max().unwrap_or_default();
    let mut table = String::new();
    for rule in ALL {
        let level = format!("{:<7}", level_name(rule.level));
        let level = match rule.level {
            Level::Off => level,
            Level::On(severity) => palette.paint(Role::Severity(severity), level),
        };
        let _ = writeln!(table, "{}  {:<width$}  {level}  {}", palette.paint(Role::Strong, rule.code), rule.name, rule.summary);
    }
    table
}

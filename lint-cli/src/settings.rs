//! `esc-lint settings`: what holds for one file, and where it is from.

use std::fmt::Write;
use std::path::Path;
use std::slice;

use esc_analysis::rules::{ALL, Level};
use esc_analysis::{Profile, Settings};
use esc_project::{FailOn, Found, Project, Selection, relative};
use serde::Serialize;

use crate::args::{GlobalArgs, ListFormat, SettingsArgs};
use crate::inputs::{Inputs, failure_message, open_project};
use crate::outcome::Outcome;
use crate::report::{Palette, Role, error_line, severity_name};

/// Prints them.
pub(crate) fn run(args: &SettingsArgs, global: &GlobalArgs) -> Outcome {
    print(args, global).unwrap_or_else(Outcome::failed)
}

fn print(args: &SettingsArgs, global: &GlobalArgs) -> Result<Outcome, String> {
    let project = open_project(global, Selection::default())?;
    let inputs = |force_exclude| Inputs { paths: slice::from_ref(&args.file), stdin_filename: None, force_exclude };
    let discovery = inputs(false).discover(&project)?;
    if let Some(failure) = discovery.failures.first() {
        let line = error_line(&failure_message(failure));
        return Err(line.trim_start_matches("error: ").trim_end().to_owned());
    }
    let [found] = discovery.files.as_slice() else {
        return Err(format!("`{}` names {} files; name one", args.file.display(), discovery.files.len()));
    };
    let strict = inputs(true).discover(&project)?;
    let is_walked = strict.files.iter().any(|found| project.load(found).is_ok_and(|source| source.is_some()));
    let effective = Effective::of(&project, found, is_walked)?;
    match args.output_format {
        ListFormat::Text => Ok(Outcome::clean(effective.text(Palette::for_stdout(global.color)))),
        ListFormat::Json => serde_json::to_string_pretty(&effective).map(|json| Outcome::clean(json + "\n")).map_err(|e| e.to_string()),
    }
}

/// What holds for a file.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Effective {
    schema_version: u32,
    path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    configuration: Option<String>,
    root: String,
    /// Whether a walk takes it for an environment, and nothing excludes it.
    is_environment: bool,
    profile: &'static str,
    fail_on: &'static str,
    rules: Vec<RuleSetting>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RuleSetting {
    code: &'static str,
    name: &'static str,
    level: &'static str,
    /// What the profile says, if that is something else.
    #[serde(skip_serializing_if = "Option::is_none")]
    profile: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    options: Option<serde_json::Value>,
}

impl Effective {
    fn of(project: &Project, found: &Found, is_environment: bool) -> Result<Effective, String> {
        let scope = project.scope(&found.path).map_err(|error| error.to_string())?;
        let settings = project.settings(&found.path).map_err(|error| error.to_string())?;
        let config = scope.config();
        let shown = |path: &Path| relative(project.directory(), path);
        Ok(Effective {
            schema_version: 1,
            path: found.shown.clone(),
            configuration: config.map(|config| shown(&config.path)),
            root: shown(&scope.root),
            is_environment,
            profile: match settings.profile() {
                Profile::Default => "default",
                Profile::Strict => "strict",
                Profile::Parity => "parity",
            },
            fail_on: match config.and_then(|config| config.fail_on).unwrap_or_default() {
                FailOn::Error => "error",
                FailOn::Warning => "warning",
                FailOn::Info => "info",
                FailOn::Never => "never",
            },
            rules: rules(&settings),
        })
    }

    fn text(&self, palette: Palette) -> String {
        let mut out = String::new();
        let mut row = |name: &str, value: &str| {
            let _ = writeln!(out, "{}  {value}", palette.paint(Role::Quiet, format_args!("{name:<13}")));
        };
        row("file", &self.path);
        row("configuration", self.configuration.as_deref().unwrap_or("none"));
        row("root", &self.root);
        let environment = if self.is_environment { "yes" } else { "no: a walk leaves it out, and it is linted only when it is named" };
        row("environment", environment);
        row("profile", self.profile);
        row("fail-on", self.fail_on);
        let set: Vec<&RuleSetting> = self.rules.iter().filter(|rule| rule.profile.is_some() || rule.options.is_some()).collect();
        let on = self.rules.iter().filter(|rule| rule.level != "off").count();
        row(
            "rules",
            &format!(
                "{on} of {} run; {}",
                self.rules.len(),
                if set.is_empty() { "all as in the profile" } else { "set otherwise than in the profile:" }
            ),
        );
        for rule in set {
            let before = rule.profile.map(|level| format!(", not {level}")).unwrap_or_default();
            let options = rule.options.as_ref().map(|options| format!("  {options}")).unwrap_or_default();
            let _ = writeln!(out, "  {} {}: {}{before}{options}", rule.code, rule.name, rule.level);
        }
        out
    }
}

fn rules(settings: &Settings) -> Vec<RuleSetting> {
    let profile = Settings::new(settings.profile());
    let rule = |rule: &&'static esc_analysis::rules::Rule| {
        let [level, of_profile] = [settings, &profile].map(|settings| level_name(settings.level(rule)));
        RuleSetting {
            code: rule.code,
            name: rule.name,
            level,
            profile: (level != of_profile).then_some(of_profile),
            options: settings.options(rule).cloned(),
        }
    };
    ALL.iter().map(rule).collect()
}

fn level_name(level: Level) -> &'static str {
    match level {
        Level::Off => "off",
        Level::On(severity) => severity_name(severity),
    }
}

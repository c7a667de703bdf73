//! All formats of one run hold the same findings: whatever is in paths and messages, each report is read again as its own readers would.

use esc_analysis::{Diagnostic, Severity, Source};
use proptest::prelude::*;
use serde_json::Value as Json;

use super::super::{Format, Palette, Report, TextOptions, printable, render, severity_name};
use super::{CREDENTIAL, DUPLICATE, finding, report};

/// What every format tells of a finding.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Told {
    path: String,
    line: u64,
    code: String,
    severity: String,
    message: String,
}

impl Told {
    /// `help` follows the message on lines of its own.
    fn new(path: &str, line: u64, code: &str, severity: &str, message: &str) -> Told {
        let message = message.lines().next().unwrap_or_default();
        let text = |text: &str| printable(text).into_owned();
        Told { path: text(path), line, code: code.to_owned(), severity: severity.to_owned(), message: text(message) }
    }

    fn of(diagnostic: &Diagnostic) -> Told {
        let source = &diagnostic.source;
        let line = u64::from(source.line(diagnostic.range.start())) + 1;
        Told::new(source.path(), line, diagnostic.rule.code, severity_name(diagnostic.severity), &diagnostic.message)
    }
}

/// Reads a report.
fn read(format: Format, text: &str) -> Vec<Told> {
    let json = || serde_json::from_str::<Json>(text).unwrap();
    match format {
        Format::Full => read_full(text),
        Format::Concise => text.lines().map(read_concise).collect(),
        Format::Json => list(&json()["diagnostics"]).iter().map(read_json).collect(),
        Format::Jsonl => text.lines().map(|line| read_json(&serde_json::from_str(line).unwrap())).collect(),
        Format::Sarif => list(&json()["runs"][0]["results"]).iter().map(read_sarif).collect(),
        Format::Github => text.lines().map(read_github).collect(),
        Format::Gitlab => list(&json()).iter().map(read_gitlab).collect(),
        Format::Junit => read_junit(text),
        Format::Checkstyle => read_checkstyle(text),
        Format::Rdjson => list(&json()["diagnostics"]).iter().map(read_rdjson).collect(),
    }
}

fn list(json: &Json) -> Vec<Json> {
    json.as_array().unwrap().clone()
}

fn text(json: &Json) -> &str {
    json.as_str().unwrap()
}

fn read_full(report: &str) -> Vec<Told> {
    let lines: Vec<&str> = report.lines().collect();
    let read = |pair: &[&str]| {
        let place = pair[1].trim_start().strip_prefix("┌─ ")?;
        let (rule, message) = pair[0].split_once("]: ")?;
        let (severity, rule) = rule.split_once('[')?;
        let mut place = place.rsplitn(3, ':').skip(1);
        let (line, path) = (place.next()?.parse().ok()?, place.next()?);
        Some(Told::new(path, line, rule.split(' ').next()?, severity, message))
    };
    lines.windows(2).filter_map(read).collect()
}

fn read_concise(line: &str) -> Told {
    let (head, message) = line.split_once("]: ").unwrap();
    let (place, rule) = head.rsplit_once(": ").unwrap();
    let (severity, rule) = rule.split_once('[').unwrap();
    let mut place = place.rsplitn(3, ':').skip(1);
    let (line, path) = (place.next().unwrap().parse().unwrap(), place.next().unwrap());
    Told::new(path, line, rule.split(' ').next().unwrap(), severity, message)
}

fn read_json(json: &Json) -> Told {
    let line = json["start"]["line"].as_u64().unwrap();
    Told::new(text(&json["path"]), line, text(&json["code"]), text(&json["severity"]), text(&json["message"]))
}

fn read_sarif(json: &Json) -> Told {
    let place = &json["locations"][0]["physicalLocation"];
    let path = unescape(text(&place["artifactLocation"]["uri"]));
    let severity = text(&json["level"]).replace("note", "info");
    Told::new(&path, place["region"]["startLine"].as_u64().unwrap(), text(&json["ruleId"]), &severity, text(&json["message"]["text"]))
}

fn read_github(line: &str) -> Told {
    let (head, message) = line.strip_prefix("::").unwrap().split_once("::").unwrap();
    let (level, properties) = head.split_once(' ').unwrap();
    let property = |name: &str| {
        let value = properties.split(',').find_map(|property| property.strip_prefix(name)?.strip_prefix('='));
        unescape(value.unwrap())
    };
    let code = property("title").split(' ').next().unwrap().to_owned();
    Told::new(&property("file"), property("line").parse().unwrap(), &code, &level.replace("notice", "info"), &unescape(message))
}

fn read_gitlab(json: &Json) -> Told {
    let severity = match text(&json["severity"]) {
        "major" => "error",
        "minor" => "warning",
        other => other,
    };
    let line = json["location"]["lines"]["begin"].as_u64().unwrap();
    Told::new(text(&json["location"]["path"]), line, text(&json["check_name"]), severity, text(&json["description"]))
}

fn read_junit(xml: &str) -> Vec<Told> {
    let document = roxmltree::Document::parse(xml).unwrap();
    let told = |verdict: roxmltree::Node<'_, '_>| {
        let case = verdict.parent().unwrap();
        let attribute = |name| case.attribute(name).unwrap();
        let severity = verdict.attribute("type").unwrap_or("info");
        let code = attribute("name").split(' ').next().unwrap();
        Told::new(attribute("file"), attribute("line").parse().unwrap(), code, severity, verdict.attribute("message").unwrap())
    };
    document.descendants().filter(|node| node.has_tag_name("failure") || node.has_tag_name("skipped")).map(told).collect()
}

fn read_checkstyle(xml: &str) -> Vec<Told> {
    let document = roxmltree::Document::parse(xml).unwrap();
    let told = |error: roxmltree::Node<'_, '_>| {
        let attribute = |name| error.attribute(name).unwrap();
        let path = error.parent().unwrap().attribute("name").unwrap();
        let code = attribute("source").rsplit('.').next().unwrap();
        Told::new(path, attribute("line").parse().unwrap(), code, attribute("severity"), attribute("message"))
    };
    document.descendants().filter(|node| node.has_tag_name("error")).map(told).collect()
}

fn read_rdjson(json: &Json) -> Told {
    let line = json["location"]["range"]["start"]["line"].as_u64().unwrap();
    let severity = text(&json["severity"]).to_lowercase();
    Told::new(text(&json["location"]["path"]), line, text(&json["code"]["value"]), &severity, text(&json["message"]))
}

/// `%41` is `A`, in UTF-8.
fn unescape(text: &str) -> String {
    let mut parts = text.split('%');
    let mut bytes = parts.next().unwrap().as_bytes().to_vec();
    for part in parts {
        bytes.push(u8::from_str_radix(&part[..2], 16).unwrap());
        bytes.extend(&part.as_bytes()[2..]);
    }
    String::from_utf8(bytes).unwrap()
}

/// Characters that mean something to one of the formats, or to a terminal.
const ODD: &str = "[a-z `'\"<>&%:,;|é日\u{202e}\u{1b}\u{0}\u{85}\u{FFFE}😀]{0,12}";

fn reports() -> impl Strategy<Value = Report> {
    let severity = prop_oneof![Just(Severity::Error), Just(Severity::Warning), Just(Severity::Info)];
    let one = (0..3_usize, 0..4_usize, any::<bool>(), severity, ODD, proptest::option::of(ODD));
    (proptest::collection::btree_set(ODD, 3), proptest::collection::vec(one, 0..8)).prop_map(|(names, findings)| {
        let sources: Vec<_> = names.iter().map(|name| Source::new(format!("e/{name}.yaml"), "x: 1\r\nx: 2\nx: \u{1b}é\nx: 4\n")).collect();
        let rule = |secret| if secret { &CREDENTIAL } else { &DUPLICATE };
        let mut diagnostics: Vec<Diagnostic> = findings
            .into_iter()
            .map(|(file, line, secret, severity, message, help)| Diagnostic {
                severity,
                message: format!("m{message}m"),
                help,
                ..finding(rule(secret), &sources[file], "x", line)
            })
            .collect();
        diagnostics.sort_by(Diagnostic::compare);
        Report { files: sources.iter().map(|source| source.path().to_owned()).collect(), ..report(diagnostics) }
    })
}

proptest! {
    #[test]
    fn all_formats_hold_the_same_findings(report in reports()) {
        let options = TextOptions { palette: Palette::PLAIN, quiet: true, statistics: false };
        let mut expected: Vec<Told> = report.diagnostics.iter().map(Told::of).collect();
        expected.sort();
        for format in <Format as clap::ValueEnum>::value_variants() {
            let mut told = read(*format, &render(&report, *format, options, false).unwrap());
            told.sort();
            prop_assert_eq!(&told, &expected, "{:?}", format);
        }
    }
}

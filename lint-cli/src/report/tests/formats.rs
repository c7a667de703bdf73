//! What the formats for programs look like, and that those for whom they are made can read them.

use std::sync::Arc;

use esc_analysis::{Applicability, Diagnostic, Edit, Fix, Related, Severity, Source};
use serde_json::Value as Json;

use super::super::{Format, Palette, Report, RunError, TextOptions, render};
use super::{CREDENTIAL, DUPLICATE, finding, place, report};

/// Two findings with everything that a finding may have, a clean file, and a file that was not read.
fn sample() -> Report {
    let source = Source::new("envs/dev & co.yaml", "values:\n  région: a\n  région: <b>\n  token: x\n");
    let mut double = finding(&DUPLICATE, &source, "région", 1);
    double.message = "`région` is there twice, and \"a\" < b: 100 % lost".to_owned();
    double.help = Some("Remove one".to_owned());
    double.doc_path = Some("values.région".to_owned());
    double.related = vec![Related { source: Arc::clone(&source), range: place(&source, "région", 0), message: "first".to_owned() }];
    let edit = Edit { range: place(&source, "  région: <b>\n", 0), new_text: String::new() };
    double.fix = Some(Fix { title: "Remove".to_owned(), applicability: Applicability::Unsafe, edits: vec![edit] });
    let info = Diagnostic { severity: Severity::Info, ..finding(&CREDENTIAL, &source, "x", 0) };
    let files = vec![source.path().to_owned(), "envs/prod.yaml".to_owned()];
    let errors = vec![RunError { path: "gone.yaml".to_owned(), message: "no such file".to_owned(), fatal: true }];
    Report { files, errors, ..report(vec![double, info]) }
}

fn rendered(format: Format) -> String {
    let options = TextOptions { palette: Palette::PLAIN, quiet: false, statistics: false };
    render(&sample(), format, options, true).unwrap().replace(env!("CARGO_PKG_VERSION"), "x.y.z")
}

fn json(format: Format) -> Json {
    serde_json::from_str(&rendered(format)).unwrap()
}

fn pretty(format: Format) -> String {
    serde_json::to_string_pretty(&json(format)).unwrap()
}

/// The object has these members and no others. A `?` marks those that may be missing.
#[track_caller]
fn has(json: &Json, members: &str) {
    let members: Vec<&str> = members.split(' ').collect();
    let object = json.as_object().unwrap_or_else(|| panic!("{json} is no object"));
    for member in members.iter().filter(|member| !member.ends_with('?')) {
        assert!(object.contains_key(*member), "{json} has no `{member}`");
    }
    let unknown = object.keys().find(|key| !members.iter().any(|member| member.trim_end_matches('?') == *key));
    assert_eq!(unknown, None, "{json}");
}

fn each(json: &Json) -> &[Json] {
    json.as_array().map(Vec::as_slice).unwrap_or_default()
}

#[test]
fn jsonl() {
    insta::assert_snapshot!(rendered(Format::Jsonl));
    let lines: Vec<Json> = rendered(Format::Jsonl).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(Json::from(lines), json(Format::Json)["diagnostics"]);
}

#[test]
fn sarif() {
    insta::assert_snapshot!(pretty(Format::Sarif));
    // Typed as the published schema has it, nothing gets lost: there is no member that the schema does not know.
    let log: serde_sarif::sarif::Sarif = serde_json::from_value(json(Format::Sarif)).unwrap();
    assert_eq!(serde_json::to_value(log).unwrap(), json(Format::Sarif));
}

#[test]
fn github() {
    insta::assert_snapshot!(rendered(Format::Github));
}

/// Members as in <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>.
#[test]
fn gitlab() {
    insta::assert_snapshot!(pretty(Format::Gitlab));
    let report = json(Format::Gitlab);
    for issue in each(&report) {
        has(issue, "description check_name fingerprint severity location");
        has(&issue["location"], "path lines");
        has(&issue["location"]["lines"], "begin end");
        assert!(["info", "minor", "major", "critical", "blocker"].contains(&issue["severity"].as_str().unwrap()));
    }
    let mut fingerprints: Vec<_> = each(&report).iter().map(|issue| issue["fingerprint"].as_str().unwrap()).collect();
    fingerprints.dedup();
    assert_eq!(fingerprints.len(), each(&report).len());
}

/// Elements and attributes as in <https://github.com/testmoapp/junitxml>; the counts are those of what is there.
#[test]
fn junit() {
    insta::assert_snapshot!(rendered(Format::Junit));
    let text = rendered(Format::Junit);
    let document = roxmltree::Document::parse(&text).unwrap();
    assert_eq!(document.root_element().tag_name().name(), "testsuites");
    for node in document.descendants().filter(|node| ["testsuites", "testsuite"].contains(&node.tag_name().name())) {
        let count = |tag: &str| node.descendants().filter(|node| node.has_tag_name(tag)).count().to_string();
        for (attribute, tag) in [("tests", "testcase"), ("failures", "failure"), ("errors", "error"), ("skipped", "skipped")] {
            assert_eq!(node.attribute(attribute), Some(count(tag).as_str()), "{attribute} of {:?}", node.attribute("name"));
        }
    }
    let mut cases = document.descendants().filter(|node| node.has_tag_name("testcase"));
    assert!(cases.all(|case| case.has_attribute("name") && case.has_attribute("classname") && case.children().count() <= 3));
}

/// Elements and attributes as Checkstyle's `XMLLogger` writes them.
#[test]
fn checkstyle() {
    insta::assert_snapshot!(rendered(Format::Checkstyle));
    let text = rendered(Format::Checkstyle);
    let document = roxmltree::Document::parse(&text).unwrap();
    assert_eq!(document.root_element().tag_name().name(), "checkstyle");
    for error in document.descendants().filter(|node| node.has_tag_name("error")) {
        let attributes: Vec<&str> = error.attributes().map(|attribute| attribute.name()).collect();
        assert_eq!(attributes, ["line", "column", "severity", "message", "source"]);
        assert!(error.parent().is_some_and(|file| file.has_tag_name("file") && file.has_attribute("name")));
    }
}

/// Members as in `DiagnosticResult` of reviewdog's `reviewdog.proto`, in the names that protobuf's JSON takes.
#[test]
fn rdjson() {
    insta::assert_snapshot!(pretty(Format::Rdjson));
    let report = json(Format::Rdjson);
    has(&report, "source diagnostics severity?");
    has(&report["source"], "name url?");
    let is_range = |range: &Json| {
        has(range, "start end");
        has(&range["start"], "line column");
        has(&range["end"], "line column");
    };
    for diagnostic in each(&report["diagnostics"]) {
        has(diagnostic, "message location severity? source? code? suggestions? original_output? related_locations?");
        has(&diagnostic["location"], "path range");
        is_range(&diagnostic["location"]["range"]);
        has(&diagnostic["code"], "value url?");
        for suggestion in each(&diagnostic["suggestions"]) {
            has(suggestion, "range text");
            is_range(&suggestion["range"]);
        }
        each(&diagnostic["related_locations"]).iter().for_each(|related| has(related, "message location"));
    }
}

#[test]
fn a_run_without_findings_is_a_whole_report_too() {
    let options = TextOptions { palette: Palette::PLAIN, quiet: true, statistics: false };
    let render = |format| render(&report(Vec::new()), format, options, false).unwrap();
    let [jsonl, github, gitlab] = [Format::Jsonl, Format::Github, Format::Gitlab].map(render);
    assert_eq!([&*jsonl, &*github, &*gitlab], ["", "", "[]\n"]);
    let [junit, checkstyle] = [Format::Junit, Format::Checkstyle].map(render);
    assert!(roxmltree::Document::parse(&junit).is_ok() && roxmltree::Document::parse(&checkstyle).is_ok());
}

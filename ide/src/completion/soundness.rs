//! Nothing is offered that would be an error: every item of every menu is taken, and the lint says what it makes of that.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use esc_analysis::{Edit, Settings, Severity, Source, apply};

use super::{Completion, CompletionKind, completions};
use crate::Context;
use crate::testing::World;

/// What is said of places that an item leaves to be filled in.
const UNFINISHED: [&str; 11] =
    ["ESC103", "ESC107", "ESC202", "ESC301", "ESC302", "ESC304", "ESC305", "ESC309", "ESC404", "ESC411", "ESC609"];

const IMPORTS: &str = "\
//- shared/base
values:
  region: eu-west-1
  count: 3
  tags: {team: platform, cost center: 42}
  hosts: [a.example.com, b.example.com]
//- shared/aws
values:
  aws:
    login:
      fn::open::aws-login: {oidc: {roleArn: arn:aws:iam::123456789012:role/esc, sessionName: esc}}
";

const DOCUMENTS: [&str; 3] = [
    "\
imports:
  - shared/base
  - shared/aws: {merge: true}
values:
  environmentVariables:
    AWS_REGION: ${region}
    AWS_ACCESS_KEY_ID: ${aws.login.accessKeyId}
    AWS_SECRET_ACCESS_KEY: ${aws.login.secretAccessKey}
    AWS_SESSION_TOKEN: ${aws.login.sessionToken}
    CENTER: \"${tags[\"cost center\"]} of ${hosts[0]}\"
  files:
    CONFIG: |
      user=${context.pulumi.user.login}
  a: ${count}
  b: [\"${tags}\", ${region}]
  c: {d: '${hosts}'}
",
    "\
values:
  aws:
    fn::open::aws-login:
      oidc:
        roleArn: arn:aws:iam::123456789012:role/esc
        sessionName: esc
        duration: 1h
  secrets:
    fn::open::aws-secrets:
      region: eu-west-1
      login: ${aws}
      get:
        api-key:
          secretId: prod/api
  text: {fn::join: [\",\", [a, \"${secrets.api-key}\"]]}
  split:
    fn::split: [\",\", \"a,b\"]
  encoded:
    fn::toBase64: ${split[0]}
",
    "\
values:
  password:
    fn::rotate:
      provider: password
      inputs: {length: 20}
  azure:
    fn::open: {provider: azure-login, inputs: {clientId: a, tenantId: b, oidc: true}}
  checked:
    fn::validate:
      schema: {type: string}
      value: x
",
];

#[test]
fn nothing_that_is_offered_is_an_error() {
    let mut complaints = BTreeSet::new();
    for text in DOCUMENTS {
        // Every other place, for the time that it takes.
        for (offset, _) in text.char_indices().step_by(2) {
            check(&text[..offset], "", &mut complaints);
            if let Some(rest) = next_lines(text, offset) {
                check(&text[..offset], rest, &mut complaints);
            }
        }
    }
    assert!(complaints.is_empty(), "{complaints:#?}");
}

/// What follows the line of `offset`; `None` if that belongs to what is left of it.
fn next_lines(text: &str, offset: usize) -> Option<&str> {
    let indent = |line: &str| line.len() - line.trim_start_matches([' ', '-']).len();
    let line = &text[text[..offset].rfind('\n').map_or(0, |at| at + 1)..offset];
    let rest = &text[offset + text[offset..].find('\n')?..];
    (indent(&rest[1..]) <= indent(line)).then_some(rest)
}

/// Takes what is offered between `before` and `after`, one item after the other.
fn check(before: &str, after: &str, complaints: &mut BTreeSet<String>) {
    let world = World::new(&format!("{IMPORTS}//- main\n{before}$0{after}"));
    world.look(|context, offset| {
        let errors = errors(context, world.source());
        for (index, item) in completions(context, offset).into_iter().enumerate() {
            let text = accept(world.source(), &item);
            let errors_now = self::errors(context, &Source::new(world.source().path(), text.as_str()));
            let is_new = |code: &str, count: usize| count > errors.get(code).copied().unwrap_or(0);
            for (code, _) in errors_now.into_iter().filter(|(code, count)| is_new(code, *count) && !is_tolerated(code, index, &item)) {
                let line = &before[before.rfind('\n').map_or(0, |at| at + 1)..];
                complaints.insert(format!("{code}: {:?} behind {line:?}", item.label));
            }
        }
    });
}

fn is_tolerated(code: &str, index: usize, item: &Completion) -> bool {
    match code {
        // A login's outputs are shown together, the one that belongs into the variable before the others.
        "ESC604" => index > 0,
        // The inputs of the provider are written next.
        "ESC304" | "ESC309" if item.kind == CompletionKind::Provider => true,
        _ => item.insert.has_holes() && UNFINISHED.contains(&code),
    }
}

fn accept(source: &Source, item: &Completion) -> String {
    let start = usize::from(item.range.start());
    let line = &source.text()[source.text()[..start].rfind('\n').map_or(0, |at| at + 1)..];
    let indent = line.len() - line.trim_start_matches(' ').len();
    let insert = item.insert.clone().indented(indent).plain();
    apply(source.text(), &[Edit::replace(item.range, insert)]).unwrap()
}

/// Errors, counted by rule.
fn errors(context: &Context<'_>, source: &Arc<Source>) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    let findings = context.analyzer.lint(source, &Settings::default());
    for finding in findings.iter().filter(|finding| finding.severity == Severity::Error) {
        *counts.entry(finding.rule.code).or_default() += 1;
    }
    counts
}

//! Text that nobody would write: whatever it is, the linter answers, its places lie in the text, and it tells no secret.

use std::sync::Arc;

use esc_analysis::{Environments, Profile, Settings, Source, lint};
use esc_syntax::TextSize;
use proptest::prelude::*;

/// Stands for every secret; if it turns up in a message, any other would.
const SECRET: &str = "hunter2-0a1b2c3d4e5f";

struct Nothing;

impl Environments for Nothing {
    fn find(&self, _: &Source, _: &str) -> Option<Arc<Source>> {
        None
    }

    fn names(&self, _: &Source) -> Vec<String> {
        Vec::new()
    }
}

/// Lints, and checks what holds for every text. `secret` must not be told.
fn check(text: &str, secret: Option<&str>) {
    let source = Source::new("env.yaml", text);
    for diagnostic in lint(&source, &Settings::new(Profile::Strict), &Nothing) {
        let places = diagnostic.related.iter().map(|related| related.range).chain([diagnostic.range]);
        let edits = diagnostic.fix.iter().flat_map(|fix| fix.edits.iter().map(|edit| edit.range));
        for range in places.chain(edits) {
            assert!(range.end() <= TextSize::of(text) && text.get(std::ops::Range::<usize>::from(range)).is_some(), "{diagnostic:?}");
        }
        let texts = [&diagnostic.message].into_iter().chain(&diagnostic.help).chain(&diagnostic.doc_path);
        let told =
            texts.chain(diagnostic.related.iter().map(|related| &related.message)).chain(diagnostic.fix.iter().map(|fix| &fix.title));
        if let Some(secret) = secret {
            assert!(!told.into_iter().any(|text| text.contains(secret)), "a secret was told: {} in\n{text}", diagnostic.rule.code);
        }
    }
}

/// A line of an environment, right or wrong.
fn line() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "values:",
        "imports:",
        "description: text",
        "environmentVariables:",
        "pulumiConfig:",
        "files:",
        "a: 1",
        "b: ${a}",
        "a: ${b.c[0]}",
        "- base",
        "- team/env@3: {merge: false}",
        "fn::secret: SECRET",
        "fn::secret: {ciphertext: SECRET}",
        "fn::open::aws-login:",
        "fn::toJSON: ${a}",
        "fn::join: [\",\", [a, ${b}]]",
        "fn::fromBase64: SECRET",
        "password: SECRET",
        "url: https://user:SECRET@host/",
        "oidc: {roleArn: x}",
        "? complex",
        ": value",
        "*alias",
        "&anchor x",
        "!!int SECRET",
        "!Ref x",
        "|",
        ">-",
        "text SECRET",
        "\"quoted SECRET",
        "'it''s'",
        "[a, b",
        "{a: 1,",
        "]",
        "}",
        "---",
        "...",
        "# SECRET",
        "<<: *x",
        "${",
        "a: ${a.",
        "a: $${x}",
        "\tb: 1",
        "1: 2",
        "~: x",
        "%YAML 1.2",
        "e\u{301}: 日本",
        "\u{1F600}: x",
        "fn::SECRET: 1",
        "",
    ]);
    (0usize..6, pieces).prop_map(|(depth, piece)| format!("{}{}", "  ".repeat(depth), piece.replace("SECRET", SECRET)))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn lines_in_any_order(lines in prop::collection::vec(line(), 0..24), newline in prop::sample::select(vec!["\n", "\r\n"])) {
        check(&lines.join(newline), None);
    }

    #[test]
    fn any_text(text in "\\PC{0,80}") {
        check(&text, None);
    }

    #[test]
    fn secrets_are_never_told(prefix in prop::collection::vec(line(), 0..6), key in "[a-z]{1,8}", suffix in prop::collection::vec(line(), 0..6)) {
        let clean = |lines: Vec<String>| lines.into_iter().map(|line| line.replace(SECRET, "x")).collect::<Vec<_>>().join("\n");
        let text = format!("{}\nvalues:\n  {key}:\n    fn::secret: {SECRET}\n  password: {SECRET}\n{}\n", clean(prefix), clean(suffix));
        check(&text, Some(SECRET));
    }
}

#[test]
fn deep_and_long_texts_are_answered() {
    let deep = 100_000;
    for text in ["[", "{a: ", "- ", "\"", "${a."] {
        check(&format!("values:\n  {}", text.repeat(deep)), None);
    }
    let nested: String = (0..2_000).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect();
    check(&format!("values:\n{nested}"), None);
    for reference in ["${a.b}", "${b}", "x${b}", "${c[1]}", "${c}"] {
        check(&format!("values:\n  a: \"{}\"\n  c: [1]\n", reference.repeat(deep)), None);
    }
    check(&format!("values:\n{}", "  a: 1\n".repeat(1_000)), None);
    let chain: String = (0..10_000).map(|index| format!("  a{index}: ${{a{}}}\n", index + 1)).collect();
    check(&format!("values:\n{chain}"), None);
}

/// Lines that double a text and a list as often as it takes to fill memory, and what is then done with them, many times.
fn bomb(uses: &str) -> String {
    let doubled = |n: usize| {
        let (before, after) = (n, n + 1);
        let twice = |name: &str| format!("${{{name}{before}}}${{{name}{before}}}");
        format!(
            "  t{after}: \"{}\"\n  l{after}: [\"${{l{before}}}\", \"${{l{before}}}\"]\n  c{after}: {{fn::concat: [\"${{c{before}}}\", \"${{c{before}}}\"]}}\n",
            twice("t")
        )
    };
    let doubled: String = (0..40).map(doubled).collect();
    let uses: String = (0..500).map(|n| format!("  use{n}: {uses}\n")).collect();
    format!("values:\n  t0: some text\n  l0: [a, b]\n  c0: [0, 0]\n{doubled}{uses}")
}

#[test]
fn short_texts_that_stand_for_long_ones_are_answered() {
    for uses in [
        "\"${t20}x\"",
        "{fn::toJSON: \"${l40}\"}",
        "{fn::toJSON: [\"${l40}\", .inf]}",
        "{fn::toString: \"${t20}\"}",
        "{fn::toBase64: \"${t20}\"}",
        "{fn::fromBase64: \"${t20}\"}",
        "{fn::fromJSON: {fn::toJSON: \"${c18}\"}}",
        "{fn::split: ['', \"${t20}\"]}",
        "{fn::join: ['', [\"${t19}\"]]}",
        "{fn::concat: [\"${c19}\", \"${c19}\"]}",
        "{fn::validate: {schema: {type: string, pattern: '^(a|b|)*c$'}, value: \"${t15}\"}}",
        "{fn::validate: {schema: {const: \"${l20}\"}, value: \"${l20}\"}}",
        "{fn::validate: {schema: {type: string, pattern: '((a{100}){100}){100}'}, value: a}}",
    ] {
        check(&bomb(uses), None);
    }
    let aliases: String = (1..30).map(|n| format!("  x{n}: &x{n} [*x{0}, *x{0}, *x{0}]\n", n - 1)).collect();
    check(&format!("values:\n  x0: &x0 [a]\n{aliases}"), None);
    let merges: String = (1..30).map(|n| format!("  x{n}: &x{n}\n    <<: [*x{0}, *x{0}]\n", n - 1)).collect();
    check(&format!("values:\n  x0: &x0 {{a: b}}\n{merges}"), None);
}

#[test]
fn a_chain_of_values_that_all_lead_back_is_answered() {
    let chain: String = (0..20_000).map(|n| format!("  a{n}: \"${{a{}}} ${{a0}}\"\n", n + 1)).collect();
    check(&format!("values:\n{chain}"), None);
}

//! How fast a text becomes a tree, next to `yaml-rust2`'s bare event parser over the same text in the same run.
//!
//! Ours builds the tree with its spans, tokens and comments, and decodes every scalar; theirs gives events and builds nothing.
//!
//! `cargo bench -p esc-syntax`. Fastest of 100 on one core of a busy machine, in MB/s:
//!
//! |                                | tree, this crate | events, `yaml-rust2` |
//! |--------------------------------|------------------|----------------------|
//! | 500 environments of 60 lines   | 171              | 55 to 75             |
//! | the same with wide characters  | 132              | 56                   |
//! | one of 12,000 lines            | 211              | 84 to 89             |
//! | 500 with a fault in the middle | 103              | stops at the fault   |

use std::fmt::Write as _;
use std::hint::black_box;
use std::sync::Arc;

use divan::Bencher;
use divan::counter::BytesCount;
use yaml_rust2::Event;
use yaml_rust2::parser::Parser;

fn main() {
    divan::main();
}

/// An environment of about 60 lines, as people write them: imports, a login, nested settings, interpolations, comments.
fn environment(seed: usize) -> String {
    let mut text = String::from("# Settings of one stage.\nimports:\n  - shared/base\n  - shared/network@stable\n\nvalues:\n");
    let _ = writeln!(text, "  stage: stage-{seed}\n  aws:\n    login:\n      fn::open::aws-login:\n        oidc:");
    let _ = writeln!(text, "          roleArn: arn:aws:iam::{:012}:role/deploy-{seed}\n          duration: 1h", seed * 7919);
    let _ = writeln!(text, "          sessionName: \"pulumi-${{context.pulumi.user.login}}\"\n    region: eu-west-{}", seed % 3 + 1);
    for service in 0..5 {
        let _ = writeln!(text, "  service-{service}: # owned by team {}", service + seed % 4);
        let _ = writeln!(text, "    url: https://service-{service}.${{stage}}.example.com:{}/v1", 8000 + service);
        let _ = writeln!(text, "    replicas: {}\n    tags: [web, 'stage {seed}', {{tier: gold}}]", seed % 9);
        let _ = writeln!(text, "    password:\n      fn::secret:\n        ciphertext: ZXNjeAAAAAEAAAEAabcdefghijklmnop{seed}==");
    }
    text.push_str("  script: |\n    #!/bin/sh\n    set -eu\n    exec server --verbose\n  environmentVariables:\n");
    for (index, name) in ["AWS_REGION", "STAGE", "LOG_LEVEL", "DATABASE_URL"].iter().enumerate() {
        let _ = writeln!(text, "    {name}: ${{service-{index}.url}}");
    }
    text
}

fn environments() -> Vec<Arc<str>> {
    (0..500).map(|seed| environment(seed).into()).collect()
}

/// One environment of some 12,000 lines.
fn big() -> Vec<Arc<str>> {
    let mut text = String::from("values:\n");
    for seed in 0..200 {
        let _ = writeln!(text, "  environment-{seed}:");
        for line in environment(seed).lines() {
            let _ = writeln!(text, "    {line}");
        }
    }
    vec![text.into()]
}

/// The same environments, each with a fault in the middle, so that both passes run.
fn half_typed() -> Vec<Arc<str>> {
    environments().iter().map(|text| text.replacen("    replicas:", "    replicas: a:", 1).into()).collect()
}

fn input(name: &str) -> Vec<Arc<str>> {
    match name {
        "big" => big(),
        "half-typed" => half_typed(),
        "wide" => environments().iter().map(|text| text.replace("one stage", "une étape").into()).collect(),
        _ => environments(),
    }
}

#[divan::bench(args = ["environments", "wide", "big", "half-typed"])]
fn esc_syntax_tree(bencher: Bencher, name: &str) {
    let texts = input(name);
    let bytes: usize = texts.iter().map(|text| text.len()).sum();
    bencher.counter(BytesCount::new(bytes)).bench_local(|| {
        for text in &texts {
            let tree = esc_syntax::parse(Arc::clone(text));
            let scalars: usize = tree.nodes().map(|node| node.text().len()).sum();
            black_box((scalars, tree.comments().count()));
        }
    });
}

#[divan::bench(args = ["environments", "wide", "big"])]
fn yaml_rust2_events(bencher: Bencher, name: &str) {
    let texts = input(name);
    let bytes: usize = texts.iter().map(|text| text.len()).sum();
    bencher.counter(BytesCount::new(bytes)).bench_local(|| {
        for text in &texts {
            let mut parser = Parser::new_from_str(text);
            while let Ok((event, marker)) = parser.next_token() {
                let end = event == Event::StreamEnd;
                black_box((event, marker));
                if end {
                    break;
                }
            }
        }
    });
}

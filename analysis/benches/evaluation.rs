//! Whether time grows with the input, and no faster: environments of 10 to 10,000 values, many that share imports, a chain of imports, and
//! texts in which one mistake is repeated. Text to findings, with every rule, on one thread.
//!
//! `cargo bench -p esc-analysis --bench evaluation [NAME]`. Each row is measured at its size and at twice that; the command fails where the second takes
//! more than [`MOST`] times the first. `docs/performance.md` has the figures.

#![allow(clippy::print_stdout, reason = "a program, and its output is the point")]

use std::collections::HashMap;
use std::env;
use std::hint::black_box;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use esc_analysis::eval::{Analyzer, Cache};
use esc_analysis::providers::Catalogue;
use esc_analysis::rules::ALL;
use esc_analysis::{Environments, Settings, Source};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What twice the input may cost: as much again, and ten percent for caches that it no longer fits in.
const MOST: f64 = 2.2;
/// Repetitions of one measurement go on for this long, and for [`ROUNDS`] at least. The fastest counts.
const PATIENCE: Duration = Duration::from_millis(300);
const ROUNDS: usize = 3;
/// Below this, what every run costs whatever it reads hides what the text costs.
const SMALL: Duration = Duration::from_millis(1);

type File = (String, String);

/// What is measured: its name, how large it is, what there is so many of, and the workspace of that size.
struct Shape {
    name: &'static str,
    size: usize,
    unit: &'static str,
    make: fn(usize) -> Vec<File>,
}

const fn shape(name: &'static str, size: usize, unit: &'static str, make: fn(usize) -> Vec<File>) -> Shape {
    Shape { name, size, unit, make }
}

const SHAPES: &[Shape] = &[
    shape("one environment", 10, "value", values),
    shape("one environment", 100, "value", values),
    shape("one environment", 1_000, "value", values),
    shape("one environment", 10_000, "value", values),
    shape("environments that share 50 imports", 2_000, "environment", sharing),
    shape("a chain of imports", 200, "environment", chain),
    shape("references that go on and on", 5_000, "value", |n| one(repeat(n, |i| format!("  v{i}: ${{v{}}}\n", i + 1)))),
    shape("keys of one object", 4_000, "key", |n| one(format!("  o:\n{}", repeat(n, |i| format!("    Key_{i}: {i}\n"))))),
    shape("keys that differ in their case", 4_000, "key", |n| one(repeat(n, |i| format!("  key{i}: 1\n  Key{i}: 1\n")))),
    shape("the same key again", 10_000, "key", |n| one("  a: 1\n".repeat(n))),
    shape("the same section again", 10_000, "section", |n| vec![("main".into(), "values:\n  a: 1\n".repeat(n))]),
    shape("names that do not exist", 2_000, "reference", |n| one(repeat(n, |i| format!("  v{i}: ${{w{i}}}\n")))),
    shape("inputs that do not exist", 4_000, "input", |n| {
        one(format!("  a:\n    fn::open::aws-login:\n{}", repeat(n, |i| format!("      x{i}: 1\n"))))
    }),
    shape("arguments that do not exist", 4_000, "argument", |n| {
        one(format!("  a:\n    fn::rotate:\n      provider: p\n{}", repeat(n, |i| format!("      x{i}: 1\n"))))
    }),
    shape("imports that do not exist", 2_000, "import", |n| {
        vec![("main".into(), format!("imports:\n{}values: {{a: 1}}\n", repeat(n, |i| format!("  - gone-{i}\n"))))]
    }),
    shape("variables", 4_000, "variable", |n| {
        one(format!("  environmentVariables:\n{}", repeat(n, |i| format!("    VARIABLE_{i}: text\n"))))
    }),
    shape("explicit keys in one another", 4_000, "key", |n| vec![("main".into(), format!("values:\n {}", "? ".repeat(n)))]),
    shape("anchors", 20_000, "anchor", |n| vec![("main".into(), "&a ".repeat(n))]),
    shape("lists in one another", 4_000, "list", |n| one(format!("  a: {}{}\n", "[".repeat(n), "]".repeat(n)))),
];

fn main() -> ExitCode {
    let wanted = env::args().skip(1).find(|argument| !argument.starts_with('-')).unwrap_or_default();
    println!("{:36} {:>21} {:>11} {:>24} {:>7}", "", "", "", "", "twice");
    let mut is_linear = true;
    for shape in SHAPES.iter().filter(|shape| shape.name.contains(&wanted)) {
        is_linear &= show(shape);
    }
    if is_linear { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Whether time grows as it should.
fn show(shape: &Shape) -> bool {
    let [once, twice] = [shape.size, 2 * shape.size].map(|size| measure(&(shape.make)(size)));
    let each = once.as_secs_f64() * 1e6 / shape.size as f64;
    let ratio = twice.as_secs_f64() / once.as_secs_f64();
    let is_linear = ratio <= MOST || twice < SMALL;
    let size = format!("{} {}s", shape.size, shape.unit);
    println!(
        "{:36} {size:>21} {:>8.2} ms {each:>8.2} us/{:12} {ratio:>7.2}{}",
        shape.name,
        once.as_secs_f64() * 1e3,
        shape.unit,
        if is_linear { "" } else { "  too much" }
    );
    is_linear
}

/// The fastest run over `files`.
fn measure(files: &[File]) -> Duration {
    let catalogue = Catalogue::new();
    let mut settings = Settings::default();
    ALL.iter().for_each(|rule| settings.select(rule));
    let (mut fastest, start) = (Duration::MAX, Instant::now());
    for round in 0.. {
        if round >= ROUNDS && start.elapsed() > PATIENCE {
            break;
        }
        fastest = fastest.min(run(files, &catalogue, &settings));
    }
    fastest
}

fn run(files: &[File], catalogue: &Catalogue, settings: &Settings) -> Duration {
    let start = Instant::now();
    let sources = files.iter().map(|(name, text)| (name.clone(), Source::new(name.clone(), text.as_str())));
    let workspace = Workspace(sources.collect());
    let cache = Cache::new();
    let analyzer = Analyzer::new(&workspace, catalogue, &cache);
    for (name, _) in files {
        black_box(analyzer.lint(&workspace.0[name], settings));
    }
    start.elapsed()
}

/// The files by name. What is near to a name that is not there is looked up elsewhere, and no part of this.
struct Workspace(HashMap<String, Arc<Source>>);

impl Environments for Workspace {
    fn find(&self, _: &Source, name: &str) -> Option<Arc<Source>> {
        self.0.get(name).cloned()
    }

    fn names(&self, _: &Source) -> Vec<String> {
        Vec::new()
    }
}

fn repeat(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(line).collect()
}

fn one(values: String) -> Vec<File> {
    vec![("main".to_owned(), format!("values:\n{values}"))]
}

/// Values of every kind: text, numbers, references, functions, secrets, objects.
fn values(count: usize) -> Vec<File> {
    one(repeat(count, |i| match i % 10 {
        0 => format!("  value-{i}: text\n"),
        1 => format!("  value-{i}: {i}\n"),
        2 => format!("  value-{i}: ${{value-{}}}\n", i - 2),
        3 => format!("  value-{i}: https://${{value-{}}}.example.com\n", i - 1),
        4 => format!("  value-{i}: {{fn::toJSON: {{a: ${{value-{}}}}}}}\n", i - 1),
        5 => format!("  value-{i}: {{fn::secret: not-the-password}}\n"),
        6 => format!("  value-{i}: {{host: a, port: {i}}}\n"),
        7 => format!("  value-{i}: ${{value-{}.host}}\n", i - 1),
        8 => format!("  value-{i}: {{fn::join: [',', [a, '${{value-{}}}']]}}\n", i - 8),
        _ => format!("  value-{i}: {{fn::toBase64: '${{value-{}}}'}}\n", i - 4),
    }))
}

/// Each imports two of 50.
fn sharing(count: usize) -> Vec<File> {
    let shared = (0..50).map(|i| (format!("shared-{i}"), format!("values:\n  base-{i}:\n    region: eu-west-1\n    size: {i}\n")));
    let using = (0..count).map(|i| {
        let (first, second) = (i % 50, (i + 1) % 50);
        let imports = format!("imports:\n  - shared-{first}\n  - shared-{second}\n");
        let own = repeat(10, |value| format!("  value-{value}: ${{base-{first}.region}}-{value}\n"));
        (format!("environment-{i}"), format!("{imports}values:\n{own}  size: ${{base-{second}.size}}\n"))
    });
    shared.chain(using).collect()
}

/// Each imports the next one.
fn chain(count: usize) -> Vec<File> {
    let last = (format!("environment-{count}"), "values:\n  region: eu-west-1\n".to_owned());
    let links = (0..count).map(|i| {
        let text = format!("imports:\n  - environment-{}\nvalues:\n  level: {i}\n  name: ${{region}}-{i}\n", i + 1);
        (format!("environment-{i}"), text)
    });
    links.chain([last]).collect()
}

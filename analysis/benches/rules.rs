//! What the rules of our own cost: linting with all rules that are on by default, against linting with those alone that the reference
//! evaluator has too. Text to findings, parsing and evaluation included, on one thread.
//!
//! `cargo bench -p esc-analysis`. Fails where the first costs more than [`MOST`] times what the second does; `docs/performance.md` has the figures.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program, and its output is the point")]

use std::fmt::Write as _;
use std::hint::black_box;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};
use std::{env, fs};

use esc_analysis::eval::{Analyzer, Cache};
use esc_analysis::providers::Catalogue;
use esc_analysis::{Environments, Profile, Settings, Source};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What linting may cost, as a multiple of what it costs with the reference's rules alone.
const MOST: f64 = 1.3;
/// Each is measured this often, in turns. The fastest counts: everything that else happens on a machine makes it slower.
const ROUNDS: usize = 100;

type File = (String, Arc<str>);

/// The files by name, as a workspace has them.
struct Workspace(Vec<(String, Arc<Source>)>);

impl Environments for Workspace {
    fn find(&self, _: &Source, name: &str) -> Option<Arc<Source>> {
        self.0.iter().find(|(other, _)| other == name).map(|(_, source)| Arc::clone(source))
    }

    fn names(&self, _: &Source) -> Vec<String> {
        self.0.iter().map(|(name, _)| name.clone()).collect()
    }
}

fn main() -> ExitCode {
    let sets = [
        ("200 environments of 50 lines", environments(200)),
        ("one environment of 10,000 lines", vec![big()]),
        ("documents of ../shared/corpus/real", real()),
    ];
    println!("{:36} {:>10} {:>12} {:>8}", "", "all rules", "reference's", "ratio");
    let mut is_cheap = true;
    for (name, files) in sets.into_iter().filter(|(_, files)| !files.is_empty()) {
        let (all, reference) = measure(&files);
        let ratio = all.as_secs_f64() / reference.as_secs_f64();
        println!("{name:36} {:>7.2} ms {:>9.2} ms {ratio:>8.2}", millis(all), millis(reference));
        is_cheap &= ratio <= MOST;
    }
    if is_cheap { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}

/// The fastest run over `files` with all rules, and with the reference's.
fn measure(files: &[File]) -> (Duration, Duration) {
    let catalogue = Catalogue::new();
    let (all, reference) = (Settings::default(), Settings::new(Profile::Parity));
    let mut fastest = (Duration::MAX, Duration::MAX);
    for _ in 0..ROUNDS {
        fastest.0 = fastest.0.min(run(files, &catalogue, &all));
        fastest.1 = fastest.1.min(run(files, &catalogue, &reference));
    }
    fastest
}

fn run(files: &[File], catalogue: &Catalogue, settings: &Settings) -> Duration {
    let start = Instant::now();
    let sources = files.iter().map(|(name, text)| (name.clone(), Source::new(name.clone(), Arc::clone(text))));
    let workspace = Workspace(sources.collect());
    let cache = Cache::new();
    let analyzer = Analyzer::new(&workspace, catalogue, &cache);
    for (_, source) in &workspace.0 {
        black_box(analyzer.lint(source, settings));
    }
    start.elapsed()
}

/// An environment of some 50 lines, as people write them: an import, a login, settings, secrets, what is exported.
fn environment(seed: usize) -> String {
    let mut text = format!("# Settings of one stage.\ndescription: Stage {seed}\nimports:\n  - shared/base\n\nvalues:\n");
    let _ = writeln!(text, "  stage: stage-{seed}\n  aws:\n    login:\n      fn::open::aws-login:\n        oidc:");
    let _ = writeln!(text, "          roleArn: arn:aws:iam::{:012}:role/deploy-{seed}\n          duration: 1h", seed * 7919);
    let _ = writeln!(text, "          sessionName: pulumi-${{context.pulumi.user.login}}\n    region: eu-west-{}", seed % 3 + 1);
    for service in 0..4 {
        let _ = writeln!(text, "  service-{service}: # owned by team {}", service + seed % 4);
        let _ = writeln!(text, "    url: https://service-{service}.${{stage}}.example.com:{}/v1", 8000 + service);
        let _ = writeln!(text, "    replicas: {}\n    tags: [web, 'stage {seed}', {{tier: gold}}]", seed % 9);
        let _ = writeln!(text, "    password:\n      fn::secret: not-the-password-{seed}");
    }
    text.push_str("  environmentVariables:\n    AWS_ACCESS_KEY_ID: ${aws.login.accessKeyId}\n");
    text.push_str("    AWS_SECRET_ACCESS_KEY: ${aws.login.secretAccessKey}\n    AWS_SESSION_TOKEN: ${aws.login.sessionToken}\n");
    text.push_str("    AWS_REGION: ${aws.region}\n    LOG_LEVEL: info\n    URL: ${service-0.url}\n");
    text.push_str(
        "  pulumiConfig:\n    aws:region: ${aws.region}\n    app:tags: ${service-1.tags}\n    app:password: ${service-2.password}\n",
    );
    text
}

fn environments(count: usize) -> Vec<File> {
    let base = "values:\n  team: platform\n  network:\n    vpc: vpc-0a1b2c3d\n    zones: [a, b, c]\n";
    let stages = (0..count).map(|seed| (format!("project/environment-{seed}"), environment(seed).into()));
    stages.chain([("shared/base".to_owned(), base.into())]).collect()
}

/// One environment of many services.
fn big() -> File {
    let mut text = String::from("values:\n  stage: production\n");
    for seed in 0..1_000 {
        let _ = writeln!(text, "  service-{seed}:\n    url: https://service-{seed}.${{stage}}.example.com/v1\n    replicas: {}", seed % 9);
        let _ = writeln!(text, "    tags: [web, 'service {seed}', {{tier: gold}}]");
        let _ =
            writeln!(text, "    limits:\n      memory: 512Mi\n      cpu: 500m\n    password:\n      fn::secret: not-the-password-{seed}");
    }
    text.push_str("  environmentVariables:\n");
    for seed in 0..1_000 {
        let _ = writeln!(text, "    URL_{seed}: ${{service-{seed}.url}}");
    }
    ("project/big".to_owned(), text.into())
}

/// What lies beside the repository, if anything does.
fn real() -> Vec<File> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus/real");
    let Ok(files) = fs::read_dir(&folder) else {
        eprintln!("skipped: {} is not there", folder.display());
        return Vec::new();
    };
    let files = files.filter_map(|file| Some(file.ok()?.path())).filter(|path| path.extension().is_some_and(|end| end == "yaml"));
    files.filter_map(|path| Some((path.file_stem()?.to_string_lossy().into_owned(), fs::read_to_string(&path).ok()?.into()))).collect()
}

//! Lints texts, and has the bare event parsers of crates.io read the same texts, in turn, in one process on one thread.
//!
//! `cargo run --release --manifest-path tests/peers/Cargo.toml -- DIR` prints one line each: the median time of a pass over every
//! `*.yaml` below `DIR`, and what a whole lint takes in proportion. Disk and start-up are outside of the figures.

use std::collections::HashMap;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use esc_analysis::eval::{Analyzer, Cache};
use esc_analysis::providers::Catalogue;
use esc_analysis::{Environments, Settings, Source};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const PASSES: usize = 15;

type Work = fn(&[File]);

/// What is timed; the first one is ours, and the others are compared with it.
const CONTESTANTS: [(&str, Work); 5] = [
    ("esc-lint: tree, evaluation, all rules", lint),
    ("yaml-rust2: events", yaml_rust2),
    ("saphyr-parser: events", saphyr),
    ("libyaml-safer: events", libyaml),
    ("rlsp-yaml-parser: events", rlsp),
];

struct File {
    path: PathBuf,
    text: String,
}

fn main() {
    let Some(root) = std::env::args_os().nth(1) else {
        eprintln!("usage: esc-peers DIR");
        std::process::exit(2);
    };
    let mut files = Vec::new();
    collect(Path::new(&root), &mut files);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let bytes: usize = files.iter().map(|file| file.text.len()).sum();
    println!("{} files, {bytes} bytes, median of {PASSES} passes", files.len());

    // In turn, so that a machine whose speed drifts is slow for everyone.
    let mut times = [const { Vec::<Duration>::new() }; CONTESTANTS.len()];
    for _ in 0..PASSES {
        for ((_, work), times) in CONTESTANTS.iter().zip(&mut times) {
            let start = Instant::now();
            work(black_box(&files));
            times.push(start.elapsed());
        }
    }
    let medians = times.map(median);
    for ((name, _), time) in CONTESTANTS.iter().zip(medians) {
        let per_file = time.as_secs_f64() * 1e6 / files.len().max(1) as f64;
        let rate = bytes as f64 / 1e6 / time.as_secs_f64();
        let ratio = medians[0].as_secs_f64() / time.as_secs_f64();
        println!("{name:40} {per_file:8.1} us a file  {rate:6.1} MB/s  our lint takes {ratio:4.2} times as long");
    }
}

fn collect(directory: &Path, files: &mut Vec<File>) {
    for entry in std::fs::read_dir(directory).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "yaml")
            && let Ok(text) = std::fs::read_to_string(&path)
        {
            files.push(File { path, text });
        }
    }
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// The environments of one pass, by the end of their path: enough for a workspace in which each name is there once.
struct Shelf(HashMap<String, Arc<Source>>);

impl Environments for Shelf {
    fn find(&self, _: &Source, name: &str) -> Option<Arc<Source>> {
        self.0.get(name).cloned()
    }

    fn names(&self, _: &Source) -> Vec<String> {
        self.0.keys().cloned().collect()
    }
}

fn lint(files: &[File]) {
    let source = |file: &File| Source::new(file.path.to_string_lossy(), file.text.as_str());
    let named = files.iter().map(|file| (name(&file.path), source(file)));
    let shelf = Shelf(named.collect());
    let (catalogue, cache, settings) = (Catalogue::new(), Cache::new(), Settings::default());
    let analyzer = Analyzer::new(&shelf, &catalogue, &cache);
    for source in shelf.0.values() {
        black_box(analyzer.lint(source, &settings));
        // As the command does; those that are imported stay.
        if !source.path().contains("shared/") {
            cache.release(source);
        }
    }
}

/// `project/environment`.
fn name(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let project = path.parent().and_then(Path::file_name).unwrap_or_default().to_string_lossy();
    format!("{project}/{stem}")
}

fn yaml_rust2(files: &[File]) {
    for file in files {
        let mut parser = yaml_rust2::parser::Parser::new_from_str(&file.text);
        while let Ok((event, _)) = parser.next_token() {
            if black_box(event) == yaml_rust2::Event::StreamEnd {
                break;
            }
        }
    }
}

fn saphyr(files: &[File]) {
    for file in files {
        for event in saphyr_parser::Parser::new_from_str(&file.text) {
            if black_box(event).is_err() {
                break;
            }
        }
    }
}

fn libyaml(files: &[File]) {
    for file in files {
        let mut input = file.text.as_bytes();
        let mut parser = libyaml_safer::Parser::new();
        parser.set_input_string(&mut input);
        while let Ok(event) = parser.parse() {
            if matches!(black_box(event).data, libyaml_safer::EventData::StreamEnd) {
                break;
            }
        }
    }
}

fn rlsp(files: &[File]) {
    for file in files {
        for event in rlsp_yaml_parser::parse_events(&file.text) {
            if black_box(event).is_err() {
                break;
            }
        }
    }
}

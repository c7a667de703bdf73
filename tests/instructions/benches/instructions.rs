//! What each step takes in instructions, which unlike time is the same on a machine that is busy with something else.
//!
//! `cargo bench --manifest-path tests/instructions/Cargo.toml`; needs valgrind, and `gungraun-runner` in the version of the manifest. Fails where a
//! step takes more than its limit, which is a twentieth above what it took when somebody last looked. Who makes a step cheaper lowers its limit;
//! who makes one dearer for a good reason raises it, and says why.

use std::hint::black_box;
use std::sync::Arc;

use esc_analysis::eval::{Analyzer, Cache};
use esc_analysis::providers::Catalogue;
use esc_analysis::{Diagnostic, Environments, Settings, Source};
use esc_ide::{Completion, Context};
use esc_instructions::{BASE, broken, environment};
use gungraun::prelude::*;
use gungraun::{Callgrind, EventKind};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// One environment to work on and one that it imports.
struct Shelf {
    source: Arc<Source>,
    base: Arc<Source>,
    catalogue: Catalogue,
    cache: Cache,
    settings: Settings,
}

impl Environments for Shelf {
    fn find(&self, _: &Source, name: &str) -> Option<Arc<Source>> {
        (name == "shared/base").then(|| Arc::clone(&self.base))
    }

    fn names(&self, _: &Source) -> Vec<String> {
        vec!["shared/base".to_owned()]
    }
}

fn shelf(text: String) -> Shelf {
    let shelf = Shelf {
        source: Source::new("dev", text),
        base: Source::new("shared/base", BASE),
        catalogue: Catalogue::new(),
        cache: Cache::new(),
        settings: Settings::default(),
    };
    // Tables that are made once for a process are no part of what one more file takes.
    Analyzer::new(&shelf, &shelf.catalogue, &Cache::new()).lint(&Source::new("warm", environment(60)), &shelf.settings);
    shelf
}

fn lines(count: usize) -> Shelf {
    shelf(environment(count))
}

fn findings(count: usize) -> Shelf {
    shelf(broken(count))
}

/// In the middle of `${aws.login.` in the last lines.
fn half_typed(count: usize) -> (Shelf, u32) {
    let text = environment(count) + "    LAST: ${aws.login.\n";
    let offset = text.len() - 1;
    (shelf(text), offset as u32)
}

fn limit(instructions: u64) -> LibraryBenchmarkConfig {
    let mut callgrind = Callgrind::default();
    callgrind.hard_limits([(EventKind::Ir, instructions)]);
    let mut config = LibraryBenchmarkConfig::default();
    config.tool(callgrind);
    config
}

#[library_benchmark]
#[bench::lines_60(args = (environment(60)), config = limit(225_000))]
#[bench::lines_10000(args = (environment(10_000)), config = limit(34_200_000))]
fn parse(text: String) -> Arc<Source> {
    black_box(Source::new("dev", text))
}

#[library_benchmark]
#[bench::lines_60(args = (60), setup = lines, config = limit(236_000))]
#[bench::lines_10000(args = (10_000), setup = lines, config = limit(40_800_000))]
fn evaluate(shelf: Shelf) -> Shelf {
    black_box(Analyzer::new(&shelf, &shelf.catalogue, &shelf.cache).evaluate(&shelf.source));
    shelf
}

#[library_benchmark]
#[bench::lines_60(args = (60), setup = lines, config = limit(412_000))]
#[bench::lines_10000(args = (10_000), setup = lines, config = limit(62_900_000))]
#[bench::findings_1000(args = (1_000), setup = findings, config = limit(441_400_000))]
fn lint(shelf: Shelf) -> (Shelf, Vec<Diagnostic>) {
    let found = Analyzer::new(&shelf, &shelf.catalogue, &shelf.cache).lint(&shelf.source, &shelf.settings);
    (shelf, black_box(found))
}

#[library_benchmark]
#[bench::lines_60(args = (60), setup = half_typed, config = limit(692_000))]
#[bench::lines_1000(args = (1_000), setup = half_typed, config = limit(11_100_000))]
fn complete((shelf, offset): (Shelf, u32)) -> (Shelf, Vec<Completion>) {
    let analyzer = Analyzer::new(&shelf, &shelf.catalogue, &shelf.cache);
    let found = esc_ide::completions(&Context::new(&shelf.source, &analyzer), offset.into());
    (shelf, black_box(found))
}

library_benchmark_group!(name = steps; benchmarks = parse, evaluate, lint, complete);
main!(library_benchmark_groups = steps);

//! Does time grow with the text, also where the text is wrong all over? Repeats the mistake of each rule's page, and doubles it.
//!
//! `cargo run --release -p esc-tests --example repeated_mistakes [-- CODE...]` prints the slowest texts and those that take more than
//! twice as long for twice the text, with room for chance. It is a tool for people: nothing judges its figures.

#![allow(clippy::print_stdout, reason = "it prints a table")]

use std::sync::Arc;
use std::time::{Duration, Instant};

use esc_analysis::rules::{ALL, Rule};
use esc_analysis::{Environments, Profile, Settings, Source, lint};

const COPIES: usize = 4_000;
/// The fastest of so many counts.
const ROUNDS: usize = 3;
/// Longer than this is worth a look, whatever the proportion.
const LONG: Duration = Duration::from_millis(400);

struct Nothing;

impl Environments for Nothing {
    fn find(&self, _: &Source, _: &str) -> Option<Arc<Source>> {
        None
    }

    fn names(&self, _: &Source) -> Vec<String> {
        Vec::new()
    }
}

fn main() {
    let codes: Vec<String> = std::env::args().skip(1).collect();
    for rule in ALL.iter().filter(|rule| codes.is_empty() || codes.iter().any(|code| code == rule.code)) {
        measure(rule, "below one another", nested);
        measure(rule, "last line", last_line);
        measure(rule, "whole text", whole);
    }
}

fn measure(rule: &Rule, how: &str, repeat: fn(&str, usize) -> String) {
    let time = |copies| {
        let text = repeat(rule.page.bad, copies);
        let start = Instant::now();
        let found = lint(&Source::new("test", text), &Settings::new(Profile::Strict), &Nothing).len();
        (start.elapsed(), found)
    };
    let fastest = |copies| (0..ROUNDS).map(|_| time(copies)).min().unwrap_or_default();
    let ((once, _), (twice, found)) = (fastest(COPIES), fastest(2 * COPIES));
    let ratio = twice.as_secs_f64() / once.as_secs_f64();
    if twice > LONG || ratio > 3.0 && twice > Duration::from_millis(50) {
        println!(
            "{} {:28} {how:18} {:8.1} ms, {ratio:4.1} times that of half, {found} findings",
            rule.code,
            rule.name,
            twice.as_secs_f64() * 1e3
        );
    }
}

/// The values of the text as values of one key each.
fn nested(text: &str, copies: usize) -> String {
    let Some((head, values)) = text.split_once("values:\n") else { return whole(text, copies) };
    let values: String = values.lines().map(|line| format!("  {line}\n")).collect();
    let copies = (0..copies).map(|copy| format!("  copy-{copy}:\n{values}"));
    format!("{head}values:\n{}", copies.collect::<String>())
}

/// The last line of the text again and again, with a key of its own where it has one.
fn last_line(text: &str, copies: usize) -> String {
    let line = text.trim_end().lines().last().unwrap_or("");
    let (before, after) = line.split_at(line.find(':').unwrap_or(line.len()));
    let copies = (0..copies).map(|copy| if after.is_empty() { format!("{line}\n") } else { format!("{before}_{copy}{after}\n") });
    format!("{}\n{}", text.trim_end(), copies.collect::<String>())
}

fn whole(text: &str, copies: usize) -> String {
    text.repeat(copies)
}

//! Suppression comments, and the rules that they name.

use std::collections::HashSet;

use esc_analysis::Settings;
use esc_analysis::rules::ALL;
use esc_syntax::{TextRange, TextSize};

use super::marked::Marked;
use super::{Completion, CompletionKind, MARK, Template};
use crate::{Context, DocKey};

const MARKER: &str = "esc-lint:";

/// What may stand at the mark in a comment.
pub(super) fn complete(context: &Context<'_>, marked: &Marked, comment: TextRange) -> Vec<Completion> {
    let text = &marked.source().text()[comment];
    let Some((before, _)) = text.split_once(MARK) else { return Vec::new() };
    match before.rfind(MARKER) {
        None => beginning(marked, before),
        Some(at) => {
            let rest = &before[at + MARKER.len()..];
            match rest.rsplit_once('[') {
                Some((_, list)) if !list.contains(']') => rules(context, marked, comment, list),
                Some(_) => Vec::new(),
                None => verbs(marked, rest.trim_start()),
            }
        }
    }
}

/// A comment with nothing in it yet, or with the first letters of the marker.
fn beginning(marked: &Marked, before: &str) -> Vec<Completion> {
    let typed = before.trim_start_matches('#').trim_start();
    if !MARKER.starts_with(typed) {
        return Vec::new();
    }
    let insert = Template::text(format!("{MARKER} ignore[")).hole("").then("]");
    let completion = Completion::new(format!("{MARKER} ignore[...]"), CompletionKind::Keyword, behind(marked, typed), insert);
    vec![completion.detail("silences rules for what follows, or for this line".to_owned())]
}

fn verbs(marked: &Marked, typed: &str) -> Vec<Completion> {
    let verb = |verb: &str, detail: &str| {
        let insert = Template::text(format!("{verb}[")).hole("").then("]");
        Completion::new(verb, CompletionKind::Keyword, behind(marked, typed), insert).detail(detail.to_owned())
    };
    vec![verb("ignore", "for an entry and all below it"), verb("ignore-file", "for the whole file")]
}

/// Rules that can be silenced and are not in the list yet; those that speak in this file first.
fn rules(context: &Context<'_>, marked: &Marked, comment: TextRange, list: &str) -> Vec<Completion> {
    let typed = list.rsplit(',').next().unwrap_or("").trim_start();
    let line = &marked.source().text()[comment];
    let speaking: HashSet<&str> =
        context.analyzer.lint(context.source(), &Settings::default()).iter().map(|finding| finding.rule.code).collect();
    let is_new = |code: &str, name: &str| !list.split(',').rev().skip(1).any(|other| [code, name].contains(&other.trim()));
    let rest = line.split(MARK).nth(1).unwrap_or("");
    let tail = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').count();
    let range = behind(marked, typed);
    let range = TextRange::new(range.start(), range.end() + TextSize::try_from(tail).unwrap_or_default());
    ALL.iter()
        .filter(|rule| rule.suppressible && is_new(rule.code, rule.name))
        .map(|rule| {
            Completion::new(rule.code, CompletionKind::Rule, range, Template::text(rule.code))
                .filter(format!("{} {}", rule.code, rule.name))
                .detail(rule.name.to_owned())
                .documentation(DocKey::Rule(rule.code))
                .rank(if speaking.contains(rule.code) { 1 } else { 2 })
        })
        .collect()
}

/// What is typed before the mark, in the original text.
fn behind(marked: &Marked, typed: &str) -> TextRange {
    TextRange::new(marked.offset - TextSize::of(typed), marked.offset)
}

//! Checks one file: the same lint that the command runs, in the protocol's words.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use esc_analysis::eval::{Evaluation, Imported};
use esc_analysis::{Diagnostic, Related, Severity, Source};
use esc_ide::Tag;
use esc_project::Config;
use esc_syntax::{TextRange, TextSize};
use lsp_types::{
    CodeDescription, Diagnostic as LspDiagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, Location, NumberOrString,
};

use super::results::{Outcome, Results};
use crate::documents::OpenDocument;
use crate::snapshot::Snapshot;

/// What clients show beside the code.
pub(crate) const SOURCE: &str = "esc-lint";

/// What is wrong with `source`, from `results` if it is known.
pub(crate) fn check(snapshot: &Snapshot, results: &Results, source: &Arc<Source>) -> Outcome {
    let path = Arc::from(source.path());
    if let Some(outcome) = results.get(&path, snapshot.stamp) {
        return outcome;
    }
    let settings = snapshot.settings(source);
    let (diagnostics, imports) = snapshot.analyze(source, |analyzer| {
        let diagnostics = analyzer.lint(source, &settings);
        (diagnostics, imports(&analyzer.evaluate(source)))
    });
    let outcome = Outcome::new(diagnostics.iter().map(|diagnostic| to_proto(snapshot, diagnostic)).collect());
    results.keep(&path, outcome, imports, snapshot.stamp)
}

/// What is wrong with an open document: an environment, or a configuration. Nothing, if it is something else.
pub(crate) fn check_document(snapshot: &Snapshot, results: &Results, document: &OpenDocument) -> Outcome {
    if let Some(source) = snapshot.configuration(&document.uri) {
        return check_configuration(snapshot, &source);
    }
    if snapshot.is_environment(document) { check(snapshot, results, document.source()) } else { Outcome::none() }
}

/// The mistake in a configuration that keeps it from being read, if there is one.
fn check_configuration(snapshot: &Snapshot, source: &Source) -> Outcome {
    let Err(error) = Config::parse(source.text(), Path::new(source.path()), source.path()) else { return Outcome::none() };
    // Columns count characters, from 1.
    let (line, column) = error.place.unwrap_or((1, 1));
    let index = u32::try_from(line.saturating_sub(1)).unwrap_or(u32::MAX);
    let line = source.lines().line_range(source.text(), index).unwrap_or_default();
    let text = &source.text()[line];
    let before: usize = text.chars().take(column.saturating_sub(1)).map(char::len_utf8).sum();
    let before = TextSize::try_from(before).unwrap_or_default();
    let end = line.start() + TextSize::of(text.trim_end());
    // At the end of a line there is nothing to underline, so the line it is.
    let start = Some(line.start() + before).filter(|start| *start < end).unwrap_or(line.start().min(end));
    let range = TextRange::new(start, end);
    let diagnostic = LspDiagnostic {
        range: snapshot.positions().range(source, range),
        severity: Some(DiagnosticSeverity::ERROR),
        source: Some(SOURCE.to_owned()),
        message: error.message,
        ..LspDiagnostic::default()
    };
    Outcome::new(vec![diagnostic])
}

/// The files that an environment imports, also by way of others.
fn imports(evaluation: &Arc<Evaluation>) -> Vec<Arc<str>> {
    let mut found: BTreeSet<Arc<str>> = BTreeSet::new();
    let mut waiting = vec![Arc::clone(evaluation)];
    while let Some(evaluation) = waiting.pop() {
        for import in evaluation.imports.iter().chain(evaluation.inline.iter().map(|(_, import)| import)) {
            match import {
                Imported::Evaluated(import) if found.insert(import.document.source.path().into()) => waiting.push(Arc::clone(import)),
                Imported::Evaluated(_) | Imported::Unresolved | Imported::Nameless => {}
                Imported::Unusable(source) | Imported::Cyclic(source) => _ = found.insert(source.path().into()),
            }
        }
    }
    found.into_iter().collect()
}

/// A finding in the protocol's words. Leaves out what the client cannot show.
pub(crate) fn to_proto(snapshot: &Snapshot, diagnostic: &Diagnostic) -> LspDiagnostic {
    let client = &snapshot.client;
    let message = match &diagnostic.help {
        Some(help) => format!("{}\nhelp: {help}", diagnostic.message),
        None => diagnostic.message.clone(),
    };
    let tags: Vec<DiagnosticTag> = esc_ide::tag(diagnostic.rule)
        .filter(|tag| match tag {
            Tag::Unnecessary => client.unnecessary_tag,
            Tag::Deprecated => client.deprecated_tag,
        })
        .map(|tag| match tag {
            Tag::Unnecessary => DiagnosticTag::UNNECESSARY,
            Tag::Deprecated => DiagnosticTag::DEPRECATED,
        })
        .into_iter()
        .collect();
    let related: Vec<_> = diagnostic.related.iter().filter_map(|related| related_to_proto(snapshot, related)).collect();
    LspDiagnostic {
        range: snapshot.positions().range(&diagnostic.source, diagnostic.range),
        severity: Some(severity(diagnostic.severity)),
        code: Some(NumberOrString::String(diagnostic.rule.code.to_owned())),
        code_description: code_description(diagnostic).filter(|_| client.code_descriptions),
        source: Some(SOURCE.to_owned()),
        message,
        related_information: Some(related).filter(|related| client.related_information && !related.is_empty()),
        tags: Some(tags).filter(|tags| !tags.is_empty()),
        data: None,
    }
}

fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Error => DiagnosticSeverity::ERROR,
        Severity::Warning => DiagnosticSeverity::WARNING,
        Severity::Info => DiagnosticSeverity::INFORMATION,
    }
}

fn code_description(diagnostic: &Diagnostic) -> Option<CodeDescription> {
    Some(CodeDescription { href: diagnostic.rule.url()?.parse().ok()? })
}

fn related_to_proto(snapshot: &Snapshot, related: &Related) -> Option<DiagnosticRelatedInformation> {
    let uri = snapshot.uri(related.source.path())?;
    let range = snapshot.positions().range(&related.source, related.range);
    Some(DiagnosticRelatedInformation { location: Location { uri, range }, message: related.message.clone() })
}

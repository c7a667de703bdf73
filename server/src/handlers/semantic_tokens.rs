//! `textDocument/semanticTokens/full`, `/full/delta` and `/range`
//!
//! Multi-line tokens go out line by line, since few clients take them whole.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use esc_analysis::Source;
use esc_ide::{Context, SemanticKind, SemanticToken, semantic_tokens};
use esc_syntax::{TextRange, TextSize};
use lsp_types::{
    Range, SemanticToken as LspToken, SemanticTokenModifier, SemanticTokenType, SemanticTokens, SemanticTokensDelta,
    SemanticTokensDeltaParams, SemanticTokensEdit, SemanticTokensFullDeltaResult, SemanticTokensLegend, SemanticTokensParams,
    SemanticTokensRangeParams, SemanticTokensRangeResult, SemanticTokensResult, Uri,
};

use crate::snapshot::Snapshot;

/// Marks what is secret. No standard one says so.
const SECRET: SemanticTokenModifier = SemanticTokenModifier::new("secret");

/// What was last sent for each document, to tell what has changed since.
#[derive(Default)]
pub(crate) struct SentTokens(Mutex<HashMap<Uri, (String, Vec<LspToken>)>>);

impl SentTokens {
    /// Keeps what is sent, and returns what was sent before.
    fn keep(&self, uri: &Uri, id: &str, tokens: &[LspToken]) -> Option<(String, Vec<LspToken>)> {
        let mut sent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        sent.insert(uri.clone(), (id.to_owned(), tokens.to_vec()))
    }

    /// Forgets a document that is closed.
    pub fn forget(&self, uri: &Uri) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(uri);
    }
}

/// What the numbers in tokens stand for.
pub(crate) fn legend() -> SemanticTokensLegend {
    SemanticTokensLegend {
        token_types: SemanticKind::ALL.iter().map(|kind| type_(*kind)).collect(),
        token_modifiers: vec![SemanticTokenModifier::DECLARATION, SECRET],
    }
}

fn type_(kind: SemanticKind) -> SemanticTokenType {
    match kind {
        SemanticKind::Comment => SemanticTokenType::COMMENT,
        SemanticKind::Keyword => SemanticTokenType::KEYWORD,
        SemanticKind::Property => SemanticTokenType::PROPERTY,
        SemanticKind::Function => SemanticTokenType::FUNCTION,
        SemanticKind::Namespace => SemanticTokenType::NAMESPACE,
        SemanticKind::Variable => SemanticTokenType::VARIABLE,
        SemanticKind::String => SemanticTokenType::STRING,
        SemanticKind::Number => SemanticTokenType::NUMBER,
        SemanticKind::Operator => SemanticTokenType::OPERATOR,
    }
}

/// The tokens of a document.
pub(crate) fn full(snapshot: &Snapshot, sent: &SentTokens, params: &SemanticTokensParams) -> Option<SemanticTokensResult> {
    let uri = &params.text_document.uri;
    let data = tokens(snapshot, uri, None)?;
    let id = result_id(snapshot, uri);
    sent.keep(uri, &id, &data);
    Some(SemanticTokensResult::Tokens(SemanticTokens { result_id: Some(id), data }))
}

/// What has changed since the client was last sent tokens; all of them if that was not what it has.
pub(crate) fn delta(snapshot: &Snapshot, sent: &SentTokens, params: &SemanticTokensDeltaParams) -> Option<SemanticTokensFullDeltaResult> {
    let uri = &params.text_document.uri;
    let data = tokens(snapshot, uri, None)?;
    let id = result_id(snapshot, uri);
    match sent.keep(uri, &id, &data).filter(|(before, _)| *before == params.previous_result_id) {
        Some((_, before)) => {
            let edits = difference(&before, &data).into_iter().collect();
            Some(SemanticTokensFullDeltaResult::TokensDelta(SemanticTokensDelta { result_id: Some(id), edits }))
        }
        None => Some(SemanticTokensFullDeltaResult::Tokens(SemanticTokens { result_id: Some(id), data })),
    }
}

/// The tokens of a part of a document.
pub(crate) fn range(snapshot: &Snapshot, params: &SemanticTokensRangeParams) -> Option<SemanticTokensRangeResult> {
    let data = tokens(snapshot, &params.text_document.uri, Some(params.range))?;
    Some(SemanticTokensRangeResult::Tokens(SemanticTokens { result_id: None, data }))
}

/// Differs from one answer to the next: what tokens mean hangs on other files, too.
fn result_id(snapshot: &Snapshot, uri: &Uri) -> String {
    use std::sync::atomic::{AtomicU64, Ordering};
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let version = snapshot.documents.get(uri).map_or(0, |document| document.version);
    format!("{version}-{}", COUNT.fetch_add(1, Ordering::Relaxed))
}

fn tokens(snapshot: &Snapshot, uri: &Uri, range: Option<Range>) -> Option<Vec<LspToken>> {
    let source = snapshot.environment(uri)?;
    let range = range.map_or(TextRange::up_to(TextSize::of(source.text())), |range| snapshot.positions().text_range(&source, range));
    let tokens = snapshot.analyze(&source, |analyzer| semantic_tokens(&Context::new(&source, analyzer)));
    let here = tokens.iter().filter(|token| token.range.intersect(range).is_some());
    Some(encode(snapshot, &source, here.flat_map(|token| by_line(&source, token))))
}

/// A token for each line that one spans.
fn by_line<'s>(source: &'s Source, token: &SemanticToken) -> impl Iterator<Item = SemanticToken> + 's {
    let token = *token;
    let mut at = token.range.start();
    source.text()[token.range].split_inclusive('\n').filter_map(move |line| {
        let start = at;
        at += TextSize::of(line);
        let content = line.trim_end_matches(['\n', '\r']);
        let blanks = if start == token.range.start() { 0 } else { content.len() - content.trim_start().len() };
        let range = TextRange::at(start + TextSize::of(&content[..blanks]), TextSize::of(&content[blanks..]));
        (!range.is_empty()).then_some(SemanticToken { range, ..token })
    })
}

/// Each token by its distance from the one before.
fn encode(snapshot: &Snapshot, source: &Source, tokens: impl Iterator<Item = SemanticToken>) -> Vec<LspToken> {
    let (mut line, mut character) = (0, 0);
    let encoded = tokens.map(|token| {
        let Range { start, end } = snapshot.positions().range(source, token.range);
        let delta_line = start.line - line;
        let delta_start = if delta_line == 0 { start.character - character } else { start.character };
        (line, character) = (start.line, start.character);
        LspToken {
            delta_line,
            delta_start,
            length: end.character.saturating_sub(start.character),
            token_type: SemanticKind::ALL.iter().position(|kind| *kind == token.kind).unwrap_or(0) as u32,
            token_modifiers_bitset: u32::from(token.declaration) | u32::from(token.secret) << 1,
        }
    });
    encoded.collect()
}

/// One edit from one list to another, without what both begin and end with. Five numbers stand for a token.
fn difference(before: &[LspToken], after: &[LspToken]) -> Option<SemanticTokensEdit> {
    let start = before.iter().zip(after).take_while(|(a, b)| a == b).count();
    let (rest_before, rest_after) = (&before[start..], &after[start..]);
    let end = rest_before.iter().rev().zip(rest_after.iter().rev()).take_while(|(a, b)| a == b).count();
    let (removed, added) = (&rest_before[..rest_before.len() - end], &rest_after[..rest_after.len() - end]);
    let number = |count: usize| u32::try_from(count * 5).unwrap_or(u32::MAX);
    (!removed.is_empty() || !added.is_empty()).then(|| SemanticTokensEdit {
        start: number(start),
        delete_count: number(removed.len()),
        data: Some(added.to_vec()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(delta_line: u32) -> LspToken {
        LspToken { delta_line, delta_start: 0, length: 1, token_type: 0, token_modifiers_bitset: 0 }
    }

    #[test]
    fn a_difference_leaves_out_what_both_have() {
        let list = |lines: &[u32]| lines.iter().copied().map(token).collect::<Vec<_>>();
        let edit = difference(&list(&[1, 2, 3, 4]), &list(&[1, 9, 8, 4])).unwrap();
        assert_eq!((edit.start, edit.delete_count, edit.data), (5, 10, Some(list(&[9, 8]))));
        let edit = difference(&list(&[1, 1]), &list(&[1])).unwrap();
        assert_eq!((edit.start, edit.delete_count, edit.data), (5, 5, Some(vec![])));
        assert!(difference(&list(&[1]), &list(&[1])).is_none());
    }
}

//! `workspace/executeCommand`

use std::sync::Arc;

use esc_analysis::Source;
use esc_analysis::rules::rule;
use esc_ide::DocKey;
use lsp_types::{Command, ExecuteCommandParams, MessageType, ShowDocumentParams, Uri};
use serde_json::{Value, json};

use super::commands;
use crate::session::Session;
use crate::snapshot::Snapshot;

/// Shows the page of a rule.
pub(crate) const EXPLAIN: &str = "esc.explainRule";

/// The command that explains a rule that speaks of `uri`.
pub(crate) fn explain(code: &str, uri: &Uri) -> Command {
    Command { title: format!("Explain {code}"), command: EXPLAIN.to_owned(), arguments: Some(vec![json!(code), json!(uri)]) }
}

/// Does what a command says, and answers. An error is for the user.
pub(crate) fn execute_command(session: &Arc<Session>, snapshot: &Snapshot, params: &ExecuteCommandParams) -> Result<Value, String> {
    if let Some(answer) = commands::run(session, snapshot, &params.command, &params.arguments) {
        return answer;
    }
    let argument = |index: usize| params.arguments.get(index).and_then(|argument| argument.as_str());
    let Some(rule) = argument(0).and_then(rule).filter(|_| params.command == EXPLAIN) else {
        return Err(format!("there is no command `{}` with these arguments", params.command));
    };
    let source = argument(1).and_then(|uri| uri.parse().ok()).and_then(|uri| snapshot.environment(&uri));
    let source = source.unwrap_or_else(|| Source::new("env.yaml", ""));
    let uri = snapshot.page(&source, &DocKey::Rule(rule.code));
    let (page, client) = (uri.clone().filter(|_| snapshot.client.shows_documents), session.client.clone());
    // The client is asked to show something; its answer is nothing to wait for.
    tokio::spawn(async move {
        match page {
            Some(uri) => {
                let params = ShowDocumentParams { uri, external: Some(false), take_focus: Some(true), selection: None };
                _ = client.show_document(params).await;
            }
            None => client.show_message(MessageType::INFO, format!("{} {}: {}", rule.code, rule.name, rule.summary)).await,
        }
    });
    Ok(json!({"v": commands::VERSION, "uri": uri}))
}

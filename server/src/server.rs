//! The protocol's methods, one by one: what changes the state does so at once, what asks is answered from a snapshot on another thread.
//!
//! House rules, on which order and liveness depend: state changes come before the first `await`; nothing here waits for an answer from the
//! client (such questions are spawned); and nothing here does work that takes longer than copying.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::SystemTime;

use lsp_types::*;
use serde_json::Value;
use tower_lsp::LanguageServer;
use tower_lsp::jsonrpc::{Error, ErrorCode, Request, Result};

use crate::capabilities::server_capabilities;
use crate::client::ClientFeatures;
use crate::diagnostics;
use crate::pages::{Content, ContentParams};
use crate::session::Session;
use crate::snapshot::{Snapshot, report_path};
use crate::transport::Observer;
use crate::{config, handlers, live, stale, watch};

/// The server.
pub(crate) struct Server {
    session: Arc<Session>,
    shutting_down: AtomicBool,
    virtual_documents: AtomicBool,
}

impl Server {
    /// A server for one session.
    pub fn new(session: Session) -> Server {
        Server { session: Arc::new(session), shutting_down: AtomicBool::new(false), virtual_documents: AtomicBool::new(false) }
    }

    /// The text of a document that is nowhere on disk.
    pub async fn text_document_content(&self, params: ContentParams) -> Result<Content> {
        self.session.asked.insert(params.uri.clone());
        let content = self.answer(move |snapshot| snapshot.content(&params)).await?;
        content.ok_or_else(|| Error::invalid_params("there is no such document"))
    }

    /// Answers from the state as it is now. A panic, which the hook has recorded, becomes an error.
    async fn answer<T: Send + 'static>(&self, work: impl FnOnce(&Snapshot) -> T + Send + 'static) -> Result<T> {
        let snapshot = self.session.snapshot();
        let _cancel = CancelOnDrop(Arc::clone(&snapshot.cancelled));
        tokio::task::spawn_blocking(move || work(&snapshot)).await.map_err(|_| Error::internal_error())
    }
}

/// The error that clients show to the user: `RequestFailed`.
fn refused(reason: impl std::fmt::Display) -> Error {
    Error { code: ErrorCode::ServerError(-32803), message: reason.to_string().into(), data: None }
}

/// A request that is cancelled is dropped, and tells the thread that works for it.
struct CancelOnDrop(Arc<AtomicBool>);

impl Drop for CancelOnDrop {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Observer for Server {
    /// Some of what the client can do is newer than the types that `initialize` is written in.
    fn observe(&self, request: &Request) {
        let capabilities = request.params().filter(|_| request.method() == "initialize").and_then(|params| params.get("capabilities"));
        if capabilities.is_some_and(|capabilities| capabilities.pointer("/workspace/textDocumentContent").is_some_and(Value::is_object)) {
            self.virtual_documents.store(true, Ordering::Relaxed);
        }
    }
}

impl LanguageServer for Server {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        let virtual_documents = self.virtual_documents.load(Ordering::Relaxed);
        let features = ClientFeatures { virtual_documents, ..ClientFeatures::new(&params) };
        let capabilities = server_capabilities(&features);
        let client = params.client_info.as_ref().map_or("an unnamed client", |client| &client.name);
        self.session.log.info(format!("{} {} for {client}", env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION")));
        self.session.set_features(features);
        self.session.reload(config::folders(&params));
        config::apply(&self.session, params.initialization_options.unwrap_or_default());
        Ok(InitializeResult {
            capabilities,
            server_info: Some(ServerInfo { name: env!("CARGO_PKG_NAME").to_owned(), version: Some(env!("CARGO_PKG_VERSION").to_owned()) }),
            offset_encoding: None,
        })
    }

    async fn initialized(&self, _: InitializedParams) {
        let start = SystemTime::now();
        tokio::spawn(config::register(Arc::clone(&self.session), start));
        tokio::spawn(diagnostics::keep_current(Arc::clone(&self.session)));
        tokio::spawn(stale::keep_fresh(Arc::clone(&self.session)));
        if self.session.features().virtual_documents {
            tokio::spawn(live::keep_fresh(Arc::clone(&self.session)));
        }
        if !self.session.features().watches_files {
            tokio::spawn(watch::poll(Arc::clone(&self.session), start));
        }
    }

    async fn shutdown(&self) -> Result<()> {
        self.shutting_down.store(true, Ordering::SeqCst);
        self.session.changed.notify_waiters();
        Ok(())
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        self.session.open(params.text_document);
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        self.session.change(params.text_document, params.content_changes);
    }

    async fn did_save(&self, params: DidSaveTextDocumentParams) {
        let session = Arc::clone(&self.session);
        let path = report_path(&params.text_document.uri);
        tokio::task::spawn_blocking(move || watch::saved(&session, &path));
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        self.session.close(params.text_document.uri);
    }

    async fn did_change_watched_files(&self, params: DidChangeWatchedFilesParams) {
        let session = Arc::clone(&self.session);
        tokio::task::spawn_blocking(move || watch::changed(&session, &params.changes));
    }

    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        self.session.reload(config::changed_folders(self.session.folders(), &params.event));
    }

    async fn did_change_configuration(&self, params: DidChangeConfigurationParams) {
        if self.session.features().configuration {
            tokio::spawn(config::fetch(Arc::clone(&self.session)));
        } else {
            config::apply(&self.session, params.settings);
        }
    }

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        self.answer(move |snapshot| handlers::completion(snapshot, &params)).await
    }

    async fn completion_resolve(&self, item: CompletionItem) -> Result<CompletionItem> {
        self.answer(move |snapshot| handlers::resolve(snapshot, item)).await
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        self.answer(move |snapshot| handlers::hover(snapshot, &params)).await
    }

    async fn goto_definition(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        self.answer(move |snapshot| handlers::definition(snapshot, &params)).await
    }

    async fn references(&self, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
        self.answer(move |snapshot| handlers::references(snapshot, &params)).await
    }

    async fn document_highlight(&self, params: DocumentHighlightParams) -> Result<Option<Vec<DocumentHighlight>>> {
        self.answer(move |snapshot| handlers::document_highlight(snapshot, &params)).await
    }

    async fn prepare_rename(&self, params: TextDocumentPositionParams) -> Result<Option<PrepareRenameResponse>> {
        self.answer(move |snapshot| handlers::prepare_rename(snapshot, &params)).await?.map_err(refused)
    }

    async fn rename(&self, params: RenameParams) -> Result<Option<WorkspaceEdit>> {
        self.answer(move |snapshot| handlers::rename(snapshot, &params)).await?.map_err(refused)
    }

    async fn will_rename_files(&self, params: RenameFilesParams) -> Result<Option<WorkspaceEdit>> {
        self.answer(move |snapshot| handlers::will_rename_files(snapshot, &params)).await
    }

    async fn document_symbol(&self, params: DocumentSymbolParams) -> Result<Option<DocumentSymbolResponse>> {
        self.answer(move |snapshot| handlers::document_symbol(snapshot, &params)).await
    }

    async fn folding_range(&self, params: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
        self.answer(move |snapshot| handlers::folding_range(snapshot, &params)).await
    }

    async fn goto_declaration(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        self.answer(move |snapshot| handlers::declaration(snapshot, &params)).await
    }

    async fn goto_type_definition(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        self.answer(move |snapshot| handlers::type_definition(snapshot, &params)).await
    }

    async fn document_link(&self, params: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
        self.answer(move |snapshot| handlers::document_link(snapshot, &params)).await
    }

    async fn selection_range(&self, params: SelectionRangeParams) -> Result<Option<Vec<SelectionRange>>> {
        self.answer(move |snapshot| handlers::selection_range(snapshot, &params)).await
    }

    async fn prepare_call_hierarchy(&self, params: CallHierarchyPrepareParams) -> Result<Option<Vec<CallHierarchyItem>>> {
        self.answer(move |snapshot| handlers::prepare_call_hierarchy(snapshot, &params)).await
    }

    async fn incoming_calls(&self, params: CallHierarchyIncomingCallsParams) -> Result<Option<Vec<CallHierarchyIncomingCall>>> {
        self.answer(move |snapshot| handlers::incoming_calls(snapshot, &params)).await
    }

    async fn outgoing_calls(&self, params: CallHierarchyOutgoingCallsParams) -> Result<Option<Vec<CallHierarchyOutgoingCall>>> {
        self.answer(move |snapshot| handlers::outgoing_calls(snapshot, &params)).await
    }

    async fn semantic_tokens_range(&self, params: SemanticTokensRangeParams) -> Result<Option<SemanticTokensRangeResult>> {
        self.answer(move |snapshot| handlers::semantic_tokens_range(snapshot, &params)).await
    }

    async fn inlay_hint(&self, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
        self.answer(move |snapshot| handlers::inlay_hint(snapshot, &params)).await
    }

    async fn code_lens(&self, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
        let session = Arc::clone(&self.session);
        self.answer(move |snapshot| handlers::code_lens(snapshot, &session.results, &params)).await
    }

    async fn signature_help(&self, params: SignatureHelpParams) -> Result<Option<SignatureHelp>> {
        self.answer(move |snapshot| handlers::signature_help(snapshot, &params)).await
    }

    async fn formatting(&self, params: DocumentFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        self.answer(move |snapshot| handlers::formatting(snapshot, &params)).await
    }

    async fn range_formatting(&self, params: DocumentRangeFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        self.answer(move |snapshot| handlers::range_formatting(snapshot, &params)).await
    }

    async fn on_type_formatting(&self, params: DocumentOnTypeFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        self.answer(move |snapshot| handlers::on_type_formatting(snapshot, &params)).await
    }

    async fn symbol(&self, params: WorkspaceSymbolParams) -> Result<Option<WorkspaceSymbolResponse>> {
        self.answer(move |snapshot| Some(handlers::workspace_symbol(snapshot, &params))).await
    }

    async fn document_link_resolve(&self, link: DocumentLink) -> Result<DocumentLink> {
        self.answer(move |snapshot| handlers::document_link_resolve(snapshot, link)).await
    }

    async fn semantic_tokens_full(&self, params: SemanticTokensParams) -> Result<Option<SemanticTokensResult>> {
        let session = Arc::clone(&self.session);
        self.answer(move |snapshot| handlers::semantic_tokens_full(snapshot, &session.tokens, &params)).await
    }

    async fn semantic_tokens_full_delta(&self, params: SemanticTokensDeltaParams) -> Result<Option<SemanticTokensFullDeltaResult>> {
        let session = Arc::clone(&self.session);
        self.answer(move |snapshot| handlers::semantic_tokens_delta(snapshot, &session.tokens, &params)).await
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        self.answer(move |snapshot| handlers::code_action(snapshot, &params)).await
    }

    async fn execute_command(&self, params: ExecuteCommandParams) -> Result<Option<LSPAny>> {
        let session = Arc::clone(&self.session);
        let answer = self.answer(move |snapshot| handlers::execute_command(&session, snapshot, &params)).await?;
        answer.map(Some).map_err(Error::invalid_params)
    }

    async fn diagnostic(&self, params: DocumentDiagnosticParams) -> Result<DocumentDiagnosticReportResult> {
        let session = Arc::clone(&self.session);
        let report = self.answer(move |snapshot| {
            diagnostics::document_report(snapshot, &session, &params.text_document.uri, params.previous_result_id.as_deref())
        });
        report.await.map(DocumentDiagnosticReportResult::Report)
    }

    /// A client that can be sent parts of the answer asks again as soon as it is answered; it gets its answer when there is news.
    async fn workspace_diagnostic(&self, params: WorkspaceDiagnosticParams) -> Result<WorkspaceDiagnosticReportResult> {
        let waits = params.partial_result_params.partial_result_token.is_some();
        let previous: Vec<_> = params.previous_result_ids.into_iter().map(|previous| (previous.uri, previous.value)).collect();
        loop {
            let mut changed = std::pin::pin!(self.session.changed.notified());
            changed.as_mut().enable();
            let (session, previous) = (Arc::clone(&self.session), previous.iter().cloned().collect());
            let report = self.answer(move |snapshot| diagnostics::workspace_report(snapshot, &session, previous)).await?;
            if !waits || diagnostics::is_news(&report) || self.shutting_down.load(Ordering::SeqCst) {
                return Ok(WorkspaceDiagnosticReportResult::Report(report));
            }
            changed.await;
            tokio::time::sleep(diagnostics::CALM).await;
        }
    }
}

//! What the client can do, found out once and asked by intent. Quirks of single clients belong here too, with their reason.

use esc_syntax::ColumnEncoding;
use lsp_types::{
    ClientCapabilities, CompletionClientCapabilities, DiagnosticTag, InitializeParams, InsertTextMode, MarkupKind, PositionEncodingKind,
    ResourceOperationKind, TextDocumentClientCapabilities, WorkspaceClientCapabilities, WorkspaceEditClientCapabilities,
};

/// The client's abilities that make a difference.
#[derive(Clone, Debug)]
pub(crate) struct ClientFeatures {
    /// The unit of columns in positions.
    pub encoding: ColumnEncoding,
    /// Inserts completions with places to fill in.
    pub snippets: bool,
    /// Indents the lines of a completion itself when it is told to.
    pub adjusts_indentation: bool,
    /// Asks for the documentation of a completion when it is shown.
    pub resolves_documentation: bool,
    /// Shows Markdown in completions.
    pub markdown_completions: bool,
    /// Shows Markdown in hovers.
    pub markdown_hovers: bool,
    /// Shows symbols as a tree.
    pub nested_symbols: bool,
    /// Folds whole lines only.
    pub folds_lines_only: bool,
    /// Shows no more folds than this.
    pub fold_limit: usize,
    /// Takes links with the range that they start from.
    pub definition_links: bool,
    /// The same for declarations.
    pub declaration_links: bool,
    /// The same for types.
    pub type_definition_links: bool,
    /// Takes actions with edits, not commands alone.
    pub action_literals: bool,
    /// Asks for diagnostics; nothing must be pushed then.
    pub pulls_diagnostics: bool,
    /// What it can be told to ask for again.
    pub refreshes: Refreshes,
    /// Shows other places that belong to a diagnostic.
    pub related_information: bool,
    /// Fades unused text.
    pub unnecessary_tag: bool,
    /// Strikes deprecated text out.
    pub deprecated_tag: bool,
    /// Links codes to their pages.
    pub code_descriptions: bool,
    /// Watches files for us if asked to.
    pub watches_files: bool,
    /// Tells its settings if asked.
    pub configuration: bool,
    /// Can be asked to say when its settings change.
    pub registers_configuration: bool,
    /// Asks for documents of our own scheme.
    pub virtual_documents: bool,
    /// Opens a document when it is told to.
    pub shows_documents: bool,
    /// Makes files as part of an edit.
    pub creates_files: bool,
    /// Takes edits with the versions of the documents that they are for.
    pub document_changes: bool,
    /// Renames files as part of an edit.
    pub renames_files: bool,
    /// Asks before it renames files.
    pub asks_before_renames: bool,
    /// Shows the progress of work that the server begins.
    pub progress: bool,
}

/// What a client shows of open documents and asks for by itself only when it edits them.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Refreshes {
    /// What was found in a document, or in the workspace.
    pub diagnostics: bool,
    /// Colours.
    pub semantic_tokens: bool,
    /// What is true and not written.
    pub inlay_hints: bool,
    /// Lines above a document and its sections.
    pub code_lenses: bool,
}

impl ClientFeatures {
    /// Reads what the client says of itself.
    pub fn new(params: &InitializeParams) -> ClientFeatures {
        let capabilities = &params.capabilities;
        let empty_document = TextDocumentClientCapabilities::default();
        let document = capabilities.text_document.as_ref().unwrap_or(&empty_document);
        let empty_workspace = WorkspaceClientCapabilities::default();
        let workspace = capabilities.workspace.as_ref().unwrap_or(&empty_workspace);
        let mut features = ClientFeatures { encoding: encoding(capabilities), ..ClientFeatures::default() };
        features.read_document(document);
        features.read_diagnostics(document);
        features.read_workspace(workspace);
        if let Some(window) = &capabilities.window {
            features.progress = window.work_done_progress.unwrap_or(false);
            features.shows_documents = window.show_document.as_ref().is_some_and(|show| show.support);
        }
        features
    }

    fn read_document(&mut self, document: &TextDocumentClientCapabilities) {
        if let Some(completion) = &document.completion {
            self.read_completion(completion);
        }
        let formats = document.hover.as_ref().and_then(|hover| hover.content_format.as_ref());
        self.markdown_hovers = formats.is_some_and(|formats| formats.first() == Some(&MarkupKind::Markdown));
        let symbols = document.document_symbol.as_ref();
        self.nested_symbols = symbols.and_then(|symbols| symbols.hierarchical_document_symbol_support).unwrap_or(false);
        if let Some(folding) = &document.folding_range {
            self.folds_lines_only = folding.line_folding_only.unwrap_or(false);
            self.fold_limit = folding.range_limit.map_or(usize::MAX, |limit| limit as usize);
        }
        self.definition_links = document.definition.as_ref().and_then(|definition| definition.link_support).unwrap_or(false);
        self.declaration_links = document.declaration.as_ref().and_then(|declaration| declaration.link_support).unwrap_or(false);
        self.type_definition_links = document.type_definition.as_ref().and_then(|definition| definition.link_support).unwrap_or(false);
        self.action_literals = document.code_action.as_ref().is_some_and(|action| action.code_action_literal_support.is_some());
    }

    fn read_completion(&mut self, completion: &CompletionClientCapabilities) {
        let Some(item) = &completion.completion_item else { return };
        self.snippets = item.snippet_support.unwrap_or(false);
        let formats = item.documentation_format.as_ref();
        self.markdown_completions = formats.is_some_and(|formats| formats.first() == Some(&MarkupKind::Markdown));
        // Before 3.16 documentation could always be resolved later.
        let lazily = item.resolve_support.as_ref().map(|support| support.properties.iter().any(|property| property == "documentation"));
        self.resolves_documentation = lazily.unwrap_or(true);
        let modes = item.insert_text_mode_support.as_ref();
        self.adjusts_indentation = modes.is_some_and(|modes| modes.value_set.contains(&InsertTextMode::ADJUST_INDENTATION));
    }

    fn read_diagnostics(&mut self, document: &TextDocumentClientCapabilities) {
        self.pulls_diagnostics = document.diagnostic.is_some();
        // Clients that pull describe what they show with the older capability, too.
        let Some(publish) = &document.publish_diagnostics else { return };
        self.related_information = publish.related_information.unwrap_or(false);
        let shows = |tag| publish.tag_support.as_ref().is_some_and(|tags| tags.value_set.contains(&tag));
        self.unnecessary_tag = shows(DiagnosticTag::UNNECESSARY);
        self.deprecated_tag = shows(DiagnosticTag::DEPRECATED);
        self.code_descriptions = publish.code_description_support.unwrap_or(false);
    }

    fn read_workspace(&mut self, workspace: &WorkspaceClientCapabilities) {
        if let Some(edits) = &workspace.workspace_edit {
            self.read_edits(edits);
        }
        self.asks_before_renames = workspace.file_operations.as_ref().and_then(|operations| operations.will_rename).unwrap_or(false);
        self.refreshes = Refreshes {
            diagnostics: workspace.diagnostics.as_ref().and_then(|it| it.refresh_support).unwrap_or(false),
            semantic_tokens: workspace.semantic_tokens.as_ref().and_then(|it| it.refresh_support).unwrap_or(false),
            inlay_hints: workspace.inlay_hint.as_ref().and_then(|it| it.refresh_support).unwrap_or(false),
            code_lenses: workspace.code_lens.as_ref().and_then(|it| it.refresh_support).unwrap_or(false),
        };
        self.watches_files = workspace.did_change_watched_files.as_ref().and_then(|it| it.dynamic_registration).unwrap_or(false);
        self.configuration = workspace.configuration.unwrap_or(false);
        self.registers_configuration = workspace.did_change_configuration.as_ref().and_then(|it| it.dynamic_registration).unwrap_or(false);
    }

    fn read_edits(&mut self, edits: &WorkspaceEditClientCapabilities) {
        self.document_changes = edits.document_changes.unwrap_or(false);
        let operations = edits.resource_operations.as_deref().unwrap_or_default();
        let can = |operation| self.document_changes && operations.contains(&operation);
        (self.creates_files, self.renames_files) = (can(ResourceOperationKind::Create), can(ResourceOperationKind::Rename));
    }

    /// The name of the encoding in the protocol.
    pub fn encoding_kind(&self) -> PositionEncodingKind {
        match self.encoding {
            ColumnEncoding::Utf8 => PositionEncodingKind::UTF8,
            ColumnEncoding::Utf16 => PositionEncodingKind::UTF16,
            ColumnEncoding::Utf32 | ColumnEncoding::Scalars => PositionEncodingKind::UTF32,
        }
    }
}

impl Default for ClientFeatures {
    /// A client that can do nothing but what every client can.
    fn default() -> ClientFeatures {
        ClientFeatures {
            encoding: ColumnEncoding::Utf16,
            snippets: false,
            adjusts_indentation: false,
            resolves_documentation: false,
            markdown_completions: false,
            markdown_hovers: false,
            nested_symbols: false,
            folds_lines_only: false,
            fold_limit: usize::MAX,
            definition_links: false,
            declaration_links: false,
            type_definition_links: false,
            action_literals: false,
            pulls_diagnostics: false,
            refreshes: Refreshes::default(),
            related_information: false,
            unnecessary_tag: false,
            deprecated_tag: false,
            code_descriptions: false,
            watches_files: false,
            configuration: false,
            registers_configuration: false,
            virtual_documents: false,
            shows_documents: false,
            creates_files: false,
            document_changes: false,
            renames_files: false,
            asks_before_renames: false,
            progress: false,
        }
    }
}

/// Bytes if the client knows them, since texts are bytes here; else UTF-16, which every client has to know; else what it offers.
fn encoding(capabilities: &ClientCapabilities) -> ColumnEncoding {
    let offered = capabilities.general.as_ref().and_then(|general| general.position_encodings.as_deref()).unwrap_or_default();
    let offers = |kind| offered.contains(&kind);
    if offers(PositionEncodingKind::UTF8) {
        ColumnEncoding::Utf8
    } else if !offers(PositionEncodingKind::UTF16) && offers(PositionEncodingKind::UTF32) {
        ColumnEncoding::Utf32
    } else {
        ColumnEncoding::Utf16
    }
}

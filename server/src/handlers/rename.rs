//! `textDocument/prepareRename`, `textDocument/rename` and `workspace/willRenameFiles`

use std::path::{Path, PathBuf};
use std::sync::Arc;

use esc_analysis::{Environments, Source};
use esc_ide::{Context, FileEdits, Refusal, Renamed};
use esc_project::{Moves, Rewritten};
use lsp_types::{
    PrepareRenameResponse, RenameFile, RenameFilesParams, RenameParams, ResourceOp, TextDocumentPositionParams, Uri, WorkspaceEdit,
};

use crate::snapshot::{Snapshot, file_path};

/// What can be renamed under the cursor, or why it cannot.
pub(crate) fn prepare_rename(snapshot: &Snapshot, params: &TextDocumentPositionParams) -> Result<Option<PrepareRenameResponse>, Refusal> {
    let prepared = snapshot.look(params, |source, context, offset| {
        let renaming = esc_ide::prepare_rename(context, offset)?;
        let range = snapshot.positions().range(source, renaming.range);
        Ok(PrepareRenameResponse::RangeWithPlaceholder { range, placeholder: renaming.name })
    });
    prepared.transpose()
}

/// Renames what is under the cursor, in all files; an environment with its file.
pub(crate) fn rename(snapshot: &Snapshot, params: &RenameParams) -> Result<Option<WorkspaceEdit>, Refusal> {
    let sources = snapshot.all_environments();
    let renamed = snapshot.look(&params.text_document_position, |_, context: &Context<'_>, offset| {
        esc_ide::rename(context, offset, &params.new_name, &sources)
    });
    match renamed.transpose()? {
        None => Ok(None),
        Some(Renamed::Value(files)) => Ok(Some(snapshot.workspace_edit(&files, Vec::new()))),
        Some(Renamed::Environment { source, name }) => rename_environment(snapshot, &source, &name, &sources).map(Some),
    }
}

fn rename_environment(snapshot: &Snapshot, source: &Source, name: &str, sources: &[Arc<Source>]) -> Result<WorkspaceEdit, Refusal> {
    let refuse = |reason: String| Err(Refusal::new(reason));
    if !snapshot.client.renames_files {
        return refuse(
            "this editor cannot rename files as part of an edit; rename the file, and its importers are asked to follow".to_owned(),
        );
    }
    let (from, to) = (Path::new(source.path()), path_after(snapshot, source, name)?);
    if to.exists() {
        return refuse(format!("there is a file `{}` already", to.display()));
    }
    let moves = Moves(vec![(from.to_owned(), to.clone())]);
    let (files, lost) = follow(snapshot, sources, &moves);
    if let Some(lost) = lost {
        return refuse(format!("`{}` could not import it under this name: another file comes first there", lost.path()));
    }
    let (Some(old_uri), Some(new_uri)) = (snapshot.uri(source.path()), Uri::from_file_path(&to)) else {
        return refuse("this environment is no file".to_owned());
    };
    let operation = ResourceOp::Rename(RenameFile { old_uri, new_uri, options: None, annotation_id: None });
    Ok(snapshot.workspace_edit(&files, vec![operation]))
}

/// Where the file of an environment is when it has this name: beside where it was.
fn path_after(snapshot: &Snapshot, source: &Source, name: &str) -> Result<PathBuf, Refusal> {
    let path = Path::new(source.path());
    let own = snapshot.name_of(source);
    let project = |name: &str| name.rsplit_once('/').map_or("default".to_owned(), |(project, _)| project.to_owned());
    if name.contains('/') && project(name) != project(&own) {
        return Err(Refusal::new(format!(
            "it belongs to the project `{}`; move its file to change that, and its importers follow",
            project(&own)
        )));
    }
    let (old, new) = (own.rsplit('/').next().unwrap_or(&own), name.rsplit('/').next().unwrap_or(name));
    let file = path.file_name().and_then(|file| file.to_str()).and_then(|file| file.strip_prefix(old));
    // Where the configuration names environments after folders there is no telling.
    let ending = file.filter(|ending| ending.starts_with('.')).ok_or_else(|| {
        Refusal::new(format!("the name of `{}` is not that of its file; move the file, and its importers follow", path.display()))
    })?;
    Ok(path.with_file_name(format!("{new}{ending}")))
}

/// What other files have to say when files are renamed.
pub(crate) fn will_rename_files(snapshot: &Snapshot, params: &RenameFilesParams) -> Option<WorkspaceEdit> {
    let path = |uri: &str| uri.parse::<Uri>().ok().as_ref().and_then(file_path);
    let moves = params.files.iter().filter_map(|file| Some((path(&file.old_uri)?, path(&file.new_uri)?)));
    let (files, _) = follow(snapshot, &snapshot.all_environments(), &Moves(moves.collect()));
    (!files.is_empty()).then(|| snapshot.workspace_edit(&files, Vec::new()))
}

/// The edits after which all environments import what they did, and one for which there is no such edit.
fn follow(snapshot: &Snapshot, sources: &[Arc<Source>], moves: &Moves) -> (FileEdits, Option<Arc<Source>>) {
    let (mut files, mut lost) = (FileEdits::new(), None);
    for source in sources {
        let edits = snapshot.analyze(source, |analyzer| {
            esc_ide::import_edits(&analyzer.document(source), &mut |written| match snapshot.workspace.renamed(source, written, moves) {
                Rewritten::Name(name) => Some(name),
                Rewritten::Unreachable => {
                    lost.replace(Arc::clone(source));
                    None
                }
                Rewritten::Stays => None,
            })
        });
        if !edits.is_empty() {
            files.push((Arc::clone(source), edits));
        }
    }
    (files, lost)
}

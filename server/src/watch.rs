//! Changes on disk, as the client tells them, or found by looking where the client does not watch.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use lsp_types::{FileChangeType, FileEvent};

use crate::session::Session;
use crate::snapshot::report_path;
use crate::workspace::Workspace;

/// How often the disk is looked at for a client that does not watch it.
const INTERVAL: Duration = Duration::from_secs(2);

/// Takes what the client has seen. New content of a file costs one file; anything else may change what names mean, and which files count.
pub(crate) fn changed(session: &Session, events: &[FileEvent]) {
    let paths: Vec<(Arc<str>, FileChangeType)> = events.iter().map(|event| (report_path(&event.uri), event.typ)).collect();
    if paths.iter().any(|(path, kind)| *kind != FileChangeType::CHANGED || is_configuration(path)) {
        return session.refresh();
    }
    for (path, _) in &paths {
        session.reread(path);
    }
}

/// A document was saved.
pub(crate) fn saved(session: &Session, path: &Arc<str>) {
    if is_configuration(path) {
        return session.refresh();
    }
    session.reread(path);
}

fn is_configuration(path: &str) -> bool {
    Path::new(path).file_name().is_some_and(|name| name == esc_project::config::FILE_NAME)
}

/// Looks at the disk from time to time, for as long as the session lasts. No file of the workspace may have been read before `start`.
pub(crate) async fn poll(session: Arc<Session>, start: SystemTime) {
    let mut seen: Option<Times> = None;
    loop {
        let workspace = Arc::clone(&session.snapshot().workspace);
        // A look that fails is repeated.
        if let Ok(times) = tokio::task::spawn_blocking(move || times(&workspace)).await {
            // What has changed since the start may have been read before it did.
            let before = seen.take().unwrap_or_else(|| older(&times, start));
            if before != times {
                let (session, now) = (Arc::clone(&session), times.clone());
                _ = tokio::task::spawn_blocking(move || compare(&session, &before, &now)).await;
            }
            seen = Some(times);
        }
        tokio::time::sleep(INTERVAL).await;
    }
}

type Times = HashMap<PathBuf, Option<SystemTime>>;

/// The same files, as if those that were written after `start` had not been.
fn older(times: &Times, start: SystemTime) -> Times {
    // File systems take the time from a clock that ticks a hundred times a second, or a few hundred times: what is written now can be said to be
    // older than `start`. A file too many is read again, and found to be the same.
    const TICK: Duration = Duration::from_millis(10);
    times.iter().map(|(path, time)| (path.clone(), time.filter(|time| *time + TICK < start))).collect()
}

/// When the workspace's environments and configurations were last written.
fn times(workspace: &Workspace) -> Times {
    let found = workspace.discover().map(|discovery| discovery.files).unwrap_or_default();
    let mut times = Times::new();
    for folder in workspace.folders() {
        times.insert(folder.join(esc_project::config::FILE_NAME), None);
    }
    for found in found {
        let mut dir = found.path.parent();
        while let Some(above) = dir.filter(|dir| workspace.folders().iter().any(|folder| dir.starts_with(folder))) {
            times.insert(above.join(esc_project::config::FILE_NAME), None);
            dir = above.parent();
        }
        times.insert(found.path, None);
    }
    times.retain(|path, _| path.exists());
    for (path, time) in &mut times {
        *time = path.metadata().and_then(|metadata| metadata.modified()).ok();
    }
    times
}

fn compare(session: &Session, before: &Times, now: &Times) {
    let same_files = before.len() == now.len() && before.keys().all(|path| now.contains_key(path));
    let changed: Vec<&PathBuf> = now.iter().filter(|(path, time)| before.get(*path) != Some(time)).map(|(path, _)| path).collect();
    if !same_files || changed.iter().any(|path| path.to_str().is_some_and(is_configuration)) {
        return session.refresh();
    }
    for path in changed.into_iter().filter_map(|path| path.to_str()) {
        session.reread(&path.into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_since_the_start_counts_as_changed() {
        let start = SystemTime::now();
        let second = Duration::from_secs(1);
        let times: Times = [("old", start - second), ("new", start + second)].map(|(path, time)| (path.into(), Some(time))).into();
        let older = older(&times, start);
        assert_eq!(older[Path::new("old")], Some(start - second));
        assert_eq!(older[Path::new("new")], None);
    }
}

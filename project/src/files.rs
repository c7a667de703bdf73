//! Every file of a run, read and parsed once, by whatever path it is reached; twice if it is imported after it was done with and let go.
//!
//! The key is the canonical path. A shard is locked only while its map is looked at, never while a file is read or parsed; two threads
//! that want the same new file wait for one parse, all others go on.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock};

use esc_analysis::Source;

use crate::{ReadError, read_text};

const SHARDS: usize = 16;

/// The cache.
pub(crate) struct Files {
    shards: [Mutex<HashMap<PathBuf, Arc<Slot>>>; SHARDS],
    hasher: RandomState,
    /// The way back from what reports call a file.
    paths: RwLock<HashMap<Arc<str>, Arc<Path>>>,
}

struct Slot {
    shown: Arc<str>,
    source: OnceLock<Result<Arc<Source>, ReadError>>,
    /// Whether it stays until it is forgotten: somebody imports it, and others may too, or it is not what is on disk. Changes only while the shard
    /// is locked.
    is_kept: AtomicBool,
}

impl Slot {
    fn empty(shown: Arc<str>, is_kept: bool) -> Arc<Slot> {
        Arc::new(Slot { shown, source: OnceLock::new(), is_kept: AtomicBool::new(is_kept) })
    }

    fn parsed(&self, path: &Path) -> Result<Arc<Source>, ReadError> {
        read_text(path).map(|text| Source::new(Arc::clone(&self.shown), text))
    }
}

impl Files {
    pub fn new() -> Files {
        Files { shards: std::array::from_fn(|_| Mutex::default()), hasher: RandomState::new(), paths: RwLock::default() }
    }

    /// Says what reports call the file at `path`. The first name stays.
    pub fn register(&self, path: &Path, shown: &str) {
        self.slot(path, || shown.into(), false);
    }

    /// Puts a text in place of what is on disk. Forgets what was there.
    pub fn insert(&self, path: &Path, shown: &str, text: String) {
        let shown: Arc<str> = shown.into();
        let source = OnceLock::from(Ok(Source::new(Arc::clone(&shown), text)));
        self.remember_path(&shown, path);
        self.shard(path).insert(path.to_owned(), Arc::new(Slot { shown, source, is_kept: AtomicBool::new(true) }));
    }

    /// Forgets what is in the file at `path`, so that it is read again when it is next asked for.
    pub fn forget(&self, path: &Path) {
        if let Some(slot) = self.shard(path).get_mut(path) {
            *slot = Slot::empty(Arc::clone(&slot.shown), false);
        }
    }

    /// Forgets what is in the file at `path` if nobody has imported it so far, and says whether it did.
    pub fn release(&self, path: &Path) -> bool {
        let mut shard = self.shard(path);
        let Some(slot) = shard.get_mut(path).filter(|slot| !slot.is_kept.load(Ordering::Relaxed)) else { return false };
        *slot = Slot::empty(Arc::clone(&slot.shown), false);
        true
    }

    /// The canonical path of a file that reports call `shown`.
    pub fn path_of(&self, shown: &str) -> Option<Arc<Path>> {
        self.paths.read().unwrap_or_else(PoisonError::into_inner).get(shown).cloned()
    }

    /// The file at `path`. `shown` gives its name in reports if it has none yet.
    pub fn load(&self, path: &Path, shown: impl FnOnce() -> Arc<str>) -> Result<Arc<Source>, ReadError> {
        Files::read(path, &self.slot(path, shown, false))
    }

    /// As [`Files::load`], for an import: the file stays, since what one imports others import too.
    pub fn import(&self, path: &Path, shown: impl FnOnce() -> Arc<str>) -> Result<Arc<Source>, ReadError> {
        Files::read(path, &self.slot(path, shown, true))
    }

    /// As [`Files::load`], for a single look: a file that is not here already is not kept.
    pub fn glance(&self, path: &Path, shown: impl FnOnce() -> Arc<str>) -> Result<Arc<Source>, ReadError> {
        let slot = self.slot(path, shown, false);
        slot.source.get().cloned().unwrap_or_else(|| slot.parsed(path))
    }

    fn read(path: &Path, slot: &Slot) -> Result<Arc<Source>, ReadError> {
        slot.source.get_or_init(|| slot.parsed(path)).clone()
    }

    fn slot(&self, path: &Path, shown: impl FnOnce() -> Arc<str>, keep: bool) -> Arc<Slot> {
        let mut shard = self.shard(path);
        if let Some(slot) = shard.get(path) {
            slot.is_kept.fetch_or(keep, Ordering::Relaxed);
            return Arc::clone(slot);
        }
        let slot = Slot::empty(shown(), keep);
        self.remember_path(&slot.shown, path);
        shard.insert(path.to_owned(), Arc::clone(&slot));
        slot
    }

    fn remember_path(&self, shown: &Arc<str>, path: &Path) {
        self.paths.write().unwrap_or_else(PoisonError::into_inner).insert(Arc::clone(shown), path.into());
    }

    fn shard(&self, path: &Path) -> MutexGuard<'_, HashMap<PathBuf, Arc<Slot>>> {
        let index = self.hasher.hash_one(path) as usize % SHARDS;
        // A panic elsewhere cannot leave a map half changed.
        self.shards[index].lock().unwrap_or_else(PoisonError::into_inner)
    }
}

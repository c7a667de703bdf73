//! What there is to do about diagnostics, most urgent first: documents that were closed or edited, open documents that import them, files.
//!
//! Each is there once, however often it was edited, so that a flood of edits is checked when it is over and not edit by edit.

use std::collections::{HashSet, VecDeque};
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use lsp_types::Uri;
use tokio::sync::Notify;

/// One thing to do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Work {
    /// A document is no longer open.
    Closed(Uri),
    /// A document has another text.
    Edited(Uri),
    /// An open document imports something that has changed.
    Importer(Uri),
    /// The disk or the settings have changed.
    Everything,
    /// A file that is not open has changed, or imports something that has.
    File(Arc<str>),
}

/// The queue.
#[derive(Default)]
pub(crate) struct Queue {
    waiting: Mutex<Waiting>,
    changed: Notify,
}

#[derive(Default)]
struct Waiting {
    closed: Line<Uri>,
    edited: Line<Uri>,
    importers: Line<Uri>,
    everything: bool,
    files: Line<Arc<str>>,
}

/// Things in the order in which they came, each of them once. There may be many: everybody may import the file that is edited.
struct Line<T> {
    order: VecDeque<T>,
    members: HashSet<T>,
}

impl<T> Default for Line<T> {
    fn default() -> Line<T> {
        Line { order: VecDeque::new(), members: HashSet::new() }
    }
}

impl<T: Clone + Eq + Hash> Line<T> {
    fn push(&mut self, item: T) {
        if self.members.insert(item.clone()) {
            self.order.push_back(item);
        }
    }

    fn pop(&mut self) -> Option<T> {
        let item = self.order.pop_front()?;
        self.members.remove(&item);
        Some(item)
    }

    fn remove(&mut self, item: &T) {
        if self.members.remove(item) {
            self.order.retain(|other| other != item);
        }
    }
}

impl<T: Clone + Eq + Hash> FromIterator<T> for Line<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Line<T> {
        let mut line = Line::default();
        items.into_iter().for_each(|item| line.push(item));
        line
    }
}

impl Queue {
    /// Adds something to do.
    pub fn push(&self, work: Work) {
        let mut waiting = self.waiting();
        match work {
            Work::Closed(uri) => {
                waiting.edited.remove(&uri);
                waiting.importers.remove(&uri);
                waiting.closed.push(uri);
            }
            Work::Edited(uri) => {
                waiting.importers.remove(&uri);
                waiting.edited.push(uri);
            }
            Work::Importer(uri) if waiting.edited.members.contains(&uri) => {}
            Work::Importer(uri) => waiting.importers.push(uri),
            Work::Everything => waiting.everything = true,
            Work::File(path) => waiting.files.push(path),
        }
        drop(waiting);
        self.changed.notify_one();
    }

    /// The files of a scan, in the place of those that waited.
    pub fn scan(&self, files: impl IntoIterator<Item = Arc<str>>) {
        self.waiting().files = files.into_iter().collect();
        self.changed.notify_one();
    }

    /// How many files wait.
    pub fn files(&self) -> usize {
        self.waiting().files.order.len()
    }

    /// The next thing to do, when there is one.
    pub async fn next(&self) -> Work {
        loop {
            if let Some(work) = self.take() {
                return work;
            }
            // A notice that came in between is kept, so nothing is missed.
            self.changed.notified().await;
        }
    }

    fn take(&self) -> Option<Work> {
        let mut waiting = self.waiting();
        let document = waiting.closed.pop().map(Work::Closed);
        let document = document.or_else(|| waiting.edited.pop().map(Work::Edited));
        let document = document.or_else(|| waiting.importers.pop().map(Work::Importer));
        let everything = |waiting: &mut Waiting| std::mem::take(&mut waiting.everything).then_some(Work::Everything);
        document.or_else(|| everything(&mut waiting)).or_else(|| waiting.files.pop().map(Work::File))
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pushed: &[Work], expected: &[Work]) {
        let queue = Queue::default();
        for work in pushed {
            queue.push(work.clone());
        }
        let taken: Vec<Work> = std::iter::from_fn(|| queue.take()).collect();
        assert_eq!(taken, expected);
    }

    #[test]
    fn hands_out_the_most_urgent_first_and_everything_once() {
        use Work::*;
        let [a, b]: [Uri; 2] = ["file:///a", "file:///b"].map(|uri| uri.parse().unwrap());
        check(
            &[File("f".into()), Everything, Importer(b.clone()), Edited(a.clone()), Everything, File("f".into()), Edited(a.clone())],
            &[Edited(a.clone()), Importer(b.clone()), Everything, File("f".into())],
        );
        check(&[Importer(a.clone()), Edited(a.clone()), Importer(a.clone())], &[Edited(a.clone())]);
        check(&[Edited(a.clone()), Importer(b.clone()), Closed(a.clone())], &[Closed(a), Importer(b)]);
    }
}

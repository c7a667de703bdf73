//! Shows the progress of a scan that takes long enough to wonder about, to clients that can show it.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use lsp_types::NumberOrString;
use tokio::sync::watch;
use tower_lsp::Client;

/// Shorter scans are over before anyone has read that they began.
const PATIENCE: Duration = Duration::from_millis(300);

/// A scan of many files.
pub(super) struct Scan {
    start: Instant,
    total: usize,
    /// Dropping it ends what the client shows.
    shown: Option<watch::Sender<u32>>,
}

impl Scan {
    /// A scan of `total` files that begins now.
    pub fn new(total: usize) -> Scan {
        Scan { start: Instant::now(), total, shown: None }
    }

    /// `left` files are left to do.
    pub fn report(&mut self, client: &Client, left: usize) {
        let done = self.total.saturating_sub(left);
        let percentage = (done * 100 / self.total.max(1)) as u32;
        match &self.shown {
            None if self.start.elapsed() >= PATIENCE => self.shown = Some(show(client.clone(), percentage)),
            None => {}
            Some(shown) => _ = shown.send_replace(percentage),
        }
    }
}

/// Shows a percentage until the sender is dropped. The client is asked first, and nothing waits for its answer.
fn show(client: Client, percentage: u32) -> watch::Sender<u32> {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let token = NumberOrString::String(format!("esc-check-{}", COUNT.fetch_add(1, Ordering::Relaxed)));
    let (sender, mut percentages) = watch::channel(percentage);
    tokio::spawn(async move {
        if client.create_work_done_progress(token.clone()).await.is_err() {
            return;
        }
        let progress = client.progress(token, "Checking environments").with_percentage(percentage).begin().await;
        while percentages.changed().await.is_ok() {
            let percentage = *percentages.borrow_and_update();
            progress.report(percentage).await;
        }
        progress.finish().await;
    });
    sender
}

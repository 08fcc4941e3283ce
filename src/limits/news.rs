//! Telling those who wait that there may be room.

use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::Notify;
use tokio::sync::futures::Notified;

/// Tells whoever waits of whatever may make room but the passing of time.
///
/// Nearly always nobody waits, and then telling costs next to nothing: who waits is counted before looking at the books,
/// so whoever changes them after that look sees the count.
#[derive(Debug, Default)]
pub(super) struct News {
    changed: Notify,
    listeners: AtomicUsize,
}

/// One who waits, until it is dropped.
pub(super) struct Listener<'a>(&'a News);

impl News {
    /// To be called after the books have changed.
    pub(super) fn tell(&self) {
        if self.listeners.load(Ordering::SeqCst) > 0 {
            self.changed.notify_waiters();
        }
    }

    /// To be called before looking at the books.
    pub(super) fn listen(&self) -> Listener<'_> {
        self.listeners.fetch_add(1, Ordering::SeqCst);
        Listener(self)
    }
}

impl Listener<'_> {
    /// Ends with the next news; made before looking at the books, it misses none.
    pub(super) fn next(&self) -> Notified<'_> {
        self.0.changed.notified()
    }
}

impl Drop for Listener<'_> {
    fn drop(&mut self) {
        self.0.listeners.fetch_sub(1, Ordering::SeqCst);
    }
}

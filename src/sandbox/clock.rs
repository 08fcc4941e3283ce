//! A clock that moves when told to.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use crate::clock::Clock;

/// A clock that stands still until it is moved.
///
/// Clones share the same time: give one to the sandbox, one to the client, and keep one to move both.
///
/// ```
/// use binance_usdm::Clock;
/// use binance_usdm::sandbox::ManualClock;
///
/// let clock = ManualClock::new(1_760_000_000_000);
/// let shared = clock.clone();
/// clock.advance(60_000);
/// assert_eq!(shared.now_millis(), 1_760_000_060_000);
/// ```
#[derive(Debug, Clone)]
pub struct ManualClock {
    millis: Arc<AtomicI64>,
}

impl ManualClock {
    /// A clock that shows this time, in milliseconds since the Unix epoch, UTC.
    #[must_use]
    pub fn new(millis: i64) -> Self {
        Self { millis: Arc::new(AtomicI64::new(millis)) }
    }

    /// Moves the clock by this many milliseconds; a negative number moves it back.
    pub fn advance(&self, millis: i64) {
        self.millis.fetch_add(millis, Ordering::SeqCst);
    }

    /// Sets the clock to this time, in milliseconds since the Unix epoch, UTC.
    pub fn set(&self, millis: i64) {
        self.millis.store(millis, Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now_millis(&self) -> i64 {
        self.millis.load(Ordering::SeqCst)
    }
}

//! Where the time of requests, and of waiting between them, comes from.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// A future that ends when a time has passed; see [`Clock::sleep`].
pub type Sleep = Pin<Box<dyn Future<Output = ()> + Send>>;

/// The source of the time of signed requests, and of waiting for a limit or before an attempt.
///
/// The exchange refuses a request whose timestamp is more than a second ahead of its own clock, or older than the
/// receive window. Give the client a clock of your own where the machine's is not to be trusted, and in tests; for most
/// clocks [`now_millis`](Self::now_millis) is all there is to write.
pub trait Clock: Send + Sync + 'static {
    /// The time now, in milliseconds since the Unix epoch, UTC. It may be set, so it may jump.
    fn now_millis(&self) -> i64;

    /// The time since some fixed moment. It never goes back, and does not jump when the wall clock is set.
    fn elapsed(&self) -> Duration {
        static START: LazyLock<Instant> = LazyLock::new(monotonic);
        monotonic().saturating_duration_since(*START)
    }

    /// Waits until [`elapsed`](Self::elapsed) has grown by this much.
    fn sleep(&self, duration: Duration) -> Sleep {
        Box::pin(tokio::time::sleep(duration))
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place where the library reads the monotonic clock")]
fn monotonic() -> Instant {
    Instant::now()
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place where the library reads the wall clock")]
    fn now_millis(&self) -> i64 {
        let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since_epoch.as_millis()).unwrap_or(i64::MAX)
    }
}

impl<C: Clock + ?Sized> Clock for Arc<C> {
    fn now_millis(&self) -> i64 {
        (**self).now_millis()
    }

    fn elapsed(&self) -> Duration {
        (**self).elapsed()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        (**self).sleep(duration)
    }
}

impl fmt::Debug for dyn Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}

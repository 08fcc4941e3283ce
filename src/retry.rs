//! When a read is asked again.

use std::iter::Take;
use std::time::Duration;

use crate::backoff::Backoff;
use crate::error::{Error, ErrorCategory};

/// How often, and after how long, a read that failed is asked again.
///
/// It applies to operations that change nothing (`GET`, but for the few that use something up), after failures that may
/// pass: of the connection, a 5xx or 408, a 429 (after its `Retry-After`). Each attempt is signed anew. Nothing that may
/// have changed something is ever sent again by it.
///
/// ```
/// use std::time::Duration;
///
/// use binance_usdm::{Client, RetryPolicy};
///
/// let patient = RetryPolicy::default().attempts(6).deadline(Duration::from_secs(60));
/// let client = Client::builder().retry(patient).build()?;
/// # Ok::<(), binance_usdm::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryPolicy {
    attempts: u32,
    first_delay: Duration,
    longest_delay: Duration,
    pub(crate) deadline: Duration,
}

impl Default for RetryPolicy {
    /// Four attempts, about 200, 400 and 800 milliseconds apart, within 20 seconds: what the exchange recommends.
    fn default() -> Self {
        Self {
            attempts: 4,
            first_delay: Duration::from_millis(200),
            longest_delay: Duration::from_secs(5),
            deadline: Duration::from_secs(20),
        }
    }
}

impl RetryPolicy {
    /// One attempt, and no more.
    #[must_use]
    pub fn off() -> Self {
        Self::default().attempts(1)
    }

    /// The most attempts, the first among them; 0 counts as 1.
    #[must_use]
    pub fn attempts(self, attempts: u32) -> Self {
        Self { attempts: attempts.max(1), ..self }
    }

    /// How long to wait before the second attempt, and at most before any. Each wait is twice the one before, and
    /// lengthened at random, by up to as much again, so that clients that failed together do not come back together.
    #[must_use]
    pub fn delays(self, first: Duration, longest: Duration) -> Self {
        Self { first_delay: first.min(longest), longest_delay: longest, ..self }
    }

    /// How long all attempts and the waits between them may take in all. It cuts short the last attempt too.
    #[must_use]
    pub fn deadline(self, deadline: Duration) -> Self {
        Self { deadline, ..self }
    }

    /// Whether there may be a second attempt.
    pub(crate) fn is_on(&self) -> bool {
        self.attempts > 1
    }

    /// The waits before the second attempt and those after it.
    pub(crate) fn waits(&self) -> Take<Backoff> {
        let waits = Backoff::new(self.first_delay, self.longest_delay).spread();
        waits.take(usize::try_from(self.attempts - 1).unwrap_or(usize::MAX))
    }
}

/// Whether a read that failed like this may succeed when it is asked again.
pub(crate) fn may_pass(error: &Error) -> bool {
    let status = match error {
        Error::Transport(error) => return !error.is_too_large(),
        Error::Unexpected(error) => error.status(),
        Error::Exchange(error) => {
            if matches!(error.code().category(), ErrorCategory::Transient | ErrorCategory::UnknownOutcome) {
                return true;
            }
            error.status()
        }
        _ => return false,
    };
    matches!(status.as_u16(), 408 | 429 | 500..)
}

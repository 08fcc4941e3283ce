//! A call: as many attempts as it may have.

use std::time::Duration;

use super::decode::Answer;
use super::{Client, sight};
use crate::error::{About, Error, ErrorCode};
use crate::operations::Security;
use crate::retry::may_pass;
use crate::runtime::{Call, Signed};

impl Client {
    /// Makes the attempts that a call may have, until one is answered.
    ///
    /// A call that changes something has one. It has a second one only after the exchange has refused the time of the
    /// first, which proves that nothing was done, and only if the clock was to blame.
    pub(super) async fn exchange(&self, call: Call) -> Result<Answer<'_>, Error> {
        sight::call(call.operation, self.attempts(call)).await
    }

    async fn attempts(&self, mut call: Call) -> Result<Answer<'_>, Error> {
        let inner = &*self.inner;
        self.refresh_time(&call);
        let mut waits = call.operation.is_read().then(|| inner.retry.waits());
        let retries = call.operation.is_read() && inner.retry.is_on();
        let deadline = retries.then(|| inner.clock.elapsed().saturating_add(inner.retry.deadline));
        let left = || deadline.map_or(Duration::MAX, |deadline| deadline.saturating_sub(inner.clock.elapsed()));
        let (mut attempts, mut set_clock) = (0, inner.follows_server_time);
        loop {
            attempts += 1;
            let tries = inner.time.tries();
            let watch = sight::watch(&call, attempts, &*inner.clock);
            let answer = inner.attempt(&mut call, deadline).await;
            watch.answered(&call, &answer);
            let error = match answer {
                Ok(raw) => return Ok(Answer { call, raw, auth: inner.auth.as_ref(), attempts }),
                Err(error) => error,
            };
            if set_clock && refuses_the_time(&error) && call.operation.security == Security::Signed {
                set_clock = false;
                if self.clock_was_to_blame(&call, tries, deadline).await {
                    continue;
                }
            }
            let wait = waits.as_mut().filter(|_| may_pass(&error)).and_then(Iterator::next);
            let wait = wait.map(|wait| wait.max(error.rate_limits().retry_after.unwrap_or_default()));
            match wait.filter(|wait| *wait < left()) {
                Some(wait) => {
                    sight::pausing(attempts, wait);
                    inner.clock.sleep(wait).await;
                }
                None => return Err(error.with(About { attempts, orders: call.orders() })),
            }
        }
    }

    /// Reads the exchange's clock, and tells whether a request that was refused for its time would have been accepted with
    /// the right one, and still may be.
    ///
    /// A request that was refused because it came late is not repeated: the receive window is how its caller says how late
    /// it may come. Nor is one for which that time has passed meanwhile.
    async fn clock_was_to_blame(&self, call: &Call, tries: u64, deadline: Option<Duration>) -> bool {
        let inner = &*self.inner;
        let Some(Signed { timestamp, window, at }) = call.signed() else { return false };
        let window = Duration::from_millis(u64::try_from(window).unwrap_or_default());
        let expires = at.saturating_add(window);
        let deadline = deadline.map_or(expires, |deadline| deadline.min(expires));
        self.set_time(tries, Some(deadline)).await;
        let Some(error) = inner.time.error(&*inner.clock) else { return false };
        let skew = inner.time.millis_at(&*inner.clock, at).saturating_sub(timestamp).saturating_abs();
        skew > error && inner.clock.elapsed() <= deadline
    }
}

/// Whether the exchange says so, with a status by which it says that nothing was done.
fn refuses_the_time(error: &Error) -> bool {
    let Some(said) = error.exchange() else { return false };
    said.code() == ErrorCode::INVALID_TIMESTAMP && said.status().is_client_error() && said.status().as_u16() != 408
}

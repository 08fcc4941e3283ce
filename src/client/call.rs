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
    pub(super) fn exchange<'a>(&'a self, call: &'a mut Call) -> impl Future<Output = Result<Answer<'a>, Error>> {
        sight::call(call.operation, self.attempts(call))
    }

    async fn attempts<'a>(&'a self, call: &'a mut Call) -> Result<Answer<'a>, Error> {
        let inner = &*self.inner;
        self.refresh_time(call);
        let mut waits = call.operation.is_read().then(|| inner.retry.waits());
        let time = (call.operation.is_read() && inner.retry.is_on()).then_some(inner.retry.deadline);
        let (mut attempts, mut set_clock) = (0, inner.follows_server_time);
        loop {
            attempts += 1;
            let tries = inner.time.tries();
            let watch = sight::watch(call, attempts, &*inner.clock);
            let answer = inner.attempt(call, time).await;
            watch.answered(call, &answer);
            let error = match answer {
                Ok(raw) => {
                    return Ok(Answer { call, raw, auth: inner.auth.as_ref(), limiter: &inner.limiter, attempts });
                }
                Err(error) => error,
            };
            if set_clock && refuses_the_time(&error) && call.operation.security == Security::Signed {
                set_clock = false;
                // In a box, for it is rare and holds a call of its own: the future of every call would be twice as large.
                if Box::pin(self.clock_was_to_blame(call, tries)).await {
                    continue;
                }
            }
            let wait = waits.as_mut().filter(|_| may_pass(&error)).and_then(Iterator::next);
            let wait = wait.map(|wait| wait.max(error.rate_limits().retry_after.unwrap_or_default()));
            match wait.filter(|wait| inner.left(call, time).is_none_or(|left| *wait < left)) {
                Some(wait) => {
                    sight::pausing(attempts, wait);
                    inner.clock.sleep(wait).await;
                }
                None => return Err(error.with(About { attempts, orders: call.orders() })),
            }
        }
    }

    /// Reads the exchange's clock, and tells whether a request that was refused for its time may be sent again.
    ///
    /// One that changes something is not, if it was refused because it came late: the receive window is how its caller says
    /// how late it may come. Nor is it when that time has passed meanwhile.
    async fn clock_was_to_blame(&self, call: &Call, tries: u64) -> bool {
        let inner = &*self.inner;
        let Some(Signed { timestamp, window, at }) = call.signed() else { return false };
        let expires = at.saturating_add(Duration::from_millis(u64::try_from(window).unwrap_or_default()));
        let left = || expires.saturating_sub(inner.clock.elapsed());
        self.set_time(tries, left()).await;
        let Some(error) = inner.time.error(&*inner.clock) else { return false };
        let skew = inner.time.millis_at(&*inner.clock, at).saturating_sub(timestamp).saturating_abs();
        call.operation.is_read() || (skew > error && !left().is_zero())
    }
}

/// Whether the exchange says so, with a status by which it says that nothing was done.
fn refuses_the_time(error: &Error) -> bool {
    let Some(said) = error.exchange() else { return false };
    said.code() == ErrorCode::INVALID_TIMESTAMP && said.status().is_client_error() && said.status().as_u16() != 408
}

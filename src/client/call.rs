//! A call: as many attempts as it may have.

use super::Client;
use super::decode::Answer;
use crate::error::{About, Error};
use crate::operations::Security;
use crate::retry::may_pass;
use crate::runtime::Call;

impl Client {
    /// Makes the attempts that a call may have, until one is answered.
    ///
    /// A call that changes something has one. It has a second one only after the exchange has refused the time of the
    /// first, which proves that nothing was done.
    pub(super) async fn exchange(&self, mut call: Call) -> Result<Answer<'_>, Error> {
        let inner = &*self.inner;
        self.refresh_time(&call);
        let deadline = inner.clock.elapsed().saturating_add(inner.retry.deadline);
        let left = || deadline.saturating_sub(inner.clock.elapsed());
        let mut waits = call.operation.is_read().then(|| inner.retry.waits());
        let (mut attempts, mut set_clock) = (0, inner.follows_server_time);
        loop {
            attempts += 1;
            let readings = inner.time.readings();
            let error = match inner.attempt(&mut call, waits.as_ref().map(|_| left().min(inner.timeout))).await {
                Ok(raw) => return Ok(Answer { call, raw, auth: inner.auth.as_ref(), attempts }),
                Err(error) => error,
            };
            let about = About { attempts, orders: call.orders() };
            if set_clock && refuses_the_time(&error) && call.operation.security == Security::Signed {
                set_clock = false;
                match self.set_time(readings).await {
                    Ok(()) => continue,
                    // What the exchange said of the call itself tells more.
                    Err(_) => return Err(error.with(about)),
                }
            }
            let wait = waits.as_mut().filter(|_| may_pass(&error)).and_then(Iterator::next);
            let wait = wait.map(|wait| wait.max(error.rate_limits().retry_after.unwrap_or_default()));
            match wait.filter(|wait| *wait < left()) {
                Some(wait) => inner.clock.sleep(wait).await,
                None => return Err(error.with(about)),
            }
        }
    }
}

fn refuses_the_time(error: &Error) -> bool {
    error.exchange().is_some_and(|said| said.code() == crate::ErrorCode::INVALID_TIMESTAMP)
}

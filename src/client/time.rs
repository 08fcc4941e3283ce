//! Reading the exchange's clock.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::task::AbortHandle;

use super::decode::Answer;
use super::{Client, Inner, sight};
use crate::error::Error;
use crate::operations::{self, Security};
use crate::runtime::Call;
use crate::server_time::Reading;
use crate::types;

/// How often the exchange is asked for one reading: the answer that came fastest counts.
const SAMPLES: usize = 3;

/// How far the exchange's clock is from the client's; see [`Client::sync_clock`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct ClockOffset {
    /// Milliseconds by which the exchange's clock is ahead of the client's [`Clock`](crate::Clock); negative if it is
    /// behind.
    pub millis: i64,
    /// How long the question and its answer took. The offset is wrong by half of that at most.
    pub round_trip: Duration,
}

/// The task that reads the time anew, if there is one. It ends with the last clone of the client.
#[derive(Default)]
pub(super) struct Refresh {
    task: Mutex<Option<AbortHandle>>,
}

impl Drop for Refresh {
    fn drop(&mut self) {
        let task = self.task.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let Some(task) = task.take() {
            task.abort();
        }
    }
}

impl Client {
    /// Reads the exchange's clock, and goes by it from now on.
    ///
    /// A client does this by itself when the exchange refuses the time of a request (code -1021), which costs that
    /// request one more round trip. A program that starts with an order may do it before. Once the clock has been read,
    /// it is read again every ten minutes, beside signed calls.
    ///
    /// The best of three answers of [`get_server_time`](Self::get_server_time) counts, with half of its round trip added.
    /// What passes from then on is measured by [`Clock::elapsed`](crate::Clock::elapsed): setting the machine's clock
    /// changes nothing.
    ///
    /// # Errors
    ///
    /// See [`Error`]. The time that was known before is kept.
    pub async fn sync_clock(&self) -> Result<ClockOffset, Error> {
        self.inner.read_time(self.inner.timeout, false).await
    }

    /// Reads the clock, which is known to be wrong, unless somebody has tried since there were this many tries.
    pub(super) async fn set_time(&self, tries: u64, time: Duration) {
        let _one_at_a_time = self.inner.setting_time.lock().await;
        if self.inner.time.tries() == tries {
            // Whether it helped is seen by what is known of the time then.
            drop(self.inner.read_time(time, true).await);
        }
    }

    /// Begins to read the clock anew, beside a signed call, if it was read long ago.
    pub(super) fn refresh_time(&self, call: &Call) {
        let inner = &self.inner;
        let wanted = call.operation.security == Security::Signed && inner.follows_server_time;
        if !wanted || !inner.time.is_stale(&*inner.clock) {
            return;
        }
        let mut task = self.refresh.task.lock().unwrap_or_else(PoisonError::into_inner);
        if task.as_ref().is_none_or(AbortHandle::is_finished) {
            let inner = Arc::clone(inner);
            // If it fails, the next call tries again.
            *task = Some(tokio::spawn(async move { drop(inner.read_time(inner.timeout, false).await) }).abort_handle());
        }
    }
}

impl Inner {
    async fn read_time(&self, time: Duration, forced: bool) -> Result<ClockOffset, Error> {
        let best = self.best_reading(time).await;
        let best = best.inspect_err(|_| self.time.failed())?;
        self.time.set(best, forced);
        let offset = best.millis_at(self.clock.elapsed()).saturating_sub(self.clock.now_millis());
        sight::clock_read(offset, best.round_trip);
        Ok(ClockOffset { millis: offset, round_trip: best.round_trip })
    }

    async fn best_reading(&self, time: Duration) -> Result<Reading, Error> {
        let began = self.clock.elapsed();
        let mut best = self.reading(began, time).await?;
        for _ in 1..SAMPLES {
            // One good answer serves.
            let Ok(other) = self.reading(began, time).await else { break };
            if other.round_trip < best.round_trip {
                best = other;
            }
        }
        Ok(best)
    }

    async fn reading(&self, began: Duration, time: Duration) -> Result<Reading, Error> {
        let mut call = Call::new(&operations::GET_SERVER_TIME);
        (call.is_urgent, call.began) = (true, Some(began));
        let raw = self.attempt(&mut call, Some(time)).await?;
        let (asked, answered) = (raw.asked, self.clock.elapsed());
        let told = Answer { call: &call, raw, auth: None, limiter: &self.limiter, attempts: 1 }
            .decode::<types::ServerTime>()?;
        Ok(Reading::new(told.server_time.as_millis(), asked, answered))
    }
}

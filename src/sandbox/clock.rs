//! A clock that moves when told to.

use std::collections::BTreeMap;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use crate::clock::{Clock, Sleep};

/// A clock that stands still until it is moved.
///
/// Clones share the same time: give one to the sandbox, one to the client, and keep one to move both. Whatever waits on
/// it - for a limit, or before an attempt - goes on once it has been [advanced](Self::advance) far enough.
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
#[derive(Clone)]
pub struct ManualClock {
    state: Arc<Mutex<State>>,
}

struct State {
    millis: i64,
    elapsed: Duration,
    sleepers: BTreeMap<u64, Sleeper>,
    next: u64,
}

struct Sleeper {
    until: Duration,
    waker: Waker,
}

impl ManualClock {
    /// A clock that shows this time, in milliseconds since the Unix epoch, UTC.
    #[must_use]
    pub fn new(millis: i64) -> Self {
        let state = State { millis, elapsed: Duration::ZERO, sleepers: BTreeMap::new(), next: 0 };
        Self { state: Arc::new(Mutex::new(state)) }
    }

    /// Lets this many milliseconds pass; a negative number sets the clock back.
    pub fn advance(&self, millis: i64) {
        let mut state = self.state();
        state.millis = state.millis.saturating_add(millis);
        let passed = Duration::from_millis(u64::try_from(millis).unwrap_or_default());
        state.elapsed = state.elapsed.saturating_add(passed);
        state.wake();
    }

    /// Sets the clock to this time, in milliseconds since the Unix epoch, UTC, as one sets a wall clock: no time passes.
    pub fn set(&self, millis: i64) {
        self.state().millis = millis;
    }

    /// How many futures wait for this clock.
    #[must_use]
    pub fn sleepers(&self) -> usize {
        self.state().sleepers.len()
    }

    /// Lets as much time pass as the first of those that wait for it needs, in whole milliseconds; `false` if none does.
    #[expect(clippy::must_use_candidate, reason = "it is called for what it does")]
    pub fn advance_to_next_sleeper(&self) -> bool {
        let wait = {
            let state = self.state();
            let Some(until) = state.sleepers.values().map(|sleeper| sleeper.until).min() else { return false };
            until.saturating_sub(state.elapsed)
        };
        let millis = wait.as_nanos().div_ceil(1_000_000);
        self.advance(i64::try_from(millis).unwrap_or(i64::MAX));
        true
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn wake(&mut self) {
        let now = self.elapsed;
        for sleeper in self.sleepers.values().filter(|sleeper| sleeper.until <= now) {
            sleeper.waker.wake_by_ref();
        }
    }
}

impl Clock for ManualClock {
    fn now_millis(&self) -> i64 {
        self.state().millis
    }

    fn elapsed(&self) -> Duration {
        self.state().elapsed
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        let mut state = self.state();
        state.next += 1;
        let until = state.elapsed.saturating_add(duration);
        Box::pin(Sleeping { clock: self.clone(), id: state.next, until })
    }
}

impl fmt::Debug for ManualClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ManualClock").field("millis", &self.now_millis()).finish_non_exhaustive()
    }
}

/// Waits for a clock, and is forgotten by it when dropped.
struct Sleeping {
    clock: ManualClock,
    id: u64,
    until: Duration,
}

impl Future for Sleeping {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let mut state = self.clock.state();
        if self.until <= state.elapsed {
            return Poll::Ready(());
        }
        let sleeper = Sleeper { until: self.until, waker: context.waker().clone() };
        state.sleepers.insert(self.id, sleeper);
        Poll::Pending
    }
}

impl Drop for Sleeping {
    fn drop(&mut self) {
        self.clock.state().sleepers.remove(&self.id);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::ManualClock;
    use crate::clock::Clock;

    #[tokio::test]
    async fn those_that_wait_go_on_when_enough_time_has_passed() {
        let clock = ManualClock::new(0);
        let waiting = tokio::spawn(clock.sleep(Duration::from_millis(100)));
        while clock.sleepers() == 0 {
            tokio::task::yield_now().await;
        }
        clock.advance(99);
        tokio::task::yield_now().await;
        assert!(!waiting.is_finished());
        assert!(clock.advance_to_next_sleeper());
        waiting.await.unwrap();
        assert_eq!((clock.now_millis(), clock.sleepers()), (100, 0));
        assert!(!clock.advance_to_next_sleeper());
    }

    #[tokio::test]
    async fn who_no_longer_waits_is_forgotten() {
        let clock = ManualClock::new(0);
        let waiting = tokio::spawn(clock.sleep(Duration::from_millis(100)));
        while clock.sleepers() == 0 {
            tokio::task::yield_now().await;
        }
        waiting.abort();
        assert!(waiting.await.unwrap_err().is_cancelled());
        assert_eq!(clock.sleepers(), 0);
    }

    #[test]
    fn setting_the_wall_clock_lets_no_time_pass() {
        let clock = ManualClock::new(1_000);
        clock.set(600_000);
        clock.advance(-100);
        assert_eq!((clock.now_millis(), clock.elapsed()), (599_900, Duration::ZERO));
        clock.advance(5);
        assert_eq!((clock.now_millis(), clock.elapsed()), (599_905, Duration::from_millis(5)));
    }
}

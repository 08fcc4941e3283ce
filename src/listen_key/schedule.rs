//! When a key is to be kept alive, and when it ends if it is not.

use std::time::Duration;

use crate::backoff::Backoff;

/// How long a key lives after it was created or kept alive.
const LIFETIME: Duration = Duration::from_secs(60 * 60);

/// How long after that it is kept alive: what the exchange recommends, and it leaves as long for attempts that fail.
const INTERVAL: Duration = Duration::from_secs(30 * 60);

/// The wait after the first failure, and the longest one; each is lengthened at random by up to as much again.
const WAITS: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(30));

/// The times of a key. Moments are those of [`Clock::elapsed`](crate::Clock::elapsed).
#[derive(Debug)]
pub(super) struct Schedule {
    /// When the key was last extended, or earlier: when that was asked for.
    extended: Duration,
    due: Duration,
    waits: Backoff,
}

impl Schedule {
    /// The times of a key that was created or kept alive by a request made at this moment.
    pub(super) fn since(asked: Duration) -> Self {
        let (first, longest) = WAITS;
        let waits = Backoff::new(first, longest).spread();
        Self { extended: asked, due: asked.saturating_add(INTERVAL), waits }
    }

    pub(super) fn due_in(&self, now: Duration) -> Duration {
        self.due.saturating_sub(now)
    }

    pub(super) fn ends_in(&self, now: Duration) -> Duration {
        self.extended.saturating_add(LIFETIME).saturating_sub(now)
    }

    /// An attempt has failed: the next one is due after a while, and not before this much time has passed.
    pub(super) fn failed(&mut self, now: Duration, at_least: Duration) {
        let wait = self.waits.next().unwrap_or(WAITS.1);
        self.due = now.saturating_add(wait.max(at_least));
    }

    /// An attempt is due at once.
    pub(super) fn hurry(&mut self, now: Duration) {
        self.due = now;
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Schedule;

    const MINUTE: Duration = Duration::from_secs(60);

    #[test]
    fn a_key_is_due_after_half_an_hour_and_ends_after_a_whole_one() {
        let schedule = Schedule::since(MINUTE);
        assert_eq!((schedule.due_in(MINUTE), schedule.ends_in(MINUTE)), (30 * MINUTE, 60 * MINUTE));
        assert_eq!((schedule.due_in(46 * MINUTE), schedule.ends_in(46 * MINUTE)), (Duration::ZERO, 15 * MINUTE));
        assert_eq!(schedule.ends_in(61 * MINUTE), Duration::ZERO);
    }

    #[test]
    fn attempts_that_fail_come_later_and_later_but_never_rarely() {
        let mut schedule = Schedule::since(Duration::ZERO);
        let waits: Vec<u128> = (0..100)
            .map(|_| {
                schedule.failed(30 * MINUTE, Duration::ZERO);
                schedule.due_in(30 * MINUTE).as_millis()
            })
            .collect();
        assert!((1_000..=2_000).contains(&waits[0]) && (2_000..=4_000).contains(&waits[1]), "{waits:?}");
        assert!(waits[5..].iter().all(|wait| (30_000..=60_000).contains(wait)), "{waits:?}");
        assert_eq!(schedule.ends_in(30 * MINUTE), 30 * MINUTE);
    }

    #[test]
    fn the_wait_that_the_exchange_asks_for_counts() {
        let mut schedule = Schedule::since(Duration::ZERO);
        schedule.failed(MINUTE, 5 * MINUTE);
        assert_eq!(schedule.due_in(MINUTE), 5 * MINUTE);
        schedule.hurry(2 * MINUTE);
        assert_eq!(schedule.due_in(2 * MINUTE), Duration::ZERO);
    }
}

//! The exchange's clock, as far as it is known here.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::clock::Clock;

/// How old a reading may become before it is taken anew: a clock that drifts by 50 millionths is 30 ms off by then.
const FRESH: Duration = Duration::from_secs(600);

/// What is known of the exchange's clock.
///
/// Until it has been read, the client's own clock counts. From then on it is the reading and the time that has passed
/// since, on a clock that never jumps: setting the wall clock changes nothing.
#[derive(Debug)]
pub(crate) struct ServerTime {
    reading: Mutex<Option<Reading>>,
    /// What every call asks, without a lock: microseconds by which the exchange's clock is ahead of the client's
    /// monotonic one, [`UNKNOWN`] until it has been read.
    ahead: AtomicI64,
    /// Until when it need not be read again, in microseconds of the client's monotonic clock.
    fresh_until: AtomicI64,
    /// How often it has been tried to read it: tells whether somebody else has just done so.
    tries: AtomicU64,
}

/// No clock is so far behind.
const UNKNOWN: i64 = i64::MIN;

impl Default for ServerTime {
    fn default() -> Self {
        Self {
            reading: Mutex::new(None),
            ahead: AtomicI64::new(UNKNOWN),
            fresh_until: AtomicI64::new(i64::MAX),
            tries: AtomicU64::new(0),
        }
    }
}

/// By how much a clock may run wrong: a ten thousandth.
const DRIFT: u32 = 10_000;

/// One reading of the exchange's clock.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reading {
    /// Microseconds since the Unix epoch, by the exchange, when the answer came.
    micros: i64,
    /// When that was, by the client's monotonic clock.
    at: Duration,
    /// How long question and answer took: half of it is the most that the reading can be wrong.
    pub(crate) round_trip: Duration,
}

impl Reading {
    /// The exchange's time, told between two moments. The answer is taken to have been as long under way as the question.
    pub(crate) fn new(server_millis: i64, asked: Duration, answered: Duration) -> Self {
        let round_trip = answered.saturating_sub(asked);
        let micros = server_millis.saturating_mul(1_000).saturating_add(micros(round_trip / 2));
        Self { micros, at: answered, round_trip }
    }

    /// The exchange's time at a moment, in milliseconds.
    pub(crate) fn millis_at(&self, elapsed: Duration) -> i64 {
        self.micros.saturating_add(micros(elapsed.saturating_sub(self.at))).div_euclid(1_000)
    }
}

impl Reading {
    /// How wrong it may be after all this time: half of the round trip, and what a clock drifts.
    fn error(&self, now: Duration) -> Duration {
        self.round_trip / 2 + now.saturating_sub(self.at) / DRIFT
    }
}

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

fn micros(duration: Duration) -> i64 {
    i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)
}

impl ServerTime {
    /// The exchange's time now, in milliseconds since the Unix epoch.
    pub(crate) fn now_millis(&self, clock: &dyn Clock) -> i64 {
        match self.ahead.load(Ordering::Acquire) {
            UNKNOWN => clock.now_millis(),
            ahead => ahead.saturating_add(micros(clock.elapsed())).div_euclid(1_000),
        }
    }

    /// The exchange's time at a moment of the client's monotonic clock, in milliseconds, by what is known now.
    pub(crate) fn millis_at(&self, clock: &dyn Clock, elapsed: Duration) -> i64 {
        match *self.reading() {
            Some(reading) => reading.millis_at(elapsed),
            None => clock.now_millis().saturating_sub(millis(clock.elapsed().saturating_sub(elapsed))),
        }
    }

    /// How wrong it may be, in milliseconds; `None` while it has not been read.
    pub(crate) fn error(&self, clock: &dyn Clock) -> Option<i64> {
        let now = clock.elapsed();
        self.reading().map(|reading| millis(reading.error(now)))
    }

    /// How often it has been tried to read it.
    pub(crate) fn tries(&self) -> u64 {
        self.tries.load(Ordering::Acquire)
    }

    /// Notes that it could not be read.
    pub(crate) fn failed(&self) {
        self.tries.fetch_add(1, Ordering::AcqRel);
    }

    /// Whether it has been read, but so long ago that it should be read again.
    pub(crate) fn is_stale(&self, clock: &dyn Clock) -> bool {
        match self.fresh_until.load(Ordering::Acquire) {
            i64::MAX => false,
            fresh_until => micros(clock.elapsed()) > fresh_until,
        }
    }

    /// Goes by this reading from now on, unless an older one is still more exact; `forced` if the older one is known to
    /// be wrong.
    pub(crate) fn set(&self, reading: Reading, forced: bool) {
        let mut known = self.reading();
        let better = known.filter(|older| !forced && older.error(reading.at) < reading.error(reading.at));
        let best = better.unwrap_or(reading);
        *known = Some(best);
        let ahead = best.micros.saturating_sub(micros(best.at)).max(UNKNOWN + 1);
        self.ahead.store(ahead, Ordering::Release);
        // Even if the older one was better.
        self.fresh_until.store(micros(reading.at.saturating_add(FRESH)), Ordering::Release);
        self.tries.fetch_add(1, Ordering::AcqRel);
    }

    fn reading(&self) -> MutexGuard<'_, Option<Reading>> {
        self.reading.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;
    use std::time::Duration;

    use proptest::prelude::*;

    use super::{FRESH, Reading, ServerTime};
    use crate::clock::Clock;

    /// A wall clock and a monotonic one, both in milliseconds.
    struct Clocks(Mutex<(i64, u64)>);

    impl Clocks {
        fn set(&self, wall: i64, elapsed: u64) {
            *self.0.lock().unwrap() = (wall, elapsed);
        }
    }

    impl Clock for Clocks {
        fn now_millis(&self) -> i64 {
            self.0.lock().unwrap().0
        }

        fn elapsed(&self) -> Duration {
            Duration::from_millis(self.0.lock().unwrap().1)
        }
    }

    fn reading(server: i64, asked: u64, answered: u64) -> Reading {
        Reading::new(server, Duration::from_millis(asked), Duration::from_millis(answered))
    }

    #[test]
    fn the_own_clock_counts_until_the_exchange_has_been_asked() {
        let clocks = Clocks(Mutex::new((1_000, 0)));
        let time = ServerTime::default();
        assert_eq!((time.now_millis(&clocks), time.tries(), time.is_stale(&clocks)), (1_000, 0, false));
    }

    #[test]
    fn half_of_the_round_trip_is_added_and_the_time_since() {
        let clocks = Clocks(Mutex::new((0, 140)));
        let time = ServerTime::default();
        time.set(reading(600_000, 100, 140), true);
        assert_eq!(time.now_millis(&clocks), 600_020);
        clocks.set(0, 150);
        assert_eq!(time.now_millis(&clocks), 600_030);
    }

    #[test]
    fn a_step_of_the_wall_clock_changes_nothing_once_it_has_been_read() {
        let clocks = Clocks(Mutex::new((600_000, 0)));
        let time = ServerTime::default();
        time.set(reading(600_000, 0, 0), true);
        clocks.set(0, 5);
        assert_eq!(time.now_millis(&clocks), 600_005);
    }

    #[test]
    fn a_worse_reading_does_not_replace_a_better_one_unless_that_is_wrong() {
        let clocks = Clocks(Mutex::new((0, 10_000)));
        let time = ServerTime::default();
        time.set(reading(600_000, 0, 20), false);
        time.set(reading(700_000, 4_000, 10_000), false);
        assert_eq!((time.now_millis(&clocks), time.tries(), time.error(&clocks)), (609_990, 2, Some(10)));
        time.set(reading(700_000, 4_000, 10_000), true);
        assert_eq!((time.now_millis(&clocks), time.error(&clocks)), (703_000, Some(3_000)));
    }

    #[test]
    fn a_moment_that_has_passed_is_told_by_what_is_known_now() {
        let clocks = Clocks(Mutex::new((5_000, 1_000)));
        let time = ServerTime::default();
        assert_eq!(time.millis_at(&clocks, Duration::from_millis(400)), 4_400);
        time.set(reading(600_000, 900, 900), true);
        assert_eq!(time.millis_at(&clocks, Duration::from_secs(1)), 600_100);
    }

    #[test]
    fn a_reading_becomes_stale() {
        let clocks = Clocks(Mutex::new((0, 0)));
        let time = ServerTime::default();
        time.set(reading(1, 0, 0), true);
        let fresh = u64::try_from(FRESH.as_millis()).unwrap();
        clocks.set(0, fresh);
        assert!(!time.is_stale(&clocks));
        clocks.set(0, fresh + 1);
        assert!(time.is_stale(&clocks));
    }

    #[test]
    fn extreme_times_do_not_overflow() {
        for server in [i64::MIN, i64::MAX] {
            let reading = Reading::new(server, Duration::ZERO, Duration::MAX);
            let _ = reading.millis_at(Duration::MAX);
        }
    }

    /// A monotonic clock that stands.
    struct Standing(Duration);

    impl Clock for Standing {
        fn now_millis(&self) -> i64 {
            0
        }

        fn elapsed(&self) -> Duration {
            self.0
        }
    }

    proptest! {
        #[test]
        fn what_is_told_without_a_lock_is_what_the_reading_tells(
            server in -4_000_000_000_000_000_i64..4_000_000_000_000_000,
            [asked, round_trip, since] in prop::array::uniform3(0_u64..1 << 50),
            forced: bool,
        ) {
            let time = ServerTime::default();
            let asked = Duration::from_micros(asked);
            let answered = asked + Duration::from_micros(round_trip);
            let reading = Reading::new(server, asked, answered);
            time.set(reading, forced);
            let now = answered + Duration::from_micros(since);
            prop_assert_eq!(time.now_millis(&Standing(now)), reading.millis_at(now));
            prop_assert_eq!(time.millis_at(&Standing(now), now), reading.millis_at(now));
        }

        #[test]
        fn of_several_readings_both_tell_by_the_same_one(
            readings in prop::collection::vec((any::<u32>(), 0_u64..1_000_000, any::<bool>()), 1..6),
        ) {
            let time = ServerTime::default();
            let mut now = Duration::ZERO;
            for (server, round_trip, forced) in readings {
                let asked = now;
                now += Duration::from_micros(round_trip);
                time.set(Reading::new(server.into(), asked, now), forced);
                prop_assert_eq!(time.now_millis(&Standing(now)), time.millis_at(&Standing(now), now));
            }
        }
    }
}

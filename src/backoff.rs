//! Waits that grow.

use std::time::Duration;

use crate::random;

/// Waits without end, each twice as long as the one before, up to the longest.
#[derive(Debug, Clone)]
pub(crate) struct Backoff {
    next: Duration,
    longest: Duration,
    is_spread: bool,
}

impl Backoff {
    pub(crate) fn new(first: Duration, longest: Duration) -> Self {
        Self { next: first.min(longest), longest, is_spread: false }
    }

    /// Lengthens each wait at random, by up to as much again: those who failed together do not come back together.
    pub(crate) fn spread(self) -> Self {
        Self { is_spread: true, ..self }
    }
}

impl Iterator for Backoff {
    type Item = Duration;

    fn next(&mut self) -> Option<Duration> {
        let wait = self.next;
        self.next = wait.saturating_mul(2).min(self.longest);
        Some(if self.is_spread { wait.saturating_add(part_of(wait)) } else { wait })
    }
}

/// A part of a time at random, to the nanosecond.
fn part_of(time: Duration) -> Duration {
    // 32 random bits are a fraction; a time in nanoseconds has 94 bits at most, so that the product fits.
    let nanos = (time.as_nanos() * (random::bits() >> 96)) >> 32;
    Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::time::Duration;

    use super::Backoff;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn each_wait_is_twice_the_one_before_up_to_the_longest() {
        let waits: Vec<u64> = Backoff::new(SECOND, 7 * SECOND).take(6).map(|wait| wait.as_secs()).collect();
        assert_eq!(waits, [1, 2, 4, 7, 7, 7]);
    }

    #[test]
    fn no_wait_is_longer_than_the_longest() {
        assert_eq!(Backoff::new(3 * SECOND, SECOND).next(), Some(SECOND));
    }

    #[test]
    fn waits_of_nothing_stay_nothing() {
        assert!(Backoff::new(Duration::ZERO, SECOND).spread().take(100).all(|wait| wait.is_zero()));
    }

    #[test]
    fn the_longest_of_all_waits_do_not_overflow() {
        let waits: Vec<Duration> = Backoff::new(SECOND, Duration::MAX).spread().take(200).collect();
        assert!(waits[100..].iter().all(|wait| *wait == Duration::MAX));
    }

    #[test]
    fn waits_that_are_spread_are_up_to_twice_as_long() {
        let waits: Vec<Duration> = Backoff::new(SECOND, SECOND).spread().take(1_000).collect();
        assert!(waits.iter().all(|wait| (SECOND..2 * SECOND).contains(wait)));
        for quarter in 4..8 {
            let quarter = SECOND * quarter / 4..SECOND * (quarter + 1) / 4;
            let count = waits.iter().filter(|wait| quarter.contains(*wait)).count();
            assert!((150..350).contains(&count), "{count} of 1000 in {quarter:?}");
        }
    }

    #[test]
    fn waits_that_are_spread_differ() {
        let waits: HashSet<Duration> = (0..100).filter_map(|_| Backoff::new(SECOND, SECOND).spread().next()).collect();
        assert!(waits.len() > 90, "{}", waits.len());
    }
}

//! What was spent in the last interval.

use std::collections::VecDeque;
use std::time::Duration;

/// How many slots an interval has. What shares a slot is free again as late as its youngest part.
const FINENESS: u32 = 512;

/// For how long something that was spent may count at the exchange: the interval, and a thousandth of it because two
/// clocks never run quite alike.
pub(super) fn lifetime(interval: Duration) -> Duration {
    interval + interval / 1000
}

/// Units spent, each until a [`lifetime`] after it.
#[derive(Debug)]
pub(super) struct Window {
    lifetime: Duration,
    /// The span of a slot.
    width: Duration,
    /// In the order of time.
    slots: VecDeque<Slot>,
    total: u64,
}

#[derive(Debug)]
struct Slot {
    first: Duration,
    last: Duration,
    units: u64,
}

impl Window {
    pub(super) fn new(interval: Duration) -> Self {
        Self { lifetime: lifetime(interval), width: interval / FINENESS, slots: VecDeque::new(), total: 0 }
    }

    /// Spends units at a moment, which may lie ahead.
    pub(super) fn spend(&mut self, units: u64, at: Duration) {
        self.total += units;
        // Nearly always it is the last slot, or one after it; a search would read slots all over the memory.
        let is_latest = self.slots.back().is_none_or(|slot| slot.first <= at);
        let place = if is_latest { self.slots.len() } else { self.slots.partition_point(|slot| slot.first <= at) };
        let slot = place.checked_sub(1).and_then(|before| self.slots.get_mut(before));
        match slot.filter(|slot| at.saturating_sub(slot.first) < self.width) {
            Some(slot) => {
                slot.last = slot.last.max(at);
                slot.units += units;
            }
            None => self.slots.insert(place, Slot { first: at, last: at, units }),
        }
    }

    /// Forgets what no longer counts.
    pub(super) fn expire(&mut self, now: Duration) {
        while let Some(slot) = self.slots.front().filter(|slot| slot.last + self.lifetime <= now) {
            self.total -= slot.units;
            self.slots.pop_front();
        }
    }

    /// All that counts.
    pub(super) fn total(&self) -> u64 {
        self.total
    }

    /// When no more than this counts, if nothing is added; zero if it is so already.
    pub(super) fn falls_to(&self, most: u64) -> Duration {
        let mut left = self.total;
        let mut end = Duration::ZERO;
        for slot in &self.slots {
            if left <= most {
                break;
            }
            left -= slot.units;
            end = slot.last + self.lifetime;
        }
        end
    }

    /// When the first of it is free again.
    pub(super) fn first_end(&self) -> Option<Duration> {
        self.slots.front().map(|slot| slot.last + self.lifetime)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const INTERVAL: Duration = Duration::from_secs(60);

    fn millis(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    #[test]
    fn units_count_for_an_interval_and_a_thousandth() {
        let mut window = Window::new(INTERVAL);
        window.spend(5, millis(1_000));
        window.expire(millis(61_059));
        assert_eq!((window.total(), window.first_end()), (5, Some(millis(61_060))));
        window.expire(millis(61_060));
        assert_eq!((window.total(), window.first_end()), (0, None));
    }

    #[test]
    fn a_slot_lives_as_long_as_its_youngest_unit() {
        let mut window = Window::new(INTERVAL);
        window.spend(1, millis(0));
        window.spend(1, millis(100));
        window.expire(millis(60_100));
        assert_eq!(window.total(), 2);
    }

    #[test]
    fn it_is_known_when_enough_will_be_free() {
        let mut window = Window::new(INTERVAL);
        window.spend(10, millis(0));
        window.spend(20, millis(1_000));
        assert_eq!(window.falls_to(30), Duration::ZERO);
        assert_eq!(window.falls_to(29), millis(60_060));
        assert_eq!(window.falls_to(20), millis(60_060));
        assert_eq!(window.falls_to(19), millis(61_060));
    }

    #[test]
    fn what_is_spent_ahead_of_time_keeps_its_place() {
        let mut window = Window::new(INTERVAL);
        window.spend(1, millis(1_000));
        window.spend(2, millis(0));
        window.spend(4, millis(500));
        let ends: Vec<Duration> = [6, 4, 0].map(|most| window.falls_to(most)).into();
        assert_eq!(ends, [millis(60_060), millis(60_560), millis(61_060)]);
        window.expire(millis(60_560));
        assert_eq!(window.total(), 1);
    }

    #[test]
    fn however_much_is_spent_memory_is_bounded() {
        let mut window = Window::new(INTERVAL);
        for step in 0..200_000 {
            let now = millis(step);
            window.expire(now);
            window.spend(1, now);
        }
        assert!(window.slots.len() <= 515, "{}", window.slots.len());
    }

    proptest! {
        #[test]
        fn nothing_is_forgotten_early_and_nothing_is_kept_long(
            steps in prop::collection::vec((0_u64..3_000, 1_u64..50), 1..300)
        ) {
            let mut window = Window::new(INTERVAL);
            let mut spent = Vec::new();
            let mut now = Duration::ZERO;
            for (pause, units) in steps {
                now += millis(pause);
                window.expire(now);
                window.spend(units, now);
                spent.push((now, units));
                let younger_than = |age: Duration| -> u64 {
                    spent.iter().filter(|(at, _)| *at + age > now).map(|(_, units)| units).sum()
                };
                prop_assert!(window.total() >= younger_than(INTERVAL));
                prop_assert!(window.total() <= younger_than(lifetime(INTERVAL) + window.width));
            }
        }
    }
}

//! What the exchange tells of a limit in its answers.
//!
//! Other programs may spend of the same limit. An answer tells what all of them have spent in the exchange's current
//! window, so at least that much is used, and whatever was reserved since, until that window has ended.
//!
//! Windows are fixed, and where they begin is not told. At the latest, a window ends an interval after the answer that
//! told of it. It is known better when the count was seen to fall: then a window has begun between two answers, and it
//! lasts one interval. Without that, a program that slowly uses up its limit would wait a whole interval for what is
//! free much sooner.

use std::time::Duration;

use super::window::lifetime;

#[derive(Debug, Default)]
pub(super) struct Told {
    floor: Option<Floor>,
    /// The last of a chain of answers, each to a request that was made after the one before had come.
    link: Option<Link>,
    /// Between which moments a window has begun.
    begun: Option<(Duration, Duration)>,
}

#[derive(Debug)]
struct Floor {
    told: u64,
    /// All that had been reserved when the request was, itself included.
    mark: u64,
    /// What was given back of what was reserved since.
    given_back: u64,
    until: Duration,
}

#[derive(Debug)]
struct Link {
    told: u64,
    reserved_at: Duration,
    told_at: Duration,
}

/// The request whose answer tells.
#[derive(Debug, Clone, Copy)]
pub(super) struct Source {
    pub(super) mark: u64,
    pub(super) reserved_at: Duration,
}

impl Told {
    /// At least this much is used when so much has been reserved; zero if nothing is known.
    pub(super) fn floor(&self, reserved: u64, now: Duration) -> u64 {
        let floor = self.floor.as_ref().filter(|floor| now < floor.until);
        floor.map_or(0, |floor| (floor.told + (reserved - floor.mark)).saturating_sub(floor.given_back))
    }

    /// Until when the floor holds.
    pub(super) fn until(&self) -> Duration {
        self.floor.as_ref().map_or(Duration::ZERO, |floor| floor.until)
    }

    /// Takes in what an answer tells. An answer to an earlier request than the floor's is old news.
    pub(super) fn tell(&mut self, told: u64, source: Source, interval: Duration, now: Duration) {
        self.observe(told, source, now);
        if self.floor.as_ref().is_some_and(|floor| source.mark <= floor.mark) {
            return;
        }
        // Before the window that began can have ended, there is no later one to tell of.
        let same_window = |after: Duration| now < after + interval - interval / 1000;
        let began = self.begun.filter(|(after, _)| same_window(*after)).map_or(now, |(_, by)| by);
        self.floor = Some(Floor { told, mark: source.mark, given_back: 0, until: began + lifetime(interval) });
    }

    /// Sees whether a window has begun since the last link of the chain.
    fn observe(&mut self, told: u64, source: Source, now: Duration) {
        if let Some(link) = &self.link {
            if source.reserved_at <= link.told_at {
                return;
            }
            // By half: counters of several machines may disagree a little.
            if told <= link.told / 2 {
                self.begun = Some((link.reserved_at, now));
            }
        }
        self.link = Some(Link { told, reserved_at: source.reserved_at, told_at: now });
    }

    /// Takes back a reservation that was not used.
    pub(super) fn give_back(&mut self, mark: u64, units: u32) {
        if let Some(floor) = self.floor.as_mut().filter(|floor| floor.mark < mark) {
            floor.given_back += u64::from(units);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const INTERVAL: Duration = Duration::from_secs(60);

    fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    /// The answer to a request comes a second after it was reserved.
    fn tell(told: &mut Told, value: u64, mark: u64, now: u64) {
        let source = Source { mark, reserved_at: seconds(now - 1) };
        told.tell(value, source, INTERVAL, seconds(now));
    }

    #[test]
    fn what_was_reserved_since_comes_on_top() {
        let mut told = Told::default();
        tell(&mut told, 700, 10, 1);
        assert_eq!(told.floor(10, seconds(1)), 700);
        assert_eq!(told.floor(35, seconds(2)), 725);
        told.give_back(20, 5);
        assert_eq!(told.floor(35, seconds(2)), 720);
        told.give_back(10, 5);
        assert_eq!(told.floor(35, seconds(2)), 720, "what was reserved before the answer's request is no part of it");
    }

    #[test]
    fn it_holds_for_an_interval_when_nothing_better_is_known() {
        let mut told = Told::default();
        tell(&mut told, 700, 10, 50);
        assert_eq!(told.floor(10, seconds(110)), 700);
        assert_eq!(told.floor(10, told.until()), 0);
        assert_eq!(told.until(), seconds(50) + lifetime(INTERVAL));
    }

    #[test]
    fn a_later_request_tells_anew_and_an_earlier_one_does_not() {
        let mut told = Told::default();
        tell(&mut told, 700, 10, 2);
        tell(&mut told, 900, 5, 3);
        assert_eq!(told.floor(10, seconds(3)), 700);
        tell(&mut told, 20, 15, 4);
        assert_eq!(told.floor(15, seconds(4)), 20);
    }

    #[test]
    fn a_count_that_falls_shows_when_the_window_ends() {
        let mut told = Told::default();
        tell(&mut told, 1_000, 10, 30);
        tell(&mut told, 5, 15, 33);
        tell(&mut told, 2_400, 20, 80);
        assert_eq!(told.until(), seconds(33) + lifetime(INTERVAL));
        // The next window may have begun by now.
        tell(&mut told, 2_400, 25, 90);
        assert_eq!(told.until(), seconds(90) + lifetime(INTERVAL));
    }

    #[test]
    fn answers_under_way_together_show_no_new_window() {
        let mut told = Told::default();
        let answer = |told: &mut Told, value, mark, at| {
            told.tell(value, Source { mark, reserved_at: seconds(10) }, INTERVAL, seconds(at));
        };
        answer(&mut told, 1_000, 10, 11);
        answer(&mut told, 5, 20, 12);
        answer(&mut told, 1_500, 30, 13);
        assert_eq!(told.until(), seconds(13) + lifetime(INTERVAL));
    }

    #[test]
    fn counters_that_disagree_a_little_show_no_new_window() {
        let mut told = Told::default();
        tell(&mut told, 1_000, 10, 30);
        tell(&mut told, 990, 15, 33);
        tell(&mut told, 1_200, 20, 40);
        assert_eq!(told.until(), seconds(40) + lifetime(INTERVAL));
    }

    proptest! {
        #[test]
        fn whatever_is_told_holds_for_an_interval_at_most(
            answers in prop::collection::vec((any::<u32>(), 1_u64..40, 1_u64..20), 1..50)
        ) {
            let mut told = Told::default();
            let (mut now, mut mark) = (seconds(100), 0);
            for (value, pause, flight) in answers {
                now += seconds(pause);
                mark += 1;
                let source = Source { mark, reserved_at: now - seconds(flight) };
                told.tell(u64::from(value), source, INTERVAL, now);
                prop_assert!(told.until() > now && told.until() <= now + lifetime(INTERVAL));
                prop_assert_eq!(told.floor(mark, now), u64::from(value));
                prop_assert_eq!(told.floor(mark, now + lifetime(INTERVAL)), 0);
            }
        }
    }
}

//! What the exchange tells of a limit in its answers.
//!
//! Other programs may spend of the same limit. An answer tells what all of them have spent in the exchange's current
//! window, so at least that much is used, and whatever it may not have counted yet, until that window has ended.
//!
//! Windows are fixed, and where they begin is not told. At the latest, a window ends an interval after the answer that
//! told of it. It is known better when the count was seen to fall: then a window has begun between two answers, it
//! lasts one interval, and it is still the same while the count goes on from there. Without that, a program that
//! slowly uses up its limit would wait a whole interval for what is free much sooner.

use std::time::Duration;

use super::window::lifetime;

/// For how long a window surely lasts, by a clock that does not run quite like the exchange's.
fn surely(interval: Duration) -> Duration {
    interval.saturating_sub(interval / 1000)
}

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
    /// The mark of the request whose answer told.
    mark: u64,
    /// What that answer may not have counted: all that was under way or reserved after its request.
    open: u64,
    /// All that had been reserved when it was told.
    reserved: u64,
    /// What has turned out since to have been counted, or was never sent.
    settled: u64,
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
    pub(super) units: u32,
    /// All that had been reserved when it was, itself included.
    pub(super) mark: u64,
    pub(super) reserved_at: Duration,
}

/// The book in which it is told.
#[derive(Debug, Clone, Copy)]
pub(super) struct Page {
    pub(super) interval: Duration,
    /// All that was ever reserved.
    pub(super) reserved: u64,
    pub(super) under_way: u64,
    pub(super) now: Duration,
}

impl Told {
    /// At least this much is used when so much has been reserved; zero if nothing is known.
    pub(super) fn floor(&self, reserved: u64, now: Duration) -> u64 {
        let floor = self.floor.as_ref().filter(|floor| now < floor.until);
        floor.map_or(0, |floor| (floor.told + floor.open + reserved - floor.reserved).saturating_sub(floor.settled))
    }

    /// What surely is used of it: what was under way when it was told may have been counted in it.
    pub(super) fn sure_floor(&self, reserved: u64, now: Duration) -> u64 {
        let open = self.floor.as_ref().map_or(0, |floor| floor.open);
        self.floor(reserved, now).saturating_sub(open)
    }

    /// Until when the floor holds.
    pub(super) fn until(&self) -> Duration {
        self.floor.as_ref().map_or(Duration::ZERO, |floor| floor.until)
    }

    /// Takes in what an answer tells. An answer to an earlier request than the floor's is old news, but it may show
    /// that the floor has counted the request.
    pub(super) fn tell(&mut self, told: u64, source: Source, page: Page) {
        let Page { interval, reserved, under_way, now } = page;
        self.observe(told, source, page);
        if let Some(floor) = self.floor.as_mut().filter(|floor| source.mark <= floor.mark) {
            floor.settled += if told <= floor.told { u64::from(source.units) } else { 0 };
            return;
        }
        let open = under_way.max(reserved - source.mark);
        let begun = self.begun.filter(|(_, by)| now < *by + surely(interval)).map_or(now, |(_, by)| by);
        let until = begun + lifetime(interval);
        self.floor = Some(Floor { told, mark: source.mark, open, reserved, settled: 0, until });
    }

    /// Sees whether a window has begun since the last link of the chain.
    fn observe(&mut self, told: u64, source: Source, Page { interval, now, .. }: Page) {
        if let Some(link) = &self.link {
            if source.reserved_at <= link.told_at {
                return;
            }
            let goes_on = (link.told..=link.told.saturating_mul(2)).contains(&told);
            // By half: the counters of several machines may disagree a little.
            if told < link.told.div_ceil(2) {
                self.begun = Some((link.reserved_at, now));
            } else if !goes_on && self.begun.is_some_and(|(after, _)| now >= after + surely(interval)) {
                // Another may have begun since, and others have spent much in it.
                self.begun = None;
            }
        }
        self.link = Some(Link { told, reserved_at: source.reserved_at, told_at: now });
    }

    /// Takes back what was reserved and not sent.
    pub(super) fn give_back(&mut self, units: u32) {
        if let Some(floor) = &mut self.floor {
            floor.settled += u64::from(units);
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

    fn page(reserved: u64, under_way: u64, now: u64) -> Page {
        Page { interval: INTERVAL, reserved, under_way, now: seconds(now) }
    }

    fn source(mark: u64, reserved_at: u64) -> Source {
        Source { units: 5, mark, reserved_at: seconds(reserved_at) }
    }

    /// The only request under way is answered, a second after it was reserved.
    fn tell(told: &mut Told, value: u64, mark: u64, now: u64) {
        told.tell(value, source(mark, now - 1), page(mark, 0, now));
    }

    #[test]
    fn what_is_reserved_after_it_was_told_comes_on_top() {
        let mut told = Told::default();
        tell(&mut told, 700, 10, 1);
        assert_eq!(told.floor(10, seconds(1)), 700);
        assert_eq!(told.floor(35, seconds(2)), 725);
        told.give_back(5);
        assert_eq!(told.floor(35, seconds(2)), 720);
    }

    #[test]
    fn what_was_under_way_when_it_was_told_comes_on_top_until_it_is_known_to_be_counted() {
        let mut told = Told::default();
        told.tell(700, source(20, 0), page(30, 25, 1));
        assert_eq!((told.floor(30, seconds(1)), told.sure_floor(30, seconds(1))), (725, 700));
        told.tell(690, source(10, 0), page(30, 20, 2));
        assert_eq!(told.floor(30, seconds(2)), 720);
        told.tell(710, source(15, 0), page(30, 15, 3));
        assert_eq!(told.floor(30, seconds(3)), 720, "that one came after what the floor has counted");
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
        tell(&mut told, 5, 15, 40);
        tell(&mut told, 2_000, 20, 80);
        assert_eq!(told.until(), seconds(40) + lifetime(INTERVAL));
    }

    #[test]
    fn while_the_count_goes_on_the_window_is_the_same() {
        let mut told = Told::default();
        for (value, now) in [(1_000, 30), (5, 40), (2_000, 80), (2_400, 95)] {
            tell(&mut told, value, now, now);
        }
        assert_eq!(told.until(), seconds(40) + lifetime(INTERVAL));
        tell(&mut told, 2_400, 105, 105);
        assert_eq!(told.until(), seconds(105) + lifetime(INTERVAL), "that one must have ended");
    }

    #[test]
    fn a_count_that_leaps_may_be_of_another_window() {
        for (value, sooner) in [(1_000, true), (1_001, false), (499, false)] {
            let mut told = Told::default();
            for (value, now) in [(1_000, 30), (5, 40), (500, 80), (value, 92)] {
                tell(&mut told, value, now, now);
            }
            let begun = seconds(if sooner { 40 } else { 92 });
            assert_eq!(told.until(), begun + lifetime(INTERVAL), "{value}");
        }
    }

    #[test]
    fn answers_under_way_together_show_no_new_window() {
        let mut told = Told::default();
        let answer = |told: &mut Told, value, mark, at| told.tell(value, source(mark, 10), page(30, 0, at));
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
                let source = Source { units: 1, mark, reserved_at: now.saturating_sub(seconds(flight)) };
                told.tell(u64::from(value), source, Page { interval: INTERVAL, reserved: mark, under_way: 0, now });
                prop_assert!(told.until() > now && told.until() <= now + lifetime(INTERVAL));
                prop_assert_eq!(told.floor(mark, now), u64::from(value));
                prop_assert_eq!(told.floor(mark, now + lifetime(INTERVAL)), 0);
            }
        }
    }
}

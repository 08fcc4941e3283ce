//! The book of one limit.

use std::collections::BTreeMap;
use std::time::Duration;

use super::demand::{Class, Rank};
use super::told::{Page, Source, Told};
use super::window::{Window, lifetime};
use crate::operations::Limit;

/// How long a request must wait for a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Until {
    /// There is no room before this.
    pub(super) at_least: Duration,
    /// If nothing changes before this, there is room then.
    pub(super) at_most: Duration,
}

/// What is used of a limit, and who waits for it.
///
/// Units that are under way count. Units that were spent count for one interval after the answer: the exchange counted
/// them before it answered, so none of its windows, wherever they begin, can hold more than what is counted here.
#[derive(Debug)]
pub(super) struct Book {
    limit: &'static Limit,
    /// How much the limit allows.
    units: u32,
    under_way: u64,
    spent: Window,
    /// All that was ever reserved.
    reserved: u64,
    told: Told,
    /// What those who wait for this limit, each the first of its lane, want of it.
    claims: BTreeMap<Rank, u32>,
}

impl Book {
    pub(super) fn new(limit: &'static Limit) -> Self {
        let spent = Window::new(limit.interval);
        let claims = BTreeMap::new();
        Self { limit, units: limit.units, under_way: 0, spent, reserved: 0, told: Told::default(), claims }
    }

    pub(super) fn units(&self) -> u32 {
        self.units
    }

    pub(super) fn learn(&mut self, units: u32) {
        self.units = units;
    }

    pub(super) fn used(&mut self, now: Duration) -> u64 {
        self.spent.expire(now);
        (self.spent.total() + self.under_way).max(self.told.floor(self.reserved, now))
    }

    /// Until when a request must wait; `None` if there is room for it and for those before it: the claims of
    /// a better rank, and the units ahead of it in its lane.
    pub(super) fn blocked_until(&mut self, rank: Rank, units: u32, ahead: u64, now: Duration) -> Option<Until> {
        let claimed: u64 = self.claims.range(..rank).map(|(_, units)| u64::from(*units)).sum();
        let wanted = u64::from(units) + claimed + ahead;
        let allowed = u64::from(self.allowed(rank.class, units));
        (self.used(now) + wanted > allowed).then(|| self.until(wanted, allowed, now))
    }

    /// Until when so much is more than what is allowed.
    #[cold]
    fn until(&self, wanted: u64, allowed: u64, now: Duration) -> Until {
        let own = match (wanted + self.under_way).checked_sub(allowed) {
            None | Some(0) => self.spent.falls_to(allowed - wanted - self.under_way),
            Some(over) => self.again_free(over, allowed, now),
        };
        let told = |floor: u64| if floor + wanted > allowed { self.told.until() } else { now };
        let floor = self.told.floor(self.reserved, now);
        // An answer under way may tell that less is used.
        let sure = if self.under_way > 0 { self.told.sure_floor(self.reserved, now) } else { floor };
        Until { at_least: own.max(told(sure)), at_most: own.max(told(floor)) }
    }

    /// When so much can be free again, at the earliest, of what is not even spent yet: what is under way is spent now at
    /// the earliest, and what waits is not spent before there is room for it.
    fn again_free(&self, units: u64, allowed: u64, now: Duration) -> Duration {
        let spent = match units.checked_sub(self.under_way) {
            None | Some(0) => now,
            Some(waiting) => self.spent.falls_to(allowed.saturating_sub(self.under_way + waiting)).max(now),
        };
        spent + lifetime(self.limit.interval)
    }

    /// What a class may use. Reads leave a little, so that a cancellation passes when they have used up the rest.
    fn allowed(&self, class: Class, units: u32) -> u32 {
        let kept = if class == Class::Read && self.units >= 100 { self.units.div_ceil(100) } else { 0 };
        (self.units - kept).max(units)
    }

    /// Reserves units; what has been reserved with them is the reservation's mark.
    pub(super) fn reserve(&mut self, units: u32) -> u64 {
        self.under_way += u64::from(units);
        self.reserved += u64::from(units);
        self.reserved
    }

    /// Takes back what was reserved and not sent.
    pub(super) fn give_back(&mut self, units: u32) {
        self.under_way -= u64::from(units);
        self.told.give_back(units);
    }

    /// Counts what was reserved as spent, at a moment by which the exchange has counted it.
    pub(super) fn spend(&mut self, units: u32, at: Duration, now: Duration) {
        self.under_way -= u64::from(units);
        self.spent.expire(now);
        self.spent.spend(u64::from(units), at);
    }

    /// Takes in what the answer to a request tells, after its units were spent.
    pub(super) fn tell(&mut self, told: u32, source: Source, now: Duration) {
        let Self { reserved, under_way, .. } = *self;
        self.told.tell(u64::from(told), source, Page { interval: self.limit.interval, reserved, under_way, now });
    }

    pub(super) fn claim(&mut self, rank: Rank, units: u32) {
        self.claims.insert(rank, units);
    }

    pub(super) fn unclaim(&mut self, rank: Rank) {
        self.claims.remove(&rank);
    }

    /// When the first of what is used is free again; `None` if that is still under way, or nothing is used.
    pub(super) fn frees_at(&mut self, now: Duration) -> Option<Duration> {
        let used = self.used(now);
        if used > self.spent.total() + self.under_way { Some(self.told.until()) } else { self.spent.first_end() }
    }

    /// When all is free again, if nothing is added and what is under way were answered now; `None` if nothing is used.
    pub(super) fn free_at(&mut self, now: Duration) -> Option<Duration> {
        if self.used(now) == 0 {
            return None;
        }
        let under_way = if self.under_way > 0 { now + lifetime(self.limit.interval) } else { Duration::ZERO };
        let told = if self.told.floor(self.reserved, now) > 0 { self.told.until() } else { Duration::ZERO };
        Some(self.spent.falls_to(0).max(under_way).max(told))
    }
}

//! How much of the limits has been spent, and what is refused for it.

use super::gate::Sent;
use super::limits::{Limits, interval};
use super::refusal::Refusal;
use crate::operations::{Limit, Operation, Scope};

/// How many requests beyond a limit are refused in one window before the address is banned.
const PATIENCE: u32 = 5;
/// Bans, in milliseconds: the first, and the longest.
const FIRST_BAN: i64 = 2 * 60_000;
const LONGEST_BAN: i64 = 3 * 86_400_000;
/// Where every request comes from.
const ADDRESS: &str = "127.0.0.1";

/// What a request costs of each limit that it counts against.
pub type Bill = Vec<(&'static Limit, u64)>;

/// What a request to this operation costs.
pub fn bill(operation: &Operation, sent: &Sent) -> Bill {
    operation.costs.iter().map(|cost| (cost.limit, u64::from(cost.units.of(|name| sent.get(name))))).collect()
}

/// A counter that starts again with every window of time. The windows are aligned to the clock.
#[derive(Debug)]
struct Counter {
    limit: &'static Limit,
    allowed: u64,
    /// The length of a window, in milliseconds.
    length: i64,
    window: i64,
    used: u64,
    /// How many requests were refused in this window.
    refused: u32,
}

impl Counter {
    fn new(limit: &'static Limit, allowed: u32) -> Self {
        let length = i64::try_from(limit.interval.as_millis()).unwrap_or(i64::MAX).max(1);
        Self { limit, allowed: allowed.into(), length, window: 0, used: 0, refused: 0 }
    }

    /// Starts again if a new window has begun.
    fn turn(&mut self, now: i64) {
        let window = now.div_euclid(self.length);
        if window != self.window {
            (self.window, self.used, self.refused) = (window, 0, 0);
        }
    }

    fn add(&mut self, units: u64) {
        self.used = self.used.saturating_add(units);
    }

    /// The seconds until the window ends, rounded up.
    fn rest(&self, now: i64) -> u64 {
        seconds(self.length - now.rem_euclid(self.length))
    }
}

/// Time in milliseconds as `Retry-After` has it: in seconds, rounded up.
fn seconds(millis: i64) -> u64 {
    u64::try_from(millis).unwrap_or_default().div_ceil(1_000)
}

/// The spending of one address and one account.
#[derive(Debug)]
pub struct Usage {
    counters: Vec<Counter>,
    is_enforced: bool,
    banned_until: i64,
    bans: u32,
    refused: u64,
}

impl Usage {
    pub fn new(limits: &Limits, is_enforced: bool) -> Self {
        let counters = limits.iter().map(|(limit, units)| Counter::new(limit, units)).collect();
        Self { counters, is_enforced, banned_until: i64::MIN, bans: 0, refused: 0 }
    }

    /// How many requests were refused for a limit, or because of a ban.
    pub const fn refused(&self) -> u64 {
        self.refused
    }

    /// Counts a request of the address.
    pub fn count(&mut self, bill: &Bill, now: i64) {
        self.charge(bill, Scope::Ip, now);
    }

    /// Counts a request of the address, whether it is answered or refused, and refuses what exceeds a limit.
    pub fn arrive(&mut self, bill: &Bill, now: i64) -> Result<(), Refusal> {
        self.count(bill, now);
        self.check_ban(now)?;
        if !self.is_enforced {
            return Ok(());
        }
        let is_over = |counter: &&mut Counter| {
            counter.used > counter.allowed && counter.limit.scope == Scope::Ip && units(bill, counter.limit) > 0
        };
        let Some(counter) = self.counters.iter_mut().find(is_over) else { return Ok(()) };
        self.refused += 1;
        counter.refused += 1;
        if counter.refused <= PATIENCE {
            return Err(too_many_requests(counter, now));
        }
        // Twelve doublings are beyond the longest ban.
        let length = (FIRST_BAN << self.bans.min(12)).min(LONGEST_BAN);
        self.bans = self.bans.saturating_add(1);
        self.banned_until = now.saturating_add(length);
        Err(banned(self.banned_until, now))
    }

    /// Refuses everything from an address that is banned.
    pub fn check_ban(&mut self, now: i64) -> Result<(), Refusal> {
        if now >= self.banned_until {
            return Ok(());
        }
        self.refused += 1;
        Err(banned(self.banned_until, now))
    }

    /// Refuses orders, and whatever else is counted by account, that are more than the account may ask for.
    pub fn check_account(&mut self, bill: &Bill, now: i64) -> Result<(), Refusal> {
        if !self.is_enforced {
            return Ok(());
        }
        for counter in self.counters.iter_mut().filter(|counter| counter.limit.scope == Scope::Account) {
            counter.turn(now);
            let units = units(bill, counter.limit);
            if units > 0 && counter.used.saturating_add(units) > counter.allowed {
                self.refused += 1;
                return Err(if counter.limit.kind.is_some() { too_many_orders } else { too_many_calls }(counter, now));
            }
        }
        Ok(())
    }

    /// Counts the orders of a request that was accepted.
    pub fn accept(&mut self, bill: &Bill, now: i64) {
        self.charge(bill, Scope::Account, now);
    }

    /// The headers of a reply: of the limits of the address, unless the request counts against one without a header,
    /// and of those limits of the account that an accepted request counts against.
    pub fn headers(&self, bill: &Bill, is_accepted: bool) -> Vec<(&'static str, u64)> {
        let is_apart = bill.iter().any(|(limit, _)| limit.scope == Scope::Ip && limit.header.is_none());
        let is_shown = |limit: &Limit| match limit.scope {
            Scope::Ip => !is_apart,
            Scope::Account => is_accepted && bill.iter().any(|(billed, _)| billed.index == limit.index),
        };
        let shown = self.counters.iter().filter(|counter| is_shown(counter.limit));
        shown.filter_map(|counter| Some((counter.limit.header?, counter.used))).collect()
    }

    fn charge(&mut self, bill: &Bill, scope: Scope, now: i64) {
        for counter in self.counters.iter_mut().filter(|counter| counter.limit.scope == scope) {
            counter.turn(now);
            counter.add(units(bill, counter.limit));
        }
    }
}

fn units(bill: &Bill, limit: &Limit) -> u64 {
    bill.iter().filter(|(billed, _)| billed.index == limit.index).map(|(_, units)| units).sum()
}

fn too_many_requests(counter: &Counter, now: i64) -> Refusal {
    let interval = match interval(counter.limit) {
        (unit, 1) => unit.to_lowercase(),
        (unit, count) => format!("{count} {}s", unit.to_lowercase()),
    };
    let msg = format!(
        "Too many requests; current limit of IP({ADDRESS}) is {} requests per {interval}. Please use the websocket for \
         live updates to avoid polling the API.",
        counter.allowed
    );
    Refusal::new(-1003, msg).status(429).retry_after(counter.rest(now))
}

fn too_many_orders(counter: &Counter, now: i64) -> Refusal {
    let interval = match interval(counter.limit) {
        ("SECOND", 10) => "TEN_SECONDS".to_owned(),
        (unit, 1) => unit.to_owned(),
        (unit, count) => format!("{count} {unit}"),
    };
    let msg = format!("Too many new orders; current limit is {} orders per {interval}.", counter.allowed);
    Refusal::new(-1015, msg).status(429).retry_after(counter.rest(now))
}

/// A limit of an account on something other than orders.
fn too_many_calls(counter: &Counter, now: i64) -> Refusal {
    let (unit, count) = interval(counter.limit);
    let msg = format!("Too many requests; current limit is {} requests per {count} {unit}.", counter.allowed);
    Refusal::new(-1003, msg).status(429).retry_after(counter.rest(now))
}

fn banned(until: i64, now: i64) -> Refusal {
    let msg = format!(
        "Way too much request weight used; IP banned until {until}. Please use the websocket for live updates to avoid \
         bans."
    );
    Refusal::new(-1003, msg).status(418).retry_after(seconds(until.saturating_sub(now)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usage() -> Usage {
        Usage::new(&Limits::of_table(), true)
    }

    fn cost(id: &str, query: &str) -> Bill {
        bill(Operation::by_id(id).unwrap(), &Sent::parse(query.as_bytes(), b"").unwrap())
    }

    fn status(result: Result<(), Refusal>) -> u16 {
        result.map_or_else(|refusal| refusal.status, |()| 200)
    }

    #[test]
    fn weight_adds_up_within_a_minute_and_starts_again_in_the_next() {
        let (mut usage, bill) = (usage(), cost("getRecentTrades", ""));
        let mut used = |now| {
            usage.arrive(&bill, now).unwrap();
            usage.headers(&bill, true)
        };
        assert_eq!(used(60_000), [("x-mbx-used-weight-1m", 5)]);
        assert_eq!(used(119_999), [("x-mbx-used-weight-1m", 10)]);
        assert_eq!(used(120_000), [("x-mbx-used-weight-1m", 5)]);
    }

    #[test]
    fn an_order_that_is_accepted_shows_its_limits_beside_the_weight() {
        let (mut usage, bill) = (usage(), cost("createBatchOrders", ""));
        usage.arrive(&bill, 0).unwrap();
        usage.accept(&bill, 0);
        let expected = [("x-mbx-used-weight-1m", 5), ("x-mbx-order-count-10s", 5), ("x-mbx-order-count-1m", 1)];
        assert_eq!(usage.headers(&bill, true), expected);
        assert_eq!(usage.headers(&bill, false), expected[..1]);
    }

    #[test]
    fn a_limit_is_used_up_to_the_last_unit_and_no_further() {
        let (mut usage, ping, income) = (usage(), cost("testConnectivity", ""), cost("getIncomeHistory", ""));
        for _ in 0..80 {
            usage.arrive(&income, 5_000).unwrap();
        }
        let refusal = usage.arrive(&ping, 5_000).unwrap_err();
        assert_eq!((refusal.status, refusal.code, refusal.retry_after), (429, -1003, Some(55)));
        assert_eq!(usage.arrive(&ping, 59_999).unwrap_err().retry_after, Some(1));
        // What costs no weight is not refused for it.
        usage.arrive(&cost("createOrder", ""), 59_999).unwrap();
        usage.arrive(&ping, 60_000).unwrap();
        assert_eq!(usage.refused(), 2);
    }

    #[test]
    fn who_does_not_stop_is_banned_for_twice_as_long_every_time() {
        let (mut usage, ping) = (usage(), cost("testConnectivity", ""));
        usage.counters[0].allowed = 0;
        let mut now = 0;
        for minutes in [2, 4, 8] {
            let seen: Vec<u16> = (0..7).map(|_| status(usage.arrive(&ping, now))).collect();
            assert_eq!(seen, [429, 429, 429, 429, 429, 418, 418]);
            now += minutes * 60_000;
            assert_eq!(usage.check_ban(now - 1).unwrap_err().retry_after, Some(1));
            assert_eq!(status(usage.check_ban(now)), 200);
        }
    }

    #[test]
    fn no_ban_is_longer_than_three_days() {
        let (mut usage, ping) = (usage(), cost("testConnectivity", ""));
        usage.counters[0].allowed = 0;
        usage.bans = u32::MAX;
        for _ in 0..=PATIENCE {
            assert!(usage.arrive(&ping, 0).is_err());
        }
        assert_eq!(usage.banned_until, LONGEST_BAN);
    }

    #[test]
    fn limits_that_are_not_enforced_are_counted_all_the_same() {
        let (mut usage, bill) = (Usage::new(&Limits::of_table(), false), cost("getIncomeHistory", ""));
        for _ in 0..100 {
            usage.arrive(&bill, 0).unwrap();
        }
        assert_eq!((usage.headers(&bill, true), usage.refused()), (vec![("x-mbx-used-weight-1m", 3_000)], 0));
    }
}

//! How much of the limits has been used.

use super::weights::Cost;

const TEN_SECONDS: i64 = 10_000;
const MINUTE: i64 = 60_000;

/// A counter that starts again with every window of time.
#[derive(Debug)]
struct Counter {
    window: i64,
    current: i64,
    used: u64,
}

impl Counter {
    const fn new(window: i64) -> Self {
        Self { window, current: 0, used: 0 }
    }

    fn add(&mut self, now: i64, amount: u64) -> u64 {
        let current = now.div_euclid(self.window);
        if current != self.current {
            self.current = current;
            self.used = 0;
        }
        self.used = self.used.saturating_add(amount);
        self.used
    }
}

/// The counters that the exchange reports in headers. The sandbox counts and never refuses for a limit.
#[derive(Debug)]
pub struct Usage {
    weight_1m: Counter,
    orders_10s: Counter,
    orders_1m: Counter,
}

impl Usage {
    pub const fn new() -> Self {
        Self { weight_1m: Counter::new(MINUTE), orders_10s: Counter::new(TEN_SECONDS), orders_1m: Counter::new(MINUTE) }
    }

    /// Counts the weight of a request, whether it is answered or refused.
    pub fn weigh(&mut self, now: i64, cost: Cost) -> (&'static str, u64) {
        ("x-mbx-used-weight-1m", self.weight_1m.add(now, cost.weight))
    }

    /// Counts the orders of a request that was accepted.
    pub fn order(&mut self, now: i64, cost: Cost) -> [(&'static str, u64); 2] {
        [
            ("x-mbx-order-count-10s", self.orders_10s.add(now, cost.orders_10s)),
            ("x-mbx-order-count-1m", self.orders_1m.add(now, cost.orders_1m)),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weight_adds_up_within_a_minute_and_starts_again_in_the_next() {
        let mut usage = Usage::new();
        let cost = Cost { weight: 5, orders_10s: 0, orders_1m: 0 };
        assert_eq!(usage.weigh(60_000, cost).1, 5);
        assert_eq!(usage.weigh(119_999, cost).1, 10);
        assert_eq!(usage.weigh(120_000, cost).1, 5);
    }
}

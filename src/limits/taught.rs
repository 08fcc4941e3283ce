//! What the exchange information says of the limits.

use std::time::Duration;

use crate::operations::{LIMITS, Limit};

/// A row of the exchange information's `rateLimits`, as it comes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Taught<'a> {
    /// `rateLimitType`, such as `REQUEST_WEIGHT`.
    pub(crate) kind: &'a str,
    /// `interval`, such as `MINUTE`.
    pub(crate) interval: &'a str,
    /// `intervalNum`.
    pub(crate) number: i64,
    /// `limit`.
    pub(crate) units: i64,
}

impl Taught<'_> {
    /// The limit that the row is about and its units; `None` if no limit is like that, or the row makes no sense.
    pub(super) fn lesson(&self) -> Option<(&'static Limit, u32)> {
        let interval = interval(self.interval, self.number)?;
        let units = u32::try_from(self.units).ok().filter(|units| *units > 0)?;
        let is_meant = |limit: &&&Limit| limit.kind == Some(self.kind) && limit.interval == interval;
        LIMITS.iter().find(is_meant).map(|limit| (*limit, units))
    }
}

/// The interval of so many of a unit of time.
fn interval(unit: &str, number: i64) -> Option<Duration> {
    let seconds = match unit {
        "SECOND" => 1,
        "MINUTE" => 60,
        "HOUR" => 60 * 60,
        "DAY" => 24 * 60 * 60,
        _ => return None,
    };
    u64::try_from(number).ok()?.checked_mul(seconds).map(Duration::from_secs)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lesson(kind: &str, interval: &str, number: i64, units: i64) -> Option<(&'static str, u32)> {
        Taught { kind, interval, number, units }.lesson().map(|(limit, units)| (limit.name, units))
    }

    #[test]
    fn a_row_is_about_the_limit_of_its_kind_and_interval() {
        assert_eq!(lesson("REQUEST_WEIGHT", "MINUTE", 1, 6_000), Some(("weight", 6_000)));
        assert_eq!(lesson("REQUEST_WEIGHT", "SECOND", 60, 6_000), Some(("weight", 6_000)));
        assert_eq!(lesson("ORDERS", "SECOND", 10, 500), Some(("orders-10s", 500)));
        assert_eq!(lesson("ORDERS", "MINUTE", 1, 500), Some(("orders-1m", 500)));
    }

    #[test]
    fn a_row_that_fits_no_limit_or_makes_no_sense_is_about_none() {
        assert_eq!(lesson("ORDERS", "DAY", 1, 500), None);
        assert_eq!(lesson("RAW_REQUESTS", "MINUTE", 1, 500), None);
        assert_eq!(lesson("ORDERS", "FORTNIGHT", 1, 500), None);
        for units in [0, -1, i64::MIN, i64::MAX] {
            assert_eq!(lesson("ORDERS", "MINUTE", 1, units), None);
        }
        for number in [0, -1, i64::MIN, i64::MAX] {
            assert_eq!(lesson("ORDERS", "MINUTE", number, 500), None);
        }
    }
}

//! How much may be spent of each limit of the operation table.

use std::io;

use serde_json::{Value, json};

use crate::operations::{LIMITS, Limit};

/// How much may be spent of each limit of the operation table, in the order of the table.
#[derive(Debug, Clone)]
pub struct Limits(Vec<(&'static Limit, u32)>);

impl Limits {
    /// The limits of the production exchange.
    pub fn of_table() -> Self {
        Self(LIMITS.iter().map(|limit| (*limit, limit.units)).collect())
    }

    /// Sets another amount, by the name that the table gives the limit.
    pub fn set(&mut self, name: &str, units: u32) -> io::Result<()> {
        let known = self.0.iter_mut().find(|(limit, _)| limit.name == name);
        let (_, allowed) = known.ok_or_else(|| {
            let names: Vec<&str> = LIMITS.iter().map(|limit| limit.name).collect();
            let problem = format!("the exchange has no limit {name:?}, only {}", names.join(", "));
            io::Error::new(io::ErrorKind::InvalidInput, problem)
        })?;
        *allowed = units;
        Ok(())
    }

    pub fn iter(&self) -> impl Iterator<Item = (&'static Limit, u32)> {
        self.0.iter().copied()
    }

    /// As the exchange information lists them: those that it has a name for, the longest interval first.
    pub fn published(&self) -> Value {
        let mut rows: Vec<_> = self.iter().filter(|(limit, _)| limit.kind.is_some()).collect();
        rows.sort_by_key(|(limit, _)| std::cmp::Reverse(limit.interval));
        rows.into_iter().map(row).collect()
    }

    /// As the exchange lists those of an account: of its orders alone, the shortest interval first.
    pub fn of_orders(&self) -> Value {
        let mut rows: Vec<_> = self.iter().filter(|(limit, _)| limit.kind == Some("ORDERS")).collect();
        rows.sort_by_key(|(limit, _)| limit.interval);
        rows.into_iter().map(row).collect()
    }
}

fn row((limit, units): (&Limit, u32)) -> Value {
    let (unit, count) = interval(limit);
    json!({ "rateLimitType": limit.kind, "interval": unit, "intervalNum": count, "limit": units })
}

/// An interval in the largest unit that it is a multiple of.
pub fn interval(limit: &Limit) -> (&'static str, u64) {
    match limit.interval.as_secs() {
        seconds if seconds % 86_400 == 0 => ("DAY", seconds / 86_400),
        seconds if seconds % 3_600 == 0 => ("HOUR", seconds / 3_600),
        seconds if seconds % 60 == 0 => ("MINUTE", seconds / 60),
        seconds => ("SECOND", seconds),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_limits_are_those_of_the_exchange() {
        let expected = json!([
            { "rateLimitType": "REQUEST_WEIGHT", "interval": "MINUTE", "intervalNum": 1, "limit": 2400 },
            { "rateLimitType": "ORDERS", "interval": "MINUTE", "intervalNum": 1, "limit": 1200 },
            { "rateLimitType": "ORDERS", "interval": "SECOND", "intervalNum": 10, "limit": 300 },
        ]);
        assert_eq!(Limits::of_table().published(), expected);
    }

    #[test]
    fn a_limit_that_the_table_lacks_is_an_error_that_names_those_it_has() {
        let error = Limits::of_table().set("wait", 1).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::InvalidInput);
        assert_eq!(
            error.to_string(),
            "the exchange has no limit \"wait\", only weight, orders-10s, orders-1m, funding, statistics, quotes-1h, quotes-1d"
        );
    }
}

//! Funding: rates, their history and how they are configured.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::contract::{Contract, units};
use super::{Market, listing};
use crate::sandbox::gate::Arguments;
use crate::sandbox::seed::Stream;

const HOUR: i64 = 3_600_000;
/// Settlements before this time, 2023-10-31 08:00 UTC, have no mark price in the exchange's history.
const MARK_PRICES_SINCE: i64 = 1_698_739_200_000;

/// One settlement of funding of one contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Funding {
    pub contract: &'static Contract,
    length: i64,
    index: i64,
}

impl Funding {
    /// The last settlement up to a time; none for a contract without funding.
    pub fn last(contract: &'static Contract, time: i64) -> Option<Self> {
        let length = contract.funding_hours * HOUR;
        (length > 0).then(|| Self { contract, length, index: time.div_euclid(length) })
    }

    /// When positions are settled, in milliseconds: on the hour.
    pub fn time(self) -> i64 {
        self.index.saturating_mul(self.length)
    }

    pub fn next_time(self) -> i64 {
        self.index.saturating_add(1).saturating_mul(self.length)
    }

    fn before(self) -> Self {
        Self { index: self.index - 1, ..self }
    }

    /// The rate, of eight digits after the point; between -0.000075 and 0.000125.
    pub fn rate(self, seed: Stream) -> Decimal {
        units(seed.branch(self.contract.symbol).branch("funding").below(self.index, 20_001) - 7_500, 8)
    }

    /// The time in the history, which is sometimes a few milliseconds after the hour.
    fn recorded_time(self, seed: Stream) -> i64 {
        let late = seed.branch(self.contract.symbol).branch("late").below(self.index, 12);
        self.time().saturating_add(if late < 8 { 0 } else { late })
    }

    fn row(self, market: &Market) -> Value {
        let (seed, time) = (market.seed, self.time());
        let mark =
            if time < MARK_PRICES_SINCE { String::new() } else { market.quote(self.contract, time).mark.to_string() };
        json!({
            "symbol": self.contract.symbol,
            "fundingTime": self.recorded_time(seed),
            "fundingRate": self.rate(seed).to_string(),
            "markPrice": mark,
            "rateType": "Regular",
        })
    }
}

/// The last settlements of a contract after one time and up to another, oldest first, at most `limit` of them.
pub fn settlements(contract: &'static Contract, after: i64, until: i64, limit: usize) -> Vec<Funding> {
    let newest_first = std::iter::successors(Funding::last(contract, until), |funding| Some(funding.before()));
    let since = after.max(contract.onboard);
    let mut found: Vec<Funding> = newest_first.take_while(|funding| funding.time() > since).take(limit).collect();
    found.reverse();
    found
}

/// The history: the first rows after `startTime`, or else the last rows before `endTime`, both inclusive.
pub fn history(market: &Market, contracts: &[&'static Contract], arguments: &Arguments, now: i64) -> Value {
    let seed = market.seed;
    let limit = arguments.limit(100);
    let end = arguments.integer("endTime").unwrap_or(now).min(now);
    let start = arguments.integer("startTime");
    let mut rows: Vec<(i64, Funding)> = contracts
        .iter()
        .flat_map(|contract| window(contract, start, end, limit))
        .map(|funding| (funding.recorded_time(seed), funding))
        .filter(|(time, _)| *time <= end && start.is_none_or(|start| start <= *time))
        .collect();
    rows.sort_by_key(|(time, _)| *time);
    let surplus = rows.len().saturating_sub(limit);
    let skipped = if start.is_some() { 0 } else { surplus };
    rows.iter().skip(skipped).take(limit).map(|(_, funding)| funding.row(market)).collect()
}

/// The settlements of one contract that may belong to the history asked for, and not many more.
fn window(contract: &'static Contract, start: Option<i64>, end: i64, limit: usize) -> Vec<Funding> {
    let Some(start) = start else { return settlements(contract, i64::MIN, end, limit + 1) };
    let span = i64::try_from(limit + 1).unwrap_or(i64::MAX).saturating_mul(contract.funding_hours * HOUR);
    // A row may be recorded a little after its hour, so the search begins a minute before.
    let after = start.max(contract.onboard).saturating_sub(60_000);
    settlements(contract, after, end.min(after.saturating_add(span)), limit + 1)
}

/// The contracts whose funding differs from the common eight hours and 2 %, and some for which nothing is known.
pub fn info(now: i64) -> Value {
    let row = |contract: &'static Contract| {
        // Rows with the disclaimer have no time of change.
        let disclaimer = contract.funding_hours == 8;
        json!({
            "symbol": contract.symbol,
            "adjustedFundingRateCap": if disclaimer { "0.00300" } else { "0.02000000" },
            "adjustedFundingRateFloor": if disclaimer { "-0.00300" } else { "-0.02000000" },
            "fundingIntervalHours": contract.funding_hours,
            "disclaimer": disclaimer,
            "updateTime": if disclaimer { Value::Null } else { json!(contract.onboard.min(now)) },
        })
    };
    listing::trading().filter(|contract| contract.funding_hours > 0).map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settlements_lie_on_the_hours_of_the_contract() {
        let contract = listing::find("BTCUSDT").unwrap();
        let found = settlements(contract, 1_760_000_000_000, 1_760_100_000_000, 100);
        assert_eq!(found.len(), 3);
        assert!(found.iter().all(|funding| funding.time() % (8 * HOUR) == 0));
    }

    #[test]
    fn a_delivery_contract_has_no_funding() {
        let contract = listing::find("BTCUSDT_261225").unwrap();
        assert!(settlements(contract, 0, i64::MAX, 10).is_empty());
    }

    #[test]
    fn endless_times_are_cut_to_the_limit() {
        let contract = listing::find("BTCUSDT").unwrap();
        assert_eq!(settlements(contract, i64::MIN, i64::MAX, 10).len(), 10);
    }
}

//! Deliveries of the past: the last Friday of every quarter.

use serde_json::{Value, json};

use super::computed::Computed;
use super::interval::{Interval, is_end_of_quarter};
use super::{Answer, Market, listing, pair};
use crate::sandbox::gate::Arguments;

const DAY: i64 = 86_400_000;
/// How many months are looked at: ten years.
const MONTHS: usize = 120;
/// The contracts that are delivered.
const KIND: &str = "CURRENT_QUARTER";

/// The prices of past deliveries, the latest first; none of a pair without delivery contracts.
pub fn prices(market: &Market, arguments: &Arguments, now: i64) -> Answer {
    let lead = pair(arguments)?;
    if listing::of_pair(lead.pair, KIND).is_none() {
        return Ok(json!([]));
    }
    let tape = market.tape(lead);
    let index = Computed::index(market.seed, &tape);
    let row = |time: i64| {
        let price = index.price(time).round_dp(1).normalize();
        // A JSON number here; what it has of digits a double has too.
        let price: Value = serde_json::from_str(&price.to_string()).unwrap_or_default();
        json!({ "deliveryTime": time, "deliveryPrice": price })
    };
    Ok(deliveries(now).take_while(|time| *time > lead.onboard).map(row).collect())
}

/// The deliveries before a time, the latest first.
fn deliveries(now: i64) -> impl Iterator<Item = i64> {
    let months = std::iter::successors(Some(Interval::Month.open(now)), |month| Some(Interval::Month.previous(*month)));
    months.take(MONTHS).filter(|month| is_end_of_quarter(*month)).map(last_friday).filter(move |time| *time <= now)
}

fn last_friday(month: i64) -> i64 {
    let last = Interval::Month.next(month).div_euclid(DAY) - 1;
    // The epoch was a Thursday.
    (last - (last - 1).rem_euclid(7)).saturating_mul(DAY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contracts_are_delivered_on_the_last_friday_of_a_quarter() {
        // 2023-09-29, 2023-06-30, 2023-03-31, 2022-12-30.
        let expected = [1_695_945_600_000, 1_688_083_200_000, 1_680_220_800_000, 1_672_358_400_000];
        assert_eq!(deliveries(1_700_000_000_000).take(4).collect::<Vec<_>>(), expected);
        assert_eq!(deliveries(expected[0]).next(), Some(expected[0]));
        assert_eq!(deliveries(expected[0] - 1).next(), Some(expected[1]));
    }
}

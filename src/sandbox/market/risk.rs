//! Insurance funds, and the risk of auto-deleveraging.

use serde_json::{Value, json};

use super::contract::{Contract, units};
use super::{Answer, listing, trading};
use crate::sandbox::gate::Arguments;
use crate::sandbox::seed::Stream;

const HALF_HOUR: i64 = 1_800_000;
const HOUR: i64 = 2 * HALF_HOUR;
/// The large contracts share a fund, and the others another: its assets, with what is in it at least, in whole units.
const LARGE: [(&str, i64); 3] = [("USDC", 300_000_000), ("USDT", 790_000_000), ("BTC", 60)];
const OTHERS: [(&str, i64); 1] = [("USDT", 5_000_000)];

/// The fund of a contract, or all funds.
pub fn insurance(seed: Stream, arguments: &Arguments, now: i64) -> Answer {
    match arguments.text("symbol") {
        Some(_) => trading(arguments).map(|contract| fund(seed, is_large(contract), now)),
        None => Ok(json!([fund(seed, true, now), fund(seed, false, now)])),
    }
}

fn is_large(contract: &Contract) -> bool {
    ["BTC", "ETH"].contains(&contract.base)
}

fn fund(seed: Stream, large: bool, now: i64) -> Value {
    let members = listing::trading().filter(|contract| is_large(contract) == large);
    let symbols: Vec<&str> = members.map(|contract| contract.symbol).collect();
    let assets: &[(&str, i64)] = if large { &LARGE } else { &OTHERS };
    let time = now.saturating_sub(now.rem_euclid(HOUR));
    let row = |(asset, least): &(&str, i64)| {
        let more = seed.branch("insurance").branch(asset).below(now.div_euclid(HOUR), least.saturating_mul(100_000));
        let balance = units(least.saturating_mul(100_000_000).saturating_add(more), 8);
        json!({ "asset": asset, "marginBalance": balance.to_string(), "updateTime": time })
    };
    json!({ "symbols": symbols, "assets": assets.iter().map(row).collect::<Value>() })
}

/// How likely positions in a contract are to be reduced; rated every half hour.
pub fn adl(seed: Stream, contract: &Contract, now: i64) -> Value {
    let rating = match seed.branch(contract.symbol).branch("adl").below(now.div_euclid(HALF_HOUR), 10) {
        0..=6 => "low",
        7 | 8 => "medium",
        _ => "high",
    };
    let time = now.saturating_sub(now.rem_euclid(HALF_HOUR));
    json!({ "symbol": contract.symbol, "adlRisk": rating, "updateTime": time })
}

//! The exchange's statistics: rows at every period of the last thirty days.

use rust_decimal::Decimal;
use serde_json::json;

use super::candle::Candle;
use super::computed::rounded;
use super::contract::{Contract, units};
use super::interval::Interval;
use super::{Answer, Market, listing, pair, trading};
use crate::sandbox::gate::Arguments;
use crate::sandbox::refusal::Refusal;

const DAY: i64 = 86_400_000;
/// How long statistics are kept.
const KEPT: i64 = 30 * DAY;
/// Shares change every five minutes, the shortest period, so that all periods say the same of a time.
const SHORTEST: i64 = 300_000;

/// How many are long for each that is short. Each kind of statistic has its own.
pub fn long_short(market: &Market, arguments: &Arguments, kind: &str, now: i64) -> Answer {
    let contract = trading(arguments)?;
    let shares = market.seed.branch(contract.symbol).branch(kind);
    let row = |time: i64| {
        let long = units(4_000 + shares.below(time.div_euclid(SHORTEST), 3_001), 4);
        let short = Decimal::ONE - long;
        json!({
            "symbol": contract.symbol,
            "longShortRatio": ratio(long, short),
            "longAccount": long.to_string(),
            "shortAccount": short.to_string(),
            "timestamp": time,
        })
    };
    Ok(times(arguments, contract, now)?.into_iter().map(row).collect())
}

/// The open interest, and its value at the mark price.
pub fn open_interest(market: &Market, arguments: &Arguments, now: i64) -> Answer {
    let contract = trading(arguments)?;
    let row = |time: i64| {
        let quote = market.quote(contract, time);
        let open = quote.open_interest();
        let mut row = json!({
            "symbol": contract.symbol,
            "sumOpenInterest": rounded(open).to_string(),
            "sumOpenInterestValue": rounded(open * quote.mark).to_string(),
            "timestamp": time,
        });
        if contract.underlying == "COIN" {
            let supply = contract.quantity(contract.open_interest.saturating_mul(230));
            row["CMCCirculatingSupply"] = supply.to_string().into();
        }
        row
    };
    Ok(times(arguments, contract, now)?.into_iter().map(row).collect())
}

/// What takers bought and sold, as the klines of the same time have it.
pub fn taker_volumes(market: &Market, arguments: &Arguments, now: i64) -> Answer {
    let contract = trading(arguments)?;
    let (tape, length) = (market.tape(contract), period(arguments)?);
    let row = |time: i64| {
        let candle = Candle::of(&tape, time, time.saturating_add(length - 1).min(now));
        let (bought, sold) = candle.map_or((0, 0), |candle| candle.taker_volumes());
        let (bought, sold) = (contract.quantity(bought), contract.quantity(sold));
        json!({
            "buySellRatio": ratio(bought, sold),
            "buyVol": bought.to_string(),
            "sellVol": sold.to_string(),
            "timestamp": time,
        })
    };
    Ok(times(arguments, contract, now)?.into_iter().map(row).collect())
}

/// How far a contract was from the index price of its pair.
pub fn basis(market: &Market, arguments: &Arguments, now: i64) -> Answer {
    let lead = pair(arguments)?;
    let kind = arguments.text("contractType").unwrap_or_default();
    let Some(contract) = listing::of_pair(lead.pair, kind) else { return Ok(json!([])) };
    let row = |time: i64| {
        let quote = market.quote(contract, time);
        let basis = quote.last - quote.index;
        let rate = basis.checked_div(quote.index).unwrap_or_default();
        json!({
            "pair": contract.pair,
            "contractType": contract.kind,
            "indexPrice": quote.index.to_string(),
            "futuresPrice": quote.last.to_string(),
            "basis": rounded(basis).to_string(),
            "basisRate": digits(rate, 4),
            "annualizedBasisRate": annualized(contract, rate, time),
            "timestamp": time,
        })
    };
    Ok(times(arguments, contract, now)?.into_iter().map(row).collect())
}

/// Empty for a contract that is never delivered.
fn annualized(contract: &Contract, rate: Decimal, time: i64) -> String {
    if listing::is_lead(contract) {
        return String::new();
    }
    let rest = Decimal::from(contract.delivery.saturating_sub(time));
    digits((rate * Decimal::from(365 * DAY)).checked_div(rest).unwrap_or_default(), 4)
}

fn ratio(one: Decimal, other: Decimal) -> String {
    digits(one.checked_div(other).unwrap_or_default(), 4)
}

fn digits(value: Decimal, digits: u32) -> String {
    let mut value = value.round_dp(digits);
    value.rescale(digits);
    value.to_string()
}

fn period(arguments: &Arguments) -> Result<i64, Refusal> {
    match arguments.text("period").and_then(Interval::parse) {
        Some(Interval::Fixed { length, .. }) => Ok(length),
        _ => Err(Refusal::invalid("period")),
    }
}

/// When the rows asked for begin: the first after `startTime`, or else the last before `endTime`, none before the
/// contract was listed.
fn times(arguments: &Arguments, contract: &Contract, now: i64) -> Result<Vec<i64>, Refusal> {
    let length = period(arguments)?;
    let oldest = now.saturating_sub(KEPT);
    let start = arguments.integer("startTime");
    if start.is_some_and(|start| start < oldest) {
        return Err(Refusal::invalid("startTime"));
    }
    let end = arguments.integer("endTime").unwrap_or(now).min(now);
    let rows = i64::try_from(arguments.limit(30)).unwrap_or(i64::MAX);
    let mut first = start.unwrap_or(oldest).max(contract.onboard).saturating_sub(1).div_euclid(length) + 1;
    let mut last = end.div_euclid(length);
    if start.is_some() {
        last = last.min(first.saturating_add(rows - 1));
    } else {
        first = first.max(last.saturating_sub(rows - 1));
    }
    Ok((first..=last).map(|index| index.saturating_mul(length)).collect())
}

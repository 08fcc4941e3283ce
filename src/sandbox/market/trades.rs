//! Lists of trades: single ones and aggregated ones.

use serde_json::{Value, json};

use super::Answer;
use super::contract::Contract;
use super::tape::{STEP, Tape, Trade};
use crate::sandbox::gate::Arguments;
use crate::sandbox::refusal::Refusal;

const HOUR: i64 = 3_600_000;
/// How long old trades are kept.
const MONTH: i64 = 30 * 24 * HOUR;

/// The latest trades.
pub fn recent(tape: &Tape, arguments: &Arguments, now: i64) -> Value {
    latest(tape, arguments.limit(500), now).map(|trade| row(tape.contract, trade)).collect()
}

/// The trades from an id on, or the latest ones.
pub fn old(tape: &Tape, arguments: &Arguments, now: i64) -> Value {
    let limit = arguments.limit(100);
    let Some(id) = arguments.integer("fromId") else {
        return latest(tape, limit, now).map(|trade| row(tape.contract, trade)).collect();
    };
    let start = id.saturating_mul(STEP).max(now.saturating_sub(MONTH));
    tape.trades(start, now).take(limit).map(|trade| row(tape.contract, trade)).collect()
}

/// The aggregated trades from an id or a time on, or else the last ones before a time. No two trades of the tape are so
/// close that they would be one.
pub fn aggregated(tape: &Tape, arguments: &Arguments, now: i64) -> Answer {
    let limit = arguments.limit(500);
    let (start, end) = (arguments.integer("startTime"), arguments.integer("endTime"));
    if let (Some(start), Some(end)) = (start, end) {
        check_span(start, end)?;
    }
    let end = end.unwrap_or(now).min(now);
    let contract = tape.contract;
    let of_id = arguments.integer("fromId").map(|id| id.saturating_add(first_id(contract)).saturating_mul(STEP));
    let rows = match of_id.into_iter().chain(start).max() {
        Some(start) => tape.trades(start, end).take(limit).map(|trade| aggregate(contract, trade)).collect(),
        None => latest(tape, limit, end).map(|trade| aggregate(contract, trade)).collect(),
    };
    Ok(rows)
}

fn check_span(start: i64, end: i64) -> Result<(), Refusal> {
    if start > end {
        return Err(Refusal::new(-1023, "Start time is greater than end time."));
    }
    if end.saturating_sub(start) > HOUR {
        return Err(Refusal::new(-1127, "More than 1 hours between startTime and endTime."));
    }
    Ok(())
}

/// The last trades up to a time.
fn latest(tape: &Tape, limit: usize, end: i64) -> impl Iterator<Item = Trade> {
    let span = i64::try_from(limit).unwrap_or(i64::MAX).saturating_sub(1).saturating_mul(STEP);
    let last = end.saturating_sub(end.rem_euclid(STEP));
    tape.trades(last.saturating_sub(span), end)
}

/// The id of a contract's first trade. Aggregated trades are counted from there.
fn first_id(contract: &Contract) -> i64 {
    contract.onboard.saturating_add(STEP - 1).div_euclid(STEP)
}

fn row(contract: &Contract, trade: Trade) -> Value {
    let (price, quantity) = (contract.price(trade.price), contract.quantity(trade.quantity));
    json!({
        "id": trade.id,
        "price": price.to_string(),
        "qty": quantity.to_string(),
        "quoteQty": (price * quantity).to_string(),
        "time": trade.time,
        "isBuyerMaker": trade.buyer_is_maker,
        "isRPITrade": false,
    })
}

fn aggregate(contract: &Contract, trade: Trade) -> Value {
    let quantity = contract.quantity(trade.quantity).to_string();
    json!({
        "a": trade.id - first_id(contract),
        "p": contract.price(trade.price).to_string(),
        "q": quantity,
        "nq": quantity,
        "f": trade.id,
        "l": trade.id,
        "T": trade.time,
        "m": trade.buyer_is_maker,
    })
}

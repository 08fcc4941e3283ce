//! The order book.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::tape::{STEP, Tape};
use crate::sandbox::seed::Stream;

/// The best levels of both sides, one tick apart. They stay the same between two trades of the tape.
pub fn book(tape: &Tape, seed: Stream, levels: i64, now: i64) -> Value {
    levels_of(tape, levels, now, |ticks| quantity(tape, seed, ticks, now))
}

/// The same book with what retail price improvement orders add to every other level.
pub fn retail_book(tape: &Tape, seed: Stream, levels: i64, now: i64) -> Value {
    let more = seed.branch(tape.contract.symbol).branch("retail");
    levels_of(tape, levels, now, |ticks| {
        let steps = if ticks % 2 == 0 { more.below(ticks, tape.contract.trade_size) } else { 0 };
        quantity(tape, seed, ticks, now) + tape.contract.quantity(steps)
    })
}

/// The best level of both sides.
pub fn best(tape: &Tape, seed: Stream, now: i64) -> Value {
    let (contract, last) = (tape.contract, tape.last_price(now));
    let ask = last.saturating_add(1);
    json!({
        "symbol": contract.symbol,
        "bidPrice": contract.price(last).to_string(),
        "bidQty": quantity(tape, seed, last, now).to_string(),
        "askPrice": contract.price(ask).to_string(),
        "askQty": quantity(tape, seed, ask, now).to_string(),
        "time": now.saturating_sub(3),
        "lastUpdateId": now,
    })
}

fn levels_of(tape: &Tape, levels: i64, now: i64, quantity: impl Fn(i64) -> Decimal) -> Value {
    let (contract, last) = (tape.contract, tape.last_price(now));
    let level = |ticks: i64| json!([contract.price(ticks).to_string(), quantity(ticks).to_string()]);
    let bids: Vec<Value> = (0..levels).map(|depth| last - depth).filter(|ticks| *ticks > 0).map(level).collect();
    let asks: Vec<Value> = (1..=levels).map(|depth| level(last.saturating_add(depth))).collect();
    json!({ "lastUpdateId": now, "E": now, "T": now.saturating_sub(3), "bids": bids, "asks": asks })
}

fn quantity(tape: &Tape, seed: Stream, ticks: i64, now: i64) -> Decimal {
    let contract = tape.contract;
    let sizes = seed.branch(contract.symbol).branch("book").branch(&now.div_euclid(STEP).to_string());
    contract.quantity(1 + sizes.below(ticks, contract.trade_size.saturating_mul(3)))
}

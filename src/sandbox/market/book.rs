//! The order book.

use serde_json::{Value, json};

use super::tape::{STEP, Tape};
use crate::sandbox::seed::Stream;

/// The best levels of both sides, one tick apart. They stay the same between two trades of the tape.
pub fn book(tape: &Tape, seed: Stream, levels: i64, now: i64) -> Value {
    let (contract, last) = (tape.contract, tape.last_price(now));
    let step = now.div_euclid(STEP);
    let sizes = seed.branch(contract.symbol).branch("book");
    let level = |ticks: i64| {
        let steps = 1 + sizes.branch(&step.to_string()).below(ticks, contract.trade_size.saturating_mul(3));
        json!([contract.price(ticks).to_string(), contract.quantity(steps).to_string()])
    };
    let bids: Vec<Value> = (0..levels).map(|depth| last - depth).filter(|ticks| *ticks > 0).map(level).collect();
    let asks: Vec<Value> = (1..=levels).map(|depth| level(last.saturating_add(depth))).collect();
    json!({ "lastUpdateId": now, "E": now, "T": now.saturating_sub(3), "bids": bids, "asks": asks })
}

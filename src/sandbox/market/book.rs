//! The order book.

use serde_json::{Value, json};

use super::contract::Contract;
use super::tape::{STEP, Tape};
use crate::sandbox::gate::Arguments;
use crate::sandbox::refusal::Refusal;
use crate::sandbox::seed::Stream;

const LEVELS: [i64; 7] = [5, 10, 20, 50, 100, 500, 1000];

/// The number of levels asked for.
pub fn levels(arguments: &Arguments) -> Result<i64, Refusal> {
    match arguments.integer("limit").unwrap_or(500) {
        levels if LEVELS.contains(&levels) => Ok(levels),
        levels if levels > 1000 => Err(Refusal::invalid("limit")),
        levels => Err(Refusal::new(-4021, format!("{levels} is not valid depth limit"))),
    }
}

/// The best levels of both sides, one tick apart. They stay the same between two trades of the tape.
pub fn book(tape: &Tape, seed: Stream, contract: &Contract, levels: i64, now: i64) -> Value {
    let last = tape.last_price(now);
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

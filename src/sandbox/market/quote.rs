//! The prices of a contract at one moment.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::contract::{Contract, units};
use super::funding::Funding;
use super::tape::{STEP, Tape};
use crate::sandbox::seed::Stream;

/// How far index and mark price may lie from the last price, in millionths.
const INDEX_SWING: i64 = 400;
const MARK_SWING: i64 = 150;

/// The prices of a contract at one moment. The best bid is the last price; the best ask is one tick above it.
#[derive(Debug, Clone)]
pub struct Quote {
    pub contract: &'static Contract,
    pub last: Decimal,
    pub bid: Decimal,
    pub ask: Decimal,
    /// With eight digits after the point, as the exchange prints it.
    pub mark: Decimal,
    index: Decimal,
    seed: Stream,
    now: i64,
}

impl Quote {
    /// A price that was set by hand is that of the index and of the mark too.
    pub fn new(seed: Stream, tape: &Tape, now: i64) -> Self {
        let contract = tape.contract;
        let ticks = tape.last_price(now);
        let last = contract.price(ticks);
        let swing = |millionths| if tape.is_pinned(now) { 0 } else { millionths };
        Self {
            contract,
            last,
            bid: last,
            ask: contract.price(ticks.saturating_add(1)),
            mark: near(last, seed.branch(contract.symbol).branch("mark"), swing(MARK_SWING), now),
            index: near(last, seed.branch(contract.pair).branch("index"), swing(INDEX_SWING), now),
            seed,
            now,
        }
    }

    pub fn ticker(&self) -> Value {
        json!({ "symbol": self.contract.symbol, "price": self.last.to_string(), "time": self.now })
    }

    /// Contracts without funding have empty strings where a rate would be, and no next funding.
    pub fn premium_index(&self) -> Value {
        let funding = Funding::last(self.contract, self.now);
        let rate = funding.map(|funding| funding.rate(self.seed).to_string()).unwrap_or_default();
        let interest = if funding.is_some() { "0.00010000" } else { "" };
        json!({
            "symbol": self.contract.symbol,
            "markPrice": self.mark.to_string(),
            "indexPrice": self.index.to_string(),
            "estimatedSettlePrice": self.index.to_string(),
            "lastFundingRate": rate,
            "interestRate": interest,
            "nextFundingTime": funding.map_or(0, Funding::next_time),
            "time": self.now,
        })
    }

    pub fn open_interest(&self) -> Value {
        let base = self.contract.open_interest;
        let change = self.seed.branch(self.contract.symbol).branch("interest").below(self.now.div_euclid(STEP), 20_001);
        let steps = base + base / 1_000_000 * (change - 10_000);
        json!({
            "openInterest": self.contract.quantity(steps).to_string(),
            "symbol": self.contract.symbol,
            "time": self.now,
        })
    }
}

fn near(price: Decimal, noise: Stream, swing: i64, now: i64) -> Decimal {
    let millionths = noise.below(now.div_euclid(STEP), 2 * swing + 1) - swing;
    let mut near = (price * units(1_000_000 + millionths, 6)).round_dp(8);
    near.rescale(8);
    near
}

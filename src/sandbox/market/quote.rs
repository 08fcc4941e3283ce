//! The prices of a contract at one moment.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::computed::Computed;
use super::contract::Contract;
use super::funding::Funding;
use super::tape::{STEP, Tape};
use crate::sandbox::seed::Stream;

/// The prices of a contract at one moment. The best bid is the last price; the best ask is one tick above it.
#[derive(Debug, Clone)]
pub struct Quote {
    pub contract: &'static Contract,
    pub last: Decimal,
    pub bid: Decimal,
    pub ask: Decimal,
    /// With eight digits after the point, as the exchange prints it.
    pub mark: Decimal,
    /// That of the pair, likewise.
    pub index: Decimal,
    seed: Stream,
    now: i64,
}

impl Quote {
    /// From the tape of the contract and of the one that leads its pair.
    pub fn new(seed: Stream, tape: &Tape, lead: &Tape, now: i64) -> Self {
        let contract = tape.contract;
        let ticks = tape.last_price(now);
        let last = contract.price(ticks);
        Self {
            contract,
            last,
            bid: last,
            ask: contract.price(ticks.saturating_add(1)),
            mark: Computed::mark(seed, tape).price(now),
            index: Computed::index(seed, lead).price(now),
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

    /// In the base asset.
    pub fn open_interest(&self) -> Decimal {
        let base = self.contract.open_interest;
        let change = self.seed.branch(self.contract.symbol).branch("interest").below(self.now.div_euclid(STEP), 20_001);
        self.contract.quantity(base + base / 1_000_000 * (change - 10_000))
    }

    pub fn open_interest_row(&self) -> Value {
        json!({
            "openInterest": self.open_interest().to_string(),
            "symbol": self.contract.symbol,
            "time": self.now,
        })
    }
}

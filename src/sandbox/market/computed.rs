//! Prices that are computed, not traded: mark price, index price, and how far the last price is from the latter.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::contract::Contract;
use super::tape::{STEP, Tape, Trade};
use crate::sandbox::seed::Stream;

/// How far index and mark price may lie from the last price, in millionths.
const INDEX_SWING: i64 = 400;
const MARK_SWING: i64 = 150;
const MILLION: i64 = 1_000_000;
/// Digits after the point, as the exchange prints such prices.
const DIGITS: u32 = 8;

/// A price near the last price. A price that was set by hand is that of the index and of the mark too.
#[derive(Debug, Clone, Copy)]
pub struct Computed<'a> {
    tape: &'a Tape,
    noise: Stream,
    swing: i64,
}

impl<'a> Computed<'a> {
    pub fn mark(seed: Stream, tape: &'a Tape) -> Self {
        Self { tape, noise: seed.branch(tape.contract.symbol).branch("mark"), swing: MARK_SWING }
    }

    /// The index price of a pair, from the tape of the contract that leads it.
    pub fn index(seed: Stream, lead: &'a Tape) -> Self {
        Self { tape: lead, noise: seed.branch(lead.contract.pair).branch("index"), swing: INDEX_SWING }
    }

    pub const fn onboard(&self) -> i64 {
        self.tape.contract.onboard
    }

    pub fn price(&self, time: i64) -> Decimal {
        self.shown(self.units(self.tape.last_price(time), time))
    }

    /// The candle of a span of time, both ends inclusive; none if nothing was traded.
    pub fn candle(&self, from: i64, to: i64) -> Option<Bar> {
        Bar::of(self.tape.trades(from, to).map(|trade| self.at(trade)))
    }

    pub fn shown(&self, units: i128) -> Decimal {
        rounded(Decimal::try_from_i128_with_scale(units, self.scale()).unwrap_or_default())
    }

    fn at(&self, trade: Trade) -> i128 {
        self.units(trade.price, trade.time)
    }

    /// The price in units of its last digit.
    fn units(&self, ticks: i64, time: i64) -> i128 {
        let swing = if self.tape.is_pinned(time) { 0 } else { self.swing };
        let millionths = self.noise.below(time.div_euclid(STEP), 2 * swing + 1) - swing;
        i128::from(ticks) * i128::from(self.tape.contract.tick) * i128::from(MILLION + millionths)
    }

    const fn scale(&self) -> u32 {
        self.tape.contract.price_digits + 6
    }
}

/// How far the last price of a contract is from the index price of its pair, as a fraction of the latter.
#[derive(Debug, Clone, Copy)]
pub struct Premium<'a> {
    pub tape: &'a Tape,
    pub index: Computed<'a>,
}

impl Premium<'_> {
    /// The candle of a span of time, in units of the last digit.
    pub fn candle(&self, from: i64, to: i64) -> Option<Bar> {
        let from = from.max(self.tape.contract.onboard).max(self.index.tape.contract.onboard);
        let both = self.tape.trades(from, to).zip(self.index.tape.trades(from, to));
        Bar::of(both.map(|(trade, lead)| self.at(trade, self.index.at(lead))))
    }

    pub fn shown(units: i128) -> Decimal {
        Decimal::try_from_i128_with_scale(units, DIGITS).unwrap_or_default()
    }

    fn at(&self, trade: Trade, index: i128) -> i128 {
        let contract: &Contract = self.tape.contract;
        let finer = 10_i128.pow(self.index.scale().saturating_sub(contract.price_digits));
        let last = i128::from(trade.price) * i128::from(contract.tick) * finer;
        ((last - index) * 10_i128.pow(DIGITS)).checked_div(index).unwrap_or_default()
    }
}

/// The first, highest, lowest and last value of a span of time.
#[derive(Debug, PartialEq, Eq)]
pub struct Bar {
    values: [i128; 4],
    count: i64,
}

impl Bar {
    fn of(mut values: impl Iterator<Item = i128>) -> Option<Self> {
        let first = values.next()?;
        let mut bar = Self { values: [first; 4], count: 1 };
        for value in values {
            let [open, high, low, _] = bar.values;
            bar = Self { values: [open, high.max(value), low.min(value), value], count: bar.count + 1 };
        }
        Some(bar)
    }

    /// The row of a kline list; what has no meaning is zero, as the exchange has it.
    pub fn row(&self, open_time: i64, close_time: i64, shown: impl Fn(i128) -> Decimal) -> Value {
        let [open, high, low, close] = self.values.map(|value| shown(value).to_string());
        json!([open_time, open, high, low, close, "0", close_time, "0", self.count, "0", "0", "0"])
    }
}

/// With the digits that the exchange prints.
pub fn rounded(value: Decimal) -> Decimal {
    let mut value = value.round_dp(DIGITS);
    value.rescale(DIGITS);
    value
}

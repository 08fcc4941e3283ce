//! Candles: trades of the tape, summed over a span of time.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::contract::Contract;
use super::tape::{Tape, Trade};

/// The trades of a span of time. Prices in ticks, quantities in steps of the contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candle {
    pub first: Trade,
    pub last: Trade,
    pub high: i64,
    pub low: i64,
    pub count: i64,
    pub volume: i64,
    quote: i128,
    taker_volume: i64,
    taker_quote: i128,
}

impl Candle {
    /// The trades between two times, both inclusive; none if there were no trades.
    pub fn of(tape: &Tape, from: i64, to: i64) -> Option<Self> {
        let mut trades = tape.trades(from, to);
        let mut candle = Self::new(trades.next()?);
        trades.for_each(|trade| candle.add(trade));
        Some(candle)
    }

    fn new(trade: Trade) -> Self {
        let mut candle = Self {
            first: trade,
            last: trade,
            high: trade.price,
            low: trade.price,
            count: 0,
            volume: 0,
            quote: 0,
            taker_volume: 0,
            taker_quote: 0,
        };
        candle.add(trade);
        candle
    }

    fn add(&mut self, trade: Trade) {
        let quote = i128::from(trade.price) * i128::from(trade.quantity);
        self.last = trade;
        self.high = self.high.max(trade.price);
        self.low = self.low.min(trade.price);
        self.count += 1;
        self.volume += trade.quantity;
        self.quote += quote;
        if !trade.buyer_is_maker {
            self.taker_volume += trade.quantity;
            self.taker_quote += quote;
        }
    }

    /// What takers bought and what they sold, in steps of the contract.
    pub const fn taker_volumes(&self) -> (i64, i64) {
        (self.taker_volume, self.volume - self.taker_volume)
    }

    /// The sum of price times quantity, in USDT.
    pub fn quote_volume(&self, contract: &Contract) -> Decimal {
        notional(contract, self.quote)
    }

    /// The row of a kline list.
    pub fn row(&self, contract: &Contract, open_time: i64, close_time: i64) -> Value {
        json!([
            open_time,
            contract.price(self.first.price).to_string(),
            contract.price(self.high).to_string(),
            contract.price(self.low).to_string(),
            contract.price(self.last.price).to_string(),
            contract.quantity(self.volume).to_string(),
            close_time,
            self.quote_volume(contract).to_string(),
            self.count,
            contract.quantity(self.taker_volume).to_string(),
            notional(contract, self.taker_quote).to_string(),
            "0",
        ])
    }
}

fn notional(contract: &Contract, quote: i128) -> Decimal {
    let units = quote.saturating_mul(i128::from(contract.tick) * i128::from(contract.step));
    Decimal::try_from_i128_with_scale(units, contract.price_digits + contract.quantity_digits).unwrap_or_default()
}

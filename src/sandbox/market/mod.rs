//! Market data: a pure function of the seed and the time, but for prices that were set by hand.

mod book;
mod candle;
mod contract;
mod funding;
mod info;
mod interval;
mod klines;
mod listing;
mod pins;
mod quote;
mod tape;
mod ticker;

pub use contract::Contract;
pub use funding::{Funding, settlements};
pub use listing::{all, find};
pub use quote::Quote;

use std::cell::RefCell;
use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde_json::{Value, json};

use self::interval::Interval;
use self::pins::Pins;
use self::tape::Tape;
use crate::sandbox::gate::Arguments;
use crate::sandbox::limits::Limits;
use crate::sandbox::refusal::Refusal;
use crate::sandbox::seed::Stream;

type Answer = Result<Value, Refusal>;

/// The market of one sandbox.
#[derive(Debug)]
pub struct Market {
    seed: Stream,
    limits: Limits,
    pins: BTreeMap<&'static str, Pins>,
    /// The last quote of every contract, with its time: many are asked for at one moment.
    quotes: RefCell<BTreeMap<&'static str, (i64, Quote)>>,
}

impl Market {
    pub fn new(seed: Stream, limits: Limits) -> Self {
        Self { seed: seed.branch("market"), limits, pins: BTreeMap::new(), quotes: RefCell::default() }
    }

    pub fn quote(&self, contract: &'static Contract, now: i64) -> Quote {
        let mut quotes = self.quotes.borrow_mut();
        match quotes.get(contract.symbol) {
            Some((time, quote)) if *time == now => quote.clone(),
            _ => {
                let quote = Quote::new(self.seed, &self.tape(contract), now);
                quotes.insert(contract.symbol, (now, quote.clone()));
                quote
            }
        }
    }

    pub const fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Sets a contract to a price in ticks, or lets the market move it again, from now on.
    pub fn pin(&mut self, contract: &'static Contract, price: Option<i64>, now: i64) {
        self.pins.entry(contract.symbol).or_default().change(now, price);
        self.quotes.get_mut().remove(contract.symbol);
    }

    /// The rate and the mark price of a settlement.
    pub fn funding(&self, funding: Funding) -> (Decimal, Decimal) {
        (funding.rate(self.seed), self.quote(funding.contract, funding.time()).mark)
    }

    /// The answer of an operation of the market; none if the operation is not one of the market.
    pub fn answer(&self, operation: &str, arguments: &Arguments, now: i64) -> Option<Answer> {
        Some(match operation {
            "testConnectivity" => Ok(json!({})),
            "getServerTime" => Ok(json!({ "serverTime": now })),
            "getExchangeInfo" => Ok(info::exchange_info(&self.limits, now)),
            "getOrderBook" => self.order_book(arguments, now),
            "getRecentTrades" => self.trades(arguments, now),
            "getKlines" => self.klines(arguments, now),
            "getMarkPrice" => one_or_all(arguments, |contract| self.quote(contract, now).premium_index()),
            "getTickerPrice" => one_or_all(arguments, |contract| self.quote(contract, now).ticker()),
            "get24hrTicker" => one_or_all(arguments, |contract| ticker::day(&self.tape(contract), contract, now)),
            "getOpenInterest" => trading(arguments).map(|contract| self.quote(contract, now).open_interest()),
            "getFundingRateHistory" => self.funding_history(arguments, now),
            "getFundingInfo" => Ok(funding::info(now)),
            _ => return None,
        })
    }

    fn tape(&self, contract: &'static Contract) -> Tape {
        Tape::new(self.seed, contract, self.pins.get(contract.symbol).cloned().unwrap_or_default())
    }

    fn order_book(&self, arguments: &Arguments, now: i64) -> Answer {
        let contract = trading(arguments)?;
        let levels = arguments.integer("limit").unwrap_or(500);
        Ok(book::book(&self.tape(contract), self.seed, levels, now))
    }

    fn trades(&self, arguments: &Arguments, now: i64) -> Answer {
        let contract = trading(arguments)?;
        let tape = self.tape(contract);
        let span = i64::try_from(arguments.limit(500)).unwrap_or_default().saturating_sub(1);
        let from = now.saturating_sub(now.rem_euclid(tape::STEP)).saturating_sub(span.saturating_mul(tape::STEP));
        Ok(tape.trades(from, now).map(|trade| ticker::trade(contract, trade)).collect())
    }

    fn klines(&self, arguments: &Arguments, now: i64) -> Answer {
        let contract = trading(arguments)?;
        let interval = arguments.text("interval").and_then(Interval::parse);
        let interval = interval.ok_or_else(|| Refusal::new(-1120, "Invalid interval."))?;
        Ok(klines::klines(&self.tape(contract), contract, interval, arguments, now).into())
    }

    fn funding_history(&self, arguments: &Arguments, now: i64) -> Answer {
        let contracts = match arguments.text("symbol") {
            Some(_) => vec![trading(arguments)?],
            None => listing::trading().collect(),
        };
        Ok(funding::history(self, &contracts, arguments, now))
    }
}

/// An object when a symbol was sent, an array of all symbols otherwise.
fn one_or_all(arguments: &Arguments, view: impl Fn(&'static Contract) -> Value) -> Answer {
    match arguments.text("symbol") {
        Some(_) => trading(arguments).map(view),
        None => Ok(listing::trading().map(view).collect()),
    }
}

/// The contract that a request names.
pub fn named(arguments: &Arguments) -> Result<&'static Contract, Refusal> {
    let symbol = arguments.text("symbol").ok_or_else(|| Refusal::missing("symbol"))?;
    find(symbol).ok_or_else(|| Refusal::new(-1121, "Invalid symbol."))
}

/// The contract that a request names, if it trades.
fn trading(arguments: &Arguments) -> Result<&'static Contract, Refusal> {
    let contract = named(arguments)?;
    if contract.is_trading() { Ok(contract) } else { Err(Refusal::new(-1122, "Invalid symbol status.")) }
}

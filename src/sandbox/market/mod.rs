//! Market data: a pure function of the seed and the time, but for prices that were set by hand.

mod book;
mod bracket;
mod candle;
mod computed;
mod contract;
mod delivery;
mod funding;
mod indices;
mod info;
mod interval;
mod klines;
mod listing;
mod pins;
mod quote;
mod risk;
mod schedule;
mod statistics;
mod tape;
mod ticker;
mod trades;

pub use bracket::Bracket;
pub use contract::Contract;
pub use funding::{Funding, settlements};
pub use listing::{all, find};
pub use quote::Quote;

use std::cell::RefCell;
use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde_json::{Value, json};

use self::computed::{Computed, Premium};
use self::pins::Pins;
use self::tape::Tape;
use crate::sandbox::gate::Arguments;
use crate::sandbox::limits::Limits;
use crate::sandbox::refusal::Refusal;
use crate::sandbox::seed::Stream;

/// A decimal as a JSON number, as the exchange sends a few. Its digits are those of a float, which are enough for what the
/// sandbox has to say.
pub fn number(decimal: Decimal) -> Value {
    serde_json::from_str(&decimal.normalize().to_string()).unwrap_or_default()
}

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
                let lead = self.tape(listing::lead(contract.pair).unwrap_or(contract));
                let quote = Quote::new(self.seed, &self.tape(contract), &lead, now);
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
            "getOrderBook" => self.order_book(arguments, 500, now, book::book),
            "getRpiOrderBook" => self.order_book(arguments, 1000, now, book::retail_book),
            "getBookTicker" => one_or_all(arguments, |contract| book::best(&self.tape(contract), self.seed, now)),
            "getRecentTrades" => self.traded(arguments).map(|tape| trades::recent(&tape, arguments, now)),
            "getHistoricalTrades" => self.traded(arguments).map(|tape| trades::old(&tape, arguments, now)),
            "getAggTrades" => self.traded(arguments).and_then(|tape| trades::aggregated(&tape, arguments, now)),
            "getKlines" => self.traded(arguments).and_then(|tape| klines::klines(&tape, arguments, now)),
            "getContinuousKlines" => self.continuous_klines(arguments, now),
            "getMarkPrice" => one_or_all(arguments, |contract| self.quote(contract, now).premium_index()),
            "getTickerPrice" | "getTickerPriceV2" => {
                one_or_all(arguments, |contract| self.quote(contract, now).ticker())
            }
            "get24hrTicker" => one_or_all(arguments, |contract| ticker::day(&self.tape(contract), contract, now)),
            "getOpenInterest" => trading(arguments).map(|contract| self.quote(contract, now).open_interest_row()),
            "getFundingRateHistory" => self.funding_history(arguments, now),
            "getFundingInfo" => Ok(funding::info(now)),
            _ => return self.computed(operation, arguments, now),
        })
    }

    /// The answer of an operation that is about more than what is traded.
    fn computed(&self, operation: &str, arguments: &Arguments, now: i64) -> Option<Answer> {
        Some(match operation {
            "getIndexPriceKlines" => self.index_klines(arguments, now),
            "getMarkPriceKlines" => self.mark_klines(arguments, now),
            "getPremiumIndexKlines" => self.premium_klines(arguments, now),
            "getAssetIndex" => indices::assets(self, arguments, now),
            "getIndexConstituents" => indices::constituents(self, arguments, now),
            "getIndexInfo" => indices::composites(arguments),
            "getBasis" => statistics::basis(self, arguments, now),
            "getDeliveryPrice" => delivery::prices(self, arguments, now),
            "getGlobalLongShortRatio" => statistics::long_short(self, arguments, "accounts", now),
            "getTopLongShortAccountRatio" => statistics::long_short(self, arguments, "top accounts", now),
            "getTopLongShortPositionRatio" => statistics::long_short(self, arguments, "top positions", now),
            "getOpenInterestHistory" => statistics::open_interest(self, arguments, now),
            "getTakerLongShortRatio" => statistics::taker_volumes(self, arguments, now),
            "getInsuranceBalance" => risk::insurance(self.seed, arguments, now),
            "getSymbolAdlRisk" => one_or_all(arguments, |contract| risk::adl(self.seed, contract, now)),
            "getTradingSchedule" => Ok(schedule::schedule(now)),
            _ => return None,
        })
    }

    /// The tape of the contract that a request names.
    fn traded(&self, arguments: &Arguments) -> Result<Tape, Refusal> {
        trading(arguments).map(|contract| self.tape(contract))
    }

    fn tape(&self, contract: &'static Contract) -> Tape {
        Tape::new(self.seed, contract, self.pins.get(contract.symbol).cloned().unwrap_or_default())
    }

    fn order_book(
        &self,
        arguments: &Arguments,
        usual: i64,
        now: i64,
        book: fn(&Tape, Stream, i64, i64) -> Value,
    ) -> Answer {
        let levels = arguments.integer("limit").unwrap_or(usual);
        Ok(book(&self.traded(arguments)?, self.seed, levels, now))
    }

    fn continuous_klines(&self, arguments: &Arguments, now: i64) -> Answer {
        let kind = arguments.text("contractType").ok_or_else(|| Refusal::missing("contractType"))?;
        let Some(contract) = listing::of_pair(pair(arguments)?.pair, kind) else { return Ok(json!([])) };
        klines::klines(&self.tape(contract), arguments, now)
    }

    fn index_klines(&self, arguments: &Arguments, now: i64) -> Answer {
        let tape = self.tape(pair(arguments)?);
        computed_klines(&Computed::index(self.seed, &tape), arguments, now)
    }

    fn mark_klines(&self, arguments: &Arguments, now: i64) -> Answer {
        let tape = self.traded(arguments)?;
        computed_klines(&Computed::mark(self.seed, &tape), arguments, now)
    }

    fn premium_klines(&self, arguments: &Arguments, now: i64) -> Answer {
        let contract = trading(arguments)?;
        let (tape, lead) = (self.tape(contract), self.tape(listing::lead(contract.pair).unwrap_or(contract)));
        let premium = Premium { tape: &tape, index: Computed::index(self.seed, &lead) };
        klines::rows(contract.onboard, arguments, now, |open, close| {
            Some(premium.candle(open, close.min(now))?.row(open, close, Premium::shown))
        })
    }

    fn funding_history(&self, arguments: &Arguments, now: i64) -> Answer {
        let contracts = match arguments.text("symbol") {
            Some(_) => vec![trading(arguments)?],
            None => listing::trading().collect(),
        };
        Ok(funding::history(self, &contracts, arguments, now))
    }
}

fn computed_klines(computed: &Computed, arguments: &Arguments, now: i64) -> Answer {
    klines::rows(computed.onboard(), arguments, now, |open, close| {
        Some(computed.candle(open, close.min(now))?.row(open, close, |units| computed.shown(units)))
    })
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

/// The contract that leads the pair which a request names.
fn pair(arguments: &Arguments) -> Result<&'static Contract, Refusal> {
    let pair = arguments.text("pair").ok_or_else(|| Refusal::missing("pair"))?;
    listing::lead(pair).ok_or_else(|| Refusal::new(-1121, "Invalid symbol."))
}

/// The contract that a request names, if it trades.
fn trading(arguments: &Arguments) -> Result<&'static Contract, Refusal> {
    let contract = named(arguments)?;
    if contract.is_trading() { Ok(contract) } else { Err(Refusal::new(-1122, "Invalid symbol status.")) }
}

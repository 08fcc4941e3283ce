//! Index prices: what they are made of, and what assets count as margin.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::computed::rounded;
use super::contract::units;
use super::{Answer, Market, listing, trading};
use crate::sandbox::gate::Arguments;
use crate::sandbox::refusal::Refusal;
use crate::sandbox::seed::Stream;

/// Where the prices of an index come from: the exchange, what is between the assets of its symbols, its weight in
/// 1/10,000, and how far its price lies from the index price, in millionths. The weighted sum of these is zero, so that
/// the weighted prices are the index price.
const MARKETS: [(&str, &str, i64, i64); 3] =
    [("binance", "", 5_000, 0), ("okex", "-", 2_500, 60), ("coinbase", "-", 2_500, -60)];
/// Margin assets: the name, the pair that it is priced by or its price in dollars, and the buffer, both in 1/10,000.
const ASSETS: [(&str, Result<&str, i64>, i64); 4] =
    [("USDT", Err(9_998), 1), ("BTC", Ok("BTCUSDT"), 500), ("BNB", Err(8_504_000), 500), ("USDC", Err(9_999), 1)];
/// How far the price of an asset without a pair moves, in millionths.
const SWING: i64 = 50;
const HOUR: i64 = 3_600_000;

/// The markets that make the index price of a contract.
pub fn constituents(market: &Market, arguments: &Arguments, now: i64) -> Answer {
    let contract = trading(arguments)?;
    let index = market.quote(contract, now).index;
    let row = |(exchange, between, weight, distance): (&str, &str, i64, i64)| {
        let price = rounded(index) + rounded(index * units(distance, 6));
        json!({
            "exchange": exchange,
            "symbol": format!("{}{between}USDT", contract.base),
            "price": price.to_string(),
            "weight": units(weight * 10_000, 8).to_string(),
        })
    };
    let rows: Value = MARKETS.into_iter().map(row).collect();
    Ok(json!({ "symbol": contract.symbol, "time": now, "constituents": rows }))
}

/// What assets count as margin; one if a symbol was sent.
pub fn assets(market: &Market, arguments: &Arguments, now: i64) -> Answer {
    let symbol = |name: &str| format!("{name}USD");
    let row = |(name, price, buffer): (&str, Result<&str, i64>, i64)| {
        asset(&symbol(name), index_of(market, name, price, now), units(buffer, 4), now)
    };
    let Some(wanted) = arguments.text("symbol") else { return Ok(ASSETS.into_iter().map(row).collect()) };
    let found = ASSETS.into_iter().find(|(name, ..)| symbol(name) == wanted);
    found.map(row).ok_or_else(|| Refusal::new(-1121, "Invalid symbol."))
}

fn index_of(market: &Market, name: &str, price: Result<&str, i64>, now: i64) -> Decimal {
    let usual = match price.map(listing::lead) {
        Ok(Some(contract)) => return market.quote(contract, now).index,
        Ok(None) => 0,
        Err(usual) => usual,
    };
    let noise: Stream = market.seed.branch(name).branch("index");
    let millionths = noise.below(now.div_euclid(HOUR), 2 * SWING + 1) - SWING;
    rounded(units(usual, 4) * units(1_000_000 + millionths, 6))
}

fn asset(symbol: &str, index: Decimal, buffer: Decimal, now: i64) -> Value {
    let half = buffer / Decimal::TWO;
    let [bid, ask, sold, bought] = [-buffer, buffer, -half, half].map(|part| rounded(index * (Decimal::ONE + part)));
    json!({
        "symbol": symbol,
        "time": now,
        "index": index.to_string(),
        "bidBuffer": rounded(buffer).to_string(),
        "askBuffer": rounded(buffer).to_string(),
        "bidRate": bid.to_string(),
        "askRate": ask.to_string(),
        "autoExchangeBidBuffer": rounded(half).to_string(),
        "autoExchangeAskBuffer": rounded(half).to_string(),
        "autoExchangeBidRate": sold.to_string(),
        "autoExchangeAskRate": bought.to_string(),
    })
}

/// Composite indices: no contract of the listing is on one.
pub fn composites(arguments: &Arguments) -> Answer {
    if arguments.text("symbol").is_some() {
        trading(arguments)?;
    }
    Ok(json!([]))
}

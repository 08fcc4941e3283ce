//! The statistics of a day.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::candle::Candle;
use super::contract::Contract;
use super::tape::Tape;

const DAY: i64 = 86_400_000;

/// The statistics of the last 24 hours; of a contract that has not traded yet, an empty object's worth of zeros.
pub fn day(tape: &Tape, contract: &Contract, now: i64) -> Value {
    let from = now.saturating_sub(DAY);
    let candle = Candle::of(tape, from.saturating_add(1), now);
    let price = |ticks: Option<i64>| contract.price(ticks.unwrap_or_else(|| tape.last_price(now)));
    let open = price(candle.as_ref().map(|candle| candle.first.price));
    let last = price(candle.as_ref().map(|candle| candle.last.price));
    let volume = contract.quantity(candle.as_ref().map_or(0, |candle| candle.volume));
    let quote = candle.as_ref().map(|candle| candle.quote_volume(contract)).unwrap_or_default();
    let average = quote.checked_div(volume).unwrap_or(last);
    let percent = ((last - open) * Decimal::ONE_HUNDRED).checked_div(open).unwrap_or_default();
    json!({
        "symbol": contract.symbol,
        "priceChange": (last - open).to_string(),
        "priceChangePercent": rounded(percent, 3),
        "weightedAvgPrice": rounded(average, contract.price_digits),
        "lastPrice": last.to_string(),
        "lastQty": contract.quantity(candle.as_ref().map_or(0, |candle| candle.last.quantity)).to_string(),
        "openPrice": open.to_string(),
        "highPrice": price(candle.as_ref().map(|candle| candle.high)).to_string(),
        "lowPrice": price(candle.as_ref().map(|candle| candle.low)).to_string(),
        "volume": volume.to_string(),
        "quoteVolume": quote.to_string(),
        "openTime": from,
        "closeTime": now,
        "firstId": candle.as_ref().map_or(-1, |candle| candle.first.id),
        "lastId": candle.as_ref().map_or(-1, |candle| candle.last.id),
        "count": candle.as_ref().map_or(0, |candle| candle.count),
    })
}

fn rounded(value: Decimal, digits: u32) -> String {
    let mut value = value.round_dp(digits);
    value.rescale(digits);
    value.to_string()
}

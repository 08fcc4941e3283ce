//! The public part of the tour: no key is needed for any of it.

use std::error::Error;

use binance_usdm::types::ExchangeInfo;
use binance_usdm::{Client, Clock, KlineInterval, Price, SystemClock};

use crate::rules::Rules;
use crate::show::{date_time, duration, heading, hour_minute, line, table};

/// The exchange's clock, and how far this machine's is from it: signed requests carry the time of this machine.
pub async fn clock(client: &Client) -> Result<(), Box<dyn Error>> {
    // The first request opens the connection, which is not to be measured.
    client.test_connectivity().send().await?;
    let before = SystemClock.now_millis();
    let server = client.get_server_time().send().await?.server_time;
    let after = SystemClock.now_millis();
    // The answer was written about halfway between.
    let offset = server - i64::midpoint(before, after);
    heading("Clock");
    line("server time", format!("{} UTC ({server} ms)", date_time(server)));
    line("minus local time", format!("{offset:+} ms, measured over a round trip of {} ms", after - before));
    Ok(())
}

/// The rules of the contract.
pub fn rules(info: &ExchangeInfo, symbol: &str) -> Result<Rules, String> {
    let contract = info.symbols.iter().find(|contract| contract.symbol == symbol);
    let contract = contract.ok_or_else(|| format!("the exchange lists no contract `{symbol}`"))?;
    let rules = Rules::of(contract)?;
    heading("Rules");
    line("status", &contract.status);
    line("price", format!("{} to {}, tick {}", rules.min_price, rules.max_price, rules.tick));
    line("quantity", format!("{} to {}, step {}", rules.min_quantity, rules.max_quantity, rules.step));
    line("notional", format!("{} {} at least", rules.min_notional, contract.quote_asset));
    line("price band", format!("{} to {} times the mark price", rules.band.0, rules.band.1));
    Ok(rules)
}

/// The last candles.
pub async fn klines(client: &Client, symbol: &str) -> Result<(), Box<dyn Error>> {
    let candles = client.get_klines().symbol(symbol).interval(KlineInterval::FiveMinutes).limit(6).send().await?;
    let rows: Vec<_> = candles
        .iter()
        .map(|candle| {
            let prices = [candle.open, candle.high, candle.low, candle.close].map(|price| price.to_string());
            let [open, high, low, close] = prices;
            let (volume, trades) = (candle.volume.to_string(), candle.trades.to_string());
            [hour_minute(candle.open_time), open, high, low, close, volume, trades]
        })
        .collect();
    heading("Candles of five minutes");
    table(["UTC", "open", "high", "low", "close", "volume", "trades"], &rows);
    Ok(())
}

/// The mark price and the funding.
pub async fn mark_price(client: &Client, symbol: &str) -> Result<Price, Box<dyn Error>> {
    let answer = client.get_mark_price().symbol(symbol).send().await?;
    let mark = answer.one().ok_or("the exchange answered with a list of mark prices")?;
    heading("Mark price and funding");
    line("mark price", mark.mark_price);
    line("index price", mark.index_price);
    match mark.last_funding_rate {
        Some(rate) => line("last funding", format!("{rate}, that is {} %", rate.to_percent())),
        None => line("last funding", "none: this contract has no funding"),
    }
    if mark.next_funding_time > 0 {
        let wait = duration(mark.next_funding_time - mark.time);
        line("next funding", format!("{} UTC, in {wait}", date_time(mark.next_funding_time)));
    }
    Ok(mark.mark_price)
}

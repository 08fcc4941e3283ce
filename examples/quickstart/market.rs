//! The public part of the tour: no key is needed for any of it.

use std::error::Error;

use binance_usdm::types::ExchangeInfo;
use binance_usdm::{Client, Clock, KlineInterval, Price, SystemClock};

use crate::rules::Rules;
use crate::show::{duration, heading, hour_minute, line, table};

/// The exchange's clock, and how far this machine's is from it: signed requests carry the time of this machine.
pub async fn clock(client: &Client) -> Result<(), Box<dyn Error>> {
    // The first request opens the connection, which is not to be measured.
    client.test_connectivity().send().await?;
    let before = SystemClock.now_millis();
    let server = client.get_server_time().send().await?.server_time;
    let after = SystemClock.now_millis();
    // The answer was written about halfway between.
    let offset = server.as_millis() - i64::midpoint(before, after);
    heading("Clock");
    line("server time", format!("{server} ({} ms)", server.as_millis()));
    line("minus local time", format!("{offset:+} ms, measured over a round trip of {} ms", after - before));
    Ok(())
}

/// The rules of the contract.
pub fn rules(info: &ExchangeInfo, symbol: &str) -> Result<Rules, String> {
    let contract = info.symbol(symbol).ok_or_else(|| format!("the exchange lists no contract `{symbol}`"))?;
    let rules = Rules::of(contract).ok_or_else(|| format!("`{symbol}` lacks a rule that this tour needs"))?;
    let Rules { price, quantity, min_notional, band } = &rules;
    heading("Rules");
    line("status", &contract.status);
    line("price", format!("{} to {}, tick {}", price.min_price, price.max_price, price.tick_size));
    line("quantity", format!("{} to {}, step {}", quantity.min_qty, quantity.max_qty, quantity.step_size));
    line("notional", format!("{min_notional} {} at least", contract.quote_asset));
    line("price band", format!("{} to {} times the mark price", band.multiplier_down, band.multiplier_up));
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
    if !mark.next_funding_time.is_zero() {
        let wait = duration(mark.time, mark.next_funding_time);
        line("next funding", format!("{}, in {wait}", mark.next_funding_time));
    }
    Ok(mark.mark_price)
}

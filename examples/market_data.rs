//! Market data, which needs no key: the prices of all contracts, the top of an order book, the last trades and the
//! funding of the last days.
//!
//! ```text
//! cargo run --example market_data
//! ```
//!
//! It runs on the sandbox. Without `base_url`, the same client reads the exchange itself.

use binance_usdm::sandbox::Sandbox;
use binance_usdm::{Client, Decimal, Percent, Rate, Timestamp};

const SYMBOL: &str = "BTCUSDT";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sandbox = Sandbox::start().await?;
    let client = Client::builder().base_url(sandbox.base_url()).build()?;

    prices(&client).await?;
    order_book(&client).await?;
    trades(&client).await?;
    funding(&client).await?;
    Ok(())
}

/// All contracts in one request: with a symbol the answer would be one price, without it is a list of them.
/// `OneOrMany` is either, and goes through both alike.
async fn prices(client: &Client) -> Result<(), binance_usdm::Error> {
    let prices = client.get_ticker_price_v2().send().await?;
    println!("Prices of all contracts");
    for ticker in &*prices {
        println!("  {}  {}", aligned(ticker.price.into_inner(), 8, 7), ticker.symbol);
    }
    Ok(())
}

/// The best five levels of both sides. Spread and value are exact: these are decimals, and no float is near them.
async fn order_book(client: &Client) -> Result<(), binance_usdm::Error> {
    let book = client.get_order_book().symbol(SYMBOL).limit(5).send().await?;
    println!("\nOrder book of {SYMBOL}");
    println!("  {:<4}  {:>10}  {:>10}  {:>14}", "side", "price", "quantity", "value");
    let asks = book.asks.iter().rev().map(|level| ("ask", level));
    let bids = book.bids.iter().map(|level| ("bid", level));
    for (side, level) in asks.chain(bids) {
        let value = level.price * level.quantity;
        println!("  {side:<4}  {:>10}  {:>10}  {value:>14}", level.price, level.quantity);
    }
    if let (Some(ask), Some(bid)) = (book.asks.first(), book.bids.first()) {
        let spread = ask.price - bid.price;
        let middle = (ask.price + bid.price) / Decimal::TWO;
        // A price by a price is a plain number, here a fraction.
        let percent = Rate::from(spread / middle).to_percent();
        println!("  spread {spread} around {middle}, that is {percent:.5} %");
    }
    Ok(())
}

/// The last trades, latest first.
async fn trades(client: &Client) -> Result<(), binance_usdm::Error> {
    let now = client.get_server_time().send().await?.server_time;
    let trades = client.get_recent_trades().symbol(SYMBOL).limit(5).send().await?;
    println!("\nLast trades of {SYMBOL}");
    println!("  {:>4}  {:>10}  {:>10}  {:>14}", "ago", "price", "quantity", "taker");
    for trade in trades.iter().rev() {
        let ago = format!("{} s", seconds(trade.time, now));
        let taker = if trade.is_buyer_maker { "sells" } else { "buys" };
        println!("  {ago:>4}  {:>10}  {:>10}  {taker:>14}", trade.price, trade.qty);
    }
    Ok(())
}

/// The last fundings, latest first, and what they cost a long position altogether.
async fn funding(client: &Client) -> Result<(), binance_usdm::Error> {
    let now = client.get_server_time().send().await?.server_time;
    let fundings = client.get_funding_rate_history().symbol(SYMBOL).limit(6).send().await?;
    println!("\nFunding of {SYMBOL}");
    println!("  {:>4}  {:>10}  {:>16}", "ago", "rate in %", "mark price");
    for funding in fundings.iter().rev() {
        let ago = format!("{} h", seconds(funding.funding_time, now) / 3_600);
        // The exchange kept no mark prices in its first years.
        let mark = funding.mark_price.map_or("unknown".to_owned(), |price| price.to_string());
        println!("  {ago:>4}  {:>10}  {mark:>16}", funding.funding_rate.to_percent());
    }
    let total: Percent = fundings.iter().map(|funding| funding.funding_rate.to_percent()).sum();
    println!("  {:>4}  {total:>10}", "sum");
    Ok(())
}

/// The whole seconds from one moment to another.
fn seconds(from: Timestamp, to: Timestamp) -> i64 {
    (to.as_millis() - from.as_millis()) / 1_000
}

/// A number whose point stands below the points of others: padded on both sides, and not one digit added.
fn aligned(value: Decimal, before: usize, after: usize) -> String {
    let text = value.to_string();
    let whole = text.find('.').unwrap_or(text.len());
    let (digits, rest) = text.split_at(whole);
    format!("{digits:>before$}{rest:<after$}", after = after + 1)
}

//! A position that closes itself: a stop-loss below the market and a take-profit above it.
//!
//! ```text
//! cargo run --example stop_loss
//! ```
//!
//! It runs on the sandbox. Both are conditional orders: the exchange keeps them apart from the book until the mark price
//! reaches their trigger, and then places a market order for them. `create_order` does not take them, and
//! `get_open_orders` does not list them: they have operations of their own.

use std::error::Error as StdError;

use binance_usdm::sandbox::Sandbox;
use binance_usdm::types::{AlgoOrder, AlgoType, OrderResponseType, PositionRiskV3};
use binance_usdm::{
    Client, Decimal, Error, ErrorCategory, MarginType, OrderSide, OrderType, Price, Quantity, WorkingType,
};

const SYMBOL: &str = "BTCUSDT";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn StdError>> {
    let sandbox = Sandbox::start().await?;
    let client = Client::builder().base_url(sandbox.base_url()).credentials(sandbox.credentials()).build()?;

    println!("A stop-loss is no order of the book");
    let stop = client.create_order().symbol(SYMBOL).side(OrderSide::Sell).type_(OrderType::StopMarket);
    if let Err(error) = stop.quantity("0.010").send().await {
        println!("  {error}");
    }

    println!("\nA position");
    let entry = open(&client).await?;
    // From here on there is money at risk: whatever fails, the position is not left without protection.
    if let Err(error) = protect(&client, entry).await {
        println!("  {error}");
        close(&client).await?;
        client.cancel_all_open_algo_orders().symbol(SYMBOL).send().await?;
        return Err(error.into());
    }
    list(&client).await?;

    println!("\nCancelled");
    let stop = client.cancel_algo_order().client_algo_id("stop-loss-1").send().await?;
    println!("  {} ({}), by its id", stop.client_algo_id, stop.msg);
    let rest = client.cancel_all_open_algo_orders().symbol(SYMBOL).send().await?;
    println!("  all others of {SYMBOL} ({})", rest.msg);
    list(&client).await?;
    close(&client).await?;
    Ok(())
}

/// Buys at the market; the price that was paid.
async fn open(client: &Client) -> Result<Price, Box<dyn StdError>> {
    // As good as a success when it is so already.
    match client.change_margin_type().symbol(SYMBOL).margin_type(MarginType::Isolated).send().await {
        Err(Error::Exchange(said)) if said.code().category() == ErrorCategory::NoChange => {}
        changed => drop(changed?),
    }
    let order = client.create_order().symbol(SYMBOL).side(OrderSide::Buy).type_(OrderType::Market);
    let order = order.quantity("0.010").new_order_resp_type(OrderResponseType::Result).send().await?;
    let position = position(client).await?.ok_or("nothing was bought")?;
    println!("  bought  {}, {}", order.executed_qty, order.status);
    println!("  holds   {} at {}, margin {}", position.position_amt, position.entry_price, position.isolated_wallet);
    Ok(position.entry_price)
}

/// Places the stop-loss first: it is the one that must not be missing.
async fn protect(client: &Client, entry: Price) -> Result<(), Error> {
    println!("\nIts protection");
    let tick = Price::from(Decimal::new(1, 1));
    // So many percent of the entry, on a tick.
    let at = |percent: i64| (entry * Decimal::new(percent, 2)).trunc_to_step(tick);
    for (id, kind, trigger) in
        [("stop-loss-1", OrderType::StopMarket, at(98)), ("take-profit-1", OrderType::TakeProfitMarket, at(103))]
    {
        let order = place(client, id, kind, trigger).await?;
        println!(
            "  {:<13}  {:<18}  triggers at {}, {}",
            id,
            order.order_type,
            price(order.trigger_price),
            order.algo_status
        );
    }
    Ok(())
}

/// A conditional order that sells the whole position, however large it is by then.
async fn place(client: &Client, id: &str, kind: OrderType, trigger: Price) -> Result<AlgoOrder, Error> {
    let order = client
        .create_algo_order()
        .algo_type(AlgoType::Conditional)
        .symbol(SYMBOL)
        .side(OrderSide::Sell)
        .type_(kind)
        .trigger_price(trigger)
        // The last price may be moved by one trade; the mark price is what liquidations go by.
        .working_type(WorkingType::MarkPrice)
        .close_position(true)
        .client_algo_id(id);
    Ok(order.send().await?.into_inner())
}

/// Shows the conditional orders that are open.
async fn list(client: &Client) -> Result<(), Error> {
    let open = client.get_open_algo_orders().symbol(SYMBOL).send().await?;
    println!("\n{} conditional orders of {SYMBOL} are open", open.len());
    for order in open.iter() {
        let id = &order.client_algo_id;
        println!("  {id:<13}  {} at {}, since {}", order.side, price(order.trigger_price), order.create_time);
    }
    Ok(())
}

/// Sells what there is at the market.
async fn close(client: &Client) -> Result<(), Box<dyn StdError>> {
    if let Some(held) = position(client).await? {
        let order = client.create_order().symbol(SYMBOL).side(OrderSide::Sell).type_(OrderType::Market);
        // Reduce-only: should the position be gone by now, nothing is opened the other way.
        order.quantity(held.position_amt).reduce_only(true).send().await?;
    }
    let rest = position(client).await?.map_or(Quantity::ZERO, |held| held.position_amt);
    println!("\nThe position is {rest} now.");
    Ok(())
}

/// The position, if there is one.
async fn position(client: &Client) -> Result<Option<PositionRiskV3>, Error> {
    let rows = client.get_position_risk_v3().symbol(SYMBOL).send().await?.into_inner();
    Ok(rows.into_iter().find(|position| !position.position_amt.is_zero()))
}

/// A price that some kinds of conditional orders have not.
fn price(price: Option<Price>) -> String {
    price.map_or_else(|| "no price".to_owned(), |price| price.to_string())
}

//! An order that rests in the book, changed in place instead of cancelled and placed anew; and a switch for the worst.
//!
//! ```text
//! cargo run --example modify_order
//! ```
//!
//! It runs on the sandbox. A change keeps the order's ids. Of one whose answer was lost it is not known whether it was
//! done (`Outcome::Unknown`): ask for the order and look at its price, before anything else is sent.

use std::error::Error as StdError;

use binance_usdm::sandbox::Sandbox;
use binance_usdm::{Client, Error, ErrorCategory, OrderSide, OrderType, Outcome, TimeInForce};

const SYMBOL: &str = "BTCUSDT";
const ID: &str = "my-bid-1";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn StdError>> {
    let sandbox = Sandbox::start().await?;
    let client = Client::builder().base_url(sandbox.base_url()).credentials(sandbox.credentials()).build()?;

    // Should this program fall silent, the exchange cancels its orders of the symbol after a minute. Each further call
    // starts the minute anew; 0 ends it.
    client.countdown_cancel_all().symbol(SYMBOL).countdown_time(60_000).send().await?;

    let order = client.create_order().symbol(SYMBOL).side(OrderSide::Buy).type_(OrderType::Limit);
    let order = order.time_in_force(TimeInForce::Gtc).quantity("0.010").price("50000.10").new_client_order_id(ID);
    println!("placed    {}", order.send().await?.order_id);

    for price in ["50100.10", "50200.10", "50200.10"] {
        match change(&client, price).await {
            Ok(()) => println!("changed   to {price}"),
            // Nothing to change is no failure either.
            Err(Error::Exchange(said)) if said.code().category() == ErrorCategory::NoChange => {
                println!("unchanged at {price}");
            }
            Err(error) if error.outcome() == Outcome::Unknown => {
                let order = client.get_order().symbol(SYMBOL).orig_client_order_id(ID).send().await?;
                println!("not known {error}; it is at {}", order.price);
            }
            Err(error) => return Err(error.into()),
        }
    }

    println!("\nIts changes, the latest first");
    for change in client.get_order_amendments().symbol(SYMBOL).orig_client_order_id(ID).send().await?.iter() {
        let price = &change.amendment.price;
        println!("  {}  from {} to {}", change.time, price.before, price.after);
    }

    let open = client.get_open_order().symbol(SYMBOL).orig_client_order_id(ID).send().await?;
    println!("\n{} {} at {} is {}", open.side, open.orig_qty, open.price, open.status);
    let cancelled = client.cancel_all_open_orders().symbol(SYMBOL).send().await?;
    println!("cancelled: {}", cancelled.msg);
    client.countdown_cancel_all().symbol(SYMBOL).countdown_time(0).send().await?;
    Ok(())
}

/// A change says side and quantity as well, and takes the place of both.
async fn change(client: &Client, price: &str) -> Result<(), Error> {
    let change = client.modify_order().symbol(SYMBOL).orig_client_order_id(ID).side(OrderSide::Buy);
    change.quantity("0.010").price(price).send().await.map(drop)
}

//! Orders whose answer never came: what is known of them, and what to do next.
//!
//! ```text
//! cargo run --example unknown_outcome
//! ```
//!
//! An error leaves an order in one of three states, and each wants something else:
//!
//! | `Error::outcome` | what it means | what to do |
//! |---|---|---|
//! | `NotSent` | nothing left this machine | send it again, once its cause is mended |
//! | `Rejected` | the exchange has refused it | decide by the exchange's code |
//! | `Unknown` | it may have been placed | resolve it first; never just send it again |
//!
//! It runs on the sandbox, which breaks connections when it is told to.

use std::error::Error as StdError;
use std::time::Duration;

use binance_usdm::sandbox::{Fault, Sandbox};
use binance_usdm::{Client, Error, OrderSide, OrderType, Outcome, Resolution, SentOrder, TimeInForce};

const SYMBOL: &str = "BTCUSDT";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn StdError>> {
    let sandbox = Sandbox::start().await?;
    // How long to wait for an answer is up to you. How long an order may wait at the exchange is the receive window: the
    // shorter it is, the sooner it is certain that an order was not placed.
    let client = client(&sandbox, sandbox.base_url())?;

    println!("The connection breaks, and the order was placed");
    sandbox.inject_for("createOrder", Fault::CloseAfterExecution);
    buy(&client, "0.010").await;

    println!("\nNo answer comes, and the order was not placed");
    sandbox.inject_for("createOrder", Fault::StallBeforeExecution);
    buy(&client, "0.010").await;

    println!("\nThe exchange itself does not know");
    sandbox.inject_for("createOrder", Fault::unknown_error(true));
    buy(&client, "0.010").await;

    println!("\nThe order is too small");
    buy(&client, "0.001").await;

    println!("\nNobody listens at the other end");
    buy(&self::client(&sandbox, "http://127.0.0.1:1")?, "0.010").await;

    println!("\nThe exchange has {} orders:", sandbox.open_orders());
    for order in sandbox.placed_orders() {
        println!("  {} {}", order.client_order_id, order.symbol);
    }
    Ok(())
}

fn client(sandbox: &Sandbox, base_url: &str) -> Result<Client, Error> {
    let client = Client::builder().base_url(base_url).credentials(sandbox.credentials());
    client.timeout(Duration::from_millis(500)).recv_window(1_000).build()
}

/// Places an order that rests below the market, and tells what became of it.
async fn buy(client: &Client, quantity: &str) {
    // Without an id of your own the client makes one, so that every order can be asked for.
    let order = client.create_order().symbol(SYMBOL).side(OrderSide::Buy).type_(OrderType::Limit);
    let order = order.time_in_force(TimeInForce::Gtc).quantity(quantity).price("50000.10");
    let error = match order.send().await {
        Ok(order) => return println!("  placed: {}", order.client_order_id),
        Err(error) => error,
    };
    println!("  {error}");
    match error.outcome() {
        Outcome::NotSent => println!("  not sent: it may be sent again"),
        Outcome::Rejected => match error.exchange() {
            Some(said) => println!("  rejected: there is no order, and {} says what to mend", said.code()),
            None => println!("  rejected: there is no order"),
        },
        // Only the exchange can tell.
        Outcome::Unknown => {
            for order in error.orders() {
                resolve(client, order).await;
            }
        }
    }
}

/// Asks until the answer is certain. A batch has several orders to ask for; conditional orders have
/// `resolve_algo_order`.
async fn resolve(client: &Client, order: &SentOrder) {
    println!("  unknown: asking for {} ...", order.client_order_id());
    match client.resolve_order(order).await {
        Resolution::Placed(found) => {
            println!("  placed: {}, {} filled; go on with it", found.status, found.executed_qty);
        }
        Resolution::NotPlaced => println!("  not placed, and it never will be: it may be sent again"),
        // Write the order's symbol and id down and ask again later. Until then, count on both.
        Resolution::Unknown(error) => println!("  still unknown, it may exist: {error}"),
    }
}

//! An order, placed, queried and cancelled; and what is known of it when placing it fails.
//!
//! ```text
//! cargo run --example place_and_cancel
//! ```
//!
//! An error leaves an order in one of three states, which `Error::outcome` tells, and each wants something else:
//!
//! | outcome | what to do |
//! |---|---|
//! | `NotSent` | send it again, mended |
//! | `Rejected` | decide by the exchange's code |
//! | `Unknown` | ask for it by its client order id |
//!
//! It runs on the sandbox. To have all three, some requests go where nobody listens, and some through a gateway that
//! loses the answers.

use std::error::Error as StdError;
use std::io;

use binance_usdm::sandbox::Sandbox;
use binance_usdm::types::FuturesOrder;
use binance_usdm::{Client, Error, ErrorCode, OrderSide, OrderType, Outcome, TimeInForce};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const SYMBOL: &str = "BTCUSDT";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn StdError>> {
    let sandbox = Sandbox::start().await?;
    let client = client(&sandbox, sandbox.base_url())?;

    println!("A round trip");
    round_trip(&client).await?;

    println!("\nA quantity that is not a number");
    report(&client, "example-2", place(&client, "example-2", "0.01O").await).await?;

    println!("\nNobody listens at the other end");
    let unreachable = self::client(&sandbox, "http://127.0.0.1:1")?;
    report(&client, "example-3", place(&unreachable, "example-3", "0.010").await).await?;

    println!("\nAn order too small for the exchange");
    report(&client, "example-4", place(&client, "example-4", "0.001").await).await?;

    println!("\nA gateway that loses the answer");
    let lossy = self::client(&sandbox, &lossy_gateway(&sandbox).await?)?;
    report(&client, "example-5", place(&lossy, "example-5", "0.010").await).await?;

    println!("\n{} orders are open at the end.", sandbox.open_orders());
    Ok(())
}

fn client(sandbox: &Sandbox, base_url: &str) -> Result<Client, Error> {
    Client::builder().base_url(base_url).credentials(sandbox.credentials()).build()
}

/// The whole life of an order when all goes well.
async fn round_trip(client: &Client) -> Result<(), Error> {
    let id = place(client, "example-1", "0.010").await?;
    println!("  placed     order {id}");
    let order = client.get_order().symbol(SYMBOL).order_id(id).send().await?;
    println!("  queried    {} {} at {}, {}", order.side, order.orig_qty, order.price, order.status);
    let order = client.cancel_order().symbol(SYMBOL).order_id(id).send().await?;
    println!("  cancelled  {}, {} filled", order.status, order.executed_qty);
    Ok(())
}

/// Places an order that rests below the market. Its id is chosen here, before sending, and never used twice: by it the
/// order is found again when no answer comes.
async fn place(client: &Client, client_id: &str, quantity: &str) -> Result<i64, Error> {
    let order = client
        .create_order()
        .symbol(SYMBOL)
        .side(OrderSide::Buy)
        .type_(OrderType::Limit)
        .time_in_force(TimeInForce::Gtc)
        .quantity(quantity)
        .price("50000.10")
        .new_client_order_id(client_id)
        .send()
        .await?;
    Ok(order.order_id)
}

/// Tells what became of an order; one that came about after all is cancelled.
async fn report(client: &Client, client_id: &str, placed: Result<i64, Error>) -> Result<(), Error> {
    let Err(error) = placed else {
        println!("  placed");
        return cancel(client, client_id).await;
    };
    println!("  {error}");
    match error.outcome() {
        Outcome::NotSent => println!("  -> nothing was sent: mend it and send it again"),
        Outcome::Rejected => println!("  -> there is no order: decide by the code"),
        Outcome::Unknown => match find(client, client_id).await? {
            None => println!("  -> it was not known, and there is no order"),
            Some(order) => {
                println!("  -> it was not known, and there is an order: {}, {}", order.order_id, order.status);
                return cancel(client, client_id).await;
            }
        },
    }
    Ok(())
}

/// Asks for an order by the id that was chosen for it. A request may still be on its way, so a program that is about
/// to send it again asks more than once.
async fn find(client: &Client, client_id: &str) -> Result<Option<FuturesOrder>, Error> {
    match client.get_order().symbol(SYMBOL).orig_client_order_id(client_id).send().await {
        Ok(order) => Ok(Some(order.into_inner())),
        Err(Error::Exchange(said)) if said.code() == ErrorCode::NO_SUCH_ORDER => Ok(None),
        Err(error) => Err(error),
    }
}

async fn cancel(client: &Client, client_id: &str) -> Result<(), Error> {
    let order = client.cancel_order().symbol(SYMBOL).orig_client_order_id(client_id).send().await?;
    println!("  cancelled  {}, {} filled", order.status, order.executed_qty);
    Ok(())
}

/// Starts a gateway that hands requests on and hangs up as soon as the answers come; its URL.
async fn lossy_gateway(sandbox: &Sandbox) -> io::Result<String> {
    let exchange = sandbox.base_url().trim_start_matches("http://").to_owned();
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}", listener.local_addr()?);
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            if let Err(error) = lose_answer(client, &exchange).await {
                eprintln!("gateway: {error}");
            }
        }
    });
    Ok(url)
}

async fn lose_answer(mut client: TcpStream, exchange: &str) -> io::Result<()> {
    let mut exchange = TcpStream::connect(exchange).await?;
    let mut request = vec![0; 8_192];
    // The requests of this example are short, and come in one piece.
    let length = client.read(&mut request).await?;
    exchange.write_all(&request[..length]).await?;
    exchange.read_u8().await?;
    Ok(())
}

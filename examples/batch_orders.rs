//! Several orders in one request: each is accepted or refused on its own.
//!
//! ```text
//! cargo run --example batch_orders
//! ```
//!
//! It runs on the sandbox. The request as a whole succeeds even when the exchange refuses every order in it, so `?` on
//! the call is not enough: each row has to be looked at.

use std::error::Error;

use binance_usdm::sandbox::Sandbox;
use binance_usdm::{BatchOrder, Client, Decimal, OrderSide, OrderType, Price, Quantity, TimeInForce};

const SYMBOL: &str = "BTCUSDT";

/// An order as this example wants it.
struct Wish {
    client_id: &'static str,
    side: OrderSide,
    price: Price,
    quantity: Quantity,
}

impl Wish {
    /// A row of the batch: it has the setters of `create_order`.
    fn row(&self) -> BatchOrder {
        BatchOrder::new()
            .symbol(SYMBOL)
            .side(self.side.clone())
            .type_(OrderType::Limit)
            .time_in_force(TimeInForce::Gtc)
            .price(self.price)
            .quantity(self.quantity)
            .new_client_order_id(self.client_id)
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let sandbox = Sandbox::start().await?;
    let client = Client::builder().base_url(sandbox.base_url()).credentials(sandbox.credentials()).build()?;

    let wishes = wishes(&client).await?;
    let placed = place(&client, &wishes).await?;
    println!("\n{} of {} orders were accepted, {} are open.", placed.len(), wishes.len(), sandbox.open_orders());

    for id in placed {
        client.cancel_order().symbol(SYMBOL).order_id(id).send().await?;
    }
    println!("After cancelling them, {} are open.", sandbox.open_orders());

    // What is wrong with a row before it is sent is told with its place, and then no order of the batch is sent.
    let typo = wishes[1].row().quantity("0,010");
    if let Err(error) = client.create_batch_orders().batch_orders(vec![wishes[0].row(), typo]).send().await {
        println!("\nRefused here, before sending\n  {error}");
    }
    Ok(())
}

/// A ladder below and above the market, with two orders in it that the exchange has to refuse.
async fn wishes(client: &Client) -> Result<[Wish; 4], Box<dyn Error>> {
    let answer = client.get_mark_price().symbol(SYMBOL).send().await?;
    let mark = answer.one().ok_or("the exchange answered with a list of mark prices")?.mark_price;
    let tick: Price = "0.10".parse()?;
    // So many percent of the mark price, on a tick.
    let at = |percent: i64| (mark * Decimal::new(percent, 2)).trunc_to_step(tick);
    let quantity: Quantity = "0.010".parse()?;
    Ok([
        Wish { client_id: "ladder-1", side: OrderSide::Buy, price: at(98), quantity },
        Wish { client_id: "off-the-tick", side: OrderSide::Buy, price: at(97) + tick / Decimal::TWO, quantity },
        Wish { client_id: "too-small", side: OrderSide::Buy, price: at(96), quantity: "0.001".parse()? },
        Wish { client_id: "ladder-2", side: OrderSide::Sell, price: at(102), quantity },
    ])
}

/// Sends all in one request and shows what became of each; the ids of the accepted ones.
async fn place(client: &Client, wishes: &[Wish]) -> Result<Vec<i64>, Box<dyn Error>> {
    let rows: Vec<BatchOrder> = wishes.iter().map(Wish::row).collect();
    let answers = client.create_batch_orders().batch_orders(rows).send().await?;
    let mut placed = Vec::new();
    println!("  {:<12}  {:<4}  {:>8}  {:>10}  {:<8}  order id", "order", "side", "quantity", "price", "became");
    // The answers come in the order of the wishes.
    for (wish, answer) in wishes.iter().zip(answers.into_inner()) {
        print!("  {:<12}  {:<4}  {:>8}  {:>10}  ", wish.client_id, wish.side, wish.quantity, wish.price);
        match answer.into_result() {
            Ok(order) => {
                println!("{:<8}  {}", order.status, order.order_id);
                placed.push(order.order_id);
            }
            Err(refusal) => println!("refused\n    {refusal}"),
        }
    }
    Ok(placed)
}

//! What an account has done: its orders, its trades page by page, and what came of them.
//!
//! ```text
//! cargo run --example history
//! ```
//!
//! It runs on the sandbox. Lists are asked for by time, seven days at most, or page by page from an id on.

use std::error::Error as StdError;

use binance_usdm::sandbox::Sandbox;
use binance_usdm::types::UserTrade;
use binance_usdm::{Amount, Client, Error, OrderSide, OrderType};

const SYMBOL: &str = "ETHUSDT";
/// Rows in one answer; few here, so that there are pages. The exchange gives a thousand.
const PAGE: i64 = 3;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn StdError>> {
    let sandbox = Sandbox::start().await?;
    let client = Client::builder().base_url(sandbox.base_url()).credentials(sandbox.credentials()).build()?;
    trade(&client).await?;

    let orders = client.get_all_orders().symbol(SYMBOL).send().await?;
    println!("{} orders", orders.len());
    for order in orders.iter() {
        println!("  {} {} {}, {}", order.order_id, order.side, order.executed_qty, order.status);
    }

    let trades = trades(&client).await?;
    println!("\n{} trades", trades.len());
    for trade in &trades {
        println!(
            "  {} {} {} at {}, fee {} {}",
            trade.id, trade.side, trade.qty, trade.price, trade.commission, trade.commission_asset
        );
    }
    let profit: Amount = trades.iter().map(|trade| trade.realized_pnl).sum();
    let fees: Amount = trades.iter().map(|trade| trade.commission).sum();

    // The same by the exchange's own books.
    let income = client.get_income_history().symbol(SYMBOL).send().await?;
    println!("\nprofit {profit}, fees {fees}; {} rows of income", income.len());
    Ok(())
}

async fn trade(client: &Client) -> Result<(), Error> {
    for side in [OrderSide::Buy, OrderSide::Sell, OrderSide::Buy, OrderSide::Sell] {
        let order = client.create_order().symbol(SYMBOL).side(side).type_(OrderType::Market);
        order.quantity("0.100").send().await?;
    }
    Ok(())
}

/// All trades, from the oldest on: each page begins after the last id of the page before it.
async fn trades(client: &Client) -> Result<Vec<UserTrade>, Error> {
    let mut all: Vec<UserTrade> = Vec::new();
    loop {
        let from = all.last().map_or(0, |trade| trade.id + 1);
        let page = client.get_user_trades().symbol(SYMBOL).from_id(from).limit(PAGE).send().await?.into_inner();
        let is_last = i64::try_from(page.len()).is_ok_and(|rows| rows < PAGE);
        all.extend(page);
        if is_last {
            return Ok(all);
        }
    }
}

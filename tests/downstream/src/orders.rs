//! Orders: builders, batches, and what errors say.

use std::collections::HashMap;

use binance_usdm::types::{FuturesOrder, FuturesOrderResponse, OrderStatus};
use binance_usdm::{
    BatchOrder, Client, Error, ErrorCategory, ErrorCode, OrderSide, OrderType, Outcome, Quantity, Resolution,
    SentOrder, TimeInForce,
};

const SYMBOL: &str = "BTCUSDT";

pub async fn place(client: &Client) -> Result<(), Error> {
    let order = client
        .create_order()
        .symbol(SYMBOL)
        .side(OrderSide::Buy)
        .type_(OrderType::Limit)
        .time_in_force("GTC")
        .quantity("0.010")
        .price("50000.10")
        .new_client_order_id("downstream-1")
        .send()
        .await?;
    let FuturesOrderResponse { order_id, client_order_id, status, executed_qty, .. } = order.into_inner();
    assert_eq!((client_order_id.as_str(), left(&status)), ("downstream-1", true));
    assert_eq!(executed_qty, Quantity::from(0));

    let found: FuturesOrder = client.get_order().symbol(SYMBOL).order_id(order_id).send().await?.into_inner();
    assert_eq!(found.orig_qty.to_string(), "0.010");
    match client.resolve_order(SentOrder::new(SYMBOL, "downstream-1")).await {
        Resolution::Placed(order) => assert_eq!(order.order_id, order_id),
        Resolution::NotPlaced => unreachable!("it was placed"),
        Resolution::Unknown(error) => return Err(error),
    }
    client.cancel_order().symbol(SYMBOL).order_id(order_id).send().await?;
    let again = client.cancel_order().symbol(SYMBOL).order_id(order_id).send().await;
    assert_eq!(again.map(|_| ()).map_err(|error| kind(&error)), Err("there is no such order"));

    let stop = client.create_algo_order().symbol(SYMBOL).side(OrderSide::Sell).type_(OrderType::StopMarket);
    let stop = stop.trigger_price("30000.0").close_position(true).send().await?;
    client.cancel_algo_order().algo_id(stop.algo_id).send().await?;
    Ok(())
}

pub async fn place_several(client: &Client) -> Result<(), Error> {
    let row = |side: OrderSide, price: &str| {
        let row = BatchOrder::new().symbol(SYMBOL).side(side).type_(OrderType::Limit).time_in_force(TimeInForce::Gtc);
        row.quantity("0.010").price(price.to_owned())
    };
    let rows = vec![row(OrderSide::Buy, "50000.10"), row(OrderSide::Buy, "0.10")];
    let answer = client.create_batch_orders().batch_orders(rows).send().await?;
    let mut placed: HashMap<OrderSide, Vec<i64>> = HashMap::new();
    for row in answer.iter() {
        match row.as_result() {
            Ok(order) => placed.entry(order.side.clone()).or_default().push(order.order_id),
            Err(refusal) => println!("{} ({:?})", refusal.message, refusal.outcome()),
        }
    }
    for id in placed.into_values().flatten() {
        client.cancel_order().symbol(SYMBOL).order_id(id).send().await?;
    }
    Ok(())
}

/// Whether an order may still be filled.
fn left(status: &OrderStatus) -> bool {
    use OrderStatus::{Canceled, Expired, Filled, New, PartiallyFilled, Rejected};
    match status {
        New | PartiallyFilled => true,
        Filled | Canceled | Rejected | Expired => false,
        other => panic!("what is {other}?"),
    }
}

fn kind(error: &Error) -> &'static str {
    let what = match error {
        Error::Exchange(said) if said.code() == ErrorCode::CANCEL_REJECTED => "there is no such order",
        Error::Exchange(said) => match said.code().category() {
            ErrorCategory::Limit | ErrorCategory::Transient => "later",
            _ => "refused",
        },
        Error::Transport(_) | Error::Decode(_) => "look what became of it",
        _ => "mend it",
    };
    match error.outcome() {
        Outcome::NotSent | Outcome::Rejected => what,
        Outcome::Unknown => "unknown",
    }
}

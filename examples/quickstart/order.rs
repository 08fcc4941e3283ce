//! The balance, and an order from its placing to its cancelling.

use std::error::Error as StdError;

use binance_usdm::types::FuturesOrderResponse;
use binance_usdm::{
    Client, Clock, Error, OrderSide, OrderType, Outcome, Price, Quantity, ResponseValue, SystemClock, TimeInForce,
};

use crate::rules::Rules;
use crate::show::{heading, line, table};

/// An order to buy, not sent yet.
#[derive(Clone)]
pub struct Plan {
    pub symbol: String,
    /// The caller's own id: the order is found by it even when the answer to its placing gets lost.
    pub client_id: String,
    pub price: Price,
    pub quantity: Quantity,
}

impl Plan {
    /// The smallest order that rests: at the lower edge of the price band, far below the market, and of the least
    /// quantity that has the least notional.
    pub fn resting(symbol: &str, rules: &Rules, mark: Price) -> Result<Self, String> {
        let price = rules.lower_edge(mark);
        let wanted = rules.min_notional.checked_div(price).ok_or_else(|| format!("no order at a price of {price}"))?;
        let mut quantity = wanted.trunc_to_step(rules.quantity.step_size).max(rules.quantity.min_qty);
        if price * quantity < rules.min_notional {
            quantity += rules.quantity.step_size;
        }
        let client_id = format!("quickstart-{}", SystemClock.now_millis());
        Ok(Self { symbol: symbol.to_owned(), client_id, price, quantity })
    }
}

/// What the account holds.
pub async fn balance(client: &Client) -> Result<(), Error> {
    let balances = client.get_balance_v3().send().await?;
    let held = balances.iter().filter_map(|asset| {
        let balance = asset.balance.filter(|balance| !balance.is_zero())?;
        Some([asset.asset.clone(), balance.to_string(), asset.available_balance.unwrap_or_default().to_string()])
    });
    heading("Balance");
    table(["asset", "balance", "available"], &held.collect::<Vec<_>>());
    Ok(())
}

/// Places the order, finds it in two ways and cancels it.
pub async fn round_trip(client: &Client, plan: &Plan) -> Result<(), Box<dyn StdError>> {
    heading("An order, from its placing to its cancelling");
    line("to buy", format!("{} at {}, notional {}", plan.quantity, plan.price, plan.price * plan.quantity));
    let order = match place(client, plan).await {
        Ok(order) => order,
        Err(error) if error.outcome() == Outcome::Unknown => return Err(clean_up(client, plan, error).await),
        Err(error) => return Err(error.into()),
    };
    line("placed", format!("{}, order id {}", order.status, order.order_id));
    // No `?` in between: whatever becomes of the search, the order has to go.
    let found = find(client, plan, order.order_id).await;
    cancel(client, plan).await?;
    Ok(found?)
}

/// Sends the order. Post-only: it is refused rather than filled at once.
pub async fn place(client: &Client, plan: &Plan) -> Result<ResponseValue<FuturesOrderResponse>, Error> {
    client
        .create_order()
        .symbol(&plan.symbol)
        .side(OrderSide::Buy)
        .type_(OrderType::Limit)
        .time_in_force(TimeInForce::Gtx)
        .price(plan.price)
        .quantity(plan.quantity)
        .new_client_order_id(&plan.client_id)
        .send()
        .await
}

async fn find(client: &Client, plan: &Plan, id: i64) -> Result<(), Error> {
    let order = client.get_order().symbol(&plan.symbol).order_id(id).send().await?;
    line("found by its id", format!("{}, {} of {} filled", order.status, order.executed_qty, order.orig_qty));
    let open = client.get_open_orders().symbol(&plan.symbol).send().await?;
    let position = open.iter().position(|order| order.order_id == id);
    let place =
        position.map_or("not listed".to_owned(), |position| format!("number {} of {}", position + 1, open.len()));
    line("open orders", place);
    Ok(())
}

/// Cancels the order by its client's id, which is known whatever the exchange has answered.
pub async fn cancel(client: &Client, plan: &Plan) -> Result<(), Box<dyn StdError>> {
    let cancelled = client.cancel_order().symbol(&plan.symbol).orig_client_order_id(&plan.client_id).send().await;
    let order = cancelled.map_err(|error| format!("order {} may still be open: {error}", plan.client_id))?;
    line("cancelled", format!("{}, {} of {} filled", order.status, order.executed_qty, order.orig_qty));
    Ok(())
}

/// Cancels an order that may be placed although placing it has failed; the answer is what there is to tell of it.
pub async fn clean_up(client: &Client, plan: &Plan, error: Error) -> Box<dyn StdError> {
    match cancel(client, plan).await {
        Ok(()) => error.into(),
        Err(second) => format!("{error}; then {second}").into(),
    }
}

//! Uses everything that `added.yml` adds, so it compiles with that alone.

use binance_usdm::types::{FuturesOrderResponse, FuturesTicker24hr, Mood, OrderStatus, SymbolFilter};
use binance_usdm::{BatchOrder, Client, Error, KlineInterval, OrderSide};

fn main() {}

pub async fn use_it(client: &Client) -> Result<(), Error> {
    let mood: Mood = client.get_added_mood().symbol("BTCUSDT").side(OrderSide::Either).send().await?.into_inner();
    println!("{}", mood.mood);
    drop(client.create_order().added_reason("none"));
    drop(BatchOrder::new().added_reason("none"));
    drop(client.get_klines().interval(KlineInterval::Value2d));
    println!("{:?}", client.test_connectivity().send().await?.added_latency);
    Ok(())
}

pub fn read_it(order: &FuturesOrderResponse, ticker: &FuturesTicker24hr, filter: &SymbolFilter) -> bool {
    let is_paused = order.status == OrderStatus::AddedPause && order.added_note.is_some();
    let is_new = matches!(filter, SymbolFilter::AddedRule(rule) if rule.added_most > 0);
    is_paused && is_new && ticker.added_always
}

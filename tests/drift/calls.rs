//! Every operation by its name, called as users call it.

use binance_usdm::builder::{BatchOrder, OrderModification};
use binance_usdm::{Client, Error, OrderSide, ResponseValue};
use serde::Serialize;
use serde_json::Value;

fn encoded<T: Serialize>(answer: Result<ResponseValue<T>, Error>) -> Result<Value, Error> {
    answer.map(|answer| serde_json::to_value(&*answer).unwrap())
}

/// Calls an operation, one of several rows with so many, and encodes its answer.
pub async fn call(client: &Client, operation: &str, rows: usize) -> Result<Value, Error> {
    const SYMBOL: &str = "BTCUSDT";
    let stop = client.create_algo_order().algo_type("CONDITIONAL").symbol(SYMBOL).side(OrderSide::Sell);
    let order = client.create_order().symbol(SYMBOL).side(OrderSide::Buy).type_("MARKET").quantity("0.010");
    let row = BatchOrder::new().symbol(SYMBOL).side(OrderSide::Buy).type_("MARKET").quantity("0.010");
    let modification =
        client.modify_order().symbol(SYMBOL).order_id(1).side(OrderSide::Buy).quantity("0.010").price("90000");
    let change =
        OrderModification::new().symbol(SYMBOL).order_id(1).side(OrderSide::Buy).quantity("0.010").price("90000");
    let ids = (0..rows).map(|row| i64::try_from(row).unwrap());
    match operation {
        "cancelAlgoOrder" => encoded(client.cancel_algo_order().algo_id(1).send().await),
        "cancelAllOpenAlgoOrders" => encoded(client.cancel_all_open_algo_orders().symbol(SYMBOL).send().await),
        "cancelAllOpenOrders" => encoded(client.cancel_all_open_orders().symbol(SYMBOL).send().await),
        "cancelBatchOrders" => encoded(client.cancel_batch_orders().symbol(SYMBOL).order_id_list(ids).send().await),
        "cancelOrder" => encoded(client.cancel_order().symbol(SYMBOL).order_id(1).send().await),
        "changeLeverage" => encoded(client.change_leverage().symbol(SYMBOL).leverage(20).send().await),
        "changeMarginType" => encoded(client.change_margin_type().symbol(SYMBOL).margin_type("CROSSED").send().await),
        "closeListenKey" => encoded(client.close_listen_key().send().await),
        "countdownCancelAll" => {
            encoded(client.countdown_cancel_all().symbol(SYMBOL).countdown_time(1_000).send().await)
        }
        "createAlgoOrder" => encoded(stop.type_("STOP_MARKET").trigger_price("100000").send().await),
        "createBatchOrders" => encoded(client.create_batch_orders().batch_orders(vec![row; rows]).send().await),
        "createListenKey" => encoded(client.create_listen_key().send().await),
        "createOrder" => encoded(order.send().await),
        "get24hrTicker" => encoded(client.get24hr_ticker().send().await),
        "getAccountInfo" => encoded(client.get_account_info().send().await),
        "getAlgoOrder" => encoded(client.get_algo_order().algo_id(1).send().await),
        "getAllAlgoOrders" => encoded(client.get_all_algo_orders().symbol(SYMBOL).send().await),
        "getAllOrders" => encoded(client.get_all_orders().send().await),
        "getBalance" => encoded(client.get_balance().send().await),
        "getExchangeInfo" => encoded(client.get_exchange_info().send().await),
        "getForceOrders" => encoded(client.get_force_orders().send().await),
        "getFundingInfo" => encoded(client.get_funding_info().send().await),
        "getFundingRateHistory" => encoded(client.get_funding_rate_history().send().await),
        "getIncomeHistory" => encoded(client.get_income_history().send().await),
        "getKlines" => encoded(client.get_klines().symbol(SYMBOL).interval("1h").send().await),
        "getMarkPrice" => encoded(client.get_mark_price().send().await),
        "getOpenAlgoOrders" => encoded(client.get_open_algo_orders().send().await),
        "getOpenInterest" => encoded(client.get_open_interest().symbol(SYMBOL).send().await),
        "getOpenOrder" => encoded(client.get_open_order().symbol(SYMBOL).order_id(1).send().await),
        "getOpenOrders" => encoded(client.get_open_orders().send().await),
        "getOrder" => encoded(client.get_order().symbol(SYMBOL).order_id(1).send().await),
        "getOrderAmendments" => encoded(client.get_order_amendments().symbol(SYMBOL).order_id(1).send().await),
        "getOrderBook" => encoded(client.get_order_book().symbol(SYMBOL).send().await),
        "getPositionRisk" => encoded(client.get_position_risk().send().await),
        "getRecentTrades" => encoded(client.get_recent_trades().symbol(SYMBOL).send().await),
        "getServerTime" => encoded(client.get_server_time().send().await),
        "getTickerPrice" => encoded(client.get_ticker_price().send().await),
        "getUserTrades" => encoded(client.get_user_trades().symbol(SYMBOL).send().await),
        "keepAliveListenKey" => encoded(client.keep_alive_listen_key().send().await),
        "modifyBatchOrders" => encoded(client.modify_batch_orders().batch_orders(vec![change; rows]).send().await),
        "modifyOrder" => encoded(modification.send().await),
        "testConnectivity" => encoded(client.test_connectivity().send().await),
        "testOrder" => encoded(
            client.test_order().symbol(SYMBOL).side(OrderSide::Buy).type_("MARKET").quantity("0.010").send().await,
        ),
        other => panic!("no call of {other}"),
    }
}

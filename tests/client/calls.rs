//! Every operation, called once, in an order that makes sense to an exchange.

use binance_usdm::types::AlgoType;
use binance_usdm::{BatchOrder, Client, Error, OrderModification, OrderSide, TimeInForce};

/// Calls everything and gives the errors.
pub async fn everything(client: &Client) -> Vec<Error> {
    let mut errors = market_data(client).await;
    errors.extend(account(client).await);
    errors.extend(orders(client).await);
    errors.extend(order_changes(client).await);
    errors.extend(order_history(client).await);
    errors.extend(conditional_orders(client).await);
    errors
}

async fn market_data(client: &Client) -> Vec<Error> {
    let errors = [
        client.test_connectivity().send().await.err(),
        client.get_server_time().send().await.err(),
        client.get_exchange_info().send().await.err(),
        client.get_order_book().symbol("ETHUSDT").limit(20).send().await.err(),
        client.get_recent_trades().symbol("ETHUSDT").limit(3).send().await.err(),
        client.get_klines().symbol("ETHUSDT").interval("4h").limit(2).send().await.err(),
        client.get_mark_price().send().await.err(),
        client.get_funding_rate_history().symbol("ETHUSDT").limit(5).send().await.err(),
        client.get_funding_info().send().await.err(),
        client.get24hr_ticker().symbol("ETHUSDT").send().await.err(),
        client.get_ticker_price().send().await.err(),
        client.get_open_interest().symbol("ETHUSDT").send().await.err(),
    ];
    errors.into_iter().flatten().collect()
}

async fn account(client: &Client) -> Vec<Error> {
    let errors = [
        client.get_account_info().send().await.err(),
        client.get_balance().send().await.err(),
        client.get_position_risk().send().await.err(),
        client.get_income_history().income_type("TRANSFER").send().await.err(),
        client.change_leverage().symbol("ETHUSDT").leverage(12).send().await.err(),
        client.change_margin_type().symbol("ETHUSDT").margin_type("ISOLATED").send().await.err(),
        client.create_listen_key().send().await.err(),
        client.keep_alive_listen_key().send().await.err(),
        client.close_listen_key().send().await.err(),
    ];
    errors.into_iter().flatten().collect()
}

async fn orders(client: &Client) -> Vec<Error> {
    let order = client.create_order().symbol("BTCUSDT").side(OrderSide::Buy).type_("LIMIT");
    let order = order.time_in_force(TimeInForce::Gtc).quantity("0.010").price("51000.10");
    let row = BatchOrder::new().symbol("ETHUSDT").side("SELL").type_("MARKET").quantity("0.100");
    let errors = [
        order.new_client_order_id("session-1").send().await.err(),
        client.get_order().symbol("BTCUSDT").orig_client_order_id("session-1").send().await.err(),
        client.get_open_orders().symbol("BTCUSDT").send().await.err(),
        client.cancel_order().symbol("BTCUSDT").orig_client_order_id("session-1").send().await.err(),
        client.create_batch_orders().batch_orders(vec![row]).send().await.err(),
    ];
    errors.into_iter().flatten().collect()
}

/// Of an order that rests far below the market, and of one that is there no more.
async fn order_changes(client: &Client) -> Vec<Error> {
    let test = client.test_order().symbol("BTCUSDT").side(OrderSide::Buy).type_("MARKET").quantity("0.010");
    let row = BatchOrder::new().symbol("BTCUSDT").side("BUY").type_("LIMIT").time_in_force("GTC").quantity("0.010");
    let row = row.price("51000.10").new_client_order_id("session-2");
    drop(client.create_batch_orders().batch_orders(vec![row]).send().await);
    let order = client.modify_order().symbol("BTCUSDT").side("BUY").orig_client_order_id("session-2");
    let change = OrderModification::new().symbol("BTCUSDT").side("BUY").orig_client_order_id("session-2");
    let change = change.quantity("0.030").price("51000.10");
    let errors = [
        test.send().await.err(),
        order.quantity("0.020").price("51000.10").send().await.err(),
        client.modify_batch_orders().batch_orders(vec![change]).send().await.err(),
        client.get_order_amendments().symbol("BTCUSDT").orig_client_order_id("session-2").send().await.err(),
        client.get_open_order().symbol("BTCUSDT").orig_client_order_id("session-2").send().await.err(),
        client.countdown_cancel_all().symbol("BTCUSDT").countdown_time(60_000).send().await.err(),
        client.cancel_batch_orders().symbol("BTCUSDT").orig_client_order_id_list(["session-2"]).send().await.err(),
        client.cancel_all_open_orders().symbol("BTCUSDT").send().await.err(),
    ];
    errors.into_iter().flatten().collect()
}

async fn order_history(client: &Client) -> Vec<Error> {
    let errors = [
        client.get_all_orders().symbol("BTCUSDT").send().await.err(),
        client.get_user_trades().symbol("BTCUSDT").send().await.err(),
        client.get_force_orders().send().await.err(),
    ];
    errors.into_iter().flatten().collect()
}

async fn conditional_orders(client: &Client) -> Vec<Error> {
    let order = client.create_algo_order().algo_type(AlgoType::Conditional).symbol("BTCUSDT").side(OrderSide::Sell);
    let order = order.type_("STOP_MARKET").trigger_price("61000.10").quantity("0.010").client_algo_id("stop-1");
    let errors = [
        order.send().await.err(),
        client.get_algo_order().client_algo_id("stop-1").send().await.err(),
        client.get_open_algo_orders().symbol("BTCUSDT").send().await.err(),
        client.get_all_algo_orders().symbol("BTCUSDT").send().await.err(),
        client.cancel_algo_order().client_algo_id("stop-1").send().await.err(),
        client.cancel_all_open_algo_orders().symbol("BTCUSDT").send().await.err(),
    ];
    errors.into_iter().flatten().collect()
}

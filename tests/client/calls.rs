//! Every operation, called once, in an order that makes sense to an exchange.

use binance_usdm::types::AlgoType;
use binance_usdm::{BatchOrder, Client, Error, OrderSide, TimeInForce};

use crate::support::after;

/// Calls everything and gives the errors.
pub async fn everything(client: &Client) -> Vec<Error> {
    let mut errors = market_data(client).await;
    errors.extend(account(client).await);
    errors.extend(orders(client).await);
    errors.extend(conditional_orders(client).await);
    errors.extend(standing(client).await);
    errors.extend(downloads(client).await);
    errors.extend(convert(client).await);
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

async fn standing(client: &Client) -> Vec<Error> {
    let errors = [
        client.get_adl_quantile().symbol("BTCUSDT").send().await.err(),
        client.get_api_trading_status().send().await.err(),
        client.get_order_rate_limits().send().await.err(),
        client.get_portfolio_margin_account().asset("BTC").send().await.err(),
        client.sign_trad_fi_contract().send().await.err(),
    ];
    errors.into_iter().flatten().collect()
}

/// Files of a day, and the link of each by the id that was answered.
async fn downloads(client: &Client) -> Vec<Error> {
    let (from, until) = (after(-86_400_000), after(0));
    let income = client.get_income_download_id().start_time(from).end_time(until).send().await;
    let orders = client.get_order_download_id().start_time(from).end_time(until).send().await;
    let trades = client.get_trade_download_id().start_time(from).end_time(until).send().await;
    let ids = [&income, &orders, &trades].map(|file| file.as_ref().map_or("1", |file| file.download_id.as_str()));
    let errors = [
        client.get_income_download_link().download_id(ids[0]).send().await.err(),
        client.get_order_download_link().download_id(ids[1]).send().await.err(),
        client.get_trade_download_link().download_id(ids[2]).send().await.err(),
    ];
    let files = [income.err(), orders.err(), trades.err()];
    errors.into_iter().chain(files).flatten().collect()
}

async fn convert(client: &Client) -> Vec<Error> {
    let quote = client.request_convert_quote().from_asset("USDT").to_asset("BTC").from_amount("50").send().await;
    let id = quote.as_ref().ok().and_then(|quote| quote.quote_id.as_deref()).unwrap_or("1");
    let errors = [
        client.get_convert_pairs().to_asset("BTC").send().await.err(),
        client.accept_convert_quote().quote_id(id).send().await.err(),
        client.get_convert_order_status().quote_id(id).send().await.err(),
    ];
    errors.into_iter().chain([quote.err()]).flatten().collect()
}

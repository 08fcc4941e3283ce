//! Every operation, called once, in an order that makes sense to an exchange.

use binance_usdm::types::AlgoType;
use binance_usdm::{BatchOrder, Client, Error, ErrorCategory, OrderModification, OrderSide, TimeInForce};

use crate::support::after;

/// Calls everything and gives the errors.
pub async fn everything(client: &Client) -> Vec<Error> {
    let mut errors = market_data(client).await;
    errors.extend(account(client).await);
    errors.extend(orders(client).await);
    errors.extend(order_changes(client).await);
    errors.extend(order_history(client).await);
    errors.extend(conditional_orders(client).await);
    errors.extend(settings(client).await);
    errors.extend(standing(client).await);
    errors.extend(downloads(client).await);
    errors.extend(convert(client).await);
    errors
}

#[expect(deprecated, reason = "every operation is called, those too that the exchange wants nobody to use")]
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
    let more = [computed_prices(client).await, statistics(client).await];
    errors.into_iter().flatten().chain(more.into_iter().flatten()).collect()
}

async fn computed_prices(client: &Client) -> Vec<Error> {
    let pair = client.get_continuous_klines().pair("ETHUSDT").contract_type("PERPETUAL");
    let errors = [
        pair.interval("1d").limit(2).send().await.err(),
        client.get_index_price_klines().pair("ETHUSDT").interval("1h").limit(2).send().await.err(),
        client.get_mark_price_klines().symbol("ETHUSDT").interval("1h").limit(2).send().await.err(),
        client.get_premium_index_klines().symbol("ETHUSDT").interval("1h").limit(2).send().await.err(),
        client.get_agg_trades().symbol("ETHUSDT").limit(3).send().await.err(),
        client.get_historical_trades().symbol("ETHUSDT").limit(3).send().await.err(),
        client.get_rpi_order_book().symbol("ETHUSDT").send().await.err(),
        client.get_book_ticker().send().await.err(),
        client.get_ticker_price_v2().send().await.err(),
        client.get_asset_index().symbol("BTCUSD").send().await.err(),
        client.get_index_constituents().symbol("ETHUSDT").send().await.err(),
        client.get_index_info().send().await.err(),
    ];
    errors.into_iter().flatten().collect()
}

async fn statistics(client: &Client) -> Vec<Error> {
    let basis = client.get_basis().pair("ETHUSDT").contract_type("PERPETUAL").period("1h");
    let errors = [
        basis.limit(2).send().await.err(),
        client.get_delivery_price().pair("BTCUSDT").send().await.err(),
        client.get_global_long_short_ratio().symbol("ETHUSDT").period("5m").send().await.err(),
        client.get_open_interest_history().symbol("ETHUSDT").period("2h").send().await.err(),
        client.get_taker_long_short_ratio().symbol("ETHUSDT").period("1d").send().await.err(),
        client.get_top_long_short_account_ratio().symbol("ETHUSDT").period("1h").send().await.err(),
        client.get_top_long_short_position_ratio().symbol("ETHUSDT").period("1h").send().await.err(),
        client.get_insurance_balance().send().await.err(),
        client.get_symbol_adl_risk().symbol("ETHUSDT").send().await.err(),
        client.get_trading_schedule().send().await.err(),
    ];
    errors.into_iter().flatten().collect()
}

async fn account(client: &Client) -> Vec<Error> {
    let errors = [
        client.get_account_info().send().await.err(),
        client.get_balance().send().await.err(),
        client.get_position_risk().send().await.err(),
        client.get_account_info_v3().send().await.err(),
        client.get_balance_v3().send().await.err(),
        client.get_position_risk_v3().send().await.err(),
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

/// With a position of isolated margin that the calls before have opened.
async fn settings(client: &Client) -> Vec<Error> {
    let errors = [
        client.get_account_config().send().await.err(),
        client.get_symbol_config().send().await.err(),
        client.get_leverage_brackets().send().await.err(),
        client.get_commission_rate().symbol("ETHUSDT").send().await.err(),
        client.get_position_mode().send().await.err(),
        unless_unchanged(client.change_position_mode().dual_side_position(false).send().await),
        client.get_multi_assets_mode().send().await.err(),
        unless_unchanged(client.change_multi_assets_mode().multi_assets_margin(false).send().await),
        client.get_fee_burn().send().await.err(),
        client.change_fee_burn().fee_burn(true).send().await.err(),
        client.change_position_margin().symbol("ETHUSDT").type_("1").amount("2.5").send().await.err(),
        client.get_position_margin_history().symbol("ETHUSDT").send().await.err(),
    ];
    errors.into_iter().flatten().collect()
}

/// Setting a mode to what it is is refused, and as good as done.
fn unless_unchanged<T>(outcome: Result<T, Error>) -> Option<Error> {
    let is_unchanged =
        |error: &Error| error.exchange().is_some_and(|said| said.code().category() == ErrorCategory::NoChange);
    outcome.err().filter(|error| !is_unchanged(error))
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

//! Every operation by its name, called as users call it.

use binance_usdm::builder::BatchOrder;
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
    let quote = client.request_convert_quote().from_asset("USDT").to_asset("BTC");
    match operation {
        "acceptConvertQuote" => encoded(client.accept_convert_quote().quote_id("1").send().await),
        "cancelAlgoOrder" => encoded(client.cancel_algo_order().algo_id(1).send().await),
        "cancelAllOpenAlgoOrders" => encoded(client.cancel_all_open_algo_orders().symbol(SYMBOL).send().await),
        "cancelOrder" => encoded(client.cancel_order().symbol(SYMBOL).order_id(1).send().await),
        "changeLeverage" => encoded(client.change_leverage().symbol(SYMBOL).leverage(20).send().await),
        "changeMarginType" => encoded(client.change_margin_type().symbol(SYMBOL).margin_type("CROSSED").send().await),
        "closeListenKey" => encoded(client.close_listen_key().send().await),
        "createAlgoOrder" => encoded(stop.type_("STOP_MARKET").trigger_price("100000").send().await),
        "createBatchOrders" => encoded(client.create_batch_orders().batch_orders(vec![row; rows]).send().await),
        "createListenKey" => encoded(client.create_listen_key().send().await),
        "createOrder" => encoded(order.send().await),
        "get24hrTicker" => encoded(client.get24hr_ticker().send().await),
        "getAccountInfo" => encoded(client.get_account_info().send().await),
        "getAdlQuantile" => encoded(client.get_adl_quantile().send().await),
        "getAlgoOrder" => encoded(client.get_algo_order().algo_id(1).send().await),
        "getAllAlgoOrders" => encoded(client.get_all_algo_orders().symbol(SYMBOL).send().await),
        "getApiTradingStatus" => encoded(client.get_api_trading_status().send().await),
        "getBalance" => encoded(client.get_balance().send().await),
        "getConvertOrderStatus" => encoded(client.get_convert_order_status().order_id(1).send().await),
        "getConvertPairs" => encoded(client.get_convert_pairs().send().await),
        "getExchangeInfo" => encoded(client.get_exchange_info().send().await),
        "getFundingInfo" => encoded(client.get_funding_info().send().await),
        "getFundingRateHistory" => encoded(client.get_funding_rate_history().send().await),
        "getIncomeDownloadId" => encoded(client.get_income_download_id().start_time(1).end_time(2).send().await),
        "getIncomeDownloadLink" => encoded(client.get_income_download_link().download_id("1").send().await),
        "getIncomeHistory" => encoded(client.get_income_history().send().await),
        "getKlines" => encoded(client.get_klines().symbol(SYMBOL).interval("1h").send().await),
        "getMarkPrice" => encoded(client.get_mark_price().send().await),
        "getOpenAlgoOrders" => encoded(client.get_open_algo_orders().send().await),
        "getOpenInterest" => encoded(client.get_open_interest().symbol(SYMBOL).send().await),
        "getOpenOrders" => encoded(client.get_open_orders().send().await),
        "getOrder" => encoded(client.get_order().symbol(SYMBOL).order_id(1).send().await),
        "getOrderBook" => encoded(client.get_order_book().symbol(SYMBOL).send().await),
        "getOrderDownloadId" => encoded(client.get_order_download_id().start_time(1).end_time(2).send().await),
        "getOrderDownloadLink" => encoded(client.get_order_download_link().download_id("1").send().await),
        "getOrderRateLimits" => encoded(client.get_order_rate_limits().send().await),
        "getPortfolioMarginAccount" => encoded(client.get_portfolio_margin_account().asset("BTC").send().await),
        "getPositionRisk" => encoded(client.get_position_risk().send().await),
        "getRecentTrades" => encoded(client.get_recent_trades().symbol(SYMBOL).send().await),
        "getServerTime" => encoded(client.get_server_time().send().await),
        "getTickerPrice" => encoded(client.get_ticker_price().send().await),
        "getTradeDownloadId" => encoded(client.get_trade_download_id().start_time(1).end_time(2).send().await),
        "getTradeDownloadLink" => encoded(client.get_trade_download_link().download_id("1").send().await),
        "keepAliveListenKey" => encoded(client.keep_alive_listen_key().send().await),
        "requestConvertQuote" => encoded(quote.from_amount("500").send().await),
        "signTradFiContract" => encoded(client.sign_trad_fi_contract().send().await),
        "testConnectivity" => encoded(client.test_connectivity().send().await),
        other => panic!("no call of {other}"),
    }
}

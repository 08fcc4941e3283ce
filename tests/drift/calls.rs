//! Every operation by its name, called as users call it.

use binance_usdm::builder::{BatchOrder, OrderModification};
use binance_usdm::{Client, Error, OrderSide, ResponseValue};
use serde::Serialize;
use serde_json::Value;

fn encoded<T: Serialize>(answer: Result<ResponseValue<T>, Error>) -> Result<Value, Error> {
    answer.map(|answer| serde_json::to_value(&*answer).unwrap())
}

/// Calls an operation, one of several rows with so many, and encodes its answer.
#[expect(deprecated, reason = "every operation is called, those too that the exchange wants nobody to use")]
#[expect(clippy::too_many_lines, reason = "one line for each operation")]
pub async fn call(client: &Client, operation: &str, rows: usize) -> Result<Value, Error> {
    const SYMBOL: &str = "BTCUSDT";
    let stop = client.create_algo_order().algo_type("CONDITIONAL").symbol(SYMBOL).side(OrderSide::Sell);
    let order = client.create_order().symbol(SYMBOL).side(OrderSide::Buy).type_("MARKET").quantity("0.010");
    let row = BatchOrder::new().symbol(SYMBOL).side(OrderSide::Buy).type_("MARKET").quantity("0.010");
    let quote = client.request_convert_quote().from_asset("USDT").to_asset("BTC");
    let modification =
        client.modify_order().symbol(SYMBOL).order_id(1).side(OrderSide::Buy).quantity("0.010").price("90000");
    let change =
        OrderModification::new().symbol(SYMBOL).order_id(1).side(OrderSide::Buy).quantity("0.010").price("90000");
    let ids = (0..rows).map(|row| i64::try_from(row).unwrap());
    match operation {
        "acceptConvertQuote" => encoded(client.accept_convert_quote().quote_id("1").send().await),
        "cancelAlgoOrder" => encoded(client.cancel_algo_order().algo_id(1).send().await),
        "cancelAllOpenAlgoOrders" => encoded(client.cancel_all_open_algo_orders().symbol(SYMBOL).send().await),
        "cancelAllOpenOrders" => encoded(client.cancel_all_open_orders().symbol(SYMBOL).send().await),
        "cancelBatchOrders" => encoded(client.cancel_batch_orders().symbol(SYMBOL).order_id_list(ids).send().await),
        "cancelOrder" => encoded(client.cancel_order().symbol(SYMBOL).order_id(1).send().await),
        "changeFeeBurn" => encoded(client.change_fee_burn().fee_burn(true).send().await),
        "changeLeverage" => encoded(client.change_leverage().symbol(SYMBOL).leverage(20).send().await),
        "changeMarginType" => encoded(client.change_margin_type().symbol(SYMBOL).margin_type("CROSSED").send().await),
        "changeMultiAssetsMode" => encoded(client.change_multi_assets_mode().multi_assets_margin(true).send().await),
        "changePositionMargin" => {
            encoded(client.change_position_margin().symbol(SYMBOL).amount("1").type_("1").send().await)
        }
        "changePositionMode" => encoded(client.change_position_mode().dual_side_position(true).send().await),
        "closeListenKey" => encoded(client.close_listen_key().send().await),
        "createAlgoOrder" => {
            encoded(stop.type_("STOP_MARKET").trigger_price("100000").close_position(true).send().await)
        }
        "countdownCancelAll" => {
            encoded(client.countdown_cancel_all().symbol(SYMBOL).countdown_time(1_000).send().await)
        }
        "createBatchOrders" => encoded(client.create_batch_orders().batch_orders(vec![row; rows]).send().await),
        "createListenKey" => encoded(client.create_listen_key().send().await),
        "createOrder" => encoded(order.send().await),
        "get24hrTicker" => encoded(client.get24hr_ticker().send().await),
        "getAccountConfig" => encoded(client.get_account_config().send().await),
        "getAccountInfo" => encoded(client.get_account_info().send().await),
        "getAccountInfoV3" => encoded(client.get_account_info_v3().send().await),
        "getAggTrades" => encoded(client.get_agg_trades().symbol(SYMBOL).send().await),
        "getAlgoOrder" => encoded(client.get_algo_order().algo_id(1).send().await),
        "getAllAlgoOrders" => encoded(client.get_all_algo_orders().symbol(SYMBOL).send().await),
        "getAssetIndex" => encoded(client.get_asset_index().send().await),
        "getAllOrders" => encoded(client.get_all_orders().send().await),
        "getBalance" => encoded(client.get_balance().send().await),
        "getBalanceV3" => encoded(client.get_balance_v3().send().await),
        "getCommissionRate" => encoded(client.get_commission_rate().symbol(SYMBOL).send().await),
        "getBasis" => encoded(client.get_basis().pair(SYMBOL).contract_type("PERPETUAL").period("1h").send().await),
        "getBookTicker" => encoded(client.get_book_ticker().send().await),
        "getContinuousKlines" => {
            encoded(client.get_continuous_klines().pair(SYMBOL).contract_type("PERPETUAL").interval("1h").send().await)
        }
        "getDeliveryPrice" => encoded(client.get_delivery_price().pair(SYMBOL).send().await),
        "getAdlQuantile" => encoded(client.get_adl_quantile().send().await),
        "getApiTradingStatus" => encoded(client.get_api_trading_status().send().await),
        "getConvertOrderStatus" => encoded(client.get_convert_order_status().order_id(1).send().await),
        "getConvertPairs" => encoded(client.get_convert_pairs().send().await),
        "getExchangeInfo" => encoded(client.get_exchange_info().send().await),
        "getFeeBurn" => encoded(client.get_fee_burn().send().await),
        "getForceOrders" => encoded(client.get_force_orders().send().await),
        "getFundingInfo" => encoded(client.get_funding_info().send().await),
        "getFundingRateHistory" => encoded(client.get_funding_rate_history().send().await),
        "getGlobalLongShortRatio" => {
            encoded(client.get_global_long_short_ratio().symbol(SYMBOL).period("1h").send().await)
        }
        "getHistoricalTrades" => encoded(client.get_historical_trades().symbol(SYMBOL).send().await),
        "getIncomeDownloadId" => encoded(client.get_income_download_id().start_time(1).end_time(2).send().await),
        "getIncomeDownloadLink" => encoded(client.get_income_download_link().download_id("1").send().await),
        "getIncomeHistory" => encoded(client.get_income_history().send().await),
        "getIndexConstituents" => encoded(client.get_index_constituents().symbol(SYMBOL).send().await),
        "getIndexInfo" => encoded(client.get_index_info().send().await),
        "getIndexPriceKlines" => encoded(client.get_index_price_klines().pair(SYMBOL).interval("1h").send().await),
        "getInsuranceBalance" => encoded(client.get_insurance_balance().send().await),
        "getKlines" => encoded(client.get_klines().symbol(SYMBOL).interval("1h").send().await),
        "getLeverageBrackets" => encoded(client.get_leverage_brackets().send().await),
        "getMarkPrice" => encoded(client.get_mark_price().send().await),
        "getMultiAssetsMode" => encoded(client.get_multi_assets_mode().send().await),
        "getMarkPriceKlines" => encoded(client.get_mark_price_klines().symbol(SYMBOL).interval("1h").send().await),
        "getOpenAlgoOrders" => encoded(client.get_open_algo_orders().send().await),
        "getOpenInterest" => encoded(client.get_open_interest().symbol(SYMBOL).send().await),
        "getOpenInterestHistory" => {
            encoded(client.get_open_interest_history().symbol(SYMBOL).period("1h").send().await)
        }
        "getOpenOrder" => encoded(client.get_open_order().symbol(SYMBOL).order_id(1).send().await),
        "getOpenOrders" => encoded(client.get_open_orders().send().await),
        "getOrder" => encoded(client.get_order().symbol(SYMBOL).order_id(1).send().await),
        "getOrderAmendments" => encoded(client.get_order_amendments().symbol(SYMBOL).order_id(1).send().await),
        "getOrderBook" => encoded(client.get_order_book().symbol(SYMBOL).send().await),
        "getPositionMarginHistory" => encoded(client.get_position_margin_history().symbol(SYMBOL).send().await),
        "getPositionMode" => encoded(client.get_position_mode().send().await),
        "getOrderDownloadId" => encoded(client.get_order_download_id().start_time(1).end_time(2).send().await),
        "getOrderDownloadLink" => encoded(client.get_order_download_link().download_id("1").send().await),
        "getOrderRateLimits" => encoded(client.get_order_rate_limits().send().await),
        "getPortfolioMarginAccount" => encoded(client.get_portfolio_margin_account().asset("BTC").send().await),
        "getPositionRisk" => encoded(client.get_position_risk().send().await),
        "getPositionRiskV3" => encoded(client.get_position_risk_v3().send().await),
        "getPremiumIndexKlines" => {
            encoded(client.get_premium_index_klines().symbol(SYMBOL).interval("1h").send().await)
        }
        "getRecentTrades" => encoded(client.get_recent_trades().symbol(SYMBOL).send().await),
        "getRpiOrderBook" => encoded(client.get_rpi_order_book().symbol(SYMBOL).send().await),
        "getServerTime" => encoded(client.get_server_time().send().await),
        "getSymbolConfig" => encoded(client.get_symbol_config().send().await),
        "getSymbolAdlRisk" => encoded(client.get_symbol_adl_risk().send().await),
        "getTakerLongShortRatio" => {
            encoded(client.get_taker_long_short_ratio().symbol(SYMBOL).period("1h").send().await)
        }
        "getTickerPrice" => encoded(client.get_ticker_price().send().await),
        "getTickerPriceV2" => encoded(client.get_ticker_price_v2().send().await),
        "getTopLongShortAccountRatio" => {
            encoded(client.get_top_long_short_account_ratio().symbol(SYMBOL).period("1h").send().await)
        }
        "getTopLongShortPositionRatio" => {
            encoded(client.get_top_long_short_position_ratio().symbol(SYMBOL).period("1h").send().await)
        }
        "getTradingSchedule" => encoded(client.get_trading_schedule().send().await),
        "getTradeDownloadId" => encoded(client.get_trade_download_id().start_time(1).end_time(2).send().await),
        "getTradeDownloadLink" => encoded(client.get_trade_download_link().download_id("1").send().await),
        "keepAliveListenKey" => encoded(client.keep_alive_listen_key().send().await),
        "requestConvertQuote" => encoded(quote.from_amount("500").send().await),
        "signTradFiContract" => encoded(client.sign_trad_fi_contract().send().await),
        "getUserTrades" => encoded(client.get_user_trades().symbol(SYMBOL).send().await),
        "modifyBatchOrders" => encoded(client.modify_batch_orders().batch_orders(vec![change; rows]).send().await),
        "modifyOrder" => encoded(modification.send().await),
        "testConnectivity" => encoded(client.test_connectivity().send().await),
        "testOrder" => encoded(
            client.test_order().symbol(SYMBOL).side(OrderSide::Buy).type_("MARKET").quantity("0.010").send().await,
        ),
        other => panic!("no call of {other}"),
    }
}

//! Indicators and rate limits of the account, whose forms on the wire are their own.

use binance_usdm::types::{RateLimitInterval, TradingRule};

use crate::support::{Server, ok};

#[tokio::test]
async fn indicators_come_by_symbol_and_with_every_digit() {
    let body = r#"{"indicators":{"ETHUSDT":[],"ACCOUNT":[{"indicator":"TMV","value":10,"triggerValue":1,"isLocked":true}],"BTCUSDT":[{"indicator":"UFR","value":0.0500,"triggerValue":0.9950000000000000000001,"plannedRecoverTime":0,"isLocked":false}]},"updateTime":1}"#;
    let server = Server::answering(ok(body)).await;
    let status = server.client().get_api_trading_status().send().await.unwrap();
    assert_eq!(status.indicators.keys().collect::<Vec<_>>(), ["ACCOUNT", "BTCUSDT", "ETHUSDT"]);
    let unfilled = &status.indicators["BTCUSDT"][0];
    assert_eq!(unfilled.indicator, TradingRule::Ufr);
    assert_eq!(
        [unfilled.value.to_string(), unfilled.trigger_value.to_string()],
        ["0.0500", "0.9950000000000000000001"]
    );
    assert!(status.indicators["ACCOUNT"][0].is_locked);
}

#[tokio::test]
async fn the_sides_of_a_queue_are_those_that_were_sent() {
    let body =
        r#"[{"symbol":"ETHUSDT","adlQuantile":{"LONG":3,"SHORT":1,"HEDGE":0}},{"symbol":"BTCUSDT","adlQuantile":{}}]"#;
    let server = Server::answering(ok(body)).await;
    let rows = server.client().get_adl_quantile().send().await.unwrap();
    let places = &rows[0].adl_quantile;
    assert_eq!([places.long, places.short, places.both, places.hedge], [Some(3), Some(1), None, Some(0)]);
    assert_eq!(rows[1].adl_quantile.both, None);
}

#[tokio::test]
async fn the_order_limits_are_rows_like_those_of_the_exchange_information() {
    let body = r#"[{"rateLimitType":"ORDERS","interval":"SECOND","intervalNum":10,"limit":10000}]"#;
    let server = Server::answering(ok(body)).await;
    let limits = server.client().get_order_rate_limits().send().await.unwrap();
    assert_eq!(
        (&limits[0].interval, limits[0].interval_num, limits[0].limit),
        (&RateLimitInterval::Second, 10, 10_000)
    );
}

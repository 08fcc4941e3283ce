//! Limits that are enforced, and bans.

use binance_usdm::sandbox::Sandbox;
use serde_json::{Value, json};

use crate::bench::{Bench, MINUTE, NOW, ORDER_PATH, encoded};

const ORDER: &str = "symbol=DOGEUSDT&side=BUY&type=MARKET&quantity=100";

#[tokio::test]
async fn weight_beyond_the_limit_is_refused_until_the_minute_is_over() {
    let bench = Bench::with(|builder| builder.limit("weight", 41)).await;
    bench.get("/fapi/v1/ticker/24hr").await.ok();
    bench.get("/fapi/v1/ping").await.ok();
    let reply = bench.get("/fapi/v1/ping").await;
    // The minute is that of the clock, not one that the first request began.
    assert_eq!((NOW % MINUTE, reply.header("retry-after")), (30_000, Some("30")));
    assert_eq!(reply.header("x-mbx-used-weight-1m"), Some("42"));
    let msg = reply.refused(429, -1003);
    assert_eq!(
        msg,
        "Too many requests; current limit of IP(127.0.0.1) is 41 requests per minute. Please use the websocket for live \
         updates to avoid polling the API."
    );
    bench.clock.advance(30_000);
    bench.get("/fapi/v1/ping").await.ok();
    assert_eq!(bench.sandbox.refused_for_limits(), 1);
    assert_eq!((bench.sandbox.requests("testConnectivity"), bench.sandbox.executions("testConnectivity")), (3, 2));
}

#[tokio::test]
async fn refused_requests_cost_weight_too() {
    let bench = Bench::with(|builder| builder.limit("weight", 20)).await;
    bench.send("GET", "/fapi/v2/balance", "", "").await.refused(401, -2014);
    bench.get("/fapi/v1/depth").await.refused(400, -1102);
    bench.get("/fapi/v1/ping").await.refused(429, -1003);
}

#[tokio::test]
async fn orders_beyond_the_limit_are_refused_and_not_placed() {
    let bench = Bench::with(|builder| builder.limit("orders-10s", 2).limit("orders-1m", 3)).await;
    bench.order(ORDER).await.ok();
    bench.order(ORDER).await.ok();
    let reply = bench.order(ORDER).await;
    assert_eq!((reply.header("retry-after"), reply.header("x-mbx-order-count-10s")), (Some("10"), None));
    assert_eq!(reply.refused(429, -1015), "Too many new orders; current limit is 2 orders per TEN_SECONDS.");
    bench.clock.advance(10_000);
    let reply = bench.order(ORDER).await;
    assert_eq!((reply.header("x-mbx-order-count-10s"), reply.header("x-mbx-order-count-1m")), (Some("1"), Some("3")));
    let msg = bench.order(ORDER).await.refused(429, -1015);
    assert_eq!(msg, "Too many new orders; current limit is 3 orders per MINUTE.");
    assert_eq!((bench.sandbox.placed_orders().len(), bench.sandbox.refused_for_limits()), (3, 2));
}

#[tokio::test]
async fn conditional_orders_and_batches_count_as_orders_and_refused_orders_do_not() {
    let bench = Bench::with(|builder| builder.limit("orders-10s", 7)).await;
    bench.order("symbol=DOGEUSDT&side=BUY&type=MARKET&quantity=0").await.refused(400, -4003);
    bench.algo("side=SELL&type=STOP_MARKET&quantity=0.010&triggerPrice=50000").await.ok();
    let rows = json!([{ "symbol": "DOGEUSDT", "side": "BUY", "type": "MARKET", "quantity": "100" }]);
    let batch = format!("batchOrders={}", encoded(&rows.to_string()));
    // Five of the limit, however few orders it holds.
    let reply = bench.signed("POST", "/fapi/v1/batchOrders", &batch).await;
    assert_eq!(reply.header("x-mbx-order-count-10s"), Some("6"));
    bench.signed("POST", "/fapi/v1/batchOrders", &batch).await.refused(429, -1015);
    bench.order(ORDER).await.ok();
}

#[tokio::test]
async fn who_goes_on_after_being_told_to_stop_is_banned() {
    let bench = Bench::with(|builder| builder.limit("weight", 0)).await;
    for _ in 0..5 {
        bench.get("/fapi/v1/ping").await.refused(429, -1003);
    }
    let reply = bench.get("/fapi/v1/ping").await;
    assert_eq!(reply.header("retry-after"), Some("120"));
    let until = NOW + 2 * MINUTE;
    assert_eq!(
        reply.refused(418, -1003),
        format!(
            "Way too much request weight used; IP banned until {until}. Please use the websocket for live updates to avoid bans."
        )
    );
    bench.clock.advance(2 * MINUTE - 1);
    // Whatever it is: orders, which cost no weight, and what does not exist.
    assert_eq!(bench.order(ORDER).await.header("retry-after"), Some("1"));
    bench.get("/fapi/v1/nothing").await.refused(418, -1003);
    bench.clock.advance(1);
    bench.order(ORDER).await.ok();
    assert_eq!((bench.sandbox.placed_orders().len(), bench.sandbox.refused_for_limits()), (1, 8));
}

#[tokio::test]
async fn funding_operations_have_a_limit_of_their_own() {
    let bench = Bench::with(|builder| builder.limit("weight", 0).limit("funding", 1)).await;
    let reply = bench.get("/fapi/v1/fundingInfo").await;
    assert_eq!(reply.header("x-mbx-used-weight-1m"), None);
    reply.ok();
    let reply = bench.get("/fapi/v1/fundingRate").await;
    assert_eq!(reply.header("x-mbx-used-weight-1m"), None);
    let msg = reply.refused(429, -1003);
    assert!(msg.contains("is 1 requests per 5 minutes."), "{msg}");
}

#[tokio::test]
async fn limits_that_are_not_enforced_refuse_nothing() {
    let bench = Bench::with(|builder| builder.limit("weight", 1).limit("orders-10s", 1).enforce_limits(false)).await;
    for count in ["1", "2", "3"] {
        let reply = bench.get("/fapi/v1/ping").await;
        assert_eq!((reply.status, reply.header("x-mbx-used-weight-1m")), (200, Some(count)));
        assert_eq!(bench.order(ORDER).await.header("x-mbx-order-count-10s"), Some(count));
    }
    assert_eq!(bench.sandbox.refused_for_limits(), 0);
}

#[tokio::test]
async fn the_exchange_information_has_the_limits_that_are_enforced() {
    let limits = async |bench: &Bench| -> Vec<Value> {
        let info = bench.get("/fapi/v1/exchangeInfo").await.ok();
        info["rateLimits"].as_array().unwrap().iter().map(|row| row["limit"].clone()).collect()
    };
    assert_eq!(limits(&Bench::new().await).await, [2400, 1200, 300]);
    let bench = Bench::with(|builder| builder.limit("weight", 6000).limit("orders-10s", 50)).await;
    assert_eq!(limits(&bench).await, [6000, 1200, 50]);
}

#[tokio::test]
async fn a_limit_that_the_exchange_does_not_have_cannot_be_set() {
    let error = Sandbox::builder().limit("patience", 1).start().await.unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::InvalidInput);
}

#[tokio::test]
async fn a_request_without_a_valid_signature_is_not_counted_as_an_order() {
    let bench = Bench::with(|builder| builder.limit("orders-10s", 1)).await;
    let target = format!("{ORDER_PATH}?{ORDER}&timestamp={NOW}&signature={}", bench.signature("something else"));
    bench.send("POST", &target, &bench.key(), "").await.refused(400, -1022);
    bench.order(ORDER).await.ok();
}

//! Several orders that are cancelled at once, now or when a time is over.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::bench::{Bench, NOW, ORDER_PATH, Reply, encoded};

/// A purchase of Bitcoin or Ether that rests well below the market.
async fn resting(bench: &Bench, symbol: &str, id: &str) -> Value {
    let price = (bench.price(symbol).await * Decimal::new(95, 2)).trunc();
    let order = format!("symbol={symbol}&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.050&price={price}");
    bench.order(&format!("{order}&newClientOrderId={id}")).await.ok()
}

async fn status(bench: &Bench, symbol: &str, id: &str) -> Value {
    bench.signed("GET", ORDER_PATH, &format!("symbol={symbol}&origClientOrderId={id}")).await.ok()
}

async fn count_down(bench: &Bench, symbol: &str, millis: i64) -> Value {
    let parameters = format!("symbol={symbol}&countdownTime={millis}");
    bench.signed("POST", "/fapi/v1/countdownCancelAll", &parameters).await.ok()
}

async fn cancel_list(bench: &Bench, list: &str) -> Reply {
    let (name, ids) = list.split_once('=').unwrap();
    let parameters = format!("symbol=BTCUSDT&{name}={}", encoded(ids));
    bench.signed("DELETE", "/fapi/v1/batchOrders", &parameters).await
}

#[tokio::test]
async fn all_open_orders_of_one_contract_are_cancelled_and_no_others() {
    let bench = Bench::new().await;
    for (symbol, id) in [("BTCUSDT", "a"), ("BTCUSDT", "b"), ("ETHUSDT", "c")] {
        resting(&bench, symbol, id).await;
    }
    let stop = bench.algo("side=SELL&type=STOP_MARKET&triggerPrice=50000&quantity=0.010").await.ok();
    for _ in 0..2 {
        let done = bench.signed("DELETE", "/fapi/v1/allOpenOrders", "symbol=BTCUSDT").await.ok();
        assert_eq!(done, json!({ "code": 200, "msg": "The operation of cancel all open order is done." }));
    }
    assert_eq!(status(&bench, "BTCUSDT", "a").await["status"], "CANCELED");
    assert_eq!(status(&bench, "ETHUSDT", "c").await["status"], "NEW");
    assert_eq!(bench.sandbox.open_orders(), 1);
    assert_eq!(bench.algo_order(&stop).await["algoStatus"], "NEW");
}

#[tokio::test]
async fn a_list_is_cancelled_row_by_row() {
    let bench = Bench::new().await;
    let order = resting(&bench, "BTCUSDT", "a").await;
    resting(&bench, "BTCUSDT", "b").await;
    resting(&bench, "ETHUSDT", "c").await;
    let unknown = json!({ "code": -2011, "msg": "Unknown order sent." });
    let rows = cancel_list(&bench, &format!("orderIdList=[{0},1,{0}]", order["orderId"])).await.ok();
    assert_eq!((&rows[0]["status"], &rows[0]["clientOrderId"]), (&json!("CANCELED"), &json!("a")));
    assert_eq!((&rows[1], &rows[2]), (&unknown, &unknown));
    let rows = cancel_list(&bench, r#"origClientOrderIdList=["c","b"]"#).await.ok();
    assert_eq!((&rows[0], &rows[1]["status"]), (&unknown, &json!("CANCELED")));
    assert_eq!(bench.sandbox.open_orders(), 1);
}

#[tokio::test]
async fn a_list_that_is_none_or_beside_another_is_refused() {
    let bench = Bench::new().await;
    cancel_list(&bench, "orderIdList=[]").await.refused(400, -1130);
    cancel_list(&bench, "orderIdList=[1,2,3,4,5,6,7,8,9,10,11]").await.refused(400, -1130);
    cancel_list(&bench, r#"orderIdList=["1"]"#).await.refused(400, -1102);
    let path = "/fapi/v1/batchOrders";
    bench.signed("DELETE", path, "symbol=BTCUSDT").await.refused(400, -1102);
    let both = format!("symbol=BTCUSDT&orderIdList=%5B1%5D&origClientOrderIdList={}", encoded(r#"["a"]"#));
    bench.signed("DELETE", path, &both).await.refused(400, -1128);
}

#[tokio::test]
async fn orders_are_cancelled_when_the_time_of_their_contract_is_over() {
    let bench = Bench::new().await;
    resting(&bench, "BTCUSDT", "a").await;
    resting(&bench, "ETHUSDT", "b").await;
    let answer = count_down(&bench, "BTCUSDT", 5_000).await;
    assert_eq!(answer, json!({ "symbol": "BTCUSDT", "countdownTime": "5000" }));
    bench.clock.advance(4_999);
    assert_eq!(bench.sandbox.open_orders(), 2);
    bench.clock.advance(10);
    let cancelled = status(&bench, "BTCUSDT", "a").await;
    assert_eq!((&cancelled["status"], &cancelled["updateTime"]), (&json!("CANCELED"), &json!(NOW + 5_000)));
    assert_eq!(status(&bench, "ETHUSDT", "b").await["status"], "NEW");
}

#[tokio::test]
async fn a_time_that_is_over_is_over_once() {
    let bench = Bench::new().await;
    count_down(&bench, "BTCUSDT", 5_000).await;
    bench.clock.advance(5_000);
    resting(&bench, "BTCUSDT", "late").await;
    bench.clock.advance(5_000);
    assert_eq!(bench.sandbox.open_orders(), 1);
}

#[tokio::test]
async fn a_time_that_is_set_anew_begins_anew_and_0_stops_it() {
    let bench = Bench::new().await;
    resting(&bench, "BTCUSDT", "a").await;
    for _ in 0..4 {
        count_down(&bench, "BTCUSDT", 5_000).await;
        bench.clock.advance(3_000);
    }
    assert_eq!(bench.sandbox.open_orders(), 1);
    assert_eq!(count_down(&bench, "BTCUSDT", 0).await["countdownTime"], "0");
    bench.clock.advance(60_000);
    assert_eq!(bench.sandbox.open_orders(), 1);
    let negative = "symbol=BTCUSDT&countdownTime=-1";
    bench.signed("POST", "/fapi/v1/countdownCancelAll", negative).await.refused(400, -1130);
}

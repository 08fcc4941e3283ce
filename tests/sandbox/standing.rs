//! Where the account stands with the exchange.

use rust_decimal::Decimal;
use serde_json::json;

use crate::bench::{Bench, MINUTE, NOW, decimal};

#[tokio::test]
async fn only_open_positions_stand_in_the_queue_of_deleveraging() {
    let bench = Bench::new().await;
    let path = "/fapi/v1/adlQuantile";
    assert_eq!(bench.signed("GET", path, "").await.ok(), json!([]));
    bench.open("BUY", "0.010").await;
    let expected = json!([{ "symbol": "BTCUSDT", "adlQuantile": { "LONG": 0, "SHORT": 0, "BOTH": 1 } }]);
    assert_eq!(bench.signed("GET", path, "").await.ok(), expected);
    assert_eq!(bench.position("BTCUSDT").await["adlQuantile"], 1);
    assert_eq!(bench.signed("GET", path, "symbol=ETHUSDT").await.ok(), json!([]));
    bench.signed("GET", path, "symbol=NONE").await.refused(400, -1121);
}

#[tokio::test]
async fn the_trading_rules_look_at_the_orders_of_the_last_ten_minutes() {
    let bench = Bench::new().await;
    let path = "/fapi/v1/apiTradingStatus";
    let none = json!({ "indicators": {}, "updateTime": NOW });
    assert_eq!(bench.signed("GET", path, "").await.ok(), none);
    bench.set("80000");
    bench.open("BUY", "0.010").await;
    for price in ["79000", "78000"] {
        let order = format!("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=IOC&quantity=0.010&price={price}");
        bench.order(&order).await.ok();
    }
    let status = bench.signed("GET", path, "symbol=BTCUSDT").await.ok();
    let rows = status["indicators"]["BTCUSDT"].as_array().unwrap();
    let values: Vec<_> = rows.iter().map(|row| (row["indicator"].clone(), row["value"].to_string())).collect();
    assert_eq!(values, [(json!("UFR"), "0.6667".into()), (json!("IFER"), "1".into()), (json!("GCR"), "0".into())]);
    assert!(rows.iter().all(|row| row["isLocked"] == false));
    assert_eq!(bench.signed("GET", path, "symbol=ETHUSDT").await.ok(), none);
    bench.clock.advance(10 * MINUTE + 1);
    assert_eq!(bench.signed("GET", path, "").await.ok()["indicators"], json!({}));
}

#[tokio::test]
async fn the_order_rate_limits_are_those_that_are_enforced() {
    let bench = Bench::with(|builder| builder.limit("orders-10s", 1)).await;
    let expected = json!([
        { "rateLimitType": "ORDERS", "interval": "SECOND", "intervalNum": 10, "limit": 1 },
        { "rateLimitType": "ORDERS", "interval": "MINUTE", "intervalNum": 1, "limit": 1200 },
    ]);
    assert_eq!(bench.signed("GET", "/fapi/v1/rateLimit/order", "").await.ok(), expected);
    bench.open("BUY", "0.010").await;
    bench.order("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.010").await.refused(429, -1015);
}

#[tokio::test]
async fn orders_of_a_tradfi_contract_are_refused_until_the_agreement_is_signed() {
    let bench = Bench::new().await;
    let order = "symbol=TSLAUSDT&side=BUY&type=MARKET&quantity=0.10";
    bench.order(order).await.refused(400, -4411);
    let stop = "algoType=CONDITIONAL&symbol=TSLAUSDT&side=SELL&type=STOP_MARKET&quantity=0.10&triggerPrice=100";
    bench.signed("POST", "/fapi/v1/algoOrder", stop).await.refused(400, -4411);
    for _ in 0..2 {
        let signed = bench.signed("POST", "/fapi/v1/stock/contract", "").await.ok();
        assert_eq!(signed, json!({ "code": 200, "msg": "success" }));
    }
    bench.order(order).await.ok();
    bench.signed("POST", "/fapi/v1/algoOrder", stop).await.ok();
}

#[tokio::test]
async fn what_may_be_transferred_out_is_what_the_balances_say() {
    let bench = Bench::new().await;
    let path = "/fapi/v1/pmAccountInfo";
    bench.open("BUY", "0.100").await;
    let account = bench.signed("GET", path, "asset=USDT").await.ok();
    let balances = bench.signed("GET", "/fapi/v2/balance", "").await.ok();
    assert_eq!(account["maxWithdrawAmount"], balances[0]["maxWithdrawAmount"]);
    // 500 USDC, and 2.5 BNB at 880.
    let whole = decimal(&account["maxWithdrawAmount"]) + Decimal::from(500) + Decimal::from(2_200);
    assert_eq!(decimal(&account["maxWithdrawAmountUSD"]), whole);
    bench.signed("GET", path, "asset=XYZ").await.refused(400, -1126);
}

//! Isolated positions that the exchange closes.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::bench::{Bench, decimal};

/// A sandbox with Bitcoin at 85,000, isolated at twenty times, and a position of 0.1 in it.
async fn isolated(side: &str) -> Bench {
    let bench = Bench::new().await;
    bench.set("85000.00");
    bench.signed("POST", "/fapi/v1/marginType", "symbol=BTCUSDT&marginType=ISOLATED").await.ok();
    bench.open(side, "0.100").await;
    bench
}

async fn forced(bench: &Bench, parameters: &str) -> Value {
    bench.signed("GET", "/fapi/v1/forceOrders", parameters).await.ok()
}

async fn income(bench: &Bench, kind: &str) -> Vec<Value> {
    let rows = bench.signed("GET", "/fapi/v1/income", &format!("symbol=BTCUSDT&incomeType={kind}")).await.ok();
    rows.as_array().unwrap().clone()
}

async fn liquidation_price(bench: &Bench) -> Decimal {
    decimal(&bench.position("BTCUSDT").await["liquidationPrice"])
}

#[tokio::test]
async fn a_position_is_closed_at_its_liquidation_price_and_not_before() {
    let tick = Decimal::new(10, 2);
    for (side, step) in [("BUY", -tick), ("SELL", tick)] {
        let bench = isolated(side).await;
        let price = liquidation_price(&bench).await;
        let near = (price / tick).round() * tick;
        bench.set(&(near - step).to_string());
        assert_ne!(bench.position("BTCUSDT").await["positionAmt"], "0.000", "{side}");
        assert_eq!(forced(&bench, "").await, json!([]));
        bench.set(&(near + step).to_string());
        assert_eq!(decimal(&bench.position("BTCUSDT").await["positionAmt"]), Decimal::ZERO, "{side}");
        assert_eq!(forced(&bench, "").await.as_array().unwrap().len(), 1);
    }
}

#[tokio::test]
async fn the_order_that_closes_it_is_the_exchanges_own() {
    let bench = isolated("BUY").await;
    bench.set("80000.00");
    let rows = forced(&bench, "symbol=BTCUSDT&autoCloseType=LIQUIDATION").await;
    let order = &rows[0];
    for (field, expected) in [
        ("type", json!("LIMIT")),
        ("timeInForce", json!("IOC")),
        ("status", json!("FILLED")),
        ("side", json!("SELL")),
        ("origQty", json!("0.100")),
        ("executedQty", json!("0.100")),
        ("reduceOnly", json!(false)),
    ] {
        assert_eq!(order[field], expected, "{field}");
    }
    assert!(order["clientOrderId"].as_str().unwrap().starts_with("autoclose-"), "{order}");
    assert_eq!(forced(&bench, "autoCloseType=ADL").await, json!([]));
    assert_eq!(forced(&bench, "symbol=ETHUSDT").await, json!([]));
    let trades = bench.signed("GET", "/fapi/v1/userTrades", "symbol=BTCUSDT").await.ok();
    assert_eq!(trades[1]["orderId"], order["orderId"]);
}

#[tokio::test]
async fn whatever_the_price_a_position_loses_its_margin_and_no_more() {
    for (side, price) in [("BUY", "20000.00"), ("SELL", "160000.00"), ("BUY", "81000.00")] {
        let bench = isolated(side).await;
        let (wallet, margin) = (bench.wallet().await, decimal(&bench.position("BTCUSDT").await["isolatedWallet"]));
        bench.set(price);
        assert_eq!(forced(&bench, "").await.as_array().unwrap().len(), 1, "{side} {price}");
        let lost = wallet - bench.wallet().await;
        assert!(lost <= margin, "{side} {price}: {lost} of {margin}");
        let rows = [income(&bench, "REALIZED_PNL").await, income(&bench, "INSURANCE_CLEAR").await].concat();
        let fees = income(&bench, "COMMISSION").await.split_off(1);
        let booked: Decimal = rows.iter().chain(&fees).map(|row| decimal(&row["income"])).sum();
        assert_eq!(booked, -lost, "{side} {price}");
    }
}

#[tokio::test]
async fn margin_that_was_added_keeps_a_position() {
    let bench = isolated("BUY").await;
    bench.signed("POST", "/fapi/v1/positionMargin", "symbol=BTCUSDT&type=1&amount=1000").await.ok();
    bench.set("80000.00");
    assert_eq!(forced(&bench, "").await, json!([]));
    bench.set("70000.00");
    assert_eq!(forced(&bench, "").await.as_array().unwrap().len(), 1);
    assert_eq!(decimal(&bench.position("BTCUSDT").await["isolatedWallet"]), Decimal::ZERO);
}

#[tokio::test]
async fn a_stop_loss_at_the_same_price_comes_before() {
    let bench = isolated("BUY").await;
    bench.algo("side=SELL&type=STOP_MARKET&triggerPrice=84000&closePosition=true").await.ok();
    bench.set("80000.00");
    assert_eq!(forced(&bench, "").await, json!([]));
    assert_eq!(decimal(&bench.position("BTCUSDT").await["positionAmt"]), Decimal::ZERO);
}

#[tokio::test]
async fn the_open_orders_of_the_position_end_with_it() {
    let bench = isolated("BUY").await;
    bench.order("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.002&price=70000").await.ok();
    bench.order("symbol=ETHUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.1&price=1500").await.ok();
    bench.set("80000.00");
    let open = bench.signed("GET", "/fapi/v1/openOrders", "").await.ok();
    assert_eq!((open.as_array().unwrap().len(), &open[0]["symbol"]), (1, &json!("ETHUSDT")));
}

#[tokio::test]
async fn a_cross_position_is_kept_whatever_it_loses() {
    let bench = Bench::new().await;
    bench.set("85000.00");
    bench.open("BUY", "0.100").await;
    bench.set("20000.00");
    assert_eq!(forced(&bench, "").await, json!([]));
    assert_eq!(decimal(&bench.position("BTCUSDT").await["positionAmt"]), Decimal::new(1, 1));
}

//! Conditional orders that are refused.

use rust_decimal::Decimal;
use serde_json::json;

use crate::bench::{ALGO_PATH, Bench, NOW};

/// A sandbox where Bitcoin costs 88,000, and whether it refuses these orders with these codes.
async fn assert_refused(orders: &[(&str, i64)]) {
    let bench = Bench::new().await;
    bench.set("88000");
    for (order, code) in orders {
        let reply = bench.algo(order).await;
        assert_eq!((reply.status, reply.json()["code"].as_i64()), (400, Some(*code)), "{order}: {}", reply.text);
    }
    assert_eq!(bench.signed("GET", "/fapi/v1/openAlgoOrders", "").await.ok(), json!([]));
    assert_eq!(bench.wallet().await, Decimal::from(10_000));
}

#[tokio::test]
async fn plain_and_unknown_types_are_no_conditional_orders() {
    assert_refused(&[
        ("side=SELL&type=LIMIT&quantity=0.01&price=90000", -1116),
        ("side=SELL&type=MARKET&quantity=0.01", -1116),
        ("side=SELL&type=STOP_LOSS&quantity=0.01&triggerPrice=87000", -1116),
    ])
    .await;
}

#[tokio::test]
async fn only_conditional_algo_orders_of_a_known_contract_are_taken() {
    let bench = Bench::new().await;
    let rest = "side=SELL&type=STOP_MARKET&quantity=0.01&triggerPrice=50";
    for (kind, symbol, code) in
        [("VP", "BTCUSDT", -1130), ("CONDITIONAL", "NONSENSE", -1121), ("CONDITIONAL", "BTCSTUSDT", -4140)]
    {
        let order = format!("algoType={kind}&symbol={symbol}&{rest}");
        bench.signed("POST", ALGO_PATH, &order).await.refused(400, code);
    }
    bench.signed("POST", ALGO_PATH, &format!("symbol=BTCUSDT&{rest}")).await.refused(400, -1102);
    bench.algo(&format!("{rest}&stopPrice=50")).await.refused(400, -1104);
}

#[tokio::test]
async fn what_a_type_needs_has_to_be_sent() {
    assert_refused(&[
        ("side=SELL&type=STOP&quantity=0.01&price=86900", -1102),
        ("side=SELL&type=STOP&quantity=0.01&triggerPrice=87000", -1102),
        ("side=SELL&type=TAKE_PROFIT&price=90000&triggerPrice=90000", -1102),
        ("side=SELL&type=STOP_MARKET&quantity=0.01", -1102),
        ("side=SELL&type=STOP_MARKET&triggerPrice=87000", -1102),
        ("side=SELL&type=STOP_MARKET&triggerPrice=87000&closePosition=false", -1102),
        ("side=SELL&type=TRAILING_STOP_MARKET&quantity=0.01", -1102),
        ("side=SELL&type=TRAILING_STOP_MARKET&callbackRate=1", -1102),
    ])
    .await;
}

#[tokio::test]
async fn what_belongs_to_another_type_is_not_wanted() {
    assert_refused(&[
        ("side=SELL&type=STOP_MARKET&quantity=0.01&triggerPrice=87000&price=86900", -1106),
        ("side=SELL&type=STOP_MARKET&quantity=0.01&triggerPrice=87000&priceMatch=QUEUE", -1106),
        ("side=SELL&type=STOP_MARKET&quantity=0.01&triggerPrice=87000&callbackRate=1", -1106),
        ("side=SELL&type=STOP&quantity=0.01&triggerPrice=87000&price=86900&activatePrice=87000", -1106),
        ("side=SELL&type=STOP&quantity=0.01&triggerPrice=87000&price=86900&priceMatch=QUEUE", -5037),
        ("side=SELL&type=TRAILING_STOP_MARKET&quantity=0.01&callbackRate=1&triggerPrice=87000", -1106),
        ("side=SELL&type=STOP_MARKET&quantity=0.01&triggerPrice=87000&positionSide=LONG", -4061),
    ])
    .await;
}

#[tokio::test]
async fn closing_a_position_goes_with_neither_quantity_nor_reduce_only() {
    let order = "side=SELL&type=STOP_MARKET&triggerPrice=87000&closePosition=true";
    assert_refused(&[
        (&format!("{order}&quantity=0.01"), -4137),
        (&format!("{order}&reduceOnly=true"), -1106),
        ("side=SELL&type=STOP&triggerPrice=87000&price=87000&closePosition=true", -4136),
        ("side=SELL&type=TRAILING_STOP_MARKET&callbackRate=1&closePosition=true", -4136),
        (&format!("{order}&timeInForce=GTE_GTC"), -4509),
    ])
    .await;
}

#[tokio::test]
async fn an_order_that_would_trigger_at_once_is_refused() {
    assert_refused(&[
        ("side=SELL&type=STOP_MARKET&quantity=0.01&triggerPrice=88000", -2021),
        ("side=BUY&type=STOP_MARKET&quantity=0.01&triggerPrice=88000", -2021),
        ("side=SELL&type=TAKE_PROFIT_MARKET&quantity=0.01&triggerPrice=87999", -2021),
        ("side=BUY&type=TAKE_PROFIT&quantity=0.01&price=88000&triggerPrice=88001", -2021),
        ("side=SELL&type=TRAILING_STOP_MARKET&quantity=0.01&callbackRate=1&activatePrice=88000", -2021),
        ("side=BUY&type=TRAILING_STOP_MARKET&quantity=0.01&callbackRate=1&activatePrice=88000", -2021),
    ])
    .await;
}

#[tokio::test]
async fn a_callback_rate_lies_between_a_tenth_and_twenty_percent() {
    let order = "side=SELL&type=TRAILING_STOP_MARKET&quantity=0.01&callbackRate=";
    let rates = ["0", "-1", "0.09", "20.01", "99999999999999999999999999999999"];
    for rate in rates {
        assert_refused(&[(&format!("{order}{rate}"), -2007)]).await;
    }
    let bench = Bench::new().await;
    for rate in ["0.1", "0.25", "20"] {
        assert_eq!(bench.algo(&format!("{order}{rate}")).await.ok()["callbackRate"], rate);
    }
}

#[tokio::test]
async fn the_rules_of_the_contract_hold_for_conditional_orders_too() {
    let stop = |rest: &str| format!("side=SELL&type=STOP&{rest}");
    assert_refused(&[
        (&stop("quantity=0.01&price=86900&triggerPrice=87000.05"), -4014),
        (&stop("quantity=0.01&price=86900&triggerPrice=87000.001"), -1111),
        (&stop("quantity=0.01&price=86900&triggerPrice=0"), -4006),
        (&stop("quantity=0.01&price=86900&triggerPrice=-5"), -4006),
        (&stop("quantity=0.01&price=86900&triggerPrice=9000000"), -4007),
        (&stop("quantity=0.0001&price=86900&triggerPrice=87000"), -1111),
        (&stop("quantity=0&price=86900&triggerPrice=87000"), -4003),
        (&stop("quantity=1001&price=86900&triggerPrice=87000"), -4005),
        (&stop("quantity=0.001&price=86900&triggerPrice=87000"), -4164),
        (&stop("quantity=0.01&price=86900.05&triggerPrice=87000"), -4014),
        (&stop("quantity=0.01&price=70000&triggerPrice=87000"), -4024),
        (&stop("quantity=0.01&price=86900&triggerPrice=87000&timeInForce=DAY"), -1115),
    ])
    .await;
}

#[tokio::test]
async fn a_date_is_needed_with_gtd_and_lies_ten_minutes_ahead() {
    let order = "side=SELL&type=STOP_MARKET&quantity=0.01&triggerPrice=87000&timeInForce=GTD";
    assert_refused(&[(order, -1102), (&format!("{order}&goodTillDate={}", NOW + 600_000), -5040)]).await;
}

#[tokio::test]
async fn a_client_algo_id_is_well_formed_and_unique_among_open_ones() {
    let bench = Bench::new().await;
    bench.set("88000");
    let order = |id: &str| format!("side=SELL&type=STOP_MARKET&quantity=0.01&triggerPrice=87000&clientAlgoId={id}");
    bench.algo(&order("no%20spaces")).await.refused(400, -1100);
    bench.algo(&order(&"a".repeat(37))).await.refused(400, -4015);
    let placed = bench.algo(&order("mine")).await.ok();
    bench.algo(&order("mine")).await.refused(400, -4116);
    bench.signed("DELETE", ALGO_PATH, "clientAlgoId=mine").await.ok();
    assert_ne!(bench.algo(&order("mine")).await.ok()["algoId"], placed["algoId"]);
}

#[tokio::test]
async fn at_most_two_hundred_conditional_orders_are_open() {
    let bench = Bench::new().await;
    bench.set("88000");
    let order = "side=SELL&type=STOP_MARKET&triggerPrice=87000&closePosition=true";
    for _ in 0..200 {
        bench.algo(order).await.ok();
    }
    bench.algo(order).await.refused(400, -4045);
    bench.signed("DELETE", "/fapi/v1/algoOpenOrders", "symbol=BTCUSDT").await.ok();
    bench.algo(order).await.ok();
}

//! Open orders that are modified.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::bench::{Bench, MINUTE, NOW, ORDER_PATH, Reply, decimal, encoded};

const BATCH_PATH: &str = "/fapi/v1/batchOrders";
const DAY: i64 = 1440 * MINUTE;

/// A purchase that rests this much below the market.
async fn resting(bench: &Bench, below: i64, more: &str) -> Value {
    let price = bench.price("BTCUSDT").await - Decimal::from(below);
    let order = format!("symbol=BTCUSDT&side=BUY&type=LIMIT&quantity=0.010&price={price}");
    let more = if more.contains("timeInForce") { more.to_owned() } else { format!("{more}&timeInForce=GTC") };
    bench.order(&format!("{order}&{}", more.trim_start_matches('&'))).await.ok()
}

async fn modify(bench: &Bench, order: &Value, rest: &str) -> Reply {
    let parameters = format!("symbol=BTCUSDT&side=BUY&orderId={}&{rest}", order["orderId"]);
    bench.signed("PUT", ORDER_PATH, &parameters).await
}

async fn query(bench: &Bench, order: &Value) -> Value {
    bench.signed("GET", ORDER_PATH, &format!("symbol=BTCUSDT&orderId={}", order["orderId"])).await.ok()
}

async fn amendments(bench: &Bench, order: &Value, more: &str) -> Reply {
    let parameters = format!("symbol=BTCUSDT&orderId={}{more}", order["orderId"]);
    bench.signed("GET", "/fapi/v1/orderAmendment", &parameters).await
}

#[tokio::test]
async fn a_changed_order_keeps_its_ids_and_rests_at_its_new_price() {
    let bench = Bench::new().await;
    let order = resting(&bench, 400, "newClientOrderId=mine").await;
    bench.clock.advance(1_000);
    let price = decimal(&order["price"]) - Decimal::ONE;
    let changed = modify(&bench, &order, &format!("quantity=0.0200&price={price}&modifyId=41")).await.ok();
    assert_eq!((&changed["orderId"], &changed["clientOrderId"]), (&order["orderId"], &json!("mine")));
    assert_eq!((&changed["origQty"], &changed["status"]), (&json!("0.020"), &json!("NEW")));
    assert_eq!((decimal(&changed["price"]), &changed["modifyId"]), (price, &json!(41)));
    let now = query(&bench, &order).await;
    assert_eq!((&now["origQty"], &now["modifyId"]), (&json!("0.020"), &json!(41)));
    assert_eq!((&now["time"], &now["updateTime"]), (&json!(NOW), &json!(NOW + 1_000)));
    assert_eq!(bench.sandbox.placed_orders().len(), 1);
}

#[tokio::test]
async fn an_order_that_reaches_the_market_by_a_change_is_filled_there() {
    let bench = Bench::new().await;
    let order = resting(&bench, 400, "").await;
    let price = bench.price("BTCUSDT").await + Decimal::from(50);
    let changed = modify(&bench, &order, &format!("quantity=0.010&price={price}")).await.ok();
    assert_eq!(changed["status"], "NEW");
    let filled = query(&bench, &order).await;
    assert_eq!(filled["status"], "FILLED");
    assert!(decimal(&filled["avgPrice"]) < price);
    assert_eq!(bench.position("BTCUSDT").await["positionAmt"], "0.010");
}

#[tokio::test]
async fn an_order_that_must_not_take_is_cancelled_by_a_change_that_would() {
    let bench = Bench::new().await;
    let order = resting(&bench, 400, "timeInForce=GTX").await;
    let price = bench.price("BTCUSDT").await + Decimal::from(50);
    assert_eq!(modify(&bench, &order, &format!("quantity=0.010&price={price}")).await.ok()["status"], "CANCELED");
    assert_eq!(bench.sandbox.open_orders(), 0);
    assert_eq!(bench.position("BTCUSDT").await["positionAmt"], "0.000");
}

#[tokio::test]
async fn a_change_that_breaks_a_rule_is_refused_and_the_order_stays_as_it_was() {
    let bench = Bench::new().await;
    let order = resting(&bench, 400, "").await;
    let price = decimal(&order["price"]);
    for (rest, code) in [
        (format!("quantity=0.010&price={price}"), -5027),
        (format!("quantity=0.010&price={}.05", price.trunc()), -4014),
        (format!("quantity=0&price={price}"), -4003),
        (format!("quantity=0.0001&price={price}"), -1111),
        (format!("quantity=0.001&price={price}"), -5029),
        (format!("quantity=900&price={price}"), -2019),
        ("quantity=0.010&price=199999".to_owned(), -4016),
        ("quantity=0.010".to_owned(), -1102),
        (format!("price={price}"), -1102),
        (format!("quantity=0.010&price={price}&priceMatch=QUEUE"), -5037),
        (format!("quantity=0.010&price={price}&reduceOnly=true"), -2022),
        (format!("quantity=0.010&price={price}&stopPrice=1"), -1104),
    ] {
        modify(&bench, &order, &rest).await.refused(400, code);
    }
    let other_side = format!("symbol=BTCUSDT&side=SELL&orderId={}&quantity=0.010&price=90000", order["orderId"]);
    bench.signed("PUT", ORDER_PATH, &other_side).await.refused(400, -1117);
    let unnamed = "symbol=BTCUSDT&side=BUY&quantity=0.010&price=90000";
    bench.signed("PUT", ORDER_PATH, unnamed).await.refused(400, -1102);
    let now = query(&bench, &order).await;
    assert_eq!((&now["price"], &now["origQty"], &now["updateTime"]), (&order["price"], &json!("0.010"), &json!(NOW)));
    assert_eq!(amendments(&bench, &order, "").await.ok(), json!([]));
}

#[tokio::test]
async fn an_order_that_is_not_open_cannot_be_changed() {
    let bench = Bench::new().await;
    let order = resting(&bench, 400, "").await;
    bench.signed("DELETE", ORDER_PATH, &format!("symbol=BTCUSDT&orderId={}", order["orderId"])).await.ok();
    modify(&bench, &order, "quantity=0.020&price=80000").await.refused(400, -2013);
}

#[tokio::test]
async fn a_change_ties_up_the_margin_of_the_order_as_it_is_then_and_no_more() {
    let bench = Bench::new().await;
    let order = resting(&bench, 400, "").await;
    let available = async || {
        let account = bench.signed("GET", "/fapi/v2/account", "").await.ok();
        decimal(&account["availableBalance"])
    };
    let before = available().await;
    let price = decimal(&order["price"]);
    // Nearly all that the account may hold: it would not fit beside the order as it was.
    let most = (before * Decimal::from(20) / price).trunc_with_scale(3);
    modify(&bench, &order, &format!("quantity={most}&price={price}")).await.ok();
    assert!(available().await < before);
    modify(&bench, &order, &format!("quantity=0.010&price={price}")).await.ok();
    assert_eq!(available().await, before);
}

#[tokio::test]
async fn a_price_may_be_taken_from_the_book() {
    let bench = Bench::new().await;
    let order = resting(&bench, 400, "").await;
    let changed = modify(&bench, &order, "quantity=0.010&priceMatch=QUEUE").await.ok();
    assert_eq!((decimal(&changed["price"]), &changed["priceMatch"]), (bench.price("BTCUSDT").await, &json!("QUEUE")));
}

#[tokio::test]
async fn the_changes_of_an_order_are_listed_the_latest_first_for_three_months() {
    let bench = Bench::new().await;
    let order = resting(&bench, 4_000, "").await;
    let price = decimal(&order["price"]);
    for quantity in ["0.011", "0.012", "0.013"] {
        modify(&bench, &order, &format!("quantity={quantity}&price={price}")).await.ok();
        bench.clock.advance(1_000);
    }
    let rows = amendments(&bench, &order, "").await.ok();
    let counts: Vec<_> =
        rows.as_array().unwrap().iter().map(|row| row["amendment"]["count"].as_i64().unwrap()).collect();
    assert_eq!(counts, [3, 2, 1]);
    let expected = json!({
        "price": { "before": order["price"], "after": order["price"] },
        "origQty": { "before": "0.011", "after": "0.012" },
        "count": 2,
    });
    assert_eq!((&rows[1]["amendment"], &rows[1]["time"]), (&expected, &json!(NOW + 1_000)));
    let middle = format!("&startTime={0}&endTime={0}", NOW + 1_000);
    assert_eq!(amendments(&bench, &order, &middle).await.ok(), json!([rows[1]]));
    assert_eq!(amendments(&bench, &order, "&limit=1").await.ok(), json!([rows[0]]));
    bench.clock.advance(90 * DAY - 1_999);
    assert_eq!(amendments(&bench, &order, "").await.ok(), json!([rows[0]]));
}

#[tokio::test]
async fn a_batch_changes_each_order_for_itself() {
    let bench = Bench::new().await;
    let order = resting(&bench, 400, "newClientOrderId=mine").await;
    let row = |quantity: &str| {
        json!({
            "symbol": "BTCUSDT", "side": "BUY", "origClientOrderId": "mine",
            "quantity": quantity, "price": order["price"],
        })
    };
    let send = async |rows: Value| {
        bench.signed("PUT", BATCH_PATH, &format!("batchOrders={}", encoded(&rows.to_string()))).await
    };
    let rows = send(json!([row("0.020"), row("0.020"), { "symbol": "BTCUSDT" }, row("0.030")])).await.ok();
    assert_eq!((&rows[0]["origQty"], &rows[3]["origQty"]), (&json!("0.020"), &json!("0.030")));
    assert_eq!((&rows[1]["code"], &rows[2]["code"]), (&json!(-5027), &json!(-1102)));
    send(json!([])).await.refused(400, -4082);
    send(Value::Array(vec![row("0.040"); 6])).await.refused(400, -4082);
}

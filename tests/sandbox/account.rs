//! Balances, positions, income and listen keys.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::bench::{Bench, MINUTE, NOW, ORDER_PATH, decimal};

#[tokio::test]
async fn a_round_trip_moves_the_balance_to_the_last_digit() {
    let bench = Bench::new().await;
    let ask = bench.price("BTCUSDT").await + Decimal::new(1, 1);
    let bought = bench.order("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.010&newOrderRespType=RESULT").await.ok();
    assert_eq!(
        (&bought["status"], &bought["cumQty"], &bought["price"]),
        (&json!("FILLED"), &json!("0.010"), &json!("0.00"))
    );
    assert!(bought.get("avgPrice").is_none() && bought.get("time").is_none());
    let query = format!("symbol=BTCUSDT&orderId={}", bought["orderId"]);
    let queried = bench.signed("GET", ORDER_PATH, &query).await.ok();
    let quantity = Decimal::new(10, 3);
    assert_eq!((decimal(&queried["avgPrice"]), decimal(&queried["cumQuote"])), (ask, ask * quantity));
    assert!(queried.get("cumQty").is_none() && queried["time"] == NOW);
    assert_eq!(decimal(&bench.position("BTCUSDT").await["entryPrice"]), ask);

    bench.clock.advance(7 * MINUTE);
    let bid = bench.price("BTCUSDT").await;
    bench.order("symbol=BTCUSDT&side=SELL&type=MARKET&quantity=1&reduceOnly=true").await.ok();
    let fees = (ask + bid) * quantity * Decimal::new(5, 4);
    let profit = (bid - ask) * quantity;
    assert_eq!(bench.wallet().await, Decimal::from(10_000) + profit - fees);
    assert_eq!(bench.position("BTCUSDT").await["positionAmt"], "0.000");

    let rows = bench.signed("GET", "/fapi/v1/income", "symbol=BTCUSDT").await.ok();
    let sum = rows.as_array().unwrap().iter().map(|row| decimal(&row["income"])).sum::<Decimal>();
    assert_eq!(sum, profit - fees);
    let kinds: Vec<&str> = rows.as_array().unwrap().iter().filter_map(|row| row["incomeType"].as_str()).collect();
    assert_eq!(kinds, ["COMMISSION", "REALIZED_PNL", "COMMISSION"]);
    let page = bench.signed("GET", "/fapi/v1/income", "symbol=BTCUSDT&limit=2&page=2").await.ok();
    assert_eq!(page, json!([rows[2]]));
}

#[tokio::test]
async fn the_margin_type_changes_only_when_it_is_free_to() {
    let bench = Bench::new().await;
    let change = |kind: &str| format!("symbol=ETHUSDT&marginType={kind}");
    let path = "/fapi/v1/marginType";
    bench.signed("POST", path, &change("CROSSED")).await.refused(400, -4046);
    assert_eq!(bench.signed("POST", path, &change("ISOLATED")).await.ok(), json!({ "code": 200, "msg": "success" }));
    let price = bench.price("ETHUSDT").await - Decimal::from(100);
    let order =
        format!("symbol=ETHUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price={price}&newClientOrderId=a");
    bench.order(&order).await.ok();
    bench.signed("POST", path, &change("CROSSED")).await.refused(400, -4047);
    bench.signed("DELETE", ORDER_PATH, "symbol=ETHUSDT&origClientOrderId=a").await.ok();
    bench.order("symbol=ETHUSDT&side=BUY&type=MARKET&quantity=1").await.ok();
    bench.signed("POST", path, &change("CROSSED")).await.refused(400, -4048);
    bench.signed("POST", "/fapi/v1/leverage", "symbol=ETHUSDT&leverage=5").await.refused(400, -4161);
    let position = bench.position("ETHUSDT").await;
    assert_eq!((&position["marginType"], &position["isAutoAddMargin"]), (&json!("isolated"), &json!("false")));
}

#[tokio::test]
async fn a_listen_key_lives_for_an_hour_after_it_was_last_kept_alive() {
    let bench = Bench::new().await;
    let call = async |method: &str| bench.send(method, "/fapi/v1/listenKey", &bench.key(), "").await;
    call("PUT").await.refused(400, -1125);
    let created = call("POST").await.ok();
    assert_eq!(created["listenKey"].as_str().unwrap().len(), 64);
    bench.clock.advance(50 * MINUTE);
    assert_eq!(call("PUT").await.ok(), created);
    bench.clock.advance(50 * MINUTE);
    assert_eq!(call("POST").await.ok(), created);
    bench.clock.advance(60 * MINUTE);
    call("PUT").await.refused(400, -1125);
    let renewed = call("POST").await.ok();
    assert_ne!(renewed, created);
    assert_eq!(call("DELETE").await.ok(), json!({}));
    call("DELETE").await.refused(400, -1125);
}

#[tokio::test]
async fn funding_is_paid_for_a_position_that_is_held_over_the_hour() {
    let bench = Bench::new().await;
    bench.order("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.100").await.ok();
    let before = bench.wallet().await;
    let next = bench.get("/fapi/v1/premiumIndex?symbol=BTCUSDT").await.ok()["nextFundingTime"].as_i64().unwrap();
    bench.clock.set(next + 1_000);
    let history = bench.get("/fapi/v1/fundingRate?symbol=BTCUSDT&limit=1").await.ok();
    let (rate, mark) = (decimal(&history[0]["fundingRate"]), decimal(&history[0]["markPrice"]));
    let paid = (Decimal::new(1, 1) * mark * rate).round_dp(8);
    assert_eq!(bench.wallet().await, before - paid);
    let rows = bench.signed("GET", "/fapi/v1/income", "incomeType=FUNDING_FEE").await.ok();
    assert_eq!((&rows[0]["time"], decimal(&rows[0]["income"])), (&json!(next), -paid));
}

#[tokio::test]
async fn version_3_has_the_totals_of_version_2_and_only_positions_with_something_to_say() {
    let bench = Bench::new().await;
    bench.set("85000.00");
    let risk = async || bench.signed("GET", "/fapi/v3/positionRisk", "").await.ok();
    assert_eq!(risk().await, json!([]));
    let order = "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.010&price=84000";
    bench.order(order).await.ok();
    let ordered = &risk().await[0];
    assert_eq!((&ordered["positionAmt"], &ordered["bidNotional"]), (&json!("0.000"), &json!("840.00000000")));
    assert_eq!(ordered["openOrderInitialMargin"], "42.00000000");
    bench.order("symbol=ETHUSDT&side=SELL&type=MARKET&quantity=1").await.ok();
    let (second, third) = (
        bench.signed("GET", "/fapi/v2/account", "").await.ok(),
        bench.signed("GET", "/fapi/v3/account", "").await.ok(),
    );
    for (field, total) in third.as_object().unwrap().iter().filter(|(_, value)| value.is_string()) {
        assert_eq!(total, &second[field], "{field}");
    }
    let symbols: Vec<&Value> = third["positions"].as_array().unwrap().iter().map(|row| &row["symbol"]).collect();
    assert_eq!(symbols, ["BTCUSDT", "ETHUSDT"]);
    let balances = async |version| bench.signed("GET", &format!("/fapi/v{version}/balance"), "").await.ok();
    assert_eq!(balances(3).await, balances(2).await);
}

//! Conditional orders that wait: how they are shown, found and cancelled.

use serde_json::{Value, json};

use crate::bench::{ALGO_PATH, Bench, MINUTE, NOW};

const OPEN: &str = "/fapi/v1/openAlgoOrders";
const ALL: &str = "/fapi/v1/allAlgoOrders";

/// A sandbox where Bitcoin costs 88,000.
async fn bench() -> Bench {
    let bench = Bench::new().await;
    bench.set("88000");
    bench
}

fn ids(rows: &Value) -> Vec<&Value> {
    rows.as_array().unwrap().iter().map(|row| &row["algoId"]).collect()
}

#[tokio::test]
async fn a_placed_order_is_shown_whole() {
    let bench = bench().await;
    let reply = bench
        .algo("side=SELL&type=TAKE_PROFIT&quantity=0.010&price=90000&triggerPrice=89000.5&clientAlgoId=tp-1")
        .await;
    assert_eq!(reply.header("x-mbx-order-count-1m"), Some("1"));
    let placed = reply.ok();
    assert!(placed["algoId"].as_i64().unwrap() > 1_000_000_000_000_000);
    let expected = json!({
        "algoId": placed["algoId"], "clientAlgoId": "tp-1", "algoType": "CONDITIONAL", "orderType": "TAKE_PROFIT",
        "symbol": "BTCUSDT", "side": "SELL", "positionSide": "BOTH", "timeInForce": "GTC", "quantity": "0.010",
        "algoStatus": "NEW", "triggerPrice": "89000.50", "price": "90000.00", "icebergQuantity": null,
        "selfTradePreventionMode": "NONE", "workingType": "CONTRACT_PRICE", "priceMatch": "NONE",
        "closePosition": false, "priceProtect": false, "reduceOnly": false, "activatePrice": "", "callbackRate": "",
        "createTime": NOW, "updateTime": NOW, "triggerTime": 0, "goodTillDate": 0,
    });
    assert_eq!(placed, expected);

    let mut queried = bench.algo_order(&placed).await;
    let more = json!({
        "actualOrderId": "", "actualPrice": "0.00000", "actualQty": "0.000", "tpTriggerPrice": "0.000",
        "tpPrice": "0.000", "slTriggerPrice": "0.000", "slPrice": "0.000", "tpOrderType": "",
    });
    for (name, value) in more.as_object().unwrap() {
        assert_eq!(queried.as_object_mut().unwrap().remove(name).as_ref(), Some(value), "{name}");
    }
    let mut common = expected;
    common.as_object_mut().unwrap().retain(|name, _| !["activatePrice", "callbackRate"].contains(&name.as_str()));
    assert_eq!(queried, common);
}

#[tokio::test]
async fn an_order_without_a_client_id_is_given_one() {
    let bench = bench().await;
    let order = "side=SELL&type=STOP_MARKET&triggerPrice=87000&closePosition=true";
    let placed = bench.algo(order).await.ok();
    let id = placed["clientAlgoId"].as_str().unwrap();
    assert_eq!((id.len(), &placed["quantity"], &placed["closePosition"]), (22, &json!("0.000"), &json!(true)));
    assert_ne!(bench.algo(order).await.ok()["clientAlgoId"], id);
    let found = bench.signed("GET", ALGO_PATH, &format!("clientAlgoId={id}")).await.ok();
    assert_eq!(found["algoId"], placed["algoId"]);
}

#[tokio::test]
async fn a_trailing_stop_shows_where_it_begins_and_how_far_behind_it_stays() {
    let bench = bench().await;
    let order = "side=SELL&type=TRAILING_STOP_MARKET&quantity=0.010&callbackRate=0.50";
    let waiting = bench.algo(&format!("{order}&activatePrice=90000")).await.ok();
    assert_eq!((&waiting["activatePrice"], &waiting["callbackRate"]), (&json!("90000.00"), &json!("0.50")));
    let active = bench.algo(order).await.ok();
    assert_eq!((&active["activatePrice"], &active["triggerPrice"]), (&json!("88000.00"), &json!("0.00")));
    assert_eq!(bench.algo_order(&active).await["callbackRate"], "0.50");
}

#[tokio::test]
async fn conditional_orders_are_not_among_the_open_orders_and_tie_up_no_margin() {
    let bench = bench().await;
    // Far more than the account could pay for.
    bench.algo("side=BUY&type=STOP&quantity=500&price=89000&triggerPrice=89000").await.ok();
    assert_eq!(bench.signed("GET", "/fapi/v1/openOrders", "").await.ok(), json!([]));
    assert_eq!(bench.sandbox.open_orders(), 0);
    let account = bench.signed("GET", "/fapi/v2/account", "").await.ok();
    assert_eq!(account["availableBalance"], "10000.00000000");
    assert_eq!(bench.signed("GET", OPEN, "").await.ok().as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn one_order_is_cancelled_by_either_id_and_only_once() {
    let bench = bench().await;
    let order = "side=SELL&type=STOP_MARKET&quantity=0.010&triggerPrice=87000&clientAlgoId=";
    let one = bench.algo(&format!("{order}one")).await.ok();
    let two = bench.algo(&format!("{order}two")).await.ok();
    bench.clock.advance(MINUTE);
    let cancelled = bench.signed("DELETE", ALGO_PATH, &format!("algoId={}", one["algoId"])).await.ok();
    assert_eq!(cancelled, json!({ "algoId": one["algoId"], "clientAlgoId": "one", "code": "200", "msg": "success" }));
    let queried = bench.algo_order(&one).await;
    assert_eq!((&queried["algoStatus"], &queried["updateTime"]), (&json!("CANCELED"), &json!(NOW + MINUTE)));
    assert_eq!(ids(&bench.signed("GET", OPEN, "").await.ok()), [&two["algoId"]]);

    let again = bench.signed("DELETE", ALGO_PATH, "clientAlgoId=one").await;
    assert_eq!(again.refused(400, -2011), "Unknown order sent.");
    assert_eq!(bench.signed("DELETE", ALGO_PATH, "clientAlgoId=two").await.ok()["algoId"], two["algoId"]);
}

#[tokio::test]
async fn the_code_of_a_cancellation_is_a_string_and_that_of_all_together_a_number() {
    let bench = bench().await;
    let order = "side=SELL&type=STOP_MARKET&quantity=0.010&triggerPrice=87000&clientAlgoId=a";
    bench.algo(order).await.ok();
    assert_eq!(bench.signed("DELETE", ALGO_PATH, "clientAlgoId=a").await.ok()["code"], "200");
    let all = bench.signed("DELETE", "/fapi/v1/algoOpenOrders", "symbol=BTCUSDT").await.ok();
    assert_eq!(all, json!({ "code": 200, "msg": "The operation of cancel all open order is done." }));
}

#[tokio::test]
async fn all_orders_of_one_contract_are_cancelled_together() {
    let bench = bench().await;
    for _ in 0..3 {
        bench.algo("side=SELL&type=STOP_MARKET&quantity=0.010&triggerPrice=87000").await.ok();
    }
    let ether = "algoType=CONDITIONAL&symbol=ETHUSDT&side=SELL&type=STOP_MARKET&quantity=0.100&triggerPrice=2000";
    let other = bench.signed("POST", ALGO_PATH, ether).await.ok();
    bench.signed("DELETE", "/fapi/v1/algoOpenOrders", "").await.refused(400, -1102);
    bench.signed("DELETE", "/fapi/v1/algoOpenOrders", "symbol=BTCUSDT").await.ok();
    assert_eq!(ids(&bench.signed("GET", OPEN, "algoType=CONDITIONAL").await.ok()), [&other["algoId"]]);
    assert_eq!(bench.signed("GET", OPEN, "symbol=BTCUSDT").await.ok(), json!([]));
}

#[tokio::test]
async fn an_unknown_order_is_neither_found_nor_cancelled() {
    let bench = bench().await;
    bench.signed("GET", ALGO_PATH, "algoId=1").await.refused(400, -2013);
    bench.signed("GET", ALGO_PATH, "clientAlgoId=unknown").await.refused(400, -2013);
    bench.signed("DELETE", ALGO_PATH, "algoId=1").await.refused(400, -2011);
    bench.signed("GET", ALGO_PATH, "").await.refused(400, -1102);
    bench.signed("DELETE", ALGO_PATH, "").await.refused(400, -1102);
}

#[tokio::test]
async fn open_orders_are_listed_by_contract_and_by_id_and_weigh_more_without_one() {
    let bench = bench().await;
    let order = "side=SELL&type=STOP_MARKET&quantity=0.010&triggerPrice=87000";
    let (one, two) = (bench.algo(order).await.ok(), bench.algo(order).await.ok());
    let listed = bench.signed("GET", OPEN, "symbol=BTCUSDT").await;
    assert_eq!((listed.header("x-mbx-used-weight-1m"), ids(&listed.json()).len()), (Some("1"), 2));
    let by_id = bench.signed("GET", OPEN, &format!("algoId={}", two["algoId"])).await;
    assert_eq!(by_id.header("x-mbx-used-weight-1m"), Some("41"));
    assert_eq!(ids(&by_id.ok()), [&two["algoId"]]);
    assert_ne!(one["algoId"], two["algoId"]);
    bench.signed("GET", OPEN, "symbol=NONSENSE").await.refused(400, -1121);
}

#[tokio::test]
async fn all_orders_are_listed_from_an_id_or_a_time_on() {
    let bench = bench().await;
    let order = "side=SELL&type=STOP_MARKET&quantity=0.010&triggerPrice=87000";
    let mut placed = Vec::new();
    for _ in 0..4 {
        placed.push(bench.algo(order).await.ok()["algoId"].clone());
        bench.clock.advance(MINUTE);
    }
    bench.signed("DELETE", ALGO_PATH, &format!("algoId={}", placed[3])).await.ok();
    let start = NOW + MINUTE;
    for (query, expected) in [
        (String::new(), &placed[..]),
        ("&limit=2".to_owned(), &placed[2..]),
        (format!("&algoId={}&limit=2", placed[1]), &placed[1..3]),
        (format!("&startTime={start}&limit=1"), &placed[1..2]),
        (format!("&startTime={start}&endTime={}", start + MINUTE), &placed[1..3]),
        (format!("&endTime={NOW}"), &placed[..1]),
    ] {
        let rows = bench.signed("GET", ALL, &format!("symbol=BTCUSDT{query}")).await.ok();
        assert_eq!(ids(&rows), expected.iter().collect::<Vec<_>>(), "{query}");
    }
    let window = |end: i64| format!("symbol=BTCUSDT&startTime={start}&endTime={end}");
    bench.signed("GET", ALL, &window(start - 1)).await.refused(400, -1023);
    bench.signed("GET", ALL, &window(start + 7 * 24 * 60 * MINUTE + 1)).await.refused(400, -4165);
    bench.signed("GET", ALL, "symbol=BTCUSDT&limit=1001").await.refused(400, -1130);
}

#[tokio::test]
async fn an_order_that_came_to_nothing_is_forgotten_after_three_days() {
    let bench = bench().await;
    let placed = bench.algo("side=SELL&type=STOP_MARKET&quantity=0.010&triggerPrice=87000").await.ok();
    let by_id = format!("algoId={}", placed["algoId"]);
    bench.signed("DELETE", ALGO_PATH, &by_id).await.ok();
    bench.clock.advance(3 * 24 * 60 * MINUTE);
    assert_eq!(bench.algo_order(&placed).await["algoStatus"], "CANCELED");
    bench.clock.advance(1);
    bench.signed("GET", ALGO_PATH, &by_id).await.refused(400, -2013);
    assert_eq!(bench.signed("GET", ALL, "symbol=BTCUSDT").await.ok(), json!([]));
}

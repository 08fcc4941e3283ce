//! Orders and trades that were, and orders that are only tested.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::bench::{Bench, MINUTE, NOW, ORDER_PATH, Reply, decimal};

const DAY: i64 = 1440 * MINUTE;

async fn orders(bench: &Bench, parameters: &str) -> Reply {
    bench.signed("GET", "/fapi/v1/allOrders", parameters).await
}

async fn trades(bench: &Bench, parameters: &str) -> Reply {
    bench.signed("GET", "/fapi/v1/userTrades", &format!("symbol=BTCUSDT{parameters}")).await
}

async fn market(bench: &Bench, side: &str, quantity: &str) -> Value {
    let order = format!("symbol=BTCUSDT&side={side}&type=MARKET&quantity={quantity}");
    bench.order(&order).await.ok()
}

fn column(rows: &Value, name: &str) -> Vec<Value> {
    rows.as_array().unwrap().iter().map(|row| row[name].clone()).collect()
}

#[tokio::test]
async fn orders_in_every_state_are_listed_from_an_id_or_a_time_on() {
    let bench = Bench::new().await;
    let first = market(&bench, "BUY", "0.010").await["orderId"].clone();
    bench.clock.advance(1_000);
    let limit = "side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.200&price=2500.00";
    let ether = bench.order(&format!("symbol=ETHUSDT&{limit}")).await.ok()["orderId"].clone();
    bench.clock.advance(1_000);
    let last = market(&bench, "SELL", "0.010").await["orderId"].clone();
    let ids = async |parameters: &str| column(&orders(&bench, parameters).await.ok(), "orderId");
    let all = [first.clone(), ether.clone(), last.clone()];
    assert_eq!(ids("").await, all);
    assert_eq!(ids("symbol=BTCUSDT").await, [first.clone(), last.clone()]);
    assert_eq!(ids("limit=2").await, all[1..]);
    assert_eq!(ids(&format!("startTime={NOW}&limit=2")).await, all[..2]);
    assert_eq!(ids(&format!("orderId={ether}")).await, all[1..]);
    assert_eq!(ids(&format!("startTime={0}&endTime={0}", NOW + 1_000)).await, [ether]);
    let rows = orders(&bench, &format!("symbol=BTCUSDT&orderId={last}")).await.ok();
    let query = bench.signed("GET", ORDER_PATH, &format!("symbol=BTCUSDT&orderId={last}")).await.ok();
    assert_eq!(rows, json!([query]));
}

#[tokio::test]
async fn more_than_seven_days_are_not_listed_at_once() {
    let bench = Bench::new().await;
    market(&bench, "BUY", "0.010").await;
    let span = |days: i64| format!("startTime={}&endTime={}", NOW - days * DAY, NOW);
    assert_eq!(orders(&bench, &span(7)).await.ok().as_array().unwrap().len(), 1);
    orders(&bench, &span(8)).await.refused(400, -4165);
    trades(&bench, &format!("&{}", span(8))).await.refused(400, -4165);
    orders(&bench, &span(-1)).await.refused(400, -1023);
    bench.clock.advance(8 * DAY);
    assert_eq!(orders(&bench, "").await.ok(), json!([]));
    assert_eq!(trades(&bench, "").await.ok(), json!([]));
    assert_eq!(orders(&bench, "orderId=1").await.ok().as_array().unwrap().len(), 1);
    assert_eq!(trades(&bench, "&fromId=1").await.ok().as_array().unwrap().len(), 1);
    bench.clock.advance(83 * DAY);
    assert_eq!(orders(&bench, "orderId=1").await.ok(), json!([]));
    assert_eq!(trades(&bench, "&fromId=1").await.ok(), json!([]));
}

#[tokio::test]
async fn a_trade_says_what_its_order_and_the_income_say() {
    let bench = Bench::new().await;
    bench.set("80000.00");
    market(&bench, "BUY", "0.010").await;
    bench.set("81000.00");
    let order = market(&bench, "SELL", "0.004").await;
    let rows = trades(&bench, &format!("&orderId={}", order["orderId"])).await.ok();
    let bought = decimal(&trades(&bench, "").await.ok()[0]["price"]);
    let sold = decimal(&rows[0]["price"]);
    let profit = (sold - bought) * Decimal::new(4, 3);
    let income = bench.signed("GET", "/fapi/v1/income", "symbol=BTCUSDT&incomeType=REALIZED_PNL").await.ok();
    let fees = bench.signed("GET", "/fapi/v1/income", "symbol=BTCUSDT&incomeType=COMMISSION").await.ok();
    assert_eq!(rows.as_array().unwrap().len(), 1);
    assert_eq!((decimal(&rows[0]["realizedPnl"]), &rows[0]["realizedPnl"]), (profit, &income[0]["income"]));
    assert_eq!(decimal(&rows[0]["commission"]), -decimal(&fees[1]["income"]));
    assert_eq!(rows[0]["id"].to_string(), income[0]["tradeId"].as_str().unwrap());
    assert_eq!(
        (&rows[0]["buyer"], &rows[0]["maker"], &rows[0]["qty"]),
        (&json!(false), &json!(false), &json!("0.004"))
    );
    assert_eq!(decimal(&rows[0]["quoteQty"]), sold * Decimal::new(4, 3));
}

#[tokio::test]
async fn a_trade_of_a_resting_order_is_made_as_a_maker_at_its_price() {
    let bench = Bench::new().await;
    bench.set("80000.00");
    bench.order("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.010&price=79000").await.ok();
    assert_eq!(trades(&bench, "").await.ok(), json!([]));
    bench.set("78000.00");
    let rows = trades(&bench, "").await.ok();
    assert_eq!(
        (&rows[0]["maker"], &rows[0]["price"], &rows[0]["realizedPnl"]),
        (&json!(true), &json!("79000.00"), &json!("0"))
    );
}

#[tokio::test]
async fn trades_are_listed_from_an_id_on_and_not_by_time_as_well() {
    let bench = Bench::new().await;
    for _ in 0..3 {
        market(&bench, "BUY", "0.010").await;
    }
    let ids = column(&trades(&bench, "").await.ok(), "id");
    assert_eq!(column(&trades(&bench, &format!("&fromId={}", ids[1])).await.ok(), "id"), ids[1..]);
    assert_eq!(column(&trades(&bench, "&limit=1").await.ok(), "id"), ids[2..]);
    trades(&bench, &format!("&fromId={}&startTime={NOW}", ids[1])).await.refused(400, -1128);
}

#[tokio::test]
async fn an_open_order_is_found_while_it_is_open() {
    let bench = Bench::new().await;
    let limit = "side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.010&price=80000.00&newClientOrderId=mine";
    bench.set("85000.00");
    let order = bench.order(&format!("symbol=BTCUSDT&{limit}")).await.ok();
    let find = async || bench.signed("GET", "/fapi/v1/openOrder", "symbol=BTCUSDT&origClientOrderId=mine").await;
    assert_eq!(find().await.ok()["orderId"], order["orderId"]);
    bench.set("79000.00");
    find().await.refused(400, -2013);
}

#[tokio::test]
async fn no_position_was_ever_closed_by_force() {
    let bench = Bench::new().await;
    let force_orders = async |parameters: &str| bench.signed("GET", "/fapi/v1/forceOrders", parameters).await;
    assert_eq!(force_orders("").await.ok(), json!([]));
    assert_eq!(force_orders("symbol=BTCUSDT&autoCloseType=ADL").await.ok(), json!([]));
    force_orders("symbol=NONEUSDT").await.refused(400, -1121);
    force_orders("autoCloseType=NEVER").await.refused(400, -1130);
}

#[tokio::test]
async fn a_tested_order_is_checked_like_another_and_never_placed() {
    let bench = Bench::new().await;
    let test =
        async |order: &str| bench.signed("POST", "/fapi/v1/order/test", &format!("symbol=BTCUSDT&{order}")).await;
    let answer = test("side=BUY&type=MARKET&quantity=0.010&newClientOrderId=mine").await.ok();
    assert_eq!((&answer["orderId"], &answer["symbol"], &answer["status"]), (&json!(0), &json!(""), &json!("")));
    for (order, code) in [
        ("side=BUY&type=MARKET&quantity=5", -2019),
        ("side=BUY&type=MARKET&quantity=0.0001", -1111),
        ("side=BUY&type=MARKET&quantity=0.010&reduceOnly=true", -2022),
        ("side=BUY&type=LIMIT&quantity=0.010&price=80000", -1102),
        ("side=BUY&type=STOP_MARKET&quantity=0.010", -4120),
    ] {
        test(order).await.refused(400, code);
    }
    assert_eq!(bench.sandbox.placed_orders(), []);
    bench.signed("GET", ORDER_PATH, "symbol=BTCUSDT&origClientOrderId=mine").await.refused(400, -2013);
    assert_eq!(bench.position("BTCUSDT").await["positionAmt"], "0.000");
}

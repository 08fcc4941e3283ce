//! Hedge mode: a long and a short position of a contract, side by side.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::bench::{Bench, Reply, decimal};

async fn in_hedge_mode() -> Bench {
    let bench = Bench::new().await;
    bench.set("85000.00");
    bench.signed("POST", "/fapi/v1/positionSide/dual", "dualSidePosition=true").await.ok();
    bench
}

async fn trade(bench: &Bench, side: &str, position_side: &str, quantity: &str) -> Reply {
    let order = format!("symbol=BTCUSDT&side={side}&type=MARKET&quantity={quantity}&positionSide={position_side}");
    bench.order(&order).await
}

async fn positions(bench: &Bench, version: u8) -> Value {
    bench.signed("GET", &format!("/fapi/v{version}/positionRisk"), "symbol=BTCUSDT").await.ok()
}

/// Side and size of positions.
fn held(rows: &Value) -> Vec<(&str, &str)> {
    let rows = rows.as_array().unwrap().iter();
    rows.map(|row| (row["positionSide"].as_str().unwrap(), row["positionAmt"].as_str().unwrap())).collect()
}

#[tokio::test]
async fn an_order_names_the_side_of_its_position() {
    let bench = in_hedge_mode().await;
    let order = "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.010";
    bench.order(order).await.refused(400, -4061);
    bench.order(&format!("{order}&positionSide=BOTH")).await.refused(400, -4061);
    let placed = bench.order(&format!("{order}&positionSide=LONG")).await.ok();
    assert_eq!((&placed["positionSide"], &placed["reduceOnly"]), (&json!("LONG"), &json!(false)));
    let stop = "side=SELL&type=STOP_MARKET&quantity=0.010&triggerPrice=80000";
    bench.algo(stop).await.refused(400, -4061);
    assert_eq!(bench.algo(&format!("{stop}&positionSide=LONG")).await.ok()["positionSide"], "LONG");
}

#[tokio::test]
async fn a_side_is_refused_in_one_way_mode() {
    let bench = Bench::new().await;
    trade(&bench, "BUY", "LONG", "0.010").await.refused(400, -4061);
    let stop = "side=SELL&type=STOP_MARKET&quantity=0.010&triggerPrice=80000&positionSide=SHORT";
    bench.algo(stop).await.refused(400, -4061);
}

#[tokio::test]
async fn reduce_only_is_not_for_hedge_mode() {
    let bench = in_hedge_mode().await;
    for flag in ["true", "false"] {
        let order = format!("symbol=BTCUSDT&side=SELL&type=MARKET&quantity=1&positionSide=LONG&reduceOnly={flag}");
        bench.order(&order).await.refused(400, -1106);
    }
    let stop = "side=SELL&type=STOP_MARKET&quantity=0.010&triggerPrice=80000&positionSide=LONG&reduceOnly=true";
    bench.algo(stop).await.refused(400, -1106);
}

#[tokio::test]
async fn a_contract_is_held_long_and_short_at_once() {
    let bench = in_hedge_mode().await;
    assert_eq!(held(&positions(&bench, 2).await), [("LONG", "0.000"), ("SHORT", "0.000")]);
    assert_eq!(positions(&bench, 3).await, json!([]));
    trade(&bench, "BUY", "LONG", "0.010").await.ok();
    assert_eq!(held(&positions(&bench, 3).await), [("LONG", "0.010")]);
    trade(&bench, "SELL", "SHORT", "0.004").await.ok();
    for version in [2, 3] {
        assert_eq!(held(&positions(&bench, version).await), [("LONG", "0.010"), ("SHORT", "-0.004")]);
    }
    let account = bench.signed("GET", "/fapi/v3/account", "").await.ok();
    assert_eq!(held(&account["positions"]), [("LONG", "0.010"), ("SHORT", "-0.004")]);

    bench.set("86000.00");
    let profits = positions(&bench, 3).await;
    assert!(decimal(&profits[0]["unRealizedProfit"]) > Decimal::ZERO);
    assert!(decimal(&profits[1]["unRealizedProfit"]) < Decimal::ZERO);
}

#[tokio::test]
async fn a_side_is_closed_by_the_other_side_of_the_book_and_never_turned_around() {
    let bench = in_hedge_mode().await;
    trade(&bench, "SELL", "LONG", "0.010").await.refused(400, -2022);
    trade(&bench, "BUY", "LONG", "0.010").await.ok();
    trade(&bench, "SELL", "SHORT", "0.004").await.ok();
    trade(&bench, "SELL", "LONG", "0.500").await.ok();
    assert_eq!(held(&positions(&bench, 2).await), [("LONG", "0.000"), ("SHORT", "-0.004")]);
    trade(&bench, "SELL", "LONG", "0.010").await.refused(400, -2022);
}

#[tokio::test]
async fn a_stop_closes_the_position_of_its_side_alone() {
    let bench = in_hedge_mode().await;
    trade(&bench, "BUY", "LONG", "0.010").await.ok();
    trade(&bench, "SELL", "SHORT", "0.004").await.ok();
    let stop = "side=SELL&type=STOP_MARKET&triggerPrice=84000&closePosition=true&positionSide=LONG";
    let stop = bench.algo(stop).await.ok();
    bench.set("83000.00");
    assert_eq!(bench.algo_order(&stop).await["algoStatus"], "FINISHED");
    assert_eq!(held(&positions(&bench, 2).await), [("LONG", "0.000"), ("SHORT", "-0.004")]);
}

#[tokio::test]
async fn leverage_and_margin_type_are_those_of_both_sides() {
    let bench = in_hedge_mode().await;
    bench.signed("POST", "/fapi/v1/leverage", "symbol=BTCUSDT&leverage=7").await.ok();
    bench.signed("POST", "/fapi/v1/marginType", "symbol=BTCUSDT&marginType=ISOLATED").await.ok();
    for row in positions(&bench, 2).await.as_array().unwrap() {
        assert_eq!((&row["leverage"], &row["marginType"]), (&json!("7"), &json!("isolated")));
    }
}

#[tokio::test]
async fn funding_is_paid_by_one_side_and_received_by_the_other() {
    let bench = in_hedge_mode().await;
    trade(&bench, "BUY", "LONG", "0.100").await.ok();
    trade(&bench, "SELL", "SHORT", "0.100").await.ok();
    let next = bench.get("/fapi/v1/premiumIndex?symbol=BTCUSDT").await.ok()["nextFundingTime"].as_i64().unwrap();
    bench.clock.set(next + 1_000);
    let rows = bench.signed("GET", "/fapi/v1/income", "incomeType=FUNDING_FEE").await.ok();
    let amounts: Vec<Decimal> = rows.as_array().unwrap().iter().map(|row| decimal(&row["income"])).collect();
    assert_eq!(amounts.len(), 2);
    assert_eq!(amounts.iter().sum::<Decimal>(), Decimal::ZERO);
}

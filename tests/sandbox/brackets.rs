//! Leverage brackets, and the limits and margins that follow from them.

use rust_decimal::Decimal;
use serde_json::Value;

use crate::bench::{Bench, decimal, encoded};

/// A contract whose brackets are small enough to climb.
fn small() -> String {
    encoded("币安人生USDT")
}

async fn brackets(bench: &Bench, symbol: &str) -> Vec<Value> {
    let answer = bench.signed("GET", "/fapi/v1/leverageBracket", &format!("symbol={symbol}")).await.ok();
    answer["brackets"].as_array().unwrap().clone()
}

/// A JSON number, by its digits.
fn number(value: &Value) -> Decimal {
    value.as_number().unwrap().to_string().parse().unwrap()
}

/// Buys for at least this much, and as little above it as may be.
async fn buy(bench: &Bench, notional: i64) -> crate::bench::Reply {
    let quantity = (Decimal::from(notional) / bench.price(&small()).await).ceil();
    bench.order(&format!("symbol={}&side=BUY&type=MARKET&quantity={quantity}", small())).await
}

#[tokio::test]
async fn the_answer_is_an_object_for_one_contract_and_a_list_for_all() {
    let bench = Bench::new().await;
    let all = bench.signed("GET", "/fapi/v1/leverageBracket", "").await.ok();
    let one = bench.signed("GET", "/fapi/v1/leverageBracket", "symbol=BTCUSDT").await.ok();
    assert!(all.as_array().unwrap().contains(&one));
    assert_eq!(one["brackets"][0]["maintMarginRatio"].as_number().unwrap().to_string(), "0.004");
}

#[tokio::test]
async fn a_bracket_ends_at_the_largest_position_that_its_leverage_allows() {
    let bench = Bench::new().await;
    for bracket in brackets(&bench, "ETHUSDT").await {
        let change = format!("symbol=ETHUSDT&leverage={}", bracket["initialLeverage"]);
        let changed = bench.signed("POST", "/fapi/v1/leverage", &change).await.ok();
        assert_eq!(decimal(&changed["maxNotionalValue"]), number(&bracket["notionalCap"]));
    }
    let highest = brackets(&bench, "DOGEUSDT").await[0]["initialLeverage"].as_i64().unwrap();
    let change = format!("symbol=DOGEUSDT&leverage={}", highest + 1);
    bench.signed("POST", "/fapi/v1/leverage", &change).await.refused(400, -4028);
}

#[tokio::test]
async fn a_position_may_not_outgrow_the_bracket_of_its_leverage() {
    let bench = Bench::new().await;
    let path = "/fapi/v1/leverage";
    bench.signed("POST", path, &format!("symbol={}&leverage=50", small())).await.ok();
    buy(&bench, 10_001).await.refused(400, -2027);
    bench.signed("POST", path, &format!("symbol={}&leverage=20", small())).await.ok();
    buy(&bench, 10_001).await.ok();
    bench.signed("POST", path, &format!("symbol={}&leverage=50", small())).await.refused(400, -2027);
}

#[tokio::test]
async fn the_maintenance_margin_is_that_of_the_bracket() {
    let bench = Bench::new().await;
    buy(&bench, 30_000).await.ok();
    let row = &bench.signed("GET", "/fapi/v3/positionRisk", "").await.ok()[0];
    let notional = decimal(&row["notional"]);
    let brackets = brackets(&bench, &small()).await;
    let bracket = brackets.iter().find(|bracket| notional <= number(&bracket["notionalCap"])).unwrap();
    assert_eq!(bracket["bracket"], 2);
    let margin = notional * number(&bracket["maintMarginRatio"]) - number(&bracket["cum"]);
    assert_eq!(decimal(&row["maintMargin"]), margin.round_dp(8));
}

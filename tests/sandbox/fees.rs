//! Commission rates, and what trades cost.

use rust_decimal::Decimal;
use serde_json::Value;

use crate::bench::{Bench, decimal};

async fn rates(bench: &Bench) -> Value {
    bench.signed("GET", "/fapi/v1/commissionRate", "symbol=BTCUSDT").await.ok()
}

/// What the last trade cost.
async fn last_fee(bench: &Bench) -> Decimal {
    let rows = bench.signed("GET", "/fapi/v1/income", "incomeType=COMMISSION&limit=1").await.ok();
    -decimal(&rows[0]["income"])
}

#[tokio::test]
async fn what_fills_at_once_costs_the_rate_of_a_taker() {
    let bench = Bench::new().await;
    bench.set("85000.00");
    bench.open("SELL", "0.010").await;
    assert_eq!(last_fee(&bench).await, Decimal::from(850) * decimal(&rates(&bench).await["takerCommissionRate"]));
}

#[tokio::test]
async fn what_rested_costs_the_rate_of_a_maker_or_that_of_rpi() {
    let bench = Bench::new().await;
    for (time_in_force, rate) in [("GTC", "makerCommissionRate"), ("RPI", "rpiCommissionRate")] {
        bench.set("85000.00");
        let order = "symbol=BTCUSDT&side=BUY&type=LIMIT&quantity=0.010&price=84000";
        bench.order(&format!("{order}&timeInForce={time_in_force}")).await.ok();
        bench.set("83000.00");
        assert_eq!(last_fee(&bench).await, Decimal::from(840) * decimal(&rates(&bench).await[rate]), "{rate}");
    }
}

#[tokio::test]
async fn rates_are_those_of_one_contract() {
    let bench = Bench::new().await;
    let path = "/fapi/v1/commissionRate";
    bench.signed("GET", path, "").await.refused(400, -1102);
    bench.signed("GET", path, "symbol=NOUSDT").await.refused(400, -1121);
    assert_eq!(rates(&bench).await["symbol"], "BTCUSDT");
}

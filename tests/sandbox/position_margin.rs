//! Margin of isolated positions that is added and taken out by hand.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::bench::{Bench, MINUTE, NOW, Reply, decimal};

const PATH: &str = "/fapi/v1/positionMargin";
const HISTORY: &str = "/fapi/v1/positionMargin/history";
const DAY: i64 = 24 * 60 * MINUTE;

async fn isolated() -> Bench {
    let bench = Bench::new().await;
    bench.set("85000.00");
    bench.signed("POST", "/fapi/v1/marginType", "symbol=BTCUSDT&marginType=ISOLATED").await.ok();
    bench
}

async fn change(bench: &Bench, kind: u8, amount: &str) -> Reply {
    bench.signed("POST", PATH, &format!("symbol=BTCUSDT&type={kind}&amount={amount}")).await
}

async fn history(bench: &Bench, more: &str) -> Value {
    bench.signed("GET", HISTORY, &format!("symbol=BTCUSDT{more}")).await.ok()
}

async fn position(bench: &Bench) -> Value {
    bench.signed("GET", "/fapi/v3/positionRisk", "").await.ok()[0].clone()
}

async fn available(bench: &Bench) -> Decimal {
    decimal(&bench.signed("GET", "/fapi/v3/account", "").await.ok()["availableBalance"])
}

#[tokio::test]
async fn margin_moves_between_the_wallet_and_the_position_and_the_liquidation_price_with_it() {
    let bench = isolated().await;
    bench.open("BUY", "0.100").await;
    let (before, free) = (position(&bench).await, available(&bench).await);
    let added = change(&bench, 1, "250.5").await.ok();
    let expected = json!({ "amount": 250.5, "code": 200, "msg": "Successfully modify position margin.", "type": 1 });
    assert_eq!(added, expected);
    let after = position(&bench).await;
    let moved = Decimal::new(2505, 1);
    for field in ["isolatedWallet", "isolatedMargin"] {
        assert_eq!(decimal(&after[field]), decimal(&before[field]) + moved, "{field}");
    }
    assert_eq!(available(&bench).await, free - moved);
    assert!(decimal(&after["liquidationPrice"]) < decimal(&before["liquidationPrice"]));

    change(&bench, 2, "250").await.ok();
    assert_eq!(available(&bench).await, free - Decimal::new(5, 1));
}

#[tokio::test]
async fn what_cannot_be_moved_is_refused() {
    let bench = Bench::new().await;
    bench.set("85000.00");
    change(&bench, 1, "10").await.refused(400, -4049);
    bench.signed("POST", "/fapi/v1/marginType", "symbol=BTCUSDT&marginType=ISOLATED").await.ok();
    change(&bench, 1, "10").await.refused(400, -4054);
    bench.open("SELL", "0.100").await;
    change(&bench, 1, "0").await.refused(400, -4055);
    change(&bench, 1, "0.123456789").await.refused(400, -1111);
    change(&bench, 1, "1000000").await.refused(400, -4050);
    change(&bench, 2, "400").await.refused(400, -4051);
    change(&bench, 3, "10").await.refused(400, -1130);
    bench.signed("POST", PATH, "symbol=BTCUSDT&type=1&amount=1&positionSide=SHORT").await.refused(400, -4061);
    assert_eq!(history(&bench, "").await, json!([]));
}

#[tokio::test]
async fn the_history_has_every_change_once() {
    let bench = isolated().await;
    bench.open("BUY", "0.100").await;
    change(&bench, 1, "250.5").await.ok();
    bench.clock.advance(MINUTE);
    change(&bench, 2, "0.5").await.ok();
    let rows = history(&bench, "").await;
    let first = json!({
        "symbol": "BTCUSDT", "type": 1, "deltaType": "USER_ADJUST", "amount": "250.50000000", "asset": "USDT",
        "time": NOW, "positionSide": "BOTH", "clientTranId": "",
    });
    assert_eq!((rows.as_array().unwrap().len(), &rows[0]), (2, &first));
    assert_eq!((&rows[1]["type"], &rows[1]["amount"]), (&json!(2), &json!("-0.50000000")));
    assert_eq!(history(&bench, "&type=2").await, json!([rows[1]]));
    assert_eq!(history(&bench, "&limit=1").await, json!([rows[1]]));
    assert_eq!(history(&bench, &format!("&startTime={NOW}&limit=1")).await, json!([rows[0]]));
    let other = bench.signed("GET", HISTORY, "symbol=ETHUSDT").await.ok();
    assert_eq!(other, json!([]));
}

#[tokio::test]
async fn the_history_goes_back_thirty_days_and_is_asked_for_thirty_days_at_once() {
    let bench = isolated().await;
    bench.open("BUY", "0.100").await;
    change(&bench, 1, "1").await.ok();
    bench.clock.advance(29 * DAY);
    assert_eq!(history(&bench, "").await.as_array().unwrap().len(), 1);
    bench.clock.advance(2 * DAY);
    assert_eq!(history(&bench, "").await, json!([]));
    let long = format!("symbol=BTCUSDT&startTime={NOW}");
    bench.signed("GET", HISTORY, &long).await.refused(400, -4165);
    bench.signed("GET", HISTORY, &format!("{long}&endTime={}", NOW - 1)).await.refused(400, -1023);
}

#[tokio::test]
async fn each_side_of_hedge_mode_has_margin_of_its_own() {
    let bench = isolated().await;
    bench.signed("POST", "/fapi/v1/positionSide/dual", "dualSidePosition=true").await.ok();
    for (side, position_side) in [("BUY", "LONG"), ("SELL", "SHORT")] {
        let order = format!("symbol=BTCUSDT&side={side}&type=MARKET&quantity=0.010&positionSide={position_side}");
        bench.order(&order).await.ok();
    }
    let wallets = async || {
        let rows = bench.signed("GET", "/fapi/v3/positionRisk", "").await.ok();
        [&rows[0], &rows[1]].map(|row| decimal(&row["isolatedWallet"]))
    };
    let [long, short] = wallets().await;
    change(&bench, 1, "5").await.refused(400, -4061);
    bench.signed("POST", PATH, "symbol=BTCUSDT&type=1&amount=5&positionSide=SHORT").await.ok();
    assert_eq!(wallets().await, [long, short + Decimal::from(5)]);
    assert_eq!(history(&bench, "").await[0]["positionSide"], "SHORT");
}

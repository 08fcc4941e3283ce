//! Prices set by hand.

use rust_decimal::Decimal;
use serde_json::json;

use crate::bench::{Bench, MINUTE, NOW, decimal};

#[tokio::test]
async fn market_data_follows_a_price_that_was_set() {
    let bench = Bench::new().await;
    bench.set("88000.10");
    bench.clock.advance(3 * MINUTE);
    let price = Decimal::new(8_800_010, 2);
    assert_eq!(bench.price("BTCUSDT").await, price);
    let premium = bench.get("/fapi/v1/premiumIndex?symbol=BTCUSDT").await.ok();
    assert_eq!((&premium["markPrice"], &premium["indexPrice"]), (&json!("88000.10000000"), &json!("88000.10000000")));
    let book = bench.get("/fapi/v1/depth?symbol=BTCUSDT&limit=5").await.ok();
    assert_eq!((&book["bids"][0][0], &book["asks"][0][0]), (&json!("88000.10"), &json!("88000.20")));
    let klines = bench.get("/fapi/v1/klines?symbol=BTCUSDT&interval=1m&limit=2").await.ok();
    for column in 1..=4 {
        assert_eq!(decimal(&klines[0][column]), price);
    }
    assert_eq!(decimal(&klines[1][4]), price);
    let trades = bench.get("/fapi/v1/trades?symbol=BTCUSDT&limit=1").await.ok();
    let ticker = bench.get("/fapi/v1/ticker/24hr?symbol=BTCUSDT").await.ok();
    assert_eq!((decimal(&trades[0]["price"]), decimal(&ticker["lastPrice"])), (price, price));
}

#[tokio::test]
async fn the_candle_in_progress_reaches_to_the_price_at_once() {
    let bench = Bench::new().await;
    bench.set("95000");
    let klines = bench.get("/fapi/v1/klines?symbol=BTCUSDT&interval=1h&limit=2").await.ok();
    assert_eq!((&klines[1][2], &klines[1][4]), (&json!("95000.00"), &json!("95000.00")));
    assert!(decimal(&klines[0][2]) < Decimal::from(95_000));
}

#[tokio::test]
async fn a_price_is_set_again_and_released() {
    let (bench, free) = (Bench::new().await, Bench::new().await);
    bench.set("88000");
    bench.set("86000");
    assert_eq!(bench.price("BTCUSDT").await, Decimal::from(86_000));
    assert_eq!(bench.price("ETHUSDT").await, free.price("ETHUSDT").await);
    bench.clock.advance(MINUTE);
    free.clock.advance(MINUTE);
    bench.sandbox.release_price("BTCUSDT").unwrap();
    assert_eq!(bench.price("BTCUSDT").await, free.price("BTCUSDT").await);
    let target = format!("/fapi/v1/klines?symbol=BTCUSDT&interval=1m&limit=1&endTime={NOW}");
    assert_eq!(bench.get(&target).await.ok()[0][4], "86000.00");
}

#[tokio::test]
async fn a_price_that_no_order_may_have_is_not_set() {
    let bench = Bench::new().await;
    let before = bench.price("BTCUSDT").await;
    let refused = |symbol: &str, price: &str| bench.sandbox.set_price(symbol, price).unwrap_err().to_string();
    assert_eq!(
        refused("BTCUSDT", "88000.05"),
        "88000.05 is no price of BTCUSDT: it has to be a multiple of 0.10 from 261.10 to 8094840.00"
    );
    for price in ["0", "-1", "1", "79228162514264337593543950335", "x", ""] {
        refused("BTCUSDT", price);
    }
    assert_eq!(refused("NONSENSE", "1"), "the sandbox has no contract \"NONSENSE\" that trades");
    assert!(bench.sandbox.release_price("BTCSTUSDT").is_err());
    assert_eq!(bench.price("BTCUSDT").await, before);
}

#[tokio::test]
async fn a_price_that_was_there_for_a_moment_fills_what_it_reached() {
    let bench = Bench::new().await;
    bench.set("88000");
    let order = "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.010&price=87000";
    bench.order(order).await.ok();
    bench.set("86900");
    bench.set("88000");
    assert_eq!((bench.sandbox.open_orders(), &bench.position("BTCUSDT").await["entryPrice"]), (0, &json!("87000")));
}

//! Prices that are computed: index, mark price and premium, and klines of them.

use rust_decimal::Decimal;
use serde_json::Value;

use crate::bench::{Bench, MINUTE, decimal, encoded};

async fn last_kline(bench: &Bench, target: &str) -> Value {
    let rows = bench.get(&format!("/fapi/v1/{target}&interval=1m&limit=3")).await.ok();
    assert_eq!(rows.as_array().unwrap().len(), 3);
    assert_eq!(rows[2].as_array().unwrap().len(), 12);
    rows[2].clone()
}

#[tokio::test]
async fn klines_of_computed_prices_close_at_the_price_of_now() {
    // By then all of them are listed.
    let bench = Bench::at(1_790_000_007_000).await;
    for symbol in ["BTCUSDT", "币安人生USDT", "TSLAUSDT"] {
        let symbol = encoded(symbol);
        let now = bench.get(&format!("/fapi/v1/premiumIndex?symbol={symbol}")).await.ok();
        let index = last_kline(&bench, &format!("indexPriceKlines?pair={symbol}")).await;
        let mark = last_kline(&bench, &format!("markPriceKlines?symbol={symbol}")).await;
        assert_eq!((&index[4], &mark[4]), (&now["indexPrice"], &now["markPrice"]));
        let premium = last_kline(&bench, &format!("premiumIndexKlines?symbol={symbol}")).await;
        let index = decimal(&now["indexPrice"]);
        let expected = (bench.price(&symbol).await - index) / index;
        assert!((decimal(&premium[4]) - expected).abs() < Decimal::new(1, 6), "{premium} for {expected}");
    }
}

#[tokio::test]
async fn the_highest_and_the_lowest_of_an_hour_are_those_of_its_minutes() {
    let start = 1_789_992_000_000_i64;
    let bench = Bench::at(start + 90 * MINUTE).await;
    let range = format!("startTime={start}&endTime={}", start + 60 * MINUTE - 1);
    for target in
        ["indexPriceKlines?pair=BTCUSDT", "markPriceKlines?symbol=BTCUSDT", "premiumIndexKlines?symbol=BTCUSDT_261225"]
    {
        let ask =
            async |interval: &str| bench.get(&format!("/fapi/v1/{target}&interval={interval}&{range}")).await.ok();
        let (hour, minutes) = (ask("1h").await, ask("1m").await);
        let column = |index: usize| minutes.as_array().unwrap().iter().map(move |row| decimal(&row[index]));
        assert_eq!(column(2).count(), 60, "{target}");
        assert_eq!((column(2).max(), column(3).min()), (Some(decimal(&hour[0][2])), Some(decimal(&hour[0][3]))));
        assert_eq!((&hour[0][1], &hour[0][4]), (&minutes[0][1], &minutes[59][4]), "{target}");
    }
}

#[tokio::test]
async fn contracts_of_a_pair_share_its_index_price() {
    let bench = Bench::at(1_790_000_000_000).await;
    let [perpetual, quarter] =
        ["BTCUSDT", "BTCUSDT_261225"].map(|symbol| format!("/fapi/v1/premiumIndex?symbol={symbol}"));
    let (perpetual, quarter) = (bench.get(&perpetual).await.ok(), bench.get(&quarter).await.ok());
    assert_eq!(perpetual["indexPrice"], quarter["indexPrice"]);
    assert_ne!(perpetual["markPrice"], quarter["markPrice"]);
}

#[tokio::test]
async fn a_price_that_is_set_is_in_the_klines_of_mark_and_index() {
    let bench = Bench::new().await;
    bench.set("80000");
    for target in ["indexPriceKlines?pair=BTCUSDT", "markPriceKlines?symbol=BTCUSDT"] {
        assert_eq!(decimal(&last_kline(&bench, target).await[4]), Decimal::from(80_000));
    }
    let premium = last_kline(&bench, "premiumIndexKlines?symbol=BTCUSDT").await;
    assert_eq!(decimal(&premium[4]), Decimal::ZERO);
}

#[tokio::test]
async fn continuous_klines_are_those_of_the_contract() {
    let bench = Bench::new().await;
    let of_pair = bench.get("/fapi/v1/continuousKlines?pair=ETHUSDT&contractType=PERPETUAL&interval=5m").await.ok();
    assert_eq!(of_pair, bench.get("/fapi/v1/klines?symbol=ETHUSDT&interval=5m").await.ok());
    let none = bench.get("/fapi/v1/continuousKlines?pair=ETHUSDT&contractType=NEXT_QUARTER&interval=5m").await.ok();
    assert_eq!(none, serde_json::json!([]));
    let unknown = "/fapi/v1/continuousKlines?pair=NOUSDT&contractType=PERPETUAL&interval=5m";
    bench.get(unknown).await.refused(400, -1121);
    bench.get("/fapi/v1/markPriceKlines?symbol=ETHUSDT&interval=1s").await.refused(400, -1120);
}

#[tokio::test]
async fn the_weighted_prices_of_the_constituents_are_the_index_price() {
    let bench = Bench::new().await;
    let answer = bench.get("/fapi/v1/constituents?symbol=BTCUSDT").await.ok();
    let rows = answer["constituents"].as_array().unwrap();
    let sum: Decimal = rows.iter().map(|row| decimal(&row["price"]) * decimal(&row["weight"])).sum();
    let now = bench.get("/fapi/v1/premiumIndex?symbol=BTCUSDT").await.ok();
    assert_eq!(sum, decimal(&now["indexPrice"]));
    assert_eq!(rows.iter().map(|row| decimal(&row["weight"])).sum::<Decimal>(), Decimal::ONE);
}

#[tokio::test]
async fn an_asset_counts_for_its_index_price_less_the_buffer() {
    let bench = Bench::new().await;
    let bitcoin = bench.get("/fapi/v1/assetIndex?symbol=BTCUSD").await.ok();
    let now = bench.get("/fapi/v1/premiumIndex?symbol=BTCUSDT").await.ok();
    assert_eq!(bitcoin["index"], now["indexPrice"]);
    let counted = decimal(&bitcoin["index"]) * (Decimal::ONE - decimal(&bitcoin["bidBuffer"]));
    assert_eq!(decimal(&bitcoin["bidRate"]), counted.round_dp(8));
    let all = bench.get("/fapi/v1/assetIndex").await.ok();
    assert!(all.as_array().unwrap().len() == 4 && all.as_array().unwrap().contains(&bitcoin), "{all}");
    bench.get("/fapi/v1/assetIndex?symbol=BTCUSDT").await.refused(400, -1121);
}

#[tokio::test]
async fn no_contract_is_on_a_composite_index() {
    let bench = Bench::new().await;
    assert_eq!(bench.get("/fapi/v1/indexInfo").await.ok(), serde_json::json!([]));
    bench.get("/fapi/v1/indexInfo?symbol=NOUSDT").await.refused(400, -1121);
}

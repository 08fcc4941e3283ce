//! Statistics, past deliveries, insurance funds and sessions.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::bench::{Bench, MINUTE, NOW, decimal};

const DAY: i64 = 24 * 60 * MINUTE;
/// When the delivery contract trades.
const LATE: i64 = 1_790_000_000_000;
const OF_SYMBOL: [&str; 5] = [
    "openInterestHist",
    "globalLongShortAccountRatio",
    "topLongShortAccountRatio",
    "topLongShortPositionRatio",
    "takerlongshortRatio",
];

async fn ask(bench: &Bench, target: &str, parameters: &str) -> Vec<Value> {
    let rows = bench.get(&format!("/futures/data/{target}?{parameters}")).await.ok();
    rows.as_array().unwrap().clone()
}

#[tokio::test]
async fn rows_are_one_period_apart_and_end_with_the_period_of_now() {
    let bench = Bench::new().await;
    for target in OF_SYMBOL {
        let rows = ask(&bench, target, "symbol=BTCUSDT&period=1h").await;
        let times: Vec<i64> = rows.iter().map(|row| row["timestamp"].as_i64().unwrap()).collect();
        assert_eq!((times.len(), times[29]), (30, NOW - NOW % (60 * MINUTE)), "{target}");
        assert!(times.windows(2).all(|pair| pair[1] - pair[0] == 60 * MINUTE), "{target}");
    }
}

#[tokio::test]
async fn a_span_of_time_gives_its_first_rows() {
    let bench = Bench::new().await;
    for target in OF_SYMBOL {
        let (start, end) = (NOW - 10 * 60 * MINUTE, NOW - 5 * 60 * MINUTE);
        let span = format!("symbol=BTCUSDT&period=1h&startTime={start}&endTime={end}");
        let rows = ask(&bench, target, &span).await;
        assert_eq!((rows.len(), rows[..2].to_vec()), (5, ask(&bench, target, &format!("{span}&limit=2")).await));
    }
}

#[tokio::test]
async fn statistics_are_kept_for_thirty_days() {
    let bench = Bench::new().await;
    let start = |days: i64| {
        format!("/futures/data/basis?pair=BTCUSDT&contractType=PERPETUAL&period=1d&startTime={}", NOW - days * DAY)
    };
    assert_eq!(bench.get(&start(30)).await.ok().as_array().unwrap().len(), 30);
    bench.get(&start(31)).await.refused(400, -1130);
    assert_eq!(ask(&bench, "openInterestHist", "symbol=BTCUSDT&period=1d&limit=500").await.len(), 30);
}

#[tokio::test]
async fn takers_bought_what_the_klines_say() {
    let bench = Bench::new().await;
    let rows = ask(&bench, "takerlongshortRatio", "symbol=ETHUSDT&period=15m&limit=3").await;
    let klines = bench.get("/fapi/v1/klines?symbol=ETHUSDT&interval=15m&limit=3").await.ok();
    for (row, kline) in rows.iter().zip(klines.as_array().unwrap()) {
        assert_eq!((&row["timestamp"], &row["buyVol"]), (&kline[0], &kline[9]));
        assert_eq!(decimal(&row["buyVol"]) + decimal(&row["sellVol"]), decimal(&kline[5]));
    }
}

#[tokio::test]
async fn long_and_short_are_the_whole_and_their_ratio_is_exact_to_four_digits() {
    let bench = Bench::new().await;
    for target in &OF_SYMBOL[1..4] {
        for row in ask(&bench, target, "symbol=DOGEUSDT&period=5m").await {
            let (long, short) = (decimal(&row["longAccount"]), decimal(&row["shortAccount"]));
            assert_eq!((long + short, decimal(&row["longShortRatio"])), (Decimal::ONE, (long / short).round_dp(4)));
        }
    }
}

#[tokio::test]
async fn the_open_interest_of_a_time_is_what_was_answered_then() {
    let bench = Bench::at(NOW - NOW % (5 * MINUTE)).await;
    let now = bench.get("/fapi/v1/openInterest?symbol=BTCUSDT").await.ok();
    let mark = bench.mark().await;
    bench.clock.advance(MINUTE);
    let row = &ask(&bench, "openInterestHist", "symbol=BTCUSDT&period=5m&limit=1").await[0];
    assert_eq!(decimal(&row["sumOpenInterest"]), decimal(&now["openInterest"]));
    assert_eq!(decimal(&row["sumOpenInterestValue"]), (decimal(&now["openInterest"]) * mark).round_dp(8));
    assert!(row.get("CMCCirculatingSupply").is_some());
    let share = &ask(&Bench::at(LATE).await, "openInterestHist", "symbol=TSLAUSDT&period=5m").await[0];
    assert!(share.get("CMCCirculatingSupply").is_none());
}

#[tokio::test]
async fn the_basis_is_the_distance_from_the_index_price() {
    let bench = Bench::at(LATE).await;
    for (kind, is_annualized) in [("PERPETUAL", false), ("CURRENT_QUARTER", true)] {
        for row in ask(&bench, "basis", &format!("pair=BTCUSDT&contractType={kind}&period=4h&limit=5")).await {
            let (index, price) = (decimal(&row["indexPrice"]), decimal(&row["futuresPrice"]));
            assert_eq!((decimal(&row["basis"]), &row["contractType"]), (price - index, &json!(kind)));
            assert_eq!(row["annualizedBasisRate"] != "", is_annualized);
        }
    }
    assert!(ask(&bench, "basis", "pair=ETHUSDT&contractType=NEXT_QUARTER&period=4h").await.is_empty());
    bench.get("/futures/data/basis?pair=NOUSDT&contractType=PERPETUAL&period=4h").await.refused(400, -1121);
}

#[tokio::test]
async fn deliveries_are_settled_at_the_index_price_and_told_as_numbers() {
    let bench = Bench::at(1_759_000_000_000).await;
    let rows = ask(&bench, "delivery-price", "pair=BTCUSDT").await;
    let time = rows[0]["deliveryTime"].as_i64().unwrap();
    // 2025-09-26.
    assert_eq!(time, 1_758_844_800_000);
    let then = Bench::at(time).await;
    let index = decimal(&then.get("/fapi/v1/premiumIndex?symbol=BTCUSDT").await.ok()["indexPrice"]);
    assert_eq!(rows[0]["deliveryPrice"].to_string(), index.round_dp(1).normalize().to_string());
    assert!(ask(&bench, "delivery-price", "pair=ETHUSDT").await.is_empty());
}

#[tokio::test]
async fn statistics_have_a_limit_of_their_own_and_cost_no_weight() {
    let bench = Bench::with(|builder| builder.limit("statistics", 2)).await;
    let ask = async |target: &str| bench.get(&format!("/futures/data/{target}")).await;
    let reply = ask("takerlongshortRatio?symbol=BTCUSDT&period=1h").await;
    assert_eq!(reply.header("x-mbx-used-weight-1m"), None);
    ask("delivery-price?pair=BTCUSDT").await.ok();
    ask("basis?pair=BTCUSDT&contractType=PERPETUAL&period=1h").await.refused(429, -1003);
    let ticker = bench.get("/fapi/v2/ticker/price?symbol=BTCUSDT").await;
    assert_eq!(ticker.header("x-mbx-used-weight-1m"), Some("1"));
}

#[tokio::test]
async fn the_fund_of_a_contract_is_one_of_all_and_has_it_as_a_member() {
    let bench = Bench::new().await;
    let all = bench.get("/fapi/v1/insuranceBalance").await.ok();
    for symbol in ["ETHUSDT", "DOGEUSDT"] {
        let fund = bench.get(&format!("/fapi/v1/insuranceBalance?symbol={symbol}")).await.ok();
        assert!(fund["symbols"].as_array().unwrap().contains(&json!(symbol)), "{fund}");
        assert!(all.as_array().unwrap().contains(&fund));
    }
}

#[tokio::test]
async fn the_risk_of_a_contract_is_rated_every_half_hour() {
    let bench = Bench::new().await;
    let all = bench.get("/fapi/v1/symbolAdlRisk").await.ok();
    let one = bench.get("/fapi/v1/symbolAdlRisk?symbol=BTCUSDT").await.ok();
    assert!(all.as_array().unwrap().contains(&one));
    assert_eq!(one["updateTime"], NOW - NOW % (30 * MINUTE));
    assert!(["low", "medium", "high"].iter().any(|risk| one["adlRisk"] == *risk), "{one}");
}

#[tokio::test]
async fn sessions_follow_each_other_for_a_week_from_yesterday() {
    let bench = Bench::new().await;
    let answer = bench.get("/fapi/v1/tradingSchedule").await.ok();
    for market in ["EQUITY", "COMMODITY"] {
        let sessions = answer["marketSchedules"][market]["sessions"].as_array().unwrap();
        assert!(sessions.windows(2).all(|pair| pair[0]["endTime"] == pair[1]["startTime"]), "{market}");
        let (first, last) = (&sessions[0]["startTime"], &sessions[sessions.len() - 1]["endTime"]);
        let midnight = NOW - NOW % DAY;
        assert_eq!((first, last), (&json!(midnight - DAY), &json!(midnight + 6 * DAY)));
        let closed = sessions.iter().filter(|session| session["type"] == "NO_TRADING").count();
        assert_eq!(closed, 2, "{market}");
    }
}

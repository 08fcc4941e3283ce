//! Trades of several kinds, and the best prices of the book.

use serde_json::{Value, json};

use crate::bench::{Bench, MINUTE, NOW, decimal};

const AGGREGATED: &str = "/fapi/v1/aggTrades?symbol=BTCUSDT";
const OLD: &str = "/fapi/v1/historicalTrades?symbol=BTCUSDT";

async fn old(bench: &Bench, parameters: &str) -> Value {
    bench.send("GET", &format!("{OLD}{parameters}"), &bench.key(), "").await.ok()
}

#[tokio::test]
async fn aggregated_trades_are_those_of_the_trade_list() {
    let bench = Bench::new().await;
    let trades = bench.get("/fapi/v1/trades?symbol=BTCUSDT&limit=4").await.ok();
    let rows = bench.get(&format!("{AGGREGATED}&limit=4")).await.ok();
    let same = |row: &Value, trade: &Value| {
        row["p"] == trade["price"]
            && row["q"] == trade["qty"]
            && row["T"] == trade["time"]
            && row["m"] == trade["isBuyerMaker"]
            && row["f"] == trade["id"]
    };
    let (rows, trades) = (rows.as_array().unwrap(), trades.as_array().unwrap());
    assert_eq!((rows.len(), trades.len()), (4, 4));
    assert!(rows.iter().zip(trades).all(|(row, trade)| same(row, trade)), "{rows:?}\n{trades:?}");
}

#[tokio::test]
async fn aggregated_trades_are_found_by_their_id_and_by_time() {
    let bench = Bench::new().await;
    let rows = bench.get(&format!("{AGGREGATED}&limit=3")).await.ok();
    let by_id = bench.get(&format!("{AGGREGATED}&fromId={}", rows[1]["a"])).await.ok();
    assert_eq!(by_id.as_array().unwrap()[..], rows.as_array().unwrap()[1..]);
    let (start, end) = (&rows[0]["T"], &rows[1]["T"]);
    let by_time = bench.get(&format!("{AGGREGATED}&startTime={start}&endTime={end}")).await.ok();
    assert_eq!(by_time.as_array().unwrap()[..], rows.as_array().unwrap()[..2]);
    let until = bench.get(&format!("{AGGREGATED}&endTime={end}&limit=2")).await.ok();
    assert_eq!(until, by_time);
}

#[tokio::test]
async fn aggregated_trades_of_more_than_an_hour_are_refused() {
    let bench = Bench::new().await;
    let ask = async |start: i64| bench.get(&format!("{AGGREGATED}&startTime={start}&endTime={NOW}")).await;
    assert_eq!(ask(NOW - 60 * MINUTE).await.ok().as_array().unwrap().len(), 241);
    ask(NOW - 60 * MINUTE - 1).await.refused(400, -1127);
    ask(NOW + 1).await.refused(400, -1023);
}

#[tokio::test]
async fn old_trades_go_on_from_an_id_and_need_a_key() {
    let bench = Bench::new().await;
    bench.get(OLD).await.refused(401, -2014);
    let latest = old(&bench, "&limit=3").await;
    assert_eq!(latest, bench.get("/fapi/v1/trades?symbol=BTCUSDT&limit=3").await.ok());
    let from = old(&bench, &format!("&limit=2&fromId={}", latest[0]["id"])).await;
    assert_eq!(from.as_array().unwrap()[..], latest.as_array().unwrap()[..2]);
    let first = old(&bench, "&limit=1&fromId=0").await;
    assert!(first[0]["time"].as_i64().unwrap() >= NOW - 30 * 24 * 60 * MINUTE, "{first}");
}

#[tokio::test]
async fn the_best_prices_are_those_of_the_book() {
    let bench = Bench::new().await;
    let book = bench.get("/fapi/v1/depth?symbol=ETHUSDT&limit=5").await.ok();
    let best = bench.get("/fapi/v1/ticker/bookTicker?symbol=ETHUSDT").await.ok();
    assert_eq!(json!([best["bidPrice"], best["bidQty"]]), book["bids"][0]);
    assert_eq!(json!([best["askPrice"], best["askQty"]]), book["asks"][0]);
    assert_eq!(best["lastUpdateId"], book["lastUpdateId"]);
    let all = bench.get("/fapi/v1/ticker/bookTicker").await.ok();
    assert!(all.as_array().unwrap().len() == 6 && all.as_array().unwrap().contains(&best), "{all}");
}

#[tokio::test]
async fn the_book_with_retail_orders_has_the_same_prices_and_no_less_at_them() {
    let bench = Bench::new().await;
    let book = bench.get("/fapi/v1/depth?symbol=BTCUSDT&limit=1000").await.ok();
    let retail = bench.get("/fapi/v1/rpiDepth?symbol=BTCUSDT").await.ok();
    for side in ["bids", "asks"] {
        let (plain, more) = (book[side].as_array().unwrap(), retail[side].as_array().unwrap());
        assert_eq!((plain.len(), more.len()), (1000, 1000));
        let both = || plain.iter().zip(more);
        assert!(both().all(|(plain, more)| plain[0] == more[0] && decimal(&plain[1]) <= decimal(&more[1])));
        assert!(both().any(|(plain, more)| plain[1] != more[1]));
    }
    bench.get("/fapi/v1/rpiDepth?symbol=BTCUSDT&limit=500").await.refused(400, -4021);
}

#[tokio::test]
async fn both_versions_of_the_price_ticker_say_the_same() {
    let bench = Bench::new().await;
    for parameters in ["", "?symbol=DOGEUSDT"] {
        let [first, second] = ["v1", "v2"].map(|version| format!("/fapi/{version}/ticker/price{parameters}"));
        assert_eq!(bench.get(&first).await.ok(), bench.get(&second).await.ok());
    }
}

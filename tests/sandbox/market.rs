//! Market data.

use rust_decimal::Decimal;
use serde_json::json;

use crate::bench::{Bench, NOW, decimal};

#[tokio::test]
async fn market_data_agrees_with_itself() {
    let bench = Bench::at(NOW + 7_000).await;
    let price = bench.price("BTCUSDT").await;
    let klines = bench.get("/fapi/v1/klines?symbol=BTCUSDT&interval=1h&limit=3").await.ok();
    assert_eq!(decimal(&klines[2][4]), price);
    let trades = bench.get("/fapi/v1/trades?symbol=BTCUSDT&limit=7").await.ok();
    assert_eq!((trades.as_array().unwrap().len(), decimal(&trades[6]["price"])), (7, price));
    let ticker = bench.get("/fapi/v1/ticker/24hr?symbol=BTCUSDT").await.ok();
    assert_eq!((decimal(&ticker["lastPrice"]), &ticker["lastId"]), (price, &trades[6]["id"]));
    let book = bench.get("/fapi/v1/depth?symbol=BTCUSDT&limit=5").await.ok();
    assert_eq!((decimal(&book["bids"][0][0]), decimal(&book["asks"][0][0])), (price, price + Decimal::new(1, 1)));
    assert_eq!((book["bids"].as_array().unwrap().len(), book["asks"].as_array().unwrap().len()), (5, 5));
    assert_eq!(bench.get("/fapi/v1/ticker/price").await.ok().as_array().unwrap().len(), 6);
    bench.get("/fapi/v1/openInterest?symbol=BTCUSDT").await.ok();
}

#[tokio::test]
async fn funding_rates_of_all_symbols_come_mixed() {
    let bench = Bench::new().await;
    let rows = bench.get("/fapi/v1/fundingRate?limit=20").await.ok();
    let mut symbols: Vec<&str> = rows.as_array().unwrap().iter().filter_map(|row| row["symbol"].as_str()).collect();
    symbols.sort_unstable();
    symbols.dedup();
    assert!(symbols.len() > 2, "{symbols:?}");
}

#[tokio::test]
async fn values_that_trip_clients_are_there() {
    let bench = Bench::new().await;
    let info = bench.get("/fapi/v1/exchangeInfo").await.ok();
    let kinds: Vec<&str> =
        info["symbols"].as_array().unwrap().iter().filter_map(|row| row["contractType"].as_str()).collect();
    assert!(["", "TRADIFI_PERPETUAL", "CURRENT_QUARTER"].iter().all(|kind| kinds.contains(kind)));
    let delivery = bench.get("/fapi/v1/premiumIndex?symbol=BTCUSDT_261225").await.ok();
    assert_eq!((&delivery["lastFundingRate"], &delivery["nextFundingTime"]), (&json!(""), &json!(0)));
    let funding = bench.get("/fapi/v1/fundingInfo").await.ok();
    assert!(funding.as_array().unwrap().iter().any(|row| row["updateTime"].is_null()));
    let early = bench.get("/fapi/v1/fundingRate?symbol=BTCUSDT&startTime=1690000000000&limit=2").await.ok();
    assert_eq!((early.as_array().unwrap().len(), &early[0]["markPrice"]), (2, &json!("")));
    assert_eq!(bench.position("BTCUSDT").await["maxNotionalValue"], "1.0E8");
}

#[tokio::test]
async fn the_same_seed_and_clock_give_the_same_bytes() {
    let (one, two) = (Bench::new().await, Bench::new().await);
    assert_eq!(one.sandbox.api_key(), two.sandbox.api_key());
    for target in
        ["/fapi/v1/depth?symbol=ETHUSDT", "/fapi/v1/klines?symbol=DOGEUSDT&interval=4h", "/fapi/v1/premiumIndex"]
    {
        let (first, second) = (one.get(target).await, two.get(target).await);
        assert_eq!((first.head, first.text), (second.head, second.text));
    }
    let order = "symbol=DOGEUSDT&side=BUY&type=MARKET&quantity=500";
    assert_eq!(one.order(order).await.text, two.order(order).await.text);
    let [first, second] = [&one, &two].map(|bench| bench.signed("GET", "/fapi/v2/account", ""));
    assert_eq!(first.await.text, second.await.text);
}

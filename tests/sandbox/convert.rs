//! Converting one asset into another.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::bench::{Bench, NOW, decimal};

const QUOTE: &str = "/fapi/v1/convert/getQuote";
const ACCEPT: &str = "/fapi/v1/convert/acceptQuote";
const STATUS: &str = "/fapi/v1/convert/orderStatus";

/// Bitcoin for USDT.
async fn quote(bench: &Bench, amount: &str) -> Value {
    bench.signed("POST", QUOTE, &format!("fromAsset=USDT&toAsset=BTC&{amount}")).await.ok()
}

async fn accept(bench: &Bench, quote: &Value) -> Value {
    bench.signed("POST", ACCEPT, &by_quote(quote)).await.ok()
}

fn by_quote(quote: &Value) -> String {
    format!("quoteId={}", quote["quoteId"].as_str().unwrap())
}

async fn balance(bench: &Bench, asset: &str) -> Decimal {
    let rows = bench.signed("GET", "/fapi/v2/balance", "").await.ok();
    let row = rows.as_array().unwrap().iter().find(|row| row["asset"] == asset).unwrap();
    decimal(&row["balance"])
}

#[tokio::test]
async fn a_quote_is_at_the_price_of_the_market() {
    let bench = Bench::new().await;
    bench.set("80000");
    let quote = quote(&bench, "fromAmount=500").await;
    assert_eq!((&quote["toAmount"], &quote["fromAmount"]), (&json!("0.00625"), &json!("500")));
    assert_eq!((&quote["ratio"], &quote["inverseRatio"]), (&json!("0.0000125"), &json!("80000")));
    assert_eq!(quote["validTimestamp"], NOW + 10_000);
}

#[tokio::test]
async fn the_amount_to_receive_may_be_given_instead() {
    let bench = Bench::new().await;
    bench.set("80000");
    assert_eq!(quote(&bench, "toAmount=0.01").await["fromAmount"], "800");
}

#[tokio::test]
async fn an_accepted_quote_moves_the_balances_by_its_amounts_a_moment_later() {
    let bench = Bench::new().await;
    bench.set("80000");
    let accepted = accept(&bench, &quote(&bench, "fromAmount=500").await).await;
    assert_eq!((&accepted["orderStatus"], &accepted["createTime"]), (&json!("PROCESS"), &json!(NOW)));
    assert_eq!(balance(&bench, "USDT").await, Decimal::from(10_000));
    // The price of the quote holds, whatever the market does.
    bench.set("90000");
    bench.clock.advance(1_000);
    assert_eq!(balance(&bench, "USDT").await, Decimal::from(9_500));
    assert_eq!(balance(&bench, "BTC").await, Decimal::new(625, 5));
    assert_eq!(bench.wallet().await, Decimal::from(9_500));
    let rows = bench.signed("GET", "/fapi/v1/income", "").await.ok();
    let moved = |kind: &str| {
        let row = rows.as_array().unwrap().iter().find(|row| row["incomeType"] == kind).unwrap();
        (row["asset"].clone(), decimal(&row["income"]))
    };
    assert_eq!(moved("COIN_SWAP_WITHDRAW"), (json!("USDT"), Decimal::from(-500)));
    assert_eq!(moved("COIN_SWAP_DEPOSIT"), (json!("BTC"), Decimal::new(625, 5)));
}

#[tokio::test]
async fn a_conversion_is_found_by_its_id_and_by_that_of_its_quote() {
    let bench = Bench::new().await;
    let quote = quote(&bench, "fromAmount=500").await;
    let accepted = accept(&bench, &quote).await;
    let id = accepted["orderId"].as_str().unwrap();
    let by_id = bench.signed("GET", STATUS, &format!("orderId={id}")).await.ok();
    assert_eq!((&by_id["orderStatus"], &by_id["orderId"].to_string()), (&json!("PROCESS"), &id.to_owned()));
    bench.clock.advance(1_000);
    let by_quote = bench.signed("GET", STATUS, &by_quote(&quote)).await.ok();
    assert_eq!(by_quote["orderStatus"], "SUCCESS");
    for name in ["fromAmount", "toAmount", "ratio", "inverseRatio"] {
        assert_eq!(by_quote[name], quote[name]);
    }
}

#[tokio::test]
async fn a_quote_is_accepted_once() {
    let bench = Bench::new().await;
    let quote = quote(&bench, "fromAmount=500").await;
    accept(&bench, &quote).await;
    bench.signed("POST", ACCEPT, &by_quote(&quote)).await.refused(400, -1130);
    bench.clock.advance(1_000);
    assert_eq!(balance(&bench, "USDT").await, Decimal::from(9_500));
}

#[tokio::test]
async fn a_quote_holds_for_ten_seconds() {
    let bench = Bench::new().await;
    let (early, late) = (quote(&bench, "fromAmount=500").await, quote(&bench, "fromAmount=500").await);
    bench.clock.advance(10_000);
    accept(&bench, &early).await;
    bench.clock.advance(1);
    bench.signed("POST", ACCEPT, &by_quote(&late)).await.refused(400, -1130);
    bench.signed("GET", STATUS, &by_quote(&late)).await.refused(400, -2013);
}

#[tokio::test]
async fn a_quote_beyond_the_balance_cannot_be_accepted() {
    let bench = Bench::new().await;
    let quote = quote(&bench, "fromAmount=10000.00000001").await;
    assert_eq!((quote.get("quoteId"), &quote["fromAmount"]), (None, &json!("10000.00000001")));
    bench.open("BUY", "0.100").await;
    let margin = self::quote(&bench, "fromAmount=9900").await;
    assert_eq!(margin.get("quoteId"), None);
}

#[tokio::test]
async fn a_conversion_fails_if_its_asset_is_gone_by_then() {
    let bench = Bench::new().await;
    let first = quote(&bench, "fromAmount=6000").await;
    let second = quote(&bench, "fromAmount=6000").await;
    accept(&bench, &first).await;
    accept(&bench, &second).await;
    bench.clock.advance(1_000);
    assert_eq!(bench.signed("GET", STATUS, &by_quote(&first)).await.ok()["orderStatus"], "SUCCESS");
    assert_eq!(bench.signed("GET", STATUS, &by_quote(&second)).await.ok()["orderStatus"], "FAIL");
    assert_eq!(balance(&bench, "USDT").await, Decimal::from(4_000));
}

#[tokio::test]
async fn what_no_quote_can_be_made_of_is_refused() {
    let bench = Bench::new().await;
    for (query, code) in [
        ("fromAsset=USDT&toAsset=BTC", -1102),
        ("fromAsset=USDT&toAsset=BTC&fromAmount=500&toAmount=1", -1128),
        ("fromAsset=USDT&toAsset=XYZ&fromAmount=500", -1126),
        ("fromAsset=USDT&toAsset=USDT&fromAmount=500", -1130),
        ("fromAsset=USDT&toAsset=BTC&fromAmount=9.99", -1130),
        ("fromAsset=USDT&toAsset=BTC&toAmount=50.1", -1130),
        ("fromAsset=USDT&toAsset=BTC&fromAmount=500&validTime=1h", -1130),
    ] {
        bench.signed("POST", QUOTE, query).await.refused(400, code);
    }
    bench.signed("GET", STATUS, "").await.refused(400, -1102);
    bench.signed("POST", ACCEPT, "quoteId=1").await.refused(400, -1130);
}

#[tokio::test]
async fn pairs_are_listed_for_everyone_and_by_asset() {
    let bench = Bench::new().await;
    let path = "/fapi/v1/convert/exchangeInfo";
    assert_eq!(bench.get(path).await.ok().as_array().unwrap().len(), 12);
    let rows = bench.get(&format!("{path}?fromAsset=USDT&toAsset=BTC")).await.ok();
    let expected = json!([{
        "fromAsset": "USDT",
        "toAsset": "BTC",
        "fromAssetMinAmount": "10",
        "fromAssetMaxAmount": "5000000",
        "toAssetMinAmount": "0.0001",
        "toAssetMaxAmount": "50",
    }]);
    assert_eq!(rows, expected);
    assert_eq!(bench.get(&format!("{path}?toAsset=XYZ")).await.ok(), json!([]));
}

#[tokio::test]
async fn quotes_are_limited_by_the_hour() {
    let bench = Bench::with(|builder| builder.limit("quotes-1h", 2)).await;
    for _ in 0..2 {
        quote(&bench, "fromAmount=500").await;
    }
    let refused = bench.signed("POST", QUOTE, "fromAsset=USDT&toAsset=BTC&fromAmount=500").await;
    assert!(refused.header("retry-after").is_some());
    assert_eq!(refused.refused(429, -1003), "Too many requests; current limit is 2 requests per 1 HOUR.");
    bench.clock.advance(3_600_000);
    quote(&bench, "fromAmount=500").await;
}

//! What a request has to pass: keys, signatures, times, parameters and limits.

use serde_json::json;
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;

use crate::bench::{Bench, MINUTE, NOW, ORDER_PATH};

#[tokio::test]
async fn an_unknown_path_is_answered_in_html_and_a_wrong_method_in_json() {
    let bench = Bench::new().await;
    let reply = bench.get("/fapi/v1/nothing").await;
    assert_eq!((reply.status, reply.header("content-type")), (404, Some("text/html")));
    bench.send("PATCH", ORDER_PATH, "", "").await.refused(404, -5000);
}

#[tokio::test]
async fn public_operations_need_no_key_and_ignore_what_they_do_not_read() {
    let bench = Bench::new().await;
    assert_eq!(bench.get("/fapi/v1/ping").await.ok(), json!({}));
    assert_eq!(bench.get("/fapi/v1/time").await.ok(), json!({ "serverTime": NOW }));
    let info = bench.get("/fapi/v1/exchangeInfo?symbol=NONSENSE").await.ok();
    assert_eq!(info["symbols"].as_array().unwrap().len(), 7);
    assert_eq!(bench.sandbox.requests("getServerTime"), 1);
}

#[tokio::test]
async fn a_missing_key_and_a_wrong_key_are_told_apart() {
    let bench = Bench::new().await;
    bench.send("POST", "/fapi/v1/listenKey", "", "").await.refused(401, -2014);
    bench.send("POST", ORDER_PATH, "", "").await.refused(401, -2014);
    bench.send("POST", ORDER_PATH, "x-mbx-apikey: abc\r\n", "").await.refused(401, -2015);
}

#[tokio::test]
async fn timestamp_and_signature_are_mandatory() {
    let bench = Bench::new().await;
    let msg = bench.send("GET", "/fapi/v2/balance", &bench.key(), "").await.refused(400, -1102);
    assert_eq!(msg, "Mandatory parameter 'timestamp' was not sent, was empty/null, or malformed.");
    let target = format!("/fapi/v2/balance?timestamp={NOW}");
    let msg = bench.send("GET", &target, &bench.key(), "").await.refused(400, -1102);
    assert_eq!(msg, "Mandatory parameter 'signature' was not sent, was empty/null, or malformed.");
}

#[tokio::test]
async fn a_signature_that_is_wrong_or_not_last_is_refused() {
    let bench = Bench::new().await;
    let query = format!("timestamp={NOW}");
    let signature = bench.signature(&query);
    let wrong = bench.signature("something else");
    for target in [
        format!("/fapi/v2/balance?{query}&signature={wrong}"),
        format!("/fapi/v2/balance?{query}&signature=abc"),
        format!("/fapi/v2/balance?signature={signature}&{query}"),
    ] {
        let msg = bench.send("GET", &target, &bench.key(), "").await.refused(400, -1022);
        assert_eq!(msg, "Signature for this request is not valid.");
    }
    let upper = format!("/fapi/v2/balance?{query}&signature={}", signature.to_uppercase());
    bench.send("GET", &upper, &bench.key(), "").await.ok();
}

#[tokio::test]
async fn a_timestamp_has_to_lie_within_the_window() {
    let bench = Bench::new().await;
    for (time, extra, accepted) in [
        (NOW + 999, "", true),
        (NOW + 1000, "", false),
        (NOW - 5000, "", true),
        (NOW - 5001, "", false),
        (NOW - 9000, "&recvWindow=10000", true),
        (NOW - 10_001, "&recvWindow=10000", false),
    ] {
        let query = format!("timestamp={time}{extra}");
        let target = format!("/fapi/v2/balance?{query}&signature={}", bench.signature(&query));
        let reply = bench.send("GET", &target, &bench.key(), "").await;
        if accepted {
            reply.ok();
        } else {
            reply.refused(400, -1021);
        }
    }
    bench.signed("GET", "/fapi/v2/balance", "recvWindow=60001").await.refused(400, -1131);
}

#[tokio::test]
async fn the_signature_covers_query_and_body_as_they_were_sent() {
    let bench = Bench::new().await;
    let headers = format!("{}content-type: application/x-www-form-urlencoded\r\n", bench.key());
    let query = "symbol=BTCUSDT&leverage=7";
    let body = format!("timestamp={NOW}&recvWindow=1000");
    let signature = bench.signature(&format!("{query}{body}"));
    let target = format!("/fapi/v1/leverage?{query}");
    let leverage = bench.send("POST", &target, &headers, &format!("{body}&signature={signature}")).await.ok();
    assert_eq!(leverage["leverage"], 7);

    let form = format!("symbol=BTCUSDT&leverage=9&timestamp={NOW}");
    let signed = format!("{form}&signature={}", bench.signature(&form));
    bench.send("POST", "/fapi/v1/leverage", &headers, &signed).await.ok();
    // The same text with one byte written differently is another text.
    let rewritten = signed.replace("BTCUSDT", "BTC%55SDT");
    bench.send("POST", "/fapi/v1/leverage", &headers, &rewritten).await.refused(400, -1022);
    assert_eq!(bench.position("BTCUSDT").await["leverage"], "9");
}

#[tokio::test]
async fn the_query_wins_over_the_body() {
    let bench = Bench::new().await;
    let (query, body) = ("leverage=3&symbol=ETHUSDT", format!("leverage=4&timestamp={NOW}"));
    let signature = bench.signature(&format!("{query}{body}"));
    let target = format!("/fapi/v1/leverage?{query}");
    let reply = bench.send("POST", &target, &bench.key(), &format!("{body}&signature={signature}")).await.ok();
    assert_eq!(reply["leverage"], 3);
}

#[tokio::test]
async fn parameters_are_checked_against_the_operation_table() {
    let bench = Bench::new().await;
    bench.get("/fapi/v1/depth").await.refused(400, -1102);
    bench.get("/fapi/v1/depth?symbol=NONSENSE").await.refused(400, -1121);
    bench.get("/fapi/v1/depth?symbol=BTCUSDT&limit=x").await.refused(400, -1102);
    let msg = bench.get("/fapi/v1/depth?symbol=BTCUSDT&limit=3").await.refused(400, -4021);
    assert_eq!(msg, "3 is not valid depth limit");
    bench.get("/fapi/v1/depth?symbol=BTCUSDT&limit=1500").await.refused(400, -1130);
    bench.get("/fapi/v1/depth?symbol=BTCUSDT&limit=1000").await.ok();
    bench.signed("GET", "/fapi/v1/income", "page=0").await.refused(400, -1130);
    bench.get("/fapi/v1/klines?symbol=BTCUSDT&interval=1s").await.refused(400, -1120);
    bench.get("/fapi/v1/klines?symbol=BTCUSDT&interval=1m&limit=1501").await.refused(400, -1130);
    bench.signed("GET", "/fapi/v2/balance", "nonsense=1").await.refused(400, -1104);
    bench.signed("POST", "/fapi/v1/leverage", "symbol=BTCUSDT&leverage=126").await.refused(400, -4028);
    bench.signed("POST", "/fapi/v1/leverage", "symbol=TSLAUSDT&leverage=21").await.refused(400, -4028);
}

#[tokio::test]
async fn weight_is_reported_and_adds_up_over_a_minute() {
    let bench = Bench::new().await;
    let weight = async |target: &str| {
        let reply = bench.get(target).await;
        reply.header("x-mbx-used-weight-1m").map(str::to_owned)
    };
    assert_eq!(weight("/fapi/v1/ping").await.as_deref(), Some("1"));
    assert_eq!(weight("/fapi/v1/ticker/24hr").await.as_deref(), Some("41"));
    assert_eq!(weight("/fapi/v1/fundingInfo").await, None);
    bench.clock.advance(MINUTE);
    assert_eq!(weight("/fapi/v1/ping").await.as_deref(), Some("1"));
}

#[tokio::test]
async fn a_body_without_end_is_not_read_to_the_end() {
    let bench = Bench::new().await;
    let reply = bench.send("POST", ORDER_PATH, &bench.key(), &"a".repeat(70_000)).await;
    assert_eq!(reply.status, 413);
}

#[tokio::test]
async fn a_dropped_sandbox_no_longer_answers() {
    let bench = Bench::new().await;
    let address = bench.sandbox.base_url().strip_prefix("http://").unwrap().to_owned();
    let mut idle = TcpStream::connect(&address).await.unwrap();
    bench.get("/fapi/v1/ping").await.ok();
    drop(bench);
    assert_eq!(idle.read(&mut [0]).await.unwrap_or_default(), 0);
    assert!(TcpStream::connect(&address).await.is_err());
}

#[tokio::test]
async fn debug_shows_no_secret() {
    let bench = Bench::new().await;
    let text = format!("{:?} {:?}", bench.sandbox, bench.sandbox.credentials());
    assert!(!text.contains(bench.sandbox.secret_key()) && !text.contains(bench.sandbox.api_key()));
}

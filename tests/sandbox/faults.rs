//! Faults, as they are on the wire and in the books.

use std::collections::BTreeSet;
use std::sync::Arc;

use binance_usdm::sandbox::Fault;
use serde_json::json;
use tokio::io::AsyncReadExt;

use crate::bench::{Bench, read};

const ORDER: &str = "symbol=DOGEUSDT&side=BUY&type=MARKET&quantity=100";

/// What is received of an order that meets a fault, and how often it was executed.
async fn met(fault: Fault) -> (String, u64) {
    let bench = Bench::new().await;
    bench.sandbox.inject(fault.clone());
    let mut stream = bench.connect().await;
    bench.write_order(&mut stream, ORDER).await;
    let received = String::from_utf8_lossy(&read(&mut stream).await.unwrap()).into_owned();
    let met = bench.sandbox.faults_met();
    assert_eq!((met.len(), met[0].operation, &met[0].fault), (1, Some("createOrder"), &fault));
    let executions = bench.sandbox.executions("createOrder");
    assert_eq!((bench.sandbox.requests("createOrder"), bench.sandbox.placed_orders().len() as u64), (1, executions));
    (received, executions)
}

#[tokio::test]
async fn the_next_connection_is_closed_before_anything_is_read() {
    let bench = Bench::new().await;
    bench.sandbox.inject(Fault::CloseBeforeReading);
    let mut stream = bench.connect().await;
    assert_eq!(stream.read(&mut [0]).await.unwrap_or_default(), 0);
    let met = bench.sandbox.faults_met();
    assert_eq!((met.len(), met[0].operation), (1, None));
    bench.order(ORDER).await.ok();
    assert_eq!(bench.sandbox.requests("createOrder"), 1);
}

#[tokio::test]
async fn a_kept_connection_is_closed_instead_of_reading_its_next_request() {
    let bench = Bench::new().await;
    let mut stream = bench.connect().await;
    bench.write_order(&mut stream, ORDER).await;
    assert!(stream.read(&mut [0; 4096]).await.unwrap() > 0);
    bench.sandbox.inject(Fault::CloseBeforeReading);
    bench.write_order(&mut stream, ORDER).await;
    assert_eq!(read(&mut stream).await.unwrap(), b"");
    assert_eq!((bench.sandbox.requests("createOrder"), bench.sandbox.placed_orders().len()), (1, 1));
    assert_eq!(bench.sandbox.faults_met()[0].operation, Some("createOrder"));
}

#[tokio::test]
async fn a_connection_is_closed_without_an_answer_before_or_after_execution() {
    assert_eq!(met(Fault::CloseAfterHead).await, (String::new(), 0));
    assert_eq!(met(Fault::CloseAfterExecution).await, (String::new(), 1));
}

#[tokio::test]
async fn a_connection_is_reset_after_execution() {
    let bench = Bench::new().await;
    bench.sandbox.inject(Fault::ResetAfterExecution);
    let mut stream = bench.connect().await;
    bench.write_order(&mut stream, ORDER).await;
    assert_eq!(read(&mut stream).await.unwrap_err().kind(), std::io::ErrorKind::ConnectionReset);
    assert_eq!(bench.sandbox.executions("createOrder"), 1);
}

#[tokio::test]
async fn a_body_is_cut_after_a_head_that_promises_the_whole() {
    let (received, executions) = met(Fault::CutInBody).await;
    let (head, body) = received.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n") && head.contains("\r\nx-mbx-order-count-10s: 1\r\n"), "{head}");
    let length: usize = head.split_once("content-length: ").unwrap().1.split("\r\n").next().unwrap().parse().unwrap();
    assert_eq!((body.len(), executions), (length / 2, 1));
    assert!(body.starts_with('{') && length > 100);
}

#[tokio::test]
async fn a_head_is_cut_before_its_end() {
    let (received, executions) = met(Fault::CutInHead).await;
    assert!(received.starts_with("HTTP/1.1 200 OK\r\n") && !received.contains("\r\n\r\n"), "{received}");
    assert_eq!(executions, 1);
}

#[tokio::test]
async fn what_arrives_is_no_http_at_all() {
    let (received, executions) = met(Fault::GarbageHead).await;
    assert!(!received.is_empty() && !received.starts_with("HTTP"), "{received}");
    assert_eq!(executions, 1);
}

#[tokio::test]
async fn a_body_is_garbage_or_empty_and_the_connection_goes_on() {
    let bench = Bench::new().await;
    for fault in [Fault::Garbage, Fault::EmptyBody] {
        bench.sandbox.inject(fault);
        let reply = bench.order(ORDER).await;
        assert_eq!((reply.status, reply.header("content-type")), (200, Some("application/json")));
        assert!(serde_json::from_str::<serde_json::Value>(&reply.text).is_err());
    }
    assert_eq!(bench.sandbox.placed_orders().len(), 2);

    let mut stream = bench.connect().await;
    bench.sandbox.inject(Fault::EmptyBody);
    for _ in 0..2 {
        bench.write_order(&mut stream, ORDER).await;
        assert!(stream.read(&mut [0; 4096]).await.unwrap() > 0);
    }
    assert_eq!(bench.sandbox.placed_orders().len(), 4);
}

#[tokio::test]
async fn a_gateway_answers_with_a_page_and_nothing_is_done() {
    let bench = Bench::new().await;
    for (status, title) in [(403, "403 Forbidden"), (502, "502 Bad Gateway"), (504, "504 Gateway Timeout")] {
        bench.sandbox.inject(Fault::HtmlPage(status));
        let reply = bench.order(ORDER).await;
        assert_eq!((reply.status, reply.header("content-type")), (status, Some("text/html")));
        assert!(reply.text.starts_with("<html>") && reply.text.contains(title), "{}", reply.text);
    }
    assert_eq!((bench.sandbox.requests("createOrder"), bench.sandbox.executions("createOrder")), (3, 0));
}

#[tokio::test]
async fn the_answers_that_the_exchange_documents_are_given_with_or_without_execution() {
    let bench = Bench::new().await;
    for (fault, status, code, executed) in [
        (Fault::unknown_error(false), 503, -1000, false),
        (Fault::unknown_error(true), 503, -1000, true),
        (Fault::internal_error(), 503, -1001, false),
        (Fault::throttled(), 503, -1008, false),
        (Fault::timeout(false), 408, -1007, false),
        (Fault::timeout(true), 408, -1007, true),
        (Fault::unexpected_response(true), 400, -1006, true),
        (Fault::bad_timestamp(), 400, -1021, false),
        (Fault::too_many_requests(7), 429, -1003, false),
        (Fault::too_many_orders(7), 429, -1015, false),
        (Fault::banned(0, 7), 418, -1003, false),
    ] {
        let before = bench.sandbox.placed_orders().len();
        bench.sandbox.inject(fault);
        let reply = bench.order(ORDER).await;
        let retry_after = if matches!(status, 429 | 418) { Some("7") } else { None };
        assert_eq!(reply.header("retry-after"), retry_after);
        reply.refused(status, code);
        assert_eq!(bench.sandbox.placed_orders().len() - before, usize::from(executed), "{code}");
    }
    assert_eq!(bench.sandbox.refused_for_limits(), 0);
    bench.sandbox.inject(Fault::service_unavailable());
    let reply = bench.order(ORDER).await;
    assert_eq!((reply.status, reply.text.as_str()), (503, "Service Unavailable."));
}

#[tokio::test]
async fn an_answer_of_ones_own_is_given_as_it_is() {
    let bench = Bench::new().await;
    let msg = "Service unavailable from a restricted location".to_owned();
    bench.sandbox.inject(Fault::Answer { status: 451, code: Some(0), msg, retry_after: None, executed: false });
    bench.get("/fapi/v1/ping").await.refused(451, 0);
}

#[tokio::test]
async fn a_huge_body_has_the_length_that_was_asked_for_and_is_json() {
    for length in [0, 1, 2, 3, 100_000] {
        let (received, executions) = met(Fault::HugeBody(length)).await;
        let (head, body) = received.split_once("\r\n\r\n").unwrap();
        assert!(head.contains(&format!("content-length: {length}\r\n")), "{head}");
        assert_eq!((body.len() as u64, executions), (length, 1));
        assert_eq!(serde_json::from_str(body).ok(), (length >= 2).then(|| json!([])));
    }
}

#[tokio::test]
async fn a_huge_body_is_small_when_it_is_compressed() {
    let (received, executions) = met(Fault::HugeGzip(3_000_000)).await;
    assert!(received.contains("\r\ncontent-encoding: gzip\r\n") && executions == 1);
    assert!((10_000..60_000).contains(&received.len()), "{}", received.len());

    let bench = Bench::new().await;
    // It installs the TLS that an HTTP client of ours wants to see, although nothing here uses it.
    binance_usdm::Client::builder().base_url(bench.sandbox.base_url()).build().unwrap();
    let http = binance_usdm::reqwest::Client::builder().no_proxy().build().unwrap();
    for length in [0, 1, 2, 3, 4, 1_000, 3_000_000] {
        bench.sandbox.inject(Fault::HugeGzip(length));
        let url = format!("{}/fapi/v1/ping", bench.sandbox.base_url());
        let gzip = http.get(url).send().await.unwrap().bytes().await.unwrap();
        let body = std::io::read_to_string(flate2::read::GzDecoder::new(&gzip[..])).unwrap();
        assert_eq!(body.len() as u64, length);
        assert_eq!(serde_json::from_str(&body).ok(), (length >= 2).then(|| json!([])));
    }
}

#[tokio::test]
async fn a_fault_for_an_operation_waits_for_it() {
    let bench = Bench::new().await;
    bench.sandbox.inject_for("createOrder", Fault::HtmlPage(502));
    bench.sandbox.inject_for("getServerTime", Fault::HtmlPage(503));
    bench.get("/fapi/v1/ping").await.ok();
    assert_eq!(bench.order(ORDER).await.status, 502);
    bench.order(ORDER).await.ok();
    assert_eq!(bench.get("/fapi/v1/time").await.status, 503);
}

#[tokio::test]
async fn a_request_that_is_refused_meets_its_fault_all_the_same() {
    let bench = Bench::new().await;
    bench.sandbox.inject(Fault::CutInBody);
    let mut stream = bench.connect().await;
    bench.write_order(&mut stream, "symbol=DOGEUSDT&side=BUY&type=MARKET&quantity=0").await;
    let received = String::from_utf8(read(&mut stream).await.unwrap()).unwrap();
    assert!(received.starts_with("HTTP/1.1 400 Bad Request\r\n"), "{received}");
    assert_eq!(bench.sandbox.executions("createOrder"), 0);
}

#[tokio::test]
async fn random_faults_come_as_often_as_asked_for_and_the_same_way_every_time() {
    let run = async |seed| {
        let bench = Bench::with(|builder| builder.enforce_limits(false)).await;
        let faults = Fault::samples().into_iter().filter(|fault| matches!(fault, Fault::HtmlPage(_) | Fault::Garbage));
        bench.sandbox.random_faults_among(faults, 250, seed);
        let mut answers = Vec::new();
        for _ in 0..200 {
            let reply = bench.get("/fapi/v1/ping").await;
            answers.push((reply.status, reply.text));
        }
        bench.sandbox.random_faults(0, 0);
        bench.get("/fapi/v1/ping").await.ok();
        (answers, bench.sandbox.faults_met())
    };
    let (one, again, other) = (run(1).await, run(1).await, run(2).await);
    assert_eq!(one, again);
    assert_ne!(one, other);
    assert!((30..70).contains(&one.1.len()), "{}", one.1.len());
}

/// Whether an answer says that an order was placed.
fn acknowledges(received: &[u8]) -> bool {
    let text = String::from_utf8_lossy(received);
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let body = serde_json::from_str::<serde_json::Value>(body).unwrap_or_default();
    head.starts_with("HTTP/1.1 200") && body["orderId"].is_i64()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_books_agree_with_the_faults_when_many_meet_them_at_once() {
    let bench = Bench::with(|builder| builder.enforce_limits(false)).await;
    let ends = |fault: &Fault| !matches!(fault, Fault::Stall | Fault::StallBeforeExecution | Fault::SlowDrip);
    let faults = Fault::samples().into_iter().filter(|fault| ends(fault) && !matches!(fault, Fault::Delay(_)));
    bench.sandbox.random_faults_among(faults, 500, 3);
    let bench = Arc::new(bench);
    let mut tasks = tokio::task::JoinSet::new();
    for task in 0..16 {
        let bench = Arc::clone(&bench);
        tasks.spawn(async move {
            let mut acknowledged = 0;
            for number in 0..25 {
                let order = format!("{ORDER}&newClientOrderId={task}-{number}");
                let received = bench.order_raw(&order).await.unwrap_or_default();
                acknowledged += u64::from(acknowledges(&received));
            }
            acknowledged
        });
    }
    let acknowledged: u64 = tasks.join_all().await.into_iter().sum();
    let met = bench.sandbox.faults_met();
    let executed = met.iter().filter(|met| met.fault.executes()).count() as u64;
    let unread = met.iter().filter(|met| met.fault == Fault::CloseBeforeReading).count() as u64;
    let placed = bench.sandbox.placed_orders();
    let ids: BTreeSet<&str> = placed.iter().map(|order| order.client_order_id.as_str()).collect();
    assert_eq!((acknowledged + executed, ids.len()), (placed.len() as u64, placed.len()));
    assert_eq!(bench.sandbox.executions("createOrder"), placed.len() as u64);
    assert_eq!(bench.sandbox.requests("createOrder"), 400 - unread);
}

#[tokio::test]
async fn every_request_meets_a_fault_where_a_thousand_in_a_thousand_do() {
    let bench = Bench::with(|builder| builder.random_faults(1_000, 7)).await;
    let mut stream = bench.connect().await;
    bench.write_order(&mut stream, ORDER).await;
    bench.until(|bench| bench.sandbox.faults_met().len() == 1).await;
    bench.sandbox.clear_faults();
    bench.order(ORDER).await.ok();
    assert_eq!(bench.sandbox.faults_met().len(), 1);
}

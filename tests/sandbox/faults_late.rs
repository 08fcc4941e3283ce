//! Faults that take time, or all of it.

use binance_usdm::sandbox::Fault;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::bench::{Bench, ORDER_PATH, read};

const ORDER: &str = "symbol=DOGEUSDT&side=BUY&type=MARKET&quantity=100";

/// A connection with an order that has met a fault.
async fn sent(bench: &Bench, fault: Fault, order: &str) -> TcpStream {
    bench.sandbox.inject(fault);
    let mut stream = bench.connect().await;
    bench.write_order(&mut stream, order).await;
    bench.until(|bench| bench.sandbox.faults_met().len() == 1).await;
    stream
}

/// Reads until this many bytes of the chunked body of a slow answer are there.
async fn drips(stream: &mut TcpStream, received: &mut String, count: usize) -> String {
    loop {
        let body: String = match received.split_once("\r\n\r\n") {
            Some((_, chunks)) => chunks.split("\r\n").skip(1).step_by(2).filter(|byte| !byte.is_empty()).collect(),
            None => String::new(),
        };
        if received.contains("\r\n\r\n") && body.len() >= count {
            return body;
        }
        let mut buffer = [0; 1024];
        let read = stream.read(&mut buffer).await.unwrap();
        assert!(read > 0, "{received}");
        received.push_str(std::str::from_utf8(&buffer[..read]).unwrap());
    }
}

#[tokio::test]
async fn a_stalled_connection_stays_silent_until_the_peer_hangs_up() {
    for (fault, executions) in [(Fault::Stall, 1), (Fault::StallBeforeExecution, 0)] {
        let bench = Bench::new().await;
        let mut stream = sent(&bench, fault, ORDER).await;
        bench.until(|bench| bench.sandbox.requests("createOrder") == 1).await;
        assert_eq!(bench.sandbox.executions("createOrder"), executions);
        // Others are served, and nothing comes here, however late it is.
        bench.clock.advance(600_000);
        bench.get("/fapi/v1/ping").await.ok();
        assert_eq!(stream.try_read(&mut [0]).unwrap_err().kind(), std::io::ErrorKind::WouldBlock);
        stream.shutdown().await.unwrap();
        assert_eq!(read(&mut stream).await.unwrap(), b"");
    }
}

#[tokio::test]
async fn whatever_goes_on_for_ever_ends_with_the_sandbox() {
    for fault in [Fault::Stall, Fault::StallBeforeExecution, Fault::SlowDrip, Fault::Delay(1_000)] {
        let bench = Bench::new().await;
        let mut stream = sent(&bench, fault, ORDER).await;
        let clock = bench.clock.clone();
        drop(bench);
        read(&mut stream).await.unwrap();
        assert_eq!(clock.sleepers(), 0);
    }
}

#[tokio::test]
async fn an_answer_drips_byte_by_byte_and_never_ends() {
    let bench = Bench::new().await;
    let mut stream = sent(&bench, Fault::SlowDrip, ORDER).await;
    let mut received = String::new();
    assert_eq!(drips(&mut stream, &mut received, 0).await, "");
    assert!(received.starts_with("HTTP/1.1 200 OK\r\n") && received.contains("transfer-encoding: chunked"));
    assert_eq!(bench.sandbox.executions("createOrder"), 1);
    for (count, expected) in [(1, "{"), (2, "{\""), (3, "{\"c")] {
        bench.until(|bench| bench.clock.sleepers() == 1).await;
        bench.clock.advance(1_000);
        assert_eq!(drips(&mut stream, &mut received, count).await, expected);
    }
    let mut body = String::new();
    while !body.ends_with("   ") {
        bench.until(|bench| bench.clock.sleepers() == 1).await;
        bench.clock.advance(1_000);
        body = drips(&mut stream, &mut received, body.len() + 1).await;
    }
    serde_json::from_str::<serde_json::Value>(&body).unwrap();
    drop(stream);
    bench.until(|bench| bench.clock.sleepers() == 0).await;
}

#[tokio::test]
async fn a_delayed_order_is_executed_when_its_time_has_come() {
    let bench = Bench::new().await;
    let mut stream = sent(&bench, Fault::Delay(3_000), ORDER).await;
    bench.until(|bench| bench.clock.sleepers() == 1).await;
    bench.clock.advance(2_999);
    bench.get("/fapi/v1/ping").await.ok();
    assert_eq!(bench.sandbox.placed_orders().len(), 0);
    bench.clock.advance(1);
    let received = String::from_utf8(read(&mut stream).await.unwrap()).unwrap();
    assert!(received.starts_with("HTTP/1.1 200 OK\r\n") && received.contains("connection: close"), "{received}");
    assert_eq!(bench.sandbox.placed_orders().len(), 1);
}

#[tokio::test]
async fn a_delayed_order_is_executed_even_if_nobody_waits_for_it_any_more() {
    let bench = Bench::new().await;
    let stream = sent(&bench, Fault::Delay(3_000), ORDER).await;
    bench.until(|bench| bench.clock.sleepers() == 1).await;
    drop(stream);
    bench.get("/fapi/v1/ping").await.ok();
    bench.clock.advance(3_000);
    bench.until(|bench| bench.sandbox.executions("createOrder") == 1).await;
    assert_eq!(bench.sandbox.placed_orders().len(), 1);
}

#[tokio::test]
async fn an_order_that_reaches_the_book_after_its_window_is_refused_there() {
    for (delay, window, executed) in [(5_000, "", true), (5_001, "", false), (2_000, "&recvWindow=1999", false)] {
        let bench = Bench::new().await;
        let mut stream = sent(&bench, Fault::Delay(delay), &format!("{ORDER}{window}")).await;
        bench.until(|bench| bench.clock.sleepers() == 1).await;
        bench.clock.advance_to_next_sleeper();
        let received = String::from_utf8(read(&mut stream).await.unwrap()).unwrap();
        assert_eq!(received.contains("\"code\":-5028"), !executed, "{received}");
        assert_eq!(bench.sandbox.placed_orders().len(), usize::from(executed));
    }
}

#[tokio::test]
async fn what_only_looks_is_answered_however_late() {
    let bench = Bench::new().await;
    let id = bench.order(ORDER).await.ok()["orderId"].clone();
    bench.sandbox.inject(Fault::Delay(60_000));
    let query = format!("symbol=DOGEUSDT&orderId={id}");
    let (reply, ()) = tokio::join!(bench.signed("GET", ORDER_PATH, &query), async {
        bench.until(|bench| bench.clock.sleepers() == 1).await;
        bench.clock.advance_to_next_sleeper();
    });
    assert_eq!(reply.ok()["orderId"], id);
}

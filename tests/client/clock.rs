//! The time of signed requests, whatever the clocks do.

use std::time::Duration;

use binance_usdm::sandbox::{ManualClock, Sandbox};
use binance_usdm::{Client, Clock, Error, Outcome};

use crate::retries::with_time;
use crate::support::{Answer, NOW, Server, code, ok, response};

const LATE: &str = r#"{"code":-1021,"msg":"Timestamp for this request is outside of the recvWindow."}"#;

/// A sandbox and a client of it, whose clock is that many milliseconds ahead.
async fn skewed(millis: i64) -> (Sandbox, ManualClock, Client, ManualClock) {
    let (theirs, ours) = (ManualClock::new(NOW), ManualClock::new(NOW + millis));
    let sandbox = Sandbox::builder().clock(theirs.clone()).start().await.unwrap();
    let builder = Client::builder().base_url(sandbox.base_url()).credentials(sandbox.credentials());
    let client = builder.clock(ours.clone()).build().unwrap();
    (sandbox, theirs, client, ours)
}

#[tokio::test]
async fn a_clock_that_is_off_by_up_to_ten_minutes_costs_one_refusal() {
    for seconds in [-600, -60, -6, 0, 1, 6, 60, 600] {
        let (sandbox, _, client, _) = skewed(seconds * 1_000).await;
        for _ in 0..2 {
            client.get_balance().send().await.unwrap();
        }
        let order = client.create_order().symbol("BTCUSDT").side("BUY").type_("MARKET").quantity("0.010");
        order.send().await.unwrap();
        let refused = u64::from(seconds != 0);
        assert_eq!(sandbox.requests("getBalance"), 2 + refused, "{seconds} s");
        assert_eq!(
            (sandbox.requests("createOrder"), sandbox.requests("getServerTime")),
            (1, 3 * refused),
            "{seconds} s"
        );
    }
}

#[tokio::test]
async fn an_order_that_was_refused_for_its_time_is_signed_once_more() {
    let (sandbox, _, client, _) = skewed(-600_000).await;
    let order = client.create_order().symbol("BTCUSDT").side("BUY").type_("MARKET").quantity("0.010");
    let order = order.new_client_order_id("mine").send().await.unwrap();
    assert_eq!((order.client_order_id.as_str(), sandbox.requests("createOrder")), ("mine", 2));
}

#[tokio::test]
async fn once_it_has_been_read_setting_the_machines_clock_changes_nothing() {
    let (sandbox, theirs, client, ours) = skewed(0).await;
    let offset = client.sync_clock().await.unwrap();
    assert_eq!((offset.millis, offset.round_trip), (0, Duration::ZERO));
    for step in [3_600_000, -7_200_000] {
        ours.set(ours.now_millis() + step);
        theirs.advance(500);
        ours.advance(500);
        client.get_balance().send().await.unwrap();
    }
    assert_eq!(sandbox.requests("getBalance"), 2);
}

#[tokio::test]
async fn a_second_refusal_is_the_answer() {
    let server = Server::with(|request| match request.target() {
        "/fapi/v1/time" => ok(r#"{"serverTime":1760000070000}"#),
        _ => response("400 Bad Request", "", LATE),
    })
    .await;
    let order = server.client();
    let order = order.create_order().symbol("BTCUSDT").side("BUY").type_("MARKET").quantity("0.010").send().await;
    let error = order.unwrap_err();
    assert_eq!((error.attempts(), error.exchange().unwrap().code()), (2, (-1021).into()));
    assert_eq!(server.requests().iter().filter(|request| request.line.starts_with("POST")).count(), 2);
}

#[tokio::test]
async fn a_request_that_was_refused_because_it_came_late_is_not_sent_later_still() {
    let server = Server::with(|request| match request.target() {
        "/fapi/v1/time" => ok(r#"{"serverTime":1760000010000}"#),
        _ => response("400 Bad Request", "", LATE),
    })
    .await;
    let order = server.client();
    let order = order.create_order().symbol("BTCUSDT").side("BUY").type_("MARKET").quantity("0.010").recv_window(500);
    let error = order.send().await.unwrap_err();
    assert_eq!((error.attempts(), error.outcome()), (1, Outcome::Rejected));
}

#[tokio::test]
async fn nor_is_one_whose_receive_window_is_over_when_the_clock_has_been_read() {
    let clock = ManualClock::new(NOW);
    let passing = clock.clone();
    let server = Server::with(move |request| match request.target() {
        "/fapi/v1/time" => {
            passing.advance(200);
            ok(r#"{"serverTime":1760000070000}"#)
        }
        _ => response("400 Bad Request", "", LATE),
    })
    .await;
    let client = server.configure(|builder| builder.clock(clock.clone()));
    for (window, attempts) in [(500, 1), (1_000, 2)] {
        let order = client.create_order().symbol("BTCUSDT").side("BUY").type_("MARKET").quantity("0.010");
        let error = order.recv_window(window).send().await.unwrap_err();
        assert_eq!(error.attempts(), attempts, "{window} ms");
        clock.advance(-3_600_000);
    }
}

#[tokio::test]
async fn waiting_for_a_limit_is_no_part_of_a_reading() {
    let clock = ManualClock::new(NOW);
    let theirs = clock.clone();
    let server = Server::with(move |request| match request.target() {
        "/fapi/v1/time" => ok(&format!("{{\"serverTime\":{}}}", theirs.now_millis())),
        _ => response("429 Too Many Requests", "retry-after: 8\r\n", r#"{"code":-1003,"msg":"Too many requests."}"#),
    })
    .await;
    let client = server.configure(|builder| builder.clock(clock.clone()));
    client.get_balance().send().await.unwrap_err();
    let (offset, passed) = with_time(&clock, client.sync_clock()).await;
    assert_eq!((offset.unwrap().millis, passed), (0, 8_000));
}

#[tokio::test]
async fn if_the_exchanges_clock_cannot_be_read_the_refusal_is_the_answer() {
    let server = Server::with(|request| match request.target() {
        "/fapi/v1/time" => Answer::HangUp(Vec::new()),
        _ => response("400 Bad Request", "", LATE),
    })
    .await;
    assert_eq!(code(server.client().get_balance().send().await), -1021);
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn it_is_not_read_where_that_is_switched_off() {
    let server = Server::answering(response("400 Bad Request", "", LATE)).await;
    let client = server.configure(|builder| builder.clock_sync(false));
    assert_eq!(code(client.get_balance().send().await), -1021);
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn many_calls_that_are_refused_together_read_the_clock_once() {
    let (sandbox, _, client, _) = skewed(60_000).await;
    let calls = (0..20).map(|_| {
        let client = client.clone();
        tokio::spawn(async move { client.get_balance().send().await.map(drop) })
    });
    let outcomes: Vec<Result<(), Error>> = {
        let mut outcomes = Vec::new();
        for call in calls.collect::<Vec<_>>() {
            outcomes.push(call.await.unwrap());
        }
        outcomes
    };
    assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
    assert_eq!(sandbox.requests("getServerTime"), 3);
}

#[tokio::test]
async fn it_is_read_anew_beside_a_signed_call_when_it_is_old() {
    let (sandbox, theirs, client, ours) = skewed(0).await;
    client.sync_clock().await.unwrap();
    // The machine's clock runs slow: four seconds in ten minutes.
    theirs.advance(604_500);
    ours.advance(600_500);
    client.get_balance().send().await.unwrap();
    while sandbox.requests("getServerTime") < 6 {
        tokio::task::yield_now().await;
    }
    theirs.advance(4_000);
    ours.advance(4_000);
    client.get_balance().send().await.unwrap();
    assert_eq!(sandbox.requests("getBalance"), 2);
    assert_eq!(sandbox.requests("getServerTime"), 6);
}

#[tokio::test]
async fn no_task_outlives_the_client() {
    let (theirs, ours) = (ManualClock::new(NOW), ManualClock::new(NOW));
    let server = Server::with(move |request| match (request.target(), theirs.now_millis()) {
        ("/fapi/v1/time", NOW) => ok(r#"{"serverTime":1760000010000}"#),
        ("/fapi/v1/time", _) => Answer::Stall(Vec::new()),
        _ => {
            theirs.advance(1);
            ok("[]")
        }
    })
    .await;
    let client = server.configure(|builder| builder.clock(ours.clone()).timeout(Duration::from_secs(600)));
    client.sync_clock().await.unwrap();
    ours.advance(600_001);
    let tasks = || tokio::runtime::Handle::current().metrics().num_alive_tasks();
    client.get_balance().send().await.unwrap();
    while server.requests().iter().filter(|request| request.target() == "/fapi/v1/time").count() < 4 {
        tokio::task::yield_now().await;
    }
    let before = tasks();
    drop(client);
    // Its connections and the reading end with it; what is left is the server's.
    while tasks() + 3 > before {
        tokio::task::yield_now().await;
    }
}

//! Reads are asked again when that may help, and nothing else ever is.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use binance_usdm::sandbox::ManualClock;
use binance_usdm::{Client, Error, RetryPolicy, Timestamp};

use crate::support::{Answer, NOW, Server, code, ok, response};

const TIME: &str = r#"{"serverTime":1760000010000}"#;
const BUSY: &str = r#"{"code":-1001,"msg":"Internal error; unable to process your request. Please try again."}"#;

/// A server that gives these answers in turn, and then the last one for ever.
async fn server(answers: Vec<Answer>) -> Server {
    let count = AtomicUsize::new(0);
    Server::with(move |_| {
        let next = count.fetch_add(1, Ordering::SeqCst);
        answers[next.min(answers.len() - 1)].clone()
    })
    .await
}

/// A client with retries on this clock.
fn client(server: &Server, clock: &ManualClock, retry: RetryPolicy) -> Client {
    server.configure(|builder| builder.clock(clock.clone()).retry(retry))
}

/// Lets time pass for whoever waits, until the call is done; and tells how much passed.
pub async fn with_time<T>(clock: &ManualClock, call: impl Future<Output = T>) -> (T, i64) {
    let before = binance_usdm::Clock::now_millis(clock);
    let mut call = std::pin::pin!(call);
    loop {
        tokio::select! {
            biased;
            done = &mut call => return (done, binance_usdm::Clock::now_millis(clock) - before),
            () = tokio::task::yield_now() => { clock.advance_to_next_sleeper(); }
        }
    }
}

fn unavailable() -> Answer {
    response("503 Service Unavailable", "", BUSY)
}

#[tokio::test]
async fn a_read_that_fails_for_a_while_is_asked_again_later_and_later() {
    let clock = ManualClock::new(NOW);
    let server =
        server(vec![unavailable(), Answer::HangUp(Vec::new()), response("502 Bad Gateway", "", ""), ok(TIME)]).await;
    let client = client(&server, &clock, RetryPolicy::default());
    let (answer, passed) = with_time(&clock, client.get_server_time().send()).await;
    assert_eq!(answer.unwrap().server_time, Timestamp::from_millis(NOW));
    assert_eq!(server.requests().len(), 4);
    // 200, 400 and 800 milliseconds, each lengthened by up to as much again.
    assert!((1_400..=2_800).contains(&passed), "{passed} ms");
}

#[tokio::test]
async fn attempts_are_bounded_and_the_error_tells_how_many_there_were() {
    let clock = ManualClock::new(NOW);
    let server = server(vec![unavailable()]).await;
    for (policy, attempts) in
        [(RetryPolicy::default(), 4), (RetryPolicy::default().attempts(0), 1), (RetryPolicy::off(), 1)]
    {
        let before = server.requests().len();
        let client = client(&server, &clock, policy);
        let error = with_time(&clock, client.get_server_time().send()).await.0.unwrap_err();
        assert_eq!((server.requests().len() - before, error.attempts()), (attempts, u32::try_from(attempts).unwrap()));
    }
}

#[tokio::test]
async fn the_deadline_ends_the_attempts() {
    let clock = ManualClock::new(NOW);
    let server = server(vec![unavailable()]).await;
    let policy = RetryPolicy::default().attempts(1_000).deadline(Duration::from_secs(30));
    let client = client(&server, &clock, policy.delays(Duration::from_secs(1), Duration::from_secs(4)));
    let (outcome, passed) = with_time(&clock, client.get_server_time().send()).await;
    assert!(outcome.is_err() && passed < 30_000 && server.requests().len() > 4, "{passed} ms");
}

#[tokio::test]
async fn what_will_not_pass_is_not_asked_again() {
    let clock = ManualClock::new(NOW);
    for answer in [
        response("400 Bad Request", "", r#"{"code":-1121,"msg":"Invalid symbol."}"#),
        response("401 Unauthorized", "", r#"{"code":-2015,"msg":"Invalid API-key, IP, or permissions for action."}"#),
        response("403 Forbidden", "", "<html>"),
        response(
            "418 I'm a teapot",
            "",
            r#"{"code":-1003,"msg":"Way too much request weight used; IP banned until 1760000020000."}"#,
        ),
        ok("[1"),
    ] {
        let server = server(vec![answer]).await;
        let client = client(&server, &clock, RetryPolicy::default());
        client.get_server_time().send().await.unwrap_err();
        assert_eq!(server.requests().len(), 1);
    }
}

#[tokio::test]
async fn after_too_many_requests_a_read_waits_as_long_as_it_is_told() {
    let clock = ManualClock::new(NOW);
    let limited =
        response("429 Too Many Requests", "retry-after: 7\r\n", r#"{"code":-1003,"msg":"Too many requests."}"#);
    let server = server(vec![limited.clone(), ok(TIME)]).await;
    let client = client(&server, &clock, RetryPolicy::default());
    let (answer, passed) = with_time(&clock, client.get_server_time().send()).await;
    answer.unwrap();
    assert!((7_000..7_500).contains(&passed), "{passed} ms");
}

#[tokio::test]
async fn the_time_that_an_attempt_may_take_does_not_bound_the_wait_before_it() {
    let limited =
        response("429 Too Many Requests", "retry-after: 15\r\n", r#"{"code":-1003,"msg":"Too many requests."}"#);
    for timeout in [Duration::from_secs(10), Duration::from_secs(2)] {
        let clock = ManualClock::new(NOW);
        let server = server(vec![limited.clone(), ok(TIME)]).await;
        let client =
            server.configure(|builder| builder.clock(clock.clone()).retry(RetryPolicy::default()).timeout(timeout));
        let (answer, passed) = with_time(&clock, client.get_server_time().send()).await;
        answer.unwrap();
        assert!((15_000..15_500).contains(&passed), "{passed} ms");
    }
}

#[tokio::test]
async fn a_wait_beyond_the_deadline_is_not_begun() {
    let clock = ManualClock::new(NOW);
    let limited =
        response("429 Too Many Requests", "retry-after: 60\r\n", r#"{"code":-1003,"msg":"Too many requests."}"#);
    let server = server(vec![limited]).await;
    let client = client(&server, &clock, RetryPolicy::default());
    let (outcome, passed) = with_time(&clock, client.get_server_time().send()).await;
    assert_eq!((code(outcome), passed, server.requests().len()), ((-1003).into(), 0, 1));
}

#[tokio::test]
async fn each_attempt_is_signed_anew() {
    let clock = ManualClock::new(NOW);
    let server = server(vec![unavailable(), ok("[]")]).await;
    let client = client(&server, &clock, RetryPolicy::default());
    with_time(&clock, client.get_open_orders().symbol("BTCUSDT").send()).await.0.unwrap();
    let [first, second] = &server.requests()[..] else { panic!("two requests") };
    assert_ne!(first.signature(), second.signature());
    let sent = [first, second].map(|request| request.parameter("timestamp").parse::<i64>().unwrap());
    assert!(sent[0] == NOW && sent[1] >= NOW + 200, "{sent:?}");
    assert_eq!(second.parameters().len(), 3);
}

#[tokio::test]
async fn nothing_that_may_have_changed_something_is_sent_again() {
    let clock = ManualClock::new(NOW);
    for answer in [
        unavailable(),
        Answer::HangUp(Vec::new()),
        response("504 Gateway Timeout", "", ""),
        response("408 Request Timeout", "", ""),
    ] {
        let server = server(vec![answer]).await;
        let client = client(&server, &clock, RetryPolicy::default());
        let order = client.create_order().symbol("BTCUSDT").side("BUY").type_("MARKET").quantity("0.010");
        let errors: [Option<Error>; 4] = [
            order.send().await.err(),
            client.cancel_order().symbol("BTCUSDT").order_id(1).send().await.err(),
            client.change_leverage().symbol("BTCUSDT").leverage(3).send().await.err(),
            client.keep_alive_listen_key().send().await.err(),
        ];
        assert!(errors.iter().all(|error| error.as_ref().is_some_and(|error| error.attempts() == 1)));
        assert_eq!(server.requests().len(), 4);
    }
}

#[tokio::test]
async fn a_call_that_is_dropped_while_it_waits_is_not_made() {
    let clock = ManualClock::new(NOW);
    let server = server(vec![unavailable()]).await;
    let client = Arc::new(client(&server, &clock, RetryPolicy::default()));
    let call = tokio::spawn({
        let client = Arc::clone(&client);
        async move { client.get_server_time().send().await.is_ok() }
    });
    while clock.sleepers() == 0 {
        tokio::task::yield_now().await;
    }
    call.abort();
    assert!(call.await.unwrap_err().is_cancelled());
    assert_eq!((clock.sleepers(), server.requests().len()), (0, 1));
}

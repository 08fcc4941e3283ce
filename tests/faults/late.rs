//! Orders that reach the book long after they were sent.

use binance_usdm::sandbox::Fault;
use binance_usdm::{Error, ErrorCode, Outcome, Resolution};

use crate::bench::{Bench, STALLED, unknown};
use crate::changes::{self, ORDER};

#[tokio::test]
async fn an_order_that_comes_to_the_book_after_its_window_was_rejected() {
    for (delay, rejected) in [(4_000_i64, false), (5_001, true), (60_000, true)] {
        let bench = Bench::new().await;
        bench.sandbox.inject_for("createOrder", Fault::Delay(delay.unsigned_abs()));
        let result = bench.with_time(changes::order(&bench.client, ORDER)).await;
        assert_eq!(result.is_err(), rejected);
        if let Err(error) = result {
            assert_eq!(error.outcome(), Outcome::Rejected);
            assert_eq!(error.exchange().map(binance_usdm::ExchangeError::code), Some(ErrorCode::from(-5028)));
        }
        assert_eq!(bench.placed().len(), usize::from(!rejected));
    }
}

#[tokio::test]
async fn an_order_that_is_executed_when_the_client_has_long_given_up_is_found() {
    for delay in [900_i64, 3_000, 5_000] {
        let bench = Bench::with(|sandbox| sandbox, |client| client.timeout(STALLED)).await;
        bench.sandbox.inject_for("createOrder", Fault::Delay(delay.unsigned_abs()));
        let error = unknown(changes::order(&bench.client, ORDER).await);
        assert!(bench.placed().is_empty());

        let client = bench.configure(|builder| builder);
        // Its request is held by the exchange meanwhile.
        let resolution = bench.with_time_beside(delay, client.resolve_order(&error.orders()[0])).await;
        let Resolution::Placed(order) = resolution else { panic!("after {delay} ms: {resolution:?}") };
        assert_eq!((order.client_order_id.as_str(), bench.placed()), (ORDER, vec![ORDER.to_owned()]));
        // Those before it were told that there is no such order.
        assert!(bench.sandbox.requests("getOrder") >= 3);
        assert!(bench.passed() >= delay && bench.passed() < 7_000, "{}", bench.passed());
        assert_eq!(bench.sandbox.requests("createOrder"), 1);
    }
}

#[tokio::test]
async fn an_order_that_comes_too_late_and_unheard_is_known_not_to_be_placed() {
    for delay in [5_001_i64, 6_500, 60_000] {
        let bench = Bench::with(|sandbox| sandbox, |client| client.timeout(STALLED)).await;
        bench.sandbox.inject_for("createOrder", Fault::Delay(delay.unsigned_abs()));
        let error = unknown(changes::order(&bench.client, ORDER).await);
        let client = bench.configure(|builder| builder);
        // Its request is held by the exchange meanwhile.
        let resolution = bench.with_time_beside(delay, client.resolve_order(&error.orders()[0])).await;
        assert!(matches!(resolution, Resolution::NotPlaced), "after {delay} ms: {resolution:?}");
        assert!(bench.passed() >= 7_000);
        while bench.clock.advance_to_next_sleeper() {
            bench.until(|bench| bench.clock.sleepers() == 0).await;
        }
        client.test_connectivity().send().await.unwrap();
        assert!(bench.placed().is_empty());
    }
}

#[tokio::test]
async fn a_short_receive_window_is_known_sooner() {
    let bench = Bench::with(|sandbox| sandbox, |client| client.timeout(STALLED).recv_window(1_000)).await;
    bench.sandbox.inject_for("createOrder", Fault::StallBeforeExecution);
    let error = unknown(changes::order(&bench.client, ORDER).await);
    let client = bench.configure(|builder| builder);
    let resolution = bench.with_time(client.resolve_order(&error.orders()[0])).await;
    assert!(matches!(resolution, Resolution::NotPlaced), "{resolution:?}");
    // The window, the margin after it, and a second until that is confirmed.
    assert_eq!(bench.passed(), 7_000);
}

#[tokio::test]
async fn questions_that_meet_faults_themselves_are_asked_again() {
    let faults = [
        Fault::CloseAfterHead,
        Fault::HtmlPage(502),
        Fault::unknown_error(false),
        Fault::CutInBody,
        Fault::too_many_requests(3),
        Fault::timeout(true),
        Fault::ResetAfterExecution,
    ];
    for (fault, there) in [(Fault::CloseAfterExecution, true), (Fault::CloseAfterHead, false)] {
        let bench = Bench::new().await;
        bench.sandbox.inject_for("createOrder", fault);
        let error = unknown(changes::order(&bench.client, ORDER).await);
        for fault in &faults {
            bench.sandbox.inject_for("getOrder", fault.clone());
        }
        assert_eq!(bench.with_time(changes::resolve(&bench.client, &error.orders()[0])).await, Some(there));
        assert_eq!(bench.sandbox.requests("createOrder"), 1);
    }
}

#[tokio::test]
async fn a_refusal_of_the_question_is_no_word_about_the_order() {
    let bench = Bench::new().await;
    bench.sandbox.inject_for("createOrder", Fault::CloseAfterExecution);
    let error = unknown(changes::order(&bench.client, ORDER).await);
    bench.sandbox.inject_for("getOrder", Fault::HtmlPage(403));
    let resolution = bench.with_time(bench.client.resolve_order(&error.orders()[0])).await;
    assert!(matches!(resolution, Resolution::Unknown(Error::Unexpected(_))), "{resolution:?}");
}

//! The end of a key and of its guard.

use std::pin::pin;

use binance_usdm::sandbox::Fault;
use binance_usdm::{ErrorCode, UserStreamKey};
use tokio::task::yield_now;

use super::Setup;
use crate::retries::with_time;
use crate::support::code;

#[tokio::test]
async fn a_key_is_closed_once_and_that_it_is_closed_already_counts_as_done() {
    let setup = Setup::start().await;
    let (one, other) = (setup.open().await, UserStreamKey::open(&setup.elsewhere()).await.unwrap());
    one.close().await.unwrap();
    other.close().await.unwrap();
    assert_eq!(setup.sandbox.executions("closeListenKey"), 1);
    assert_eq!(code(setup.client.keep_alive_listen_key().send().await), ErrorCode::INVALID_LISTEN_KEY);
}

#[tokio::test]
async fn a_closing_whose_outcome_is_unknown_is_repeated() {
    for fault in [Fault::CloseAfterExecution, Fault::CloseAfterHead, Fault::HtmlPage(502)] {
        let setup = Setup::start().await;
        let guard = setup.open().await;
        setup.sandbox.inject_for("closeListenKey", fault);
        with_time(&setup.clock, guard.close()).await.0.unwrap();
        assert_eq!(setup.sandbox.requests("closeListenKey"), 2);
        assert_eq!(code(setup.client.keep_alive_listen_key().send().await), ErrorCode::INVALID_LISTEN_KEY);
    }
}

#[tokio::test]
async fn a_closing_that_goes_on_failing_is_an_error() {
    let setup = Setup::start().await;
    let guard = setup.open().await;
    setup.sandbox.random_faults_among([Fault::CloseAfterHead], 1_000, 0);
    let error = with_time(&setup.clock, guard.close()).await.0.unwrap_err();
    assert_eq!((error.operation().unwrap().id, error.attempts()), ("closeListenKey", 4));
}

#[tokio::test]
async fn a_guard_that_is_dropped_leaves_the_key_as_it_is() {
    let setup = Setup::start().await;
    let guard = setup.open().await;
    let key = guard.key().clone();
    drop(guard);
    assert_eq!((setup.current().await, setup.sandbox.requests("closeListenKey")), (key, 0));
}

#[tokio::test]
async fn no_key_is_created_after_the_closing() {
    let setup = Setup::start().await;
    let mut guard = setup.open().await;
    let first = guard.key().clone();
    setup.client.close_listen_key().send().await.unwrap();
    guard.stream_ended(&first);
    {
        // The creation is on its way when the caller looks elsewhere.
        let mut keep = pin!(guard.keep_alive());
        tokio::select! {
            biased;
            _ = &mut keep => panic!("answered before it was sent"),
            () = yield_now() => {}
        }
    }
    guard.close().await.unwrap();
    assert_eq!(setup.sandbox.executions("createListenKey"), 2);
    assert_eq!(code(setup.client.keep_alive_listen_key().send().await), ErrorCode::INVALID_LISTEN_KEY);
}

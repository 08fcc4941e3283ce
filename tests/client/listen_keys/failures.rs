//! Requests that fail while a key is kept alive.

use binance_usdm::sandbox::{Fault, ManualClock};
use binance_usdm::{Client, ErrorCode, KeyChange, Outcome, RetryPolicy, UserStreamKey};

use super::{MINUTE, Setup, builder};
use crate::retries::with_time;
use crate::support::{Answer, NOW, Server, ok, response};

impl Setup {
    fn cut_off(&self) {
        self.sandbox.random_faults_among([Fault::CloseAfterHead], 1_000, 0);
    }
}

#[tokio::test]
async fn twenty_minutes_without_a_network_do_not_cost_the_key() {
    let setup = Setup::start().await;
    let mut guard = setup.open().await;
    let first = guard.key().clone();
    setup.cut_off();
    assert!(setup.keep_until(&mut guard, 50).await.is_none());
    assert_eq!(guard.trouble().unwrap().outcome(), Outcome::Unknown);
    setup.sandbox.clear_faults();
    assert!(setup.keep_until(&mut guard, 300).await.is_none());
    assert!(guard.trouble().is_none());
    assert_eq!(setup.current().await, first);
    // Six that come later and later, and then one or two in a minute.
    let failed = setup.sandbox.faults_met().len();
    assert!((20..=50).contains(&failed), "{failed}");
}

#[tokio::test]
async fn after_seventy_minutes_without_a_network_there_is_a_new_key_within_a_minute() {
    let setup = Setup::start().await;
    let mut guard = setup.open().await;
    let first = guard.key().clone();
    setup.cut_off();
    assert!(setup.keep_until(&mut guard, 70).await.is_none());
    setup.sandbox.clear_faults();
    let second = setup.keep_until(&mut guard, 90).await.unwrap().unwrap();
    assert!(setup.minutes() <= 71 && second != first, "{} minutes", setup.minutes());
    assert!(setup.keep_until(&mut guard, 300).await.is_none());
    assert!(guard.trouble().is_none() && setup.current().await == second);
}

#[tokio::test]
async fn a_keep_alive_whose_outcome_is_unknown_is_repeated() {
    let setup = Setup::start().await;
    let mut guard = setup.open().await;
    for fault in [Fault::CloseAfterExecution, Fault::Garbage, Fault::timeout(true), Fault::HtmlPage(403)] {
        setup.sandbox.inject_for("keepAliveListenKey", fault);
    }
    assert!(setup.keep_until(&mut guard, 40).await.is_none());
    assert!(guard.trouble().is_none());
    assert_eq!(setup.sandbox.requests("keepAliveListenKey"), 5);
    assert_eq!(setup.sandbox.requests("createListenKey"), 1);
}

#[tokio::test]
async fn a_creation_whose_outcome_is_unknown_is_repeated_and_its_key_told_once() {
    let setup = Setup::start().await;
    let mut guard = setup.open().await;
    setup.elsewhere().close_listen_key().send().await.unwrap();
    setup.sandbox.inject_for("createListenKey", Fault::CloseAfterExecution);
    let error = guard.keep_alive().await.unwrap_err();
    assert_eq!((error.operation().unwrap().id, error.outcome()), ("createListenKey", Outcome::Unknown));
    assert!(guard.expires_in().is_zero() && !guard.due_in().is_zero());
    let second = setup.keep_until(&mut guard, 10).await.unwrap().unwrap();
    assert!(setup.keep_until(&mut guard, 100).await.is_none());
    assert_eq!(setup.current().await, second);
    assert_eq!(setup.sandbox.executions("createListenKey"), 3);
}

#[tokio::test]
async fn a_failed_attempt_says_when_to_try_again() {
    let setup = Setup::start().await;
    let mut guard = setup.open().await;
    setup.sandbox.inject_for("keepAliveListenKey", Fault::CloseAfterHead);
    guard.keep_alive().await.unwrap_err();
    assert!((1_000..=2_000).contains(&guard.due_in().as_millis()), "{:?}", guard.due_in());
    assert_eq!(guard.expires_in().as_secs(), 3_600);
    assert_eq!(guard.keep_alive().await.unwrap(), KeyChange::Kept);
    assert_eq!(guard.due_in().as_secs(), 1_800);
}

#[tokio::test]
async fn a_ban_is_waited_out() {
    let setup = Setup::start().await;
    let mut guard = setup.open().await;
    let until = NOW + 40 * MINUTE;
    setup.sandbox.inject_for("keepAliveListenKey", Fault::banned(until, 600));
    assert!(setup.keep_until(&mut guard, 39).await.is_none());
    assert!(guard.trouble().is_some());
    assert_eq!(setup.sandbox.requests("keepAliveListenKey"), 1);
    assert!(setup.keep_until(&mut guard, 45).await.is_none());
    assert!(guard.trouble().is_none());
    assert_eq!(setup.sandbox.requests("keepAliveListenKey"), 2);
}

#[tokio::test]
async fn what_will_not_pass_is_told_at_once_and_tried_again_when_asked() {
    let server = Server::with(|request| {
        if request.line.starts_with("POST") {
            return ok(r#"{"listenKey":"pq0LmT7xYb3RzVfK9cWjHn5s"}"#);
        }
        response("401 Unauthorized", "", r#"{"code":-2015,"msg":"Invalid API-key, IP, or permissions for action."}"#)
    })
    .await;
    let clock = ManualClock::new(NOW);
    let client = server.configure(|builder| builder.clock(clock.clone()));
    let mut guard = UserStreamKey::open(&client).await.unwrap();
    for requests in 2..4 {
        clock.advance(30 * MINUTE - 1);
        let (kept, _) = with_time(&clock, guard.keep()).await;
        assert_eq!(kept.unwrap_err().exchange().unwrap().code(), ErrorCode::from(-2015));
        assert_eq!(server.requests().len(), requests);
    }
}

#[tokio::test]
async fn without_credentials_there_is_no_guard() {
    let client = Client::builder().base_url("http://127.0.0.1:1").build().unwrap();
    let error = UserStreamKey::open(&client).await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::NotSent);
}

#[tokio::test]
async fn opening_is_repeated_as_often_as_a_read_may_be() {
    let setup = Setup::start().await;
    setup.sandbox.inject_for("createListenKey", Fault::CloseAfterExecution);
    setup.sandbox.inject_for("createListenKey", Fault::internal_error());
    let (guard, waited) = with_time(&setup.clock, UserStreamKey::open(&setup.client)).await;
    assert_eq!(guard.unwrap().key(), &setup.current().await);
    assert!((600..=1_200).contains(&waited), "{waited} ms");

    setup.cut_off();
    let before = setup.sandbox.faults_met().len();
    let (error, _) = with_time(&setup.clock, UserStreamKey::open(&setup.client)).await;
    assert_eq!((error.unwrap_err().attempts(), setup.sandbox.faults_met().len() - before), (4, 4));
    let once = builder(&setup.sandbox, &setup.clock).retry(RetryPolicy::off()).build().unwrap();
    assert_eq!(UserStreamKey::open(&once).await.unwrap_err().attempts(), 1);
}

#[tokio::test]
async fn neither_guard_nor_task_nor_failure_prints_the_key() {
    const KEY: &str = "pq0LmT7xYb3RzVfK9cWjHn5sDgEaUo1iXe8MtQy4ZkBvNw6SlJrPhGuFdCxAqOyT";
    let told = format!(r#"{{"listenKey":"{KEY}"}}"#);
    let refused = format!(r#"{{"code":-1127,"msg":"listenKey {KEY} is odd."}}"#);
    for bad in [response("400 Bad Request", "", refused), ok(&told[..40]), ok(&format!("\"{KEY}\""))] {
        let told = told.clone();
        let server = Server::with(move |request| -> Answer {
            if request.line.starts_with("POST") { ok(&told) } else { bad.clone() }
        })
        .await;
        let mut guard = UserStreamKey::open(&server.client()).await.unwrap();
        assert_eq!(guard.key().as_str(), KEY);
        let change = KeyChange::Changed(guard.key().clone());
        let error = guard.keep_alive().await.unwrap_err();
        let shown = format!("{guard:?} {guard:#?} {change:?} {error} {error:?} {error:#?}");
        let task = guard.spawn();
        let text = format!("{shown} {task:?} {task:#?}");
        assert!(!KEY.as_bytes().windows(12).any(|part| text.contains(std::str::from_utf8(part).unwrap())), "{text}");
    }
}

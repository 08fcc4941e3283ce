//! A key that is kept alive by a task.

use binance_usdm::sandbox::Fault;
use binance_usdm::{ErrorCode, ListenKey, UserStreamKey, UserStreamTask};
use tokio::task::yield_now;

use super::Setup;
use crate::retries::with_time;
use crate::support::code;

impl Setup {
    async fn spawn(&self) -> UserStreamTask {
        let task = self.open().await.spawn();
        self.task_waits().await;
        task
    }

    async fn task_waits(&self) {
        while self.clock.sleepers() == 0 {
            yield_now().await;
        }
    }

    /// Lets time pass until the task says something.
    async fn changed(&self, task: &mut UserStreamTask) -> Option<ListenKey> {
        with_time(&self.clock, task.changed()).await.0
    }
}

fn tasks() -> usize {
    tokio::runtime::Handle::current().metrics().num_alive_tasks()
}

/// Lets everything that can go on do so, such as what an HTTP client does after an answer; and counts what is left.
async fn settled() -> usize {
    for _ in 0..100 {
        yield_now().await;
    }
    tasks()
}

#[tokio::test]
async fn a_task_keeps_the_key_and_tells_of_each_change_once() {
    let setup = Setup::start().await;
    let mut task = setup.spawn().await;
    let first = task.key();
    for requests in 1..=48 {
        assert!(setup.clock.advance_to_next_sleeper());
        while setup.sandbox.requests("keepAliveListenKey") < requests {
            yield_now().await;
        }
        setup.task_waits().await;
    }
    assert_eq!(setup.minutes(), 24 * 60);
    assert_eq!((task.key(), setup.sandbox.requests("createListenKey")), (first.clone(), 1));

    setup.elsewhere().close_listen_key().send().await.unwrap();
    let second = setup.changed(&mut task).await.unwrap();
    assert!(second != first && second == task.key() && second == setup.current().await);
    tokio::select! {
        biased;
        changed = task.changed() => panic!("told twice: {changed:?}"),
        () = setup.task_waits() => {}
    }
}

#[tokio::test]
async fn a_task_is_told_that_its_stream_has_expired() {
    let setup = Setup::start().await;
    let mut task = setup.spawn().await;
    let first = task.key();
    setup.elsewhere().close_listen_key().send().await.unwrap();
    task.stream_ended(&first);
    let second = task.changed().await.unwrap();
    // The old stream says it again, late.
    task.stream_ended(&first);
    settled().await;
    setup.task_waits().await;
    assert_eq!((setup.minutes(), task.key()), (0, second));
    assert_eq!(setup.sandbox.requests("createListenKey"), 2);
}

#[tokio::test]
async fn a_task_shows_its_trouble_until_it_is_over() {
    let setup = Setup::start().await;
    let task = setup.spawn().await;
    setup.sandbox.inject_for("keepAliveListenKey", Fault::CloseAfterHead);
    setup.clock.advance_to_next_sleeper();
    while task.trouble().is_none() {
        yield_now().await;
    }
    setup.task_waits().await;
    setup.clock.advance_to_next_sleeper();
    while task.trouble().is_some() {
        yield_now().await;
    }
    assert_eq!(setup.sandbox.executions("keepAliveListenKey"), 1);
}

#[tokio::test]
async fn a_task_whose_key_is_lost_ends_and_says_why() {
    let setup = Setup::start().await;
    let mut task = setup.spawn().await;
    let msg = "Invalid API-key, IP, or permissions for action.".to_owned();
    let refusal = Fault::Answer { status: 401, code: Some(-2015), msg, retry_after: None, executed: false };
    setup.sandbox.inject_for("keepAliveListenKey", refusal);
    for _ in 0..2 {
        assert_eq!(setup.changed(&mut task).await, None);
        let trouble = task.trouble().unwrap();
        assert_eq!(trouble.exchange().unwrap().code(), ErrorCode::from(-2015));
    }
    task.stream_ended(&task.key());
    assert_eq!(setup.clock.sleepers(), 0);
    task.close().await.unwrap();
    assert_eq!(setup.sandbox.executions("closeListenKey"), 1);
}

#[tokio::test]
async fn a_task_that_is_closed_closes_the_key() {
    let setup = Setup::start().await;
    setup.spawn().await.close().await.unwrap();
    assert_eq!(setup.clock.sleepers(), 0);
    assert_eq!(code(setup.client.keep_alive_listen_key().send().await), ErrorCode::INVALID_LISTEN_KEY);
}

#[tokio::test]
async fn no_task_outlives_its_handle() {
    let setup = Setup::start().await;
    let guard = setup.open().await;
    let before = settled().await;
    let task = guard.spawn();
    setup.task_waits().await;
    assert_eq!(tasks(), before + 1);
    drop(task);
    while tasks() > before {
        yield_now().await;
    }
    assert_eq!((setup.clock.sleepers(), setup.sandbox.requests("closeListenKey")), (0, 0));
}

#[tokio::test]
async fn a_task_that_is_dropped_while_it_asks_ends_too() {
    let setup = Setup::start().await;
    let guard = setup.open().await;
    let before = settled().await;
    let task = guard.spawn();
    setup.task_waits().await;
    setup.sandbox.inject_for("keepAliveListenKey", Fault::StallBeforeExecution);
    setup.clock.advance_to_next_sleeper();
    while setup.sandbox.requests("keepAliveListenKey") == 0 {
        yield_now().await;
    }
    drop(task);
    while tasks() > before {
        yield_now().await;
    }
}

#[tokio::test]
async fn guards_and_tasks_may_be_used_in_tasks_of_the_program() {
    let setup = Setup::start().await;
    let client = setup.client.clone();
    let key = tokio::spawn(async move {
        let mut guard = UserStreamKey::open(&client).await?;
        let _ = guard.keep_alive().await?;
        let task = guard.spawn();
        let key = task.key();
        task.close().await.map(|()| key)
    });
    assert_eq!(key.await.unwrap().unwrap().as_str().len(), 64);
}

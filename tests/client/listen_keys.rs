//! Listen keys are kept alive, and replaced when they are gone.

mod closing;
mod failures;
mod task;

use std::pin::pin;

use binance_usdm::sandbox::{ManualClock, Sandbox};
use binance_usdm::{Client, ClientBuilder, Clock, Error, KeyChange, ListenKey, UserStreamKey};
use tokio::task::yield_now;

use crate::support::NOW;

const MINUTE: i64 = 60_000;

/// A sandbox and a client of it, on one clock.
struct Setup {
    sandbox: Sandbox,
    clock: ManualClock,
    client: Client,
}

impl Setup {
    async fn start() -> Self {
        let clock = ManualClock::new(NOW);
        let sandbox = Sandbox::builder().clock(clock.clone()).start().await.unwrap();
        let client = builder(&sandbox, &clock).build().unwrap();
        Self { sandbox, clock, client }
    }

    /// The same account in another program.
    fn elsewhere(&self) -> Client {
        builder(&self.sandbox, &self.clock).build().unwrap()
    }

    async fn open(&self) -> UserStreamKey {
        UserStreamKey::open(&self.client).await.unwrap()
    }

    /// The key that the account has now.
    async fn current(&self) -> ListenKey {
        self.elsewhere().keep_alive_listen_key().send().await.unwrap().into_inner().listen_key
    }

    /// How many minutes have passed since the start.
    fn minutes(&self) -> i64 {
        (self.clock.now_millis() - NOW) / MINUTE
    }

    /// Polls the guard until it says something, or until it waits and the minute is over.
    async fn keep_until(&self, guard: &mut UserStreamKey, minute: i64) -> Option<Result<ListenKey, Error>> {
        let mut keep = pin!(guard.keep());
        loop {
            tokio::select! {
                biased;
                said = &mut keep => return Some(said),
                () = yield_now() => {}
            }
            if self.clock.sleepers() > 0 {
                if self.minutes() >= minute {
                    return None;
                }
                self.clock.advance(1_000);
            }
        }
    }

    /// The same, but with a stream that is always busy: no future is polled more than once.
    async fn keep_busily_until(&self, guard: &mut UserStreamKey, minute: i64) -> Option<Result<ListenKey, Error>> {
        loop {
            tokio::select! {
                biased;
                said = guard.keep() => return Some(said),
                () = yield_now() => {}
            }
            if !guard.due_in().is_zero() {
                if self.minutes() >= minute {
                    return None;
                }
                self.clock.advance(1_000);
            }
        }
    }
}

fn builder(sandbox: &Sandbox, clock: &ManualClock) -> ClientBuilder {
    Client::builder().base_url(sandbox.base_url()).credentials(sandbox.credentials()).clock(clock.clone())
}

#[tokio::test]
async fn a_key_is_kept_for_a_day_with_a_request_every_half_hour() {
    let setup = Setup::start().await;
    let mut guard = setup.open().await;
    let first = guard.key().clone();
    assert!(setup.keep_until(&mut guard, 24 * 60).await.is_none());
    assert!(*guard.key() == first && setup.current().await == first);
    assert_eq!(setup.sandbox.requests("keepAliveListenKey"), 48 + 1);
    assert_eq!(setup.sandbox.requests("createListenKey"), 1);
}

#[tokio::test]
async fn a_busy_stream_neither_loses_nor_repeats_a_request() {
    let setup = Setup::start().await;
    let mut guard = setup.open().await;
    assert!(setup.keep_busily_until(&mut guard, 6 * 60).await.is_none());
    assert_eq!(setup.sandbox.requests("keepAliveListenKey"), 12);
    setup.elsewhere().close_listen_key().send().await.unwrap();
    let second = setup.keep_busily_until(&mut guard, 7 * 60).await.unwrap().unwrap();
    assert!(setup.keep_busily_until(&mut guard, 12 * 60).await.is_none());
    assert_eq!(setup.current().await, second);
    assert_eq!(setup.sandbox.requests("createListenKey"), 2);
}

#[tokio::test]
async fn a_key_that_was_closed_elsewhere_is_replaced_and_told_once() {
    let setup = Setup::start().await;
    let mut guard = setup.open().await;
    let first = guard.key().clone();
    setup.clock.advance(MINUTE);
    setup.elsewhere().close_listen_key().send().await.unwrap();
    let second = setup.keep_until(&mut guard, 60).await.unwrap().unwrap();
    assert_eq!(setup.minutes(), 30);
    assert!(second != first && second == *guard.key());
    assert!(setup.keep_until(&mut guard, 5 * 60).await.is_none());
    assert_eq!(setup.current().await, second);
}

#[tokio::test]
async fn a_key_that_was_replaced_elsewhere_is_told_without_making_another() {
    let setup = Setup::start().await;
    let mut guard = setup.open().await;
    let other = setup.elsewhere();
    other.close_listen_key().send().await.unwrap();
    let theirs = other.create_listen_key().send().await.unwrap().into_inner().listen_key;
    assert_eq!(guard.keep_alive().await.unwrap(), KeyChange::Changed(theirs.clone()));
    assert_eq!(guard.keep_alive().await.unwrap(), KeyChange::Kept);
    assert_eq!((guard.key(), setup.sandbox.requests("createListenKey")), (&theirs, 2));
}

#[tokio::test]
async fn guards_of_one_account_share_its_key() {
    let setup = Setup::start().await;
    let (one, other) = (setup.open().await, UserStreamKey::open(&setup.elsewhere()).await.unwrap());
    assert_eq!(one.key(), other.key());
}

#[tokio::test]
async fn a_stream_that_has_expired_is_given_a_new_key_at_once_and_an_old_one_none() {
    let setup = Setup::start().await;
    let mut guard = setup.open().await;
    let first = guard.key().clone();
    setup.elsewhere().close_listen_key().send().await.unwrap();
    guard.stream_ended(&first);
    assert!(guard.due_in().is_zero() && guard.expires_in().is_zero());
    let second = setup.keep_until(&mut guard, 1).await.unwrap().unwrap();
    assert_eq!(setup.minutes(), 0);
    guard.stream_ended(&first);
    assert_eq!((guard.due_in().as_secs(), guard.expires_in().as_secs()), (1_800, 3_600));
    assert_eq!((guard.key(), setup.sandbox.requests("createListenKey")), (&second, 2));
    assert_eq!(setup.sandbox.requests("keepAliveListenKey"), 0);
}

#[tokio::test]
async fn a_stream_that_broke_goes_on_with_the_same_key_if_it_is_alive() {
    let setup = Setup::start().await;
    let mut guard = setup.open().await;
    let first = guard.key().clone();
    setup.clock.advance(20 * MINUTE);
    guard.stream_ended(&first);
    assert_eq!(setup.keep_until(&mut guard, 21).await.unwrap().unwrap(), first);
    assert_eq!((guard.due_in().as_secs(), setup.sandbox.requests("createListenKey")), (1_800, 2));
    assert!(setup.keep_until(&mut guard, 120).await.is_none());
}

#[tokio::test]
async fn a_key_that_nobody_looked_after_for_an_hour_is_replaced() {
    let setup = Setup::start().await;
    let mut guard = setup.open().await;
    setup.clock.advance(59 * MINUTE);
    assert_eq!((guard.due_in().as_secs(), guard.expires_in().as_secs()), (0, 60));
    assert_eq!(guard.keep_alive().await.unwrap(), KeyChange::Kept);
    setup.clock.advance(60 * MINUTE);
    assert!(guard.expires_in().is_zero());
    assert!(matches!(guard.keep_alive().await.unwrap(), KeyChange::Changed(_)));
}

//! What the client does when a limit is used up, or the exchange asks for silence.

use std::time::Duration;

use binance_usdm::operations::ALL;
use binance_usdm::sandbox::Fault;
use binance_usdm::{Clock as _, Error, LimitError, LimitPolicy, Outcome, RetryPolicy, Timestamp};

use crate::bench::{Bench, NOW};
use crate::changes;

const PATIENT: LimitPolicy = LimitPolicy::WaitAtMost(Duration::from_secs(3_600));

fn after(millis: i64) -> Timestamp {
    Timestamp::from_millis(NOW + millis)
}

/// All requests that the sandbox has read.
fn requests(bench: &Bench) -> u64 {
    ALL.iter().map(|operation| bench.sandbox.requests(operation.id)).sum()
}

#[track_caller]
fn limited<T: std::fmt::Debug>(result: Result<T, Error>) -> LimitError {
    let error = result.unwrap_err();
    assert_eq!((error.outcome(), error.attempts()), (Outcome::NotSent, 0));
    let Error::Limited(error) = error else { panic!("{error}") };
    *error
}

#[tokio::test]
async fn a_cancellation_passes_when_reads_have_eaten_the_budget() {
    let bench = Bench::with(|sandbox| sandbox, |client| client.limits(LimitPolicy::Refuse)).await;
    changes::prepare("cancelOrder", &bench).await;
    let eaten = loop {
        if let Err(error) = bench.client.get_income_history().send().await {
            break limited(Err::<(), _>(error));
        }
    };
    assert_eq!(eaten.limit().unwrap().name, "weight");
    // Reads that cost less take the rest, but for what they leave.
    while bench.client.get_ticker_price_v2().symbol("BTCUSDT").send().await.is_ok() {}
    let weight = bench.client.budget().limit("weight").unwrap().clone();
    assert!((1..=24).contains(&weight.left()), "{weight:?}");
    changes::call("cancelOrder", &bench.client).await.unwrap();
    changes::call("createOrder", &bench.client).await.unwrap();
    assert_eq!((bench.sandbox.open_orders(), bench.sandbox.refused_for_limits(), bench.passed()), (1, 0, 0));
}

#[tokio::test]
async fn a_refusal_says_until_when_and_then_it_passes() {
    let bench = Bench::with(|sandbox| sandbox, |client| client.limits(LimitPolicy::Refuse)).await;
    let error = loop {
        if let Err(error) = bench.client.get_income_history().send().await {
            break limited(Err::<(), _>(error));
        }
        bench.clock.advance(10);
    };
    // The first of them was answered at the beginning; the clocks of others may run a thousandth slower.
    let wait = i64::try_from(error.wait().unwrap().as_millis()).unwrap();
    assert_eq!(error.until(), Some(after(bench.passed() + wait)));
    assert!((60_060..61_000).contains(&(bench.passed() + wait)), "{error}");
    let sent = requests(&bench);
    bench.clock.advance(wait - 1);
    limited(bench.client.get_income_history().send().await);
    assert_eq!(requests(&bench), sent);
    bench.clock.advance(1);
    bench.client.get_income_history().send().await.unwrap();
}

#[tokio::test]
async fn when_the_exchange_asks_for_silence_nothing_is_sent_until_it_is_over() {
    let cases = [
        (Fault::too_many_requests(7), 7_000),
        (Fault::banned(NOW + 300_000, 300), 300_000),
        // The words count where the header says less.
        (Fault::banned(NOW + 300_000, 120), 300_000),
    ];
    for (fault, silence) in cases {
        let bench = Bench::with(|sandbox| sandbox, |client| client.limits(PATIENT).retry(RetryPolicy::off())).await;
        bench.sandbox.inject(fault.clone());
        let error = bench.client.get_ticker_price_v2().symbol("BTCUSDT").send().await.unwrap_err();
        assert_eq!(error.outcome(), Outcome::Rejected);
        assert_eq!(bench.client.budget().silent_until, Some(after(silence)), "{fault:?}");

        let sent = requests(&bench);
        let calls = async {
            tokio::join!(
                changes::order(&bench.client, "mine"),
                bench.client.get_balance().send(),
                bench.client.test_connectivity().send(),
                changes::call("changeLeverage", &bench.client),
            )
        };
        let mut calls = std::pin::pin!(calls);
        for step in [0, silence / 2, silence - silence / 2 - 1] {
            bench.clock.advance(step);
            tokio::select! {
                biased;
                _ = &mut calls => panic!("it was sent after {} ms", bench.passed()),
                () = a_while() => {}
            }
            assert_eq!(requests(&bench), sent, "{fault:?} after {} ms", bench.passed());
        }
        bench.clock.advance(1);
        let (order, balance, ping, leverage) = calls.await;
        assert!(order.is_ok() && balance.is_ok() && ping.is_ok() && leverage.is_ok(), "{fault:?}");
        assert_eq!((requests(&bench), bench.placed().len()), (sent + 4, 1));
    }
}

/// Long enough for a request to have come, if there were one.
async fn a_while() {
    for _ in 0..5_000 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn too_many_orders_silence_orders_and_nothing_else() {
    let bench = Bench::with(|sandbox| sandbox, |client| client.limits(LimitPolicy::Refuse)).await;
    bench.sandbox.inject(Fault::too_many_orders(4));
    let error = changes::order(&bench.client, "first").await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::Rejected);
    let refused = limited(changes::order(&bench.client, "second").await);
    assert_eq!((refused.limit(), refused.until()), (None, Some(after(4_000))));
    bench.client.get_balance().send().await.unwrap();
    changes::call("changeLeverage", &bench.client).await.unwrap();
    bench.clock.advance(4_000);
    changes::order(&bench.client, "third").await.unwrap();
    assert_eq!(bench.placed(), ["third"]);
}

#[tokio::test]
async fn a_silence_is_told_to_all_who_share_the_address() {
    let budget = binance_usdm::IpBudget::new();
    let bench = Bench::with(|sandbox| sandbox, |client| client.ip_budget(budget.clone())).await;
    let other = bench.configure(|client| client.ip_budget(budget).limits(LimitPolicy::Refuse));
    bench.sandbox.inject(Fault::too_many_requests(30));
    bench.client.test_connectivity().send().await.unwrap_err();
    let refused = limited(other.test_connectivity().send().await);
    assert_eq!((refused.until(), requests(&bench)), (Some(after(30_000)), 1));
    bench.clock.advance(30_000);
    other.test_connectivity().send().await.unwrap();
}

#[tokio::test]
async fn limits_are_learned_from_the_exchange_and_kept() {
    let bench = Bench::with(|sandbox| sandbox.limit("weight", 600), |client| client.limits(PATIENT)).await;
    let units = |bench: &Bench| bench.client.budget().limit("weight").unwrap().units;
    assert_eq!(units(&bench), 2_400);
    bench.client.get_exchange_info().send().await.unwrap();
    assert_eq!(units(&bench), 600);
    for _ in 0..60 {
        bench.with_time(bench.client.get_income_history().send()).await.unwrap();
    }
    assert_eq!(bench.sandbox.refused_for_limits(), 0);
    // 19 of them fit into a minute.
    assert!(bench.clock.now_millis() >= NOW + 3 * 60_000, "{}", bench.passed());
}

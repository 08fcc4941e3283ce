//! Calls that are dropped before they end.

use std::time::Duration;

use binance_usdm::sandbox::Fault;
use binance_usdm::{Client, Error, LimitPolicy, SentOrder};

use crate::bench::Bench;
use crate::changes;

/// Polls a call so many times, a little apart; what has not ended by then is dropped.
async fn polled<T>(times: u32, call: impl Future<Output = T>) -> Option<T> {
    let mut call = std::pin::pin!(call);
    for _ in 0..times {
        tokio::select! {
            biased;
            done = &mut call => return Some(done),
            () = tokio::task::yield_now() => {}
        }
    }
    None
}

async fn any(client: &Client, number: u32) -> Result<(), Error> {
    match number % 4 {
        0 => changes::order(client, &format!("dropped-{number}")).await,
        1 => client.get_income_history().send().await.map(drop),
        2 => {
            let rows = changes::ROWS.map(changes::row).to_vec();
            client.create_batch_orders().batch_orders(rows).send().await.map(drop)
        }
        _ => client.get_order_book().symbol("BTCUSDT").limit(1_000).send().await.map(drop),
    }
}

#[track_caller]
fn nothing_is_used(bench: &Bench) {
    for usage in bench.client.budget().limits {
        assert_eq!((usage.used, usage.free_at), (0, None), "{}", usage.limit.name);
    }
}

#[tokio::test]
async fn calls_that_are_dropped_anywhere_leave_the_limits_in_order() {
    let patient = LimitPolicy::WaitAtMost(Duration::from_secs(3_600));
    let bench = Bench::with(|sandbox| sandbox, |client| client.limits(patient)).await;
    let mut numbers = 1_u32;
    for round in 0..4 {
        let (mut ended, mut dropped) = (0, 0);
        for number in 0..300 {
            // A generator of numbers that look random, and are the same in every run.
            numbers = numbers.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            match polled((numbers >> 16) % 16, any(&bench.client, round * 1_000 + number)).await {
                Some(_) => ended += 1,
                None => dropped += 1,
            }
            if numbers.is_multiple_of(7) {
                bench.clock.advance_to_next_sleeper();
            }
        }
        assert!(dropped > 50 && ended > 50, "{ended} ended, {dropped} dropped");
        assert_eq!(bench.clock.sleepers(), 0, "somebody still waits");
        // The longest interval, and the second within which the last of them is taken to have arrived.
        bench.clock.advance(302_000);
        nothing_is_used(&bench);
        bench.client.get_income_history().send().await.unwrap();
        bench.client.change_leverage().symbol("BTCUSDT").leverage(5).send().await.unwrap();
    }
    assert_eq!(bench.sandbox.refused_for_limits(), 0);
}

#[tokio::test]
async fn an_order_whose_call_was_dropped_is_found_by_its_id() {
    for fault in [None, Some(Fault::Stall), Some(Fault::StallBeforeExecution)] {
        for times in (0..40).step_by(3) {
            let bench = Bench::new().await;
            if let Some(fault) = &fault {
                bench.sandbox.inject_for("createOrder", fault.clone());
            }
            let call = polled(times, changes::order(&bench.client, changes::ORDER)).await;
            let order = SentOrder::new("BTCUSDT", changes::ORDER);
            let there = bench.with_time(changes::resolve(&bench.client, &order)).await;
            assert_eq!(there, Some(bench.placed().len() == 1), "{fault:?}, {times} times: {call:?}");
            assert!(bench.sandbox.requests("createOrder") <= 1);
        }
    }
}

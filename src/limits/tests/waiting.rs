//! Who waits, for how long, and who goes first.

use std::sync::Arc;
use std::time::Duration;

use super::bench::{Bench, MINUTE, NOW, answer, answer_weight};
use crate::limits::{LimitPolicy, Limiter};
use crate::timestamp::Timestamp;

const ONE: &str = "symbol=BTCUSDT";
/// How long what is spent of a limit of ten seconds counts, in milliseconds.
const TEN_SECONDS: i64 = 10_010;

#[test]
fn a_call_waits_until_there_is_room() {
    let mut bench = Bench::waiting();
    bench.order(300);
    bench.advance(3_000);
    let waiting = bench.begin("createOrder", "");
    bench.advance(TEN_SECONDS - 3_001);
    assert!(!waiting.is_done());
    bench.advance(1);
    answer(waiting.take().unwrap().unwrap());
    assert_eq!(bench.clock.sleepers(), 0);
}

#[test]
fn a_call_that_would_wait_longer_than_it_may_is_refused_at_once() {
    let mut bench = Bench::waiting();
    bench.read(2_376);
    bench.advance(1_000);
    let refusal = bench.refusal("getKlines", "");
    let wait = Duration::from_millis(59_060);
    assert_eq!((refusal.wait(), refusal.limit().unwrap().name), (Some(wait), "weight"));
    assert_eq!(refusal.until(), Some(Timestamp::from_millis(NOW + 59_060)));
    bench.advance(50_000);
    assert!(bench.begin("getKlines", "").take().is_none());
}

#[test]
fn what_those_in_front_will_use_counts_for_what_is_known() {
    let mut bench = Bench::new(LimitPolicy::WaitAtMost(Duration::from_secs(15)));
    bench.order(300);
    let waiting: Vec<_> = (0..300).map(|_| bench.begin("createOrder", "")).collect();
    assert!(waiting.iter().all(|waiting| !waiting.is_done()));
    let refusal = bench.refusal("createOrder", "");
    assert_eq!(refusal.wait(), Some(Duration::from_millis(20_020)), "those that wait use up the next ten seconds");
}

/// The weight is used up, and five of it are free again in nine seconds; a batch of orders waits for them.
fn contended(bench: &mut Bench, before_the_batch: impl FnOnce(&mut Bench)) {
    answer(bench.permit("getKlines", ""));
    bench.advance(5_000);
    bench.read(2_371);
    bench.advance(MINUTE - 14_000);
    before_the_batch(bench);
    for _ in 0..24 {
        answer(bench.permit("cancelOrder", ""));
    }
    let batch = bench.begin("createBatchOrders", "");
    bench.advance(9_000);
    assert!(batch.is_done());
}

#[test]
fn who_learns_while_waiting_that_it_takes_too_long_is_refused_then() {
    let mut bench = Bench::waiting();
    let mut read = None;
    contended(&mut bench, |bench| read = Some(bench.begin("getKlines", "")));
    assert_eq!(read.unwrap().take().unwrap().unwrap_err().wait(), Some(Duration::from_secs(14)));
}

#[test]
fn who_is_still_in_line_when_the_time_is_up_is_refused() {
    let mut bench = Bench::waiting();
    let patient = LimitPolicy::WaitAtMost(Duration::MAX);
    let patient = Limiter::new(&bench.ip, patient, Arc::new(bench.clock.clone()));
    let mut reads = None;
    contended(&mut bench, |bench| {
        reads = Some((bench.begin_with(patient, "getKlines", "limit=499"), bench.begin("getMarkPrice", ONE)));
    });
    let (first, second) = reads.unwrap();
    assert!(!first.is_done() && !second.is_done());
    bench.advance(1_000);
    let refusal = second.take().unwrap().unwrap_err();
    assert_eq!((refusal.wait(), first.is_done()), (Some(Duration::from_secs(4)), false));
    bench.advance(4_000);
    assert!(first.is_done());
}

#[test]
fn who_comes_first_goes_first() {
    let mut bench = Bench::patient();
    bench.read(2_370);
    let large = bench.begin("getKlines", "limit=1500");
    let small = bench.begin("getMarkPrice", ONE);
    assert!(!small.is_done(), "there is room for it, but not for the one before it");
    bench.advance(MINUTE);
    assert!(large.is_done() && small.is_done());
}

#[test]
fn cancellations_do_not_wait_behind_reads_or_orders() {
    let mut bench = Bench::patient();
    bench.read(2_376);
    bench.order(300);
    let waiting = [bench.begin("getKlines", ""), bench.begin("createOrder", ""), bench.begin("createBatchOrders", "")];
    answer(bench.permit("cancelOrder", ""));
    assert!(waiting.iter().all(|waiting| !waiting.is_done()));
}

#[test]
fn reads_of_one_limit_do_not_wait_behind_those_of_another() {
    let mut bench = Bench::patient();
    for _ in 0..495 {
        answer(bench.permit("getFundingInfo", ""));
    }
    let waiting = bench.begin("getFundingRateHistory", "");
    answer(bench.permit("getKlines", ""));
    assert!(!waiting.is_done());
}

#[test]
fn reads_leave_what_becomes_free_to_a_change_that_waits_for_it() {
    let mut bench = Bench::patient();
    answer(bench.permit("getMarkPrice", ONE));
    bench.advance(1_000);
    bench.read(2_375);
    for _ in 0..23 {
        answer(bench.permit("cancelOrder", ""));
    }
    // One is left, and one becomes free before the rest: the batch wants five.
    let batch = bench.begin("createBatchOrders", "");
    let read = bench.begin("getMarkPrice", ONE);
    bench.advance(MINUTE - 1_000);
    assert!(!batch.is_done() && !read.is_done());
    bench.advance(1_000);
    assert!(batch.is_done() && read.is_done());
}

#[test]
fn a_batch_is_not_starved_by_single_orders() {
    let mut bench = Bench::patient();
    for _ in 0..299 {
        bench.order(1);
        bench.advance(10);
    }
    let batch = bench.begin("createBatchOrders", "");
    let single = bench.begin("createOrder", "");
    assert!(!single.is_done(), "one is left, which the batch needs");
    bench.advance(TEN_SECONDS - 2_990 + 40);
    assert!(batch.is_done());
    bench.advance(20);
    assert!(single.is_done());
}

#[test]
fn those_who_give_up_waiting_leave_nothing_behind() {
    let mut bench = Bench::patient();
    bench.order(298);
    let batch = bench.begin("createBatchOrders", "");
    let behind = bench.begin("createBatchOrders", "");
    let single = bench.begin("createOrder", "");
    assert!(!single.is_done());
    bench.driver.cancel(&behind);
    assert!(!single.is_done());
    bench.driver.cancel(&batch);
    assert!(single.is_done(), "the claim of the batch is gone");
    drop(single);
    assert_eq!(bench.clock.sleepers(), 0);
    assert_eq!([bench.used("weight"), bench.used("orders-10s"), bench.used("orders-1m")], [0, 298, 298]);
}

#[test]
fn the_next_in_line_moves_up_when_the_first_gives_up() {
    let mut bench = Bench::patient();
    bench.order(298);
    let (first, second) = (bench.begin("createBatchOrders", ""), bench.begin("createBatchOrders", ""));
    bench.driver.cancel(&first);
    bench.advance(TEN_SECONDS);
    assert!(second.is_done());
}

#[test]
fn what_is_given_back_goes_to_those_who_wait() {
    let mut bench = Bench::patient();
    let unsent = bench.permit("createOrder", "");
    bench.order(299);
    let waiting = bench.begin("createOrder", "");
    drop(unsent);
    bench.driver.settle();
    assert!(waiting.is_done());
}

#[test]
fn who_may_have_been_counted_twice_is_no_reason_to_refuse() {
    let mut bench = Bench::waiting();
    let (first, second) = (bench.permit("get24hrTicker", ""), bench.permit("get24hrTicker", ""));
    answer_weight(first, 2_370);
    let waiting = bench.begin("getKlines", "limit=99");
    assert!(!waiting.is_done(), "the second may come on top");
    answer_weight(second, 2_370);
    bench.driver.settle();
    answer(waiting.take().unwrap().unwrap());
}

#[test]
fn a_count_that_turns_out_lower_lets_those_go_who_wait() {
    let mut bench = Bench::patient();
    let early = bench.permit("getKlines", "");
    answer_weight(bench.permit("getKlines", ""), 2_376);
    let later = bench.begin("getKlines", "");
    assert!(!later.is_done());
    let change = bench.permit("cancelOrder", "");
    answer_weight(change, 20);
    bench.driver.settle();
    assert!(later.is_done());
    answer(early);
}

#[test]
fn clients_that_share_an_address_share_its_limits_and_not_their_accounts() {
    let mut bench = Bench::new(LimitPolicy::Refuse);
    let other = Limiter::new(&bench.ip, LimitPolicy::Refuse, Arc::new(bench.clock.clone()));
    bench.read(2_376);
    bench.order(300);
    bench.begin_with(other.clone(), "getKlines", "").take().unwrap().unwrap_err();
    answer(bench.begin_with(other, "createOrder", "").take().unwrap().unwrap());
}

#[test]
fn who_is_not_to_wait_is_refused_at_once_and_only_then() {
    let mut bench = Bench::new(LimitPolicy::Refuse);
    bench.order(300);
    assert_eq!(bench.refusal("createOrder", "").wait(), Some(Duration::from_millis(10_010)));
    bench.advance(TEN_SECONDS);
    answer(bench.permit("createOrder", ""));
}

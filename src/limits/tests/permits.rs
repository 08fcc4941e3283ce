//! What a permit costs, and what becomes of it.

use super::bench::{Bench, MINUTE, NOW, answer, answer_weight};
use crate::limits::{LimitPolicy, Taught, Urgency};
use crate::timestamp::Timestamp;

fn assert_send<T: Send>(value: T) -> T {
    value
}

#[test]
fn a_request_counts_from_before_it_is_sent_until_an_interval_after_its_answer() {
    let mut bench = Bench::waiting();
    let permit = bench.permit("getKlines", "limit=1500");
    assert_eq!(bench.used("weight"), 10);
    bench.advance(5 * MINUTE);
    assert_eq!(bench.used("weight"), 10, "it is still under way");
    answer(permit);
    bench.advance(MINUTE - 1);
    assert_eq!(bench.used("weight"), 10);
    bench.advance(1);
    assert_eq!(bench.used("weight"), 0);
}

#[test]
fn a_permit_that_is_dropped_before_sending_costs_nothing() {
    let mut bench = Bench::waiting();
    drop(bench.permit("createBatchOrders", ""));
    assert_eq!(["weight", "orders-10s", "orders-1m"].map(|limit| bench.used(limit)), [0; 3]);
}

#[test]
fn a_permit_that_is_dropped_after_sending_is_spent() {
    let mut bench = Bench::waiting();
    let mut permit = bench.permit("createBatchOrders", "");
    permit.sent();
    bench.advance(20_000);
    drop(permit);
    bench.advance(MINUTE);
    assert_eq!(["weight", "orders-10s", "orders-1m"].map(|limit| bench.used(limit)), [5, 0, 1]);
    bench.advance(1_000);
    assert_eq!(bench.used("weight"), 0);
}

#[test]
fn a_request_reserves_of_all_its_limits_or_of_none() {
    let mut bench = Bench::new(LimitPolicy::Refuse);
    bench.order(296);
    let refusal = bench.refusal("createBatchOrders", "");
    assert_eq!(refusal.limit().unwrap().name, "orders-10s");
    assert_eq!([bench.used("weight"), bench.used("orders-10s"), bench.used("orders-1m")], [0, 296, 296]);
}

#[test]
fn reads_leave_a_little_for_what_changes_something() {
    let mut bench = Bench::new(LimitPolicy::Refuse);
    bench.read(2_376);
    bench.refusal("getMarkPrice", "symbol=BTCUSDT");
    for _ in 0..24 {
        answer(bench.permit("cancelOrder", ""));
    }
    assert_eq!(bench.refusal("cancelOrder", "").limit().unwrap().name, "weight");
    assert_eq!(bench.used("weight"), 2_400);
}

#[test]
fn what_costs_more_than_the_whole_limit_is_refused_whatever_the_policy() {
    let mut bench = Bench::patient();
    bench.limiter.learn(&[Taught { kind: "REQUEST_WEIGHT", interval: "MINUTE", number: 1, units: 39 }]);
    let refusal = bench.refusal("get24hrTicker", "");
    assert_eq!(
        refusal.to_string(),
        "get24hrTicker: costs 40 of the limit weight, which allows 39 in 60 s; it can never be sent"
    );
    assert_eq!((refusal.wait(), refusal.until()), (None, None));
}

#[test]
fn a_read_may_use_the_whole_limit_if_it_needs_that() {
    let mut bench = Bench::waiting();
    bench.limiter.learn(&[Taught { kind: "REQUEST_WEIGHT", interval: "MINUTE", number: 1, units: 40 }]);
    answer(bench.permit("get24hrTicker", ""));
    bench.refusal("getMarkPrice", "symbol=BTCUSDT");
}

#[test]
fn what_the_exchange_information_says_holds_from_then_on() {
    let mut bench = Bench::new(LimitPolicy::Refuse);
    let row = |kind, interval, number, units| Taught { kind, interval, number, units };
    bench.limiter.learn(&[
        row("REQUEST_WEIGHT", "MINUTE", 1, 6_000),
        row("ORDERS", "SECOND", 10, 0),
        row("X", "DAY", 1, 1),
    ]);
    let budget = bench.limiter.budget(NOW);
    let units = |limit: &str| budget.limit(limit).map(|usage| usage.units);
    assert_eq!(["weight", "orders-10s", "orders-1m"].map(units), [Some(6_000), Some(300), Some(1_200)]);
    bench.read(5_940);
    bench.refusal("getMarkPrice", "symbol=BTCUSDT");
}

#[test]
fn who_wants_no_limits_is_not_held_up_and_not_counted() {
    let mut bench = Bench::new(LimitPolicy::Off);
    for _ in 0..500 {
        answer_weight(bench.permit("createBatchOrders", ""), 5_000);
    }
    assert_eq!([bench.used("weight"), bench.used("orders-10s")], [0, 0]);
}

#[test]
fn the_budget_tells_what_is_left_and_when_it_is_free_again() {
    let mut bench = Bench::waiting();
    answer(bench.permit("getKlines", ""));
    bench.advance(10_000);
    answer(bench.permit("getKlines", ""));
    let budget = bench.limiter.budget(NOW);
    let weight = budget.limit("weight").unwrap();
    assert_eq!((weight.used, weight.left(), weight.units), (10, 2_390, 2_400));
    let at = |millis| Some(Timestamp::from_millis(NOW + millis));
    assert_eq!((weight.frees_at, weight.free_at), (at(MINUTE - 10_000), at(MINUTE)));
    let funding = budget.limit("funding").unwrap();
    assert_eq!((funding.used, funding.frees_at, funding.free_at), (0, None, None));
    assert_eq!((budget.silent_until, budget.account_silent_until), (None, None));
}

#[test]
fn a_clock_that_goes_back_does_no_harm() {
    let mut bench = Bench::waiting();
    answer(bench.permit("getKlines", ""));
    bench.clock.set(0);
    bench.clock.advance(-5);
    answer(bench.permit("getKlines", ""));
    assert_eq!(bench.used("weight"), 10);
}

#[test]
fn permits_and_the_wait_for_them_may_move_between_threads() {
    let mut bench = Bench::waiting();
    drop(assert_send(bench.permit("getKlines", "")));
    let operation = crate::operations::Operation::by_id("getKlines").unwrap();
    drop(assert_send(bench.limiter.acquire(|| NOW, operation, "", Urgency::USUAL)));
}

//! When the exchange asks for silence.

use std::sync::Arc;
use std::time::Duration;

use super::bench::{Bench, NOW, answer, refuse};
use crate::limits::{LimitPolicy, Limiter};
use crate::timestamp::Timestamp;

const TOO_MANY_ORDERS: Option<(i64, &str)> = Some((-1015, "Too many new orders."));
const BANNED: &str = "Way too much request weight used; IP banned until 1700000090000. Please use the websocket for live \
                      updates to avoid bans.";

#[test]
fn nothing_is_sent_until_the_exchange_will_listen() {
    let mut bench = Bench::new(LimitPolicy::Refuse);
    refuse(bench.permit("getKlines", ""), 429, Some("7"), None);
    let refusal = bench.refusal("cancelOrder", "");
    let expected = "cancelOrder: the exchange asked for silence; it may be sent in 7.0 s, at 2023-11-14T22:13:27.000Z";
    assert_eq!((refusal.to_string().as_str(), refusal.limit()), (expected, None));
    assert_eq!(bench.limiter.budget(NOW).silent_until, Some(Timestamp::from_millis(NOW + 7_000)));
    bench.advance(6_999);
    bench.refusal("createOrder", "");
    bench.advance(1);
    answer(bench.permit("createOrder", ""));
    assert_eq!(bench.limiter.budget(NOW).silent_until, None);
}

#[test]
fn a_ban_lasts_until_the_moment_that_its_message_names() {
    let mut bench = Bench::new(LimitPolicy::Refuse);
    refuse(bench.permit("getKlines", ""), 418, None, Some((-1003, BANNED)));
    assert_eq!(bench.refusal("getKlines", "").wait(), Some(Duration::from_secs(90)));
}

#[test]
fn an_answer_that_names_no_time_asks_for_an_interval_of_what_it_counted_against() {
    for (id, seconds) in [("getKlines", 60), ("createOrder", 60), ("getFundingInfo", 300)] {
        let mut bench = Bench::new(LimitPolicy::Refuse);
        refuse(bench.permit(id, ""), 429, None, None);
        assert_eq!(bench.refusal("cancelOrder", "").wait(), Some(Duration::from_secs(seconds)), "{id}");
    }
}

#[test]
fn too_many_orders_silence_orders_alone() {
    let mut bench = Bench::new(LimitPolicy::Refuse);
    refuse(bench.permit("createOrder", ""), 429, Some("4"), TOO_MANY_ORDERS);
    bench.refusal("createOrder", "");
    bench.refusal("createBatchOrders", "");
    answer(bench.permit("cancelOrder", ""));
    answer(bench.permit("getKlines", ""));
    let budget = bench.limiter.budget(NOW);
    let until = Some(Timestamp::from_millis(NOW + 4_000));
    assert_eq!((budget.silent_until, budget.account_silent_until), (None, until));
}

#[test]
fn all_clients_of_an_address_are_silent_and_another_account_may_place_orders() {
    let mut bench = Bench::new(LimitPolicy::Refuse);
    let other = Limiter::new(&bench.ip, LimitPolicy::Refuse, Arc::new(bench.clock.clone()));
    refuse(bench.permit("createOrder", ""), 429, None, TOO_MANY_ORDERS);
    answer(bench.begin_with(other.clone(), "createOrder", "").take().unwrap().unwrap());
    refuse(bench.permit("getKlines", ""), 418, None, None);
    bench.begin_with(other, "createOrder", "").take().unwrap().unwrap_err();
}

#[test]
fn nothing_shortens_a_silence() {
    let mut bench = Bench::new(LimitPolicy::Refuse);
    let (first, second, third) =
        (bench.permit("getKlines", ""), bench.permit("getKlines", ""), bench.permit("getKlines", ""));
    refuse(first, 429, Some("30"), None);
    refuse(second, 429, Some("5"), None);
    answer(third);
    assert_eq!(bench.refusal("getKlines", "").wait(), Some(Duration::from_secs(30)));
}

#[test]
fn those_who_wait_already_are_silent_as_well() {
    let mut bench = Bench::patient();
    let under_way = bench.permit("getKlines", "");
    bench.order(300);
    let waiting = bench.begin("createOrder", "");
    refuse(under_way, 429, Some("40"), None);
    bench.advance(39_999);
    assert!(!waiting.is_done());
    bench.advance(1);
    assert!(waiting.is_done());
}

#[test]
fn who_cannot_wait_that_long_learns_it_at_once() {
    let mut bench = Bench::waiting();
    let under_way = bench.permit("getKlines", "");
    bench.order(300);
    bench.advance(1_000);
    let (first, second) = (bench.begin("createOrder", ""), bench.begin("createOrder", ""));
    assert!(!first.is_done() && !second.is_done());
    refuse(under_way, 429, Some("40"), None);
    bench.driver.settle();
    for waiting in [first, second] {
        assert_eq!(waiting.take().unwrap().unwrap_err().wait(), Some(Duration::from_secs(40)));
    }
}

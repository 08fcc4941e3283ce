//! What the exchange's own count does.

use proptest::prelude::*;

use super::bench::{Bench, MINUTE, answer, answer_weight, answer_with};
use crate::limits::LimitPolicy;

#[test]
fn what_others_have_spent_counts_too() {
    let mut bench = Bench::new(LimitPolicy::Refuse);
    answer_weight(bench.permit("cancelOrder", ""), 2_390);
    assert_eq!(bench.used("weight"), 2_390);
    bench.refusal("getMarkPrice", "symbol=BTCUSDT");
    for _ in 0..10 {
        answer(bench.permit("cancelOrder", ""));
    }
    bench.refusal("cancelOrder", "");
    bench.advance(MINUTE - 1);
    bench.refusal("cancelOrder", "");
    bench.advance(1);
    answer(bench.permit("cancelOrder", ""));
}

#[test]
fn a_count_below_our_own_changes_nothing() {
    let mut bench = Bench::waiting();
    bench.read(400);
    answer_weight(bench.permit("getKlines", ""), 5);
    assert_eq!(bench.used("weight"), 405);
}

#[test]
fn an_answer_to_an_earlier_request_is_old_news() {
    let mut bench = Bench::waiting();
    let (first, second) = (bench.permit("getKlines", ""), bench.permit("getKlines", ""));
    answer_weight(second, 1_000);
    answer_weight(first, 2_000);
    assert_eq!(bench.used("weight"), 1_005);
}

#[test]
fn the_counts_of_orders_are_believed_like_that_of_weight() {
    let mut bench = Bench::waiting();
    let headers = [("x-mbx-order-count-10s", "290"), ("x-mbx-order-count-1m", "700")];
    answer_with(bench.permit("createOrder", ""), &headers);
    assert_eq!([bench.used("orders-10s"), bench.used("orders-1m")], [290, 700]);
}

proptest! {
    #[test]
    fn no_header_does_more_harm_than_one_interval(told in "[ -~]{0,12}|-?[0-9]{1,25}") {
        let mut bench = Bench::new(LimitPolicy::Refuse);
        answer_with(bench.permit("getKlines", ""), &[("x-mbx-used-weight-1m", &told)]);
        let known = told.trim().trim_start_matches('+').parse::<u32>().ok().map_or(5, |told| told.max(5));
        prop_assert_eq!(bench.used("weight"), u64::from(known));
        bench.advance(MINUTE);
        prop_assert_eq!(bench.used("weight"), 0);
        bench.permit("getKlines", "").sent();
    }
}

use percent_encoding::percent_decode_str;
use proptest::prelude::*;
use reqwest::Url;
use rust_decimal::Decimal;

use super::{Call, Given, Parameters as _, WireValue, push, seen, value_in};
use crate::operations::{ALL, Operation, ParameterKind};
use crate::{Percent, Price, Timestamp};

fn call(id: &str) -> Call {
    Call::new(Operation::by_id(id).unwrap())
}

/// The place of a parameter among those of the operation.
fn place(call: &Call, name: &str) -> usize {
    call.operation.parameters.iter().position(|rule| rule.name == name).unwrap()
}

#[expect(clippy::needless_pass_by_value, reason = "the tests below are easier to read")]
fn problem<T: WireValue>(id: &str, name: &'static str, value: Given<T>) -> String {
    call(id).put_named(name, seen(value.as_ref())).unwrap_err().to_string()
}

#[test]
fn what_is_not_unreserved_is_percent_encoded() {
    let mut query = String::new();
    push(&mut query, "symbol", "币安人生USDT");
    push(&mut query, "text", "a b+c/d=e&f");
    push(&mut query, "batchOrders", r#"[{"side":"BUY"}]"#);
    push(&mut query, "kept", "A-z_0.9~");
    assert_eq!(
        query,
        "symbol=%E5%B8%81%E5%AE%89%E4%BA%BA%E7%94%9FUSDT&text=a%20b%2Bc%2Fd%3De%26f\
         &batchOrders=%5B%7B%22side%22%3A%22BUY%22%7D%5D&kept=A-z_0.9~"
    );
}

#[test]
fn a_moment_is_sent_in_milliseconds() {
    let mut call = call("getKlines");
    call.put_named("startTime", Some(Ok(&Timestamp::from_millis(1_753_272_000_005)))).unwrap();
    assert_eq!(call.query, "startTime=1753272000005");
}

#[test]
fn a_parameter_that_is_missing_or_does_not_parse_is_named() {
    assert_eq!(
        problem::<String>("getOrder", "symbol", None),
        "getOrder: parameter `symbol`: is required and was not given"
    );
    assert_eq!(problem::<String>("getOrder", "symbol", Some(Err("no".into()))), "getOrder: parameter `symbol`: no");
    assert!(call("getOrder").put_named("orderId", None).is_ok());
}

#[test]
fn a_required_parameter_of_one_value_needs_not_be_given() {
    let mut call = call("createAlgoOrder");
    call.put_named("algoType", None).unwrap();
    assert_eq!(call.query, "algoType=CONDITIONAL");
}

#[test]
fn a_value_that_the_operation_does_not_take_is_refused_with_its_hint() {
    assert_eq!(
        problem("createOrder", "type", Some(Ok("STOP_MARKET".to_owned()))),
        "createOrder: parameter `type`: \"STOP_MARKET\" is not accepted here (one of LIMIT, MARKET; conditional \
         orders go through create_algo_order)"
    );
    assert_eq!(
        problem("getOrderBook", "limit", Some(Ok(7_i64))),
        "getOrderBook: parameter `limit`: \"7\" is not accepted here (one of 5, 10, 20, 50, 100, 500, 1000)"
    );
}

#[test]
fn a_control_character_is_refused_and_so_is_an_id_of_another_form() {
    for symbol in ["BTC\nUSDT", "BTCUSDT\0", "\u{85}", "\u{1b}[2J"] {
        let text = problem("getOrder", "symbol", Some(Ok(symbol.to_owned())));
        assert_eq!(text, "getOrder: parameter `symbol`: a control character has no place in it");
    }
    for id in ["", "a b", "a@b", "0123456789012345678901234567890123456"] {
        let text = problem("createOrder", "newClientOrderId", Some(Ok(id.to_owned())));
        assert!(text.ends_with(&format!("{id:?} is not of the form ^[\\.A-Z\\:/a-z0-9_-]{{1,36}}$")), "{text}");
    }
}

#[test]
fn an_order_without_an_id_gets_one() {
    let mut sent = call("createOrder");
    sent.put_named("newClientOrderId", None).unwrap();
    let pattern = sent.operation.parameter("newClientOrderId").unwrap().pattern.unwrap();
    let id = sent.query.strip_prefix("newClientOrderId=").unwrap();
    assert!(pattern.matches(id), "{id}");
    assert_eq!(sent.orders()[0].client_order_id(), id);
    let mut asked = call("getOrder");
    asked.put_named("origClientOrderId", None).unwrap();
    assert!(asked.query.is_empty() && asked.orders().is_empty());
}

#[test]
fn a_list_is_json_text_in_the_query() {
    let mut sent = call("cancelBatchOrders");
    sent.put_list(place(&sent, "orderIdList"), Some(Ok(vec![i64::MAX, -1])), 10).unwrap();
    sent.put_list(place(&sent, "origClientOrderIdList"), Some(Ok(vec!["a\"b".to_owned()])), 10).unwrap();
    let expected = "orderIdList=%5B9223372036854775807%2C-1%5D&origClientOrderIdList=%5B%22a%5C%22b%22%5D";
    assert_eq!(sent.query, expected);
}

#[test]
fn a_list_that_is_not_given_is_not_sent_and_one_of_no_elements_is_refused() {
    let mut sent = call("cancelBatchOrders");
    let place = place(&sent, "orderIdList");
    sent.put_list::<i64>(place, None, 10).unwrap();
    assert_eq!(sent.query, "");
    let error = sent.put_list::<i64>(place, Some(Ok(Vec::new())), 10).unwrap_err();
    let expected = "cancelBatchOrders: parameter `orderIdList`: 0 elements (from 1 to 10 are accepted)";
    assert_eq!(error.to_string(), expected);
}

#[test]
fn an_integer_beyond_the_limits_of_its_parameter_is_refused() {
    assert_eq!(
        problem("changeLeverage", "leverage", Some(Ok(126_i64))),
        "changeLeverage: parameter `leverage`: 126 is out of range (from 1 to 125)"
    );
    assert_eq!(
        problem("getOrder", "recvWindow", Some(Ok(60_001_i64))),
        "getOrder: parameter `recvWindow`: 60001 is out of range (from 1 to 60000)"
    );
    assert!(call("changeLeverage").put_named("leverage", Some(Ok(&125_i64))).is_ok());
}

#[test]
fn a_decimal_beyond_the_bounds_of_its_parameter_is_refused_to_the_last_digit() {
    let rate = |text: &str| Some(Ok(text.parse::<Percent>().unwrap()));
    for text in ["0.0999999999999999999999999999", "20.0000000000000000000000001", "-1"] {
        let expected = format!("parameter `callbackRate`: {text} is out of range (from 0.1 to 20)");
        assert_eq!(problem("createAlgoOrder", "callbackRate", rate(text)), format!("createAlgoOrder: {expected}"));
    }
    for text in ["0.1", "0.10", "20", "20.000"] {
        call("createAlgoOrder").put_named("callbackRate", seen(rate(text).as_ref())).unwrap();
    }
}

/// Texts as a symbol may be, with all that means something in a query.
fn any_symbol() -> impl Strategy<Value = String> {
    prop_oneof!["[ %&=+*~;#?/币é😀\"'A-Z0-9_.-]{0,16}", r"\PC{0,16}", "[A-Z0-9]{1,12}"]
}

proptest! {
    #[test]
    fn another_implementation_reads_the_parameters_of_any_operation(
        operation in prop::sample::select(ALL), id in "[.A-Z:/a-z0-9_-]{1,36}",
        texts in prop::collection::vec(prop::option::of(any_symbol()), 24),
    ) {
        let mut call = Call::new(operation);
        let mut pairs = Vec::new();
        let is_free = |kind, values: &[&str]| kind == ParameterKind::Text && values.is_empty();
        let rules = operation.parameters.iter().filter(|rule| is_free(rule.kind, rule.values));
        for (rule, text) in rules.zip(texts) {
            let Some(text) = text else { continue };
            let text = if rule.pattern.is_some() { id.clone() } else { text };
            call.put_named(rule.name, Some(Ok(&text))).unwrap();
            pairs.push((rule.name.to_owned(), text));
        }
        let url = Url::parse(&format!("http://x/?{}", call.query)).unwrap();
        prop_assert_eq!(url.query_pairs().into_owned().collect::<Vec<_>>(), pairs);
        for (place, rule) in operation.parameters.iter().enumerate() {
            prop_assert_eq!(call.present() >> place & 1 == 1, value_in(&call.query, rule.name).is_some());
        }
    }

    #[test]
    fn a_decimal_keeps_every_digit_in_a_query(digits in any::<i64>(), scale in 0_u32..=18) {
        let price = Price::from(Decimal::new(digits, scale));
        let mut call = call("createOrder");
        call.put_named("price", Some(Ok(&price))).unwrap();
        let sent = call.query.strip_prefix("price=").unwrap();
        prop_assert_eq!(sent, price.to_string());
        prop_assert_eq!(sent.parse::<Price>().unwrap().to_string(), price.to_string());
    }

    #[test]
    fn any_text_comes_back_from_a_query(text in ".*") {
        let mut query = String::new();
        push(&mut query, "text", &text);
        let sent = query.strip_prefix("text=").unwrap();
        prop_assert!(sent.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.~%".contains(&byte)));
        prop_assert_eq!(percent_decode_str(sent).decode_utf8().unwrap(), text);
    }
}

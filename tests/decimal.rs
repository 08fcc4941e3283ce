//! The decimal kinds read and write exactly, and order and step sizes follow the number.

use std::collections::HashMap;
use std::fmt::{Debug, Display};
use std::hash::{BuildHasher, RandomState};
use std::str::FromStr;

use binance_usdm::{Amount, Percent, Price, Quantity, Rate};
use proptest::prelude::*;
use rust_decimal::Decimal;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The largest integer a decimal holds.
const LARGEST: &str = "79228162514264337593543950335";

fn price(text: &str) -> Price {
    text.parse().unwrap()
}

fn complaint(text: &str) -> String {
    text.parse::<Price>().unwrap_err().to_string()
}

#[test]
fn every_form_of_the_grammar_is_read_exactly() {
    let table = [
        ("0", "0"),
        ("0.010", "0.010"),
        ("65000.10", "65000.10"),
        ("0.00000", "0.00000"),
        ("+1.50", "1.50"),
        ("-1.50", "-1.50"),
        ("007", "7"),
        ("5.", "5"),
        (".5", "0.5"),
        ("-.5", "-0.5"),
        ("1.0E8", "100000000"),
        ("1e-7", "0.0000001"),
        ("1.250e+1", "12.50"),
        ("5.e3", "5000"),
        ("+.5E-1", "0.05"),
        ("1e00000000000000000000000000001", "10"),
        ("1e28", "10000000000000000000000000000"),
        ("1e-28", "0.0000000000000000000000000001"),
        ("0e99999", "0"),
        ("0.00e1", "0.0"),
        ("0e-2", "0.00"),
        (LARGEST, LARGEST),
        ("-7.9228162514264337593543950335", "-7.9228162514264337593543950335"),
    ];
    for (text, expected) in table {
        assert_eq!(price(text).to_string(), expected, "{text}");
    }
}

#[test]
fn what_is_not_a_number_is_called_so() {
    let table = [
        "",
        " ",
        "+",
        "-",
        ".",
        "-.",
        "e5",
        ".e5",
        "+e1",
        "1e",
        "1E+",
        "1e-",
        "1e1.5",
        "1e5e5",
        "1e-+5",
        "1e 5",
        "1e_5",
        "1.2.3",
        "--1",
        "+-1",
        "1-",
        "1_000",
        "_1",
        "65,000",
        "65,0",
        " 1",
        "1 ",
        "1\n",
        "1\0",
        "INF",
        "inf",
        "NaN",
        "Infinity",
        "0x10",
        "1f",
        "1d",
        "\u{ff11}\u{ff12}",
        "٣",
        "\u{2212}1",
        "null",
        "$5",
        "1%",
        "1e99999999999999999999x",
    ];
    for text in table {
        let message = complaint(text);
        assert!(message.contains("is not a decimal number"), "{message}");
    }
}

#[test]
fn digits_that_do_not_fit_are_an_error_and_never_rounded() {
    let zeros = "0".repeat(29);
    let table = [
        ("79228162514264337593543950336", "too many digits"),
        (&format!("{LARGEST}9"), "too many digits"),
        (&format!("{LARGEST}.0"), "too many digits"),
        ("7.9228162514264337593543950336", "too many digits"),
        ("100000000000000000000000000000000e-10", "too many digits"),
        ("8e28", "too many digits"),
        ("-1e29", "too many digits"),
        ("1e-29", "too many decimals"),
        ("0e-29", "too many decimals"),
        ("0.00000000000000000000000000001", "too many decimals"),
        (&format!("1.{zeros}"), "too many decimals"),
    ];
    for (text, expected) in table {
        let message = complaint(text);
        assert!(message.contains(expected), "{message}");
    }
}

#[test]
fn absurd_exponents_and_lengths_are_answered_without_overflow() {
    let nines = "9".repeat(10_000);
    let zeros = "0".repeat(100_000);
    for text in [
        "1e999999999",
        "-1e-999999999",
        "1e9223372036854775808",
        "1e-9223372036854775808",
        "0.1e-9223372036854775807",
        "1e340282366920938463463374607431768211456",
        &format!("1e{nines}"),
        &format!("1e-{nines}"),
        &nines,
        &format!("1{zeros}"),
    ] {
        assert!(complaint(text).contains("too many"));
    }
    assert_eq!(price(&format!("0.{zeros}15e100001")).to_string(), "1.5");
    assert_eq!(price(&format!("{zeros}7")).to_string(), "7");
    assert_eq!(price(&format!("0e{nines}")), Price::ZERO);
}

#[test]
fn json_takes_a_string_and_nothing_else() {
    assert_eq!(serde_json::to_string(&price("65000.10")).unwrap(), "\"65000.10\"");
    let escaped: Price = serde_json::from_str(r#""\u00365000.10""#).unwrap();
    let streamed: Price = serde_json::from_reader(&b"\"65000.10\""[..]).unwrap();
    let value: Price = serde_json::from_value("65000.10".into()).unwrap();
    assert_eq!([escaped, streamed, value], [price("65000.10"); 3]);
    let book: HashMap<Price, Quantity> = serde_json::from_str(r#"{"1.50":"2"}"#).unwrap();
    assert_eq!(serde_json::to_string(&book).unwrap(), r#"{"1.50":"2"}"#);

    for json in ["65000.10", "65000", "-1", "1e5", "null", "true", "[]", "{}"] {
        let message = serde_json::from_str::<Price>(json).unwrap_err().to_string();
        assert!(message.contains("a decimal number written as a string"), "{message}");
    }
    let message = serde_json::from_str::<Price>("\"\"").unwrap_err().to_string();
    assert!(message.starts_with("\"\" is not a decimal number"), "{message}");
}

/// Any decimal: every scale, and small integers as often as ones of 96 bits.
fn any_decimal() -> impl Strategy<Value = Decimal> {
    let mantissa = prop_oneof![any::<i32>().prop_map(i128::from), -(1_i128 << 96) + 1..1 << 96];
    (mantissa, 0..=28_u32).prop_map(|(mantissa, scale)| Decimal::from_i128_with_scale(mantissa, scale))
}

/// Numbers, near-numbers and noise.
fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        r"[0-9.+\-eE_ ,]{0,8}",
        r"[+-]?[0-9]{0,16}\.?[0-9]{0,16}",
        r"[+-]?[0-9]{0,20}\.?[0-9]{0,20}[eE][+-]?[0-9]{1,2}",
        r"[+-]?[0-9]{0,3}\.[0-9]{0,29}(e[+-]?[0-9]{1,2})?",
    ]
}

fn survives_a_round_trip<T>(text: &str)
where
    T: FromStr<Err: Debug> + Display + Debug + PartialEq + Serialize + DeserializeOwned,
{
    let value: T = text.parse().unwrap();
    assert_eq!(value.to_string(), text);
    let json = serde_json::to_string(&value).unwrap();
    assert_eq!(json, format!("\"{text}\""));
    assert_eq!(serde_json::from_str::<T>(&json).unwrap(), value);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_decimal_survives_a_round_trip_with_its_trailing_zeros(decimal in any_decimal()) {
        let text = decimal.to_string();
        survives_a_round_trip::<Price>(&text);
        survives_a_round_trip::<Quantity>(&text);
        survives_a_round_trip::<Amount>(&text);
        survives_a_round_trip::<Rate>(&text);
        survives_a_round_trip::<Percent>(&text);
        prop_assert_eq!(price(&text).into_inner().unpack(), decimal.unpack());
    }

    #[test]
    fn reading_agrees_with_rust_decimal(text in any_text()) {
        let ours = text.parse::<Price>().map(Price::into_inner);
        if let Some((base, _)) = text.split_once(['e', 'E']) {
            // Their base is rounded when it is long; only an exact one can be compared.
            if let (Ok(_), Ok(ours), Ok(theirs)) =
                (Decimal::from_str_exact(base), ours, Decimal::from_scientific(&text))
            {
                prop_assert_eq!(ours, theirs);
            }
        } else if !text.contains('_') {
            let theirs = Decimal::from_str_exact(&text);
            prop_assert_eq!(ours.is_ok(), theirs.is_ok());
            if let (Ok(ours), Ok(theirs)) = (ours, theirs) {
                prop_assert_eq!((ours, ours.scale()), (theirs, theirs.scale()));
            }
        }
    }

    #[test]
    fn a_number_with_too_many_digits_is_always_an_error(
        digits in "[1-9][0-9]{29,60}", point in 0..30_usize, zeros in 1..5_usize,
    ) {
        let (whole, fraction) = digits.split_at(point);
        let texts = [format!("{whole}.{fraction}"), format!("0.{}{}", "0".repeat(28), "0".repeat(zeros))];
        for text in texts {
            prop_assert!(text.parse::<Price>().is_err(), "{}", text);
        }
    }

    #[test]
    fn an_exponent_reads_as_the_plain_form(decimal in any_decimal(), moved in 0..60_i64) {
        // The same digits with the point `moved` places further left and an exponent to undo it.
        let digits = decimal.mantissa().unsigned_abs().to_string();
        let sign = if decimal.is_sign_negative() { "-" } else { "" };
        let padded = format!("{digits:0>61}");
        let (whole, fraction) = padded.split_at(padded.len() - usize::try_from(moved).unwrap());
        let text = format!("{sign}{whole}.{fraction}e{}", moved - i64::from(decimal.scale()));
        prop_assert_eq!(price(&text).to_string(), decimal.to_string());
    }

    #[test]
    fn order_and_hash_are_those_of_the_number(a in any_decimal(), b in any_decimal()) {
        prop_assert_eq!(Price::from(a).cmp(&Price::from(b)), a.cmp(&b));
        let hasher = RandomState::new();
        let (plain, padded) = (Price::from(a), Price::from(a.normalize()));
        prop_assert_eq!(plain, padded);
        prop_assert_eq!(hasher.hash_one(plain), hasher.hash_one(padded));
    }

    #[test]
    fn a_truncated_value_is_the_next_multiple_toward_zero(
        mantissa in any::<i64>(), scale in 0..9_u32, unit in 1..100_000_i64, step_scale in 0..9_u32,
    ) {
        let value = Quantity::from(Decimal::new(mantissa, scale));
        let step = Quantity::from(Decimal::new(unit, step_scale));
        let result = value.trunc_to_step(step);
        let dropped = value.abs() - result.abs();
        prop_assert!(result.is_multiple_of(step));
        prop_assert!(dropped >= Quantity::ZERO && dropped < step);
        prop_assert!(result.is_zero() || result.is_negative() == value.is_negative());
        prop_assert_eq!(value.is_multiple_of(step), dropped.is_zero());
    }

    #[test]
    fn steps_of_any_size_neither_panic_nor_contradict_each_other(
        value in any_decimal(), step in any_decimal(),
    ) {
        let (value, step) = (Price::from(value), Price::from(step));
        if let Some(result) = value.checked_trunc_to_step(step) {
            prop_assert!(result.is_multiple_of(step) && result.abs() <= value.abs());
            prop_assert_eq!(result == value, value.is_multiple_of(step));
        }
    }
}

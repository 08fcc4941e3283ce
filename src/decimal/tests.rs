//! Examples of what the kinds do once read: text, conversions, arithmetic and steps.

use std::hash::{BuildHasher, RandomState};

use rust_decimal::Decimal;

use super::{Amount, ParseDecimalError, Percent, Price, Quantity, Rate};

/// The largest integer a decimal holds.
const LARGEST: &str = "79228162514264337593543950335";

fn price(text: &str) -> Price {
    text.parse().unwrap()
}

fn quantity(text: &str) -> Quantity {
    text.parse().unwrap()
}

fn complaint_about(text: &str) -> String {
    text.parse::<Price>().unwrap_err().to_string()
}

fn amount(text: &str) -> Amount {
    text.parse().unwrap()
}

#[test]
fn there_is_no_minus_zero() {
    for zero in [
        amount("-0.00"),
        -amount("0.00"),
        Amount::from(-Decimal::new(0, 2)),
        serde_json::from_str("\"-0.00\"").unwrap(),
    ] {
        assert_eq!(zero.to_string(), "0.00");
        assert!(!zero.is_negative() && zero.is_zero());
    }
    assert!(!(amount("-1.5") * Decimal::ZERO).is_negative());
    assert_eq!(amount("-0.4").trunc_to_step(1.into()).to_string(), "0");
}

#[test]
fn an_error_shows_the_start_of_the_text_escaped() {
    assert_eq!(
        complaint_about("65,000"),
        "\"65,000\" is not a decimal number (expected digits with an optional sign, point and \
         exponent, such as 65000.10)"
    );
    let escaped = complaint_about("1\u{1b}[31m\n\u{202e}\"");
    assert!(escaped.starts_with(r#""1\u{1b}[31m\n\u{202e}\"" is not"#));
    let long = complaint_about(&"é".repeat(1_000));
    assert!(long.starts_with(&format!("\"{}…\" is not", "é".repeat(64))));
    let whole = complaint_about(&"x".repeat(64));
    assert!(whole.starts_with(&format!("\"{}\" is not", "x".repeat(64))));

    let error: Box<dyn std::error::Error + Send + Sync> = Box::new("x".parse::<Rate>().unwrap_err());
    assert!(error.is::<ParseDecimalError>());
}

#[test]
fn formatting_is_that_of_the_decimal() {
    let (price, decimal) = (price("-1.2390"), Decimal::new(-12_390, 4));
    assert_eq!(format!("{price:>12}|{price:<12}|{price:^12}"), "     -1.2390|-1.2390     |  -1.2390   ");
    assert_eq!(format!("{price:012}|{:+}", price.abs()), "-000001.2390|+1.2390");
    assert_eq!(format!("{price:.2}|{price:8.6}"), format!("{decimal:.2}|{decimal:8.6}"));
    assert_eq!(format!("{price:.2}"), "-1.23");
    assert_eq!(format!("{price:?} {:?}", Percent::ZERO), "Price(-1.2390) Percent(0)");
}

#[test]
fn every_lossless_source_converts() {
    let owned = String::from("5");
    let five = Quantity::from(5_u8);
    assert_eq!(Quantity::try_from(&owned).unwrap(), five);
    assert_eq!(Quantity::try_from(owned).unwrap(), five);
    assert_eq!(Quantity::try_from("5").unwrap(), five);
    assert_eq!([five; 4], [5_i8.into(), 5_i16.into(), 5_i32.into(), 5_isize.into()]);
    assert_eq!([five; 3], [5_u16.into(), 5_u32.into(), 5_usize.into()]);
    assert_eq!(Quantity::from(i64::MIN).to_string(), i64::MIN.to_string());
    assert_eq!(Quantity::from(u64::MAX).to_string(), u64::MAX.to_string());
    assert_eq!(Decimal::from(five), five.into_inner());
    assert_eq!(Quantity::default(), Quantity::ZERO);
}

#[test]
fn kinds_multiply_and_divide_into_the_kind_that_is_meant() {
    let (price, quantity, notional) = (price("65000.10"), quantity("-0.010"), amount("-650.00100"));
    let rate = Rate::try_from("0.0004").unwrap();
    assert_eq!([price * quantity, quantity * price], [notional; 2]);
    assert_eq!((price * quantity).to_string(), "-650.00100");
    assert_eq!([notional * rate, rate * notional], [amount("-0.2600004"); 2]);
    assert_eq!(notional / quantity, price);
    assert_eq!(notional / price, quantity);
    assert_eq!(price.checked_mul(quantity), Some(notional));
    assert_eq!(rate.checked_mul(notional), Some(amount("-0.2600004")));
    assert_eq!(notional.checked_div(price), Some(quantity));
    assert_eq!(notional.checked_div(Quantity::ZERO), None);
}

#[test]
fn one_kind_adds_up_scales_and_gives_ratios() {
    let fills = [amount("0.10"), amount("0.20"), amount("-1")];
    assert_eq!(fills.iter().sum::<Amount>().to_string(), "-0.70");
    assert_eq!(fills.into_iter().sum::<Amount>(), fills[0] + fills[1] + fills[2]);
    let mut total = fills[0] - fills[1];
    total += amount("1.5");
    total -= amount("0.4");
    assert_eq!((total, -total), (amount("1"), amount("-1.0")));
    assert_eq!(amount("0.15") * 2, amount("0.30"));
    assert_eq!(amount("0.15").checked_mul(2), Some(amount("0.3")));
    assert_eq!(amount("0.15") * Decimal::new(5, 1) / Decimal::TWO, amount("0.0375"));
    assert_eq!(amount("3") / amount("4"), Decimal::new(75, 2));
    assert_eq!(amount("3").checked_div(amount("4")), Some(Decimal::new(75, 2)));
}

#[test]
fn checked_arithmetic_answers_none_where_operators_panic() {
    let most = amount(LARGEST);
    assert_eq!(most.checked_add(1.into()), None);
    assert_eq!((-most).checked_sub(1.into()), None);
    assert_eq!(most.checked_mul(2), None);
    assert_eq!(most.checked_div(Decimal::ZERO), None);
    assert_eq!(price(LARGEST).checked_mul(quantity("2")), None);
    let panics = |operation: fn(Amount) -> Amount| std::panic::catch_unwind(|| operation(amount(LARGEST))).is_err();
    assert!(panics(|most| most + 1.into()));
    assert!(panics(|most| -most - 1.into()));
    assert!(panics(|most| most * 2));
    assert!(panics(|most| most / Decimal::ZERO));
    assert!(panics(|most| [most, most].iter().sum()));
    assert!(panics(|most| most.trunc_to_step(amount("0.3"))));
}

#[test]
fn percentages_and_rates_convert_without_losing_a_digit() {
    let table = [("0.50", "0.0050"), ("100", "1.00"), ("-1.5", "-0.015")];
    for (percent, rate) in table {
        let percent: Percent = percent.parse().unwrap();
        assert_eq!(percent.to_rate().to_string(), rate);
        assert_eq!(percent.to_rate().to_percent().to_string(), percent.to_string());
    }
    let to_percent = |text: &str| Rate::try_from(text).unwrap().checked_to_percent();
    assert_eq!(to_percent("-2"), Some(Percent::from(-200)));
    assert_eq!(to_percent("0.5"), Some(Percent::from(50)));
    assert_eq!(to_percent(LARGEST), None);
    let to_rate = |text: &str| Percent::try_from(text).unwrap().checked_to_rate();
    assert_eq!(to_rate("1e-27"), None);
    let kept = to_rate("0.1000000000000000000000000000");
    assert_eq!(kept, Some(Rate::try_from("0.001").unwrap()));
}

#[test]
fn steps_divide_and_truncate_exactly() {
    let table = [
        ("65000.15", "0.10", "65000.1"),
        ("-65000.15", "0.1", "-65000.1"),
        ("1.23456", "0.001", "1.234"),
        ("5", "0.01", "5.00"),
        ("17", "5", "15"),
        ("17.5", "0.5", "17.5"),
        ("17.9", "-0.5", "17.5"),
        ("0.0009", "0.001", "0.000"),
        ("1.2300000", "0.01000000", "1.23"),
        ("1e-28", "1e28", "0"),
        (LARGEST, "1e28", "70000000000000000000000000000"),
        ("1.2345", "0.000", "1.2345"),
    ];
    for (value, step, expected) in table {
        let (value, step, expected) = (quantity(value), quantity(step), quantity(expected));
        let result = value.trunc_to_step(step);
        assert_eq!(result.to_string(), expected.to_string());
        assert!(result.is_multiple_of(step));
        assert_eq!(value.is_multiple_of(step), value == expected);
    }
    assert!(price(LARGEST).is_multiple_of(price("0.1")));
    assert!(!price(LARGEST).is_multiple_of(price("0.1100000000000000000000000000")));
    assert_eq!(price(LARGEST).checked_trunc_to_step(price("0.3")), None);
}

#[test]
fn one_with_and_without_decimals_is_the_same_key() {
    let hasher = RandomState::new();
    assert_eq!(price("1.0"), price("1.00"));
    assert_eq!(hasher.hash_one(price("1.0")), hasher.hash_one(price("1.00")));
    assert_eq!(hasher.hash_one(price("0")), hasher.hash_one(price("-0.00")));
    assert!(price("-1") < price("0.5") && price("10") > price("9.9"));
}

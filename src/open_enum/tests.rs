use std::fmt::{Debug, Display};
use std::str::FromStr;

use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::types;

open_enum! {
    /// For the tests below.
    Colour {
        /// `RED`
        Red = "RED",
        /// `GREEN`
        Green = "GREEN" | "verde",
    }
}

#[test]
fn a_known_value_is_a_variant_in_both_directions() {
    let red: Colour = serde_json::from_str(r#""RED""#).unwrap();
    assert_eq!(red, Colour::Red);
    assert_eq!(serde_json::to_string(&red).unwrap(), r#""RED""#);
    assert_eq!("GREEN".parse(), Ok(Colour::Green));
    assert_eq!(Colour::KNOWN, [Colour::Red, Colour::Green]);
}

#[test]
fn an_alias_is_read_as_the_value_and_written_as_that() {
    let green: Colour = serde_json::from_str(r#""verde""#).unwrap();
    assert_eq!(green, Colour::Green);
    assert_eq!(serde_json::to_string(&green).unwrap(), r#""GREEN""#);
}

open_enum! {
    /// For the test below.
    Way {
        /// `1`
        In = "1",
        /// `2`
        Out = "2",
    }
}

#[test]
fn values_that_are_numbers_may_come_as_such_and_are_written_as_text() {
    for text in ["1", r#""1""#] {
        let way: Way = serde_json::from_str(text).unwrap();
        assert_eq!((&way, serde_json::to_string(&way).unwrap().as_str()), (&Way::In, r#""1""#));
    }
    assert_eq!(serde_json::from_str::<Way>("2").unwrap(), Way::KNOWN[1]);
    assert_eq!(serde_json::from_str::<Way>("-7").unwrap().as_str(), "-7");
    assert!(serde_json::from_str::<Way>("1.5").is_err() && serde_json::from_str::<Way>("null").is_err());
    assert!(serde_json::from_str::<Colour>("1").is_err(), "none of its values is a number");
}

#[test]
fn an_unknown_value_keeps_its_text_and_equals_itself_alone() {
    for text in [r#""MAGENTA VIOLET""#, r#""""#, r#""red""#] {
        let value: Colour = serde_json::from_str(text).unwrap();
        assert!(matches!(value, Colour::Unknown(_)));
        assert_eq!(serde_json::to_string(&value).unwrap(), text);
        assert_eq!(value, serde_json::from_str::<Colour>(text).unwrap());
        assert_ne!(value, Colour::Red);
    }
}

#[test]
fn values_are_ordered_by_their_text_whether_or_not_they_are_known() {
    let mut values =
        ["RED", "MAGENTA", "GREEN"].map(|text| serde_json::from_str::<Colour>(&format!("{text:?}")).unwrap());
    values.sort();
    assert_eq!(values.each_ref().map(Colour::as_str), ["GREEN", "MAGENTA", "RED"]);
}

#[test]
fn a_request_takes_known_values_only_and_the_error_lists_them() {
    let error = Colour::try_from("BLEU").unwrap_err();
    assert_eq!(error.to_string(), r#""BLEU" is not one of RED, GREEN"#);
}

/// All that generated enums have in common.
trait Open: Debug + Display + AsRef<str> + PartialEq + FromStr<Err: Debug> + Serialize + DeserializeOwned {}

impl<T: Debug + Display + AsRef<str> + PartialEq + FromStr<Err: Debug> + Serialize + DeserializeOwned> Open for T {}

/// What a JSON text is read as, by every way that reads one.
fn read_by_every_way<T: Open>(json: &str) -> T {
    let read: T = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::from_slice::<T>(json.as_bytes()).unwrap(), read);
    assert_eq!(serde_json::from_reader::<_, T>(json.as_bytes()).unwrap(), read);
    assert_eq!(serde_json::from_value::<T>(serde_json::from_str(json).unwrap()).unwrap(), read);
    read
}

/// JSON of a text with every character escaped.
fn escaped(text: &str) -> String {
    let units: Vec<String> = text.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
    format!("\"{}\"", units.concat())
}

fn every_known_value_comes_back<T: Open>(known: &[T]) {
    for value in known {
        let text = value.as_ref();
        assert_eq!((value.to_string().as_str(), &text.parse::<T>().unwrap()), (text, value));
        let json = serde_json::to_string(value).unwrap();
        assert_eq!(json, format!("\"{text}\""));
        assert_eq!([&read_by_every_way(&json), &read_by_every_way::<T>(&escaped(text))], [value; 2]);
    }
}

fn an_unknown_value_keeps_its_text<T: Open>(known: &[T], text: &str) {
    let json = serde_json::to_string(text).unwrap();
    let value: T = read_by_every_way(&json);
    if text.parse::<T>().is_ok() {
        assert!(known.contains(&value), "{value:?}");
        return;
    }
    assert!(!known.contains(&value), "{value:?}");
    assert_eq!((value.as_ref(), value.to_string().as_str()), (text, text));
    assert_eq!(serde_json::to_string(&value).unwrap(), json);
    assert_eq!(read_by_every_way::<T>(&escaped(text)), value);
}

/// The checks of one enum.
type Checks = (fn(), fn(&str));

macro_rules! checks {
    ($($name:ident)*) => {
        [$((
            || every_known_value_comes_back(types::$name::KNOWN),
            |text| an_unknown_value_keeps_its_text(types::$name::KNOWN, text),
        )),*]
    };
}

/// All enums of the API.
const EVERY: [Checks; 30] = checks![
    AdlRisk AlgoStatus AlgoType AutoCloseType ContractStatus ContractType ConvertStatus DownloadStatus FundingRateType
    IncomeType KlineInterval MarginChange MarginChangeCause MarginType OrderResponseType OrderSide OrderStatus OrderType
    PositionSide PriceMatch RateLimitInterval RateLimitType SelfTradePreventionMode SessionType StatisticsPeriod
    TimeInForce TradingRule UnderlyingType UnusedColumn WorkingType
];

#[test]
fn no_enum_of_the_api_is_left_out_here() {
    let generated = include_str!(concat!(env!("OUT_DIR"), "/client.rs"));
    assert_eq!(generated.matches("crate::open_enum! {").count(), EVERY.len());
}

#[test]
fn every_known_value_of_the_api_comes_back_from_every_form() {
    for (known, _) in EVERY {
        known();
    }
}

proptest! {
    #[test]
    fn any_other_text_is_kept_by_every_enum_of_the_api(
        text in prop_oneof!["[A-Z_0-9a-z]{0,12}", "[\"\\\\/\n\téñ币😀\0\u{2028}A]{0,8}", any::<String>()],
    ) {
        for (_, unknown) in EVERY {
            unknown(&text);
        }
    }
}

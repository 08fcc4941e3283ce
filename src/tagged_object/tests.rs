use std::collections::HashSet;
use std::mem::discriminant;

use proptest::prelude::*;
use serde_json::{Map, Value};

use crate::types::SymbolFilter;

const TAG: &str = "filterType";

/// Every kind of filter, and one that nobody knows, as they are written: the tag first.
const FILTERS: [&[(&str, &str)]; 11] = [
    &[(TAG, r#""PRICE_FILTER""#), ("maxPrice", r#""4529764""#), ("minPrice", r#""0.10""#), ("tickSize", r#""0.10""#)],
    &[(TAG, r#""LOT_SIZE""#), ("maxQty", r#""1000""#), ("minQty", r#""0.001""#), ("stepSize", r#""0.001""#)],
    &[(TAG, r#""MARKET_LOT_SIZE""#), ("maxQty", r#""120""#), ("minQty", r#""0.0010""#), ("stepSize", r#""1e-3""#)],
    &[(TAG, r#""MAX_NUM_ORDERS""#), ("limit", "200")],
    &[(TAG, r#""MAX_NUM_ALGO_ORDERS""#), ("limit", "9223372036854775807")],
    &[(TAG, r#""MIN_NOTIONAL""#), ("notional", r#""100""#)],
    &[
        (TAG, r#""PERCENT_PRICE""#),
        ("multiplierDecimal", r#""4""#),
        ("multiplierDown", r#""0.9500""#),
        ("multiplierUp", r#""1.0500""#),
    ],
    &[(TAG, r#""PERCENT_PRICE""#), ("multiplierDown", r#""0.9500""#), ("multiplierUp", r#""1.0500""#)],
    &[(TAG, r#""POSITION_RISK_CONTROL""#), ("positionControlSide", "null")],
    &[(TAG, r#""POSITION_RISK_CONTROL""#), ("positionControlSide", r#""NONE""#)],
    &[(TAG, r#""MAX_\u0044REAMS""#), ("limit", "3"), ("of", r#"{"a":["\n",{}]}"#)],
];

/// Values of fields that nobody knows.
const VALUES: [&str; 12] = [
    "null",
    "true",
    "false",
    "-7",
    "18446744073709551615",
    "1.5e-3",
    r#""""#,
    r#""a\"\\\u00e9\ud83d\ude00\n""#,
    r#"{"filterType":"LOT_SIZE","maxQty":{"filterType":null}}"#,
    r#"[[],{},[null,"x",-1.25,{"limit":"x"}]]"#,
    "{}",
    "[]",
];

fn object(fields: &[(String, &str)]) -> String {
    let fields: Vec<String> = fields.iter().map(|(name, value)| format!("{name:?}:{value}")).collect();
    format!("{{{}}}", fields.join(","))
}

/// What a text is read as by every way that reads one.
fn every_way(text: &str) -> [Result<SymbolFilter, serde_json::Error>; 4] {
    [
        serde_json::from_str(text),
        serde_json::from_slice(text.as_bytes()),
        serde_json::from_reader(text.as_bytes()),
        serde_json::from_str(text).and_then(serde_json::from_value),
    ]
}

/// The fields of a filter, and after them some that nobody knows.
fn any_filter() -> impl Strategy<Value = (String, Vec<(String, &'static str)>)> {
    let new = prop::collection::vec(prop::sample::select(&VALUES), 0..12);
    (prop::sample::select(&FILTERS), new).prop_map(|(fields, new)| {
        let mut fields: Vec<_> = fields.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect();
        let known = object(&fields);
        fields.extend(new.into_iter().enumerate().map(|(index, value)| (format!("new{index}"), value)));
        (known, fields)
    })
}

/// The same with its fields in any order.
fn any_order() -> impl Strategy<Value = (String, Vec<(String, &'static str)>)> {
    any_filter().prop_flat_map(|(known, fields)| (Just(known), Just(fields).prop_shuffle()))
}

#[test]
fn the_filters_here_are_of_eight_kinds_and_one_that_nobody_knows() {
    let kinds: HashSet<_> = FILTERS
        .iter()
        .map(|fields| {
            let fields: Vec<_> = fields.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect();
            discriminant(&serde_json::from_str::<SymbolFilter>(&object(&fields)).unwrap())
        })
        .collect();
    assert_eq!(kinds.len(), 9);
}

proptest! {
    #[test]
    fn a_filter_is_the_same_in_every_order_of_its_fields((known, fields) in any_order()) {
        let text = object(&fields);
        let expected: SymbolFilter = serde_json::from_str(&known).unwrap();
        for read in every_way(&text) {
            let read = read.unwrap();
            if let SymbolFilter::Unknown(whole) = &read {
                prop_assert!(matches!(expected, SymbolFilter::Unknown(_)), "{}", text);
                prop_assert_eq!(whole.fields(), &serde_json::from_str::<Map<String, Value>>(&text).unwrap());
            } else {
                prop_assert_eq!(&read, &expected, "{}", text);
            }
        }
    }

    #[test]
    fn a_filter_without_its_tag_is_an_error((_, mut fields) in any_order()) {
        fields.retain(|(name, _)| name != TAG);
        for read in every_way(&object(&fields)) {
            prop_assert!(read.unwrap_err().to_string().starts_with("missing field `filterType`"));
        }
    }

    #[test]
    fn a_tag_that_stands_there_twice_is_an_error(
        (_, mut fields) in any_order(), place: prop::sample::Index, other in prop::sample::select(&FILTERS),
    ) {
        fields.insert(place.index(fields.len() + 1), (TAG.to_owned(), other[0].1));
        let text = object(&fields);
        // A `Value` has kept but the last one.
        let [texts @ .., _] = every_way(&text);
        for read in texts {
            prop_assert!(read.unwrap_err().to_string().starts_with("duplicate field `filterType`"), "{}", text);
        }
    }
}

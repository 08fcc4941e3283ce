//! Parameters that agree with the operation table.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::de::{DeserializeOwned, IgnoredAny};

use super::Sent;
use crate::operations::{Operation, Parameter, ParameterKind};
use crate::sandbox::refusal::Refusal;

/// The parameters of an operation, each checked against the operation table.
#[derive(Debug, Clone, Default)]
pub struct Arguments(BTreeMap<&'static str, String>);

impl Arguments {
    pub fn check(operation: &'static Operation, sent: &Sent) -> Result<Self, Refusal> {
        let mut arguments = BTreeMap::new();
        for parameter in operation.parameters {
            match sent.get(parameter.name) {
                None if parameter.required => return Err(Refusal::missing(parameter.name)),
                None => {}
                Some(value) => {
                    check(parameter, value)?;
                    arguments.insert(parameter.name, value.to_owned());
                }
            }
        }
        Ok(Self(arguments))
    }

    /// With what the exchange assumes of a parameter that was not sent, where that is not what it assumes elsewhere.
    pub fn assuming(mut self, name: &'static str, value: &str) -> Self {
        self.0.entry(name).or_insert_with(|| value.to_owned());
        self
    }

    /// Arguments that need not be in the operation table.
    #[cfg(test)]
    pub fn of(pairs: &[(&'static str, &str)]) -> Self {
        Self(pairs.iter().map(|(name, value)| (*name, (*value).to_owned())).collect())
    }

    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    pub fn integer(&self, name: &str) -> Option<i64> {
        self.text(name)?.parse().ok()
    }

    /// The elements of a list; none if it was not sent.
    pub fn list<T: DeserializeOwned>(&self, name: &str) -> Option<Vec<T>> {
        elements(self.text(name)?)
    }

    pub fn flag(&self, name: &str) -> bool {
        self.text(name).is_some_and(|value| value.eq_ignore_ascii_case("true"))
    }

    /// The number of rows asked for: at least one, and at most what the operation table allows.
    pub fn limit(&self, default: usize) -> usize {
        self.integer("limit").and_then(|limit| usize::try_from(limit).ok()).unwrap_or(default)
    }
}

/// Reads a decimal in plain notation: digits with at most one point, and no more digits than can be held exactly.
pub fn decimal(text: &str) -> Option<Decimal> {
    is_decimal(text).then(|| Decimal::from_str_exact(text).ok()).flatten()
}

fn check(parameter: &Parameter, value: &str) -> Result<(), Refusal> {
    let name = parameter.name;
    if value.is_empty() {
        return Err(empty(parameter));
    }
    let is_well_formed = match parameter.kind {
        ParameterKind::Text => true,
        ParameterKind::Integer => value.parse::<i64>().is_ok(),
        ParameterKind::Boolean => value.eq_ignore_ascii_case("true") || value.eq_ignore_ascii_case("false"),
        ParameterKind::Decimal => is_decimal(value),
        ParameterKind::Integers => elements::<i64>(value).is_some(),
        ParameterKind::Texts => elements::<String>(value).is_some(),
    };
    if !is_well_formed {
        return Err(Refusal::missing(name));
    }
    if !parameter.values.is_empty() && !parameter.values.contains(&value) {
        return Err(not_listed(parameter, value));
    }
    check_length(parameter, value)?;
    check_range(parameter, value)
}

/// The elements of a JSON list.
fn elements<T: DeserializeOwned>(text: &str) -> Option<Vec<T>> {
    serde_json::from_str(text).ok()
}

/// The rows of a batch have a code of their own, and are counted where they are read.
fn check_length(parameter: &Parameter, value: &str) -> Result<(), Refusal> {
    let is_list = matches!(parameter.kind, ParameterKind::Integers | ParameterKind::Texts);
    let Some(most) = parameter.most.filter(|_| is_list) else { return Ok(()) };
    let length = elements::<IgnoredAny>(value).map_or(0, |elements| elements.len());
    if (1..=most).contains(&length) { Ok(()) } else { Err(Refusal::invalid(parameter.name)) }
}

fn empty(parameter: &Parameter) -> Refusal {
    if parameter.required {
        return Refusal::missing(parameter.name);
    }
    Refusal::new(-1105, format!("Parameter '{}' was empty.", parameter.name.to_lowercase()))
}

fn check_range(parameter: &Parameter, value: &str) -> Result<(), Refusal> {
    // A list of no rows is refused by the exchange even where the table has no minimum.
    let is_none = parameter.name == "limit" && value.parse::<i64>().is_ok_and(|limit| limit < 1);
    match parameter.name {
        _ if !is_none && parameter.out_of_bounds(value).is_none() => Ok(()),
        "leverage" => Err(Refusal::new(-4028, format!("Leverage {value} is not valid"))),
        "callbackRate" => Err(Refusal::new(-2007, "Invalid callBack rate.")),
        name => Err(Refusal::invalid(name)),
    }
}

/// The exchange has a code of its own for most lists of values.
fn not_listed(parameter: &Parameter, value: &str) -> Refusal {
    match parameter.name {
        "limit" => not_a_depth(value),
        "timeInForce" => Refusal::new(-1115, "Invalid timeInForce."),
        // The type of an order; that of a change of margin is a number.
        "type" if !parameter.values.contains(&"1") => Refusal::new(-1116, "Invalid orderType."),
        "side" => Refusal::new(-1117, "Invalid side."),
        "interval" => Refusal::new(-1120, "Invalid interval."),
        "newOrderRespType" => Refusal::new(-1136, "Invalid newOrderRespType."),
        "positionSide" => Refusal::new(-4060, "Invalid position side."),
        "priceMatch" => Refusal::new(-5037, "Invalid price match"),
        "selfTradePreventionMode" => Refusal::new(-5039, "Invalid self trade prevention mode"),
        name => Refusal::invalid(name),
    }
}

/// The order book is the one list whose lengths are fixed.
fn not_a_depth(limit: &str) -> Refusal {
    if limit.parse::<i64>().is_ok_and(|levels| levels > 1000) {
        return Refusal::invalid("limit");
    }
    Refusal::new(-4021, format!("{limit} is not valid depth limit"))
}

fn is_decimal(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    all_digits(whole) && all_digits(fraction)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_order(query: &str) -> Result<Arguments, Refusal> {
        let operation = Operation::by_id("createOrder").unwrap();
        Arguments::check(operation, &Sent::parse(query.as_bytes(), b"").unwrap())
    }

    #[test]
    fn lists_of_values_have_codes_of_their_own() {
        for (query, code) in [
            ("symbol=BTCUSDT&side=LONG&type=LIMIT", -1117),
            ("symbol=BTCUSDT&side=BUY&type=LIMITED", -1116),
            ("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=DAY", -1115),
            ("symbol=BTCUSDT&side=BUY&type=LIMIT&positionSide=NONE", -4060),
            ("symbol=BTCUSDT&side=BUY&type=LIMIT&selfTradePreventionMode=EXPIRE_NOBODY", -5039),
            ("symbol=BTCUSDT&side=BUY&type=LIMIT&priceMatch=BEST", -5037),
        ] {
            assert_eq!(check_order(query).unwrap_err().code, code, "{query}");
        }
    }

    #[test]
    fn a_book_has_one_of_the_listed_numbers_of_levels() {
        let operation = Operation::by_id("getOrderBook").unwrap();
        for (limit, code) in [
            ("5", None),
            ("1000", None),
            ("3", Some(-4021)),
            ("0", Some(-4021)),
            ("-5", Some(-4021)),
            ("1500", Some(-1130)),
        ] {
            let sent = Sent::parse(format!("symbol=BTCUSDT&limit={limit}").as_bytes(), b"").unwrap();
            let refusal = Arguments::check(operation, &sent).err();
            assert_eq!(refusal.map(|refusal| refusal.code), code, "{limit}");
        }
    }

    #[test]
    fn malformed_values_are_refused() {
        for query in ["quantity=1e3", "quantity=.5", "quantity=1_0", "quantity=0x1", "reduceOnly=1"] {
            let query = format!("symbol=BTCUSDT&side=BUY&type=MARKET&{query}");
            assert_eq!(check_order(&query).unwrap_err().code, -1102, "{query}");
        }
        assert_eq!(check_order("symbol=&side=BUY&type=MARKET").unwrap_err().code, -1102);
        assert_eq!(check_order("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=").unwrap_err().code, -1105);
    }

    #[test]
    fn a_list_is_json_of_its_kind_and_neither_empty_nor_too_long() {
        let operation = Operation::by_id("cancelBatchOrders").unwrap();
        let eleven = format!("orderIdList={:?}", (0..11).collect::<Vec<_>>()).replace(' ', "");
        for (list, code) in [
            ("orderIdList=[1,-2]", None),
            (r#"origClientOrderIdList=["a","b"]"#, None),
            ("orderIdList=1,2", Some(-1102)),
            (r#"orderIdList=["1"]"#, Some(-1102)),
            ("origClientOrderIdList=[1]", Some(-1102)),
            ("orderIdList=[]", Some(-1130)),
            (&eleven, Some(-1130)),
        ] {
            let sent = Sent::parse(format!("symbol=BTCUSDT&{list}").as_bytes(), b"").unwrap();
            let refusal = Arguments::check(operation, &sent).err();
            assert_eq!(refusal.map(|refusal| refusal.code), code, "{list}");
        }
    }

    #[test]
    fn a_decimal_keeps_every_digit_or_is_not_read() {
        assert_eq!(decimal("0.0010").map(|value| value.to_string()).as_deref(), Some("0.0010"));
        assert_eq!(decimal("0.00000000000000000000000000001"), None);
        assert_eq!(decimal("99999999999999999999999999999999"), None);
    }
}

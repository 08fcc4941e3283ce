//! Facts of operations in the words that the report and the goldens share.

use crate::codegen::{Cost, Kind, Need, Requirement, Rows, Security, Units};

/// What an operation costs: `weight 1 by symbol or 40`.
pub fn costs(costs: &[Cost]) -> String {
    let costs: Vec<_> = costs.iter().map(|Cost { limit, units }| format!("{limit} {}", self::units(units))).collect();
    if costs.is_empty() { "nothing".to_owned() } else { costs.join(" and ") }
}

fn units(units: &Units) -> String {
    match units {
        Units::Fixed(units) => units.to_string(),
        Units::ByPresence { parameter, with, without } => format!("{with} by {parameter} or {without}"),
        Units::BySize { parameter, steps, above, .. } => {
            let steps: Vec<_> = steps.iter().map(|(most, units)| format!("{units} to {most}")).collect();
            format!("by {parameter} {} or {above}", steps.join(" "))
        }
    }
}

pub fn security(security: Security) -> &'static str {
    match security {
        Security::None => "public",
        Security::ApiKey => "key",
        Security::Signed => "signed",
    }
}

/// What a request must have: `price or priceMatch, and not both, where type is LIMIT`.
pub fn requirement(Requirement { when, need }: &Requirement) -> String {
    let when = when.as_ref().map(|(name, value)| format!(" where {name} is {value}"));
    let need = match need {
        Need::AllOf(names) => names.join(" and "),
        Need::AnyOf(names) => names.join(" or "),
        Need::OneOf(names) => format!("one of {} alone", names.join(" and ")),
        Need::AtMostOneOf(names) => format!("one of {} at most", names.join(" and ")),
        Need::Within { from, to, hours } => format!("{to} within {hours} hours after {from}"),
        Need::InOrder { from, to } => format!("{to} not before {from}"),
    };
    need + &when.unwrap_or_default()
}

pub fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "text",
        Kind::Integer => "an integer",
        Kind::Timestamp => "a time",
        Kind::Boolean => "a boolean",
        Kind::Decimal => "a decimal",
        Kind::Integers => "a list of integers",
        Kind::Texts => "a list of texts",
    }
}

pub fn rows(rows: Option<&Rows>) -> String {
    rows.map_or_else(|| "none".to_owned(), |Rows { name, of, most }| format!("{most} {name} of {of}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn costs_are_told_by_limit_and_by_what_they_depend_on() {
        let cost = |limit: &str, units| Cost { limit: limit.to_owned(), units };
        let parameter = || "symbol".to_owned();
        let by_size = Units::BySize { parameter: parameter(), assumed: 1, steps: vec![(100, 5), (500, 10)], above: 20 };
        assert_eq!(costs(&[]), "nothing");
        assert_eq!(costs(&[cost("weight", Units::Fixed(5)), cost("orders", Units::Fixed(1))]), "weight 5 and orders 1");
        let by_presence = Units::ByPresence { parameter: parameter(), with: 1, without: 40 };
        assert_eq!(costs(&[cost("weight", by_presence)]), "weight 1 by symbol or 40");
        assert_eq!(costs(&[cost("weight", by_size)]), "weight by symbol 5 to 100 10 to 500 or 20");
    }

    #[test]
    fn a_requirement_is_told_with_its_condition() {
        let names = || vec!["price".to_owned(), "match".to_owned()];
        let when = Some(("type".to_owned(), "LIMIT".to_owned()));
        for (need, words) in [
            (Need::AllOf(names()), "price and match"),
            (Need::AnyOf(names()), "price or match"),
            (Need::OneOf(names()), "one of price and match alone"),
            (Need::AtMostOneOf(names()), "one of price and match at most"),
        ] {
            let told = requirement(&Requirement { when: when.clone(), need });
            assert_eq!(told, format!("{words} where type is LIMIT"));
        }
    }
}

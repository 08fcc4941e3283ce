//! What a request must have beside its required parameters: `x-requires` and `x-spans`, of an operation.
//!
//! `x-requires` is a list of `{ any: [orderId, origClientOrderId] }` (one at least), `{ one: [price, priceMatch] }`
//! (exactly one), `{ most: […] }` (one at most) and `{ all: […] }`; with `when: { type: LIMIT }` it counts only where
//! the parameter has that value. `x-spans` is a list of `{ from: startTime, to: endTime, days: 7 }`, or `hours`. That no
//! span of time ends before it starts needs no word: see [`ordered`].

use serde_json::Value;

use super::document::{OperationAt, elements, entries};
use super::error::{Error, Result};
use super::model::{Kind, Parameter};
use super::pointer::push;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// The parameter and the value of it with which the need counts; without, it always does.
    pub when: Option<(String, String)>,
    pub need: Need,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Need {
    AllOf(Vec<String>),
    AnyOf(Vec<String>),
    OneOf(Vec<String>),
    AtMostOneOf(Vec<String>),
    /// A time that is not before another, nor later than so many hours after it.
    Within {
        from: String,
        to: String,
        hours: u64,
    },
    /// A time that is not before another.
    InOrder {
        from: String,
        to: String,
    },
}

/// Reads what an operation requires, in the order of the overlay, and then what goes without saying.
pub fn of_operation(operation: &OperationAt<'_>, parameters: &[Parameter]) -> Result<Vec<Requirement>> {
    let mut requirements = Vec::new();
    let read: [(&str, Reader); 2] = [("x-requires", requires), ("x-spans", spans)];
    for (word, read) in read {
        let at = push(&operation.pointer, word);
        for (index, value) in elements(&operation.value[word]).enumerate() {
            requirements.push(read(&push(&at, index.to_string()), value, parameters)?);
        }
    }
    requirements.extend(ordered(parameters, &requirements));
    Ok(requirements)
}

/// Times called alike but for `start` and `end`, of which no span that the overlay knows tells more.
fn ordered(parameters: &[Parameter], known: &[Requirement]) -> Vec<Requirement> {
    let named = |start: &str| {
        let times = parameters.iter().filter(|parameter| parameter.kind == Kind::Timestamp);
        times.filter_map(|time| Some((time.name.strip_prefix(start)?.to_owned(), &time.name))).collect::<Vec<_>>()
    };
    let (starts, ends) = (named("start"), named("end"));
    let pairs = starts.iter().filter_map(|(of, from)| Some((*from, ends.iter().find(|(end, _)| end == of)?.1)));
    let is_told = |from: &str, to: &str| {
        known.iter().any(|one| matches!(&one.need, Need::Within { from: f, to: t, .. } if f == from && t == to))
    };
    let pairs = pairs.filter(|(from, to)| !is_told(from, to));
    pairs
        .map(|(from, to)| Requirement { when: None, need: Need::InOrder { from: from.clone(), to: to.clone() } })
        .collect()
}

type Reader = fn(&str, &Value, &[Parameter]) -> Result<Requirement>;

fn requires(at: &str, value: &Value, parameters: &[Parameter]) -> Result<Requirement> {
    let wrong = || Error::new(at, "not a requirement", "one of any, one, most, all: a list of parameters; and when");
    let mut kinds = entries(value).filter(|(key, _)| *key != "when");
    let (Some((kind, list)), None) = (kinds.next(), kinds.next()) else { return Err(wrong()) };
    let names = elements(list).map(|name| name.as_str().map(str::to_owned)).collect::<Option<Vec<_>>>();
    let names = names.ok_or_else(wrong)?;
    for name in &names {
        find(at, name, parameters)?;
    }
    let need = match (kind, names.len()) {
        ("all", 1..) => Need::AllOf(names),
        ("any", 2..) => Need::AnyOf(names),
        ("one", 2..) => Need::OneOf(names),
        ("most", 2..) => Need::AtMostOneOf(names),
        _ => return Err(wrong()),
    };
    Ok(Requirement { when: when(at, &value["when"], parameters)?, need })
}

fn when(at: &str, value: &Value, parameters: &[Parameter]) -> Result<Option<(String, String)>> {
    if value.is_null() {
        return Ok(None);
    }
    let at = push(at, "when");
    let mut conditions = entries(value);
    let (Some((name, value)), None) = (conditions.next(), conditions.next()) else {
        return Err(Error::new(at, "not a condition", "one parameter and its value"));
    };
    let parameter = find(&at, name, parameters)?;
    let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    if !parameter.values.is_empty() && !parameter.values.contains(&value) {
        return Err(Error::new(at, format!("`{name}` does not take {value}"), parameter.values.join(", ")));
    }
    Ok(Some((name.to_owned(), value)))
}

fn spans(at: &str, value: &Value, parameters: &[Parameter]) -> Result<Requirement> {
    let wrong = || Error::new(at, "not a span", "from and to, two times, and days or hours");
    let time = |key: &str| {
        let parameter = find(at, value[key].as_str().ok_or_else(wrong)?, parameters)?;
        if parameter.kind == Kind::Timestamp { Ok(parameter.name.clone()) } else { Err(wrong()) }
    };
    let hours = match (value["days"].as_u64(), value["hours"].as_u64()) {
        (Some(days @ 1..), None) => days.checked_mul(24),
        (None, Some(hours @ 1..)) => Some(hours),
        _ => None,
    };
    let hours = hours.ok_or_else(wrong)?;
    if entries(value).count() != 3 {
        return Err(wrong());
    }
    Ok(Requirement { when: None, need: Need::Within { from: time("from")?, to: time("to")?, hours } })
}

fn find<'a>(at: &str, name: &str, parameters: &'a [Parameter]) -> Result<&'a Parameter> {
    let found = parameters.iter().find(|parameter| parameter.name == name);
    found.ok_or_else(|| Error::new(at, format!("no parameter `{name}`"), "one of the operation"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::codegen::model;
    use crate::codegen::testing::{OPERATION, document, refusal, set};

    fn read(word: &str, value: Value) -> Result<Vec<Requirement>> {
        let mut document = document();
        let parameter = |name: &str, schema: Value| json!({ "name": name, "in": "query", "schema": schema });
        let time = json!({ "type": "integer", "format": "timestamp" });
        let parameters = json!([
            parameter("id", json!({ "type": "integer" })),
            parameter("text", json!({ "type": "string" })),
            parameter("kind", json!({ "type": "string", "enum": ["A", "B"] })),
            parameter("from", time.clone()),
            parameter("to", time),
        ]);
        set(&mut document, &format!("{OPERATION}/parameters"), parameters);
        set(&mut document, &format!("{OPERATION}/{word}"), value);
        model::operations(&document).map(|mut operations| operations.remove(0).requirements)
    }

    #[test]
    fn requirements_are_read_with_their_conditions() {
        let names = || vec!["id".to_owned(), "text".to_owned()];
        let always = |need| Requirement { when: None, need };
        let list = json!([
            { "any": ["id", "text"] },
            { "one": ["id", "text"] },
            { "most": ["id", "text"] },
            { "all": ["id"], "when": { "kind": "A" } },
        ]);
        let when = Some(("kind".to_owned(), "A".to_owned()));
        let expected = [
            always(Need::AnyOf(names())),
            always(Need::OneOf(names())),
            always(Need::AtMostOneOf(names())),
            Requirement { when, need: Need::AllOf(vec!["id".to_owned()]) },
        ];
        assert_eq!(read("x-requires", list).unwrap(), expected);
    }

    #[test]
    fn spans_are_read_in_hours() {
        let within = |hours| Need::Within { from: "from".to_owned(), to: "to".to_owned(), hours };
        for (unit, hours) in [("days", 48), ("hours", 2)] {
            let read = read("x-spans", json!([{ "from": "from", "to": "to", unit: 2 }])).unwrap();
            assert_eq!(read, [Requirement { when: None, need: within(hours) }]);
        }
    }

    #[test]
    fn a_span_ends_where_it_starts_at_the_earliest_whether_or_not_the_overlay_tells_its_length() {
        let time =
            |name: &str| json!({ "name": name, "in": "query", "schema": { "type": "integer", "format": "timestamp" } });
        let needs = |spans: Value| {
            let mut document = document();
            let parameters =
                json!([time("startTime"), time("endTime"), time("startDate"), time("end"), time("ending")]);
            set(&mut document, &format!("{OPERATION}/parameters"), parameters);
            set(&mut document, &format!("{OPERATION}/x-spans"), spans);
            let requirements = model::operations(&document).unwrap().remove(0).requirements;
            requirements.into_iter().map(|requirement| requirement.need).collect::<Vec<_>>()
        };
        let (from, to) = ("startTime".to_owned(), "endTime".to_owned());
        assert_eq!(needs(json!([])), [Need::InOrder { from: from.clone(), to: to.clone() }]);
        let told = json!([{ "from": "startTime", "to": "endTime", "hours": 5 }]);
        assert_eq!(needs(told), [Need::Within { from, to, hours: 5 }]);
    }

    #[test]
    fn what_makes_no_sense_is_refused_by_its_place() {
        for (word, value, problem) in [
            ("x-requires", json!({ "any": ["id"] }), "0: not a requirement"),
            ("x-requires", json!({ "any": "id" }), "0: not a requirement"),
            ("x-requires", json!({ "some": ["id", "text"] }), "0: not a requirement"),
            ("x-requires", json!({ "any": ["id", "text"], "most": ["id", "text"] }), "0: not a requirement"),
            ("x-requires", json!({ "any": ["id", "other"] }), "0: no parameter `other`"),
            ("x-requires", json!({ "all": ["id"], "when": { "kind": "C" } }), "0/when: `kind` does not take C"),
            ("x-requires", json!({ "all": ["id"], "when": {} }), "0/when: not a condition"),
            ("x-spans", json!({ "from": "from", "to": "id", "days": 1 }), "0: not a span"),
            ("x-spans", json!({ "from": "from", "to": "to", "days": 0 }), "0: not a span"),
            ("x-spans", json!({ "from": "from", "to": "to" }), "0: not a span"),
            ("x-spans", json!({ "from": "from", "to": "to", "days": 1, "hours": 1 }), "0: not a span"),
        ] {
            let text = refusal(read(word, json!([value])));
            assert!(text.starts_with(&format!("{OPERATION}/{word}/{problem}")), "{text}");
        }
    }
}

//! The exchange's limits (`x-limits`, of the document) and what an operation costs of them (`x-costs`, of the operation).
//!
//! A limit has a name, `per` whom it counts, `seconds` of its interval, `units` in it, and, where there are such, the
//! `header` that tells what is spent, the `kind` by which the exchange information calls it, and the cost that is
//! `assumed` of an operation that the overlay says nothing of. A cost is a number, or depends on a parameter:
//! `{ by: symbol, with: 1, without: 40 }`, `{ by: limit, steps: [[100, 5], [500, 10]], above: 20 }`.

use serde_json::Value;

use super::document::{OperationAt, elements, entries};
use super::error::{Error, Result};
use super::model::Parameter;
use super::pointer::push;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    pub name: String,
    pub scope: Scope,
    pub seconds: u64,
    pub units: u32,
    pub header: Option<String>,
    pub kind: Option<String>,
    assumed: Option<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    Ip,
    Account,
}

/// What an operation costs of one limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cost {
    /// The name of the limit.
    pub limit: String,
    pub units: Units,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Units {
    Fixed(u32),
    ByPresence { parameter: String, with: u32, without: u32 },
    BySize { parameter: String, assumed: i64, steps: Vec<(i64, u32)>, above: u32 },
}

const LIMIT_KEYS: [&str; 7] = ["name", "per", "seconds", "units", "header", "kind", "assumed"];

/// Reads the limits of the exchange.
pub fn limits(document: &Value) -> Result<Vec<Limit>> {
    let mut limits: Vec<Limit> = Vec::new();
    for (index, limit) in elements(&document["x-limits"]).enumerate() {
        let at = push("/x-limits", index.to_string());
        let read = read_limit(&at, limit)?;
        if limits.iter().any(|other| other.name == read.name) {
            return Err(Error::new(at, format!("a second limit `{}`", read.name), "a name of its own"));
        }
        limits.push(read);
    }
    Ok(limits)
}

fn read_limit(at: &str, limit: &Value) -> Result<Limit> {
    if let Some((key, _)) = entries(limit).find(|(key, _)| !LIMIT_KEYS.contains(key)) {
        return Err(Error::new(at, format!("the key `{key}` is unknown"), LIMIT_KEYS.join(", ")));
    }
    let text = |key: &str| limit[key].as_str().filter(|text| !text.is_empty()).map(str::to_owned);
    let scope = match limit["per"].as_str() {
        Some("ip") => Some(Scope::Ip),
        Some("account") => Some(Scope::Account),
        _ => None,
    };
    let seconds = limit["seconds"].as_u64().filter(|seconds| *seconds > 0);
    let units = number(&limit["units"]).filter(|units| *units > 0);
    let (Some(name), Some(scope), Some(seconds), Some(units)) = (text("name"), scope, seconds, units) else {
        return Err(Error::new(at, "not a limit", "name, per (ip or account), seconds and units"));
    };
    let header = text("header").map(|header| header.to_ascii_lowercase());
    Ok(Limit { name, scope, seconds, units, header, kind: text("kind"), assumed: number(&limit["assumed"]) })
}

/// Reads what an operation costs, in the order of the limits.
pub fn of_operation(limits: &[Limit], operation: &OperationAt<'_>, parameters: &[Parameter]) -> Result<Vec<Cost>> {
    let at = push(&operation.pointer, "x-costs");
    let Some(costs) = operation.value.get("x-costs") else {
        let assumed = |limit: &Limit| Some(Cost { limit: limit.name.clone(), units: Units::Fixed(limit.assumed?) });
        return Ok(limits.iter().filter_map(assumed).collect());
    };
    let names = || limits.iter().map(|limit| limit.name.as_str()).collect::<Vec<_>>();
    if let Some((name, _)) = entries(costs).find(|(name, _)| !names().contains(name)) {
        let known = if limits.is_empty() { "x-limits of the document".to_owned() } else { names().join(", ") };
        return Err(Error::new(at, format!("`{name}` is no limit"), known));
    }
    let mut read = Vec::new();
    for limit in limits {
        let Some(cost) = costs.get(&limit.name) else { continue };
        let units = read_units(&push(&at, &limit.name), cost, parameters)?;
        read.push(Cost { limit: limit.name.clone(), units });
    }
    if read.is_empty() {
        return Err(Error::new(at, "no cost at all", "a limit's name and what a request costs of it"));
    }
    Ok(read)
}

fn read_units(at: &str, cost: &Value, parameters: &[Parameter]) -> Result<Units> {
    if let Some(units) = number(cost) {
        return Ok(Units::Fixed(units));
    }
    let wrong = || Error::new(at, "not a cost", "a number, {by, with, without} or {by, steps, above}");
    let name = cost["by"].as_str().ok_or_else(wrong)?;
    let parameter = parameters.iter().find(|parameter| parameter.name == name);
    let parameter =
        parameter.ok_or_else(|| Error::new(at, format!("no parameter `{name}`"), "one of the operation"))?;
    let parameter_name = parameter.name.clone();
    let keys: Vec<&str> = entries(cost).map(|(key, _)| key).collect();
    if keys.len() == 3 && keys.contains(&"with") {
        let (with, without) = (number(&cost["with"]), number(&cost["without"]));
        return match (with, without) {
            (Some(with), Some(without)) => Ok(Units::ByPresence { parameter: parameter_name, with, without }),
            _ => Err(wrong()),
        };
    }
    let step = |step: &Value| Some((step[0].as_i64()?, number(&step[1])?));
    let steps = elements(&cost["steps"]).map(step).collect::<Option<Vec<_>>>().ok_or_else(wrong)?;
    if steps.is_empty() || keys.len() != 3 || !steps.is_sorted_by(|one, next| one.0 < next.0) {
        return Err(wrong());
    }
    let above = number(&cost["above"]).ok_or_else(wrong)?;
    // What the exchange takes when the parameter is absent decides what that costs.
    let assumed = parameter.default.as_ref().and_then(|default| default.parse().ok());
    let assumed = assumed.ok_or_else(|| Error::new(at, format!("`{name}` has no default"), "the spec's default"))?;
    Ok(Units::BySize { parameter: parameter_name, assumed, steps, above })
}

fn number(value: &Value) -> Option<u32> {
    value.as_u64().and_then(|number| u32::try_from(number).ok())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::codegen::testing::{OPERATION, document, refusal, set, with, with_parameter};
    use crate::codegen::{document, model};

    fn weight() -> Value {
        json!({ "name": "weight", "per": "ip", "seconds": 60, "units": 2400, "header": "X-Used", "assumed": 1 })
    }

    fn costs(mut document: Value, costs: Option<Value>) -> Result<Vec<Cost>> {
        let orders = json!({ "name": "orders", "per": "account", "seconds": 10, "units": 300, "kind": "ORDERS" });
        set(&mut document, "/x-limits", json!([weight(), orders]));
        if let Some(costs) = costs {
            set(&mut document, &format!("{OPERATION}/x-costs"), costs);
        }
        let limits = limits(&document)?;
        let parameters = model::operations(&document)?.remove(0).parameters;
        let operation = document::operations(&document).next().unwrap();
        of_operation(&limits, &operation, &parameters)
    }

    fn limited() -> Value {
        with_parameter("limit", json!({ "type": "integer", "default": 500 }))
    }

    #[test]
    fn a_limit_has_its_facts() {
        let expected = Limit {
            name: "weight".into(),
            scope: Scope::Ip,
            seconds: 60,
            units: 2400,
            header: Some("x-used".into()),
            kind: None,
            assumed: Some(1),
        };
        assert_eq!(limits(&with("/x-limits", json!([weight()]))).unwrap(), [expected]);
        assert!(limits(&document()).unwrap().is_empty());
    }

    #[test]
    fn a_limit_that_is_none_is_refused() {
        let twice = limits(&with("/x-limits", json!([weight(), weight()])));
        assert_eq!(refusal(twice), "/x-limits/1: a second limit `weight` (a name of its own)");
        let mut limit = weight();
        limit["per"] = json!("moon");
        let text = refusal(limits(&with("/x-limits", json!([limit]))));
        assert_eq!(text, "/x-limits/0: not a limit (name, per (ip or account), seconds and units)");
        limit["every"] = json!(1);
        assert!(refusal(limits(&with("/x-limits", json!([limit])))).contains("the key `every` is unknown"));
    }

    #[test]
    fn an_operation_that_says_nothing_costs_what_is_assumed() {
        assert_eq!(costs(document(), None).unwrap(), [Cost { limit: "weight".into(), units: Units::Fixed(1) }]);
    }

    #[test]
    fn costs_are_fixed_or_depend_on_a_parameter() {
        let of = |costs_of: Value| costs(limited(), Some(costs_of)).unwrap();
        let fixed = of(json!({ "orders": 1, "weight": 0 }));
        let orders = Cost { limit: "orders".into(), units: Units::Fixed(1) };
        assert_eq!(fixed, [Cost { limit: "weight".into(), units: Units::Fixed(0) }, orders]);
        let parameter = || "limit".to_owned();
        let presence = of(json!({ "weight": { "by": "limit", "with": 1, "without": 40 } }));
        assert_eq!(presence[0].units, Units::ByPresence { parameter: parameter(), with: 1, without: 40 });
        let size = of(json!({ "weight": { "by": "limit", "steps": [[100, 5], [500, 10]], "above": 20 } }));
        let steps = vec![(100, 5), (500, 10)];
        assert_eq!(size[0].units, Units::BySize { parameter: parameter(), assumed: 500, steps, above: 20 });
    }

    #[test]
    fn a_cost_that_is_none_is_refused_by_its_place() {
        let place = format!("{OPERATION}/x-costs");
        let text = refusal(costs(document(), Some(json!({ "wight": 1 }))));
        assert_eq!(text, format!("{place}: `wight` is no limit (weight, orders)"));
        assert!(refusal(costs(document(), Some(json!({})))).contains("no cost at all"));
        for (cost, problem) in [
            (json!("1"), "not a cost"),
            (json!({ "by": "limit" }), "not a cost"),
            (json!({ "by": "limit", "steps": [[2, 1], [1, 1]], "above": 1 }), "not a cost"),
            (json!({ "by": "limit", "with": 1, "steps": [] }), "not a cost"),
            (json!({ "by": "symbol", "with": 1, "without": 2 }), "no parameter `symbol`"),
        ] {
            let text = refusal(costs(limited(), Some(json!({ "weight": cost }))));
            assert!(text.starts_with(&format!("{place}/weight: {problem}")), "{text}");
        }
        let bare = with_parameter("limit", json!({ "type": "integer" }));
        let cost = json!({ "weight": { "by": "limit", "steps": [[100, 5]], "above": 20 } });
        assert!(refusal(costs(bare, Some(cost))).contains("`limit` has no default"));
    }
}

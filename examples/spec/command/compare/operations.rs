//! Compares operation tables.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::super::words;
use super::{Change, Class, Subject};
use crate::codegen::{Cost, Need, Operation, Parameter, Requirement, Security, Units};

/// The operations of one table that are in the other too: by their operationId, or else by their endpoint.
pub fn pairs<'a>(old: &'a [Operation], new: &'a [Operation]) -> Vec<(&'a Operation, &'a Operation)> {
    let pair = |before: &'a Operation| new.iter().find(|after| is_same(before, after, old, new)).map(|it| (before, it));
    old.iter().filter_map(pair).collect()
}

fn is_same(before: &Operation, after: &Operation, old: &[Operation], new: &[Operation]) -> bool {
    let has = |operations: &[Operation], id: &str| operations.iter().any(|operation| operation.id == id);
    let is_at_same = (&before.method, &before.path) == (&after.method, &after.path);
    before.id == after.id || (is_at_same && !has(new, &before.id) && !has(old, &after.id))
}

pub fn compare(old: &[Operation], new: &[Operation]) -> Vec<Change> {
    let pairs = pairs(old, new);
    let mut changes = Vec::new();
    for gone in old.iter().filter(|operation| pairs.iter().all(|(before, _)| before.id != operation.id)) {
        changes.push(change(gone, Class::Breaking, format!("the operation is gone: {}", signature(gone))));
    }
    for added in new.iter().filter(|operation| pairs.iter().all(|(_, after)| after.id != operation.id)) {
        changes.push(change(added, Class::Compatible, format!("a new operation: {}", signature(added))));
    }
    for (before, after) in pairs {
        changes.extend(facts(before, after));
        changes.extend(parameters(before, after));
    }
    changes
}

fn signature(operation: &Operation) -> String {
    format!("`{}()`, `{} {}`, {}", operation.method_name(), operation.method, operation.path, need(operation))
}

fn need(operation: &Operation) -> &'static str {
    match operation.security {
        Security::None => "public",
        Security::ApiKey => "with an API key",
        Security::Signed => "signed",
    }
}

fn change(operation: &Operation, class: Class, what: String) -> Change {
    Change::new(Subject::Operation(operation.id.clone()), class, "", what)
}

fn facts(before: &Operation, after: &Operation) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut note = |class, what| changes.push(change(after, class, what));
    if before.method_name() != after.method_name() {
        let (was, is) = (before.method_name(), after.method_name());
        note(Class::Breaking, format!("the method is `{is}()`, was `{was}()`: upstream renamed `{}`", before.id));
    } else if before.id != after.id {
        note(Class::Compatible, format!("the operationId is `{}`, was `{}`", after.id, before.id));
    }
    for (name, was, is) in [
        ("HTTP method", &before.method, &after.method),
        ("path", &before.path, &after.path),
        ("tag", &before.tag, &after.tag),
    ] {
        if was != is {
            note(Class::Compatible, format!("the {name} is `{is}`, was `{was}`: look whether the exchange agrees"));
        }
    }
    if before.security != after.security {
        let class = if before.security == Security::None { Class::Breaking } else { Class::Compatible };
        note(class, format!("it is {}, was {}", need(after), need(before)));
    }
    if before.deprecated != after.deprecated {
        let what = if after.deprecated { "it is deprecated" } else { "it is no longer deprecated" };
        note(Class::Compatible, what.to_owned());
    }
    if before.changes != after.changes {
        let what = if after.changes { "it changes something: no call is repeated" } else { "it changes nothing" };
        note(Class::Compatible, what.to_owned());
    }
    if before.secret_response != after.secret_response {
        let what = if after.secret_response { "its answer is a secret" } else { "its answer is no longer a secret" };
        note(Class::Compatible, what.to_owned());
    }
    if before.costs != after.costs {
        // No code breaks by it, so it is compatible either way.
        let advice = if is_cheaper(&before.costs, &after.costs) {
            ": less is counted than before, so look whether the exchange agrees: it bans who passes its limits"
        } else {
            ""
        };
        let (is, was) = (words::costs(&after.costs), words::costs(&before.costs));
        note(Class::Compatible, format!("it costs {is}, did cost {was}{advice}"));
    }
    // It comes with its parameters, and no call that it refuses was ever answered.
    let counts = |one: &&Requirement| !matches!(one.need, Need::InOrder { .. });
    for added in after.requirements.iter().filter(counts).filter(|one| !before.requirements.contains(one)) {
        note(Class::Breaking, format!("it requires {}: calls without are refused", words::requirement(added)));
    }
    for gone in before.requirements.iter().filter(counts).filter(|one| !after.requirements.contains(one)) {
        note(Class::Compatible, format!("it no longer requires {}", words::requirement(gone)));
    }
    changes
}

/// Whether some request costs less of some limit.
fn is_cheaper(before: &[Cost], after: &[Cost]) -> bool {
    before.iter().any(|was| {
        let (least, most) = extremes(&was.units);
        let is = after.iter().find(|is| is.limit == was.limit).map_or((0, 0), |is| extremes(&is.units));
        is.0 < least || is.1 < most
    })
}

/// The least and the most that a request costs.
fn extremes(units: &Units) -> (u32, u32) {
    match units {
        Units::Fixed(units) => (*units, *units),
        Units::ByPresence { with, without, .. } => (*with.min(without), *with.max(without)),
        Units::BySize { steps, above, .. } => {
            let all = || steps.iter().map(|(_, units)| *units).chain([*above]);
            (all().min().unwrap_or_default(), all().max().unwrap_or_default())
        }
    }
}

fn parameters(before: &Operation, after: &Operation) -> Vec<Change> {
    let by_name = |operation: &'_ Operation| -> BTreeMap<String, Parameter> {
        operation.parameters.iter().map(|parameter| (parameter.name.clone(), parameter.clone())).collect()
    };
    let (old, new) = (by_name(before), by_name(after));
    let mut changes = Vec::new();
    for name in old.keys().filter(|name| !new.contains_key(*name)) {
        changes.push((Class::Breaking, format!("the parameter `{name}` is gone")));
    }
    for (name, parameter) in &new {
        match old.get(name) {
            None if parameter.required => {
                changes.push((
                    Class::Breaking,
                    format!("a new required parameter `{name}`: calls without it are refused"),
                ));
            }
            None => changes.push((Class::Compatible, format!("a new optional parameter `{name}`"))),
            Some(was) => changes.extend(parameter_facts(was, parameter)),
        }
    }
    changes.into_iter().map(|(class, what)| change(after, class, what)).collect()
}

fn parameter_facts(was: &Parameter, is: &Parameter) -> Vec<(Class, String)> {
    let name = &is.name;
    let mut changes = Vec::new();
    match (was.required, is.required) {
        (false, true) => changes.push((Class::Breaking, format!("`{name}` is required: calls without it are refused"))),
        (true, false) => changes.push((Class::Compatible, format!("`{name}` is optional"))),
        _ => {}
    }
    if was.kind != is.kind {
        changes.push((Class::Breaking, format!("`{name}` is {}, was {}", words::kind(is.kind), words::kind(was.kind))));
    }
    changes.extend(values(was, is));
    changes.extend(bounds(was, is));
    if was.default != is.default {
        let (is, was) = (or_none(is.default.as_ref()), or_none(was.default.as_ref()));
        changes.push((Class::Compatible, format!("the default of `{name}` is {is}, was {was}")));
    }
    let pattern = |parameter: &Parameter| parameter.pattern.as_ref().map(|pattern| format!("`{}`", pattern.text));
    let (before, after) = (pattern(was), pattern(is));
    if before != after {
        let class = if after.is_some() { Class::Breaking } else { Class::Compatible };
        changes.push((class, format!("the form of `{name}` is {}, was {}", or_none(after), or_none(before))));
    }
    if was.most != is.most {
        let fewer = was.most.is_none_or(|was| is.most.is_some_and(|is| is < was));
        let class = if fewer { Class::Breaking } else { Class::Compatible };
        changes.push((class, format!("the most of `{name}` are {}, were {}", or_none(is.most), or_none(was.most))));
    }
    if was.deprecated != is.deprecated {
        let what = if is.deprecated { "is deprecated" } else { "is no longer deprecated" };
        changes.push((Class::Compatible, format!("`{name}` {what}")));
    }
    if was.rows != is.rows {
        let (is, was) = (words::rows(is.rows.as_ref()), words::rows(was.rows.as_ref()));
        changes.push((Class::Breaking, format!("the rows of `{name}` are {is} at most, were {was}")));
    }
    changes
}

fn bounds(was: &Parameter, is: &Parameter) -> Vec<(Class, String)> {
    let exact = |bound: &Option<String>| Decimal::from_str_exact(bound.as_ref()?).ok();
    let least = |one: &Parameter| one.minimum.map(Decimal::from).or_else(|| exact(&one.bounds[0]));
    let greatest = |one: &Parameter| one.maximum.map(Decimal::from).or_else(|| exact(&one.bounds[1]));
    let is_raised = least(is).is_some_and(|is| least(was).is_none_or(|was| is > was));
    let is_lowered = greatest(is).is_some_and(|is| greatest(was).is_none_or(|was| is < was));
    let mut changes = Vec::new();
    for (word, is_narrower, before, after) in
        [("least", is_raised, least(was), least(is)), ("greatest", is_lowered, greatest(was), greatest(is))]
    {
        if before != after {
            let class = if is_narrower { Class::Breaking } else { Class::Compatible };
            changes.push((class, format!("the {word} `{}` is {}, was {}", is.name, or_none(after), or_none(before))));
        }
    }
    changes
}

fn or_none(value: Option<impl ToString>) -> String {
    value.map_or_else(|| "not said".to_owned(), |value| value.to_string())
}

fn values(was: &Parameter, is: &Parameter) -> Vec<(Class, String)> {
    let (name, list) = (&is.name, |values: &[String]| format!("`{}`", values.join("`, `")));
    match (was.values.as_slice(), is.values.as_slice()) {
        ([], []) => Vec::new(),
        ([], only) => vec![(Class::Breaking, format!("`{name}` takes {} alone, took any value", list(only)))],
        (_, []) => vec![(Class::Compatible, format!("`{name}` takes any value"))],
        (old, new) => {
            let gone = old.iter().filter(|value| !new.contains(value));
            let added = new.iter().filter(|value| !old.contains(value));
            let gone = gone.map(|value| (Class::Breaking, format!("`{name}` no longer takes `{value}`")));
            gone.chain(added.map(|value| (Class::Compatible, format!("`{name}` takes `{value}` too")))).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codegen::Kind;

    fn parameter() -> Parameter {
        Parameter {
            name: "limit".into(),
            required: false,
            kind: Kind::Integer,
            minimum: Some(1),
            maximum: Some(100),
            bounds: [None, None],
            values: Vec::new(),
            default: None,
            pattern: None,
            description: String::new(),
            deprecated: false,
            hint: None,
            rows: None,
            most: None,
        }
    }

    fn told(was: &Parameter, is: &Parameter) -> Vec<String> {
        parameter_facts(was, is).into_iter().map(|(class, what)| format!("{class:?}: {what}")).collect()
    }

    #[test]
    fn bounds_that_refuse_more_are_breaking_and_those_that_refuse_less_are_not() {
        let (wide, narrow) = (parameter(), Parameter { minimum: Some(5), maximum: Some(50), ..parameter() });
        let lines = ["Breaking: the least `limit` is 5, was 1", "Breaking: the greatest `limit` is 50, was 100"];
        assert_eq!(told(&wide, &narrow), lines);
        let lines = ["Compatible: the least `limit` is 1, was 5", "Compatible: the greatest `limit` is 100, was 50"];
        assert_eq!(told(&narrow, &wide), lines);
        let free = Parameter { minimum: None, ..parameter() };
        assert_eq!(told(&wide, &free), ["Compatible: the least `limit` is not said, was 1"]);
        assert_eq!(told(&free, &wide), ["Breaking: the least `limit` is 1, was not said"]);
    }

    #[test]
    fn bounds_of_a_decimal_are_compared_as_decimals() {
        let rate = |least: &str| Parameter {
            minimum: None,
            maximum: None,
            bounds: [Some(least.to_owned()), None],
            ..parameter()
        };
        assert_eq!(told(&rate("0.1"), &rate("0.10")), [""; 0]);
        assert_eq!(told(&rate("0.9"), &rate("0.10")), ["Compatible: the least `limit` is 0.10, was 0.9"]);
        assert_eq!(told(&rate("2"), &rate("10")), ["Breaking: the least `limit` is 10, was 2"]);
    }

    #[test]
    fn a_list_of_values_where_there_was_none_is_breaking() {
        let listed = Parameter { values: vec!["5".into(), "10".into()], ..parameter() };
        assert_eq!(told(&parameter(), &listed), ["Breaking: `limit` takes `5`, `10` alone, took any value"]);
        assert_eq!(told(&listed, &parameter()), ["Compatible: `limit` takes any value"]);
    }

    #[test]
    fn a_shorter_list_is_breaking_and_a_longer_one_is_not() {
        let ten = Parameter { kind: Kind::Integers, most: Some(10), ..parameter() };
        let five = Parameter { most: Some(5), ..ten.clone() };
        assert_eq!(told(&ten, &five), ["Breaking: the most of `limit` are 5, were 10"]);
        assert_eq!(told(&five, &ten), ["Compatible: the most of `limit` are 10, were 5"]);
    }

    #[test]
    fn a_cost_that_falls_is_to_be_looked_at() {
        let costs = |units| vec![Cost { limit: "weight".to_owned(), units }];
        let by = |with, without| costs(Units::ByPresence { parameter: "symbol".to_owned(), with, without });
        let fixed = |units| costs(Units::Fixed(units));
        for (was, is) in [(fixed(5), fixed(1)), (fixed(5), Vec::new()), (by(1, 40), fixed(1)), (fixed(5), by(1, 40))] {
            assert!(is_cheaper(&was, &is), "{was:?} {is:?}");
        }
        for (was, is) in [(fixed(1), fixed(5)), (Vec::new(), fixed(1)), (fixed(1), by(1, 40))] {
            assert!(!is_cheaper(&was, &is), "{was:?} {is:?}");
        }
    }

    #[test]
    fn need_kind_and_default_are_told() {
        let other = Parameter { required: true, kind: Kind::Text, default: Some("7".into()), ..parameter() };
        let lines = [
            "Breaking: `limit` is required: calls without it are refused",
            "Breaking: `limit` is text, was an integer",
            "Compatible: the default of `limit` is 7, was not said",
        ];
        assert_eq!(told(&parameter(), &other), lines);
        assert!(told(&other, &other).is_empty());
    }
}

//! That the operation table has every operation of the exchange, and fixtures of each.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use binance_usdm::operations::{ALL, Operation, Security, Units};

use crate::fixtures::FIXTURES;

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(name)
}

/// An operation in the words of `tests/facts.txt`.
fn fact(operation: &Operation) -> String {
    let required = operation.parameters.iter().filter(|parameter| parameter.required);
    let required: BTreeSet<_> = required.map(|parameter| parameter.name).collect();
    let names = if required.is_empty() { "-".to_owned() } else { required.into_iter().collect::<Vec<_>>().join(" ") };
    format!("{} {} {}: {names}", operation.method, operation.path, security(operation))
}

fn security(operation: &Operation) -> &'static str {
    match operation.security {
        Security::None => "public",
        Security::ApiKey => "key",
        Security::Signed => "signed",
        _ => "unknown",
    }
}

#[test]
fn every_operation_of_the_exchange_is_there_with_its_facts() {
    let text = fs::read_to_string(file("facts.txt")).unwrap();
    let facts: BTreeSet<String> = text.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect();
    let table: BTreeSet<String> = ALL.iter().map(|operation| fact(operation)).collect();
    let lacking: Vec<_> = facts.difference(&table).collect();
    let more: Vec<_> = table.difference(&facts).collect();
    assert!(lacking.is_empty() && more.is_empty(), "the table lacks {lacking:#?} and has instead {more:#?}");
    assert_eq!(ALL.len(), 95);
}

/// `tests/golden/coverage.txt`; `UPDATE_GOLDENS=1` accepts what is new.
#[test]
fn the_coverage_is_as_accepted() {
    let mut actual = format!("{} operations\n", ALL.len());
    for operation in ALL {
        let method = heck::ToSnakeCase::to_snake_case(operation.id);
        let fixtures = FIXTURES.iter().filter(|fixture| fixture.answer.operation == operation.id).count();
        let Operation { id, method: verb, path, .. } = operation;
        let (security, costs) = (security(operation), costs(operation));
        let _ = writeln!(actual, "{verb} {path}: {id} {method}() {security}, {costs}, {fixtures} fixtures");
    }
    let path = file("golden/coverage.txt");
    if env::var_os("UPDATE_GOLDENS").is_some() {
        fs::write(&path, &actual).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    let differs = expected.lines().zip(actual.lines()).find(|(expected, actual)| expected != actual);
    assert!(expected == actual, "tests/golden/coverage.txt: {differs:?}; UPDATE_GOLDENS=1 accepts the change");
}

fn costs(operation: &Operation) -> String {
    let costs = operation.costs.iter().map(|cost| {
        let name = cost.limit.name;
        match cost.units {
            Units::Fixed(units) => format!("{name} {units}"),
            Units::ByPresence { parameter, with, without } => format!("{name} {with} by {parameter} or {without}"),
            Units::BySize { parameter, steps, above, .. } => {
                let steps: Vec<_> = steps.iter().map(|(most, units)| format!("{units} to {most}")).collect();
                format!("{name} by {parameter} {} or {above}", steps.join(" "))
            }
            _ => format!("{name} in another way"),
        }
    });
    costs.collect::<Vec<_>>().join(" and ")
}

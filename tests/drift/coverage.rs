//! That the operation table has every operation of the exchange.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use binance_usdm::operations::{ALL, Operation, Security};

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
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/facts.txt")).unwrap();
    let facts: BTreeSet<String> = text.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect();
    let table: BTreeSet<String> = ALL.iter().map(|operation| fact(operation)).collect();
    let lacking: Vec<_> = facts.difference(&table).collect();
    let more: Vec<_> = table.difference(&facts).collect();
    assert!(lacking.is_empty() && more.is_empty(), "the table lacks {lacking:#?} and has instead {more:#?}");
    assert_eq!(ALL.len(), 95);
}

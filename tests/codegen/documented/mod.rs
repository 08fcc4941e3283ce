//! Everything that is generated is documented in words that say something, and found by the exchange's names.
//!
//! What a new spec brings without a description gets one in the overlay.

mod items;

use std::collections::BTreeSet;

use items::{Item, items};

use super::codegen::{Generated, Security};
use super::{SPEC, generate};

fn all(generated: &Generated) -> Vec<Item> {
    [&generated.client, &generated.table, &generated.error_codes].into_iter().flat_map(|source| items(source)).collect()
}

/// Fails with a line for each item that is not as it should be.
fn none_of(items: &[Item], what: &str, wrong: impl Fn(&Item) -> bool) {
    let wrong: Vec<_> = items.iter().filter(|item| wrong(item)).collect();
    let lines: Vec<_> = wrong.iter().map(|item| format!("{}: {}", item.path, item.docs)).collect();
    assert!(wrong.is_empty(), "{} {what}:\n{}", wrong.len(), lines.join("\n"));
}

/// The generator's own words, which say nothing of the one thing that they stand at.
const PHRASES: [&str; 5] = ["as the exchange sends it", "on the wire", "Values of", "Optional.", "Required."];

/// Whether docs say more than the name and the generator's own words do.
fn say_something(item: &Item) -> bool {
    let name = item.name().to_lowercase();
    // Every other part is code.
    let prose = item.docs.split('`').step_by(2).collect::<Vec<_>>().join(" ");
    let prose = PHRASES.iter().fold(prose, |prose, phrase| prose.replace(phrase, ""));
    let mut words = prose.split(|character: char| !character.is_alphanumeric()).filter(|word| word.len() > 2);
    words.any(|word| !name.contains(&word.to_lowercase()))
}

#[test]
fn everything_says_more_than_its_name() {
    let all = all(&generate(SPEC).unwrap());
    assert!(all.len() > 900, "only {} items were found", all.len());
    none_of(&all, "say nothing (a description in the overlay)", |item| !say_something(item));
}

#[test]
fn times_rates_and_prices_have_their_unit() {
    let all = all(&generate(SPEC).unwrap());
    let units: [(&str, &[&str]); 4] = [
        ("Timestamp", &["milliseconds"]),
        ("Rate", &["fraction", "multiple"]),
        ("Percent", &["percent"]),
        ("Price", &["asset"]),
    ];
    for (ty, units) in units {
        let is_typed = |item: &Item| item.rest.contains(&format!("crate::{ty}"));
        assert!(all.iter().any(is_typed), "no {ty} was found");
        let unit_is_missing = |item: &Item| !units.iter().any(|unit| item.docs.contains(unit));
        none_of(&all, &format!("have no unit, {units:?}"), |item| is_typed(item) && unit_is_missing(item));
    }
}

#[test]
fn every_method_says_what_it_calls_at_what_cost_and_links_the_official_page() {
    let generated = generate(SPEC).unwrap();
    let all = all(&generated);
    for operation in &generated.operations {
        let path = format!("Client::{}", operation.method_name());
        let docs = &all.iter().find(|item| item.path == path).unwrap().docs;
        let security = match operation.security {
            Security::None => " · public · ",
            Security::ApiKey => " · needs an API key · ",
            Security::Signed => " · signed · ",
        };
        let endpoint = format!("`{} {}`", operation.method, operation.path);
        for part in [&endpoint, security, " · costs ", "[official page](https://developers.binance.com/", "# Errors"] {
            assert!(docs.contains(part), "{path} says nothing of {part}:\n{docs}");
        }
        for parameter in &operation.parameters {
            let setter = format!("(builder::{}::", operation.builder_name());
            let line = docs.lines().find(|line| line.contains(&setter) && line.contains(&parameter.description));
            assert!(line.is_some(), "{path} says nothing of {}:\n{docs}", parameter.name);
        }
    }
}

#[test]
fn operations_are_called_by_the_names_of_their_methods() {
    let generated = generate(SPEC).unwrap();
    let is_id = |word: &str| generated.operations.iter().any(|operation| operation.id == word);
    none_of(&all(&generated), "name an operationId, not a method", |item| {
        item.docs.split('`').skip(1).step_by(2).any(is_id)
    });
}

#[test]
fn a_search_for_the_exchanges_names_finds_what_has_them() {
    let generated = generate(SPEC).unwrap();
    let all = all(&generated);
    let names: BTreeSet<_> =
        all.iter().flat_map(|item| item.aliases.iter().map(String::as_str).chain([item.name()])).collect();
    // The search takes neither slashes nor hyphens.
    let words: Vec<_> =
        generated.operations.iter().map(|operation| operation.path[1..].replace(['/', '-'], "_")).collect();
    let mut wanted: Vec<&str> = words.iter().map(String::as_str).collect();
    for operation in &generated.operations {
        wanted.extend([operation.id.as_str(), &operation.path]);
        wanted.extend(operation.parameters.iter().map(|parameter| parameter.name.as_str()));
    }
    for schema in generated.lowered["components"]["schemas"].as_object().unwrap().values() {
        wanted.extend(schema["properties"].as_object().into_iter().flatten().map(|(name, _)| name.as_str()));
    }
    wanted.retain(|name| !names.contains(name));
    assert_eq!(wanted, Vec::<&str>::new());
}

//! Which operations use a type, in their requests or answers.

use std::collections::{BTreeMap, BTreeSet};

use super::super::surface::{Item, Surface};
use crate::codegen::Operation;

/// The operations that use each type, directly or within another type.
pub fn users(surface: &Surface, operations: &[Operation]) -> BTreeMap<String, BTreeSet<String>> {
    let types: BTreeMap<&str, &Item> =
        surface.modules.iter().flat_map(|module| &module.items).map(|item| (item.name.as_str(), item)).collect();
    let mut users: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for operation in operations {
        let mut waiting = vec![operation.builder_name()];
        let mut seen = BTreeSet::new();
        while let Some(name) = waiting.pop() {
            let Some(item) = types.get(name.as_str()).filter(|_| seen.insert(name.clone())) else { continue };
            users.entry(name).or_default().insert(operation.id.clone());
            waiting.extend(item.entries.iter().flat_map(|entry| words(&entry.is)));
        }
    }
    users
}

fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|character: char| !character.is_alphanumeric() && character != '_').map(str::to_owned)
}

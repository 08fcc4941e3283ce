//! One spelling for what OpenAPI lets one say in several, so that the overlay fits however upstream writes it.
//!
//! Nothing fails here: what has no other spelling stays as it is, and `check` refuses it by its place.

mod all_of;
mod null;
mod responses;

use serde_json::Value;

pub use all_of::joined;

/// Brings a document into that form.
pub fn form(document: &mut Value) {
    responses::inline(document);
    responses::media_types(document);
    null::alternatives(document);
    all_of::join(document);
}

/// What a schema may say of itself without saying anything of its type.
const ANNOTATIONS: [&str; 6] = ["title", "description", "deprecated", "example", "examples", "nullable"];

fn is_annotation(key: &str) -> bool {
    ANNOTATIONS.contains(&key) || key.starts_with("x-")
}

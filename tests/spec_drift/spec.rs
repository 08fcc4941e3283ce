//! The vendored spec, as upstream might change it.

use serde_json::{Value, json};

use super::yaml;

pub const VENDORED: &str = include_str!("../../spec/binance-usds-margined-futures-openapi.yml");

fn edited(edit: impl FnOnce(&mut Value)) -> String {
    let mut document = yaml::parse(VENDORED);
    edit(&mut document);
    format!("{document:#}\n")
}

pub fn with_other_texts() -> String {
    format!("# A comment.\n{VENDORED}")
}

pub fn compatible() -> String {
    edited(|document| document["info"]["version"] = json!("edited"))
}

pub fn breaking() -> String {
    edited(|document| document["paths"]["/fapi/v1/depth"]["get"]["operationId"] = json!("getDepth"))
}

/// Without a path that actions of the overlay are about.
pub fn unusable() -> String {
    edited(|document| drop(document["paths"].as_object_mut().unwrap().remove("/fapi/v1/ping").unwrap()))
}

/// Ends early, but with a line.
pub fn half() -> String {
    let lines = VENDORED.lines().count();
    VENDORED.split_inclusive('\n').take(lines / 2).collect()
}

pub const PAGE: &str = "<!doctype html>\n<p>Nothing here.</p>\n";

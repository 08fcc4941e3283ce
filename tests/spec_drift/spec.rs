//! The vendored spec, as upstream might send it.

pub const VENDORED: &str = include_str!("../../spec/binance-usds-margined-futures-openapi.yml");

/// A place that there is once.
fn edited(from: &str, to: &str) -> String {
    assert_eq!(VENDORED.matches(from).count(), 1, "the spec no longer has one `{from}`");
    VENDORED.replace(from, to)
}

pub fn with_other_texts() -> String {
    format!("# A comment.\n{VENDORED}")
}

pub fn compatible() -> String {
    edited("\n  version: '1'\n", "\n  version: '2'\n")
}

pub fn breaking() -> String {
    edited("operationId: getOrderBook\n", "operationId: getDepth\n")
}

/// A path that actions of the overlay are about is gone.
pub fn unusable() -> String {
    edited("\n  /fapi/v1/ping:\n", "\n  /fapi/v1/pong:\n")
}

pub fn half() -> String {
    let lines = VENDORED.lines().count();
    VENDORED.split_inclusive('\n').take(lines / 2).collect()
}

pub const PAGE: &str = "<!doctype html>\n<p>Nothing here.</p>\n";

//! The code that build.rs generates from the spec.

#![allow(
    clippy::doc_markdown,
    clippy::too_many_lines,
    clippy::derive_partial_eq_without_eq,
    clippy::struct_excessive_bools,
    clippy::missing_errors_doc,
    clippy::return_self_not_must_use,
    reason = "names, sizes and words are the spec's, not this crate's"
)]

include!(concat!(env!("OUT_DIR"), "/client.rs"));

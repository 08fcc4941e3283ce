//! The code that build.rs generates from the spec.

#![allow(
    clippy::doc_markdown,
    clippy::too_many_lines,
    clippy::derive_partial_eq_without_eq,
    clippy::struct_excessive_bools,
    clippy::missing_errors_doc,
    clippy::return_self_not_must_use,
    clippy::unnecessary_wraps,
    clippy::unused_self,
    reason = "names, sizes and words are the spec's, not this crate's, and so is that an operation has no parameters"
)]

include!(concat!(env!("OUT_DIR"), "/client.rs"));

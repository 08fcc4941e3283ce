//! What a user could write instead of taking the crate: the baselines.

pub mod borrowed;
pub mod client;
pub mod strings;

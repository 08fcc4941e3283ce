//! The client as its users meet it: over loopback HTTP, against the sandbox and against servers that misbehave.

mod answers;
mod batches;
mod bench;
mod calls;
mod conditional;
mod configuration;
mod errors;
mod keys;
mod lists;
mod local;
mod operations;
mod orders;
mod redaction;
mod support;
mod wire;

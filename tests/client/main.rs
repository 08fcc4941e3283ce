//! The client as its users meet it: over loopback HTTP, against the sandbox and against servers that misbehave.

mod answers;
mod bench;
mod calls;
mod configuration;
mod errors;
mod operations;
mod orders;
mod redaction;
mod support;
mod wire;

//! The client as its users meet it: over loopback HTTP, against the sandbox and against servers that misbehave.

mod answers;
mod batches;
mod bench;
mod calls;
mod clock;
mod conditional;
mod configuration;
mod errors;
mod hostile;
mod keys;
mod listen_keys;
mod lists;
mod local;
mod operations;
mod order_changes;
mod orders;
mod redaction;
mod resolve;
mod retries;
mod sight;
mod support;
mod wire;

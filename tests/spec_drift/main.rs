//! The job that watches upstream's spec (`.ci/spec-drift`), from a file and from a server on this machine.
//!
//! Its scripts run as they are, in a repository of their own. `bin` has what stands in the place of GitHub, of cargo's
//! long builds and of the time.
#![cfg(unix)]

mod issues;
mod outcomes;
mod proposals;
mod server;
mod spec;
mod stage;
mod workflow;
mod yaml;

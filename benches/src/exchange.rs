//! Starts the exchange of the benchmarks.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

/// An exchange in a process of its own, which ends when this is dropped.
pub struct Exchange {
    process: Child,
    base_url: String,
}

impl Exchange {
    /// `program` is what cargo built of `src/bin/exchange.rs`; cargo tells benches alone where that is.
    pub fn start(program: &str) -> Self {
        let started = Command::new(program).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let mut process = started.expect("the exchange starts");
        let mut base_url = String::new();
        let told = process.stdout.take().expect("its output is piped");
        BufReader::new(told).read_line(&mut base_url).expect("it tells its address");
        Self { process, base_url: base_url.trim_end().to_owned() }
    }

    pub fn base_url(&self) -> &str {
        &self.base_url
    }
}

impl Drop for Exchange {
    fn drop(&mut self) {
        // It ends with its standard input.
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}

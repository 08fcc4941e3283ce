//! The listen key of the account.

use serde_json::{Value, json};

use crate::sandbox::refusal::Refusal;
use crate::sandbox::seed::Stream;

/// How long a key lives after it was created or kept alive, in milliseconds.
const LIFETIME: i64 = 60 * 60_000;

/// The listen key of the account: at most one at a time, shared by everyone who asks.
#[derive(Debug)]
pub struct ListenKey {
    seed: Stream,
    issued: i64,
    current: Option<(String, i64)>,
}

impl ListenKey {
    pub fn new(seed: Stream) -> Self {
        Self { seed: seed.branch("listen key"), issued: 0, current: None }
    }

    /// Extends the current key, or makes a new one.
    pub fn create(&mut self, now: i64) -> Value {
        self.extend(now).unwrap_or_else(|| {
            let key = self.seed.text(self.issued, 64);
            self.issued += 1;
            let body = json!({ "listenKey": key });
            self.current = Some((key, now.saturating_add(LIFETIME)));
            body
        })
    }

    pub fn keep_alive(&mut self, now: i64) -> Result<Value, Refusal> {
        self.extend(now).ok_or_else(unknown)
    }

    pub fn close(&mut self, now: i64) -> Result<Value, Refusal> {
        let is_alive = self.current.take().is_some_and(|(_, end)| now < end);
        if is_alive { Ok(json!({})) } else { Err(unknown()) }
    }

    fn extend(&mut self, now: i64) -> Option<Value> {
        let (key, end) = self.current.as_mut().filter(|(_, end)| now < *end)?;
        *end = now.saturating_add(LIFETIME);
        Some(json!({ "listenKey": key }))
    }
}

fn unknown() -> Refusal {
    Refusal::new(-1125, "This listenKey does not exist.")
}

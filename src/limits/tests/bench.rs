//! A limiter on a clock that stands still, and calls of it in a word.

use std::sync::Arc;
use std::time::Duration;

use reqwest::StatusCode;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

use super::driver::{Driver, Handle};
use crate::error::ErrorCode;
use crate::limits::{IpBudget, LimitError, LimitPolicy, Limiter, Permit, Urgency};
use crate::operations::Operation;
use crate::sandbox::ManualClock;

/// The exchange's time when the clock starts.
pub const NOW: i64 = 1_700_000_000_000;
/// How long what is spent of a limit of a minute counts, in milliseconds.
pub const MINUTE: i64 = 60_060;

pub type Outcome = Result<Permit<'static>, LimitError>;

pub struct Bench {
    pub clock: ManualClock,
    pub ip: IpBudget,
    pub limiter: Limiter,
    pub driver: Driver,
}

impl Bench {
    pub fn new(policy: LimitPolicy) -> Self {
        let (clock, ip) = (ManualClock::new(NOW), IpBudget::new());
        let limiter = Limiter::new(&ip, policy, Arc::new(clock.clone()));
        Self { clock, ip, limiter, driver: Driver::default() }
    }

    /// A client that waits for at most ten seconds.
    pub fn waiting() -> Self {
        Self::new(LimitPolicy::default())
    }

    /// A client that waits as long as it takes.
    pub fn patient() -> Self {
        Self::new(LimitPolicy::WaitAtMost(Duration::MAX))
    }

    /// Begins to acquire a permit.
    pub fn begin(&mut self, id: &str, query: &'static str) -> Handle<Outcome> {
        let limiter = self.limiter.clone();
        self.begin_with(limiter, id, query)
    }

    pub fn begin_with(&mut self, limiter: Limiter, id: &str, query: &'static str) -> Handle<Outcome> {
        let (operation, now) = (Operation::by_id(id).unwrap(), NOW);
        // A permit borrows its limiter, and tests hold permits for as long as they like.
        let limiter: &'static Limiter = Box::leak(Box::new(limiter));
        self.driver.start(async move { limiter.acquire(|| now, operation, query, Urgency::USUAL).await })
    }

    /// Acquires a permit without waiting.
    pub fn acquire(&mut self, id: &str, query: &'static str) -> Outcome {
        self.begin(id, query).take().expect("it waits")
    }

    pub fn permit(&mut self, id: &str, query: &'static str) -> Permit<'static> {
        self.acquire(id, query).expect("it is refused")
    }

    pub fn refusal(&mut self, id: &str, query: &'static str) -> LimitError {
        self.acquire(id, query).expect_err("it is permitted")
    }

    /// Spends weight with requests that read; each is answered at once, and tells nothing.
    pub fn read(&mut self, weight: u32) {
        for (count, query) in [(weight / 40, ""), (weight % 40, "symbol=BTCUSDT")] {
            for _ in 0..count {
                answer(self.permit("get24hrTicker", query));
            }
        }
    }

    /// Places orders, each answered at once.
    pub fn order(&mut self, count: u32) {
        for _ in 0..count {
            answer(self.permit("createOrder", ""));
        }
    }

    pub fn advance(&mut self, millis: i64) {
        self.clock.advance(millis);
        self.driver.settle();
    }

    pub fn used(&self, limit: &str) -> u64 {
        self.limiter.budget(NOW).limit(limit).unwrap().used
    }
}

/// A success that tells nothing.
pub fn answer(permit: Permit<'_>) {
    answer_with(permit, &[]);
}

/// A success with headers.
pub fn answer_with(mut permit: Permit<'_>, headers: &[(&'static str, &str)]) {
    permit.sent();
    permit.answered(StatusCode::OK, &header_map(headers), None, || NOW);
}

/// A success that tells a used weight.
pub fn answer_weight(permit: Permit<'_>, weight: u64) {
    answer_with(permit, &[("x-mbx-used-weight-1m", &weight.to_string())]);
}

/// An error of the exchange.
pub fn refuse(mut permit: Permit<'_>, status: u16, retry_after: Option<&str>, said: Option<(i64, &str)>) {
    permit.sent();
    let headers = retry_after.map(|seconds| ("retry-after", seconds));
    let said = said.map(|(code, message)| (ErrorCode::from(code), message));
    permit.answered(StatusCode::from_u16(status).unwrap(), &header_map(headers.as_slice()), said, || NOW);
}

fn header_map(headers: &[(&'static str, &str)]) -> HeaderMap {
    let pair =
        |(name, value): &(&'static str, &str)| (HeaderName::from_static(name), HeaderValue::from_str(value).unwrap());
    headers.iter().map(pair).collect()
}

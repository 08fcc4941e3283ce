//! What a program that traces gets to see: operations, attempts, latency, cost and outcome; never a parameter, a key, a
//! signature or a URL.
//!
//! Without the feature `tracing` all of it is nothing.

#[cfg(feature = "tracing")]
pub(super) use on::{call, clock_read, pausing, watch};

#[cfg(not(feature = "tracing"))]
pub(super) use off::{call, clock_read, pausing, watch};

#[cfg(feature = "tracing")]
mod on {
    use std::fmt;
    use std::time::Duration;

    use tracing::{Instrument, Level, debug, event, info, info_span};

    use super::super::attempt::Raw;
    use crate::clock::Clock;
    use crate::error::{Error, Outcome};
    use crate::operations::Operation;
    use crate::response::RateLimits;
    use crate::runtime::{Call, value_in};

    /// A call, as the span within which all else happens.
    pub(in super::super) fn call<F: Future>(operation: &'static Operation, call: F) -> impl Future<Output = F::Output> {
        let Operation { id, method, path, .. } = operation;
        call.instrument(info_span!("binance_usdm", operation = id, %method, path))
    }

    /// An attempt under way.
    pub(in super::super) struct Watch<'a> {
        operation: &'static Operation,
        attempt: u32,
        clock: &'a dyn Clock,
        began: Duration,
        is_over: bool,
    }

    /// Watches an attempt: its answer, or that its caller has given it up.
    pub(in super::super) fn watch<'a>(call: &Call, attempt: u32, clock: &'a dyn Clock) -> Watch<'a> {
        Watch { operation: call.operation, attempt, clock, began: clock.elapsed(), is_over: false }
    }

    impl Watch<'_> {
        fn latency_us(&self, since: Duration) -> u64 {
            micros(self.clock.elapsed().saturating_sub(since))
        }

        /// The attempt was answered, or failed. What it waited for a limit or a signature is part of its latency only if
        /// it failed.
        pub(in super::super) fn answered(mut self, call: &Call, answer: &Result<Raw, Error>) {
            self.is_over = true;
            let (attempt, costs) = (self.attempt, Costs(call));
            match answer {
                Ok(Raw { status, headers, asked, .. }) => {
                    let (status, used_weight) = (status.as_u16(), RateLimits::from_headers(headers).used_weight_1m);
                    let latency_us = self.latency_us(*asked);
                    debug!(attempt, latency_us, %costs, status, used_weight, outcome = "done", "answered");
                }
                // An order may exist of which the program does not know: whoever watches should.
                Err(error) if error.outcome() == Outcome::Unknown => {
                    let latency_us = self.latency_us(self.began);
                    event!(Level::WARN, attempt, latency_us, %costs, %error, outcome = "unknown", "failed");
                }
                Err(error) => {
                    let latency_us = self.latency_us(self.began);
                    let outcome = if error.outcome() == Outcome::NotSent { "not sent" } else { "rejected" };
                    event!(Level::INFO, attempt, latency_us, %costs, %error, outcome, "failed");
                }
            }
        }
    }

    impl Drop for Watch<'_> {
        fn drop(&mut self) {
            if !self.is_over && !self.operation.is_read() {
                let (attempt, latency_us) = (self.attempt, self.latency_us(self.began));
                event!(Level::WARN, attempt, latency_us, outcome = "unknown", "given up by its caller");
            }
        }
    }

    /// The wait before the next attempt.
    pub(in super::super) fn pausing(attempt: u32, pause: Duration) {
        debug!(attempt, pause_us = micros(pause), "asking again");
    }

    /// The exchange's clock was read.
    pub(in super::super) fn clock_read(offset_ms: i64, round_trip: Duration) {
        info!(offset_ms, round_trip_us = micros(round_trip), "read the exchange's clock");
    }

    fn micros(duration: Duration) -> u64 {
        u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
    }

    /// What a request costs of each limit, such as `weight 5, orders-10s 1`.
    struct Costs<'a>(&'a Call);

    impl fmt::Display for Costs<'_> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            for (index, cost) in self.0.operation.costs.iter().enumerate() {
                let units = cost.units.of(|name| value_in(&self.0.query, name));
                let separator = if index > 0 { ", " } else { "" };
                write!(f, "{separator}{} {units}", cost.limit.name)?;
            }
            Ok(())
        }
    }
}

#[cfg(not(feature = "tracing"))]
mod off {
    use std::time::Duration;

    use super::super::attempt::Raw;
    use crate::clock::Clock;
    use crate::error::Error;
    use crate::operations::Operation;
    use crate::runtime::Call;

    pub(in super::super) fn call<F: Future>(_: &'static Operation, call: F) -> F {
        call
    }

    pub(in super::super) struct Watch;

    pub(in super::super) fn watch(_: &Call, _: u32, _: &dyn Clock) -> Watch {
        Watch
    }

    impl Watch {
        pub(in super::super) fn answered(self, _: &Call, _: &Result<Raw, Error>) {
            let Self = self;
        }
    }

    pub(in super::super) fn pausing(_: u32, _: Duration) {}

    pub(in super::super) fn clock_read(_: i64, _: Duration) {}
}

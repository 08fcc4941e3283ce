//! What a program that traces gets to see: operations, attempts, latency, cost and outcome; never a parameter, a key, a
//! signature or a URL.
//!
//! Without the feature `tracing` all of it is nothing.

#[cfg(feature = "tracing")]
pub(super) use on::{answered, call, clock_read, pausing};

#[cfg(not(feature = "tracing"))]
pub(super) use off::{answered, call, clock_read, pausing};

#[cfg(feature = "tracing")]
mod on {
    use std::fmt;
    use std::time::Duration;

    use tracing::{Instrument, Level, debug, event, info, info_span};

    use super::super::attempt::Raw;
    use crate::error::{Error, Outcome};
    use crate::operations::Operation;
    use crate::response::RateLimits;
    use crate::runtime::{Call, value_in};

    /// A call, as the span within which all else happens.
    pub(in super::super) fn call<F: Future>(operation: &'static Operation, call: F) -> impl Future<Output = F::Output> {
        let Operation { id, method, path, .. } = operation;
        call.instrument(info_span!("binance_usdm", operation = id, %method, path))
    }

    /// The end of an attempt.
    pub(in super::super) fn answered(call: &Call, attempt: u32, took: Duration, answer: &Result<Raw, Error>) {
        let (latency_ms, costs) = (took.as_secs_f64() * 1_000.0, Costs(call));
        match answer {
            Ok(Raw { status, headers, .. }) => {
                let (status, used_weight) = (status.as_u16(), RateLimits::from_headers(headers).used_weight_1m);
                debug!(attempt, latency_ms, %costs, status, used_weight, outcome = "done", "answered");
            }
            // An order may exist of which the program does not know: whoever watches should.
            Err(error) if error.outcome() == Outcome::Unknown => {
                event!(Level::WARN, attempt, latency_ms, %costs, %error, outcome = "unknown", "failed");
            }
            Err(error) => {
                let outcome = if error.outcome() == Outcome::NotSent { "not sent" } else { "rejected" };
                event!(Level::INFO, attempt, latency_ms, %costs, %error, outcome, "failed");
            }
        }
    }

    /// The wait before the next attempt.
    pub(in super::super) fn pausing(attempt: u32, pause: Duration) {
        debug!(attempt, pause_ms = pause.as_secs_f64() * 1_000.0, "asking again");
    }

    /// The exchange's clock was read.
    pub(in super::super) fn clock_read(offset_ms: i64, round_trip: Duration) {
        info!(offset_ms, round_trip_ms = round_trip.as_secs_f64() * 1_000.0, "read the exchange's clock");
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
    use crate::error::Error;
    use crate::operations::Operation;
    use crate::runtime::Call;

    pub(in super::super) fn call<F: Future>(_: &'static Operation, call: F) -> F {
        call
    }

    pub(in super::super) fn answered(_: &Call, _: u32, _: Duration, _: &Result<Raw, Error>) {}

    pub(in super::super) fn pausing(_: u32, _: Duration) {}

    pub(in super::super) fn clock_read(_: i64, _: Duration) {}
}

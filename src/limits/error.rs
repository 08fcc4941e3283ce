//! Why a call was not sent.

use std::fmt;
use std::time::Duration;

use crate::error::About;
use crate::operations::{Limit, Operation};
use crate::timestamp::Timestamp;

/// A call that was refused before it was sent: for a limit of the exchange, or because the exchange asked for silence.
#[derive(Debug, Clone)]
pub struct LimitError {
    operation: &'static Operation,
    pub(crate) about: About,
    cause: Cause,
    wait: Option<Duration>,
    until: Option<Timestamp>,
}

/// What stands in the way of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cause {
    /// The exchange asked for silence.
    Silence,
    /// So many units of a limit are used that no room is left.
    UsedUp { limit: &'static Limit, units: u32 },
    /// The request costs more than the whole limit.
    TooLarge { limit: &'static Limit, units: u32, cost: u32 },
}

impl LimitError {
    /// A refusal; `wait` is from now, which is `now` by the exchange's clock, and `None` is for ever.
    pub(super) fn new(operation: &'static Operation, cause: Cause, wait: Option<Duration>, now: Timestamp) -> Self {
        let until = wait.and_then(|wait| now.checked_add(wait));
        Self { operation, about: About::default(), cause, wait, until }
    }

    /// The operation that was called.
    #[must_use]
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// The limit that leaves no room; `None` if the exchange asked for silence.
    #[must_use]
    pub fn limit(&self) -> Option<&'static Limit> {
        match self.cause {
            Cause::Silence => None,
            Cause::UsedUp { limit, .. } | Cause::TooLarge { limit, .. } => Some(limit),
        }
    }

    /// How long to wait at least before it may be sent, from the moment of the refusal; `None` if it can never be
    /// sent, because it costs more than the whole limit.
    #[must_use]
    pub fn wait(&self) -> Option<Duration> {
        self.wait
    }

    /// The end of that [`wait`](Self::wait), by the client's estimate of the exchange's time.
    #[must_use]
    pub fn until(&self) -> Option<Timestamp> {
        self.until
    }
}

impl fmt::Display for LimitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.operation.id)?;
        match self.cause {
            Cause::Silence => write!(f, "the exchange asked for silence")?,
            Cause::UsedUp { limit, units } => {
                write!(f, "the limit {} ({units} in {} s) is used up", limit.name, limit.interval.as_secs())?;
            }
            Cause::TooLarge { limit, units, cost } => {
                let (name, seconds) = (limit.name, limit.interval.as_secs());
                write!(f, "costs {cost} of the limit {name}, which allows {units} in {seconds} s")?;
            }
        }
        let Some(wait) = self.wait else { return f.write_str("; it can never be sent") };
        // Rounded up: who waits as long as the message says has waited long enough.
        let tenths = wait.as_nanos().div_ceil(100_000_000);
        write!(f, "; it may be sent in {}.{} s", tenths / 10, tenths % 10)?;
        self.until.map_or(Ok(()), |until| write!(f, ", at {until}"))
    }
}

impl std::error::Error for LimitError {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operations::LIMITS;

    fn refusal(cause: Cause, wait: Option<Duration>) -> LimitError {
        let operation = Operation::by_id("getKlines").unwrap();
        LimitError::new(operation, cause, wait, Timestamp::from_millis(1_753_272_000_005))
    }

    #[test]
    fn it_says_in_one_line_what_is_in_the_way_and_until_when() {
        let wait = Some(Duration::from_millis(12_210));
        let used_up = refusal(Cause::UsedUp { limit: LIMITS[0], units: 2_400 }, wait);
        let expected = "getKlines: the limit weight (2400 in 60 s) is used up; it may be sent in 12.3 s, at \
                        2025-07-23T12:00:12.215Z";
        assert_eq!(used_up.to_string(), expected);
        assert_eq!((used_up.operation().id, used_up.limit()), ("getKlines", Some(LIMITS[0])));
        assert_eq!(used_up.wait(), wait);
        let silence = refusal(Cause::Silence, wait);
        let expected = "getKlines: the exchange asked for silence; it may be sent in 12.3 s, at \
                        2025-07-23T12:00:12.215Z";
        assert_eq!((silence.to_string().as_str(), silence.limit()), (expected, None));
    }

    #[test]
    fn what_can_never_be_sent_has_no_time() {
        let never = refusal(Cause::TooLarge { limit: LIMITS[0], units: 30, cost: 40 }, None);
        let expected = "getKlines: costs 40 of the limit weight, which allows 30 in 60 s; it can never be sent";
        assert_eq!(never.to_string(), expected);
        assert_eq!((never.wait(), never.until()), (None, None));
    }
}

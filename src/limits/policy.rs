//! What to do with a call that has to wait for a limit.

use std::time::Duration;

/// What the client does with a call for which a limit of the exchange leaves no room now, or while the exchange has
/// asked for silence.
///
/// By default it waits, for ten seconds at most.
///
/// ```
/// use std::time::Duration;
///
/// use binance_usdm::LimitPolicy;
///
/// assert_eq!(LimitPolicy::default(), LimitPolicy::WaitAtMost(Duration::from_secs(10)));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LimitPolicy {
    /// Waits until there is room, but not longer than this. A call for which it is known to take longer is refused at
    /// once; so is one that has waited this long. Calls that change something go before those that only read, and
    /// otherwise who came first goes first.
    WaitAtMost(Duration),
    /// Refuses at once.
    Refuse,
    /// Does nothing: neither waits nor refuses nor counts. The exchange bans addresses that go on after HTTP 429.
    Off,
}

impl Default for LimitPolicy {
    fn default() -> Self {
        Self::WaitAtMost(Duration::from_secs(10))
    }
}

//! What is left of the limits.

use std::time::Duration;

use super::ledger::Ledger;
use crate::operations::{LIMITS, Limit, Scope};
use crate::timestamp::Timestamp;

/// What is used of the exchange's limits, and what is left, as the client knows it.
///
/// Times are by the client's estimate of the exchange's clock.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Budget {
    /// Each limit of the exchange, in the order of [`LIMITS`].
    pub limits: Vec<LimitUsage>,
    /// Until when the exchange asked for silence from this IP address; `None` if it did not.
    pub silent_until: Option<Timestamp>,
    /// Until when the exchange asked for silence from what counts against the account's limits, such as orders; `None`
    /// if it did not.
    pub account_silent_until: Option<Timestamp>,
}

/// What is used of a limit of the exchange.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LimitUsage {
    /// The limit: its name, whose spending it limits, and its interval.
    pub limit: &'static Limit,
    /// How many units it allows in its interval: what the exchange information says if that was read, else the table.
    pub units: u32,
    /// How many are used: by requests under way or answered within the interval, or by the exchange's own count if
    /// that is higher because others spend as well.
    pub used: u64,
    /// When the first of them are free again; `None` if none are used, or all are under way.
    pub frees_at: Option<Timestamp>,
    /// When all are free again if nothing more is sent and what is under way is answered now; `None` if none are used.
    pub free_at: Option<Timestamp>,
}

impl LimitUsage {
    /// How many units are left.
    #[must_use]
    pub fn left(&self) -> u64 {
        u64::from(self.units).saturating_sub(self.used)
    }
}

impl Budget {
    /// What is used of the limit with this name, such as `weight`; see [`LIMITS`].
    #[must_use]
    pub fn limit(&self, name: &str) -> Option<&LimitUsage> {
        self.limits.iter().find(|usage| usage.limit.name == name)
    }

    pub(super) fn read(mut ledger: Ledger<'_>, server_now: i64) -> Self {
        let now = ledger.now;
        let server_now = Timestamp::from_millis(server_now);
        let moment = |at: Duration| server_now.checked_add(at.saturating_sub(now));
        let usage = |limit: &&'static Limit| {
            let book = ledger.book(limit);
            LimitUsage {
                limit,
                units: book.units(),
                used: book.used(now),
                frees_at: book.frees_at(now).and_then(moment),
                free_at: book.free_at(now).and_then(moment),
            }
        };
        let limits = LIMITS.iter().map(usage).collect();
        let silent_until = ledger.silent_until(Scope::Ip).and_then(moment);
        let account_silent_until = ledger.silent_until(Scope::Account).and_then(moment);
        Self { limits, silent_until, account_silent_until }
    }
}

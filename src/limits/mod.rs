//! Keeping within the exchange's limits.
//!
//! Every request [acquires](Limiter::acquire) a permit before it is sent, which reserves what it costs of every limit
//! that it counts against, all or none. What it costs and what is allowed is in the operation table, and nothing here
//! knows a limit or an operation by name.
//!
//! - [`window`]: what was spent counts for one interval after the answer. The exchange counts in fixed windows whose
//!   beginning nobody knows; none of them can hold more than this does.
//! - [`told`]: other programs spend behind the same address. What the exchange says it has counted is believed.
//! - [`book`]: both of these for one limit. [`ledger`]: the books of the address and those of the account, together.
//! - [`lanes`] and [`wait`]: who waits goes in turn, cancellations and orders before reads.
//! - [`silence`]: when the exchange says that it is too much, nothing is sent for as long as it asks.

mod book;
mod budget;
mod demand;
mod error;
mod lanes;
mod ledger;
mod news;
mod permit;
mod policy;
mod race;
mod shared;
mod silence;
mod taught;
#[cfg(test)]
mod tests;
mod told;
mod wait;
mod window;

use std::sync::Arc;
use std::time::Duration;

pub use budget::{Budget, LimitUsage};
use demand::Demand;
pub use error::LimitError;
pub(crate) use permit::Permit;
pub use policy::LimitPolicy;
pub use shared::IpBudget;
use shared::Shared;
pub(crate) use taught::Taught;
use wait::Waiting;

use crate::clock::Clock;
use crate::operations::Operation;

/// What a call asks of the limiter beside its cost.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Urgency {
    /// A read on which something depends that was changed: it goes with what changes something.
    pub(crate) is_urgent: bool,
    /// How long it may wait at most, whatever the policy.
    pub(crate) patience: Duration,
}

#[cfg(test)]
impl Urgency {
    pub(crate) const USUAL: Self = Self { is_urgent: false, patience: Duration::MAX };
}

/// Keeps a client within the exchange's limits. Cheap to clone; clones are the same limiter.
#[derive(Debug, Clone)]
pub(crate) struct Limiter {
    shared: Arc<Shared>,
}

impl Limiter {
    pub(crate) fn new(ip: &IpBudget, policy: LimitPolicy, clock: Arc<dyn Clock>) -> Self {
        Self { shared: Arc::new(Shared::new(ip, policy, clock)) }
    }

    /// Reserves what a request costs; waits for it if the policy says so.
    ///
    /// `query` holds the caller's parameters, encoded. `server_now` tells the exchange's time, in milliseconds since the
    /// Unix epoch, as well as the client knows; only who has to wait asks it, for errors.
    pub(crate) async fn acquire(
        &self,
        server_now: impl FnOnce() -> i64,
        operation: &'static Operation,
        query: &str,
        urgency: Urgency,
    ) -> Result<Permit<'_>, LimitError> {
        let shared = &*self.shared;
        let demand = Demand::new(operation, query, urgency.is_urgent);
        let patience = match shared.policy {
            LimitPolicy::WaitAtMost(patience) => patience.min(urgency.patience),
            LimitPolicy::Refuse => Duration::ZERO,
            LimitPolicy::Off => return Ok(Permit::uncounted(shared, demand)),
        };
        let lane = shared.lane(&demand);
        let (since, first) = {
            let mut ledger = shared.ledger();
            match ledger.blocked(&demand, demand.newcomer(), &lane.queued()) {
                None => return Ok(Permit::reserved(shared, demand, ledger.reserve(&demand))),
                Some(blocked) => (ledger.now, blocked),
            }
        };
        let waiting = Waiting { shared, demand, since, patience, server_now: server_now() };
        // Who waits can afford a box; the others need not carry the room for it.
        let reservation = Box::pin(waiting.room(lane, first)).await?;
        Ok(Permit::reserved(shared, demand, reservation))
    }

    /// Takes in what the exchange information says of the limits. Until then, and for limits that it says nothing of,
    /// the operation table holds.
    pub(crate) fn learn(&self, rows: &[Taught<'_>]) {
        let mut ledger = self.shared.ledger();
        for (limit, units) in rows.iter().filter_map(Taught::lesson) {
            ledger.book(limit).learn(units);
        }
        drop(ledger);
        self.shared.ip.news.tell();
    }

    /// What is used of the limits; `server_now` as in [`acquire`](Self::acquire).
    pub(crate) fn budget(&self, server_now: i64) -> Budget {
        Budget::read(self.shared.ledger(), server_now)
    }
}

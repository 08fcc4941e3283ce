//! What clients share.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use super::demand::Demand;
use super::lanes::{Lane, Lanes};
use super::ledger::{Books, Ledger};
use super::news::News;
use super::policy::LimitPolicy;
use crate::clock::Clock;

/// What is spent of the limits by which the exchange counts an IP address.
///
/// Every client has one of its own, which its clones share. Several clients in one program that reach the same exchange
/// from the same address should share one, whatever their accounts: then they never exceed together what each of them
/// keeps alone, and when the exchange asks one of them for silence, all are silent. Cheap to clone; clones are the same
/// budget.
///
/// The clocks of clients that share one must agree on [`elapsed`](Clock::elapsed), as those do that leave it to the
/// trait.
#[derive(Clone)]
pub struct IpBudget {
    shared: Arc<Ip>,
}

pub(super) struct Ip {
    books: Mutex<Books>,
    lanes: Lanes,
    pub(super) news: News,
    tickets: AtomicU64,
}

impl IpBudget {
    /// A budget of which nothing is spent.
    #[must_use]
    pub fn new() -> Self {
        let (books, lanes) = (Mutex::new(Books::new()), Lanes::new());
        Self { shared: Arc::new(Ip { books, lanes, news: News::default(), tickets: AtomicU64::new(0) }) }
    }
}

impl Default for IpBudget {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for IpBudget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IpBudget").finish_non_exhaustive()
    }
}

impl Ip {
    /// A number greater than all before.
    pub(super) fn ticket(&self) -> u64 {
        self.tickets.fetch_add(1, Ordering::Relaxed)
    }
}

/// What the clones of a client share.
pub(super) struct Shared {
    pub(super) ip: Arc<Ip>,
    account: Mutex<Books>,
    /// Of what counts against the account.
    lanes: Lanes,
    pub(super) policy: LimitPolicy,
    pub(super) clock: Arc<dyn Clock>,
}

impl Shared {
    pub(super) fn new(ip: &IpBudget, policy: LimitPolicy, clock: Arc<dyn Clock>) -> Self {
        let ip = Arc::clone(&ip.shared);
        Self { ip, account: Mutex::new(Books::new()), lanes: Lanes::new(), policy, clock }
    }

    /// Opens the books at the time it is now.
    pub(super) fn ledger(&self) -> Ledger<'_> {
        // The clock may be the caller's code: it is not run with the books locked.
        let elapsed = self.clock.elapsed();
        Ledger::open(&self.ip.books, &self.account, elapsed)
    }

    pub(super) fn lane(&self, demand: &Demand) -> &Lane {
        if demand.is_of_account() { self.lanes.of(demand) } else { self.ip.lanes.of(demand) }
    }
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shared").field("policy", &self.policy).finish_non_exhaustive()
    }
}

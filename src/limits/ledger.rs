//! The books of all limits, opened to reserve of all or of none.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::book::{Book, Until};
use super::demand::{COUNT, Demand, Rank};
use super::error::Cause;
use super::told::Source;
use crate::operations::{LIMITS, Limit, Scope};

/// The books of one scope.
#[derive(Debug)]
pub(super) struct Books {
    /// By [`Limit::index`]; those of the other scope stay empty.
    of: Vec<Book>,
    /// Until when the exchange asked for silence.
    silent_until: Duration,
    /// The latest time seen.
    now: Duration,
}

impl Books {
    pub(super) fn new() -> Self {
        let books = LIMITS.iter().map(|limit| Book::new(limit)).collect();
        Self { of: books, silent_until: Duration::ZERO, now: Duration::ZERO }
    }
}

/// What was reserved for a request: the mark in each limit's book.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reservation {
    pub(super) marks: [u64; COUNT],
    pub(super) at: Duration,
}

/// Why a request cannot be sent now.
#[derive(Debug, Clone, Copy)]
pub(super) struct Blocked {
    pub(super) cause: Cause,
    /// How long it takes at least; `None` for ever.
    pub(super) wait: Option<Duration>,
    /// When to look again, if nothing changes before that.
    pub(super) look_again: Duration,
    /// Of which limits there is not enough; in a silence, of all.
    pub(super) lacks: [bool; COUNT],
}

/// The books of an address and of an account, locked.
pub(super) struct Ledger<'a> {
    ip: MutexGuard<'a, Books>,
    account: MutexGuard<'a, Books>,
    pub(super) now: Duration,
}

impl<'a> Ledger<'a> {
    /// Locks the books, always in this order.
    pub(super) fn open(ip: &'a Mutex<Books>, account: &'a Mutex<Books>, elapsed: Duration) -> Self {
        let mut ip = ip.lock().unwrap_or_else(PoisonError::into_inner);
        let account = account.lock().unwrap_or_else(PoisonError::into_inner);
        // Another thread may have read the clock later and come here first.
        ip.now = ip.now.max(elapsed);
        let now = ip.now;
        Self { ip, account, now }
    }

    pub(super) fn book(&mut self, limit: &Limit) -> &mut Book {
        &mut self.books(limit.scope).of[limit.index]
    }

    fn books(&mut self, scope: Scope) -> &mut Books {
        match scope {
            Scope::Ip => &mut self.ip,
            Scope::Account => &mut self.account,
        }
    }

    pub(super) fn silent_until(&self, scope: Scope) -> Option<Duration> {
        let books = match scope {
            Scope::Ip => &self.ip,
            Scope::Account => &self.account,
        };
        Some(books.silent_until).filter(|until| *until > self.now)
    }

    /// Stops sending for a time; nothing shortens a silence.
    pub(super) fn silence(&mut self, scope: Scope, time: Duration) {
        let until = self.now.saturating_add(time);
        let books = self.books(scope);
        books.silent_until = books.silent_until.max(until);
    }

    /// What stands in the way of a request for the longest time.
    pub(super) fn blocked(&mut self, demand: &Demand, rank: Rank, ahead: &[u64; COUNT]) -> Option<Blocked> {
        let now = self.now;
        let mut lacks = [false; COUNT];
        let account = self.silent_until(Scope::Account).filter(|_| demand.is_of_account());
        let silent = self.silent_until(Scope::Ip).max(account);
        let mut blocked = silent.map(|until| (Cause::Silence, Until { at_least: until, at_most: until }));
        for (limit, cost) in demand.costs() {
            let book = self.book(limit);
            let units = book.units();
            if cost > units {
                let cause = Cause::TooLarge { limit, units, cost };
                return Some(Blocked { cause, wait: None, look_again: Duration::MAX, lacks });
            }
            let until = book.blocked_until(rank, cost, ahead[limit.index], now);
            lacks[limit.index] = until.is_some() || silent.is_some();
            if let Some(until) = until.filter(|until| blocked.is_none_or(|(_, other)| until.at_most > other.at_most)) {
                blocked = Some((Cause::UsedUp { limit, units }, until));
            }
        }
        blocked.map(|(cause, until)| Blocked {
            cause,
            wait: Some(until.at_least.saturating_sub(now)),
            look_again: until.at_most.saturating_sub(now),
            lacks,
        })
    }

    pub(super) fn reserve(&mut self, demand: &Demand) -> Reservation {
        let mut marks = [0; COUNT];
        for (limit, units) in demand.costs() {
            marks[limit.index] = self.book(limit).reserve(units);
        }
        Reservation { marks, at: self.now }
    }

    pub(super) fn give_back(&mut self, demand: &Demand) {
        for (limit, units) in demand.costs() {
            self.book(limit).give_back(units);
        }
    }

    /// Counts what was reserved as spent; `within` this time from now, the exchange has counted it.
    pub(super) fn spend(&mut self, demand: &Demand, within: Duration) {
        let now = self.now;
        for (limit, units) in demand.costs() {
            self.book(limit).spend(units, now + within, now);
        }
    }

    pub(super) fn tell(&mut self, limit: &Limit, told: u32, units: u32, reservation: &Reservation) {
        let source = Source { units, mark: reservation.marks[limit.index], reserved_at: reservation.at };
        let now = self.now;
        self.book(limit).tell(told, source, now);
    }

    /// Claims what a request lacks, and no more, for the first of a lane.
    pub(super) fn claim(&mut self, demand: &Demand, rank: Rank, lacks: [bool; COUNT]) {
        for (limit, units) in demand.costs() {
            let book = self.book(limit);
            if lacks[limit.index] {
                book.claim(rank, units);
            } else {
                book.unclaim(rank);
            }
        }
    }
}

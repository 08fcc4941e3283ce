//! Where requests stand in line.
//!
//! Requests of one class that count against the same limits wait in one lane, in the order in which they came; only
//! the first of a lane looks at the books. So what waits for one limit never holds up what needs another.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex as StdMutex, OnceLock, PoisonError};

use tokio::sync::Mutex;

use super::demand::{COUNT, Class, Demand};
use crate::operations;

/// The lanes of all operations in the table, each made when it is first asked for.
#[derive(Debug)]
pub(super) struct Lanes {
    all: StdMutex<Vec<Arc<Lane>>>,
    /// The lane of each operation, by [`Operation::index`](crate::operations::Operation::index) and class.
    by_operation: Box<[[OnceLock<Arc<Lane>>; Class::COUNT]]>,
}

#[derive(Debug)]
pub(super) struct Lane {
    class: Class,
    limits: [bool; COUNT],
    /// Held by the first in line.
    pub(super) turn: Mutex<()>,
    /// What all in line want of each limit. Whether a newcomer sees the latest number is a matter of courtesy: what is
    /// allowed is decided by the books.
    queued: [AtomicU64; COUNT],
}

impl Lanes {
    pub(super) fn new() -> Self {
        let by_operation = (0..operations::COUNT).map(|_| [const { OnceLock::new() }; Class::COUNT]).collect();
        Self { all: StdMutex::default(), by_operation }
    }

    pub(super) fn of(&self, demand: &Demand) -> &Lane {
        self.by_operation[demand.operation.index][demand.class as usize].get_or_init(|| self.found_or_made(demand))
    }

    /// The lane of all that are of this class and count against these limits.
    #[cold]
    fn found_or_made(&self, demand: &Demand) -> Arc<Lane> {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(lane) = all.iter().find(|lane| lane.is_for(demand)) {
            return Arc::clone(lane);
        }
        let lane = Arc::new(Lane::new(demand));
        all.push(Arc::clone(&lane));
        lane
    }
}

impl Lane {
    fn new(demand: &Demand) -> Self {
        let (class, limits) = (demand.class, limits(demand));
        Self { class, limits, turn: Mutex::new(()), queued: [const { AtomicU64::new(0) }; COUNT] }
    }

    fn is_for(&self, demand: &Demand) -> bool {
        self.class == demand.class && self.limits == limits(demand)
    }

    /// What those in line want of each limit.
    pub(super) fn queued(&self) -> [u64; COUNT] {
        std::array::from_fn(|index| self.queued[index].load(Ordering::Relaxed))
    }

    /// Takes a place in line, until it is dropped.
    pub(super) fn line_up(&self, demand: &Demand) -> Place<'_> {
        for (queued, units) in self.queued.iter().zip(demand.units) {
            queued.fetch_add(u64::from(units), Ordering::Relaxed);
        }
        Place { lane: self, units: demand.units }
    }
}

/// The limits that an operation may count against, whatever its parameters.
fn limits(demand: &Demand) -> [bool; COUNT] {
    let mut limits = [false; COUNT];
    for cost in demand.operation.costs {
        limits[cost.limit.index] = true;
    }
    limits
}

/// A place in line.
#[derive(Debug)]
pub(super) struct Place<'a> {
    lane: &'a Lane,
    units: [u32; COUNT],
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        for (queued, units) in self.lane.queued.iter().zip(self.units) {
            queued.fetch_sub(u64::from(units), Ordering::Relaxed);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::ptr;

    use super::*;
    use crate::operations::Operation;

    #[test]
    fn those_of_one_class_that_count_against_the_same_limits_share_a_lane() {
        let lanes = Lanes::new();
        let lane = |id, is_urgent| lanes.of(&Demand::new(Operation::by_id(id).unwrap(), "", is_urgent));
        assert!(ptr::eq(lane("getKlines", false), lane("getKlines", false)));
        assert!(ptr::eq(lane("getKlines", false), lane("getOrder", false)));
        assert!(ptr::eq(lane("getOrder", true), lane("cancelOrder", false)), "what changes something, and asks for it");
        assert!(!ptr::eq(lane("getOrder", false), lane("getOrder", true)), "another class");
        assert!(!ptr::eq(lane("cancelOrder", false), lane("createOrder", false)), "other limits");
    }
}

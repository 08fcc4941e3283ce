//! What a request asks of the limits.

use crate::operations::{LIMITS, Limit, Operation, Scope};
use crate::runtime::value_in;

/// How many limits there are: what is kept for each of them has a place by [`Limit::index`].
pub(super) const COUNT: usize = LIMITS.len();

/// Who goes first when there is not enough for all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Class {
    /// Requests that change something, such as a cancellation, and those by which it is found out what was changed.
    Change,
    /// All others.
    Read,
}

impl Class {
    /// How many there are; `Read` is the last.
    pub(super) const COUNT: usize = Self::Read as usize + 1;
}

/// A place among all that wait: by class, then in the order of arrival.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank {
    pub(super) class: Class,
    pub(super) ticket: u64,
}

/// What a request costs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Demand {
    pub(super) operation: &'static Operation,
    pub(super) class: Class,
    pub(super) units: [u32; COUNT],
}

impl Demand {
    /// The demand of a call with these encoded parameters, that goes with those that change something if it is urgent.
    pub(super) fn new(operation: &'static Operation, query: &str, urgent: bool) -> Self {
        let demand = Self::of(operation, query);
        if urgent { Self { class: Class::Change, ..demand } } else { demand }
    }

    /// The demand of a call with these encoded parameters.
    pub(super) fn of(operation: &'static Operation, query: &str) -> Self {
        let mut units = [0; COUNT];
        for cost in operation.costs {
            units[cost.limit.index] = cost.units.of(|name| value_in(query, name));
        }
        let class = if operation.is_read() { Class::Read } else { Class::Change };
        Self { operation, class, units }
    }

    /// The limits that the request counts against, and how much.
    pub(super) fn costs(&self) -> impl Iterator<Item = (&'static Limit, u32)> {
        let units = self.units;
        let costs = self.operation.costs.iter().map(move |cost| (cost.limit, units[cost.limit.index]));
        costs.filter(|(_, units)| *units > 0)
    }

    /// Whether operations of this kind count against a limit of the account.
    pub(super) fn is_of_account(&self) -> bool {
        self.operation.costs.iter().any(|cost| cost.limit.scope == Scope::Account)
    }

    /// The place of a request that has just come.
    pub(super) fn newcomer(&self) -> Rank {
        Rank { class: self.class, ticket: u64::MAX }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(id: &str, query: &str) -> Vec<(&'static str, u32)> {
        let demand = Demand::of(Operation::by_id(id).unwrap(), query);
        demand.costs().map(|(limit, units)| (limit.name, units)).collect()
    }

    #[test]
    fn what_a_request_costs_depends_on_its_parameters() {
        assert_eq!(units("getKlines", "symbol=BTCUSDT&limit=99"), [("weight", 1)]);
        assert_eq!(units("getKlines", "symbol=BTCUSDT&limit=1500&interval=1m"), [("weight", 10)]);
        assert_eq!(units("getKlines", "xlimit=1500&limits=1500"), [("weight", 5)]);
        assert_eq!(units("get24hrTicker", "symbol=BTCUSDT"), [("weight", 1)]);
        assert_eq!(units("get24hrTicker", ""), [("weight", 40)]);
        assert_eq!(units("createBatchOrders", ""), [("weight", 5), ("orders-10s", 5), ("orders-1m", 1)]);
    }

    #[test]
    fn what_changes_something_goes_first() {
        let class = |id| Demand::of(Operation::by_id(id).unwrap(), "").class;
        assert_eq!([class("cancelOrder"), class("createOrder")], [Class::Change; 2]);
        assert!(Class::Change < class("getKlines"));
    }
}

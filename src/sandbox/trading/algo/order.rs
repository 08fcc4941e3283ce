//! A conditional order, and the shelf that holds all of them.

use super::draft::AlgoDraft;
use crate::sandbox::seed::Stream;
use crate::sandbox::trading::order::Order;
use crate::sandbox::trading::shelf::{Shelf, Shelved};

const DAY: i64 = 86_400_000;
/// The first conditional order's number, of 16 digits.
const FIRST: i64 = 1_000_000_000_000_001;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It waits for its price.
    New,
    /// It has placed the order of this number.
    Triggered(i64),
    /// It was triggered, and its order was refused.
    Rejected,
    Canceled,
    Expired,
}

#[derive(Debug, Clone)]
pub struct AlgoOrder {
    pub id: i64,
    pub client_id: String,
    pub draft: AlgoDraft,
    pub status: Status,
    pub created: i64,
    pub updated: i64,
    /// 0 until it is triggered.
    pub triggered: i64,
}

impl Shelved for AlgoOrder {
    fn id(&self) -> i64 {
        self.id
    }

    fn client_id(&self) -> &str {
        &self.client_id
    }

    fn is_open(&self) -> bool {
        self.status == Status::New
    }
}

impl AlgoOrder {
    /// The number of the order that it has placed.
    pub const fn placed_order(&self) -> Option<i64> {
        match self.status {
            Status::Triggered(order) => Some(order),
            _ => None,
        }
    }

    /// What the exchange calls its state, given the order that it has placed.
    pub fn status_name(&self, placed: Option<&Order>) -> &'static str {
        match self.status {
            Status::New => "NEW",
            Status::Triggered(_) if placed.is_some_and(Order::is_open) => "TRIGGERED",
            Status::Triggered(_) => "FINISHED",
            Status::Rejected => "REJECTED",
            Status::Canceled => "CANCELED",
            Status::Expired => "EXPIRED",
        }
    }

    pub const fn end(&mut self, status: Status, now: i64) {
        self.status = status;
        self.updated = now;
    }

    /// For how long it can be asked for, as with plain orders: three days if nothing came of it, ninety otherwise.
    pub fn is_remembered(&self, now: i64) -> bool {
        let days = if self.placed_order().is_some() { 90 } else { 3 };
        self.is_open() || now.saturating_sub(self.updated) <= days * DAY
    }
}

/// All conditional orders of the account, by number.
#[derive(Debug)]
pub struct Algos {
    pub orders: Shelf<AlgoOrder>,
    next: i64,
}

impl Algos {
    pub fn new(seed: Stream) -> Self {
        Self { orders: Shelf::new(), next: FIRST + seed.branch("algo").below(0, 1_000_000_000) * 1_000 }
    }

    /// Takes in an order that waits for its price.
    pub fn add(&mut self, draft: AlgoDraft, seed: Stream, now: i64) -> &AlgoOrder {
        let id = self.next;
        self.next += 1;
        let client_id = draft.client_id.clone().unwrap_or_else(|| seed.branch("client algo id").text(id, 22));
        let (created, updated) = (now, now);
        let order = AlgoOrder { id, client_id, draft, status: Status::New, created, updated, triggered: 0 };
        self.orders.put(order)
    }
}

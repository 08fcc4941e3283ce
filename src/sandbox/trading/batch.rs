//! Several orders in one request.

use serde_json::{Map, Value};

use super::desk::{Answer, Desk};
use crate::operations::Operation;
use crate::sandbox::gate::{self, Arguments, Sent};
use crate::sandbox::refusal::Refusal;

const MAX_ORDERS: usize = 5;

impl Desk {
    /// Places the orders one after another. Every row of the answer is an order or an error, in the order of the
    /// request; the request as a whole succeeds even when all its orders are refused.
    pub(super) fn create_batch(&mut self, arguments: &Arguments, now: i64) -> Answer {
        each_row(arguments, "createOrder", |arguments| {
            self.create(&arguments.assuming("selfTradePreventionMode", "NONE"), now)
        })
    }

    /// Changes the orders one after another, and answers as when they are placed.
    pub(super) fn modify_batch(&mut self, arguments: &Arguments, now: i64) -> Answer {
        each_row(arguments, "modifyOrder", |arguments| self.modify(&arguments, now))
    }
}

/// Does with each row what one operation does with one order.
fn each_row(arguments: &Arguments, operation: &str, mut act: impl FnMut(Arguments) -> Answer) -> Answer {
    let text = arguments.text("batchOrders").unwrap_or_default();
    let rows: Vec<Map<String, Value>> = serde_json::from_str(text).map_err(|_| Refusal::invalid("batchOrders"))?;
    if rows.is_empty() || rows.len() > MAX_ORDERS {
        return Err(Refusal::new(-4082, "Invalid number of batch place orders."));
    }
    let answer = |row| read(operation, row).and_then(&mut act);
    Ok(rows.into_iter().map(answer).map(|row| row.unwrap_or_else(|refusal| refusal.body())).collect())
}

/// Reads a row by the rules of a single order. Every value has to be a string, as the exchange documents them.
fn read(operation: &str, row: Map<String, Value>) -> Result<Arguments, Refusal> {
    let operation = Operation::by_id(operation).ok_or_else(|| Refusal::invalid("batchOrders"))?;
    let mut pairs = Vec::new();
    for (name, value) in row {
        let Value::String(value) = value else { return Err(Refusal::missing(&name)) };
        pairs.push((name, value));
    }
    gate::read(operation, &Sent::from_pairs(pairs))
}

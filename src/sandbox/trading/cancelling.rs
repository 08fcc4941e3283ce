//! Cancelling several orders at once, now or when a time is over.

use serde_json::json;

use super::desk::{Answer, Desk};
use super::order::{Order, Status};
use super::shelf::Shelved;
use crate::sandbox::gate::Arguments;
use crate::sandbox::market::{self, Contract};
use crate::sandbox::refusal::Refusal;

/// When the open orders of contracts are cancelled, unless their client asks for more time before.
#[derive(Debug, Default)]
pub struct Countdowns(Vec<(&'static Contract, i64)>);

impl Countdowns {
    /// Sets the end of a contract's time, in place of the one before, or stops it.
    fn set(&mut self, contract: &'static Contract, end: Option<i64>) {
        self.0.retain(|(other, _)| *other != contract);
        self.0.extend(end.map(|end| (contract, end)));
    }

    /// Takes out the contracts whose time is over.
    fn take_ended(&mut self, now: i64) -> Vec<(&'static Contract, i64)> {
        let (ended, left) = std::mem::take(&mut self.0).into_iter().partition(|(_, end)| *end <= now);
        self.0 = left;
        ended
    }
}

impl Desk {
    pub(super) fn cancel_all(&mut self, arguments: &Arguments, now: i64) -> Answer {
        self.cancel_open(market::named(arguments)?, now);
        Ok(json!({ "code": 200, "msg": "The operation of cancel all open order is done." }))
    }

    /// Every row of the answer is an order or an error, in the order of the request.
    pub(super) fn cancel_batch(&mut self, arguments: &Arguments, now: i64) -> Answer {
        let contract = market::named(arguments)?;
        let ids = arguments.list::<i64>("orderIdList");
        let client_ids = arguments.list::<String>("origClientOrderIdList");
        let found: Vec<Option<i64>> = match (ids, client_ids) {
            (Some(ids), None) => ids.into_iter().map(|id| self.numbered(contract, id).map(|order| order.id)).collect(),
            (None, Some(ids)) => ids.iter().map(|id| self.named(contract, id).map(|order| order.id)).collect(),
            (None, None) => {
                let msg = "Param 'origClientOrderIdList' or 'orderIdList' must be sent, but both were empty/null!";
                return Err(Refusal::new(-1102, msg));
            }
            // Nobody knows which of them the exchange goes by.
            (Some(_), Some(_)) => return Err(bad_combination()),
        };
        let cancel = |id: Option<i64>| id.map_or_else(|| Err(Self::not_open()), |id| self.cancel_one(id, now));
        Ok(found.into_iter().map(cancel).map(|row| row.unwrap_or_else(|refusal| refusal.body())).collect())
    }

    pub(super) fn count_down(&mut self, arguments: &Arguments, now: i64) -> Answer {
        let contract = market::named(arguments)?;
        let time = arguments.integer("countdownTime").ok_or_else(|| Refusal::missing("countdownTime"))?;
        self.countdowns.set(contract, (time > 0).then(|| now.saturating_add(time)));
        Ok(json!({ "symbol": contract.symbol, "countdownTime": time.to_string() }))
    }

    /// Cancels the orders of the contracts whose time is over, at the end of that time.
    pub(super) fn settle_countdowns(&mut self, now: i64) {
        for (contract, end) in self.countdowns.take_ended(now) {
            self.cancel_open(contract, end);
        }
    }

    /// Cancels an order if it is open.
    pub(super) fn cancel_one(&mut self, id: i64, now: i64) -> Answer {
        let cancelled = self.orders.change(id, |order| {
            let is_open = order.is_open();
            is_open.then(|| {
                order.end(Status::Canceled, now);
                order.receipt()
            })
        });
        cancelled.flatten().ok_or_else(Self::not_open)
    }

    fn cancel_open(&mut self, contract: &'static Contract, now: i64) {
        let meant: Vec<i64> =
            self.orders.open().filter(|order| order.contract() == contract).map(|order| order.id).collect();
        for id in meant {
            self.orders.change(id, |order: &mut Order| order.end(Status::Canceled, now));
        }
    }
}

/// Parameters that do not go together.
pub fn bad_combination() -> Refusal {
    Refusal::new(-1128, "Combination of optional parameters invalid.")
}

//! The trading desk: every order, the account, and the way from an operation to its answer.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::account::Account;
use super::listen_key::ListenKey;
use super::margin::OpenNotional;
use super::order::{Order, Side, Status};
use super::{account_view, income};
use crate::sandbox::gate::Arguments;
use crate::sandbox::market::{self, Contract, Market};
use crate::sandbox::refusal::Refusal;
use crate::sandbox::seed::Stream;

/// The first order's number: of 19 digits, so that a client which reads it as a floating-point number is found out.
const FIRST_ORDER: i64 = 8_389_765_000_000_000_001;
/// How many fundings of one contract are settled at once when the clock has jumped; older ones are passed over.
const MAX_SETTLEMENTS: usize = 1_000;

pub type Answer = Result<Value, Refusal>;

/// Orders and account of one sandbox. Time is an argument everywhere; nothing happens between two requests.
#[derive(Debug)]
pub struct Desk {
    pub(super) seed: Stream,
    pub(super) market: Market,
    pub(super) account: Account,
    pub(super) orders: BTreeMap<i64, Order>,
    pub(super) next_order: i64,
    listen_key: ListenKey,
    settled: i64,
}

impl Desk {
    pub fn open(seed: Stream, market: Market, now: i64) -> Self {
        let seed = seed.branch("desk");
        let next_order = FIRST_ORDER + seed.below(0, 1_000_000_000) * 1_000;
        let (orders, account, listen_key) = (BTreeMap::new(), Account::open(now), ListenKey::new(seed));
        Self { seed, market, account, orders, next_order, listen_key, settled: now }
    }

    /// The answer of an operation of the account; none if the operation is not one of the account.
    pub fn answer(&mut self, operation: &str, arguments: &Arguments, now: i64) -> Option<Answer> {
        Some(match operation {
            "createOrder" => self.create(arguments, now),
            "createBatchOrders" => self.create_batch(arguments, now),
            "getOrder" => self.query(arguments, now),
            "cancelOrder" => self.cancel(arguments, now),
            "getOpenOrders" => self.open_orders(arguments),
            "getAccountInfo" => Ok(account_view::account(self, now)),
            "getBalance" => Ok(account_view::balances(self, now)),
            "getPositionRisk" => self.position_risk(arguments, now),
            "changeLeverage" => self.change_leverage(arguments, now),
            "changeMarginType" => self.change_margin_type(arguments),
            "getIncomeHistory" => {
                optional_contract(arguments).map(|_| income::history(&self.account.income, arguments, now))
            }
            "createListenKey" => Ok(self.listen_key.create(now)),
            "keepAliveListenKey" => self.listen_key.keep_alive(now),
            "closeListenKey" => self.listen_key.close(now),
            _ => return None,
        })
    }

    /// Brings the account up to date: funding since the last time, orders past their date, and resting orders that the
    /// price of this moment fills.
    pub fn settle(&mut self, now: i64) {
        self.settle_funding(now);
        let open: Vec<i64> = self.open_ids().collect();
        for id in open {
            let Some(order) = self.orders.get_mut(&id) else { continue };
            let good_till = order.draft.good_till;
            if good_till != 0 && now >= good_till {
                order.status = Status::Expired;
                order.updated = good_till;
                continue;
            }
            if order.draft.crosses(&self.market.quote(order.contract(), now)) {
                self.fill(id, true, now);
            }
        }
        self.settled = self.settled.max(now);
    }

    fn settle_funding(&mut self, now: i64) {
        let held: Vec<&'static Contract> =
            self.account.positions().filter(|(_, position)| position.is_open()).map(|(contract, _)| contract).collect();
        for contract in held {
            for funding in market::settlements(contract, self.settled, now, MAX_SETTLEMENTS) {
                let (rate, mark) = self.market.funding(funding);
                self.account.fund(contract, rate, mark, funding.time());
            }
        }
    }

    pub fn open_order_count(&self) -> usize {
        self.open_ids().count()
    }

    pub(super) fn open_ids(&self) -> impl Iterator<Item = i64> {
        self.orders.values().filter(|order| order.is_open()).map(|order| order.id)
    }

    pub(super) fn open_notional(&self, contract: &Contract) -> OpenNotional {
        let mut open = OpenNotional::default();
        let counted = |order: &&Order| order.is_open() && order.contract() == contract && !order.draft.reduce_only;
        for order in self.orders.values().filter(counted) {
            let notional = order.draft.price.unwrap_or_default() * order.draft.quantity;
            match order.draft.side {
                Side::Buy => open.bids += notional,
                Side::Sell => open.asks += notional,
            }
        }
        open
    }

    fn query(&self, arguments: &Arguments, now: i64) -> Answer {
        let id = self.find(arguments)?.filter(|id| self.orders.get(id).is_some_and(|order| order.is_remembered(now)));
        let order = id.and_then(|id| self.orders.get(&id));
        order.map(Order::details).ok_or_else(|| Refusal::new(-2013, "Order does not exist."))
    }

    fn cancel(&mut self, arguments: &Arguments, now: i64) -> Answer {
        let id = self.find(arguments)?;
        let order = id.and_then(|id| self.orders.get_mut(&id)).filter(|order| order.is_open());
        let order = order.ok_or_else(|| Refusal::new(-2011, "Unknown order sent."))?;
        order.status = Status::Canceled;
        order.updated = now;
        Ok(order.receipt())
    }

    fn open_orders(&self, arguments: &Arguments) -> Answer {
        let contract = optional_contract(arguments)?;
        let is_wanted =
            |order: &&Order| order.is_open() && contract.is_none_or(|contract| contract == order.contract());
        Ok(self.orders.values().filter(is_wanted).map(Order::details).collect())
    }

    fn position_risk(&self, arguments: &Arguments, now: i64) -> Answer {
        Ok(account_view::position_risk(self, optional_contract(arguments)?, now))
    }

    /// The order that a request names, by its number or else by its client's id: the latest order of that id.
    fn find(&self, arguments: &Arguments) -> Result<Option<i64>, Refusal> {
        let contract = market::named(arguments)?;
        let client_id = arguments.text("origClientOrderId");
        let id = arguments.integer("orderId");
        if id.is_none() && client_id.is_none() {
            return Err(Refusal::new(
                -1102,
                "Param 'origClientOrderId' or 'orderId' must be sent, but both were empty/null!",
            ));
        }
        let is_named = |order: &&Order| {
            id.is_none_or(|id| id == order.id) && (id.is_some() || client_id == Some(order.client_id.as_str()))
        };
        let of_contract = self.orders.values().rev().filter(|order| order.contract() == contract);
        Ok(of_contract.filter(|order| is_named(order)).map(|order| order.id).next())
    }
}

fn optional_contract(arguments: &Arguments) -> Result<Option<&'static Contract>, Refusal> {
    arguments.text("symbol").map(|_| market::named(arguments)).transpose()
}

/// What the exchange answers when there is nothing to say but that it is done.
pub fn success() -> Value {
    json!({ "code": 200, "msg": "success" })
}

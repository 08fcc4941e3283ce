//! The operations on conditional orders, and what becomes of these when the price moves.

use serde_json::{Value, json};

use super::draft::AlgoDraft;
use super::order::{AlgoOrder, Status};
use crate::sandbox::gate::Arguments;
use crate::sandbox::market::{self, Quote};
use crate::sandbox::refusal::Refusal;
use crate::sandbox::trading::desk::{Answer, Desk, optional_contract};
use crate::sandbox::trading::draft::Draft;
use crate::sandbox::trading::history::Span;
use crate::sandbox::trading::placed::{PlacedOrder, sent_quantity};
use crate::sandbox::trading::rules;
use crate::sandbox::trading::shelf::Shelved;
use crate::timestamp::Timestamp;

/// How many conditional orders of all contracts may be open.
const MAX_OPEN: usize = 200;

impl Desk {
    pub fn create_algo(&mut self, arguments: &Arguments, now: i64) -> Answer {
        let quote = self.market.quote(market::named(arguments)?, now);
        self.check_tradfi(quote.contract)?;
        let draft = AlgoDraft::read(arguments, &quote, self.account.modes, now)?;
        if self.is_stranded(draft.contract, draft.position_side, draft.side, &draft.time_in_force) {
            return Err(Refusal::new(
                -4509,
                "Time in Force (TIF) GTE can only be used with open positions. Please ensure that positions are available.",
            ));
        }
        if draft.client_id.as_deref().is_some_and(|client_id| self.algos.orders.is_taken(client_id)) {
            return Err(Refusal::new(-4116, "ClientOrderId is duplicated."));
        }
        if self.algos.orders.open_count() >= MAX_OPEN {
            return Err(Refusal::new(-4045, "Reach max stop order limit."));
        }
        let algo = self.algos.add(draft, self.seed, now);
        self.placed.push(PlacedOrder {
            symbol: quote.contract.symbol,
            order_id: algo.id,
            client_order_id: algo.client_id.clone(),
            conditional: true,
            quantity: sent_quantity(arguments),
            time: Timestamp::from_millis(now),
        });
        Ok(algo.receipt())
    }

    pub fn query_algo(&self, arguments: &Arguments, now: i64) -> Answer {
        let found = self.find_algo(arguments)?.filter(|algo| algo.is_remembered(now));
        found.map(|algo| self.algo_details(algo)).ok_or_else(Self::no_such_order)
    }

    /// The code of this reply is a string, unlike that of any other.
    pub fn cancel_algo(&mut self, arguments: &Arguments, now: i64) -> Answer {
        let algo = self.find_algo(arguments)?.filter(|algo| algo.is_open()).ok_or_else(Self::not_open)?;
        let (id, client_id) = (algo.id, algo.client_id.clone());
        self.algos.orders.change(id, |algo| algo.end(Status::Canceled, now));
        Ok(json!({ "algoId": id, "clientAlgoId": client_id, "code": "200", "msg": "success" }))
    }

    pub fn cancel_open_algos(&mut self, arguments: &Arguments, now: i64) -> Answer {
        let contract = market::named(arguments)?;
        let meant = self.algos.orders.open().filter(|algo| algo.draft.contract == contract).map(|algo| algo.id);
        for id in meant.collect::<Vec<_>>() {
            self.algos.orders.change(id, |algo| algo.end(Status::Canceled, now));
        }
        Ok(json!({ "code": 200, "msg": "The operation of cancel all open order is done." }))
    }

    pub fn open_algos(&self, arguments: &Arguments) -> Answer {
        let contract = optional_contract(arguments)?;
        let id = arguments.integer("algoId");
        let is_meant = |algo: &&AlgoOrder| {
            contract.is_none_or(|contract| contract == algo.draft.contract) && id.is_none_or(|id| id == algo.id)
        };
        Ok(self.algos.orders.open().filter(is_meant).map(|algo| self.algo_details(algo)).collect())
    }

    /// The first ones from an id or a time on, or else the last ones; of the last seven days unless any of these is
    /// given.
    pub fn all_algos(&self, arguments: &Arguments, now: i64) -> Answer {
        let contract = market::named(arguments)?;
        let id = arguments.integer("algoId");
        let span = Span::of_week(arguments, id.is_some(), now)?;
        let is_meant = |algo: &&AlgoOrder| {
            algo.draft.contract == contract
                && algo.is_remembered(now)
                && span.contains(algo.created)
                && id.is_none_or(|id| algo.id >= id)
        };
        let found = self.algos.orders.all().filter(is_meant).collect();
        Ok(span.page(found, arguments.limit(500)).into_iter().map(|algo| self.algo_details(algo)).collect())
    }

    /// Ends conditional orders whose time is over, and places the orders of those that the price of this moment triggers.
    pub fn settle_algos(&mut self, now: i64) {
        for id in self.algos.orders.open_ids() {
            let Some(draft) = self.algos.orders.get(id).map(|algo| &algo.draft) else { continue };
            let (contract, side, position_side) = (draft.contract, draft.side, draft.position_side);
            let end = self.end_of(contract, position_side, side, &draft.time_in_force, draft.good_till, now);
            let quote = self.market.quote(draft.contract, now);
            if let Some(end) = end {
                self.algos.orders.change(id, |algo| algo.end(Status::Expired, end));
                continue;
            }
            let price = draft.working_price(&quote);
            let is_triggered = |algo: &mut AlgoOrder| algo.draft.trigger.observe(price);
            if self.algos.orders.change(id, is_triggered) != Some(true) {
                continue;
            }
            let Some((draft, client_id)) =
                self.algos.orders.get(id).map(|algo| (algo.draft.clone(), algo.client_id.clone()))
            else {
                continue;
            };
            let placed = self.order_of(&draft, client_id, &quote).and_then(|order| self.place(order, &quote, now));
            self.algos.orders.change(id, |algo| {
                algo.triggered = now;
                algo.end(placed.map_or(Status::Rejected, Status::Triggered), now);
            });
        }
    }

    /// The order that a conditional order places once it is triggered, under the same client's id.
    fn order_of(&self, draft: &AlgoDraft, client_id: String, quote: &Quote) -> Result<Draft, Refusal> {
        let is_limit = draft.kind.is_limit();
        let price = match draft.price {
            None if is_limit => Some(rules::matched_price(&draft.price_match, quote, draft.side)?),
            price => price,
        };
        // What closes a position is reduce-only and as large as the position; without one, placing it is refused.
        let position = self.account.reducible(draft.contract, draft.position_side, draft.side);
        Ok(Draft {
            contract: draft.contract,
            side: draft.side,
            position_side: draft.position_side,
            kind: if is_limit { "LIMIT" } else { "MARKET" },
            time_in_force: if is_limit { draft.time_in_force.clone() } else { "GTC".to_owned() },
            price,
            quantity: draft.quantity.unwrap_or(position),
            reduce_only: draft.reduce_only || draft.quantity.is_none(),
            client_id: Some(client_id),
            working_type: draft.working_type.clone(),
            price_match: draft.price_match.clone(),
            self_trade_prevention: draft.self_trade_prevention.clone(),
            good_till: if is_limit { draft.good_till } else { 0 },
            wants_result: false,
        })
    }

    fn algo_details(&self, algo: &AlgoOrder) -> Value {
        algo.details(algo.placed_order().and_then(|id| self.orders.get(id)))
    }

    /// The conditional order that a request names, by its number or else by its client's id: the latest of that id.
    fn find_algo(&self, arguments: &Arguments) -> Result<Option<&AlgoOrder>, Refusal> {
        match (arguments.integer("algoId"), arguments.text("clientAlgoId")) {
            (Some(id), _) => Ok(self.algos.orders.get(id)),
            (None, Some(client_id)) => Ok(self.algos.orders.named(client_id).next()),
            (None, None) => {
                Err(Refusal::new(-1102, "Param 'algoid' or 'clientalgoid' must be sent, but both were empty/null!"))
            }
        }
    }
}

//! The exchange: everything but the wire. Synchronous, and told the time.

use std::collections::BTreeMap;

use serde_json::Value;

use super::gate::{self, Arguments, Keys, Sent};
use super::http::{Reply, Request};
use super::limits::Limits;
use super::market::{Contract, Market};
use super::refusal::Refusal;
use super::seed::Stream;
use super::trading::{Desk, PlacedOrder};
use super::usage::{self, Bill, Usage};
use crate::operations::Operation;

/// The state of one sandbox.
pub struct Exchange {
    pub keys: Keys,
    desk: Desk,
    usage: Usage,
    tallies: BTreeMap<&'static str, Tally>,
}

/// What came in for one operation, and how much of it was done.
#[derive(Debug, Clone, Copy, Default)]
pub struct Tally {
    pub requests: u64,
    pub executions: u64,
}

impl Exchange {
    pub fn new(seed: u64, limits: Limits, is_enforced: bool, now: i64) -> Self {
        let seed = Stream::new(seed);
        let keys =
            Keys { api_key: seed.branch("api key").text(0, 64), secret_key: seed.branch("secret key").text(0, 64) };
        let usage = Usage::new(&limits, is_enforced);
        let desk = Desk::open(seed, Market::new(seed, limits), now);
        Self { keys, desk, usage, tallies: BTreeMap::new() }
    }

    /// Answers a request that came in at one time and is executed at another, or the same.
    pub fn answer(&mut self, request: &Request, arrived: i64, now: i64) -> Reply {
        let operation = match gate::route(request) {
            Ok(operation) => operation,
            Err(reply) => return self.usage.check_ban(now).map_or_else(|refusal| Reply::from(&refusal), |()| reply),
        };
        self.tallies.entry(operation.id).or_default().requests += 1;
        let sent = Sent::parse(request.query.as_bytes(), &request.form);
        let bill = bill(operation, &sent);
        let answer = self.process(operation, request, sent, &bill, (arrived, now));
        let mut reply = match &answer {
            Ok(body) => Reply::json(200, body),
            Err(refusal) => Reply::from(refusal),
        };
        reply.headers.extend(self.usage.headers(&bill, answer.is_ok()));
        reply
    }

    /// Counts a request that comes in and goes no further, and returns the headers of a reply to it.
    pub fn turn_away(&mut self, request: &Request, now: i64) -> Vec<(&'static str, u64)> {
        let Ok(operation) = gate::route(request) else { return Vec::new() };
        self.tallies.entry(operation.id).or_default().requests += 1;
        let bill = bill(operation, &Sent::parse(request.query.as_bytes(), &request.form));
        self.usage.count(&bill, now);
        self.usage.headers(&bill, false)
    }

    fn process(
        &mut self,
        operation: &'static Operation,
        request: &Request,
        sent: Result<Sent, Refusal>,
        bill: &Bill,
        (arrived, now): (i64, i64),
    ) -> Result<Value, Refusal> {
        self.usage.arrive(bill, now)?;
        let sent = sent?;
        let arguments = gate::admit(operation, request, &sent, &self.keys, arrived)?;
        gate::check_late(operation, &sent, now)?;
        self.usage.check_account(bill, now)?;
        let body = self.perform(operation, &arguments, now)?;
        self.usage.accept(bill, now);
        self.tallies.entry(operation.id).or_default().executions += 1;
        Ok(body)
    }

    fn perform(&mut self, operation: &Operation, arguments: &Arguments, now: i64) -> Result<Value, Refusal> {
        self.desk.settle(now);
        let answer = self.desk.market.answer(operation.id, arguments, now);
        let answer = answer.or_else(|| self.desk.answer(operation.id, arguments, now));
        answer.unwrap_or_else(|| Err(not_implemented(operation)))
    }

    /// What came in for an operation.
    pub fn tally(&self, operation: &str) -> Tally {
        self.tallies.get(operation).copied().unwrap_or_default()
    }

    pub const fn refused_for_limits(&self) -> u64 {
        self.usage.refused()
    }

    /// What was ever accepted, in order.
    pub fn placed_orders(&self) -> &[PlacedOrder] {
        &self.desk.placed
    }

    /// Sets a contract to a price in ticks, or lets the market move it again. What the price before would have done to
    /// open orders is done first, and then what the new price does.
    pub fn pin(&mut self, contract: &'static Contract, price: Option<i64>, now: i64) {
        self.desk.settle(now);
        self.desk.market.pin(contract, price, now);
        self.desk.settle(now);
    }

    pub fn open_orders(&mut self, now: i64) -> usize {
        self.desk.settle(now);
        self.desk.open_order_count()
    }
}

/// What a request costs; one that cannot be read costs as much as one without parameters.
fn bill(operation: &Operation, sent: &Result<Sent, Refusal>) -> Bill {
    sent.as_ref().map_or_else(|_| usage::bill(operation, &Sent::default()), |sent| usage::bill(operation, sent))
}

fn not_implemented(operation: &Operation) -> Refusal {
    let msg = format!("The sandbox does not implement {} ({} {}).", operation.id, operation.method, operation.path);
    Refusal::new(-5000, msg).status(501)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operations;

    fn exchange(now: i64) -> Exchange {
        Exchange::new(1, Limits::of_table(), true, now)
    }

    #[test]
    fn every_operation_of_the_table_is_implemented() {
        let mut exchange = exchange(1_760_000_000_000);
        for operation in operations::ALL {
            let answer = exchange.perform(operation, &Arguments::default(), 1_760_000_000_000);
            assert_ne!(answer.map_err(|refusal| refusal.status), Err(501), "{}", operation.id);
        }
    }

    /// Answers operations with these parameters, but for one at a time that has a hostile value.
    fn answer_hostile(exchange: &mut Exchange, operations: &[&str], usual: &[(&str, &str)], time: i64) {
        let hostile = [
            ["", "-1", "0", "1", "9223372036854775807", "-9223372036854775808", "1e9"],
            ["NaN", "币", "[[{}]]", "79228162514264337593543950335", "0.0000000000000000000000000001", "-0.0", "true"],
        ];
        let chosen = operations::ALL.iter().filter(|operation| operations.contains(&operation.id));
        for operation in chosen {
            for name in operation.parameters.iter().map(|parameter| parameter.name) {
                for value in hostile.as_flattened() {
                    let is_sent = |other: &str| other != name && operation.parameter(other).is_some();
                    let mut pairs: Vec<_> = usual.iter().copied().filter(|(other, _)| is_sent(other)).collect();
                    pairs.push((name, value));
                    let pairs = pairs.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned()));
                    let sent = Sent::from_pairs(pairs.collect());
                    let answer = Arguments::check(operation, &sent)
                        .and_then(|arguments| exchange.perform(operation, &arguments, time));
                    assert_ne!(answer.map_err(|refusal| refusal.code), Err(0));
                }
            }
        }
    }

    #[test]
    fn hostile_values_and_times_are_answered_without_a_panic() {
        let all: Vec<&str> = operations::ALL.iter().map(|operation| operation.id).collect();
        let usual = [("symbol", "BTCUSDT"), ("interval", "1m"), ("side", "SELL"), ("leverage", "3"), ("orderId", "1")];
        let pair = [("pair", "BTCUSDT"), ("contractType", "PERPETUAL"), ("period", "5m")];
        let order = [("quantity", "0.010"), ("price", "88000"), ("timeInForce", "GTC"), ("algoType", "CONDITIONAL")];
        let stop = [("type", "STOP"), ("triggerPrice", "80000"), ("priceMatch", "QUEUE"), ("algoId", "1")];
        let trail = [("type", "TRAILING_STOP_MARKET"), ("callbackRate", "1"), ("activatePrice", "99000")];
        for time in [0, i64::MIN, 1_760_000_000_000, i64::MAX] {
            let mut exchange = exchange(1_759_000_000_000);
            let common = [&usual[..], &pair, &order].concat();
            answer_hostile(&mut exchange, &all, &[&common[..], &[("type", "LIMIT")]].concat(), time);
            let without_price: Vec<_> = common.iter().copied().filter(|(name, _)| *name != "price").collect();
            for more in [&stop[..], &trail] {
                answer_hostile(&mut exchange, &["createAlgoOrder"], &[&without_price, more].concat(), time);
            }
        }
    }
}

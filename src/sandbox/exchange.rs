//! The exchange: everything but the wire. Synchronous, and told the time.

use std::collections::BTreeMap;

use super::gate::{self, Arguments, Keys, Sent};
use super::http::{Reply, Request};
use super::market::{Contract, Market};
use super::refusal::Refusal;
use super::seed::Stream;
use super::trading::Desk;
use super::usage::Usage;
use super::weights;
use crate::operations::Operation;

/// The state of one sandbox.
pub struct Exchange {
    pub keys: Keys,
    desk: Desk,
    usage: Usage,
    requests: BTreeMap<&'static str, u64>,
}

impl Exchange {
    pub fn new(seed: u64, now: i64) -> Self {
        let seed = Stream::new(seed);
        let keys =
            Keys { api_key: seed.branch("api key").text(0, 64), secret_key: seed.branch("secret key").text(0, 64) };
        let desk = Desk::open(seed, Market::new(seed), now);
        Self { keys, desk, usage: Usage::new(), requests: BTreeMap::new() }
    }

    /// Answers one request at one moment.
    pub fn answer(&mut self, request: &Request, now: i64) -> Reply {
        let operation = match gate::route(request) {
            Ok(operation) => operation,
            Err(reply) => return reply,
        };
        *self.requests.entry(operation.id).or_default() += 1;
        let (sent, unreadable) = match Sent::parse(request.query.as_bytes(), &request.form) {
            Ok(sent) => (sent, None),
            Err(refusal) => (Sent::default(), Some(refusal)),
        };
        let cost = weights::cost(operation.id, &sent);
        let weight = self.usage.weigh(now, cost);
        let answer = match unreadable {
            Some(refusal) => Err(refusal),
            None => gate::admit(operation, request, &sent, &self.keys, now)
                .and_then(|arguments| self.perform(operation, &arguments, now)),
        };
        let mut reply = match &answer {
            Ok(body) => Reply::json(200, body),
            Err(refusal) => Reply::from(refusal),
        };
        if weights::reports_weight(operation.id) {
            reply.headers.push(weight);
        }
        if cost.is_order() && answer.is_ok() {
            reply.headers.extend(self.usage.order(now, cost));
        }
        reply
    }

    fn perform(
        &mut self,
        operation: &Operation,
        arguments: &Arguments,
        now: i64,
    ) -> Result<serde_json::Value, Refusal> {
        self.desk.settle(now);
        let answer = self.desk.market.answer(operation.id, arguments, now);
        let answer = answer.or_else(|| self.desk.answer(operation.id, arguments, now));
        answer.unwrap_or_else(|| Err(not_implemented(operation)))
    }

    /// How many requests reached this operation.
    pub fn requests(&self, operation: &str) -> u64 {
        self.requests.get(operation).copied().unwrap_or_default()
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

fn not_implemented(operation: &Operation) -> Refusal {
    let msg = format!("The sandbox does not implement {} ({} {}).", operation.id, operation.method, operation.path);
    Refusal { status: 501, code: -5000, msg }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operations;

    #[test]
    fn every_operation_of_the_table_is_implemented() {
        let mut exchange = Exchange::new(1, 1_760_000_000_000);
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
        let order = [("quantity", "0.010"), ("price", "88000"), ("timeInForce", "GTC"), ("algoType", "CONDITIONAL")];
        let stop = [("type", "STOP"), ("triggerPrice", "80000"), ("priceMatch", "QUEUE"), ("algoId", "1")];
        let trail = [("type", "TRAILING_STOP_MARKET"), ("callbackRate", "1"), ("activatePrice", "99000")];
        for time in [0, i64::MIN, 1_760_000_000_000, i64::MAX] {
            let mut exchange = Exchange::new(1, 1_759_000_000_000);
            let common = [&usual[..], &order].concat();
            answer_hostile(&mut exchange, &all, &[&common[..], &[("type", "LIMIT")]].concat(), time);
            let without_price: Vec<_> = common.iter().copied().filter(|(name, _)| *name != "price").collect();
            for more in [&stop[..], &trail] {
                answer_hostile(&mut exchange, &["createAlgoOrder"], &[&without_price, more].concat(), time);
            }
        }
    }
}

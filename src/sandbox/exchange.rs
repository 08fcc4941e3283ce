//! The exchange: everything but the wire. Synchronous, and told the time.

use std::collections::BTreeMap;

use super::gate::{self, Arguments, Keys, Sent};
use super::http::{Reply, Request};
use super::market::Market;
use super::refusal::Refusal;
use super::seed::Stream;
use super::trading::Desk;
use super::usage::Usage;
use super::weights;
use crate::operations::Operation;

/// The state of one sandbox.
pub struct Exchange {
    pub keys: Keys,
    market: Market,
    desk: Desk,
    usage: Usage,
    requests: BTreeMap<&'static str, u64>,
}

impl Exchange {
    pub fn new(seed: u64, now: i64) -> Self {
        let seed = Stream::new(seed);
        let keys =
            Keys { api_key: seed.branch("api key").text(0, 64), secret_key: seed.branch("secret key").text(0, 64) };
        let market = Market::new(seed);
        let desk = Desk::open(seed, market.clone(), now);
        Self { keys, market, desk, usage: Usage::new(), requests: BTreeMap::new() }
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
        if let Some(answer) = self.market.answer(operation.id, arguments, now) {
            return answer;
        }
        self.desk.settle(now);
        self.desk.answer(operation.id, arguments, now).unwrap_or_else(|| Err(not_implemented(operation)))
    }

    /// How many requests reached this operation.
    pub fn requests(&self, operation: &str) -> u64 {
        self.requests.get(operation).copied().unwrap_or_default()
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
    #[test]
    fn hostile_values_and_times_are_answered_without_a_panic() {
        let hostile = ["", "-1", "0", "1", "9223372036854775807", "-9223372036854775808", "1e9", "NaN", "币", "[[{}]]"];
        let huge =
            ["79228162514264337593543950335", "0.0000000000000000000000000001", "-0.0", "[{\"quantity\":\"1\"}]"];
        let usual = [("symbol", "BTCUSDT"), ("interval", "1m"), ("side", "SELL"), ("type", "LIMIT"), ("leverage", "3")];
        let order = [("timeInForce", "GTC"), ("quantity", "0.010"), ("price", "88000"), ("orderId", "1")];
        for time in [0, i64::MIN, 1_760_000_000_000, i64::MAX] {
            let mut exchange = Exchange::new(1, 1_759_000_000_000);
            for operation in operations::ALL {
                for name in operation.parameters.iter().map(|parameter| parameter.name) {
                    for value in hostile.iter().chain(&huge) {
                        let others = usual.iter().chain(&order).filter(|(other, _)| *other != name);
                        let mut pairs: Vec<_> = others.map(|(name, value)| (*name, *value)).collect();
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
    }
}

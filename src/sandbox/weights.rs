//! What a request costs.

use super::gate::Sent;

/// What a request costs: weight of the address, and orders of the account in ten seconds and in a minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    pub weight: u64,
    pub orders_10s: u64,
    pub orders_1m: u64,
}

impl Cost {
    const fn weight(weight: u64) -> Self {
        Self { weight, orders_10s: 0, orders_1m: 0 }
    }

    /// Whether the reply counts orders.
    pub const fn is_order(self) -> bool {
        self.orders_10s > 0
    }
}

/// What a request to this operation costs.
pub fn cost(operation: &str, sent: &Sent) -> Cost {
    let by_symbol = |one, all| if sent.get("symbol").is_some() { one } else { all };
    let limit = || sent.get("limit").and_then(|limit| limit.parse::<u64>().ok());
    match operation {
        "createOrder" | "createAlgoOrder" => Cost { weight: 0, orders_10s: 1, orders_1m: 1 },
        "createBatchOrders" => Cost { weight: 5, orders_10s: 5, orders_1m: 1 },
        "getFundingRateHistory" | "getFundingInfo" => Cost::weight(0),
        "getOrderBook" => Cost::weight(depth(limit().unwrap_or(500))),
        "getKlines" => Cost::weight(klines(limit().unwrap_or(500))),
        "getRecentTrades" | "getAllAlgoOrders" => Cost::weight(5),
        "getMarkPrice" => Cost::weight(by_symbol(1, 10)),
        "getTickerPrice" => Cost::weight(by_symbol(1, 2)),
        "get24hrTicker" | "getOpenOrders" | "getOpenAlgoOrders" => Cost::weight(by_symbol(1, 40)),
        "getAccountInfo" | "getBalance" | "getPositionRisk" => Cost::weight(10),
        "getIncomeHistory" => Cost::weight(30),
        _ => Cost::weight(1),
    }
}

/// Funding operations have a pool of their own, and their replies say nothing of the common one.
pub fn reports_weight(operation: &str) -> bool {
    !matches!(operation, "getFundingRateHistory" | "getFundingInfo")
}

const fn depth(limit: u64) -> u64 {
    match limit {
        0..=50 => 2,
        51..=100 => 5,
        101..=500 => 10,
        _ => 20,
    }
}

const fn klines(limit: u64) -> u64 {
    match limit {
        0..=99 => 1,
        100..=499 => 2,
        500..=1000 => 5,
        _ => 10,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weight(operation: &str, query: &str) -> u64 {
        cost(operation, &Sent::parse(query.as_bytes(), b"").unwrap()).weight
    }

    #[test]
    fn a_request_for_all_symbols_costs_more_than_one_for_a_single_one() {
        assert_eq!(weight("get24hrTicker", "symbol=BTCUSDT"), 1);
        assert_eq!(weight("get24hrTicker", ""), 40);
        assert_eq!(weight("getMarkPrice", ""), 10);
        assert_eq!(weight("getOpenAlgoOrders", "symbol=BTCUSDT"), 1);
        assert_eq!(weight("getOpenAlgoOrders", ""), 40);
    }

    #[test]
    fn placing_an_order_costs_orders_and_no_weight() {
        for operation in ["createOrder", "createAlgoOrder"] {
            assert_eq!(cost(operation, &Sent::default()), Cost { weight: 0, orders_10s: 1, orders_1m: 1 });
        }
    }

    #[test]
    fn longer_lists_cost_more() {
        assert_eq!(weight("getKlines", "limit=99"), 1);
        assert_eq!(weight("getKlines", ""), 5);
        assert_eq!(weight("getKlines", "limit=1500"), 10);
        assert_eq!(weight("getOrderBook", "limit=50"), 2);
        assert_eq!(weight("getOrderBook", ""), 10);
    }
}

//! A trade of the account.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::account::{Booked, Fill, MARGIN_ASSET};
use super::order::{Side, scaled};
use crate::sandbox::market::Contract;

/// A trade of the account.
#[derive(Debug)]
pub struct Trade {
    pub id: i64,
    pub order: i64,
    pub contract: &'static Contract,
    pub time: i64,
    fill: Fill,
    booked: Booked,
}

impl Trade {
    pub const fn new(order: i64, fill: Fill, booked: Booked) -> Self {
        Self { id: booked.trade, order, contract: fill.contract, time: fill.time, fill, booked }
    }

    pub fn row(&self) -> Value {
        let Fill { contract, position_side, side, quantity, price, is_maker, time, .. } = self.fill;
        let profit = self.booked.profit;
        json!({
            "id": self.id,
            "orderId": self.order,
            "symbol": contract.symbol,
            "pair": contract.pair,
            "side": side.name(),
            "positionSide": position_side.name(),
            "buyer": side == Side::Buy,
            "maker": is_maker,
            "price": scaled(price, contract.price_digits),
            "qty": scaled(quantity, contract.quantity_digits),
            "quoteQty": scaled(price * quantity, contract.price_digits + contract.quantity_digits),
            "baseQty": "0",
            "realizedPnl": if profit == Decimal::ZERO { "0".to_owned() } else { scaled(profit, 8) },
            "commission": scaled(self.booked.fee, 8),
            "commissionAsset": MARGIN_ASSET,
            "marginAsset": MARGIN_ASSET,
            "time": time,
        })
    }
}

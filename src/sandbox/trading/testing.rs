//! Checking an order without placing it.

use rust_decimal::Decimal;
use serde_json::json;

use super::desk::{Answer, Desk};
use super::draft::Draft;
use crate::sandbox::gate::Arguments;
use crate::sandbox::market;

impl Desk {
    /// Checks an order as far as the book, which it does not reach: one that would not be taken there passes.
    ///
    /// The answer is that of no order.
    pub(super) fn test(&mut self, arguments: &Arguments, now: i64) -> Answer {
        let quote = self.market.quote(market::named(arguments)?, now);
        let mut draft = Draft::read(arguments, &quote, self.account.modes, now)?;
        self.check_client_id(&draft)?;
        self.check(&mut draft, Decimal::ZERO, &quote, now)?;
        Ok(json!({
            "orderId": 0,
            "symbol": "",
            "status": "",
            "clientOrderId": "",
            "price": "0",
            "origQty": "0",
            "executedQty": "0",
            "cumQty": "0",
            "timeInForce": "",
            "type": "",
            "origType": "",
            "reduceOnly": false,
            "closePosition": false,
            "side": "",
            "positionSide": "",
            "stopPrice": "0",
            "workingType": "",
            "priceProtect": false,
            "priceMatch": "",
            "selfTradePreventionMode": "",
            "goodTillDate": 0,
            "updateTime": 0,
        }))
    }
}

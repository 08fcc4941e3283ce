//! The two shapes in which the exchange shows a conditional order.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::order::AlgoOrder;
use super::trigger::Trigger;
use crate::sandbox::trading::order::{Order, scaled};

impl AlgoOrder {
    /// The reply to placing it. What belongs to a trailing stop is there with the others too, but empty.
    pub fn receipt(&self) -> Value {
        let mut fields = self.common(None);
        let (activate, callback) = self.trail().unwrap_or_default();
        fields["activatePrice"] = activate.into();
        fields["callbackRate"] = callback.into();
        fields
    }

    /// The reply to asking for it, with the order that it has placed. Profit taking and stop loss that are attached to
    /// an order cannot be sent by this operation, so their fields never hold anything.
    pub fn details(&self, placed: Option<&Order>) -> Value {
        let mut fields = self.common(placed);
        let filled = placed.map_or(Decimal::ZERO, |order| order.filled);
        fields["actualOrderId"] = placed.map(|order| order.id.to_string()).unwrap_or_default().into();
        fields["actualPrice"] = placed.map_or_else(|| scaled(Decimal::ZERO, 5), Order::average_price).into();
        fields["actualQty"] = scaled(filled, self.draft.contract.quantity_digits).into();
        if let Some(order) = placed {
            fields["actualType"] = order.draft.kind.into();
        }
        for name in ["tpTriggerPrice", "tpPrice", "slTriggerPrice", "slPrice"] {
            fields[name] = "0.000".into();
        }
        fields["tpOrderType"] = "".into();
        if let Some((activate, callback)) = self.trail() {
            fields["activatePrice"] = activate.into();
            fields["callbackRate"] = callback.into();
        }
        fields
    }

    fn common(&self, placed: Option<&Order>) -> Value {
        let draft = &self.draft;
        let price = |price: Option<Decimal>| scaled(price.unwrap_or_default(), draft.contract.price_digits);
        json!({
            "algoId": self.id,
            "clientAlgoId": self.client_id,
            "algoType": "CONDITIONAL",
            "orderType": draft.kind.name(),
            "symbol": draft.contract.symbol,
            "side": draft.side.name(),
            "positionSide": draft.position_side.name(),
            "timeInForce": draft.time_in_force,
            "quantity": scaled(draft.quantity.unwrap_or_default(), draft.contract.quantity_digits),
            "algoStatus": self.status_name(placed),
            "triggerPrice": price(draft.trigger.price()),
            "price": price(draft.price),
            "icebergQuantity": null,
            "selfTradePreventionMode": draft.self_trade_prevention,
            "workingType": draft.working_type,
            "priceMatch": draft.price_match,
            "closePosition": draft.quantity.is_none(),
            "priceProtect": draft.price_protect,
            "reduceOnly": draft.reduce_only,
            "createTime": self.created,
            "updateTime": placed.map_or(self.updated, |order| order.updated.max(self.updated)),
            "triggerTime": self.triggered,
            "goodTillDate": draft.good_till,
        })
    }

    /// Activation price and callback rate of a trailing stop.
    fn trail(&self) -> Option<(String, String)> {
        let Trigger::Trail(trail) = &self.draft.trigger else { return None };
        Some((scaled(trail.activate, self.draft.contract.price_digits), trail.callback.to_string()))
    }
}

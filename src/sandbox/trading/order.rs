//! An order, and the two shapes in which the exchange shows it.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::amending::Amendment;
use super::draft::Draft;
use super::shelf::Shelved;
use crate::sandbox::market::Contract;

const DAY: i64 = 86_400_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    Buy,
    Sell,
}

impl Side {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Buy => "BUY",
            Self::Sell => "SELL",
        }
    }

    /// The change of a position when this quantity is bought or sold.
    pub fn signed(self, quantity: Decimal) -> Decimal {
        match self {
            Self::Buy => quantity,
            Self::Sell => -quantity,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    New,
    Filled,
    Canceled,
    Expired,
}

impl Status {
    const fn name(self) -> &'static str {
        match self {
            Self::New => "NEW",
            Self::Filled => "FILLED",
            Self::Canceled => "CANCELED",
            Self::Expired => "EXPIRED",
        }
    }
}

/// An order. It fills in one piece or not at all, but for a reduce-only order whose position has shrunk.
#[derive(Debug, Clone)]
pub struct Order {
    pub id: i64,
    pub client_id: String,
    pub draft: Draft,
    pub filled: Decimal,
    pub fill_price: Decimal,
    pub status: Status,
    pub created: i64,
    pub updated: i64,
    pub amendments: Vec<Amendment>,
}

impl Shelved for Order {
    fn id(&self) -> i64 {
        self.id
    }

    fn client_id(&self) -> &str {
        &self.client_id
    }

    fn is_open(&self) -> bool {
        self.status == Status::New
    }
}

impl Order {
    /// Ends it without a further fill.
    pub const fn end(&mut self, status: Status, now: i64) {
        self.status = status;
        self.updated = now;
    }

    pub fn contract(&self) -> &'static Contract {
        self.draft.contract
    }

    /// An order that ended without a fill can be queried for three days, any other for ninety.
    pub fn is_remembered(&self, now: i64) -> bool {
        let days = if self.is_open() || !self.filled.is_zero() { 90 } else { 3 };
        self.is_open() || now.saturating_sub(self.updated) <= days * DAY
    }

    /// The reply to placing it. An acknowledgement shows the order as it was received, even where it has been filled.
    pub fn placed(&self) -> Value {
        if self.draft.wants_result {
            return self.receipt();
        }
        Self { status: Status::New, filled: Decimal::ZERO, updated: self.created, ..self.clone() }.receipt()
    }

    /// The shape of replies that change an order: `cumQty`, but neither `time` nor anything about the price of fills.
    pub fn receipt(&self) -> Value {
        let mut fields = self.common();
        fields["cumQty"] = self.text_of(self.filled).into();
        fields
    }

    /// The shape of replies that only look at an order.
    pub fn details(&self) -> Value {
        let mut fields = self.common();
        fields["avgPrice"] = self.average_price().into();
        fields["cumQuote"] = (self.fill_price * self.filled).normalize().to_string().into();
        fields["time"] = self.created.into();
        fields
    }

    /// The average price of its fills, as the exchange prints it.
    pub fn average_price(&self) -> String {
        let digits = if self.filled.is_zero() { 5 } else { self.contract().price_digits.max(5) };
        scaled(self.fill_price, digits)
    }

    fn common(&self) -> Value {
        let draft = &self.draft;
        let mut fields = json!({
            "orderId": self.id,
            "symbol": draft.contract.symbol,
            "status": self.status.name(),
            "clientOrderId": self.client_id,
            "price": scaled(draft.price.unwrap_or_default(), draft.contract.price_digits),
            "origQty": self.text_of(draft.quantity),
            "executedQty": self.text_of(self.filled),
            "timeInForce": draft.time_in_force,
            "type": draft.kind,
            "origType": draft.kind,
            "reduceOnly": draft.reduce_only,
            "closePosition": false,
            "side": draft.side.name(),
            "positionSide": draft.position_side.name(),
            "stopPrice": scaled(Decimal::ZERO, draft.contract.price_digits),
            "workingType": draft.working_type,
            "priceProtect": false,
            "priceMatch": draft.price_match,
            "selfTradePreventionMode": draft.self_trade_prevention,
            "goodTillDate": draft.good_till,
            "updateTime": self.updated,
        });
        if let Some(id) = self.amendments.last().and_then(|amendment| amendment.modify_id) {
            fields["modifyId"] = id.into();
        }
        fields
    }

    fn text_of(&self, quantity: Decimal) -> String {
        scaled(quantity, self.contract().quantity_digits)
    }
}

/// A decimal with exactly so many digits after the point, and never a negative zero.
pub fn scaled(value: Decimal, digits: u32) -> String {
    let mut value = value.round_dp(digits);
    value.rescale(digits);
    if value.is_zero() {
        value.set_sign_positive(true);
    }
    value.to_string()
}

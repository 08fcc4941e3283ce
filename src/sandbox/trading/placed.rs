//! The book of what was ever accepted.

use crate::decimal::Quantity;
use crate::sandbox::gate::{Arguments, decimal};
use crate::timestamp::Timestamp;

/// An order that the sandbox accepted at some time; see [`Sandbox::placed_orders`](crate::sandbox::Sandbox::placed_orders).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PlacedOrder {
    /// The symbol of its contract.
    pub symbol: &'static str,
    /// The number that the exchange gave it: `orderId`, or `algoId` of a conditional order.
    pub order_id: i64,
    /// The id that its client gave it, or else the one that the exchange made up.
    pub client_order_id: String,
    /// Whether it is a conditional order.
    pub conditional: bool,
    /// The quantity as it was sent, in the base asset; none for an order that closes the whole position.
    pub quantity: Option<Quantity>,
    /// When it was accepted, by the clock of the sandbox.
    pub time: Timestamp,
}

/// The quantity as it was sent, to the last zero.
pub fn sent_quantity(arguments: &Arguments) -> Option<Quantity> {
    arguments.text("quantity").and_then(decimal).map(Quantity::from)
}

//! A position, and what a fill does to it.

use rust_decimal::Decimal;

use super::order::Side;
use super::position_side::PositionSide;
use crate::sandbox::market::Contract;

/// The leverage of a contract that has not been changed.
const DEFAULT_LEVERAGE: u32 = 20;

/// A position: positive when long, negative when short. Leverage and margin type are those of its contract, and the same
/// on all sides.
#[derive(Debug, Clone)]
pub struct Position {
    pub side: PositionSide,
    pub amount: Decimal,
    /// What was paid for the amount, without sign. Kept instead of the entry price, which is a quotient and may have
    /// no end; so profits stay exact.
    pub cost: Decimal,
    pub leverage: u32,
    pub is_isolated: bool,
    /// Margin that was added to it by hand, less what was taken out; nothing unless it is isolated.
    pub added: Decimal,
    pub updated: i64,
}

impl Position {
    pub fn new(contract: &Contract, side: PositionSide) -> Self {
        Self {
            side,
            amount: Decimal::ZERO,
            cost: Decimal::ZERO,
            leverage: DEFAULT_LEVERAGE.min(contract.max_leverage),
            is_isolated: false,
            added: Decimal::ZERO,
            updated: 0,
        }
    }

    pub fn is_open(&self) -> bool {
        !self.amount.is_zero()
    }

    /// The average price of the position, to ten digits after the point; zero without one.
    pub fn entry_price(&self) -> Decimal {
        self.cost.checked_div(self.amount.abs()).unwrap_or_default().round_dp(10)
    }

    pub fn unrealized(&self, mark: Decimal) -> Decimal {
        let value = self.amount.abs() * mark;
        let profit = if self.amount.is_sign_negative() { self.cost - value } else { value - self.cost };
        profit.round_dp(8)
    }

    /// How much an order of this side may reduce the position.
    pub fn reducible(&self, side: Side) -> Decimal {
        let reduces = self.is_open() && self.amount.is_sign_negative() == (side == Side::Buy);
        if reduces { self.amount.abs() } else { Decimal::ZERO }
    }

    /// Adds a fill and returns the profit realized by it; none if it only opened or enlarged the position.
    pub fn fill(&mut self, side: Side, quantity: Decimal, price: Decimal, now: i64) -> Option<Decimal> {
        let closed = self.reducible(side).min(quantity);
        let profit = (!closed.is_zero()).then(|| self.close(closed, price));
        let opened = quantity - closed;
        self.amount += side.signed(opened);
        self.cost += opened * price;
        self.updated = now;
        profit
    }

    fn close(&mut self, quantity: Decimal, price: Decimal) -> Decimal {
        let held = self.amount.abs();
        let share = |whole: Decimal| {
            if quantity == held { whole } else { (whole * quantity).checked_div(held).unwrap_or_default().round_dp(8) }
        };
        let cost = share(self.cost);
        self.added -= share(self.added);
        let value = quantity * price;
        let (profit, change) =
            if self.amount.is_sign_negative() { (cost - value, quantity) } else { (value - cost, -quantity) };
        self.amount += change;
        self.cost -= cost;
        profit.round_dp(8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::market;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    fn position() -> Position {
        Position::new(market::find("BTCUSDT").unwrap(), PositionSide::Both)
    }

    #[test]
    fn profit_is_realized_only_on_what_is_closed() {
        let mut position = position();
        assert_eq!(position.fill(Side::Buy, decimal("0.2"), decimal("100"), 1), None);
        assert_eq!(position.fill(Side::Buy, decimal("0.1"), decimal("103"), 2), None);
        assert_eq!(position.entry_price(), decimal("101"));
        assert_eq!(position.fill(Side::Sell, decimal("0.1"), decimal("111"), 3), Some(decimal("1")));
        assert_eq!(position.amount, decimal("0.2"));
    }

    #[test]
    fn an_order_larger_than_the_position_turns_it_around() {
        let mut position = position();
        position.fill(Side::Sell, decimal("1"), decimal("100"), 1);
        assert_eq!(position.fill(Side::Buy, decimal("3"), decimal("90"), 2), Some(decimal("10")));
        assert_eq!((position.amount, position.entry_price()), (decimal("2"), decimal("90")));
    }

    #[test]
    fn an_endless_entry_price_leaves_no_rest_in_the_profit() {
        let mut position = position();
        position.fill(Side::Buy, decimal("1"), decimal("100"), 1);
        position.fill(Side::Buy, decimal("2"), decimal("100.1"), 2);
        let first = position.fill(Side::Sell, decimal("1"), decimal("100"), 3).unwrap();
        let rest = position.fill(Side::Sell, decimal("2"), decimal("100"), 4).unwrap();
        assert_eq!(first + rest, decimal("-0.2"));
        assert_eq!((position.amount, position.cost), (Decimal::ZERO, Decimal::ZERO));
    }

    #[test]
    fn margin_that_was_added_leaves_with_what_is_closed() {
        let mut position = position();
        position.fill(Side::Buy, decimal("4"), decimal("100"), 1);
        position.added = decimal("10");
        position.fill(Side::Sell, decimal("1"), decimal("100"), 2);
        assert_eq!(position.added, decimal("7.5"));
        position.fill(Side::Sell, decimal("5"), decimal("100"), 3);
        assert_eq!((position.amount, position.added), (decimal("-2"), Decimal::ZERO));
    }
}

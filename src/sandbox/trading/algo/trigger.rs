//! What has to happen before a conditional order is placed.

use rust_decimal::Decimal;

use super::kind::Kind;
use crate::sandbox::trading::order::Side;

/// What has to happen before a conditional order is placed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trigger {
    /// The price rises to this one, or is above it already.
    Rise(Decimal),
    /// The price falls to this one, or is below it already.
    Fall(Decimal),
    Trail(Trail),
}

impl Trigger {
    /// A stop follows the price that runs away from the position, profit is taken where the price has come to it.
    pub fn at(kind: Kind, side: Side, price: Decimal) -> Self {
        if kind.takes_profit() == (side == Side::Sell) { Self::Rise(price) } else { Self::Fall(price) }
    }

    /// Takes note of a price, and tells whether it triggers the order.
    pub fn observe(&mut self, price: Decimal) -> bool {
        match self {
            Self::Rise(least) => price >= *least,
            Self::Fall(most) => price <= *most,
            Self::Trail(trail) => trail.observe(price),
        }
    }

    /// The price that triggers it; none while that moves.
    pub const fn price(&self) -> Option<Decimal> {
        match self {
            Self::Rise(price) | Self::Fall(price) => Some(*price),
            Self::Trail(_) => None,
        }
    }
}

/// A stop that follows the best price at a distance. Once active, it triggers when the price comes back by so many
/// percent of the best one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trail {
    pub side: Side,
    /// The price that it waits for before it follows.
    pub activate: Decimal,
    /// In percent.
    pub callback: Decimal,
    /// The best price since it is active; none before.
    pub best: Option<Decimal>,
}

impl Trail {
    fn observe(&mut self, price: Decimal) -> bool {
        let is_reached = match self.side {
            Side::Sell => price >= self.activate,
            Side::Buy => price <= self.activate,
        };
        if self.best.is_none() && !is_reached {
            return false;
        }
        let best = self.best.unwrap_or(price);
        let share = self.callback / Decimal::ONE_HUNDRED;
        match self.side {
            Side::Sell => {
                let best = best.max(price);
                self.best = Some(best);
                price <= best * (Decimal::ONE - share)
            }
            Side::Buy => {
                let best = best.min(price);
                self.best = Some(best);
                price >= best * (Decimal::ONE + share)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn observed(mut trigger: Trigger, prices: &[i64]) -> Vec<bool> {
        prices.iter().map(|price| trigger.observe(Decimal::from(*price))).collect()
    }

    #[test]
    fn a_stop_and_a_profit_taking_of_one_side_look_opposite_ways() {
        let at = |kind, side| observed(Trigger::at(kind, side, Decimal::from(100)), &[99, 100, 101]);
        for (kind, side, expected) in [
            (Kind::Stop, Side::Sell, [true, true, false]),
            (Kind::StopMarket, Side::Buy, [false, true, true]),
            (Kind::TakeProfit, Side::Sell, [false, true, true]),
            (Kind::TakeProfitMarket, Side::Buy, [true, true, false]),
        ] {
            assert_eq!(at(kind, side), expected, "{kind:?} {side:?}");
        }
    }

    #[test]
    fn a_trailing_sale_follows_the_highest_price_once_it_is_active() {
        let trail = Trail { side: Side::Sell, activate: Decimal::from(110), callback: Decimal::ONE, best: None };
        let seen = observed(Trigger::Trail(trail), &[100, 50, 110, 200, 199, 198]);
        assert_eq!(seen, [false, false, false, false, false, true]);
    }

    #[test]
    fn a_trailing_purchase_follows_the_lowest_price_once_it_is_active() {
        let trail = Trail { side: Side::Buy, activate: Decimal::from(90), callback: Decimal::TEN, best: None };
        let seen = observed(Trigger::Trail(trail), &[100, 200, 90, 50, 54, 55]);
        assert_eq!(seen, [false, false, false, false, false, true]);
    }
}

//! A contract and its trading rules.

use rust_decimal::Decimal;

/// A contract and its trading rules. Prices are counted in units of the last digit that its prices are quoted with,
/// quantities likewise, so that no rule needs a fraction.
#[derive(Debug, PartialEq, Eq)]
pub struct Contract {
    pub symbol: &'static str,
    pub pair: &'static str,
    pub base: &'static str,
    pub kind: &'static str,
    pub status: &'static str,
    pub underlying: &'static str,
    pub themes: &'static [&'static str],
    pub onboard: i64,
    pub delivery: i64,
    pub price_digits: u32,
    pub tick: i64,
    pub min_price: i64,
    pub max_price: i64,
    pub quantity_digits: u32,
    pub step: i64,
    pub max_quantity: i64,
    pub max_market_quantity: i64,
    /// In whole USDT.
    pub min_notional: i64,
    /// How far a limit price may be from the mark price, in 1/10,000.
    pub price_band: i64,
    pub max_leverage: u32,
    /// The largest position at the highest leverage, in whole USDT; see [`Contract::max_notional`].
    pub notional_unit: i64,
    /// The maintenance margin of small positions, in 1/10,000 of the notional; see [`Contract::brackets`].
    pub maintenance: i64,
    /// Hours between two fundings; 0 for a contract that has none.
    pub funding_hours: i64,
    /// The price around which the market moves, in ticks.
    pub anchor: i64,
    /// The largest quantity of one trade of the market, in steps.
    pub trade_size: i64,
    pub open_interest: i64,
}

impl Contract {
    /// A price of this many ticks.
    pub fn price(&self, ticks: i64) -> Decimal {
        units(ticks.saturating_mul(self.tick), self.price_digits)
    }

    /// How many ticks a price is; none for a price that no order may have.
    pub fn ticks(&self, price: Decimal) -> Option<i64> {
        let (lowest, highest) = self.price_range();
        let is_allowed = (lowest..=highest).contains(&price) && (price % self.tick_size()).is_zero();
        if is_allowed { i64::try_from(price / self.tick_size()).ok() } else { None }
    }

    /// A quantity of this many steps.
    pub fn quantity(&self, steps: i64) -> Decimal {
        units(steps.saturating_mul(self.step), self.quantity_digits)
    }

    pub fn tick_size(&self) -> Decimal {
        units(self.tick, self.price_digits)
    }

    pub fn step_size(&self) -> Decimal {
        units(self.step, self.quantity_digits)
    }

    /// The lowest and the highest price of a limit order.
    pub fn price_range(&self) -> (Decimal, Decimal) {
        (units(self.min_price, self.price_digits), units(self.max_price, self.price_digits))
    }

    /// The largest quantity of a limit order, and of a market order.
    pub fn max_quantities(&self) -> (Decimal, Decimal) {
        (units(self.max_quantity, self.quantity_digits), units(self.max_market_quantity, self.quantity_digits))
    }

    /// The factors of the mark price below and above which a limit price is refused.
    pub fn multipliers(&self) -> (Decimal, Decimal) {
        (units(10_000 - self.price_band, 4), units(10_000 + self.price_band, 4))
    }

    pub fn is_trading(&self) -> bool {
        self.status == "TRADING"
    }
}

/// A number of units of the digit at this position after the point.
pub fn units(count: i64, digits: u32) -> Decimal {
    Decimal::try_new(count, digits).unwrap_or_default()
}

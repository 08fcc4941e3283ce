//! What positions and open orders tie up.

use rust_decimal::Decimal;

use super::position::Position;
use crate::sandbox::market::Quote;

/// The notional of the open orders of one position, by side. Reduce-only orders tie up nothing and do not count.
#[derive(Debug, Clone, Copy, Default)]
pub struct OpenNotional {
    pub bids: Decimal,
    pub asks: Decimal,
}

/// The margin of one position.
#[derive(Debug, Clone, Copy, Default)]
pub struct Margin {
    /// The value of the position at the mark price, with its sign.
    pub notional: Decimal,
    pub unrealized: Decimal,
    pub position_initial: Decimal,
    pub open_order_initial: Decimal,
    pub maintenance: Decimal,
    /// What an isolated position has set aside from the wallet.
    pub isolated_wallet: Decimal,
}

impl Margin {
    /// Open orders tie up what they could add to the position if one side filled entirely, so that an order which
    /// closes the position ties up nothing.
    pub fn new(position: &Position, open: OpenNotional, quote: &Quote) -> Self {
        let leverage = Decimal::from(position.leverage);
        let notional = (position.amount * quote.mark).round_dp(8);
        let largest = (notional + open.bids).abs().max((notional - open.asks).abs()).max(notional.abs());
        let share = |amount: Decimal| amount.checked_div(leverage).unwrap_or(amount).round_dp(8);
        Self {
            notional,
            unrealized: position.unrealized(quote.mark),
            position_initial: share(notional.abs()),
            open_order_initial: share(largest - notional.abs()),
            maintenance: quote.contract.maintenance(notional.abs()),
            isolated_wallet: if position.is_isolated { share(position.cost) + position.added } else { Decimal::ZERO },
        }
    }

    pub fn initial(&self) -> Decimal {
        self.position_initial + self.open_order_initial
    }

    /// How much of what an isolated position has set aside it can do without.
    pub fn removable(&self) -> Decimal {
        (self.isolated_wallet + self.unrealized.min(Decimal::ZERO) - self.position_initial).max(Decimal::ZERO)
    }
}

/// The margin of the whole account, in USDT.
#[derive(Debug, Clone, Copy, Default)]
pub struct Totals {
    pub wallet: Decimal,
    pub unrealized: Decimal,
    pub cross_unrealized: Decimal,
    pub position_initial: Decimal,
    pub open_order_initial: Decimal,
    pub maintenance: Decimal,
    pub isolated_wallet: Decimal,
    isolated_initial: Decimal,
}

impl Totals {
    pub fn new(wallet: Decimal) -> Self {
        Self { wallet, ..Self::default() }
    }

    pub fn add(&mut self, position: &Position, margin: &Margin) {
        self.unrealized += margin.unrealized;
        self.position_initial += margin.position_initial;
        self.open_order_initial += margin.open_order_initial;
        self.maintenance += margin.maintenance;
        self.isolated_wallet += margin.isolated_wallet;
        if position.is_isolated {
            self.isolated_initial += margin.position_initial;
        } else {
            self.cross_unrealized += margin.unrealized;
        }
    }

    pub fn initial(&self) -> Decimal {
        self.position_initial + self.open_order_initial
    }

    pub fn cross_wallet(&self) -> Decimal {
        self.wallet - self.isolated_wallet
    }

    /// What can still be used to open positions. The initial margin of isolated positions has left the cross wallet.
    pub fn available(&self) -> Decimal {
        (self.cross_wallet() + self.cross_unrealized - (self.initial() - self.isolated_initial)).max(Decimal::ZERO)
    }

    /// What can be withdrawn: of what is available, that which is not profit on paper.
    pub fn withdrawable(&self) -> Decimal {
        self.available().min(self.available() - self.cross_unrealized).max(Decimal::ZERO)
    }
}

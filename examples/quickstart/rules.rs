//! The trading rules of a contract.

use binance_usdm::types::{FuturesSymbol, LotSizeFilter, PercentPriceFilter, PriceFilter};
use binance_usdm::{Amount, Price};

/// What an order of a contract has to keep to.
pub struct Rules {
    pub price: PriceFilter,
    pub quantity: LotSizeFilter,
    /// The least value of an order, price times quantity.
    pub min_notional: Amount,
    /// The lowest price of a sell order and the highest of a buy order, as factors of the mark price.
    pub band: PercentPriceFilter,
}

impl Rules {
    /// The rules that this tour needs; `None` if the contract lacks one of them.
    pub fn of(contract: &FuturesSymbol) -> Option<Self> {
        Some(Self {
            price: contract.price_filter()?.clone(),
            quantity: contract.lot_size()?.clone(),
            min_notional: contract.min_notional()?.notional,
            band: contract.percent_price()?.clone(),
        })
    }

    /// The lower edge of the band around a mark price, on a tick.
    pub fn lower_edge(&self, mark: Price) -> Price {
        (mark * self.band.multiplier_down).trunc_to_step(self.price.tick_size)
    }
}

//! The trading rules of a contract, taken from the exchange's list of filters.

use binance_usdm::types::{FuturesSymbol, SymbolFilter};
use binance_usdm::{Amount, Price, Quantity, Rate};

/// What an order of a contract has to keep to.
pub struct Rules {
    /// Prices are multiples of it.
    pub tick: Price,
    pub min_price: Price,
    pub max_price: Price,
    /// Quantities are multiples of it.
    pub step: Quantity,
    pub min_quantity: Quantity,
    pub max_quantity: Quantity,
    /// The least value of an order, price times quantity.
    pub min_notional: Amount,
    /// The lowest price of a sell order and the highest of a buy order, as factors of the mark price.
    pub band: (Rate, Rate),
}

impl Rules {
    /// Reads the filters; the error says which of them is missing.
    pub fn of(contract: &FuturesSymbol) -> Result<Self, String> {
        let price = filter(contract, "PRICE_FILTER")?;
        let lot = filter(contract, "LOT_SIZE")?;
        let notional = filter(contract, "MIN_NOTIONAL")?;
        let band = filter(contract, "PERCENT_PRICE")?;
        Ok(Self {
            tick: price.tick_size.ok_or("no tickSize")?,
            min_price: price.min_price.ok_or("no minPrice")?,
            max_price: price.max_price.ok_or("no maxPrice")?,
            step: lot.step_size.ok_or("no stepSize")?,
            min_quantity: lot.min_qty.ok_or("no minQty")?,
            max_quantity: lot.max_qty.ok_or("no maxQty")?,
            min_notional: notional.notional.ok_or("no notional")?,
            band: (band.multiplier_down.ok_or("no multiplierDown")?, band.multiplier_up.ok_or("no multiplierUp")?),
        })
    }
}

fn filter<'a>(contract: &'a FuturesSymbol, kind: &str) -> Result<&'a SymbolFilter, String> {
    let found = contract.filters.iter().find(|filter| filter.filter_type == kind);
    found.ok_or_else(|| format!("{} has no filter {kind}", contract.symbol))
}

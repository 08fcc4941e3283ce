//! The rules of a symbol, by name instead of by search.

use crate::types::{
    ExchangeInfo, FuturesSymbol, LotSizeFilter, MinNotionalFilter, PercentPriceFilter, PriceFilter, SymbolFilter,
};

impl ExchangeInfo {
    /// The contract with this symbol.
    ///
    /// `None` too for one that did not decode: `symbols.rejected()` has those.
    #[must_use]
    pub fn symbol(&self, symbol: &str) -> Option<&FuturesSymbol> {
        self.symbols.iter().find(|contract| contract.symbol == symbol)
    }
}

/// Finds the first filter of a kind.
macro_rules! filter {
    ($contract:ident, $kind:ident) => {
        $contract.filters.iter().find_map(|filter| match filter {
            SymbolFilter::$kind(filter) => Some(filter),
            _ => None,
        })
    };
}

/// The rules that orders of this contract have to keep. A rule that is absent is not enforced.
impl FuturesSymbol {
    /// Which prices an order may have: bounds and tick size.
    ///
    /// ```
    /// # async fn example(client: binance_usdm::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use binance_usdm::Price;
    ///
    /// let info = client.get_exchange_info().send().await?;
    /// let contract = info.symbol("BTCUSDT").ok_or("no such symbol")?;
    /// let wanted: Price = "65000.123".parse()?;
    /// let price = contract.price_filter().map_or(wanted, |rule| wanted.trunc_to_step(rule.tick_size));
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn price_filter(&self) -> Option<&PriceFilter> {
        filter!(self, PriceFilter)
    }

    /// Which quantities an order with a price may have: bounds and step.
    #[must_use]
    pub fn lot_size(&self) -> Option<&LotSizeFilter> {
        filter!(self, LotSize)
    }

    /// Which quantities a market order may have: bounds and step.
    #[must_use]
    pub fn market_lot_size(&self) -> Option<&LotSizeFilter> {
        filter!(self, MarketLotSize)
    }

    /// How large an order has to be, unless it only reduces a position.
    #[must_use]
    pub fn min_notional(&self) -> Option<&MinNotionalFilter> {
        filter!(self, MinNotional)
    }

    /// How far from the mark price an order may be.
    #[must_use]
    pub fn percent_price(&self) -> Option<&PercentPriceFilter> {
        filter!(self, PercentPrice)
    }
}

//! Prices set by hand.

use std::error::Error;
use std::fmt;

use super::Sandbox;
use super::market::{self, Contract};
use crate::decimal::Price;

impl Sandbox {
    /// Sets the price of a contract, in the quote asset, where it stays until it is set again or
    /// [released](Self::release_price).
    ///
    /// Last, mark and index price and the best bid are this price, the best ask is one tick above it, and trades and
    /// candles take place at it from now on; the trade of the fifteen seconds in progress already does. Before this
    /// returns, orders that the new price reaches are filled, and conditional orders that it triggers are placed.
    ///
    /// # Errors
    ///
    /// If no such contract trades, or if an order of it could not have this price: see its tick size and the lowest and
    /// highest price in the exchange info.
    ///
    /// # Examples
    ///
    /// ```
    /// use binance_usdm::Client;
    /// use binance_usdm::sandbox::Sandbox;
    ///
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let sandbox = Sandbox::start().await?;
    /// let client = Client::builder().base_url(sandbox.base_url()).build()?;
    /// sandbox.set_price("BTCUSDT", "85000.10")?;
    /// let book = client.get_order_book().symbol("BTCUSDT").limit(5).send().await?;
    /// assert_eq!(book.bids[0].price.to_string(), "85000.10");
    /// sandbox.release_price("BTCUSDT")?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn set_price<P>(&self, symbol: &str, price: P) -> Result<(), SetPriceError>
    where
        P: TryInto<Price>,
        P::Error: fmt::Display,
    {
        let contract = trading(symbol)?;
        let price = price.try_into().map_err(|error| SetPriceError(error.to_string()))?;
        let ticks = contract.ticks(price.into_inner()).ok_or_else(|| no_price(contract, price))?;
        self.pin(contract, Some(ticks));
        Ok(())
    }

    /// Lets the market move the price of a contract again. It goes to where it would be if it had never been set; the
    /// trades and candles since then stay.
    ///
    /// # Errors
    ///
    /// If no such contract trades.
    pub fn release_price(&self, symbol: &str) -> Result<(), SetPriceError> {
        self.pin(trading(symbol)?, None);
        Ok(())
    }

    fn pin(&self, contract: &'static Contract, price: Option<i64>) {
        let now = self.clock.now_millis();
        self.exchange().pin(contract, price, now);
    }
}

fn trading(symbol: &str) -> Result<&'static Contract, SetPriceError> {
    let contract = market::find(symbol).filter(|contract| contract.is_trading());
    contract.ok_or_else(|| SetPriceError(format!("the sandbox has no contract {symbol:?} that trades")))
}

fn no_price(contract: &Contract, price: Price) -> SetPriceError {
    let ((lowest, highest), tick) = (contract.price_range(), contract.tick_size());
    let symbol = contract.symbol;
    SetPriceError(format!(
        "{price} is no price of {symbol}: it has to be a multiple of {tick} from {lowest} to {highest}"
    ))
}

/// The sandbox has no such price to set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetPriceError(String);

impl fmt::Display for SetPriceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for SetPriceError {}

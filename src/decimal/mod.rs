//! Exact decimal numbers, one type for each kind of money figure.
//!
//! | Type         | What it counts                                      | Example on the wire |
//! |--------------|-----------------------------------------------------|---------------------|
//! | [`Price`]    | quote asset per one unit of base asset              | `"65000.10"`        |
//! | [`Quantity`] | base asset or contracts, negative for a short       | `"-0.010"`          |
//! | [`Amount`]   | quote or margin asset: balance, notional, profit    | `"650.0010"`        |
//! | [`Rate`]     | a fraction: `0.0001` is 0.01 %                      | `"0.00010000"`      |
//! | [`Percent`]  | a percentage: `1` is 1 %                            | `"1.5"`             |
//!
//! All five wrap [`rust_decimal::Decimal`]: an integer below 2^96 with 0 to 28 decimals.
//!
//! # Reading and writing are exact
//!
//! The wire form is a string. Parsing takes
//! `[+-]?(digits[.digits?]|.digits)([eE][+-]?digits)?` and nothing else, and either keeps every
//! digit or fails with a [`ParseDecimalError`]; it never rounds. These rules follow:
//!
//! - Trailing zeros are kept: `"0.010"` is written back as `"0.010"`.
//! - Decimals are counted after the exponent is applied, zeros included, and more than 28 of them
//!   are an error. So `"1.0E8"` is `100000000`, and `"1e-29"` is an error.
//! - Zero times any power of ten is zero, so `"0e99999"` is `0`; but `"0e-99999"` asks for 99999
//!   decimals and is an error.
//! - There is no minus zero: `"-0.00"` reads as `0.00`, and no operation answers `-0`.
//!
//! Writing never uses an exponent. A formatter's width, alignment and sign are honoured; its
//! precision cuts digits off without rounding, as `Decimal` does.
//!
//! # Arithmetic
//!
//! Operators exist where the result means something: `Price * Quantity` is an `Amount`,
//! `Amount * Rate` is an `Amount`, `Amount / Quantity` is a `Price`, `Amount / Price` is a
//! `Quantity`. One kind can be added to itself, scaled by a `Decimal` or an `i64`, and divided by
//! itself, which gives the ratio as a `Decimal`. A `Percent` becomes a `Rate` only through
//! [`Percent::to_rate`].
//!
//! A result that needs more than 28 decimals, or more digits than a `Decimal` holds (28, at times
//! 29), is rounded by `rust_decimal` to what fits: a quotient such as `1 / 3`, a very long
//! product, or the sum of a huge and a tiny number. A result too large to hold makes the
//! operators panic and makes their `checked_` twins answer `None`.
//!
//! # Kinds do not mix
//!
//! A price and a quantity do not add:
//!
//! ```compile_fail,E0308
//! use binance_usdm::{Price, Quantity};
//! let _ = Price::from(2) + Quantity::from(3);
//! ```
//!
//! ```
//! use binance_usdm::Price;
//! let _ = Price::from(2) + Price::from(3);
//! ```
//!
//! Nor do they compare:
//!
//! ```compile_fail,E0308
//! use binance_usdm::{Price, Quantity};
//! let _ = Price::from(2) == Quantity::from(2);
//! ```
//!
//! ```
//! use binance_usdm::Price;
//! let _ = Price::from(2) == Price::from(2);
//! ```
//!
//! A float, which may already have lost digits, is never taken:
//!
//! ```compile_fail,E0277
//! use binance_usdm::Price;
//! let _ = Price::from(1.0_f64);
//! ```
//!
//! ```
//! use binance_usdm::Price;
//! let _ = Price::from(1_i64);
//! ```
//!
//! A product without meaning has no operator:
//!
//! ```compile_fail,E0277
//! use binance_usdm::Quantity;
//! let _ = Quantity::from(2) * Quantity::from(3);
//! ```
//!
//! ```
//! use binance_usdm::{Price, Quantity};
//! let _ = Quantity::from(2) * Price::from(3);
//! ```
//!
//! And one kind does not stand in for another:
//!
//! ```compile_fail,E0308
//! use binance_usdm::{Price, Quantity};
//! let quantity = Quantity::from(2);
//! let p: Price = quantity;
//! ```
//!
//! ```
//! use binance_usdm::{Price, Quantity};
//! let quantity = Quantity::from(2);
//! let p: Quantity = quantity;
//! ```

mod arithmetic;
mod error;
mod newtype;
mod parse;
mod percent;
mod step;
#[cfg(test)]
mod tests;
mod wire;
mod write;

pub use error::ParseDecimalError;
pub(crate) use parse::{FromParsed, parse};

newtype::decimal_newtype! {
    /// The price of one unit of base asset, in quote asset.
    ///
    /// On the wire it is a string such as `"65000.10"`; trailing zeros are kept. A price times a
    /// [`Quantity`] is an [`Amount`].
    ///
    /// # Examples
    ///
    /// ```
    /// use binance_usdm::{Amount, Price, Quantity};
    ///
    /// let price: Price = "65000.10".parse()?;
    /// let quantity: Quantity = "0.010".parse()?;
    /// let notional: Amount = price * quantity;
    ///
    /// assert_eq!(price.to_string(), "65000.10");
    /// assert_eq!(notional.to_string(), "650.00100");
    /// # Ok::<(), binance_usdm::ParseDecimalError>(())
    /// ```
    Price
}

newtype::decimal_newtype! {
    /// A quantity of base asset or of contracts; negative for a short position.
    ///
    /// On the wire it is a string such as `"0.010"` or, for a short position, `"-0.010"`.
    ///
    /// # Examples
    ///
    /// ```
    /// use binance_usdm::Quantity;
    ///
    /// let wanted: Quantity = "1.2345".parse()?;
    /// let step: Quantity = "0.001".parse()?;
    ///
    /// assert!(!wanted.is_multiple_of(step));
    /// assert_eq!(wanted.trunc_to_step(step).to_string(), "1.234");
    /// # Ok::<(), binance_usdm::ParseDecimalError>(())
    /// ```
    Quantity
}

newtype::decimal_newtype! {
    /// An amount of quote or margin asset: a balance, a notional value, a profit or a loss.
    ///
    /// On the wire it is a string such as `"-12.50000000"`. The asset it counts is named by the
    /// field beside it, not by the type.
    ///
    /// # Examples
    ///
    /// ```
    /// use binance_usdm::{Amount, Price, Quantity, Rate};
    ///
    /// let notional: Amount = "650.0010".parse()?;
    /// let commission: Rate = "0.0004".parse()?;
    ///
    /// assert_eq!((notional * commission).to_string(), "0.26000040");
    /// assert_eq!(notional / Quantity::try_from("0.01")?, Price::try_from("65000.1")?);
    /// # Ok::<(), binance_usdm::ParseDecimalError>(())
    /// ```
    Amount
}

newtype::decimal_newtype! {
    /// A rate as a fraction: a funding or a commission rate, where `0.0001` is 0.01 %.
    ///
    /// On the wire it is a string such as `"0.00010000"`. [`Rate::to_percent`] gives the same
    /// figure as a [`Percent`].
    ///
    /// # Examples
    ///
    /// ```
    /// use binance_usdm::{Amount, Rate};
    ///
    /// let funding: Rate = "0.0001".parse()?;
    ///
    /// assert_eq!(Amount::from(10_000) * funding, Amount::from(1));
    /// assert_eq!(funding.to_percent().to_string(), "0.01");
    /// # Ok::<(), binance_usdm::ParseDecimalError>(())
    /// ```
    Rate
}

newtype::decimal_newtype! {
    /// A percentage, where `1` is 1 %: a callback rate or a price change.
    ///
    /// On the wire it is a string such as `"1.5"`. [`Percent::to_rate`] gives the same figure as
    /// a [`Rate`].
    ///
    /// # Examples
    ///
    /// ```
    /// use binance_usdm::Percent;
    ///
    /// let callback: Percent = "1.5".parse()?;
    ///
    /// assert_eq!(callback.to_rate().to_string(), "0.015");
    /// # Ok::<(), binance_usdm::ParseDecimalError>(())
    /// ```
    Percent
}

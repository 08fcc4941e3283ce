//! Between a percentage and a fraction: the point moves by two places, and no digit changes.

use rust_decimal::Decimal;

use super::{Percent, Rate};

impl Percent {
    /// The same figure as a fraction: 1 % is `0.01`.
    ///
    /// # Panics
    ///
    /// When the fraction needs more than 28 decimals; [`Percent::checked_to_rate`] answers `None`
    /// instead.
    ///
    /// # Examples
    ///
    /// ```
    /// use binance_usdm::{Percent, Rate};
    ///
    /// assert_eq!(Percent::try_from("0.5")?.to_rate(), Rate::try_from("0.005")?);
    /// # Ok::<(), binance_usdm::ParseDecimalError>(())
    /// ```
    #[must_use]
    pub fn to_rate(self) -> Rate {
        self.checked_to_rate().expect("the fraction fits in 28 decimals")
    }

    /// Like [`Percent::to_rate`], but `None` where that panics.
    #[must_use]
    pub fn checked_to_rate(self) -> Option<Rate> {
        let shift = |value: Decimal| Decimal::try_from_i128_with_scale(value.mantissa(), value.scale() + 2).ok();
        // Trailing zeros are given up only when they stand in the way.
        shift(self.0).or_else(|| shift(self.0.normalize())).map(Rate::new)
    }
}

impl Rate {
    /// The same figure as a percentage: `0.01` is 1 %.
    ///
    /// # Panics
    ///
    /// When the percentage is too large for a decimal; [`Rate::checked_to_percent`] answers
    /// `None` instead.
    ///
    /// # Examples
    ///
    /// ```
    /// use binance_usdm::{Percent, Rate};
    ///
    /// assert_eq!(Rate::try_from("0.0001")?.to_percent(), Percent::try_from("0.01")?);
    /// # Ok::<(), binance_usdm::ParseDecimalError>(())
    /// ```
    #[must_use]
    pub fn to_percent(self) -> Percent {
        self.checked_to_percent().expect("the percentage fits in a decimal")
    }

    /// Like [`Rate::to_percent`], but `None` where that panics.
    #[must_use]
    pub fn checked_to_percent(self) -> Option<Percent> {
        let (mantissa, scale) = (self.0.mantissa(), self.0.scale());
        let shifted = match scale {
            0 => Decimal::try_from_i128_with_scale(mantissa * 100, 0),
            1 => Decimal::try_from_i128_with_scale(mantissa * 10, 0),
            _ => Decimal::try_from_i128_with_scale(mantissa, scale - 2),
        };
        shifted.ok().map(Percent::new)
    }
}

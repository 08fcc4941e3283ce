//! Operators within one kind, and between kinds where the result means something.

use super::{Amount, Price, Quantity, Rate};

/// Implements what one kind does with itself and with plain numbers.
macro_rules! operators {
    ($Name:ident) => {
        impl $Name {
            /// The sum, or `None` when it is too large for a decimal.
            ///
            /// A sum of more digits than a decimal holds is rounded, as `+` rounds it.
            #[must_use]
            pub fn checked_add(self, other: Self) -> Option<Self> {
                self.0.checked_add(other.0).map(Self::new)
            }

            /// The difference, or `None` when it is too large for a decimal.
            ///
            /// A difference of more digits than a decimal holds is rounded, as `-` rounds it.
            #[must_use]
            pub fn checked_sub(self, other: Self) -> Option<Self> {
                self.0.checked_sub(other.0).map(Self::new)
            }

            /// The product with anything `*` takes, or `None` when it is too large for a decimal.
            ///
            /// A product of more digits than a decimal holds is rounded, as `*` rounds it.
            ///
            /// # Examples
            ///
            /// ```
            #[doc = concat!("use binance_usdm::", stringify!($Name), ";")]
            /// use rust_decimal::Decimal;
            ///
            #[doc = concat!("let value = ", stringify!($Name), "::from(5);")]
            #[doc = concat!("assert_eq!(value.checked_mul(3), Some(", stringify!($Name), "::from(15)));")]
            /// assert_eq!(value.checked_mul(Decimal::MAX), None);
            /// ```
            #[must_use]
            pub fn checked_mul<R>(self, factor: R) -> Option<<Self as ::std::ops::Mul<R>>::Output>
            where
                Self: ::std::ops::Mul<R, Output: From<::rust_decimal::Decimal>>,
                R: Into<::rust_decimal::Decimal>,
            {
                self.0.checked_mul(factor.into()).map(Into::into)
            }

            /// The quotient by anything `/` takes, or `None` when the divisor is zero or the
            /// quotient is too large for a decimal.
            ///
            /// A quotient of more digits than a decimal holds is rounded, as `/` rounds it.
            ///
            /// # Examples
            ///
            /// ```
            #[doc = concat!("use binance_usdm::", stringify!($Name), ";")]
            /// use rust_decimal::Decimal;
            ///
            #[doc = concat!("let value = ", stringify!($Name), "::from(15);")]
            #[doc = concat!("assert_eq!(value.checked_div(", stringify!($Name), "::from(3)), Some(Decimal::from(5)));")]
            /// assert_eq!(value.checked_div(Decimal::ZERO), None);
            /// ```
            #[must_use]
            pub fn checked_div<R>(self, divisor: R) -> Option<<Self as ::std::ops::Div<R>>::Output>
            where
                Self: ::std::ops::Div<R, Output: From<::rust_decimal::Decimal>>,
                R: Into<::rust_decimal::Decimal>,
            {
                self.0.checked_div(divisor.into()).map(Into::into)
            }
        }

        impl ::std::ops::Add for $Name {
            type Output = Self;

            /// The sum.
            ///
            /// # Panics
            ///
            /// When the sum is too large for a decimal.
            fn add(self, other: Self) -> Self {
                Self::new(self.0 + other.0)
            }
        }

        impl ::std::ops::Sub for $Name {
            type Output = Self;

            /// The difference.
            ///
            /// # Panics
            ///
            /// When the difference is too large for a decimal.
            fn sub(self, other: Self) -> Self {
                Self::new(self.0 - other.0)
            }
        }

        impl ::std::ops::AddAssign for $Name {
            /// Adds in place.
            ///
            /// # Panics
            ///
            /// When the sum is too large for a decimal.
            fn add_assign(&mut self, other: Self) {
                *self = *self + other;
            }
        }

        impl ::std::ops::SubAssign for $Name {
            /// Subtracts in place.
            ///
            /// # Panics
            ///
            /// When the difference is too large for a decimal.
            fn sub_assign(&mut self, other: Self) {
                *self = *self - other;
            }
        }

        impl ::std::ops::Neg for $Name {
            type Output = Self;

            /// The same number with the other sign; zero stays zero.
            fn neg(self) -> Self {
                Self::new(-self.0)
            }
        }

        impl ::std::iter::Sum for $Name {
            /// The sum of all, zero when there is none.
            ///
            /// # Panics
            ///
            /// When a partial sum is too large for a decimal.
            fn sum<I: Iterator<Item = Self>>(values: I) -> Self {
                values.fold(Self::ZERO, |sum, value| sum + value)
            }
        }

        impl<'a> ::std::iter::Sum<&'a Self> for $Name {
            /// The sum of all, zero when there is none.
            ///
            /// # Panics
            ///
            /// When a partial sum is too large for a decimal.
            fn sum<I: Iterator<Item = &'a Self>>(values: I) -> Self {
                values.copied().sum()
            }
        }

        $crate::decimal::arithmetic::product!($Name * ::rust_decimal::Decimal = $Name);
        $crate::decimal::arithmetic::product!($Name * i64 = $Name);
        $crate::decimal::arithmetic::quotient!($Name / ::rust_decimal::Decimal = $Name);
        $crate::decimal::arithmetic::quotient!($Name / $Name = ::rust_decimal::Decimal);
    };
}

/// Implements one product.
macro_rules! product {
    ($Left:ident * $Right:path = $Product:path) => {
        impl ::std::ops::Mul<$Right> for $Left {
            type Output = $Product;

            /// The product, rounded only when it has more digits than a decimal holds.
            ///
            /// # Panics
            ///
            /// When the product is too large for a decimal.
            fn mul(self, factor: $Right) -> $Product {
                (self.0 * ::rust_decimal::Decimal::from(factor)).into()
            }
        }
    };
}

/// Implements one quotient.
macro_rules! quotient {
    ($Left:ident / $Right:path = $Quotient:path) => {
        impl ::std::ops::Div<$Right> for $Left {
            type Output = $Quotient;

            /// The quotient, rounded when it has more digits than a decimal holds.
            ///
            /// # Panics
            ///
            /// When the divisor is zero or the quotient is too large for a decimal.
            fn div(self, divisor: $Right) -> $Quotient {
                (self.0 / ::rust_decimal::Decimal::from(divisor)).into()
            }
        }
    };
}

pub(super) use {operators, product, quotient};

product!(Price * Quantity = Amount);
product!(Quantity * Price = Amount);
product!(Amount * Rate = Amount);
product!(Price * Rate = Price);
product!(Rate * Price = Price);
product!(Rate * Amount = Amount);
quotient!(Amount / Quantity = Price);
quotient!(Amount / Price = Quantity);

//! What every kind of decimal shares: the type itself, its conversions and its text.

/// Defines one kind of decimal number.
///
/// Every value is built by `new`, which is what keeps minus zero out, or read by the parser, which gives none.
macro_rules! decimal_newtype {
    ($(#[$doc:meta])* $Name:ident) => {
        $(#[$doc])*
        ///
        /// # Exactness
        ///
        /// Text is read digit for digit or refused with a [`ParseDecimalError`], and written back
        /// with the same trailing zeros, never with an exponent. `"1.0E8"` reads as `100000000`
        /// and `"-0.00"` as `0.00`. More than 28 decimals, counted after the exponent is applied,
        /// or a mantissa of 2^96 or more are errors.
        ///
        /// Sums, products and quotients are exact as long as they fit in 28 significant digits
        /// and 28 decimals; beyond that `rust_decimal` rounds them. A result too large to hold
        /// makes the operators panic and makes their `checked_` twins answer `None`.
        #[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $Name(::rust_decimal::Decimal);

        impl $Name {
            /// Zero, without decimals.
            pub const ZERO: Self = Self(::rust_decimal::Decimal::ZERO);

            /// Wraps a decimal, taking the sign off a zero.
            const fn new(value: ::rust_decimal::Decimal) -> Self {
                if value.is_zero() {
                    let scale = value.scale();
                    Self(::rust_decimal::Decimal::from_parts(0, 0, 0, false, scale))
                } else {
                    Self(value)
                }
            }

            /// The plain decimal number, without its kind.
            #[must_use]
            pub const fn into_inner(self) -> ::rust_decimal::Decimal {
                self.0
            }

            /// Whether this is zero, however many decimals it is written with.
            #[must_use]
            pub const fn is_zero(self) -> bool {
                self.0.is_zero()
            }

            /// Whether this is below zero.
            #[must_use]
            pub const fn is_negative(self) -> bool {
                self.0.is_sign_negative()
            }

            /// The same number without its sign.
            #[must_use]
            pub fn abs(self) -> Self {
                Self(self.0.abs())
            }

            /// Whether this is an exact multiple of `step`, such as a tick or a step size.
            ///
            /// The sign of either does not matter. Everything is a multiple of a zero step: the
            /// exchange sends a zero size to say that the rule is off.
            ///
            /// # Examples
            ///
            /// ```
            #[doc = concat!("use binance_usdm::", stringify!($Name), ";")]
            ///
            #[doc = concat!("let value: ", stringify!($Name), " = \"12.50\".parse()?;")]
            #[doc = concat!("assert!(value.is_multiple_of(", stringify!($Name), "::try_from(\"0.5\")?));")]
            #[doc = concat!("assert!(!value.is_multiple_of(", stringify!($Name), "::from(5)));")]
            #[doc = concat!("assert!(value.is_multiple_of(", stringify!($Name), "::ZERO));")]
            /// # Ok::<(), binance_usdm::ParseDecimalError>(())
            /// ```
            #[must_use]
            pub fn is_multiple_of(self, step: Self) -> bool {
                $crate::decimal::step::is_multiple(self.0, step.0)
            }

            /// The nearest multiple of `step` toward zero, written with the decimals `step` needs.
            ///
            /// The result is exact and never larger in size than `self`. The sign of `step` does
            /// not matter, and a zero step, which says that the rule is off, changes nothing.
            ///
            /// # Panics
            ///
            /// When the result does not fit in a decimal with the decimals of `step`;
            /// `checked_trunc_to_step` answers `None` instead.
            ///
            /// # Examples
            ///
            /// ```
            #[doc = concat!("use binance_usdm::", stringify!($Name), ";")]
            ///
            #[doc = concat!("let value: ", stringify!($Name), " = \"-12.789\".parse()?;")]
            #[doc = concat!("let half: ", stringify!($Name), " = \"0.50\".parse()?;")]
            /// assert_eq!(value.trunc_to_step(half).to_string(), "-12.5");
            #[doc = concat!("assert_eq!(value.trunc_to_step(", stringify!($Name), "::from(5)).to_string(), \"-10\");")]
            /// # Ok::<(), binance_usdm::ParseDecimalError>(())
            /// ```
            #[must_use]
            pub fn trunc_to_step(self, step: Self) -> Self {
                self.checked_trunc_to_step(step)
                    .expect("a multiple of the step fits in a decimal")
            }

            /// Like `trunc_to_step`, but `None` where that panics.
            #[must_use]
            pub fn checked_trunc_to_step(self, step: Self) -> Option<Self> {
                $crate::decimal::step::trunc(self.0, step.0).map(Self::new)
            }
        }

        impl ::std::fmt::Display for $Name {
            /// Writes the plain number, never with an exponent.
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.0, f)
            }
        }

        impl $crate::runtime::WireValue for $Name {
            fn write(&self, to: &mut dyn ::std::fmt::Write) -> ::std::fmt::Result {
                $crate::decimal::write::write(&self.0, to)
            }
        }

        impl ::std::fmt::Debug for $Name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                write!(f, concat!(stringify!($Name), "({})"), self.0)
            }
        }

        impl $crate::decimal::FromParsed for $Name {
            fn from_parsed(value: ::rust_decimal::Decimal) -> Self {
                Self(value)
            }
        }

        impl From<::rust_decimal::Decimal> for $Name {
            fn from(value: ::rust_decimal::Decimal) -> Self {
                Self::new(value)
            }
        }

        impl From<$Name> for ::rust_decimal::Decimal {
            fn from(value: $Name) -> Self {
                value.0
            }
        }

        $crate::decimal::newtype::from_integers!($Name: i8 i16 i32 i64 isize u8 u16 u32 u64 usize);
        $crate::decimal::newtype::from_text!($Name: &str, String, &String);
        $crate::decimal::arithmetic::operators!($Name);
        $crate::decimal::wire::string_form!($Name);
    };
}

/// Implements `From` for integers, each of which fits whole.
macro_rules! from_integers {
    ($Name:ident: $($Integer:ty)+) => {$(
        impl From<$Integer> for $Name {
            fn from(value: $Integer) -> Self {
                Self(value.into())
            }
        }
    )+};
}

/// Implements `FromStr`, and `TryFrom` for each of the given string types.
macro_rules! from_text {
    ($Name:ident: $($Text:ty),+) => {
        impl ::std::str::FromStr for $Name {
            type Err = ParseDecimalError;

            /// Reads the number exactly as it is written.
            ///
            /// # Errors
            ///
            /// When the text is not a decimal number, or has more digits than a decimal holds.
            fn from_str(text: &str) -> Result<Self, ParseDecimalError> {
                $crate::decimal::parse(text).map(Self)
            }
        }

        $(impl TryFrom<$Text> for $Name {
            type Error = ParseDecimalError;

            /// Reads the number exactly as it is written.
            ///
            /// # Errors
            ///
            /// When the text is not a decimal number, or has more digits than a decimal holds.
            fn try_from(text: $Text) -> Result<Self, ParseDecimalError> {
                text.parse()
            }
        })+
    };
}

pub(super) use {decimal_newtype, from_integers, from_text};

//! The exchange's error codes.

use std::fmt;

/// A code by which the exchange says what it refused, or what failed.
///
/// Any code can come; those that this crate knows are constants with the exchange's own names, and have a
/// [`category`](Self::category). The codes are those of USDⓈ-M Futures: other products give some a different meaning.
///
/// ```
/// use binance_usdm::{ErrorCategory, ErrorCode};
///
/// let code = ErrorCode::from(-2019);
/// assert_eq!(code, ErrorCode::MARGIN_NOT_SUFFICIEN);
/// assert_eq!(code.category(), ErrorCategory::Risk);
/// assert_eq!(code.to_string(), "-2019 MARGIN_NOT_SUFFICIEN");
/// assert_eq!(ErrorCode::from(-99).name(), None);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ErrorCode(i64);

/// What a code is about, and so what to do with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorCategory {
    /// Whether it was done is not known: ask before sending again.
    UnknownOutcome,
    /// It was not done, and may work later.
    Transient,
    /// Too many requests or orders: wait.
    Limit,
    /// The time of the request: set the clock, or widen the receive window.
    Clock,
    /// The key, its rights or the signature.
    Authentication,
    /// It was so already: as good as a success.
    NoChange,
    /// It was sent before, and accepted.
    Duplicate,
    /// There is no such order or listen key.
    NotFound,
    /// A parameter, or the request as a whole.
    Request,
    /// The order breaks a rule of the symbol or of orders.
    Order,
    /// The account's margin, positions or permissions do not allow it.
    Risk,
    /// A code that this version does not know.
    Other,
}

impl ErrorCode {
    /// The number.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }

    /// The exchange's name for it; `None` for a code that this version does not know.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        self.known().map(|(_, name, _)| *name)
    }

    /// What it is about.
    ///
    /// Of a call that failed, [`Error::outcome`](crate::Error::outcome) knows more: the HTTP status counts as well.
    #[must_use]
    pub fn category(self) -> ErrorCategory {
        self.known().map_or(ErrorCategory::Other, |(_, _, category)| *category)
    }

    /// Every code that this version knows.
    #[cfg(test)]
    pub(crate) fn every() -> impl Iterator<Item = Self> {
        KNOWN.iter().map(|(code, ..)| Self(*code))
    }

    fn known(self) -> Option<&'static (i64, &'static str, ErrorCategory)> {
        KNOWN.binary_search_by_key(&self.0, |(code, _, _)| *code).ok().map(|index| &KNOWN[index])
    }
}

impl From<i64> for ErrorCode {
    fn from(code: i64) -> Self {
        Self(code)
    }
}

impl From<ErrorCode> for i64 {
    fn from(code: ErrorCode) -> Self {
        code.0
    }
}

impl PartialEq<i64> for ErrorCode {
    fn eq(&self, other: &i64) -> bool {
        self.0 == *other
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => write!(f, "{} {name}", self.0),
            None => write!(f, "{}", self.0),
        }
    }
}

impl fmt::Debug for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ErrorCode({self})")
    }
}

include!(concat!(env!("OUT_DIR"), "/error_codes.rs"));

#[cfg(test)]
mod tests {
    use super::{ErrorCategory, ErrorCode, KNOWN};

    #[test]
    fn every_known_code_is_found_by_its_number() {
        assert!(KNOWN.is_sorted_by(|one, next| one.0 < next.0));
        for (code, name, category) in KNOWN {
            let found = ErrorCode::from(*code);
            assert_eq!((found.name(), found.category()), (Some(*name), *category));
        }
    }

    #[test]
    fn codes_that_decide_about_money_are_in_the_right_category() {
        assert_eq!(ErrorCode::TIMEOUT.category(), ErrorCategory::UnknownOutcome);
        assert_eq!(ErrorCode::UNEXPECTED_RESP.category(), ErrorCategory::UnknownOutcome);
        assert_eq!(ErrorCode::NO_NEED_TO_CHANGE_MARGIN_TYPE.category(), ErrorCategory::NoChange);
        assert_eq!(ErrorCode::DUPLICATED_CLIENT_ORDER_ID.category(), ErrorCategory::Duplicate);
        assert_eq!(ErrorCode::from(-987_654).category(), ErrorCategory::Other);
    }
}

//! The error of reading decimal text.

use std::error::Error;
use std::fmt;

/// How much of the text an error shows; a longer text may be a whole page sent by mistake.
const SHOWN_CHARS: usize = 64;

/// The text was not a decimal number that fits exactly.
///
/// The message shows the start of the text, at most 64 characters of it, with control characters
/// escaped, and says what is wrong with it.
///
/// # Examples
///
/// ```
/// use binance_usdm::Price;
///
/// let error = Price::try_from("65,000").unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "\"65,000\" is not a decimal number (expected digits with an optional sign, point and \
///      exponent, such as 65000.10)"
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseDecimalError {
    shown: Box<str>,
    fault: Fault,
}

/// What is wrong with the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// It does not follow the grammar of a number.
    Syntax,
    /// Its digits, taken as one integer, are 2^96 or more.
    Digits,
    /// It has more than 28 decimals once its exponent is applied.
    Decimals,
}

impl ParseDecimalError {
    pub(super) fn new(text: &str, fault: Fault) -> Self {
        let shown = match text.char_indices().nth(SHOWN_CHARS) {
            Some((end, _)) => format!("{}…", &text[..end]).into(),
            None => text.into(),
        };
        Self { shown, fault }
    }
}

impl fmt::Display for ParseDecimalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The debug form of a string is what quotes it and escapes control characters.
        write!(f, "{:?} ", self.shown)?;
        f.write_str(match self.fault {
            Fault::Syntax => {
                "is not a decimal number (expected digits with an optional sign, point and \
                 exponent, such as 65000.10)"
            }
            Fault::Digits => {
                "has too many digits to be kept exactly (its digits without the point may count \
                 up to 79228162514264337593543950335)"
            }
            Fault::Decimals => "has too many decimals to be kept exactly (at most 28 after its exponent is applied)",
        })
    }
}

impl Error for ParseDecimalError {}

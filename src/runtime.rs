//! What the generated builders call: parameters in, one request out.

use std::fmt::{self, Write as _};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::error::{Error, InvalidParameter};
use crate::operations::{Operation, SIGNING};

/// A parameter as a builder keeps it: not given, given, or given in a form that does not parse.
pub(crate) type Given<T> = Option<Result<T, String>>;

/// Converts what the caller gave.
pub(crate) fn give<T, V>(value: V) -> Result<T, String>
where
    V: TryInto<T>,
    V::Error: fmt::Display,
{
    value.try_into().map_err(|error| error.to_string())
}

/// Converts what the caller gave; the error says what would have been right.
pub(crate) fn give_expected<T, V>(value: V, expected: &str) -> Result<T, String>
where
    V: TryInto<T>,
    V::Error: fmt::Display,
{
    value.try_into().map_err(|error| format!("{error} (expected {expected})"))
}

/// All that is not unreserved in RFC 3986 is encoded. What is signed is the encoded text, byte for byte as it is sent.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// One call of an operation: its query, written once.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) operation: &'static Operation,
    pub(crate) query: String,
    pub(crate) has_recv_window: bool,
}

impl Call {
    pub(crate) fn new(operation: &'static Operation) -> Self {
        Self { operation, query: String::new(), has_recv_window: false }
    }

    /// Adds a parameter that must be given.
    pub(crate) fn required<T: fmt::Display>(&mut self, name: &'static str, value: Given<T>) -> Result<(), Error> {
        if value.is_none() {
            return Err(InvalidParameter::missing(self.operation, name).into());
        }
        self.optional(name, value)
    }

    /// Adds a parameter if it is given.
    pub(crate) fn optional<T: fmt::Display>(&mut self, name: &'static str, value: Given<T>) -> Result<(), Error> {
        match value {
            None => Ok(()),
            Some(Ok(value)) => {
                self.has_recv_window |= name == SIGNING.recv_window;
                push(&mut self.query, name, &value);
                Ok(())
            }
            Some(Err(problem)) => Err(InvalidParameter::new(self.operation, name, problem).into()),
        }
    }
}

/// Appends a parameter to a query, percent-encoded.
pub(crate) fn push(query: &mut String, name: &str, value: impl fmt::Display) {
    if !query.is_empty() {
        query.push('&');
    }
    query.push_str(name);
    query.push('=');
    // Writing to a String cannot fail, and a `Display` that fails writes less, never something else.
    let _ = write!(Encoder(query), "{value}");
}

struct Encoder<'a>(&'a mut String);

impl fmt::Write for Encoder<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.extend(utf8_percent_encode(text, ENCODED));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::push;

    #[test]
    fn what_is_not_unreserved_is_percent_encoded() {
        let mut query = String::new();
        push(&mut query, "symbol", "币安人生USDT");
        push(&mut query, "text", "a b+c/d=e&f");
        push(&mut query, "batchOrders", r#"[{"side":"BUY"}]"#);
        push(&mut query, "kept", "A-z_0.9~");
        assert_eq!(
            query,
            "symbol=%E5%B8%81%E5%AE%89%E4%BA%BA%E7%94%9FUSDT&text=a%20b%2Bc%2Fd%3De%26f\
             &batchOrders=%5B%7B%22side%22%3A%22BUY%22%7D%5D&kept=A-z_0.9~"
        );
    }
}

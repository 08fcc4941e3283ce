//! Values of parameters, and their form on the wire.

use std::fmt;

use crate::timestamp::Timestamp;

/// A parameter as a builder keeps it: not given, given, or given in a form that does not parse.
pub(crate) type Given<T> = Option<Result<T, String>>;

/// What a builder keeps, whatever its type.
pub(crate) type Seen<'a> = Option<Result<&'a dyn WireValue, &'a str>>;

/// Looks at what a builder keeps.
#[inline]
pub(crate) fn seen<T: WireValue>(value: Option<&Result<T, String>>) -> Seen<'_> {
    match value? {
        Ok(value) => Some(Ok(value)),
        Err(problem) => Some(Err(problem)),
    }
}

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

/// A value in the form in which requests carry it.
pub(crate) trait WireValue {
    fn write(&self, to: &mut dyn fmt::Write) -> fmt::Result;
}

impl WireValue for i64 {
    fn write(&self, to: &mut dyn fmt::Write) -> fmt::Result {
        to.write_str(itoa::Buffer::new().format(*self))
    }
}

impl WireValue for String {
    fn write(&self, to: &mut dyn fmt::Write) -> fmt::Result {
        to.write_str(self)
    }
}

impl WireValue for &str {
    fn write(&self, to: &mut dyn fmt::Write) -> fmt::Result {
        to.write_str(self)
    }
}

impl WireValue for bool {
    fn write(&self, to: &mut dyn fmt::Write) -> fmt::Result {
        to.write_str(if *self { "true" } else { "false" })
    }
}

impl WireValue for Timestamp {
    fn write(&self, to: &mut dyn fmt::Write) -> fmt::Result {
        self.as_millis().write(to)
    }
}

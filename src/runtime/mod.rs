//! What the generated builders call: parameters in, one request out.

mod call;
mod parameters;
mod query;
mod row;
#[cfg(test)]
mod tests;
mod value;

pub(crate) use call::{Call, Prepared, Request, Signed};
pub(crate) use parameters::Parameters;
pub(crate) use query::{begin, push, value_in};
pub(crate) use row::{BatchRow, Row};
pub(crate) use value::{Given, WireValue, give, give_expected, seen};

//! The operation table: what the spec and its overlay say of every operation.
//!
//! The table is the contract between the spec and this crate. Signing reads from it what an operation needs, the
//! sandbox routes by it and refuses by it. It is generated at build time; there is no second list of endpoints.

mod constants;

use std::fmt;
use std::time::Duration;

pub(crate) use constants::{COUNT, LONGEST_WINDOW};
pub use reqwest::Method;
use rust_decimal::Decimal;

/// One operation of the exchange, as the spec and its overlay describe it.
#[derive(PartialEq, Eq)]
#[non_exhaustive]
pub struct Operation {
    /// The spec's `operationId`, such as `createOrder`.
    pub id: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path below the server's URL, such as `/fapi/v1/order`.
    pub path: &'static str,
    /// The spec's tag, such as `Trading`.
    pub tag: &'static str,
    /// What the exchange wants to see before it answers.
    pub security: Security,
    /// The query parameters, without those that signing supplies (see [`SIGNING`]).
    pub parameters: &'static [Parameter],
    /// Whether a request changes something: all that are no `GET`, and a `GET` that uses up what an account has few of.
    pub changes: bool,
    /// Whether a successful response holds a secret, such as a listen key; no error message quotes it.
    pub secret_response: bool,
    /// What a request costs, of each limit that it counts against.
    pub costs: &'static [Cost],
    /// How the order that it places is found again by the client's own id, if it places one.
    pub placing: Option<Placing>,
    /// What a request must have beside its required parameters.
    pub requirements: &'static [Requirement],
    /// Its place in [`ALL`].
    pub(crate) index: usize,
}

impl Operation {
    /// The operation with this `operationId`.
    ///
    /// ```
    /// use binance_usdm::operations::{Operation, Security};
    ///
    /// let order = Operation::by_id("createOrder").unwrap();
    /// assert_eq!(order.path, "/fapi/v1/order");
    /// assert_eq!(order.security, Security::Signed);
    /// ```
    #[must_use]
    pub fn by_id(id: &str) -> Option<&'static Self> {
        ALL.iter().copied().find(|operation| operation.id == id)
    }

    /// Whether it changes nothing, so that it may be asked again.
    #[must_use]
    pub const fn is_read(&self) -> bool {
        !self.changes
    }

    /// The receive window that the exchange assumes, in milliseconds.
    pub(crate) fn assumed_window(&self) -> i64 {
        let default = self.parameter(SIGNING.recv_window).and_then(|parameter| parameter.default?.parse().ok());
        default.unwrap_or(5_000)
    }

    /// The longest receive window, in milliseconds.
    pub(crate) fn longest_window(&self) -> i64 {
        self.parameter(SIGNING.recv_window).and_then(|parameter| parameter.maximum).unwrap_or(60_000)
    }

    /// Room for a usual query of the operation, in bytes, so that it is seldom moved while it grows: what signing adds
    /// has 100 to 150, and a parameter some 20.
    pub(crate) fn usual_length(&self) -> usize {
        let own = 24 * self.parameters.len();
        if self.security == Security::Signed { own + 160 } else { own }
    }

    /// The parameter with this name on the wire.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&Parameter> {
        self.parameters.iter().find(|parameter| parameter.name == name)
    }
}

impl fmt::Debug for Operation {
    /// Without the parameters: errors show this.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Operation({}: {} {})", self.id, self.method, self.path)
    }
}

/// What a request must carry, by the spec's security schemes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Security {
    /// Nothing: public market data.
    None,
    /// The API key, in a header.
    ApiKey,
    /// The API key, a timestamp and a signature over the request.
    Signed,
}

/// A query parameter of an operation.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Parameter {
    /// The name on the wire, such as `timeInForce`.
    pub name: &'static str,
    /// Whether the exchange refuses a request without it.
    pub required: bool,
    /// The type of its value.
    pub kind: ParameterKind,
    /// The least value allowed, of an integer.
    pub minimum: Option<i64>,
    /// The greatest value allowed, of an integer.
    pub maximum: Option<i64>,
    /// The least value allowed, of a decimal, in plain notation.
    pub least: Option<&'static str>,
    /// The greatest value allowed, of a decimal, in plain notation.
    pub greatest: Option<&'static str>,
    /// The values allowed, when the spec lists them; empty when any will do.
    pub values: &'static [&'static str],
    /// What the exchange assumes when the parameter is absent. Never sent by this crate.
    pub default: Option<&'static str>,
    /// What to do instead, for the error about a value that is not among [`values`](Self::values).
    pub hint: Option<&'static str>,
    /// The form that a text must have.
    pub pattern: Option<Pattern>,
    /// The most elements, of a list or of the rows of a batch.
    pub most: Option<usize>,
}

impl Parameter {
    pub(crate) fn has_bounds(&self) -> bool {
        self.minimum.is_some() || self.maximum.is_some() || self.least.is_some() || self.greatest.is_some()
    }

    /// How a value is beyond the bounds, in words; `None` of one that is within them or is no number.
    pub(crate) fn out_of_bounds(&self, text: &str) -> Option<String> {
        if !self.has_bounds() {
            return None;
        }
        let exact = |bound: &str| Decimal::from_str_exact(bound).ok();
        let least = self.minimum.map(Decimal::from).or_else(|| exact(self.least?));
        let greatest = self.maximum.map(Decimal::from).or_else(|| exact(self.greatest?));
        let number = exact(text)?;
        if least.is_none_or(|least| number >= least) && greatest.is_none_or(|greatest| number <= greatest) {
            return None;
        }
        let limits = match (least, greatest) {
            (Some(least), Some(greatest)) => format!("from {least} to {greatest}"),
            (Some(least), None) => format!("{least} at least"),
            (None, greatest) => format!("{} at most", greatest?),
        };
        Some(format!("{number} is out of range ({limits})"))
    }
}

/// What a request must have beside its required parameters, or it is refused before it is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Requirement {
    /// The parameter, and the value of it, with which the need counts; without, it always does.
    pub when: Option<(&'static str, &'static str)>,
    /// What is needed.
    pub need: Need,
    /// The parameter of `when`, as a bit by its place among those of the operation.
    pub(crate) with: u64,
    /// Those that the need is about, a bit for each.
    pub(crate) about: u64,
}

/// What a [`Requirement`] needs, of parameters by their names on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Need {
    /// Each of them.
    AllOf(&'static [&'static str]),
    /// One of them at least.
    AnyOf(&'static [&'static str]),
    /// One of them, and no other.
    OneOf(&'static [&'static str]),
    /// One of them at most.
    AtMostOneOf(&'static [&'static str]),
    /// A time that is not before another, nor too long after it; where both are given.
    Within {
        /// The earlier time.
        from: &'static str,
        /// The later time.
        to: &'static str,
        /// How much later it may be.
        longest: Duration,
    },
    /// A time that is not before another; where both are given.
    InOrder {
        /// The earlier time.
        from: &'static str,
        /// The later time.
        to: &'static str,
    },
}

/// How an order is found again by the id that the client gave it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Placing {
    /// The parameter of the client's id, such as `newClientOrderId`.
    pub id: &'static str,
    /// The operation that asks for one order.
    pub found_by: &'static Operation,
    /// Its parameter for the client's id, such as `origClientOrderId`.
    pub found_as: &'static str,
}

/// A form of text: which characters, and how many of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Pattern {
    /// The form as the spec writes it, a regular expression.
    pub text: &'static str,
    /// The characters allowed, from each first to each last.
    pub ranges: &'static [(char, char)],
    /// The fewest characters.
    pub least: usize,
    /// The most characters.
    pub most: usize,
    /// A bit for each ASCII character that is allowed: nearly all texts are of these alone.
    ascii: u128,
}

impl Pattern {
    const fn new(text: &'static str, ranges: &'static [(char, char)], least: usize, most: usize) -> Self {
        let mut ascii = 0;
        let mut index = 0;
        while index < ranges.len() {
            let (first, end) = ranges[index];
            let mut character = first as u32;
            while character <= end as u32 && character < 128 {
                ascii |= 1 << character;
                character += 1;
            }
            index += 1;
        }
        Self { text, ranges, least, most, ascii }
    }

    /// Whether a text has this form.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        if text.bytes().all(|byte| byte < 128 && self.ascii >> byte & 1 == 1) {
            return (self.least..=self.most).contains(&text.len());
        }
        let allowed = |character| self.ranges.iter().any(|(first, last)| (*first..=*last).contains(&character));
        (self.least..=self.most).contains(&text.chars().count()) && text.chars().all(allowed)
    }
}

/// The type of a parameter's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ParameterKind {
    /// Text; one of [`Parameter::values`] if that is not empty.
    Text,
    /// A 64-bit integer.
    Integer,
    /// `true` or `false`.
    Boolean,
    /// A decimal number, in plain notation.
    Decimal,
    /// A JSON list of 64-bit integers, such as `[1,2]`.
    Integers,
    /// A JSON list of texts, such as `["a","b"]`.
    Texts,
}

/// A limit of the exchange on what may be spent in an interval of time; see [`LIMITS`].
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limit {
    /// What the overlay calls it, such as `weight` or `orders-10s`.
    pub name: &'static str,
    /// Whose spending it limits.
    pub scope: Scope,
    /// The interval.
    pub interval: Duration,
    /// How much may be spent in the interval, on the production exchange; the exchange information may say otherwise.
    pub units: u32,
    /// The header of a response that says how much has been spent, in lower case.
    pub header: Option<&'static str>,
    /// What the exchange information calls it, such as `REQUEST_WEIGHT`.
    pub kind: Option<&'static str>,
    /// Its place in [`LIMITS`].
    pub(crate) index: usize,
}

/// Whose spending a [`Limit`] limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Scope {
    /// All that comes from one IP address.
    Ip,
    /// All that one account asks for.
    Account,
}

/// What a request costs of one limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Cost {
    /// The limit that it counts against.
    pub limit: &'static Limit,
    /// How much of it.
    pub units: Units,
}

/// How much of a limit a request costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Units {
    /// Always as much.
    Fixed(u32),
    /// It depends on whether a parameter is sent.
    ByPresence {
        /// The parameter's name.
        parameter: &'static str,
        /// The cost with it.
        with: u32,
        /// The cost without it.
        without: u32,
    },
    /// It depends on the value of an integer parameter.
    BySize {
        /// The parameter's name.
        parameter: &'static str,
        /// What the exchange assumes when it is absent.
        assumed: i64,
        /// The greatest value to which each cost applies, in rising order, and that cost.
        steps: &'static [(i64, u32)],
        /// The cost of greater values.
        above: u32,
    },
}

impl Units {
    /// The cost of a request; `sent` gives the value of a parameter that it has.
    pub(crate) fn of<'a>(&self, sent: impl Fn(&str) -> Option<&'a str>) -> u32 {
        match *self {
            Self::Fixed(units) => units,
            Self::ByPresence { parameter, with, without } => match sent(parameter) {
                Some(_) => with,
                None => without,
            },
            Self::BySize { parameter, assumed, steps, above } => {
                let size = sent(parameter).and_then(|value| value.parse().ok()).unwrap_or(assumed);
                steps.iter().find(|(most, _)| size <= *most).map_or(above, |(_, units)| *units)
            }
        }
    }
}

/// A server of the spec.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Server {
    /// The base URL, without a trailing slash.
    pub url: &'static str,
    /// What the overlay calls it: `production` or `testnet`.
    pub environment: &'static str,
}

/// The names by which a signed request is recognised, from the spec's security schemes.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Signing {
    /// The header of the API key, in lower case.
    pub api_key_header: &'static str,
    /// The parameter of the signature, always the last.
    pub signature: &'static str,
    /// The parameter of the time of the request, in milliseconds since the Unix epoch.
    pub timestamp: &'static str,
    /// The parameter of the time for which a request is valid, in milliseconds.
    pub recv_window: &'static str,
}

/// For the table below.
const fn hours(hours: u64) -> Duration {
    Duration::from_secs(hours * 3_600)
}

/// A bit for each of these places.
const fn bits(places: &[usize]) -> u64 {
    let mut bits = 0;
    let mut index = 0;
    while index < places.len() {
        bits |= 1 << places[index];
        index += 1;
    }
    bits
}

include!(concat!(env!("OUT_DIR"), "/operations.rs"));

#[cfg(test)]
mod tests;

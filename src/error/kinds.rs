//! The kinds of [`Error`](super::Error) and what each knows.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::{fmt, io};

use bytes::Bytes;
use reqwest::StatusCode;
use reqwest::header::HeaderMap;

use super::about::About;
use super::body::{Excerpt, OneLine};
use super::code::ErrorCode;
use crate::operations::Operation;
use crate::response::{HeaderNames, RateLimits};

/// Why a client cannot be built.
#[derive(Debug)]
pub struct ConfigurationError {
    problem: String,
    source: Option<reqwest::Error>,
}

impl ConfigurationError {
    pub(crate) fn new(problem: impl Into<String>) -> Self {
        Self { problem: problem.into(), source: None }
    }

    pub(crate) fn http(source: reqwest::Error) -> Self {
        Self { problem: "the HTTP client cannot be built".into(), source: Some(source.without_url()) }
    }
}

impl fmt::Display for ConfigurationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.problem)?;
        self.source.as_ref().map_or(Ok(()), |source| write!(f, ": {}", root_cause(source)))
    }
}

impl StdError for ConfigurationError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_ref().map(|source| source as _)
    }
}

/// A parameter that is missing, or whose value does not parse.
#[derive(Debug, Clone)]
pub struct InvalidParameter {
    operation: &'static Operation,
    parameter: Cow<'static, str>,
    problem: String,
}

impl InvalidParameter {
    #[cold]
    pub(crate) fn new(operation: &'static Operation, parameter: Cow<'static, str>, problem: String) -> Self {
        Self { operation, parameter, problem }
    }

    /// The operation that was called.
    #[must_use]
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// The parameter's name on the wire, such as `timeInForce`, or `batchOrders[2].price` in a row of a batch.
    #[must_use]
    pub fn parameter(&self) -> &str {
        &self.parameter
    }
}

impl fmt::Display for InvalidParameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: parameter `{}`: {}", self.operation.id, self.parameter, self.problem)
    }
}

impl StdError for InvalidParameter {}

/// An error that the exchange tells with a code and a message.
#[derive(Clone)]
pub struct ExchangeError {
    pub(crate) operation: &'static Operation,
    pub(crate) about: About,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) code: ErrorCode,
    pub(crate) message: String,
}

impl ExchangeError {
    /// The operation that was called.
    #[must_use]
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// The exchange's code, such as -2019; see
    /// [the official list](https://developers.binance.com/docs/derivatives/usds-margined-futures/error-code).
    #[must_use]
    pub fn code(&self) -> ErrorCode {
        self.code
    }

    /// The exchange's message. Its wording changes: decide by the code.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The response's headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// What the headers say of the limits, such as how long to wait.
    #[must_use]
    pub fn rate_limits(&self) -> RateLimits {
        RateLimits::from_headers(&self.headers)
    }
}

impl fmt::Display for ExchangeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { operation, status, code, message, .. } = self;
        let message = OneLine(message);
        write!(f, "{}: the exchange answered {code}: {message} (HTTP {})", operation.id, status.as_u16())
    }
}

impl fmt::Debug for ExchangeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ExchangeError")
            .field("operation", &self.operation.id)
            .field("about", &self.about)
            .field("status", &self.status)
            .field("code", &self.code)
            .field("message", &self.message)
            .field("headers", &HeaderNames(&self.headers))
            .finish()
    }
}

impl StdError for ExchangeError {}

/// How far a request had come when it failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Stage {
    /// No connection came about: the request never left this machine.
    Connect,
    /// The request was on its way, or its answer was awaited: the exchange may have acted on it.
    Send,
    /// The answer had begun, with this status, and broke off.
    Read(StatusCode),
}

/// The exchange could not be reached, or the connection failed under way.
pub struct TransportError {
    pub(crate) operation: &'static Operation,
    pub(crate) about: About,
    pub(crate) stage: Stage,
    /// Of an answer that had begun.
    pub(crate) headers: HeaderMap,
    pub(crate) cause: Cause,
}

/// What broke a connection off.
#[derive(Debug)]
pub(crate) enum Cause {
    Http(reqwest::Error),
    /// The answer is not the gzip that it says it is.
    Gzip(io::Error),
    /// The answer is longer than this many bytes.
    TooLarge(usize),
}

impl TransportError {
    #[cold]
    pub(crate) fn new(operation: &'static Operation, stage: Stage, source: reqwest::Error) -> Self {
        // The URL holds the signature.
        let source = source.without_url();
        let stage = if source.is_connect() { Stage::Connect } else { stage };
        let cause = Cause::Http(source);
        Self { operation, about: About::default(), stage, headers: HeaderMap::new(), cause }
    }

    /// The operation that was called.
    #[must_use]
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// How far the request had come.
    #[must_use]
    pub fn stage(&self) -> Stage {
        self.stage
    }

    /// Whether it failed because a time limit of the client ran out.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        matches!(&self.cause, Cause::Http(source) if source.is_timeout())
    }

    /// Whether the answer was longer than the client takes; see
    /// [`max_response_size`](crate::ClientBuilder::max_response_size).
    #[must_use]
    pub fn is_too_large(&self) -> bool {
        matches!(self.cause, Cause::TooLarge(_))
    }

    /// What the headers say of the limits, of an answer that had begun.
    #[must_use]
    pub fn rate_limits(&self) -> RateLimits {
        RateLimits::from_headers(&self.headers)
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { operation, stage, cause, .. } = self;
        let id = operation.id;
        match stage {
            Stage::Connect => write!(f, "{id}: no connection to the exchange, nothing was sent: {cause}"),
            Stage::Send => write!(f, "{id}: the connection failed before an answer came: {cause}"),
            Stage::Read(status) => write!(f, "{id}: the answer (HTTP {}) broke off: {cause}", status.as_u16()),
        }
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Http(source) => f.write_str(&root_cause(source)),
            Self::Gzip(source) => write!(f, "it cannot be decompressed, {source}"),
            Self::TooLarge(limit) => write!(f, "it is longer than the {limit} bytes that are taken"),
        }
    }
}

impl fmt::Debug for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransportError")
            .field("operation", &self.operation.id)
            .field("about", &self.about)
            .field("stage", &self.stage)
            .field("cause", &self.cause)
            .field("headers", &HeaderNames(&self.headers))
            .finish()
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.cause {
            Cause::Http(source) => Some(source),
            Cause::Gzip(source) => Some(source),
            Cause::TooLarge(_) => None,
        }
    }
}

/// An error status whose body is not the exchange's JSON.
#[derive(Clone)]
pub struct UnexpectedResponse {
    pub(crate) operation: &'static Operation,
    pub(crate) about: About,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Excerpt,
}

impl UnexpectedResponse {
    /// The operation that was called.
    #[must_use]
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The response's headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The beginning of the body as text, secrets replaced.
    #[must_use]
    pub fn body(&self) -> &str {
        self.body.as_str()
    }

    /// What the headers say of the limits, such as how long to wait.
    #[must_use]
    pub fn rate_limits(&self) -> RateLimits {
        RateLimits::from_headers(&self.headers)
    }
}

impl fmt::Display for UnexpectedResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { operation, status, body, .. } = self;
        write!(f, "{}: HTTP {} without an error of the exchange, {body}", operation.id, status.as_u16())
    }
}

impl fmt::Debug for UnexpectedResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnexpectedResponse")
            .field("operation", &self.operation.id)
            .field("about", &self.about)
            .field("status", &self.status)
            .field("body", &self.body)
            .field("headers", &HeaderNames(&self.headers))
            .finish()
    }
}

impl StdError for UnexpectedResponse {}

/// The exchange accepted the request, but its answer does not decode.
pub struct DecodeError {
    pub(crate) operation: &'static Operation,
    pub(crate) about: About,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) excerpt: Excerpt,
    pub(crate) path: String,
    pub(crate) reason: String,
}

impl DecodeError {
    /// The operation that was called.
    #[must_use]
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// The HTTP status, a success.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The response's headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The whole body, as it came. It may hold a secret if the operation answers with one.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// Where in the body the first trouble is, such as `symbols[3].status`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { operation, status, excerpt, path, reason, .. } = self;
        let (path, reason) = (OneLine(path), OneLine(reason));
        let status = status.as_u16();
        write!(
            f,
            "{}: accepted (HTTP {status}), but the answer does not decode at `{path}`: {reason}, {excerpt}",
            operation.id
        )
    }
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DecodeError({self})")
    }
}

impl StdError for DecodeError {}

/// The innermost cause: reqwest's outer messages say only that sending failed.
fn root_cause(error: &reqwest::Error) -> String {
    let mut cause: &dyn StdError = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}

//! What can go wrong, told apart by what a caller can do about it.

mod about;
mod body;
mod code;
mod kinds;
mod outcome;
mod signing;

use std::fmt;

pub(crate) use about::About;
pub(crate) use body::{Excerpt, OneLine, clean};
pub use code::{ErrorCategory, ErrorCode};
pub(crate) use kinds::Cause;
pub use kinds::{
    ConfigurationError, DecodeError, ExchangeError, InvalidParameter, Stage, TransportError, UnexpectedResponse,
};
pub use outcome::Outcome;
pub use signing::SigningError;
pub(crate) use signing::SigningFailure;

use crate::limits::LimitError;
use crate::operations::Operation;
use crate::response::RateLimits;
use crate::sent_order::SentOrder;

/// Why a call gave no answer.
///
/// The kinds tell how far a call came; [`outcome`](Self::outcome) tells in one word whether what was asked for may have
/// been done. After [`Outcome::Unknown`] an order may exist: ask for it before sending it again.
///
/// No message, and no `Debug` output, holds a key, a signature, a listen key or a URL.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The client cannot be built like this. Nothing was sent.
    Configuration(ConfigurationError),
    /// A parameter is missing, or its value does not parse. Nothing was sent.
    InvalidParameter(InvalidParameter),
    /// The operation needs an API key and the client has none. Nothing was sent.
    MissingCredentials(&'static Operation),
    /// A limit of the exchange is used up, or it has asked for silence. Nothing was sent; the error says until when.
    Limited(Box<LimitError>),
    /// The request could not be signed, such as when an external signer failed. Nothing was sent.
    Signing(Box<SigningError>),
    /// The exchange answered with an error of its own: a code and a message.
    Exchange(Box<ExchangeError>),
    /// The exchange could not be reached, or the connection failed under way.
    Transport(Box<TransportError>),
    /// An error status whose body is not the exchange's, such as a gateway's HTML page.
    Unexpected(Box<UnexpectedResponse>),
    /// The answer has the status of a success, so that the request was accepted, but it does not decode.
    Decode(Box<DecodeError>),
}

impl Error {
    /// The operation that was called; `None` if the client could not even be built.
    #[must_use]
    pub fn operation(&self) -> Option<&'static Operation> {
        match self {
            Self::Configuration(_) => None,
            Self::InvalidParameter(error) => Some(error.operation()),
            Self::MissingCredentials(operation) => Some(operation),
            Self::Limited(error) => Some(error.operation()),
            Self::Signing(error) => Some(error.operation()),
            Self::Exchange(error) => Some(error.operation()),
            Self::Transport(error) => Some(error.operation()),
            Self::Unexpected(error) => Some(error.operation()),
            Self::Decode(error) => Some(error.operation()),
        }
    }

    /// The orders that the call was to place, by the ids that the client gave them: one, or those of a batch.
    ///
    /// Whether they may exist is told by the [outcome](Self::outcome). If it is unknown, ask for each:
    ///
    /// ```
    /// use binance_usdm::{Client, Error, Outcome, Resolution};
    ///
    /// # async fn example(client: &Client, error: Error) {
    /// if error.outcome() == Outcome::Unknown {
    ///     for order in error.orders() {
    ///         match client.resolve_order(order).await {
    ///             Resolution::Placed(order) => println!("it is there: {}", order.status),
    ///             Resolution::NotPlaced => println!("it is not, and will not be"),
    ///             Resolution::Unknown(error) => println!("nobody knows yet: {error}"),
    ///         }
    ///     }
    /// }
    /// # }
    /// ```
    ///
    /// Empty if the call places no orders, or was refused for its [parameters](Self::InvalidParameter) or for want of
    /// [credentials](Self::MissingCredentials).
    #[must_use]
    pub fn orders(&self) -> &[SentOrder] {
        self.about().map_or(&[], |about| &about.orders)
    }

    /// How often the request was made: more than once for reads, see [`RetryPolicy`](crate::RetryPolicy), and after the
    /// exchange has refused the timestamp. 0 if it never came so far.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.about().map_or(0, |about| about.attempts)
    }

    fn about(&self) -> Option<&About> {
        match self {
            Self::Configuration(_) | Self::InvalidParameter(_) | Self::MissingCredentials(_) => None,
            Self::Limited(error) => Some(&error.about),
            Self::Signing(error) => Some(&error.about),
            Self::Exchange(error) => Some(&error.about),
            Self::Transport(error) => Some(&error.about),
            Self::Unexpected(error) => Some(&error.about),
            Self::Decode(error) => Some(&error.about),
        }
    }

    /// The same error, which tells of the call.
    pub(crate) fn with(mut self, about: About) -> Self {
        match &mut self {
            Self::Configuration(_) | Self::InvalidParameter(_) | Self::MissingCredentials(_) => {}
            Self::Limited(error) => error.about = about.without_a_request(),
            Self::Signing(error) => error.about = about.without_a_request(),
            Self::Exchange(error) => error.about = about,
            Self::Transport(error) => error.about = about,
            Self::Unexpected(error) => error.about = about,
            Self::Decode(error) => error.about = about,
        }
        self
    }

    /// What the headers of an answer said of the limits.
    pub(crate) fn rate_limits(&self) -> RateLimits {
        match self {
            Self::Exchange(error) => error.rate_limits(),
            Self::Transport(error) => error.rate_limits(),
            Self::Unexpected(error) => error.rate_limits(),
            _ => RateLimits::default(),
        }
    }

    /// The exchange's error, if it is one.
    ///
    /// ```
    /// # use binance_usdm::ErrorCode;
    /// # async fn example(client: binance_usdm::Client) -> Result<(), binance_usdm::Error> {
    /// match client.change_margin_type().symbol("BTCUSDT").margin_type("ISOLATED").send().await {
    ///     Err(error) if error.exchange().is_some_and(|said| said.code() == ErrorCode::NO_NEED_TO_CHANGE_MARGIN_TYPE) => {} // it is isolated already
    ///     other => drop(other?),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn exchange(&self) -> Option<&ExchangeError> {
        match self {
            Self::Exchange(error) => Some(error),
            _ => None,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Configuration(error) => error.fmt(f),
            Self::InvalidParameter(error) => error.fmt(f),
            Self::MissingCredentials(operation) => {
                write!(f, "{}: needs an API key, and the client was built without credentials", operation.id)
            }
            Self::Limited(error) => error.fmt(f),
            Self::Signing(error) => error.fmt(f),
            Self::Exchange(error) => error.fmt(f),
            Self::Transport(error) => error.fmt(f),
            Self::Unexpected(error) => error.fmt(f),
            Self::Decode(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        // The kinds are part of this error, so what caused them is what caused it.
        match self {
            Self::Configuration(error) => std::error::Error::source(error),
            Self::Signing(error) => std::error::Error::source(&**error),
            Self::Transport(error) => std::error::Error::source(&**error),
            _ => None,
        }
    }
}

impl From<InvalidParameter> for Error {
    #[cold]
    fn from(error: InvalidParameter) -> Self {
        Self::InvalidParameter(error)
    }
}

impl From<LimitError> for Error {
    #[cold]
    fn from(error: LimitError) -> Self {
        Self::Limited(Box::new(error))
    }
}

impl From<ConfigurationError> for Error {
    #[cold]
    fn from(error: ConfigurationError) -> Self {
        Self::Configuration(error)
    }
}

impl From<SigningError> for Error {
    #[cold]
    fn from(error: SigningError) -> Self {
        Self::Signing(Box::new(error))
    }
}

#![doc = include_str!(concat!(env!("OUT_DIR"), "/readme.md"))]
#![doc = include_str!(concat!(env!("OUT_DIR"), "/operations.md"))]
// Only docs.rs sets it, whose compiler can say of each item which feature it needs.
#![cfg_attr(docsrs, feature(doc_cfg))]

// Named by generated code: they come before it.
mod object;
mod open_enum;
mod row;
mod tagged_union;

mod backoff;
mod batch;
mod client;
mod clock;
mod credentials;
mod decimal;
mod environment;
mod error;
mod generated;
mod limits;
mod listen_key;
mod one_or_many;
pub mod operations;
mod order_id;
mod random;
mod requirements;
mod response;
mod retry;
mod rules;
mod runtime;
#[cfg(feature = "sandbox")]
pub mod sandbox;
mod secret_url;
mod sent_order;
mod server_time;
mod sign;
mod timestamp;
mod tolerant;
mod wire;

pub use batch::{BatchResult, RowError};
pub use builder::{BatchOrder, OrderModification};
pub use client::{Client, ClientBuilder, ClockOffset, Resolution};
pub use clock::{Clock, Sleep, SystemClock};
pub use credentials::Credentials;
pub use decimal::{Amount, ParseDecimalError, Percent, Price, Quantity, Rate};
pub use environment::Environment;
pub use error::{
    ConfigurationError, DecodeError, Error, ErrorCategory, ErrorCode, ExchangeError, InvalidParameter, Outcome,
    SigningError, Stage, TransportError, UnexpectedResponse,
};
pub use generated::{builder, types};
pub use limits::{Budget, IpBudget, LimitError, LimitPolicy, LimitUsage};
pub use listen_key::{KeyChange, ListenKey, UserStreamKey, UserStreamTask};
pub use one_or_many::OneOrMany;
pub use open_enum::{ParseEnumError, Unrecognized};
pub use reqwest;
pub use response::{RateLimits, ResponseValue};
pub use retry::RetryPolicy;
pub use rust_decimal::Decimal;
pub use secret_url::SecretUrl;
pub use sent_order::SentOrder;
pub use sign::{ExternalSignature, ExternalSigner};
pub use tagged_union::UnrecognizedObject;
pub use timestamp::{Timestamp, TimestampOutOfRange};
pub use tolerant::{Rejected, Tolerant};
pub use types::{KlineInterval, MarginType, OrderSide, OrderType, PositionSide, TimeInForce, WorkingType};

use object::object;
use open_enum::open_enum;
use row::row;
use tagged_union::tagged_union;

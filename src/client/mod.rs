//! The client: one connection pool, one prepared key, any number of calls.

mod builder;
mod exchange;

use std::fmt;
use std::sync::Arc;

pub use builder::ClientBuilder;
use reqwest::Url;
use reqwest::header::HeaderValue;
use serde::de::DeserializeOwned;

use crate::clock::Clock;
use crate::credentials::Secret;
use crate::error::Error;
use crate::response::ResponseValue;
use crate::runtime::Call;
use crate::sign::Signer;

/// A client of the exchange.
///
/// Cheap to clone; clones share connections and keys. Each method begins a request: give it its parameters, then
/// [`send`](crate::builder::CreateOrder::send) it.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use binance_usdm::sandbox::Sandbox;
/// use binance_usdm::{Client, OrderSide, OrderType, TimeInForce};
///
/// let exchange = Sandbox::start().await?; // or `.environment(Environment::Testnet)` below
/// let client = Client::builder().base_url(exchange.base_url()).credentials(exchange.credentials()).build()?;
/// let order = client
///     .create_order()
///     .symbol("BTCUSDT")
///     .side(OrderSide::Buy)
///     .type_(OrderType::Limit)
///     .time_in_force(TimeInForce::Gtc)
///     .quantity("0.010")
///     .price("50000.10")
///     .send()
///     .await?;
/// assert_eq!(order.symbol, "BTCUSDT");
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

struct Inner {
    http: reqwest::Client,
    base: Url,
    auth: Option<Auth>,
    /// Milliseconds.
    recv_window: Option<u32>,
    clock: Box<dyn Clock>,
}

/// What keyed and signed requests are made with, prepared once.
struct Auth {
    api_key: Secret,
    header: HeaderValue,
    signer: Signer,
}

impl Client {
    /// Begins a client for the production exchange, without credentials.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// The base URL that requests go to.
    #[must_use]
    pub fn base_url(&self) -> &str {
        self.inner.base.as_str().trim_end_matches('/')
    }

    pub(crate) async fn call<T: DeserializeOwned>(&self, call: Call) -> Result<ResponseValue<T>, Error> {
        self.inner.exchange(call).await?.decode()
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.base_url())
            .field("credentials", &self.inner.auth)
            .field("recv_window", &self.inner.recv_window)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Auth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credentials(redacted)")
    }
}

//! The client: one connection pool, one prepared key, any number of calls.

mod attempt;
mod body;
mod builder;
mod call;
mod decode;
mod resolve;
mod sight;
mod time;
mod urls;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

pub use builder::ClientBuilder;
#[cfg(feature = "__bench")]
pub(crate) use decode::read;
use reqwest::header::HeaderValue;
pub use resolve::Resolution;
use serde::de::DeserializeOwned;
pub use time::ClockOffset;

use crate::batch::{BatchResult, name_orders};
use crate::clock::Clock;
use crate::credentials::Secret;
use crate::error::Error;
use crate::limits::{Budget, Limiter};
use crate::response::ResponseValue;
use crate::retry::RetryPolicy;
use crate::runtime::Prepared;
use crate::server_time::ServerTime;
use crate::sign::Signer;
use time::Refresh;
use urls::Urls;

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
    pub(crate) inner: Arc<Inner>,
    /// Apart from what the task itself holds, so that it ends with the client.
    refresh: Arc<Refresh>,
}

pub(crate) struct Inner {
    http: reqwest::Client,
    urls: Urls,
    auth: Option<Auth>,
    /// Milliseconds.
    recv_window: Option<u32>,
    clock: Arc<dyn Clock>,
    time: ServerTime,
    /// Held by who reads the exchange's clock: several need not do it at once.
    setting_time: tokio::sync::Mutex<()>,
    /// Whether the exchange's clock is read where it differs.
    follows_server_time: bool,
    limiter: Limiter,
    retry: RetryPolicy,
    timeout: Duration,
    /// Bytes.
    max_response_size: usize,
}

/// What keyed and signed requests are made with, prepared once.
pub(crate) struct Auth {
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
        self.inner.urls.base().as_str().trim_end_matches('/')
    }

    /// The clock by which it measures and waits.
    pub(crate) fn clock(&self) -> &dyn Clock {
        &*self.inner.clock
    }

    /// How often a read may be asked again.
    pub(crate) fn retry_policy(&self) -> RetryPolicy {
        self.inner.retry
    }

    /// Makes a call, unless its parameters are refused.
    pub(crate) async fn call<T>(&self, call: Prepared) -> Result<ResponseValue<T>, Error>
    where
        T: DeserializeOwned + 'static,
    {
        match call {
            Ok(mut call) => self.exchange(&mut call).await?.decode(),
            Err(error) => Err(*error),
        }
    }

    /// A call whose answer has a row for each row of its batch, or for each element of its list.
    pub(crate) async fn call_rows<T>(&self, call: Prepared) -> Result<ResponseValue<Vec<BatchResult<T>>>, Error>
    where
        T: DeserializeOwned + 'static,
    {
        let mut call = call.map_err(|error| *error)?;
        call.rows = call.rows.or(call.elements);
        let answer = self.exchange(&mut call).await?;
        let orders = answer.call.orders();
        let mut rows: ResponseValue<Vec<BatchResult<T>>> = answer.decode()?;
        name_orders(&mut rows, orders);
        Ok(rows)
    }

    /// How much of the exchange's limits is used, as far as this client knows.
    ///
    /// ```
    /// # async fn example(client: binance_usdm::Client) -> Result<(), binance_usdm::Error> {
    /// client.get_klines().symbol("BTCUSDT").interval("1m").limit(1_500).send().await?;
    /// for usage in client.budget().limits {
    ///     println!("{}: {} of {}", usage.limit.name, usage.used, usage.units);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn budget(&self) -> Budget {
        self.inner.limiter.budget(self.inner.server_now())
    }
}

impl Inner {
    /// The exchange's time, as well as it is known here, in milliseconds since the Unix epoch.
    fn server_now(&self) -> i64 {
        self.time.now_millis(&*self.clock)
    }
}

#[cfg(feature = "__bench")]
impl Inner {
    pub(crate) fn auth(&self) -> Option<&Auth> {
        self.auth.as_ref()
    }

    /// Asks the limits and the clocks as an attempt does, and takes in the headers of a success.
    pub(crate) async fn bookkeeping(
        &self,
        call: &mut crate::runtime::Call,
        headers: &reqwest::header::HeaderMap,
    ) -> Result<(), Error> {
        self.time.tries();
        self.left(call, None);
        let urgency = crate::limits::Urgency { is_urgent: false, patience: Duration::MAX };
        let mut permit = self.limiter.acquire(|| self.server_now(), call.operation, &call.query, urgency).await?;
        let stamp = crate::sign::Stamp { timestamp: self.server_now(), recv_window: None };
        call.stamped(stamp, self.clock.elapsed());
        permit.sent();
        permit.answered(reqwest::StatusCode::OK, headers, None, || self.server_now());
        Ok(())
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

//! An exchange in this process, for tests and examples.
//!
//! The sandbox speaks HTTP on 127.0.0.1 and behaves like the REST API of the exchange: it answers every operation of
//! the [operation table](crate::operations), and refuses what the exchange refuses, with the exchange's codes. What a
//! request must carry is read from that table: API key, signature, parameters, their types and values.
//!
//! It has one account in one-way and single-asset mode, funded with 10,000 USDT, 500 USDC and 2.5 BNB, and seven contracts. Everything it
//! says is a function of its seed, of the time that its [clock](crate::Clock) shows and of the requests it was sent;
//! with a [`ManualClock`] it answers byte for byte the same in every run. Prices move by themselves, or stay where
//! [`Sandbox::set_price`] puts them: to see a stop-loss at work, set the price below it.
//!
//! # What is simplified
//!
//! - The best bid is the last price, the best ask one tick above it, and either fills any quantity in one piece.
//! - Resting orders fill, conditional orders trigger and trailing stops follow when a request comes in or a price is
//!   set, and they see only the price of that moment. Funding is settled then too.
//! - `priceProtect` never holds a conditional order back.
//! - Nothing is liquidated or delivered, and rate limits are counted but not enforced.
//! - Any margin asset other than USDT only has a balance, and the account's orders never meet each other.

mod clock;
mod exchange;
mod gate;
mod http;
mod market;
mod refusal;
mod seed;
mod steering;
mod trading;
mod usage;
mod weights;

use std::fmt;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub use self::clock::ManualClock;
use self::exchange::Exchange;
use self::http::Server;
pub use self::steering::SetPriceError;
use crate::clock::{Clock, SystemClock};
use crate::credentials::Credentials;

/// A running sandbox. It listens on a free port of 127.0.0.1 until it is dropped.
///
/// # Examples
///
/// ```
/// use binance_usdm::Client;
/// use binance_usdm::sandbox::Sandbox;
///
/// # #[tokio::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let sandbox = Sandbox::start().await?;
/// let client = Client::builder().base_url(sandbox.base_url()).credentials(sandbox.credentials()).build()?;
/// client.get_server_time().send().await?;
/// assert_eq!(sandbox.requests("getServerTime"), 1);
/// # Ok(())
/// # }
/// ```
pub struct Sandbox {
    base_url: String,
    api_key: String,
    secret_key: String,
    exchange: Arc<Mutex<Exchange>>,
    clock: Arc<dyn Clock>,
    // Stops the server when it is dropped.
    _server: Server,
}

impl Sandbox {
    /// Starts a sandbox on the machine's clock, with the default seed.
    ///
    /// Must be called within a Tokio runtime with I/O enabled.
    ///
    /// # Errors
    ///
    /// If no port of 127.0.0.1 can be listened on.
    pub async fn start() -> io::Result<Self> {
        Self::builder().start().await
    }

    /// A sandbox with a seed or a clock of your own.
    #[must_use]
    pub fn builder() -> SandboxBuilder {
        SandboxBuilder { seed: 0, clock: Arc::new(SystemClock) }
    }

    /// Where it listens: `http://127.0.0.1:` and a port.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// The key pair of its one account.
    #[must_use]
    pub fn credentials(&self) -> Credentials {
        Credentials::new(self.api_key.as_str(), self.secret_key.as_str())
    }

    /// The API key of its one account, 64 letters and digits; for requests made without this crate's client.
    #[must_use]
    pub fn api_key(&self) -> &str {
        &self.api_key
    }

    /// The secret that belongs to [`api_key`](Self::api_key). It opens nothing but this sandbox.
    #[must_use]
    pub fn secret_key(&self) -> &str {
        &self.secret_key
    }

    /// How many requests came in for an operation, refused ones among them, by its id such as `createOrder`.
    #[must_use]
    pub fn requests(&self, operation: &str) -> u64 {
        self.exchange().requests(operation)
    }

    /// How many orders are open at this moment, conditional ones not among them.
    #[must_use]
    pub fn open_orders(&self) -> usize {
        let now = self.clock.now_millis();
        self.exchange().open_orders(now)
    }

    fn exchange(&self) -> MutexGuard<'_, Exchange> {
        self.exchange.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sandbox").field("base_url", &self.base_url).finish_non_exhaustive()
    }
}

/// Sets up a [`Sandbox`].
#[derive(Debug, Clone)]
pub struct SandboxBuilder {
    seed: u64,
    clock: Arc<dyn Clock>,
}

impl SandboxBuilder {
    /// What prices, keys and ids are made from; 0 by default. The same seed and clock give the same answers.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// The clock of the exchange; the machine's by default.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Starts the sandbox. Must be called within a Tokio runtime with I/O enabled.
    ///
    /// # Errors
    ///
    /// If no port of 127.0.0.1 can be listened on.
    pub async fn start(self) -> io::Result<Sandbox> {
        let exchange = Exchange::new(self.seed, self.clock.now_millis());
        let (api_key, secret_key) = (exchange.keys.api_key.clone(), exchange.keys.secret_key.clone());
        let exchange = Arc::new(Mutex::new(exchange));
        let server = Server::start(Arc::clone(&exchange), Arc::clone(&self.clock)).await?;
        let base_url = format!("http://{}", server.address);
        Ok(Sandbox { base_url, api_key, secret_key, exchange, clock: self.clock, _server: server })
    }
}

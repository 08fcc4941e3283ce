//! An exchange in this process, for tests and examples.
//!
//! The sandbox speaks HTTP on 127.0.0.1 and behaves like the REST API of the exchange: it answers every operation of
//! the [operation table](crate::operations), and refuses what the exchange refuses, with the exchange's codes. What a
//! request must carry is read from that table: API key, signature, parameters, their types and values.
//!
//! It has one account, which begins in one-way and single-asset mode with 10,000 USDT, 500 USDC and 2.5 BNB, and seven
//! contracts. Everything it says is a function of its seed, of the time that its [clock](crate::Clock) shows and of the requests it was sent;
//! with a [`ManualClock`] it answers byte for byte the same in every run. Prices move by themselves, or stay where
//! [`Sandbox::set_price`] puts them: to see a stop-loss at work, set the price below it.
//!
//! # What can go wrong
//!
//! It enforces the exchange's limits: what exceeds one is refused with HTTP 429, and who goes on is banned for a while,
//! with HTTP 418. It breaks connections and answers as networks, gateways and exchanges do when it is told to, see
//! [`Sandbox::inject`] and [`Fault`], or [at random](Sandbox::random_faults). And it shows its books, so that a test can
//! compare what a program believes with what really happened: [`Sandbox::placed_orders`], [`Sandbox::executions`],
//! [`Sandbox::faults_met`].
//!
//! # What is simplified
//!
//! - The best bid is the last price, the best ask one tick above it, and either fills any quantity in one piece.
//! - Resting orders fill, conditional orders trigger and trailing stops follow when a request comes in or a price is
//!   set, and they see only the price of that moment. Funding is settled then too.
//! - `priceProtect` never holds a conditional order back.
//! - An isolated position past its liquidation price is closed by an order of the exchange's, in one piece and after
//!   what stop-losses do at that price; it loses its margin at most. Cross positions are not liquidated: they may lose
//!   more than the account has. Nothing is deleveraged or delivered.
//! - Every trade is an aggregated trade of its own, and no contract is on a composite index.
//! - Shares of accounts and positions, insurance funds and ratings of risk are made up. Markets keep no holidays.
//! - Limits are counted in fixed windows of its clock, and every request comes from one address.
//! - Convert takes no spread, and refuses with codes of general use: the exchange documents none of its own for it. The
//!   links of downloads lead nowhere, and there may be more than five a month. The account answers as if it were in
//!   portfolio margin as well. No quantitative trading rule locks it.
//! - Any margin asset other than USDT only has a balance, in multi-assets mode too; fees are paid in USDT whether or not
//!   BNB is to pay them. The account's orders never meet each other.

mod books;
mod builder;
mod clock;
mod exchange;
mod fault;
mod gate;
mod http;
mod limits;
mod market;
mod plan;
mod refusal;
mod seed;
mod steering;
mod trading;
mod trouble;
mod usage;

use std::fmt;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub use self::builder::SandboxBuilder;
pub use self::clock::ManualClock;
use self::exchange::Exchange;
pub use self::fault::Fault;
use self::http::Server;
use self::plan::Plan;
pub use self::steering::SetPriceError;
pub use self::trading::PlacedOrder;
pub use self::trouble::FaultMet;
use crate::clock::Clock;
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
    plan: Arc<Mutex<Plan>>,
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

    /// A sandbox with a seed, a clock or limits of your own.
    #[must_use]
    pub fn builder() -> SandboxBuilder {
        SandboxBuilder::new()
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

    fn exchange(&self) -> MutexGuard<'_, Exchange> {
        self.exchange.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn plan(&self) -> MutexGuard<'_, Plan> {
        self.plan.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sandbox").field("base_url", &self.base_url).finish_non_exhaustive()
    }
}

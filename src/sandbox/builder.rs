//! What a sandbox is set up with.

use std::io;
use std::sync::{Arc, Mutex};

use super::Sandbox;
use super::exchange::Exchange;
use super::fault::Fault;
use super::http::{Server, Shared};
use super::limits::Limits;
use super::plan::Plan;
use crate::clock::{Clock, SystemClock};

/// Sets up a [`Sandbox`].
#[derive(Debug, Clone)]
pub struct SandboxBuilder {
    seed: u64,
    clock: Arc<dyn Clock>,
    is_limited: bool,
    limits: Vec<(String, u32)>,
    random: Option<(u32, u64)>,
}

impl SandboxBuilder {
    pub(super) fn new() -> Self {
        Self { seed: 0, clock: Arc::new(SystemClock), is_limited: true, limits: Vec::new(), random: None }
    }

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

    /// Whether requests are refused that exceed a limit; `true` by default. They are counted either way.
    ///
    /// An address that goes on after HTTP 429 is banned: the sixth request beyond a limit in one window is answered
    /// with HTTP 418, and so is everything for two minutes from then on, and for twice as long each further time. Only
    /// requests that cost something of a limit are refused for it; during a ban, all are.
    #[must_use]
    pub fn enforce_limits(mut self, enforce: bool) -> Self {
        self.is_limited = enforce;
        self
    }

    /// Sets how much may be spent of a limit, instead of what the production exchange allows. The exchange information
    /// says the same.
    ///
    /// The name is that of one of [`LIMITS`](crate::operations::LIMITS), such as `orders-10s`. With another one,
    /// [`start`](Self::start) is an error.
    ///
    /// # Examples
    ///
    /// ```
    /// use binance_usdm::Client;
    /// use binance_usdm::sandbox::Sandbox;
    ///
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let sandbox = Sandbox::builder().limit("weight", 10).start().await?;
    /// let client = Client::builder().base_url(sandbox.base_url()).build()?;
    /// let info = client.get_exchange_info().send().await?;
    /// assert_eq!(info.rate_limits[0].limit, 10);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn limit(mut self, name: impl Into<String>, units: u32) -> Self {
        self.limits.push((name.into(), units));
        self
    }

    /// Lets requests meet faults at random from the start; see [`Sandbox::random_faults`].
    #[must_use]
    pub fn random_faults(mut self, permille: u32, seed: u64) -> Self {
        self.random = Some((permille, seed));
        self
    }

    /// Starts the sandbox. Must be called within a Tokio runtime with I/O enabled.
    ///
    /// # Errors
    ///
    /// If no port of 127.0.0.1 can be listened on, or if a [`limit`](Self::limit) was set that the exchange does not
    /// have ([`io::ErrorKind::InvalidInput`]).
    pub async fn start(self) -> io::Result<Sandbox> {
        let mut limits = Limits::of_table();
        for (name, units) in &self.limits {
            limits.set(name, *units)?;
        }
        let exchange = Exchange::new(self.seed, limits, self.is_limited, self.clock.now_millis());
        let (api_key, secret_key) = (exchange.keys.api_key.clone(), exchange.keys.secret_key.clone());
        let mut plan = Plan::default();
        if let Some((permille, seed)) = self.random {
            plan.randomize(permille, seed, Fault::samples());
        }
        let (exchange, plan) = (Arc::new(Mutex::new(exchange)), Arc::new(Mutex::new(plan)));
        let shared =
            Shared { exchange: Arc::clone(&exchange), plan: Arc::clone(&plan), clock: Arc::clone(&self.clock) };
        let server = Server::start(shared).await?;
        let base_url = format!("http://{}", server.address);
        Ok(Sandbox { base_url, api_key, secret_key, exchange, plan, clock: self.clock, _server: server })
    }
}

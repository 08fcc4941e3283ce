//! A sandbox with clients of it, all on one clock that moves when told to.

use std::time::Duration;

use binance_usdm::reqwest;
use binance_usdm::sandbox::{ManualClock, Sandbox, SandboxBuilder};
use binance_usdm::{Client, ClientBuilder, Clock as _, Error, Outcome};

/// At the beginning of a minute.
pub const NOW: i64 = 1_760_000_040_000;

/// How long to wait for what never comes, by the machine's clock.
pub const STALLED: Duration = Duration::from_millis(100);

pub struct Bench {
    pub sandbox: Sandbox,
    pub client: Client,
    pub clock: ManualClock,
}

impl Bench {
    pub async fn new() -> Self {
        Self::with(|sandbox| sandbox, |client| client).await
    }

    /// A sandbox and a client, each but for what is done to its builder.
    pub async fn with(
        sandbox: impl FnOnce(SandboxBuilder) -> SandboxBuilder,
        client: impl FnOnce(ClientBuilder) -> ClientBuilder,
    ) -> Self {
        let clock = ManualClock::new(NOW);
        let sandbox = sandbox(Sandbox::builder().seed(7).clock(clock.clone())).start().await.unwrap();
        let client = client(builder(&sandbox, &clock)).build().unwrap();
        Self { sandbox, client, clock }
    }

    /// Another client of the same account.
    pub fn configure(&self, client: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Client {
        client(builder(&self.sandbox, &self.clock)).build().unwrap()
    }

    /// Lets time pass for whoever waits, until something is done.
    pub async fn with_time<T>(&self, call: impl Future<Output = T>) -> T {
        self.with_time_beside(0, call).await
    }

    /// The same beside a request that is delayed by so many milliseconds since the beginning: no time passes for it
    /// alone.
    pub async fn with_time_beside<T>(&self, delay: i64, call: impl Future<Output = T>) -> T {
        let mut call = std::pin::pin!(call);
        loop {
            tokio::select! {
                biased;
                done = &mut call => return done,
                () = tokio::task::yield_now() => {
                    if self.clock.sleepers() > usize::from(self.passed() < delay) {
                        self.clock.advance_to_next_sleeper();
                    }
                }
            }
        }
    }

    /// Milliseconds since the beginning.
    pub fn passed(&self) -> i64 {
        self.clock.now_millis() - NOW
    }

    /// Waits until something has happened, without letting time pass.
    pub async fn until(&self, happened: impl Fn(&Self) -> bool) {
        for _ in 0..1_000_000 {
            if happened(self) {
                return;
            }
            tokio::task::yield_now().await;
        }
        panic!("it did not happen");
    }

    /// The ids that clients gave to all orders that were ever accepted, in the order of placing.
    pub fn placed(&self) -> Vec<String> {
        self.sandbox.placed_orders().into_iter().map(|order| order.client_order_id).collect()
    }
}

fn builder(sandbox: &Sandbox, clock: &ManualClock) -> ClientBuilder {
    // Nothing here needs the certificates of the system, and reading them takes longer than most tests.
    let http = reqwest::Client::builder().tls_certs_only([]);
    let client = Client::builder().base_url(sandbox.base_url()).credentials(sandbox.credentials());
    client.http(http).clock(clock.clone())
}

/// The error of a call that left open what became of it.
#[track_caller]
pub fn unknown<T: std::fmt::Debug>(result: Result<T, Error>) -> Error {
    let error = result.unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown, "{error}");
    error
}

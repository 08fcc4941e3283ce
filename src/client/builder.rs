//! How a client is made.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::Url;
use reqwest::header::{ACCEPT, HeaderMap, HeaderValue};
use reqwest::redirect::Policy;

use super::time::Refresh;
use super::urls::Urls;
use super::{Auth, Client, Inner};
use crate::clock::{Clock, SystemClock};
use crate::credentials::Credentials;
use crate::environment::Environment;
use crate::error::{ConfigurationError, Error};
use crate::limits::{IpBudget, LimitPolicy, Limiter};
use crate::operations::LONGEST_WINDOW;
use crate::retry::RetryPolicy;
use crate::server_time::ServerTime;
use crate::sign::Signer;

/// Makes a [`Client`]; the only way to one.
///
/// The defaults suit trading: the production exchange, connections kept alive, no redirects (the API key must never
/// reach another host), compressed responses to reads, 5 seconds to connect and 10 in all.
///
/// ```
/// use std::time::Duration;
///
/// use binance_usdm::{Client, Credentials, Environment};
///
/// let client = Client::builder()
///     .environment(Environment::Testnet)
///     .credentials(Credentials::new("my-api-key", "my-secret-key"))
///     .recv_window(2_000)
///     .timeout(Duration::from_secs(5))
///     .build()?;
/// assert_eq!(client.base_url(), "https://demo-fapi.binance.com");
/// # Ok::<(), binance_usdm::Error>(())
/// ```
#[must_use = "a client is made by `build`"]
pub struct ClientBuilder {
    base_url: String,
    credentials: Option<Credentials>,
    recv_window: Option<u32>,
    connect_timeout: Duration,
    timeout: Duration,
    user_agent: String,
    proxy: Option<reqwest::Proxy>,
    http: Option<reqwest::ClientBuilder>,
    clock: Arc<dyn Clock>,
    clock_sync: bool,
    retry: RetryPolicy,
    limits: LimitPolicy,
    ip_budget: IpBudget,
    max_response_size: usize,
    allow_plain_http: bool,
}

impl Default for ClientBuilder {
    fn default() -> Self {
        Self {
            base_url: Environment::default().base_url().to_owned(),
            credentials: None,
            recv_window: None,
            connect_timeout: Duration::from_secs(5),
            timeout: Duration::from_secs(10),
            user_agent: concat!("binance-usdm/", env!("CARGO_PKG_VERSION")).to_owned(),
            proxy: None,
            http: None,
            clock: Arc::new(SystemClock),
            clock_sync: true,
            retry: RetryPolicy::default(),
            limits: LimitPolicy::default(),
            ip_budget: IpBudget::default(),
            max_response_size: 32 * 1024 * 1024,
            allow_plain_http: false,
        }
    }
}

impl ClientBuilder {
    /// The exchange to talk to; [`Environment::Production`] if neither this nor [`base_url`](Self::base_url) is called.
    pub fn environment(self, environment: Environment) -> Self {
        self.base_url(environment.base_url())
    }

    /// The URL to talk to instead, such as that of a sandbox or a gateway. A path in it goes before every endpoint's.
    pub fn base_url(mut self, base_url: impl Into<String>) -> Self {
        self.base_url = base_url.into();
        self
    }

    /// The API key and what signs with it. Without them, public operations work and all others are refused before
    /// sending.
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.credentials = Some(credentials);
        self
    }

    /// How long a signed request is valid, in milliseconds, for calls that do not say themselves.
    ///
    /// The exchange assumes 5000 when it is told nothing, and takes 60000 at most.
    pub fn recv_window(mut self, millis: u32) -> Self {
        self.recv_window = Some(millis);
        self
    }

    /// How long to wait for a connection.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// How long an attempt may take in all, from connecting to the last byte of the answer. Waiting for a
    /// [limit](Self::limits) comes before it.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// The `User-Agent` header.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = user_agent.into();
        self
    }

    /// A proxy to go through, instead of the one that the environment names (`HTTPS_PROXY`).
    pub fn proxy(mut self, proxy: reqwest::Proxy) -> Self {
        self.proxy = Some(proxy);
        self
    }

    /// A `reqwest::ClientBuilder` of your own for all that has no method here, such as root certificates or a local
    /// address. What this builder sets goes on top of it; redirects, retries and its own decompression stay off.
    pub fn http(mut self, http: reqwest::ClientBuilder) -> Self {
        self.http = Some(http);
        self
    }

    /// Whether to ask the exchange for its time when it refuses that of a request (code -1021), and to sign that request
    /// once more; yes if not called. The refusal proves that nothing was done, so this holds for orders too.
    ///
    /// See [`Client::sync_clock`].
    pub fn clock_sync(mut self, sync: bool) -> Self {
        self.clock_sync = sync;
        self
    }

    /// When a read that failed is asked again; by default up to three times.
    pub fn retry(mut self, retry: RetryPolicy) -> Self {
        self.retry = retry;
        self
    }

    /// What to do with a request that would exceed a limit of the exchange; by default it waits for up to ten seconds.
    pub fn limits(mut self, limits: LimitPolicy) -> Self {
        self.limits = limits;
        self
    }

    /// Shares what is known of the limits of this machine's IP address with other clients: those of other accounts, for
    /// the exchange counts them together. Clones of a client share it anyway.
    pub fn ip_budget(mut self, budget: IpBudget) -> Self {
        self.ip_budget = budget;
        self
    }

    /// The longest answer that is taken, in bytes after decompression; 32 MiB if not called. The exchange information,
    /// the longest, has about one.
    pub fn max_response_size(mut self, bytes: usize) -> Self {
        self.max_response_size = bytes;
        self
    }

    /// The source of timestamps and of waiting; the machine's clocks if not called.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Allows `http://` to hosts other than this machine. The API key then crosses the network in the clear.
    pub fn allow_plain_http(mut self, allow: bool) -> Self {
        self.allow_plain_http = allow;
        self
    }

    /// Makes the client.
    ///
    /// With the feature `rustls`, the first client installs ring as the crypto provider of the process, unless the
    /// program has installed one before.
    ///
    /// # Errors
    ///
    /// [`Error::Configuration`] says what does not fit: a URL that is none, plain HTTP to another machine, a key that
    /// is empty, is no header value or cannot be read, a receive window out of range, or an HTTP client that cannot be
    /// built.
    pub fn build(self) -> Result<Client, Error> {
        let base = base(&self.base_url)?;
        let plain = base.scheme() == "http";
        let local = is_loopback(&base);
        if plain && !local && !self.allow_plain_http {
            let problem = "base_url: plain http to another machine would show the API key to the network \
                           (use https, or allow_plain_http)";
            return Err(ConfigurationError::new(problem).into());
        }
        check_recv_window(self.recv_window)?;
        let auth = self.credentials.map(auth).transpose()?;
        if !plain && !cfg!(any(feature = "rustls", feature = "native-tls")) {
            let problem = "base_url: https needs the feature `rustls` or `native-tls` of binance-usdm";
            return Err(ConfigurationError::new(problem).into());
        }
        #[cfg(feature = "rustls")]
        install_crypto_provider();
        let mut http = self
            .http
            .unwrap_or_default()
            .redirect(Policy::none())
            // Whether a request may be sent again is not for the transport to decide: it may be an order.
            .retry(reqwest::retry::never())
            .https_only(!plain)
            // The client decompresses by itself, whatever other crates switch on in reqwest.
            .no_gzip()
            .no_brotli()
            .no_zstd()
            .no_deflate()
            .connect_timeout(self.connect_timeout)
            .timeout(self.timeout)
            .user_agent(self.user_agent)
            .default_headers(headers());
        match self.proxy {
            Some(proxy) => http = http.proxy(proxy),
            // No proxy could reach this machine's own loopback.
            None if local => http = http.no_proxy(),
            None => {}
        }
        let http = http.build().map_err(ConfigurationError::http)?;
        let limiter = Limiter::new(&self.ip_budget, self.limits, Arc::clone(&self.clock));
        let inner = Inner {
            http,
            urls: Urls::new(base),
            auth,
            recv_window: self.recv_window,
            clock: self.clock,
            time: ServerTime::default(),
            setting_time: tokio::sync::Mutex::default(),
            follows_server_time: self.clock_sync,
            limiter,
            retry: self.retry,
            timeout: self.timeout,
            max_response_size: self.max_response_size,
        };
        Ok(Client { inner: Arc::new(inner), refresh: Arc::new(Refresh::default()) })
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("credentials", &self.credentials)
            .field("recv_window", &self.recv_window)
            .finish_non_exhaustive()
    }
}

/// What every request says of the answer that it wants.
fn headers() -> HeaderMap {
    HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static("application/json"))])
}

fn base(text: &str) -> Result<Url, ConfigurationError> {
    // The text is not shown: a URL may hold a password.
    let fail =
        |problem: &str| ConfigurationError::new(format!("base_url: {problem} (such as https://fapi.binance.com)"));
    let url = Url::parse(text).map_err(|error| fail(&format!("not a URL, {error}")))?;
    if !["http", "https"].contains(&url.scheme()) || url.host().is_none() {
        return Err(fail("not an http or https URL"));
    }
    if !url.username().is_empty() || url.password().is_some() || url.query().is_some() || url.fragment().is_some() {
        return Err(fail("a user name, query or fragment has no place in it"));
    }
    Ok(url)
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// The greatest receive window is the spec's.
fn check_recv_window(recv_window: Option<u32>) -> Result<(), ConfigurationError> {
    let Some(millis) = recv_window.map(i64::from) else { return Ok(()) };
    if millis > 0 && LONGEST_WINDOW.is_none_or(|most| millis <= most) {
        return Ok(());
    }
    let most = LONGEST_WINDOW.map_or(String::new(), |most| format!(" to {most}"));
    Err(ConfigurationError::new(format!("recv_window: {millis} milliseconds is out of range (1{most})")))
}

fn auth(credentials: Credentials) -> Result<Auth, ConfigurationError> {
    let (api_key, key) = credentials.into_parts();
    if api_key.is_empty() {
        return Err(ConfigurationError::new("credentials: the API key is empty"));
    }
    let mut header = HeaderValue::from_str(&api_key)
        .map_err(|_| ConfigurationError::new("credentials: the API key has characters that no header may have"))?;
    header.set_sensitive(true);
    Ok(Auth { api_key, header, signer: Signer::new(key)? })
}

/// Makes sure that reqwest finds a crypto provider, which it wants even for plain HTTP: ring, unless the program has
/// installed one of its own.
#[cfg(feature = "rustls")]
fn install_crypto_provider() {
    if rustls::crypto::CryptoProvider::get_default().is_none() {
        // Another thread may have been faster, which serves as well.
        drop(rustls::crypto::ring::default_provider().install_default());
    }
}

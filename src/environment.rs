//! Where the exchange is.

use crate::operations::SERVERS;

/// A server of the exchange, by the spec's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Environment {
    /// The exchange itself: real money.
    #[default]
    Production,
    /// The test network: its own accounts, play money, other step sizes and limits.
    Testnet,
}

impl Environment {
    /// The base URL.
    ///
    /// ```
    /// use binance_usdm::Environment;
    ///
    /// assert_eq!(Environment::Production.base_url(), "https://fapi.binance.com");
    /// ```
    #[must_use]
    pub fn base_url(self) -> &'static str {
        let name = match self {
            Self::Production => "production",
            Self::Testnet => "testnet",
        };
        // The code generator makes sure that there is exactly one of each.
        SERVERS.iter().find(|server| server.environment == name).map_or("", |server| server.url)
    }
}

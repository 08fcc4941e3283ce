//! The API key and its secret.

use std::fmt;

use zeroize::Zeroizing;

/// An API key and the secret that signs with it.
///
/// Neither is ever printed: `Debug` is redacted and errors never quote them. The memory of the secret is wiped on drop.
///
/// ```
/// use binance_usdm::Credentials;
///
/// let credentials = Credentials::new("my-api-key", "my-secret-key");
/// assert_eq!(format!("{credentials:?}"), "Credentials(redacted)");
/// ```
#[derive(Clone)]
pub struct Credentials {
    api_key: Zeroizing<String>,
    secret_key: Zeroizing<String>,
}

impl Credentials {
    /// Takes a key pair as the exchange shows it; [`ClientBuilder::build`](crate::ClientBuilder::build) checks it.
    pub fn new(api_key: impl Into<String>, secret_key: impl Into<String>) -> Self {
        Self { api_key: Zeroizing::new(api_key.into()), secret_key: Zeroizing::new(secret_key.into()) }
    }

    pub(crate) fn api_key(&self) -> &str {
        &self.api_key
    }

    pub(crate) fn secret_key(&self) -> &str {
        &self.secret_key
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credentials(redacted)")
    }
}

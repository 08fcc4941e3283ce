//! The API key, and the key or the signer that belongs to it.

use std::fmt;
use std::sync::Arc;

use zeroize::Zeroizing;

use crate::sign::ExternalSigner;

/// A text that is wiped when the last that holds it is dropped.
pub(crate) type Secret = Arc<Zeroizing<String>>;

/// An API key, and what signs with it: a secret, a private key, or a signer of your own.
///
/// | made by | signs with | feature |
/// |---|---|---|
/// | [`new`](Self::new) | HMAC-SHA256, by the secret that the exchange shows beside the API key | |
/// | `ed25519` | an Ed25519 private key | `ed25519` |
/// | `rsa` | an RSA private key, PKCS#1 v1.5 with SHA-256 | `rsa` |
/// | [`external`](Self::external) | an [`ExternalSigner`], for keys that are kept elsewhere | |
///
/// Nothing of it is ever printed: `Debug` is redacted and errors never quote it. Clones share one copy. Secrets and
/// private keys are wiped from memory when the last that uses them is dropped: the texts given here, and what a client
/// makes of them. A client that has read PEM keeps no copy of the text. Not wiped are what the compiler leaves on the
/// stack while a key is read or used, and the API key in the headers of requests.
#[derive(Clone)]
pub struct Credentials {
    api_key: Secret,
    key: Key,
}

/// What signs, as it was given. PEM is read when the client is built.
#[derive(Clone)]
pub(crate) enum Key {
    Hmac(Secret),
    #[cfg(feature = "ed25519")]
    Ed25519(Secret),
    #[cfg(feature = "rsa")]
    Rsa(Secret),
    External(Arc<dyn ExternalSigner>),
}

impl Credentials {
    /// An API key and its secret, as the exchange shows them: HMAC-SHA256.
    ///
    /// [`ClientBuilder::build`](crate::ClientBuilder::build) checks them.
    ///
    /// ```
    /// use binance_usdm::Credentials;
    ///
    /// let credentials = Credentials::new("my-api-key", "my-secret-key");
    /// assert_eq!(format!("{credentials:?}"), "Credentials(redacted)");
    /// ```
    pub fn new(api_key: impl Into<String>, secret_key: impl Into<String>) -> Self {
        Self { api_key: secret(api_key), key: Key::Hmac(secret(secret_key)) }
    }

    /// An API key and the Ed25519 private key whose public key the exchange knows. With the feature `ed25519`.
    ///
    /// The key is the text of a PKCS#8 PEM file, not encrypted, such as `openssl genpkey -algorithm ed25519` makes. It
    /// is read by [`ClientBuilder::build`](crate::ClientBuilder::build), which says what is wrong with it.
    ///
    /// ```
    /// use binance_usdm::{Client, Credentials};
    ///
    /// // An example that RFC 8410 publishes; take yours from where secrets are kept.
    /// let pem = "-----BEGIN PRIVATE KEY-----
    /// MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
    /// -----END PRIVATE KEY-----";
    /// let client = Client::builder().credentials(Credentials::ed25519("my-api-key", pem)).build()?;
    /// # Ok::<(), binance_usdm::Error>(())
    /// ```
    #[cfg(feature = "ed25519")]
    pub fn ed25519(api_key: impl Into<String>, pem: impl Into<String>) -> Self {
        Self { api_key: secret(api_key), key: Key::Ed25519(secret(pem)) }
    }

    /// An API key and the RSA private key whose public key the exchange knows. With the feature `rsa`.
    ///
    /// The key is the text of a PKCS#8 PEM file, not encrypted, of 2048 to 8192 bits, such as
    /// `openssl genpkey -algorithm rsa -pkeyopt rsa_keygen_bits:2048` makes. It is read by
    /// [`ClientBuilder::build`](crate::ClientBuilder::build), which says what is wrong with it.
    ///
    /// Each request is signed on the thread that sends it: about a millisecond with a key of 2048 bits, and several
    /// times that with 4096. Ed25519 takes a small part of it.
    ///
    /// ```no_run
    /// use binance_usdm::{Client, Credentials};
    ///
    /// let pem = std::fs::read_to_string("binance-rsa.pem")?;
    /// let client = Client::builder().credentials(Credentials::rsa("my-api-key", pem)).build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[cfg(feature = "rsa")]
    pub fn rsa(api_key: impl Into<String>, pem: impl Into<String>) -> Self {
        Self { api_key: secret(api_key), key: Key::Rsa(secret(pem)) }
    }

    /// An API key and a signer for a key that is kept elsewhere: in a hardware module, or by another process.
    ///
    /// ```
    /// use binance_usdm::{Client, Credentials, ExternalSignature, ExternalSigner};
    ///
    /// struct Vault;
    ///
    /// impl Vault {
    ///     async fn base64_signature(&self, payload: &[u8]) -> Result<String, std::io::Error> {
    ///         // Asks the vault.
    /// #       let _ = payload;
    /// #       Ok(String::from("c2lnbmF0dXJl"))
    ///     }
    /// }
    ///
    /// impl ExternalSigner for Vault {
    ///     fn sign<'a>(&'a self, payload: &'a [u8]) -> ExternalSignature<'a> {
    ///         Box::pin(async move { Ok(self.base64_signature(payload).await?) })
    ///     }
    /// }
    ///
    /// let client = Client::builder().credentials(Credentials::external("my-api-key", Vault)).build()?;
    /// # Ok::<(), binance_usdm::Error>(())
    /// ```
    pub fn external(api_key: impl Into<String>, signer: impl ExternalSigner) -> Self {
        Self { api_key: secret(api_key), key: Key::External(Arc::new(signer)) }
    }

    pub(crate) fn into_parts(self) -> (Secret, Key) {
        (self.api_key, self.key)
    }
}

fn secret(text: impl Into<String>) -> Secret {
    Arc::new(Zeroizing::new(text.into()))
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credentials(redacted)")
    }
}

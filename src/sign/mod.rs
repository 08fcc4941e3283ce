//! Signing: bytes and a timestamp in, bytes out. No clock, and no I/O but that of an external signer.

#[cfg(feature = "ed25519")]
mod ed25519;
mod external;
mod hmac;
#[cfg(any(feature = "ed25519", feature = "rsa"))]
mod pem;
#[cfg(any(feature = "ed25519", feature = "rsa"))]
mod private_key;
#[cfg(feature = "rsa")]
mod rsa;

use std::borrow::Cow;
use std::sync::Arc;

pub use external::{ExternalSignature, ExternalSigner};

use crate::credentials::Key;
use crate::error::{ConfigurationError, SigningFailure};
use crate::operations::SIGNING;
use crate::runtime::{begin, push};

/// What signs the requests of a client, prepared once.
pub(crate) enum Signer {
    Hmac(hmac::Key),
    #[cfg(feature = "ed25519")]
    Ed25519(ed25519::Key),
    #[cfg(feature = "rsa")]
    Rsa(rsa::Key),
    External(Arc<dyn ExternalSigner>),
}

/// What a signed request adds to the caller's parameters, before the signature itself.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stamp {
    /// Milliseconds since the Unix epoch.
    pub(crate) timestamp: i64,
    /// Milliseconds; `None` leaves it to the exchange, or to the call's own parameter.
    pub(crate) recv_window: Option<u32>,
}

impl Signer {
    /// Reads and prepares a key.
    pub(crate) fn new(key: Key) -> Result<Self, ConfigurationError> {
        Ok(match key {
            Key::Hmac(secret) => Self::Hmac(hmac::Key::new(secret)?),
            #[cfg(feature = "ed25519")]
            Key::Ed25519(pem) => Self::Ed25519(ed25519::Key::read(&pem)?),
            #[cfg(feature = "rsa")]
            Key::Rsa(pem) => Self::Rsa(rsa::Key::read(&pem)?),
            Key::External(signer) => Self::External(signer),
        })
    }

    /// Completes a query: the stamp, then the signature as the last parameter.
    ///
    /// The signature covers the query as it stands, directly followed by the form body. Only an external signer makes
    /// this wait.
    pub(crate) async fn complete(&self, query: &mut String, body: &[u8], stamp: Stamp) -> Result<(), SigningFailure> {
        if let Some(recv_window) = stamp.recv_window {
            begin(query, SIGNING.recv_window);
            query.push_str(itoa::Buffer::new().format(recv_window));
        }
        begin(query, SIGNING.timestamp);
        query.push_str(itoa::Buffer::new().format(stamp.timestamp));
        let signature = match self {
            Self::Hmac(key) => {
                let signature = key.signature(query.as_bytes(), body);
                begin(query, SIGNING.signature);
                signature.write_hex(query);
                return Ok(());
            }
            #[cfg(feature = "ed25519")]
            Self::Ed25519(key) => key.signature(&payload(query, body))?,
            #[cfg(feature = "rsa")]
            Self::Rsa(key) => key.signature(&payload(query, body))?,
            Self::External(signer) => external::signature(&**signer, &payload(query, body)).await?,
        };
        push(query, SIGNING.signature, signature);
        Ok(())
    }

    /// The secret that no message may quote, if this holds one as text.
    pub(crate) fn secret(&self) -> Option<&str> {
        if let Self::Hmac(key) = self { Some(key.secret()) } else { None }
    }
}

/// What is signed, in one piece.
fn payload<'a>(query: &'a str, body: &[u8]) -> Cow<'a, [u8]> {
    if body.is_empty() {
        return Cow::Borrowed(query.as_bytes());
    }
    Cow::Owned([query.as_bytes(), body].concat())
}

#[cfg(test)]
mod tests {
    use std::error::Error as StdError;
    use std::future::Future;
    use std::pin::pin;
    use std::sync::Arc;
    use std::task::{Context, Poll, Waker};

    use zeroize::Zeroizing;

    use super::{ExternalSignature, ExternalSigner, Signer, Stamp, payload};
    use crate::credentials::Key;
    use crate::error::SigningError;
    use crate::operations::Operation;

    /// An example key and signature that the exchange prints in its documentation.
    const KEY: &str = "2b5eb11e18796d12d88f13dc27dbbd02c2cc51ff7059765ed9821957d82bb4d9";
    const QUERY: &str = "symbol=BTCUSDT&side=BUY&type=LIMIT&quantity=1&price=9000&timeInForce=GTC";
    const STAMP: Stamp = Stamp { timestamp: 1_591_702_613_943, recv_window: Some(5000) };
    const SIGNATURE: &str = "3c661234138461fcc7a7d8746c6558c9842d4e10870d2ecbedf7777cad694af9";

    /// Answers with a fixed text.
    struct Fixed(&'static str);

    impl ExternalSigner for Fixed {
        fn sign<'a>(&'a self, _: &'a [u8]) -> ExternalSignature<'a> {
            Box::pin(async { Ok(self.0.to_owned()) })
        }
    }

    fn hmac() -> Signer {
        Signer::new(Key::Hmac(Arc::new(Zeroizing::new(KEY.to_owned())))).unwrap()
    }

    fn external(answer: &'static str) -> Signer {
        Signer::new(Key::External(Arc::new(Fixed(answer)))).unwrap()
    }

    /// The query with its signature; signing must not wait here.
    fn completed(signer: &Signer, query: &str, body: &[u8], stamp: Stamp) -> Result<String, String> {
        let mut query = query.to_owned();
        let done = match pin!(signer.complete(&mut query, body, stamp)).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(done) => done,
            Poll::Pending => return Err("waits".into()),
        };
        let operation = Operation::by_id("getOrder").unwrap();
        done.map_err(|failure| SigningError::new(operation, failure, &[]).to_string()).map(|()| query)
    }

    #[test]
    fn the_stamp_and_then_the_signature_come_last_at_once() {
        let expected = format!("{QUERY}&recvWindow=5000&timestamp=1591702613943&signature={SIGNATURE}");
        assert_eq!(completed(&hmac(), QUERY, b"", STAMP).unwrap(), expected);
    }

    #[test]
    fn a_signed_request_may_have_no_parameters_of_its_own() {
        let stamp = Stamp { timestamp: 1, recv_window: None };
        assert_eq!(completed(&external("a1"), "", b"", stamp).unwrap(), "timestamp=1&signature=a1");
    }

    #[test]
    fn the_signature_of_an_external_signer_is_percent_encoded() {
        let stamp = Stamp { timestamp: 1, recv_window: None };
        assert_eq!(
            completed(&external("aZ+/09=="), "a=b", b"", stamp).unwrap(),
            "a=b&timestamp=1&signature=aZ%2B%2F09%3D%3D"
        );
    }

    #[test]
    fn what_cannot_be_a_signature_is_refused_and_not_quoted() {
        for (answer, problem) in [
            ("", "empty"),
            ("q8vT\n", "neither"),
            (" q8vT", "neither"),
            ("q8-vT_==", "neither"),
            ("q8%2BvT", "neither"),
            ("q8vT&side=SELL", "neither"),
            ("q8vTé", "neither"),
        ] {
            let said = completed(&external(answer), "a=b", b"", STAMP).unwrap_err();
            assert!(said.starts_with("getOrder: not signed: the external signer's answer is"), "{said}");
            assert!(said.contains(problem) && !said.contains("q8"), "{said}");
        }
    }

    #[test]
    fn an_external_signer_can_be_shared() {
        let shared: Arc<dyn ExternalSigner> = Arc::new(Fixed("a1"));
        let signer = Signer::new(Key::External(Arc::new(Arc::clone(&shared)))).unwrap();
        assert!(completed(&signer, "a=b", b"", STAMP).unwrap().ends_with("&signature=a1"));
    }

    #[test]
    fn only_an_hmac_secret_is_held_as_text() {
        assert_eq!(hmac().secret(), Some(KEY));
        assert_eq!(external("a1").secret(), None);
    }

    #[test]
    fn a_body_directly_follows_the_query_in_what_is_signed() {
        assert_eq!(*payload("a=b", b""), *b"a=b");
        assert_eq!(*payload("a=b", b"c=d"), *b"a=bc=d");
    }

    #[test]
    fn what_a_signer_says_is_quoted_in_one_line_without_secrets() {
        let said: Box<dyn StdError + Send + Sync> = format!("no\n\u{7} {KEY} to sign with").into();
        let failure = crate::error::SigningFailure::by_signer(said);
        let error = SigningError::new(Operation::by_id("getOrder").unwrap(), failure, &[KEY]);
        assert_eq!(error.to_string(), r"getOrder: not signed: the external signer failed: no \u{7} … to sign with");
        assert_eq!(format!("{error:?}"), format!("SigningError({error})"));
        assert!(error.source().unwrap().to_string().starts_with("no"));
    }
}

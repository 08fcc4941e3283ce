//! Keys of every kind: what they sign, what is refused of them, and that nothing of them is shown.

mod external;
#[cfg(any(feature = "ed25519", feature = "rsa"))]
mod pem;
#[cfg(any(feature = "ed25519", feature = "rsa"))]
mod private;
mod redaction;

use std::error::Error as StdError;
use std::fmt::Write as _;
use std::sync::Mutex;

use binance_usdm::sandbox::ManualClock;
use binance_usdm::{Client, Credentials, Error, ExternalSignature, ExternalSigner};

use crate::support::{NOW, Request, Server};

/// A signer that keeps what it was asked to sign, and answers what it is told to.
pub struct Recorder {
    payloads: Mutex<Vec<Vec<u8>>>,
    answer: Result<String, String>,
}

impl Recorder {
    pub fn answering(answer: &str) -> Self {
        Self { payloads: Mutex::default(), answer: Ok(answer.to_owned()) }
    }

    pub fn failing(why: &str) -> Self {
        Self { payloads: Mutex::default(), answer: Err(why.to_owned()) }
    }

    pub fn payloads(&self) -> Vec<String> {
        self.payloads.lock().unwrap().iter().map(|payload| String::from_utf8(payload.clone()).unwrap()).collect()
    }
}

impl ExternalSigner for Recorder {
    fn sign<'a>(&'a self, payload: &'a [u8]) -> ExternalSignature<'a> {
        Box::pin(async {
            // As one that asks another process would.
            tokio::task::yield_now().await;
            self.payloads.lock().unwrap().push(payload.to_owned());
            Ok(self.answer.clone()?)
        })
    }
}

/// A client of a server with these keys, and a clock that shows [`NOW`].
pub fn client_of(server: &Server, credentials: Credentials) -> Client {
    let builder = Client::builder().base_url(server.base_url()).credentials(credentials);
    builder.clock(ManualClock::new(NOW)).build().unwrap()
}

/// What was signed, and the signature as it was sent; it must be last, and encoded where it has to be.
#[track_caller]
pub fn signed(request: &Request) -> (&str, &str) {
    let (payload, signature) = request.query().split_once("&signature=").unwrap();
    assert!(signature.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'%'), "{signature}");
    (payload, signature)
}

/// Everything that an error can be made to print, but for what an external signer says of itself.
pub fn shown(error: &Error) -> String {
    let mut text = format!("{error}\n{error:?}\n{error:#?}\n");
    let mut cause = error.source().filter(|_| !matches!(error, Error::Signing(_)));
    while let Some(inner) = cause {
        write!(text, "{inner}\n{inner:?}\n").unwrap();
        cause = inner.source();
    }
    text
}

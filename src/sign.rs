//! Signing: bytes and a timestamp in, bytes out. No clock and no I/O.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::operations::SIGNING;
use crate::runtime::push;

/// An HMAC-SHA256 key, prepared once.
#[derive(Clone)]
pub(crate) struct Signer {
    keyed: Hmac<Sha256>,
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
    /// Prepares a key; HMAC takes one of any length.
    pub(crate) fn new(secret_key: &[u8]) -> Option<Self> {
        Hmac::new_from_slice(secret_key).ok().map(|keyed| Self { keyed })
    }

    /// Completes a query: the stamp, then the signature as the last parameter.
    ///
    /// The signature covers the query as it stands, directly followed by the form body.
    pub(crate) fn complete(&self, query: &mut String, body: &[u8], stamp: Stamp) {
        if let Some(recv_window) = stamp.recv_window {
            push(query, SIGNING.recv_window, recv_window);
        }
        push(query, SIGNING.timestamp, stamp.timestamp);
        let signature = self.signature(query.as_bytes(), body);
        query.push('&');
        query.push_str(SIGNING.signature);
        query.push('=');
        query.extend(signature.iter().copied().map(char::from));
    }

    /// The signature of a query and a body, in lower-case hexadecimal.
    fn signature(&self, query: &[u8], body: &[u8]) -> [u8; 64] {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut mac = self.keyed.clone();
        mac.update(query);
        mac.update(body);
        let mut hex = [0; 64];
        for (pair, byte) in hex.chunks_exact_mut(2).zip(mac.finalize().into_bytes()) {
            pair[0] = DIGITS[usize::from(byte >> 4)];
            pair[1] = DIGITS[usize::from(byte & 15)];
        }
        hex
    }
}

#[cfg(test)]
mod tests {
    use super::{Signer, Stamp};

    /// Example keys and signatures that the exchange prints in its documentation.
    const SPOT_KEY: &str = "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j";
    const FUTURES_KEY: &str = "2b5eb11e18796d12d88f13dc27dbbd02c2cc51ff7059765ed9821957d82bb4d9";
    const VECTORS: [(&str, &str, &str); 3] = [
        (
            SPOT_KEY,
            "symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559",
            "c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71",
        ),
        (
            SPOT_KEY,
            "symbol=%EF%BC%91%EF%BC%92%EF%BC%93%EF%BC%94%EF%BC%95%EF%BC%96&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559",
            "e1353ec6b14d888f1164ae9af8228a3dbd508bc82eb867db8ab6046442f33ef3",
        ),
        (
            FUTURES_KEY,
            "symbol=BTCUSDT&side=BUY&type=LIMIT&quantity=1&price=9000&timeInForce=GTC&recvWindow=5000&timestamp=1591702613943",
            "3c661234138461fcc7a7d8746c6558c9842d4e10870d2ecbedf7777cad694af9",
        ),
    ];

    fn signature(key: &str, query: &str, body: &str) -> String {
        let signer = Signer::new(key.as_bytes()).unwrap();
        signer.signature(query.as_bytes(), body.as_bytes()).iter().copied().map(char::from).collect()
    }

    #[test]
    fn published_vectors_are_reproduced() {
        for (key, payload, expected) in VECTORS {
            assert_eq!(signature(key, payload, ""), expected);
        }
    }

    #[test]
    fn query_and_body_are_signed_as_one_text_without_a_separator() {
        for (key, payload, expected) in VECTORS {
            for cut in [1, 7, payload.len() / 2, payload.len()] {
                let (query, body) = payload.split_at(cut);
                assert_eq!(signature(key, query, body), expected);
            }
        }
    }

    #[test]
    fn the_stamp_and_then_the_signature_come_last() {
        let signer = Signer::new(FUTURES_KEY.as_bytes()).unwrap();
        let mut query = String::from("symbol=BTCUSDT&side=BUY&type=LIMIT&quantity=1&price=9000&timeInForce=GTC");
        signer.complete(&mut query, b"", Stamp { timestamp: 1_591_702_613_943, recv_window: Some(5000) });
        let (_, payload, expected) = VECTORS[2];
        assert_eq!(query, format!("{payload}&signature={expected}"));
    }

    #[test]
    fn a_signed_request_may_have_no_parameters_of_its_own() {
        let signer = Signer::new(FUTURES_KEY.as_bytes()).unwrap();
        let mut query = String::new();
        signer.complete(&mut query, b"", Stamp { timestamp: 1, recv_window: None });
        let expected = signature(FUTURES_KEY, "timestamp=1", "");
        assert_eq!(query, format!("timestamp=1&signature={expected}"));
    }
}

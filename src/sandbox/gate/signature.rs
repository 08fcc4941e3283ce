//! The signature of a request, over the bytes that were received.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::operations::SIGNING;
use crate::sandbox::http::Request;

/// Whether the last parameter of the query, or else of the body, signs all the rest: the query followed at once by
/// the body.
pub fn is_valid(request: &Request, secret_key: &str) -> bool {
    let (query, form) = (request.query.as_bytes(), request.form.as_ref());
    let (query, form, signature) = match (split(query), split(form)) {
        (Some((query, signature)), _) => (query, form, signature),
        (None, Some((form, signature))) => (query, form, signature),
        (None, None) => return false,
    };
    let Some(signature) = unhex(signature) else { return false };
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret_key.as_bytes()) else { return false };
    mac.update(query);
    mac.update(form);
    mac.verify_slice(&signature).is_ok()
}

/// Splits parameters that end in a signature into those before it and its value.
fn split(raw: &[u8]) -> Option<(&[u8], &[u8])> {
    let start = raw.iter().rposition(|byte| *byte == b'&').map_or(0, |separator| separator + 1);
    let value = raw.get(start..)?.strip_prefix(SIGNING.signature.as_bytes())?.strip_prefix(b"=")?;
    Some((raw.get(..start.saturating_sub(1))?, value))
}

/// Reads hexadecimal digits of either case.
fn unhex(text: &[u8]) -> Option<Vec<u8>> {
    let digit = |byte: &u8| char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let (pairs, []) = text.as_chunks::<2>() else { return None };
    pairs.iter().map(|[high, low]| Some(digit(high)? << 4 | digit(low)?)).collect()
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;
    use crate::operations::Method;

    // An example that the exchange's documentation publishes, keys included.
    const SECRET: &str = "2b5eb11e18796d12d88f13dc27dbbd02c2cc51ff7059765ed9821957d82bb4d9";
    const PAYLOAD: &str = "symbol=BTCUSDT&side=BUY&type=LIMIT&quantity=1&price=9000&timeInForce=GTC&recvWindow=5000&timestamp=1591702613943";
    const SIGNATURE: &str = "3c661234138461fcc7a7d8746c6558c9842d4e10870d2ecbedf7777cad694af9";

    fn request(query: String, form: String) -> Request {
        Request { method: Method::POST, path: String::new(), query, form: Bytes::from(form), api_key: None }
    }

    #[test]
    fn the_published_example_is_valid_in_either_case() {
        assert!(is_valid(&request(format!("{PAYLOAD}&signature={SIGNATURE}"), String::new()), SECRET));
        let upper = SIGNATURE.to_uppercase();
        assert!(is_valid(&request(String::new(), format!("{PAYLOAD}&signature={upper}")), SECRET));
    }

    #[test]
    fn query_and_body_are_joined_without_a_separator() {
        let (query, form) = PAYLOAD.split_at(15);
        assert!(is_valid(&request(query.to_owned(), format!("{form}&signature={SIGNATURE}")), SECRET));
        assert!(is_valid(&request(format!("{query}&signature={SIGNATURE}"), form.to_owned()), SECRET));
    }

    #[test]
    fn a_signature_that_is_not_last_or_not_hexadecimal_is_not_valid() {
        let (first, rest) = PAYLOAD.split_once('&').unwrap();
        for query in [
            format!("signature={SIGNATURE}&{PAYLOAD}"),
            format!("{first}&signature={SIGNATURE}&{rest}"),
            format!("{PAYLOAD}&signature={}g", &SIGNATURE[1..]),
            format!("{PAYLOAD}&signature={}", &SIGNATURE[1..]),
            format!("{PAYLOAD}&signature="),
            "signature".to_owned(),
            "&".to_owned(),
        ] {
            assert!(!is_valid(&request(query, String::new()), SECRET));
        }
    }
}

//! From an answer to a value, or to what the exchange says instead.

use std::any::Any;
use std::borrow::Cow;
use std::str::Utf8Error;
use std::sync::LazyLock;

use memchr::memmem::Finder;
use reqwest::StatusCode;
use reqwest::header::{CONTENT_ENCODING, HeaderMap};
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::value::RawValue;

use super::Auth;
use super::attempt::Raw;
use crate::error::{About, DecodeError, Error, ErrorCode, Excerpt, ExchangeError, UnexpectedResponse, clean};
use crate::limits::{Limiter, Taught};
use crate::operations::Operation;
use crate::response::ResponseValue;
use crate::runtime::Call;
use crate::tolerant::tolerating;
use crate::types;

/// A successful answer, not yet decoded.
pub(super) struct Answer<'a> {
    pub(super) call: &'a Call,
    pub(super) raw: Raw,
    pub(super) auth: Option<&'a Auth>,
    pub(super) limiter: &'a Limiter,
    pub(super) attempts: u32,
}

impl Auth {
    pub(super) fn secrets(&self) -> Vec<&str> {
        std::iter::once(self.api_key.as_str()).chain(self.signer.secret()).collect()
    }
}

impl Answer<'_> {
    pub(super) fn decode<T: DeserializeOwned + 'static>(self) -> Result<ResponseValue<T>, Error> {
        if let Some(reason) = self.missing_rows() {
            return Err(self.unreadable(".".into(), reason));
        }
        let may_be_refused = !self.call.operation.is_read() && mentions_a_code(&self.raw.body);
        if let Some(refusal) = may_be_refused.then(|| self.refused()).flatten() {
            return Err(refusal);
        }
        match read(&self.raw.body) {
            Ok(inner) => Ok(self.done(inner)),
            Err(fault) => Err(self.undecodable::<T>(&fault)),
        }
    }

    fn done<T: 'static>(self, inner: T) -> ResponseValue<T> {
        // The limits are those of the exchange that answers; the test network allows more.
        if let Some(info) = (&inner as &dyn Any).downcast_ref::<types::ExchangeInfo>() {
            let rows = info.rate_limits.iter().map(|row| Taught {
                kind: row.rate_limit_type.as_str(),
                interval: row.interval.as_str(),
                number: row.interval_num,
                units: row.limit,
            });
            self.limiter.learn(&rows.collect::<Vec<_>>());
        }
        ResponseValue::new(inner, self.raw.status, self.raw.headers)
    }

    /// A batch whose answer has fewer or more rows than were sent cannot be told apart row by row.
    fn missing_rows(&self) -> Option<String> {
        let sent = self.call.rows?;
        let answered = serde_json::from_slice::<Vec<IgnoredAny>>(&self.raw.body).ok()?.len();
        (answered != sent).then(|| format!("{answered} rows for the {sent} that were sent"))
    }

    #[cold]
    fn undecodable<T: DeserializeOwned>(&self, fault: &Fault<'_>) -> Error {
        let secrets = self.auth.map_or_else(Vec::new, Auth::secrets);
        if let Some(refusal) = self.refused() {
            return refusal;
        }
        let path = clean(&fault.path::<T>(), &secrets);
        // The decoder quotes the value that it stumbled over.
        let reason = match (self.raw.headers.get(CONTENT_ENCODING), fault) {
            (Some(encoding), _) if encoding != "identity" => {
                clean(&format!("it is encoded as {encoding:?}, which was not asked for"), &secrets)
            }
            (_, Fault::Json(_, error)) if self.call.operation.secret_response => {
                format!("line {} column {}", error.line(), error.column())
            }
            (_, Fault::Json(_, error)) => clean(&error.to_string(), &secrets),
            (_, Fault::Text(error)) => error.to_string(),
        };
        self.unreadable(path, reason)
    }

    /// The exchange's error, which some gateways send with a status of success.
    fn refused(&self) -> Option<Error> {
        let secrets = self.auth.map_or_else(Vec::new, Auth::secrets);
        let (code, message) = said(&self.raw.body, &secrets).filter(|(code, _)| i64::from(*code) < 0)?;
        let (operation, about, Raw { status, headers, .. }) = (self.call.operation, self.about(), &self.raw);
        let (status, headers) = (*status, headers.clone());
        Some(Error::Exchange(Box::new(ExchangeError { operation, about, status, headers, code, message })))
    }

    fn about(&self) -> About {
        About { attempts: self.attempts, orders: self.call.orders() }
    }

    #[cold]
    fn unreadable(&self, path: String, reason: String) -> Error {
        let (operation, about, raw) = (self.call.operation, self.about(), &self.raw);
        let (status, headers, body) = (raw.status, raw.headers.clone(), raw.body.clone());
        let excerpt = Excerpt::new(operation, &body, &self.auth.map_or_else(Vec::new, Auth::secrets));
        Error::Decode(Box::new(DecodeError { operation, about, status, headers, body, excerpt, path, reason }))
    }
}

/// Why a body does not decode.
#[derive(Debug)]
pub(crate) enum Fault<'a> {
    /// It is no UTF-8, and does not decode even if what is no text is passed over.
    Text(Utf8Error),
    /// The text is not what was expected.
    Json(&'a str, serde_json::Error),
}

impl Fault<'_> {
    /// Where it fails. Decodes once more to learn it; the way that succeeds does not pay for that.
    fn path<T: DeserializeOwned>(&self) -> String {
        let Self::Json(text, _) = self else { return ".".into() };
        let mut decoder = serde_json::Deserializer::from_str(text);
        match tolerating(|| serde_path_to_error::deserialize::<_, T>(&mut decoder)) {
            Err(error) => error.path().to_string(),
            // The value itself decodes: what the first attempt minded comes after it.
            Ok(_) => ".".into(),
        }
    }
}

/// Reads a value. What the strict reading refuses, tolerant lists may take.
pub(crate) fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Fault<'_>> {
    // Once for all of it: to check each string by itself takes a tenth of the time that decoding takes.
    match std::str::from_utf8(body) {
        Ok(text) => read_text(text).map_err(|error| Fault::Json(text, error)),
        // It may be in a field that nobody knows yet, which must not cost the others.
        Err(error) => mended(body).and_then(|text| read_text(&text).ok()).ok_or(Fault::Text(error)),
    }
}

fn read_text<T: DeserializeOwned>(text: &str) -> serde_json::Result<T> {
    serde_json::from_str(text).or_else(|_| tolerating(|| serde_json::from_str(text)))
}

/// JSON with an escape instead of bytes that are no text, which is passed over where nobody wants it and refused where
/// somebody does: half of a character that has two.
#[cold]
fn mended(body: &[u8]) -> Option<String> {
    // Any other bytes, such as those of an encoding that was not asked for, are not worth a copy.
    serde_json::from_slice::<IgnoredAny>(body).ok()?;
    let chunks = body.utf8_chunks();
    Some(chunks.flat_map(|chunk| [chunk.valid(), if chunk.invalid().is_empty() { "" } else { NO_TEXT }]).collect())
}

/// What stands for bytes that are no text. The question mark keeps the other half from coming after it.
const NO_TEXT: &str = r"\ud800?";

/// Reads what an error status says.
#[cold]
pub(super) fn refusal(
    operation: &'static Operation,
    status: StatusCode,
    headers: HeaderMap,
    body: &[u8],
    secrets: &[&str],
) -> Error {
    // The loop over the attempts adds what it knows.
    let about = About::default();
    match said(body, secrets) {
        Some((code, message)) => {
            Error::Exchange(Box::new(ExchangeError { operation, about, status, headers, code, message }))
        }
        None => {
            let body = Excerpt::new(operation, body, secrets);
            Error::Unexpected(Box::new(UnexpectedResponse { operation, about, status, headers, body }))
        }
    }
}

/// Whether it is worth while to look for an error in an answer that is to be a success.
fn mentions_a_code(body: &[u8]) -> bool {
    static CODE: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("\"code\""));
    CODE.find(body).is_some()
}

/// The code and the message of a body in the exchange's own form of an error.
fn said(body: &[u8], secrets: &[&str]) -> Option<(ErrorCode, String)> {
    #[derive(Deserialize)]
    struct Said<'a> {
        #[serde(borrow)]
        code: &'a RawValue,
        #[serde(borrow)]
        msg: Cow<'a, str>,
    }
    // A list of the two is none.
    if body.trim_ascii_start().first() != Some(&b'{') {
        return None;
    }
    // What it says counts even if a byte of the message is no text: an outcome may depend on the code.
    let text = String::from_utf8_lossy(body);
    let said: Said<'_> = serde_json::from_str(&text).ok()?;
    // A number; a few operations send it as text.
    let code: i64 = said.code.get().trim_matches('"').parse().ok()?;
    Some((code.into(), clean(&said.msg, secrets)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde::Deserialize;

    use super::{read, said};
    use crate::{ErrorCode, Tolerant};

    #[derive(Debug, PartialEq, Deserialize)]
    struct Known {
        symbol: Option<String>,
        time: Option<i64>,
    }

    /// Pieces of which bodies are made: good ones, and bytes that are no text, alone or beside halves of characters.
    const PIECES: [&[u8]; 17] = [
        b"{",
        b"}",
        b"[",
        b"]",
        b",",
        b"\"symbol\":\"BTC",
        b"\"time\":7",
        b"\"note\":\"",
        b"\"note\":[{\"a\":\"",
        b"\"}]",
        b"\"",
        b"\xff",
        b"\xe5\xb8",
        "币".as_bytes(),
        br"\ud83d",
        br"\ude00",
        br"\",
    ];

    proptest! {
        /// By a second way: serde_json's reader of bytes passes over what is no text where nobody wants it.
        #[test]
        fn bytes_that_are_no_text_are_read_as_serde_json_reads_bytes(
            before in prop::sample::select(vec!["", r#""symbol":"A","#, r#""time":7,"#]),
            pieces in prop::collection::vec(prop::sample::select(PIECES.to_vec()), 0..6),
            field in prop::sample::select(vec!["note", "symbol", "n\\u006fte"]),
        ) {
            let whole = [format!(r#"{{{before}"{field}":""#).as_bytes(), &pieces.concat(), br#""}"#].concat();
            for body in [whole, pieces.concat()] {
                prop_assert_eq!(read::<Known>(&body).ok(), serde_json::from_slice::<Known>(&body).ok());
            }
        }
    }

    #[test]
    fn half_a_character_is_not_made_whole_by_bytes_that_are_no_text() {
        let note = |escapes: &str| [br#"{"symbol":""#, escapes.as_bytes(), b"\xff", br#"\ude00"}"#].concat();
        for before in ["", r"\ud83d", r"\", r"\u00"] {
            assert!(read::<Known>(&note(before)).is_err(), "{before}");
        }
    }

    #[test]
    fn bytes_that_are_no_text_cost_one_element_of_a_tolerant_list() {
        let body = b"[{\"symbol\":\"A\"},{\"symbol\":\"B\xff\"},{\"symbol\":\"C\",\"note\":\"\xff\"}]";
        let list: Tolerant<Known> = read(body).unwrap();
        let symbols: Vec<_> = list.iter().filter_map(|known| known.symbol.as_deref()).collect();
        assert_eq!(symbols, ["A", "C"]);
        let [bad] = list.rejected() else { panic!("{:?}", list.rejected()) };
        assert_eq!((bad.index, bad.json.as_str()), (1, r#"{"symbol":"B\ud800?"}"#));
    }

    #[test]
    fn an_error_whose_message_is_no_text_is_still_that_error() {
        let (code, message) = said(b"{\"code\":-1007,\"msg\":\"Timeout \xff.\"}", &[]).unwrap();
        assert_eq!((code, message.as_str()), (ErrorCode::TIMEOUT, "Timeout \u{fffd}."));
    }
}

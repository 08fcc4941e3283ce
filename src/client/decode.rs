//! From an answer to a value, or to what the exchange says instead.

use reqwest::StatusCode;
use reqwest::header::HeaderMap;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::{Map, Value};

use super::Auth;
use super::attempt::Raw;
use crate::error::{About, DecodeError, Error, ErrorCode, Excerpt, ExchangeError, UnexpectedResponse, clean};
use crate::operations::Operation;
use crate::response::ResponseValue;
use crate::runtime::Call;
use crate::tolerant::tolerating;

/// A successful answer, not yet decoded.
pub(super) struct Answer<'a> {
    pub(super) call: Call,
    pub(super) raw: Raw,
    pub(super) auth: Option<&'a Auth>,
    pub(super) attempts: u32,
}

impl Auth {
    pub(super) fn secrets(&self) -> Vec<&str> {
        std::iter::once(self.api_key.as_str()).chain(self.signer.secret()).collect()
    }
}

impl Answer<'_> {
    pub(super) fn decode<T: DeserializeOwned>(self) -> Result<ResponseValue<T>, Error> {
        if let Some(reason) = self.missing_rows() {
            return Err(self.unreadable(".".into(), reason));
        }
        match serde_json::from_slice(&self.raw.body) {
            Ok(inner) => Ok(ResponseValue::new(inner, self.raw.status, self.raw.headers)),
            // What the strict reading refuses, tolerant lists may take.
            Err(_) => match tolerating(|| serde_json::from_slice(&self.raw.body)) {
                Ok(inner) => Ok(ResponseValue::new(inner, self.raw.status, self.raw.headers)),
                Err(error) => Err(self.undecodable::<T>(&error)),
            },
        }
    }

    /// A batch whose answer has fewer or more rows than were sent cannot be told apart row by row.
    fn missing_rows(&self) -> Option<String> {
        let sent = self.call.rows?;
        let answered = serde_json::from_slice::<Vec<IgnoredAny>>(&self.raw.body).ok()?.len();
        (answered != sent).then(|| format!("{answered} rows for the {sent} that were sent"))
    }

    /// Decodes once more to learn where it fails; the way that succeeds does not pay for it.
    fn undecodable<T: DeserializeOwned>(self, error: &serde_json::Error) -> Error {
        let secrets = self.auth.map_or_else(Vec::new, Auth::secrets);
        // Some gateways answer an error with a status of success.
        if let Some((code, message)) = said(&self.raw.body, &secrets).filter(|(code, _)| i64::from(*code) < 0) {
            let about = self.about();
            let Self { call: Call { operation, .. }, raw: Raw { status, headers, .. }, .. } = self;
            return Error::Exchange(Box::new(ExchangeError { operation, about, status, headers, code, message }));
        }
        let mut decoder = serde_json::Deserializer::from_slice(&self.raw.body);
        let path = match tolerating(|| serde_path_to_error::deserialize::<_, T>(&mut decoder)) {
            Err(error) => clean(&error.path().to_string(), &secrets),
            // The value itself decodes: what the first attempt minded comes after it.
            Ok(_) => ".".into(),
        };
        // The decoder quotes the value that it stumbled over.
        let reason = if self.call.operation.secret_response {
            format!("line {} column {}", error.line(), error.column())
        } else {
            clean(&error.to_string(), &secrets)
        };
        self.unreadable(path, reason)
    }

    fn about(&self) -> About {
        About { attempts: self.attempts, orders: self.call.orders() }
    }

    fn unreadable(self, path: String, reason: String) -> Error {
        let about = self.about();
        let Self { call: Call { operation, .. }, raw: Raw { status, headers, body }, auth, .. } = self;
        let excerpt = Excerpt::new(operation, &body, &auth.map_or_else(Vec::new, Auth::secrets));
        Error::Decode(Box::new(DecodeError { operation, about, status, headers, body, excerpt, path, reason }))
    }
}

/// Reads what an error status says.
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

/// The code and the message of a body in the exchange's own form of an error.
fn said(body: &[u8], secrets: &[&str]) -> Option<(ErrorCode, String)> {
    let said = serde_json::from_slice::<Map<String, Value>>(body).ok()?;
    // A number; a few operations send it as text.
    let code = said.get("code")?;
    let code = code.as_i64().or_else(|| code.as_str()?.parse().ok())?;
    Some((code.into(), clean(said.get("msg")?.as_str()?, secrets)))
}

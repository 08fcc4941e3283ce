//! One request to the exchange and its answer.

use bytes::Bytes;
use reqwest::header::{ACCEPT, CONTENT_LENGTH, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, Request, StatusCode};
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::{Map, Value};

use super::{Auth, Inner};
use crate::error::{
    DecodeError, Error, ErrorCode, Excerpt, ExchangeError, SigningError, Stage, TransportError, UnexpectedResponse,
    clean,
};
use crate::operations::{Operation, SIGNING, Security};
use crate::response::ResponseValue;
use crate::runtime::Call;
use crate::sign::Stamp;
use crate::tolerant::tolerating;

/// A successful answer, not yet decoded.
pub(super) struct Answer<'a> {
    operation: &'static Operation,
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    auth: Option<&'a Auth>,
    /// Rows of a batch that were sent.
    rows: Option<usize>,
}

impl Inner {
    /// Sends a request and reads its whole answer; an answer that is an error is an `Err`.
    pub(super) async fn exchange(&self, call: Call) -> Result<Answer<'_>, Error> {
        let Call { operation, rows, .. } = call;
        let request = self.request(call).await?;
        let failed = |stage| move |source| Error::Transport(Box::new(TransportError::new(operation, stage, source)));
        let mut response = self.http.execute(request).await.map_err(failed(Stage::Send))?;
        let status = response.status();
        let headers = std::mem::take(response.headers_mut());
        let body = response.bytes().await.map_err(failed(Stage::Read(status)))?;
        let auth = self.auth.as_ref();
        if status.is_success() {
            return Ok(Answer { operation, status, headers, body, auth, rows });
        }
        let secrets = auth.map_or_else(Vec::new, Auth::secrets);
        Err(refusal(operation, status, headers, &body, &secrets))
    }

    /// Makes the request: its URL complete and signed, its headers set.
    async fn request(&self, call: Call) -> Result<Request, Error> {
        let Call { operation, mut query, has_recv_window, .. } = call;
        let auth = match (operation.security, &self.auth) {
            (Security::None, _) => None,
            (_, Some(auth)) => Some(auth),
            (_, None) => return Err(Error::MissingCredentials(operation)),
        };
        if let (Security::Signed, Some(auth)) = (operation.security, auth) {
            let recv_window = self.recv_window.filter(|_| !has_recv_window);
            let stamp = Stamp { timestamp: self.clock.now_millis(), recv_window };
            let signed = auth.signer.complete(&mut query, b"", stamp).await;
            signed.map_err(|failure| SigningError::new(operation, failure, &auth.secrets()))?;
        }
        let mut url = self.base.clone();
        url.set_path(&format!("{}{}", self.base.path().trim_end_matches('/'), operation.path));
        if !query.is_empty() {
            url.set_query(Some(&query));
        }
        let mut request = Request::new(operation.method.clone(), url);
        let headers = request.headers_mut();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        if matches!(operation.method, Method::POST | Method::PUT) {
            // Their parameters are in the query; some gateways refuse these methods without a length.
            headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        if let Some(auth) = auth {
            headers.insert(HeaderName::from_static(SIGNING.api_key_header), auth.header.clone());
        }
        Ok(request)
    }
}

impl Auth {
    fn secrets(&self) -> Vec<&str> {
        std::iter::once(self.api_key.as_str()).chain(self.signer.secret()).collect()
    }
}

impl Answer<'_> {
    pub(super) fn decode<T: DeserializeOwned>(self) -> Result<ResponseValue<T>, Error> {
        if let Some(reason) = self.missing_rows() {
            return Err(self.unreadable(".".into(), reason));
        }
        match serde_json::from_slice(&self.body) {
            Ok(inner) => Ok(ResponseValue::new(inner, self.status, self.headers)),
            // What the strict reading refuses, tolerant lists may take.
            Err(_) => match tolerating(|| serde_json::from_slice(&self.body)) {
                Ok(inner) => Ok(ResponseValue::new(inner, self.status, self.headers)),
                Err(error) => Err(self.undecodable::<T>(&error)),
            },
        }
    }

    /// A batch whose answer has fewer or more rows than were sent cannot be told apart row by row.
    fn missing_rows(&self) -> Option<String> {
        let sent = self.rows?;
        let answered = serde_json::from_slice::<Vec<IgnoredAny>>(&self.body).ok()?.len();
        (answered != sent).then(|| format!("{answered} rows for the {sent} that were sent"))
    }

    /// Decodes once more to learn where it fails; the way that succeeds does not pay for it.
    fn undecodable<T: DeserializeOwned>(self, error: &serde_json::Error) -> Error {
        let secrets = self.auth.map_or_else(Vec::new, Auth::secrets);
        // Some gateways answer an error with a status of success.
        if let Some((code, message)) = said(&self.body, &secrets).filter(|(code, _)| i64::from(*code) < 0) {
            let Self { operation, status, headers, .. } = self;
            return Error::Exchange(Box::new(ExchangeError { operation, status, headers, code, message }));
        }
        let mut decoder = serde_json::Deserializer::from_slice(&self.body);
        let path = match tolerating(|| serde_path_to_error::deserialize::<_, T>(&mut decoder)) {
            Err(error) => clean(&error.path().to_string(), &secrets),
            // The value itself decodes: what the first attempt minded comes after it.
            Ok(_) => ".".into(),
        };
        // The decoder quotes the value that it stumbled over.
        let reason = if self.operation.secret_response {
            format!("line {} column {}", error.line(), error.column())
        } else {
            clean(&error.to_string(), &secrets)
        };
        self.unreadable(path, reason)
    }

    fn unreadable(self, path: String, reason: String) -> Error {
        let Self { operation, status, headers, body, auth, .. } = self;
        let excerpt = Excerpt::new(operation, &body, &auth.map_or_else(Vec::new, Auth::secrets));
        Error::Decode(Box::new(DecodeError { operation, status, headers, body, excerpt, path, reason }))
    }
}

/// Reads what an error status says.
fn refusal(
    operation: &'static Operation,
    status: StatusCode,
    headers: HeaderMap,
    body: &[u8],
    secrets: &[&str],
) -> Error {
    match said(body, secrets) {
        Some((code, message)) => Error::Exchange(Box::new(ExchangeError { operation, status, headers, code, message })),
        None => {
            let body = Excerpt::new(operation, body, secrets);
            Error::Unexpected(Box::new(UnexpectedResponse { operation, status, headers, body }))
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

//! One request to the exchange and its answer.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use reqwest::header::{ACCEPT_ENCODING, CONTENT_LENGTH, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, Request, StatusCode};

use super::decode::refusal;
use super::{Auth, Inner, body};
use crate::error::{About, Cause, Error, SigningError, Stage, TransportError};
use crate::limits::{Permit, Urgency};
use crate::operations::{SIGNING, Security};
use crate::runtime::Call;
use crate::sign::Stamp;

const API_KEY: HeaderName = HeaderName::from_static(SIGNING.api_key_header);

/// Polls a future where it is compiled once, and not in each that waits for it: an attempt is the largest by far.
#[inline(never)]
fn poll_apart<F: Future>(future: Pin<&mut F>, context: &mut Context<'_>) -> Poll<F::Output> {
    future.poll(context)
}

/// An answer as it came, with the status of a success.
pub(super) struct Raw {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    /// When it was asked for, by the client's monotonic clock: waiting for a limit and signing come before.
    pub(super) asked: Duration,
}

impl Inner {
    /// Makes, sends and reads one request, in what is left of the time that the call has from its beginning.
    pub(super) async fn attempt(&self, call: &mut Call, time: Option<Duration>) -> Result<Raw, Error> {
        let mut attempt = pin!(self.ask(call, time));
        poll_fn(|context| poll_apart(attempt.as_mut(), context)).await
    }

    /// What an attempt does. The limits are paid before it is signed, so that its timestamp is that of its sending.
    async fn ask(&self, call: &mut Call, time: Option<Duration>) -> Result<Raw, Error> {
        let operation = call.operation;
        let auth = match (operation.security, &self.auth) {
            (Security::None, _) => None,
            (_, Some(auth)) => Some(auth),
            (_, None) => return Err(Error::MissingCredentials(operation)),
        };
        let patience = self.left(call, time).unwrap_or(Duration::MAX);
        let urgency = Urgency { is_urgent: call.is_urgent, patience };
        let mut permit = self.limiter.acquire(|| self.server_now(), operation, &call.query, urgency).await?;
        let now = self.clock.elapsed();
        call.began.get_or_insert(now);
        self.sign(call, auth, now).await?;
        let answer = self.send(call, auth, time, &mut permit).await;
        self.settle(&mut permit, &answer);
        answer
    }

    /// Tells the limiter what became of a request.
    fn settle(&self, permit: &mut Permit<'_>, answer: &Result<Raw, Error>) {
        let now = || self.server_now();
        match answer {
            Ok(raw) => permit.answered(raw.status, &raw.headers, None, now),
            Err(Error::Exchange(error)) => {
                permit.answered(error.status, &error.headers, Some((error.code, &error.message)), now);
            }
            Err(Error::Unexpected(error)) => permit.answered(error.status, &error.headers, None, now),
            Err(Error::Transport(error)) => match error.stage {
                Stage::Connect => permit.unsent(),
                // The exchange may have counted it, which the permit takes for granted.
                Stage::Send => {}
                Stage::Read(status) => permit.answered(status, &error.headers, None, now),
            },
            Err(_) => {}
        }
    }

    /// What is left of the time that a call has; `None` if it is not bounded, or has not begun.
    pub(super) fn left(&self, call: &Call, time: Option<Duration>) -> Option<Duration> {
        let end = call.began?.saturating_add(time?);
        Some(end.saturating_sub(self.clock.elapsed()))
    }

    /// Sends a request and reads its whole answer; an answer that is an error is an `Err`.
    async fn send(
        &self,
        call: &mut Call,
        auth: Option<&Auth>,
        time: Option<Duration>,
        permit: &mut Permit<'_>,
    ) -> Result<Raw, Error> {
        let operation = call.operation;
        let failed = |stage, source| Error::Transport(Box::new(TransportError::new(operation, stage, source)));
        let mut request = self.request(call, auth);
        if let Some(left) = self.left(call, time) {
            *request.timeout_mut() = Some(left.min(self.timeout));
        }
        permit.sent();
        let asked = self.clock.elapsed();
        let mut response = self.http.execute(request).await.map_err(|source| failed(Stage::Send, source))?;
        let status = response.status();
        let mut headers = std::mem::take(response.headers_mut());
        let body = match body::read(&mut response, &mut headers, self.max_response_size).await {
            Ok(body) => body,
            Err(Cause::Http(source)) => {
                let mut error = TransportError::new(operation, Stage::Read(status), source);
                error.headers = headers;
                return Err(Error::Transport(Box::new(error)));
            }
            Err(cause) => {
                let (about, stage) = (About::default(), Stage::Read(status));
                return Err(Error::Transport(Box::new(TransportError { operation, about, stage, headers, cause })));
            }
        };
        if status.is_success() {
            return Ok(Raw { status, headers, body, asked });
        }
        let secrets = self.auth.as_ref().map_or_else(Vec::new, Auth::secrets);
        Err(refusal(operation, status, headers, &body, &secrets))
    }

    /// Stamps and signs a call, if its operation wants that; `now` by the client's monotonic clock.
    pub(crate) async fn sign(&self, call: &mut Call, auth: Option<&Auth>, now: Duration) -> Result<(), Error> {
        let (Security::Signed, Some(auth)) = (call.operation.security, auth) else { return Ok(()) };
        let recv_window = self.recv_window.filter(|_| !call.has_recv_window);
        let stamp = Stamp { timestamp: self.server_now(), recv_window };
        call.stamped(stamp, now);
        let signed = auth.signer.complete(&mut call.query, b"", stamp).await;
        signed.map_err(|failure| SigningError::new(call.operation, failure, &auth.secrets()).into())
    }

    /// Makes the request of a call that is signed if it must be: its URL complete, its headers set.
    pub(crate) fn request(&self, call: &mut Call, auth: Option<&Auth>) -> Request {
        let operation = call.operation;
        let mut url = self.urls.of(operation).clone();
        if !call.query.is_empty() {
            url.set_query(Some(&call.query));
        }
        // Another attempt is signed anew.
        call.unsign();
        let mut request = Request::new(operation.method.clone(), url);
        let headers = request.headers_mut();
        if operation.is_read() {
            // What an order is answered with fits in a packet: to compress it would only take time.
            headers.insert(ACCEPT_ENCODING, body::ACCEPTED);
        }
        if matches!(operation.method, Method::POST | Method::PUT) {
            // Their parameters are in the query; some gateways refuse these methods without a length.
            headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        if let Some(auth) = auth {
            headers.insert(API_KEY, auth.header.clone());
        }
        request
    }
}

//! Parts of a call, for the benchmarks to measure alone. No part of the API: it changes without notice.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use reqwest::Request;
use reqwest::header::HeaderMap;
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

use crate::builder::CreateOrder;
use crate::client::{self, Client};
use crate::credentials::Key;
use crate::error::Error;
use crate::operations::CREATE_ORDER;
use crate::runtime::{self, Call};
use crate::sign::{Signer, Stamp};

/// A prepared key.
pub struct Signing(Signer);

impl Signing {
    /// Prepares a key.
    ///
    /// # Errors
    ///
    /// If the key is empty.
    pub fn new(secret: &str) -> Result<Self, Error> {
        Ok(Self(Signer::new(Key::Hmac(Arc::new(Zeroizing::new(secret.to_owned()))))?))
    }

    /// Appends the signature of a query to it, in hexadecimal, and nothing else.
    pub fn sign(&self, query: &mut String) {
        if let Signer::Hmac(key) = &self.0 {
            key.signature(query.as_bytes(), b"").write_hex(query);
        }
    }

    /// Appends the timestamp and the signature to a query.
    pub fn complete(&self, query: &mut String, timestamp: i64) {
        let _ = ready(self.0.complete(query, b"", Stamp { timestamp, recv_window: None }));
    }
}

/// The query of an order, checked and encoded.
///
/// # Errors
///
/// As sending it would have.
pub fn order_query(order: CreateOrder<'_>) -> Result<String, Error> {
    Ok(runtime::Request::call(order)?.query)
}

/// The request that sending an order would send.
///
/// # Errors
///
/// As sending it would have.
pub fn order_request(client: &Client, order: CreateOrder<'_>) -> Result<Request, Error> {
    let inner = &client.inner;
    let mut call = runtime::Request::prepared(order).map_err(|error| *error)?;
    ready(inner.sign(&mut call, inner.auth(), client.clock().elapsed()))?;
    Ok(inner.request(&mut call, inner.auth()))
}

/// All that a signed call does beside making its request and reading the answer: it asks the limits, reads the clocks,
/// and takes in what the answer says of the limits.
///
/// # Errors
///
/// If a limit is used up.
pub fn bookkeeping(client: &Client, query: &str, headers: &HeaderMap) -> Result<(), Error> {
    let mut call = Call::new(&CREATE_ORDER);
    query.clone_into(&mut call.query);
    ready(client.inner.bookkeeping(&mut call, headers))
}

/// Decodes an answer as the client does.
#[must_use]
pub fn decode<T: DeserializeOwned>(body: &[u8]) -> Option<T> {
    client::read(body).ok()
}

/// The value of a future that has nothing to wait for.
fn ready<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => unreachable!("an HMAC key is at hand"),
    }
}

//! What a call returns: the answer, with the status and the headers it came with.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::time::Duration;

use reqwest::StatusCode;
use reqwest::header::HeaderMap;

use crate::operations::{LIMIT_ORDERS_1M, LIMIT_ORDERS_10S, LIMIT_WEIGHT, Limit};

/// An answer of the exchange.
///
/// It derefs to the decoded answer, so its fields are at hand; [`into_inner`](Self::into_inner) gives the answer alone.
#[derive(Clone)]
pub struct ResponseValue<T> {
    /// In a box: half a kilobyte would otherwise be moved from hand to hand several times.
    parts: Box<Parts<T>>,
}

#[derive(Clone)]
struct Parts<T> {
    inner: T,
    status: StatusCode,
    headers: HeaderMap,
}

impl<T> ResponseValue<T> {
    pub(crate) fn new(inner: T, status: StatusCode, headers: HeaderMap) -> Self {
        Self { parts: Box::new(Parts { inner, status, headers }) }
    }

    /// The answer alone.
    #[must_use]
    pub fn into_inner(self) -> T {
        self.parts.inner
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.parts.status
    }

    /// The response's headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.parts.headers
    }

    /// What the headers say of the limits of the IP address and of the account.
    #[must_use]
    pub fn rate_limits(&self) -> RateLimits {
        RateLimits::from_headers(&self.parts.headers)
    }
}

impl<T> Deref for ResponseValue<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.parts.inner
    }
}

impl<T> DerefMut for ResponseValue<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.parts.inner
    }
}

impl<T: fmt::Debug> fmt::Debug for ResponseValue<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseValue")
            .field("inner", &self.parts.inner)
            .field("status", &self.parts.status)
            .field("headers", &HeaderNames(&self.parts.headers))
            .finish()
    }
}

/// The names of headers, as `Debug` shows them: a value may quote the request, with its signature.
pub(crate) struct HeaderNames<'a>(pub(crate) &'a HeaderMap);

impl fmt::Debug for HeaderNames<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.keys()).finish()
    }
}

/// What the headers of a response say of the limits.
///
/// A header that is absent or unreadable is `None`: the exchange leaves some out, and the counts of orders are not
/// guaranteed on refused ones.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimits {
    /// Request weight that the IP address has used in the current minute (`X-MBX-USED-WEIGHT-1M`).
    pub used_weight_1m: Option<u32>,
    /// Orders that the account has placed in the current ten seconds (`X-MBX-ORDER-COUNT-10S`).
    pub order_count_10s: Option<u32>,
    /// Orders that the account has placed in the current minute (`X-MBX-ORDER-COUNT-1M`).
    pub order_count_1m: Option<u32>,
    /// How long to send nothing (`Retry-After`, in seconds), with HTTP 429 and 418.
    pub retry_after: Option<Duration>,
}

impl RateLimits {
    pub(crate) fn from_headers(headers: &HeaderMap) -> Self {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
        // How the exchange names these headers is in the table.
        let count = |limit: &Limit| text(limit.header?)?.parse().ok();
        Self {
            used_weight_1m: count(&LIMIT_WEIGHT),
            order_count_10s: count(&LIMIT_ORDERS_10S),
            order_count_1m: count(&LIMIT_ORDERS_1M),
            retry_after: text("retry-after").and_then(|value| value.parse().ok()).map(Duration::from_secs),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use reqwest::header::{HeaderMap, HeaderValue};

    use super::RateLimits;

    #[test]
    fn headers_that_are_there_are_read_and_others_are_none() {
        let mut headers = HeaderMap::new();
        headers.insert("x-mbx-used-weight-1m", HeaderValue::from_static("23"));
        headers.insert("x-mbx-order-count-10s", HeaderValue::from_static("many"));
        headers.insert("retry-after", HeaderValue::from_static("7"));
        let limits = RateLimits::from_headers(&headers);
        assert_eq!(limits.used_weight_1m, Some(23));
        assert_eq!(limits.order_count_10s, None);
        assert_eq!(limits.order_count_1m, None);
        assert_eq!(limits.retry_after, Some(Duration::from_secs(7)));
    }
}

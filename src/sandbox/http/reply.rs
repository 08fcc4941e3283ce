//! A reply before it is sent.

use std::fmt::Write as _;

use bytes::Bytes;
use http_body_util::Full;
use hyper::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use hyper::{Response, StatusCode};
use serde_json::Value;

use crate::sandbox::refusal::Refusal;

/// A reply before it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    pub status: u16,
    pub content_type: &'static str,
    pub headers: Vec<(&'static str, u64)>,
    pub body: String,
}

impl Reply {
    pub fn json(status: u16, body: &Value) -> Self {
        Self { status, content_type: "application/json", headers: Vec::new(), body: body.to_string() }
    }

    /// What stands in front of the production servers answers an unknown path itself, in HTML.
    pub fn not_found() -> Self {
        Self::page(404)
    }

    /// The page of a gateway.
    pub fn page(status: u16) -> Self {
        let title = reason(status);
        let body = format!(
            "<html>\n<head><title>{status} {title}</title></head>\n<body>\n<center><h1>{status} {title}</h1></center>\n</body>\n</html>\n"
        );
        Self { status, content_type: "text/html", headers: Vec::new(), body }
    }

    /// The same head over another body, as if nothing had gone wrong.
    pub fn with_body(self, body: &str) -> Self {
        Self { status: 200, body: body.to_owned(), ..self }
    }

    /// Its head as it is written when no HTTP server does it.
    pub fn head(&self) -> String {
        self.head_of(&format!("content-length: {}", self.body.len()))
    }

    /// Its head with another header for the length of the body.
    pub fn head_of(&self, length: &str) -> String {
        let (status, kind) = (self.status, self.content_type);
        let mut head = format!("HTTP/1.1 {status} {}\r\ncontent-type: {kind}\r\n", reason(status));
        for (name, value) in &self.headers {
            // Writing to a String cannot fail.
            let _ = write!(head, "{name}: {value}\r\n");
        }
        head.push_str(length);
        head.push_str("\r\nconnection: close\r\n\r\n");
        head
    }

    pub fn into_response(self) -> Response<Full<Bytes>> {
        let mut response = Response::new(Full::new(Bytes::from(self.body)));
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap_or_default();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(self.content_type));
        for (name, value) in self.headers {
            headers.insert(HeaderName::from_static(name), HeaderValue::from(value));
        }
        response
    }
}

fn reason(status: u16) -> &'static str {
    StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason()).unwrap_or_default()
}

impl From<&Refusal> for Reply {
    fn from(refusal: &Refusal) -> Self {
        let mut reply = Self::json(refusal.status, &refusal.body());
        reply.headers.extend(refusal.retry_after.map(|seconds| ("retry-after", seconds)));
        reply
    }
}

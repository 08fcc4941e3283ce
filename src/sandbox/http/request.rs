//! A request as it was received.

use bytes::Bytes;
use hyper::header::{CONTENT_TYPE, HeaderMap};
use hyper::http::request::Parts;

use crate::operations::{Method, SIGNING};

/// A request as it was received: nothing decoded, because the signature covers the bytes.
#[derive(Debug, Clone)]
pub struct Request {
    pub method: Method,
    pub path: String,
    pub query: String,
    /// The body if it is a form; empty otherwise.
    pub form: Bytes,
    pub api_key: Option<String>,
}

impl Request {
    pub fn new(head: &Parts, body: Bytes) -> Self {
        let reads_form = head.method != Method::GET && is_form(&head.headers);
        let api_key = head.headers.get(SIGNING.api_key_header).and_then(|value| value.to_str().ok());
        Self {
            method: head.method.clone(),
            path: head.uri.path().to_owned(),
            query: head.uri.query().unwrap_or_default().to_owned(),
            form: if reads_form { body } else { Bytes::new() },
            api_key: api_key.map(str::to_owned),
        }
    }
}

/// A body without a content type counts as a form: the exchange takes parameters in no other kind of body.
fn is_form(headers: &HeaderMap) -> bool {
    let Some(content_type) = headers.get(CONTENT_TYPE) else { return true };
    let kind = content_type.to_str().unwrap_or_default().split(';').next().unwrap_or_default();
    kind.trim().eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

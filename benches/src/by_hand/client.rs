//! A client for two calls, written on reqwest as well as one can: the key prepared, the query one string, the base URL
//! cloned, not parsed. It has the time limits that trading needs, and nothing else that the crate adds.

use std::fmt::Write as _;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use hmac::{Hmac, KeyInit, Mac};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::header::{ACCEPT, CONTENT_LENGTH, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client as Http, Method, Request, Url};
use serde::de::DeserializeOwned;
use sha2::Sha256;

use super::strings::{PlacedOrder, Price};

const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// A keyed HMAC, ready to be copied for each signature.
pub type Mac256 = Hmac<Sha256>;

#[derive(Clone)]
pub struct Client {
    http: Http,
    base: Url,
    key: HeaderValue,
    mac: Mac256,
}

/// The parameters of an order.
#[derive(Clone, Copy)]
pub struct Order<'a> {
    pub symbol: &'a str,
    pub side: &'a str,
    pub kind: &'a str,
    pub time_in_force: &'a str,
    pub quantity: &'a str,
    pub price: &'a str,
    /// By which it can be found again, if its answer is lost.
    pub client_order_id: Option<&'a str>,
}

pub type Failure = Box<dyn std::error::Error + Send + Sync>;

impl Client {
    pub fn new(base: &str, key: &str, secret: &str) -> Result<Self, Failure> {
        // reqwest wants one even for plain HTTP.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = Http::builder()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .connect_timeout(Duration::from_secs(5))
            .timeout(Duration::from_secs(10))
            .user_agent("by-hand/1.0.0")
            .default_headers(HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static("application/json"))]))
            .no_proxy()
            .build()?;
        let mut header = HeaderValue::from_str(key)?;
        header.set_sensitive(true);
        Ok(Self { http, base: Url::parse(base)?, key: header, mac: mac(secret) })
    }

    pub async fn place(&self, order: Order<'_>) -> Result<PlacedOrder, Failure> {
        self.answer(self.order_request(order)?).await
    }

    pub fn order_request(&self, order: Order<'_>) -> Result<Request, Failure> {
        let timestamp = SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis();
        let query = order_query(order, timestamp, &self.mac);
        let mut request = self.request(Method::POST, "/fapi/v1/order", &query);
        request.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        request.headers_mut().insert(HeaderName::from_static("x-mbx-apikey"), self.key.clone());
        Ok(request)
    }

    pub async fn price(&self, symbol: &str) -> Result<Price, Failure> {
        let mut query = String::with_capacity(64);
        put(&mut query, "symbol", symbol);
        self.answer(self.request(Method::GET, "/fapi/v2/ticker/price", &query)).await
    }

    fn request(&self, method: Method, path: &str, query: &str) -> Request {
        let mut url = self.base.clone();
        url.set_path(path);
        url.set_query(Some(query));
        Request::new(method, url)
    }

    async fn answer<T: DeserializeOwned>(&self, request: Request) -> Result<T, Failure> {
        let body = self.http.execute(request).await?.error_for_status()?.bytes().await?;
        Ok(serde_json::from_slice(&body)?)
    }
}

/// Prepares a key.
pub fn mac(secret: &str) -> Mac256 {
    Hmac::new_from_slice(secret.as_bytes()).expect("HMAC takes a key of any length")
}

/// The HMAC of a text.
pub fn tag(mac: &Mac256, text: &str) -> [u8; 32] {
    let mut mac = mac.clone();
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().into()
}

/// The whole query of an order, signed.
pub fn order_query(order: Order<'_>, timestamp: u128, mac: &Mac256) -> String {
    let mut query = unsigned_query(order);
    write!(query, "&timestamp={timestamp}").unwrap();
    let tag = tag(mac, &query);
    query.push_str("&signature=");
    hex(&mut query, &tag);
    query
}

/// The parameters of an order as a query.
pub fn unsigned_query(order: Order<'_>) -> String {
    let mut query = String::with_capacity(256);
    put(&mut query, "symbol", order.symbol);
    put(&mut query, "side", order.side);
    put(&mut query, "type", order.kind);
    put(&mut query, "timeInForce", order.time_in_force);
    put(&mut query, "quantity", order.quantity);
    put(&mut query, "price", order.price);
    if let Some(id) = order.client_order_id {
        put(&mut query, "newClientOrderId", id);
    }
    query
}

fn put(query: &mut String, name: &str, value: &str) {
    if !query.is_empty() {
        query.push('&');
    }
    query.push_str(name);
    query.push('=');
    query.extend(utf8_percent_encode(value, ENCODED));
}

fn hex(to: &mut String, bytes: &[u8]) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    for byte in bytes {
        to.push(char::from(DIGITS[usize::from(byte >> 4)]));
        to.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
}

//! A sandbox, and the means to talk to it over raw HTTP, signed by a second implementation of HMAC-SHA256.

use std::fmt::Write as _;

use std::io;

use binance_usdm::sandbox::{ManualClock, Sandbox, SandboxBuilder};
use rust_decimal::Decimal;
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

pub const NOW: i64 = 1_760_000_010_000;
pub const MINUTE: i64 = 60_000;
pub const ORDER_PATH: &str = "/fapi/v1/order";
pub const ALGO_PATH: &str = "/fapi/v1/algoOrder";

pub struct Reply {
    pub status: u16,
    pub head: String,
    pub text: String,
}

impl Reply {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap()
    }

    #[track_caller]
    pub fn ok(self) -> Value {
        assert_eq!(self.status, 200, "{}", self.text);
        self.json()
    }

    #[track_caller]
    pub fn refused(self, status: u16, code: i64) -> String {
        assert_eq!((self.status, self.json()["code"].as_i64()), (status, Some(code)), "{}", self.text);
        self.json()["msg"].as_str().unwrap().to_owned()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.filter(|(header, _)| header.eq_ignore_ascii_case(name)).map(|(_, value)| value).next()
    }
}

/// A sandbox, its clock, and the means to talk to it.
pub struct Bench {
    pub sandbox: Sandbox,
    pub clock: ManualClock,
}

impl Bench {
    pub async fn new() -> Self {
        Self::at(NOW).await
    }

    pub async fn at(now: i64) -> Self {
        Self::built(now, |builder| builder).await
    }

    /// A sandbox that is set up in its own way.
    pub async fn with(setup: impl FnOnce(SandboxBuilder) -> SandboxBuilder) -> Self {
        Self::built(NOW, setup).await
    }

    async fn built(now: i64, setup: impl FnOnce(SandboxBuilder) -> SandboxBuilder) -> Self {
        let clock = ManualClock::new(now);
        let sandbox = setup(Sandbox::builder().seed(42).clock(clock.clone())).start().await.unwrap();
        Self { sandbox, clock }
    }

    /// A connection to the sandbox.
    pub async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.sandbox.base_url().strip_prefix("http://").unwrap()).await.unwrap()
    }

    /// Sends a request as it is given.
    pub async fn send(&self, method: &str, target: &str, headers: &str, body: &str) -> Reply {
        let received = String::from_utf8(self.send_raw(method, target, headers, body).await.unwrap()).unwrap();
        let (head, text) = received.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Reply { status, head: head.to_owned(), text: text.to_owned() }
    }

    /// Sends a request as it is given, and returns whatever arrives.
    async fn send_raw(&self, method: &str, target: &str, headers: &str, body: &str) -> io::Result<Vec<u8>> {
        let mut stream = self.connect().await;
        write(&mut stream, method, target, &format!("connection: close\r\n{headers}"), body).await;
        read(&mut stream).await
    }

    /// Sends an order, and returns whatever arrives.
    pub async fn order_raw(&self, parameters: &str) -> io::Result<Vec<u8>> {
        self.send_raw("POST", &self.target(ORDER_PATH, parameters), &self.key(), "").await
    }

    pub async fn get(&self, target: &str) -> Reply {
        self.send("GET", target, "", "").await
    }

    pub fn key(&self) -> String {
        format!("x-mbx-apikey: {}\r\n", self.sandbox.api_key())
    }

    pub fn signature(&self, payload: &str) -> String {
        let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, self.sandbox.secret_key().as_bytes());
        ring::hmac::sign(&key, payload.as_bytes()).as_ref().iter().fold(String::new(), |mut hex, byte| {
            write!(hex, "{byte:02x}").unwrap();
            hex
        })
    }

    /// Sends a signed request with everything in the query, timed by the clock that the sandbox has.
    pub async fn signed(&self, method: &str, path: &str, parameters: &str) -> Reply {
        self.send(method, &self.target(path, parameters), &self.key(), "").await
    }

    fn target(&self, path: &str, parameters: &str) -> String {
        let time = binance_usdm::Clock::now_millis(&self.clock);
        let separator = if parameters.is_empty() { "" } else { "&" };
        let query = format!("{parameters}{separator}timestamp={time}");
        format!("{path}?{query}&signature={}", self.signature(&query))
    }

    /// Sends an order over a connection that stays open, and leaves the answer unread.
    pub async fn write_order(&self, stream: &mut TcpStream, parameters: &str) {
        write(stream, "POST", &self.target(ORDER_PATH, parameters), &self.key(), "").await;
    }

    /// Waits until something has happened in the sandbox.
    pub async fn until(&self, happened: impl Fn(&Self) -> bool) {
        for _ in 0..1_000_000 {
            if happened(self) {
                return;
            }
            tokio::task::yield_now().await;
        }
        panic!("it did not happen");
    }

    pub async fn order(&self, parameters: &str) -> Reply {
        self.signed("POST", "/fapi/v1/order", parameters).await
    }

    /// Places a conditional order on Bitcoin.
    pub async fn algo(&self, parameters: &str) -> Reply {
        self.signed("POST", ALGO_PATH, &format!("algoType=CONDITIONAL&symbol=BTCUSDT&{parameters}")).await
    }

    /// A conditional order as it is now.
    pub async fn algo_order(&self, placed: &Value) -> Value {
        self.signed("GET", ALGO_PATH, &format!("algoId={}", placed["algoId"])).await.ok()
    }

    /// Opens a position in Bitcoin.
    pub async fn open(&self, side: &str, quantity: &str) {
        self.order(&format!("symbol=BTCUSDT&side={side}&type=MARKET&quantity={quantity}")).await.ok();
    }

    /// Sets the price of Bitcoin.
    pub fn set(&self, price: &str) {
        self.sandbox.set_price("BTCUSDT", price).unwrap();
    }

    pub async fn price(&self, symbol: &str) -> Decimal {
        let ticker = self.get(&format!("/fapi/v1/ticker/price?symbol={symbol}")).await.ok();
        decimal(&ticker["price"])
    }

    /// The mark price of Bitcoin.
    pub async fn mark(&self) -> Decimal {
        decimal(&self.get("/fapi/v1/premiumIndex?symbol=BTCUSDT").await.ok()["markPrice"])
    }

    /// What the account holds of USDT.
    pub async fn wallet(&self) -> Decimal {
        let account = self.signed("GET", "/fapi/v2/account", "").await.ok();
        decimal(&account["totalWalletBalance"])
    }

    pub async fn position(&self, symbol: &str) -> Value {
        let rows = self.signed("GET", "/fapi/v2/positionRisk", &format!("symbol={symbol}")).await.ok();
        rows[0].clone()
    }

    /// Moves the clock, within a day, until the price of Bitcoin has reached a bound.
    pub async fn wait_for_price(&self, reached: impl Fn(Decimal) -> bool) {
        for _ in 0..1440 {
            if reached(self.price("BTCUSDT").await) {
                return;
            }
            self.clock.advance(MINUTE);
        }
        panic!("the price was not reached within a day");
    }
}

async fn write(stream: &mut TcpStream, method: &str, target: &str, headers: &str, body: &str) {
    let length = body.len();
    let request =
        format!("{method} {target} HTTP/1.1\r\nhost: sandbox\r\ncontent-length: {length}\r\n{headers}\r\n{body}");
    stream.write_all(request.as_bytes()).await.unwrap();
}

/// Everything that comes before the connection is closed.
pub async fn read(stream: &mut TcpStream) -> io::Result<Vec<u8>> {
    let mut received = Vec::new();
    stream.read_to_end(&mut received).await.map(|_| received)
}

pub fn decimal(value: &Value) -> Decimal {
    value.as_str().unwrap().parse().unwrap()
}

pub fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut encoded, byte| {
        write!(encoded, "%{byte:02X}").unwrap();
        encoded
    })
}

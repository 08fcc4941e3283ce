//! A server that answers what it is told to and keeps what it was sent, and what the tests have in common.

use std::fmt::Write as _;
use std::io::Write as _;
use std::net::Ipv4Addr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use binance_usdm::sandbox::ManualClock;
use binance_usdm::{Client, ClientBuilder, Credentials, Error, ErrorCode, RetryPolicy, Timestamp};
use flate2::Compression;
use flate2::write::GzEncoder;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::task::{AbortHandle, JoinSet};

pub const API_KEY: &str = "vK7qTzR2mXw9nYhWp4LJd8sGfUuBqQe3xNoV6iRtKyMzSj1gHuDlPb5EcFkOxIvA";
pub const SECRET_KEY: &str = "Zt5NhRqLw8KxYvUj3PmGsTo7WkQyVrXn2HzJpMiSu9LgOtBwKxRvNqYhZj4TmPsU";
pub const NOW: i64 = 1_760_000_010_000;

/// So many milliseconds after [`NOW`].
pub fn after(millis: i64) -> Timestamp {
    Timestamp::from_millis(NOW + millis)
}

/// What a server does once it has read a request.
#[derive(Clone)]
pub enum Answer {
    /// Writes this and waits for the next request.
    Write(Vec<u8>),
    /// Writes this and hangs up.
    HangUp(Vec<u8>),
    /// Writes this, and then nothing more, with the connection open.
    Stall(Vec<u8>),
}

/// A response in full, with headers that each end in a line break.
pub fn response(status: &str, headers: &str, body: impl AsRef<[u8]>) -> Answer {
    let body = body.as_ref();
    let mut bytes = format!("HTTP/1.1 {status}\r\n{headers}content-length: {}\r\n\r\n", body.len()).into_bytes();
    bytes.extend_from_slice(body);
    Answer::Write(bytes)
}

pub fn ok(body: &str) -> Answer {
    response("200 OK", "content-type: application/json\r\n", body)
}

pub fn gzipped(body: impl AsRef<[u8]>) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(body.as_ref()).unwrap();
    encoder.finish().unwrap()
}

/// A response whose body is said to be gzip.
pub fn compressed(body: impl AsRef<[u8]>) -> Answer {
    response("200 OK", "content-encoding: gzip\r\n", body)
}

/// A request as it came: nothing decoded, no header folded.
#[derive(Debug, Clone)]
pub struct Request {
    pub head: String,
    pub line: String,
}

impl Request {
    /// The values of a header, in the order in which they came.
    pub fn header(&self, name: &str) -> Vec<&str> {
        let headers = self.head.lines().skip(1).filter_map(|line| line.split_once(": "));
        headers.filter(|(header, _)| header.eq_ignore_ascii_case(name)).map(|(_, value)| value).collect()
    }

    /// What was asked for, from the first slash.
    pub fn target(&self) -> &str {
        self.line.split(' ').nth(1).unwrap()
    }

    pub fn query(&self) -> &str {
        self.target().split_once('?').map_or("", |(_, query)| query)
    }

    /// The parameters in order, decoded.
    pub fn parameters(&self) -> Vec<(String, String)> {
        let pairs = self.query().split('&').filter(|pair| !pair.is_empty());
        let pairs = pairs.map(|pair| pair.split_once('=').unwrap());
        pairs.map(|(name, value)| (decoded(name), decoded(value))).collect()
    }

    #[track_caller]
    pub fn parameter(&self, name: &str) -> String {
        let values: Vec<_> = self.parameters().into_iter().filter(|(sent, _)| sent == name).collect();
        assert_eq!(values.len(), 1, "{name} in {}", self.line);
        values[0].1.clone()
    }

    /// The signature that was sent; checked against that of the bytes before it.
    #[track_caller]
    pub fn signature(&self) -> String {
        let (payload, signature) = self.query().split_once("&signature=").unwrap();
        assert_eq!(signature, hmac(SECRET_KEY, payload), "{payload}");
        signature.to_owned()
    }
}

/// Undoes percent-encoding and nothing else: a plus sign stays one.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        if *first == b'%' {
            let digits = std::str::from_utf8(&tail[..2]).unwrap();
            bytes.push(u8::from_str_radix(digits, 16).unwrap());
            rest = &tail[2..];
        } else {
            bytes.push(*first);
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// HMAC-SHA256 by another implementation than the library's.
pub fn hmac(secret: &str, payload: &str) -> String {
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, secret.as_bytes());
    ring::hmac::sign(&key, payload.as_bytes()).as_ref().iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").unwrap();
        hex
    })
}

/// A server on a free port of 127.0.0.1, for as long as it is not dropped.
pub struct Server {
    base_url: String,
    requests: Arc<Mutex<Vec<Request>>>,
    connections: Arc<AtomicUsize>,
    task: AbortHandle,
}

impl Server {
    /// A server with the same answer to every request.
    pub async fn answering(answer: Answer) -> Self {
        Self::with(move |_| answer.clone()).await
    }

    /// A server whose answer depends on the request.
    pub async fn with(answer: impl Fn(&Request) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let base_url = format!("http://{}", listener.local_addr().unwrap());
        let (requests, connections) = (Arc::default(), Arc::new(AtomicUsize::new(0)));
        let (seen, count, answer) = (Arc::clone(&requests), Arc::clone(&connections), Arc::new(answer));
        let task = tokio::spawn(async move {
            let mut open = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                count.fetch_add(1, Ordering::SeqCst);
                open.spawn(serve(stream, Arc::clone(&seen), Arc::clone(&answer)));
            }
        });
        Self { base_url, requests, connections, task: task.abort_handle() }
    }

    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    pub fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }

    /// The only request that came.
    #[track_caller]
    pub fn request(&self) -> Request {
        let requests = self.requests();
        assert_eq!(requests.len(), 1);
        requests[0].clone()
    }

    /// A client of this server, with keys and a clock that shows [`NOW`].
    pub fn client(&self) -> Client {
        self.configure(|builder| builder)
    }

    /// The same client, but for what is done to its builder.
    pub fn configure(&self, configure: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Client {
        configure(keyed().base_url(self.base_url())).build().unwrap()
    }

    pub fn client_without_keys(&self) -> Client {
        Client::builder().base_url(self.base_url()).retry(RetryPolicy::off()).build().unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(
    mut stream: TcpStream,
    seen: Arc<Mutex<Vec<Request>>>,
    answer: Arc<impl Fn(&Request) -> Answer + Send + Sync>,
) {
    while let Some(request) = read(&mut stream).await {
        let answer = answer(&request);
        seen.lock().unwrap().push(request);
        let (Answer::Write(bytes) | Answer::HangUp(bytes) | Answer::Stall(bytes)) = &answer;
        // A client that has gone away in between is what some of the tests are about.
        if stream.write_all(bytes).await.is_err() {
            return;
        }
        match answer {
            Answer::Write(_) => {}
            Answer::HangUp(_) => return,
            Answer::Stall(_) => std::future::pending().await,
        }
    }
}

/// Reads the head of a request; the client sends no bodies, so that the next byte belongs to the next request.
async fn read(stream: &mut TcpStream) -> Option<Request> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    let head = String::from_utf8(head).unwrap();
    let line = head.lines().next().unwrap().to_owned();
    Some(Request { head, line })
}

/// A builder with keys and a clock that shows [`NOW`], for clients that ask once.
pub fn keyed() -> ClientBuilder {
    let builder = Client::builder().credentials(Credentials::new(API_KEY, SECRET_KEY)).clock(ManualClock::new(NOW));
    builder.retry(RetryPolicy::off())
}

/// A port of 127.0.0.1 that refuses connections for as long as it is held.
pub fn closed_port() -> TcpSocket {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind((Ipv4Addr::LOCALHOST, 0).into()).unwrap();
    socket
}

/// The exchange's code of a call that it refused.
#[track_caller]
pub fn code<T: std::fmt::Debug>(result: Result<T, Error>) -> ErrorCode {
    result.unwrap_err().exchange().expect("an error of the exchange").code()
}

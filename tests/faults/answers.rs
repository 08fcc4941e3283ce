//! Whatever an answer holds, nothing panics, and nothing is claimed that it does not say.

use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use binance_usdm::reqwest;
use binance_usdm::sandbox::ManualClock;
use binance_usdm::{Client, Credentials, Error, LimitPolicy, Outcome, RetryPolicy};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;

use crate::bench::NOW;
use crate::changes;

/// A server with the same answer for everybody until it is given another.
struct Server {
    runtime: Runtime,
    url: String,
    answer: Arc<Mutex<Vec<u8>>>,
}

impl Server {
    fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let listener = runtime.block_on(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))).unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let answer = Arc::<Mutex<Vec<u8>>>::default();
        let answers = Arc::clone(&answer);
        runtime.spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let answer = answers.lock().unwrap().clone();
                // Who does not like the answer hangs up.
                let _ = serve(stream, &answer).await;
            }
        });
        Self { runtime, url, answer }
    }

    /// Answers with this status, these lines of headers and this body.
    fn answers(&self, status: u16, headers: &[u8], body: &[u8]) {
        let mut answer = format!("HTTP/1.1 {status} Whatever\r\nconnection: close\r\n").into_bytes();
        answer.extend_from_slice(headers);
        answer.extend_from_slice(format!("content-length: {}\r\n\r\n", body.len()).as_bytes());
        answer.extend_from_slice(body);
        *self.answer.lock().unwrap() = answer;
    }

    fn client(&self, clock: &ManualClock) -> Client {
        let client = Client::builder().base_url(&self.url).credentials(Credentials::new("key", "secret"));
        let client = client.http(reqwest::Client::builder().tls_certs_only([])).clock(clock.clone());
        client.retry(RetryPolicy::off()).limits(LimitPolicy::Refuse).timeout(Duration::from_secs(5)).build().unwrap()
    }
}

async fn serve(mut stream: TcpStream, answer: &[u8]) -> std::io::Result<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await?);
    }
    stream.write_all(answer).await
}

fn check(cases: u32, strategy: impl Strategy<Value = Answer>, holds: impl Fn(Answer) -> Result<(), TestCaseError>) {
    let config = ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() };
    TestRunner::new(config).run(&strategy, holds).unwrap();
}

#[derive(Debug, Clone)]
struct Answer {
    status: u16,
    headers: Vec<u8>,
    body: Vec<u8>,
}

/// Messages by which the exchange says that nothing was done, and some that resemble them.
const MESSAGES: [&str; 6] = [
    "Service Unavailable.",
    "Internal error; unable to process your request. Please try again.",
    "Service Unavailable",
    "Unknown error, please check your request or try again later.",
    "Request throttled by system-level protection. Please try again.",
    "IP banned until 99999999999999999999.",
];

fn bodies() -> impl Strategy<Value = Vec<u8>> {
    let codes = prop_oneof![
        prop::sample::select(vec![0_i64, 200, -1000, -1001, -1003, -1006, -1007, -1008, -1015, -1021, -2011, -2013]),
        any::<i64>(),
    ];
    let message = prop_oneof![prop::sample::select(MESSAGES.to_vec()).prop_map(str::to_owned), any::<String>()];
    let said = (codes, message.clone(), any::<bool>()).prop_map(|(code, msg, as_text)| {
        let code = if as_text { serde_json::json!(code.to_string()) } else { serde_json::json!(code) };
        serde_json::json!({ "code": code, "msg": msg }).to_string().into_bytes()
    });
    let scraps =
        prop::sample::select(vec!["{}", "[]", "null", "[{}]", "{\"code\":-1008}", "\u{feff}{}", "<html>", " "]);
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..200),
        said,
        message.prop_map(String::into_bytes),
        scraps.prop_map(|text| text.as_bytes().to_vec()),
    ]
}

/// Whether an answer says in the exchange's own words that nothing was done.
fn denies(answer: &Answer) -> bool {
    let said = serde_json::from_slice::<serde_json::Value>(&answer.body).ok();
    let code = said.as_ref().and_then(|said| said.get("code"));
    let code = code.and_then(|code| code.as_i64().or_else(|| code.as_str()?.parse().ok()));
    let message = said.as_ref().and_then(|said| said.get("msg")?.as_str());
    let plain = String::from_utf8_lossy(&answer.body);
    let text = message.unwrap_or(&plain).trim();
    code == Some(-1008) || answer.status == 503 && MESSAGES[..2].contains(&text)
}

#[test]
fn no_body_makes_more_known_of_an_order_than_it_says() {
    let server = Server::new();
    let answers = (200_u16..600, bodies()).prop_map(|(status, body)| Answer { status, headers: Vec::new(), body });
    // As often as any other, those that matter most.
    let answers = (answers, prop::option::of(prop::sample::select(vec![200, 302, 400, 408, 418, 429, 500, 502, 503])))
        .prop_map(|(answer, status)| Answer { status: status.unwrap_or(answer.status), ..answer });
    check(256, answers, |answer| {
        server.answers(answer.status, &answer.headers, &answer.body);
        // Each with limits of its own: what is silenced is not sent.
        let client = server.client(&ManualClock::new(NOW));
        let error = server.runtime.block_on(changes::order(&client, "mine"));
        let Err(error) = error else { return Err(TestCaseError::fail("that is no order")) };
        prop_assert_ne!(error.outcome(), Outcome::NotSent);
        prop_assert_eq!(error.orders()[0].client_order_id(), "mine");
        if error.outcome() == Outcome::Rejected && !(400..500).contains(&answer.status) {
            prop_assert!(denies(&answer), "{}", error);
        }
        let _shown = (format!("{error}"), format!("{error:?}"));

        let client = server.client(&ManualClock::new(NOW));
        let read = client.get_order().symbol("BTCUSDT").orig_client_order_id("mine").send();
        let error = server.runtime.block_on(read).err();
        prop_assert!(error.is_none_or(|error| error.outcome() == Outcome::Rejected));
        Ok(())
    });
}

/// Values of a header: numbers of all sizes, and any bytes that HTTP allows.
fn values() -> impl Strategy<Value = Vec<u8>> {
    let bytes = prop_oneof![0x20_u8..0x7f, 0x80_u8..=0xff];
    prop_oneof![
        any::<u32>().prop_map(|number| number.to_string().into_bytes()),
        (0_u32..3_000).prop_map(|number| number.to_string().into_bytes()),
        any::<i64>().prop_map(|number| number.to_string().into_bytes()),
        prop::sample::select(vec!["18446744073709551616", "1e9", "-1", "+5", "0", "", "Wed, 21 Oct 2015 07:28:00 GMT"])
            .prop_map(|text| text.as_bytes().to_vec()),
        prop::collection::vec(bytes, 0..20),
    ]
}

#[test]
fn no_header_makes_a_client_wait_or_be_silent_for_ever() {
    const NAMES: [&str; 4] = ["x-mbx-used-weight-1m", "x-mbx-order-count-10s", "x-mbx-order-count-1m", "retry-after"];
    let server = Server::new();
    let headers = prop::collection::vec((0..NAMES.len(), values()), 0..6).prop_map(|headers| {
        headers.into_iter().fold(Vec::new(), |mut lines, (name, value)| {
            lines.extend([NAMES[name].as_bytes(), b": ", &value, b"\r\n"].concat());
            lines
        })
    });
    let statuses = prop::sample::select(vec![200_u16, 400, 418, 429, 503]);
    let bodies = prop::sample::select(vec![
        "{}",
        r#"{"code":-1003,"msg":"IP banned until 9223372036854775807."}"#,
        r#"{"code":-1015,"msg":"Too many new orders."}"#,
    ]);
    let answers = (statuses, headers, bodies).prop_map(|(status, headers, body)| Answer {
        status,
        headers,
        body: body.as_bytes().to_vec(),
    });
    check(256, answers, |answer| {
        server.answers(answer.status, &answer.headers, &answer.body);
        let clock = ManualClock::new(NOW);
        let client = server.client(&clock);
        server.runtime.block_on(async {
            for number in 0..3 {
                drop(client.test_connectivity().send().await);
                match changes::order(&client, &format!("mine-{number}")).await {
                    Err(Error::Limited(refused)) => {
                        let wait = refused.wait().map(|wait| wait.as_secs());
                        // The longest ban that there is.
                        prop_assert!(wait.is_some_and(|wait| wait <= 3 * 86_400), "{}", refused);
                    }
                    other => prop_assert!(other.is_err()),
                }
            }
            let _shown = format!("{:?}", client.budget());
            clock.advance(3 * 86_400_000 + 1);
            let error = changes::order(&client, "later").await.unwrap_err();
            prop_assert!(!matches!(error, Error::Limited(_)), "{}", error);
            prop_assert_eq!(clock.sleepers(), 0);
            Ok(())
        })
    });
}

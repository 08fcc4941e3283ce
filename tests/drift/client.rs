//! The same answers, read by the client itself.

use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};

use binance_usdm::sandbox::ManualClock;
use binance_usdm::{Client, Credentials, DecodeError, Error, LimitPolicy};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use crate::calls::call;
use crate::expected::expected;
use crate::fixtures::{FIXTURES, Fixture, Tally};

/// A client, and the body that every request of it is answered with.
struct Exchange {
    client: Client,
    body: Arc<Mutex<String>>,
    /// The server lives as long as this.
    _server: JoinSet<()>,
}

impl Exchange {
    async fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let client = Client::builder()
            .base_url(format!("http://{}", listener.local_addr().unwrap()))
            .credentials(Credentials::new("key", "secret"))
            .clock(ManualClock::new(1_790_000_000_000))
            // All answers together weigh more than a minute allows, and no time passes.
            .limits(LimitPolicy::Off)
            .build()
            .unwrap();
        let body = Arc::<Mutex<String>>::default();
        let (mut server, answered) = (JoinSet::new(), Arc::clone(&body));
        server.spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                connections.spawn(serve(stream, Arc::clone(&answered)));
            }
        });
        Self { client, body, _server: server }
    }

    async fn answer(&self, operation: &str, body: impl ToString) -> Result<Value, Error> {
        let body = body.to_string();
        let rows = serde_json::from_str::<Vec<Value>>(&body).map_or(1, |rows| rows.len());
        *self.body.lock().unwrap() = body;
        call(&self.client, operation, rows).await
    }

    /// The error about an answer that does not decode.
    async fn decode_error(&self, operation: &str, body: &Value) -> DecodeError {
        match self.answer(operation, body).await {
            Err(Error::Decode(error)) => *error,
            other => panic!("{operation}: {other:?} of {body}"),
        }
    }
}

/// Answers until the client hangs up; its requests have no bodies.
async fn serve(mut stream: TcpStream, body: Arc<Mutex<String>>) {
    let mut head = Vec::new();
    while let Ok(byte) = stream.read_u8().await {
        head.push(byte);
        if !head.ends_with(b"\r\n\r\n") {
            continue;
        }
        head.clear();
        let body = body.lock().unwrap().clone();
        let answer = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len());
        if stream.write_all(answer.as_bytes()).await.is_err() {
            return;
        }
    }
}

fn fixture(name: &str) -> &'static Fixture {
    FIXTURES.iter().find(|fixture| fixture.name == name).unwrap_or_else(|| panic!("no fixture {name}"))
}

#[tokio::test]
async fn the_client_reads_every_answer() {
    let exchange = Exchange::start().await;
    let mut tally = Tally::default();
    for fixture in FIXTURES.iter() {
        let want = expected(fixture.node, &fixture.value);
        let outcome = match exchange.answer(fixture.answer.operation, &fixture.text).await {
            Ok(got) if got == want => Ok(()),
            Ok(got) => Err(format!("read as\n{got}\ninstead of\n{want}")),
            Err(error) => Err(error.to_string()),
        };
        tally.count(|| fixture.name.clone(), outcome);
    }
    tally.conclude(100);
}

/// Fixture, the place of a value that gets another type, and the path by which the error names it.
const RETYPED: &[(&str, &str, &str)] = &[
    ("getOrder/resting-limit.json", "/orderId", "orderId"),
    ("createOrder/limit-accepted.json", "/cumQty", "cumQty"),
    ("createBatchOrders/accepted-and-refused.json", "/2/orderId", "[2].orderId"),
    ("getPositionRisk/hedge-and-isolated.json", "/1/isAutoAddMargin", "[1].isAutoAddMargin"),
    ("getAccountInfo/one-way-with-position.json", "/positions/1/leverage", "positions[1].leverage"),
    ("getOrderBook/five-levels.json", "/asks/3/1", "asks[3][1]"),
    ("getMarkPrice/one-perpetual.json", "/markPrice", "markPrice"),
    ("getIncomeHistory/transfers.json", "/1/tranId", "[1].tranId"),
    ("getOpenAlgoOrders/several.json", "/2/algoId", "[2].algoId"),
    ("getExchangeInfo/from-2021.json", "/timezone", "timezone"),
    ("createListenKey/first.json", "/listenKey", "listenKey"),
];

#[tokio::test]
async fn an_error_names_the_field_of_another_type_by_its_path() {
    let exchange = Exchange::start().await;
    for &(name, pointer, path) in RETYPED {
        let fixture = fixture(name);
        let mut body = fixture.value.clone();
        *body.pointer_mut(pointer).unwrap() = json!({"unexpected": true});
        let error = exchange.decode_error(fixture.answer.operation, &body).await;
        assert_eq!(error.path(), path, "{error}");
        assert!(error.to_string().contains(path), "{error}");
        assert_eq!(error.body(), body.to_string().as_bytes());
    }
}

/// Fixture, a field that is taken away, and the path of the object that lacks it.
const REMOVED: &[(&str, &str, &str)] = &[
    ("getOrder/resting-limit.json", "orderId", "."),
    ("createBatchOrders/accepted-and-refused.json", "/2/orderId", "[2]"),
    ("createBatchOrders/all-refused.json", "/1/msg", "[1]"),
    ("getPositionRisk/hedge-and-isolated.json", "/1/symbol", "[1]"),
    ("getAccountInfo/one-way-with-position.json", "/assets/1/asset", "assets[1]"),
    ("cancelAlgoOrder/by-id.json", "algoId", "."),
];

#[tokio::test]
async fn an_error_names_the_missing_field_and_the_object_that_lacks_it() {
    let exchange = Exchange::start().await;
    for &(name, pointer, path) in REMOVED {
        let fixture = fixture(name);
        let (holder, field) = pointer.rsplit_once('/').unwrap_or(("", pointer));
        let mut body = fixture.value.clone();
        body.pointer_mut(holder).unwrap().as_object_mut().unwrap().remove(field).unwrap();
        let error = exchange.decode_error(fixture.answer.operation, &body).await;
        assert_eq!(error.path(), path, "{error}");
        assert!(error.to_string().contains(&format!("`{field}`")), "{error}");
    }
}

#[tokio::test]
async fn in_lists_of_market_data_a_bad_element_costs_itself_alone() {
    let exchange = Exchange::start().await;
    for (name, list) in [
        ("getExchangeInfo/perpetuals-of-several-kinds.json", "/symbols"),
        ("getExchangeInfo/perpetuals-of-several-kinds.json", "/assets"),
        ("getExchangeInfo/perpetuals-of-several-kinds.json", "/rateLimits"),
        ("getFundingInfo/updated-and-not.json", ""),
        ("getFundingRateHistory/with-rate-type.json", ""),
        ("getKlines/hours.json", ""),
        ("getRecentTrades/with-rpi-flag.json", ""),
        ("getMarkPrice/all.json", ""),
        ("get24hrTicker/all.json", ""),
        ("getTickerPrice/all.json", ""),
    ] {
        let fixture = fixture(name);
        let (mut body, mut want) = (fixture.value.clone(), expected(fixture.node, &fixture.value));
        body.pointer_mut(list).unwrap()[1] = json!({"symbol": 7});
        want.pointer_mut(list).unwrap().as_array_mut().unwrap().remove(1);
        assert_eq!(exchange.answer(fixture.answer.operation, body).await.unwrap(), want, "{name}{list}");
    }
}

#[tokio::test]
async fn in_lists_of_the_account_a_bad_element_is_an_error() {
    let exchange = Exchange::start().await;
    for name in [
        "getBalance/several-assets.json",
        "getPositionRisk/hedge-and-isolated.json",
        "getOpenOrders/hedge-mode.json",
        "getIncomeHistory/transfers.json",
        "getOpenAlgoOrders/several.json",
        "createBatchOrders/accepted-and-refused.json",
    ] {
        let fixture = fixture(name);
        let mut body = fixture.value.clone();
        body[1] = json!({"symbol": 7});
        let error = exchange.decode_error(fixture.answer.operation, &body).await;
        assert!(error.path().starts_with("[1]"), "{name}: {error}");
    }
}

#[tokio::test]
async fn an_error_names_what_is_fatal_rather_than_what_is_tolerated() {
    let exchange = Exchange::start().await;
    let mut body = fixture("getExchangeInfo/from-2021.json").value.clone();
    body["symbols"][0]["symbol"] = json!(7);
    body["timezone"] = json!(7);
    let error = exchange.decode_error("getExchangeInfo", &body).await;
    assert_eq!(error.path(), "timezone", "{error}");
}

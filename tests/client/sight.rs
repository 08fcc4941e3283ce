//! What a trace shows, and that no secret is in it.

use std::fmt::{self, Write as _};
use std::sync::{Arc, Mutex, Once};

use binance_usdm::sandbox::ManualClock;
use binance_usdm::{Credentials, ExternalSignature, ExternalSigner, RetryPolicy};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::redaction::assert_clean;
use crate::retries::with_time;
use crate::support::{API_KEY, NOW, Request, SECRET_KEY, Server, ok, response};

/// Keeps all that is traced, from every crate and at every level, as text.
#[derive(Clone, Default)]
struct Trace(Arc<Mutex<String>>);

impl Trace {
    fn add(&self, metadata: &Metadata<'_>, fields: impl FnOnce(&mut dyn Visit)) {
        let mut line = format!("{} {}: {}", metadata.level(), metadata.target(), metadata.name());
        fields(&mut Fields(&mut line));
        let mut text = self.0.lock().unwrap();
        text.push_str(&line);
        text.push('\n');
    }

    fn text(&self) -> String {
        self.0.lock().unwrap().clone()
    }

    /// What this crate said.
    fn own(&self) -> Vec<String> {
        self.text().lines().filter(|line| line.contains(" binance_usdm")).map(str::to_owned).collect()
    }
}

struct Fields<'a>(&'a mut String);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let _ = write!(self.0, " {}={value:?}", field.name());
    }
}

impl Subscriber for Trace {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        self.add(span.metadata(), |visit| span.record(visit));
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        self.add(event.metadata(), |visit| event.record(visit));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// Listens to the other threads' calls, and keeps nothing.
struct Idle;

impl Subscriber for Idle {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, _: &Event<'_>) {}

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// What is traced while this is done, by this thread.
async fn traced<T>(done: impl Future<Output = T>) -> (T, Trace) {
    // Where there is one subscriber alone, a thread without it that comes first to a place which tells something would
    // find for all threads that nobody listens.
    static LISTENING: Once = Once::new();
    LISTENING.call_once(|| tracing::subscriber::set_global_default(Idle).unwrap());
    let trace = Trace::default();
    let guard = tracing::subscriber::set_default(trace.clone());
    let done = done.await;
    drop(guard);
    (done, trace)
}

#[tokio::test]
async fn an_attempt_tells_operation_cost_status_and_what_is_used() {
    let server = Server::answering(response("200 OK", "x-mbx-used-weight-1m: 42\r\n", "[]")).await;
    let client = server.client();
    let call = client.get_klines().symbol("BTCUSDT").interval("1m").limit(1_000);
    let (answer, trace) = traced(call.send()).await;
    answer.unwrap();
    let own = trace.own();
    let [span, event] = &own[..] else { panic!("{own:#?}") };
    assert!(span.starts_with("INFO binance_usdm") && span.contains("operation=\"getKlines\""), "{span}");
    assert!(span.contains("method=GET") && span.contains("path=\"/fapi/v1/klines\""), "{span}");
    let shown = "message=answered attempt=1 latency_us=0 costs=weight 5 status=200 used_weight=42 outcome=\"done\"";
    assert!(event.starts_with("DEBUG binance_usdm") && event.ends_with(shown), "{event}");
}

/// Takes its time, by the clock of the client.
struct Slow(ManualClock);

impl ExternalSigner for Slow {
    fn sign<'a>(&'a self, _: &'a [u8]) -> ExternalSignature<'a> {
        self.0.advance(200);
        Box::pin(async { Ok("00".to_owned()) })
    }
}

#[tokio::test]
async fn the_latency_is_that_of_the_exchange_and_not_of_who_signs() {
    let clock = ManualClock::new(NOW);
    let server = Server::answering(ok("[]")).await;
    let credentials = Credentials::external(API_KEY, Slow(clock.clone()));
    let client = server.configure(|builder| builder.clock(clock.clone()).credentials(credentials));
    let (answer, trace) = traced(client.get_balance().send()).await;
    answer.unwrap();
    let own = trace.own();
    assert!(own.iter().any(|line| line.contains("message=answered attempt=1 latency_us=0 ")), "{own:#?}");
}

#[tokio::test]
async fn every_attempt_and_every_pause_is_told() {
    let clock = ManualClock::new(NOW);
    let server = Server::answering(response("503 Service Unavailable", "", "Service Unavailable.")).await;
    let client = server.configure(|builder| builder.clock(clock.clone()).retry(RetryPolicy::default().attempts(3)));
    let (outcome, trace) = traced(with_time(&clock, client.get_server_time().send())).await;
    outcome.0.unwrap_err();
    let own = trace.own();
    let count = |text: &str| own.iter().filter(|line| line.contains(text)).count();
    assert_eq!((count("message=failed"), count("message=asking again")), (3, 2), "{own:#?}");
    assert!(own.iter().any(|line| line.contains("attempt=3") && line.contains("outcome=\"rejected\"")), "{own:#?}");
}

#[tokio::test]
async fn an_order_of_which_nothing_is_known_is_a_warning() {
    let server = Server::answering(response("504 Gateway Timeout", "", "")).await;
    let client = server.client();
    let order = client.create_order().symbol("BTCUSDT").side("BUY").type_("MARKET").quantity("0.010");
    let (outcome, trace) = traced(order.send()).await;
    outcome.unwrap_err();
    let own = trace.own();
    let warned = own.iter().find(|line| line.starts_with("WARN"));
    let shown =
        "costs=orders-10s 1, orders-1m 1 error=createOrder: HTTP 504 without an error of the exchange, empty body";
    assert!(warned.is_some_and(|line| line.contains(shown) && line.contains("outcome=\"unknown\"")), "{own:#?}");
}

#[tokio::test]
async fn the_clock_that_was_read_is_told() {
    let server = Server::answering(ok(r#"{"serverTime":1760000010250}"#)).await;
    let (offset, trace) = traced(server.client().sync_clock()).await;
    assert_eq!(offset.unwrap().millis, 250);
    let own = trace.own();
    assert!(own.iter().any(|line| line.ends_with("message=read the exchange's clock offset_ms=250 round_trip_us=0")));
}

/// Makes calls of every kind, whatever comes of them, and looks at all that any crate traced.
async fn assert_traced_clean(credentials: Credentials, answer: fn(&Request) -> crate::support::Answer) {
    let server = Server::with(answer).await;
    let client = server.configure(|builder| builder.credentials(credentials));
    let calls = async {
        let order = client.create_order().symbol("BTCUSDT").side("BUY").type_("MARKET").quantity("0.010");
        let _ = (order.send().await, client.get_balance().send().await, client.keep_alive_listen_key().send().await);
        let _ = (client.sync_clock().await, client.cancel_order().symbol("BTCUSDT").order_id(1).send().await);
    };
    let trace = traced(calls).await.1;
    assert!(trace.text().contains("createOrder"));
    // reqwest and hyper trace too, but not what is in a request: its query and its headers.
    assert_clean(&trace.text(), &server.requests());
}

#[tokio::test]
async fn no_secret_is_traced_whatever_the_server_answers() {
    let echo = |request: &Request| response("502 Bad Gateway", "", format!("<pre>{}</pre>", request.head));
    let late = |_: &Request| response("400 Bad Request", "", r#"{"code":-1021,"msg":"Timestamp is outside."}"#);
    for answer in [echo, late, |_: &Request| ok("{}"), |_: &Request| crate::support::Answer::HangUp(Vec::new())] {
        assert_traced_clean(Credentials::new(API_KEY, SECRET_KEY), answer).await;
    }
}

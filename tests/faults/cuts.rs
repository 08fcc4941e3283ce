//! Every operation that changes something meets every fault, once.

use std::net::Ipv4Addr;
use std::time::Duration;

use binance_usdm::operations::{ALL, Operation, Security};
use binance_usdm::sandbox::{Fault, ManualClock};
use binance_usdm::{Clock, Error, Outcome, RetryPolicy, SentOrder, Sleep};
use tokio::net::TcpSocket;

use crate::bench::{Bench, NOW, STALLED};
use crate::changes;

/// One of every kind, and what is not among the samples.
fn faults() -> Vec<Fault> {
    let mut faults = Fault::samples();
    faults.extend([
        Fault::banned(NOW + 120_000, 120),
        Fault::HtmlPage(400),
        Fault::HtmlPage(408),
        Fault::HtmlPage(500),
    ]);
    // The exchange has done it, and a gateway says otherwise.
    for (status, code) in [(500, None), (502, None), (503, None), (504, Some(-1000)), (408, None), (302, None)] {
        let msg = "upstream request failed".to_owned();
        faults.push(Fault::Answer { status, code, msg, retry_after: None, executed: true });
    }
    faults
}

fn stalls(fault: &Fault) -> bool {
    matches!(fault, Fault::Stall | Fault::StallBeforeExecution | Fault::SlowDrip)
}

/// Whether an answer says for certain that nothing was done.
fn denies(fault: &Fault) -> bool {
    match fault {
        Fault::HtmlPage(status) => matches!(status, 400 | 403),
        Fault::Answer { status, executed: false, .. } => {
            let uncertain = [Fault::unknown_error(false), Fault::timeout(false), Fault::unexpected_response(false)];
            !uncertain.contains(fault) && *status != 408
        }
        _ => false,
    }
}

/// A call that meets a fault, on a new connection or on one that was used before.
#[derive(Debug)]
struct Case {
    operation: &'static Operation,
    fault: Fault,
    reused: bool,
}

impl Case {
    async fn hold(&self) {
        let id = self.operation.id;
        let timeout = if stalls(&self.fault) { STALLED } else { Duration::from_secs(20) };
        let bench = Bench::with(|sandbox| sandbox, |client| client.timeout(timeout)).await;
        changes::prepare(id, &bench).await;
        if self.reused {
            bench.client.test_connectivity().send().await.unwrap();
        }
        let before = bench.placed().len();
        bench.sandbox.inject_for(id, self.fault.clone());
        let result = bench.with_time(Box::pin(changes::call(id, &bench.client))).await;

        assert_eq!(bench.sandbox.faults_met().len(), 1, "{self:?}");
        let (requests, executions) = (bench.sandbox.requests(id), bench.sandbox.executions(id));
        let again = self.fault == Fault::bad_timestamp() && self.operation.security == Security::Signed;
        assert!(requests <= 1 + u64::from(again) && executions <= 1, "{self:?}: {requests}, {executions}");
        let placed = bench.placed().split_off(before);
        let expected: &[&str] = if executions == 1 { changes::orders(id) } else { &[] };
        assert_eq!(placed, expected, "{self:?}");
        match result {
            Ok(()) => assert_eq!(executions, 1, "{self:?}"),
            Err(error) => {
                self.is_right(&error, requests, executions);
                self.is_resolved(&bench, &error, executions).await;
            }
        }
        assert_eq!((bench.sandbox.requests(id), bench.sandbox.executions(id)), (requests, executions), "{self:?}");
    }

    fn is_right(&self, error: &Error, requests: u64, executions: u64) {
        let outcome = error.outcome();
        let right = match outcome {
            Outcome::NotSent => requests == 0,
            Outcome::Rejected => executions == 0,
            // A plain text that is withheld because it may hold a secret cannot be read by anybody.
            Outcome::Unknown => !denies(&self.fault) || self.operation.secret_response,
        };
        assert!(right, "{self:?}: {outcome:?} after {requests} and {executions}: {error}");
    }

    /// Asks for the orders of a call that left it open whether there are any.
    async fn is_resolved(&self, bench: &Bench, error: &Error, executions: u64) {
        let ids: Vec<_> = error.orders().iter().map(SentOrder::client_order_id).collect();
        assert_eq!(ids, changes::orders(self.operation.id), "{self:?}");
        if error.outcome() == Outcome::Unknown {
            for order in error.orders() {
                let there = bench.with_time(changes::resolve(&bench.client, order)).await;
                assert_eq!(there, Some(executions == 1), "{self:?}: {}", order.client_order_id());
            }
        }
    }
}

#[tokio::test]
async fn a_change_is_made_once_at_most_and_its_outcome_is_never_wrong() {
    let changes: Vec<_> = ALL.iter().copied().filter(|operation| !operation.is_read()).collect();
    assert!(changes.len() > 10);
    for operation in changes {
        for fault in faults() {
            for reused in [false, true] {
                Case { operation, fault: fault.clone(), reused }.hold().await;
            }
        }
    }
}

#[tokio::test]
async fn the_outcome_of_a_read_is_never_unknown() {
    for fault in faults() {
        let timeout = if stalls(&fault) { STALLED } else { Duration::from_secs(20) };
        let bench = Bench::with(|sandbox| sandbox, |client| client.timeout(timeout).retry(RetryPolicy::off())).await;
        changes::order(&bench.client, "mine").await.unwrap();
        for id in ["getOrder", "getKlines"] {
            bench.sandbox.inject_for(id, fault.clone());
            let read = async {
                match id {
                    "getOrder" => {
                        bench.client.get_order().symbol("BTCUSDT").orig_client_order_id("mine").send().await.err()
                    }
                    _ => bench.client.get_klines().symbol("BTCUSDT").interval("1m").send().await.err(),
                }
            };
            let error = bench.with_time(read).await;
            assert!(error.as_ref().is_none_or(|error| error.outcome() != Outcome::Unknown), "{fault:?}: {error:?}");
            assert!(error.is_none_or(|error| error.orders().is_empty()));
        }
    }
}

#[tokio::test]
async fn reads_get_over_a_fault_that_passes() {
    // What drips lasts for as long as the clock is moved, which is longer than any deadline.
    for fault in Fault::samples().into_iter().filter(|fault| *fault != Fault::SlowDrip) {
        let timeout = if stalls(&fault) { STALLED } else { Duration::from_secs(20) };
        let bench = Bench::with(|sandbox| sandbox, |client| client.timeout(timeout)).await;
        bench.sandbox.inject_for("getBalance", fault.clone());
        let balance = bench.with_time(bench.client.get_balance().send()).await;
        let passes = !matches!(fault, Fault::Garbage | Fault::EmptyBody | Fault::HtmlPage(403));
        assert_eq!(balance.is_ok(), passes, "{fault:?}: {balance:?}");
        assert!(bench.sandbox.requests("getBalance") <= 2, "{fault:?}");
    }
}

/// The same clock, a minute ahead.
struct Ahead(ManualClock);

impl Clock for Ahead {
    fn now_millis(&self) -> i64 {
        self.0.now_millis() + 60_000
    }

    fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        self.0.sleep(duration)
    }
}

#[tokio::test]
async fn after_a_refused_time_the_second_attempt_is_the_last() {
    for operation in ALL.iter().filter(|operation| !operation.is_read() && operation.security == Security::Signed) {
        for fault in [Fault::CloseAfterHead, Fault::CloseAfterExecution, Fault::bad_timestamp()] {
            let bench = Bench::new().await;
            changes::prepare(operation.id, &bench).await;
            // The clock has to be to blame.
            let client = bench.configure(|builder| builder.clock(Ahead(bench.clock.clone())));
            bench.sandbox.inject_for(operation.id, Fault::bad_timestamp());
            bench.sandbox.inject_for(operation.id, fault.clone());
            let error = bench.with_time(Box::pin(changes::call(operation.id, &client))).await.unwrap_err();
            let expected = if fault == Fault::bad_timestamp() { Outcome::Rejected } else { Outcome::Unknown };
            assert_eq!((error.outcome(), error.attempts()), (expected, 2), "{}: {fault:?}", operation.id);
            let counts = (bench.sandbox.requests(operation.id), bench.sandbox.executions(operation.id));
            assert_eq!(counts, (2, u64::from(fault == Fault::CloseAfterExecution)), "{}: {fault:?}", operation.id);
        }
    }
}

#[tokio::test]
async fn what_finds_nobody_at_the_other_end_was_not_sent() {
    let bench = Bench::new().await;
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind((Ipv4Addr::LOCALHOST, 0).into()).unwrap();
    let nowhere = format!("http://{}", socket.local_addr().unwrap());
    let client = bench.configure(|builder| builder.base_url(nowhere));
    for operation in ALL.iter().filter(|operation| !operation.is_read()) {
        let error = changes::call(operation.id, &client).await.unwrap_err();
        assert_eq!((error.outcome(), error.attempts()), (Outcome::NotSent, 1), "{error}");
    }
}

//! Many calls by many tasks, of which one in twenty goes wrong; at the end the books are exact.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use binance_usdm::sandbox::Fault;
use binance_usdm::{Client, Error, ErrorCategory, LimitPolicy, Outcome, SentOrder};

use crate::bench::Bench;
use crate::changes::{self, row};

const TASKS: u64 = 64;
const CALLS: u64 = 100_000;
/// What goes wrong at random: everything that does not last, and every now and then something that does.
fn faults() -> Vec<Fault> {
    let lasting = |fault: &Fault| {
        matches!(
            fault,
            Fault::Stall | Fault::StallBeforeExecution | Fault::SlowDrip | Fault::HugeBody(_) | Fault::HugeGzip(_)
        )
    };
    let passing: Vec<_> = Fault::samples().into_iter().filter(|fault| !lasting(fault)).collect();
    let often = passing.iter().cycle().take(passing.len() * 8).cloned();
    often.chain([Fault::Stall, Fault::StallBeforeExecution, Fault::SlowDrip, Fault::HugeBody(1 << 16)]).collect()
}

/// What a task has done, and what it believes.
struct Task {
    client: Client,
    number: u64,
    calls: Arc<AtomicU64>,
    /// The ids of the orders that it believes to be placed.
    placed: BTreeSet<String>,
    unknown: u64,
}

impl Task {
    /// Calls until all tasks together have made enough calls.
    async fn run(mut self) -> Self {
        let mut turn = 0;
        while self.calls.load(Ordering::Relaxed) < CALLS {
            turn += 1;
            match turn % 4 {
                0 => self.rest(&format!("rest-{}-{turn}", self.number)).await,
                1 => self.trade(&format!("trade-{}-{turn}", self.number), turn % 8 == 1).await,
                2 => self.batch(turn).await,
                _ => self.read().await,
            }
        }
        self
    }

    fn count(&self) {
        self.calls.fetch_add(1, Ordering::Relaxed);
    }

    /// Takes in what became of a call that sent these orders.
    async fn settle<T>(&mut self, result: Result<T, Error>, ids: &[String]) {
        self.count();
        let Err(error) = result else {
            self.placed.extend(ids.iter().cloned());
            return;
        };
        if error.outcome() != Outcome::Unknown {
            return;
        }
        self.unknown += 1;
        let sent: Vec<_> = error.orders().iter().map(SentOrder::client_order_id).collect();
        assert_eq!(sent, ids);
        for order in error.orders() {
            let there = loop {
                self.count();
                if let Some(there) = changes::resolve(&self.client, order).await {
                    break there;
                }
            };
            if there {
                self.placed.insert(order.client_order_id().to_owned());
            }
        }
    }

    /// Buys and sells in turn, at the market.
    async fn trade(&mut self, id: &str, buys: bool) {
        let order = self.client.create_order().symbol("DOGEUSDT").side(if buys { "BUY" } else { "SELL" });
        let result = order.type_("MARKET").quantity(100).new_client_order_id(id).send().await;
        self.settle(result, &[id.to_owned()]).await;
    }

    /// Places an order that rests, and cancels it until it is gone.
    async fn rest(&mut self, id: &str) {
        let result = changes::order(&self.client, id).await;
        self.settle(result, &[id.to_owned()]).await;
        while self.placed.contains(id) {
            self.count();
            match self.client.cancel_order().symbol("BTCUSDT").orig_client_order_id(id).send().await {
                Ok(_) => return,
                Err(Error::Exchange(said)) if said.code().category() == ErrorCategory::NotFound => return,
                Err(_) => {}
            }
        }
    }

    /// Two orders at once that leave nothing behind.
    async fn batch(&mut self, turn: u64) {
        let ids = ["buy", "sell"].map(|side| format!("{side}-{}-{turn}", self.number));
        let rows = vec![row(&ids[0]), row(&ids[1]).side("SELL")];
        let result = self.client.create_batch_orders().batch_orders(rows).send().await;
        let accepted = result.as_ref().map_or(true, |rows| rows.iter().all(|row| row.is_ok()));
        assert!(accepted, "{result:?}");
        self.settle(result, &ids).await;
    }

    async fn read(&self) {
        self.count();
        let outcome = match self.client.get_ticker_price_v2().symbol("BTCUSDT").send().await {
            Ok(_) => return,
            Err(error) => error.outcome(),
        };
        assert_ne!(outcome, Outcome::Unknown);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_many_calls_of_which_some_went_wrong_the_books_are_exact() {
    let bench = Bench::with(
        |sandbox| sandbox.enforce_limits(false),
        |client| client.limits(LimitPolicy::Off).timeout(Duration::from_secs(2)),
    )
    .await;
    bench.sandbox.random_faults_among(faults(), 50, 11);
    let (calls, done) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicBool::new(false)));
    let tasks: Vec<_> = (0..TASKS)
        .map(|number| {
            let (client, calls) = (bench.client.clone(), Arc::clone(&calls));
            tokio::spawn(Task { client, number, calls, placed: BTreeSet::new(), unknown: 0 }.run())
        })
        .collect();
    // Time passes five times as fast as it does elsewhere, for those who wait before they ask again.
    let (clock, over) = (bench.clock.clone(), Arc::clone(&done));
    let time = tokio::spawn(async move {
        while !over.load(Ordering::Relaxed) {
            tokio::time::sleep(Duration::from_millis(4)).await;
            clock.advance(20);
        }
    });
    let (mut believed, mut unknown) = (BTreeSet::new(), 0);
    for task in tasks {
        let task = task.await.unwrap();
        believed.extend(task.placed);
        unknown += task.unknown;
    }
    bench.sandbox.clear_faults();
    done.store(true, Ordering::Relaxed);
    time.await.unwrap();

    let met = bench.sandbox.faults_met().len();
    let placed = bench.placed();
    assert!(met > 4_000 && unknown > 500, "{met} faults, {unknown} unknown");
    let unique: BTreeSet<_> = placed.iter().cloned().collect();
    assert_eq!(unique.len(), placed.len(), "an order was placed twice");
    assert_eq!(believed.symmetric_difference(&unique).collect::<Vec<_>>(), Vec::<&String>::new());
    assert_eq!(bench.sandbox.open_orders(), 0);
    nothing_is_left(bench).await;
}

/// Neither tasks nor connections outlive the client and the sandbox.
async fn nothing_is_left(bench: Bench) {
    drop(bench);
    let metrics = tokio::runtime::Handle::current().metrics();
    for _ in 0..500 {
        if metrics.num_alive_tasks() == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("{} tasks are left", metrics.num_alive_tasks());
}

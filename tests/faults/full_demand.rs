//! Many tasks that want more than the exchange allows, for minutes.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Duration;

use binance_usdm::{Client, ClientBuilder, IpBudget, LimitPolicy, RateLimits};
use tokio::task::LocalSet;

use crate::bench::Bench;

const MINUTE: i64 = 60_000;
const TASKS: usize = 64;

/// The highest counts that the exchange told in each minute since the beginning: weight and orders.
type Told = Rc<RefCell<BTreeMap<i64, (u32, u32)>>>;

#[derive(Clone)]
struct Trader {
    bench: Rc<Bench>,
    client: Client,
    told: Told,
    number: usize,
    minutes: i64,
}

impl Trader {
    fn minute(&self) -> i64 {
        self.bench.passed() / MINUTE
    }

    fn heard(&self, limits: RateLimits) {
        let mut told = self.told.borrow_mut();
        let (weight, orders) = told.entry(self.minute()).or_default();
        *weight = limits.used_weight_1m.unwrap_or_default().max(*weight);
        *orders = limits.order_count_1m.unwrap_or_default().max(*orders);
    }

    /// Trades, places and cancels, or reads, without a pause.
    async fn run(self) {
        for turn in 0_u64.. {
            if self.minute() >= self.minutes {
                return;
            }
            match self.number % 4 {
                0 => self.trade(turn % 2 == 0).await,
                1 => self.rest(&format!("rest-{}-{turn}", self.number)).await,
                _ => self.read(turn).await,
            }
        }
    }

    async fn trade(&self, buys: bool) {
        let order = self.client.create_order().symbol("DOGEUSDT").side(if buys { "BUY" } else { "SELL" });
        self.heard(order.type_("MARKET").quantity(100).send().await.unwrap().rate_limits());
    }

    async fn rest(&self, id: &str) {
        let order = self.client.create_order().symbol("BTCUSDT").side("BUY").type_("LIMIT").time_in_force("GTC");
        let order = order.quantity("0.010").price("51000.10").new_client_order_id(id).send().await.unwrap();
        self.heard(order.rate_limits());
        let order = self.client.cancel_order().symbol("BTCUSDT").orig_client_order_id(id).send().await.unwrap();
        self.heard(order.rate_limits());
    }

    async fn read(&self, turn: u64) {
        let limits = match turn % 4 {
            0 => {
                let klines = self.client.get_klines().symbol("BTCUSDT").interval("1m").limit(100);
                klines.send().await.unwrap().rate_limits()
            }
            1 => self.client.get_order_book().symbol("BTCUSDT").limit(5).send().await.unwrap().rate_limits(),
            2 => self.client.get_ticker_price_v2().symbol("BTCUSDT").send().await.unwrap().rate_limits(),
            _ => self.client.get_income_history().send().await.unwrap().rate_limits(),
        };
        self.heard(limits);
    }
}

/// Lets time pass whenever all who are still there wait for it.
async fn time(bench: &Bench, waiting: &Cell<usize>) {
    let mut settled = 0;
    while waiting.get() > 0 {
        settled = if bench.clock.sleepers() == waiting.get() { settled + 1 } else { 0 };
        // Who was told to look again is polled before.
        if settled > 3 {
            settled = 0;
            bench.clock.advance_to_next_sleeper();
        }
        tokio::task::yield_now().await;
    }
}

/// Lets tasks want all that they can get, for so many minutes; those that trade all by the first client.
async fn told(bench: Bench, clients: &[Client], minutes: i64) -> Vec<(u32, u32)> {
    let (bench, told, waiting) = (Rc::new(bench), Told::default(), Rc::new(Cell::new(TASKS)));
    let tasks = LocalSet::new();
    for number in 0..TASKS {
        let client = clients[if number % 4 == 3 { clients.len() - 1 } else { 0 }].clone();
        let trader = Trader { bench: Rc::clone(&bench), client, told: Rc::clone(&told), number, minutes };
        let waiting = Rc::clone(&waiting);
        tasks.spawn_local(async move {
            trader.run().await;
            waiting.set(waiting.get() - 1);
        });
    }
    tasks.run_until(time(&bench, &waiting)).await;
    assert_eq!(bench.sandbox.refused_for_limits(), 0);
    let told = told.borrow();
    (0..minutes).map(|minute| told[&minute]).collect()
}

/// Whether no minute had more weight than is allowed, nor less than 98 in a hundred of it.
#[track_caller]
fn weight_is_used_up(told: &[(u32, u32)]) {
    assert!(told.iter().all(|(weight, _)| (2_352..=2_400).contains(weight)), "{told:?}");
}

/// A client that waits for as long as it takes.
fn patient(client: ClientBuilder) -> ClientBuilder {
    client.limits(LimitPolicy::WaitAtMost(Duration::from_secs(600)))
}

#[tokio::test]
async fn all_that_is_allowed_is_used_and_nothing_is_refused() {
    let bench = Bench::with(|sandbox| sandbox.limit("orders-1m", 10_000), patient).await;
    let clients = [bench.client.clone()];
    bench.client.get_exchange_info().send().await.unwrap();
    let told = told(bench, &clients, 6).await;
    weight_is_used_up(&told);
    // 300 in every ten seconds.
    assert!(told.iter().all(|(_, orders)| (1_764..=1_800).contains(orders)), "{told:?}");
}

#[tokio::test]
async fn two_limits_on_orders_are_kept_at_once() {
    let bench = Bench::with(|sandbox| sandbox, patient).await;
    let clients = [bench.client.clone()];
    let told = told(bench, &clients, 5).await;
    weight_is_used_up(&told);
    // All orders of a minute go out in its first forty seconds, and the count that the exchange told then is believed
    // for a minute: it may be of others too, who came late.
    assert!(told.iter().all(|(_, orders)| (300..=1_200).contains(orders)), "{told:?}");
}

#[tokio::test]
async fn clients_that_share_a_budget_use_together_what_is_allowed() {
    let budget = IpBudget::new();
    let bench = Bench::with(|sandbox| sandbox, |client| patient(client).ip_budget(budget.clone())).await;
    let clients = [bench.client.clone(), bench.configure(|client| patient(client).ip_budget(budget))];
    weight_is_used_up(&told(bench, &clients, 2).await);
}

//! Clients at full demand against a model of the exchange, which counts in fixed windows.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use reqwest::StatusCode;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

use super::driver::Driver;
use crate::clock::Clock;
use crate::limits::demand::Demand;
use crate::limits::{IpBudget, LimitPolicy, Limiter, Urgency};
use crate::operations::{LIMITS, Limit, Operation};
use crate::sandbox::ManualClock;

/// Numbers that are the same in every run.
#[derive(Clone)]
struct Random(u64);

impl Random {
    /// A number below `end`.
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }

    fn millis(&mut self, from: u64, to: u64) -> Duration {
        Duration::from_millis(from + self.below(to - from + 1))
    }
}

/// The exchange's counters.
struct Exchange {
    /// How far its windows are from those that begin with the clock.
    phase: Duration,
    tells: bool,
    /// By limit and window: all that was counted, and what of it the client spent.
    counts: BTreeMap<(&'static str, u128), Count>,
    told: Told,
}

/// By limit, the last window that an answer has told the client of, and what others had spent in it then.
type Told = BTreeMap<&'static str, (u128, u64)>;

#[derive(Debug, Default, Clone, Copy)]
struct Count {
    all: u64,
    client: u64,
    /// The most by which a request of the client exceeded the limit, without what others had spent unseen.
    fault: u64,
}

impl Count {
    fn others(&self) -> u64 {
        self.all - self.client
    }
}

impl Exchange {
    fn window(&self, limit: &Limit, now: Duration) -> u128 {
        (now + self.phase).as_nanos() / limit.interval.as_nanos()
    }

    /// Counts a request of the client, which knew what was told when it was reserved; its answer tells the counts.
    fn count(&mut self, demand: &Demand, known: &Told, now: Duration) -> (HeaderMap, Told) {
        let (mut headers, mut told) = (HeaderMap::new(), Told::new());
        for (limit, units) in demand.costs() {
            let window = self.window(limit, now);
            let count = self.counts.entry((limit.name, window)).or_default();
            count.all += u64::from(units);
            count.client += u64::from(units);
            let known = known.get(limit.name).filter(|(of, _)| *of == window).map_or(0, |(_, others)| *others);
            let unseen = count.others() - known;
            count.fault = count.fault.max(count.all.saturating_sub(u64::from(limit.units) + unseen));
            if let Some(header) = limit.header.filter(|_| self.tells) {
                headers.insert(HeaderName::from_static(header), HeaderValue::from(count.all));
                told.insert(limit.name, (window, count.others()));
            }
        }
        (headers, told)
    }

    /// Counts what another program spends behind the same address.
    fn count_other(&mut self, limit: &'static Limit, units: u64, now: Duration) {
        let window = self.window(limit, now);
        self.counts.entry((limit.name, window)).or_default().all += units;
    }

    /// The counts of a limit in its whole windows, without the first of them: it suffers from what was spent before.
    fn whole_windows(&self, limit: &Limit) -> Vec<Count> {
        let of_limit: Vec<Count> =
            self.counts.iter().filter(|((name, _), _)| *name == limit.name).map(|(_, count)| *count).collect();
        of_limit[2..of_limit.len() - 1].to_vec()
    }
}

struct Simulation {
    clock: ManualClock,
    exchange: Rc<RefCell<Exchange>>,
    ip: IpBudget,
    driver: Driver,
    random: Random,
}

/// How a task of a client behaves between its requests.
#[derive(Clone, Copy)]
struct Pace {
    /// The longest pause after a request, in milliseconds.
    pause: u64,
    /// In how many requests one is given up before its answer comes.
    given_up: u64,
}

const AT_ONCE: Pace = Pace { pause: 0, given_up: u64::MAX };
/// 64 tasks at this pace want a third more weight than there is.
const SLOWLY: Pace = Pace { pause: 24_000, ..AT_ONCE };

impl Simulation {
    fn new(seed: u64) -> Self {
        let mut random = Random(seed);
        let phase = random.millis(0, 300_000);
        let exchange = Exchange { phase, tells: true, counts: BTreeMap::new(), told: Told::new() };
        let clock = ManualClock::new(1_700_000_000_000);
        let ip = IpBudget::new();
        Self { clock, exchange: Rc::new(RefCell::new(exchange)), ip, driver: Driver::default(), random }
    }

    fn client(&self) -> Limiter {
        let policy = LimitPolicy::WaitAtMost(Duration::from_secs(3_600));
        Limiter::new(&self.ip, policy, Arc::new(self.clock.clone()))
    }

    /// Tasks that send one request after the other, each time one of these.
    fn spawn(&mut self, client: &Limiter, tasks: usize, pace: Pace, calls: &'static [(&'static str, &'static str)]) {
        for _ in 0..tasks {
            let seed = self.random.below(u64::from(u32::MAX));
            let (client, clock, exchange) = (client.clone(), self.clock.clone(), Rc::clone(&self.exchange));
            self.driver.start(async move {
                let mut random = Random(seed);
                loop {
                    let (id, query) = calls[usize::try_from(random.below(calls.len() as u64)).unwrap()];
                    call(&client, &clock, &exchange, &mut random, pace, Operation::by_id(id).unwrap(), query).await;
                    if pace.pause > 0 {
                        let pause = random.millis(0, pace.pause);
                        clock.sleep(pause).await;
                    }
                }
            });
        }
    }

    /// Another program that spends a part of a limit, at random moments.
    fn spawn_other(&mut self, limit: &'static Limit, percent: u64) {
        let (clock, exchange) = (self.clock.clone(), Rc::clone(&self.exchange));
        let mut random = Random(self.random.below(1 << 20));
        let mean = u64::try_from(limit.interval.as_millis()).unwrap() * 50 / (u64::from(limit.units) * percent);
        self.driver.start(async move {
            loop {
                let (pause, units) = (random.millis(1, 2 * mean * 10), 1 + random.below(9));
                clock.sleep(pause).await;
                exchange.borrow_mut().count_other(limit, units, clock.elapsed());
            }
        });
    }

    fn run(&mut self, minutes: u64) {
        while self.clock.elapsed() < Duration::from_secs(60 * minutes) {
            assert!(self.clock.advance_to_next_sleeper());
            self.driver.settle();
        }
    }

    fn windows(&self, limit: &str) -> Vec<Count> {
        let limit = LIMITS.iter().find(|other| other.name == limit).unwrap();
        self.exchange.borrow().whole_windows(limit)
    }

    /// No window of any limit holds more than is allowed.
    fn assert_nothing_exceeded(&self) {
        for limit in LIMITS {
            for ((name, window), count) in &self.exchange.borrow().counts {
                let allowed = *name != limit.name || count.all <= u64::from(limit.units);
                assert!(allowed, "{name} in window {window}: {count:?}");
            }
        }
    }

    /// How much of what a limit allows was used in its whole windows, in thousandths.
    fn used(&self, limit: &str) -> u64 {
        let windows = self.windows(limit);
        let units = u64::from(LIMITS.iter().find(|other| other.name == limit).unwrap().units);
        windows.iter().map(|count| count.all).sum::<u64>() * 1000 / (units * windows.len() as u64)
    }
}

async fn call(
    client: &Limiter,
    clock: &ManualClock,
    exchange: &RefCell<Exchange>,
    random: &mut Random,
    pace: Pace,
    operation: &'static Operation,
    query: &str,
) {
    let mut permit = client.acquire(|| clock.now_millis(), operation, query, Urgency::USUAL).await.unwrap();
    permit.sent();
    let (demand, known) = (Demand::of(operation, query), exchange.borrow().told.clone());
    if random.below(pace.given_up) == 1 {
        // It is dropped, and the exchange counts it all the same when it arrives.
        drop(permit);
        clock.sleep(random.millis(0, 400)).await;
        exchange.borrow_mut().count(&demand, &known, clock.elapsed());
        return;
    }
    clock.sleep(random.millis(1, 20)).await;
    let (headers, told) = exchange.borrow_mut().count(&demand, &known, clock.elapsed());
    clock.sleep(random.millis(1, 20)).await;
    permit.answered(StatusCode::OK, &headers, None, || clock.now_millis());
    exchange.borrow_mut().told.extend(told);
}

const READS: &[(&str, &str)] = &[
    ("getKlines", "symbol=BTCUSDT&limit=99"),
    ("getKlines", "symbol=BTCUSDT&limit=499"),
    ("getKlines", "symbol=BTCUSDT"),
    ("getKlines", "symbol=BTCUSDT&limit=1500"),
    ("getMarkPrice", "symbol=BTCUSDT"),
    ("get24hrTicker", ""),
];

/// 64 tasks that want more of every limit than there is.
fn at_full_demand(seed: u64, pace: Pace) -> Simulation {
    let mut simulation = Simulation::new(seed);
    let client = simulation.client();
    simulation.spawn(&client, 40, pace, READS);
    simulation.spawn(&client, 4, pace, &[("cancelOrder", "")]);
    simulation.spawn(&client, 12, pace, &[("createOrder", "")]);
    simulation.spawn(&client, 4, pace, &[("createBatchOrders", "")]);
    simulation.spawn(&client, 4, pace, &[("getFundingInfo", "")]);
    simulation
}

#[test]
fn at_full_demand_nothing_is_exceeded_and_little_is_left() {
    for seed in [1, 6, 8] {
        let mut simulation = at_full_demand(seed, AT_ONCE);
        simulation.run(13);
        simulation.assert_nothing_exceeded();
        for limit in ["weight", "orders-1m"] {
            let used = simulation.used(limit);
            assert!(used >= 980, "{limit} with seed {seed}: {used}");
        }
    }
}

#[test]
fn requests_that_are_given_up_exceed_nothing_though_they_arrive_later() {
    let mut simulation = at_full_demand(2, Pace { given_up: 8, ..AT_ONCE });
    simulation.run(8);
    simulation.assert_nothing_exceeded();
    assert!(simulation.used("weight") >= 980);
}

#[test]
fn clients_that_share_an_address_exceed_nothing_together() {
    let mut simulation = at_full_demand(4, AT_ONCE);
    let other = simulation.client();
    simulation.spawn(&other, 16, AT_ONCE, READS);
    simulation.run(8);
    simulation.assert_nothing_exceeded();
    assert!(simulation.used("weight") >= 980);
}

#[test]
fn a_program_that_uses_up_its_limit_slowly_does_not_wait_for_what_is_free() {
    for seed in [1, 2] {
        let mut simulation = Simulation::new(seed);
        let client = simulation.client();
        simulation.spawn(&client, 64, SLOWLY, READS);
        simulation.run(13);
        simulation.assert_nothing_exceeded();
        // What reads may use is 99 percent, and the one that comes next often does not fit into the last of it.
        let used = simulation.used("weight");
        assert!(used >= 960, "seed {seed}: {used}");
    }
}

#[test]
fn the_client_leaves_to_others_what_they_spend() {
    let spent = |seed, tells| {
        let mut simulation = Simulation::new(seed);
        simulation.exchange.borrow_mut().tells = tells;
        let client = simulation.client();
        simulation.spawn(&client, 64, SLOWLY, READS);
        simulation.spawn_other(LIMITS[0], 30);
        simulation.run(13);
        let windows = simulation.windows("weight");
        let mean = |of: fn(&Count) -> u64| windows.iter().map(of).sum::<u64>() / windows.len() as u64;
        (mean(|count| count.all), mean(Count::others), windows.iter().map(|count| count.fault).max().unwrap())
    };
    for seed in [1, 4, 5] {
        let (all, others, fault) = spent(seed, true);
        assert_eq!(fault, 0, "the client exceeded the limit by more than what it could not know of");
        // What others spend while the client already waits for the next window is beyond its power.
        assert!(all - others < 2_400 - others / 2, "{all}, of which {others} by others");
        let (unaware, others, _) = spent(seed, false);
        assert!(unaware - others > 2_300 && all * 10 < unaware * 9, "{all} against {unaware}");
    }
}

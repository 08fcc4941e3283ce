//! Signed orders by 64 tasks on all cores: CPU time of this process and calls a second, in interleaved rounds of which
//! the median counts. Prints one line of JSON for each: `{"case":…,"who":…,"cpu_us":…,"per_second":…}`.

use std::time::Instant;

use binance_usdm_benches::cases::{self, ORDER};
use binance_usdm_benches::exchange::Exchange;
use rustix::time::{ClockId, clock_gettime};
use tokio::task::JoinSet;

const TASKS: u64 = 64;
const CALLS: u64 = 10_000;
const ROUNDS: usize = 15;

/// One round: CPU microseconds of a call, and calls a second.
struct Round {
    cpu_us: f64,
    per_second: f64,
}

fn cpu_seconds() -> f64 {
    let used = clock_gettime(ClockId::ProcessCPUTime);
    used.tv_sec as f64 + used.tv_nsec as f64 / 1e9
}

/// Each task has a clone of the client, and makes so many calls with it.
async fn round<C, F>(client: &C, make: fn(C, u64) -> F) -> Round
where
    C: Clone + Send + 'static,
    F: Future<Output = ()> + Send + 'static,
{
    let (began, cpu) = (Instant::now(), cpu_seconds());
    let mut tasks = JoinSet::new();
    for _ in 0..TASKS {
        tasks.spawn(make(client.clone(), CALLS / TASKS));
    }
    tasks.join_all().await;
    let calls = (CALLS / TASKS * TASKS) as f64;
    Round { cpu_us: (cpu_seconds() - cpu) / calls * 1e6, per_second: calls / began.elapsed().as_secs_f64() }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn report(who: &str, rounds: &[Round]) {
    let cpu_us = median(rounds.iter().map(|round| round.cpu_us).collect());
    let per_second = median(rounds.iter().map(|round| round.per_second).collect());
    println!(r#"{{"case":"load","who":"{who}","cpu_us":{cpu_us:.2},"per_second":{per_second:.0}}}"#);
}

#[tokio::main]
async fn main() {
    let exchange = Exchange::start(env!("CARGO_BIN_EXE_exchange"));
    let ours = cases::crate_client(exchange.base_url()).await;
    let hand = cases::hand_client(exchange.base_url());
    let by_crate = |client: binance_usdm::Client, calls| async move {
        for _ in 0..calls {
            drop(cases::place_by_crate(&client, ORDER).await);
        }
    };
    let by_hand = |client, calls| async move {
        for _ in 0..calls {
            drop(cases::place_by_hand(&client, ORDER).await);
        }
    };
    let (mut crates, mut hands) = (Vec::new(), Vec::new());
    // The first round of each opens the connections.
    let _ = (round(&ours, by_crate).await, round(&hand, by_hand).await);
    for _ in 0..ROUNDS {
        crates.push(round(&ours, by_crate).await);
        hands.push(round(&hand, by_hand).await);
    }
    report("crate", &crates);
    report("by hand", &hands);
}

//! Signed orders by 64 tasks on all cores: CPU time of this process and calls a second. Prints one line of JSON for the
//! crate and one for the baseline: `{"case":…,"who":…,"cpu_us":…,"per_second":…}`.
//!
//! The speed of a machine varies more than the two differ. So rounds are short, each of the crate stands beside one of
//! the baseline, and the medians are those of their ratios. Where a program lies in memory makes a difference of some
//! hundredths as well: there are several sittings, each in a process of its own, of which again the median counts.

use std::error::Error;
use std::process::Command;
use std::time::Instant;

use binance_usdm_benches::cases::{self, ORDER};
use binance_usdm_benches::exchange::Exchange;
use rustix::time::{ClockId, clock_gettime};
use tokio::task::JoinSet;

const TASKS: u64 = 64;
const CALLS: u64 = 50 * TASKS;
const ROUNDS: usize = 60;
const SITTINGS: usize = 7;

/// By this argument the program knows that it is a sitting.
const SITTING: &str = "--sitting";

/// What was measured: CPU microseconds of a call, and calls a second.
#[derive(Clone, Copy)]
struct Figures {
    cpu_us: f64,
    per_second: f64,
}

fn cpu_seconds() -> f64 {
    let used = clock_gettime(ClockId::ProcessCPUTime);
    used.tv_sec as f64 + used.tv_nsec as f64 / 1e9
}

/// Each task has a clone of the client, and makes so many calls with it.
async fn round<C, F>(client: &C, make: fn(C, u64) -> F) -> Figures
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
    let calls = CALLS as f64;
    Figures { cpu_us: (cpu_seconds() - cpu) / calls * 1e6, per_second: calls / began.elapsed().as_secs_f64() }
}

fn median(values: impl IntoIterator<Item = f64>) -> f64 {
    let mut values: Vec<_> = values.into_iter().collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn medians(figures: &[Figures]) -> Figures {
    Figures {
        cpu_us: median(figures.iter().map(|one| one.cpu_us)),
        per_second: median(figures.iter().map(|one| one.per_second)),
    }
}

/// Measures, and prints four numbers: those of the baseline, and the crate's in relation to them.
async fn sit() {
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
    // The first round of each opens the connections.
    let _ = (round(&ours, by_crate).await, round(&hand, by_hand).await);
    let (mut hands, mut ratios) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let before = round(&hand, by_hand).await;
        let (one, other) = (round(&ours, by_crate).await, round(&ours, by_crate).await);
        let after = round(&hand, by_hand).await;
        let beside = |figure: fn(&Figures) -> f64| (figure(&one) + figure(&other)) / (figure(&before) + figure(&after));
        ratios.push(Figures { cpu_us: beside(|one| one.cpu_us), per_second: beside(|one| one.per_second) });
        hands.extend([before, after]);
    }
    let (hand, ratio) = (medians(&hands), medians(&ratios));
    println!("{} {} {} {}", hand.cpu_us, hand.per_second, ratio.cpu_us, ratio.per_second);
}

/// What a sitting in a process of its own has measured: the baseline, and the crate in relation to it.
fn sitting() -> Result<(Figures, Figures), Box<dyn Error>> {
    let output = Command::new(std::env::current_exe()?).arg(SITTING).output()?;
    let text = String::from_utf8(output.stdout)?;
    let numbers: Vec<f64> = text.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
    let [cpu_us, per_second, cpu_ratio, per_second_ratio] = numbers[..] else {
        return Err(format!("a sitting said {text:?}: {}", String::from_utf8_lossy(&output.stderr)).into());
    };
    Ok((Figures { cpu_us, per_second }, Figures { cpu_us: cpu_ratio, per_second: per_second_ratio }))
}

fn report(who: &str, Figures { cpu_us, per_second }: Figures) {
    println!(r#"{{"case":"load","who":"{who}","cpu_us":{cpu_us:.2},"per_second":{per_second:.0}}}"#);
}

fn main() -> Result<(), Box<dyn Error>> {
    if std::env::args().any(|argument| argument == SITTING) {
        tokio::runtime::Runtime::new()?.block_on(sit());
        return Ok(());
    }
    let (mut hands, mut ratios) = (Vec::new(), Vec::new());
    for _ in 0..SITTINGS {
        let (hand, ratio) = sitting()?;
        eprintln!("64 tasks: CPU {:.3}, throughput {:.3}", ratio.cpu_us, ratio.per_second);
        hands.push(hand);
        ratios.push(ratio);
    }
    let (hand, ratio) = (medians(&hands), medians(&ratios));
    report("by hand", hand);
    let (cpu_us, per_second) = (hand.cpu_us * ratio.cpu_us, hand.per_second * ratio.per_second);
    report("crate", Figures { cpu_us, per_second });
    Ok(())
}

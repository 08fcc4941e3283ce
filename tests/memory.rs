//! Calls leave nothing behind, however they end. Alone in its process, whose memory is looked at.

use std::fs;
use std::time::Duration;

use binance_usdm::sandbox::{Fault, Sandbox};
use binance_usdm::{Client, LimitPolicy, RetryPolicy};

/// How many calls are made before memory is looked at for the first time, and how many after that.
const WARM: u32 = 10_000;
const CALLS: u32 = 20_000;
const TASKS: u32 = 32;
/// How much more memory the process may hold after the last call, in KiB: about 200 bytes for each. The sandbox keeps
/// an entry for every fault, some hundred KiB in all; it keeps no order here, for it refuses them all.
const GROWTH: u64 = 4 * 1024;

/// The memory that this process holds, in KiB; none where that is not known.
fn memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().trim_end_matches(" kB").parse().ok()
}

/// Makes calls of several kinds that leave nothing in the books of the exchange.
async fn calls(client: Client, count: u32) {
    for turn in 0..count {
        match turn % 4 {
            0 => drop(client.get_klines().symbol("BTCUSDT").interval("1m").limit(20).send().await),
            1 => drop(client.get_balance().send().await),
            2 => drop(client.cancel_order().symbol("BTCUSDT").orig_client_order_id("none").send().await),
            _ => {
                let order = client.create_order().symbol("BTCUSDT").side("BUY").type_("MARKET").quantity("0.001");
                assert!(order.send().await.is_err(), "it is too small");
            }
        }
    }
}

async fn by_all(client: &Client, count: u32) {
    let tasks: Vec<_> = (0..TASKS).map(|_| tokio::spawn(calls(client.clone(), count / TASKS))).collect();
    for task in tasks {
        task.await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn memory_does_not_grow_with_the_number_of_calls() {
    // Limits that are counted, and too high to be reached.
    let high = ["weight", "orders-10s", "orders-1m"].into_iter();
    let sandbox = high.fold(Sandbox::builder(), |builder, limit| builder.limit(limit, 100_000_000));
    let sandbox = sandbox.start().await.unwrap();
    let faults = [
        Fault::CloseBeforeReading,
        Fault::CloseAfterExecution,
        Fault::CutInBody,
        Fault::CutInHead,
        Fault::Garbage,
        Fault::HtmlPage(502),
        Fault::unknown_error(false),
        Fault::Delay(10),
    ];
    let client = Client::builder().base_url(sandbox.base_url()).credentials(sandbox.credentials());
    let client = client.retry(RetryPolicy::off()).limits(LimitPolicy::Refuse).timeout(Duration::from_secs(5));
    let client = client.build().unwrap();
    client.get_exchange_info().send().await.unwrap();
    sandbox.random_faults_among(faults, 50, 3);
    by_all(&client, WARM).await;
    let warm = memory();
    by_all(&client, CALLS).await;
    let grown = warm.zip(memory()).map(|(warm, end)| end.saturating_sub(warm));
    let used = client.budget().limit("weight").map(|weight| weight.used);
    assert!(used.is_some_and(|used| used > 5_000), "{used:?}");
    assert!(sandbox.placed_orders().is_empty());
    assert!(grown.is_none_or(|grown| grown < GROWTH), "{grown:?} KiB");
}

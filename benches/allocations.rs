//! Counts allocations, and prints one line of JSON for each case: `{"case":…,"who":…,"count":…}`.

use std::alloc::{GlobalAlloc, Layout, System};
use std::hint::black_box;
use std::sync::atomic::{AtomicU64, Ordering};

use binance_usdm::{__bench, OneOrMany, Tolerant, types};
use binance_usdm_benches::by_hand::{borrowed, client, strings};
use binance_usdm_benches::cases::{ORDER, UNNAMED};
use binance_usdm_benches::exchange::Exchange;
use binance_usdm_benches::{cases, inputs};

/// The system's allocator, counting what is asked of it. Growing what is there counts as well.
struct Counting;

static COUNT: AtomicU64 = AtomicU64::new(0);

// SAFETY: everything is the system's own; the counter is beside it.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        COUNT.fetch_add(1, Ordering::Relaxed);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        COUNT.fetch_add(1, Ordering::Relaxed);
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Calls after which nothing grows any more, and calls that are counted.
const WARM: u64 = 20;
const CALLS: u64 = 1_000;

fn report(case: &str, who: &str, count: u64) {
    println!(r#"{{"case":"{case}","who":"{who}","count":{count}}}"#);
}

fn count<T>(case: &str, who: &str, mut work: impl FnMut() -> T) {
    let before = COUNT.load(Ordering::Relaxed);
    drop(black_box(work()));
    report(case, who, COUNT.load(Ordering::Relaxed) - before);
}

async fn count_calls<T>(case: &str, who: &str, mut call: impl AsyncFnMut() -> T) {
    for _ in 0..WARM {
        drop(black_box(call().await));
    }
    let before = COUNT.load(Ordering::Relaxed);
    for _ in 0..CALLS {
        drop(black_box(call().await));
    }
    report(case, who, (COUNT.load(Ordering::Relaxed) - before).div_ceil(CALLS));
}

/// Counts one decoding by the crate, into strings, and into slices.
macro_rules! decoded {
    ($case:literal, $body:expr, $ours:ty, $strings:ty, $borrowed:ty) => {
        let text = $body;
        let body = text.as_bytes();
        count($case, "crate", || __bench::decode::<$ours>(body).unwrap());
        count($case, "strings", || serde_json::from_slice::<$strings>(body).unwrap());
        count($case, "borrowed", || serde_json::from_slice::<$borrowed>(body).unwrap());
    };
}

fn main() {
    decoded!(
        "exchange_info",
        inputs::exchange_info(900),
        types::ExchangeInfo,
        strings::ExchangeInfo,
        borrowed::ExchangeInfo<'_>
    );
    decoded!(
        "tickers",
        inputs::tickers(550),
        OneOrMany<types::FuturesTicker24hr>,
        Vec<strings::Ticker>,
        Vec<borrowed::Ticker<'_>>
    );
    decoded!("depth", inputs::depth(1_000), types::OrderBook, strings::OrderBook, borrowed::OrderBook<'_>);
    decoded!("klines", inputs::klines(1_500), Tolerant<types::Kline>, Vec<strings::Kline>, Vec<borrowed::Kline<'_>>);
    decoded!("account", inputs::account(500), types::FuturesAccountV3, strings::Account, borrowed::Account<'_>);

    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let exchange = Exchange::start(env!("CARGO_BIN_EXE_exchange"));
    runtime.block_on(calls(exchange.base_url()));
}

async fn calls(base_url: &str) {
    let ours = cases::crate_client(base_url).await;
    let hand = cases::hand_client(base_url);
    count_calls("signed_call", "crate", async || cases::place_by_crate(&ours, ORDER).await).await;
    count_calls("signed_call", "by hand", async || cases::place_by_hand(&hand, ORDER).await).await;
    count_calls("unnamed_order", "crate", async || cases::place_by_crate(&ours, UNNAMED).await).await;
    count_calls("unnamed_order", "by hand", async || cases::place_by_hand(&hand, UNNAMED).await).await;
    count_calls("public_call", "crate", async || cases::price_by_crate(&ours).await).await;
    count_calls("public_call", "by hand", async || cases::price_by_hand(&hand).await).await;

    let signing = __bench::Signing::new(cases::SECRET).unwrap();
    let mut query = String::with_capacity(512);
    query.push_str(&client::unsigned_query(ORDER));
    count("signing", "crate", || signing.sign(&mut query));
    count("completing", "crate", || signing.complete(&mut query, 1_790_003_521_905));
    count("request", "crate", || __bench::order_request(&ours, cases::crate_order(&ours, ORDER)).unwrap());
    count("request", "by hand", || hand.order_request(ORDER).unwrap());
    count("clone", "crate", || ours.clone());
    count("clone", "by hand", || hand.clone());
}

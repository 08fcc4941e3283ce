//! Counts instructions with callgrind: each case once, of the process alone, whatever else the machine does.

use std::hint::black_box;

use binance_usdm::{__bench, Client, OneOrMany, Tolerant, reqwest::header::HeaderMap, types};
use binance_usdm_benches::by_hand::{borrowed, client, strings};
use binance_usdm_benches::cases::{self, CALLS, ORDER, UNNAMED};
use binance_usdm_benches::exchange::Exchange;
use binance_usdm_benches::inputs;
use gungraun::{Callgrind, LibraryBenchmarkConfig, library_benchmark, library_benchmark_group, main};
use tokio::runtime::Runtime;

/// A client with open connections, the runtime it lives on and the exchange it talks to.
struct Bench<C> {
    client: C,
    runtime: Runtime,
    _exchange: Exchange,
}

fn bench<C>(client: impl AsyncFnOnce(&str) -> C) -> Bench<C> {
    let exchange = Exchange::start(env!("CARGO_BIN_EXE_exchange"));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let client = runtime.block_on(client(exchange.base_url()));
    Bench { client, runtime, _exchange: exchange }
}

fn by_crate() -> Bench<Client> {
    bench(async |base_url| {
        let client = cases::crate_client(base_url).await;
        for _ in 0..20 {
            cases::place_by_crate(&client, ORDER).await;
            cases::price_by_crate(&client).await;
        }
        client
    })
}

fn by_hand() -> Bench<client::Client> {
    bench(async |base_url| {
        let client = cases::hand_client(base_url);
        for _ in 0..20 {
            cases::place_by_hand(&client, ORDER).await;
            cases::price_by_hand(&client).await;
        }
        client
    })
}

#[library_benchmark]
#[bench::of(setup = by_crate)]
fn signed_call_crate(bench: Bench<Client>) -> Bench<Client> {
    bench.runtime.block_on(async {
        for _ in 0..CALLS {
            black_box(cases::place_by_crate(&bench.client, ORDER).await);
        }
    });
    bench
}

#[library_benchmark]
#[bench::of(setup = by_hand)]
fn signed_call_hand(bench: Bench<client::Client>) -> Bench<client::Client> {
    bench.runtime.block_on(async {
        for _ in 0..CALLS {
            black_box(cases::place_by_hand(&bench.client, ORDER).await);
        }
    });
    bench
}

#[library_benchmark]
#[bench::of(setup = by_crate)]
fn unnamed_order_crate(bench: Bench<Client>) -> Bench<Client> {
    bench.runtime.block_on(async {
        for _ in 0..CALLS {
            black_box(cases::place_by_crate(&bench.client, UNNAMED).await);
        }
    });
    bench
}

#[library_benchmark]
#[bench::of(setup = by_hand)]
fn unnamed_order_hand(bench: Bench<client::Client>) -> Bench<client::Client> {
    bench.runtime.block_on(async {
        for _ in 0..CALLS {
            black_box(cases::place_by_hand(&bench.client, UNNAMED).await);
        }
    });
    bench
}

#[library_benchmark]
#[bench::of(setup = by_crate)]
fn public_call_crate(bench: Bench<Client>) -> Bench<Client> {
    bench.runtime.block_on(async {
        for _ in 0..CALLS {
            black_box(cases::price_by_crate(&bench.client).await);
        }
    });
    bench
}

#[library_benchmark]
#[bench::of(setup = by_hand)]
fn public_call_hand(bench: Bench<client::Client>) -> Bench<client::Client> {
    bench.runtime.block_on(async {
        for _ in 0..CALLS {
            black_box(cases::price_by_hand(&bench.client).await);
        }
    });
    bench
}

/// A runtime and an exchange, and no client yet.
fn nobody() -> Bench<()> {
    bench(async |_| ())
}

#[library_benchmark]
#[bench::of(setup = nobody)]
fn start_up_crate(bench: Bench<()>) -> Bench<()> {
    let client = cases::new_crate_client(bench._exchange.base_url());
    bench.runtime.block_on(async { black_box(cases::place_by_crate(&client, ORDER).await) });
    bench
}

#[library_benchmark]
#[bench::of(setup = nobody)]
fn start_up_hand(bench: Bench<()>) -> Bench<()> {
    let client = cases::hand_client(bench._exchange.base_url());
    bench.runtime.block_on(async { black_box(cases::place_by_hand(&client, ORDER).await) });
    bench
}

#[library_benchmark]
#[bench::of(setup = by_crate)]
fn bookkeeping_crate(bench: Bench<Client>) -> Bench<Client> {
    let query = client::unsigned_query(ORDER);
    let told = [("x-mbx-used-weight-1m", "1"), ("x-mbx-order-count-10s", "1"), ("x-mbx-order-count-1m", "1")];
    let headers: HeaderMap =
        told.into_iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect();
    for _ in 0..CALLS {
        __bench::bookkeeping(&bench.client, black_box(&query), black_box(&headers)).unwrap();
    }
    bench
}

#[library_benchmark]
#[bench::of(setup = by_crate)]
fn request_crate(bench: Bench<Client>) -> Bench<Client> {
    for _ in 0..CALLS {
        black_box(__bench::order_request(&bench.client, cases::crate_order(&bench.client, ORDER)).unwrap());
    }
    bench
}

#[library_benchmark]
#[bench::of(setup = by_hand)]
fn request_hand(bench: Bench<client::Client>) -> Bench<client::Client> {
    for _ in 0..CALLS {
        black_box(bench.client.order_request(black_box(ORDER)).unwrap());
    }
    bench
}

fn signing() -> (__bench::Signing, String) {
    (__bench::Signing::new(cases::SECRET).unwrap(), cases::query_with_room())
}

#[library_benchmark]
#[bench::of(setup = signing)]
fn signing_crate((signing, mut query): (__bench::Signing, String)) -> (__bench::Signing, String) {
    query.push_str("&timestamp=1790003521905");
    let length = query.len();
    for _ in 0..CALLS {
        query.truncate(length);
        signing.sign(black_box(&mut query));
    }
    (signing, query)
}

#[library_benchmark]
#[bench::of(setup = signing)]
fn completing_crate((signing, mut query): (__bench::Signing, String)) -> (__bench::Signing, String) {
    let length = query.len();
    for _ in 0..CALLS {
        query.truncate(length);
        signing.complete(&mut query, black_box(1_790_003_521_905));
        black_box(&query);
    }
    (signing, query)
}

fn mac() -> (client::Mac256, String) {
    (client::mac(cases::SECRET), cases::query_with_room())
}

#[library_benchmark]
#[bench::of(setup = mac)]
fn signing_mac_alone((mac, mut query): (client::Mac256, String)) -> (client::Mac256, String) {
    query.push_str("&timestamp=1790003521905");
    for _ in 0..CALLS {
        black_box(client::tag(&mac, black_box(&query)));
    }
    (mac, query)
}

macro_rules! decoded {
    ($($name:ident: $input:ident($size:literal) => $read:path[$ty:ty]),* $(,)?) => {
        $(
            #[library_benchmark]
            #[bench::of(args = ($size), setup = inputs::$input)]
            fn $name(body: String) -> String {
                let value: $ty = $read(black_box(body.as_bytes())).unwrap();
                black_box(value);
                body
            }
        )*
    };
}

decoded! {
    exchange_info_crate: exchange_info(900) => __bench::decode[types::ExchangeInfo],
    exchange_info_strings: exchange_info(900) => serde_json::from_slice[strings::ExchangeInfo],
    exchange_info_borrowed: exchange_info(900) => serde_json::from_slice[borrowed::ExchangeInfo<'_>],
    tickers_crate: tickers(550) => __bench::decode[OneOrMany<types::FuturesTicker24hr>],
    tickers_strings: tickers(550) => serde_json::from_slice[Vec<strings::Ticker>],
    tickers_borrowed: tickers(550) => serde_json::from_slice[Vec<borrowed::Ticker<'_>>],
    depth_crate: depth(1_000) => __bench::decode[types::OrderBook],
    depth_strings: depth(1_000) => serde_json::from_slice[strings::OrderBook],
    depth_borrowed: depth(1_000) => serde_json::from_slice[borrowed::OrderBook<'_>],
    klines_crate: klines(1_500) => __bench::decode[Tolerant<types::Kline>],
    klines_strings: klines(1_500) => serde_json::from_slice[Vec<strings::Kline>],
    klines_borrowed: klines(1_500) => serde_json::from_slice[Vec<borrowed::Kline<'_>>],
    account_crate: account(500) => __bench::decode[types::FuturesAccountV3],
    account_strings: account(500) => serde_json::from_slice[strings::Account],
    account_borrowed: account(500) => serde_json::from_slice[borrowed::Account<'_>],
}

library_benchmark_group!(
    name = calls,
    benchmarks = [
        signed_call_crate,
        signed_call_hand,
        unnamed_order_crate,
        unnamed_order_hand,
        public_call_crate,
        public_call_hand,
        start_up_crate,
        start_up_hand,
        bookkeeping_crate,
        request_crate,
        request_hand,
        signing_crate,
        signing_mac_alone,
        completing_crate
    ]
);
library_benchmark_group!(
    name = decoding,
    benchmarks = [
        exchange_info_crate,
        exchange_info_strings,
        exchange_info_borrowed,
        tickers_crate,
        tickers_strings,
        tickers_borrowed,
        depth_crate,
        depth_strings,
        depth_borrowed,
        klines_crate,
        klines_strings,
        klines_borrowed,
        account_crate,
        account_strings,
        account_borrowed
    ]
);
main!(
    // The exchange runs as it is, and is not counted.
    config = LibraryBenchmarkConfig::default().tool(Callgrind::with_args(["--trace-children=no"])),
    library_benchmark_groups = [calls, decoding]
);

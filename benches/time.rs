//! Times, by criterion.

use std::hint::black_box;
use std::time::Duration;

use binance_usdm::{__bench, OneOrMany, Tolerant, types};
use binance_usdm_benches::by_hand::{borrowed, client, strings};
use binance_usdm_benches::cases::{self, ORDER};
use binance_usdm_benches::exchange::Exchange;
use binance_usdm_benches::inputs;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

/// Measures one decoding of what came over the wire, by the crate, into strings, and into slices.
macro_rules! decoded {
    ($criterion:ident, $case:literal, $body:expr, $ours:ty, $strings:ty, $borrowed:ty) => {
        let text = $body;
        let body = text.as_bytes();
        let mut group = $criterion.benchmark_group($case);
        group.throughput(Throughput::Bytes(body.len() as u64));
        group.bench_function("crate", |b| b.iter(|| __bench::decode::<$ours>(black_box(body)).unwrap()));
        group.bench_function("strings", |b| b.iter(|| serde_json::from_slice::<$strings>(black_box(body)).unwrap()));
        group.bench_function("borrowed", |b| b.iter(|| serde_json::from_slice::<$borrowed>(black_box(body)).unwrap()));
        group.finish();
    };
}

fn decoding(criterion: &mut Criterion) {
    decoded!(
        criterion,
        "exchange_info",
        inputs::exchange_info(900),
        types::ExchangeInfo,
        strings::ExchangeInfo,
        borrowed::ExchangeInfo<'_>
    );
    decoded!(
        criterion,
        "tickers",
        inputs::tickers(550),
        OneOrMany<types::FuturesTicker24hr>,
        Vec<strings::Ticker>,
        Vec<borrowed::Ticker<'_>>
    );
    decoded!(criterion, "depth", inputs::depth(1_000), types::OrderBook, strings::OrderBook, borrowed::OrderBook<'_>);
    decoded!(
        criterion,
        "klines",
        inputs::klines(1_500),
        Tolerant<types::Kline>,
        Vec<strings::Kline>,
        Vec<borrowed::Kline<'_>>
    );
    decoded!(
        criterion,
        "account",
        inputs::account(500),
        types::FuturesAccountV3,
        strings::Account,
        borrowed::Account<'_>
    );
}

fn signing(criterion: &mut Criterion) {
    let (signing, mac) = (__bench::Signing::new(cases::SECRET).unwrap(), client::mac(cases::SECRET));
    let mut stamped = cases::query_with_room();
    stamped.push_str("&timestamp=1790003521905");
    let mut group = criterion.benchmark_group("signing");
    group.bench_function("mac alone", |b| b.iter(|| client::tag(&mac, black_box(&stamped))));
    let length = stamped.len();
    group.bench_function("crate", |b| {
        b.iter(|| {
            stamped.truncate(length);
            signing.sign(black_box(&mut stamped));
        });
    });
    group.finish();
    let mut query = cases::query_with_room();
    let unsigned = query.len();
    let mut group = criterion.benchmark_group("completing");
    group.bench_function("crate", |b| {
        b.iter(|| {
            query.truncate(unsigned);
            signing.complete(&mut query, black_box(1_790_003_521_905));
        });
    });
    group.finish();
}

fn calls(criterion: &mut Criterion) {
    let exchange = Exchange::start(env!("CARGO_BIN_EXE_exchange"));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let ours = runtime.block_on(cases::crate_client(exchange.base_url()));
    let hand = cases::hand_client(exchange.base_url());

    let mut group = criterion.benchmark_group("request");
    group.bench_function("crate", |b| {
        b.iter(|| __bench::order_request(&ours, cases::crate_order(&ours, black_box(ORDER))).unwrap());
    });
    group.bench_function("by hand", |b| b.iter(|| hand.order_request(black_box(ORDER)).unwrap()));
    group.finish();

    let mut group = criterion.benchmark_group("signed_call");
    group.bench_function("crate", |b| b.iter(|| runtime.block_on(cases::place_by_crate(&ours, ORDER))));
    group.bench_function("by hand", |b| b.iter(|| runtime.block_on(cases::place_by_hand(&hand, ORDER))));
    group.finish();

    let mut group = criterion.benchmark_group("public_call");
    group.bench_function("crate", |b| b.iter(|| runtime.block_on(cases::price_by_crate(&ours))));
    group.bench_function("by hand", |b| b.iter(|| runtime.block_on(cases::price_by_hand(&hand))));
    group.finish();

    let mut group = criterion.benchmark_group("start_up");
    group.sample_size(20);
    group.bench_function("crate", |b| {
        b.iter(|| {
            let client = cases::new_crate_client(exchange.base_url());
            runtime.block_on(cases::place_by_crate(&client, ORDER))
        });
    });
    group.bench_function("by hand", |b| {
        b.iter(|| {
            let client = cases::hand_client(exchange.base_url());
            runtime.block_on(cases::place_by_hand(&client, ORDER))
        });
    });
    group.finish();

    let mut group = criterion.benchmark_group("clone");
    group.bench_function("crate", |b| b.iter(|| black_box(&ours).clone()));
    group.bench_function("by hand", |b| b.iter(|| black_box(&hand).clone()));
    group.finish();
}

/// Long enough for medians that agree within a hundredth, short enough to be run often.
fn brief() -> Criterion {
    Criterion::default().warm_up_time(Duration::from_secs(1)).measurement_time(Duration::from_secs(3))
}

criterion_group!(name = benches; config = brief(); targets = decoding, signing, calls);
criterion_main!(benches);

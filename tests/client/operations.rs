//! Every operation through the generated client, and market data in detail.

use std::time::Duration;

use binance_usdm::sandbox::ManualClock;
use binance_usdm::types::{
    ContractStatus, ContractType, FundingRateType, Kline, RateLimitInterval, RateLimitType, SymbolFilter,
};
use binance_usdm::{Amount, Client, KlineInterval, OneOrMany, OrderType, Quantity, Timestamp, operations};

use crate::bench::Bench;
use crate::calls;
use crate::support::{NOW, after, code};

const BIANRENSHENG: &str = "币安人生USDT";
const DELIVERY: &str = "BTCUSDT_261225";

#[tokio::test]
async fn every_operation_of_the_table_can_be_called() {
    // All of them together weigh more than a minute allows.
    let bench = Bench::unlimited().await;
    let errors = calls::everything(&bench.client).await;
    assert!(errors.is_empty(), "{errors:#?}");
    let uncalled: Vec<&str> =
        operations::ALL.iter().map(|operation| operation.id).filter(|id| bench.sandbox.requests(id) == 0).collect();
    assert!(uncalled.is_empty(), "never called: {uncalled:?}");
    assert_eq!(operations::ALL.len(), 95);
}

#[tokio::test]
async fn the_server_time_is_that_of_its_clock_and_a_ping_is_empty() {
    let bench = Bench::new().await;
    bench.client.test_connectivity().send().await.unwrap();
    let time = bench.client.get_server_time().send().await.unwrap();
    assert_eq!((time.server_time, time.status().as_u16()), (after(0), 200));
    assert_eq!(time.rate_limits().used_weight_1m, Some(2));
}

#[tokio::test]
async fn the_exchange_info_is_typed_to_the_last_filter() {
    let bench = Bench::new().await;
    let info = bench.client.get_exchange_info().send().await.unwrap();
    assert_eq!(info.futures_type.as_deref(), Some("U_MARGINED"));
    assert_eq!(
        (&info.rate_limits[2].rate_limit_type, &info.rate_limits[2].interval),
        (&RateLimitType::Orders, &RateLimitInterval::Second)
    );
    let symbol = |name: &str| info.symbol(name).unwrap();
    let bitcoin = symbol("BTCUSDT");
    assert_eq!((&bitcoin.contract_type, &bitcoin.status), (&ContractType::Perpetual, &ContractStatus::Trading));
    assert_eq!(bitcoin.liquidation_fee.to_string(), "0.012500");
    assert!(bitcoin.order_types.contains(&OrderType::TrailingStopMarket));
    for filter in &bitcoin.filters {
        match filter {
            SymbolFilter::PriceFilter(price) => assert_eq!(price.tick_size.to_string(), "0.10"),
            SymbolFilter::LotSize(lot) | SymbolFilter::MarketLotSize(lot) => {
                assert_eq!(lot.step_size.to_string(), "0.001");
            }
            SymbolFilter::MaxNumOrders(count) => assert_eq!(count.limit, 200),
            SymbolFilter::MaxNumAlgoOrders(count) => assert_eq!(count.limit, 10),
            SymbolFilter::MinNotional(least) => assert_eq!(least.notional, Amount::from(100)),
            SymbolFilter::PercentPrice(band) => assert_eq!(band.multiplier_up.to_string(), "1.0500"),
            SymbolFilter::PositionRiskControl(control) => {
                assert_eq!(control.position_control_side.as_deref(), Some("NONE"));
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(bitcoin.price_filter().unwrap().tick_size.to_string(), "0.10");
    assert_eq!(bitcoin.lot_size().unwrap().step_size.to_string(), "0.001");
    assert!(bitcoin.market_lot_size().is_some() && bitcoin.percent_price().is_some());
    assert_eq!(bitcoin.min_notional().unwrap().notional, Amount::from(100));
    assert_eq!(info.symbol("NONEUSDT"), None);
    assert!(info.symbols.rejected().is_empty());
    assert_eq!(symbol(BIANRENSHENG).base_asset, "币安人生");
    assert_eq!(symbol("TSLAUSDT").contract_type, ContractType::TradifiPerpetual);
    assert_eq!(symbol("BTCSTUSDT").contract_type.as_str(), "");
}

#[tokio::test]
async fn a_book_is_ordered_and_its_best_bid_is_the_last_price() {
    let bench = Bench::new().await;
    let book = bench.client.get_order_book().symbol("BTCUSDT").limit(5).send().await.unwrap();
    assert_eq!((book.bids.len(), book.asks.len(), book.e), (5, 5, after(0)));
    assert_eq!(book.bids[0].price, bench.price("BTCUSDT").await);
    assert_eq!((book.asks[0].price - book.bids[0].price).to_string(), "0.10");
    assert!(book.bids.is_sorted_by(|better, worse| better.price > worse.price));
    assert!(book.asks.is_sorted_by(|better, worse| better.price < worse.price));
}

#[tokio::test]
async fn klines_are_rows_of_named_fields() {
    let bench = Bench::new().await;
    let call = bench.client.get_klines().symbol("BTCUSDT").interval(KlineInterval::OneHour).limit(3);
    let klines = call.send().await.unwrap();
    let [.., before, last]: &[Kline] = &klines else { panic!("{klines:?}") };
    assert_eq!(klines.len(), 3);
    assert_eq!(last.open_time, after(-(NOW % 3_600_000)));
    let until_close = Duration::from_millis(3_599_999);
    assert_eq!(last.open_time.checked_add(until_close), Some(last.close_time));
    assert_eq!(before.close_time.as_millis() + 1, last.open_time.as_millis());
    assert_eq!(last.close, bench.price("BTCUSDT").await);
    assert!(last.low <= last.open && last.open <= last.high && last.taker_buy_volume <= last.volume);
    assert_eq!((before.trades, before.unused.as_str()), (240, "0"));
}

#[tokio::test]
async fn trades_and_the_ticker_of_the_day_agree() {
    let bench = Bench::new().await;
    let trades = bench.client.get_recent_trades().symbol("DOGEUSDT").limit(4).send().await.unwrap();
    let last = trades.last().unwrap();
    assert_eq!((trades.len(), last.is_rpi_trade), (4, Some(false)));
    assert_eq!(last.quote_qty, last.price * last.qty);
    let ticker = bench.client.get24hr_ticker().symbol("DOGEUSDT").send().await.unwrap();
    let ticker = ticker.one().unwrap();
    assert_eq!((ticker.last_id, ticker.last_price, ticker.last_qty), (last.id, last.price, last.qty));
    assert_eq!((ticker.close_time, ticker.price_change), (after(0), ticker.last_price - ticker.open_price));
    assert_eq!(ticker.price_change_percent.into_inner().scale(), 3);
}

#[tokio::test]
async fn one_symbol_is_answered_by_one_row_and_none_by_many() {
    let bench = Bench::new().await;
    let one = bench.client.get_mark_price().symbol("BTCUSDT").send().await.unwrap().into_inner();
    let OneOrMany::One(bitcoin) = &one else { panic!("{one:?}") };
    let many = bench.client.get_mark_price().send().await.unwrap().into_inner();
    assert_eq!((many.one(), many.as_slice().len()), (None, 6));
    assert_eq!(many.iter().find(|row| row.symbol == "BTCUSDT"), Some(bitcoin));
    assert_eq!(bench.client.get_ticker_price_v2().send().await.unwrap().as_slice().len(), 6);
    assert_eq!(bench.client.get24hr_ticker().send().await.unwrap().as_slice().len(), 6);
}

#[tokio::test]
async fn the_empty_rates_of_a_delivery_contract_are_none() {
    let bench = Bench::new().await;
    let delivery = bench.client.get_mark_price().symbol(DELIVERY).send().await.unwrap();
    let delivery = delivery.one().unwrap();
    assert_eq!((delivery.last_funding_rate, delivery.interest_rate), (None, None));
    assert!(delivery.next_funding_time.is_zero());
    let perpetual = bench.client.get_mark_price().symbol("BTCUSDT").send().await.unwrap();
    assert_eq!(perpetual.one().unwrap().interest_rate.unwrap().to_string(), "0.00010000");
}

#[tokio::test]
async fn a_symbol_beyond_ascii_arrives_as_it_was_given() {
    let bench = Bench::new().await;
    let ticker = bench.client.get_ticker_price_v2().symbol(BIANRENSHENG).send().await.unwrap();
    assert_eq!(ticker.one().unwrap().symbol, BIANRENSHENG);
    let interest = bench.client.get_open_interest().symbol(BIANRENSHENG).send().await.unwrap();
    assert_eq!((interest.symbol.as_str(), interest.time), (BIANRENSHENG, after(0)));
    assert!(interest.open_interest > Quantity::ZERO);
    let order = bench.client.create_order().symbol(BIANRENSHENG).side("BUY").type_("MARKET");
    assert_eq!(order.quantity(5_000).send().await.unwrap().symbol, BIANRENSHENG);
    assert_eq!(bench.position(BIANRENSHENG).await.position_amt, Quantity::from(5_000));
}

#[tokio::test]
async fn funding_before_mark_prices_were_kept_has_none() {
    let bench = Bench::new().await;
    let call =
        bench.client.get_funding_rate_history().symbol("BTCUSDT").start_time(Timestamp::from_millis(1_690_000_000_000));
    let early = call.limit(2).send().await.unwrap();
    assert_eq!((early.len(), early[0].mark_price), (2, None));
    assert_eq!(early.rate_limits().used_weight_1m, None);
    let late = bench.client.get_funding_rate_history().symbol("BTCUSDT").limit(1).send().await.unwrap();
    assert!(late[0].mark_price.is_some());
    assert_eq!((&late[0].rate_type, late[0].funding_rate.into_inner().scale()), (&Some(FundingRateType::Regular), 8));
    let info = bench.client.get_funding_info().send().await.unwrap();
    let row = info.iter().find(|row| row.symbol == BIANRENSHENG).unwrap();
    assert_eq!((row.funding_interval_hours, row.adjusted_funding_rate_cap.to_string()), (4, "0.02000000".into()));
    assert_eq!(info.iter().find(|row| row.symbol == "ETHUSDT").unwrap().update_time, None);
}

#[tokio::test]
async fn an_unknown_symbol_is_the_exchanges_error() {
    let bench = Bench::new().await;
    assert_eq!(code(bench.client.get_ticker_price_v2().symbol("BTCUSDC").send().await), -1121);
    let error = bench.client.get_open_orders().symbol("btcusdt").send().await.unwrap_err();
    assert_eq!(error.operation().unwrap().id, "getOpenOrders");
    assert_eq!(error.to_string(), "getOpenOrders: the exchange answered -1121 BAD_SYMBOL: Invalid symbol. (HTTP 400)");
    assert_eq!(error.exchange().unwrap().rate_limits().used_weight_1m, Some(2));
}

#[tokio::test]
async fn a_client_whose_clock_is_off_is_refused_by_its_code() {
    let bench = Bench::new().await;
    let late = |millis| {
        let clock = ManualClock::new(NOW + millis);
        let builder = Client::builder().base_url(bench.sandbox.base_url()).credentials(bench.sandbox.credentials());
        builder.clock(clock).clock_sync(false).build().unwrap()
    };
    assert_eq!(code(late(1_000).get_balance().send().await), -1021);
    assert_eq!(code(late(-5_001).get_balance().send().await), -1021);
    late(-5_001).get_balance().recv_window(6_000).send().await.unwrap();
    late(999).get_balance().send().await.unwrap();
    bench.clock.advance(5_999);
    late(999).get_balance().send().await.unwrap();
}

//! What is not obvious in the answers of market data.

use binance_usdm::operations::LIMITS;
use binance_usdm::sandbox::Sandbox;
use binance_usdm::types::{AdlRisk, ContractType, PriceKline, SessionType};
use binance_usdm::{Client, Error, KlineInterval, Timestamp};

use crate::bench::Bench;
use crate::support::{Server, ok};

#[tokio::test]
async fn the_price_of_a_delivery_is_a_number_that_keeps_its_digits() {
    let body = r#"[{"deliveryTime":1695945600000,"deliveryPrice":27103},{"deliveryTime":0,"deliveryPrice":0.10}]"#;
    let server = Server::answering(ok(body)).await;
    let prices = server.client().get_delivery_price().pair("BTCUSDT").send().await.unwrap();
    let texts: Vec<String> = prices.iter().map(|row| row.delivery_price.to_string()).collect();
    assert_eq!(texts, ["27103", "0.10"]);
}

#[tokio::test]
async fn the_times_of_statistics_are_read_from_numbers_and_from_text() {
    let row = |time: &str| format!(r#"{{"buySellRatio":"1.5","buyVol":"3","sellVol":"2","timestamp":{time}}}"#);
    let body = format!("[{},{}]", row("1585614900000"), row(r#""1585614900000""#));
    let server = Server::answering(ok(&body)).await;
    let client = server.client();
    let rows = client.get_taker_long_short_ratio().symbol("BTCUSDT").period("5m").send().await.unwrap();
    assert!(rows.rejected().is_empty() && rows.len() == 2);
    assert!(rows.iter().all(|row| row.timestamp == Timestamp::from_millis(1_585_614_900_000)));
}

#[tokio::test]
async fn old_trades_need_a_key_and_nothing_else_of_market_data_does() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = Client::builder().base_url(sandbox.base_url()).build().unwrap();
    let error = client.get_historical_trades().symbol("BTCUSDT").send().await.unwrap_err();
    assert!(matches!(error, Error::MissingCredentials(_)), "{error}");
    assert_eq!(sandbox.requests("getHistoricalTrades"), 0);
    let ratio = client.get_top_long_short_account_ratio().symbol("BTCUSDT").period("1h");
    assert_eq!(ratio.send().await.unwrap().len(), 30);
}

#[tokio::test]
async fn klines_of_computed_prices_have_no_volume_to_be_misread() {
    let bench = Bench::new().await;
    let call = bench.client.get_mark_price_klines().symbol("BTCUSDT").interval(KlineInterval::OneHour);
    let klines = call.limit(2).send().await.unwrap();
    let [_, PriceKline { low, close, high, unused, .. }] = &klines[..] else { panic!("{klines:?}") };
    assert!(low <= close && close <= high && unused.as_str() == "0");
    let premium = bench.client.get_premium_index_klines().symbol("BTCUSDT").interval("1h").limit(1);
    assert!(premium.send().await.unwrap()[0].low.to_string().starts_with("-0.000"));
}

#[tokio::test]
async fn a_perpetual_contract_has_no_annual_basis() {
    let bench = Bench::new().await;
    let call = bench.client.get_basis().pair("BTCUSDT").contract_type(ContractType::Perpetual).period("1h");
    let rows = call.limit(3).send().await.unwrap();
    assert!(
        rows.iter().all(|row| row.annualized_basis_rate.is_none() && row.basis == row.futures_price - row.index_price)
    );
}

#[tokio::test]
async fn markets_are_found_by_their_names() {
    let bench = Bench::new().await;
    let schedule = bench.client.get_trading_schedule().send().await.unwrap();
    let names: Vec<&str> = schedule.market_schedules.keys().map(String::as_str).collect();
    assert_eq!(names, ["COMMODITY", "EQUITY"]);
    let shares = &schedule.market_schedules["EQUITY"].sessions;
    assert!(shares.iter().any(|session| session.type_ == SessionType::Overnight));
    let risk = bench.client.get_symbol_adl_risk().symbol("BTCUSDT").send().await.unwrap();
    assert!(!matches!(risk.one().unwrap().adl_risk, AdlRisk::Unknown(_)));
}

#[tokio::test]
async fn the_client_keeps_to_the_limit_of_the_statistics() {
    let bench = Bench::new().await;
    let limit = LIMITS.iter().find(|limit| limit.name == "statistics").unwrap();
    assert_eq!((limit.units, limit.interval.as_secs()), (1_000, 300));
    bench.client.get_delivery_price().pair("BTCUSDT").send().await.unwrap();
    let used = bench.client.budget().limit("statistics").unwrap().used;
    let weight = bench.client.budget().limit("weight").unwrap().used;
    assert_eq!((used, weight), (1, 0));
}

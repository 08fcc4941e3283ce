//! Orders, the account and the listen key, through the client and over the sandbox.

use binance_usdm::types::{IncomeType, OrderStatus};
use binance_usdm::{
    Amount, Decimal, Error, ErrorCode, MarginType, OrderSide, OrderType, PositionSide, Price, Quantity, Rate,
    TimeInForce, WorkingType,
};

use crate::bench::Bench;
use crate::support::{after, code};

const MINUTE: i64 = 60_000;

/// One tick above the last price: what a market order pays.
async fn ask(bench: &Bench) -> Price {
    bench.price("BTCUSDT").await + Price::try_from("0.10").unwrap()
}

/// An amount as the account shows it, with eight decimals.
fn money(amount: Amount) -> String {
    let mut amount = amount.into_inner().round_dp(8);
    amount.rescale(8);
    amount.to_string()
}

#[tokio::test]
async fn a_limit_order_rests_is_found_and_is_cancelled() {
    let bench = Bench::new().await;
    let price = bench.price("BTCUSDT").await - Price::from(900);
    let placed = bench.limit("BTCUSDT", OrderSide::Buy, "0.010", price, "grid-17/a").await.unwrap();
    assert_eq!((&placed.status, &placed.type_, &placed.side), (&OrderStatus::New, &OrderType::Limit, &OrderSide::Buy));
    assert_eq!((placed.orig_qty.to_string(), placed.executed_qty.to_string()), ("0.010".into(), "0.000".into()));
    assert_eq!((placed.price.to_string(), placed.stop_price), (price.to_string(), Some("0.00".parse().unwrap())));
    assert_eq!((&placed.time_in_force, &placed.working_type), (&TimeInForce::Gtc, &Some(WorkingType::ContractPrice)));
    assert_eq!((&placed.position_side, placed.reduce_only), (&PositionSide::Both, false));
    assert_eq!((placed.client_order_id.as_str(), placed.update_time), ("grid-17/a", after(0)));
    assert!(placed.order_id > 1 << 53);
    assert_eq!((placed.rate_limits().order_count_10s, placed.rate_limits().order_count_1m), (Some(1), Some(1)));

    bench.clock.advance(MINUTE);
    let by_id = bench.client.get_order().symbol("BTCUSDT").order_id(placed.order_id).send().await.unwrap();
    let by_client_id =
        bench.client.get_order().symbol("BTCUSDT").orig_client_order_id("grid-17/a").send().await.unwrap();
    assert_eq!(*by_id, *by_client_id);
    assert_eq!((by_id.time, by_id.avg_price.to_string()), (after(0), "0.00000".into()));
    let open = bench.client.get_open_orders().send().await.unwrap().into_inner();
    assert_eq!(open, [by_id.into_inner()]);
    assert_eq!(bench.client.get_open_orders().symbol("ETHUSDT").send().await.unwrap().len(), 0);

    let cancelled = bench.client.cancel_order().symbol("BTCUSDT").orig_client_order_id("grid-17/a");
    let cancelled = cancelled.send().await.unwrap();
    assert_eq!((&cancelled.status, cancelled.update_time), (&OrderStatus::Canceled, after(MINUTE)));
    assert_eq!((cancelled.cum_qty, cancelled.order_id), (Some(Quantity::ZERO), placed.order_id));
    assert_eq!(bench.sandbox.open_orders(), 0);
    assert_eq!(code(bench.client.cancel_order().symbol("BTCUSDT").order_id(placed.order_id).send().await), -2011);
    assert_eq!(code(bench.client.get_order().symbol("BTCUSDT").order_id(1).send().await), -2013);
}

#[tokio::test]
async fn a_market_order_moves_position_and_balance_to_the_last_digit() {
    let bench = Bench::new().await;
    assert_eq!(bench.usdt().await.balance.unwrap().to_string(), "10000.00000000");
    let price = ask(&bench).await;
    let bought = bench.market("BTCUSDT", OrderSide::Buy, "0.010").await;
    assert_eq!((&bought.status, bought.executed_qty.to_string()), (&OrderStatus::Filled, "0.010".into()));
    let order = bench.client.get_order().symbol("BTCUSDT").order_id(bought.order_id).send().await.unwrap();
    let quantity = Quantity::try_from("0.010").unwrap();
    assert_eq!((order.avg_price, order.cum_quote), (price, price * quantity));
    assert_eq!(order.executed_qty.to_string(), "0.010");

    let position = bench.position("BTCUSDT").await;
    assert_eq!((position.position_amt.to_string(), position.entry_price), ("0.010".into(), price));
    assert_eq!((&position.margin_type, position.is_auto_add_margin), (&MarginType::Crossed, false));
    assert_eq!(money(position.un_realized_profit), money((position.mark_price - price) * quantity));
    assert_eq!(position.max_notional_value, Amount::from(100_000_000));
    let fee = price * quantity * Rate::try_from("0.0005").unwrap();
    let balance = bench.usdt().await;
    assert_eq!(balance.balance.unwrap().to_string(), money(Amount::from(10_000) - fee));
    assert_eq!(balance.cross_un_pnl, Some(position.un_realized_profit));
}

#[tokio::test]
async fn income_adds_up_to_what_the_wallet_holds() {
    let bench = Bench::new().await;
    bench.market("BTCUSDT", OrderSide::Sell, "0.020").await;
    bench.clock.advance(9 * MINUTE);
    bench.market("BTCUSDT", OrderSide::Buy, "0.020").await;
    let rows = bench.client.get_income_history().send().await.unwrap();
    let dollars = rows.iter().filter(|row| row.asset == "USDT");
    let sum = dollars.map(|row| row.income.into_inner()).sum::<Decimal>();
    let account = bench.client.get_account_info().send().await.unwrap();
    assert_eq!((account.total_wallet_balance.into_inner(), account.can_trade), (sum, Some(true)));
    assert_eq!(account.multi_assets_margin, Some(false));
    let position = account.positions.iter().find(|position| position.symbol == "BTCUSDT").unwrap();
    assert_eq!((position.position_amt.to_string(), position.leverage), ("0.000".into(), 20));
    let fees = bench.client.get_income_history().symbol("BTCUSDT").income_type(IncomeType::Commission);
    let fees = fees.start_time(after(1)).end_time(after(9 * MINUTE)).limit(10).send().await.unwrap();
    assert_eq!((fees.len(), &fees[0].income_type, fees[0].time), (1, &IncomeType::Commission, after(9 * MINUTE)));
    assert!(fees[0].income.is_negative());
}

#[tokio::test]
async fn a_margin_type_that_is_set_already_is_told_by_its_code() {
    let bench = Bench::new().await;
    let change = |kind| bench.client.change_margin_type().symbol("ETHUSDT").margin_type(kind).send();
    let error = change(MarginType::Crossed).await.unwrap_err();
    assert!(
        matches!(&error, Error::Exchange(said) if said.code() == ErrorCode::NO_NEED_TO_CHANGE_MARGIN_TYPE && said.status() == 400),
        "{error}"
    );
    let done = change(MarginType::Isolated).await.unwrap();
    assert_eq!((done.code, done.msg.as_str()), (200, "success"));
    assert_eq!(bench.position("ETHUSDT").await.margin_type, MarginType::Isolated);
    assert_eq!(code(change(MarginType::Isolated).await), -4046);
}

#[tokio::test]
async fn leverage_is_changed_and_answered_with_the_largest_position() {
    let bench = Bench::new().await;
    let changed = bench.client.change_leverage().symbol("BTCUSDT").leverage(50).send().await.unwrap();
    assert_eq!((changed.leverage, changed.max_notional_value), (50, Amount::from(20_000_000)));
    assert_eq!(bench.position("BTCUSDT").await.leverage, 50);
    assert_eq!(code(bench.client.change_leverage().symbol("DOGEUSDT").leverage(76).send().await), -4028);
}

#[tokio::test]
async fn an_order_that_breaks_a_rule_is_refused_and_changes_nothing() {
    let bench = Bench::new().await;
    let price = bench.price("BTCUSDT").await;
    let far = price - Price::from(10);
    let off_tick = far + Price::try_from("0.05").unwrap();
    assert_eq!(code(bench.limit("BTCUSDT", OrderSide::Buy, "0.010", off_tick, "r-1").await), -4014);
    assert_eq!(code(bench.limit("BTCUSDT", OrderSide::Buy, "0.0101", far, "r-2").await), -1111);
    assert_eq!(code(bench.limit("BTCUSDT", OrderSide::Buy, "0.001", far, "r-3").await), -4164);
    let post_only = bench.client.create_order().symbol("BTCUSDT").side("BUY").type_("LIMIT").quantity("0.010");
    let crossing = post_only.time_in_force(TimeInForce::Gtx).price(price + Price::from(10));
    assert_eq!(code(crossing.send().await), -5022);
    assert_eq!(bench.sandbox.open_orders(), 0);
    assert_eq!(bench.usdt().await.balance.unwrap().to_string(), "10000.00000000");
}

#[tokio::test]
async fn a_listen_key_is_made_kept_alive_and_closed() {
    let bench = Bench::new().await;
    assert_eq!(code(bench.client.keep_alive_listen_key().send().await), -1125);
    let created = bench.client.create_listen_key().send().await.unwrap();
    assert_eq!(created.listen_key.as_str().len(), 64);
    bench.clock.advance(59 * MINUTE);
    assert_eq!(bench.client.keep_alive_listen_key().send().await.unwrap().listen_key, created.listen_key);
    bench.clock.advance(59 * MINUTE);
    assert_eq!(bench.client.create_listen_key().send().await.unwrap().listen_key, created.listen_key);
    bench.client.close_listen_key().send().await.unwrap();
    assert_eq!(code(bench.client.close_listen_key().send().await), -1125);
}

#[tokio::test]
async fn keys_of_another_account_are_refused() {
    let bench = Bench::new().await;
    let foreign = binance_usdm::Client::builder()
        .base_url(bench.sandbox.base_url())
        .credentials(binance_usdm::Credentials::new(bench.sandbox.api_key(), "not-the-secret-of-this-key"))
        .clock(bench.clock.clone());
    assert_eq!(code(foreign.build().unwrap().get_balance().send().await), -1022);
    let unknown = crate::support::keyed().base_url(bench.sandbox.base_url()).build().unwrap();
    let error = unknown.create_listen_key().send().await.unwrap_err();
    assert_eq!(
        error.exchange().map(|said| (said.code(), said.status().as_u16())),
        Some((ErrorCode::REJECTED_MBX_KEY, 401))
    );
}

//! Conditional orders: as the exchange documents them, and through the sandbox.

use binance_usdm::types::{AlgoStatus, AlgoType, OrderStatus, PriceMatch, SelfTradePreventionMode};
use binance_usdm::{ErrorCategory, OrderSide, OrderType, Price, TimeInForce, Timestamp, WorkingType};

use crate::bench::Bench;
use crate::support::{Server, after, ok};

/// What an order that is placed and one that is asked for have in common, from the exchange's documentation.
const DOCUMENTED: &str = r#""algoId":8389766058155948589,"clientAlgoId":"6B2I9XVcJpCjqPAJ4YoFX7",
    "algoType":"CONDITIONAL","orderType":"TAKE_PROFIT","symbol":"BNBUSDT","side":"SELL","positionSide":"BOTH",
    "timeInForce":"GTC","quantity":"0.01","algoStatus":"NEW","triggerPrice":"750.000","price":"750.000",
    "icebergQuantity":null,"selfTradePreventionMode":"EXPIRE_MAKER","workingType":"CONTRACT_PRICE","priceMatch":"NONE",
    "closePosition":false,"priceProtect":false,"reduceOnly":false,"createTime":1750485492076,
    "updateTime":1750485492076,"triggerTime":0,"goodTillDate":0"#;

#[tokio::test]
async fn the_documented_answer_to_placing_one_is_typed() {
    let server = Server::answering(ok(&format!(r#"{{{DOCUMENTED},"activatePrice":"","callbackRate":""}}"#))).await;
    let client = server.client();
    let order = client.create_algo_order().algo_type(AlgoType::Conditional).symbol("BNBUSDT").side(OrderSide::Sell);
    let order = order.type_(OrderType::TakeProfit).quantity("0.01").price("750.000").trigger_price("750.000");
    let order = order.send().await.unwrap();
    assert_eq!((order.algo_id, &order.algo_status), (8_389_766_058_155_948_589, &AlgoStatus::New));
    assert_eq!((&order.algo_type, &order.order_type), (&AlgoType::Conditional, &OrderType::TakeProfit));
    assert_eq!(
        (order.trigger_price.unwrap().to_string(), order.quantity.unwrap().to_string()),
        ("750.000".into(), "0.01".into())
    );
    assert_eq!((order.activate_price, order.callback_rate, order.iceberg_quantity), (None, None, None));
    assert_eq!((&order.price_match, &order.working_type), (&Some(PriceMatch::None), &WorkingType::ContractPrice));
    assert_eq!(order.self_trade_prevention_mode, Some(SelfTradePreventionMode::ExpireMaker));
    assert_eq!(order.create_time, Timestamp::from_millis(1_750_485_492_076));
    let request = server.request();
    assert!(request.line.starts_with("POST /fapi/v1/algoOrder?algoType=CONDITIONAL&"), "{}", request.line);
    assert_eq!(request.parameter("triggerPrice"), "750.000");
    request.signature();
}

#[tokio::test]
async fn the_documented_answer_to_asking_for_one_is_typed() {
    let more = r#""actualPrice":"0.00000","tpTriggerPrice":"0.000","tpPrice":"0.000","slTriggerPrice":"0.000",
        "slPrice":"0.000","tpOrderType":"""#;
    for (id, read) in [(r#""""#, None), (r#""8389766058155948590""#, Some(8_389_766_058_155_948_590))] {
        let body = format!(r#"{{{DOCUMENTED},{more},"actualOrderId":{id}}}"#);
        let server = Server::answering(ok(&body)).await;
        let order = server.client().get_algo_order().algo_id(1).send().await.unwrap();
        assert_eq!((order.actual_order_id, order.algo_id), (read, 8_389_766_058_155_948_589));
        let server = Server::answering(ok(&format!("[{body}]"))).await;
        assert_eq!(server.client().get_open_algo_orders().send().await.unwrap()[..], [order.clone().into_inner()]);
        assert_eq!(server.client().get_all_algo_orders().symbol("BNBUSDT").send().await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn one_that_does_not_decode_is_an_error_for_the_whole_list() {
    let server = Server::answering(ok(&format!(r#"[{{{DOCUMENTED}}},{{"algoId":true}}]"#))).await;
    let error = server.client().get_open_algo_orders().send().await.unwrap_err();
    assert!(error.to_string().contains("does not decode at `[1].algoId`"), "{error}");
}

#[tokio::test]
async fn a_stop_loss_and_a_take_profit_are_placed_listed_and_cancelled() {
    let bench = Bench::new().await;
    bench.market("BTCUSDT", OrderSide::Buy, "0.010").await;
    let price = bench.price("BTCUSDT").await;
    let place = |id: &'static str, kind: OrderType, trigger: Price| {
        let order = bench.client.create_algo_order().algo_type(AlgoType::Conditional).symbol("BTCUSDT");
        let order = order.side(OrderSide::Sell).type_(kind).trigger_price(trigger).close_position(true);
        order.working_type(WorkingType::MarkPrice).client_algo_id(id).send()
    };
    let stop = place("stop-1", OrderType::StopMarket, price - Price::from(900)).await.unwrap();
    assert_eq!((stop.client_algo_id.as_str(), &stop.algo_status), ("stop-1", &AlgoStatus::New));
    assert_eq!((&stop.order_type, stop.close_position), (&OrderType::StopMarket, true));
    assert_eq!((stop.trigger_price, stop.create_time), (Some(price - Price::from(900)), after(0)));
    assert_eq!((&stop.side, &stop.working_type), (&OrderSide::Sell, &WorkingType::MarkPrice));
    let profit = place("profit-1", OrderType::TakeProfitMarket, price + Price::from(900)).await.unwrap();
    assert_ne!(profit.algo_id, stop.algo_id);

    let open = bench.client.get_open_algo_orders().symbol("BTCUSDT").send().await.unwrap();
    let mut ids: Vec<&str> = open.iter().map(|order| order.client_algo_id.as_str()).collect();
    ids.sort_unstable();
    assert_eq!(ids, ["profit-1", "stop-1"]);
    assert_eq!(bench.client.get_open_algo_orders().symbol("ETHUSDT").send().await.unwrap().len(), 0);
    assert_eq!(bench.client.get_open_orders().send().await.unwrap().len(), 0);

    let cancelled = bench.client.cancel_algo_order().algo_id(stop.algo_id).send().await.unwrap();
    assert_eq!((cancelled.algo_id, cancelled.client_algo_id.as_str(), cancelled.code), (stop.algo_id, "stop-1", 200));
    let found = bench.client.get_algo_order().client_algo_id("stop-1").send().await.unwrap();
    assert_eq!((&found.algo_status, found.actual_order_id), (&AlgoStatus::Canceled, None));
    let all = bench.client.cancel_all_open_algo_orders().symbol("BTCUSDT").send().await.unwrap();
    assert_eq!(all.code, 200);
    assert_eq!(bench.client.get_open_algo_orders().send().await.unwrap().len(), 0);
    assert_eq!(bench.client.get_all_algo_orders().symbol("BTCUSDT").send().await.unwrap().len(), 2);
}

#[tokio::test]
async fn a_stop_loss_that_triggers_closes_the_position() {
    let bench = Bench::new().await;
    bench.market("BTCUSDT", OrderSide::Buy, "0.010").await;
    let price = bench.price("BTCUSDT").await;
    for (id, kind, trigger) in [
        ("stop", OrderType::StopMarket, price - Price::from(900)),
        ("profit", OrderType::TakeProfitMarket, price + Price::from(900)),
    ] {
        let order = bench.client.create_algo_order().algo_type("CONDITIONAL").symbol("BTCUSDT").side(OrderSide::Sell);
        let order = order.type_(kind).trigger_price(trigger).close_position(true).client_algo_id(id);
        order.send().await.unwrap();
    }
    bench.clock.advance(60_000);
    bench.sandbox.set_price("BTCUSDT", price - Price::from(1_000)).unwrap();
    assert!(bench.position("BTCUSDT").await.position_amt.is_zero());
    let stop = bench.client.get_algo_order().client_algo_id("stop").send().await.unwrap();
    assert_eq!((&stop.algo_status, stop.trigger_time), (&AlgoStatus::Finished, Some(after(60_000))));
    let id = stop.actual_order_id.unwrap();
    let order = bench.client.get_order().symbol("BTCUSDT").order_id(id).send().await.unwrap();
    assert_eq!((&order.status, &order.side), (&OrderStatus::Filled, &OrderSide::Sell));
    assert_eq!(order.executed_qty.to_string(), "0.010");
}

#[tokio::test]
async fn one_that_is_not_there_is_told_by_its_category() {
    let bench = Bench::new().await;
    let error = bench.client.cancel_algo_order().client_algo_id("nobody").send().await.unwrap_err();
    assert_eq!(error.exchange().unwrap().code().category(), ErrorCategory::NotFound, "{error}");
    let error = bench.client.get_algo_order().algo_id(1).send().await.unwrap_err();
    assert_eq!(error.exchange().unwrap().code().category(), ErrorCategory::NotFound, "{error}");
}

#[tokio::test]
async fn a_stop_that_would_trigger_at_once_is_refused() {
    let bench = Bench::new().await;
    let above = bench.price("BTCUSDT").await + Price::from(900);
    let order = bench.client.create_algo_order().algo_type("CONDITIONAL").symbol("BTCUSDT").side("SELL");
    let order = order.type_("STOP").trigger_price(above).price(above).quantity("0.010").time_in_force(TimeInForce::Gtc);
    let error = order.send().await.unwrap_err();
    let code = error.exchange().unwrap().code();
    assert_eq!(code, binance_usdm::ErrorCode::ORDER_WOULD_IMMEDIATELY_TRIGGER, "{error}");
}

//! Values that parse but that the operation does not take: refused here, before anything is sent.

use binance_usdm::builder::BatchOrder;
use binance_usdm::types::{AlgoType, PriceMatch};
use binance_usdm::{Client, Error, MarginType, OrderType, TimeInForce};

use crate::support::{Server, ok};

/// The message of a refusal before sending.
#[track_caller]
fn refused<T: std::fmt::Debug>(result: Result<T, Error>, parameter: &str) -> String {
    let error = result.unwrap_err();
    let Error::InvalidParameter(invalid) = &error else { panic!("{error:?}") };
    assert_eq!(invalid.parameter(), parameter);
    error.to_string()
}

async fn order(client: &Client, kind: OrderType) -> Result<i64, Error> {
    let order = client.create_order().symbol("BTCUSDT").side("SELL").type_(kind).quantity("0.010");
    order.send().await.map(|order| order.order_id)
}

#[tokio::test]
async fn conditional_types_are_refused_with_the_operation_that_takes_them() {
    let server = Server::answering(ok("{}")).await;
    let client = server.client();
    for kind in [
        OrderType::Stop,
        OrderType::StopMarket,
        OrderType::TakeProfit,
        OrderType::TakeProfitMarket,
        OrderType::TrailingStopMarket,
    ] {
        let message = refused(order(&client, kind.clone()).await, "type");
        assert_eq!(
            message,
            format!(
                "createOrder: parameter `type`: \"{kind}\" is not accepted here \
                 (one of LIMIT, MARKET; conditional orders go through create_algo_order)"
            )
        );
    }
    let text = client.create_order().symbol("BTCUSDT").side("SELL").type_("STOP_MARKET").quantity("0.010");
    assert!(refused(text.send().await, "type").contains("create_algo_order"));
    let message = refused(order(&client, OrderType::Liquidation).await, "type");
    assert!(message.contains(r#""LIQUIDATION" is not accepted here"#), "{message}");
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn plain_types_are_refused_as_conditional_ones_with_the_operation_that_takes_them() {
    let server = Server::answering(ok("{}")).await;
    let client = server.client();
    for kind in [OrderType::Limit, OrderType::Market] {
        let order = client.create_algo_order().algo_type(AlgoType::Conditional).symbol("BTCUSDT").side("SELL");
        let message = refused(order.type_(kind).send().await, "type");
        assert!(message.ends_with("; plain orders go through create_order)"), "{message}");
    }
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn the_depth_of_a_book_is_one_of_seven() {
    let server = Server::answering(ok(r#"{"lastUpdateId":1,"E":2,"T":2,"bids":[],"asks":[]}"#)).await;
    let client = server.client();
    for limit in [7, 0, -5, 1001] {
        let message = refused(client.get_order_book().symbol("BTCUSDT").limit(limit).send().await, "limit");
        assert!(message.contains("is not accepted here (one of 5, 10, 20, 50, 100, 500, 1000)"), "{message}");
        assert!(message.contains(&limit.to_string()), "{message}");
    }
    assert_eq!(server.connections(), 0);
    for limit in [5, 10, 20, 50, 100, 500, 1000] {
        client.get_order_book().symbol("BTCUSDT").limit(limit).send().await.unwrap();
    }
    assert_eq!(server.requests().len(), 7);
}

#[tokio::test]
async fn values_that_only_answers_have_are_not_sent() {
    let server = Server::answering(ok("{}")).await;
    let client = server.client();
    let order = || client.create_order().symbol("BTCUSDT").side("BUY").type_("LIMIT").quantity("0.010");
    refused(order().time_in_force(TimeInForce::GteGtc).send().await, "timeInForce");
    refused(order().price_match(PriceMatch::None).send().await, "priceMatch");
    let unknown: TimeInForce = serde_json::from_str("\"GTX_NEW\"").unwrap();
    let message = refused(order().time_in_force(unknown).send().await, "timeInForce");
    assert!(message.contains(r#""GTX_NEW" is not accepted here"#), "{message}");
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn a_margin_type_as_positions_answer_it_is_sent_as_requests_take_it() {
    let server = Server::answering(ok(r#"{"code":200,"msg":"success"}"#)).await;
    let client = server.client();
    let change = |kind: MarginType| client.change_margin_type().symbol("BTCUSDT").margin_type(kind).send();
    change(serde_json::from_str("\"cross\"").unwrap()).await.unwrap();
    change("isolated".parse().unwrap()).await.unwrap();
    let sent: Vec<String> = server.requests().iter().map(|request| request.parameter("marginType")).collect();
    assert_eq!(sent, ["CROSSED", "ISOLATED"]);
}

#[tokio::test]
async fn what_an_operation_needs_beside_its_required_parameters_is_named() {
    let server = Server::answering(ok("{}")).await;
    let client = server.client();
    let message = refused(client.get_order().symbol("BTCUSDT").send().await, "orderId");
    assert_eq!(message, "getOrder: parameter `orderId`: this or `origClientOrderId` is required and was not given");
    let limit = || client.create_order().symbol("BTCUSDT").side("BUY").type_("LIMIT").quantity("0.010");
    let message = refused(limit().price("65000").send().await, "timeInForce");
    assert!(message.ends_with("is required and was not given where `type` is LIMIT"), "{message}");
    let both = limit().time_in_force("GTC").price("65000").price_match("QUEUE");
    let message = refused(both.send().await, "priceMatch");
    assert!(message.ends_with("is not accepted together with `price` where `type` is LIMIT"), "{message}");
    let stop = client.create_algo_order().symbol("BTCUSDT").side("SELL").type_("STOP_MARKET").trigger_price("60000");
    refused(stop.send().await, "quantity");
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn a_row_of_a_batch_needs_what_an_order_needs() {
    let server = Server::answering(ok("[]")).await;
    let row = BatchOrder::new().symbol("BTCUSDT").side("BUY");
    let rows = vec![row.clone().type_("MARKET").quantity("1"), row.type_("LIMIT").quantity("1").time_in_force("GTD")];
    let sent = server.client().create_batch_orders().batch_orders(rows).send().await;
    refused(sent, "batchOrders[1].price");
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn a_time_span_that_is_too_long_or_backwards_is_refused() {
    let server = Server::answering(ok("[]")).await;
    let client = server.client();
    let orders =
        |start: i64, end: i64| client.get_all_algo_orders().symbol("BTCUSDT").start_time(start).end_time(end).send();
    let week = 7 * 86_400_000;
    let message = refused(orders(1, week + 2).await, "endTime");
    assert!(message.ends_with("is more than 7 days after `startTime`"), "{message}");
    let message = refused(orders(2, 1).await, "endTime");
    assert!(message.ends_with("is before `startTime`"), "{message}");
    assert_eq!(server.connections(), 0);
    orders(1, week + 1).await.unwrap();
}

#[tokio::test]
async fn a_time_span_of_any_length_is_refused_backwards() {
    let server = Server::answering(ok("[]")).await;
    let client = server.client();
    let klines = |start: i64, end: i64| {
        client.get_klines().symbol("BTCUSDT").interval("1h").start_time(start).end_time(end).send()
    };
    assert!(refused(klines(2, 1).await, "endTime").ends_with("is before `startTime`"));
    let rates = client.get_funding_rate_history().start_time(2).end_time(1);
    assert!(refused(rates.send().await, "endTime").ends_with("is before `startTime`"));
    assert_eq!(server.connections(), 0);
    klines(1, 1).await.unwrap();
}

#[tokio::test]
async fn an_order_that_closes_a_position_has_no_quantity_and_one_that_does_not_has_one() {
    let server = Server::answering(ok("{}")).await;
    let client = server.client();
    let stop = || client.create_algo_order().symbol("BTCUSDT").side("SELL").type_("STOP_MARKET").trigger_price("80000");
    let message = refused(stop().close_position(false).send().await, "quantity");
    assert!(message.ends_with("is required and was not given where `closePosition` is false"), "{message}");
    for (order, parameter) in [
        (stop().close_position(true).quantity("1"), "quantity"),
        (stop().close_position(true).reduce_only(true), "reduceOnly"),
    ] {
        let message = refused(order.send().await, parameter);
        let rule = "is not accepted together with `closePosition` where `closePosition` is true";
        assert!(message.ends_with(rule), "{message}");
    }
    assert_eq!(server.connections(), 0);
}

//! Batches: what a row is on the wire, what is refused before sending, and the answers, each on its own.

use binance_usdm::builder::BatchOrder;
use binance_usdm::types::{OrderResponseType, OrderStatus, PriceMatch, SelfTradePreventionMode};
use binance_usdm::{
    Client, Error, ErrorCategory, ErrorCode, OrderSide, OrderType, Outcome, PositionSide, Price, TimeInForce,
};
use serde_json::{Value, json};

use crate::bench::Bench;
use crate::support::{Answer, NOW, Server, ok, response};

/// A row that the exchange would take.
fn row() -> BatchOrder {
    BatchOrder::new().symbol("BTCUSDT").side("BUY").type_("MARKET").quantity("0.010")
}

/// The parameter and the message of a refusal before sending.
#[track_caller]
fn refused(result: Result<impl std::fmt::Debug, Error>) -> (String, String) {
    let error = result.unwrap_err();
    let Error::InvalidParameter(invalid) = &error else { panic!("{error:?}") };
    (invalid.parameter().to_owned(), error.to_string())
}

/// An answer with a refusal for each of so many rows.
fn rows(many: usize) -> Answer {
    ok(&format!("[{}]", vec![r#"{"code":-2022,"msg":"ReduceOnly Order is rejected."}"#; many].join(",")))
}

async fn send(client: &Client, rows: Vec<BatchOrder>) -> Result<usize, Error> {
    client.create_batch_orders().batch_orders(rows).send().await.map(|answers| answers.len())
}

#[tokio::test]
async fn typed_rows_are_sent_as_json_of_which_every_value_is_a_string() {
    let server = Server::answering(rows(2)).await;
    let every = BatchOrder::new()
        .symbol("币安人生USDT")
        .side(OrderSide::Sell)
        .type_(OrderType::Limit)
        .position_side(PositionSide::Short)
        .time_in_force(TimeInForce::Gtd)
        .good_till_date(NOW)
        .quantity("120.00")
        .price(Price::try_from("0.0000100").unwrap())
        .reduce_only(true)
        .new_client_order_id("leg:1/a_B.2")
        .new_order_resp_type(OrderResponseType::Result)
        .self_trade_prevention_mode(SelfTradePreventionMode::ExpireBoth);
    let queued = row().type_(OrderType::Limit).time_in_force(TimeInForce::Gtc).price_match(PriceMatch::Queue5);
    send(&server.client(), vec![every, queued]).await.unwrap();

    let request = server.request();
    request.signature();
    assert!(request.line.starts_with("POST /fapi/v1/batchOrders?batchOrders=%5B%7B%22"), "{}", request.line);
    let names: Vec<String> = request.parameters().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["batchOrders", "timestamp", "signature"]);
    let sent: Value = serde_json::from_str(&request.parameter("batchOrders")).unwrap();
    let expected = json!([
        {
            "symbol": "币安人生USDT", "side": "SELL", "type": "LIMIT", "positionSide": "SHORT", "timeInForce": "GTD",
            "goodTillDate": "1760000010000", "quantity": "120.00", "price": "0.0000100",
            "reduceOnly": "true", "newClientOrderId": "leg:1/a_B.2", "newOrderRespType": "RESULT",
            "selfTradePreventionMode": "EXPIRE_BOTH",
        },
        {
            "symbol": "BTCUSDT", "side": "BUY", "type": "LIMIT", "quantity": "0.010", "timeInForce": "GTC",
            "priceMatch": "QUEUE_5",
            // Made here, because the row has none.
            "newClientOrderId": sent[1]["newClientOrderId"],
        },
    ]);
    assert_eq!(sent, expected);
    assert!(sent[1]["newClientOrderId"].as_str().is_some_and(|id| id.len() == 26));
}

#[tokio::test]
async fn rows_are_one_to_five() {
    let server = Server::with(|request| rows(request.parameter("batchOrders").matches("symbol").count())).await;
    let client = server.client();
    for many in [0, 6, 40] {
        let (parameter, message) = refused(send(&client, vec![row(); many]).await);
        assert_eq!(parameter, "batchOrders");
        let expected = format!("createBatchOrders: parameter `batchOrders`: {many} rows (from 1 to 5 are accepted)");
        assert_eq!(message, expected);
    }
    let (parameter, message) = refused(client.create_batch_orders().send().await);
    assert_eq!(parameter, "batchOrders");
    assert!(message.ends_with("is required and was not given"), "{message}");
    assert_eq!(server.connections(), 0);
    for many in [1, 5] {
        send(&client, vec![row(); many]).await.unwrap();
    }
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn what_is_wrong_in_a_row_is_named_by_its_index_and_nothing_is_sent() {
    let server = Server::answering(ok("[]")).await;
    let client = server.client();
    for (bad, parameter, problem) in [
        (row().price("65,000.10"), "batchOrders[2].price", r#""65,000.10" is not a decimal number"#),
        (row().side("LONG"), "batchOrders[2].side", r#""LONG" is not one of BUY, SELL"#),
        (row().type_(OrderType::StopMarket), "batchOrders[2].type", "create_algo_order"),
        (row().time_in_force(TimeInForce::GteGtc), "batchOrders[2].timeInForce", r#""GTE_GTC" is not accepted here"#),
        (BatchOrder::new().symbol("BTCUSDT").type_("MARKET"), "batchOrders[2].side", "is required and was not given"),
        (BatchOrder::new().side("BUY").type_("MARKET"), "batchOrders[2].symbol", "is required and was not given"),
    ] {
        let (named, message) = refused(send(&client, vec![row(), row(), bad]).await);
        assert_eq!(named, parameter, "{message}");
        assert!(message.contains(&format!("parameter `{parameter}`: ")) && message.contains(problem), "{message}");
    }
    let (named, _) = refused(send(&client, vec![row().quantity("1e"), row().quantity("2e")]).await);
    assert_eq!(named, "batchOrders[0].quantity");
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn a_refused_row_tells_the_operation_that_was_called() {
    let server = Server::answering(ok("[]")).await;
    for bad in [row().price("1e"), row().type_(OrderType::Stop), BatchOrder::new()] {
        let error = send(&server.client(), vec![bad]).await.unwrap_err();
        assert_eq!(error.operation().unwrap().id, "createBatchOrders", "{error}");
        assert!(error.to_string().starts_with("createBatchOrders: parameter `batchOrders[0]."), "{error}");
    }
}

#[tokio::test]
async fn a_value_of_a_row_that_was_replaced_by_a_good_one_is_no_error() {
    let server = Server::answering(rows(1)).await;
    send(&server.client(), vec![row().quantity("one").quantity("1")]).await.unwrap();
    let sent: Value = serde_json::from_str(&server.request().parameter("batchOrders")).unwrap();
    assert_eq!(sent[0]["quantity"], "1");
}

#[tokio::test]
async fn a_batch_answers_each_row_for_itself_and_in_order() {
    let bench = Bench::new().await;
    let price = bench.price("BTCUSDT").await - Price::from(400);
    let rows = vec![
        BatchOrder::new()
            .symbol("BTCUSDT")
            .side(OrderSide::Buy)
            .type_(OrderType::Limit)
            .time_in_force(TimeInForce::Gtc)
            .quantity("0.005")
            .price(price)
            .new_client_order_id("leg:1/a"),
        BatchOrder::new().symbol("ETHUSDT").side("SELL").type_("MARKET").quantity("0.300").reduce_only(true),
        BatchOrder::new().symbol("币安人生USDT").side("BUY").type_("MARKET").quantity(7000),
    ];
    let answers = bench.client.create_batch_orders().batch_orders(rows).send().await.unwrap();
    assert_eq!(answers.rate_limits().order_count_10s, Some(5));
    let [first, second, third] = &answers[..] else { panic!("{answers:?}") };
    let first = first.as_ref().unwrap();
    assert_eq!((first.client_order_id.as_str(), first.orig_qty.to_string()), ("leg:1/a", "0.005".into()));
    assert_eq!((first.price, &first.status), (price, &OrderStatus::New));
    let refusal = second.as_ref().unwrap_err();
    assert_eq!((refusal.code, refusal.code.category()), (ErrorCode::REDUCE_ONLY_REJECT, ErrorCategory::Risk));
    assert_eq!(refusal.to_string(), "-2022 REDUCE_ONLY_REJECT: ReduceOnly Order is rejected.");
    assert_eq!(third.as_ref().unwrap().symbol, "币安人生USDT");
    assert_eq!(bench.sandbox.open_orders(), 1);
}

#[tokio::test]
async fn a_batch_that_is_refused_as_a_whole_is_an_error() {
    let refusal = r#"{"code":-4082,"msg":"Invalid number of batch place orders."}"#;
    let server = Server::answering(response("400 Bad Request", "", refusal)).await;
    let error = send(&server.client(), vec![row()]).await.unwrap_err();
    assert_eq!(error.exchange().unwrap().code(), ErrorCode::INVALID_BATCH_PLACE_ORDER_SIZE);
}

#[tokio::test]
async fn an_answer_with_fewer_or_more_rows_than_were_sent_is_an_error_of_unknown_outcome() {
    for answered in [0, 1, 3] {
        let server = Server::answering(rows(answered)).await;
        let error = send(&server.client(), vec![row(), row()]).await.unwrap_err();
        assert!(error.to_string().contains(&format!("{answered} rows for the 2 that were sent")), "{error}");
        assert_eq!(error.outcome(), Outcome::Unknown);
    }
}

//! Orders that are modified, and several that are cancelled: lists on the wire, typed answers, and one that is lost.

use binance_usdm::types::{OrderStatus, PriceMatch};
use binance_usdm::{Error, ErrorCategory, ErrorCode, OrderModification, OrderSide, Outcome, Price, Stage};
use serde_json::{Value, json};

use crate::bench::Bench;
use crate::support::{Answer, Server, ok};

const UNKNOWN: &str = r#"{"code":-2011,"msg":"Unknown order sent."}"#;

fn unknown(rows: usize) -> Answer {
    ok(&format!("[{}]", vec![UNKNOWN; rows].join(",")))
}

#[tokio::test]
async fn a_list_of_ids_is_sent_as_json_text_with_every_digit() {
    let server = Server::answering(unknown(2)).await;
    let client = server.client();
    let cancel = client.cancel_batch_orders().symbol("BTCUSDT");
    cancel.order_id_list([8_389_766_058_155_948_588_i64, 1]).send().await.unwrap();
    let request = server.request();
    request.signature();
    let expected = "DELETE /fapi/v1/batchOrders?orderIdList=%5B8389766058155948588%2C1%5D&symbol=BTCUSDT&timestamp=";
    assert!(request.line.starts_with(expected), "{}", request.line);
}

#[tokio::test]
async fn a_list_of_texts_is_sent_as_json_text() {
    let server = Server::answering(unknown(3)).await;
    let client = server.client();
    let cancel = client.cancel_batch_orders().symbol("BTCUSDT");
    cancel.orig_client_order_id_list(vec!["leg:1/a", "b\"c", "币"]).send().await.unwrap();
    assert_eq!(server.request().parameter("origClientOrderIdList"), r#"["leg:1/a","b\"c","币"]"#);
}

#[tokio::test]
async fn a_list_that_is_empty_or_too_long_or_holds_what_is_no_id_is_refused_before_sending() {
    let server = Server::answering(unknown(1)).await;
    let client = server.client();
    let cancel = || client.cancel_batch_orders().symbol("BTCUSDT");
    for (call, parameter, problem) in [
        (cancel().order_id_list([0_i64; 0]), "orderIdList", "0 elements (from 1 to 10 are accepted)"),
        (cancel().order_id_list(0..11), "orderIdList", "11 elements (from 1 to 10 are accepted)"),
        (cancel().order_id_list([u64::MAX]), "orderIdList", "(expected a 64-bit integer)"),
        (cancel().orig_client_order_id_list(["a"; 11]), "origClientOrderIdList", "11 elements"),
        (cancel().orig_client_order_id_list(["a\nb"]), "origClientOrderIdList", "a control character"),
    ] {
        let error = call.send().await.unwrap_err();
        let Error::InvalidParameter(invalid) = &error else { panic!("{error:?}") };
        assert_eq!(invalid.parameter(), parameter);
        assert!(error.to_string().contains(problem), "{error}");
        assert_eq!(error.outcome(), Outcome::NotSent);
    }
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn an_answer_with_another_number_of_rows_than_ids_is_an_error_of_unknown_outcome() {
    for answered in [0, 1, 3] {
        let server = Server::answering(unknown(answered)).await;
        let error = server.client().cancel_batch_orders().symbol("BTCUSDT").order_id_list([1, 2]).send().await;
        let error = error.unwrap_err();
        assert!(error.to_string().contains(&format!("{answered} rows for the 2 that were sent")), "{error}");
        assert_eq!(error.outcome(), Outcome::Unknown);
    }
}

#[tokio::test]
async fn a_row_of_a_modification_is_json_of_which_every_value_is_a_string() {
    let server = Server::answering(unknown(1)).await;
    let row = OrderModification::new().symbol("BTCUSDT").side(OrderSide::Sell).order_id(8_389_766_058_155_948_588_i64);
    let row = row.quantity("0.0100").price_match(PriceMatch::Queue5).modify_id(7);
    server.client().modify_batch_orders().batch_orders(vec![row]).send().await.unwrap();
    let request = server.request();
    assert!(request.line.starts_with("PUT /fapi/v1/batchOrders?batchOrders="), "{}", request.line);
    let sent: Value = serde_json::from_str(&request.parameter("batchOrders")).unwrap();
    let expected = json!([{
        "symbol": "BTCUSDT", "side": "SELL", "orderId": "8389766058155948588", "quantity": "0.0100",
        "priceMatch": "QUEUE_5", "modifyId": "7",
    }]);
    assert_eq!(sent, expected);
}

#[tokio::test]
async fn what_is_wrong_in_a_row_of_a_modification_is_named_and_nothing_is_sent() {
    let server = Server::answering(unknown(1)).await;
    let client = server.client();
    let row = || OrderModification::new().symbol("BTCUSDT").side("BUY").order_id(1).quantity("0.010").price("1");
    for (rows, problem) in [
        (vec![row(), OrderModification::new().symbol("BTCUSDT").side("BUY")], "`batchOrders[1].quantity`: is required"),
        (vec![row().price("1e")], r#"`batchOrders[0].price`: "1e" is not a decimal number"#),
        (vec![row(); 6], "6 rows (from 1 to 5 are accepted)"),
    ] {
        let error = client.modify_batch_orders().batch_orders(rows).send().await.unwrap_err().to_string();
        assert!(error.starts_with("modifyBatchOrders: parameter ") && error.contains(problem), "{error}");
    }
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn changes_of_a_batch_answer_each_for_itself_and_in_order() {
    let bench = Bench::new().await;
    let price = bench.price("BTCUSDT").await - Price::from(400);
    bench.limit("BTCUSDT", OrderSide::Buy, "0.005", price, "one").await.unwrap();
    let row = |id: &str| OrderModification::new().symbol("BTCUSDT").side("BUY").orig_client_order_id(id).price(price);
    let rows = vec![row("one").quantity("0.007"), row("two").quantity("0.007"), row("one").quantity("0.007")];
    let answers = bench.client.modify_batch_orders().batch_orders(rows).send().await.unwrap();
    assert_eq!(answers.rate_limits().order_count_10s, Some(6));
    let [changed, missing, same] = &answers[..] else { panic!("{answers:?}") };
    assert_eq!(changed.as_ref().unwrap().orig_qty.to_string(), "0.007");
    let missing = missing.as_ref().unwrap_err();
    assert_eq!((missing.code, missing.outcome()), (ErrorCode::NO_SUCH_ORDER, Outcome::Rejected));
    assert_eq!(missing.order(), None);
    assert_eq!(same.as_ref().unwrap_err().code.category(), ErrorCategory::NoChange);
}

#[tokio::test]
async fn cancellations_of_a_list_answer_each_for_itself_and_in_order() {
    let bench = Bench::new().await;
    let price = bench.price("BTCUSDT").await - Price::from(400);
    let order = bench.limit("BTCUSDT", OrderSide::Buy, "0.005", price, "one").await.unwrap();
    let cancel = bench.client.cancel_batch_orders().symbol("BTCUSDT");
    let rows = cancel.order_id_list([1, order.order_id]).send().await.unwrap().into_inner();
    assert_eq!(rows[0].as_ref().unwrap_err().code, ErrorCode::CANCEL_REJECTED);
    assert_eq!(rows[1].as_ref().unwrap().status, OrderStatus::Canceled);
}

#[tokio::test]
async fn a_change_or_a_cancellation_whose_answer_is_lost_is_of_unknown_outcome_and_not_sent_again() {
    for called in ["modifyOrder", "modifyBatchOrders", "cancelAllOpenOrders", "cancelBatchOrders", "countdownCancelAll"]
    {
        let server =
            Server::answering(Answer::HangUp(b"HTTP/1.1 200 OK\r\ncontent-length: 90\r\n\r\n{\"or".into())).await;
        let client = server.client();
        let row = OrderModification::new().symbol("BTCUSDT").side("BUY").order_id(1).quantity("0.010").price("1");
        let error = match called {
            "modifyOrder" => {
                let order = client.modify_order().symbol("BTCUSDT").side("BUY").order_id(1);
                order.quantity("0.010").price("1").send().await.map(drop)
            }
            "modifyBatchOrders" => client.modify_batch_orders().batch_orders(vec![row]).send().await.map(drop),
            "cancelAllOpenOrders" => client.cancel_all_open_orders().symbol("BTCUSDT").send().await.map(drop),
            "cancelBatchOrders" => {
                client.cancel_batch_orders().symbol("BTCUSDT").order_id_list([1]).send().await.map(drop)
            }
            _ => client.countdown_cancel_all().symbol("BTCUSDT").countdown_time(1).send().await.map(drop),
        };
        let error = error.unwrap_err();
        let Error::Transport(failure) = &error else { panic!("{error:?}") };
        assert!(matches!(failure.stage(), Stage::Read(_)), "{error}");
        assert_eq!((error.operation().unwrap().id, error.outcome()), (called, Outcome::Unknown));
        // They place no order that could be looked for.
        assert_eq!(error.orders(), []);
        assert_eq!(server.requests().len(), 1, "{called}");
    }
}

#[tokio::test]
async fn what_was_changed_of_an_order_is_told_exactly() {
    let bench = Bench::new().await;
    let price = bench.price("BTCUSDT").await - Price::from(400);
    let order = bench.limit("BTCUSDT", OrderSide::Buy, "0.005", price, "one").await.unwrap();
    let change = bench.client.modify_order().symbol("BTCUSDT").side("BUY").order_id(order.order_id);
    let changed = change.quantity("0.0060").price(price - Price::from(1)).modify_id(7).send().await.unwrap();
    assert_eq!((changed.order_id, changed.modify_id), (order.order_id, Some(7)));
    let told = bench.client.get_order_amendments().symbol("BTCUSDT").orig_client_order_id("one").send().await.unwrap();
    let [only] = &told[..] else { panic!("{told:?}") };
    assert_eq!((only.amendment.count, only.amendment.modify_id), (1, Some(7)));
    assert_eq!((only.amendment.price.before, only.amendment.price.after), (price, price - Price::from(1)));
    assert_eq!(only.amendment.orig_qty.after.to_string(), "0.006");
}

#[tokio::test]
async fn the_answer_to_a_test_that_is_that_of_no_order_is_read() {
    let bench = Bench::new().await;
    let test = bench.client.test_order().symbol("BTCUSDT").side("BUY").type_("MARKET").quantity("0.010");
    let answer = test.send().await.unwrap();
    assert_eq!((answer.order_id, answer.symbol.as_str(), answer.status.as_str()), (0, "", ""));
    assert_eq!(bench.sandbox.placed_orders(), []);
}

//! Converting: a change of money that is sent once, and found again by the id of its quote.

use binance_usdm::sandbox::{Fault, ManualClock, Sandbox};
use binance_usdm::types::ConvertStatus;
use binance_usdm::{Client, Outcome, Timestamp};

use crate::support::{Answer, NOW, Server, ok, response};

#[tokio::test]
async fn a_quote_is_asked_for_with_the_digits_given_and_read_with_all_of_its_own() {
    let body = r#"{"quoteId":"q1","ratio":"0.0000114784","inverseRatio":"87120.15","validTimestamp":1760000020000,"toAmount":"0.00573920","fromAmount":"500.00"}"#;
    let server = Server::answering(ok(body)).await;
    let client = server.client();
    let request = client.request_convert_quote().from_asset("USDT").to_asset("BTC").from_amount("500.00");
    let quote = request.send().await.unwrap();
    assert_eq!(quote.quote_id.as_deref(), Some("q1"));
    assert_eq!(quote.valid_timestamp, Timestamp::from_millis(NOW + 10_000));
    assert_eq!([quote.ratio.to_string(), quote.to_amount.to_string()], ["0.0000114784", "0.00573920"]);
    let sent = server.request();
    assert!(sent.line.starts_with("POST /fapi/v1/convert/getQuote?"), "{}", sent.line);
    assert_eq!((sent.parameter("fromAmount"), sent.parameter("toAsset")), ("500.00".into(), "BTC".into()));
}

#[tokio::test]
async fn the_id_of_a_conversion_is_one_number_whether_it_comes_as_text_or_not() {
    for (text, id) in [(r#""1933256278426274426""#, 1_933_256_278_426_274_426), ("7", 7)] {
        let server = Server::answering(ok(&format!(
            r#"{{"orderId":{text},"createTime":1,"orderStatus":"PROCESS","fromAsset":"USDT","fromAmount":"1","toAsset":"BTC","toAmount":"1","ratio":"1","inverseRatio":"1"}}"#
        )))
        .await;
        let client = server.client();
        let accepted = client.accept_convert_quote().quote_id("q1").send().await.unwrap();
        let order = client.get_convert_order_status().order_id(accepted.order_id).send().await.unwrap();
        assert_eq!((accepted.order_id, order.order_id), (id, id));
        assert_eq!(server.requests()[1].parameter("orderId"), id.to_string());
    }
}

#[tokio::test]
async fn an_acceptance_is_never_sent_again() {
    for answer in [
        Answer::HangUp(Vec::new()),
        response("503 Service Unavailable", "", ""),
        response("429 Too Many Requests", "retry-after: 1\r\n", r#"{"code":-1003,"msg":"Too many requests."}"#),
    ] {
        let server = Server::answering(answer).await;
        let client = server.configure(|builder| builder.retry(binance_usdm::RetryPolicy::default()));
        client.accept_convert_quote().quote_id("q1").send().await.unwrap_err();
        assert_eq!(server.requests().len(), 1);
    }
}

#[tokio::test]
async fn what_became_of_an_acceptance_without_an_answer_is_found_by_its_quote() {
    let clock = ManualClock::new(NOW);
    let sandbox = Sandbox::builder().clock(clock.clone()).start().await.unwrap();
    let client = Client::builder().base_url(sandbox.base_url()).credentials(sandbox.credentials());
    let client = client.clock(clock.clone()).build().unwrap();
    let request = client.request_convert_quote().from_asset("USDT").to_asset("BTC").from_amount("500");
    let id = request.send().await.unwrap().into_inner().quote_id.unwrap();
    sandbox.inject_for("acceptConvertQuote", Fault::CloseAfterExecution);
    let error = client.accept_convert_quote().quote_id(&*id).send().await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown);
    clock.advance(1_000);
    let order = client.get_convert_order_status().quote_id(&*id).send().await.unwrap();
    assert_eq!((&order.order_status, order.from_amount.to_string()), (&ConvertStatus::Success, "500".into()));
    assert_eq!(sandbox.requests("acceptConvertQuote"), 1);
}

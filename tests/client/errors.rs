//! Every kind of error: what it says, and what it says of the request.

use std::error::Error as _;
use std::time::Duration;

use binance_usdm::{
    Error, ErrorCategory, ErrorCode, ExchangeError, InvalidParameter, Stage, TransportError, UnexpectedResponse,
};

use crate::support::{Answer, Request, Server, closed_port, keyed, ok, response};

#[track_caller]
fn invalid(error: Error) -> InvalidParameter {
    let Error::InvalidParameter(error) = error else { panic!("{error:?}") };
    error
}

#[track_caller]
fn exchange(error: Error) -> ExchangeError {
    let Error::Exchange(error) = error else { panic!("{error:?}") };
    *error
}

#[track_caller]
fn unexpected(error: Error) -> UnexpectedResponse {
    let Error::Unexpected(error) = error else { panic!("{error:?}") };
    *error
}

#[track_caller]
fn transport(error: Error) -> TransportError {
    let Error::Transport(error) = error else { panic!("{error:?}") };
    assert!(error.source().is_some());
    *error
}

/// What a call of an operation gives when the server answers like this.
async fn balance(answer: Answer) -> Error {
    let server = Server::answering(answer).await;
    let error = server.client().get_balance().send().await.unwrap_err();
    assert_eq!(error.operation().unwrap().id, "getBalance");
    assert_eq!(server.requests().len(), 1, "sent once and not again");
    error
}

fn raw(bytes: &str) -> Vec<u8> {
    bytes.as_bytes().to_vec()
}

#[tokio::test]
async fn a_missing_parameter_is_named_and_nothing_is_sent() {
    let server = Server::answering(ok("{}")).await;
    let client = server.client();
    let order = client.create_order().symbol("BTCUSDT").type_("MARKET").quantity("0.010");
    let error = order.send().await.unwrap_err();
    assert_eq!(error.to_string(), "createOrder: parameter `side`: is required and was not given");
    assert_eq!(invalid(error).parameter(), "side");
    let error = invalid(client.get_klines().symbol("BTCUSDT").send().await.unwrap_err());
    assert_eq!((error.operation().id, error.parameter()), ("getKlines", "interval"));
    assert_eq!(server.connections(), 0);
    client.test_connectivity().send().await.unwrap();
    assert_eq!((server.requests().len(), server.connections()), (1, 1));
}

#[tokio::test]
async fn a_value_that_does_not_parse_is_named_with_what_would() {
    let server = Server::answering(ok("{}")).await;
    let client = server.client();
    let order = || client.create_order().symbol("BTCUSDT").side("BUY").type_("LIMIT").quantity("0.010");
    let error = order().price("65,000.10").send().await.unwrap_err();
    let message = error.to_string();
    assert!(message.starts_with(r#"createOrder: parameter `price`: "65,000.10" is not a decimal number"#), "{message}");
    assert!(message.contains("such as 65000.10"), "{message}");
    let error = order().time_in_force("GTT").send().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        r#"createOrder: parameter `timeInForce`: "GTT" is not one of GTC, IOC, FOK, GTX, GTD, RPI, GTE_GTC"#
    );
    assert_eq!(invalid(error).parameter(), "timeInForce");
    let error = client.get_balance().recv_window(u64::MAX).send().await.unwrap_err();
    assert!(error.to_string().contains("parameter `recvWindow`"), "{error}");
    assert!(error.to_string().contains("(expected an integer from 1 to 60000)"), "{error}");
    client.test_connectivity().send().await.unwrap();
    assert_eq!((server.requests().len(), server.connections()), (1, 1));
}

#[tokio::test]
async fn a_value_that_was_replaced_by_a_good_one_is_no_error() {
    let server = Server::answering(ok("[]")).await;
    let client = server.client();
    let call = client.get_klines().symbol("BTCUSDT").interval("1 hour").interval("1h");
    call.send().await.unwrap();
    assert_eq!(server.request().parameter("interval"), "1h");
}

#[tokio::test]
async fn a_call_that_needs_keys_is_refused_without_them_and_nothing_is_sent() {
    let server = Server::answering(ok("{}")).await;
    let client = server.client_without_keys();
    let error = client.get_account_info().send().await.unwrap_err();
    assert!(matches!(error, Error::MissingCredentials(operation) if operation.id == "getAccountInfo"), "{error:?}");
    let error = client.create_listen_key().send().await.unwrap_err();
    let message = "createListenKey: needs an API key, and the client was built without credentials";
    assert_eq!((error.to_string().as_str(), error.operation().unwrap().id), (message, "createListenKey"));
    client.test_connectivity().send().await.unwrap();
    assert_eq!((server.requests().len(), server.connections()), (1, 1));
}

#[tokio::test]
async fn a_refused_connection_is_told_apart_from_a_request_under_way() {
    let port = closed_port();
    let client = keyed().base_url(format!("http://{}", port.local_addr().unwrap())).build().unwrap();
    let error = client.get_balance().send().await.unwrap_err();
    let message = error.to_string();
    assert!(message.starts_with("getBalance: no connection to the exchange, nothing was sent: "), "{message}");
    let error = transport(error);
    assert_eq!((error.stage(), error.is_timeout()), (Stage::Connect, false));
}

#[tokio::test]
async fn a_server_that_hangs_up_on_a_request_has_perhaps_acted_on_it() {
    for said in ["", "HTTP/1.1 200 OK\r\ncontent-le", "SSH-2.0-OpenSSH_9.6\r\n\r\n"] {
        let error = balance(Answer::HangUp(raw(said))).await;
        assert!(error.to_string().starts_with("getBalance: the connection failed before an answer came: "), "{error}");
        let error = transport(error);
        assert_eq!((error.stage(), error.is_timeout(), error.operation().id), (Stage::Send, false, "getBalance"));
    }
}

#[tokio::test]
async fn an_order_is_not_sent_again_when_a_kept_connection_breaks() {
    let hangs_up_on_orders = |request: &Request| {
        if request.line.starts_with("POST") { Answer::HangUp(Vec::new()) } else { ok("{}") }
    };
    let server = Server::with(hangs_up_on_orders).await;
    let client = server.client();
    client.test_connectivity().send().await.unwrap();
    let order = client.create_order().symbol("BTCUSDT").side("BUY").type_("MARKET").quantity("0.010");
    assert_eq!(transport(order.send().await.unwrap_err()).stage(), Stage::Send);
    client.test_connectivity().send().await.unwrap();
    let lines: Vec<_> = server.requests().iter().map(|request| request.line.starts_with("POST")).collect();
    assert_eq!(lines, [false, true, false]);
}

#[tokio::test]
async fn an_answer_that_breaks_off_is_told_with_its_status() {
    let error = balance(Answer::HangUp(raw("HTTP/1.1 200 OK\r\ncontent-length: 90\r\n\r\n[{\"asset\":\"US"))).await;
    assert!(error.to_string().starts_with("getBalance: the answer (HTTP 200) broke off: "), "{error}");
    assert!(matches!(transport(error).stage(), Stage::Read(status) if status == 200));
    let chunked = "HTTP/1.1 503 Service Unavailable\r\ntransfer-encoding: chunked\r\n\r\n9\r\n{\"code\":-\r\n";
    let error = transport(balance(Answer::HangUp(raw(chunked))).await);
    assert!(matches!(error.stage(), Stage::Read(status) if status == 503));
}

#[tokio::test]
async fn a_time_limit_of_the_client_is_a_timeout_at_the_stage_it_had_reached() {
    let begun = "HTTP/1.1 200 OK\r\ncontent-length: 90\r\n\r\n[";
    for (said, begun, limit) in [("", false, 50), (begun, true, 400)] {
        let server = Server::answering(Answer::Stall(raw(said))).await;
        let client = server.configure(|builder| builder.timeout(Duration::from_millis(limit)));
        let error = transport(client.get_balance().send().await.unwrap_err());
        assert!(error.is_timeout(), "{error}");
        assert_eq!(matches!(error.stage(), Stage::Read(_)), begun, "{error}");
        assert_eq!(matches!(error.stage(), Stage::Send), !begun, "{error}");
    }
}

#[tokio::test]
async fn the_exchanges_errors_hold_code_message_status_and_headers() {
    let headers = "retry-after: 37\r\nx-mbx-used-weight-1m: 2401\r\n";
    let body = r#"{"code":-1003,"msg":"Too many requests; current limit is 2400 requests per minute."}"#;
    let error = exchange(balance(response("429 Too Many Requests", headers, body)).await);
    assert_eq!((error.code(), error.status().as_u16()), (ErrorCode::TOO_MANY_REQUESTS, 429));
    assert_eq!(error.message(), "Too many requests; current limit is 2400 requests per minute.");
    assert_eq!(error.rate_limits().retry_after, Some(Duration::from_secs(37)));
    assert_eq!(error.rate_limits().used_weight_1m, Some(2401));
    assert_eq!(error.headers()["retry-after"], "37");
}

#[tokio::test]
async fn a_code_is_shown_with_its_name_and_says_what_it_is_about() {
    for (code, name, category) in [
        (-2019, " MARGIN_NOT_SUFFICIEN", ErrorCategory::Risk),
        (-1007, " TIMEOUT", ErrorCategory::UnknownOutcome),
        (-2013, " NO_SUCH_ORDER", ErrorCategory::NotFound),
        (-9, "", ErrorCategory::Other),
    ] {
        let body = format!(r#"{{"code":{code},"msg":"No."}}"#);
        let error = balance(response("400 Bad Request", "", body)).await;
        assert_eq!(error.to_string(), format!("getBalance: the exchange answered {code}{name}: No. (HTTP 400)"));
        let error = exchange(error);
        assert_eq!((error.code().get(), error.code().category()), (code, category));
        assert_eq!(error.code().name().unwrap_or_default(), name.trim_start());
    }
}

#[tokio::test]
async fn a_code_may_be_zero_or_text_and_the_body_may_hold_more() {
    for (status, body, code) in [
        (
            "451 Unavailable For Legal Reasons",
            r#"{"code":0,"msg":"Service unavailable from a restricted location"}"#,
            0,
        ),
        ("400 Bad Request", r#"{"code":"-2019","msg":"Margin is insufficient."}"#, -2019),
        ("503 Service Unavailable", r#"{"msg":"throttled","data":[1,{}],"code":-1008}"#, -1008),
    ] {
        let error = exchange(balance(response(status, "", body)).await);
        assert_eq!((error.code().get(), error.status().as_str()), (code, &status[..3]));
    }
}

#[tokio::test]
async fn an_error_status_with_anything_else_in_it_is_unexpected() {
    let html = "<html>\r\n<head><title>403 Forbidden</title></head>\r\n<body>CloudFront</body></html>";
    for (status, body) in [
        ("403 Forbidden", html),
        ("404 Not Found", "<!doctype html><h1>Not Found</h1>"),
        ("502 Bad Gateway", ""),
        ("500 Internal Server Error", r#"[{"code":-1000,"msg":"unknown"}]"#),
        ("503 Service Unavailable", r#"{"code":-1000}"#),
        ("400 Bad Request", r#"{"code":"none","msg":"no number"}"#),
        ("400 Bad Request", r#"{"code":-1000,"msg":null}"#),
        ("504 Gateway Time-out", r#""timeout""#),
    ] {
        let answer = response(status, "retry-after: 2\r\nx-cache: Error from cloudfront\r\n", body);
        let error = unexpected(balance(answer).await);
        assert_eq!((error.status().as_str(), error.body()), (&status[..3], body));
        assert_eq!(error.rate_limits().retry_after, Some(Duration::from_secs(2)));
        assert_eq!(error.headers()["x-cache"], "Error from cloudfront");
    }
}

#[tokio::test]
async fn a_list_is_never_read_as_an_error_of_the_exchange() {
    let error = unexpected(balance(response("500 Internal Server Error", "", r#"[-1000,"unknown"]"#)).await);
    assert_eq!(error.body(), r#"[-1000,"unknown"]"#);
}

#[tokio::test]
async fn an_unexpected_body_is_shown_in_one_bounded_line() {
    let page = "<p>\r\n\u{1b}[31mbusy\t</p>\n".repeat(5_000);
    let error = balance(response("503 Service Unavailable", "", page)).await;
    let message = error.to_string();
    assert!(message.starts_with("getBalance: HTTP 503 without an error of the exchange, body of "), "{message}");
    assert!(!message.contains(char::is_control) && message.len() < 4_000, "{} bytes", message.len());
    assert!(unexpected(error).body().len() <= 2048);
    let message = balance(response("502 Bad Gateway", "", "")).await.to_string();
    assert_eq!(message, "getBalance: HTTP 502 without an error of the exchange, empty body");
}

#[tokio::test]
async fn a_message_of_the_exchange_is_shown_in_one_bounded_line_as_well() {
    let body = serde_json::json!({ "code": -1000, "msg": "no\n\u{1b}[31m".repeat(5_000) });
    let message = balance(response("500 Internal Server Error", "", body.to_string())).await.to_string();
    assert!(!message.contains(char::is_control) && message.len() < 8_000, "{} bytes", message.len());
}

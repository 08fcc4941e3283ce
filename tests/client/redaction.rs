//! No secret in anything that can be printed, whatever the server does with what it was sent.

use std::error::Error as StdError;
use std::fmt::{Debug, Display};
use std::time::Duration;

use binance_usdm::builder::BatchOrder;
use binance_usdm::sandbox::Sandbox;
use binance_usdm::{Client, Credentials, Environment, Error, Stage, reqwest};

use crate::support::{API_KEY, Answer, Request, SECRET_KEY, Server, closed_port, keyed, ok, response};

const LISTEN_KEY: &str = "pq0LmT7xYb3RzVfK9cWjHn5sDgEaUo1iXe8MtQy4ZkBvNw6SlJrPhGuFdCxAqOyT";
/// So much of a secret is not to be seen anywhere.
const FRAGMENT: usize = 12;

/// Everything that an error can be made to print, its causes included.
pub fn shown_error(error: &Error) -> String {
    let causes = std::iter::successors(error.source(), |cause| (*cause).source());
    let text = causes.fold(printed(error), |text, cause| text + &printed(cause));
    text + &match error {
        Error::Configuration(kind) => printed(kind),
        Error::InvalidParameter(kind) => printed(kind),
        Error::Exchange(kind) => printed(kind) + kind.message(),
        Error::Transport(kind) => printed(kind),
        Error::Unexpected(kind) => printed(kind) + kind.body(),
        Error::Decode(kind) => printed(kind) + kind.path(),
        Error::MissingCredentials(operation) => format!("{operation:?}"),
        _ => String::new(),
    }
}

fn printed(value: &(impl Debug + Display + ?Sized)) -> String {
    format!("{value}\n{value:?}\n{value:#?}\n")
}

#[track_caller]
pub fn assert_clean(text: &str, requests: &[Request]) {
    let signatures = requests.iter().filter(|request| request.query().contains("&signature=")).map(Request::signature);
    let secrets = [API_KEY, SECRET_KEY, LISTEN_KEY].map(str::to_owned).into_iter().chain(signatures);
    for secret in secrets {
        for start in 0..=secret.len() - FRAGMENT {
            let found = text.find(&secret[start..start + FRAGMENT]);
            assert!(found.is_none(), "a secret in: {}", around(text, found));
        }
    }
    for (at, mark) in text.match_indices("signature=") {
        let next = text[at + mark.len()..].chars().next();
        assert!(!next.is_some_and(|next| next.is_ascii_hexdigit()), "a signature in: {}", around(text, Some(at)));
    }
}

/// The text before and after a finding, to say where it is.
fn around(text: &str, at: Option<usize>) -> String {
    let (before, after) = text.split_at(at.unwrap_or_default());
    let from = before.char_indices().rev().nth(200).map_or(0, |(at, _)| at);
    before[from..].chars().chain(after.chars().take(100)).collect()
}

/// Makes a signed order and a request with the key alone, and looks at all that comes back.
async fn assert_clean_against(answer: impl Fn(&Request) -> Answer + Send + Sync + 'static) {
    let server = Server::with(answer).await;
    let client = server.configure(|builder| builder.timeout(Duration::from_secs(2)));
    let order = client.create_order().symbol("BTCUSDT").side("BUY").type_("MARKET").quantity("0.010");
    let results = [order.send().await.err(), client.close_listen_key().send().await.err()];
    let text: String = results.iter().flatten().map(shown_error).collect();
    assert!(text.contains("createOrder"), "{text}");
    assert_eq!(server.requests().len(), 2);
    assert_clean(&text, &server.requests());
}

/// A page that quotes the request, with text before it.
fn page(before: &str, request: &Request) -> String {
    format!("<html>{before}<pre>{}</pre></html>", request.head)
}

#[test]
fn what_a_client_is_made_of_prints_no_secret() {
    let credentials = Credentials::new(API_KEY, SECRET_KEY);
    let builder = keyed().recv_window(4_000).environment(Environment::Testnet);
    let before = format!("{credentials:?} {credentials:#?} {builder:?} {builder:#?}");
    let client = builder.build().unwrap();
    let text = before + &format!("{client:?} {client:#?} {:?}", client.clone());
    assert!(text.contains("redacted") && text.contains("4000"), "{text}");
    assert_clean(&text, &[]);
}

#[test]
fn requests_in_the_making_print_no_secret() {
    let client = keyed().build().unwrap();
    let order = client.create_order().symbol("BTCUSDT").side("BUY").price("1e").quantity("0.010");
    let texts = [
        format!("{order:?} {order:#?}"),
        format!("{:?}", client.get_order().orig_client_order_id("a")),
        format!("{:?}", client.cancel_order().order_id(8)),
        format!("{:?}", client.create_batch_orders().batch_orders(vec![BatchOrder::new().price("1e")])),
        format!("{:?} {:?}", client.create_algo_order().trigger_price("1e"), client.get_algo_order().algo_id(8)),
        format!("{:?} {:?}", client.cancel_algo_order(), client.cancel_all_open_algo_orders()),
        format!("{:?} {:?}", client.get_open_algo_orders(), client.get_all_algo_orders()),
        format!("{:?}", client.get_open_orders()),
        format!("{:?}", client.get_account_info()),
        format!("{:?}", client.get_balance()),
        format!("{:?}", client.get_position_risk()),
        format!("{:?}", client.get_income_history()),
        format!("{:?}", client.change_leverage()),
        format!("{:?}", client.change_margin_type()),
        format!("{:?} {:?}", client.create_listen_key(), client.keep_alive_listen_key()),
        format!("{:?} {:?}", client.close_listen_key(), client.test_connectivity()),
        format!("{:?} {:?} {:?}", client.get_klines(), client.get_order_book(), client.get_recent_trades()),
        format!("{:?} {:?} {:?}", client.get_mark_price(), client.get24hr_ticker(), client.get_ticker_price_v2()),
        format!("{:?} {:?} {:?}", client.get_server_time(), client.get_open_interest(), client.get_exchange_info()),
        format!("{:?} {:?}", client.get_funding_info(), client.get_funding_rate_history()),
        format!("{:?} {:?}", client.request_convert_quote(), client.accept_convert_quote().quote_id("a")),
        format!("{:?} {:?}", client.get_trade_download_id(), client.get_trade_download_link().download_id("a")),
    ];
    assert_clean(&texts.join("\n"), &[]);
}

#[tokio::test]
async fn errors_before_sending_print_no_secret() {
    let client = keyed().build().unwrap();
    let missing = client.get_order().send().await.unwrap_err();
    let unparsable = client.create_order().symbol("BTCUSDT").side("LONG").send().await.unwrap_err();
    let window = Client::builder().credentials(Credentials::new(API_KEY, SECRET_KEY)).recv_window(0);
    let keys = Client::builder().credentials(Credentials::new(format!("{API_KEY}\n"), SECRET_KEY));
    let url = Client::builder().base_url(format!("https://{API_KEY}:{SECRET_KEY}@fapi.binance.com"));
    let agent = keyed().user_agent(format!("{API_KEY}\n"));
    let refused = [window, keys, url, agent].map(|builder| builder.build().unwrap_err());
    let text: String = [missing, unparsable].iter().chain(&refused).map(shown_error).collect();
    assert_clean(&text, &[]);
}

#[tokio::test]
async fn a_page_that_quotes_the_request_is_shown_without_its_secrets() {
    assert_clean_against(|request| response("403 Forbidden", "content-type: text/html\r\n", page("", request))).await;
    assert_clean_against(|request| response("500 Internal Server Error", "", page(SECRET_KEY, request))).await;
}

#[tokio::test]
async fn secrets_are_removed_wherever_a_long_page_is_cut() {
    for filler in (1_850..2_150).step_by(10) {
        // Each secret before the cut makes the text shorter, and brings what is behind the cut into sight.
        let before = format!("{API_KEY} {}", "x".repeat(filler));
        assert_clean_against(move |request| response("403 Forbidden", "", page(&before, request))).await;
    }
}

#[tokio::test]
async fn secrets_are_removed_wherever_a_long_page_beyond_ascii_is_cut() {
    for filler in 640..700 {
        let before = "币".repeat(filler);
        assert_clean_against(move |request| response("403 Forbidden", "", page(&before, request))).await;
    }
}

#[tokio::test]
async fn a_message_that_quotes_the_request_is_shown_without_its_secrets() {
    for status in ["400 Bad Request", "401 Unauthorized", "503 Service Unavailable"] {
        assert_clean_against(move |request| {
            let said = serde_json::json!({ "code": -1102, "msg": format!("bad {}", request.head) });
            response(status, "", said.to_string())
        })
        .await;
        assert_clean_against(move |request| {
            response(status, "", serde_json::json!({ "error": [request.head] }).to_string())
        })
        .await;
    }
}

#[tokio::test]
async fn an_accepted_answer_that_quotes_the_request_is_shown_without_its_secrets() {
    assert_clean_against(|request| ok(&page("", request))).await;
    assert_clean_against(|request| ok(&serde_json::json!({ "orderId": 1, "extra": request.head }).to_string())).await;
    assert_clean_against(|request| ok(&format!("{{\"request\": \"{}\", ", request.target()))).await;
}

#[tokio::test]
async fn a_value_that_quotes_the_request_is_not_shown_by_the_decoder() {
    assert_clean_against(|request| ok(&serde_json::json!(request.head).to_string())).await;
    assert_clean_against(|request| ok(&serde_json::json!({ "orderId": request.target() }).to_string())).await;
    assert_clean_against(|_| ok(&format!(r#"{{"status":"NEW","side":"BUY","orderId":"{API_KEY}"}}"#))).await;
}

#[tokio::test]
async fn a_key_in_the_path_to_the_trouble_is_not_shown() {
    assert_clean_against(|_| ok(&format!("{{\"{API_KEY}\": nothing}}"))).await;
    let server = Server::answering(ok(&format!("{{\"{LISTEN_KEY}\": nothing}}"))).await;
    assert_clean(&shown_error(&server.client().create_listen_key().send().await.unwrap_err()), &[]);
}

#[tokio::test]
async fn a_redirect_to_the_signed_url_is_shown_without_its_signature() {
    assert_clean_against(|request| {
        let location = format!("location: https://www.binance.com{}\r\n", request.target());
        response("301 Moved Permanently", &location, "")
    })
    .await;
}

#[tokio::test]
async fn headers_that_quote_the_request_are_not_printed() {
    let echo = |request: &Request| format!("x-request: {} {:?}\r\n", request.line, request.header("x-mbx-apikey"));
    let refusal = r#"{"code":-1000,"msg":"unknown"}"#;
    assert_clean_against(move |request| response("400 Bad Request", &echo(request), refusal)).await;
    let server = Server::with(move |request| response("200 OK", &echo(request), "[]")).await;
    let answer = server.client().get_balance().send().await.unwrap();
    assert_clean(&format!("{answer:?}"), &server.requests());
}

#[tokio::test]
async fn a_connection_that_fails_is_told_without_the_url() {
    assert_clean_against(|_| Answer::HangUp(Vec::new())).await;
    assert_clean_against(|request| Answer::HangUp(request.head.clone().into_bytes())).await;
    assert_clean_against(|_| Answer::HangUp(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{".to_vec())).await;
    let server = Server::answering(Answer::Stall(Vec::new())).await;
    let client = server.configure(|builder| builder.timeout(Duration::from_millis(50)));
    let error = client.get_balance().send().await.unwrap_err();
    assert_clean(&shown_error(&error), &server.requests());
}

#[tokio::test]
async fn a_proxy_that_fails_is_told_without_its_password() {
    let port = closed_port();
    let proxy = format!("http://desk:{SECRET_KEY}@{}", port.local_addr().unwrap());
    let proxy = reqwest::Proxy::all(proxy).unwrap();
    let builder = keyed().base_url("http://gateway.example").allow_plain_http(true).proxy(proxy);
    let shown_builder = format!("{builder:?}");
    let client = builder.build().unwrap();
    let error = client.get_balance().send().await.unwrap_err();
    assert!(matches!(&error, Error::Transport(error) if error.stage() == Stage::Connect), "{error}");
    assert_clean(&(shown_builder + &format!("{client:?}") + &shown_error(&error)), &[]);
}

#[tokio::test]
async fn a_listen_key_is_not_printed() {
    let server = Server::answering(ok(&format!("{{\"listenKey\":\"{LISTEN_KEY}\"}}"))).await;
    let client = server.client();
    let (created, kept) =
        (client.create_listen_key().send().await.unwrap(), client.keep_alive_listen_key().send().await);
    assert_eq!(created.listen_key.as_str(), LISTEN_KEY);
    assert_clean(&format!("{created:?} {created:#?} {:?} {kept:?}", created.listen_key), &[]);
    assert_clean(&format!("{:?}", created.clone().into_inner()), &[]);
}

#[tokio::test]
async fn an_answer_with_a_listen_key_that_does_not_decode_is_not_shown() {
    for body in [
        format!("{{\"listenKey\":[\"{LISTEN_KEY}\"]}}"),
        format!("{{\"listen_key\":\"{LISTEN_KEY}\"}}"),
        format!("{{\"listenKey\":\"{LISTEN_KEY}"),
        format!("{{\"listenKey\":\"{LISTEN_KEY}\"}} {LISTEN_KEY}"),
        format!("\"{LISTEN_KEY}\""),
        LISTEN_KEY.to_owned(),
    ] {
        for answer in [ok(&body), response("502 Bad Gateway", "", &body)] {
            let server = Server::answering(answer).await;
            let client = server.client();
            let created = client.create_listen_key().send().await.unwrap_err();
            let kept = client.keep_alive_listen_key().send().await.unwrap_err();
            assert_clean(&(shown_error(&created) + &shown_error(&kept)), &[]);
        }
    }
}

#[tokio::test]
async fn a_refusal_that_names_the_listen_key_is_shown_without_it() {
    let said = format!(r#"{{"code":-1125,"msg":"This listenKey {LISTEN_KEY} does not exist."}}"#);
    let server = Server::answering(response("400 Bad Request", "", said)).await;
    let error = server.client().keep_alive_listen_key().send().await.unwrap_err();
    assert_eq!(error.exchange().unwrap().code(), -1125);
    assert_clean(&shown_error(&error), &[]);
}

#[tokio::test]
async fn a_sandbox_prints_no_secret() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = Client::builder().base_url(sandbox.base_url()).credentials(sandbox.credentials()).build().unwrap();
    let created = client.create_listen_key().send().await.unwrap();
    let text = format!("{sandbox:?} {sandbox:#?} {:?} {:?} {client:?}", Sandbox::builder(), sandbox.credentials());
    for secret in [sandbox.api_key(), sandbox.secret_key(), created.listen_key.as_str()] {
        assert!(!text.contains(secret), "{text}");
    }
}

//! What is sent, to the byte.

use std::time::{Duration, UNIX_EPOCH};

use binance_usdm::builder::CreateAlgoOrder;
use binance_usdm::operations::{ALL, Security};
use binance_usdm::sandbox::ManualClock;
use binance_usdm::types::AlgoType;
use binance_usdm::{Client, LimitPolicy, OrderSide, OrderType, Price, TimeInForce, Timestamp, WorkingType};
use proptest::prelude::{ProptestConfig, any};
use proptest::{prop_assert_eq, proptest};

use crate::calls;
use crate::support::{API_KEY, NOW, Request, SECRET_KEY, Server, hmac, ok, response};

#[tokio::test]
async fn a_public_request_carries_nothing_of_the_account() {
    let server = Server::answering(ok(r#"{"serverTime":1760000010123}"#)).await;
    server.client().get_server_time().send().await.unwrap();
    let request = server.request();
    assert_eq!(request.line, "GET /fapi/v1/time HTTP/1.1");
    let mut headers: Vec<&str> = request.head.lines().skip(1).filter(|line| !line.is_empty()).collect();
    headers.sort_unstable();
    let host = format!("host: {}", server.base_url().trim_start_matches("http://"));
    let agent = concat!("user-agent: binance-usdm/", env!("CARGO_PKG_VERSION"));
    assert_eq!(headers, ["accept-encoding: gzip", "accept: application/json", &host, agent]);
}

#[tokio::test]
async fn a_request_with_a_key_alone_is_not_signed() {
    let server = Server::answering(ok("{}")).await;
    server.client().close_listen_key().send().await.unwrap();
    let request = server.request();
    assert_eq!(request.line, "DELETE /fapi/v1/listenKey HTTP/1.1");
    assert_eq!(request.header("x-mbx-apikey"), [API_KEY]);
}

#[tokio::test]
async fn a_signed_request_ends_with_the_signature_of_all_before_it() {
    let server = Server::answering(ok("[]")).await;
    server.client().get_balance().send().await.unwrap();
    let request = server.request();
    let signature = hmac(SECRET_KEY, "timestamp=1760000010000");
    assert_eq!(request.line, format!("GET /fapi/v2/balance?timestamp=1760000010000&signature={signature} HTTP/1.1"));
    assert_eq!(request.header("x-mbx-apikey"), [API_KEY]);
}

#[tokio::test]
async fn every_operation_is_sent_as_the_table_says() {
    let server = Server::answering(response("400 Bad Request", "", r#"{"code":-1000,"msg":"recorded"}"#)).await;
    let client = server.configure(|builder| builder.limits(LimitPolicy::Off));
    assert_eq!(calls::everything(&client).await.len(), ALL.len());
    for operation in ALL {
        let request = find(operation.path, operation.method.as_str(), &server);
        let request = request.unwrap_or_else(|| panic!("{} was not sent", operation.id));
        let keyed = operation.security != Security::None;
        let signed = operation.security == Security::Signed;
        assert_eq!(request.header("x-mbx-apikey").len(), usize::from(keyed), "{}", operation.id);
        assert_eq!(request.query().contains("signature="), signed, "{}", operation.id);
        assert_eq!(request.query().contains("timestamp="), signed, "{}", operation.id);
        if signed {
            assert_eq!(request.signature().len(), 64, "{}", operation.id);
        }
        assert!(request.header("api-version").is_empty() && request.header("content-type").is_empty());
        // What changes something has a short answer, which is there sooner as it is.
        let accepted: &[&str] = if operation.is_read() { &["gzip"] } else { &[] };
        assert_eq!(request.header("accept-encoding"), accepted, "{}", operation.id);
    }
}

/// RFC 9110, 8.6: a POST or PUT without content should say that its length is zero; some gateways answer 411 if not.
#[tokio::test]
async fn a_post_or_put_without_a_body_says_that_its_length_is_zero() {
    let server = Server::answering(ok("{}")).await;
    let client = server.client();
    client.create_listen_key().send().await.unwrap_err();
    client.keep_alive_listen_key().send().await.unwrap_err();
    client.change_leverage().symbol("BTCUSDT").leverage(3).send().await.unwrap_err();
    for request in server.requests() {
        assert_eq!(request.header("content-length"), ["0"], "{}", request.line);
    }
}

/// The request for an endpoint.
fn find(path: &str, method: &str, server: &Server) -> Option<Request> {
    let start = |request: &Request| {
        let path_sent = request.target().split('?').next() == Some(path);
        path_sent && request.line.starts_with(&format!("{method} "))
    };
    server.requests().into_iter().find(start)
}

#[tokio::test]
async fn all_requests_share_one_connection() {
    let server = Server::answering(ok("[]")).await;
    let client = server.client();
    for _ in 0..3 {
        client.clone().get_balance().send().await.unwrap();
    }
    assert_eq!((server.requests().len(), server.connections()), (3, 1));
}

#[tokio::test]
async fn what_is_not_given_is_not_sent_and_neither_are_defaults() {
    let server = Server::answering(ok("{}")).await;
    let order = server.client();
    let order = order.create_order().symbol("BTCUSDT").side(OrderSide::Sell).type_(OrderType::Market);
    order.quantity("0.004").send().await.unwrap_err();
    let request = server.request();
    let (payload, _) = request.query().split_once("&signature=").unwrap();
    let id = request.parameter("newClientOrderId");
    let rest = "quantity=0.004&side=SELL&symbol=BTCUSDT&type=MARKET&timestamp=1760000010000";
    assert_eq!(payload, format!("newClientOrderId={id}&{rest}"));
    request.signature();
}

#[tokio::test]
async fn decimals_are_sent_with_exactly_the_digits_given() {
    let server = Server::answering(ok("{}")).await;
    let client = server.client();
    let order = || client.create_order().symbol("BTCUSDT").side("BUY").type_("LIMIT").time_in_force(TimeInForce::Gtc);
    for (quantity, price) in [("0.010", "65000.10"), ("1", "0.0000100"), ("120.00", "65000")] {
        order().quantity(quantity).price(price).send().await.unwrap_err();
        order().quantity(quantity).price(Price::try_from(price).unwrap()).send().await.unwrap_err();
        let [.., text, typed] = &server.requests()[..] else { panic!("two requests") };
        for request in [text, typed] {
            assert_eq!(
                (request.parameter("quantity").as_str(), request.parameter("price").as_str()),
                (quantity, price)
            );
        }
    }
    let trailing = |rate: &str| algo_order(&client).callback_rate(rate).send();
    trailing("1.0").await.unwrap_err();
    trailing("1").await.unwrap_err();
    let [.., long, short] = &server.requests()[..] else { panic!("two requests") };
    assert_eq!((long.parameter("callbackRate"), short.parameter("callbackRate")), ("1.0".into(), "1".into()));
}

#[tokio::test]
async fn enums_and_flags_are_the_same_as_variants_and_as_text() {
    let server = Server::answering(ok("{}")).await;
    let client = server.client();
    let order = || algo_order(&client).client_algo_id("a").reduce_only(true).close_position(false);
    let order = || order().trigger_price("65000").price("64990");
    order().side("SELL").type_("TAKE_PROFIT").time_in_force("GTX").working_type("MARK_PRICE").send().await.unwrap_err();
    let typed = order().side(OrderSide::Sell).type_(OrderType::TakeProfit).time_in_force(TimeInForce::Gtx);
    typed.algo_type(AlgoType::Conditional).working_type(WorkingType::MarkPrice).send().await.unwrap_err();
    let [text, typed] = &server.requests()[..] else { panic!("two requests") };
    assert_eq!(text.line, typed.line);
    assert_eq!((text.parameter("reduceOnly"), text.parameter("closePosition")), ("true".into(), "false".into()));
}

#[tokio::test]
async fn reserved_characters_and_text_beyond_ascii_are_percent_encoded() {
    let server = Server::answering(ok("{}")).await;
    let client = server.client();
    let order = client.get_order().symbol("币安人生USDT").orig_client_order_id(r#"a b+c/d=e&f"g'h#i%j?k"#);
    order.send().await.unwrap_err();
    assert_eq!(
        server.request().query().split_once("&timestamp=").unwrap().0,
        "origClientOrderId=a%20b%2Bc%2Fd%3De%26f%22g%27h%23i%25j%3Fk&symbol=%E5%B8%81%E5%AE%89%E4%BA%BA%E7%94%9FUSDT"
    );
    assert_eq!(server.request().signature().len(), 64);
}

#[tokio::test]
async fn moments_are_sent_as_integer_milliseconds() {
    let server = Server::answering(ok("[]")).await;
    let client = server.client();
    let early = UNIX_EPOCH + Duration::from_micros(1_690_000_000_005_999);
    let klines = client.get_klines().symbol("BTCUSDT").interval("1h");
    klines.start_time(early).end_time(Timestamp::from_millis(NOW)).send().await.unwrap();
    client.get_income_history().start_time(0).end_time(1_767_225_600_001_i64).send().await.unwrap();
    let order = client.create_order().symbol("BTCUSDT").side("BUY").type_("LIMIT").time_in_force("GTD");
    let order = order.quantity("0.010").price("65000");
    order.good_till_date(Timestamp::from_millis(1_893_456_000_000)).send().await.unwrap_err();
    let [klines, income, order] = &server.requests()[..] else { panic!("three requests") };
    assert_eq!(klines.query(), "endTime=1760000010000&interval=1h&startTime=1690000000005&symbol=BTCUSDT");
    assert_eq!((income.parameter("startTime"), income.parameter("endTime")), ("0".into(), "1767225600001".into()));
    assert_eq!(order.parameter("goodTillDate"), "1893456000000");
}

#[tokio::test]
async fn ids_of_nineteen_digits_are_sent_and_read_exactly() {
    let id = 8_389_766_058_155_948_589_i64;
    let server =
        Server::answering(ok(&format!(r#"{{"algoId":{id},"clientAlgoId":"a","code":"200","msg":"success"}}"#)));
    let server = server.await;
    let client = server.client();
    assert_eq!(client.cancel_algo_order().algo_id(id).send().await.unwrap().algo_id, id);
    client.get_order().symbol("BTCUSDT").order_id(id).send().await.unwrap_err();
    let [cancel, get] = &server.requests()[..] else { panic!("two requests") };
    assert_eq!((cancel.parameter("algoId"), get.parameter("orderId")), (id.to_string(), id.to_string()));
}

/// A conditional order with what every one needs.
fn algo_order(client: &Client) -> CreateAlgoOrder<'_> {
    client
        .create_algo_order()
        .algo_type("CONDITIONAL")
        .symbol("ETHUSDT")
        .side("SELL")
        .type_("TRAILING_STOP_MARKET")
        .quantity("1")
}

#[tokio::test]
async fn the_timestamp_is_that_of_the_clock_at_the_moment_of_sending() {
    let server = Server::answering(ok("[]")).await;
    let clock = ManualClock::new(NOW);
    let client = server.configure(|builder| builder.clock(clock.clone()));
    let prepared = client.get_balance();
    clock.set(1_767_225_600_001);
    prepared.send().await.unwrap();
    assert_eq!(server.request().parameter("timestamp"), "1767225600001");
}

#[tokio::test]
async fn the_receive_window_of_the_client_goes_where_the_call_has_none() {
    let server = Server::answering(ok("[]")).await;
    let client = server.configure(|builder| builder.recv_window(1_500));
    client.get_balance().send().await.unwrap();
    client.get_balance().recv_window(59_999).send().await.unwrap();
    client.get_funding_info().send().await.unwrap();
    client.create_listen_key().send().await.unwrap_err();
    let windows =
        server.requests().iter().map(|request| request.query().matches("recvWindow=").count()).collect::<Vec<_>>();
    assert_eq!(windows, [1, 1, 0, 0]);
    let [by_client, by_call, ..] = &server.requests()[..] else { panic!("two requests") };
    assert_eq!((by_client.parameter("recvWindow"), by_call.parameter("recvWindow")), ("1500".into(), "59999".into()));
    assert_eq!((by_client.signature().len(), by_call.signature().len()), (64, 64));
}

#[tokio::test]
async fn a_path_in_the_base_url_goes_before_the_endpoints() {
    let server = Server::answering(ok("[]")).await;
    for (base, prefix) in [("/gate/fapi-eu", "/gate/fapi-eu"), ("/gate/", "/gate"), ("/a%20b", "/a%20b"), ("/", "")] {
        let client = server.configure(|builder| builder.base_url(format!("{}{base}", server.base_url())));
        client.get_balance().send().await.unwrap();
        let request = server.requests().pop().unwrap();
        assert!(request.target().starts_with(&format!("{prefix}/fapi/v2/balance?timestamp=")), "{}", request.line);
        request.signature();
    }
}

#[tokio::test]
async fn the_user_agent_can_be_chosen() {
    let server = Server::answering(ok("{}")).await;
    let client = server.configure(|builder| builder.user_agent("desk-7/2.4"));
    client.test_connectivity().send().await.unwrap();
    assert_eq!(server.request().header("user-agent"), ["desk-7/2.4"]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_arrives_as_it_was_given_and_under_a_valid_signature(
        asked in proptest::collection::vec((any::<String>(), any::<String>(), 1_i64..=60_000), 8)
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let requests = runtime.block_on(async {
            let server = Server::answering(ok("{}")).await;
            let client = server.client();
            for (symbol, id, window) in &asked {
                let call = client.cancel_order().symbol(symbol).orig_client_order_id(id).recv_window(*window);
                call.send().await.unwrap_err();
            }
            server.requests()
        });
        prop_assert_eq!(requests.len(), asked.len());
        for ((symbol, id, window), request) in asked.iter().zip(&requests) {
            prop_assert_eq!(&request.parameter("symbol"), symbol);
            prop_assert_eq!(&request.parameter("origClientOrderId"), id);
            prop_assert_eq!(request.parameter("recvWindow"), window.to_string());
            prop_assert_eq!(request.parameters().len(), 5);
            request.signature();
        }
    }
}

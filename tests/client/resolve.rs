//! What became of an order whose call left it unknown.

use std::sync::atomic::{AtomicUsize, Ordering};

use binance_usdm::sandbox::ManualClock;
use binance_usdm::types::OrderStatus;
use binance_usdm::{Client, Clock, Error, LimitPolicy, Outcome, Resolution, SentOrder};

use crate::retries::with_time;
use crate::support::{Answer, NOW, Request, Server, after, ok, response};

const ORDER: &str = include_str!("../fixtures/getOrder/resting-limit.json");
const ALGO_ORDER: &str = include_str!("../fixtures/getAlgoOrder/untriggered.json");

fn absent() -> Answer {
    response("400 Bad Request", "", r#"{"code":-2013,"msg":"Order does not exist."}"#)
}

/// A server that hangs up on orders and answers questions about them like this: the question's number counts from 0.
///
/// Its clock is the client's.
async fn server(clock: &ManualClock, answer: impl Fn(&Request, usize) -> Answer + Send + Sync + 'static) -> Server {
    let (asked, clock) = (AtomicUsize::new(0), clock.clone());
    let answer = move |request: &Request| {
        if request.line.starts_with("POST") {
            return Answer::HangUp(Vec::new());
        }
        if request.target() == "/fapi/v1/time" {
            return ok(&format!("{{\"serverTime\":{}}}", clock.now_millis()));
        }
        answer(request, asked.fetch_add(1, Ordering::SeqCst))
    };
    Server::with(answer).await
}

fn client(server: &Server, clock: &ManualClock) -> Client {
    server.configure(|builder| builder.clock(clock.clone()))
}

/// The error of an order of which nobody knows what became of it.
async fn lost(client: &Client) -> Error {
    let order = client.create_order().symbol("BTCUSDT").side("BUY").type_("MARKET").quantity("0.010");
    let error = order.send().await.unwrap_err();
    assert_eq!((error.outcome(), error.orders().len()), (Outcome::Unknown, 1));
    error
}

#[tokio::test]
async fn an_error_carries_the_id_that_was_sent_and_until_when_it_was_valid() {
    let clock = ManualClock::new(NOW);
    let server = server(&clock, |_, _| absent()).await;
    let client = server.client();
    let error = lost(&client).await;
    let [sent] = error.orders() else { panic!("one order") };
    assert_eq!(sent.client_order_id(), server.request().parameter("newClientOrderId"));
    assert_eq!((sent.symbol(), sent.valid_until()), ("BTCUSDT", Some(after(5_000))));
    assert_eq!(sent.placed_by().unwrap().id, "createOrder");

    let stop = client.create_algo_order().symbol("ETHUSDT").side("SELL").type_("STOP_MARKET").trigger_price("1.5");
    let stop = stop.close_position(true);
    let error = stop.client_algo_id("stop-1").recv_window(9_000).send().await.unwrap_err();
    let [sent] = error.orders() else { panic!("one order") };
    assert_eq!((sent.client_order_id(), sent.valid_until()), ("stop-1", Some(after(9_000))));

    let client = server.configure(|builder| builder.recv_window(2_500));
    let row = |id: &str| {
        binance_usdm::BatchOrder::new()
            .symbol("BTCUSDT")
            .side("BUY")
            .type_("MARKET")
            .quantity(1)
            .new_client_order_id(id)
    };
    let error = client.create_batch_orders().batch_orders(vec![row("a"), row("b")]).send().await.unwrap_err();
    let sent: Vec<_> = error.orders().iter().map(|sent| (sent.client_order_id(), sent.valid_until())).collect();
    assert_eq!(sent, [("a", Some(after(2_500))), ("b", Some(after(2_500)))]);
    assert_eq!(error.orders()[0].placed_by().unwrap().id, "createOrder");

    let error = client.cancel_order().symbol("BTCUSDT").order_id(1).send().await.unwrap_err();
    assert!(error.orders().is_empty());
}

#[tokio::test]
async fn an_order_that_is_there_is_found() {
    let clock = ManualClock::new(NOW);
    let server = server(&clock, |_, _| ok(ORDER)).await;
    let client = server.client();
    let error = lost(&client).await;
    let Resolution::Placed(order) = client.resolve_order(&error.orders()[0]).await else { panic!("it is there") };
    assert_eq!(order.status, OrderStatus::New);
    let [_, question] = &server.requests()[..] else { panic!("two requests") };
    assert!(question.line.starts_with("GET /fapi/v1/order?"), "{}", question.line);
    assert_eq!(question.parameter("origClientOrderId"), error.orders()[0].client_order_id());
    assert_eq!(question.parameter("symbol"), "BTCUSDT");
}

#[tokio::test]
async fn that_there_is_none_counts_only_when_its_request_can_no_longer_be_accepted() {
    let clock = ManualClock::new(NOW);
    let server = server(&clock, |_, _| absent()).await;
    let client = client(&server, &clock);
    let error = lost(&client).await;
    let (resolution, passed) = with_time(&clock, client.resolve_order(&error.orders()[0])).await;
    assert!(matches!(resolution, Resolution::NotPlaced), "{resolution:?}");
    // The receive window, a margin, and a second for it to be confirmed.
    assert!((10_500..=13_000).contains(&passed), "{passed} ms");
    assert!((3..20).contains(&server.requests().len()));
    // By then it only has to be confirmed.
    let (resolution, passed) = with_time(&clock, client.resolve_order(&error.orders()[0])).await;
    assert!(matches!(resolution, Resolution::NotPlaced) && passed <= 2_000, "{resolution:?} {passed}");
}

#[tokio::test]
async fn an_order_that_appears_late_is_found() {
    let clock = ManualClock::new(NOW);
    let server = server(&clock, |_, asked| if asked < 4 { absent() } else { ok(ORDER) }).await;
    let client = client(&server, &clock);
    let error = lost(&client).await;
    let (resolution, passed) = with_time(&clock, client.resolve_order(&error.orders()[0])).await;
    assert!(matches!(resolution, Resolution::Placed(_)) && (1..7_000).contains(&passed), "{resolution:?} {passed}");
}

#[tokio::test]
async fn if_the_exchange_does_not_answer_it_stays_unknown_after_a_while() {
    let clock = ManualClock::new(NOW);
    let server = server(&clock, |_, _| Answer::HangUp(Vec::new())).await;
    let client = client(&server, &clock);
    let error = lost(&client).await;
    let (resolution, passed) = with_time(&clock, client.resolve_order(&error.orders()[0])).await;
    let Resolution::Unknown(Error::Transport(_)) = resolution else { panic!("{resolution:?}") };
    assert!((35_000..50_000).contains(&passed), "{passed} ms");
}

#[tokio::test]
async fn what_will_not_change_is_told_at_once() {
    let clock = ManualClock::new(NOW);
    let refused = r#"{"code":-2015,"msg":"Invalid API-key, IP, or permissions for action."}"#;
    let server = server(&clock, move |_, _| response("401 Unauthorized", "", refused)).await;
    let client = client(&server, &clock);
    let (resolution, passed) = with_time(&clock, client.resolve_order(("BTCUSDT", "mine"))).await;
    let Resolution::Unknown(Error::Exchange(error)) = resolution else { panic!("{resolution:?}") };
    assert_eq!((error.code(), passed), ((-2015).into(), 0));
}

#[tokio::test]
async fn an_order_of_which_only_the_id_is_known_may_just_have_been_sent() {
    let clock = ManualClock::new(NOW);
    let server = server(&clock, |_, _| absent()).await;
    let client = server.configure(|builder| builder.clock(clock.clone()).recv_window(10_000));
    let (resolution, passed) = with_time(&clock, client.resolve_order(("BTCUSDT", "mine"))).await;
    // The longest window that its request may have had.
    let long = 65_000..=68_000;
    assert!(matches!(resolution, Resolution::NotPlaced) && long.contains(&passed), "{resolution:?} {passed}");
    let long_ago = SentOrder::new("BTCUSDT", "mine").until(after(-60_000));
    let (resolution, passed) = with_time(&clock, client.resolve_order(long_ago)).await;
    assert!(matches!(resolution, Resolution::NotPlaced) && passed <= 2_000, "{resolution:?} {passed}");
}

#[tokio::test]
async fn an_order_that_the_exchange_may_have_forgotten_stays_unknown() {
    let clock = ManualClock::new(NOW);
    let server = server(&clock, |_, _| absent()).await;
    let days = |days: i64| SentOrder::new("BTCUSDT", "mine").until(after(-days * 24 * 60 * 60 * 1_000));
    let client = client(&server, &clock);
    let recent = with_time(&clock, client.resolve_order(days(2))).await.0;
    assert!(matches!(recent, Resolution::NotPlaced), "{recent:?}");
    let Resolution::Unknown(error) = client.resolve_order(days(4)).await else { panic!("who knows") };
    assert_eq!(error.exchange().unwrap().code(), -2013);
}

#[tokio::test]
async fn the_exchanges_clock_decides_and_not_the_machines() {
    let (theirs, ours) = (ManualClock::new(NOW), ManualClock::new(NOW));
    let server = server(&theirs, |_, _| absent()).await;
    let client = client(&server, &ours);
    let error = lost(&client).await;
    // An hour later, says the machine; but it is a moment.
    ours.set(NOW + 3_600_000);
    let resolving = tokio::spawn({
        let (client, order) = (client.clone(), error.orders()[0].clone());
        async move { matches!(client.resolve_order(order).await, Resolution::NotPlaced) }
    });
    let mut passed = 0;
    while !resolving.is_finished() {
        tokio::task::yield_now().await;
        if ours.sleepers() > 0 {
            ours.advance(100);
            theirs.advance(100);
            passed += 100;
        }
    }
    assert!(resolving.await.unwrap() && (10_000..15_000).contains(&passed), "{passed} ms");
}

#[tokio::test]
async fn a_clock_that_was_a_day_ahead_makes_nobody_wait_for_a_day() {
    let clock = ManualClock::new(NOW);
    let server = server(&clock, |_, _| absent()).await;
    let client = client(&server, &clock);
    let tomorrow = SentOrder::new("BTCUSDT", "mine").until(after(24 * 60 * 60 * 1_000));
    let (resolution, passed) = with_time(&clock, client.resolve_order(tomorrow)).await;
    assert!(matches!(resolution, Resolution::NotPlaced) && passed <= 68_000, "{resolution:?} {passed}");
}

#[tokio::test]
async fn without_the_exchanges_clock_nothing_is_given_up() {
    let clock = ManualClock::new(NOW);
    let server = Server::with(|request| match request.target() {
        "/fapi/v1/time" => Answer::HangUp(Vec::new()),
        _ => absent(),
    })
    .await;
    let order = SentOrder::new("BTCUSDT", "mine").until(after(-60_000));
    let resolution = with_time(&clock, client(&server, &clock).resolve_order(order.clone())).await.0;
    assert!(matches!(resolution, Resolution::Unknown(_)), "{resolution:?}");
    // Unless the own clock is to be trusted.
    let trusting = server.configure(|builder| builder.clock(clock.clone()).clock_sync(false));
    let resolution = with_time(&clock, trusting.resolve_order(order)).await.0;
    assert!(matches!(resolution, Resolution::NotPlaced), "{resolution:?}");
}

#[tokio::test]
async fn a_conditional_order_is_found_by_its_own_method() {
    let clock = ManualClock::new(NOW);
    let server = server(&clock, |_, _| ok(ALGO_ORDER)).await;
    let client = server.client();
    let stop = client.create_algo_order().symbol("BTCUSDT").side("SELL").type_("STOP_MARKET").trigger_price("1.5");
    let error = stop.close_position(true).send().await.unwrap_err();
    let Resolution::Placed(_) = client.resolve_algo_order(&error.orders()[0]).await else { panic!("it is there") };
    let question = &server.requests()[1];
    assert!(question.line.starts_with("GET /fapi/v1/algoOrder?clientAlgoId="), "{}", question.line);
    let Resolution::Unknown(error) = client.resolve_order(&error.orders()[0]).await else { panic!("not by that") };
    assert_eq!(
        error.to_string(),
        "createOrder: parameter `newClientOrderId`: the order was sent by createAlgoOrder, and only its own method finds it"
    );
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn an_order_that_was_held_back_for_a_limit_carries_its_id_too() {
    let server = Server::answering(response("418 I'm a teapot", "retry-after: 120\r\n", "")).await;
    let client = server.configure(|builder| builder.limits(LimitPolicy::Refuse));
    client.test_connectivity().send().await.unwrap_err();
    let order = client.create_order().symbol("BTCUSDT").side("BUY").type_("MARKET").quantity("0.010");
    let error = order.new_client_order_id("mine").send().await.unwrap_err();
    assert!(matches!(error, Error::Limited(_)), "{error}");
    assert_eq!((error.outcome(), error.orders()[0].client_order_id()), (Outcome::NotSent, "mine"));
    assert_eq!(server.requests().len(), 1);
}

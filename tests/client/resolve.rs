//! What became of an order whose call left it unknown.

use std::sync::atomic::{AtomicUsize, Ordering};

use binance_usdm::sandbox::ManualClock;
use binance_usdm::types::OrderStatus;
use binance_usdm::{Client, Error, Outcome, Resolution, SentOrder};

use crate::retries::with_time;
use crate::support::{Answer, NOW, Request, Server, after, ok, response};

const ORDER: &str = include_str!("../fixtures/getOrder/resting-limit.json");
const ALGO_ORDER: &str = include_str!("../fixtures/getAlgoOrder/untriggered.json");

fn absent() -> Answer {
    response("400 Bad Request", "", r#"{"code":-2013,"msg":"Order does not exist."}"#)
}

/// A server that hangs up on orders and answers questions about them like this: the question's number counts from 0.
async fn server(answer: impl Fn(&Request, usize) -> Answer + Send + Sync + 'static) -> Server {
    let asked = AtomicUsize::new(0);
    let answer = move |request: &Request| {
        if request.line.starts_with("POST") {
            return Answer::HangUp(Vec::new());
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
    let server = server(|_, _| absent()).await;
    let client = server.client();
    let error = lost(&client).await;
    let [sent] = error.orders() else { panic!("one order") };
    assert_eq!(sent.client_order_id(), server.request().parameter("newClientOrderId"));
    assert_eq!((sent.symbol(), sent.valid_until()), ("BTCUSDT", Some(after(5_000))));
    assert_eq!(sent.placed_by().unwrap().id, "createOrder");

    let stop = client.create_algo_order().symbol("ETHUSDT").side("SELL").type_("STOP_MARKET").trigger_price("1.5");
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
    let server = server(|_, _| ok(ORDER)).await;
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
    let server = server(|_, _| absent()).await;
    let client = client(&server, &clock);
    let error = lost(&client).await;
    let (resolution, passed) = with_time(&clock, client.resolve_order(&error.orders()[0])).await;
    assert!(matches!(resolution, Resolution::NotPlaced), "{resolution:?}");
    // The receive window, and a margin.
    assert_eq!(passed, 7_000);
    assert!((3..20).contains(&server.requests().len()));
    // By then it is known at once.
    let (resolution, passed) = with_time(&clock, client.resolve_order(&error.orders()[0])).await;
    assert!(matches!(resolution, Resolution::NotPlaced) && passed == 0, "{resolution:?}");
}

#[tokio::test]
async fn an_order_that_appears_late_is_found() {
    let clock = ManualClock::new(NOW);
    let server = server(|_, asked| if asked < 4 { absent() } else { ok(ORDER) }).await;
    let client = client(&server, &clock);
    let error = lost(&client).await;
    let (resolution, passed) = with_time(&clock, client.resolve_order(&error.orders()[0])).await;
    assert!(matches!(resolution, Resolution::Placed(_)) && (1..7_000).contains(&passed), "{resolution:?} {passed}");
}

#[tokio::test]
async fn if_the_exchange_does_not_answer_it_stays_unknown_after_a_while() {
    let clock = ManualClock::new(NOW);
    let server = server(|_, _| Answer::HangUp(Vec::new())).await;
    let client = client(&server, &clock);
    let error = lost(&client).await;
    let (resolution, passed) = with_time(&clock, client.resolve_order(&error.orders()[0])).await;
    let Resolution::Unknown(Error::Transport(_)) = resolution else { panic!("{resolution:?}") };
    assert!((30_000..45_000).contains(&passed), "{passed} ms");
}

#[tokio::test]
async fn what_will_not_change_is_told_at_once() {
    let clock = ManualClock::new(NOW);
    let refused = r#"{"code":-2015,"msg":"Invalid API-key, IP, or permissions for action."}"#;
    let server = server(move |_, _| response("401 Unauthorized", "", refused)).await;
    let client = client(&server, &clock);
    let (resolution, passed) = with_time(&clock, client.resolve_order(("BTCUSDT", "mine"))).await;
    let Resolution::Unknown(Error::Exchange(error)) = resolution else { panic!("{resolution:?}") };
    assert_eq!((error.code(), passed), ((-2015).into(), 0));
}

#[tokio::test]
async fn an_order_of_which_only_the_id_is_known_may_just_have_been_sent() {
    let clock = ManualClock::new(NOW);
    let server = server(|_, _| absent()).await;
    let client = server.configure(|builder| builder.clock(clock.clone()).recv_window(10_000));
    let (resolution, passed) = with_time(&clock, client.resolve_order(("BTCUSDT", "mine"))).await;
    assert!(matches!(resolution, Resolution::NotPlaced) && passed == 12_000, "{resolution:?} {passed}");
    let long_ago = SentOrder::new("BTCUSDT", "mine").until(after(-60_000));
    let (resolution, passed) = with_time(&clock, client.resolve_order(long_ago)).await;
    assert!(matches!(resolution, Resolution::NotPlaced) && passed == 0, "{resolution:?} {passed}");
}

#[tokio::test]
async fn a_conditional_order_is_found_by_its_own_method() {
    let server = server(|_, _| ok(ALGO_ORDER)).await;
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

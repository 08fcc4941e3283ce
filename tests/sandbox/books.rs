//! What the sandbox tells of what it did.

use serde_json::json;

use crate::bench::{ALGO_PATH, Bench, MINUTE, NOW, ORDER_PATH, encoded};

#[tokio::test]
async fn every_accepted_order_is_in_the_books_whatever_became_of_it() {
    let bench = Bench::new().await;
    bench.set("88000");
    let resting = "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.0100&price=87000";
    let cancelled = bench.order(&format!("{resting}&newClientOrderId=a")).await.ok();
    bench.signed("DELETE", ORDER_PATH, "symbol=BTCUSDT&origClientOrderId=a").await.ok();
    bench.clock.advance(MINUTE);
    bench.order("symbol=ETHUSDT&side=BUY&type=MARKET&quantity=0.1&newClientOrderId=b").await.ok();
    bench.order("symbol=ETHUSDT&side=BUY&type=MARKET&quantity=0").await.refused(400, -4003);
    let stop = bench.algo("side=SELL&type=STOP_MARKET&triggerPrice=80000&closePosition=true&clientAlgoId=c").await.ok();

    let placed = bench.sandbox.placed_orders();
    let seen: Vec<_> = placed
        .iter()
        .map(|order| {
            let quantity = order.quantity.map(|quantity| quantity.to_string());
            (order.symbol, order.client_order_id.as_str(), order.conditional, quantity, order.time.as_millis())
        })
        .collect();
    let quantity = |text: &str| Some(text.to_owned());
    assert_eq!(
        seen,
        [
            ("BTCUSDT", "a", false, quantity("0.0100"), NOW),
            ("ETHUSDT", "b", false, quantity("0.1"), NOW + MINUTE),
            ("BTCUSDT", "c", true, None, NOW + MINUTE),
        ]
    );
    assert_eq!(
        (json!(placed[0].order_id), json!(placed[2].order_id)),
        (cancelled["orderId"].clone(), stop["algoId"].clone())
    );
}

#[tokio::test]
async fn an_order_without_a_client_id_has_the_one_that_it_was_given() {
    let bench = Bench::new().await;
    let placed = bench.order("symbol=ETHUSDT&side=BUY&type=MARKET&quantity=0.100").await.ok();
    assert_eq!(placed["clientOrderId"], bench.sandbox.placed_orders()[0].client_order_id.as_str());
}

#[tokio::test]
async fn every_order_of_a_batch_is_in_the_books_and_the_refused_ones_are_not() {
    let bench = Bench::new().await;
    let row = |id: &str, quantity: &str| json!({ "symbol": "ETHUSDT", "side": "BUY", "type": "MARKET", "quantity": quantity, "newClientOrderId": id });
    let rows = json!([row("a", "0.1"), row("b", "0"), row("c", "0.200")]);
    bench.signed("POST", "/fapi/v1/batchOrders", &format!("batchOrders={}", encoded(&rows.to_string()))).await.ok();
    let placed = bench.sandbox.placed_orders();
    let ids: Vec<&str> = placed.iter().map(|order| order.client_order_id.as_str()).collect();
    assert_eq!(ids, ["a", "c"]);
    assert_eq!(bench.sandbox.executions("createBatchOrders"), 1);
}

#[tokio::test]
async fn a_conditional_order_that_is_triggered_is_in_the_books_once() {
    let bench = Bench::new().await;
    bench.set("88000");
    bench.algo("side=BUY&type=STOP_MARKET&quantity=0.010&triggerPrice=89000&clientAlgoId=stop").await.ok();
    bench.set("89000");
    assert_eq!(bench.position("BTCUSDT").await["positionAmt"], "0.010");
    assert_eq!(bench.sandbox.placed_orders().len(), 1);
}

#[tokio::test]
async fn what_was_refused_was_not_executed() {
    let bench = Bench::new().await;
    let order = "symbol=ETHUSDT&side=BUY&type=MARKET&quantity=";
    bench.order(&format!("{order}0.100")).await.ok();
    bench.order(&format!("{order}0")).await.refused(400, -4003);
    bench.send("POST", ORDER_PATH, "", "").await.refused(401, -2014);
    assert_eq!((bench.sandbox.requests("createOrder"), bench.sandbox.executions("createOrder")), (3, 1));
    assert_eq!(bench.sandbox.executions("nonsense"), 0);
}

#[tokio::test]
async fn a_client_id_is_unique_among_open_orders_of_its_kind() {
    let bench = Bench::new().await;
    bench.set("88000");
    let order = |symbol: &str, price: &str| {
        format!("symbol={symbol}&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price={price}&newClientOrderId=same")
    };
    bench.order(&order("BTCUSDT", "87000")).await.ok();
    let ether = bench.price("ETHUSDT").await;
    bench.order(&order("ETHUSDT", &(ether - rust_decimal::Decimal::from(100)).to_string())).await.refused(400, -4116);
    let stop = "side=SELL&type=STOP_MARKET&quantity=0.010&triggerPrice=80000&clientAlgoId=same";
    bench.algo(stop).await.ok();
    bench.algo(stop).await.refused(400, -4116);

    bench.signed("DELETE", ORDER_PATH, "symbol=BTCUSDT&origClientOrderId=same").await.ok();
    bench.order(&order("BTCUSDT", "87000")).await.ok();
    bench.signed("DELETE", ALGO_PATH, "clientAlgoId=same").await.ok();
    bench.algo(stop).await.ok();
    assert_eq!(bench.sandbox.placed_orders().len(), 4);
}

#[tokio::test]
async fn a_client_id_has_up_to_36_of_the_legal_characters() {
    let bench = Bench::new().await;
    let longest = "aZ09.:/_-".repeat(4);
    for (id, plain, conditional) in [
        (longest.clone(), None, None),
        (format!("{longest}x"), Some(-4015), Some(-4015)),
        ("a b".to_owned(), Some(-1100), Some(-1100)),
        ("é".to_owned(), Some(-1100), Some(-1100)),
        ("a+b".to_owned(), Some(-1100), Some(-1100)),
        (String::new(), Some(-1105), Some(-1105)),
    ] {
        let id = encoded(&id);
        let order = format!("symbol=ETHUSDT&side=BUY&type=MARKET&quantity=0.100&newClientOrderId={id}");
        let stop = format!("side=SELL&type=STOP_MARKET&quantity=0.010&triggerPrice=50000&clientAlgoId={id}");
        for (reply, expected) in [(bench.order(&order).await, plain), (bench.algo(&stop).await, conditional)] {
            assert_eq!(reply.json()["code"].as_i64(), expected, "{id}");
        }
    }
}

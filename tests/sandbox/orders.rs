//! Plain orders.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::bench::{Bench, MINUTE, NOW, ORDER_PATH, decimal, encoded};

#[tokio::test]
async fn a_symbol_beyond_ascii_is_traded_percent_encoded() {
    let bench = Bench::new().await;
    let symbol = encoded("币安人生USDT");
    bench.order(&format!("symbol={symbol}&side=BUY&type=MARKET&quantity=100")).await.ok();
    let position = bench.position(&symbol).await;
    assert_eq!((&position["symbol"], &position["positionAmt"]), (&json!("币安人生USDT"), &json!("100")));
}

#[tokio::test]
async fn orders_that_break_a_rule_of_the_contract_are_refused() {
    let bench = Bench::new().await;
    let price = bench.price("BTCUSDT").await;
    let limit = |rest: &str| format!("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&{rest}");
    let market = |rest: &str| format!("symbol=BTCUSDT&side=BUY&type=MARKET&{rest}");
    let gtd =
        |rest: &str| format!("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTD&quantity=0.01&price={price}{rest}");
    for (order, code) in [
        (limit(&format!("quantity=0.01&price={}.05", price.trunc())), -4014),
        (limit(&format!("quantity=0.01&price={}.001", price.trunc())), -1111),
        (limit(&format!("quantity=0.0001&price={price}")), -1111),
        (limit(&format!("quantity=0&price={price}")), -4003),
        (limit(&format!("quantity=1001&price={price}")), -4005),
        (limit(&format!("quantity=0.001&price={price}")), -4164),
        (limit("quantity=0.01&price=199999"), -4016),
        (limit("quantity=0.01&price=1"), -4013),
        (limit("price=80000"), -1102),
        (limit("quantity=0.01"), -1102),
        (limit("quantity=abc&price=80000"), -1102),
        ("symbol=BTCUSDT&side=BUY&type=LIMIT&quantity=0.01&price=80000".to_owned(), -1102),
        (market("quantity=0.01&price=80000"), -1106),
        (market("quantity=0.01&timeInForce=GTC"), -1106),
        (market("quantity=0.01&positionSide=LONG"), -4061),
        (market("quantity=0.01&reduceOnly=true"), -2022),
        (market("quantity=5"), -2019),
        (market("quantity=0.01&newClientOrderId=no%20spaces"), -1100),
        (limit(&format!("quantity=0.01&price={price}&priceMatch=QUEUE")), -5037),
        (limit("quantity=0.01&priceMatch=OPPONENT_10"), -5037),
        (limit(&format!("quantity=0.01&price={price}&selfTradePreventionMode=NEVER")), -5039),
        (gtd(""), -1102),
        (gtd(&format!("&goodTillDate={}", NOW + 600_000)), -5040),
        ("symbol=BTCSTUSDT&side=BUY&type=MARKET&quantity=1".to_owned(), -4140),
    ] {
        let reply = bench.order(&order).await;
        assert_eq!(reply.json()["code"], code, "{order}: {}", reply.text);
        assert_eq!(reply.status, 400);
    }
    assert_eq!(bench.sandbox.open_orders(), 0);
    assert_eq!(bench.wallet().await, Decimal::from(10_000));
}

#[tokio::test]
async fn a_conditional_order_is_sent_on_to_the_algo_service() {
    let bench = Bench::new().await;
    for kind in ["STOP", "STOP_MARKET", "TAKE_PROFIT", "TAKE_PROFIT_MARKET", "TRAILING_STOP_MARKET"] {
        let order = format!("symbol=BTCUSDT&side=SELL&type={kind}&quantity=0.01");
        for parameters in [order.clone(), format!("{order}&stopPrice=80000&closePosition=true")] {
            let msg = bench.order(&parameters).await.refused(400, -4120);
            let expected =
                "Order type not supported for this endpoint. Please use the Algo Order API endpoints instead.";
            assert_eq!(msg, expected);
        }
    }
    let market = "symbol=BTCUSDT&side=SELL&type=MARKET&quantity=0.01";
    let msg = bench.order(&format!("{market}&stopPrice=80000")).await.refused(400, -1106);
    assert_eq!(msg, "Parameter 'stopprice' sent when not required.");
    bench.order(&format!("{market}&stopPrize=80000")).await.refused(400, -1104);
    bench.order("symbol=BTCUSDT&side=SELL&type=STOP_LIMIT&quantity=0.01").await.refused(400, -1116);
}

#[tokio::test]
async fn an_order_good_till_a_date_expires_on_it() {
    let bench = Bench::new().await;
    let price = bench.price("BTCUSDT").await - Decimal::from(1_000);
    let date = NOW + 700_000;
    let order = format!(
        "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTD&goodTillDate={date}&quantity=0.010&price={price}&newClientOrderId=till"
    );
    assert_eq!(bench.order(&order).await.ok()["goodTillDate"], date);
    bench.clock.set(date);
    let queried = bench.signed("GET", ORDER_PATH, "symbol=BTCUSDT&origClientOrderId=till").await.ok();
    assert_eq!((&queried["status"], &queried["updateTime"]), (&json!("EXPIRED"), &json!(date)));
}

#[tokio::test]
async fn an_acknowledgement_shows_the_order_before_its_fill() {
    let bench = Bench::new().await;
    let reply = bench.order("symbol=ETHUSDT&side=SELL&type=MARKET&quantity=0.100").await;
    assert_eq!(reply.header("x-mbx-order-count-10s"), Some("1"));
    assert_eq!(reply.header("x-mbx-order-count-1m"), Some("1"));
    let order = reply.ok();
    assert_eq!((&order["status"], &order["executedQty"]), (&json!("NEW"), &json!("0.000")));
    assert!(order["orderId"].as_i64().unwrap() > 1 << 53);
    assert_eq!(bench.position("ETHUSDT").await["positionAmt"], "-0.100");
}

#[tokio::test]
async fn a_resting_order_fills_as_maker_when_the_price_comes_to_it() {
    let bench = Bench::new().await;
    let bid = bench.price("BTCUSDT").await - Decimal::from(20);
    let order = format!("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTX&quantity=0.010&price={bid}");
    let placed = bench.order(&order).await.ok();
    assert_eq!((&placed["status"], &placed["timeInForce"]), (&json!("NEW"), &json!("GTX")));
    assert_eq!(bench.sandbox.open_orders(), 1);
    let account = bench.signed("GET", "/fapi/v2/account", "").await.ok();
    assert_eq!(decimal(&account["totalOpenOrderInitialMargin"]), bid / Decimal::from(2_000));

    bench.wait_for_price(|price| price < bid).await;
    let query = format!("symbol=BTCUSDT&orderId={}", placed["orderId"]);
    let queried = bench.signed("GET", ORDER_PATH, &query).await.ok();
    assert_eq!((&queried["status"], decimal(&queried["avgPrice"])), (&json!("FILLED"), bid));
    let fee = bid * Decimal::new(10, 3) * Decimal::new(2, 4);
    let rows = bench.signed("GET", "/fapi/v1/income", "incomeType=COMMISSION").await.ok();
    assert_eq!(decimal(&rows[0]["income"]), -fee);
}

#[tokio::test]
async fn the_time_in_force_decides_what_happens_at_once() {
    let bench = Bench::new().await;
    let price = bench.price("BTCUSDT").await;
    let (near, far) = (price + Decimal::from(5), price - Decimal::from(500));
    let order = |time_in_force: &str, price: Decimal| {
        format!(
            "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce={time_in_force}&quantity=0.005&price={price}&newOrderRespType=RESULT"
        )
    };
    bench.order(&order("GTX", near)).await.refused(400, -5022);
    bench.order(&order("FOK", far)).await.refused(400, -5021);
    assert_eq!(bench.order(&order("IOC", far)).await.ok()["status"], "EXPIRED");
    assert_eq!(bench.order(&order("IOC", near)).await.ok()["status"], "FILLED");
    assert_eq!(bench.order(&order("FOK", near)).await.ok()["status"], "FILLED");
    assert_eq!(bench.sandbox.open_orders(), 0);
}

#[tokio::test]
async fn orders_are_cancelled_and_queried_by_either_id() {
    let bench = Bench::new().await;
    let price = bench.price("BTCUSDT").await - Decimal::from(1_000);
    let order = format!(
        "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.010&price={price}&newClientOrderId=mine-1"
    );
    let placed = bench.order(&order).await.ok();
    bench.order(&order).await.refused(400, -4116);
    let by_client = "symbol=BTCUSDT&origClientOrderId=mine-1";
    assert_eq!(bench.signed("GET", ORDER_PATH, by_client).await.ok()["orderId"], placed["orderId"]);
    assert_eq!(bench.signed("GET", "/fapi/v1/openOrders", "").await.ok().as_array().unwrap().len(), 1);

    let cancelled = bench.signed("DELETE", ORDER_PATH, by_client).await.ok();
    assert_eq!((&cancelled["status"], &cancelled["cumQty"]), (&json!("CANCELED"), &json!("0.000")));
    assert!(cancelled.get("time").is_none());
    let by_id = format!("symbol=BTCUSDT&orderId={}", placed["orderId"]);
    assert_eq!(bench.signed("DELETE", ORDER_PATH, &by_id).await.refused(400, -2011), "Unknown order sent.");
    assert_eq!(bench.signed("GET", ORDER_PATH, &by_id).await.ok()["status"], "CANCELED");
    assert_eq!(bench.signed("GET", "/fapi/v1/openOrders", "symbol=BTCUSDT").await.ok(), json!([]));

    bench.signed("GET", ORDER_PATH, "symbol=BTCUSDT").await.refused(400, -1102);
    bench.signed("GET", ORDER_PATH, "symbol=BTCUSDT&orderId=1").await.refused(400, -2013);
    bench.clock.advance(3 * 24 * 60 * MINUTE + 1);
    bench.signed("GET", ORDER_PATH, &by_id).await.refused(400, -2013);
}

#[tokio::test]
async fn a_batch_answers_row_by_row() {
    let bench = Bench::new().await;
    let rows = json!([
        { "symbol": "BTCUSDT", "side": "BUY", "type": "MARKET", "quantity": "0.002" },
        { "symbol": "ETHUSDT", "side": "BUY", "type": "MARKET", "quantity": "0.1", "reduceOnly": "true" },
        { "symbol": "BTCUSDT", "side": "BUY", "type": "MARKET", "quantity": 0.002 },
        { "symbol": "NONSENSE", "side": "BUY", "type": "MARKET", "quantity": "1" },
        { "symbol": "BTCUSDT", "side": "SELL", "type": "STOP_MARKET", "stopPrice": "80000", "closePosition": "true" },
    ]);
    let batch = |rows: &Value| format!("batchOrders={}", encoded(&rows.to_string()));
    let reply = bench.signed("POST", "/fapi/v1/batchOrders", &batch(&rows)).await;
    assert_eq!(reply.header("x-mbx-order-count-10s"), Some("5"));
    let answers = reply.ok();
    assert_eq!(answers[0]["symbol"], "BTCUSDT");
    assert_eq!(answers[1], json!({ "code": -2022, "msg": "ReduceOnly Order is rejected." }));
    let codes: Vec<&Value> = (2..5).map(|row| &answers[row]["code"]).collect();
    assert_eq!(codes, [&json!(-1102), &json!(-1121), &json!(-4120)]);
    let misspelt =
        json!([{ "symbol": "BTCUSDT", "side": "BUY", "type": "MARKET", "quantity": "1", "reduceonly": "true" }]);
    let answers = bench.signed("POST", "/fapi/v1/batchOrders", &batch(&misspelt)).await.ok();
    assert_eq!(answers[0]["code"], -1104);

    let six = Value::Array(vec![rows[0].clone(); 6]);
    bench.signed("POST", "/fapi/v1/batchOrders", &batch(&six)).await.refused(400, -4082);
    bench.signed("POST", "/fapi/v1/batchOrders", "batchOrders=%7B%7D").await.refused(400, -1130);
}

#[tokio::test]
async fn of_orders_that_would_trade_with_each_other_a_single_one_spares_the_taker_and_one_of_a_batch_both() {
    let bench = Bench::new().await;
    let single = bench.order("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.002").await.ok();
    assert_eq!(single["selfTradePreventionMode"], "EXPIRE_MAKER");
    let row = json!({ "symbol": "BTCUSDT", "side": "BUY", "type": "MARKET", "quantity": "0.002" });
    let mut asked = row.clone();
    asked["selfTradePreventionMode"] = json!("EXPIRE_BOTH");
    let batch = format!("batchOrders={}", encoded(&json!([row, asked]).to_string()));
    let answers = bench.signed("POST", "/fapi/v1/batchOrders", &batch).await.ok();
    let modes = [0, 1].map(|row| answers[row]["selfTradePreventionMode"].clone());
    assert_eq!(modes, ["NONE", "EXPIRE_BOTH"]);
}

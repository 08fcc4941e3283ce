//! Conditional orders whose price comes.

use rust_decimal::Decimal;
use serde_json::json;

use crate::bench::{ALGO_PATH, Bench, MINUTE, NOW, ORDER_PATH};

/// A sandbox where Bitcoin costs 88,000.
async fn bench() -> Bench {
    let bench = Bench::new().await;
    bench.set("88000");
    bench
}

fn number(text: &str) -> Decimal {
    text.parse().unwrap()
}

#[tokio::test]
async fn a_stop_loss_closes_the_position_to_the_last_digit() {
    let bench = bench().await;
    bench.open("BUY", "0.100").await;
    let stop = "side=SELL&type=STOP_MARKET&triggerPrice=87000&closePosition=true&workingType=MARK_PRICE";
    let stop = bench.algo(&format!("{stop}&clientAlgoId=stop")).await.ok();
    bench.set("87000.10");
    assert_eq!(bench.algo_order(&stop).await["algoStatus"], "NEW");
    bench.clock.advance(MINUTE);
    bench.set("86990");

    // Bought at 88000.10, sold at 86990, with a fee of 0.05 % both times.
    let fees = number("4.400005") + number("4.3495");
    assert_eq!(bench.wallet().await, Decimal::from(10_000) - number("101.01") - fees);
    assert_eq!(bench.position("BTCUSDT").await["positionAmt"], "0.000");
    let done = bench.algo_order(&stop).await;
    assert_eq!((&done["algoStatus"], &done["triggerTime"]), (&json!("FINISHED"), &json!(NOW + MINUTE)));
    assert_eq!((&done["actualPrice"], &done["actualQty"]), (&json!("86990.00000"), &json!("0.100")));
    assert_eq!(done["actualType"], "MARKET");

    let query = format!("symbol=BTCUSDT&orderId={}", done["actualOrderId"].as_str().unwrap());
    let order = bench.signed("GET", ORDER_PATH, &query).await.ok();
    assert_eq!((&order["status"], &order["reduceOnly"]), (&json!("FILLED"), &json!(true)));
    assert_eq!((&order["clientOrderId"], &order["executedQty"]), (&json!("stop"), &json!("0.100")));
    bench.signed("DELETE", ALGO_PATH, "clientAlgoId=stop").await.refused(400, -2011);
    assert_eq!(bench.signed("GET", "/fapi/v1/openAlgoOrders", "").await.ok(), json!([]));
}

#[tokio::test]
async fn a_profit_is_taken_from_a_short_position_in_part() {
    let bench = bench().await;
    bench.open("SELL", "0.100").await;
    let take = "side=BUY&type=TAKE_PROFIT_MARKET&quantity=0.040&triggerPrice=87000&reduceOnly=true";
    let take = bench.algo(take).await.ok();
    bench.set("86999.90");
    // Sold at 88000, bought back at 87000.
    let fees = number("4.4") + number("1.74");
    assert_eq!(bench.wallet().await, Decimal::from(10_000) + Decimal::from(40) - fees);
    assert_eq!(bench.position("BTCUSDT").await["positionAmt"], "-0.060");
    let done = bench.algo_order(&take).await;
    assert_eq!((&done["algoStatus"], &done["actualPrice"]), (&json!("FINISHED"), &json!("87000.00000")));
}

#[tokio::test]
async fn a_trailing_stop_follows_the_best_price_and_triggers_on_the_way_back() {
    let bench = bench().await;
    bench.open("BUY", "0.100").await;
    let order = "side=SELL&type=TRAILING_STOP_MARKET&quantity=0.100&callbackRate=1&activatePrice=89000&reduceOnly=true";
    let trailing = bench.algo(order).await.ok();
    // Not active yet; then active, with a best price of 90,000, of which 1 % is 900.
    for price in ["86000", "88999.90", "89000", "90000", "89500", "89100.10"] {
        bench.set(price);
        assert_eq!(bench.algo_order(&trailing).await["algoStatus"], "NEW", "{price}");
    }
    bench.set("89100");
    let done = bench.algo_order(&trailing).await;
    assert_eq!((&done["algoStatus"], &done["actualPrice"]), (&json!("FINISHED"), &json!("89100.00000")));
    assert_eq!(bench.position("BTCUSDT").await["positionAmt"], "0.000");
}

#[tokio::test]
async fn a_trailing_stop_without_an_activation_price_follows_from_the_start() {
    let bench = bench().await;
    bench.open("SELL", "0.100").await;
    let trailing = bench.algo("side=BUY&type=TRAILING_STOP_MARKET&quantity=0.100&callbackRate=0.5").await.ok();
    bench.set("88439.90");
    assert_eq!(bench.algo_order(&trailing).await["algoStatus"], "NEW");
    bench.set("88440");
    assert_eq!(bench.algo_order(&trailing).await["algoStatus"], "FINISHED");
}

#[tokio::test]
async fn a_limit_stop_rests_in_the_book_once_it_is_triggered() {
    let bench = bench().await;
    bench.open("BUY", "0.100").await;
    let stop = bench.algo("side=SELL&type=STOP&quantity=0.100&price=87500&triggerPrice=87000").await.ok();
    bench.set("86900");
    let triggered = bench.algo_order(&stop).await;
    assert_eq!((&triggered["algoStatus"], &triggered["actualType"]), (&json!("TRIGGERED"), &json!("LIMIT")));
    assert_eq!((&triggered["actualPrice"], &triggered["actualQty"]), (&json!("0.00000"), &json!("0.000")));
    let open = bench.signed("GET", "/fapi/v1/openOrders", "").await.ok();
    assert_eq!(open[0]["orderId"].to_string(), triggered["actualOrderId"].as_str().unwrap());
    assert_eq!((&open[0]["price"], &open[0]["timeInForce"]), (&json!("87500.00"), &json!("GTC")));

    bench.set("87600");
    let done = bench.algo_order(&stop).await;
    assert_eq!((&done["algoStatus"], &done["actualPrice"]), (&json!("FINISHED"), &json!("87500.00000")));
    assert_eq!(bench.position("BTCUSDT").await["positionAmt"], "0.000");
}

#[tokio::test]
async fn a_matched_price_is_taken_from_the_book_when_the_order_is_triggered() {
    let bench = bench().await;
    let stop = bench.algo("side=BUY&type=STOP&quantity=0.010&priceMatch=QUEUE_5&triggerPrice=88500").await.ok();
    assert_eq!((&stop["priceMatch"], &stop["price"]), (&json!("QUEUE_5"), &json!("0.00")));
    bench.set("88600");
    let open = bench.signed("GET", "/fapi/v1/openOrders", "").await.ok();
    assert_eq!((&open[0]["price"], &open[0]["priceMatch"]), (&json!("88599.60"), &json!("QUEUE_5")));
}

#[tokio::test]
async fn the_margin_is_checked_when_the_order_is_triggered() {
    let bench = bench().await;
    let stop = bench.algo("side=BUY&type=STOP_MARKET&quantity=100&triggerPrice=88500").await.ok();
    bench.set("88500");
    let done = bench.algo_order(&stop).await;
    assert_eq!((&done["algoStatus"], &done["actualOrderId"]), (&json!("REJECTED"), &json!("")));
    assert_eq!(done["triggerTime"], NOW);
    assert_eq!(bench.wallet().await, Decimal::from(10_000));
}

#[tokio::test]
async fn what_would_reduce_a_position_is_rejected_without_one() {
    let bench = bench().await;
    let reducing = bench.algo("side=SELL&type=STOP_MARKET&quantity=0.01&triggerPrice=87000&reduceOnly=true").await.ok();
    let closing = bench.algo("side=SELL&type=STOP_MARKET&triggerPrice=87000&closePosition=true").await.ok();
    bench.open("SELL", "0.010").await;
    bench.set("87000");
    for placed in [reducing, closing] {
        assert_eq!(bench.algo_order(&placed).await["algoStatus"], "REJECTED");
    }
    assert_eq!(bench.position("BTCUSDT").await["positionAmt"], "-0.010");
}

#[tokio::test]
async fn a_post_only_order_that_would_take_is_rejected_when_it_is_triggered() {
    let bench = bench().await;
    let order = "side=BUY&type=STOP&quantity=0.010&price=89000&triggerPrice=88500&timeInForce=GTX";
    let stop = bench.algo(order).await.ok();
    bench.set("88500");
    assert_eq!(bench.algo_order(&stop).await["algoStatus"], "REJECTED");
}

#[tokio::test]
async fn an_order_expires_on_its_date_even_where_its_price_has_come_later() {
    let bench = bench().await;
    let date = (NOW + 700_000) / 1_000 * 1_000;
    let order = format!("side=SELL&type=STOP_MARKET&quantity=0.01&triggerPrice=87000&goodTillDate={date}");
    let stop = bench.algo(&format!("{order}&timeInForce=GTD")).await.ok();
    assert_eq!(stop["goodTillDate"], date);
    bench.clock.set(date - 1);
    assert_eq!(bench.algo_order(&stop).await["algoStatus"], "NEW");
    bench.clock.set(date + MINUTE);
    bench.set("86000");
    let done = bench.algo_order(&stop).await;
    assert_eq!((&done["algoStatus"], &done["updateTime"]), (&json!("EXPIRED"), &json!(date)));
    assert_eq!(bench.position("BTCUSDT").await["positionAmt"], "0.000");
}

#[tokio::test]
async fn an_order_that_lives_with_its_position_expires_with_it() {
    let bench = bench().await;
    bench.open("BUY", "0.100").await;
    let order = "side=SELL&closePosition=true&timeInForce=GTE_GTC";
    let stop = bench.algo(&format!("{order}&type=STOP_MARKET&triggerPrice=87000")).await.ok();
    let take = bench.algo(&format!("{order}&type=TAKE_PROFIT_MARKET&triggerPrice=89000")).await.ok();
    assert_eq!(stop["timeInForce"], "GTE_GTC");
    bench.set("89000");
    assert_eq!(bench.algo_order(&take).await["algoStatus"], "FINISHED");
    assert_eq!(bench.algo_order(&stop).await["algoStatus"], "EXPIRED");
}

#[tokio::test]
async fn a_moving_market_triggers_by_mark_or_by_last_price() {
    let bench = Bench::new().await;
    let (last, mark) = (bench.price("BTCUSDT").await, bench.mark().await);
    assert_ne!(last, mark);
    // A trigger between the two has been passed by one of them only.
    let between = ((last + mark) / Decimal::TWO).round_dp(1);
    let (lower, higher) = if last < mark { ("CONTRACT_PRICE", "MARK_PRICE") } else { ("MARK_PRICE", "CONTRACT_PRICE") };
    let order =
        |kind: &str| format!("side=SELL&type=STOP_MARKET&quantity=0.01&triggerPrice={between}&workingType={kind}");
    bench.algo(&order(lower)).await.refused(400, -2021);
    let waiting = bench.algo(&order(higher)).await.ok();
    assert_eq!(bench.algo_order(&waiting).await["algoStatus"], "NEW");
    bench.wait_for_price(|price| price < between - Decimal::from(30)).await;
    assert_eq!(bench.algo_order(&waiting).await["algoStatus"], "FINISHED");
}

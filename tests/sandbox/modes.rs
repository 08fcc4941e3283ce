//! Modes of the account and settings of contracts, and what refuses to change them.

use serde_json::{Value, json};

use crate::bench::{Bench, Reply};

const POSITION_MODE: &str = "/fapi/v1/positionSide/dual";
const MULTI_ASSETS: &str = "/fapi/v1/multiAssetsMargin";
const RESTING: &str = "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.010&price=80000";

async fn hedge(bench: &Bench, on: bool) -> Reply {
    bench.signed("POST", POSITION_MODE, &format!("dualSidePosition={on}")).await
}

async fn multi_assets(bench: &Bench, on: bool) -> Reply {
    bench.signed("POST", MULTI_ASSETS, &format!("multiAssetsMargin={on}")).await
}

async fn symbol_config(bench: &Bench, symbol: &str) -> Value {
    bench.signed("GET", "/fapi/v1/symbolConfig", &format!("symbol={symbol}")).await.ok()
}

#[tokio::test]
async fn the_position_mode_changes_only_without_orders_and_positions() {
    let bench = Bench::new().await;
    bench.set("85000.00");
    hedge(&bench, false).await.refused(400, -4059);
    let order = bench.order(RESTING).await.ok();
    hedge(&bench, true).await.refused(400, -4067);
    bench.signed("DELETE", "/fapi/v1/order", &format!("symbol=BTCUSDT&orderId={}", order["orderId"])).await.ok();
    let stop = bench.algo("side=SELL&type=STOP_MARKET&quantity=0.010&triggerPrice=80000").await.ok();
    hedge(&bench, true).await.refused(400, -4067);
    bench.signed("DELETE", "/fapi/v1/algoOrder", &format!("algoId={}", stop["algoId"])).await.ok();
    bench.open("BUY", "0.010").await;
    hedge(&bench, true).await.refused(400, -4068);
    bench.open("SELL", "0.010").await;
    assert_eq!(hedge(&bench, true).await.ok(), json!({ "code": 200, "msg": "success" }));
    hedge(&bench, true).await.refused(400, -4059);
    let mode = bench.signed("GET", POSITION_MODE, "").await.ok();
    assert_eq!(mode, json!({ "dualSidePosition": true }));
}

#[tokio::test]
async fn multi_assets_mode_and_isolated_margin_exclude_each_other() {
    let bench = Bench::new().await;
    let isolate = "symbol=ETHUSDT&marginType=ISOLATED";
    multi_assets(&bench, false).await.refused(400, -4171);
    bench.signed("POST", "/fapi/v1/marginType", isolate).await.ok();
    multi_assets(&bench, true).await.refused(400, -4167);
    bench.signed("POST", "/fapi/v1/marginType", "symbol=ETHUSDT&marginType=CROSSED").await.ok();
    assert_eq!(multi_assets(&bench, true).await.ok(), json!({ "code": 200, "msg": "success" }));
    multi_assets(&bench, true).await.refused(400, -4171);
    bench.signed("POST", "/fapi/v1/marginType", isolate).await.refused(400, -4168);
    assert_eq!(bench.signed("GET", MULTI_ASSETS, "").await.ok(), json!({ "multiAssetsMargin": true }));
}

#[tokio::test]
async fn the_multi_assets_mode_does_not_change_while_an_order_is_open() {
    let bench = Bench::new().await;
    bench.set("85000.00");
    bench.order(RESTING).await.ok();
    multi_assets(&bench, true).await.refused(400, -4170);
}

#[tokio::test]
async fn the_configuration_of_the_account_has_every_mode() {
    let bench = Bench::new().await;
    let config = async || bench.signed("GET", "/fapi/v1/accountConfig", "").await.ok();
    let account = async || bench.signed("GET", "/fapi/v2/account", "").await.ok();
    let before = config().await;
    assert_eq!((&before["dualSidePosition"], &before["multiAssetsMargin"]), (&json!(false), &json!(false)));
    hedge(&bench, true).await.ok();
    multi_assets(&bench, true).await.ok();
    let (after, account) = (config().await, account().await);
    assert_eq!((&after["dualSidePosition"], &after["multiAssetsMargin"]), (&json!(true), &json!(true)));
    for field in ["feeTier", "canTrade", "canDeposit", "canWithdraw", "multiAssetsMargin", "tradeGroupId"] {
        assert_eq!(after[field], account[field], "{field}");
    }
}

#[tokio::test]
async fn whether_bnb_pays_the_fees_is_as_it_was_last_set() {
    let bench = Bench::new().await;
    for on in [true, true, false] {
        bench.signed("POST", "/fapi/v1/feeBurn", &format!("feeBurn={on}")).await.ok();
        assert_eq!(bench.signed("GET", "/fapi/v1/feeBurn", "").await.ok(), json!({ "feeBurn": on }));
        assert_eq!(bench.signed("GET", "/fapi/v2/account", "").await.ok()["feeBurn"], on);
    }
}

#[tokio::test]
async fn the_configuration_of_a_contract_is_as_it_was_last_set() {
    let bench = Bench::new().await;
    let usual = json!({
        "symbol": "ETHUSDT", "marginType": "CROSSED", "isAutoAddMargin": false, "leverage": 20,
        "maxNotionalValue": "60000000",
    });
    assert_eq!(symbol_config(&bench, "ETHUSDT").await, json!([usual]));
    bench.signed("POST", "/fapi/v1/leverage", "symbol=ETHUSDT&leverage=75").await.ok();
    bench.signed("POST", "/fapi/v1/marginType", "symbol=ETHUSDT&marginType=ISOLATED").await.ok();
    let changed = &symbol_config(&bench, "ETHUSDT").await[0];
    assert_eq!((&changed["marginType"], &changed["leverage"]), (&json!("ISOLATED"), &json!(75)));
    assert_eq!(changed["maxNotionalValue"], "3000000");
    let all = bench.signed("GET", "/fapi/v1/symbolConfig", "").await.ok();
    let others = all.as_array().unwrap().iter().filter(|row| row["symbol"] != "ETHUSDT");
    assert!(others.clone().count() > 0 && others.clone().all(|row| row["marginType"] == "CROSSED"));
    bench.signed("GET", "/fapi/v1/symbolConfig", "symbol=NOUSDT").await.refused(400, -1121);
}

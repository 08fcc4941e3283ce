//! Modes, margin and fees: as the exchange documents them, and through the sandbox.

use binance_usdm::types::{MarginChange, MarginChangeCause};
use binance_usdm::{ErrorCategory, MarginType, PositionSide};

use crate::bench::Bench;
use crate::support::{Server, ok};

const BRACKETS: &str = r#"{"symbol":"ETHUSDT","notionalCoef":1.50,"brackets":[{"bracket":1,"initialLeverage":75,
    "notionalCap":10000,"notionalFloor":0,"maintMarginRatio":0.0065,"cum":0.0},{"bracket":2,"initialLeverage":50,
    "notionalCap":12345678901234567890.12345678,"notionalFloor":1.0E4,"maintMarginRatio":0.01,"cum":35}]}"#;

#[tokio::test]
async fn limits_and_ratios_of_brackets_keep_the_digits_that_json_has() {
    let server = Server::answering(ok(BRACKETS)).await;
    let answer = server.client().get_leverage_brackets().symbol("ETHUSDT").send().await.unwrap();
    let contract = answer.one().unwrap();
    assert_eq!(contract.notional_coef.unwrap().to_string(), "1.50");
    let [first, second] = &contract.brackets[..] else { panic!("{contract:?}") };
    assert_eq!((first.maint_margin_ratio.to_string(), first.cum.to_string()), ("0.0065".into(), "0.0".into()));
    assert_eq!(second.notional_cap.to_string(), "12345678901234567890.12345678");
    assert_eq!(second.notional_floor.to_string(), "10000");
}

#[tokio::test]
async fn brackets_of_one_contract_are_read_from_an_object_and_from_a_list_of_one() {
    for body in [BRACKETS.to_owned(), format!("[{BRACKETS}]")] {
        let server = Server::answering(ok(&body)).await;
        let answer = server.client().get_leverage_brackets().symbol("ETHUSDT").send().await.unwrap();
        assert_eq!(answer.as_slice()[0].brackets.len(), 2);
    }
}

#[tokio::test]
async fn a_bracket_that_does_not_decode_is_named() {
    let server = Server::answering(ok(&BRACKETS.replace("0.0065", "\"little\""))).await;
    let error = server.client().get_leverage_brackets().symbol("ETHUSDT").send().await.unwrap_err();
    let message = error.to_string();
    assert!(message.contains("brackets[0].maintMarginRatio") && message.contains("little"), "{message}");
}

#[tokio::test]
async fn a_contract_is_told_how_it_is_set_in_types_of_their_own() {
    let bench = Bench::new().await;
    bench.client.change_leverage().symbol("ETHUSDT").leverage(5).send().await.unwrap();
    bench.client.change_margin_type().symbol("ETHUSDT").margin_type(MarginType::Isolated).send().await.unwrap();
    let rows = bench.client.get_symbol_config().symbol("ETHUSDT").send().await.unwrap();
    assert_eq!((rows[0].leverage, &rows[0].margin_type), (5, &MarginType::Isolated));
    assert!(!rows[0].is_auto_add_margin);
}

#[tokio::test]
async fn margin_that_is_added_is_in_the_history() {
    let bench = Bench::new().await;
    let client = &bench.client;
    client.change_margin_type().symbol("ETHUSDT").margin_type("ISOLATED").send().await.unwrap();
    client.create_order().symbol("ETHUSDT").side("BUY").type_("MARKET").quantity("1").send().await.unwrap();
    let change = client.change_position_margin().symbol("ETHUSDT").amount("12.50").type_(MarginChange::Add);
    let changed = change.send().await.unwrap();
    let expected = ("12.50".parse().unwrap(), MarginChange::Add, 200);
    assert_eq!((changed.amount, changed.type_.clone(), changed.code), expected);
    let rows = client.get_position_margin_history().symbol("ETHUSDT").type_(MarginChange::Add).send().await.unwrap();
    assert_eq!((rows[0].amount, &rows[0].delta_type), (changed.amount, &MarginChangeCause::UserAdjust));
    assert_eq!(rows[0].type_, MarginChange::Add);
    assert_eq!(rows[0].position_side, PositionSide::Both);
}

#[tokio::test]
async fn a_mode_that_is_set_already_is_an_error_that_says_so() {
    let bench = Bench::new().await;
    let error = bench.client.change_position_mode().dual_side_position(false).send().await.unwrap_err();
    let code = error.exchange().unwrap().code();
    assert_eq!(code.name(), Some("NO_NEED_TO_CHANGE_POSITION_SIDE"));
    assert_eq!(code.category(), ErrorCategory::NoChange);
}

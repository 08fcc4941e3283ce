use std::fmt::Write as _;

use super::digits::Digits;
use super::{ONE_IN_EMPTY, ONE_IN_UNKNOWN};

/// An account with so many positions; a few of its assets are inactive, and say nothing of themselves.
pub fn account(positions: usize) -> String {
    let mut digits = Digits::new(5);
    let mut body = String::from("{");
    for name in [
        "totalInitialMargin",
        "totalMaintMargin",
        "totalWalletBalance",
        "totalUnrealizedProfit",
        "totalMarginBalance",
        "totalPositionInitialMargin",
        "totalOpenOrderInitialMargin",
        "totalCrossWalletBalance",
        "totalCrossUnPnl",
        "availableBalance",
        "maxWithdrawAmount",
    ] {
        write!(body, r#""{name}":"{}","#, digits.decimal(6, 8)).unwrap();
    }
    body.push_str(r#""assets":["#);
    for index in 0..20 {
        asset(&mut body, &mut digits, index);
    }
    body.push_str(r#"],"positions":["#);
    for index in 0..positions {
        position(&mut body, &mut digits, index);
    }
    body.push_str("]}");
    body
}

fn asset(body: &mut String, digits: &mut Digits, index: usize) {
    let comma = if index == 0 { "" } else { "," };
    write!(body, r#"{comma}{{"asset":"USD{index}","#).unwrap();
    let active = !digits.one_in(ONE_IN_EMPTY);
    for name in [
        "walletBalance",
        "unrealizedProfit",
        "marginBalance",
        "maintMargin",
        "initialMargin",
        "positionInitialMargin",
        "openOrderInitialMargin",
        "crossWalletBalance",
        "crossUnPnl",
        "availableBalance",
        "maxWithdrawAmount",
    ] {
        let figure = if active { digits.decimal(5, 8) } else { String::new() };
        write!(body, r#""{name}":"{figure}","#).unwrap();
    }
    body.push_str(r#""marginAvailable":true,"updateTime":1790003560100}"#);
}

fn position(body: &mut String, digits: &mut Digits, index: usize) {
    let comma = if index == 0 { "" } else { "," };
    let side = if digits.one_in(ONE_IN_UNKNOWN) { "NET" } else { "BOTH" };
    write!(
        body,
        r#"{comma}{{"symbol":"{}","positionSide":"{side}","positionAmt":"{}","unrealizedProfit":"{}","isolatedMargin":"0","notional":"{}","isolatedWallet":"0","initialMargin":"{}","maintMargin":"{}","updateTime":1790003550022}}"#,
        digits.symbol(),
        digits.signed(4, 3),
        digits.signed(3, 8),
        digits.signed(5, 8),
        digits.decimal(4, 8),
        digits.decimal(3, 8),
    )
    .unwrap();
}

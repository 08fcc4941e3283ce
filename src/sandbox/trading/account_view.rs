//! The account as the exchange shows it: balances, positions, and both together.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::account::{Balance, MARGIN_ASSET};
use super::desk::Desk;
use super::margin::{Margin, Totals};
use super::order::scaled;
use super::position::Position;
use crate::sandbox::market::{Contract, Quote};

/// Amounts of money have eight digits after the point.
fn money(amount: Decimal) -> String {
    scaled(amount, 8)
}

/// The numbers that the margin asset shares with the account; any other asset only has its balance.
fn totals_of(balance: &Balance, totals: Totals) -> Totals {
    if balance.asset == MARGIN_ASSET { totals } else { Totals::new(balance.amount) }
}

pub fn balances(desk: &Desk, now: i64) -> Value {
    let (account_totals, alias) = (desk.totals(now), desk.seed.branch("alias").text(0, 16));
    let row = |balance: &Balance| {
        let totals = totals_of(balance, account_totals);
        json!({
            "accountAlias": alias,
            "asset": balance.asset,
            "balance": money(balance.amount),
            "crossWalletBalance": money(totals.cross_wallet()),
            "crossUnPnl": money(totals.cross_unrealized),
            "availableBalance": money(totals.available()),
            "maxWithdrawAmount": money(totals.withdrawable()),
            "marginAvailable": true,
            "updateTime": balance.updated,
        })
    };
    desk.account.balances.iter().map(row).collect()
}

/// The account. Its totals are those of the margin asset, because the account is in single-asset mode.
pub fn account(desk: &Desk, now: i64) -> Value {
    let totals = desk.totals(now);
    let assets: Value =
        desk.account.balances.iter().map(|balance| asset(balance, totals_of(balance, totals))).collect();
    let positions: Value = desk
        .account
        .positions()
        .map(|(contract, position)| account_position(desk, position, &desk.market.quote(contract, now)))
        .collect();
    json!({
        "feeTier": 0,
        "feeBurn": true,
        "canTrade": true,
        "canDeposit": true,
        "canWithdraw": true,
        "tradeGroupId": -1,
        "updateTime": 0,
        "multiAssetsMargin": false,
        "totalInitialMargin": money(totals.initial()),
        "totalMaintMargin": money(totals.maintenance),
        "totalWalletBalance": money(totals.wallet),
        "totalUnrealizedProfit": money(totals.unrealized),
        "totalMarginBalance": money(totals.wallet + totals.unrealized),
        "totalPositionInitialMargin": money(totals.position_initial),
        "totalOpenOrderInitialMargin": money(totals.open_order_initial),
        "totalCrossWalletBalance": money(totals.cross_wallet()),
        "totalCrossUnPnl": money(totals.cross_unrealized),
        "availableBalance": money(totals.available()),
        "maxWithdrawAmount": money(totals.withdrawable()),
        "assets": assets,
        "positions": positions,
    })
}

fn asset(balance: &Balance, totals: Totals) -> Value {
    json!({
        "asset": balance.asset,
        "walletBalance": money(totals.wallet),
        "unrealizedProfit": money(totals.unrealized),
        "marginBalance": money(totals.wallet + totals.unrealized),
        "maintMargin": money(totals.maintenance),
        "initialMargin": money(totals.initial()),
        "positionInitialMargin": money(totals.position_initial),
        "openOrderInitialMargin": money(totals.open_order_initial),
        "crossWalletBalance": money(totals.cross_wallet()),
        "crossUnPnl": money(totals.cross_unrealized),
        "availableBalance": money(totals.available()),
        "maxWithdrawAmount": money(totals.withdrawable()),
        "marginAvailable": true,
        "updateTime": balance.updated,
    })
}

/// A position inside the account, which differs from [`position_risk`] in its fields and in the spelling of
/// `unrealizedProfit`.
fn account_position(desk: &Desk, position: &Position, quote: &Quote) -> Value {
    let contract = quote.contract;
    let open = desk.open_notional(contract);
    let margin = Margin::new(position, open, quote);
    json!({
        "symbol": contract.symbol,
        "initialMargin": plain(margin.initial()),
        "maintMargin": plain(margin.maintenance),
        "unrealizedProfit": money(margin.unrealized),
        "positionInitialMargin": plain(margin.position_initial),
        "openOrderInitialMargin": plain(margin.open_order_initial),
        "leverage": position.leverage.to_string(),
        "isolated": position.is_isolated,
        "entryPrice": entry_price(position),
        "breakEvenPrice": break_even(position),
        "maxNotional": contract.max_notional(position.leverage).to_string(),
        "bidNotional": plain(open.bids),
        "askNotional": plain(open.asks),
        "positionSide": "BOTH",
        "positionAmt": scaled(position.amount, contract.quantity_digits),
        "notional": plain(margin.notional),
        "isolatedWallet": plain(margin.isolated_wallet),
        "updateTime": position.updated,
    })
}

/// One row per contract, in one-way mode.
pub fn position_risk(desk: &Desk, contract: Option<&'static Contract>, now: i64) -> Value {
    let cross_wallet = desk.totals(now).cross_wallet();
    let row = |(contract, position): (&'static Contract, &Position)| {
        let quote = desk.market.quote(contract, now);
        risk(position, &Margin::new(position, desk.open_notional(contract), &quote), &quote, cross_wallet)
    };
    desk.account
        .positions()
        .filter(|(listed, _)| contract.is_none_or(|contract| contract == *listed))
        .map(row)
        .collect()
}

/// `isAutoAddMargin` and `leverage` are strings on the wire, as the exchange has them.
fn risk(position: &Position, margin: &Margin, quote: &Quote, cross_wallet: Decimal) -> Value {
    let contract = quote.contract;
    let isolated_margin = if position.is_isolated && position.is_open() {
        margin.isolated_wallet + margin.unrealized
    } else {
        Decimal::ZERO
    };
    let wallet = if position.is_isolated { margin.isolated_wallet } else { cross_wallet };
    json!({
        "symbol": contract.symbol,
        "positionAmt": scaled(position.amount, contract.quantity_digits),
        "entryPrice": entry_price(position),
        "breakEvenPrice": break_even(position),
        "markPrice": quote.mark.to_string(),
        "unRealizedProfit": money(margin.unrealized),
        "liquidationPrice": liquidation_price(position, contract, wallet),
        "leverage": position.leverage.to_string(),
        "maxNotionalValue": scientific(contract.max_notional(position.leverage)),
        "marginType": if position.is_isolated { "isolated" } else { "cross" },
        "isolatedMargin": money(isolated_margin),
        "isAutoAddMargin": "false",
        "positionSide": "BOTH",
        "notional": plain(margin.notional),
        "isolatedWallet": plain(margin.isolated_wallet),
        "updateTime": position.updated,
        "isolated": position.is_isolated,
        "adlQuantile": i32::from(position.is_open()),
    })
}

/// `0` where there is nothing, eight digits after the point otherwise.
fn plain(amount: Decimal) -> String {
    if amount.is_zero() { "0".to_owned() } else { money(amount) }
}

fn entry_price(position: &Position) -> String {
    if position.is_open() { position.entry_price().normalize().to_string() } else { "0.0".to_owned() }
}

/// The price at which closing would pay for the taker's fees of both ways.
fn break_even(position: &Position) -> String {
    if !position.is_open() {
        return "0.0".to_owned();
    }
    let fees = Decimal::new(if position.amount.is_sign_negative() { -10 } else { 10 }, 4);
    (position.entry_price() * (Decimal::ONE + fees)).round_dp(8).normalize().to_string()
}

/// Where the wallet behind the position would no longer cover the maintenance margin; `0` if nowhere.
fn liquidation_price(position: &Position, contract: &Contract, wallet: Decimal) -> String {
    let amount = position.amount.abs();
    let rate = contract.maintenance_rate();
    let price = if position.amount.is_sign_negative() {
        (position.cost + wallet).checked_div(amount * (Decimal::ONE + rate))
    } else {
        (position.cost - wallet).checked_div(amount * (Decimal::ONE - rate))
    };
    let price = price.filter(|price| *price > Decimal::ZERO);
    price.map_or_else(|| "0".to_owned(), money)
}

/// The notional limit as this one reply prints it: from ten millions up in scientific notation, such as `1.0E8`.
fn scientific(value: i64) -> String {
    let digits = value.to_string();
    if digits.len() < 8 || !digits.starts_with(|first: char| first.is_ascii_digit()) {
        return digits;
    }
    let (first, rest) = digits.split_at(1);
    let fraction = rest.trim_end_matches('0');
    format!("{first}.{}E{}", if fraction.is_empty() { "0" } else { fraction }, rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_limits_are_printed_in_scientific_notation() {
        assert_eq!(scientific(100_000_000), "1.0E8");
        assert_eq!(scientific(12_500_000), "1.25E7");
        assert_eq!(scientific(5_000_000), "5000000");
    }
}

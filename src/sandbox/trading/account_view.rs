//! The account as the exchange shows it: balances, positions, and both together. Version 3 of it is in
//! [`account_view_v3`](super::account_view_v3).

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::account::{Balance, MARGIN_ASSET};
use super::desk::Desk;
use super::margin::{Margin, OpenNotional, Totals};
use super::order::scaled;
use super::position::Position;
use crate::sandbox::market::{Contract, Quote};

/// Amounts of money have eight digits after the point.
pub fn money(amount: Decimal) -> String {
    scaled(amount, 8)
}

/// The numbers that the margin asset shares with the account; any other asset only has its balance.
fn totals_of(balance: &Balance, totals: Totals) -> Totals {
    if balance.asset == MARGIN_ASSET { totals } else { Totals::new(balance.amount) }
}

/// A position, and what it ties up at the quote of this moment.
pub struct Row<'a> {
    pub position: &'a Position,
    pub quote: Quote,
    pub open: OpenNotional,
    pub margin: Margin,
}

impl Row<'_> {
    pub fn isolated_margin(&self) -> Decimal {
        let is_held = self.position.is_isolated && self.position.is_open();
        if is_held { self.margin.isolated_wallet + self.margin.unrealized } else { Decimal::ZERO }
    }

    pub fn amount(&self) -> String {
        scaled(self.position.amount, self.quote.contract.quantity_digits)
    }
}

/// Every position that the mode has, of one contract or of all.
pub fn rows<'a>(desk: &'a Desk, contract: Option<&'static Contract>, now: i64) -> impl Iterator<Item = Row<'a>> {
    let is_meant = move |listed: &&'static Contract| contract.is_none_or(|contract| contract == *listed);
    desk.account.positions().filter(move |(listed, _)| is_meant(listed)).map(move |(contract, position)| {
        let (quote, open) = (desk.market.quote(contract, now), desk.open_notional(contract, position.side));
        let margin = Margin::new(position, open, &quote);
        Row { position, quote, open, margin }
    })
}

/// The balances, which are the same in versions 2 and 3.
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

pub fn account(desk: &Desk, now: i64) -> Value {
    let mut account = totals(desk, now);
    let modes = desk.account.modes;
    account["feeTier"] = 0.into();
    account["feeBurn"] = modes.fee_burn.into();
    for right in ["canTrade", "canDeposit", "canWithdraw"] {
        account[right] = true.into();
    }
    account["tradeGroupId"] = (-1).into();
    account["updateTime"] = 0.into();
    account["multiAssetsMargin"] = modes.multi_assets.into();
    for asset in account["assets"].as_array_mut().into_iter().flatten() {
        asset["marginAvailable"] = true.into();
    }
    account["positions"] = rows(desk, None, now).map(|row| account_position(&row)).collect();
    account
}

/// What versions 2 and 3 of the account have in common: totals and assets. The totals are those of the margin asset,
/// because nothing else counts as margin here.
pub fn totals(desk: &Desk, now: i64) -> Value {
    let totals = desk.totals(now);
    let assets: Value =
        desk.account.balances.iter().map(|balance| asset(balance, totals_of(balance, totals))).collect();
    json!({
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
        "updateTime": balance.updated,
    })
}

/// A position inside the account, which differs from [`risk`] in its fields and in the spelling of `unrealizedProfit`.
fn account_position(row: &Row<'_>) -> Value {
    let Row { position, quote, open, margin } = row;
    let contract = quote.contract;
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
        "positionSide": position.side.name(),
        "positionAmt": row.amount(),
        "notional": plain(margin.notional),
        "isolatedWallet": plain(margin.isolated_wallet),
        "updateTime": position.updated,
    })
}

/// One row per contract in one-way mode, two in hedge mode.
pub fn position_risk(desk: &Desk, contract: Option<&'static Contract>, now: i64) -> Value {
    let cross_wallet = desk.totals(now).cross_wallet();
    rows(desk, contract, now).map(|row| risk(&row, cross_wallet)).collect()
}

/// `isAutoAddMargin` and `leverage` are strings on the wire, as the exchange has them.
fn risk(row: &Row<'_>, cross_wallet: Decimal) -> Value {
    let Row { position, quote, margin, .. } = row;
    let contract = quote.contract;
    json!({
        "symbol": contract.symbol,
        "positionAmt": row.amount(),
        "entryPrice": entry_price(position),
        "breakEvenPrice": break_even(position),
        "markPrice": quote.mark.to_string(),
        "unRealizedProfit": money(margin.unrealized),
        "liquidationPrice": liquidation_price(row, cross_wallet),
        "leverage": position.leverage.to_string(),
        "maxNotionalValue": scientific(contract.max_notional(position.leverage)),
        "marginType": if position.is_isolated { "isolated" } else { "cross" },
        "isolatedMargin": money(row.isolated_margin()),
        "isAutoAddMargin": "false",
        "positionSide": position.side.name(),
        "notional": plain(margin.notional),
        "isolatedWallet": plain(margin.isolated_wallet),
        "updateTime": position.updated,
        "isolated": position.is_isolated,
        "adlQuantile": queue(position),
    })
}

/// `0` where there is nothing, eight digits after the point otherwise.
pub fn plain(amount: Decimal) -> String {
    if amount.is_zero() { "0".to_owned() } else { money(amount) }
}

pub fn entry_price(position: &Position) -> String {
    if position.is_open() { position.entry_price().normalize().to_string() } else { "0.0".to_owned() }
}

/// The price at which closing would pay for the taker's fees of both ways.
pub fn break_even(position: &Position) -> String {
    if !position.is_open() {
        return "0.0".to_owned();
    }
    let fees = Decimal::new(if position.amount.is_sign_negative() { -10 } else { 10 }, 4);
    (position.entry_price() * (Decimal::ONE + fees)).round_dp(8).normalize().to_string()
}

/// Its place in the queue for auto-deleveraging, which no position here ever gets out of.
pub fn queue(position: &Position) -> i32 {
    i32::from(position.is_open())
}

/// Where the wallet behind the position would no longer cover the maintenance margin; `0` if nowhere. Of the prices for
/// each bracket, the one that comes first is it.
pub fn liquidation_price(row: &Row<'_>, cross_wallet: Decimal) -> String {
    let position = row.position;
    let (amount, is_short) = (position.amount.abs(), position.amount.is_sign_negative());
    let wallet = if position.is_isolated { row.margin.isolated_wallet } else { cross_wallet };
    let prices = row.quote.contract.brackets().into_iter().filter_map(|bracket| {
        if is_short {
            (position.cost + wallet + bracket.cum).checked_div(amount * (Decimal::ONE + bracket.ratio))
        } else {
            (position.cost - wallet - bracket.cum).checked_div(amount * (Decimal::ONE - bracket.ratio))
        }
    });
    let price = if is_short { prices.min() } else { prices.max() };
    price.filter(|price| *price > Decimal::ZERO).map_or_else(|| "0".to_owned(), money)
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

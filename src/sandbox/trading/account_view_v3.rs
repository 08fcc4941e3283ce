//! The account in version 3: without its settings, and without positions that are empty and have no open orders.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::account::MARGIN_ASSET;
use super::account_view::{Row, break_even, entry_price, liquidation_price, money, plain, queue, rows, totals};
use super::desk::{Answer, Desk, optional_contract};
use crate::sandbox::gate::Arguments;

pub fn account(desk: &Desk, now: i64) -> Value {
    let mut account = totals(desk, now);
    account["positions"] = rows(desk, None, now).filter(is_shown).map(|row| account_position(&row)).collect();
    account
}

pub fn position_risk(desk: &Desk, arguments: &Arguments, now: i64) -> Answer {
    let contract = optional_contract(arguments)?;
    let cross_wallet = desk.totals(now).cross_wallet();
    Ok(rows(desk, contract, now).filter(is_shown).map(|row| risk(&row, cross_wallet)).collect())
}

fn is_shown(row: &Row<'_>) -> bool {
    row.position.is_open() || !(row.open.bids + row.open.asks).is_zero()
}

fn account_position(row: &Row<'_>) -> Value {
    let Row { position, quote, margin, .. } = row;
    json!({
        "symbol": quote.contract.symbol,
        "positionSide": position.side.name(),
        "positionAmt": row.amount(),
        "unrealizedProfit": money(margin.unrealized),
        "isolatedMargin": plain(row.isolated_margin()),
        "notional": plain(margin.notional),
        "isolatedWallet": plain(margin.isolated_wallet),
        "initialMargin": plain(margin.initial()),
        "maintMargin": plain(margin.maintenance),
        "updateTime": position.updated,
    })
}

fn risk(row: &Row<'_>, cross_wallet: Decimal) -> Value {
    let Row { position, quote, open, margin } = row;
    json!({
        "symbol": quote.contract.symbol,
        "positionSide": position.side.name(),
        "positionAmt": row.amount(),
        "entryPrice": entry_price(position),
        "breakEvenPrice": break_even(position),
        "markPrice": quote.mark.to_string(),
        "unRealizedProfit": money(margin.unrealized),
        "liquidationPrice": liquidation_price(row, cross_wallet),
        "isolatedMargin": plain(row.isolated_margin()),
        "notional": plain(margin.notional),
        "marginAsset": MARGIN_ASSET,
        "isolatedWallet": plain(margin.isolated_wallet),
        "initialMargin": plain(margin.initial()),
        "maintMargin": plain(margin.maintenance),
        "positionInitialMargin": plain(margin.position_initial),
        "openOrderInitialMargin": plain(margin.open_order_initial),
        "adl": queue(position),
        "bidNotional": plain(open.bids),
        "askNotional": plain(open.asks),
        "updateTime": position.updated,
    })
}

//! Where the account stands with the exchange: deleveraging, trading rules, agreements, and what it may take out.

use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use super::account::MARGIN_ASSET;
use super::convert;
use super::desk::{Answer, Desk, optional_contract, success};
use super::margin::Totals;
use super::order::{Order, Status, scaled};
use crate::sandbox::gate::Arguments;
use crate::sandbox::market::Contract;
use crate::sandbox::refusal::Refusal;

/// How far back the trading rules look, in milliseconds.
const OBSERVED: i64 = 10 * 60_000;

/// One row for every contract in which a position is open.
pub fn adl_quantile(desk: &Desk, arguments: &Arguments) -> Answer {
    let wanted = optional_contract(arguments)?;
    let held = desk
        .account
        .positions()
        .filter(|(contract, position)| position.is_open() && wanted.is_none_or(|wanted| wanted == *contract));
    Ok(held.map(|(contract, _)| row(contract)).collect())
}

/// The account is alone: nobody stands before it in the queue, and none of its positions is ever deleveraged.
fn row(contract: &Contract) -> Value {
    json!({ "symbol": contract.symbol, "adlQuantile": { "LONG": 0, "SHORT": 0, "BOTH": 1 } })
}

/// The indicators of every contract in which orders were placed of late.
pub fn trading_status(desk: &Desk, arguments: &Arguments, now: i64) -> Answer {
    let wanted = optional_contract(arguments)?;
    let is_counted = |order: &&Order| {
        now.saturating_sub(order.created) <= OBSERVED && wanted.is_none_or(|wanted| wanted == order.contract())
    };
    let mut recent: Map<String, Value> = Map::new();
    let counted: Vec<&Order> = desk.orders.all().filter(is_counted).collect();
    for symbol in counted.iter().map(|order| order.contract().symbol) {
        if !recent.contains_key(symbol) {
            let orders: Vec<&Order> =
                counted.iter().copied().filter(|order| order.contract().symbol == symbol).collect();
            recent.insert(symbol.to_owned(), indicators(&orders));
        }
    }
    Ok(json!({ "indicators": recent, "updateTime": now }))
}

fn indicators(orders: &[&Order]) -> Value {
    let is_at_once = |order: &Order| matches!(order.draft.time_in_force.as_str(), "IOC" | "FOK");
    let is_post_only = |order: &Order| order.draft.time_in_force == "GTX";
    let unfilled = share(orders, |_| true, |order| order.filled.is_zero());
    let expired = share(orders, is_at_once, |order| order.status == Status::Expired);
    let cancelled = share(orders, is_post_only, |order| order.status == Status::Canceled);
    json!([
        indicator("UFR", unfilled, Decimal::new(995, 3)),
        indicator("IFER", expired, Decimal::new(99, 2)),
        indicator("GCR", cancelled, Decimal::new(99, 2)),
    ])
}

/// How many of the orders of a kind met a fate; 0 of none.
fn share(orders: &[&Order], of_kind: impl Fn(&Order) -> bool, met: impl Fn(&Order) -> bool) -> Decimal {
    let all = orders.iter().filter(|order| of_kind(order)).count();
    let those = orders.iter().filter(|order| of_kind(order) && met(order)).count();
    Decimal::from(those).checked_div(Decimal::from(all)).unwrap_or_default().round_dp(4)
}

fn indicator(name: &str, value: Decimal, trigger: Decimal) -> Value {
    json!({
        "isLocked": false,
        "plannedRecoverTime": 0,
        "indicator": name,
        "value": number(value),
        "triggerValue": number(trigger),
    })
}

/// A decimal as a number of JSON.
fn number(value: Decimal) -> Value {
    serde_json::from_str(&value.normalize().to_string()).unwrap_or_default()
}

pub fn portfolio_margin(desk: &Desk, arguments: &Arguments, now: i64) -> Answer {
    let asset = arguments.text("asset").unwrap_or_default();
    let free = desk.free(asset, now).ok_or_else(|| Refusal::new(-1126, "This asset is not supported."))?;
    let worth = |asset: &str| {
        let (free, price) = (desk.free(asset, now)?, convert::price(&desk.market, asset, now)?);
        free.checked_mul(price)
    };
    let whole: Decimal = desk.account.balances.iter().filter_map(|balance| worth(balance.asset)).sum();
    Ok(json!({ "maxWithdrawAmountUSD": scaled(whole, 8), "asset": asset, "maxWithdrawAmount": scaled(free, 8) }))
}

impl Desk {
    /// What of an asset is free to leave the account; none if the account cannot hold it.
    pub(super) fn free(&self, asset: &str, now: i64) -> Option<Decimal> {
        let balance = self.account.balances.iter().find(|balance| balance.asset == asset)?;
        let totals = if asset == MARGIN_ASSET { self.totals(now) } else { Totals::new(balance.amount) };
        Some(totals.withdrawable())
    }

    pub(super) fn sign_tradfi(&mut self) -> Value {
        self.has_signed_tradfi = true;
        success()
    }

    /// Refuses an order of a contract whose agreement has not been signed.
    pub(super) fn check_tradfi(&self, contract: &Contract) -> Result<(), Refusal> {
        if contract.kind == "TRADIFI_PERPETUAL" && !self.has_signed_tradfi {
            return Err(Refusal::new(-4411, "Please sign TradFi-Perps agreement contract."));
        }
        Ok(())
    }
}

//! Margin that is moved between the wallet and isolated positions by hand.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::account::MARGIN_ASSET;
use super::desk::{Answer, Desk};
use super::margin::Margin;
use super::order::scaled;
use super::position_side::PositionSide;
use crate::sandbox::gate::{Arguments, decimal};
use crate::sandbox::market::{self, Contract, number};
use crate::sandbox::refusal::Refusal;

const MONTH: i64 = 30 * 86_400_000;
const DIGITS: u32 = 8;
/// The `type` of a change that adds margin; 2 is one that takes it out.
const ADD: &str = "1";

/// A change of the margin of an isolated position.
#[derive(Debug)]
pub struct MarginChange {
    contract: &'static Contract,
    side: PositionSide,
    /// Negative if it was taken out.
    amount: Decimal,
    time: i64,
}

impl MarginChange {
    const fn kind(&self) -> u8 {
        if self.amount.is_sign_negative() { 2 } else { 1 }
    }

    fn row(&self) -> Value {
        json!({
            "symbol": self.contract.symbol,
            "type": self.kind(),
            "deltaType": "USER_ADJUST",
            "amount": scaled(self.amount, DIGITS),
            "asset": MARGIN_ASSET,
            "time": self.time,
            "positionSide": self.side.name(),
            "clientTranId": "",
        })
    }
}

impl Desk {
    pub(super) fn change_position_margin(&mut self, arguments: &Arguments, now: i64) -> Answer {
        let contract = market::named(arguments)?;
        let side = self.account.modes.position_side(arguments)?;
        let amount = amount(arguments)?;
        let is_added = arguments.text("type") == Some(ADD);
        let (available, open) = (self.totals(now).available(), self.open_notional(contract, side));
        let quote = self.market.quote(contract, now);
        let position = self.account.position(contract, side);
        if !position.is_isolated {
            return Err(Refusal::new(-4049, "Add margin only support for isolated position."));
        }
        if !position.is_open() {
            return Err(Refusal::new(-4054, "Cannot add position margin: position is 0."));
        }
        if is_added && amount > available {
            return Err(Refusal::new(-4050, "Cross balance insufficient."));
        }
        if !is_added && amount > Margin::new(position, open, &quote).removable() {
            return Err(Refusal::new(-4051, "Isolated balance insufficient."));
        }
        let change = if is_added { amount } else { -amount };
        position.added += change;
        position.updated = now;
        self.account.margin_changes.push(MarginChange { contract, side, amount: change, time: now });
        let msg = "Successfully modify position margin.";
        Ok(json!({ "amount": number(amount), "code": 200, "msg": msg, "type": if is_added { 1 } else { 2 } }))
    }

    /// The changes of the last thirty days, oldest first: the first ones after `startTime`, or else the last ones.
    pub(super) fn position_margin_history(&self, arguments: &Arguments, now: i64) -> Answer {
        let contract = market::named(arguments)?;
        let until = arguments.integer("endTime").unwrap_or(now);
        let (earliest, start) = (now.saturating_sub(MONTH), arguments.integer("startTime"));
        let since = start.unwrap_or(earliest);
        if since > until {
            return Err(Refusal::new(-1023, "Start time is greater than end time."));
        }
        if start.is_some() && until.saturating_sub(since) > MONTH {
            return Err(Refusal::new(-4165, "Maximum time interval is 30 days."));
        }
        let is_meant = |change: &&MarginChange| {
            change.contract == contract
                && (since.max(earliest)..=until).contains(&change.time)
                && arguments.integer("type").is_none_or(|kind| kind == i64::from(change.kind()))
        };
        let found: Vec<&MarginChange> = self.account.margin_changes.iter().filter(is_meant).collect();
        let limit = arguments.limit(500);
        let skipped = if start.is_some() { 0 } else { found.len().saturating_sub(limit) };
        Ok(found.into_iter().skip(skipped).take(limit).map(MarginChange::row).collect())
    }
}

fn amount(arguments: &Arguments) -> Result<Decimal, Refusal> {
    let amount = arguments.text("amount").and_then(decimal).ok_or_else(|| Refusal::missing("amount"))?.normalize();
    if amount <= Decimal::ZERO {
        return Err(Refusal::new(-4055, "Amount must be positive."));
    }
    if amount.scale() > DIGITS {
        return Err(Refusal::new(-1111, "Precision is over the maximum defined for this asset."));
    }
    Ok(amount)
}

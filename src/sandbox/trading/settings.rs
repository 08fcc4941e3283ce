//! Leverage and margin type of a contract.

use rust_decimal::Decimal;
use serde_json::json;

use super::desk::{Answer, Desk, success};
use super::margin::Margin;
use crate::sandbox::gate::Arguments;
use crate::sandbox::market;
use crate::sandbox::refusal::Refusal;

impl Desk {
    pub(super) fn change_leverage(&mut self, arguments: &Arguments, now: i64) -> Answer {
        let contract = market::named(arguments)?;
        let asked = arguments.integer("leverage").ok_or_else(|| Refusal::missing("leverage"))?;
        let leverage = u32::try_from(asked).ok().filter(|leverage| (1..=contract.max_leverage).contains(leverage));
        let leverage = leverage.ok_or_else(|| Refusal::new(-4028, format!("Leverage {asked} is not valid")))?;
        let (available, open) = (self.totals(now).available(), self.open_notional(contract));
        let quote = self.market.quote(contract, now);
        let position = self.account.position(contract);
        if position.is_isolated && position.is_open() && leverage < position.leverage {
            return Err(Refusal::new(
                -4161,
                "Leverage reduction is not supported in Isolated Margin Mode with open positions.",
            ));
        }
        let before = Margin::new(position, open, &quote);
        let mut changed = position.clone();
        changed.leverage = leverage;
        let after = Margin::new(&changed, open, &quote);
        if after.initial() - before.initial() > available {
            return Err(Refusal::new(-2028, "Leverage is smaller than permitted: insufficient margin balance."));
        }
        if before.notional.abs() > Decimal::from(contract.max_notional(leverage)) {
            return Err(Refusal::new(-2027, "Exceeded the maximum allowable position at current leverage."));
        }
        position.leverage = leverage;
        let cap = contract.max_notional(leverage).to_string();
        Ok(json!({ "leverage": leverage, "maxNotionalValue": cap, "symbol": contract.symbol }))
    }

    pub(super) fn change_margin_type(&mut self, arguments: &Arguments) -> Answer {
        let contract = market::named(arguments)?;
        let is_isolated = arguments.text("marginType") == Some("ISOLATED");
        let has_orders = self.orders.open().any(|order| order.contract() == contract);
        let position = self.account.position(contract);
        if position.is_isolated == is_isolated {
            return Err(Refusal::new(-4046, "No need to change margin type."));
        }
        if has_orders {
            return Err(Refusal::new(-4047, "Margin type cannot be changed if there exists open orders."));
        }
        if position.is_open() {
            return Err(Refusal::new(-4048, "Margin type cannot be changed if there exists position."));
        }
        position.is_isolated = is_isolated;
        Ok(success())
    }
}

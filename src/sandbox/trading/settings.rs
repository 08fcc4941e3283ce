//! Leverage and margin type of a contract, and what they may be.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::desk::{Answer, Desk, optional_contract, success};
use super::margin::Margin;
use super::position::Position;
use crate::sandbox::gate::Arguments;
use crate::sandbox::market::{self, Contract, number};
use crate::sandbox::refusal::Refusal;

impl Desk {
    pub(super) fn change_leverage(&mut self, arguments: &Arguments, now: i64) -> Answer {
        let contract = market::named(arguments)?;
        let asked = arguments.integer("leverage").ok_or_else(|| Refusal::missing("leverage"))?;
        let leverage = u32::try_from(asked).ok().filter(|leverage| (1..=contract.max_leverage).contains(leverage));
        let leverage = leverage.ok_or_else(|| Refusal::new(-4028, format!("Leverage {asked} is not valid")))?;
        let cap = contract.max_notional(leverage);
        self.check_leverage(contract, leverage, cap, now)?;
        self.account.change_all(contract, |position| position.leverage = leverage);
        Ok(json!({ "leverage": leverage, "maxNotionalValue": cap.to_string(), "symbol": contract.symbol }))
    }

    /// Whether the positions of a contract, and the rest of the account, can live with this leverage.
    fn check_leverage(&self, contract: &'static Contract, leverage: u32, cap: i64, now: i64) -> Result<(), Refusal> {
        let quote = self.market.quote(contract, now);
        let mut more = Decimal::ZERO;
        for position in self.account.positions_of(contract) {
            if position.is_isolated && position.is_open() && leverage < position.leverage {
                return Err(Refusal::new(
                    -4161,
                    "Leverage reduction is not supported in Isolated Margin Mode with open positions.",
                ));
            }
            let open = self.open_notional(contract, position.side);
            let mut changed = position.clone();
            changed.leverage = leverage;
            let (before, after) = (Margin::new(position, open, &quote), Margin::new(&changed, open, &quote));
            more += after.initial() - before.initial();
            if before.notional.abs() > Decimal::from(cap) {
                return Err(Refusal::new(-2027, "Exceeded the maximum allowable position at current leverage."));
            }
        }
        if more > self.totals(now).available() {
            return Err(Refusal::new(-2028, "Leverage is smaller than permitted: insufficient margin balance."));
        }
        Ok(())
    }

    pub(super) fn change_margin_type(&mut self, arguments: &Arguments) -> Answer {
        let contract = market::named(arguments)?;
        let is_isolated = arguments.text("marginType") == Some("ISOLATED");
        let has_orders = self.orders.open().any(|order| order.contract() == contract);
        if self.account.positions_of(contract).all(|position| position.is_isolated == is_isolated) {
            return Err(Refusal::new(-4046, "No need to change margin type."));
        }
        if self.account.modes.multi_assets {
            let msg = "Unable to adjust to isolated-margin mode under the Multi-Assets mode.";
            return Err(Refusal::new(-4168, msg));
        }
        if has_orders {
            return Err(Refusal::new(-4047, "Margin type cannot be changed if there exists open orders."));
        }
        if self.account.positions_of(contract).any(Position::is_open) {
            return Err(Refusal::new(-4048, "Margin type cannot be changed if there exists position."));
        }
        self.account.change_all(contract, |position| position.is_isolated = is_isolated);
        Ok(success())
    }

    pub(super) fn symbol_config(&self, arguments: &Arguments) -> Answer {
        let contract = optional_contract(arguments)?;
        let listed = market::all().filter(|listed| contract.is_none_or(|contract| contract == *listed));
        Ok(listed.filter_map(|contract| Some(config(contract, self.account.positions_of(contract).next()?))).collect())
    }
}

/// Types and spellings are not those of the position operations: the exchange has it so.
fn config(contract: &Contract, position: &Position) -> Value {
    json!({
        "symbol": contract.symbol,
        "marginType": if position.is_isolated { "ISOLATED" } else { "CROSSED" },
        "isAutoAddMargin": false,
        "leverage": position.leverage,
        "maxNotionalValue": contract.max_notional(position.leverage).to_string(),
    })
}

/// An object for the one contract that is named, a list otherwise.
pub fn leverage_brackets(arguments: &Arguments) -> Answer {
    Ok(match optional_contract(arguments)? {
        Some(contract) => brackets_of(contract),
        None => market::all().map(brackets_of).collect(),
    })
}

fn brackets_of(contract: &'static Contract) -> Value {
    let row = |(bracket, index)| {
        let market::Bracket { leverage, floor, cap, ratio, cum } = bracket;
        json!({
            "bracket": index,
            "initialLeverage": leverage,
            "notionalCap": cap,
            "notionalFloor": floor,
            "maintMarginRatio": number(ratio),
            "cum": number(cum),
        })
    };
    json!({ "symbol": contract.symbol, "brackets": contract.brackets().into_iter().zip(1..).map(row).collect::<Value>() })
}

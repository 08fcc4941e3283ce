//! What trades cost.

use rust_decimal::Decimal;
use serde_json::json;

use super::desk::Answer;
use crate::sandbox::gate::Arguments;
use crate::sandbox::market;

/// The time in force of retail price improvement, which has a rate of its own.
pub const RPI: &str = "RPI";

/// As a fraction of the notional: 0.05 % for taking, 0.02 % for making, 0.005 % for the making of an RPI order.
pub fn rate(is_maker: bool, is_rpi: bool) -> Decimal {
    let units = match (is_maker, is_rpi) {
        (false, _) => 50,
        (true, false) => 20,
        (true, true) => 5,
    };
    Decimal::new(units, 5)
}

/// The rates of the account, which are the same for all contracts.
pub fn commission_rate(arguments: &Arguments) -> Answer {
    let contract = market::named(arguments)?;
    Ok(json!({
        "symbol": contract.symbol,
        "makerCommissionRate": rate(true, false).to_string(),
        "takerCommissionRate": rate(false, false).to_string(),
        "rpiCommissionRate": rate(true, true).to_string(),
    }))
}
